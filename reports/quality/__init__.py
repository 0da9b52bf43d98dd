"""The quality team's weekly page: what arrived, which rows were refused and why, which checks failed.

Belongs here: its queries, what it says, its template. Doesn't: clinical figures, and any value of a cell.
"""
