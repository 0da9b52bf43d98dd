"""Reports put into a folder.

Belongs here: copying whole files. Doesn't: which.
"""

from __future__ import annotations

from pathlib import Path

from reports.delivery.parcel import Parcel
from reports.delivery.sending import SendFault
from reports.render import write_atomically


class FolderCarrier:
    """A folder that somebody else has made: a share that isn't mounted isn't made up."""

    kind = "folder"
    is_repeatable = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self.destination = f"folder {path}"

    def send(self, parcel: Parcel) -> None:
        """Copy each file whole. Raises SendFault."""
        if not self.path.is_dir():
            raise SendFault(f"there is no folder {self.path}; make it, or mount what belongs there")
        for file in parcel.files:
            try:
                write_atomically(self.path / file.name, file.path.read_bytes())
            except OSError as error:
                raise SendFault(f"{file.name} can't be written to {self.path}: {error.strerror}") from None
