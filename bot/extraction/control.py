"""Who holds a place: "take control of X", "X is under Y's control", "rebel-held X", "the besieged town"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from bot.extraction.civil import CivilDeeds
from bot.extraction.drafts import Draft
from bot.extraction.listings import each_named, examples
from bot.extraction.noun_functions import of_noun
from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Reading
from bot.extraction.syntax import (
    Functions,
    ancestors,
    base,
    children,
    coordinated,
    lemma,
    of_verb,
    preposition,
    surface_subject,
)
from bot.extraction.territorial import AREA_UNITS, Roles, territorial
from bot.extraction.times import publication_time
from bot.extraction.unlisted import is_person
from bot.model.claim import Certainty, Extent, Polarity, Predicate, Realis, SpeechAct
from bot.model.place import Feature
from bot.model.side import SideRef
from config.lexicon import ControlFrame, Lexicon

_HYPHENS = "-–\u2010\u2011"
_RULES = frozenset({"rule", "administration"})
_IN_HANDS = frozenset({"in", "into", "under"})
_OUT_OF_HANDS = frozenset({"out of", "from"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Holding:
    """What a phrase with "control" says, before its heads are grounded."""

    trigger: Token
    predicate: Predicate
    polarity: Polarity
    places: list[Token]
    actors: list[Token]
    opponents: list[Token]


class ControlReader:
    """Reads the noun "control" with the verbs and prepositions around it, and participles of holding."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Index the verbs that say what happens to control."""
        self._verb_classes = lexicon.modality.verbs
        self._verbs: dict[str, ControlFrame] = {}
        for frame in lexicon.territory.control:
            self._verbs.update(dict.fromkeys(frame.verbs, frame))
        self._nouns = lexicon.territory.objects.control_nouns
        self._hands = lexicon.territory.objects.hands
        self._civil = CivilDeeds(lexicon.infrastructure.civil)
        self._degrees = lexicon.territory.degrees
        self._moves = frozenset(lexicon.territory.participles.moves)
        self._held = frozenset(lexicon.territory.participles.controls)
        self._staying = lexicon.territory.participles.stays
        self._besieged = frozenset(lexicon.territory.participles.encircled)
        self._background = frozenset(lexicon.modality.realis.historical_adverbs)
        self._forces = frozenset(lexicon.nouns.forces.words)
        self._holders = self._forces | set(lexicon.nouns.forces.generic)
        places = lexicon.nouns.places
        self._place_nouns = frozenset((*places.settlement, *places.region, *places.area))

    def read(self, reading: Reading) -> tuple[list[Draft], set[int]]:
        """Return the drafts, and the tokens whose other frames they stand for."""
        drafts: list[Draft] = []
        taken: set[int] = set()
        for token in reading.doc:
            if token.i not in reading.stems:
                continue
            if token.lower_ in self._hands and preposition(token) in _IN_HANDS | _OUT_OF_HANDS:
                found = list(self._in_hands(token, reading))
                spent = {token.i, token.head.i} if found else {token.i}
            elif token.pos_ == "NOUN" and (self._is_control(token) or _under_rule(token)):
                found = list(self._control(token, reading))
                spent = {token.i, token.head.i}
            elif token.lower_ in self._held | self._besieged:
                found = list(self._participle(token, reading))
                spent = {token.i}
            else:
                continue
            if found:
                drafts.extend(found)
                taken |= spent
        return drafts, taken

    def _is_control(self, token: Token) -> bool:
        """Whether a noun is control of a place; sovereignty is, where somebody restores or loses it."""
        word = lemma(token)
        changed = (
            base(token.dep_) == "obj" and lemma(token.head) in self._verbs and not children(token.head, "aux:pass")
        )
        return word in self._nouns and (word == "control" or changed)

    # -- "control" --------------------------------------------------------------------------------------------------

    def _control(self, noun: Token, reading: Reading) -> Iterator[Draft]:
        holding = self._holding(noun)
        said = reading.circumstances(holding.trigger, polarity=holding.polarity)
        if reading.moods.near_miss(holding.trigger) or said.mood.unsaid:
            # "have practically lost control": they have not. "Did not say that they had": nobody says it.
            return
        said_by = said.source.speaker.side if said.source.speaker else None
        actor = _first_side(holding.actors, reading, said_by)
        asked = any(head.lower_ in {"who", "whoever"} for head in holding.actors)
        if actor is None and not asked:
            # "The rebels keep control of X" says who, though nobody knows which side they are.
            unknown = next((head for head in holding.actors if lemma(head) in self._holders), None)
            actor = reading.sides.ground(unknown, speaker=said_by) if unknown is not None else None
        if actor is None and preposition(noun) == "under":
            # "under the control of a faction" that nobody knows
            unknown = next((head for head in holding.actors if lemma(head) in self._holders), None)
            actor = reading.sides.ground(unknown, speaker=said_by) if unknown is not None else None
        under = preposition(noun) == "under" and actor is None
        if under or (actor is None and not asked and holding.predicate is Predicate.CONTROLS):
            return
        predicate = holding.predicate
        if said.mood.purpose and predicate in {Predicate.CAPTURED, Predicate.RETOOK}:
            # The fight for it is the claim; the hoped-for capture is none.
            predicate = Predicate.CONTESTED
        elif said.mood.purpose and said.realis is Realis.ACTUAL:
            # "fought to keep control"
            said = replace(said, realis=Realis.HYPOTHETICAL)
        opponent = _first_side(holding.opponents, reading, said_by)
        if predicate is Predicate.TRANSFERRED and said.speech_act is SpeechAct.DENY:
            holder = opponent or (said.source.speaker and SideRef(side=said_by, name=said.source.speaker.name))
            if holder and holder.side and (actor is None or holder.side != actor.side):
                # "ruled out returning control of X": who has it, keeps it.
                predicate, actor, opponent = Predicate.CONTROLS, holder, actor
                said = replace(said, polarity=Polarity.AFFIRMED, realis=Realis.ACTUAL)
        for head, ref in self._places(holding, reading):
            if ref.place is None and holding.predicate is Predicate.CONTROLS:
                continue
            town = ref.place is not None and ref.place.feature is not Feature.FACILITY
            if any(self._civil.takes_no_ground(one, town=town) for one in holding.actors):
                continue
            place = ref.place
            if place is None and (around := reading.places.locative(holding.trigger)) is not None:
                place = around.place
            yield territorial(
                trigger=holding.trigger,
                rule="control",
                predicate=predicate,
                roles=Roles(
                    actor=actor,
                    opponent=opponent,
                    place=place,
                    extent=self._degree(noun) or ref.extent,
                    figures=reading.figures([head], AREA_UNITS),
                ),
                said=said,
                reading=reading,
            )

    def _holding(self, noun: Token) -> _Holding:
        functions = of_noun(noun, verbs=self._verb_classes)
        plain = _Holding(
            trigger=noun,
            predicate=Predicate.CONTROLS,
            polarity=Polarity.AFFIRMED,
            places=functions.get("of") + functions.get("over") or functions.get("in"),
            actors=functions.get("poss") + functions.get("modifier") + functions.get("by"),
            opponents=[],
        )
        governor, label = noun.head, base(noun.dep_)
        given = _hands(noun)
        if given is not None:
            received = [item for item in noun.doc[noun.i + 1 :] if preposition(item) == "to"]
            return replace(
                plain,
                predicate=Predicate.TRANSFERRED,
                actors=received,
                opponents=[*children(given, "compound", "amod"), given.head],
            )
        if children(noun, "cop"):
            return self._predicated(noun, functions, plain)
        if preposition(noun) == "in" and governor.lower_ == "back" and children(governor, "nsubj"):
            # "Their forces are back in control of X"
            return replace(plain, actors=children(governor, "nsubj"))
        if governor.pos_ in {"VERB", "AUX"} and label in {"obj", "obl", "nsubj", "xcomp"}:
            return self._governed(noun, label, functions, plain)
        if preposition(noun) == "under":
            held = children(governor, "nsubj") or ([governor] if governor.pos_ in {"NOUN", "PROPN"} else [])
            return replace(plain, places=held or plain.places)
        if preposition(noun) == "in" and noun.dep_ == "ROOT":
            return replace(plain, actors=children(noun, "nsubj"))
        return plain

    def _predicated(self, noun: Token, functions: Functions, plain: _Holding) -> _Holding:
        """Read "X is under Y's control", "Y is in control of X"."""
        subject = children(noun, "nsubj")
        if preposition(noun) == "under":
            owners = functions.get("poss") + functions.get("modifier") + functions.get("of") + functions.get("by")
            return replace(plain, places=subject, actors=owners)
        subject = subject or surface_subject(noun, verbs=self._verb_classes)
        return replace(plain, actors=subject or plain.actors)

    def _governed(self, noun: Token, label: str, functions: Functions, plain: _Holding) -> _Holding:
        """Read "took control of X", "lost control over X", "X fell under Y's control"."""
        verb, before = noun.head, preposition(noun)
        outer = of_verb(verb, verbs=self._verb_classes)
        word = lemma(verb)
        particle = next((child.lower_ for child in children(verb, "compound:prt")), "")
        frame = self._verbs.get(f"{word} {particle}".strip()) or self._verbs.get(word)
        if before in {"under", "into", "to"}:
            moved = word in self._moves
            owners = functions.get("poss") + functions.get("modifier") + functions.get("of") + functions.get("by")
            return replace(
                plain,
                trigger=verb,
                predicate=Predicate.CAPTURED if moved else Predicate.CONTROLS,
                # "fell under the control of X": X holds it, and what fell is the place.
                places=outer.get("object") or outer.get("subject") or functions.get("over"),
                actors=owners,
            )
        if frame is not None and (label == "obj" or before == "in" or (label == "nsubj" and outer.passive)):
            given = frame.predicate is Predicate.TRANSFERRED
            by_subject = outer.get("subject") if label == "obj" or before == "in" else []
            return replace(
                plain,
                trigger=verb,
                predicate=frame.predicate,
                polarity=frame.polarity,
                places=plain.places or outer.get("over") + outer.get("of") + outer.get("in"),
                actors=outer.get("to") if given else by_subject or plain.actors,
                opponents=outer.get("subject") if given else outer.get("from") + functions.get("from"),
            )
        return plain if label == "nsubj" else replace(plain, trigger=verb)

    def _places(self, holding: _Holding, reading: Reading) -> list[tuple[Token, PlaceRef]]:
        heads = each_named(_expanded(holding.places), self._place_nouns)
        beside = of_verb(holding.trigger, verbs=self._verb_classes) if holding.trigger.pos_ == "VERB" else Functions()
        heads += examples(heads, beside, self._place_nouns)
        refs = [(head, ref) for head in heads if (ref := reading.places.ground(head)) is not None]
        refs = _right_behind(holding, reading) or refs or self._unlisted(holding, heads, reading)
        if any(ref.place is not None for _, ref in refs):
            refs = [(head, ref) for head, ref in refs if ref.place is not None]
        if refs:
            return refs
        which = _preposed(holding.trigger)
        before = reading.places.before(which) if which is not None else None
        return [(which, before)] if which is not None and before is not None else []

    def _unlisted(self, holding: _Holding, heads: list[Token], reading: Reading) -> list[tuple[Token, PlaceRef]]:
        """Return the place that no gazetteer has of "X is under rebel control", where known forces fight."""
        known = any(
            reading.sides.are_troops(one) or reading.context.side_over(reading.index, one) is not None
            for actor in holding.actors
            for one in [actor, *children(actor, "amod", "compound")]
        )
        named = [head for head in heads if head.pos_ == "PROPN" or (head.i > 0 and head.text[:1].isupper())]
        single = [
            head
            for head in named
            if not children(head, "compound", "appos") and (not children(head, "flat") or not is_person(head, reading))
        ]
        if not known or not reading.context.outlook.warlike:
            return []
        refs = ((head, reading.places.unlisted(head, called=True)) for head in single if not head.text.isupper())
        return [(head, ref) for head, ref in refs if ref is not None]

    def _degree(self, noun: Token) -> Extent | None:
        """Return how much is controlled, by the adjectives of "control"."""
        words = {lemma(child) for child in children(noun, "amod")}
        if words & self._degrees.partial:
            return Extent.PARTIAL
        return Extent.WHOLE if words & self._degrees.whole else None

    def _in_hands(self, noun: Token, reading: Reading) -> Iterator[Draft]:
        """Read "X is in government hands", "X remains in the hands of Y", "X slipped out of Y's grip"."""
        governor = noun.head
        lost = preposition(noun) in _OUT_OF_HANDS
        if children(noun, "cop"):
            held = children(noun, "nsubj")
        elif governor.lower_ == "back" and governor.pos_ == "ADV":
            # "X back in government hands"
            held = children(governor, "nsubj")
        elif children(governor, "cop") or (
            governor.pos_ in {"VERB", "AUX"} and lemma(governor) in (self._moves if lost else self._staying)
        ):
            # "is back in government hands" too; "was not taken and remains in government hands"
            held = children(governor, "nsubj") or surface_subject(governor, verbs=self._verb_classes)
        else:
            return
        owners = of_noun(noun, verbs=self._verb_classes)
        heads = [*owners.get("of"), *owners.get("modifier"), *owners.get("poss")]
        said = reading.circumstances(noun, polarity=Polarity.DENIED if lost else Polarity.AFFIRMED)
        # "X is in our hands": whose they are who speak.
        mine = any(head.lower_ == "our" for head in heads) and said.source.speaker is not None
        actor = _first_side(heads, reading, said.source.speaker.side if mine and said.source.speaker else None)
        if actor is None:
            actor = next((reading.sides.ground(head) for head in heads if lemma(head) in self._forces), None)
        for head in _expanded(held):
            ref = reading.places.ground(head) or reading.places.unlisted(head, called=head.pos_ == "PROPN")
            if actor is not None and ref is not None and ref.place is not None and not said.mood.unsaid:
                roles = Roles(actor=actor, place=ref.place, extent=ref.extent)
                yield territorial(
                    trigger=noun, rule="hands", predicate=Predicate.CONTROLS, roles=roles, said=said, reading=reading
                )

    # -- participles ------------------------------------------------------------------------------------------------

    def _participle(self, token: Token, reading: Reading) -> Iterator[Draft]:
        apart = token.dep_ not in {"amod", "acl", "compound", "nmod", "dep", "conj"} and token.pos_ != "ADJ"
        squeezed = apart and self._squeezed(token, reading)
        if apart and not squeezed:
            return
        doc = reading.doc
        hyphen = token.i > 1 and doc[token.i - 1].text in _HYPHENS
        at = token.i - 2 if hyphen else token.i - 1
        head = _held_noun(token, hyphen=hyphen or squeezed)
        encircled = token.lower_ in self._besieged
        holder = None if encircled else self._holder(at, hyphen, reading)
        if head is None or (holder is None and not encircled):
            return
        ref = reading.places.ground(_what_is_held(head))
        if ref is None or ref.place is None or (ref.facility and token.lower_ == "run"):
            # "a state-run hospital" is not held by force.
            return
        if encircled and (token.dep_ != "amod" or ref.place.feature is Feature.COUNTRY):
            return
        background = any(item.lower_ in self._background for item in doc[max(0, at - 1) : token.i])
        said = replace(
            reading.circumstances(token),
            realis=Realis.HISTORICAL if background else Realis.ACTUAL,
            polarity=Polarity.AFFIRMED,
            certainty=Certainty.CERTAIN,
        )
        if said.time.days is not None:
            # "postponed for six weeks … the X-held town": the window is the clause's.
            said = replace(said, time=publication_time(reading.context.published))
        if said.speech_act in {SpeechAct.DENY, SpeechAct.NOT_CONFIRMED, SpeechAct.CONFIRM}:
            # What is denied or confirmed is the sentence's point; who holds the place is taken for granted.
            said = replace(said, speech_act=SpeechAct.CLAIM)
        yield territorial(
            trigger=token,
            rule="participle",
            predicate=Predicate.ENCIRCLED if encircled else Predicate.CONTROLS,
            roles=Roles(actor=holder, place=ref.place, extent=ref.extent),
            said=said,
            reading=reading,
        )

    def _squeezed(self, token: Token, reading: Reading) -> bool:
        """Whether it is "the X held town" without a hyphen, which the parser takes for a clause."""
        doc = token.doc
        if token.i < 2 or token.i + 1 >= len(doc) or doc[token.i - 2].pos_ != "DET":
            return False
        named = reading.context.side_over(reading.index, doc[token.i - 1]) is not None
        return named and lemma(doc[token.i + 1]) in self._place_nouns

    def _holder(self, at: int, hyphen: bool, reading: Reading) -> SideRef | None:
        if at < 0:
            return None
        token = reading.doc[at]
        mention = reading.context.side_over(reading.index, token)
        if mention is not None:
            return SideRef(side=mention.side, name=mention.text)
        if hyphen and lemma(token) in self._forces:
            found = reading.sides.ground(token)
            return SideRef(side=found.side if found else None, name=token.text)
        return None


def _under_rule(token: Token) -> bool:
    """Whether "rule" is control: "remains under our rule", but not under military rule."""
    return token.lower_ in _RULES and preposition(token) == "under" and not children(token, "amod")


def _hands(noun: Token) -> Token | None:
    """Return the verb of "hands control of X over to Y", a headline's present that the tagger takes for a noun."""
    before = [item for item in noun.doc[max(0, noun.i - 2) : noun.i] if item.lower_ == "hands"]
    over = any(item.lower_ == "over" for item in noun.doc[max(0, noun.i - 1) :])
    return before[-1] if before and over and before[-1].pos_ in {"NOUN", "PROPN"} else None


def _expanded(heads: list[Token]) -> list[Token]:
    """Return all heads with what is coordinated with them, once each, in text order."""
    seen: dict[int, Token] = {}
    for head in heads:
        for item in coordinated(head):
            seen[item.i] = item
    return [seen[number] for number in sorted(seen)]


def _first_side(heads: list[Token], reading: Reading, said_by: str | None) -> SideRef | None:
    for head in heads:
        found = reading.sides.ground(head, speaker=said_by)
        if found is not None and found.side is not None:
            return found
    return None


def _right_behind(holding: _Holding, reading: Reading) -> list[tuple[Token, PlaceRef]]:
    """Return X of "control of X in Y" where the parser hung X elsewhere."""
    doc = holding.trigger.doc
    noun = next((item for item in doc[holding.trigger.i : holding.trigger.i + 6] if lemma(item) == "control"), None)
    if noun is None or noun.i + 2 >= len(doc) or doc[noun.i + 1].lower_ not in {"of", "over"}:
        return []
    first = doc[noun.i + 2]
    mention = reading.context.place_over(reading.index, first)
    if mention is None or mention.place is None or any(item.i == first.i for item in _inside(holding.places)):
        return []
    ref = reading.places.ground(first)
    ref = ref if ref is not None and ref.place is not None else PlaceRef(place=mention.place, noun=first.lower_)
    return [(first, ref)]


def _inside(heads: list[Token]) -> list[Token]:
    return [item for head in heads for item in head.subtree]


def _preposed(verb: Token) -> Token | None:
    """Return the relative pronoun of "over which Russia has maintained control"."""
    for token in verb.doc[max(0, verb.i - 12) : verb.i]:
        if token.lower_ == "which" and token.i and token.doc[token.i - 1].lower_ in {"over", "of"}:
            return token
    return None


def _held_noun(token: Token, *, hyphen: bool) -> Token | None:
    """Return the noun that a participle describes; the next noun where the parser hung it elsewhere."""
    head = token.head
    while head.dep_ in {"amod", "compound"} and head.head.i != head.i and head.pos_ not in {"NOUN", "PROPN"}:
        head = head.head
    if head.pos_ in {"NOUN", "PROPN"} and head.i > token.i:
        return head
    following = next((item for item in token.doc[token.i + 1 : token.i + 5] if item.pos_ in {"NOUN", "PROPN"}), None)
    if following is None or (token.pos_ == "VERB" and not hyphen and token.dep_ != "amod"):
        return None
    while following.dep_ in {"compound", "flat"} and following.head.i > following.i:
        following = following.head
    return following


def _what_is_held(head: Token) -> Token:
    """Return X of "X, one of the towns in the rebel-held part of R": the place that is said to lie in it."""
    for node, parent in ancestors(head):
        comma = node.i - 1
        if node.lower_ == "one" and comma > 0 and head.doc[comma].text == ",":
            # "X, one of the …" describes X, wherever the parser hangs it.
            return head.doc[comma - 1]
        nominal = parent.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}
        if base(node.dep_) in {"nmod", "obl"} and preposition(node) in {"in", "of"} and nominal:
            continue
        if node.dep_ == "appos" and parent.pos_ == "PROPN" and node.i != head.i:
            return parent
        break
    return head
