"""Tells damage done in a conflict from accidents, weather and business: only the former makes a claim on an asset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.extraction.context import Context
from bot.extraction.drafts import Draft
from bot.model.claim import AssetKind, AssetState
from bot.model.side import SideKind
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
_NEEDS_NO_WAR = frozenset({AssetState.SEIZED, AssetState.THREATENED})


class HostilityFilter:
    """Drops what an article says of assets where nothing in it speaks of armed conflict."""

    def __init__(self, words: Hostility) -> None:
        """Compile the words of conflict, and of causes that are none."""
        self._conflict = _any_of(words.conflict)
        self._accidents = _any_of(words.accidents)
        self._attacks = _any_of(words.attacks)

    def keep(self, drafts: Sequence[Draft], context: Context) -> list[Draft]:
        """Return the drafts that may be about a conflict, in the order given."""
        if not drafts:
            return []
        warlike = self._warlike(context)
        chance = not warlike and any(self._accidents.search(sentence.text) for sentence in context.sentences)
        return [draft for draft in drafts if self._stays(draft, context, warlike=warlike, chance=chance)]

    def _stays(self, draft: Draft, context: Context, *, warlike: bool, chance: bool) -> bool:
        """Whether a draft is about a conflict; `chance` when the article speaks of accidents and of no conflict."""
        sentence = context.sentences[draft.sentence].text
        if self._accidents.search(sentence) and not self._conflict.search(sentence):
            return False
        if warlike or draft.state in _NEEDS_NO_WAR:
            return True
        if draft.state in _DONE_BY_SOMEBODY and (
            self._attacks.search(sentence) is not None or (draft.actor is not None and draft.actor.side is not None)
        ):
            return True
        if chance or draft.asset is None:
            return False
        # What blows up by itself is an accident, unless it is what people attack.
        return draft.asset.kind in (_AIMED_AT if draft.state is AssetState.ATTACKED else _CRITICAL)

    def _warlike(self, context: Context) -> bool:
        for number, mentions in context.sides.items():
            text = context.sentences[number].text
            for mention in mentions:
                if _FORCES.search(text, mention.start, mention.end + 12):
                    return True
                side = context.catalogue.sides.get(mention.side)
                if side is not None and side.kind is SideKind.NON_STATE:
                    return True
        return any(self._conflict.search(sentence.text) for sentence in context.sentences)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words; one that ends in `*` stands for all that begin so."""
    forms = (re.escape(word.removesuffix("*")) + r"\w*" * word.endswith("*") for word in words)
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)
