"""One module (or a few with its name in front) per source format: from the files as delivered to text tables.

Belongs here: how a format writes rows down, and why a whole file can't be read. Doesn't: what a column means
(`ingest.mapping`), which rows are refused, and where they are landed.
"""
