"""How everything looks: colours, type, spacing, screen and paper.

Belongs here: the palette and the style sheets. Doesn't: what stands on a page, or a chart's geometry.
"""
