"""When things happen, in what order, and what blocks: Dagster's definitions and the command line.

Belongs here: assets as thin wrappers, jobs, schedules, sensors, commands. Doesn't: a rule, SQL or parsing.
"""
