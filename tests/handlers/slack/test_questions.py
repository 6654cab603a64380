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


@pytest.mark.parametrize("text", ["hello", "what's up?", "who is it", "?"])
def test_what_names_nothing_is_said(text: str) -> None:
    """With an example."""
    with pytest.raises(RequestError, match="Ask about a place"):
        read_question(text)


def test_mentions_are_no_words() -> None:
    """Neither the app's nor a person's; signs are signs again."""
    assert asks_for("<@U0CLAIMBT> hey <@U1> who holds R&amp;D Hill in <#C1|there>?") == "hey who holds R&D Hill in ?"
