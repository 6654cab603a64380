"""Who stands where, told by posts, flags and what is left: "at their posts in X", "the flag flies over X"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from bot.extraction.drafts import Draft
from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Circumstances, Reading
from bot.extraction.syntax import PASSIVE_SUBJECTS, SUBJECTS, children, lemma, preposition
from bot.extraction.territorial import Roles, territorial
from bot.model.claim import Polarity, Predicate
from bot.model.place import Feature
from bot.model.side import SideRef

_POSTS = frozenset({"posts", "positions", "stations", "trenches"})
_STAYING = frozenset({"remain", "stay", "be", "stand", "continue"})
_FREE = frozenset({"free", "clear", "empty", "rid", "devoid"})
_FLAGS = frozenset({"flag", "banner", "colour", "colours", "tricolour", "tricolor"})
_WAVING = frozenset({"fly", "flutter", "wave"})
_RAISING = frozenset({"raise", "hoist", "plant", "unfurl"})
_OVER = frozenset({"over", "above", "on", "atop", "from", "in", "at"})
_WHERE = frozenset({"in", "at", "inside", "around", "near", "on", "outside", "along"})

PATTERNS = (
    re.compile(
        r"\b(?:at|in|to)\s+(?:all\s+)?(?:of\s+)?(?:their|its|his|our)\s+(?:\w+\s+)?(?P<be>posts|positions|stations|trenches)\b"
    ),
    re.compile(r"\b(?P<be>free|clear|empty|rid|devoid)\s+of\b"),
    re.compile(
        r"\b(?:flag|banner|colours|tricolou?r)s?\b[^.;]{0,40}?\b(?P<be>fl(?:y|ies|ying|ew|own)|flutter(?:s|ing|ed)?|wav(?:e|es|ing|ed)"
        r"|raised|hoisted|planted|unfurled)\b"
    ),
    re.compile(r"\b(?:ha(?:s|ve|d)|with)\s+no\s+\w+\s+(?P<be>left)\b"),
)
"""What a sentence has where something here may be told; `be` is the word that carries it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Phrase:
    """What a phrase says, by which rule."""

    trigger: Token
    rule: str
    predicate: Predicate


def standing(reading: Reading, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield who is said to hold a place, or no more to be there, where no frame of the lexicon says so."""
    taken = {draft.trigger for draft in drafts}
    for token in reading.doc:
        if token.i not in reading.stems or token.idx in taken:
            continue
        if token.lower_ in _POSTS and preposition(token) in {"at", "in"}:
            yield from _at_posts(token, reading)
        elif token.lower_ in _FREE and token.pos_ in {"ADJ", "VERB", "ADV"}:
            yield from _free_of(token, reading)
        elif (lemma(token) in _WAVING or _is_raised(token)) and token.pos_ == "VERB":
            yield from _under_flag(token, reading)
        elif token.lower_ == "left" and token.dep_ == "acl":
            yield from _none_left(token, reading)


def _at_posts(posts: Token, reading: Reading) -> Iterator[Draft]:
    """Read "remained at their posts in X", "are still in their positions around X"."""
    above = posts if children(posts, "cop") else posts.head
    stays = above.i == posts.i or (above.pos_ in {"VERB", "AUX"} and lemma(above) in _STAYING)
    subjects = children(above, *SUBJECTS)
    if not stays or not subjects or not reading.sides.is_force(subjects[0]):
        return
    said = reading.circumstances(above)
    actor = _side(subjects[0], said, reading)
    where = [*children(posts, "nmod", "obl"), *children(above, "obl", "nmod")]
    phrase = _Phrase(trigger=posts, rule="posts", predicate=Predicate.CONTROLS)
    yield from _claims(phrase, actor, _refs(where, _WHERE, reading), said, reading)


def _free_of(free: Token, reading: Reading) -> Iterator[Draft]:
    """Read "X is free of Y": Y does not hold it any more."""
    those = [child for child in children(free, "obl", "nmod") if preposition(child) == "of"]
    if not those or not reading.sides.is_force(those[0]) or not children(free, "cop"):
        return
    said = reading.circumstances(free, polarity=Polarity.DENIED)
    actor = _side(those[0], said, reading)
    refs = [ref for head in children(free, *SUBJECTS) if (ref := reading.places.ground(head)) is not None]
    phrase = _Phrase(trigger=free, rule="free-of", predicate=Predicate.CONTROLS)
    yield from _claims(phrase, actor, refs, said, reading)


def _under_flag(verb: Token, reading: Reading) -> Iterator[Draft]:
    """Read "the Y flag is flying over X": Y holds it."""
    flags = [head for head in children(verb, *SUBJECTS, *PASSIVE_SUBJECTS) if lemma(head) in _FLAGS]
    if not flags or children(verb, "obj") or any(item.lower_ == "mast" for item in reading.doc):
        # "At half-mast" it mourns.
        return
    said = reading.circumstances(verb)
    actor = reading.sides.ground(flags[0], speaker=None)
    where = children(verb, "obl", "nmod")
    where += [below for head in where for below in children(head, "nmod")]
    refs = _refs(where, _OVER, reading)
    # "Over X's central square"
    owners = (owner for head in where if preposition(head) in _OVER for owner in children(head, "nmod:poss"))
    refs = refs or [ref for owner in owners if (ref := reading.places.ground(owner)) is not None]
    predicate = Predicate.CAPTURED if _is_raised(verb) else Predicate.CONTROLS
    phrase = _Phrase(trigger=verb, rule="flag", predicate=predicate)
    yield from _claims(phrase, actor, refs[:1], said, reading)


def _is_raised(verb: Token) -> bool:
    """Whether something was raised: "was hoisted over X"."""
    return lemma(verb) in _RAISING and bool(children(verb, "aux:pass"))


def _none_left(left: Token, reading: Reading) -> Iterator[Draft]:
    """Read "the rebels have no men left in X": none of them is there."""
    men, verb = left.head, left.head.head
    none = any(child.lower_ == "no" for child in men.children)
    owners = children(verb, *SUBJECTS)
    if not none or lemma(verb) != "have" or not owners or not (reading.sides.are_troops(men) or lemma(men) == "man"):
        return
    said = reading.circumstances(verb, polarity=Polarity.DENIED)
    actor = _side(owners[0], said, reading)
    where = [*children(left, "obl", "nmod"), *children(men, "nmod", "obl"), *children(verb, "obl")]
    phrase = _Phrase(trigger=left, rule="none-left", predicate=Predicate.ENTERED)
    yield from _claims(phrase, actor, _refs(where, _WHERE, reading), said, reading)


def _side(head: Token, said: Circumstances, reading: Reading) -> SideRef | None:
    return reading.sides.ground(head, speaker=said.source.speaker.side if said.source.speaker else None)


def _refs(heads: Iterable[Token], before: frozenset[str], reading: Reading) -> list[PlaceRef]:
    found = (reading.places.ground(head) for head in heads if preposition(head) in before)
    return [ref for ref in found if ref is not None]


def _claims(
    phrase: _Phrase, actor: SideRef | None, refs: Iterable[PlaceRef], said: Circumstances, reading: Reading
) -> Iterator[Draft]:
    if actor is None or actor.side is None or said.mood.unsaid:
        return
    for ref in refs:
        if ref.place is not None and ref.place.feature is not Feature.COUNTRY:
            yield territorial(
                trigger=phrase.trigger,
                rule=phrase.rule,
                predicate=phrase.predicate,
                roles=Roles(actor=actor, place=ref.place, extent=ref.extent),
                said=said,
                reading=reading,
            )
            return
