"""What buttons carry: every action comes back from its text, within what a platform's button takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.actions import LONGEST, Action, Verb, decode, encode, fits, is_action
from bot.model.errors import RequestError

_args = st.lists(st.text(max_size=12), max_size=4).map(tuple)


@given(st.sampled_from(Verb), _args)
def test_an_action_comes_back_from_its_text(verb: Verb, args: tuple[str, ...]) -> None:
    """Whatever its arguments hold, signs of the form itself too."""
    if not fits(verb, args):
        with pytest.raises(ValueError, match="characters"):
            encode(Action(verb=verb, args=args))
        return
    text = encode(Action(verb=verb, args=args, label="Show", form=True))
    assert len(text) <= LONGEST
    assert is_action(text)
    assert decode(text) == Action(verb=verb, args=args)


def test_what_every_button_says_is_written_down() -> None:
    """Messages of years ago bear these words: a verb's value never comes to mean something else."""
    assert {one.name: one.value for one in Verb} == {
        "SEARCH": "s",
        "CONFLICTS": "cs",
        "CLAIM": "c",
        "DISPUTE": "d",
        "TIMELINE": "t",
        "EXPLAIN": "e",
        "DECIDE": "x",
        "SNOOZE": "z",
        "FOLLOWED": "f",
        "SUBSCRIPTION": "u",
        "SUBSCRIBE": "us",
        "EDIT": "ue",
        "PAUSE": "up",
        "RESUME": "ur",
        "REPEAT": "un",
        "PREVIEW": "uv",
        "DELETE": "ud",
        "SUBMIT": "w",
        "SETTINGS": "g",
        "SET": "gs",
    }


@pytest.mark.parametrize("text", ["", "cw1", "cw1~", "cw1~nothing~x", "cw0~s~x", "something else"])
def test_what_is_no_action_says_what_to_do(text: str) -> None:
    """A button of an older version, or of another program."""
    with pytest.raises(RequestError, match="Ask again"):
        decode(text)
