"""Whom something in a thread is for: the thread where that follows something itself, and else its channel."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.asker import Asker
from bot.model.storage import Subscriptions
from handlers.slack.origins import Origin


async def placed(origin: Origin, subscriptions: Subscriptions) -> Origin:
    """Return the origin of a click for the thread that it stands in, where that has its own subscriptions.

    The message that a thread is under stands in the channel, and is the channel's.
    """
    if origin.channel is None or origin.thread is None or origin.message == origin.thread or origin.asker.direct:
        return origin
    there = f"slack:{origin.channel}/{origin.thread}"
    if not await subscriptions.of(there):
        return origin
    return replace(origin, asker=replace(origin.asker, destination=there))


async def meant(asker: Asker, subscriptions: Subscriptions) -> Asker:
    """Return who asks in a thread, for its channel where the thread follows nothing."""
    channel, slash, _ = asker.destination.partition("/")
    if not slash or await subscriptions.of(asker.destination):
        return asker
    return replace(asker, destination=channel)
