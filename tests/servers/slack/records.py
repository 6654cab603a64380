"""What the server remembers of messages and views, as a test reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.servers.slack.blocks import interactive
from tests.servers.slack.mrkdwn import Link, Ping
from tests.servers.slack.values import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A message as it stands now; `revisions` has how it stood before each edit."""

    channel: str
    ts: str
    text: str
    user: str
    bot_id: str | None = None
    app_id: str | None = None
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    metadata: Json | None = None
    thread_ts: str | None = None
    reply_broadcast: bool = False
    username: str | None = None
    ephemeral_to: str | None = None
    """The only user who sees it, or None where everybody does."""
    edited_ts: str | None = None
    deleted: bool = False
    via: str = "chat.postMessage"
    """The method, `acknowledgement`, `response_url`, or `user` for what a person wrote."""
    pings: tuple[Ping, ...] = ()
    links: tuple[Link, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    """The parameters as they were sent."""
    revisions: tuple[Message, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Tell whether it stands in a thread without being its parent."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def shown_text(self) -> str:
        """Return every text in it, top-level text first, one a line: what a test looks for words in."""
        return "\n".join([self.text, *_texts(list(self.blocks)), *_texts(list(self.attachments))])

    def element(self, action_id: str) -> Json:
        """Return the interactive element with this action id and its block's id, as `block_id`."""
        return find_element(list(self.blocks), action_id)

    def to_json(self, *, metadata: bool = True) -> Json:
        """Return it as the Web API shows it."""
        body: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        if self.bot_id is not None:
            body |= {"bot_id": self.bot_id, "app_id": self.app_id}
        for name in ("thread_ts", "username"):
            if getattr(self, name) is not None:
                body[name] = getattr(self, name)
        if self.blocks:
            body["blocks"] = list(self.blocks)
        if self.attachments:
            body["attachments"] = list(self.attachments)
        if self.metadata is not None and metadata:
            body["metadata"] = self.metadata
        if self.edited_ts is not None:
            body["edited"] = {"user": self.user, "ts": self.edited_ts}
        if self.reply_broadcast:
            body["subtype"] = "thread_broadcast"
        return body


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A modal or home tab that a user has open."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    trigger_id: str | None = None
    open: bool = True
    errors: Mapping[str, str] = field(default_factory=dict)
    """What the last submission was refused for, by block id."""

    @property
    def kind(self) -> str:
        """Return `modal` or `home`."""
        return str(self.body["type"])

    @property
    def title(self) -> str:
        """Return the words over a modal."""
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        """Return the app's name for it."""
        return str(self.body.get("callback_id", ""))

    @property
    def blocks(self) -> list[Json]:
        """Return its blocks."""
        return list(self.body["blocks"])

    @property
    def shown_text(self) -> str:
        """Return every text in it, one a line."""
        return "\n".join([self.title, *_texts(self.blocks)])

    def element(self, action_id: str) -> Json:
        """Return the interactive element with this action id and its block's id, as `block_id`."""
        return find_element(self.blocks, action_id)


def find_element(blocks: list[Json], action_id: str) -> Json:
    """Return the element with this action id; raises LookupError, with the ids that are there."""
    seen: list[str] = []
    for block in blocks:
        for element in interactive(block):
            if element.get("action_id") == action_id:
                return {**element, "block_id": block.get("block_id", "")}
            seen.append(str(element.get("action_id")))
    raise LookupError(f"no element {action_id!r} here; there are {seen}")


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for each in node for text in _texts(each)]
    if not isinstance(node, dict):
        return []
    found: list[str] = []
    for name, each in node.items():
        if isinstance(each, str):
            if name in {"text", "alt_text", "pretext", "fallback", "title"}:
                found.append(each)
        else:
            found += _texts(each)
    return found
