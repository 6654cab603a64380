"""Menus that search while somebody types, as they stand in forms; `picking` fills them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

PREFIX = "pick"
"""What the action ids of these menus begin with; what is looked through follows."""


class Source(StrEnum):
    """What is looked through."""

    AREA = "area"
    FOLLOWED = "followed"
    MUTED = "muted"
    SIDE = "side"
    OUTLET = "outlet"
    CONFLICT = "conflict"
    KIND = "kind"
    ASSET = "asset"
    ZONE = "zone"
    GROUP = "group"


def picker(source: Source, *, prompt: str, of: str | None = None) -> dict[str, Any]:
    """Return a menu that looks through a source; several may be chosen of it where it says what they are chosen for."""
    return {
        "type": "external_select" if of is None else "multi_external_select",
        "action_id": f"{PREFIX}:{source}" if of is None else f"{PREFIX}:{source}:{of}",
        "min_query_length": 1 if source is Source.SIDE else 0,
        "placeholder": {"type": "plain_text", "text": prompt, "emoji": False},
    }
