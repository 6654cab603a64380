"""Tells damage done in a conflict from accidents, weather and business: only the former makes a claim on an asset."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from bot.extraction.context import Context, Outlook
from bot.extraction.drafts import Draft
from bot.extraction.gate import WordSearch
from bot.extraction.sides import SideMention
from bot.model.claim import AssetKind, AssetState, Polarity
from bot.model.side import SideCatalogue, SideKind
from config.lexicon import Hostility

# What serves a whole country: news of it counts unless it tells of an accident.
_CRITICAL = frozenset(
    {AssetKind.POWER, AssetKind.GAS, AssetKind.OIL, AssetKind.WATER, AssetKind.TELECOM, AssetKind.NUCLEAR,
     AssetKind.DAM, AssetKind.BRIDGE, AssetKind.SUPPLY, AssetKind.HOSPITAL,
     AssetKind.AIRPORT, AssetKind.PORT}
)  # fmt: skip
_AIMED_AT = frozenset({AssetKind.MILITARY, AssetKind.RELIGIOUS, AssetKind.GOVERNMENT, AssetKind.BORDER})
_DONE_BY_SOMEBODY = frozenset({AssetState.ATTACKED, AssetState.DAMAGED, AssetState.DESTROYED})
# "X forces", "X Ground Forces"
_FORCES = re.compile(r"\b[Ff]orces\b")
# "Russian strikes"; workers' strikes are called after what they work at.
_STRIKES = re.compile(r" (?:strikes?|raids?|attacks?)\b")
SERVICES = frozenset(
    {AssetKind.POWER, AssetKind.GAS, AssetKind.WATER, AssetKind.TELECOM, AssetKind.OIL, AssetKind.SUPPLY}
)
"""What people are without when it fails."""
FLOWS = SERVICES | {AssetKind.RAIL, AssetKind.PORT, AssetKind.AIRPORT, AssetKind.ROAD, AssetKind.HOSPITAL}
"""What can be reduced because it flows or runs; what only stands can be levelled."""
_NEEDS_NO_WAR = frozenset({AssetState.SEIZED, AssetState.THREATENED})
# Somebody sets a fire; a fire by itself, and a storm, destroy without anybody.
_BY_HAND = frozenset({"set", "sets", "setting", "torched", "torching", "burned", "burnt", "burn", "burning"})
_CHANCE = frozenset({"fire", "storm", "flood", "flooding", "earthquake"})
# Who denies that a works was hit answers somebody who said so: no accident is denied.
_DISPUTED = re.compile(
    r"\b(?:no truth in|den(?:y|ies|ied|ying)|reject(?:s|ed)|refut(?:es|ed)|dismiss(?:es|ed)|false reports?|rumou?rs?|"
    r"reports? (?:that|of)|no (?:missile|rocket|shell|bomb|drone|damage)|(?:was|were|had|has|have|did) not|never)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


class HostilityFilter:
    """Drops what an article says of assets where nothing in it speaks of armed conflict."""

    def __init__(self, words: Hostility) -> None:
        """Take the words of conflict, and of causes that are none."""
        self._conflict = WordSearch(words.conflict)
        self._accidents = WordSearch(words.accidents)
        self._attacks = WordSearch(words.attacks)
        self._fighting = WordSearch(set(words.conflict) - words.helpers)
        self._unprovoked = WordSearch(words.unprovoked)

    def outlook(
        self, sentences: Sequence[str], sides: Mapping[int, Sequence[SideMention]], catalogue: SideCatalogue
    ) -> Outlook:
        """Return what an article speaks of, by its sentences and the sides that they name."""
        armed = self._armed(sentences, sides, catalogue)
        warlike = armed or any(map(self._conflict.stands_in, sentences))
        return Outlook(
            warlike=warlike,
            fought=armed or any(map(self._fighting.stands_in, sentences)),
            chance=not warlike and any(map(self._accidents.stands_in, sentences)),
        )

    def may_tell(
        self,
        state: AssetState,
        sentence: str,
        outlook: Outlook,
        *,
        sided: Callable[[], bool],
        kinds: Collection[AssetKind],
    ) -> bool:
        """Whether a draft that says so of an asset could be kept, judged before the sentence is parsed.

        `sided` tells whether the sentence could name who acts, `kinds` are those of its assets.
        """
        if self._happens(sentence) and not sided():
            return False
        if outlook.warlike or state in _NEEDS_NO_WAR:
            return True
        if state in _DONE_BY_SOMEBODY and (self._attacks.stands_in(sentence) or sided()):
            return True
        return not outlook.chance and any(kind in _AIMED_AT or kind in _CRITICAL for kind in kinds)

    def _happens(self, sentence: str) -> bool:
        """Whether a sentence tells of an accident or of weather, and of nobody who fights."""
        return self._accidents.stands_in(sentence) and not self._fighting.stands_in(sentence)

    def _by_itself(self, draft: Draft, sentence: str) -> bool:
        """Whether the draft's word tells of what needs nobody: a collapse, a fire, a failure."""
        word = _WORD.match(sentence, draft.trigger)
        if word is None or word.group().lower() in _BY_HAND:
            return False
        if draft.polarity is Polarity.DENIED and draft.actor is not None and draft.actor.side is not None:
            # Who had nothing to do with a fire was said to have set it.
            return False
        return self._unprovoked.stands_in(word.group()) or (draft.actor is None and draft.means in _CHANCE)

    def keep(self, drafts: Sequence[Draft], context: Context, outlook: Outlook) -> list[Draft]:
        """Return the drafts that may be about a conflict, in the order given."""
        return [draft for draft in drafts if self._stays(draft, context, outlook)]

    def _stays(self, draft: Draft, context: Context, outlook: Outlook) -> bool:
        """Whether a draft is about a conflict."""
        sentence = context.sentences[draft.sentence].text
        known = draft.actor is not None and draft.actor.side is not None
        if self._happens(sentence) and not known:
            return False
        if self._by_itself(draft, sentence) and not outlook.fought and not self._aimed(draft):
            return False
        if outlook.warlike or draft.state in _NEEDS_NO_WAR:
            return True
        if draft.state in _DONE_BY_SOMEBODY and (self._attacks.stands_in(sentence) or known):
            return True
        if outlook.chance or draft.asset is None:
            return False
        if draft.state in _DONE_BY_SOMEBODY and draft.asset.kind in _CRITICAL and _DISPUTED.search(sentence):
            return True
        # What blows up by itself is an accident, unless it is what people attack.
        return draft.asset.kind in (_AIMED_AT if draft.state is AssetState.ATTACKED else _CRITICAL)

    def _aimed(self, draft: Draft) -> bool:
        """Whether it blew up what people attack, or it is an army's own."""
        if draft.asset is None:
            return False
        struck = draft.state is AssetState.ATTACKED and draft.asset.kind in _AIMED_AT
        return struck or draft.asset.kind is AssetKind.MILITARY

    def _armed(
        self, sentences: Sequence[str], sides: Mapping[int, Sequence[SideMention]], catalogue: SideCatalogue
    ) -> bool:
        for number, mentions in sides.items():
            text = sentences[number]
            for mention in mentions:
                if _FORCES.search(text, mention.start, mention.end + 12) or _STRIKES.match(text, mention.end):
                    return True
                side = catalogue.sides.get(mention.side)
                if side is not None and side.kind is SideKind.NON_STATE:
                    return True
        return False
