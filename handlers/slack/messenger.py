"""Slack channels as destinations of alerts.

Slack knows no repetitions by itself. So each message carries its item's nonce as metadata, and before an attempt that
is not the first the channel is looked through for it: the answer to the one before may have been lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
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

UNREACHABLE = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)
"""What a call raises that got no answer, or one that is not Slack's; SlackApiError is one of them."""

INVITE = "invite me: /invite @claimwatch"

_CHANNEL = re.compile(r"[A-Z0-9]{3,40}")
_SOON = timedelta(seconds=5)
_LONGEST = timedelta(seconds=30)
_ASKED_TO_WAIT = timedelta(seconds=30)
# A refused token is mended by a person.
_MUCH_LATER = timedelta(hours=1)
# Of a channel's messages since the alert was made, so many pages are looked through, each of so many.
_PAGES = 4
_PER_PAGE = 50
# Slack's clock may be behind ours.
_CLOCKS_DIFFER = timedelta(minutes=5)
# What is no answer of Slack's own may be a whole page.
_LONGEST_REASON = 300

# Errors of `chat.postMessage` (docs.slack.dev/reference/methods). Those that pass by themselves, and may come although
# something was done; those that say to wait; those that the operator has to mend for all channels at once.
_PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
_WAITING = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_OPERATORS = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "not_allowed_token_type"}
)
_ADVICE: Mapping[str, str] = {
    "not_in_channel": f"the app is not in the channel; {INVITE}",
    "channel_not_found": f"the channel is gone, or it is private and the app is not in it; {INVITE}",
    "is_archived": "the channel is archived: unarchive it, or subscribe elsewhere",
    "restricted_action": "the workspace or the channel lets the app post nothing there: ask an administrator",
    "no_permission": "the workspace lets the app post nothing there: ask an administrator",
    "missing_scope": "the app lacks a permission: paste slack-manifest.yaml anew, and install the app again",
    "msg_too_long": "the message is too long for Slack: please report it",
    "msg_blocks_too_long": "the message is too long for Slack: please report it",
    "invalid_blocks": "Slack does not take the form of the message: please report it",
}

_LOG = structlog.stdlib.get_logger(__name__)


class SlackMessenger:
    """Posts alerts, each once as far as that can be known."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._refused: set[str] = set()
        """Nonces whose last attempt was certainly not posted, so that nobody has to look."""

    async def send(self, item: OutboxItem) -> Outcome:
        """Post the alert into its channel, unless an attempt before this one did."""
        channel = item.destination.removeprefix("slack:")
        if _CHANNEL.fullmatch(channel) is None:
            return Permanent(reason=f"{item.destination!r} is no Slack channel: slack:<channel id> is one")
        known = not item.attempts or item.nonce in self._refused
        self._refused.discard(item.nonce)
        try:
            posted = None if known else await self._posted(channel, item.nonce, since=item.alert.created_at)
            if posted is None:
                posted = await self._post(channel, item)
        except SlackApiError as error:
            if _is_slowed(error):
                self._refused.add(item.nonce)
            return _outcome(error, attempts=item.attempts)
        except UNREACHABLE as error:
            return Temporary(
                delay=_grown(item.attempts), reason=f"Slack cannot be reached: {error or type(error).__name__}"
            )
        return Done(reference=posted)

    async def _post(self, channel: str, item: OutboxItem) -> str:
        message = card_message(alert_card(item.alert))
        answer = await self._client.chat_postMessage(
            channel=channel,
            text=message.text,
            blocks=message.blocks,
            metadata={"event_type": EVENT, "event_payload": {"nonce": item.nonce}},
            parse="none",
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["ts"])

    async def _posted(self, channel: str, nonce: str, *, since: datetime) -> str | None:
        """Return the message that carries the nonce; `None` where there is none, or where nobody may look.

        An alert that comes twice is better than one that never does.
        """
        cursor: str | None = None
        for _ in range(_PAGES):
            try:
                answer = await self._client.conversations_history(
                    channel=channel,
                    oldest=f"{(since - _CLOCKS_DIFFER).timestamp():.6f}",
                    include_all_metadata=True,
                    limit=_PER_PAGE,
                    cursor=cursor,
                )
            except SlackApiError as error:
                if _is_passing(error):
                    raise
                _LOG.info("channel not looked through", channel=channel, error=error_name(error))
                return None
            for message in answer.get("messages") or ():
                if _nonce_of(message) == nonce:
                    return str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return None


def error_name(error: SlackApiError) -> str:
    """Return Slack's name of an error; empty where the answer was not Slack's own."""
    response: Any = error.response
    body = getattr(response, "data", None)
    return str(body.get("error") or "") if isinstance(body, Mapping) else ""


def retry_after(error: SlackApiError) -> timedelta | None:
    """Return the wait that the answer asks for; `None` where it asks for none."""
    if not _is_slowed(error):
        return None
    headers: Mapping[str, Any] = getattr(error.response, "headers", None) or {}
    asked = next((value for name, value in headers.items() if name.casefold() == "retry-after"), None)
    try:
        return max(timedelta(seconds=float(str(asked))), timedelta(seconds=1))
    except (ValueError, OverflowError):
        return _ASKED_TO_WAIT


def _outcome(error: SlackApiError, *, attempts: int) -> Outcome:
    """Return what an error answer means for the alert."""
    name = error_name(error)
    said = name or f"status {_status(error)}"
    if (wait := retry_after(error)) is not None:
        return Temporary(delay=wait, reason="Slack asks to wait")
    if _is_passing(error):
        return Temporary(delay=_grown(attempts), reason=f"Slack has a fault: {said}")
    if name in _OPERATORS:
        return Temporary(delay=_MUCH_LATER, reason=f"Slack refuses the token ({name}): set a valid slack.bot_token")
    # "restricted_action_read_only_channel" and the like are cases of it.
    advice = next((told for code, told in _ADVICE.items() if name == code or name.startswith(f"{code}_")), None)
    reason = f"{advice} ({name})" if advice else f"Slack does not take the message: {said}"
    return Permanent(reason=reason[:_LONGEST_REASON])


def _is_slowed(error: SlackApiError) -> bool:
    return _status(error) == 429 or error_name(error) in _WAITING


def _is_passing(error: SlackApiError) -> bool:
    """Whether it may go by itself; an answer without a name is none of Slack's own, but of what stands before it."""
    name = error_name(error)
    return _is_slowed(error) or _status(error) >= 500 or name in _PASSING or not name


def _grown(attempts: int) -> timedelta:
    """Return the wait after so many failures: doubled each time, up to the longest."""
    return min(_SOON * (1 << min(max(attempts, 0), 10)), _LONGEST)


def _nonce_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    found = (metadata.get("event_payload") or {}).get("nonce") if metadata.get("event_type") == EVENT else None
    return str(found) if found is not None else None


def _status(error: SlackApiError) -> int:
    response: Any = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 200)
