"""Who holds or besieges a place, told without a verb of holding: "X is under siege", "X, the last bastion of Y"."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from bot.extraction.drafts import Draft
from bot.extraction.noun_functions import of_noun
from bot.extraction.reading import Reading
from bot.extraction.syntax import PASSIVE_SUBJECTS, SUBJECTS, children, lemma, preposition, surface_subject
from bot.extraction.territorial import Roles, territorial
from bot.extraction.unlisted import is_person
from bot.model.claim import Polarity, Predicate
from bot.model.place import Feature
from bot.model.side import SideRef
from config.lexicon import Lexicon

# "Have X in their hands", "in their grip".
_HOLDS = frozenset({"hands", "grip"})
_FOES = frozenset({"enemy", "terrorist", "rebel", "militant", "occupier", "hostile"})
_ENCIRCLED_NOUNS = frozenset({"siege", "blockade"})
_FORMER = frozenset(
    {"former", "onetime", "erstwhile", "ex", "traditional", "old", "historic", "political", "opposition"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Phrase:
    """What a phrase says, by which rule; `known` asks for a holder whose side is known or who is a force."""

    trigger: Token
    predicate: Predicate
    rule: str
    known: bool = True


class StrongholdReader:
    """Reads phrases that say how a place is held or besieged beside the frames of the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the words for strongholds, for being somewhere, and for coming into somebody's hands."""
        self._verbs = lexicon.modality.verbs
        self._strongholds = lexicon.territory.objects.strongholds
        self._having = lexicon.territory.objects.having
        self._staying = lexicon.territory.participles.stays
        self._moves = frozenset(lexicon.territory.participles.moves)
        self._taking = frozenset(
            verb for frame in lexicon.territory.frame if frame.id in {"capture", "retake"} for verb in frame.verbs
        )
        self._besieged = frozenset(lexicon.territory.participles.encircled)
        self._forces = frozenset((*lexicon.nouns.forces.words, *lexicon.nouns.forces.generic))

    def read(self, reading: Reading) -> Iterator[Draft]:
        """Yield the claims of one sentence."""
        for token in reading.doc:
            if token.i not in reading.stems:
                continue
            if token.lower_ in _ENCIRCLED_NOUNS and preposition(token) == "under":
                yield from self._under_siege(token, reading)
            elif token.lower_ in self._besieged and token.dep_ in {"xcomp", "ccomp"}:
                yield from self._has_surrounded(token, reading)
            elif token.lower_ in _HOLDS and preposition(token) in {"in", "into"}:
                yield from self._hands(token, reading)
            elif lemma(token) in self._strongholds and token.pos_ == "NOUN":
                yield from self._stronghold(token, reading)

    def _under_siege(self, noun: Token, reading: Reading) -> Iterator[Draft]:
        """Read "X is under siege", "X came under siege by Y", "the city under siege"."""
        subjects = children(noun, *SUBJECTS)
        if not subjects and noun.head.pos_ in {"VERB", "AUX"} and lemma(noun.head) in self._staying | self._moves:
            subjects = children(noun.head, *SUBJECTS, *PASSIVE_SUBJECTS) or children(noun.head, "obj")
        if not subjects and noun.dep_ == "nmod" and noun.head.pos_ in {"NOUN", "PROPN"}:
            subjects = [noun.head]
        besiegers = [item for item in children(noun, "nmod", "obl", "obl:agent") if preposition(item) in {"by", "from"}]
        phrase = _Phrase(trigger=noun, predicate=Predicate.ENCIRCLED, rule="under-siege", known=False)
        yield from self._claims(phrase, subjects, besiegers, reading)

    def _has_surrounded(self, participle: Token, reading: Reading) -> Iterator[Draft]:
        """Read "the rebels have X surrounded"."""
        verb = participle.head
        if lemma(verb) not in self._having or children(verb, "aux"):
            return
        held = children(participle, *SUBJECTS, *PASSIVE_SUBJECTS, "obj") or children(verb, "obj")
        holders = surface_subject(verb, verbs=self._verbs)
        phrase = _Phrase(trigger=participle, predicate=Predicate.ENCIRCLED, rule="surrounded", known=False)
        yield from self._claims(phrase, held, holders, reading)

    def _hands(self, noun: Token, reading: Reading) -> Iterator[Draft]:
        """Read "they have X in their hands", "X has come into rebel hands"."""
        verb = noun.head
        if verb.pos_ not in {"VERB", "AUX"}:
            return
        owners = of_noun(noun, verbs=self._verbs)
        holders = [*owners.get("of"), *owners.get("modifier"), *owners.get("poss")]
        if lemma(verb) in self._having and preposition(noun) == "in":
            subjects = surface_subject(verb, verbs=self._verbs)
            phrase = _Phrase(trigger=noun, predicate=Predicate.CONTROLS, rule="in-hands")
            yield from self._claims(phrase, children(verb, "obj"), subjects, reading)
        elif lemma(verb) in self._moves - {"return", "put", "place"}:
            moved = children(verb, *SUBJECTS, *PASSIVE_SUBJECTS)
            # "Fell into rebel hands" is told by its verb, once.
            trigger = verb if lemma(verb) == "fall" else noun
            phrase = _Phrase(trigger=trigger, predicate=Predicate.CAPTURED, rule="into-hands")
            yield from self._claims(phrase, moved, holders, reading)

    def _stronghold(self, noun: Token, reading: Reading) -> Iterator[Draft]:
        """Read "X, the last stronghold of Y", "X is a rebel bastion"."""
        if any(child.lower_ in _FORMER for child in children(noun, "amod", "compound", "advmod")):
            return
        if noun.dep_ == "appos" and noun.head.dep_ in {"obj", "nmod"} and self._is_taken(noun.head):
            # "took X, a rebel stronghold": it was.
            return
        held = [noun.head] if noun.dep_ == "appos" else children(noun, *SUBJECTS) if children(noun, "cop") else []
        owners = of_noun(noun, verbs=self._verbs)
        holders = [*owners.get("of"), *owners.get("poss"), *owners.get("modifier")]
        phrase = _Phrase(trigger=noun, predicate=Predicate.CONTROLS, rule="stronghold")
        yield from self._claims(phrase, held, holders, reading)

    def _is_taken(self, name: Token) -> bool:
        verb = name.head.head if name.dep_ == "nmod" and name.head.dep_ == "obj" else name.head
        return lemma(verb) in self._taking

    def _claims(
        self, phrase: _Phrase, held: Collection[Token], holders: Collection[Token], reading: Reading
    ) -> Iterator[Draft]:
        """Yield a claim for each place."""
        said = reading.circumstances(phrase.trigger)
        if said.mood.unsaid or reading.moods.near_miss(phrase.trigger):
            return
        said_by = said.source.speaker.side if said.source.speaker else None
        actor = self._holder(holders, reading, said_by)
        # "X has not fallen into enemy hands": whose they are, nobody has to say.
        kept = phrase.predicate is Predicate.CAPTURED and said.polarity is Polarity.DENIED
        if actor is None and phrase.known and not (kept and any(one.lower_ in _FOES for one in holders)):
            return
        for head in held:
            for one in _each(head):
                ref = reading.places.ground(one)
                if ref is None and one.pos_ == "PROPN" and not is_person(one, reading):
                    ref = reading.places.unlisted(one, called=True)
                if ref is None or ref.place is None or ref.place.feature is Feature.COUNTRY:
                    continue
                yield territorial(
                    trigger=phrase.trigger,
                    rule=phrase.rule,
                    predicate=phrase.predicate,
                    roles=Roles(actor=actor, place=ref.place, extent=ref.extent),
                    said=said,
                    reading=reading,
                )

    def _holder(self, heads: Collection[Token], reading: Reading, said_by: str | None) -> SideRef | None:
        """Return the first phrase that names a side, else one that is at least a force."""
        found = [(head, reading.sides.ground(head, speaker=said_by)) for head in heads]
        for _, side in found:
            if side is not None and side.side is not None:
                return side
        return next((side for head, side in found if side is not None and lemma(head) in self._forces), None)


def _each(head: Token) -> list[Token]:
    return [head, *(one for one in children(head, "conj") if one.pos_ in {"NOUN", "PROPN"})]
