"""Slack channels as destinations of alerts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.alert_cards import alert_card
from bot.model.outcome import Done, Outcome, Permanent, Temporary
from bot.model.ports import OutboxItem
from handlers.slack.blocks import card_message

EVENT = "claimwatch_alert"
"""The type of the metadata by which a message is known again."""

_SOON = timedelta(seconds=5)
_LATER = timedelta(minutes=1)
# A refused token is mended by a person.
_MUCH_LATER = timedelta(hours=1)
# So many of a channel's newest messages are looked through for one whose answer was lost.
_LOOKED_AT = 50
# Errors of `chat.postMessage` (Slack's reference) that pass by themselves, and those that a person has to mend in the
# app; every other one would come back each time.
_PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
_TOKENS = frozenset({"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"})
_ADVICE: Mapping[str, str] = {
    "not_in_channel": "the app is not in the channel: type /invite @claimwatch there",
    "channel_not_found": "the channel is gone, or the app is not in it: type /invite @claimwatch there",
    "is_archived": "the channel is archived: unarchive it, or subscribe elsewhere",
    "restricted_action": "the workspace lets the app post nothing there: ask an administrator",
    "no_permission": "the workspace lets the app post nothing there: ask an administrator",
    "missing_scope": "the app lacks a permission: install it again from the manifest",
}

_LOG = structlog.stdlib.get_logger(__name__)


class SlackMessenger:
    """Posts alerts; each message carries its item's nonce, so that one whose answer was lost is found again."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def send(self, item: OutboxItem) -> Outcome:
        """Post the alert into its channel, unless an attempt before this one did."""
        channel = item.destination.removeprefix("slack:")
        try:
            if item.attempts and (posted := await self._posted(channel, item.nonce)) is not None:
                return Done(reference=posted)
            message = card_message(alert_card(item.alert))
            answer = await self._client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks,
                metadata={"event_type": EVENT, "event_payload": {"nonce": item.nonce}},
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            return _refused(error)
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            return Temporary(delay=_SOON, reason=f"Slack cannot be reached: {error or type(error).__name__}")
        return Done(reference=str(answer["ts"]))

    async def _posted(self, channel: str, nonce: str) -> str | None:
        """Return the message that carries the nonce; `None` where there is none, or nobody may look.

        An alert that comes twice is better than one that never does.
        """
        try:
            history = await self._client.conversations_history(
                channel=channel, include_all_metadata=True, limit=_LOOKED_AT
            )
        except SlackApiError as error:
            if _is_slowed(error):
                raise
            _LOG.info("channel not looked through", channel=channel, error=_name(error))
            return None
        for message in history.get("messages") or ():
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT and (metadata.get("event_payload") or {}).get("nonce") == nonce:
                return str(message["ts"])
        return None


def _refused(error: SlackApiError) -> Outcome:
    """Return what an error answer means for the alert."""
    name = _name(error)
    if _is_slowed(error):
        return Temporary(delay=_retry_after(error), reason="Slack asks to wait")
    if _status(error) >= 500 or name in _PASSING:
        return Temporary(delay=_SOON, reason=f"Slack has a fault: {name or _status(error)}")
    if name in _TOKENS:
        return Temporary(delay=_MUCH_LATER, reason=f"Slack refuses the token ({name}): set a valid slack.bot_token")
    advice = _ADVICE.get(name)
    return Permanent(reason=f"{advice} ({name})" if advice else f"Slack does not take the message: {name}")


def _is_slowed(error: SlackApiError) -> bool:
    return _status(error) == 429 or _name(error) in {"ratelimited", "rate_limited", "message_limit_exceeded"}


def _retry_after(error: SlackApiError) -> timedelta:
    """Return the wait that the answer asks for, in seconds."""
    headers: Mapping[str, Any] = getattr(error.response, "headers", None) or {}
    asked = next((value for name, value in headers.items() if name.casefold() == "retry-after"), None)
    try:
        return max(timedelta(seconds=float(asked)), timedelta(seconds=1)) if asked is not None else _LATER
    except (TypeError, ValueError, OverflowError):
        return _LATER


def _name(error: SlackApiError) -> str:
    response: Any = error.response
    found = response.get("error") if hasattr(response, "get") else None
    return str(found or "")


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", 200) or 200)
