"""The clinic's weekly page: one page, read in two minutes.

Belongs here: its queries, what it says, its template. Doesn't: figures that the network's page shares
(`reports.measures`), and anything of another clinic.
"""
