"""What people read every Monday, made from the published file.

Belongs here: charts, words, pages. Doesn't: statistics (`warehouse.inference`), SQL models, and anything that
knows Dagster.
"""
