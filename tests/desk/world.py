"""A desk over an empty store in an hour of the invented war, and what is taken in there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.alerts.policy import load_policy
from bot.comparison.rules import load_rules
from bot.desk.card import Card, Moment
from bot.desk.commands import Asker
from bot.desk.parts import FeedDesk, ListedFeed, Probed
from bot.model.article import Article
from bot.model.claim import Claim, Polarity, SpeechAct
from bot.model.errors import FetchError, UnreadableError
from bot.model.place import Place
from bot.model.side import Side, SideCatalogue, SideKind
from bot.pipeline import Ingested, Pipeline
from bot.places.gazetteer import Gazetteer
from bot.sources.opml import feeds_file
from bot.store.database import SqlStore
from tests.builders import (
    NORLAND,
    SUDMARK,
    make_article,
    make_claim,
)

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
HERE = Asker(destination="discord:42", space="discord:7", user="discord:1")
THERE = Asker(destination="slack:C1", space="slack:T1", user="slack:U1")
NOTHING_OLDER = "Nothing older is announced. In the last 7 days nothing would have been told at once."
WIDER = "Claims on its whole region are not told here; “Kupyansk and its region” asks for them too."


@dataclass
class Desklike:
    """Takes in what is handed over, as it was told."""

    answer: Ingested | Exception
    asked: list[str] = field(default_factory=list)

    async def submit(self, what: str) -> Ingested:
        """Answer."""
        self.asked.append(what)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def submit_file(self, name: str, data: bytes) -> list[Ingested]:
        """Answer, twice where there are several."""
        return [await self.submit(name)] * data.count(b"article")

    async def find(self, text: str) -> tuple[Article, tuple[Claim, ...]]:
        """Return one claim, in those words."""
        article = make_article(text=text)
        return article, (make_claim(article=article, quote=text),)


def make_sides() -> SideCatalogue:
    """Return the two sides of the invented war."""
    names = {NORLAND: "Norland", SUDMARK: "Sudmark"}
    return SideCatalogue(sides={one: Side(id=one, kind=SideKind.COUNTRY, name=names[one]) for one in names})


def make_pipeline(store: SqlStore) -> Pipeline:
    """Return the pipeline over the store."""
    return Pipeline(store=store, sides=make_sides(), rules=load_rules(), policy=load_policy(), clock=lambda: NOW)


def placed(gazetteer: Gazetteer, name: str) -> Place:
    """Return a place as the gazetteer resolves it."""
    return gazetteer.lookup(name)[0].place(name)


async def take(store: SqlStore, place: Place | None, *, day: date = date(2031, 6, 1), **changes: object) -> Claim:
    """Take in an article of its own that claims Norland captured the place."""
    name = place.name if place else "it"
    text = f"Norland said on {day} that it had captured {name}. {changes}"
    article = make_article(text=text, published_at=day, publisher="The Ell Courier", url=None)
    claim = make_claim(article=article, quote=text, place=place, time=day, **changes)
    await record(store, article, claim)
    return claim


async def deny(store: SqlStore, place: Place, *, day: date = date(2031, 6, 1)) -> None:
    """Take in another outlet's article in which Sudmark denies it."""
    text = f"Sudmark denied that Norland's troops had captured {place.name}."
    article = make_article(text=text, publisher="Moor Radio", published_at=day)
    changes = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY}
    await record(
        store, article, make_claim(article=article, quote=text, place=place, time=day, attribution=SUDMARK, **changes)
    )


async def record(store: SqlStore, article: Article, claim: Claim) -> None:
    """Take in an article with its claim."""
    await make_pipeline(store).record(article, (claim,))


def lead(card: Card) -> list[str]:
    """Return the first lines as one reads them."""
    return ["".join("" if isinstance(span, Moment) else span.text for span in line) for line in card.lead]


def headings(card: Card) -> list[str | None]:
    """Return what the sections are headed."""
    return [one.heading for one in card.sections]


def section(card: Card, heading: str) -> list[str]:
    """Return the lines of a section."""
    (found,) = (one for one in card.sections if one.heading == heading)
    return ["".join("" if isinstance(span, Moment) else span.text for span in line) for line in found.lines]


FEED = "https://ell.example/rss"
LIST = "https://ell.example/feeds.opml"
OPERATORS = "discord:42"


def make_feed_desk(*, operators: str | None = OPERATORS) -> FeedDesk:
    """Return what feeds are changed with, where one feed answers, and others are not there."""

    async def probe(url: str) -> Probed:
        if url != FEED:
            raise FetchError(origin=url, reason="there is no such feed (HTTP 404)")
        return Probed(title="The Ell Courier", items=2, newest=("Bridge reopened", "Rain"))

    async def listed(url: str) -> tuple[ListedFeed, ...]:
        if url != LIST:
            raise UnreadableError(origin=url, reason="is no OPML file")
        return (ListedFeed(url=FEED, title="The Ell Courier"), ListedFeed(url="file:///etc/feeds"))

    async def newest() -> dict[str, datetime]:
        return {FEED: NOW - timedelta(days=1)}

    return FeedDesk(probe=probe, listed=listed, newest=newest, operators=operators, as_file=feeds_file)
