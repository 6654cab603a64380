"""Claims, disputes, explanations and places on a terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.desk.answers import (
    ClaimDetail,
    Comparison,
    DisputeDetail,
    Explanation,
    ShownClaim,
    ShownPosition,
    ShownRelation,
)
from bot.desk.words import event_time, modality, who
from bot.model.claim import Bound, Polarity, Quantity, Realis, TimePrecision, Unit, Verification
from bot.model.place import PlaceRelation, Scope
from bot.model.relation import ConflictType, Reason, RelationKind, Suppression
from handlers.console.claims import claim_detail, claims_table, explanation, place_words
from handlers.console.disputes import dispute_detail, disputes_table
from handlers.console.places import mentions_table, places_table
from tests.builders import DAY, make_article, make_claim, make_dispute, make_place, make_relation, make_time
from tests.handlers.console.conftest import Render


def show(heading: str = "Norland captured Ellbruck", **changes: Any) -> ShownClaim:
    """Return a claim as the desk shows it."""
    article = make_article()
    return ShownClaim(
        claim=make_claim(article=article, **changes),
        article=article,
        heading=heading,
        side_label="Norland",
        verification=Verification.DISPUTED,
    )


def test_a_claim_is_a_row(render: Render) -> None:
    """The beginning of its id, what, when, who, where, and what is known of it in a sign and a word."""
    one = show()
    text = render(claims_table([one]))
    for wanted in (one.claim.id[:8], "Norland captured Ellbruck", "2031-05-14", "defence ministry", "! disputed"):
        assert wanted in text


def test_who_wrote_it_stands_beside_outlet_and_date(render: Render) -> None:
    """In the table and in full; and nothing where it is not known."""
    one = show()
    written = replace(one, article=replace(one.article, byline="Ada Writer"))
    for shown in (claims_table([written]), claim_detail(ClaimDetail(shown=written, relations=()))):
        assert "The Ell Courier, by Ada Writer, 14 May 2031" in " ".join(render(shown).split())
    assert "by Ada" not in render(claims_table([one]))


def test_a_claim_in_full_has_its_quotes_and_relations(render: Render) -> None:
    """Nothing that is stated is left out, and nothing that is not stated is shown."""
    other = show("Sudmark holds Ellbruck", actor=None)
    relation = make_relation(relation=RelationKind.REFUTES, conflict_type=ConflictType.CONTROL)
    one = show(quantities=(Quantity(unit=Unit.KM, value=5, low=5, high=None, bound=Bound.AT_LEAST, text="5 km"),))
    shown = ShownRelation(relation=relation, other=other, other_is_older=False, why="Two holders at once.")
    text = render(claim_detail(ClaimDetail(shown=one, relations=(shown,))))
    for wanted in ("Ellbruck, Ellmoor, XSU", "at least 5 km", "Two holders at once.", one.claim.mentions[0].quote):
        assert wanted in text
    assert "means" not in text
    assert "extent" not in text


def test_a_claim_without_a_place_says_what_it_is_about(render: Render) -> None:
    """The theatre of an article is shown as such, and not as the place."""
    one = show(place=None, scope=Scope(region="Ellmoor", country="XSU", basis="title"))
    text = render(claim_detail(ClaimDetail(shown=one, relations=())))
    assert "about" in text
    assert "Ellmoor, XSU" in text


@pytest.mark.parametrize(
    ("older", "wanted"),
    [pytest.param(True, "succeeds", id="later"), pytest.param(False, "is succeeded by", id="earlier")],
)
def test_succession_is_read_from_the_claims_own_end(render: Render, *, older: bool, wanted: str) -> None:
    """The later claim succeeds the earlier, and the earlier is succeeded by the later."""
    relation = make_relation(relation=RelationKind.SUPERSEDES, reason=Reason.LATER_EVENT_CHANGES_HOLDER)
    shown = ShownRelation(relation=relation, other=show(), other_is_older=older, why="It changed hands.")
    assert wanted in render(claim_detail(ClaimDetail(shown=show(), relations=(shown,))))


def test_an_explanation_names_the_decision_and_its_reason(render: Render) -> None:
    """Both claims, the decision, why, and that it was made just now."""
    comparison = Comparison(
        kind=RelationKind.RELATED,
        conflict_type=None,
        suppressed_by=Suppression.CONTAINMENT,
        reason=Reason.PART_WITHIN_WHOLE,
        why="A part lies in the whole.",
    )
    answer = Explanation(a=show(), b=show("Other"), comparisons=(comparison,), stored=False)
    text = render(explanation(answer))
    assert "A is about the same as B (no conflict: containment)" in text
    assert "A part lies in the whole." in text
    assert "just now" in text


def test_a_dispute_is_a_row(render: Render) -> None:
    """What it is about, how it stands, and its positions."""
    text = render(disputes_table([make_dispute()]))
    for wanted in ("control of Ellbruck", "! open", "says claim-a / says claim-b", "14 May 2031"):
        assert wanted in text


def test_a_dispute_in_full_has_every_position_and_no_winner(render: Render) -> None:
    """Each position with the claims that hold it, and why they conflict."""
    position = ShownPosition(label="held by Norland", said_by=(), claims=(show(),), since=DAY, sources=1)
    other = ShownPosition(
        label="held by Sudmark", said_by=(), claims=(show("Sudmark holds Ellbruck"),), since=DAY, sources=2
    )
    detail = DisputeDetail(dispute=make_dispute(), positions=(position, other), whys=("Two holders at once.",))
    text = render(dispute_detail(detail))
    for wanted in ("held by Norland", "held by Sudmark", "Sudmark holds Ellbruck", "Two holders at once."):
        assert wanted in text


def test_a_position_says_who_takes_it(render: Render) -> None:
    """Behind what is said stands who says it, and not the side that it speaks of."""
    position = ShownPosition(
        label="not held by Norland", said_by=("Colonel Brandt", "Moor Radio"), claims=(show(),), since=DAY, sources=2
    )
    detail = DisputeDetail(dispute=make_dispute(), positions=(position,), whys=())
    assert "said by Colonel Brandt; Moor Radio" in render(dispute_detail(detail))


def test_the_same_sentence_is_not_explained_twice(render: Render) -> None:
    """Two decisions with one reason have their headings each, and the reason once."""
    comparisons = tuple(
        Comparison(
            kind=RelationKind.REFUTES,
            conflict_type=one,
            suppressed_by=None,
            reason=Reason.ASSERTED_AND_DENIED,
            why="The one denies it.",
        )
        for one in (ConflictType.POLARITY, None)
    )
    text = render(explanation(Explanation(a=show(), b=show("Other"), comparisons=comparisons, stored=True)))
    assert text.count("A contradicts B") == 2
    assert text.count("The one denies it.") == 1


def test_places_have_a_row_each(render: Render) -> None:
    """Name, kind, region, country and coordinates."""
    text = render(places_table([make_place()]))
    for wanted in ("Ellbruck", "settlement", "Ellmoor", "XSU", "10.00", "20.00"):
        assert wanted in text


def test_an_unknown_place_name_is_listed_all_the_same(render: Render) -> None:
    """A name that the gazetteer lacks has dashes for what is not known."""
    assert "Nowhere" in render(mentions_table([("Nowhere", None)]))


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        pytest.param({}, "Ellbruck, Ellmoor, XSU", id="in"),
        pytest.param({"relation": PlaceRelation.NEAR}, "near Ellbruck, Ellmoor, XSU", id="near"),
        pytest.param({"relation": PlaceRelation.EAST_OF, "region": None}, "east of Ellbruck, XSU", id="direction"),
    ],
)
def test_a_place_in_words(changes: dict[str, Any], wanted: str) -> None:
    """The relation, then the name, region and country, each once."""
    assert place_words(make_place(**changes)) == wanted


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        pytest.param({}, "2031-05-14", id="one day"),
        pytest.param({"precision": TimePrecision.MONTH}, "May 2031", id="month"),
        pytest.param({"precision": TimePrecision.YEAR}, "2031", id="year"),
        pytest.param({"end": None}, "2031-05-14 – …", id="open"),
        pytest.param({"start": None, "end": None}, "not known when", id="unknown"),
    ],
)
def test_a_time_in_words(changes: dict[str, Any], wanted: str) -> None:
    """As exact as it is known, and no more."""
    assert event_time(make_time(DAY.date(), **changes)) == wanted


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        pytest.param(("A. Brandt", "General Staff", "Sudmark"), "A. Brandt, General Staff (Sudmark)", id="all"),
        pytest.param((None, None, "Sudmark"), "Sudmark", id="side alone"),
        pytest.param(("Staff", "Staff", None), "Staff", id="named twice"),
        pytest.param((None, None, None), None, id="nobody"),
    ],
)
def test_who_says_it(parts: tuple[str | None, str | None, str | None], wanted: str | None) -> None:
    """As much as is known, and nothing twice."""
    assert who(*parts) == wanted


def test_what_is_no_plain_statement_is_marked() -> None:
    """Denied, planned, hypothetical and past are said."""
    assert modality(polarity=Polarity.AFFIRMED, realis=Realis.ACTUAL) is None
    assert modality(polarity=Polarity.DENIED, realis=Realis.FUTURE) == "denied, planned"
    assert modality(polarity=Polarity.AFFIRMED, realis=Realis.HISTORICAL) == "past"
