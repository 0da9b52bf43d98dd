"""`rapport map`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from ingest.configuration.clinic import RESERVED_CLINIC_IDS
from ingest.configuration.instrument_files import read_instruments
from ingest.configuration.yaml_files import ConfigurationError
from ingest.home import Home
from orchestration.cli.group import fail, home_option, say_failures


@click.command("map")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@click.option("--clinic", "clinic_id", default="new_clinic", show_default=True, metavar="ID", help="Its id.")
@say_failures()
def command(home: Home, file: Path, clinic_id: str) -> None:
    """Propose a clinic's YAML from one of its FILEs, on standard output; a person confirms it.

    Recognises format, dialect, columns, dates and questionnaires (by names and LOINC codes, never by values
    alone). Lines marked UNSURE have to be looked at. Nothing is written into the home.
    """
    from ingest.proposals import NotReadable, propose

    try:
        content = file.read_bytes()
    except OSError:
        fail(f"{file.name} can't be read; check the path and whether you may open the file")
    if re.fullmatch(r"[a-z0-9_]{1,63}", clinic_id) is None or clinic_id in RESERVED_CLINIC_IDS:
        fail(
            f"`{clinic_id}` can't be a clinic's id: write a-z, 0-9 and _ only, and none of "
            f"{', '.join(sorted(RESERVED_CLINIC_IDS))}"
        )
    found = read_instruments(home)
    if found.problems:
        raise ConfigurationError(found.problems)
    try:
        click.echo(propose(file.name, content, found.instruments, clinic_id), nl=False)
    except NotReadable as error:
        fail(str(error))
