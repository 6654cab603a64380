"""What a territorial clause leaves to its neighbours: the town that soldiers left, whose siege it was, who holds it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.frames import FrameIndex, Match
from bot.extraction.needs import settled
from bot.extraction.overlaps import CHANGES_HANDS
from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Circumstances, Reading
from bot.extraction.syntax import children, lemma, of_verb, own_words, preposition
from bot.extraction.unlisted import UnlistedNames
from bot.extraction.whereabouts import described
from bot.model.claim import Extent, Polarity, Predicate, SpeechAct
from bot.model.place import Feature
from bot.model.side import SideRef
from config.lexicon import VerbClasses

_NOBODY = frozenset({"nobody", "none"})
_ASKED = frozenset({"who", "whoever", "which"})
_BACK = frozenset({"it", "its", "they", "their"})
_TRIES = frozenset({"attempt", "effort", "bid", "try"})
_DEPARTING = frozenset({"leave", "flee"})
# With these it is told where they went or what they left, and no town is left out.
_SAYING_WHERE = ("object", "to", "into", "toward", "towards", "for", "from", "out of", "behind", "across", "by")

_ARRIVALS = CHANGES_HANDS | {Predicate.ENTERED, Predicate.CONTROLS}
# Where the place stands that an attempt was made on.
_AIMED_AT = ("object", "into", "toward", "towards", "on", "to", "in", "near", "at")


def said_by(match: Match, said: Circumstances) -> str | None:
    """Return the speaker's side, as whose "troops", "they" and "its men" are understood.

    "Last week it took X, a military source said": what stands before such a source is no word for it.
    """
    speaker, verb = said.source.speaker, said.source.verb
    if speaker is None:
        return None
    heads = match.functions.get("subject")
    behind = verb is not None and verb.doc is match.trigger.doc and verb.i > match.trigger.i
    pointing = any(item.lower_ in _BACK for head in heads for item in [head, *children(head, "nmod:poss")])
    if behind and pointing and (speaker.person or not speaker.named):
        return None
    return speaker.side


def behind(verb: Token, words: str, heads: list[Token]) -> list[Token]:
    """Return all nouns of the clause behind a preposition: reports list where attacks were in one sentence."""
    inside = own_words(verb)
    found = {item.i: item for item in heads}
    for item in verb.doc[verb.i + 1 :]:
        if item.i in inside and item.pos_ in {"NOUN", "PROPN"} and preposition(item) == words:
            found.setdefault(item.i, item)
    return [found[number] for number in sorted(found)]


def left_open(match: Match, refs: list[tuple[Token, PlaceRef]], said: Circumstances) -> bool:
    """Whether the words themselves leave open who holds or lost a place.

    "Could not verify who controls X", "nobody controls X", "denied that X was lost".
    """
    holds = match.frame.predicate is Predicate.CONTROLS and not match.nominal
    named = any(ref.place is not None and ref.place.feature is not Feature.COUNTRY for _, ref in refs)
    if not holds or not named:
        return False
    if match.frame.polarity is Polarity.DENIED:
        return match.functions.passive
    subjects = {head.lower_ for head in match.functions.get("subject")}
    return bool(subjects & _NOBODY) or (bool(subjects & _ASKED) and said.speech_act is SpeechAct.NOT_CONFIRMED)


def keeps_trying(match: Match, *, going_on: Collection[str]) -> bool:
    """Whether a place is fought for in "continued their attempts to storm X"; a mere try says less."""
    noun = match.trigger.head
    takes = match.frame.predicate in {Predicate.CAPTURED, Predicate.RETOOK, Predicate.ENTERED}
    goes_on = noun.dep_ == "obj" and lemma(noun.head) in going_on
    return takes and not match.nominal and match.trigger.dep_ == "acl" and lemma(noun) in _TRIES and goes_on


def left_from(match: Match, reading: Reading, *, own: Collection[str]) -> list[tuple[Token, PlaceRef]]:
    """Return the town named last, where soldiers left or fled and the clause does not say from where."""
    if match.nominal or lemma(match.trigger) not in _DEPARTING or match.functions.passive:
        return []
    if any(match.functions.get(name) for name in _SAYING_WHERE) or children(match.trigger, "xcomp", "ccomp"):
        return []
    subjects = match.functions.get("subject")
    known = [found for head in subjects if (found := reading.sides.ground(head)) is not None and found.side is not None]
    if known and "place" not in match.frame.needs:
        # "X was seized after the army's soldiers fled": that they fled says enough, and nobody says from where.
        return []
    if not subjects or not all(reading.sides.are_troops(head) and _called(head, own) for head in subjects):
        return []
    town = reading.places.last_settlement(match.trigger)
    return [(match.trigger, town)] if town is not None else []


def _called(head: Token, own: Collection[str]) -> bool:
    return lemma(head) in own or any(lemma(child) in own for child in children(head, "nmod"))


def besieged(match: Match, reading: Reading, *, verbs: VerbClasses) -> list[tuple[Token, PlaceRef]]:
    """Return whose siege it was, where the noun does not say: "took X after a siege", "until the siege was broken"."""
    noun = match.trigger
    if any(head.pos_ == "PROPN" for head in match.functions.get("of")):
        return []
    if noun.dep_ == "obj" and lemma(noun.head) in match.frame.ended_by:
        town = reading.places.before(noun) or reading.places.last_settlement(noun)
        settled = town is not None and town.place is not None and town.place.feature is Feature.SETTLEMENT
        return [(noun, town)] if town is not None and settled else []
    if noun.dep_ == "obl" and preposition(noun) == "after" and noun.head.pos_ == "VERB":
        heads = of_verb(noun.head, verbs=verbs).get("object")
        found = [(head, ref) for head in heads if (ref := reading.places.ground(head)) is not None]
        return [(head, ref) for head, ref in found if ref.place is not None and ref.place.feature is Feature.SETTLEMENT]
    return []


def besieger(match: Match, reading: Reading) -> tuple[Token, SideRef] | None:
    """Return who took the town "after a siege": whoever does so, laid it."""
    noun, verb = match.trigger, match.trigger.head
    if not match.nominal or match.frame.predicate is not Predicate.ENCIRCLED or noun.dep_ != "obl":
        return None
    for subject in children(verb, "nsubj") if preposition(noun) == "after" and verb.pos_ == "VERB" else ():
        found = reading.sides.ground(subject)
        if found is not None and found.side is not None:
            return subject, found
    return None


def of_the_town(
    match: Match, refs: list[tuple[Token, PlaceRef]], reading: Reading, *, quarters: Collection[str]
) -> list[tuple[Token, PlaceRef]]:
    """Return quarters without a name as part of the town named last: "our men hold the neighbourhoods"."""
    if match.nominal or not refs or any(ref.place is not None or lemma(head) not in quarters for head, ref in refs):
        return refs
    town = reading.places.last_settlement(match.trigger)
    if town is None or town.place is None:
        return refs
    return [(head, replace(ref, place=town.place, extent=Extent.PARTIAL, anchored=True)) for head, ref in refs]


def within_clause(match: Match, refs: list[tuple[Token, PlaceRef]], reading: Reading) -> list[tuple[Token, PlaceRef]]:
    """Return unnamed villages as part of the place that the clause names: "in X, troops pushed into villages"."""
    around = reading.places.locative(match.trigger)
    if around is None or around.place is None:
        return refs
    return [(head, replace(ref, place=around.place, extent=Extent.PARTIAL)) for head, ref in refs]


def listed_in(refs: list[tuple[Token, PlaceRef]], reading: Reading) -> list[tuple[Token, PlaceRef]]:
    """Return unnamed villages as part of the place behind them: "30 percent of the villages seized by rebels in X"."""
    if not refs or any(ref.place is not None for _, ref in refs):
        return refs
    found = []
    for head, ref in refs:
        inside = [item for item in head.subtree if item.i > head.i and preposition(item) in {"in", "around"}]
        places = [there for item in inside if (there := reading.places.ground(item)) is not None and settled(there)]
        around = places[0].place if places else None
        found.append((head, replace(ref, place=around, extent=Extent.PARTIAL) if around is not None else ref))
    return found


def left_behind(
    match: Match, reading: Reading, *, frames: FrameIndex, verbs: VerbClasses
) -> list[tuple[Token, PlaceRef]]:
    """Return the place that the clause before says they were in: "took X in May and pulled out in June"."""
    before = match.trigger.head
    other_way = any(match.functions.get(name) for name in ("to", "into", "toward", "towards", "behind", "across"))
    first_there = any(child.lower_ == "before" for child in children(match.trigger, "mark", "case"))
    joined = match.trigger.dep_ == "conj" or (match.trigger.dep_ == "advcl" and first_there)
    if match.nominal or not joined or before.pos_ != "VERB" or other_way:
        return []
    if children(match.trigger, "nsubj") or not {frame.predicate for frame in frames.of(before)} & _ARRIVALS:
        return []
    heads = of_verb(before, verbs=verbs).get("object")
    refs = [(head, ref) for head in heads if (ref := reading.places.ground(described(head, before))) is not None]
    return [(head, ref) for head, ref in refs if ref.place is not None]


def attempted(
    match: Match, reading: Reading, *, unlisted: UnlistedNames, verbs: VerbClasses
) -> list[tuple[Token, PlaceRef]]:
    """Return the place of what was beaten back: "thwarted an attempt to storm X"."""
    objects = match.functions.get("object")
    objects = [*objects, *(below for head in objects for below in children(head, "nmod"))]
    hung = [child for head in objects for child in children(head, "acl", "acl:relcl")]
    first = match.trigger.head
    if match.trigger.dep_ in {"conj", "parataxis"} and first.pos_ == "VERB":
        # "attacked X but were repelled", "tried to storm X and were thrown back"
        hung.extend([first, *children(first, "xcomp")])
    for verb in [*hung, *children(match.trigger, "advcl", "xcomp")]:
        functions = of_verb(verb, verbs=verbs)
        for head in (item for name in _AIMED_AT for item in functions.get(name)):
            ref = reading.places.ground(head) or unlisted.taken(match, head, None, reading)
            if ref is not None and ref.place is not None:
                return [(head, ref)]
    for defender in match.functions.get("subject"):
        # "the defenders of X beat back an assault"
        for head in (item for item in children(defender, "nmod") if preposition(item) in {"of", "in"}):
            ref = reading.places.ground(head) if reading.sides.is_force(defender) else None
            if ref is not None and ref.place is not None and ref.place.feature is not Feature.COUNTRY:
                return [(head, ref)]
    return []
