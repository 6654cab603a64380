"""Two texts at one address: whether one is the other, edited, and which of its sentences were taken out.

A page is asked for more than once: it may then show its teaser, a request to subscribe, or the newest entries of a live
report. Only where text of the former stands around a place does it say anything that a sentence is no longer there.
"""

from __future__ import annotations

import re

from bot.article.fingerprint import fold_text

SHARED = 2
"""So many sentences at least are in both, where one is an edition of the other; and half of the shorter one's."""
SHORTEST = 4
"""Words of a sentence that can tell where another stands: "Read more." stands anywhere."""

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


def is_edition(former: str, text: str) -> bool:
    """Whether the text is the former one, edited: enough of their sentences are the same."""
    one, other = ({said for _, _, said in sentences(part)} for part in (former, text))
    return len(one & other) >= max(SHARED, min(len(one), len(other)) / 2)


def says_still(former: str, start: int, text: str) -> bool:
    """Whether the sentence of the former text at `start` stands in the text as well."""
    at = _at(former, start)
    return at is not None and sentences(former)[at][2] in {said for _, _, said in sentences(text)}


def is_taken_out(former: str, start: int, text: str) -> bool:
    """Whether the sentence of the former text at `start` is gone from the text, or was changed.

    It is where the nearest sentences before and after it stand there still, or of the last one the nearest before it
    and more behind that; where its surroundings are gone as well, another part of the article is shown.
    """
    at = _at(former, start)
    if at is None or says_still(former, start, text):
        return False
    known = sentences(former)
    there = [said for _, _, said in sentences(text)]
    before = next((said for _, _, said in reversed(known[:at]) if _tells(said)), None)
    after = next((said for _, _, said in known[at + 1 :] if _tells(said)), None)
    if after is not None:
        return after in there and (before is None or before in there)
    return before is not None and before in there and there[-1] != before


def _at(text: str, start: int) -> int | None:
    return next((n for n, (first, last, _) in enumerate(sentences(text)) if first <= start < last), None)


def _bare(sentence: str) -> str:
    return " ".join(re.findall(r"\w+", fold_text(sentence)))


def _tells(said: str) -> bool:
    return len(said.split()) >= SHORTEST
