"""Reports put into a folder on a server that speaks SFTP.

Belongs here: writing whole files there. Doesn't: logging in, and checking the server's key.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from reports.delivery.parcel import Parcel
from reports.delivery.sending import SendFault, Unreachable

if TYPE_CHECKING:
    import paramiko  # type: ignore[import-untyped]


class SftpCarrier:
    """A folder on a server. `connect` logs in, and raises SendFault itself where it can't."""

    kind = "sftp"
    is_repeatable = True

    def __init__(
        self, address: str, path: str, connect: Callable[[], AbstractContextManager[paramiko.SFTPClient]]
    ) -> None:
        self._path, self._connect = path, connect
        self.destination = f"sftp {address}:{path}"

    def send(self, parcel: Parcel) -> None:
        """Write each file beside its place and move it there. Raises SendFault."""
        with self._connect() as server:
            for file in parcel.files:
                target = posixpath.join(self._path, file.name)
                beside = posixpath.join(self._path, f".{file.name}.part")
                try:
                    server.put(str(file.path), beside)
                    server.posix_rename(beside, target)
                except FileNotFoundError:
                    raise SendFault(f"there is no folder {self._path} on the server") from None
                except PermissionError:
                    raise SendFault(
                        f"the server doesn't let {file.name} be written to {self._path}"
                    ) from None
                except (OSError, EOFError) as error:
                    raise Unreachable(f"sending {file.name} broke off ({type(error).__name__})") from None
