"""Feeds from a chat: shown to all; followed, tried, paused and removed by who runs the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from urllib.parse import urlsplit

from bot.desk import answer_cards
from bot.desk.answer_cards import counted
from bot.desk.asker import Asker
from bot.desk.card import Attachment, Card, Line, Section, Tone, line, words
from bot.desk.community import Permissions
from bot.desk.parts import Parts
from bot.model.errors import NotFoundError, RequestError
from bot.model.feed import FeedRecord

_LONGEST_URL = 4_000
_SHOWN = 5
# Feeds of a list that are followed at once; each is a request every ten minutes or so.
_MOST_LISTED = 1_000


class FeedChange(StrEnum):
    """What can be done with a feed; `TEST` keeps nothing, and `IMPORT` is of a list of feeds (OPML)."""

    ADD = "add"
    IMPORT = "import"
    TEST = "test"
    PAUSE = "pause"
    RESUME = "resume"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Sourcing:
    """Shows and changes which feeds are read; each raises ClaimwatchError for what cannot be done."""

    parts: Parts
    permissions: Permissions

    async def show(self) -> Card:
        """Return the feeds, and how each stands."""
        return answer_cards.sources_card(await self.parts.feeds.all(), await self.parts.feed_desk.newest())

    async def export(self) -> Card:
        """Return the feeds as a file (OPML) for other programs."""
        feeds = await self.parts.feeds.all()
        if not feeds:
            raise RequestError("No feeds are set up, so that there is nothing to export.")
        title = f"{counted(len(feeds), 'feed')} as a file for other programs (OPML)"
        file = Attachment(name="claimwatch-feeds.opml", data=self.parts.feed_desk.as_file(feeds))
        return Card(tone=Tone.ANSWER, title=title, text=title, file=file)

    async def change(self, asker: Asker, change: FeedChange, url: str) -> Card:
        """Do something with a feed, and say what came of it."""
        await self._may(asker)
        match change:
            case FeedChange.ADD:
                return await self._add(feed_address(url))
            case FeedChange.IMPORT:
                return await self._import(feed_address(url))
            case FeedChange.TEST:
                return await self._test(feed_address(url))
            case FeedChange.PAUSE | FeedChange.RESUME:
                return await self._pause(await self._known(url), paused=change is FeedChange.PAUSE)
            case FeedChange.REMOVE:
                return await self._remove(await self._known(url))

    async def _add(self, address: str) -> Card:
        found = await self.parts.feed_desk.probe(address)
        named = found.title or address
        if not await self.parts.feeds.add(address, now=self.parts.clock(), title=found.title):
            return _said(f"{named} is followed already")
        return _said(
            f"{named} is followed from now on",
            f"It has {counted(found.items, 'item')}; nothing of that is announced, what comes later is.",
        )

    async def _import(self, address: str) -> Card:
        """Follow the feeds of a list, untested: the operators' channel hears of those that go on failing."""
        found = await self.parts.feed_desk.listed(address)
        if len(found) > _MOST_LISTED:
            raise RequestError(f"The list has {len(found):,} feeds; {_MOST_LISTED:,} can be followed at once.")
        new = refused = 0
        for one in found:
            try:
                url = feed_address(one.url)
            except RequestError:
                refused += 1
                continue
            new += await self.parts.feeds.add(url, now=self.parts.clock(), title=one.title)
        known = len(found) - new - refused
        rest = [f"Followed before: {known}."] if known else []
        rest += [f"Without an address that can be fetched: {refused}."] if refused else []
        return _said(f"New feeds of the list that are followed from now on: {new}", " ".join(rest) or None)

    async def _test(self, address: str) -> Card:
        found = await self.parts.feed_desk.probe(address)
        title = f"{found.title or address}: {counted(found.items, 'item')}"
        lead: tuple[Line, ...] = ()
        if found.moved_to is not None:
            lead = (line(f"It has moved to {found.moved_to}."),)
        sections = (Section(lines=tuple(line(f"• {one}") for one in found.newest[:_SHOWN])),) if found.newest else ()
        return Card(tone=Tone.ANSWER, title=title, text=title, lead=lead, sections=sections)

    async def _pause(self, feed: FeedRecord, *, paused: bool) -> Card:
        await self.parts.feeds.pause(feed.url, now=self.parts.clock(), paused=paused)
        named = feed.title or feed.url
        return _said(f"{named} is paused" if paused else f"{named} is asked again, now")

    async def _remove(self, feed: FeedRecord) -> Card:
        if not feed.listed:
            raise RequestError(
                f"{feed.url} stands in the settings of the program (feeds.urls, or a file of feeds): pause it instead."
            )
        await self.parts.feeds.remove(feed.url)
        return _said(f"{feed.title or feed.url} is no longer followed", "What was read of it stays.")

    async def _may(self, asker: Asker) -> None:
        if self.parts.feed_desk.operators is None:
            raise RequestError(
                "Feeds are read for everybody here and elsewhere: who runs Claimwatch changes them, with `claimwatch "
                "sources` or in the channel that the settings name for it (delivery.operators)."
            )
        if asker.direct or asker.destination != self.parts.feed_desk.operators:
            raise RequestError("Feeds are read for everybody: they are changed in the operators' channel alone.")
        await self.permissions.may_decide(asker)

    async def _known(self, url: str) -> FeedRecord:
        """Return the feed of that address, or of that title."""
        wanted = url.strip()
        feeds = await self.parts.feeds.all()
        for feed in feeds:
            if wanted in {feed.url, feed.moved_to} or wanted.casefold() == (feed.title or "").casefold():
                return feed
        raise unknown_feed(wanted, (feed.url for feed in feeds), hint="The list of sources shows those there are.")


def feed_address(url: str) -> str:
    """Return an address without space around it; RequestError where it is none that can be fetched."""
    given = url.strip()
    try:
        parts = urlsplit(given)
        usable = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or len(given) > _LONGEST_URL or any(char.isspace() for char in given):
        raise RequestError(f"{given[:200]!r} is no address of a feed, such as https://example.org/world/rss.")
    return given


def unknown_feed(url: str, known: Iterable[str], *, hint: str) -> NotFoundError:
    """Return the error that says that the feed is not followed, and which could be meant."""
    near = get_close_matches(url, list(known), n=1)
    return NotFoundError(kind="feed", wanted=url, hint=f"Did you mean {near[0]}?" if near else hint)


def _said(title: str, more: str | None = None) -> Card:
    return Card(tone=Tone.ANSWER, title=title, text=title, lead=() if more is None else ((words(more),),))
