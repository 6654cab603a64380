"""What the server keeps of what the bot did: messages with their earlier versions, requests, written commands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from tests.servers.discord.checks import COMPONENTS_V2, EPHEMERAL, walk
from tests.servers.discord.mentions import Pings
from tests.servers.discord.world import User

LOADING = 1 << 7
HAS_THREAD = 1 << 5
Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that came with a message."""

    id: int
    filename: str
    content: bytes = field(repr=False)
    content_type: str = "application/octet-stream"
    description: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InteractionSource:
    """The interaction that a message answers."""

    id: int
    type: int
    user: User
    command: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One version of a message; an edit makes another with the same id and `version` one higher."""

    id: int
    channel_id: int
    guild_id: int | None
    author: User
    content: str = ""
    embeds: tuple[Mapping[str, Any], ...] = ()
    components: tuple[Mapping[str, Any], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    flags: int = 0
    type: int = 0
    sent_at: datetime
    edited_at: datetime | None = None
    nonce: str | int | None = None
    reference_id: int | None = None
    pings: Pings = field(default_factory=Pings)
    source: InteractionSource | None = None
    version: int = 1
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def ephemeral(self) -> bool:
        """Return whether only the user of the interaction sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Return whether it still says that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def is_v2(self) -> bool:
        """Return whether it is laid out with components alone."""
        return bool(self.flags & COMPONENTS_V2)

    def component(self, custom_id: str) -> Mapping[str, Any] | None:
        """Return the component with a custom id."""
        return next((part for _, part in walk(self.components) if part.get("custom_id") == custom_id), None)

    def custom_ids(self) -> list[str]:
        """Return the custom ids of its components, in the order in which they stand."""
        return [str(part["custom_id"]) for _, part in walk(self.components) if part.get("custom_id") is not None]

    def text(self) -> str:
        """Return every text that a reader sees: content, embeds and text displays, joined by line breaks."""
        lines: list[str | None] = [self.content]
        for embed in self.embeds:
            lines += [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
            for one in embed.get("fields") or ():
                lines += [one.get("name"), one.get("value")]
            lines.append((embed.get("footer") or {}).get("text"))
        lines += [part.get("content") for _, part in walk(self.components)]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A request that arrived, with the status it was answered with (0: no answer)."""

    method: str
    path: str
    body: Any
    status: int
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CommandWrite:
    """A request that wrote application commands; `guild_id` is None for global ones."""

    method: str
    guild_id: int | None
    names: tuple[str, ...]


class Changes:
    """Wake those who wait for something to become true."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def notify(self) -> None:
        """Say that something changed."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, find: Callable[[], Found | None], *, within: float, what: str) -> Found:
        """Wait until `find` finds something and return it; raise TimeoutError, naming `what`, if it does not."""
        try:
            async with asyncio.timeout(within):
                while (found := find()) is None:
                    await self._event.wait()
        except TimeoutError as error:
            raise TimeoutError(f"no {what} within {within} s") from error
        return found
