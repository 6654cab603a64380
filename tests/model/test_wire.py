from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.article import Article
from bot.model.claim import AssetKind, Bound, Claim, Quantity, Unit
from bot.model.place import PlaceMention
from bot.model.wire import (
    alert_object,
    article_object,
    claim_object,
    dispute_object,
    dumps,
    place_object,
    relation_object,
)
from tests.builders import make_alert, make_article, make_claim, make_dispute, make_place, make_relation, make_statement
from tests.model import strategies

CLAIM_KEYS = [
    *("type", "id", "article", "domain", "predicate", "asset", "state", "actor", "opponent", "place", "scope"),
    *("extent", "quantities", "time", "polarity", "certainty", "realis", "speech_act", "attribution"),
    *("verification", "means", "mentions", "unverified_by", "rule"),
]


@given(strategies.claims)
def test_only_plain_values_are_written(claim: Claim) -> None:
    """An object holds no enum, date or tuple, so that any serialiser takes it."""

    def check(value: Any) -> None:
        assert not isinstance(value, Enum)
        assert value is None or type(value) in {str, int, float, bool, list, dict}
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(one)

    check(claim_object(claim))


@given(st.text(alphabet=st.characters(codec=None), max_size=30))
def test_a_line_is_one_line_that_utf8_can_carry(text: str) -> None:
    """Whatever stands in an article, its JSON is one line, can be encoded, and reads back the same."""
    line = dumps({"text": text})

    assert len(line.splitlines()) == 1
    assert json.loads(line.encode()) == {"text": text}


def test_letters_are_not_escaped() -> None:
    """People read the lines: a letter of any script stands as itself."""
    assert dumps({"text": "Куп’янськ — “taken”"}) == '{"text":"Куп’янськ — “taken”"}'


def test_a_number_that_json_lacks_is_an_error() -> None:
    """NaN would make the line unreadable to everybody else."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps({"score": float("nan")})


def test_a_claim_has_the_keys_of_the_contract() -> None:
    """The keys and their order are what every reader of `--json` relies on."""
    found = claim_object(
        make_claim(
            asset=AssetKind.POWER,
            opponent="XSU",
            quantities=(
                Quantity(unit=Unit.MW, value=50.0, low=50.0, high=None, bound=Bound.AT_LEAST, text="over 50 MW"),
            ),
        )
    )

    assert list(found) == CLAIM_KEYS
    assert list(found["article"]) == ["id", "key"]
    assert list(found["asset"]) == ["kind", "name", "text"]
    assert list(found["actor"]) == list(found["opponent"]) == ["side", "name"]
    assert list(found["place"]) == [
        *("text", "name", "geonameid", "feature", "region", "country", "lat", "lon", "relation"),
    ]
    assert list(found["quantities"][0]) == ["unit", "value", "low", "high", "bound", "text"]
    assert list(found["time"]) == ["start", "end", "precision", "basis", "days"]
    assert list(found["attribution"]) == ["speaker", "affiliation", "side", "type", "against_interest"]
    assert list(found["mentions"][0]) == ["part", "start", "end", "quote"]


@pytest.mark.parametrize(
    ("found", "keys"),
    [
        pytest.param(
            relation_object(make_relation()),
            ["type", "a", "b", "relation", "conflict_type", "score", "reason", "suppressed_by"],
            id="relation",
        ),
        pytest.param(
            dispute_object(make_dispute()),
            ["type", "id", "slot", "status", "positions", "claims", "opened_at", "updated_at"],
            id="dispute",
        ),
        pytest.param(
            alert_object(make_alert()),
            ["type", "kind", "dispute", "article", "claims", "context", "title", "text"],
            id="alert",
        ),
    ],
)
def test_an_object_begins_with_the_keys_of_the_contract(found: dict[str, Any], keys: list[str]) -> None:
    """`type` is first, then what the contract names; what else there is comes after."""
    assert list(found)[: len(keys)] == keys
    assert found["type"] in {"relation", "dispute", "alert"}


def test_dates_are_iso_and_what_is_not_stated_is_null() -> None:
    """A day is written as a day, and a missing value as `null`."""
    found = claim_object(make_claim(place=None, actor=None))

    assert found["time"]["start"] == "2031-05-14"
    assert found["place"] is None
    assert found["actor"] is None
    assert found["scope"] is None


def test_an_article_has_the_keys_of_the_contract() -> None:
    """An article that is new says neither that it is known nor its text."""
    article = make_article(published_at=datetime(2031, 5, 14, 6, 30, tzinfo=UTC))

    assert article_object(article) == {
        "type": "article",
        "id": article.id,
        "key": article.key,
        "title": article.title,
        "publisher": "The Ell Courier",
        "published_at": "2031-05-14T06:30:00+00:00",
        "url": None,
    }


@pytest.mark.parametrize(
    ("options", "extra"),
    [
        pytest.param({"known": True}, {"known": True}, id="known"),
        pytest.param({"with_text": True}, {"text": "Two\r\nlines. "}, id="with-text"),
        pytest.param({"known": True, "with_text": True}, {"known": True, "text": "Two\r\nlines. "}, id="both"),
    ],
)
def test_an_article_says_more_where_asked(options: dict[str, bool], extra: dict[str, object]) -> None:
    """A known article is marked; the text is printed unchanged, and only on request."""
    article: Article = make_article(text="Two\r\nlines. ")

    assert article_object(article, **options) == {**article_object(article), **extra}


def test_a_resolved_place_name_is_printed_with_its_place() -> None:
    """The wording is cut from the text, everything else is the gazetteer's."""
    text = "Guns were heard near Ellbruk."
    place = make_place("Ellbruck", geonameid=7, lat=1.5, lon=2.5)

    assert place_object("a-1", PlaceMention(start=21, end=28, place=place), text) == {
        "type": "place",
        "article": "a-1",
        "text": "Ellbruk",
        "start": 21,
        "end": 28,
        "geonameid": 7,
        "feature": "settlement",
        "name": "Ellbruck",
        "region": "Ellmoor",
        "country": "XSU",
        "lat": 1.5,
        "lon": 2.5,
    }


def test_an_unresolved_place_name_is_printed_with_nulls() -> None:
    """A name that the gazetteer does not have is printed all the same."""
    found = place_object("a-1", PlaceMention(start=0, end=4, place=None), "Nowhere")

    assert found["text"] == "Nowh"
    assert {found[key] for key in ("geonameid", "feature", "name", "region", "country", "lat", "lon")} == {None}


def test_an_alert_keeps_its_statements() -> None:
    """Whoever words an alert anew finds each claim's speaker, source, date and quote."""
    alert = replace(make_alert(), statements=(make_statement(),))

    assert alert_object(alert)["statements"][0]["speaker"] == "Norland's defence ministry"
    assert alert_object(alert)["statements"][0]["published_at"] == "2031-05-14T09:00:00+00:00"
