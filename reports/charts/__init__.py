"""Charts: one function a kind of picture, from figures to an SVG that needs nothing else.

Belongs here: geometry, marks, direct labels. Doesn't: which figures may be shown, the sentences beside them,
colours (`reports.design.palette`).
"""
