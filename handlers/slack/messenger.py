"""Slack channels as destinations of alerts.

Slack knows no repetitions by itself. So each message carries its item's nonce as metadata, and before an attempt that
is not the first the channel is looked through for it: the answer to the one before may have been lost. Where nobody may
look, it is posted again, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.desk.alert_cards import alert_card, dispute_card
from bot.model.outbox import Manner, OutboxItem, Thread
from bot.model.outcome import Done, Outcome, Permanent, Temporary, Trouble
from handlers.pacing import Pacer
from handlers.slack.blocks import BLOCKS, Message, card_message, card_messages

EVENT = "claimwatch_alert"
"""The type of the metadata by which a message is known again."""

UNREACHABLE = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)
"""What a call raises that got no answer, or one that is not Slack's; SlackApiError is one of them."""

INVITE = "invite me: /invite @claimwatch"

EACH_SECONDS = 1.05
"""Between two messages in one channel: Slack takes about one a second there (docs.slack.dev, "Rate limits")."""

OVERALL_SECONDS = 0.2
"""Between any two messages: Slack takes several hundred a minute in a workspace (the same page)."""

SENT_AGAIN = "Sent again: it may stand here already, Slack did not say whether it took it."
"""Stands under a message that may be a repetition."""

_CHANNEL = re.compile(r"[A-Z0-9]{3,40}(?:/\d+\.\d+)?")
_PEOPLE = ("U", "W")
_ASKED_TO_WAIT = timedelta(seconds=30)
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
# The message that it was to stand under has gone between two calls; the next attempt finds that out.
_GONE = "thread_not_found"
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

# Errors of `chat.update`: the message is there and stays as it is, or it is gone.
_NOT_EDITED = frozenset({"cant_update_message", "edit_window_closed", "msg_too_long", "msg_blocks_too_long"})
_NO_MESSAGE = frozenset({"message_not_found"})

# What of these is about the channel, and what about the app as a whole; the others are about the message.
_TROUBLES: Mapping[str, Trouble] = {
    "not_in_channel": Trouble.DESTINATION,
    "channel_not_found": Trouble.DESTINATION,
    "is_archived": Trouble.DESTINATION,
    "restricted_action": Trouble.DESTINATION,
    "no_permission": Trouble.DESTINATION,
    "missing_scope": Trouble.ACCESS,
}

_LOG = structlog.stdlib.get_logger(__name__)


class SlackMessenger:
    """Posts alerts, each once as far as that can be known."""

    def __init__(self, client: AsyncWebClient, *, each: Pacer | None = None, overall: Pacer | None = None) -> None:
        self._client = client
        self._each = each or Pacer(EACH_SECONDS)
        self._overall = overall or Pacer(OVERALL_SECONDS)
        self._refused: set[str] = set()
        """Nonces whose last attempt was certainly not posted, so that nobody has to look."""

    async def send(self, item: OutboxItem) -> Outcome:
        """Post the alert into its channel, unless an attempt before this one did."""
        channel = item.destination.removeprefix("slack:")
        # A thread of a channel is named by the time of the message that it stands under.
        if _CHANNEL.fullmatch(channel) is None:
            return Permanent(
                reason=f"{item.destination!r} is no Slack channel: slack:<channel id> is one, /<time> its thread"
            )
        known = not item.attempts or item.nonce in self._refused
        self._refused.discard(item.nonce)
        arrived = [one for one in (item.reference or "").split(",") if one]
        outcome = await self._deliver(channel, item, arrived, known=known)
        return outcome if isinstance(outcome, Done) else replace(outcome, reference=",".join(arrived) or None)

    async def _deliver(self, channel: str, item: OutboxItem, arrived: list[str], *, known: bool) -> Outcome:
        """Post the alert's messages, but for those that have `arrived`, and add to these.

        Where it is not `known` what attempts before have posted, that is looked for.
        """
        if channel.startswith(_PEOPLE):
            # Messages to a person are posted by that person's id, and found or changed by another that is not known.
            item = replace(item, thread=None)
        channel, _, root = channel.partition("/")
        try:
            if item.thread is not None and not await self._edit(channel, item.thread):
                item = replace(item, thread=None)
            if item.manner is Manner.EDIT:
                return Done(thread=item.thread.reference if item.thread is not None else None)
            under = item.thread.reference if item.thread is not None else None
            # What is told of a dispute is one message in the channel, which is kept up to date: what there is no room
            # for stands in its thread. To a person nothing is changed, and all stands in a row.
            nested = item.alert.dispute is not None and not channel.startswith(_PEOPLE)
            messages = card_messages(alert_card(item.alert), buttons_first=nested)
            for number in range(len(arrived), len(messages)):
                # In a thread all stands in that thread, which has none inside.
                place = root or under or (arrived[0] if nested and arrived else None)
                nonce = f"{item.nonce}-{number}" if number else item.nonce
                message, posted = messages[number], None
                if not known:
                    posted, seen = await self._posted(channel, nonce, since=item.alert.created_at, under=place)
                    message = message if seen else _sent_again(message)
                if posted is None:
                    known = True
                    repeated = item.manner is Manner.CHANNEL and not (root or number)
                    posted = await self._post(channel, message, nonce, under=place, repeated=repeated)
                arrived.append(posted)
        except SlackApiError as error:
            outcome = _outcome(error)
            if known and (_is_slowed(error) or isinstance(outcome, Permanent)):
                self._refused.add(item.nonce)
            return outcome
        except UNREACHABLE as error:
            if known and isinstance(error, aiohttp.ClientConnectorError):
                self._refused.add(item.nonce)
            return Temporary(reason=f"Slack cannot be reached: {error or type(error).__name__}")
        return Done(reference=",".join(arrived), thread=under or arrived[0])

    async def _edit(self, channel: str, thread: Thread) -> bool:
        """Bring the message on a dispute up to date; return whether it is still there."""
        message = card_message(dispute_card(thread.opening, thread.updates))
        await self._overall.turn()
        try:
            await self._client.chat_update(
                channel=channel, ts=thread.reference, text=message.text, blocks=message.blocks, parse="none"
            )
        except SlackApiError as error:
            if error_name(error) not in _NOT_EDITED | _NO_MESSAGE:
                raise
            return error_name(error) in _NOT_EDITED
        return True

    async def _post(self, channel: str, message: Message, nonce: str, *, under: str | None, repeated: bool) -> str:
        await self._overall.turn()
        await self._each.turn(channel)
        answer = await self._client.chat_postMessage(
            channel=channel,
            text=message.text,
            blocks=message.blocks,
            metadata={"event_type": EVENT, "event_payload": {"nonce": nonce}},
            thread_ts=under,
            reply_broadcast=repeated and under is not None,
            parse="none",
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["ts"])

    async def _posted(self, channel: str, nonce: str, *, since: datetime, under: str | None) -> tuple[str | None, bool]:
        """Return the message that carries the nonce, where one is found, and whether all could be looked through.

        An alert that comes twice is better than one that never does.
        """
        cursor: str | None = None
        for _ in range(_PAGES):
            try:
                answer = await self._page(channel, since - _CLOCKS_DIFFER, under=under, cursor=cursor)
            except SlackApiError as error:
                if _is_passing(error):
                    raise
                _LOG.info("channel not looked through", channel=channel, error=error_name(error))
                return None, False
            for message in answer.get("messages") or ():
                if _nonce_of(message) == nonce:
                    return str(message["ts"]), True
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None, True
        return None, False

    async def _page(
        self, channel: str, since: datetime, *, under: str | None, cursor: str | None
    ) -> AsyncSlackResponse:
        """Return a page of a channel's messages, or of those in the thread under one."""
        oldest = f"{since.timestamp():.6f}"
        if under is None:
            return await self._client.conversations_history(
                channel=channel, oldest=oldest, include_all_metadata=True, limit=_PER_PAGE, cursor=cursor
            )
        return await self._client.conversations_replies(
            channel=channel, ts=under, oldest=oldest, include_all_metadata=True, limit=_PER_PAGE, cursor=cursor
        )


def _sent_again(message: Message) -> Message:
    """Return the message with the words that it may be a repetition, where there is room for them."""
    mark = {"type": "context", "elements": [{"type": "plain_text", "text": SENT_AGAIN, "emoji": False}]}
    return message._replace(blocks=[*message.blocks, mark][:BLOCKS])


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


def _outcome(error: SlackApiError) -> Temporary | Permanent:
    """Return what an error answer means for the alert."""
    name = error_name(error)
    said = name or f"status {_status(error)}"
    if (wait := retry_after(error)) is not None:
        return Temporary(delay=wait, reason="Slack asks to wait")
    if _is_passing(error):
        return Temporary(reason=f"Slack has a fault: {said}")
    if name in _OPERATORS:
        reason = f"Slack refuses the token ({name}): set a valid slack.bot_token"
        return Permanent(trouble=Trouble.ACCESS, reason=reason)
    # "restricted_action_read_only_channel" and the like are cases of it.
    case = next((code for code in _ADVICE if name == code or name.startswith(f"{code}_")), None)
    reason = f"{_ADVICE[case]} ({name})" if case else f"Slack does not take the message: {said}"
    trouble = _TROUBLES.get(case or "", Trouble.MESSAGE)
    return Permanent(trouble=trouble, reason=reason[:_LONGEST_REASON])


def _is_slowed(error: SlackApiError) -> bool:
    return _status(error) == 429 or error_name(error) in _WAITING


def _is_passing(error: SlackApiError) -> bool:
    """Whether it may go by itself; an answer without a name is none of Slack's own, but of what stands before it."""
    name = error_name(error)
    return _is_slowed(error) or _status(error) >= 500 or name in {*_PASSING, _GONE} or not name


def _nonce_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    found = (metadata.get("event_payload") or {}).get("nonce") if metadata.get("event_type") == EVENT else None
    return str(found) if found is not None else None


def _status(error: SlackApiError) -> int:
    response: Any = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 200)
