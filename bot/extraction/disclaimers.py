"""Who says in the strike's own clause that it was his or not: "had nothing to do with the fire at the depot".

What is said of a strike told before ("denied responsibility") is read by `responses` and `blame`.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from bot.extraction.reading import Reading
from bot.extraction.reporting import negated
from bot.extraction.syntax import SUBJECTS, children, lemma, phrase, preposition
from bot.model.side import SideRef
from config.lexicon import BlameWords

_BESIDE = frozenset({"in", "for", "with", "to", "of"})
_SPEAKING = frozenset({"it", "they", "we", "he", "she", "i"})
_HIGHEST = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Disclaimer:
    """Who is said to have done it, or, `denied`, not to have; `by` is the verb by which he himself says so."""

    actor: SideRef
    denied: bool
    by: Token | None


class Disclaimers:
    """Reads what a clause says of somebody's share in a strike that it names."""

    def __init__(self, words: BlameWords, *, not_of: frozenset[str], denying: frozenset[str]) -> None:
        """Take the words for a share in what happened, and the verbs that deny and admit."""
        self._shares = words.shares | not_of
        self._denying = denying
        self._admitting = words.admitting | {"take"}

    def of(self, strike: Token, reading: Reading, said_by: str | None) -> Disclaimer | None:
        """Return whose the strike is said to be or not to be; `None` where the clause says nothing of it."""
        found = self._shared(strike)
        if found is None:
            return None
        subject, denied = found
        if any(item.lower_ == "based" or item.lower_.endswith("-based") for item in phrase(subject)):
            # "Norland-based group G": the land is not who did it.
            return None
        side = reading.sides.ground(subject, speaker=said_by)
        if side is None or side.side is None:
            if said_by is None or subject.lower_ not in _SPEAKING:
                return None
            side = SideRef(side=said_by, name=subject.text)
        own = (
            subject.head
            if lemma(subject.head) in self._denying | self._admitting and subject.head.pos_ == "VERB"
            else None
        )
        return Disclaimer(actor=side, denied=denied, by=own)

    def _shared(self, strike: Token) -> tuple[Token, bool] | None:
        """Return who had a share in it, or none, and whether that is denied."""
        if any(child.lower_ == "behind" for child in children(strike, "case")) and children(strike, "cop"):
            subjects = children(strike, *SUBJECTS)
            return (subjects[0], True) if subjects and negated(strike) else None
        words = preposition(strike)
        node = strike.head
        if words not in _BESIDE or node.i == strike.i:
            return None
        if lemma(node) == "do" and words == "with":
            return self._nothing_to_do(node)
        if lemma(node) in {"involve", "involved", "responsible"}:
            subjects = children(node, *SUBJECTS, "nsubj:pass")
            return (subjects[0], True) if subjects and negated(node) else None
        verb = node if node.pos_ == "VERB" else node.head
        shares = [node] if node.i != verb.i else children(verb, "obj")
        if verb.pos_ not in {"VERB", "AUX"} or not any(lemma(one) in self._shares for one in shares):
            return None
        return self._of_share(verb, shares[0])

    def _nothing_to_do(self, doing: Token) -> tuple[Token, bool] | None:
        node = doing
        for _ in range(_HIGHEST):
            if lemma(node) == "have":
                break
            node = node.head
        nothing = any(item.lower_ == "nothing" for item in doing.doc[node.i : doing.i])
        anything = any(item.lower_ == "anything" for item in doing.doc[node.i : doing.i]) and negated(node)
        subjects = children(node, *SUBJECTS)
        return (subjects[0], True) if lemma(node) == "have" and (nothing or anything) and subjects else None

    def _of_share(self, verb: Token, share: Token) -> tuple[Token, bool] | None:
        subjects = children(verb, *SUBJECTS)
        if not subjects and verb.dep_ in {"xcomp", "advcl", "ccomp"} and lemma(verb.head) in self._denying:
            # "denied having had a hand in the raid"
            subjects = children(verb.head, *SUBJECTS)
            return (subjects[0], True) if subjects else None
        if not subjects:
            return None
        none = negated(verb) or any(child.lower_ in {"no", "any"} for child in children(share, "det"))
        if lemma(verb) in self._denying:
            return None if negated(verb) else (subjects[0], True)
        if lemma(verb) in {"have", "play", "take", "bear"} and none:
            return subjects[0], True
        if lemma(verb) in self._admitting and not none and lemma(share) in {"responsibility", "credit"}:
            return subjects[0], False
        return None
