"""What people lack: "left eleven towns without gas", "the city lost power", "there has been no electricity"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from bot.extraction.assets import AssetSpan
from bot.extraction.frames import Match
from bot.extraction.hostility import SERVICES
from bot.extraction.reading import Reading
from bot.extraction.syntax import children, lemma, preposition
from config.lexicon import Deprivation

DARKNESS = frozenset({"darkness", "the dark"})
"""What a town is in that has no power; of deeds it says nothing but when they were done."""
_LEAVING = frozenset({"leave", "plunge", "remain", "sit", "be", "lie", "stay", "spend"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Lack:
    """A service that somebody lacks; `none` where "no" itself says so ("there is no water")."""

    span: AssetSpan
    word: Token
    governor: Token
    none: bool


class Lacks:
    """Finds services that people are said to be without."""

    def __init__(self, words: Deprivation) -> None:
        """Take the words that stand before what is lacking."""
        self._words = words

    def find(self, reading: Reading) -> Iterator[Lack]:
        """Yield what a sentence says to be lacking, as far as its triggers let through."""
        for span in reading.assets:
            head = reading.token_at(span.end - 1) if span.kind in SERVICES else None
            if head is None:
                continue
            while head.head.i != head.i and head.dep_ == "compound":
                head = head.head
            while head.dep_ == "conj" and head.head.pos_ in {"NOUN", "PROPN"}:
                # "without power and water"
                head = head.head
            none = any(child.lower_ == "no" for child in children(head, "det"))
            if not self._lacking(span, head, reading, none=none):
                continue
            # "1.2 million people are without water"
            people = children(head, "nsubj") if children(head, "cop") else []
            governor = people[0] if people else head.head
            if preposition(head) == "from" and (parted := children(governor, "nsubj:pass", "obj")):
                governor = parted[0]
                if reading.asset_at(governor.idx) is not None:
                    # "disconnected the plant from the grid": it is the plant that is out.
                    continue
            told = (
                head.head.i in reading.stems
                or governor.i in reading.stems
                or any(token.i in reading.stems for token in head.subtree)
            )
            first = reading.token_at(span.start)
            told = told or (first is not None and first.i - 1 in reading.stems)
            if governor.i != head.i and told:
                yield Lack(span=span, word=head, governor=governor, none=none)

    def ended(self, reading: Reading) -> Iterator[Lack]:
        """Yield services that people have again: "a third of the houses had power again"."""
        for span in reading.assets:
            head = reading.token_at(span.end - 1) if span.kind in SERVICES else None
            verb = head.head if head is not None and head.dep_ == "obj" else None
            if head is None or verb is None or lemma(verb) not in self._words.having or verb.i not in reading.stems:
                continue
            words = [child for one in (verb, head) for child in one.children if child.i > head.i]
            if any(child.lower_ in self._words.again for child in words):
                yield Lack(span=span, word=head, governor=verb, none=False)

    def _lacking(self, span: AssetSpan, head: Token, reading: Reading, *, none: bool) -> bool:
        """Whether the words around a service say that it is gone."""
        before = preposition(head) or reading.doc[head.left_edge.i].lower_
        if (before == "with" and none) or reading.doc.text[: span.start].rstrip().lower().endswith(" without"):
            # "without running water", where the parser takes "running" for a verb
            before = "without"
        verb = lemma(head.head)
        if span.text.lower() in DARKNESS:
            stated = bool(children(head, "cop")) or head.dep_ == "ROOT" or verb in _LEAVING or head.dep_ == "nmod"
            at_night = any(preposition(child) == "of" for child in children(head, "nmod"))
            return before == "in" and stated and not at_night
        if before == "from" and verb in self._words.parting and head.head.i != head.i:
            # "Were cut off from electricity": who is, and not what was cut.
            return any(child.lower_ == "off" for child in head.head.children) or verb == "disconnect"
        lost = head.dep_ == "obj" and (verb in self._words.verbs or (none and verb == "have"))
        nowhere = none and head.dep_ == "nsubj" and bool(children(head.head, "expl"))
        return before in self._words.prepositions or lost or nowhere


def parted_from_service(match: Match, reading: Reading) -> bool:
    """Whether a place is cut off from what serves it, and not from the land around: "cut off from the internet"."""
    spans = [reading.asset_at(head.idx) for head in match.functions.get("from")]
    return any(span is not None and span.kind in SERVICES for span in spans)
