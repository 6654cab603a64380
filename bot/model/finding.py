"""What an examination found: of a part of the program, whether it is well, and what to do where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How a part is."""

    WELL = "well"
    IDLE = "idle"
    """Not set up, which is no fault."""
    ILL = "ill"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What was examined, how it is, what was seen, and where it is ill what to do."""

    part: str
    health: Health
    seen: str
    advice: str | None = None
