"""A first draft of a clinic's YAML from one of its files: a proposal that a person confirms.

Belongs here: recognising formats, columns and questionnaires, and writing the draft. Doesn't: reading what
was confirmed, which is the door's. Nothing is decided here: whatever isn't certain is marked as such.
"""

from ingest.proposals.draft import propose
from ingest.proposals.sniffing import NotReadable

__all__ = ["NotReadable", "propose"]
