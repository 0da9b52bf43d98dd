"""The network's weekly page: clinics side by side, never ranked, small numbers withheld.

Belongs here: its measures, what it says, its template. Doesn't: rows of single clients, local identifiers,
and the rules of disclosure (`warehouse.disclosure`).
"""
