"""What belongs together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.comparison.grouping import Grouping

PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30)


def test_what_is_joined_through_another_is_one_group() -> None:
    """Two that were each put together with a third are not apart; a fourth is."""
    groups: Grouping[str] = Grouping()
    groups.join("a", "b")
    groups.join("c", "b")
    assert not groups.apart("a", "c")
    assert groups.apart("a", "d")


@given(PAIRS)
def test_groups_do_not_depend_on_the_order_of_joining(pairs: list[tuple[int, int]]) -> None:
    """The same pairs in the opposite order, each turned round, leave the same together and apart."""
    there: Grouping[int] = Grouping()
    back: Grouping[int] = Grouping()
    for one, other in pairs:
        there.join(one, other)
    for one, other in reversed(pairs):
        back.join(other, one)
    assert all(there.apart(a, b) is back.apart(a, b) for a in range(13) for b in range(13))
