"""What one speaker says both ways, and what is told late, in whatever order it comes in."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.claim import (
    Asset,
    AssetKind,
    AssetState,
    Mention,
    Polarity,
    Predicate,
    SpeechAct,
    TimeBasis,
    TimePrecision,
)
from bot.model.dispute import SlotKind
from bot.model.ports import Sourced
from bot.model.relation import ConflictType
from tests.builders import NORLAND, SUDMARK, make_place, make_time
from tests.comparison.worlds import FIRST, days_later, said
from tests.property.test_disputing import taken_in

SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DENIED: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY}
BRIDGE = Asset(kind=AssetKind.BRIDGE, text="the Ell bridge", name="Ell bridge")
ALONE = make_place(geonameid=None, feature=None, region=None, country=None)


def on(number: int) -> Any:
    """Return the time of an event whose day the words name."""
    return make_time(days_later(number), basis=TimeBasis.EXPLICIT, precision=TimePrecision.DAY)


def struck(where: str, **changes: Any) -> Sourced:
    """Somebody says that the strike of the first day hit a school in that town."""
    quote = f"The air strike hit a school in {where}."
    mention = Mention(part="body", start=0, end=len(quote), quote=quote)
    school = Asset(kind=AssetKind.SCHOOL, text="a school")
    given = {"asset": school, "state": AssetState.ATTACKED, "actor": None, "place": where, "time": on(0)}
    return said(mentions=(mention,), **{**given, **changes})


STORY = (
    # One general, both ways, of one capture; and much later of another event.
    said(by="Ann Berg", predicate=Predicate.CAPTURED, in_="Paper 1", day=days_later(6)),
    said(by="Ann Berg", predicate=Predicate.CAPTURED, in_="Paper 2", day=days_later(7), place=ALONE, **DENIED),
    said(by="Ann Berg", predicate=Predicate.WITHDREW, in_="Paper 3", day=days_later(60)),
    # Late articles about earlier days: another day of the capture, its denial, a capture of years ago.
    said(predicate=Predicate.CAPTURED, in_="Paper 4", day=days_later(10), time=on(6)),
    said(predicate=Predicate.CAPTURED, in_="Paper 5", day=days_later(10), time=on(2), side=SUDMARK),
    said(predicate=Predicate.CAPTURED, in_="Paper 6", day=days_later(9), side=SUDMARK, actor=NORLAND, **DENIED),
    said(predicate=Predicate.CAPTURED, in_="Paper 7", day=days_later(90), time=on(-1500), actor=SUDMARK),
    # A bridge: destroyed, unharmed by the same man's word, and mended two years later.
    said(by="Jon Falk", asset=BRIDGE, state=AssetState.DESTROYED, in_="Paper 8"),
    said(by="Jon Falk", asset=BRIDGE, state=AssetState.UNDAMAGED, in_="Paper 9", day=days_later(1)),
    said(asset=BRIDGE, state=AssetState.RESTORED, in_="Paper 10", day=days_later(700)),
    # One strike in two towns.
    struck("Sandbruck", in_="Paper 11", day=FIRST),
    struck("Ellmark", in_="Paper 12", day=days_later(2), side=SUDMARK),
)


@SOME
@given(st.permutations(STORY))
async def test_late_news_and_reversals_end_alike_in_any_order(order: list[Sourced]) -> None:
    """Every kind of dispute comes out the same, whichever of its articles came first."""
    wanted = await taken_in([[one] for one in STORY])
    assert await taken_in([[one] for one in order]) == wanted


async def test_the_story_has_a_dispute_of_every_new_kind() -> None:
    """The reversal of a general and of an official, two days of a capture, two places of a strike."""
    _, relations, disputes = await taken_in([[one] for one in STORY])
    kinds = {one.conflict_type for one in relations}
    assert {ConflictType.SELF_REVERSAL, ConflictType.TIME, ConflictType.PLACE, ConflictType.POLARITY} <= kinds
    assert {SlotKind.HOLDER, SlotKind.ASSET_STATE, SlotKind.TIME, SlotKind.PLACE} <= {
        one.slot.kind for one in disputes.values()
    }
    reversals = [one for one in relations if one.conflict_type is ConflictType.SELF_REVERSAL]
    later = STORY[2].claim.id
    assert len(reversals) == 2
    assert all(later not in {one.a, one.b} for one in reversals)


async def test_a_late_article_reopens_nothing_that_it_does_not_touch() -> None:
    """A capture of years ago, told late, leaves every dispute as it was."""
    late = STORY[6]
    _, _, before = await taken_in([[one] for one in STORY if one is not late])
    _, _, after = await taken_in([[one] for one in STORY])
    assert before == after
