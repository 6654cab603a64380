"""Names that no gazetteer has: which of them are places, by what is done to them and by what the text calls them."""

from __future__ import annotations

from spacy.tokens import Token

from bot.extraction.context import full_name
from bot.extraction.frames import Match
from bot.extraction.overlaps import CHANGES_HANDS
from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Reading
from bot.extraction.syntax import entity_type, lemma, phrase, preposition
from bot.model.claim import Predicate
from config.lexicon import Lexicon

# What forces do to places, and seldom to anything else that has a name.
_NEEDS_A_PLACE = frozenset(
    {
        Predicate.CONTROLS, Predicate.ENTERED, Predicate.WITHDREW, Predicate.CONTESTED, Predicate.REPELLED,
        Predicate.ADVANCED,
    }
)  # fmt: skip
# Names of more words are seldom a village's.
_LONGEST = 3
_PLACE_ENTITIES = frozenset({"PLACE"})
# What follows the name of a town that somebody took, and seldom that of somebody taken.
_BEHIND_PLACES = frozenset({".", "on", "from", "and", "that", "overnight", "yesterday", "today"})
_SIDES_AGAIN = frozenset({"it", "they"})
# What forces are driven from or go into.
_OUT_AND_IN = frozenset({"from", "out of", "into", "inside"})
_MOVES = frozenset({Predicate.CAPTURED, Predicate.WITHDREW, Predicate.ENTERED, Predicate.REPELLED})
# Entities that are none of these are no place, whoever holds them.
_MAYBE_PLACES = frozenset({"PLACE", "MISC", ""})


class UnlistedNames:
    """Tells unknown places from unknown people and things."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the words for forces, and the verbs that people are the usual object of."""
        self._objects = lexicon.territory.objects
        self._openings = lexicon.nouns.places.openings
        self._forces = frozenset(lexicon.nouns.forces.words)

    def is_ground(self, match: Match, head: Token, actor_head: Token | None, reading: Reading) -> bool:
        """Whether an unknown name behind a verb that people are the usual object of is a place all the same."""
        by_force = self._held_by_force(match, head, actor_head, reading)
        freed = actor_head is None and self._only_said(match, head, reading)
        return by_force or freed or self._called_a_place(match, head, actor_head, reading)

    def is_body(self, head: Token) -> bool:
        """Whether a name is a body's, a contract's, a rank's: "the Transport Committee", "OTC"."""
        words = [item for item in phrase(head) if item.text[:1].isupper()]
        short = head.text.isupper() and 1 < len(head.text) < 8 and any(item.islower() for item in head.doc.text)
        return short or any(item.lower_ in self._objects.bodies for item in words)

    def _called_a_place(self, match: Match, head: Token, actor_head: Token | None, reading: Reading) -> bool:
        """Whether an unknown name behind a verb that mostly takes people is a place's all the same: "hold Lesk".

        The text speaks of it as of one, or forces surround or control it; prisoners are only held.
        """
        if lemma(match.trigger) in self._objects.verbs_of_ground:
            group = actor_head is not None and self._is_group(actor_head, match, reading)
            return group or self._are_known_forces(actor_head, reading)
        if is_person(head, reading) or entity_type(head) == "PERSON":
            return reading.context.called_a_place(head.text, elsewhere=True)
        forces = actor_head is not None and reading.sides.is_force(actor_head)
        ground = forces and lemma(match.trigger) not in self._objects.verbs_of_prisoners
        return ground or entity_type(head) == "PLACE" or reading.context.called_a_place(head.text)

    def _are_known_forces(self, head: Token | None, reading: Reading) -> bool:
        """Whether a phrase stands for the forces of a side that is known; parties and councils control too."""
        if head is None or not (reading.sides.is_force(head) or head.lower_ in _SIDES_AGAIN):
            return False
        found = reading.sides.ground(head)
        return found is not None and found.side is not None

    def taken(self, match: Match, head: Token, actor_head: Token | None, reading: Reading) -> PlaceRef | None:
        """Take an unknown name for a place that troops take, whatever the model holds it for: "captured Brega"."""
        if self.is_body(head):
            return None
        ground = lemma(match.trigger) in self._objects.verbs_of_ground and head.pos_ == "PROPN"
        if ground and self._are_known_forces(actor_head, reading):
            return reading.places.unlisted(head, called=True)
        repelled = match.frame.predicate is Predicate.REPELLED
        forces = repelled or (actor_head is not None and reading.sides.is_force(actor_head))
        forces = forces or (actor_head is not None and self._is_group(actor_head, match, reading))
        names = [item for item in phrase(head) if item.text[:1].isupper()]
        # The tagger takes some names for common nouns: "Rebels captured Sake".
        named = head.pos_ == "PROPN" or (head.pos_ == "NOUN" and head.tag_ == "NN" and head.i > 0)
        single = len(names) == 1 and head.text[:1].isupper() and named
        kinds = _MAYBE_PLACES if self._are_known_forces(actor_head, reading) else _PLACE_ENTITIES
        placed = 1 < len(names) <= _LONGEST and head.pos_ == "PROPN" and entity_type(head) in kinds
        takes = match.frame.predicate in CHANGES_HANDS | _NEEDS_A_PLACE
        if actor_head is None and 1 <= len(names) <= _LONGEST and takes and self._only_said(match, head, reading):
            return reading.places.unlisted(head, called=True)
        # "Mount Tharda", "Camp Speicher": called so, whoever holds it.
        called = len(names) > 1 and names[0].i == head.i and names[0].lower_ in self._openings
        if called and takes and forces:
            return reading.places.unlisted(head, called=True)
        only_ground = self.only_ground(match, head, actor_head, reading)
        forces = forces or only_ground
        if not takes or not forces or not (single or placed or only_ground):
            return None
        if not only_ground and is_person(head, reading):
            return None
        return reading.places.unlisted(head, called=True)

    def _only_said(self, match: Match, head: Token, reading: Reading) -> bool:
        """Whether a known side tells that "X was liberated", with a name that is no person's."""
        taken = match.functions.passive and lemma(match.trigger) in self._objects.verbs_never_of_people
        # "X had not been captured, and attacks there were beaten off"
        again = match.functions.passive and _is_there(head, reading)
        if not again and len([item for item in phrase(head) if item.text[:1].isupper()]) > 1:
            return False
        if not taken and not again and match.frame.id != "fall":
            return False
        if head.pos_ != "PROPN" or is_person(head, reading):
            return False
        source = reading.attributions.find(match.trigger, context=reading.context, index=reading.index)
        return source.speaker is not None and source.speaker.side is not None

    def only_ground(self, match: Match, head: Token, actor_head: Token | None, reading: Reading) -> bool:
        """Whether known forces do to a name of two words what nobody does to people: "took Lesk Arn", "entered"."""
        names = [item for item in phrase(head) if item.text[:1].isupper()]
        verb = lemma(match.trigger) in self._objects.verbs_never_of_people or (
            match.frame.predicate in CHANGES_HANDS and _stands_bare(match.trigger, names)
        )
        # "Lesk Arn fell to the army": nobody says so of people.
        taken_from = match.functions.get("from") if match.frame.predicate in CHANGES_HANDS else []
        verb = verb or any(self._are_known_forces(one, reading) for one in taken_from if one.i != head.i)
        verb = (verb or match.frame.id == "fall" or _leads_out(match, head)) and not match.nominal
        driven = [one for name in match.frame.opponent for one in match.functions.get(name)]
        known = any(self._are_known_forces(one, reading) for one in (actor_head, *driven))
        troops = actor_head is not None and reading.sides.are_troops(actor_head)
        known = known or (troops and entity_type(head) in _MAYBE_PLACES)
        return verb and 1 < len(names) <= _LONGEST and known

    def _is_group(self, head: Token, match: Match, reading: Reading) -> bool:
        """Whether a pronoun stands for an armed group: "it entered X"; a country enters a contest as well."""
        if head.lower_ not in {*_SIDES_AGAIN, "we"}:
            return False
        source = reading.attributions.find(match.trigger, context=reading.context, index=reading.index)
        meant = reading.sides.ground(head, speaker=source.speaker.side if source.speaker else None)
        if meant is None or meant.side is None:
            return False
        # "We have not left X", in the words of a state's spokesman in a war
        for_a_state = head.lower_ == "we" and reading.context.outlook.warlike
        return for_a_state or meant.side.islower()

    def _held_by_force(self, match: Match, head: Token, actor_head: Token | None, reading: Reading) -> bool:
        """Whether an unknown name that people could have too is a place all the same: "the rebels hold X"."""
        if match.frame.predicate is Predicate.ADVANCED:
            return True
        troops = actor_head is not None and (
            lemma(actor_head) in self._forces or self._is_group(actor_head, match, reading)
        )
        return entity_type(head) in (_MAYBE_PLACES if troops else _PLACE_ENTITIES)


def is_person(head: Token, reading: Reading) -> bool:
    """Whether a name is a person's: of two words and more, or one that stands in such a name elsewhere."""
    if entity_type(head) != "PERSON":
        return False
    if len([item for item in phrase(head) if item.pos_ == "PROPN"]) > 1:
        return all(item.text != "-" for item in phrase(head))
    text = " ".join(sentence.text for sentence in reading.context.sentences)
    return full_name(head.text, text, titles=frozenset()) is not None


def _leads_out(match: Match, head: Token) -> bool:
    """Whether forces are driven from, leave or enter what a name stands for: people are not left so."""
    return match.frame.predicate in _MOVES and preposition(head) in _OUT_AND_IN


def _stands_bare(verb: Token, names: list[Token]) -> bool:
    """Whether a name stands behind "captured" with nothing that says who it is; of people that is said."""
    if not names or names[0].i != verb.i + 1:
        return False
    after = names[-1].i + 1
    return after >= len(verb.doc) or verb.doc[after].lower_ in _BEHIND_PLACES


def _is_there(name: Token, reading: Reading) -> bool:
    """Whether a name is what "there" stands for further on: no other place is named in the sentence."""
    there = any(item.lower_ == "there" and item.dep_ == "advmod" for item in name.doc[name.i + 1 :])
    return there and all(one.start <= name.idx for one in reading.context.places.get(reading.index, ()))
