"""Who does what a noun tells of, where the clause around it says so: "its capture was the army's greatest success"."""

from __future__ import annotations

from spacy.tokens import Token

from bot.extraction.frames import Match
from bot.extraction.overlaps import CHANGES_HANDS
from bot.extraction.reading import Reading
from bot.extraction.syntax import children, lemma, of_verb, preposition
from bot.model.claim import Polarity, Predicate
from bot.model.side import SideRef
from config.lexicon import Lexicon


class DoerFinder:
    """Finds the side behind a capture, a loss or an offensive in what is said of it."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the words that credit, and those that plan."""
        self._objects = lexicon.territory.objects
        self._planning = frozenset(lexicon.modality.realis.future)
        self._verb_classes = lexicon.modality.verbs

    def find(self, match: Match, reading: Reading) -> tuple[Token, SideRef] | None:
        """Return the phrase and the side; `None` where the clause does not say."""
        return self._credited(match, reading) or self._struck(match, reading) or self._preparing(match, reading)

    def _preparing(self, match: Match, reading: Reading) -> tuple[Token, SideRef] | None:
        """Return who plans or claims it: "the army is preparing for an offensive in X", "claim the capture of X"."""
        verb = match.trigger.head
        claimed = match.trigger.dep_ == "obj" and lemma(verb) == "claim" and match.frame.predicate in CHANGES_HANDS
        planned = preposition(match.trigger) == "for" and lemma(verb) in self._planning
        if not match.nominal or not (planned or claimed):
            return None
        for head in of_verb(verb, verbs=self._verb_classes).get("subject"):
            found = reading.sides.ground(head)
            if found is not None and found.side is not None:
                return head, found
        return None

    def _struck(self, match: Match, reading: Reading) -> tuple[Token, SideRef] | None:
        """Return whom a loss is called a blow to: "its loss would be a disaster for the army"."""
        judged = match.trigger.head
        lost = match.frame.predicate is Predicate.CONTROLS and match.frame.polarity is Polarity.DENIED
        if not lost or match.trigger.dep_ not in {"nsubj", "csubj"} or lemma(judged) not in self._objects.blows:
            return None
        for item in children(judged, "nmod", "obl"):
            found = reading.sides.ground(item) if preposition(item) in {"to", "for"} else None
            if found is not None and found.side is not None:
                return item, found
        return None

    def _credited(self, match: Match, reading: Reading) -> tuple[Token, SideRef] | None:
        """Return whose success it is called: "its capture was one of the army's greatest victories"."""
        judged = match.trigger.head
        if not match.nominal or match.trigger.dep_ != "nsubj" or not children(judged, "cop"):
            return None
        for word in judged.subtree:
            if lemma(word) in self._objects.credits:
                for owner in children(word, "nmod:poss", "nmod", "amod"):
                    found = reading.sides.ground(owner)
                    if found is not None and found.side is not None:
                        return owner, found
        return None
