"""Which articles are one text."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.article.copies import COPY_SIMILARITY, are_copies, copy_pairs
from tests.builders import make_article

SIGNATURE = tuple(range(128))


def test_copies_are_told_by_text_and_by_signature() -> None:
    """Equal texts are copies; long ones when nearly all of their runs of words are the same."""
    one, same = make_article(publisher="A"), make_article(publisher="B")
    assert are_copies(one, same)
    near = make_article(text="x", shingle_signature=(*SIGNATURE[:120], *range(900, 908)))
    far = make_article(text="y", shingle_signature=(*SIGNATURE[:60], *range(900, 968)))
    whole = make_article(text="z", shingle_signature=SIGNATURE)
    assert are_copies(whole, near)
    assert not are_copies(whole, far)
    assert not are_copies(one, far)


@given(st.lists(st.tuples(st.integers(0, 3), st.sets(st.integers(0, 127), max_size=60), st.booleans()), max_size=8))
def test_the_pairs_are_all_that_are_copies(made: list[tuple[int, set[int], bool]]) -> None:
    """However the numbers that differ lie, each pair of copies is found, once, and no other."""
    articles = [
        make_article(
            text=f"text {number}" if own else "one text",
            publisher=f"Outlet {number}",
            shingle_signature=tuple(10_000 * number + at if at in changed else 1000 * base + at for at in range(128)),
        )
        for number, (base, changed, own) in enumerate(made, start=1)
    ]
    wanted = [(a, b) for a, b in combinations(articles, 2) if are_copies(a, b)]
    found = list(copy_pairs(articles))
    assert sorted((a.id, b.id) for a, b in found) == sorted((a.id, b.id) for a, b in wanted)


def test_the_search_misses_no_pair_at_the_threshold() -> None:
    """Signatures that differ in as many numbers as copies may, as evenly spread as they can be, still meet."""
    most = int(128 * (1 - COPY_SIMILARITY))
    spread = {round(number * 128 / most) for number in range(most)}
    one = make_article(text="a", shingle_signature=SIGNATURE)
    other = make_article(text="b", shingle_signature=tuple(-at - 1 if at in spread else at for at in range(128)))
    assert are_copies(one, other)
    assert list(copy_pairs([one, other])) == [(one, other)]
