"""Whether the staged batches were read by today's SQL, or by that of an earlier version of Rapport.

Belongs here: telling the SQL that reads batches from an earlier one. Doesn't: reading them (`dbt_project`).

Staging reads each batch once. After an update that reads a batch differently (a column more, say), what was
staged before has to be read again; everything behind staging is rebuilt each week anyhow.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.home import Home

READ_BY = ("models/staging/landing/*.sql", "macros/*.sql", "dbt_project.yml")
"""What decides how a batch is read, in the dbt project."""


def is_staged_by(home: Home, project: Path) -> bool:
    """Say whether the working file's batches were read by the SQL that `project` has now."""
    mark = _mark(home)
    return mark.is_file() and mark.read_text(encoding="ascii") == _fingerprint(project)


def mark_as_staged(home: Home, project: Path) -> None:
    """Remember, beside the working file, which SQL read its batches."""
    _mark(home).write_text(_fingerprint(project), encoding="ascii")


def _mark(home: Home) -> Path:
    return home.working_file.with_name("staged_by.sha256")


def _fingerprint(project: Path) -> str:
    files = sorted(path for pattern in READ_BY for path in project.glob(pattern))
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(project).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
