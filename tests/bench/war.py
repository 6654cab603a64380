"""An invented war of any length: dated articles with their claims, skewed over places as real news is.

Nothing is read from text: the claims are made as the extraction would make them, so that a store of a million can be
built in minutes. Places follow Zipf's law (a few towns have most of the news) but for the hottest, which has a share
of its own. A town changes hands now and then and is disputed in the days after; at other times hardly anybody denies.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

from bot.article.fingerprint import article_id, content_hash
from bot.model.article import Article
from bot.model.claim import (
    Asset,
    AssetKind,
    AssetState,
    Attribution,
    Claim,
    Domain,
    EventTime,
    Mention,
    Polarity,
    Predicate,
    SpeakerType,
    SpeechAct,
    TimeBasis,
    TimePrecision,
)
from bot.model.place import Feature, Place
from bot.model.side import SideRef

FIRST = datetime(2031, 1, 1, tzinfo=UTC)
DAYS = 3 * 365
HOTTEST = 0.05
"""The share of all claims that are about the hottest place."""

_PLACES = 4000
_COUNTRIES = 20
_REGIONS = 12
_CLAIMS = (1, 1, 2, 2, 3, 4)
_HELD_DAYS = 120
"""How long a town stays in one side's hands, on average; the hottest changes hands as often as any."""

_DENIED = 0.002
_DENIED_AFTER_A_CHANGE = 0.3
_DISPUTED_DAYS = 5
_SAID = (
    (Predicate.CONTROLS, 20),
    (Predicate.CAPTURED, 12),
    (Predicate.ADVANCED, 14),
    (Predicate.CONTESTED, 14),
    (Predicate.REPELLED, 10),
    (Predicate.WITHDREW, 4),
    (Predicate.ENCIRCLED, 2),
)
_STRUCK = (AssetKind.POWER, AssetKind.BRIDGE, AssetKind.HOSPITAL, AssetKind.RAIL)
_STATES = (AssetState.DAMAGED, AssetState.ATTACKED, AssetState.DESTROYED, AssetState.RESTORED)
_OUTLETS = tuple(f"Outlet {number}" for number in range(40))
_FILLER = "The front has seen heavy shelling since the spring, and roads are mined on both banks of the river."


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One article with its claims."""

    article: Article
    claims: tuple[Claim, ...]


def reports(
    claims: int, *, seed: int, since: datetime | None = None, until: datetime | None = None
) -> Iterator[Report]:
    """Yield about so many claims over three years, in the order published; the same seed gives the same.

    With `since` or `until` only those published from then on, or before.
    """
    draw = random.Random(seed)  # noqa: S311 - nothing is secret
    places = _places()
    weights = tuple(accumulate(_weights(len(places))))
    each = sum(_CLAIMS) / len(_CLAIMS)
    number = max(1, round(claims / each))
    for index in range(number):
        at = FIRST + timedelta(days=DAYS) * (index / number)
        if (since is not None and at < since) or (until is not None and at >= until):
            continue
        at += timedelta(seconds=draw.random())
        chosen = draw.choices(places, cum_weights=weights, k=draw.choice(_CLAIMS))
        yield _report(f"{seed}-{index}", at, chosen, draw)


def after(number: int, *, seed: int) -> Sequence[Report]:
    """Return so many articles of the day on which the three years end."""
    draw = random.Random(seed)  # noqa: S311 - nothing is secret
    places = _places()
    weights = tuple(accumulate(_weights(len(places))))
    end = FIRST + timedelta(days=DAYS)
    return [
        _report(
            f"new-{seed}-{index}",
            end + timedelta(minutes=index),
            draw.choices(places, cum_weights=weights, k=draw.choice(_CLAIMS)),
            draw,
        )
        for index in range(number)
    ]


def sides_of(country: str) -> tuple[str, str]:
    """Return the two sides that fight over a country."""
    return country, f"{country}-rebels"


def _weights(number: int) -> list[float]:
    rest = [1 / rank for rank in range(2, number + 1)]
    total = sum(rest)
    return [HOTTEST, *((1 - HOTTEST) * weight / total for weight in rest)]


def _places() -> tuple[Place, ...]:
    return tuple(
        Place(
            text=f"Town {number}",
            name=f"Town {number}",
            geonameid=900_000_000 + number,
            feature=Feature.SETTLEMENT,
            # User-assigned codes of ISO 3166: no real country answers to them.
            country=f"X{chr(65 + number % _COUNTRIES)}A",
            region=f"Region {number // _COUNTRIES % _REGIONS}",
            lat=10.0,
            lon=20.0,
        )
        for number in range(_PLACES)
    )


def _holder(place: Place, day: date) -> tuple[str, bool]:
    """Return who holds a town on a day, and whether that is disputed: it changes after so many days."""
    number = (place.geonameid or 0) % 997
    turn, since = divmod(day.toordinal() + number * 37, _HELD_DAYS // 2 + number % _HELD_DAYS)
    return sides_of(place.country or "")[turn % 2], since < _DISPUTED_DAYS


def _report(key: str, at: datetime, places: Sequence[Place], draw: random.Random) -> Report:
    outlet = draw.choice(_OUTLETS)
    made = [_statement(place, at.date(), draw) for place in places]
    text = f"Report {key}. " + " ".join(quote for quote, _ in made) + " " + _FILLER
    content = content_hash(text)
    article = Article(
        id=article_id(publisher=outlet, content=content),
        key=f"report-{key}",
        title=f"War report {key}",
        publisher=outlet,
        published_at=at,
        url=None,
        language="en",
        text=text,
        content_hash=content,
        shingle_signature=tuple(draw.getrandbits(32) for _ in range(128)),
    )
    claims = []
    for number, (quote, fields) in enumerate(made):
        start = text.index(quote)
        claims.append(
            Claim(
                id=f"{article.id[:14]}{number:02d}",
                article_id=article.id,
                article_key=article.key,
                mentions=(Mention(part="body", start=start, end=start + len(quote), quote=quote),),
                **fields,
            )
        )
    return Report(article=article, claims=tuple(claims))


def _statement(place: Place, day: date, draw: random.Random) -> tuple[str, dict[str, Any]]:
    """Return a sentence, and the fields of what it claims."""
    holder, disputed = _holder(place, day)
    other = next(side for side in sides_of(place.country or "") if side != holder)
    denied = draw.random() < (_DENIED_AFTER_A_CHANGE if disputed else _DENIED)
    speaker = draw.choice((holder, holder, other, None))
    fields: dict[str, Any] = {
        "place": place,
        "time": EventTime(start=day, end=day, precision=TimePrecision.DAY, basis=TimeBasis.EXPLICIT),
        "polarity": Polarity.DENIED if denied else Polarity.AFFIRMED,
        "speech_act": SpeechAct.DENY if denied else SpeechAct.CLAIM,
        "attribution": _attribution(speaker, draw),
        "rule": "invented",
    }
    no = "did not" if denied else "did"
    if draw.random() < 0.25:
        kind, state = draw.choice(_STRUCK), draw.choice(_STATES)
        actor = other if state is not AssetState.RESTORED else None
        quote = f"Forces {no} leave the {kind.value} at {place.name} {state.value}, {speaker} said on {day}."
        return quote, {
            **fields,
            "domain": Domain.INFRASTRUCTURE,
            "asset": Asset(kind=kind, text=f"the {kind.value}"),
            "state": state,
            "actor": actor and SideRef(side=actor, name=actor),
        }
    (predicate,) = draw.choices([one for one, _ in _SAID], weights=[weight for _, weight in _SAID])
    # Both attack and defend; that somebody took, holds or left the town is nearly always true.
    actor = other if predicate in {Predicate.ENCIRCLED, Predicate.WITHDREW} else holder
    if predicate is Predicate.ADVANCED and draw.random() < 0.5:
        actor = other
    quote = f"{actor} {no}: {predicate.value} {place.name}, {speaker} said on {day}."
    return quote, {
        **fields,
        "domain": Domain.TERRITORY,
        "predicate": predicate,
        "actor": SideRef(side=actor, name=actor),
    }


def _attribution(side: str | None, draw: random.Random) -> Attribution:
    if side is None:
        return Attribution(speaker=None, affiliation=None, side=None, type=SpeakerType.AUTHOR)
    name = f"{side} spokesman {draw.randrange(4)}"
    return Attribution(speaker=name, affiliation=f"army of {side}", side=side, type=SpeakerType.MILITARY)
