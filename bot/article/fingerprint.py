"""What makes two texts the same, and how alike two texts are.

MinHash: A. Broder, "On the resemblance and containment of documents" (1997), as datasketch does it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from hashlib import sha256
from operator import eq
from typing import Any, Final

PERMUTATIONS: Final = 128
SHINGLE_WORDS: Final = 5
# Under this a signature says little: copies are then found by equal text alone.
SHORTEST_WORDS: Final = 50
# Stored signatures are compared with new ones: the seed and the scheme never change.
_SEED: Final = 1
_SCHEME: Final = "affine32"
# Hash values of so many shingles times 128 permutations are held at once (2 MB).
_BATCH: Final = 4096

_WORD: Final = re.compile(r"\w+")
_FOLDED: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼ＇", "'"),
        **dict.fromkeys("“”„‟«»‹›″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        "…": "...",
        # soft hyphen, zero-width space, joiners, word joiner, byte order mark
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
_DOUBLED_QUOTE: Final = re.compile("''")


def fold_text(text: str) -> str:
    """Return the text without what copying changes: case, white space, kinds of quotes and dashes, composed letters."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
    return " ".join(_DOUBLED_QUOTE.sub('"', folded).split())


def content_hash(text: str) -> str:
    """Return the SHA-256 of the folded text, as 64 hexadecimal digits."""
    return sha256(fold_text(text).encode(errors="replace")).hexdigest()


def article_id(*, publisher: str | None, content: str) -> str:
    """Return 16 hexadecimal digits that follow from the publisher and the content's hash, anywhere the same."""
    return sha256(f"{fold_text(publisher or '')}\x1f{content}".encode(errors="replace")).hexdigest()[:16]


def shingle_signature(text: str) -> tuple[int, ...]:
    """Return the MinHash of the text's runs of five words: 128 numbers under 2**32; none under 50 words."""
    words = _WORD.findall(fold_text(text))
    if len(words) < SHORTEST_WORDS:
        return ()
    minhash = _empty().copy()
    for start in range(0, len(words) - SHINGLE_WORDS + 1, _BATCH):
        stop = min(start + _BATCH, len(words) - SHINGLE_WORDS + 1)
        minhash.update_batch([" ".join(words[at : at + SHINGLE_WORDS]).encode() for at in range(start, stop)])
    return tuple(map(int, minhash.hashvalues))


@cache
def _empty() -> Any:  # noqa: ANN401 - datasketch has no types
    """Return the MinHash of nothing; its permutations are drawn once."""
    # datasketch imports numpy, scipy and its searching parts: 0.6 s that a start without articles does not pay.
    from datasketch.minhash import MinHash  # type: ignore[import-untyped] # it has no types  # noqa: PLC0415

    return MinHash(num_perm=PERMUTATIONS, seed=_SEED, scheme=_SCHEME)


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the estimated share of runs of words that two texts have in common, 0 to 1 (standard error about 0.04).

    0 where either signature is empty. Signatures of different lengths raise ValueError.
    """
    if not one or not other:
        return 0.0
    if len(one) != len(other):
        raise ValueError(f"Signatures of {len(one)} and {len(other)} numbers do not compare.")
    # In C: this is asked of every article with every other that is compared with it.
    same: int = sum(map(eq, one, other))
    return same / len(one)
