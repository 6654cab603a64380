"""Against whom a side acts on the ground: who is named beside it, or who held the place before."""

from __future__ import annotations

from bot.extraction.frames import Match
from bot.extraction.reading import Reading
from bot.extraction.syntax import children, coordinated, lemma
from bot.model.claim import Predicate
from bot.model.side import SideRef
from config.lexicon import Lexicon


class OpponentFinder:
    """Finds the side that a deed on the ground is directed against."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the words for places that are held."""
        self._held = frozenset(lexicon.territory.participles.controls)
        self._facilities = frozenset(lexicon.nouns.places.facility)

    def find(self, match: Match, reading: Reading, actor: SideRef | None) -> SideRef | None:
        """Return the first side that a phrase names and that is not the actor's; `None` where there is none."""
        heads = [head for name in match.frame.opponent for head in match.functions.get(name)]
        if match.nominal and match.frame.predicate is Predicate.CONTESTED:
            # "fighting between X and Y"
            heads += [other for head in match.functions.get("between") for other in coordinated(head)[1:]]
        if match.frame.predicate is Predicate.REPELLED:
            heads += match.functions.get("object")
            heads += [below for head in heads for below in children(head, "nmod", "amod")]
        for head in heads:
            mine = any(child.lower_ in {"his", "her", "our", "their", "its"} for child in head.children)
            # "denied that his men had been expelled"
            found = reading.sides.ground(head, speaker=_spoken_for(match, reading) if mine else None)
            if found is not None and found.side is not None and (actor is None or found.side != actor.side):
                return found
        held = self._former_holder(match, reading)
        return held if held is not None and (actor is None or held.side != actor.side) else None

    def _former_holder(self, match: Match, reading: Reading) -> SideRef | None:
        """Return who held it before, where the object says so: "the government-held town", "an Afghan army base"."""
        for head in match.functions.get("object"):
            facility = lemma(head) in self._facilities
            for item in [below for child in children(head, "nmod:poss", "amod", "compound") for below in child.subtree]:
                mention = reading.context.side_over(reading.index, item)
                held = facility or any(near.lower_ in self._held for near in reading.doc[item.i : item.i + 4])
                if mention is not None and held:
                    return SideRef(side=mention.side, name=mention.text)
        return None


def _spoken_for(match: Match, reading: Reading) -> str | None:
    """Return the side of whoever says it."""
    speaker = reading.attributions.find(match.trigger, context=reading.context, index=reading.index).speaker
    return speaker.side if speaker is not None else None
