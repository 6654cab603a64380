"""The alerts: complete, neutral, and the same from the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.alerts.reasons import why_of
from bot.alerts.wording import conflict_alert, summary_alert, update_alert
from bot.comparison.positions import positions_of
from bot.model.alert import Alert, AlertKind
from bot.model.claim import AssetKind, AssetState, Certainty, Mention, Polarity, Predicate, SpeakerType, SpeechAct
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
    return conflict_alert(dispute(), relation(**changes), TAKEN, HELD, context=context, sides=SIDES, now=NOW, sources=2)


def test_a_conflict_shows_both_sides() -> None:
    """Both headings, speakers, quotes, outlets and dates stand in the text, the older first."""
    alert = conflict()
    assert alert.kind is AlertKind.CONFLICT
    assert alert.title == "Conflicting claims: control of Ellbruck (Ellmoor, Sudmark)"
    assert alert.claims == (HELD.claim.id, TAKEN.claim.id)
    assert [one.heading for one in alert.statements] == ["Sudmark controls Ellbruck", "Norland retook Ellbruck"]
    for words in (
        "Sudmark's defence ministry: ",
        "Norland's defence ministry: ",
        "Sudmark Today, 14 May 2031",
        "The Ell Courier, 15 May 2031",
        "“What stands in the article.”",
        "(probable)",
    ):
        assert words in alert.text
    assert alert.text.index("Sudmark controls") < alert.text.index("Norland retook")


def test_a_conflict_does_not_depend_on_the_order_of_the_pair() -> None:
    """The two claims in either order give one alert."""
    swapped = conflict_alert(dispute(), relation(), HELD, TAKEN, context=(), sides=SIDES, now=NOW, sources=2)
    assert swapped == conflict()


def test_two_claims_of_one_article_are_shown_in_its_order() -> None:
    """Where one article carries both, what it says first is shown first."""
    denial = said(predicate=P.CAPTURED, side=SUDMARK, polarity=Polarity.DENIED, speech_act=SpeechAct.DENY, at=90)
    first = said(predicate=P.CAPTURED, at=10)
    alert = conflict_alert(dispute(), relation(), denial, first, context=(), sides=SIDES, now=NOW, sources=2)
    assert alert.claims == (first.claim.id, denial.claim.id)


def test_a_conflict_of_control_may_be_a_succession() -> None:
    """A change of hands within two days is told as what it may be."""
    assert "may be a succession" in (conflict().why or "")
    assert "may be a succession" in (conflict(reason=Reason.TWO_HOLDERS_AT_ONCE).why or "")
    assert "succession" not in (conflict(conflict_type=ConflictType.POLARITY).why or "")


@pytest.mark.parametrize("kind", list(ConflictType))
def test_every_conflict_has_its_reason(kind: ConflictType) -> None:
    """Each type of conflict is told in a sentence, and none declares a winner."""
    why = why_of(relation(conflict_type=kind, reason=Reason.ASSERTED_AND_DENIED), HELD, TAKEN)
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
    alert = conflict_alert(
        dispute(), relation(), HELD, checked, context=(UNSURE, UNSURE), sides=SIDES, now=NOW, sources=2
    )
    assert alert.unverified_by == ("Reporter", "Sudmark Today")
    assert alert.unconfirmed_by == ()
    assert "Not verified by: Reporter, Sudmark Today." in alert.text
    assert alert.context == (UNSURE.claim.id, UNSURE.claim.id)


@pytest.mark.parametrize(
    ("speaker", "confirms"),
    [
        pytest.param({"as_": SpeakerType.MILITARY}, True, id="army"),
        pytest.param({"as_": SpeakerType.OFFICIAL, "side": None, "by": "The mayor"}, True, id="official of no side"),
        pytest.param({"as_": SpeakerType.COMPANY}, True, id="company of a side"),
        pytest.param({"as_": SpeakerType.MEDIA, "by": "The Hill Post"}, False, id="outlet of a side"),
        pytest.param({"as_": SpeakerType.NGO_IGO, "side": None, "by": "Observers"}, False, id="observers"),
    ],
)
def test_who_did_not_confirm_is_told_from_who_could_not_check(speaker: dict[str, Any], *, confirms: bool) -> None:
    """A party that was asked stands under "not confirmed by", a third party under "not verified by"."""
    one = said(predicate=P.ENTERED, speech_act=SpeechAct.NOT_CONFIRMED, **speaker)
    alert, name = conflict(one), (one.claim.attribution.speaker,)
    assert (alert.unconfirmed_by, alert.unverified_by) == ((name, ()) if confirms else ((), name))
    assert f"Not {'confirmed' if confirms else 'verified'} by: {name[0]}." in alert.text


def test_context_is_shown_beside() -> None:
    """Further claims are shown with their outlet and date, and are not among the two."""
    alert = conflict(UNSURE)
    also = "Also said:\n• Who controls Ellbruck (not confirmed), Sudmark Today, 14 May 2031, 09:00 UTC"
    assert also in alert.text
    assert UNSURE.claim.id not in alert.claims
    assert alert.statements[2].claim == UNSURE.claim.id


def test_of_much_context_a_few_are_shown() -> None:
    """Five further claims are shown and the rest counted; all are in the context."""
    more = [author(predicate=P.ENTERED, at=number) for number in range(8)]
    alert = conflict(*more)
    assert len(alert.statements) == 7
    assert len(alert.context) == 8
    assert "• and 3 more" in alert.text


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
    alert = conflict_alert(dispute(slot=slot), state, broken, whole, context=(), sides=SIDES, now=NOW, sources=2)
    assert alert.title == "Conflicting claims: state of dam in Ellbruck (Ellmoor, Sudmark)"


def test_a_measure_without_a_place_is_titled_by_its_label() -> None:
    """Where no claim names a place, the slot's label is the title."""
    slot = make_slot("measure:x", kind=SlotKind.MEASURE, label="km gained", place=None, country=None)
    front = said(predicate=P.ADVANCED, place=None)
    alert = conflict_alert(dispute(slot=slot), relation(), front, HELD, context=(), sides=SIDES, now=NOW, sources=2)
    assert alert.title == "Conflicting claims: km gained"


def test_ids_follow_from_what_is_told() -> None:
    """The same dispute gives the same id at any time; another gives another."""
    later = conflict_alert(
        dispute(), relation(), HELD, TAKEN, context=(UNSURE,), sides=SIDES, now=NOW + timedelta(days=1), sources=2
    )
    other = conflict_alert(dispute(id="other"), relation(), HELD, TAKEN, context=(), sides=SIDES, now=NOW, sources=2)
    assert later.id == conflict().id
    assert other.id != conflict().id


def test_an_update_tells_what_joined() -> None:
    """An update shows the new claims, how the dispute stands, and who said what before."""
    positions = positions_of(dispute().slot.key, [HELD, TAKEN], sides=SIDES)
    alert = update_alert(dispute(positions=positions), [TAKEN], context=(), sides=SIDES, now=NOW, sources=2)
    assert alert.kind is AlertKind.UPDATE
    assert alert.title == "1 more claim on control of Ellbruck (Ellmoor, Sudmark)"
    assert alert.claims == (TAKEN.claim.id,)
    assert alert.status is DisputeStatus.OPEN
    assert "(the dispute is open)" in alert.text
    assert alert.positions == (
        "held by Sudmark – Sudmark's defence ministry (Sudmark Today, 14 May 2031, 09:00 UTC)",
        "held by Norland – as above",
    )
    assert all(f"• {line}" in alert.text for line in alert.positions)


def test_an_update_names_a_few_of_many_voices() -> None:
    """Of each position the first few voices have a line, and the others are counted."""
    voices = tuple(f"Voice {number}" for number in range(6))
    position = Position(label="held by Sudmark", side=SUDMARK, claims=tuple("abcdef"), voices=voices)
    alert = update_alert(dispute(positions=(position,)), [TAKEN], context=(), sides=SIDES, now=NOW, sources=2)
    assert alert.positions[0] == "held by Sudmark – Voice 0"
    assert alert.positions[-1] == "held by Sudmark – and 2 more"
    assert len(alert.positions) == 5


@pytest.mark.parametrize(
    ("status", "words"),
    [(DisputeStatus.CONVERGED, "The sides now agree"), (DisputeStatus.SUPERSEDED, "Overtaken by a later event")],
)
def test_an_update_tells_how_it_ended(status: DisputeStatus, words: str) -> None:
    """A dispute that ended says how, and shows the claim that ended it."""
    alert = update_alert(dispute(status=status), [], context=[TAKEN], sides=SIDES, now=NOW, sources=2)
    assert alert.title == f"{words}: control of Ellbruck (Ellmoor, Sudmark)"
    assert alert.context == (TAKEN.claim.id,)


def test_updates_differ_by_what_joined() -> None:
    """Two updates of one dispute have ids of their own."""
    one, other = (
        update_alert(dispute(), [joined], context=(), sides=SIDES, now=NOW, sources=2) for joined in (HELD, TAKEN)
    )
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
        "• Norland captured Ellbruck — Norland's defence ministry",
        "• Norland has forces in Ellbruck",
        "",
        "Ellmoor region (Sudmark)",
        "• Norland captured Ellmoor region — Norland's defence ministry",
        "",
        "About Ellmoor, Sudmark",
        "• Norland advanced — Norland's defence ministry",
        "",
        "No place named",
        "• Norland advanced — Norland's defence ministry",
    ]
    assert [one.about for one in alert.statements][1:3] == ["Ellbruck (Ellmoor, Sudmark)", "Ellmoor region (Sudmark)"]
    assert len(alert.claims) == len(alert.statements) == 5


def test_a_publisher_that_nobody_knows_is_left_out() -> None:
    """The title of a summary names no outlet where none is known."""
    article = make_article(publisher="unknown", title="The day at the Ell")
    alert = summary_alert(article, [said().claim], sides=SIDES, now=NOW)
    assert alert is not None
    assert alert.title == "1 claim: The day at the Ell"


def test_an_outlet_that_speaks_is_not_named_twice() -> None:
    """Where the outlet is the speaker, its name stands once behind what it says."""
    own = said(by="The Hill", side=None, as_=SpeakerType.MEDIA, in_="The Hill Post", speech_act=SpeechAct.NOT_CONFIRMED)
    assert "(not confirmed), The Hill Post, 14 May 2031" in conflict(own).text


def test_a_dispute_keeps_its_oldest_spelling() -> None:
    """The title takes the town's name from the dispute, with the usual name beside it, whoever speaks in the alert."""
    slot = make_slot(label="control of Ellbrück")
    for joined in (HELD, TAKEN):
        alert = update_alert(dispute(slot=slot), [joined], context=(), sides=SIDES, now=NOW, sources=2)
        assert alert.title == "1 more claim on control of Ellbrück (Ellbruck; Ellmoor, Sudmark)"


def test_a_headline_comes_first() -> None:
    """What the headline says stands before what the text says, and the rest in the order of the text."""
    title = said(predicate=P.ENTERED, mentions=(Mention(part="title", start=0, end=5, quote="Quote"),))
    alert = summary(title, said(at=90))
    assert alert is not None
    assert [one.heading for one in alert.statements] == ["Norland has forces in Ellbruck", "Norland captured Ellbruck"]
