"""When the events of claims happened, and how far apart two of them are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.comparison.remembering import remembered
from bot.comparison.slots import names_a_day
from bot.model.claim import Realis, TimeBasis
from bot.model.ports import Sourced


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Whole days, both ends included. An undated past event has none: it was before anything dated."""

    start: date | None
    end: date | None

    @property
    def dated(self) -> bool:
        """Whether it is known when it was."""
        return self.start is not None


@remembered
def span_of(sourced: Sourced) -> Span:
    """Return the days a claim speaks of; nothing said is the article's own date, or an undated past for background."""
    time = sourced.claim.time
    if sourced.claim.realis is Realis.HISTORICAL and (time.start is None or time.basis is TimeBasis.PUBLICATION):
        return Span(start=None, end=None)
    published = sourced.article.published_at.date()
    start = time.start or time.end or published
    return Span(start=start, end=max(start, time.end or time.start or published))


def gap(one: Span, other: Span) -> int | None:
    """Return the whole days between the two, 0 where they overlap, `None` where exactly one is an undated past."""
    if not one.dated and not other.dated:
        return 0
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return None
    return max(0, (one.start - other.end).days, (other.start - one.end).days)


def order_key(sourced: Sourced) -> tuple[date, float, str]:
    """Return what claims are ordered by: the event's last day, publication, id."""
    span = span_of(sourced)
    return (span.end or date.min, sourced.article.published_at.timestamp(), sourced.claim.id)


def in_order(one: Sourced, other: Sourced) -> tuple[Sourced, Sourced]:
    """Return the two with the older first."""
    return (one, other) if order_key(one) <= order_key(other) else (other, one)


def is_own_day(sourced: Sourced) -> bool:
    """Whether the words themselves name one day for the event."""
    return names_a_day(sourced.claim)
