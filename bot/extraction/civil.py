"""Tells what civilians, police and courts do from what forces do: protests, searches and crimes are no deeds of war."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Token

from bot.extraction.frames import Match
from bot.extraction.overlaps import CHANGES_HANDS
from bot.extraction.reading import Reading
from bot.extraction.syntax import children, lemma, preposition
from bot.model.claim import AssetState
from config.lexicon import Civil

_BESIDE = frozenset({"compound", "amod", "advmod", "nmod:desc", "nmod:unmarked"})
_COUNTED = frozenset({"group", "dozen", "hundred", "thousand", "number", "score", "crowd", "series"})


class CivilDeeds:
    """Recognises deeds of civilians, by who does them and by what kind of attack it is."""

    def __init__(self, words: Civil) -> None:
        """Take the words for civilians, for those who search, and for crimes."""
        self._words = words

    def is_one(self, match: Match, reading: Reading) -> bool:
        """Whether a frame's words tell of no deed of war."""
        crash = lemma(match.trigger) == "crash" and any(lemma(head) in self._words.aircraft for head in _actors(match))
        police = any(lemma(head) in self._words.police for head in _actors(match))
        crash = crash or (police and lemma(match.trigger) in self._words.foiling)
        return crash or self._personal(match) or self._by_civilians(match, reading) or self._search(match, reading)

    def is_unrest(self, match: Match, reading: Reading) -> bool:
        """Whether those who act rise against a government, and are no force."""
        return self._acts(self._words.unruly, match, reading)

    def foiled(self, match: Match) -> bool:
        """Whether an attack was kept from happening: "foiled an attack on the base"."""
        node = match.trigger
        while node.dep_ == "conj":
            node = node.head
        # "The explosion was staged": by nobody, so there was none.
        staged = (
            node.dep_ == "nsubj:pass" and lemma(node.head) == "stage" and not children(node.head, "obl", "obl:agent")
        )
        foiled = node.dep_ in {"obj", "nsubj:pass"} and lemma(node.head) in self._words.foiling
        return match.nominal and (foiled or staged)

    def _personal(self, match: Match) -> bool:
        """Whether one man attacks another: "a knife attack", "sexually assaulting"."""
        return any(child.lower_ in self._words.personal for child in children(match.trigger, *_BESIDE))

    def _by_civilians(self, match: Match, reading: Reading) -> bool:
        """Whether those who act are no force: inmates, thieves, a storm."""
        return self._acts(self._words.actors, match, reading)

    def takes_no_ground(self, head: Token, *, town: bool) -> bool:
        """Whether nobody holds by force what these people take: a prison its inmates, a building protesters."""
        return lemma(head) in self._words.actors or (not town and lemma(head) in self._words.unruly)

    def is_brawl(self, match: Match) -> bool:
        """Whether those who clash are no force: police and protesters, fans, inmates."""
        names = ("with", "against", "between", "by", "subject", "poss", "modifier", "among")
        heads = [head for name in names for head in match.functions.get(name)]
        return any(lemma(head) in self._words.unruly | self._words.actors for head in heads)

    def _acts(self, words: Collection[str], match: Match, reading: Reading) -> bool:
        return any(
            lemma(head) in words and reading.context.side_over(reading.index, head) is None for head in _actors(match)
        )

    def _search(self, match: Match, reading: Reading) -> bool:
        """Whether police or a court search or confiscate."""
        heads = list(_actors(match))
        heads += [child for child in children(match.trigger, "compound") if match.nominal]
        words = {lemma(head) for head in heads}
        searching = lemma(match.trigger) in self._words.searches
        takes = match.frame.predicate in CHANGES_HANDS or match.frame.state is AssetState.SEIZED
        if words & self._words.searchers and (takes or searching):
            return True
        if words & self._words.police and (takes or searching):
            return searching or not reading.context.outlook.fought
        if not searching or any(reading.sides.is_force(head) for head in heads):
            return False
        return any(lemma(token) in self._words.police | self._words.searchers for token in reading.doc)


def _actors(match: Match) -> Iterator[Token]:
    """Yield who acts, and whom words of number count: "dozens of protesters"."""
    names = match.frame.noun_actor if match.nominal else match.frame.actor
    for name in names:
        for head in match.functions.get(name):
            if name in {"object", "to", "into", "under"}:
                continue
            yield head
            if lemma(head) in _COUNTED:
                yield from (child for child in children(head, "nmod") if preposition(child) == "of")
