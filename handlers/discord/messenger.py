"""Discord channels as destinations of alerts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import aiohttp
import discord

from bot.desk.alert_cards import alert_card
from bot.model.outbox import OutboxItem
from bot.model.outcome import Done, Outcome, Permanent, Temporary, Trouble
from handlers.discord.embeds import card_messages
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
PER_SECOND = 40
"""Messages in all: Discord takes 50 requests in a second, and answers to commands need some of them."""


class DiscordMessenger:
    """Posts alerts, each with its nonce: Discord answers a repetition within minutes with the message already there.

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
            for number, embeds in enumerate(card_messages(alert_card(item.alert))[len(arrived) :], len(arrived)):
                await self._pacer.turn()
                message = await client.get_partial_messageable(channel_id).send(
                    embeds=embeds,
                    nonce=f"{item.nonce}-{number}" if number else item.nonce,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
                arrived.append(str(message.id))
        except discord.RateLimited as error:
            return Temporary(delay=timedelta(seconds=error.retry_after), reason="Discord asks to wait")
        except discord.HTTPException as error:
            return _refused(error)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return Temporary(reason=f"Discord cannot be reached: {error or type(error).__name__}")
        except RuntimeError:
            if not client.is_closed():
                raise
            # The client was closed while this one waited for its turn.
            return Temporary(reason="the connection to Discord was closed")
        return Done(reference=",".join(arrived))


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
