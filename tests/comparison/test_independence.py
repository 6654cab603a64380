"""Which sources count as one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.comparison.independence import count_sources, independent
from bot.comparison.judgement import CopyTest
from bot.model.article import Article
from bot.model.claim import SpeakerType
from bot.model.ports import Sourced
from tests.builders import NORLAND, SUDMARK
from tests.comparison.worlds import SIDES, author, rules, said

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
    assert count_sources(claims, sides=SIDES, rules=rules(), copies=lambda _: ()) == 2
    assert count_sources([], sides=SIDES, rules=rules(), copies=lambda _: ()) == 0


def _pairwise(claims: Sequence[Sourced], copies: CopyTest) -> int:
    """Count as the definition says it: whatever depends on one of a group belongs to the group."""
    groups: list[list[Sourced]] = []
    for one in claims:
        tied = [
            group
            for group in groups
            if any(not independent(one, other, sides=SIDES, rules=rules(), copies=copies) for other in group)
        ]
        groups = [group for group in groups if group not in tied]
        groups.append([one, *(other for group in tied for other in group)])
    return len(groups)


OUTLETS = st.sampled_from(["Courier", "Moor Radio", "Third", None])
VOICES = st.one_of(
    OUTLETS.map(lambda outlet: author(in_=outlet)),
    st.builds(
        lambda outlet, voice: said(in_=outlet, **voice),
        OUTLETS,
        st.sampled_from(
            [
                {},
                STAFF,
                RESIDENT,
                {"by": "Norland's air force", "side": NORLAND},
                {"by": None, "side": None, "as_": SpeakerType.ANONYMOUS},
            ]
        ),
    ),
)


@given(st.lists(VOICES, max_size=12), st.integers(1, 9))
def test_the_count_is_that_of_the_definition(claims: list[Sourced], among: int) -> None:
    """Counting by voices first comes to what comparing every claim with every other comes to."""

    def some_copies(one: Article, other: Article) -> bool:
        return crc32(" ".join(sorted((one.id, other.id))).encode()) % among == 0

    def their_pairs(articles: Sequence[Article]) -> list[tuple[Article, Article]]:
        return [(one, other) for one, other in combinations(articles, 2) if some_copies(one, other)]

    counted = count_sources(claims, sides=SIDES, rules=rules(), copies=their_pairs)
    assert counted == _pairwise(claims, some_copies)
