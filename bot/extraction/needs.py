"""What a frame of the lexicon asks for before its words make a claim: a place, a side, a force."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Reading
from bot.extraction.syntax import children, lemma, phrase, preposition
from bot.model.claim import Predicate
from bot.model.place import Feature
from bot.model.side import SideRef
from config.lexicon import Frame

# Pronouns that stand for a side rather than for a person.
_SIDES_AGAIN = frozenset({"it", "they", "its", "their", "we", "our"})


def needs_met(
    frame: Frame,
    refs: list[tuple[Token, PlaceRef]],
    actor_head: Token | None,
    actor: SideRef | None,
    reading: Reading,
    *,
    opposed: bool,
    nominal: bool,
    anybody: bool = False,
    agentless: bool = False,
    remote: Collection[str],
    unclear: Collection[str],
) -> bool:
    """Whether everything is there that the frame asks for.

    `agentless` tells that a passive leaves out who acts, `opposed` whether it acts against a force, `anybody` that the
    words leave open who does it ("who controls X"),
    `remote` and `unclear` are words for forces (see `nouns.toml`).
    """
    for need in frame.needs:
        if agentless and actor_head is None and need in {"actor", "force", "troops"}:
            continue
        given = frame.predicate is Predicate.TRANSFERRED and opposed and any(ref.place is not None for _, ref in refs)
        if (anybody or given) and need in {"actor", "side"}:
            continue
        troops = need == "actor" and actor_head is not None and reading.sides.is_force(actor_head)
        # "a column" may be anybody's; "columns of soldiers" are soldiers.
        troops = (
            troops and actor_head is not None and (lemma(actor_head) not in unclear or _of_troops(actor_head, reading))
        )
        if (
            need in {"actor", "side"}
            and (actor is None or actor.side is None)
            and not (troops and any(ref.place is not None for _, ref in refs))
        ):
            # "the withdrawal from X" says enough without saying whose.
            if nominal and frame.predicate is Predicate.WITHDREW and any(ref.place is not None for _, ref in refs):
                continue
            return False
        meant = actor is not None and actor_head is not None and _is_meant(actor_head, actor, reading)
        if need == "force" and not meant and (actor_head is None or not reading.sides.is_force(actor_head)):
            return False
        if need == "troops" and (actor_head is None or not reading.sides.are_troops(actor_head)):
            return False
        if need == "ground_force" and (actor_head is None or not _on_the_ground(actor_head, reading, remote)):
            return False
        if need == "opponent" and not opposed:
            return False
        if need == "place" and not refs:
            return False
        if need == "named_place" and not any(ref.place is not None for _, ref in refs):
            return False
        if need == "settled_place" and not any(settled(ref) for _, ref in refs):
            return False
    return True


def _is_meant(head: Token, actor: SideRef, reading: Reading) -> bool:
    """Whether a pronoun stands for a side, or for forces of one that nobody knows: "the separatists said they …"."""
    return head.lower_ in _SIDES_AGAIN and (actor.side is not None or reading.sides.names_forces(actor.name))


def _of_troops(head: Token, reading: Reading) -> bool:
    return any(reading.sides.are_troops(child) for child in children(head, "nmod") if preposition(child) == "of")


def _on_the_ground(head: Token, reading: Reading, remote: Collection[str]) -> bool:
    """Whether a phrase stands for troops that can take ground, and not for what strikes from afar."""
    return reading.sides.is_force(head) and not any(lemma(item) in remote for item in phrase(head))


def settled(ref: PlaceRef) -> bool:
    """Whether a phrase stands for a named place smaller than a country."""
    return ref.place is not None and ref.place.feature is not Feature.COUNTRY
