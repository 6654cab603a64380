"""What is said of an asset without a frame: "is out of service", and in telegraphic style "power out in X"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from bot.extraction.assets import AssetSpan
from bot.extraction.drafts import Draft
from bot.extraction.reading import Reading
from bot.extraction.syntax import PASSIVE_SUBJECTS, SUBJECTS, children, lemma
from bot.model.claim import AssetKind, AssetState, Polarity
from config.lexicon import StatePredicates, Telegraphic

_COPULAS = frozenset(
    {"be", "remain", "stay", "go", "fall", "come", "stand", "lie", "sit", "run", "operate", "work", "function"}
)
# "Was driven back to the parliament": where it went, and not how the parliament is.
_ADVERBIAL = frozenset({"back", "down", "open", "off"})
_ABLE = frozenset({"can", "could", "may"})
_MAKING = ("render", "leav", "left", "mak", "made")
_NEGATED = ("not ", "no longer ", "cannot ")
# How many words after its verb a state may end, when it is told in one word, and when in several.
_NEAR, _FAR = 5, 8
# Where one statement of a telegraphic line ends, and how far its state may stand behind the asset, in characters.
_ENDS = ".;:,–—("
_REACH = 60
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Predicated:
    """A state and what it is said of; `negated` when its own words hold the negation ("not functioning")."""

    subject: Token
    word: Token
    state: AssetState
    negated: bool


class AssetPredicates:
    """Finds states that stand after a form of "be"."""

    def __init__(self, predicates: StatePredicates) -> None:
        """Prepare a search for each entry, the longest first."""
        entries = sorted(predicates.states().items(), key=lambda entry: (not _negated(entry[0]), -len(entry[0])))
        self._entries = [(word, re.compile(rf"\b{re.escape(word)}\b"), state) for word, state in entries]

    def find(self, reading: Reading) -> Iterator[Predicated]:
        """Yield the states of a sentence that its triggers let through."""
        for token in reading.doc:
            subject = _subject(token)
            if subject is None:
                continue
            found = self._state(token, subject)
            if found is None or reading.moods.near_miss(token):
                continue
            if token.i not in reading.stems and not any(item.i in reading.stems for item in token.subtree):
                continue
            if found[0].endswith(("generator", "generators")) and _makes_power(subject, reading):
                # What a plant runs on itself says nothing of the power that it makes.
                continue
            yield Predicated(subject=subject, word=token, state=found[1], negated=_negated(found[0]))

    def _state(self, token: Token, subject: Token) -> tuple[str, AssetState] | None:
        # What stands before the subject is said of something else.
        first = max(token.left_edge.i, subject.i) if subject.i < token.i else token.left_edge.i
        last = len(token.doc)
        clauses = [child.left_edge.i for child in children(token, "conj", "parataxis") if child.i > token.i]
        # "was ransacked, while homes were set on fire": another clause tells of another thing.
        aside = [one.left_edge.i for one in children(token, "advcl") if children(one, *SUBJECTS, *PASSIVE_SUBJECTS)]
        last = min([last, *clauses, *(first for first in aside if first > token.i)])
        near = token.doc[first : min(last, token.i + _NEAR)].text.lower()
        far = token.doc[first : min(last, token.i + _FAR)].text.lower()
        moved = token.pos_ == "VERB" and lemma(token) not in _COPULAS and token.dep_ != "xcomp"
        entries = (entry for entry in self._entries if not (moved and entry[0] in _ADVERBIAL))
        return next(((word, state) for word, form, state in entries if form.search(far if " " in word else near)), None)


def _makes_power(subject: Token, reading: Reading) -> bool:
    span = reading.asset_at(subject.idx)
    return span is not None and span.kind in {AssetKind.POWER, AssetKind.NUCLEAR}


def _negated(entry: str) -> bool:
    return entry.startswith(_NEGATED)


def _subject(token: Token) -> Token | None:
    """Return what a word is said of: the subject of "is closed", the object of "rendered it unusable"."""
    cop = any(child.dep_ in {"cop", "aux:pass"} or lemma(child) == "be" for child in token.children)
    if lemma(token) in _COPULAS and token.pos_ in {"VERB", "AUX"}:
        cop = True
    if token.pos_ == "VERB" and any(child.lower_ in _ABLE and child.dep_ == "aux" for child in token.children):
        # "can no longer take in patients"
        cop = True
    if cop:
        subjects = [child for child in token.children if child.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
        if not subjects and token.dep_ == "conj":
            # "was hit on Sunday and is not taking patients"
            subjects = [child for child in token.head.children if child.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
        return subjects[0] if subjects else None
    if token.dep_ == "xcomp" and token.head.lower_.startswith(_MAKING):
        made = children(token.head, "obj")
        return made[0] if made else None
    return None


def without_their_contrary(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out "operational", denied, beside the same words read as "out of service"."""
    out = {(draft.trigger, draft.asset) for draft in drafts if draft.state is AssetState.CUT_OFF}
    return [
        draft
        for draft in drafts
        if not (
            draft.state is AssetState.OPERATIONAL
            and draft.polarity is Polarity.DENIED
            and (draft.trigger, draft.asset) in out
        )
    ]


class TelegraphicStates:
    """Finds states that follow an asset without a verb, in lines of reports and headlines."""

    def __init__(self, words: Telegraphic) -> None:
        """Prepare the search for all entries, the longest first."""
        self._states = words.states()
        entries = "|".join(map(re.escape, sorted(self._states, key=len, reverse=True)))
        self._search = re.compile(rf"(?<![\w-])(?:{entries})(?![\w-])", re.IGNORECASE)

    def find(self, reading: Reading) -> Iterator[tuple[AssetSpan, Token, AssetState]]:
        """Yield each asset with the word that names its state."""
        text = reading.doc.text
        for span in reading.assets:
            first, last = _segment(text, span)
            if last - first > 2 * _REACH:
                continue
            match = self._search.search(text, span.end, min(last, span.end + _REACH))
            word = reading.token_at(match.start()) if match is not None else None
            if match is None or word is None or word.i not in reading.stems:
                continue
            others = [item for item in reading.doc if first <= item.idx < last]
            spoken = any(
                item.tag_ in _FINITE and not match.start() <= item.idx < match.end() for item in others
            ) or any(item.pos_ == "AUX" for item in others)
            after = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else None
            joined = after is not None and after.idx < last and after.pos_ in {"NOUN", "PROPN", "DET", "ADJ", "PRON"}
            adverb = after is not None and (after.dep_ in {"obl:unmarked", "advmod"} or after.lower_ in _ADVERBS)
            if not spoken and not (joined and not adverb) and not any(item.is_alpha for item in children(word, "obj")):
                yield span, word, self._states[match.group().lower()]


_ADVERBS = frozenset({"again", "twice", "still", "now", "since", "yesterday", "today"})


def _segment(text: str, span: AssetSpan) -> tuple[int, int]:
    """Return where the statement around an asset begins and ends."""
    first = max((text.rfind(mark, 0, span.start) for mark in _ENDS), default=-1) + 1
    ends = [at for mark in _ENDS if (at := text.find(mark, span.end)) >= 0]
    return first, min(ends, default=len(text))


# The more a state says, the earlier it stands: "destroyed in an attack" is one claim, not two.
_STRENGTH = (
    AssetState.DESTROYED, AssetState.DAMAGED, AssetState.SEIZED, AssetState.CUT_OFF, AssetState.RESTORED,
    AssetState.DISRUPTED, AssetState.ATTACKED, AssetState.UNDAMAGED, AssetState.OPERATIONAL, AssetState.THREATENED,
)  # fmt: skip


# "Looted and burned" is one blow.
_BESIDE = 24


def _struck_and_damaged(one: Draft, other: Draft) -> bool:
    """Whether two states told side by side are one attack and what it did."""
    done = {AssetState.DAMAGED, AssetState.DESTROYED}
    near = abs(one.trigger - other.trigger) <= _BESIDE and one.rule != other.rule
    return near and one.state in done and other.state is AssetState.ATTACKED


def strongest(drafts: list[Draft]) -> list[Draft]:
    """Keep one draft for each asset and clause: the one that says most of its state."""
    kept: list[Draft] = []
    for draft in sorted(
        drafts,
        key=lambda item: (
            item.state is AssetState.ATTACKED,
            item.trigger,
            _STRENGTH.index(item.state or AssetState.THREATENED),
        ),
    ):
        same = [
            other
            for other in kept
            if (other.asset, other.place) == (draft.asset, draft.place)
            and (other.trigger == draft.trigger or _struck_and_damaged(other, draft))
            and other.polarity is draft.polarity
        ]
        if not same:
            kept.append(draft)
    return kept
