"""What people type after a command."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.errors import RequestError
from bot.model.subscription import Content
from handlers.slack.arguments import (
    Following,
    Search,
    read_following,
    read_mute,
    read_place,
    read_search,
)
from handlers.slack.words import first_word, typed, wants_help

ANYTHING = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ["search", "since", "since:", "text=", "text:a", '"', "“", "'", "digest", "only", "08:00", "X"]
        ),
        max_size=8,
    ).map(" ".join),
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("search", Search()),
        ("search Kupiansk", Search(place="Kupiansk")),
        ("Kupiansk", Search(place="Kupiansk")),
        ("Kharkiv region", Search(place="Kharkiv region")),
        ("search Kupiansk since monday text:bridge", Search(place="Kupiansk", since="monday", text="bridge")),
        ("SEARCH Kupiansk Since:monday", Search(place="Kupiansk", since="monday")),
        ("since=3d Kupiansk", Search(place="Kupiansk", since="3d")),
        ("since=3d Kharkiv region", Search(place="Kharkiv region", since="3d")),
        ("Kupiansk since 3 days ago", Search(place="Kupiansk", since="3 days ago")),
        ("Kupiansk text:blown bridge since: 3d", Search(place="Kupiansk", text="blown bridge", since="3d")),
        ('text:"blown bridge" Kupiansk', Search(place="Kupiansk", text="blown bridge")),
        ("text:“blown bridge” Kupiansk", Search(place="Kupiansk", text="blown bridge")),
        ("text:„blown bridge“ Kupiansk", Search(place="Kupiansk", text="blown bridge")),
        ("text=«blown bridge»", Search(text="blown bridge")),
        ('"since" text:x', Search(place="since", text="x")),
        ('place:"New York"', Search(place="New York")),
        ("Kup'yans'k since monday", Search(place="Kup'yans'k", since="monday")),
        ("'Kup’yans’k' since monday", Search(place="Kup’yans’k", since="monday")),
        ("Ust-Luga: port", Search(place="Ust-Luga: port")),
        ("Bosnia &amp; Herzegovina", Search(place="Bosnia & Herzegovina")),
        ("Kupiansk\u00a0since\tmonday", Search(place="Kupiansk", since="monday")),
        ('text:"unclosed quote', Search(place="quote", text='"unclosed')),
    ],
)
def test_a_search_is_read(text: str, wanted: Search) -> None:
    """In any usual way of writing it."""
    assert read_search(text) == wanted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("search since", "'since' needs a value"),
        ("Kupiansk text:", "'text' needs a value"),
        ("Kupiansk since monday since tuesday", "'since' is given twice"),
        ('Kupiansk text:"a b" bridge', "what 'bridge' belongs to"),
    ],
)
def test_what_cannot_be_told_is_said(text: str, told: str) -> None:
    """Rather than guessed."""
    with pytest.raises(RequestError, match=told):
        read_search(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kharkiv region", Following(place="Kharkiv region")),
        ("everything", Following(place="everything")),
        ("Sudan conflicts", Following(place="Sudan", content=Content.CONFLICTS)),
        ("Sudan claims", Following(place="Sudan")),
        ("Trinidad and Tobago", Following(place="Trinidad and Tobago")),
        (
            "Kharkiv region conflicts digest 08:00 Europe/Kyiv",
            Following(place="Kharkiv region", content=Content.CONFLICTS, digest_at="08:00", zone="Europe/Kyiv"),
        ),
        (
            "Kharkiv with conflicts and a daily digest at 8 in Europe/Kyiv",
            Following(place="Kharkiv", content=Content.CONFLICTS, digest_at="8", zone="Europe/Kyiv"),
        ),
        ("Sudan digest 08:00", Following(place="Sudan", digest_at="08:00")),
        ("Sudan digest only 08:00", Following(place="Sudan", content=Content.DIGEST, digest_at="08:00")),
        (
            "Sudan only digest 08:00 UTC",
            Following(place="Sudan", content=Content.DIGEST, digest_at="08:00", zone="UTC"),
        ),
        ("Sudan digest", Following(place="Sudan", content=Content.DIGEST)),
        (
            'place:"New York" content:conflicts digest:08:00 zone:America/New_York',
            Following(place="New York", content=Content.CONFLICTS, digest_at="08:00", zone="America/New_York"),
        ),
        (
            "Sudan content=digest digest=08:00 tz=Africa/Khartoum",
            Following(place="Sudan", content=Content.DIGEST, digest_at="08:00", zone="Africa/Khartoum"),
        ),
        ("Sudan digest 8 am Kyiv", Following(place="Sudan", digest_at="8 am", zone="Kyiv")),
        ("Sudan digest mondays 8am Kyiv", Following(place="Sudan", digest_at="mondays 8am", zone="Kyiv")),
        ("Sudan digest only hourly", Following(place="Sudan", content=Content.DIGEST, digest_at="hourly")),
        (
            'Sudan only:"captured, 2 sources" quiet:22:00-07:00 zone:Khartoum repeat:yes',
            Following(place="Sudan", only="captured, 2 sources", quiet="22:00-07:00", zone="Khartoum", repeat=True),
        ),
        ('"Digest" digest 8', Following(place="Digest", digest_at="8")),
        ("conflicts", Following(place="conflicts")),
    ],
)
def test_what_to_follow_is_read(text: str, wanted: Following) -> None:
    """As a sentence, or as keys and values."""
    assert read_following(text) == wanted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("content:conflicts", "Name a place first"),
        ("Sudan conflicts soon", "what 'soon' belongs to"),
        ("Sudan conflicts claims", "'content' is given twice"),
        ("Sudan content:rumours", "'rumours' is nothing that can be told"),
    ],
)
def test_what_to_follow_has_to_be_clear(text: str, told: str) -> None:
    """A channel should not follow what nobody meant."""
    with pytest.raises(RequestError, match=told):
        read_following(text)


def test_a_place_is_read() -> None:
    """With the word that says what to do, or without; in quotation marks, or without."""
    assert read_place("list Kharkiv region", verb="list") == "Kharkiv region"
    assert read_place("Kharkiv region", verb="list") == "Kharkiv region"
    assert read_place("list", verb="list") is None
    assert read_place("“Kharkiv region”") == "Kharkiv region"


@pytest.mark.parametrize("text", ["", "  ", "help", "HELP", "?", "--help"])
def test_help_is_asked_for(text: str) -> None:
    """Also by nothing at all."""
    assert wants_help(text)


def test_links_and_signs_are_what_was_typed() -> None:
    """Slack writes some of them in its own way."""
    assert typed(" <https://x.example/a?b=1&amp;c|x.example> ") == "https://x.example/a?b=1&c"
    assert typed("5 &lt; 6 &amp;amp;") == "5 < 6 &amp;"


def test_a_first_word_is_told_from_the_rest() -> None:
    """Whatever stands between them."""
    assert first_word(" Status \n now ") == ("status", "now")
    assert first_word("") == ("", "")


@settings(deadline=None)
@given(ANYTHING)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else comes out."""
    for read in (read_search, read_place, read_following):
        with suppress(RequestError):
            read(text)


@pytest.mark.parametrize(
    ("text", "what", "how_long"),
    [
        ("Kupiansk", "Kupiansk", None),
        ("Kupiansk for 2h", "Kupiansk", "2h"),
        ('"Kharkiv region" for 3 days', "Kharkiv region", "3 days"),
        ("everything for good", "everything", "good"),
    ],
)
def test_what_to_mute_is_read(text: str, what: str, how_long: str | None) -> None:
    """With for how long, or without."""
    assert read_mute(text) == (what, how_long)


def test_nothing_is_nothing_to_mute() -> None:
    """It says what could be."""
    with pytest.raises(RequestError, match="Name a place"):
        read_mute("  ")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kupiansk since monday side:ukraine", Search(place="Kupiansk", since="monday", side="ukraine")),
        ("since last week Kupiansk", Search(place="Kupiansk", since="last week")),
        (
            "since:3 days ago until yesterday Kharkiv region",
            Search(place="Kharkiv region", since="3 days ago", until="yesterday"),
        ),
        (
            "Izium within:20km by:russia type:captured",
            Search(place="Izium", radius="20km", side="russia", kind="captured"),
        ),
        (
            "domain:infrastructure asset=bridge status: disputed",
            Search(domain="infrastructure", asset="bridge", status="disputed"),
        ),
        ("after 2022-09-01 before 2022-09-10 Sudan", Search(place="Sudan", since="2022-09-01", until="2022-09-10")),
    ],
)
def test_every_filter_can_be_typed(text: str, wanted: Search) -> None:
    """By its name, by what people call it, days without a colon too."""
    assert read_search(text) == wanted


def test_a_subscription_may_name_a_side_and_an_outlet() -> None:
    """In quotation marks where they have several words; names of outlets may hold what parts a list."""
    found = read_following('Sudan conflicts side:"the army" publisher:"Gazette, Evening and Sunday"')
    assert (found.place, found.side, found.outlet) == ("Sudan", "the army", "Gazette, Evening and Sunday")
