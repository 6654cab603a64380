"""What a territorial draft is made of: roles found in the sentence, and the circumstances it is said in."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from bot.extraction.drafts import Draft
from bot.extraction.reading import Circumstances, Reading
from bot.model.claim import Domain, Extent, Predicate, Quantity, Unit
from bot.model.place import Place
from bot.model.side import SideRef

AREA_UNITS = frozenset({Unit.KM, Unit.KM2, Unit.COUNT, Unit.PERCENT})
"""Units in which territory is counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Roles:
    """Who, against whom, where, how much of it, and the figures."""

    actor: SideRef | None = None
    opponent: SideRef | None = None
    place: Place | None = None
    extent: Extent | None = None
    figures: tuple[Quantity, ...] = ()


def territorial(
    *, trigger: Token, rule: str, predicate: Predicate, roles: Roles, said: Circumstances, reading: Reading
) -> Draft:
    """Return the draft of a territorial claim."""
    return Draft(
        sentence=reading.index,
        trigger=trigger.idx,
        rule=f"territory.{rule}",
        domain=Domain.TERRITORY,
        predicate=predicate,
        actor=roles.actor,
        opponent=roles.opponent,
        place=roles.place,
        extent=roles.extent,
        quantities=roles.figures,
        time=said.time,
        polarity=said.polarity,
        certainty=said.certainty,
        realis=said.realis,
        speech_act=said.speech_act,
        speaker=said.source.speaker,
        mentions=(reading.mention(trigger),),
    )
