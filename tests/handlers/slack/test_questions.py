"""Questions in plain words."""

from __future__ import annotations

import pytest

from bot.model.errors import RequestError
from handlers.slack.arguments import Search
from handlers.slack.questions import Question, asks_for, read_question


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("who holds Ellbruck?", "Ellbruck"),
        ("Who controls the city of New Ellbruck now?", "New Ellbruck"),
        ("who holds ellbruck", "ellbruck"),
        ("what is happening in the Ell Valley region, please", "Ell Valley region"),
        ("Ellbruck", "Ellbruck"),
        ("Is Ellbruck still in Norland's hands?", "Ellbruck"),
        ("who holds the Free State of Sudmark?", "Free State of Sudmark"),
        ("anything on Bad Ell-am-See?", "Bad Ell-am-See"),
    ],
)
def test_the_place_is_found(text: str, place: str) -> None:
    """Whatever words stand around it, in capitals or not."""
    assert read_question(text) == Question(search=Search(place=place))


def test_keys_and_days_are_read_too() -> None:
    """As in the command."""
    asked = read_question("who holds Ellbruck since last monday side:norland")
    assert asked.search == Search(place="Ellbruck", since="last monday", side="norland")


@pytest.mark.parametrize(
    ("text", "place"), [("conflicts in Ellbruck?", "Ellbruck"), ("any open disputes near Ellbruck", "Ellbruck")]
)
def test_conflicts_are_asked_for_by_name(text: str, place: str) -> None:
    """The word alone is enough."""
    assert read_question(text) == Question(search=Search(place=place), conflicts=True)
    assert read_question("conflicts") == Question(search=Search(), conflicts=True)


@pytest.mark.parametrize("text", ["hello", "what's up?", "who is it", "?", "Thank you!", "<@U1>", "🔥"])
def test_what_names_nothing_is_said(text: str) -> None:
    """With an example."""
    with pytest.raises(RequestError, match="Ask about a place"):
        read_question(text)


def test_mentions_are_no_words() -> None:
    """Neither the app's nor a person's; a channel is what it is called, signs are signs again."""
    text = "<@U0CLAIMBT> hey <@U1> who holds R&amp;D Hill near <#C1|ellbruck><#C2> <!here>?"
    assert asks_for(text) == "hey who holds R&D Hill near ellbruck ?"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("did Sudmark take Ellbruck?", Search(place="Ellbruck")),
        ("what does Sudmark say about Ellbruck?", Search(place="Ellbruck")),
        ("did the norlanders take ellbruck", Search(place="ellbruck")),
        ("is Ellbruck Norlander or Sudmarkish?", Search(place="Ellbruck")),
        ("which side holds the town of Ell-Luga?", Search(place="Ell-Luga")),
        ("was Ellbruck hit by a drone?", Search(place="Ellbruck")),
        ("Good morning! Who holds Ellbruck?", Search(place="Ellbruck")),
        ("how is it in New Ellbruck City?", Search(place="New Ellbruck City")),
        ("what happened in Ellbruck yesterday?", Search(place="Ellbruck", since="yesterday", until="yesterday")),
        ("everything about Ellbruck from the last 3 days", Search(place="Ellbruck", since="3 days ago")),
        ("anything within 20km of Ellbruck?", Search(place="Ellbruck", radius="20 km")),
        ("who holds Ellbruck since monday?", Search(place="Ellbruck", since="monday")),
        ("хто тримає Елльбрук?", Search(place="Елльбрук")),
        ("who holds الخرطوم؟".rstrip("؟"), Search(place="الخرطوم")),
    ],
)
def test_a_question_names_the_place_somehow(text: str, wanted: Search) -> None:
    """Who did it is no place, nor are days, distances and greetings."""
    demonyms = frozenset({"norlander", "sudmarkish"})
    assert read_question(text, demonyms=demonyms) == Question(search=wanted)
