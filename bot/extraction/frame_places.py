"""Which places a frame's word is about: what was taken, left, reached or fought for."""

from __future__ import annotations

from spacy.tokens import Token

from bot.extraction.frames import FrameIndex, Match
from bot.extraction.listings import each_named, examples
from bot.extraction.needs import settled
from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Reading
from bot.extraction.syntax import children, lemma, preposition
from bot.extraction.understood import attempted, behind, besieged, left_behind, left_from
from bot.extraction.unlisted import UnlistedNames, is_person
from bot.extraction.whereabouts import described, without_countries
from bot.model.claim import Predicate
from bot.model.place import Feature
from config.lexicon import Lexicon

# A name that nobody knows is a place behind these, where forces move.
_TOWARDS = frozenset({"toward", "towards", "near", "around", "outside", "into"})


class FramePlaces:
    """Finds the places of matched frames."""

    def __init__(self, lexicon: Lexicon, *, frames: FrameIndex) -> None:
        """Take the words for places and forces, and the frames that a clause beside may open."""
        self._frames = frames
        self._objects = lexicon.territory.objects
        self._unlisted = UnlistedNames(lexicon)
        self._forces = frozenset(lexicon.nouns.forces.words)
        self._own = frozenset(lexicon.nouns.forces.own)
        places = lexicon.nouns.places
        self._place_nouns = frozenset((*places.settlement, *places.region, *places.area))
        self._openings = places.openings
        self._listed = self._place_nouns | frozenset(places.facility)
        self._verb_classes = lexicon.modality.verbs

    def find(self, match: Match, reading: Reading, actor_head: Token | None) -> list[tuple[Token, PlaceRef]]:
        """Return the places of the first function that holds any, each with the word that stands for it."""
        frame = match.frame
        beside: list[tuple[Token, PlaceRef]] = []
        if frame.predicate is Predicate.ENCIRCLED and match.nominal:
            around = besieged(match, reading, verbs=self._verb_classes)
            if around:
                return around
        for name in frame.noun_place if match.nominal else frame.place:
            refs = []
            heads = each_named(_controlled(match.functions.get(name), match), self._place_nouns)
            if frame.everywhere and name != "object":
                heads = behind(match.trigger, name, heads)
            for head in [*heads, *examples(heads, match.functions, self._listed)]:
                moved = name == "object" and frame.moves_force and lemma(head) in self._forces
                acts = name in {"poss", "modifier"} and actor_head is not None and head.i == actor_head.i
                if moved or acts or self._otherwise_meant(head):
                    continue
                meant = described(head, match.trigger)
                ref = reading.places.ground(meant) or self._nearer_antecedent(match, head, reading)
                fell = frame.id == "fall" and name in {"subject", "object"}
                if ref is None and (fell or name in {"object", "from", "out of", *_TOWARDS}) and not match.nominal:
                    ref = self._unlisted.taken(match, head, actor_head, reading)
                unlisted = ref is not None and ref.place is not None and ref.place.feature is None
                if unlisted and ref is not None and self._unlisted.is_body(head):
                    continue
                called = ref is not None and ref.noun in self._place_nouns and lemma(head) == ref.noun
                of_people = unlisted and not called and lemma(match.trigger) in self._objects.verbs_of_people
                if of_people and not self._unlisted.is_ground(match, head, actor_head, reading):
                    continue
                ground = unlisted and self._unlisted.only_ground(match, head, actor_head, reading)
                if ref is not None and self._fits(ref, head, reading, name, ground=ground):
                    refs.append((head, ref))
            if any(ref.place is not None for _, ref in refs):
                # "the strategic town Sarrin", read as two objects, is one place.
                refs = [(head, ref) for head, ref in refs if ref.place is not None or ref.plural or ref.anchored]
            wide = match.nominal and frame.moves_force and not any(settled(ref) for _, ref in refs)
            if refs and (frame.everywhere or wide):
                # "the advance around X in Norland": the country is only where X lies.
                beside.extend(refs)
            elif refs:
                return without_countries(refs)
            if (
                name == "object"
                and not match.nominal
                and frame.predicate is Predicate.ENTERED
                and self._else(match, reading)
            ):
                return []
        if beside:
            return without_countries(beside)
        if (frame.object or frame.subjects) and not match.nominal and (around := self._around(match, reading)):
            return around
        if "object" in frame.place and not match.nominal and (next_to := self._right_behind(match, reading)):
            return next_to
        if frame.predicate is Predicate.WITHDREW:
            return left_behind(match, reading, frames=self._frames, verbs=self._verb_classes) or left_from(
                match, reading, own=self._own
            )
        return (
            attempted(match, reading, unlisted=self._unlisted, verbs=self._verb_classes)
            if frame.predicate is Predicate.REPELLED
            else []
        )

    def _around(self, match: Match, reading: Reading) -> list[tuple[Token, PlaceRef]]:
        """Return X of "raised their flag over the office in X", "over X's square", where the office is no place."""
        heads = [head for name in match.frame.place for head in match.functions.get(name)]
        below = [
            child
            for head in heads
            for child in children(head, "nmod", "nmod:poss")
            if child.dep_ == "nmod:poss" or preposition(child) in {"in", "of", "at"}
        ]
        refs = [(child, ref) for child in below if (ref := reading.places.ground(child)) is not None and settled(ref)]
        return refs[:1]

    def _right_behind(self, match: Match, reading: Reading) -> list[tuple[Token, PlaceRef]]:
        """Return X of "have entered X, Norland's minister said", where the parser hung X on the minister."""
        after = match.trigger.i + 1
        if match.functions.passive or match.functions.get("object") or after >= len(reading.doc):
            return []
        mention = reading.context.place_over(reading.index, reading.doc[after])
        if mention is None or mention.place is None or mention.start != reading.doc[after].idx:
            return []
        tail = reading.doc.text[mention.end : mention.end + 1]
        place = mention.place
        settled = place.feature in {Feature.SETTLEMENT, Feature.REGION} and tail in {"", ",", ".", ";"}
        return [(reading.doc[after], PlaceRef(place=place, noun=reading.doc[after].lower_))] if settled else []

    def _otherwise_meant(self, head: Token) -> bool:
        """Whether the object makes the verb mean something else: "took part", but not "took parts of X"."""
        return lemma(head) in self._objects.other_senses and not any(
            preposition(child) == "of" for child in children(head, "nmod")
        )

    def _nearer_antecedent(self, match: Match, head: Token, reading: Reading) -> PlaceRef | None:
        """Ground "a strike on a station that rebels had overrun" by the station, where the parser chose the strike."""
        clause = match.trigger
        if clause.dep_ != "acl:relcl" or clause.head.i != head.i:
            return None
        between = [item for item in reading.doc[head.i + 1 : clause.left_edge.i] if item.pos_ in {"NOUN", "PROPN"}]
        return next((ref for item in between if (ref := reading.places.ground(item)) is not None), None)

    def _else(self, match: Match, reading: Reading) -> bool:
        """Whether what was stormed is something else than a place: "stormed a hotel in the capital"."""
        return any(not reading.sides.is_force(head) for head in match.functions.get("object"))

    def _fits(self, ref: PlaceRef, head: Token, reading: Reading, name: str, *, ground: bool) -> bool:
        """Whether a phrase can be what the frame's word takes: a person or a unit cannot be captured here.

        `ground` tells that the words around make a place of it, whatever name it has.
        """
        known = ref.place is not None and ref.place.lat is not None
        # "Mount Lesk", "X, a town"
        described = any(lemma(item) in self._place_nouns for item in [head, *children(head, "appos")])
        described = described or head.lower_ in self._openings
        if ref.place is not None and not known and not described and not ground and is_person(head, reading):
            return False
        if name == "modifier" and not known:
            return False
        country = ref.place is not None and ref.place.feature is Feature.COUNTRY
        if country and name == "modifier":
            return False
        force = lemma(head) in self._forces and ref.noun == lemma(head)
        return not (force and ref.place is not None and not country and reading.sides.is_force(head))


def _controlled(heads: list[Token], match: Match) -> list[Token]:
    """Return X of "fighting for control of X"."""
    if not match.nominal or match.frame.predicate is not Predicate.CONTESTED:
        return heads
    over = [
        child
        for head in heads
        if lemma(head) == "control"
        for child in children(head, "nmod")
        if preposition(child) in {"of", "over"}
    ]
    return over or heads
