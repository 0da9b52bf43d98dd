"""What was counted, per clinic and over the network: typed facts that several reports share.

Belongs here: queries on the marts and the shapes of their answers. Doesn't: words, layout, disclosure.
"""
