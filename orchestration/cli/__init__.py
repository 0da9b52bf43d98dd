"""The `rapport` command: one module a command, loaded only when it is called.

Belongs here: options, progress, exit codes, the sentences of a terminal. Doesn't: what the commands do.
"""

from orchestration.cli.group import main

__all__ = ["main"]
