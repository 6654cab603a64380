"""Splits a text into sentences before anything is parsed.

Every sentence is parsed alone, so the split has to be the same whatever else is switched on. Blank lines and bullets
always end a sentence; abbreviations, initials and quotation marks never do by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.extraction import labels

# A longer stretch without a sentence end is cut at white space, so that parsing stays linear in the text's length.
LONGEST_SENTENCE = 1200

_PARAGRAPH = re.compile(r"\n[ \t\u00a0]*\n\s*")
# "2011 Libyan civil war: …": what an item belongs to, and no part of its sentence.
_LABEL = re.compile(
    r"[^.:;!?\"“”]{0,80}\b(?:wars?|conflict|crisis|insurgency|protests?|uprising|revolution|unrest|campaign|clashes|violence"
    r"|offensive|intervention|spillover|siege|attacks?|bombings?|dispute|rebellion|battle|coup|operation)\b"
    r"[^.:;!?\"“”]{0,40}:\s+(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
# "KHARTOUM (Agency) — …", "GAZA/CAIRO, May 28 - …": where a report was filed, and no part of its sentence.
_DATELINE = re.compile(
    # "Kyiv, Ukraine (Agency) — …": in other letters only with who filed it.
    r"[A-Z\u00c0-\u00de][\w'’.-]+(?:[ /][A-Z\u00c0-\u00de][\w'’.-]+){0,2}(?:,\s+[A-Z][\w.]*(?:\s+\w+){0,2})?"
    r"\s+\([A-Z][^)\n]{1,40}\)\s*[-–—]+\s+(?=[A-Z\u00c0-\u00de\"“])"
    r"|(?=[A-Z\u00c0-\u00de]{3})[A-Z\u00c0-\u00de'’./ -]{3,40}(?:,\s+[A-Z][\w.]*(?:\s+\w+){0,2})?"
    r"(?:,\s+[A-Z][a-z]+\.?\s+\d{1,2})?"
    r"(?:\s+\([^)\n]{2,40}\))?\s*[-–—]+\s+(?=[A-Z\u00c0-\u00de\"“])"
)
# "23 Mar, 22:00 - …", "14:05 GMT: …", "16:40 Troops …": when a post was made, and no part of its sentence.
_STAMP = re.compile(
    r"(?:\d{1,2}\s+[A-Z][a-z]{2,8}\.?,?\s+)?\d{1,2}[:.]\d{2}"
    r"(?:\s?(?:[ap]\.?m\.?|GMT|UTC|[A-Z]{2,4}|local time))?\s*[-–—:|]\s+"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?(?:GMT|UTC|local time))?\s+(?=[A-Z\u00c0-\u00de\"“][^\s]*\s)"
)
_BULLET = re.compile(r"\s*(?:[•●▪‣*·]|[-–—](?=\s)|\(?\d{1,2}[.)](?=\s))\s*")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*(?=\s+)")
_OPENING = re.compile(r"[\"'“‘«(\[]*(?:[^\W\d_]|\d)")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "sgt",
        "maj",
        "capt",
        "cpl",
        "adm",
        "cmdr",
        "brig",
        "gov",
        "sen",
        "rep",
        "rev",
        "hon",
        "st",
        "ste",
        "mt",
        "ft",
        "no",
        "nos",
        "vs",
        "etc",
        "jr",
        "sr",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "univ",
        "approx",
        "est",
        "fig",
        "vol",
        "pp",
        "ca",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "sq",
        "km",
    ]
)
_DOTTED = re.compile(r"^(?:[^\W\d_]\.)+$")
_STARTERS = frozenset(
    [
        "the",
        "it",
        "he",
        "she",
        "they",
        "we",
        "i",
        "this",
        "that",
        "these",
        "those",
        "in",
        "on",
        "at",
        "but",
        "and",
        "a",
        "an",
        "as",
        "after",
        "before",
        "there",
        "his",
        "her",
        "their",
        "its",
    ]
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence of a part (`title` or `body`); `part[start:end] == text`, offsets in code points."""

    part: str
    start: int
    end: int
    text: str
    paragraph: int


def split(part: str, text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order, without surrounding white space; linear in its length."""
    found = []
    for number, (start, end) in enumerate(_blocks(text)):
        for first, last in _sentences(text, start, end):
            found.append(Sentence(part=part, start=first, end=last, text=text[first:last], paragraph=number))
    return tuple(found)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between hard boundaries: paragraphs, bullets, and lines that stand alone."""
    at = 0
    for gap in _PARAGRAPH.finditer(text):
        yield from _lines(text, at, gap.start())
        at = gap.end()
    yield from _lines(text, at, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Join wrapped lines; keep apart the lines that begin with a bullet or follow a line that is no wrapped one."""
    lines = []
    at = start
    while at < end:
        newline = text.find("\n", at, end)
        stop = end if newline < 0 else newline
        lines.append((at, stop))
        at = stop + 1
    widest = max((stop - first for first, stop in lines), default=0)
    block: list[int] | None = None
    for first, stop in lines:
        bullet = _BULLET.match(text, first, stop) if text[first:stop].strip() else None
        begins = first if bullet is None else bullet.end()
        if block is None:
            block = [begins, stop]
        elif bullet is not None or _stands_alone(text, block, begins, widest):
            yield block[0], block[1]
            block = [begins, stop]
        else:
            block[1] = stop
    if block is not None:
        yield block[0], block[1]


def _stands_alone(text: str, block: list[int], begins: int, widest: int) -> bool:
    """Whether the line before is complete: it ends a sentence, or is clearly shorter than a wrapped line."""
    before = text[block[0] : block[1]].rstrip()
    last_line = before.rsplit("\n", 1)[-1]
    after = text[begins : begins + 1]
    if not before or (after and after.islower()):
        return False
    return before[-1] in '.!?…:"”’»)' or len(last_line) < 0.7 * widest or len(last_line) == widest < 60


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    label = _STAMP.match(text, start, end) or _DATELINE.match(text, start, end) or _LABEL.match(text, start, end)
    if label is not None:
        yield from _pieces(text, start, label.end())
        at = label.end()
    behind = labels.opening(text, at, end)
    if behind is not None:
        yield from _pieces(text, at, behind)
        at = behind
    last = labels.closing(text, at, end)
    if last is not None:
        yield from _sentences_of(text, at, at + len(text[at:last].rstrip(" \t\u00a0-–—:")))
        yield from _pieces(text, last, end)
    else:
        yield from _sentences_of(text, at, end)


def _sentences_of(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    for mark in _END.finditer(text, at, end):
        after = _next(text, mark.end(), end)
        if after < end and _is_end(text, at, mark, after, end):
            yield from _pieces(text, at, mark.end())
            at = after
    yield from _pieces(text, at, end)


def _next(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _is_end(text: str, at: int, mark: re.Match[str], after: int, end: int) -> bool:
    opening = _OPENING.match(text, after, end)
    if opening is None or opening.group()[-1].islower():
        return False
    if mark.group()[0] != "." or mark.group().startswith(".."):
        return True
    word = text[max(at, mark.start() - 24) : mark.start()].rsplit(None, 1)[-1:] or [""]
    bare = word[0].lstrip("\"'“‘«([")
    if bare.lower() in _ABBREVIATIONS:
        return False
    if _DOTTED.match(bare + "."):
        if bare.lower() in {"a.m", "p.m"}:
            return True
        following = re.match(r"[^\W\d_]+", text[after : after + 24])
        return len(bare) > 1 and following is not None and following.group().lower() in _STARTERS
    return True


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Trim white space and cut what is too long for one sentence at its last white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        window = text[start : start + LONGEST_SENTENCE]
        cut = max(window.rfind("; "), window.rfind(". "))
        if cut < LONGEST_SENTENCE // 3:
            cut = max(window.rfind(", "), window.rfind(" "), LONGEST_SENTENCE // 3)
        yield start, start + cut + 1
        start = _next(text, start + cut + 1, end)
    if start < end:
        yield start, end
