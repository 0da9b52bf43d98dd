"""The door: from whatever a clinic sends to committed landing batches.

Belongs here: reading a home's configuration, clinics' files, pseudonymising, judging rows, landing them.
Doesn't: scoring, statistics, reports, and anything that knows Dagster.
"""
