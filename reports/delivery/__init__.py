"""Bringing rendered reports to the people they are for.

Belongs here: what a recipient gets, the record of what was sent, folders, mail and SFTP. Doesn't: reading
secrets and logging in (`orchestration`), rendering.
"""
