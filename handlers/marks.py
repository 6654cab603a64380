"""Signs of a dispute's positions, the same on every platform."""

from __future__ import annotations

MARKS = ("🔷 A", "🟧 B", "⬛ C", "⚪ D", "🔶 E", "🟦 F")
"""Colours that the colour-blind tell apart, shapes, and letters that say the same."""


def mark(position: int | None) -> str:
    """Return the sign of a position, counted from 1; nothing for what is none, and for more than there are signs."""
    return MARKS[position - 1] if position is not None and 1 <= position <= len(MARKS) else ""
