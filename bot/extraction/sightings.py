"""Where forces are seen or said to stand: "a video showing its forces in X", "troops are 15 km from X"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.drafts import Draft
from bot.extraction.figures import QuantitySpan
from bot.extraction.frames import Match
from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Reading
from bot.extraction.syntax import ancestors, children, lemma, preposition
from bot.extraction.territorial import Roles, territorial
from bot.model.claim import Predicate, Unit
from bot.model.place import Feature, Place, PlaceRelation
from config.lexicon import Sightings

EVIDENCE = "territory.evidence"
"""The rule of drafts that rest on a picture or post."""

_WHERE = frozenset({"in", "on", "at", "inside", "near", "outside", "around", "entering"})
# How far behind a distance its place may stand, in characters.
_REACH = 60
_NEAR = 16


def evidence(match: Match, reading: Reading) -> Iterator[Draft]:
    """Yield the forces that a picture or post shows in or at a place."""
    for head in match.functions.get("of" if match.nominal else "object"):
        if not reading.sides.is_force(head):
            continue
        said = reading.circumstances(head)
        if said.source.speaker is None:
            said = reading.circumstances(match.trigger)
        actor = reading.sides.ground(head, speaker=said.source.speaker.side if said.source.speaker else None)
        if actor is None or actor.side is None:
            continue
        for ref in _shown_places(head, match, reading):
            if ref.place is not None:
                yield territorial(
                    trigger=match.trigger,
                    rule=EVIDENCE.partition(".")[2],
                    predicate=Predicate.ENTERED,
                    roles=Roles(actor=actor, place=ref.place),
                    said=said,
                    reading=reading,
                )


def _shown_places(head: Token, match: Match, reading: Reading) -> list[PlaceRef]:
    below = [
        child
        for child in children(head, "nmod", "acl", "advmod", "obl")
        if preposition(child) in _WHERE or child.lower_ == "there"
    ]
    groups = [] if match.nominal else [heads for name in sorted(_WHERE) if (heads := match.functions.get(name))]
    beside = min(groups, key=lambda heads: heads[0].i) if groups else []
    for heads in (below, beside):
        found = [ref for item in heads if (ref := reading.places.ground(item)) is not None]
        if found:
            return found
    around = reading.places.locative(head)
    return [around] if around is not None else []


def distances(reading: Reading, drafts: Sequence[Draft], *, standing: Collection[str]) -> Iterator[Draft]:
    """Yield how near forces have come, where no other draft has the figure; `standing` are verbs of being there."""
    for span in reading.quantities:
        if span.quantity.unit is not Unit.KM or any(span.quantity in draft.quantities for draft in drafts):
            continue
        clause = _clause(span, reading, standing)
        place = _place_after(span, reading)
        if clause is None or place is None:
            continue
        subject = children(clause, "nsubj")[0]
        said = reading.circumstances(clause)
        actor = reading.sides.ground(subject, speaker=said.source.speaker.side if said.source.speaker else None)
        if actor is None or actor.side is None:
            continue
        yield territorial(
            trigger=clause,
            rule="distance",
            predicate=Predicate.ADVANCED,
            roles=Roles(actor=actor, place=replace(place, relation=PlaceRelation.NEAR), figures=(span.quantity,)),
            said=said,
            reading=reading,
        )


def presences(
    reading: Reading, drafts: Sequence[Draft], *, words: Sightings, quarters: Collection[str]
) -> Iterator[Draft]:
    """Yield the forces that a sentence says to be in a place, or right before it.

    "The fighters are inside the city", "soldiers are back in X", "the rebels stand at the gates of X". `quarters` are
    words for parts of a town. Whoever is in a country, or has some other business there, is no sign of a front.
    """
    for head in reading.doc:
        predicate = _presence_of(head, words)
        standing = _stands(head, words)
        if predicate is None or standing is None:
            continue
        if lemma(head) == "control":
            # "back in control of X": that is told of X.
            continue
        subject = children(standing, "nsubj")
        around = [head, standing, *children(head, "cop"), *children(standing, "cop")]
        if not any(one.i in reading.stems for one in around):
            continue
        if not subject or any(draft.trigger in {head.idx, standing.idx} for draft in drafts):
            continue
        pronoun = subject[0].pos_ == "PRON" and subject[0].lower_ in {"they", "we"}
        if not pronoun and not reading.sides.is_force(subject[0]):
            continue
        said = reading.circumstances(standing)
        actor = reading.sides.ground(subject[0], speaker=said.source.speaker.side if said.source.speaker else None)
        ref = reading.places.ground(head) or _of(head, reading)
        if (ref is None or ref.place is None) and (lemma(head) in quarters or lemma(head) == "street"):
            # "Soldiers are in the eastern neighbourhoods": of the town that the text is about.
            ref = reading.places.last_settlement(head)
        if actor is None or (actor.side is None and pronoun) or ref is None or ref.place is None:
            continue
        if ref.place.feature in {Feature.COUNTRY, Feature.REGION}:
            continue
        near = predicate is Predicate.ADVANCED
        yield territorial(
            trigger=head,
            rule="presence",
            predicate=predicate,
            roles=Roles(actor=actor, place=replace(ref.place, relation=PlaceRelation.NEAR) if near else ref.place),
            said=said,
            reading=reading,
        )


def existences(reading: Reading, drafts: Sequence[Draft], *, words: Sightings) -> Iterator[Draft]:
    """Yield the forces of which a sentence says that there are some in a place, or none: "there are no rebels in X"."""
    for verb in reading.doc:
        if verb.i not in reading.stems or not children(verb, "expl") or any(one.trigger == verb.idx for one in drafts):
            continue
        subject = next(iter(children(verb, "nsubj", "obj")), None)
        if subject is None or not reading.sides.is_force(subject):
            continue
        said = reading.circumstances(subject if any(one.lower_ == "no" for one in subject.children) else verb)
        actor = reading.sides.ground(subject, speaker=said.source.speaker.side if said.source.speaker else None)
        where = [
            child
            # "There is not a single soldier left in X"
            for node in (subject, verb, *children(subject, "acl"))
            for child in children(node, "nmod", "obl", "advmod")
            if preposition(child) in words.inside or child.lower_ == "there"
        ]
        refs = [ref for head in where if (ref := reading.places.ground(head)) is not None and ref.place is not None]
        if actor is None or not refs or refs[0].place is None:
            continue
        if refs[0].place.feature in {Feature.COUNTRY, Feature.REGION}:
            continue
        yield territorial(
            trigger=verb,
            rule="existence",
            predicate=Predicate.ENTERED,
            roles=Roles(actor=actor, place=refs[0].place),
            said=said,
            reading=reading,
        )


def _presence_of(head: Token, words: Sightings) -> Predicate | None:
    """Return what a phrase says of those who are there."""
    before, noun = preposition(head), lemma(head)
    if before in words.inside and head.pos_ in {"PROPN", "NOUN"}:
        return Predicate.ENTERED
    if head.lower_ == "there" or (before == "on" and noun == "street"):
        return Predicate.ENTERED
    if (before == "at" and noun in words.at_the) or (before == "within" and noun in words.within):
        return Predicate.ADVANCED
    return None


def _stands(head: Token, words: Sightings) -> Token | None:
    """Return what the phrase is said with: itself with a copula, "back" before it, or a verb of standing."""
    if children(head, "cop"):
        return head
    above = head.head
    if above.lower_ == "back" and children(above, "cop"):
        return above
    stands = above.pos_ == "VERB" and lemma(above) in words.standing and lemma(above) not in {"come", "get"}
    return above if stands and preposition(head) not in words.inside and head.dep_ == "obl" else None


def _of(head: Token, reading: Reading) -> PlaceRef | None:
    """Return the place of "the gates of X"."""
    for child in children(head, "nmod", "obl"):
        if preposition(child) in {"of", "to", "from"}:
            ref = reading.places.ground(child)
            if ref is not None and ref.place is not None:
                return ref
    return None


def _clause(span: QuantitySpan, reading: Reading, standing: Collection[str]) -> Token | None:
    """Return the predicate that says of forces that they are so far away."""
    token = reading.token_at(span.start)
    if token is None:
        return None
    for node in [token, *(parent for _, parent in ancestors(token))]:
        subject = children(node, "nsubj")
        if subject or children(node, "cop"):
            stands = node.pos_ != "VERB" or lemma(node) in standing
            return node if stands and subject and reading.sides.is_force(subject[0]) else None
    return None


def _place_after(span: QuantitySpan, reading: Reading) -> Place | None:
    for mention in reading.context.places.get(reading.index, ()):
        if span.end <= mention.start <= span.end + _REACH and mention.place is not None:
            between = f" {reading.doc.text[span.end : mention.start]} "
            return mention.place if any(f" {word} " in between for word in ("from", "of", "outside")) else None
    # "Its columns were only 10 miles from the town"
    for token in reading.doc:
        if span.end <= token.idx <= span.end + _NEAR and preposition(token) in {"from", "of", "outside"}:
            ref = reading.places.ground(token)
            return ref.place if ref is not None and ref.place is not None and ref.place.name else None
    return None
