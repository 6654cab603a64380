"""Who asks, and where: what a platform says of a person and a channel."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Where a command was given, and by whom: the channel as a destination, its server or workspace, the person.

    `name` is what people call that person, `roles` the ids of the roles or groups that he or she has there. `manages`
    says whether that person may manage channels, and is `None` where the platform knows no such thing. A `direct`
    conversation is nobody's but the person's own.
    """

    destination: str
    space: str
    user: str
    name: str | None = None
    roles: frozenset[str] = frozenset()
    manages: bool | None = None
    direct: bool = False

    @property
    def author(self) -> str:
        """How a decision of that person is signed."""
        return f"{self.name} ({self.user})" if self.name else self.user

    def may(self, allowed: Collection[str]) -> bool:
        """Whether that person may do what those `allowed` may (roles, groups or people); who manages channels may."""
        if self.manages:
            return True
        own = {self.user, self.user.partition(":")[2], *self.roles}
        return not own.isdisjoint(allowed) or (not allowed and self.manages is None)
