"""Two texts at one address: whether one is the other, edited, and which of its sentences were taken out.

A page is asked for more than once: it may then show its teaser, a request to subscribe, or the newest entries of a live
report. Only where text of the former stands around a place does it say anything that a sentence is no longer there.
"""

from __future__ import annotations

import re
from collections import Counter

from bot.article.fingerprint import fold_text

SHARED = 2
"""So many sentences at least are in both, where one is an edition of the other; and half of the shorter one's."""
SHORTEST = 4
"""Words of a sentence that can tell where another stands: "Read more." stands anywhere."""

SHORT = 4
"""Sentences of a text at most that may be an edition of another of which it shares one alone."""

_LITTLE = 2
_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|\s*\n\s*")


def sentences(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the sentences of a text as start, end and folded words; cut at full stops and lines."""
    found: list[tuple[int, int, str]] = []
    start = 0
    for gap in (*_END.finditer(text), None):
        end = len(text) if gap is None else gap.start()
        if text[start:end].strip():
            found.append((start, end, _bare(text[start:end])))
        start = end if gap is None else gap.end()
    return tuple(found)


def is_edition(former: str, text: str, *, same_title: bool = False) -> bool:
    """Whether the text is the former one, edited: enough of their sentences are the same.

    Of short texts one that is the same may do, or the title, where the rest was rewritten; and where one is but the
    beginning of the other, that is one too.
    """
    one, other = ([said for _, _, said in sentences(part)] for part in (former, text))
    shared = set(one) & set(other)
    if len(shared) >= max(SHARED, min(len(set(one)), len(set(other))) / 2):
        return True
    telling = any(_tells(said) for said in shared)
    if telling and (shared == set(one) or shared == set(other)):
        return True
    if not (telling or same_title) or max(len(one), len(other)) > SHORT:
        return False
    new = [said for said in other if said not in shared]
    rewritten = sum(any(_is_rewritten(said, later) for later in new) for said in one if said not in shared)
    kept = len(shared) + same_title
    return rewritten > 0 and kept + rewritten >= max(SHARED, max(len(one), len(other)) / 2)


def says_still(former: str, start: int, text: str) -> bool:
    """Whether the sentence of the former text at `start` stands in the text as well."""
    at = _at(former, start)
    return at is not None and sentences(former)[at][2] in {said for _, _, said in sentences(text)}


def is_taken_out(former: str, start: int, text: str) -> bool:
    """Whether the sentence of the former text at `start` is gone from the text, or was changed.

    It is where the nearest sentences before and after it stand there still, or of the last one the nearest before it
    and behind that what it was changed to; where its surroundings are gone as well, another part of the article is
    shown. Where something new stands in front of all, as in live reports, what is missing may have made room for it.
    Texts that share less than two sentences are for `rewritten`.
    """
    at = _at(former, start)
    known = [said for _, _, said in sentences(former)]
    there = [said for _, _, said in sentences(text)]
    if at is None or known[at] in there or len(set(known) & set(there)) < SHARED:
        return False
    before = next((said for said in reversed(known[:at]) if _tells(said)), None)
    after = next((said for said in known[at + 1 :] if _tells(said)), None)
    if not {one for one in (before, after) if one is not None} <= set(there) or before is after:
        return False
    between = there[
        0 if before is None else there.index(before) + 1 : len(there) if after is None else there.index(after)
    ]
    if any(_is_rewritten(known[at], one) for one in between if one not in known):
        return True
    rolls = before is not None and there[0] not in known and _tells(there[0])
    return after is not None and not rolls


def rewritten(former: str, start: int, text: str) -> str | None:
    """Return what became of the sentence of a short former text at `start`, as folded words; `None` where it is kept.

    It is for texts that have too little in common to tell by what stands around it. What was only cut short, or goes
    on, is kept.
    """
    at = _at(former, start)
    known = [said for _, _, said in sentences(former)]
    there = [said for _, _, said in sentences(text)]
    if at is None or len(set(known) & set(there)) >= SHARED:
        return None
    return next((one for one in there if one not in known and _is_rewritten(known[at], one)), None)


def names_in(said: str, *names: str) -> bool:
    """Whether one of the names stands in a sentence as its folded words."""
    return any(bare and f" {bare} " in f" {said} " for bare in map(_bare, names))


def _at(text: str, start: int) -> int | None:
    return next((n for n, (first, last, _) in enumerate(sentences(text)) if first <= start < last), None)


def _bare(sentence: str) -> str:
    return " ".join(re.findall(r"\w+", fold_text(sentence)))


def _tells(said: str) -> bool:
    return len(said.split()) >= SHORTEST


def _is_rewritten(said: str, other: str) -> bool:
    """Whether two thirds of the words are the same, little ones aside, and neither is the beginning of the other."""
    if f"{said} ".startswith(f"{other} ") or f"{other} ".startswith(f"{said} "):
        return False
    one, two = (Counter(word for word in words.split() if len(word) > _LITTLE) for words in (said, other))
    return 3 * (one & two).total() >= one.total() + two.total() > 0
