"""Speakers set before or behind the words of a headline: "Army spokesman: the town is ours", "Town falls - monitor".

The splitter parts such a label from the words, so that these are parsed as the sentence they are, and attribution asks
here whether the sentence beside one is a label. All is told by form: a colon or dash, and a word for who speaks.
"""

from __future__ import annotations

import re

_NAME = r"[A-Z\u00c0-\u00de][\w'’.\u2010-\u2011-]*"
_OFFICE = (
    r"(?:spokes(?:man|woman|person)|army|military|armed forces|defen[cs]e forces?|air force|navy|general staff|staff"
    r"|ministry|minister|MoD|MOD|president|prime minister|premier|PM|governor|mayor|officials?|commanders?|general"
    r"|chief|command|sources?|monitors?|monitoring group|observatory|observers?|UN|TV|television|radio|media"
    r"|news agency|police|government|junta|residents|witnesses|activists|rebels|militants|separatists|insurgents"
    r"|fighters|envoy)"
)
_BEFORE_WE = r"(?=[^.!?\n]{0,80}\b(?:[Ww]e|[Oo]urs?|[Uu]s)\b)"
# "RSF spokesman Arn Lesk: …"; a bare name or initials only where the words are in the first person.
_OPENING = re.compile(
    rf"(?:(?=[A-Z\u00c0-\u00de])[^.:;!?,\"“”\n]{{0,60}}?(?i:\b{_OFFICE})(?:\s+(?:in|of|for)\s+{_NAME})?(?:\s+{_NAME}){{0,3}}"
    rf"\s*:\s+(?=[\"“'‘]?\w)"
    rf"|{_NAME}(?:\s+{_NAME}){{0,3}}\s*:\s+{_BEFORE_WE})"
)
# What a headline ends with: a dash or colon, and who says so.
_CLOSING = re.compile(rf"\s*(?:\s[-–—]|:)\s+((?:[\w'’.-]+\s+){{0,4}}?(?i:{_OFFICE})(?:\s+{_NAME}){{0,2}})\s*$")


def opening(text: str, start: int, end: int) -> int | None:
    """Return where the words begin behind the speaker that opens a stretch of text, or `None`."""
    found = _OPENING.match(text, start, end)
    return found.end() if found is not None and found.end() < end else None


def closing(text: str, start: int, end: int) -> int | None:
    """Return where the speaker that closes a stretch of text begins, or `None`; a full stop ends no headline."""
    found = _CLOSING.search(text, max(start, end - 70), end)
    if found is None or found.start() <= start or "." in text[found.start() : end].rstrip("."):
        return None
    return found.start(1)


def opens(text: str, words: str) -> bool:
    """Whether a sentence is the label of a speaker with the words behind it; a label of a war is none."""
    whole = f"{text.rstrip()} {words}"
    return text.rstrip().endswith(":") and opening(whole, 0, len(whole)) == len(whole) - len(words)


def closes(words: str, text: str) -> bool:
    """Whether a sentence is nothing but a speaker, set behind the words."""
    whole = f"{words} - {text}"
    return closing(whole, 0, len(whole)) == len(whole) - len(text)
