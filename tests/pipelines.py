"""Articles, claims and channels for a pipeline over an empty store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.model.alert import AlertKind
from bot.model.article import Article, RawArticle
from bot.model.claim import Claim, Polarity, SpeechAct
from bot.model.side import Side, SideCatalogue, SideKind
from bot.store.database import SqlStore
from tests.builders import NORLAND, SUDMARK, make_article, make_claim, make_subscription

NOW = datetime(2031, 6, 1, 12, 0, tzinfo=UTC)
TAKEN = "Norland said that its troops had captured the town of Ellbruck on Wednesday."
DENIED = "Sudmark denied that Norland's troops had captured Ellbruck."


def make_sides() -> SideCatalogue:
    """Return the two sides of the invented war."""
    names = {NORLAND: "Norland", SUDMARK: "Sudmark"}
    return SideCatalogue(sides={one: Side(id=one, kind=SideKind.COUNTRY, name=names[one]) for one in names})


def make_captured(text: str = TAKEN, **changes: object) -> tuple[Article, tuple[Claim, ...]]:
    """Return an article in which Norland says that it took Ellbruck."""
    article = make_article(text=text, **changes)
    return article, (make_claim(article=article, quote=text),)


def make_denied(text: str = DENIED, **changes: object) -> tuple[Article, tuple[Claim, ...]]:
    """Return another outlet's article in which Sudmark denies it."""
    article = make_article(**{"text": text, "publisher": "Moor Radio", "title": "Sudmark: Ellbruck stands", **changes})
    claim = make_claim(
        article=article, quote=text, attribution=SUDMARK, polarity=Polarity.DENIED, speech_act=SpeechAct.DENY
    )
    return article, (claim,)


@dataclass
class Scripted:
    """Finds in an article what it was told, and remembers which articles it was asked about."""

    claims: dict[str, tuple[Claim, ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    broken: frozenset[str] = frozenset()

    async def extract(self, article: Article) -> tuple[Claim, ...]:
        """Answer for one."""
        self.asked.append(article.id)
        return self.claims.get(article.id, ())

    def extract_many(self, articles: Iterable[Article], *, batch: int = 64) -> Iterator[tuple[Claim, ...]]:
        """Answer for many."""
        assert batch
        for article in articles:
            self.asked.append(article.id)
            if article.id in self.broken:
                raise ValueError("no parse")
            yield self.claims.get(article.id, ())


def make_raw(text: str = TAKEN, **changes: object) -> RawArticle:
    """Return an article as a source delivers it."""
    values: dict[str, object] = {
        "origin": "inbox/ell.txt",
        "key": "ell",
        "body": text,
        "received_at": NOW,
        "publisher": "The Ell Courier",
        "published": "2031-05-14",
    }
    return RawArticle(**{**values, **changes})  # type: ignore[arg-type]  # a builder takes any field


async def told(store: SqlStore) -> list[tuple[str, AlertKind]]:
    """Return where each alert in the outbox goes, in order, and what it tells."""
    return [(one.item.destination, one.item.alert.kind) for one in await store.outbox.undelivered()]


async def follow(store: SqlStore, channel: str, **changes: object) -> None:
    """Let a channel follow Ellmoor, or what is given."""
    one = make_subscription(**{"destination": channel, "id": channel, **changes})
    await store.subscriptions.add(one, digest_due_at=None)


def third_voice() -> tuple[Article, tuple[Claim, ...]]:
    """Return an article of a third outlet, which joins the dispute on Ellbruck."""
    text = "A spokesman of Norland's army repeated to reporters that Ellbruck had been captured on Wednesday."
    article = make_article(text=text, publisher="Hill Post")
    return article, (make_claim(article=article, quote=text, attribution="XNO"),)
