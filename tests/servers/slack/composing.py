"""From the parameters of a call (or the body of an answer) to a message, with every check Slack makes on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.servers.slack.blocks import MESSAGE_CHARACTERS, check_blocks, complete_blocks, count_characters
from tests.servers.slack.mrkdwn import Link, Ping, read_message
from tests.servers.slack.state import State
from tests.servers.slack.values import Json, SlackError, unfold

TEXT_CHARACTERS = 40_000
ATTACHMENTS = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Params:
    """The parameters of one call, from a form or from JSON, read by type."""

    values: Mapping[str, Any]

    def has(self, name: str) -> bool:
        """Tell whether it was given at all."""
        return self.values.get(name) is not None

    def text(self, name: str) -> str | None:
        """Return a string, or None where it was not given."""
        value = self.values.get(name)
        return None if value is None else str(value)

    def required(self, name: str) -> str:
        """Return a string, or refuse the call as Slack does."""
        value = self.text(name)
        if value is None or value == "":
            raise SlackError("invalid_arguments", messages=(f"missing required field: {name}",))
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a truth value: JSON's own, or a form's `true`, `1`, `false`, `0`."""
        value = self.values.get(name)
        return default if value is None else str(value).lower() in {"true", "1"}

    def number(self, name: str, default: int) -> int:
        """Return a whole number."""
        value = self.text(name)
        if value is None:
            return default
        try:
            return int(value)
        except ValueError:
            raise SlackError("invalid_arguments", messages=(f"must be an integer: {name}",)) from None

    def structure(self, name: str, error: str) -> Any:
        """Return a JSON value, decoded where it came as a string."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """The content of a message that passed every check."""

    text: str
    blocks: tuple[Json, ...]
    attachments: tuple[Json, ...]
    metadata: Json | None
    pings: tuple[Ping, ...]
    links: tuple[Link, ...]


def compose(state: State, params: Params, where: str) -> Draft:
    """Check content and return it as a draft; refusals are written down as violations too."""
    try:
        return _compose(state, params, where)
    except SlackError as refusal:
        state.violate(where, refusal.error, "; ".join(refusal.messages), dict(params.values))
        raise


def _compose(state: State, params: Params, where: str) -> Draft:
    text = params.text("text") or ""
    blocks = params.structure("blocks", "invalid_blocks_format") or []
    attachments = params.structure("attachments", "invalid_attachments") or []
    markdown = params.text("markdown_text")
    if markdown:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        blocks = [{"type": "markdown", "text": markdown}]
        text = markdown
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    if len(text) > TEXT_CHARACTERS:
        raise SlackError("msg_too_long")
    if len(attachments) > ATTACHMENTS:
        raise SlackError("too_many_attachments")
    problems = check_blocks(blocks)
    for index, attachment in enumerate(attachments):
        problems += check_blocks(attachment.get("blocks", []), f"/attachments/{index}/blocks")
    if problems:
        raise SlackError("invalid_blocks", messages=unfold(problems))
    if count_characters(blocks) > MESSAGE_CHARACTERS:
        raise SlackError("msg_blocks_too_long")
    if blocks and not text:
        state.violate(where, "no_fallback_text", "blocks without `text` leave notifications empty", dict(params.values))
    pings, links = read_message(
        text=text,
        blocks=blocks,
        attachments=attachments,
        parse=params.text("parse"),
        link_names=params.flag("link_names"),
        mrkdwn=params.flag("mrkdwn", default=True) and not markdown,
    )
    return Draft(
        text=text,
        blocks=tuple(complete_blocks(blocks, lambda: state.next_id("b"))),
        attachments=tuple(attachments),
        metadata=_read_metadata(params),
        pings=pings,
        links=links,
    )


def _read_metadata(params: Params) -> Json | None:
    metadata = params.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    typed = isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    if metadata and not typed and "entities" not in metadata:
        raise SlackError("invalid_metadata_schema")
    return metadata
