"""The model card: what the model of dropout risk is, what it learnt from, how good it is, and for whom.

Belongs here: its page, its queries and its template. Doesn't: the model (`warehouse.risk`).
"""
