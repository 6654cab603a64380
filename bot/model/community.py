"""A server or a workspace: who of its people may decide and subscribe, and what holds for its channels."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.subscription import Quiet


@dataclass(frozen=True, kw_only=True, slots=True)
class Community:
    """What one server or workspace has set; `space` names it (`discord:<server>`, `slack:<workspace>`).

    `deciders` and `subscribers` are what the platform calls roles, groups or people; where none is named, those who may
    manage channels may. `zone` (IANA) and `quiet` are those of new subscriptions that name none of their own.
    """

    space: str
    deciders: tuple[str, ...] = ()
    subscribers: tuple[str, ...] = ()
    zone: str | None = None
    quiet: Quiet | None = None
