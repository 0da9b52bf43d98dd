"""From a page model to a file: one module a format.

Belongs here: HTML now; a PDF or a workbook would stand beside it and take the same page models. Doesn't: what
a page says.
"""
