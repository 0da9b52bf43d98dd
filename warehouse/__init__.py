"""The Python beside the SQL: runs dbt, infers what SQL can't, publishes, and reads what was published.

Belongs here: everything that happens to the warehouse's files. Doesn't: parsing deliveries (`ingest`), the
SQL itself (`dbt_project`), rendering (`reports`), and anything that knows Dagster.
"""
