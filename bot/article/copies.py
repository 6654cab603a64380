"""Which articles are copies of one another: one text, edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.article.fingerprint import similarity
from bot.model.article import Article

COPY_SIMILARITY = 0.6
"""Share of runs of five words from which on two texts are one text, edited.

Cut by its last paragraph, begun otherwise and in another house style, a report of 200 words keeps 0.63 to 0.67; another
reporter's on the same event has 0.08 in common with it (`tests/golden/test_copies.py`).
"""


def are_copies(one: Article, other: Article) -> bool:
    """Whether two articles are one text: equal when folded, or, where they are long enough, nearly so."""
    if one.content_hash == other.content_hash:
        return True
    return similarity(one.shingle_signature, other.shingle_signature) >= COPY_SIMILARITY


def copy_pairs(articles: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """Yield the pairs of which `are_copies` is true, each once, without trying them all.

    Two signatures that agree in more than half of their numbers agree in both numbers of some neighbouring two: where
    all pairs of neighbours differed, half of the numbers would (the pigeonhole principle). Only who meets is compared.
    """
    meeting: dict[object, list[int]] = {}
    for index, article in enumerate(articles):
        signature = article.shingle_signature
        met = set(meeting.get(article.content_hash, ()))
        meeting.setdefault(article.content_hash, []).append(index)
        for start in range(0, len(signature) - 1, 2):
            there = meeting.setdefault((start, signature[start], signature[start + 1]), [])
            met.update(there)
            there.append(index)
        for other in sorted(met):
            if are_copies(articles[other], article):
                yield articles[other], article
