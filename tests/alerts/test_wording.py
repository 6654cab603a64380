"""The alerts: complete, neutral, and the same from the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.alerts.wording import conflict_alert, summary_alert, update_alert, why_of
from bot.model.alert import Alert, AlertKind
from bot.model.claim import AssetKind, AssetState, Certainty, Mention, Polarity, Predicate, SpeechAct
from bot.model.dispute import Dispute, DisputeStatus, Position, SlotKind
from bot.model.place import Feature, Scope
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, Relation, RelationKind
from tests.builders import NORLAND, SUDMARK, make_article, make_dispute, make_place, make_relation, make_slot
from tests.comparison.worlds import SIDES, author, days_later, said

P = Predicate
NOW = datetime(2031, 6, 1, tzinfo=UTC)
HELD = said(predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK, in_="Sudmark Today")
TAKEN = said(predicate=P.RETOOK, actor=NORLAND, day=days_later(1), certainty=Certainty.PROBABLE)
UNSURE = author(in_=HELD.article, predicate=P.CONTROLS, actor=None, speech_act=SpeechAct.NOT_CONFIRMED)
VERDICTS = ("false", "true", "lie", "fact check", "propaganda", "wrong", "refuted", "proves", "winner")


def relation(**changes: Any) -> Relation:
    """Return a conflict of control between the two claims."""
    given = {
        "relation": RelationKind.REFUTES,
        "conflict_type": ConflictType.CONTROL,
        "reason": Reason.TAKEN_WHILE_HELD,
        **changes,
    }
    return make_relation(HELD.claim.id, TAKEN.claim.id, **given)


def dispute(**changes: Any) -> Dispute:
    """Return the dispute between the two claims."""
    slot = make_slot(f"holder:g:{make_place().geonameid}", label="control of Ellbruck")
    return make_dispute(HELD.claim.id, TAKEN.claim.id, **{"slot": slot, **changes})


def conflict(*context: Sourced, **changes: Any) -> Alert:
    """Return the alert of the conflict."""
    return conflict_alert(dispute(), relation(**changes), TAKEN, HELD, context=context, sides=SIDES, now=NOW)


def test_a_conflict_shows_both_sides() -> None:
    """Both headings, speakers, quotes, outlets and dates stand in the text, the older first."""
    alert = conflict()
    assert alert.kind is AlertKind.CONFLICT
    assert alert.title == "Conflicting claims: control of Ellbruck (Ellmoor, Sudmark)"
    assert alert.claims == (HELD.claim.id, TAKEN.claim.id)
    assert [one.heading for one in alert.statements] == ["Sudmark controls Ellbruck", "Norland retook Ellbruck"]
    for words in (
        "Sudmark's defence ministry [Sudmark]",
        "Norland's defence ministry [Norland]",
        "Sudmark Today, 14 May 2031",
        "The Ell Courier, 15 May 2031",
        "“What stands in the article.”",
        "(probable)",
    ):
        assert words in alert.text
    assert alert.text.index("Sudmark controls") < alert.text.index("Norland retook")


def test_a_conflict_does_not_depend_on_the_order_of_the_pair() -> None:
    """The two claims in either order give one alert."""
    swapped = conflict_alert(dispute(), relation(), HELD, TAKEN, context=(), sides=SIDES, now=NOW)
    assert swapped == conflict()


def test_two_claims_of_one_article_are_shown_in_its_order() -> None:
    """Where one article carries both, what it says first is shown first."""
    denial = said(predicate=P.CAPTURED, side=SUDMARK, polarity=Polarity.DENIED, speech_act=SpeechAct.DENY, at=90)
    first = said(predicate=P.CAPTURED, at=10)
    alert = conflict_alert(dispute(), relation(), denial, first, context=(), sides=SIDES, now=NOW)
    assert alert.claims == (first.claim.id, denial.claim.id)


def test_a_conflict_of_control_may_be_a_succession() -> None:
    """A change of hands within two days is told as what it may be."""
    assert "may be a succession" in (conflict().why or "")
    assert "may be a succession" in (conflict(reason=Reason.TWO_HOLDERS_AT_ONCE).why or "")
    assert "succession" not in (conflict(conflict_type=ConflictType.POLARITY).why or "")


@pytest.mark.parametrize("kind", list(ConflictType))
def test_every_conflict_has_its_reason(kind: ConflictType) -> None:
    """Each type of conflict is told in a sentence, and none declares a winner."""
    why = why_of(relation(conflict_type=kind, reason=Reason.ASSERTED_AND_DENIED))
    assert why.endswith(".")
    assert not any(word in why.lower().split() for word in VERDICTS)


def test_a_conflict_declares_no_winner() -> None:
    """No word of the alert says who is right."""
    words = conflict(UNSURE).text.lower().replace(".", " ").replace(",", " ").split()
    assert not set(VERDICTS) & set(words)
    assert "neither is judged here" in conflict().text


def test_who_could_not_confirm_is_named() -> None:
    """Who says that it could not check stands in the alert, from claims and from non-confirmations, each once."""
    checked = replace(TAKEN, claim=replace(TAKEN.claim, unverified_by="Reporter"))
    alert = conflict_alert(dispute(), relation(), HELD, checked, context=(UNSURE, UNSURE), sides=SIDES, now=NOW)
    assert alert.unverified_by == ("Reporter", "Sudmark Today")
    assert "Could not confirm: Reporter, Sudmark Today." in alert.text
    assert alert.context == (UNSURE.claim.id, UNSURE.claim.id)


def test_context_is_shown_beside() -> None:
    """Further claims are shown with their outlet, and are not among the two."""
    alert = conflict(UNSURE)
    assert "Also said:\n• not confirmed: who controls Ellbruck, Sudmark Today" in alert.text
    assert UNSURE.claim.id not in alert.claims


def test_an_alert_knows_where_it_is_about() -> None:
    """Countries, regions and places are those of its claims, for who follows what."""
    alert = conflict()
    assert (alert.countries, alert.regions, alert.geonameids) == ((SUDMARK,), ("Ellmoor",), (make_place().geonameid,))


def test_a_dispute_about_an_asset_is_titled_by_it() -> None:
    """The title names the asset and where it is."""
    slot = make_slot("state:x", kind=SlotKind.ASSET_STATE, label="state of dam in Ellbruck")
    broken = said(asset=AssetKind.DAM, state=AssetState.DESTROYED)
    whole = said(asset=AssetKind.DAM, state=AssetState.DESTROYED, side=SUDMARK, polarity=Polarity.DENIED, in_="Other")
    state = relation(conflict_type=ConflictType.POLARITY, reason=Reason.ASSERTED_AND_DENIED)
    alert = conflict_alert(dispute(slot=slot), state, broken, whole, context=(), sides=SIDES, now=NOW)
    assert alert.title == "Conflicting claims: state of dam in Ellbruck (Ellmoor, Sudmark)"


def test_a_measure_without_a_place_is_titled_by_its_label() -> None:
    """Where no claim names a place, the slot's label is the title."""
    slot = make_slot("measure:x", kind=SlotKind.MEASURE, label="km gained", place=None, country=None)
    front = said(predicate=P.ADVANCED, place=None)
    alert = conflict_alert(dispute(slot=slot), relation(), front, HELD, context=(), sides=SIDES, now=NOW)
    assert alert.title == "Conflicting claims: km gained"


def test_ids_follow_from_what_is_told() -> None:
    """The same dispute gives the same id at any time; another gives another."""
    later = conflict_alert(
        dispute(), relation(), HELD, TAKEN, context=(UNSURE,), sides=SIDES, now=NOW + timedelta(days=1)
    )
    other = conflict_alert(dispute(id="other"), relation(), HELD, TAKEN, context=(), sides=SIDES, now=NOW)
    assert later.id == conflict().id
    assert other.id != conflict().id


def test_an_update_tells_what_joined() -> None:
    """An update shows the new claims and all positions with how many claims hold them."""
    positions = (
        Position(label="held by Sudmark", side=SUDMARK, claims=(HELD.claim.id,)),
        Position(label="held by Norland", side=NORLAND, claims=("x", TAKEN.claim.id)),
    )
    alert = update_alert(dispute(positions=positions), [TAKEN], context=(), sides=SIDES, now=NOW)
    assert alert.kind is AlertKind.UPDATE
    assert alert.title == "1 more claim on control of Ellbruck (Ellmoor, Sudmark)"
    assert alert.claims == (TAKEN.claim.id,)
    assert "• held by Sudmark: 1 claim\n• held by Norland: 2 claims" in alert.text


@pytest.mark.parametrize(
    ("status", "words"),
    [(DisputeStatus.CONVERGED, "The sides now agree"), (DisputeStatus.SUPERSEDED, "Overtaken by a later event")],
)
def test_an_update_tells_how_it_ended(status: DisputeStatus, words: str) -> None:
    """A dispute that ended says how, and shows the claim that ended it."""
    alert = update_alert(dispute(status=status), [], context=[TAKEN], sides=SIDES, now=NOW)
    assert alert.title == f"{words}: control of Ellbruck (Ellmoor, Sudmark)"
    assert alert.context == (TAKEN.claim.id,)


def test_updates_differ_by_what_joined() -> None:
    """Two updates of one dispute have ids of their own."""
    one, other = (update_alert(dispute(), [joined], context=(), sides=SIDES, now=NOW) for joined in (HELD, TAKEN))
    assert one.id != other.id


def summary(*found: Sourced) -> Alert | None:
    """Return the summary of claims of one article."""
    article = make_article(publisher="Reporter", title="The day at the Ell", url="https://reporter.example/7")
    return summary_alert(article, [one.claim for one in found], sides=SIDES, now=NOW)


def test_no_claims_no_summary() -> None:
    """An article that claims nothing is not told of."""
    assert summary() is None


def test_a_summary_groups_by_place() -> None:
    """Claims stand under their place in the order of the text; those without one under the theatre."""
    scope = Scope(region="Ellmoor", country=SUDMARK, basis="the article's places")
    front = said(predicate=P.ADVANCED, place=None, scope=scope, at=300)
    region = said(place=make_place("Ellmoor", feature=Feature.REGION, geonameid=None), at=200)
    own = author(predicate=P.ENTERED, at=100)
    lost = said(predicate=P.ADVANCED, place=None, at=400)
    alert = summary(lost, front, region, own, said(at=50))
    assert alert is not None
    assert alert.title == "5 claims in Reporter: The day at the Ell"
    assert alert.text.splitlines()[3:] == [
        "",
        "Ellbruck (Ellmoor, Sudmark)",
        "• Norland captured Ellbruck — Norland's defence ministry [Norland]",
        "• Norland has forces in Ellbruck",
        "",
        "Ellmoor region (Sudmark)",
        "• Norland captured Ellmoor region — Norland's defence ministry [Norland]",
        "",
        "About Ellmoor, Sudmark",
        "• Norland advanced — Norland's defence ministry [Norland]",
        "",
        "No place named",
        "• Norland advanced — Norland's defence ministry [Norland]",
    ]
    assert len(alert.claims) == len(alert.statements) == 5


def test_a_headline_comes_after_the_text() -> None:
    """What only the headline says stands after what the text says."""
    title = said(predicate=P.ENTERED, mentions=(Mention(part="title", start=0, end=5, quote="Quote"),))
    alert = summary(title, said(at=90))
    assert alert is not None
    assert [one.heading for one in alert.statements] == ["Norland captured Ellbruck", "Norland has forces in Ellbruck"]
