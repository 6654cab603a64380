"""What became of an article, as JSON Lines or for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.commands.session import Session
from bot.model.alert import AlertKind
from bot.model.wire import (
    JsonObject,
    alert_object,
    article_object,
    claim_object,
    dispute_object,
    dumps,
    relation_object,
)
from bot.pipeline import Ingested
from handlers.console.alerts import render_alert


def json_objects(result: Ingested, *, with_text: bool = False) -> Iterator[JsonObject]:
    """Yield the objects of an article: itself, then its claims, relations, disputes and alerts."""
    yield article_object(result.article, known=result.known, with_text=with_text)
    yield from map(claim_object, result.claims)
    yield from map(relation_object, result.relations)
    yield from map(dispute_object, result.disputes)
    yield from map(alert_object, result.alerts)


def print_json(session: Session, result: Ingested, *, with_text: bool) -> None:
    """Print the article's objects, one a line, at once."""
    for made in json_objects(result, with_text=with_text):
        session.print_line(dumps(made))
    session.out.file.flush()


def print_alerts(session: Session, result: Ingested) -> None:
    """Print what a person would be told of the article."""
    for alert in result.alerts:
        session.out.print(render_alert(alert))
    session.out.file.flush()


@dataclass(slots=True)
class Tally:
    """How many of what came in."""

    articles: int = 0
    known: int = 0
    claims: int = 0
    conflicts: int = 0

    def count(self, result: Ingested) -> None:
        """Add an article."""
        self.articles += 1
        self.known += result.known
        self.claims += len(result.claims)
        self.conflicts += sum(alert.kind is AlertKind.CONFLICT for alert in result.alerts)

    def sentence(self, *, failed: int) -> str:
        """Return the sums in a sentence."""
        parts = [_number(self.articles, "article")]
        if self.known:
            parts[0] += f" ({self.known} known already)"
        parts += [_number(self.claims, "claim"), _number(self.conflicts, "conflict")]
        if failed:
            parts.append(f"{_number(failed, 'input')} could not be read")
        return ", ".join(parts) + "."


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
