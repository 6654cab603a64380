"""Who struck an asset, and with what: the agent of the verb, whoever fired the rocket, the weapon."""

from __future__ import annotations

import re

from spacy.tokens import Token

from bot.extraction.frames import Match
from bot.extraction.reading import Reading
from bot.extraction.sides import SideForm
from bot.extraction.syntax import base, children, lemma, phrase, preposition
from bot.model.side import SideRef
from config.lexicon import Lexicon


class StrikerFinder:
    """Finds who did something to an asset, and the weapon or cause."""

    def __init__(self, lexicon: Lexicon, *, weapons: re.Pattern[str]) -> None:
        """Take the words for weapons, for using one, and for accusing."""
        self._means = weapons
        self._using = frozenset(lexicon.infrastructure.using.words)
        self._accusing = lexicon.modality.verbs.accusing
        self._bursting = frozenset(lexicon.infrastructure.using.bursting)
        self._deprivation = lexicon.infrastructure.deprivation

    def actor(self, match: Match, reading: Reading, said_by: str | None) -> SideRef | None:
        """Return who did it; `said_by` is whose words are reported, for "we" and "troops"."""
        blamed = reading.sides.accused(match.trigger, accusing=self._accusing)
        if blamed is not None and blamed.side is not None:
            return blamed
        names = match.frame.noun_actor if match.nominal else match.frame.actor
        if lemma(match.trigger) in self._deprivation.verbs:
            # Who loses power did not cut it.
            return None
        for name in names:
            for head in match.functions.get(name):
                if reading.asset_at(head.idx) is not None:
                    continue
                named = any(reading.context.side_over(reading.index, item) is not None for item in phrase(head))
                # "Military vehicles exploded outside a barracks": what explodes did not do it.
                bursts = lemma(match.trigger) in self._bursting and not match.functions.get("object") and not named
                found = None if bursts else reading.sides.ground(head, speaker=said_by)
                if found is None or found.side is None:
                    found = self._who_used(head, reading, said_by)
                if found is not None and found.side is not None:
                    return found
        if match.nominal:
            struck = any(reading.asset_at(child.idx) is not None for child in match.functions.get("modifier"))
            for child in match.functions.get("modifier"):
                # "the Nordish embassy bombing": whose embassy it was, and not who bombed it.
                mention = None if struck else reading.context.side_over(reading.index, child)
                if mention is not None and mention.form is not SideForm.METONYM:
                    return SideRef(side=mention.side, name=mention.text)
        return None

    def _who_used(self, weapon: Token, reading: Reading, said_by: str | None) -> SideRef | None:
        """Return who used the weapon: "a bomb set off by the rebels hit", "the rebels fired the rocket that hit"."""
        if not self._means.search(" ".join(item.text for item in phrase(weapon))):
            return None
        users = [child for child in children(weapon, "compound", "amod") if reading.sides.are_troops(child)]
        users += [
            user
            for clause in children(weapon, "acl")
            if clause.tag_ == "VBN" and lemma(clause) in self._using
            for user in children(clause, "obl:agent", "obl")
            if preposition(user) == "by"
        ]
        if base(weapon.dep_) == "obj" and lemma(weapon.head) in self._using:
            users += children(weapon.head, "nsubj")
        for user in users:
            found = reading.sides.ground(user, speaker=said_by)
            if found is not None and found.side is not None:
                return found
        return None

    def means(self, match: Match, reading: Reading) -> str | None:
        """Return the weapon or cause: the subject of "destroyed", the trigger noun, or what stands after "by"."""
        places = [match.trigger.subtree] if match.nominal else []
        places += [head.subtree for name in ("subject", "with", "in", "by") for head in match.functions.get(name)]
        places += [child.subtree for child in children(match.trigger, "advcl") if child.left_edge.lower_ == "by"]
        for subtree in places:
            tokens = list(subtree)
            text = match.trigger.doc[tokens[0].i : tokens[-1].i + 1].text
            hit = self._means.search(text[:200])
            if hit is not None and reading.asset_at(tokens[0].idx + hit.start()) is None:
                return hit.group().lower()
        return None
