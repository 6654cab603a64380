"""What is there no longer: "nothing is left of the bridge", "the town has no bridge left"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from bot.extraction.assets import AssetSpan
from bot.extraction.hostility import SERVICES
from bot.extraction.reading import Reading

_GONE = re.compile(
    r"\b(?P<nothing>nothing)\s+(?:\w+\s+){0,2}?(?:remains?|remained|left|stands?|stood)\s+of\s+"
    r"|\b(?P<no>no|not (?:a|one))\s+(?P<what>[\w' -]{3,40}?)\s+(?:is\s+|was\s+|has\s+been\s+)?"
    r"(?:left(?:\s+standing)?|standing|intact)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """An asset that is said not to be there any more, and the word that says so."""

    span: AssetSpan
    head: Token
    word: Token


def gone(reading: Reading) -> Iterator[Gone]:
    """Yield what a sentence says to be gone, as far as its triggers let through."""
    text = reading.doc.text
    for match in _GONE.finditer(text):
        word = reading.token_at(match.start("nothing") if match["nothing"] else match.start("no"))
        if word is None or word.i not in reading.stems:
            continue
        first = match.end() if match["nothing"] else match.start("what")
        last = first + 60 if match["nothing"] else match.end("what")
        span = next((one for one in reading.assets if first <= one.start < last and not _flows(one)), None)
        head = reading.token_at(span.end - 1) if span is not None else None
        if span is not None and head is not None and not (match["nothing"] and "," in text[first : span.start]):
            yield Gone(span=span, head=head, word=word)


def _flows(span: AssetSpan) -> bool:
    """Whether it is a service itself, which runs out ("no power left"), and nothing that stands."""
    return span.kind in SERVICES and " " not in span.text and not span.facility and not span.plural
