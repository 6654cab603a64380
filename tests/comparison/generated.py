"""Generated claims of an invented war, few enough in kind that many of them meet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from bot.model.claim import (
    AssetKind,
    AssetState,
    Bound,
    Certainty,
    Extent,
    Mention,
    Polarity,
    Predicate,
    Quantity,
    Realis,
    SpeakerType,
    SpeechAct,
    TimeBasis,
    TimePrecision,
    Unit,
)
from bot.model.place import Feature, Place, PlaceRelation, Scope
from bot.model.ports import Sourced
from tests.builders import NORLAND, SUDMARK, make_article, make_attribution, make_claim, make_place, make_time
from tests.comparison.worlds import days_later

PLACES = (
    make_place(),
    make_place(geonameid=None),
    make_place(relation=PlaceRelation.NEAR),
    make_place("Sandbruck"),
    make_place("Ellmoor", feature=Feature.REGION, geonameid=None),
    make_place("Sudmark", feature=Feature.COUNTRY, geonameid=None, region=None),
    make_place("Ellbruck airfield", feature=Feature.FACILITY, geonameid=make_place().geonameid),
    None,
)
VOICES = (
    make_attribution(),
    make_attribution(speaker="Sudmark's army", side=SUDMARK, type=SpeakerType.MILITARY),
    make_attribution(speaker="Ann Berg", side=SUDMARK, affiliation="Sudmark's army", type=SpeakerType.MILITARY),
    make_attribution(speaker=None, side=None, type=SpeakerType.AUTHOR),
    make_attribution(speaker="Westria's foreign ministry", side="XWE"),
    make_attribution(speaker="Ell Watch", side=None, type=SpeakerType.NGO_IGO),
)
FIGURES = tuple(
    Quantity(unit=unit, value=value, low=value, high=high, bound=bound, text=f"{value:g} {unit}")
    for unit in (Unit.KM, Unit.COUNT, Unit.PEOPLE)
    for value, high, bound in ((5.0, 5.0, Bound.EXACT), (50.0, None, Bound.AT_LEAST))
)


A_FORTNIGHT = st.integers(0, 12)


def _weighted(common: object, rare: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(st.just(common), st.just(common), rare)


@st.composite
def articles_of_claims(draw: st.DrawFn, days: st.SearchStrategy[int] = A_FORTNIGHT) -> list[Sourced]:
    """Draw one article with one to four claims, of one of the days."""
    day = draw(days)
    article = make_article(
        publisher=draw(st.sampled_from(["The Ell Courier", "Sudmark Today", "Reporter"])),
        text=f"article {draw(st.integers(0, 30))} of day {day}",
        published_at=days_later(day),
    )
    made = [_claim(draw, day) for _ in range(draw(st.integers(1, 4)))]
    found = {}
    for number, fields in enumerate(made):
        start = 10 * number
        mention = Mention(
            part="body", start=start, end=start + draw(st.sampled_from([8, 15])), quote="What stands here."
        )
        claim = make_claim(article=article, mentions=(mention,), **fields)
        found[claim.id] = Sourced(claim=claim, article=article)
    return list(found.values())


def claims() -> st.SearchStrategy[Sourced]:
    """Return a strategy for one claim with its article."""
    return articles_of_claims().map(lambda found: found[0])


def _claim(draw: st.DrawFn, day: int) -> dict[str, Any]:
    event = days_later(day - draw(st.integers(0, 4)))
    realis = draw(_weighted(Realis.ACTUAL, st.sampled_from(Realis)))
    basis = draw(st.sampled_from(TimeBasis))
    place: Place | None = draw(st.one_of(st.just(PLACES[0]), st.sampled_from(PLACES)))
    fields: dict[str, Any] = {
        "place": place,
        "scope": None if place else Scope(region=None, country=SUDMARK, basis="the article's places"),
        "actor": draw(st.sampled_from([NORLAND, NORLAND, SUDMARK, SUDMARK, "ell_pr", None])),
        "extent": draw(_weighted(None, st.sampled_from(Extent))),
        "polarity": draw(_weighted(Polarity.AFFIRMED, st.just(Polarity.DENIED))),
        "certainty": draw(_weighted(Certainty.CERTAIN, st.sampled_from(Certainty))),
        "realis": realis,
        "speech_act": draw(_weighted(SpeechAct.CLAIM, st.sampled_from(SpeechAct))),
        "attribution": draw(st.sampled_from(VOICES)),
        "quantities": draw(_weighted((), st.tuples(st.sampled_from(FIGURES)))),
        "time": make_time(
            event - timedelta(days=200) if realis is Realis.HISTORICAL else event,
            basis=basis,
            precision=TimePrecision.DAY,
        ),
    }
    if draw(st.integers(0, 3)) == 0:
        fields["asset"] = draw(st.sampled_from([AssetKind.BRIDGE, AssetKind.POWER]))
        fields["state"] = draw(st.sampled_from(AssetState))
    else:
        fields["predicate"] = draw(st.sampled_from(Predicate))
    return fields
