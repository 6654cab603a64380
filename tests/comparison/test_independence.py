"""Which sources count as one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.comparison.independence import count_sources, independent
from bot.model.article import Article
from bot.model.claim import SpeakerType
from bot.model.ports import Sourced
from tests.builders import NORLAND, SUDMARK
from tests.comparison.worlds import SIDES, author, no_copies, rules, said

STAFF: dict[str, Any] = {"by": "Sudmark's general staff", "side": SUDMARK, "as_": SpeakerType.MILITARY}
RESIDENT: dict[str, Any] = {"by": "A resident", "side": None, "as_": SpeakerType.WITNESS}


def all_copies(_one: Article, _other: Article) -> bool:
    """Take every two articles for one text."""
    return True


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        pytest.param(said(), said(in_="Other", **STAFF), True, id="two-sides"),
        pytest.param(said(), said(in_="Other", **RESIDENT), True, id="a-side-and-a-resident"),
        pytest.param(said(), said(in_="Other"), False, id="one-speaker-two-outlets"),
        pytest.param(said(), said(in_="Other", by="Norland's air force", side=NORLAND), False, id="one-side"),
        pytest.param(author(in_="Courier"), author(in_="Moor Radio"), True, id="two-outlets"),
    ],
)
def test_voices_of_one_side_are_one_source(one: Sourced, other: Sourced, *, wanted: bool) -> None:
    """Two claims are independent where neither speaker nor side nor outlet is shared; the order does not matter."""
    assert independent(one, other, sides=SIDES, rules=rules()) is wanted
    assert independent(other, one, sides=SIDES, rules=rules()) is wanted


def test_a_copy_is_no_source() -> None:
    """What stands in a copy of a text is one source with it."""
    one, other = author(in_="Courier"), author(in_="Moor Radio")
    assert not independent(one, other, sides=SIDES, rules=rules(), copies=all_copies)


def test_sources_are_counted_in_groups() -> None:
    """However many voices a side has, it is one source."""
    claims = [said(), said(in_="Other"), said(in_="Third", by="Norland's air force"), said(in_="Fourth", **RESIDENT)]
    assert count_sources(claims, sides=SIDES, rules=rules(), copies=no_copies) == 2
    assert count_sources([], sides=SIDES, rules=rules(), copies=no_copies) == 0
