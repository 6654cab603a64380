"""Discord channels as destinations of alerts."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from datetime import timedelta

import aiohttp
import discord

from bot.desk.alert_cards import alert_card
from bot.model.outcome import Done, Outcome, Permanent, Temporary
from bot.model.ports import OutboxItem
from handlers.discord.embeds import card_embeds
from handlers.text import clean

READY_WITHIN = timedelta(seconds=30)
"""How long a send waits for the connection; the sender then does something else meanwhile."""

# A snowflake: 64 bits (developer documentation, "Snowflakes").
_CHANNEL = re.compile(r"[0-9]{1,20}")
_SOON = timedelta(seconds=5)
_LATER = timedelta(minutes=1)
# A refused token is mended by a person, and refused requests count towards a ban (10,000 in ten minutes).
_MUCH_LATER = timedelta(hours=1)
# What is no answer of Discord's own may be a whole page.
_LONGEST_REASON = 300
# Codes of Discord's developer documentation, "JSON Error Codes". Those that pass by themselves: bot rate limits of a
# channel, sending disabled for a while, a resource limited or overloaded.
_PASSING = frozenset({20016, 20028, 20029, 40004, 40062, 130000})
_MISSING_ACCESS = 50001
_MISSING_PERMISSIONS = 50013
_UNKNOWN_CHANNEL = 10003


class DiscordMessenger:
    """Posts alerts, each with its nonce: Discord answers a repetition within minutes with the message already there.

    What it sends goes through the client that is attached to it.
    """

    def __init__(self, *, ready_within: timedelta = READY_WITHIN) -> None:
        self._ready_within = ready_within
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
        client = self._client
        if client is None:
            return Temporary(delay=_SOON, reason="Discord is not connected yet")
        try:
            message = await client.get_partial_messageable(int(channel_id)).send(
                embeds=card_embeds(alert_card(item.alert)),
                nonce=item.nonce,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except discord.RateLimited as error:
            return Temporary(delay=timedelta(seconds=error.retry_after), reason="Discord asks to wait")
        except discord.HTTPException as error:
            return _refused(error)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return Temporary(delay=_SOON, reason=f"Discord cannot be reached: {error or type(error).__name__}")
        except RuntimeError:
            if not client.is_closed():
                raise
            # The client was closed while this one waited for its turn.
            return Temporary(delay=_SOON, reason="the connection to Discord was closed")
        return Done(reference=str(message.id))


def _refused(error: discord.HTTPException) -> Outcome:
    """Return what an error answer means for the alert."""
    said = clean(error.text)[:_LONGEST_REASON] or f"status {error.status}"
    if error.status == 429:
        return Temporary(delay=_retry_after(error), reason="Discord asks to wait")
    if error.status >= 500 or error.code in _PASSING:
        return Temporary(delay=_SOON, reason=f"Discord has a fault: {said} ({error.status})")
    if error.status == 401:
        return Temporary(delay=_MUCH_LATER, reason="Discord refuses the token: set a valid discord.token")
    if error.code in {_MISSING_ACCESS, _MISSING_PERMISSIONS}:
        reason = (
            "the bot may not write in this channel: give it View Channel, Send Messages (in threads: Send Messages in "
            f"Threads) and Embed Links there ({said})"
        )
        return Permanent(reason=reason)
    if error.code == _UNKNOWN_CHANNEL:
        return Permanent(reason="the channel was deleted, or the bot is no longer in its server: subscribe elsewhere")
    if not error.code and error.status == 403:
        # What stands before Discord refuses without a code, and not because of this message.
        return Temporary(delay=_MUCH_LATER, reason=f"Discord refuses this program's address ({error.status})")
    return Permanent(reason=f"Discord does not take the message: {said} ({error.code or error.status})")


def _retry_after(error: discord.HTTPException) -> timedelta:
    """Return the wait that the answer asks for, in seconds; a ban by the proxy before Discord may not say one."""
    try:
        asked = float(error.response.headers.get("Retry-After", ""))
        return max(timedelta(seconds=asked), timedelta(seconds=1))
    except (ValueError, OverflowError):
        return _LATER
