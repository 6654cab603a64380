"""Who holds a place now, and who held it before: what follows one another is no conflict."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model.claim import Extent, Polarity, Realis, SpeechAct, TimeBasis, TimePrecision
from bot.model.ports import Sourced
from bot.model.relation import Reason, RelationKind, Suppression
from tests.builders import NORLAND, SUDMARK, make_time
from tests.comparison.holding import ONE, SENTENCE, P, held, not_taken, taken
from tests.comparison.worlds import FIRST, asked, author, days_later, said

EXPLICIT: dict[str, Any] = {"basis": TimeBasis.EXPLICIT, "precision": TimePrecision.DAY}
SUCCESSIONS = {
    "driven from the part that it held": (
        held(extent=Extent.PARTIAL),
        taken(opponent=SUDMARK),
        Reason.FORMER_HOLDER_IN_SAME_SENTENCE,
    ),
    "three days apart": (held(), taken(day=days_later(3)), Reason.LATER_EVENT_CHANGES_HOLDER),
    "retaken from whom it names": (
        taken(day=FIRST),
        held(predicate=P.RETOOK, opponent=NORLAND, day=days_later(1)),
        Reason.FORMER_HOLDER_IN_SAME_SENTENCE,
    ),
    "held, and taken the day after from whom it names": (
        held(),
        taken(opponent=SUDMARK),
        Reason.FORMER_HOLDER_IN_SAME_SENTENCE,
    ),
    "whose it was, in passing, the day before": (
        author(in_="Reporter", predicate=P.CONTROLS, actor=SUDMARK),
        taken(),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "held, and left days later": (
        held(),
        held(predicate=P.WITHDREW, day=days_later(1)),
        Reason.CONCEDED_BY_LOSER,
    ),
    "months apart": (
        taken(),
        taken(day=days_later(200), actor=SUDMARK, side=SUDMARK),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "two holders, weeks apart": (
        held(),
        taken(predicate=P.CONTROLS, day=days_later(20)),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "conceded": (held(), taken(side=SUDMARK, by="A Sudmark officer"), Reason.CONCEDED_BY_LOSER),
    "conceded against interest": (held(), taken(side=None, against_interest=True), Reason.CONCEDED_BY_LOSER),
    "says itself that it left": (
        held(),
        said(predicate=P.WITHDREW, actor=SUDMARK, side=SUDMARK, by="A general", day=days_later(1)),
        Reason.CONCEDED_BY_LOSER,
    ),
    "says itself that it lost it": (
        held(),
        said(predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK, day=days_later(1), polarity=Polarity.DENIED),
        Reason.CONCEDED_BY_LOSER,
    ),
    "a neutral party confirms": (
        held(),
        taken(by="Westria's defence ministry", side="XWE", speech_act=SpeechAct.CONFIRM),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "an outlet reports it as fact": (
        held(),
        author(day=days_later(1), predicate=P.CAPTURED, actor=NORLAND),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "two captures on days of their own": (
        taken(time=make_time(FIRST, **EXPLICIT)),
        taken(actor=SUDMARK, side=SUDMARK, in_="Sudmark Today", time=make_time(days_later(1), **EXPLICIT)),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "an earlier year as background": (
        author(
            predicate=P.CAPTURED, actor=SUDMARK, realis=Realis.HISTORICAL, time=make_time(days_later(-200), **EXPLICIT)
        ),
        taken(),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "the past without a date": (
        author(predicate=P.CAPTURED, actor=SUDMARK, realis=Realis.HISTORICAL),
        taken(),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "denied, then taken": (not_taken(), taken(day=days_later(5)), Reason.LATER_EVENT_CHANGES_HOLDER),
    "one side tells both": (
        said(predicate=P.CONTROLS, actor=SUDMARK, by="Ann Berg"),
        taken(by="Jon Falk", predicate=P.CONTROLS),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "held for years, taken weeks before": (
        taken(day=FIRST),
        held(day=days_later(35), time=make_time(days_later(-900), end=days_later(35))),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "one speaker tells both": (held(), held(actor=NORLAND, day=days_later(1)), Reason.LATER_EVENT_CHANGES_HOLDER),
    "one article, one story": (
        author(in_=ONE, predicate=P.CONTROLS, actor=SUDMARK),
        said(in_=ONE, predicate=P.CAPTURED, actor=NORLAND, at=200),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "the capture's own sentence": (
        author(in_=ONE, predicate=P.CONTROLS, actor=SUDMARK, mentions=SENTENCE),
        said(in_=ONE, predicate=P.CAPTURED, actor=NORLAND, mentions=SENTENCE),
        Reason.FORMER_HOLDER_IN_SAME_SENTENCE,
    ),
}


@pytest.mark.parametrize(("a", "b", "reason"), SUCCESSIONS.values(), ids=SUCCESSIONS.keys())
def test_successions(a: Sourced, b: Sourced, reason: Reason) -> None:
    """A later change of hands, one that is conceded, or one that a neutral party confirms, is no conflict."""
    relation = asked(a, b)
    assert relation is not None
    assert (relation.relation, relation.reason) == (RelationKind.SUPERSEDES, reason)
    assert relation.suppressed_by is Suppression.SUCCESSION
    assert relation.conflict_type is None
