"""What every platform's messenger does with an alert, whatever the platform: add one to `PLATFORMS`."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.delivery.worker import Messenger
from bot.desk.commands import Commands
from bot.model.alert import Alert, AlertKind
from bot.model.dispute import DisputeStatus
from bot.model.outbox import Manner, OutboxItem, Thread
from bot.model.outcome import Done
from handlers.console.messenger import ConsoleMessenger
from handlers.console.screen import make_console
from handlers.discord.platform import DiscordPlatform
from handlers.pacing import Pacer
from handlers.slack.messenger import SlackMessenger
from handlers.slack.platform import make_client
from tests.builders import LONG, long_digest, make_alert, make_claim, make_statement
from tests.servers.discord import CHANNEL_ID, open_discord_server
from tests.servers.slack import open_slack_server


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where alerts arrive: the messenger that sends there, and what stands there, threads too."""

    messenger: Messenger
    destination: str
    read: Callable[[], Sequence[str]]


@asynccontextmanager
async def on_console(_commands: Commands) -> AsyncIterator[Place]:
    """Print into a text."""
    stream = io.StringIO()
    messenger = ConsoleMessenger(make_console(stream))
    yield Place(messenger=messenger, destination="console", read=lambda: [stream.getvalue()])


@asynccontextmanager
async def on_discord(commands: Commands) -> AsyncIterator[Place]:
    """Post into a channel of a Discord on 127.0.0.1."""
    async with open_discord_server() as server:
        platform = DiscordPlatform(server.token, server.api_base, commands)
        running = asyncio.create_task(platform.run())
        await asyncio.wait_for(platform.messenger._attached.wait(), 10)

        def read() -> list[str]:
            top = server.messages(CHANNEL_ID)
            threads = [server.thread_of(one.id) for one in top]
            below = [one for thread in threads if thread is not None for one in server.messages(thread.id)]
            return [one.text() for one in (*top, *below)]

        yield Place(messenger=platform.messenger, destination=f"discord:{CHANNEL_ID}", read=read)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        assert server.violations == []


@asynccontextmanager
async def on_slack(_commands: Commands) -> AsyncIterator[Place]:
    """Post into a channel of a workspace on 127.0.0.1."""
    async with open_slack_server() as server:
        client = make_client(server.bot_token, server.api_url)

        def read() -> list[str]:
            top = server.messages("alerts")
            below = [reply for one in top for reply in server.replies(one)]
            return [str(one.blocks) for one in {one.ts: one for one in (*top, *below)}.values()]

        messenger = SlackMessenger(client, each=Pacer(0), overall=Pacer(0))
        yield Place(messenger=messenger, destination="slack:C0ALERTS1", read=read)
        assert server.violations == []


PLATFORMS: dict[str, Callable[[Commands], AbstractAsyncContextManager[Place]]] = {
    "console": on_console,
    "discord": on_discord,
    "slack": on_slack,
}


@pytest.fixture(params=PLATFORMS)
async def place(request: pytest.FixtureRequest, commands: Commands) -> AsyncIterator[Place]:
    """Return a place on each platform."""
    async with PLATFORMS[request.param](commands) as opened:
        yield opened


def item(place: Place, alert: Alert, *, number: int = 1, **changes: object) -> OutboxItem:
    """Return an item of the outbox for the place."""
    return replace(OutboxItem(id=number, alert=alert, destination=place.destination, attempts=0), **changes)  # type: ignore[arg-type] # fields by name


def about(number: int, **changes: object) -> Alert:
    """Return an alert about the dispute on Ellbruck, made just now, that says one thing."""
    claim = make_claim(quote=f"Word {number}.")
    said = make_statement(claim, heading=f"Saying {number} of Ellbruck")
    given = {"dispute": "d" * 16, "statements": (said,), "created_at": datetime.now(UTC), **changes}
    return make_alert(claim.id, **given)


def count(place: Place, text: str) -> int:
    """Return in how many places of what was read a text stands."""
    return sum(one.count(text) for one in place.read())


async def test_an_alert_arrives(place: Place) -> None:
    """Once, when the messenger says so."""
    assert isinstance(await place.messenger.send(item(place, about(1))), Done)
    assert count(place, "Saying 1 of Ellbruck") == 1


async def test_a_long_alert_arrives_whole(place: Place) -> None:
    """In as many messages as it takes."""
    alert = long_digest(created_at=datetime.now(UTC))
    assert isinstance(await place.messenger.send(item(place, alert)), Done)
    shown = "".join(place.read())
    assert all(f"Village {number:03} on" in " ".join(shown.split()) for number in range(LONG))


async def test_what_has_arrived_of_an_alert_is_not_sent_again(place: Place) -> None:
    """The next attempt is told what did; a terminal, which cannot be asked, has one part only."""
    alert = long_digest(created_at=datetime.now(UTC))
    first = await place.messenger.send(item(place, alert))
    assert isinstance(first, Done)
    before = len(place.read())
    if first.reference is not None:
        again = await place.messenger.send(item(place, alert, attempts=1, reference=first.reference))
        assert again == first
        assert len(place.read()) == before


async def test_news_of_a_dispute_arrives_in_its_thread(place: Place) -> None:
    """And where it cannot be told in one, by itself."""
    opening = about(1)
    opened = await place.messenger.send(item(place, opening))
    assert isinstance(opened, Done)
    news = about(2, kind=AlertKind.UPDATE, status=DisputeStatus.OPEN)
    thread = Thread(reference=opened.thread, opening=opening, updates=(news,)) if opened.thread else None
    told = await place.messenger.send(item(place, news, number=2, thread=thread))
    assert isinstance(told, Done)
    assert told.thread == opened.thread
    assert count(place, "Saying 2 of Ellbruck") >= 1


async def test_a_silent_change_without_a_message_says_nothing(place: Place) -> None:
    """There is nothing to change."""
    news = about(2, kind=AlertKind.UPDATE, status=DisputeStatus.OPEN)
    assert await place.messenger.send(item(place, news, manner=Manner.EDIT)) == Done()
    assert count(place, "Saying 2 of Ellbruck") == 0
