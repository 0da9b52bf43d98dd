"""What every schema of the home's YAML shares.

Belongs here: refusing unknown keys. Doesn't: any key.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """A schema that refuses unknown keys, so that a typo never passes for a setting."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Language = Literal["en", "de"]
"""What reports can be written in; the catalogues are in `reports/words`."""

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=63)]
ClinicId = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=63)]
