"""Discord channels as destinations of alerts."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

import aiohttp
import discord

from bot.desk.alert_cards import alert_card, dispute_card, thread_name
from bot.desk.card import Card
from bot.model.alert import Alert
from bot.model.outbox import Manner, OutboxItem, Thread
from bot.model.outcome import Done, Outcome, Permanent, Temporary, Trouble
from handlers.discord.components import card_view
from handlers.discord.embeds import card_embeds, card_parts
from handlers.pacing import Pacer
from handlers.text import clean

READY_WITHIN = timedelta(seconds=30)
"""How long a send waits for the connection; the sender then does something else meanwhile."""

# A snowflake: 64 bits (developer documentation, "Snowflakes").
_CHANNEL = re.compile(r"[0-9]{1,20}")
_LATER = timedelta(minutes=1)
# What is no answer of Discord's own may be a whole page.
_LONGEST_REASON = 300
# Codes of Discord's developer documentation, "JSON Error Codes". Those that pass by themselves: bot rate limits of a
# channel, sending disabled for a while, a resource limited or overloaded.
_PASSING = frozenset({20016, 20028, 20029, 40004, 40062, 130000})
# Those that are about the channel, not about what is sent there: access, permissions, direct messages, verification,
# a channel or a server that is gone.
_MAY_NOT_WRITE = (
    "the bot may not write in this channel: give it View Channel, Send Messages (in threads: Send Messages in Threads) "
    "and Embed Links there"
)
_CLOSED: Mapping[int, str] = MappingProxyType(
    {
        10003: "the channel was deleted, or the bot is no longer in its server: subscribe elsewhere",
        10004: "the server is gone, or the bot is no longer in it: invite it again",
        50001: _MAY_NOT_WRITE,
        50007: "this person takes no direct messages from the bot",
        50008: "no messages can be sent in a channel of this kind: subscribe elsewhere",
        50009: "the server's verification level keeps the bot out of this channel",
        50013: _MAY_NOT_WRITE,
        50083: "the thread is archived and the bot may not open it: open it, or subscribe elsewhere",
    }
)
_UNKNOWN_MESSAGE = 10008
_HAS_THREAD = 160004
# Why a message may have no thread: no permission, the channel is a thread itself or a conversation, it was closed.
_NO_THREAD = frozenset({50001, 50013, 50024, 50083, 160005, 160006, 10003})
_LONGEST_NAME = 100
# In minutes: for how long a thread stays in the list without news.
_A_WEEK: Final = 10080
PER_SECOND = 40
"""Messages in all: Discord takes 50 requests in a second, and answers to commands need some of them."""


class DiscordMessenger:
    """Posts alerts, each with its nonce: Discord answers a repetition within minutes with the message already there.

    A dispute is one message, brought up to date as claims join, with the new claim in its thread.
    An alert that is too long for one message is several, each with a nonce of its own.
    What it sends goes through the client that is attached to it.
    """

    def __init__(self, *, ready_within: timedelta = READY_WITHIN, pacer: Pacer | None = None) -> None:
        self._ready_within = ready_within
        # The library keeps to the limits of each channel, which it reads from the answers; that over all it only learns
        # of by breaking it.
        self._pacer = pacer or Pacer(1 / PER_SECOND)
        self._client: discord.Client | None = None
        self._attached = asyncio.Event()

    def attach(self, client: discord.Client) -> None:
        """Send through this client, which is connected, from now on."""
        self._client = client
        self._attached.set()

    def detach(self) -> None:
        """Send nothing until a client is attached again."""
        self._client = None
        self._attached.clear()

    async def send(self, item: OutboxItem) -> Outcome:
        """Post the alert into its channel; it may wait inside while Discord slows the client down."""
        channel_id = item.destination.removeprefix("discord:")
        if _CHANNEL.fullmatch(channel_id) is None:
            return Permanent(reason=f"{item.destination!r} is no Discord channel: discord:<channel id> is one")
        with suppress(TimeoutError):
            async with asyncio.timeout(self._ready_within.total_seconds()):
                await self._attached.wait()
        arrived = [one for one in (item.reference or "").split(",") if one]
        outcome = await self._post(int(channel_id), item, arrived)
        return outcome if isinstance(outcome, Done) else replace(outcome, reference=",".join(arrived) or None)

    async def _post(self, channel_id: int, item: OutboxItem, arrived: list[str]) -> Outcome:
        """Post the alert's messages, but for those that have `arrived`, and add to these."""
        client = self._client
        if client is None:
            return Temporary(reason="Discord is not connected yet")
        try:
            return await self._told(client, client.get_partial_messageable(channel_id), item, arrived)
        except discord.RateLimited as error:
            return Temporary(delay=timedelta(seconds=error.retry_after), reason="Discord asks to wait")
        except discord.HTTPException as error:
            return _refused(error)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return Temporary(reason=f"Discord cannot be reached: {error or type(error).__name__}")
        except json.JSONDecodeError:
            return Temporary(reason="Discord's answer cannot be read")
        except RuntimeError:
            if not client.is_closed():
                raise
            # The client was closed while this one waited for its turn.
            return Temporary(reason="the connection to Discord was closed")

    async def _told(
        self, client: discord.Client, channel: discord.PartialMessageable, item: OutboxItem, arrived: list[str]
    ) -> Done:
        """Tell the alert: by itself, or under the message on its dispute, which is brought up to date first."""
        if item.thread is None or not await self._edit(channel, item.thread):
            if item.manner is Manner.EDIT:
                return Done()
            await self._send(channel, item, arrived)
            return Done(reference=",".join(arrived), thread=arrived[0])
        if item.manner is not Manner.EDIT:
            root = channel.get_partial_message(int(item.thread.reference))
            below = await self._thread_on(client, root, item.thread.opening)
            await self._reply(channel, root, below, item, arrived)
        return Done(reference=",".join(arrived) or None, thread=item.thread.reference)

    async def _edit(self, channel: discord.PartialMessageable, thread: Thread) -> bool:
        """Bring the message on a dispute up to date; return whether it is still there."""
        card = dispute_card(thread.opening, thread.updates)
        await self._pacer.turn()
        try:
            message = channel.get_partial_message(int(thread.reference))
            nobody = discord.AllowedMentions.none()
            await message.edit(embeds=card_embeds(card), view=card_view(card), allowed_mentions=nobody)
        except discord.NotFound as error:
            if error.code != _UNKNOWN_MESSAGE:
                raise
            return False
        return True

    async def _reply(
        self,
        channel: discord.PartialMessageable,
        root: discord.PartialMessage,
        below: discord.PartialMessageable | None,
        item: OutboxItem,
        arrived: list[str],
    ) -> None:
        """Say what is new in the thread below the message; where there can be none, as a reply to it."""
        try:
            if below is not None:
                await self._send(below, item, arrived)
        except discord.HTTPException as error:
            if arrived or error.code not in _NO_THREAD:
                raise
            below = None
        if below is None:
            await self._send(channel, item, arrived, root)
        elif item.manner is Manner.CHANNEL:
            await self._post_one(channel, alert_card(item.alert), f"{item.nonce}-c", root)

    async def _thread_on(
        self, client: discord.Client, root: discord.PartialMessage, opening: Alert
    ) -> discord.PartialMessageable | None:
        """Return the thread of a message, opened where there was none; `None` where none can be had."""
        name = clean(thread_name(opening))[:_LONGEST_NAME] or "News"
        await self._pacer.turn()
        try:
            # The message's own method wants to know its server, which takes another request.
            await client.http.start_thread_with_message(
                root.channel.id, root.id, name=name, auto_archive_duration=_A_WEEK
            )
        except discord.HTTPException as error:
            if error.code in _NO_THREAD:
                return None
            if error.code != _HAS_THREAD:
                raise
        # A thread bears the id of the message that it hangs on.
        return client.get_partial_messageable(root.id)

    async def _send(
        self,
        channel: discord.PartialMessageable,
        item: OutboxItem,
        arrived: list[str],
        reply_to: discord.PartialMessage | None = None,
    ) -> None:
        """Post the alert's messages, but for those that have `arrived`, and add to these."""
        messages = card_parts(alert_card(item.alert))
        for number in range(len(arrived), len(messages)):
            nonce = f"{item.nonce}-{number}" if number else item.nonce
            arrived.append(await self._post_one(channel, messages[number], nonce, reply_to))

    async def _post_one(
        self,
        channel: discord.PartialMessageable,
        card: Card,
        nonce: str,
        reply_to: discord.PartialMessage | None = None,
    ) -> str:
        await self._pacer.turn()
        # Should the message that is answered go meanwhile, its news is told all the same.
        more: dict[str, Any] = (
            {} if reply_to is None else {"reference": reply_to.to_reference(fail_if_not_exists=False)}
        )
        if (view := card_view(card)) is not None:
            more["view"] = view
        nobody = discord.AllowedMentions.none()
        message = await channel.send(embeds=card_embeds(card), nonce=nonce, allowed_mentions=nobody, **more)
        return str(message.id)


def _refused(error: discord.HTTPException) -> Temporary | Permanent:
    """Return what an error answer means for the alert."""
    said = clean(error.text)[:_LONGEST_REASON] or f"status {error.status}"
    if error.status == 429:
        return Temporary(delay=_retry_after(error), reason="Discord asks to wait")
    if error.status >= 500 or error.code in _PASSING:
        return Temporary(reason=f"Discord has a fault: {said} ({error.status})")
    if error.status == 401:
        return Permanent(trouble=Trouble.ACCESS, reason="Discord refuses the token: set a valid discord.token")
    if error.code in _CLOSED:
        return Permanent(trouble=Trouble.DESTINATION, reason=f"{_CLOSED[error.code]} ({said})")
    if not error.code and error.status == 403:
        # What stands before Discord refuses without a code, and not because of this message.
        reason = f"Discord refuses this program's address ({error.status})"
        return Permanent(trouble=Trouble.ACCESS, reason=reason)
    return Permanent(reason=f"Discord does not take the message: {said} ({error.code or error.status})")


def _retry_after(error: discord.HTTPException) -> timedelta:
    """Return the wait that the answer asks for, in seconds; a ban by the proxy before Discord may not say one."""
    try:
        asked = float(error.response.headers.get("Retry-After", ""))
        return max(timedelta(seconds=asked), timedelta(seconds=1))
    except (ValueError, OverflowError):
        return _LATER
