"""`claimwatch sources …`: which feeds are read, and how they stand."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bot.app import Ground, open_ground
from bot.commands.session import Session, now, open_session, run_in_loop
from bot.desk.sourcing import feed_address, unknown_feed
from bot.model.errors import NotFoundError, RequestError, SourceError
from bot.model.wire import dumps
from bot.sources.feeds import FeedAnswer, FeedState, poll
from bot.sources.opml import feeds_file, read_opml
from handlers.console.intake import queue_line
from handlers.console.sources import source_object, sources_table
from handlers.text import clean

_SHOWN = 5


def list_sources(config: Path | None, *, as_json: bool, database: str | None) -> int:
    """Print how each feed stands."""
    session = open_session(config, database=database)

    async def work(ground: Ground) -> int:
        feeds = await ground.store.feeds.all()
        newest = await ground.store.arrivals.newest()
        if as_json:
            for feed in feeds:
                session.print_line(dumps(source_object(feed, newest.get(feed.url))))
        elif feeds:
            session.out.print(sources_table(feeds, newest))
            session.say(queue_line(await ground.store.arrivals.state(), now=now()))
        else:
            session.say("No feeds yet: `claimwatch sources add URL` follows one.")
        return 0

    return _with_ground(session, work)


def add(config: Path | None, urls: Sequence[str], *, untested: bool, database: str | None) -> int:
    """Follow feeds; 1 where one could not be, as it does not answer or is none."""
    session = open_session(config, database=database)
    given = [feed_address(url) for url in urls]

    async def work(ground: Ground) -> int:
        failed = 0
        for url in given:
            answer = None
            if not untested:
                try:
                    answer = await _ask(session, url)
                except SourceError as error:
                    session.complain(error)
                    failed += 1
                    continue
            new = await ground.store.feeds.add(url, now=now(), title=answer.title if answer is not None else None)
            what = f"{answer.title or url} ({_items(len(answer.items))})" if answer is not None else url
            session.say(f"{what}: followed from now on." if new else f"{url} is followed already.")
        if failed:
            session.say("`claimwatch sources add --untested` follows a feed that does not answer now.")
        return 1 if failed else 0

    return _with_ground(session, work)


def remove(config: Path | None, url: str, *, database: str | None) -> int:
    """Follow a feed no longer."""
    session = open_session(config, database=database)

    async def work(ground: Ground) -> int:
        if url in session.settings.feeds.urls:
            raise RequestError(
                f"{url} stands in the settings: take it out of feeds.urls or {session.settings.feeds.file}, "
                "or pause it."
            )
        if not await ground.store.feeds.remove(url):
            raise await _unknown(ground, url)
        session.say(f"{url} is no longer followed.")
        return 0

    return _with_ground(session, work)


def pause(config: Path | None, url: str, *, paused: bool, database: str | None) -> int:
    """Leave a feed alone, or ask it again."""
    session = open_session(config, database=database)

    async def work(ground: Ground) -> int:
        if not await ground.store.feeds.pause(url, now=now(), paused=paused):
            raise await _unknown(ground, url)
        session.say(f"{url} is paused." if paused else f"{url} is asked again, now where `claimwatch run` runs.")
        return 0

    return _with_ground(session, work)


def test(config: Path | None, url: str) -> int:
    """Ask a feed what it has; 1 where it does not say."""
    session = open_session(config)
    checked = feed_address(url)

    async def work() -> int:
        try:
            answer = await _ask(session, checked)
        except SourceError as error:
            session.complain(error)
            return 1
        session.print_line(f"{_clean(answer.title) or 'no title'}: {_items(len(answer.items))}")
        if answer.moved_to is not None:
            session.print_line(f"has moved to {_clean(answer.moved_to)}")
        for item in reversed(answer.items[-_SHOWN:]):
            session.print_line(
                f"  {item.published or 'no date':25}  {_clean(item.title) or _clean(item.url) or item.id}"
            )
        return 0

    return run_in_loop(work())


def import_list(config: Path | None, path: str, *, database: str | None) -> int:
    """Follow the feeds of an OPML file; 1 where an address in it is none."""
    session = open_session(config, database=database)
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        outlines = read_opml(data)
    except OSError as error:
        raise SourceError(origin=path, reason=f"cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise SourceError(origin=path, reason=str(error)) from error

    async def work(ground: Ground) -> int:
        new = refused = 0
        for outline in outlines:
            try:
                url = feed_address(outline.url)
            except RequestError as error:
                session.say(str(error))
                refused += 1
                continue
            new += await ground.store.feeds.add(url, now=now(), title=outline.title)
        known = len(outlines) - new - refused
        session.say(f"{new} new feeds are followed, {known} were already, {refused} are none.")
        return 1 if refused else 0

    return _with_ground(session, work)


def export_list(config: Path | None, *, database: str | None) -> int:
    """Print the feeds as OPML."""
    session = open_session(config, database=database)

    async def work(ground: Ground) -> int:
        session.print_line(feeds_file(await ground.store.feeds.all()).decode().rstrip("\n"))
        return 0

    return _with_ground(session, work)


def _with_ground(session: Session, work: Callable[[Ground], Awaitable[int]]) -> int:
    async def run() -> int:
        async with open_ground(session.settings, clock=now) as ground:
            # The settings' feeds are in the list before the program has first run.
            await ground.store.feeds.follow(session.settings.feeds.urls, now=now())
            return await work(ground)

    return run_in_loop(run())


async def _ask(session: Session, url: str) -> FeedAnswer:
    settings = session.settings
    return await poll(
        FeedState(url=url),
        now=now(),
        max_bytes=settings.intake.max_bytes,
        allow_networks=settings.sources.allow_networks,
    )


async def _unknown(ground: Ground, url: str) -> NotFoundError:
    known = [feed.url for feed in await ground.store.feeds.all()]
    return unknown_feed(url, known, hint="`claimwatch sources list` shows those there are.")


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _clean(text: str | None) -> str:
    return clean(text) if text else ""
