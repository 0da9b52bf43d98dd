"""What the quality team must be able to find again: what was checked, what has changed, and who was told.

Belongs here: the checks of all runs as tables, their trends, restated figures, the integrity of what is
kept, the way from a number to the rows of a file. Doesn't: measuring a clinic's rows (`ingest`,
`dbt_project`), and how it is shown (`reports`).
"""
