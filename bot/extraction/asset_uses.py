"""What goes on at an asset tells its state: "trains are still crossing the bridge", "no ship can enter the port".

A plain deed says nothing ("ships entered the port"): the words have to say that it goes on, goes on again, or cannot.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from bot.extraction.assets import AssetSpan
from bot.extraction.hostility import SERVICES
from bot.extraction.reading import Circumstances, Reading
from bot.extraction.syntax import children, lemma, of_verb, preposition
from bot.model.claim import AssetKind, AssetState, Polarity, SpeechAct
from config.lexicon import Uses, VerbClasses

# Where what is used stands behind the verb.
_AT = (
    "object", "over", "across", "through", "on", "along", "via", "at", "from", "into", "in", "out of", "off", "between",
    "to",
)  # fmt: skip
_USED = frozenset(
    {
        AssetKind.BRIDGE, AssetKind.RAIL, AssetKind.ROAD, AssetKind.PORT, AssetKind.AIRPORT, AssetKind.OIL,
        AssetKind.GAS, AssetKind.WATER, AssetKind.DAM, AssetKind.HOSPITAL, AssetKind.BORDER, AssetKind.SUPPLY,
        AssetKind.POWER,
    }
)  # fmt: skip
_WORKING = _USED | {AssetKind.NUCLEAR, AssetKind.INDUSTRIAL, AssetKind.TELECOM, AssetKind.SCHOOL}
_CAN = frozenset({"can", "ca", "could", "able", "unable"})


# Where what goes on behind a noun for it: "traffic over the bridge", "flights from the airport".
_WHERE = frozenset(
    {"over", "across", "on", "through", "at", "from", "in", "along", "into", "via", "to", "of", "between"}
)
GOING_ON = frozenset({AssetState.CUT_OFF, AssetState.RESTORED, AssetState.OPERATIONAL, AssetState.DISRUPTED})
"""States that what goes on at an asset can be in as well as the asset."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """A state that follows from what is done; `head` is the word that stands for the asset, `verb` the trigger."""

    head: Token
    span: AssetSpan
    verb: Token
    state: AssetState
    shared: Circumstances


class AssetUses:
    """Finds what moves over, into and out of assets, and what assets go on doing."""

    def __init__(self, words: Uses, *, verbs: VerbClasses) -> None:
        """Prepare the words for what moves, for what it does, and for how long."""
        self._words = words
        self._verb_classes = verbs
        self._still = _any_of(words.still)
        self._again = _any_of(words.again)
        self._first = re.compile(r"\b(?:since|for|in|after) (?:[\w-]+ ){0,3}(?:days?|weeks?|months?|years?|attack)\b")

    def find(self, reading: Reading) -> Iterator[Use]:
        """Yield the states of a sentence that its triggers let through."""
        for verb in reading.doc:
            if verb.i not in reading.stems or verb.pos_ not in {"VERB", "AUX", "NOUN"} or verb.tag_[:2] != "VB":
                continue
            if verb.i and verb.nbor(-1).lower_ == "without":
                # "without running water"
                continue
            word = lemma(verb)
            if word not in self._words.moving | self._words.working or reading.moods.near_miss(verb):
                continue
            for head, span, person in self._used(verb, word, reading):
                if (use := self._use(verb, head, span, reading, person=person)) is not None:
                    yield use

    def _used(self, verb: Token, word: str, reading: Reading) -> Iterator[tuple[Token, AssetSpan, bool]]:
        """Yield each asset that is used or works, and whether it is people who use it."""
        functions = of_verb(verb, verbs=self._verb_classes)
        doers = functions.get("object") if functions.passive else functions.get("subject")
        if not doers:
            outer = self._outer(verb)
            doers = children(outer, "nsubj") if outer is not None else []
        for doer in doers:
            span = reading.asset_at(doer.idx)
            moves = lemma(doer) in self._words.movers or lemma(doer) in self._words.people
            if word in self._words.moving and (moves or (span is not None and span.kind in SERVICES)):
                names = _AT[1:] if functions.passive else _AT
                things = [item for name in names for item in functions.get(name)]
                hung = [below for item in doers for below in children(item, "nmod") if lemma(item) == "traffic"]
                spans = [(item, reading.asset_at(item.idx)) for item in [*things, *hung]]
                found = next(((item, one) for item, one in spans if one is not None and one.kind in _USED), None)
                if found is not None:
                    yield found[0], found[1], lemma(doer) in self._words.people
                    return
            works = word in self._words.working and not functions.passive and not _of_people(verb)
            if span is not None and works and span.kind in _WORKING:
                yield doer, span, word in self._words.serving and span.kind is AssetKind.HOSPITAL
                return
            if span is not None and span.kind in SERVICES and word in self._words.moving:
                yield doer, span, False
                return

    def _outer(self, verb: Token) -> Token | None:
        """Return the verb that says of this one that it goes on, begins or ends."""
        if verb.dep_ in {"xcomp", "advcl", "ccomp"} and lemma(verb.head) in self._words.phases:
            return verb.head
        return None

    def _use(self, verb: Token, head: Token, span: AssetSpan, reading: Reading, *, person: bool) -> Use | None:
        shared = reading.circumstances(verb)
        outer = self._outer(verb)
        words = self._clause(verb, outer)
        state: AssetState | None = None
        none = _none_of(head) and shared.polarity is Polarity.AFFIRMED
        if (none or shared.polarity is Polarity.DENIED) and shared.speech_act is not SpeechAct.DENY:
            if not self._barred(verb, outer, words):
                return None
            state = AssetState.CUT_OFF
        elif self._again.search(words) or self._after_long(verb, words):
            state = AssetState.RESTORED
        elif self._goes_on(verb, outer, words, person=person):
            state = AssetState.OPERATIONAL
        return Use(head=head, span=span, verb=verb, state=state, shared=shared) if state is not None else None

    def _clause(self, verb: Token, outer: Token | None) -> str:
        """Return the words around the verb, without clauses that hang on it."""
        top = outer if outer is not None else verb
        first = min(top.left_edge.i, verb.i)
        last = max(top.right_edge.i, verb.right_edge.i) + 1
        aside = [
            one.left_edge.i
            for node in {top, verb}
            for one in children(node, "advcl", "ccomp", "conj", "parataxis")
            if one.i > verb.i
        ]
        return str(verb.doc[first : min([last, *aside])].text).lower()

    def _barred(self, verb: Token, outer: Token | None, words: str) -> bool:
        """Whether the denial says that it cannot be, or is no longer, and not only that it was not done."""
        helped = [*children(verb, "aux"), *([verb.head] if verb.dep_ in {"xcomp", "acl"} else [])]
        if any(item.lower_ in _CAN for item in helped):
            return True
        lasting = outer is not None or "no longer" in words or "since" in words
        present = verb.tag_ in {"VBZ", "VBP", "VBG"} or any(
            item.lower_ in {"has", "have", "had", "does", "do", "are", "is"} for item in helped
        )
        return lasting or present

    def _after_long(self, verb: Token, words: str) -> bool:
        """Whether it is the first of its kind after long: "the first train crossed the bridge in two years"."""
        firsts = (child for one in verb.children if one.dep_.startswith("nsubj") for child in children(one, "amod"))
        return any(child.lower_ == "first" for child in firsts) and self._first.search(words) is not None

    def _goes_on(self, verb: Token, outer: Token | None, words: str, *, person: bool) -> bool:
        if outer is not None and lemma(outer) in self._words.lasting:
            return True
        if self._still.search(words):
            return True
        # "Traffic is moving over the bridge"; that somebody is treated in a hospital says nothing of the hospital.
        return not person and verb.tag_ == "VBG" and any(child.dep_.startswith("aux") for child in verb.children)


def asset_of_traffic(head: Token, traffic: Collection[str], reading: Reading) -> tuple[Token, AssetSpan | None]:
    """Return the bridge of "traffic over the bridge", with the word that stands for it; `traffic` are such nouns."""
    if lemma(head) in traffic:
        beside = children(head.head, "obl") if head.dep_ in {"nsubj", "nsubj:pass", "obj"} else []
        for child in (*children(head, "nmod", "obl"), *beside):
            span = reading.asset_at(child.idx) if preposition(child) in _WHERE else None
            if span is not None and span.kind in _WORKING:
                return child, span
    return head, None


def _none_of(noun: Token) -> bool:
    """Whether there is none of a thing that does it: "not one hospital is working"."""
    words = [child.lower_ for child in noun.children if child.i < noun.i]
    return words[:2] == ["not", "one"] or words[:2] == ["not", "a"]


def _of_people(verb: Token) -> bool:
    """Whether it is people who do it: "the staff of the plant who continued to work"."""
    return any(child.lower_ == "who" for one in (verb, verb.head) for child in one.children)


def _any_of(entries: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(entries, key=len, reverse=True)))})\b")
