"""Scoring against gold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import Gold, check_fields, match, read_gold, score
from bot.model.errors import UnreadableError

QUOTE = "Norland's troops have taken the town of Ellbruck"


def make_found(**changes: Any) -> dict[str, Any]:
    """Return a claim as the program prints it."""
    return {
        "type": "claim",
        "id": "c1",
        "article": {"id": "a1", "key": "ell"},
        "domain": "territory",
        "predicate": "captured",
        "actor": {"side": "XNO", "name": "Norland"},
        "place": {"text": "Ellbruck", "name": "Ellbruck", "geonameid": 7, "region": "Ellmoor", "country": "XSU"},
        "polarity": "affirmed",
        "realis": "actual",
        "time": {"start": "2031-05-14", "end": "2031-05-14", "days": None},
        "attribution": {"speaker": "Colonel A. Brandt", "affiliation": "General Staff", "side": "XNO"},
        "mentions": [{"part": "body", "start": 0, "end": len(QUOTE), "quote": QUOTE}],
        **changes,
    }


def make_wanted(**changes: Any) -> dict[str, Any]:
    """Return a gold claim."""
    return {
        "id": "g1",
        "article": "ell",
        "quote": "have taken the town of Ellbruck",
        "domain": "territory",
        "predicate": "captured",
        **changes,
    }


def make_gold(*claims: dict[str, Any], relations: tuple[dict[str, Any], ...] = ()) -> Gold:
    """Return a gold of these claims."""
    return Gold(claims=claims or (make_wanted(),), relations=relations)


def test_what_is_found_and_right_scores_in_full() -> None:
    """Every figure is one."""
    figures = score([make_found()], make_gold(make_wanted(actor="XNO", place={"geonameid": 7}))).figures()
    assert figures == {
        "must": 1,
        "found": 1,
        "recall": 1.0,
        "precision": 1.0,
        "fields": 1.0,
        "strict": 1.0,
        "relations": None,
        "conflict_alerts": 0,
    }


def test_nothing_found_is_no_division_by_zero() -> None:
    """Recall is nothing, and precision is not to blame."""
    scored = score([], make_gold())
    assert (scored.recall, scored.precision, scored.strict) == (0.0, 1.0, 0.0)
    assert [want["id"] for want in scored.missed] == ["g1"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"article": {"key": "other"}}, id="other article"),
        pytest.param({"domain": "infrastructure"}, id="other domain"),
        pytest.param({"predicate": "entered"}, id="other predicate"),
        pytest.param({"mentions": [{"quote": "something else was said"}]}, id="other words"),
        pytest.param({"mentions": [{"quote": "the town"}]}, id="too little of the quote"),
        pytest.param({"mentions": [{"quote": QUOTE + " x" * 300}]}, id="too long a mention"),
    ],
)
def test_what_does_not_stand_for_the_gold_claim_is_a_stray(changes: dict[str, Any]) -> None:
    """A claim of another article, kind or sentence is not the one."""
    scored = score([make_found(**changes)], make_gold())
    assert (scored.recall, scored.precision) == (0.0, 0.0)
    assert len(scored.strays) == 1


def test_said_twice_is_one_claim() -> None:
    """A second claim for the same gold claim is a stray; the one that agrees better is taken."""
    worse = make_found(id="c2", actor={"side": "XSU", "name": "Sudmark"})
    scored = score([worse, make_found()], make_gold(make_wanted(actor="XNO")))
    assert (scored.recall, scored.precision, scored.fields) == (1.0, 0.5, 1.0)
    assert [claim["id"] for claim in scored.strays] == ["c2"]


def test_optional_claims_cost_nothing() -> None:
    """Found, they are no strays; not found, they are not missed."""
    optional = make_wanted(id="g2", must=False, predicate="entered")
    assert (
        score([make_found(), make_found(id="c2", predicate="entered")], make_gold(make_wanted(), optional)).precision
        == 1
    )
    assert score([make_found()], make_gold(make_wanted(), optional)).recall == 1


def test_must_claims_are_matched_first() -> None:
    """An optional claim does not take the only claim that a must-claim could have."""
    optional = make_wanted(id="a-first", must=False)
    assert list(match([make_found()], [optional, make_wanted()])) == ["g1"]


@pytest.mark.parametrize(
    ("wanted", "field", "right"),
    [
        pytest.param({"polarity": "denied"}, "polarity", False, id="polarity"),
        pytest.param({}, "polarity", True, id="polarity by default"),
        pytest.param({"actor": "XSU"}, "actor", False, id="actor"),
        pytest.param({"actor": "XSU", "actor_also": ["XNO"]}, "actor", True, id="also allowed"),
        pytest.param({"speaker": "Brandt"}, "speaker", True, id="speaker by surname"),
        pytest.param({"speaker": "the Chief of General Staff"}, "speaker", False, id="speaker's words all"),
        pytest.param({"place": {"geonameid": 8}}, "place", False, id="geonameid"),
        pytest.param({"place": {"name": "ellbruck"}}, "place", True, id="place by name"),
        pytest.param({"place": {"region": "Ellmoor Oblast"}}, "region", True, id="region without its kind"),
        pytest.param({"place": {"region": "Hillmoor"}}, "region", False, id="another region"),
        pytest.param({"event_date": "2031-05-14"}, "event_date", True, id="date"),
        pytest.param({"event_month": "2031-06"}, "event_month", False, id="month"),
        pytest.param({"event_days": 3}, "event_days", False, id="window"),
        pytest.param({"verification": "unverified"}, "verification", False, id="verification"),
    ],
)
def test_a_field_agrees_or_does_not(wanted: dict[str, Any], field: str, *, right: bool) -> None:
    """Each field that gold gives is judged on its own."""
    assert check_fields(make_found(), make_wanted(**wanted))[field] is right


@pytest.mark.parametrize("field", ["polarity", "realis"])
def test_any_leaves_a_field_open(field: str) -> None:
    """Gold can say that readers differ."""
    assert field not in check_fields(make_found(), make_wanted(**{field: "any"}))


@pytest.mark.parametrize(
    ("quantity", "right"),
    [
        pytest.param({"unit": "km", "value": 50}, True, id="value"),
        pytest.param({"unit": "km", "low": 50, "bound": "at_least"}, True, id="bound"),
        pytest.param({"unit": "km2", "value": 50}, False, id="unit"),
        pytest.param({"unit": "km", "value": 52}, False, id="other value"),
    ],
)
def test_figures_agree_within_half_a_percent(quantity: dict[str, Any], *, right: bool) -> None:
    """Unit, bound and numbers count."""
    found = make_found(quantities=[{"unit": "km", "value": 50.1, "low": 50.1, "high": None, "bound": "at_least"}])
    assert check_fields(found, make_wanted(quantity=quantity))["quantity"] is right


def test_non_state_sides_may_be_spelt_a_little_differently() -> None:
    """`ell_front` for `the_ell_front`; country codes have to be equal."""
    found = make_found(actor={"side": "moor_liberation_front", "name": ""})
    assert check_fields(found, make_wanted(actor="moor_liberation_front_x"))["actor"]
    assert not check_fields(make_found(), make_wanted(actor="XNA"))["actor"]


@pytest.mark.parametrize(
    ("printed", "alert", "right"),
    [
        pytest.param({"relation": "refutes", "conflict_type": "polarity"}, True, True, id="right"),
        pytest.param({"relation": "refutes", "conflict_type": "polarity"}, False, False, id="no alert"),
        pytest.param({"relation": "refutes", "conflict_type": "state"}, True, False, id="other conflict"),
        pytest.param({"relation": "related", "conflict_type": None}, True, False, id="other relation"),
    ],
)
def test_a_relation_needs_its_label_type_and_alert(printed: dict[str, Any], *, alert: bool, right: bool) -> None:
    """All three have to be as gold has them."""
    wanted = {"a": "g1", "b": "g2", "relation": "refutes", "conflict_type": "polarity", "alert": True}
    gold = make_gold(make_wanted(), make_wanted(id="g2", polarity="denied"), relations=(wanted,))
    lines = [
        make_found(),
        make_found(id="c2", polarity="denied"),
        {"type": "relation", "a": "c1", "b": "c2", **printed},
    ]
    if alert:
        lines.append({"type": "alert", "kind": "conflict", "claims": ["c2", "c1"]})
    assert score(lines, gold).relations == float(right)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("not = [toml", id="no TOML"),
        pytest.param("title = 'x'", id="no claims"),
        pytest.param("[[claim]]\nid = 'x'", id="claim without a quote"),
    ],
)
def test_what_is_no_gold_file_is_said(tmp_path: Path, text: str) -> None:
    """The error names the file."""
    path = tmp_path / "gold.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"gold\.toml: not a gold file"):
        read_gold(path)
    with pytest.raises(UnreadableError, match="No such file"):
        read_gold(tmp_path / "missing.toml")
