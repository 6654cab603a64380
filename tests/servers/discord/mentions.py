"""Whom a message would notify, from its text and its `allowed_mentions`.

The rules are those of Discord's developer documentation, "Allowed Mentions Object": without the object everything in
the text counts, with it only what it lists; text in embeds never notifies. Whether the bot has the permission to
mention everyone is left out on purpose: a test shall fail even where the guild would have caught it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_CODE = re.compile(r"```.*?```|``.+?``|`[^`\n]+`", re.DOTALL)
_USER = re.compile(r"<@!?(\d{15,20})>")
_ROLE = re.compile(r"<@&(\d{15,20})>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pings:
    """Whom a message notifies; false when nobody."""

    everyone: bool = False
    here: bool = False
    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    replied_user: bool = False

    def __bool__(self) -> bool:
        return self.everyone or self.here or bool(self.users) or bool(self.roles) or self.replied_user


def pings(body: Mapping[str, Any], *, replies: bool = False) -> Pings:
    """Return whom the message in `body` would notify; `replies` says that it answers another message."""
    text = _CODE.sub(" ", "\n".join(_texts(body)))
    users = frozenset(map(int, _USER.findall(text)))
    roles = frozenset(map(int, _ROLE.findall(text)))
    everyone, here = "@everyone" in text, "@here" in text
    allowed = body.get("allowed_mentions")
    if allowed is None:
        return Pings(everyone=everyone, here=here, users=users, roles=roles, replied_user=replies)
    parse = set(allowed.get("parse") or ())
    listed_users = frozenset(map(int, allowed.get("users") or ()))
    listed_roles = frozenset(map(int, allowed.get("roles") or ()))
    return Pings(
        everyone=everyone and "everyone" in parse,
        here=here and "everyone" in parse,
        users=users if "users" in parse else users & listed_users,
        roles=roles if "roles" in parse else roles & listed_roles,
        replied_user=replies and bool(allowed.get("replied_user")),
    )


def _texts(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of a message that can notify: its content and the text displays of its components."""
    yield body.get("content") or ""
    pending = list(body.get("components") or ())
    while pending:
        part = pending.pop()
        if part.get("type") == 10:
            yield str(part.get("content") or "")
        pending.extend(part.get("components") or ())
        if part.get("component"):
            pending.append(part["component"])
