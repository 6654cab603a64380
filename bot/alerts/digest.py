"""Many alerts in one message: the digest of a time, and a group of what came at once.

Conflicts come first, then what is new in them, what has settled, and the articles; each by region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from hashlib import sha256

from bot.alerts.statements import WITHDRAWN, moment, trimmed, voice
from bot.alerts.wanting import is_wanted
from bot.model.alert import Alert, AlertKind, Entry, Part, Statement
from bot.model.area import Area, KeyKind, everything
from bot.model.dispute import DisputeStatus
from bot.model.subscription import Subscription
from bot.model.words import quotation

Label = Callable[[str], str]
"""Returns what a country's id is called."""

SHOWN_QUOTE = 160
"""Characters of a quote in a digest; the alert itself has more."""


class _News(Enum):
    """What an alert is to a digest: its heading, what it is counted as, and how many are shown."""

    CONFLICT = ("New conflicts", "new conflict", 15)
    UPDATE = ("New in open conflicts", "update", 10)
    SETTLED = ("Settled", "settled conflict", 10)
    CORRECTION = ("Changed after publication", "changed article", 10)
    ARTICLE = ("Articles", "article with claims", 10)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shape:
    """How much of an alert is shown: statements of a conflict and of an article, and how many articles."""

    articles: int
    claims: int


_DAY = _Shape(articles=_News.ARTICLE.value[2], claims=0)
_FEW = _Shape(articles=5, claims=5)
_MANY = _Shape(articles=30, claims=0)
_POSITIONS = 2


def digest_alert(
    subscription: Subscription,
    alerts: Sequence[Alert],
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    label: Label = str,
) -> Alert | None:
    """Return the digest of those alerts that are about the subscription's area; `None` where there are none.

    Of each kind the newest come first. Its id is that of the subscription and the window's end, so that a window is
    told once.
    """
    about = [
        one
        for one in _marked(alerts)
        if _news(one) is not None and subscription.area.holds(one.keys) and is_wanted(one, subscription.wanted)
    ]
    if not about:
        return None
    title = f"Digest of {subscription.area.label}: {_counts(about)}"
    parts = tuple(_parts(about, area=subscription.area, shape=_DAY, label=label))
    return Alert(
        id=sha256(f"digest\x1f{subscription.id}\x1f{until.isoformat()}".encode()).hexdigest()[:16],
        kind=AlertKind.DIGEST,
        title=title,
        text="\n".join([title, f"{moment(since)} to {moment(until)}", *_lines(parts)]),
        why=f"{moment(since)} to {moment(until)}",
        claims=(),
        keys=_keys(about),
        parts=parts,
        created_at=now,
    )


def group_alert(alerts: Sequence[Alert], destination: str, *, now: datetime, label: Label = str) -> Alert:
    """Return one message for what came to a destination in a short time; of few articles the claims are shown too."""
    articles = sum(_news(one) is _News.ARTICLE for one in alerts)
    shape = _FEW if articles <= _FEW.articles else _MANY
    claims = sum(len(one.claims) for one in alerts if _news(one) is _News.ARTICLE)
    title = f"Just in: {_counts(alerts)}" + (f" ({_count(claims, 'claim')})" if claims else "")
    parts = tuple(_parts(_marked(alerts), area=everything(), shape=shape, label=label))
    ids = "\x1f".join(one.id for one in alerts)
    return Alert(
        id=sha256(f"group\x1f{destination}\x1f{ids}".encode()).hexdigest()[:16],
        kind=AlertKind.DIGEST,
        title=title,
        text="\n".join([title, *_lines(parts)]),
        claims=(),
        keys=_keys(alerts),
        parts=parts,
        created_at=now,
    )


def _marked(alerts: Sequence[Alert]) -> list[Alert]:
    """Return the alerts, with a mark on what an article among them was later changed no longer to say."""
    taken_back = {claim for one in alerts if one.kind is AlertKind.CORRECTION for claim in one.claims}
    return [
        one
        if one.kind is AlertKind.CORRECTION or taken_back.isdisjoint(said.claim for said in one.statements)
        else replace(
            one,
            statements=tuple(
                replace(said, heading=f"{WITHDRAWN}{said.heading}") if said.claim in taken_back else said
                for said in one.statements
            ),
        )
        for one in alerts
    ]


def _news(alert: Alert) -> _News | None:
    match alert.kind:
        case AlertKind.CONFLICT:
            return _News.CONFLICT
        case AlertKind.UPDATE:
            return _News.UPDATE if alert.status in {None, DisputeStatus.OPEN} else _News.SETTLED
        case AlertKind.CORRECTION:
            return _News.CORRECTION
        case AlertKind.SUMMARY:
            return _News.ARTICLE
        case _:
            return None


def _parts(alerts: Sequence[Alert], *, area: Area, shape: _Shape, label: Label) -> Iterator[Part]:
    """Yield what there is of each kind, by region: those with most first."""
    newest = sorted(alerts, key=lambda one: (one.created_at, one.id), reverse=True)
    for news in _News:
        heading, _, limit = news.value
        ones = [one for one in newest if _news(one) is news]
        shown = ones[: shape.articles if news is _News.ARTICLE else limit]
        by_region: dict[str, list[Alert]] = {}
        for one in shown:
            by_region.setdefault(_region(one, area, label), []).append(one)
        found = sorted(by_region.items(), key=lambda item: (-len(item[1]), item[0]))
        for number, (region, its) in enumerate(found, start=1):
            left = len(ones) - len(shown) if number == len(found) else 0
            entries = tuple(_entry(one, news, shape) for one in its)
            yield Part(heading=f"{heading}: {region}" if region else heading, entries=entries, unshown=left)


def _entry(alert: Alert, news: _News, shape: _Shape) -> Entry:
    if news is _News.ARTICLE:
        urls = {one.url for one in alert.statements}
        left = len(alert.statements) - shape.claims
        text = alert.title if not shape.claims or left <= 0 else f"{alert.title} (the first {shape.claims})"
        url = urls.pop() if len(urls) == 1 else None
        return Entry(text=text, url=url, statements=alert.statements[: shape.claims])
    if news is _News.CORRECTION:
        return _corrected(alert)
    told = [one for one in alert.statements if one.claim in alert.claims] or list(alert.statements)
    text = alert.title.partition(": ")[2] or alert.title if news is _News.CONFLICT else alert.title
    return Entry(text=text, statements=tuple(told[:_POSITIONS]))


def _corrected(alert: Alert) -> Entry:
    """Return what an article said first, and what it says now, in a line."""
    former = next((one for one in alert.statements if one.claim in alert.claims), None)
    now_said = next((one for one in alert.statements if one.claim in alert.context), None)
    said = f": it said {quotation(trimmed(former.quote, SHOWN_QUOTE))}" if former is not None else ""
    says = f", and says now {quotation(trimmed(now_said.quote, SHOWN_QUOTE))}" if now_said is not None else ""
    url = next((one.url for one in alert.statements if one.url), None)
    return Entry(text=f"{alert.title}{said}{says}", url=url)


def _region(alert: Alert, area: Area, label: Label) -> str:
    """Return the region that an alert is about, of several one in the area; its country where it is about no region."""
    regions = [key.split(":", 2) for key in alert.keys if key.startswith(f"{KeyKind.REGION}:")]
    inside = [one for one in regions if ":".join(one) in area.keys] or regions
    if inside:
        # Of several, the one that most of it is about.
        told = [one.about for one in alert.statements if one.about]
        _, country, name = max(inside, key=lambda one: sum(one[2] in about for about in told))
        return f"{name}, {label(country)}"
    countries = [key.partition(":")[2] for key in alert.keys if key.startswith(f"{KeyKind.COUNTRY}:")]
    return label(countries[0]) if countries else ""


def _lines(parts: Sequence[Part]) -> Iterator[str]:
    """Yield the parts as plain text."""
    for part in parts:
        yield ""
        yield f"{part.heading}:"
        for entry in part.entries:
            yield f"• {entry.text}" + (f" {entry.url}" if entry.url else "")
            yield from (f"  – {_said(one)}" for one in entry.statements)
        if part.unshown:
            yield f"• and {part.unshown} more"


def _said(one: Statement) -> str:
    outlet = one.publisher or one.title or "unnamed outlet"
    link = f" {one.url}" if one.url else ""
    return f"{voice(one)}: {one.heading}, {outlet}{link}: {quotation(trimmed(one.quote, SHOWN_QUOTE))}"


def _counts(alerts: Sequence[Alert]) -> str:
    counted: Mapping[_News, int] = {news: sum(_news(one) is news for one in alerts) for news in _News}
    return ", ".join(_count(number, news.value[1]) for news, number in counted.items() if number)


def _keys(alerts: Sequence[Alert]) -> tuple[str, ...]:
    return tuple(sorted({key for one in alerts for key in one.keys}))


def _count(number: int, thing: str) -> str:
    head, _, tail = thing.partition(" with ")
    plural = head if number == 1 else f"{head}s"
    return f"{number} {plural}" + (f" with {tail}" if tail else "")
