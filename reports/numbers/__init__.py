"""Numbers that know where they come from: from a cell of a query's answer to the place where they are read.

Belongs here: tracing values, texts in which numbers stand, their ids, the list beside each report, explaining
one. Doesn't: what is counted (`measures`), what is said (`words`), what may be shown (`disclosure`).
"""
