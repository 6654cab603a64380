"""Searches without their keys, and in whatever way people write."""

from __future__ import annotations

import pytest

from bot.model.errors import RequestError
from handlers.slack.abilities import meant, values_of
from handlers.slack.arguments import Search, read_search
from handlers.slack.words import typed

MONDAY = Search(place="Kupiansk", since="monday")
NEAR = Search(place="Kupiansk", radius="20 km")
BETWEEN = Search(place="Kupiansk", since="2022-09-01", until="2022-09-10")
LAST_WEEK = Search(place="Kupiansk", since="1 week ago")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kupiansk, since monday", MONDAY),
        ("Kupiansk; since:monday,", MONDAY),
        ("since monday, Kupiansk", MONDAY),
        ("*Kupiansk* since _monday_", MONDAY),
        ("`Kupiansk` --since monday", MONDAY),
        ("Kupiansk -since:monday", MONDAY),
        ("Kupiansk since : monday", MONDAY),
        ("Kupiansk :fire: 🔥 since monday", MONDAY),
        ("Kupiansk\N{ZERO WIDTH SPACE} since monday", MONDAY),
        ("<#C0ALERTS1|Kupiansk> since monday?", MONDAY),
        ("#Kupiansk since monday", MONDAY),
        ("<!subteam^S012|@desk> Kupiansk since monday <@U1|olena>", MONDAY),
        ('"Kupiansk", since "monday"', MONDAY),
        ("Kupiansk since:monday,side:norland", Search(place="Kupiansk", since="monday", side="norland")),
        ("Kupiansk since monday side norland", Search(place="Kupiansk", since="monday", side="norland")),
        ("KUPIANSK SINCE LAST MONDAY", Search(place="KUPIANSK", since="LAST MONDAY")),
        ("near Kupiansk 20km", NEAR),
        ("near Kupiansk 20 km", NEAR),
        ("within 20km of Kupiansk", NEAR),
        ("20 kilometres around Kupiansk", NEAR),
        ("Kupiansk within 20 km", NEAR),
        ("within a radius of 20 km of Kupiansk", NEAR),
        ("Kupiansk within:20km", Search(place="Kupiansk", radius="20km")),
        ("in Kupiansk", Search(place="Kupiansk")),
        ("near Kupiansk", Search(place="Kupiansk")),
        ("Kupiansk between 2022-09-01 and 2022-09-10", BETWEEN),
        ("Kupiansk from 2022-09-01 to 2022-09-10", BETWEEN),
        ("Kupiansk 2022-09-01..2022-09-10", BETWEEN),
        ("Kupiansk last week", LAST_WEEK),
        ("Kupiansk in the past week", LAST_WEEK),
        ("Kupiansk over the last 3 days", Search(place="Kupiansk", since="3 days ago")),
        ("Kupiansk yesterday", Search(place="Kupiansk", since="yesterday", until="yesterday")),
        ("Kupiansk on monday", Search(place="Kupiansk", since="monday", until="monday")),
        ("Kupiansk on 8 september", Search(place="Kupiansk", since="8 september", until="8 september")),
        ("Kupiansk today", Search(place="Kupiansk", since="today")),
        ("Kupiansk from monday", MONDAY),
        ("Kupiansk last week side:norland", Search(place="Kupiansk", since="1 week ago", side="norland")),
        ("Kupiansk kind captured", Search(place="Kupiansk", kind="captured")),
        ("Kupiansk by norland status disputed", Search(place="Kupiansk", side="norland", status="disputed")),
        ("Kupiansk text railway bridge", Search(place="Kupiansk", text="railway bridge")),
        ("Łódź Wschodnia", Search(place="Łódź Wschodnia")),
        ("קרית שמונה since:yesterday", Search(place="קרית שמונה", since="yesterday")),
        (
            "\N{FIRST STRONG ISOLATE}الخرطوم\N{POP DIRECTIONAL ISOLATE} since monday",
            Search(place="الخرطوم", since="monday"),
        ),
        ("Куп’янськ last week", Search(place="Куп’янськ", since="1 week ago")),
    ],
)
def test_a_search_is_read_as_it_was_meant(text: str, wanted: Search) -> None:
    """Signs, pictures and missing colons change nothing."""
    assert read_search(text) == wanted


@pytest.mark.parametrize(
    "place",
    [
        "In Salah",
        "in salah",
        "At Taybah",
        "West Side",
        "Side",
        "Text",
        "March",
        "Kupiansk, Kharkiv region, Ukraine",
        "Kupiansk (Kharkiv)",
        "Port Sudan",
        "Km 101",
        "Kilometre 7",
        "5 de Mayo",
        "Year of Ell",
        "Last Chance",
        "Stoke by Nayland"[:5],
        "D'Arcy",
        "Bosnia & Herzegovina",
    ],
)
def test_names_of_places_stay_whole(place: str) -> None:
    """Even where a word of theirs is a key elsewhere."""
    assert read_search(place) == Search(place=place)


def test_what_stands_in_quotation_marks_is_no_key() -> None:
    """So that any name can be searched."""
    assert read_search('"Stoke by Nayland"') == Search(place="Stoke by Nayland")
    assert read_search('"Camp last week"') == Search(place="Camp last week")


@pytest.mark.parametrize("command", ["/claims", "/conflicts"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<https://example.org/a?b=1&amp;c|example.org>", "That is an address"),
        ("<@U0ANALYST|olena>", "Name a place"),
        ("🔥", "Name a place"),
    ],
)
def test_what_is_no_search_says_what_is(command: str, text: str, told: str) -> None:
    """An address has a command of its own."""
    ability, rest = meant(command, text)
    with pytest.raises(RequestError, match=told):
        values_of(ability, rest)


@pytest.mark.parametrize("command", ["/claims", "/conflicts"])
@pytest.mark.parametrize("text", ["all", "ALL", "everywhere"])
def test_all_may_be_asked_for(command: str, text: str) -> None:
    """Wherever it is."""
    ability, rest = meant(command, text)
    assert values_of(ability, rest) == {}


def test_what_slack_writes_in_its_own_way_is_what_was_typed() -> None:
    """Entities that stand for signs begin no link; joiners inside of words belong to them."""
    assert typed("&lt;https://x.example|y&gt;") == "<https://x.example|y>"
    assert typed("<mailto:a@b.example|a@b.example> <tel:+1|+1>") == "a@b.example +1"
    assert typed("می\N{ZERO WIDTH NON-JOINER}خواهم") == "می\N{ZERO WIDTH NON-JOINER}خواهم"
