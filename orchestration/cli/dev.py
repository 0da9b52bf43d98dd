"""`rapport dev`."""

from __future__ import annotations

import os
import subprocess
import sys

import click

from ingest.configuration.registry import load_registry
from ingest.home import HOME_VARIABLE, Home
from orchestration.cli.group import home_option, say_failures
from orchestration.instance import prepare_instance


@click.command("dev")
@home_option
@click.option("--port", default=3000, show_default=True, help="Where the UI listens on this machine.")
@say_failures()
def command(home: Home, port: int) -> None:
    """Open the Dagster UI on this home: assets, checks, runs, the Monday schedule and the inbox sensor."""
    load_registry(home)
    prepare_instance(home)
    environment = os.environ | {HOME_VARIABLE: str(home.root), "DAGSTER_HOME": str(home.dagster)}
    arguments = [sys.executable, "-m", "dagster", "dev", "-m", "orchestration.definitions", "-p", str(port)]
    click.echo(f"Dagster UI: http://127.0.0.1:{port}  (Ctrl-C ends it)")
    sys.exit(subprocess.call([*arguments, "-h", "127.0.0.1"], env=environment))  # noqa: S603 -- our own interpreter
