"""Who says the same: repeats, support, and more exact claims."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.model.claim import (
    Bound,
    Extent,
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
from bot.model.place import Feature
from bot.model.ports import Sourced
from bot.model.relation import Reason, RelationKind, Suppression
from bot.model.side import SideRef
from tests.builders import NORLAND, SUDMARK, make_place, make_time
from tests.comparison.worlds import FIRST, asked, author, days_later, said

P = Predicate
REGION = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
VILLAGES = Quantity(unit=Unit.COUNT, value=12, low=12, high=12, bound=Bound.EXACT, text="a dozen villages")


def taken(**changes: Any) -> Sourced:
    """Norland's ministry says that Norland captured Ellbruck."""
    return said(**{"predicate": P.CAPTURED, "actor": NORLAND, **changes})


AGREEMENTS = {
    "the same again": (taken(), taken(in_="Other", day=days_later(1)), "identical", Reason.SAME_SPEAKER_REPEATS),
    "in other words": (taken(), taken(in_="Other", predicate=P.RETOOK), "identical", Reason.SAME_SPEAKER_REPEATS),
    "one outlet's own voice": (author(), author(day=days_later(1)), "identical", Reason.SAME_SPEAKER_REPEATS),
    "the same plan": (
        taken(realis=Realis.FUTURE),
        taken(in_="Other", realis=Realis.FUTURE),
        "identical",
        Reason.SAME_SPEAKER_REPEATS,
    ),
    "two outlets": (author(), author(in_="Other"), "supports", Reason.INDEPENDENT_AGREEMENT),
    "an outlet and a side": (taken(), author(in_="Other"), "supports", Reason.INDEPENDENT_AGREEMENT),
    "the other side": (taken(), taken(in_="Other", side=SUDMARK), "supports", Reason.INDEPENDENT_AGREEMENT),
    "one side, two speakers": (taken(), taken(in_="Other", by="Ann Berg"), "supports", Reason.SAME_SIDE_AGREES),
    "an ally": (taken(), taken(in_="Other", side="ell_pr", by="Jon Falk"), "supports", Reason.SAME_SIDE_AGREES),
    "taker not named": (taken(), author(in_="Other", actor=None), "supports", Reason.INDEPENDENT_AGREEMENT),
    "taken, so held": (taken(), author(in_="Other", predicate=P.CONTROLS), "supports", Reason.INDEPENDENT_AGREEMENT),
    "left, and taken": (
        taken(),
        said(in_="Other", predicate=P.WITHDREW, actor=SUDMARK, side=SUDMARK),
        "supports",
        Reason.CONCEDED_BY_LOSER,
    ),
    "the loser is said to have lost it": (
        taken(),
        said(predicate=P.CONTROLS, actor=SUDMARK, side=None, in_="Other", polarity=Polarity.DENIED),
        "supports",
        Reason.INDEPENDENT_AGREEMENT,
    ),
    "lost by one, held by the other": (
        said(predicate=P.CONTROLS),
        said(predicate=P.CONTROLS, actor=SUDMARK, side=None, in_="Other", polarity=Polarity.DENIED),
        "supports",
        Reason.INDEPENDENT_AGREEMENT,
    ),
    "lost to a group that nobody knows": (
        said(predicate=P.CAPTURED, actor=SideRef(side=None, name="hill fighters"), side=None),
        said(predicate=P.CONTROLS, actor=SUDMARK, side=None, in_="Other", polarity=Polarity.DENIED),
        "supports",
        Reason.INDEPENDENT_AGREEMENT,
    ),
    "both deny": (
        said(side=SUDMARK, polarity=Polarity.DENIED),
        said(side="XWE", in_="Other", polarity=Polarity.DENIED),
        "supports",
        Reason.INDEPENDENT_AGREEMENT,
    ),
    "a town of the region": (
        taken(place=REGION),
        author(in_="Other", day=days_later(1)),
        "refines",
        Reason.MORE_EXACT_PLACE,
    ),
    "a figure": (
        taken(place=REGION),
        taken(in_="Other", place=REGION, quantities=(VILLAGES,), day=days_later(1)),
        "refines",
        Reason.MORE_EXACT_FIGURE,
    ),
    "a day": (
        taken(time=make_time(date(2031, 5, 12), end=FIRST, precision=TimePrecision.WEEK, basis=TimeBasis.RELATIVE)),
        taken(in_="Other", day=days_later(1), time=make_time(date(2031, 5, 13))),
        "refines",
        Reason.MORE_EXACT_TIME,
    ),
}


@pytest.mark.parametrize(("a", "b", "kind", "reason"), AGREEMENTS.values(), ids=AGREEMENTS.keys())
def test_agreement(a: Sourced, b: Sourced, kind: str, reason: Reason) -> None:
    """Two claims that say the same repeat, support or refine one another, by who says it and how exactly."""
    relation = asked(a, b)
    assert relation is not None
    assert (relation.relation, relation.reason) == (kind, reason)


APART = {
    "ten days later": taken(in_="Other", day=days_later(10)),
    "four months later": taken(in_="Other", day=days_later(120)),
    "another place": taken(in_="Other", place="Sandbruck"),
    "the region after the town": author(in_="Other", day=days_later(1), place=REGION),
    "all of the region": author(in_="Other", day=days_later(-1), place=REGION, extent=Extent.WHOLE),
    "a region, months later": taken(in_="Other", day=days_later(120), place=REGION),
}


@pytest.mark.parametrize("other", APART.values(), ids=APART.keys())
def test_no_agreement(other: Sourced) -> None:
    """The same words of another time or place are no repeat and no support."""
    assert asked(taken(), other) is None


RELATED = {
    "a week later": taken(in_="Other", day=days_later(7)),
    "entered": taken(in_="Other", predicate=P.ENTERED),
    "not confirmed": taken(in_="Other", speech_act=SpeechAct.NOT_CONFIRMED),
    "a plan": taken(in_="Other", realis=Realis.FUTURE),
    "one side's holder in other words": taken(in_="Other", by="Ann Berg", predicate=P.CONTROLS),
}


@pytest.mark.parametrize("other", RELATED.values(), ids=RELATED.keys())
def test_related(other: Sourced) -> None:
    """What concerns the same place near in time, and neither backs nor contradicts, is related."""
    relation = asked(taken(), other)
    assert relation is not None
    assert relation.relation is RelationKind.RELATED


@pytest.mark.parametrize(("days", "kind"), [(1, RelationKind.IDENTICAL), (2, RelationKind.RELATED)])
def test_fighting_goes_on(days: int, kind: RelationKind) -> None:
    """Fighting reported again two days later is new fighting."""
    first, later = (said(predicate=P.CONTESTED, day=days_later(day)) for day in (0, days))
    relation = asked(first, later)
    assert relation is not None
    assert relation.relation is kind


def test_a_year_is_no_time() -> None:
    """What happened some day in a year is not taken for what happened on one day in it."""
    year = make_time(date(2031, 1, 1), end=date(2031, 12, 31), precision=TimePrecision.YEAR)
    relation = asked(taken(), taken(in_="Other", by="Ann Berg", time=year))
    assert relation is not None
    assert relation.relation is RelationKind.RELATED


def test_a_part_and_the_whole_do_not_repeat() -> None:
    """All of a town and a part of it are not the same claim."""
    relation = asked(taken(extent=Extent.WHOLE), taken(in_="Other", extent=Extent.PARTIAL))
    assert relation is not None
    assert relation.suppressed_by is Suppression.CONTAINMENT


def test_countries_are_not_tied_together() -> None:
    """Two different claims on one country near in time have no relation: half of a war's claims are about one."""
    country = make_place("Sudmark", feature=Feature.COUNTRY, geonameid=None, region=None)
    assert asked(taken(place=country), taken(in_="Other", place=country, predicate=P.ENTERED)) is None


def test_media_that_quote_themselves_are_their_own_voice() -> None:
    """An outlet named as its own source speaks as the outlet."""
    quoted = said(in_="The Courier News", by="The Courier", side=None, as_=SpeakerType.MEDIA, day=days_later(1))
    relation = asked(author(in_="The Courier News"), quoted)
    assert relation is not None
    assert relation.reason is Reason.SAME_SPEAKER_REPEATS


NAMED_DAY: dict[str, Any] = {"time": make_time(FIRST, basis=TimeBasis.RELATIVE, precision=TimePrecision.DAY)}
MORE_EXACT = {
    "a day, where none was named": (taken(), taken(in_="Other", day=days_later(1), **NAMED_DAY)),
    "a day, in a report of the same hour": (taken(**NAMED_DAY), taken(in_="Other")),
}


@pytest.mark.parametrize(("one", "other"), MORE_EXACT.values(), ids=MORE_EXACT.keys())
def test_a_speaker_who_adds_the_day_is_more_exact(one: Sourced, other: Sourced) -> None:
    """The same voice says the same and names the day; of two reports of one hour either may be the first."""
    relation = asked(one, other)
    assert relation is not None
    assert (relation.relation, relation.reason) == (RelationKind.REFINES, Reason.MORE_EXACT_TIME)


def test_a_day_left_out_is_no_refinement() -> None:
    """Who says it again without the day only repeats it."""
    relation = asked(taken(**NAMED_DAY), taken(in_="Other", day=days_later(1)))
    assert relation is not None
    assert relation.relation is RelationKind.IDENTICAL
