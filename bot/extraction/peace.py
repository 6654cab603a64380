"""Tells what words of war mean in peace: who is taken to court, what is reached in sport, whom firefighters fight."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Token

from bot.extraction.frames import Match, means_else
from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Reading
from bot.extraction.syntax import children, lemma
from bot.model.claim import Predicate, Unit
from config.lexicon import Objects

_THEM = frozenset({"them", "some", "garrison", "garrisons"})


class PeaceFilter:
    """Recognises the peaceful senses of the words that move, take and hold."""

    def __init__(self, objects: Objects) -> None:
        """Take the words for what is taken, reached and held in peace."""
        self._objects = objects

    def is_other(self, match: Match, reading: Reading) -> bool:
        """Whether the word itself means something else: in a heading, of a court, of what is no enemy."""
        fights = match.frame.predicate is Predicate.CONTESTED and _fights_something(match, reading)
        return fights or self._taken_elsewhere(match) or _in_heading(match)

    def is_peaceful(self, match: Match, actor_head: Token | None, reading: Reading) -> bool:
        """Whether a word of peace too stands in an article without a word of conflict, and no troops do it."""
        if reading.context.outlook.warlike:
            return False
        troops = actor_head is not None and reading.sides.are_troops(actor_head)
        return not troops and lemma(match.trigger) in self._objects.peaceful

    def places(
        self, match: Match, refs: list[tuple[Token, PlaceRef]], reading: Reading
    ) -> list[tuple[Token, PlaceRef]]:
        """Return the places that can be meant.

        Where nobody speaks of war, a name of two words that nobody knows is a person's or a firm's.
        """
        if reading.context.outlook.warlike or match.nominal:
            return refs
        return [(head, ref) for head, ref in refs if _is_known(ref, reading)]

    def _taken_elsewhere(self, match: Match) -> bool:
        """Whether somebody or something is only taken to court, into custody, off air."""
        if match.nominal or lemma(match.trigger) != "take":
            return False
        after = match.trigger.doc[match.trigger.i + 1 : match.trigger.i + 9]
        return any(
            item.lower_ in self._objects.elsewhere and before.lower_ in {"to", "into", "off"}
            for before, item in pairwise(after)
        )


def _is_known(ref: PlaceRef, reading: Reading) -> bool:
    """Whether a place is in the gazetteer, or of one word, or the text calls it one."""
    place = ref.place
    if place is None or place.geonameid is not None or place.lat is not None or place.feature is not None:
        return True
    return " " not in place.name or reading.context.called_a_place(place.name, elsewhere=True)


def _fights_something(match: Match, reading: Reading) -> bool:
    """Whether nobody is fought: "fighting wildfires in X", "a battle with cancer"."""
    names = ("with", "against") if match.nominal else ("object",)
    heads = [head for name in names for head in match.functions.get(name)]
    things = [head for head in heads if head.pos_ == "NOUN" and not reading.sides.is_force(head)]
    places = any(reading.places.ground(head) is not None for head in things) if not match.nominal else False
    return bool(things) and len(things) == len(heads) and not places and not reading.context.outlook.fought


def _in_heading(match: Match) -> bool:
    """Whether the noun stands in a heading that names the war before a colon: "Nordish invasion of X: …"."""
    if not match.nominal or match.frame.predicate not in {Predicate.ENTERED, Predicate.CONTROLS}:
        return False
    after = match.trigger.doc[match.trigger.i + 1 : match.trigger.i + 12]
    colon = next((token.i for token in after if token.text in {":", "--", "—"}), None)
    if colon is None:
        return False
    return all(token.pos_ not in {"VERB", "AUX"} for token in match.trigger.doc[:colon])


def in_another_sense(match: Match, refs: Sequence[tuple[Token, PlaceRef]], reading: Reading) -> bool:
    """Whether the words around the trigger give it a sense in which nobody leaves, takes or holds ground."""
    frame, functions = match.frame, match.functions
    if frame.own_name and any(reading.context.side_over(reading.index, head) is not None for head, _ in refs):
        # "Paris surrendered" is what France did.
        return True
    leaves = frame.predicate is Predicate.WITHDREW and frame.moves_force
    # "withdrew 60 miles from X": a distance is nothing that is moved.
    moved = [head for head in functions.get("object") if leaves and not reading.figures([head], frozenset({Unit.KM}))]
    named = {head.i for head, ref in refs if ref.place is not None}
    moved = [head for head in moved if head.i not in named]
    if moved and not any(reading.sides.is_force(head) or head.lower_ in _THEM for head in moved):
        # "withdrawing its ambassador", "their salaries"
        return True
    if leaves and not refs and (functions.get("from") or functions.get("out of")):
        # "withdrew from the talks"
        return True
    if any(child.lower_ == "no" for head in functions.get("with") for child in children(head, "det")):
        # "left the city with no water"
        return True
    if frame.without and any(token.lower_ in frame.without for token in reading.doc):
        return True
    return means_else(frame, functions)
