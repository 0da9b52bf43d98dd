"""What every schema of the home's YAML shares.

Belongs here: refusing unknown keys. Doesn't: any key.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A schema that refuses unknown keys, so that a typo never passes for a setting."""

    model_config = ConfigDict(extra="forbid", frozen=True)
