"""Which words of an article may be triggers: found before parsing, by what else sentence and article must hold.

Every condition here is one that the rules ask for later, over the parse ("a frame that needs a force makes no claim of
a sentence without one"), or one that keeps everyday words ("take", "leave", "return") to articles that speak of forces.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.extraction.abbreviations import with_abbreviations
from bot.extraction.assets import AssetIndex, AssetSpan
from bot.extraction.context import Outlook
from bot.extraction.gate import Gate, KindGate, WordSearch
from bot.extraction.holdings import HELD_BY
from bot.extraction.hostility import FLOWS, SERVICES, HostilityFilter
from bot.extraction.inflection import inflections
from bot.extraction.numerals import NUMBER_WORDS
from bot.extraction.possession import OWN
from bot.extraction.sides import SideForm, SideIndex, SideMention
from bot.extraction.standing import PATTERNS as STANDING
from bot.model.claim import AssetState
from config.lexicon import Frame, Lexicon

# Where a side has to stand, in characters from an everyday word, in an article that speaks of no forces.
_BESIDE = 40
# "is the Russian-held part of Norland": how far behind its verb the country may stand.
_FAR = 80
_SHORT = 3
# "is Norland", "is still the Norland": what may stand between.
_BARE = re.compile(
    r"\s+(?:(?:not|now|still|also|always|forever|once|more|again|no|longer|a|the|to|will|and|remain|\w+ly)\s+)*"
)
# "held in May", "rules that", "take a bow": no place is what the verb takes.
_NO_OBJECT = re.compile(r"\w+ (?:in|for|an?|as|about|after|his|her|their|that)\b")
# "take Arden", "the fall of Arden".
_NAMED = re.compile(r"\w+ (?:(?:of|from|into) )?[A-Z\u00c0-\u00de]")
# "that Arden had", "Arden has not been": a name and the auxiliaries of what became of it.
_TOLD_OF = re.compile(
    r"\b[A-Z\u00c0-\u00de][\w'’-]+\s+(?:has|had|have|was|were|is)\s+"
    r"(?:(?:not|never|now|already|been|being|finally|\w+ly)\s+)*$"
)
_FORCE_NEEDS = frozenset({"force", "troops", "ground_force", "opponent"})
_SIDE_NEEDS = frozenset({"actor", "side"})
_PRONOUNS = (
    "they", "them", "it", "he", "she", "their", "its", "his", "her", "who", "which", "themselves", "both",
    "we", "our", "us", "i", "my",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The words that may carry or answer a claim, by sentence, and what was found out on the way."""

    triggers: Mapping[int, frozenset[int]]
    sides: Mapping[int, tuple[SideMention, ...]]
    outlook: Outlook


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """What the words of a frame ask for, in the sentence: compared by identity."""

    everyday: bool = False
    somebody: bool = False
    force: bool = False
    needed: re.Pattern[str] | None = None
    barred: re.Pattern[str] | None = None
    held: bool = False
    shown: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Damage:
    """What is said of an asset; `service` when only a service can be lost so, `needed` is the object."""

    state: AssetState
    service: bool = False
    needed: re.Pattern[str] | None = None


class TriggerFinder:
    """Finds the words that may carry a claim, and those that answer a claim made before."""

    def __init__(self, lexicon: Lexicon, assets: AssetIndex, sides: SideIndex) -> None:
        """Build the gates from the lexicon."""
        self._gates = _Gates(lexicon, assets, sides)

    def assets_before(self, before: Sequence[str], text: str) -> tuple[AssetSpan, ...]:
        """Return the assets of the sentence before, where a word of this one may stand for one of them."""
        return self._gates.assets_before(before, text)

    def find(self, sentences: Sequence[str]) -> Found:
        """Return the words of an article that may carry a claim, or answer one in a sentence before."""
        article = _Article(sentences, self._gates)
        triggers: dict[int, frozenset[int]] = {}
        for number, text in enumerate(sentences):
            carrying = article.carrying(number)
            answering = self._gates.answers.hits(text) if carrying or triggers else frozenset()
            if carrying or answering:
                triggers[number] = carrying | answering
        if not triggers:
            return Found(triggers={}, sides={}, outlook=Outlook())
        return Found(triggers=triggers, sides=article.sides, outlook=article.outlook)


class _Gates:
    """What finds words and conditions in a text; built once from the lexicon."""

    def __init__(self, lexicon: Lexicon, assets: AssetIndex, sides: SideIndex) -> None:
        self.assets = assets
        self.sides = sides
        self.hostility = HostilityFilter(lexicon.infrastructure.hostility)
        forces = lexicon.nouns.forces
        some = (*forces.words, *forces.generic, *forces.groups, "men")
        self.forces = WordSearch(_with_plurals(some))
        self.somebody = WordSearch(_PRONOUNS)
        self.armed = WordSearch(_with_plurals((*forces.own, *forces.opposing)))
        self.towns = WordSearch(_with_plurals((*lexicon.nouns.places.settlement, *lexicon.nouns.places.region)))
        self.territory = KindGate(_territory_words(lexicon))
        self.damage = KindGate(_damage_words(lexicon))
        self.sovereignty = _Sovereignty(lexicon)
        # "troops are 15 km from X" says where they stand without a verb of its own.
        self.distance = re.compile(
            rf"\b(?:\d[\d.,]*|{'|'.join(NUMBER_WORDS)})\s?(?:km|kilomet|mile|met(?:re|er))"
            r"(?=.{0,90}\b(?:from|of|outside)\b)"
        )
        # "The fighters are now in the town centre": where forces are.
        inside = "|".join(map(re.escape, sorted(lexicon.territory.sightings.inside)))
        there = "|".join(map(re.escape, sorted(_with_plurals(forces.words))))
        self.presence = re.compile(
            rf"\b(?i:they|we|{there})\s+(?:(?:had|have|has)\s+)?(?P<be>are|were|was|is|been)\s+[\"“]?(?:[a-z]+\s+){{0,2}}"
            rf"(?:there\b|(?:{inside})\s+(?:the\b|[A-Z]))"
        )
        # "There are no Nordish soldiers in the town"
        self.existence = re.compile(
            rf"\b[Tt]here\s+(?P<be>are|were|was|is|[’']s)\s+(?=[^.;]{{0,40}}\b(?:{there}|invaders?|enem(?:y|ies))\b"
            rf"[^.;]{{0,30}}\b(?:there|(?:{inside})\s+(?:the\b|[A-Z])))"
        )
        near = "|".join(map(re.escape, sorted(_with_plurals(lexicon.territory.sightings.at_the))))
        within = "|".join(map(re.escape, sorted(lexicon.territory.sightings.within)))
        # "Soldiers are back in X", "on the streets of X", "at the gates of X", "within striking distance of X".
        self.nearness = re.compile(
            r"\b(?P<be>are|were|was|is|been|stands?|stood|now|again|already|still)\s+[\"“]?(?:[a-z]+\s+){0,2}"
            rf"(?:back\s+(?:in|on|inside|at)\b|on\s+(?:the|its)\s+streets\b|at\s+the\s+(?:very\s+)?(?:{near})\b"
            rf"|within\s+(?:\w+\s+){{0,2}}(?:{within})\b)"
        )
        # "It is out of service", "the plant was operating normally": an asset of the sentence before.
        self.pointing = re.compile(r"\b(?:it|they|them|its|the (?:plant|station|terminal|depot))\b", re.IGNORECASE)
        deny = [verb for act in lexicon.reporting.act if act.speech_act == "deny" for verb in act.verbs]
        checking = lexicon.reporting.nonconfirmation.verbs
        blame = lexicon.reporting.blame
        accusing = (*lexicon.modality.verbs.accusing, *blame.admitting, *blame.deeds)
        answering = inflections(verbs=(*deny, *checking, *accusing), nouns=()).verbs
        self.answers = Gate(dict.fromkeys((*answering, *blame.words), ()))

    def assets_before(self, before: Sequence[str], text: str) -> tuple[AssetSpan, ...]:
        """Return the assets of the sentence before, where a word of this one may stand for one of them."""
        if not before or not self.pointing.search(text):
            return ()
        return self.assets.find_assets(before[-1])


class _Article:
    """The sentences of an article, and what is worked out of them when a word asks for it."""

    def __init__(self, sentences: Sequence[str], gates: _Gates) -> None:
        self.sentences = sentences
        self.gates = gates
        self._territory = [tuple(gates.territory.hits(text)) for text in sentences]

    @cached_property
    def sides(self) -> dict[int, tuple[SideMention, ...]]:
        found = {number: self.gates.sides.find_sides(text) for number, text in enumerate(self.sentences)}
        return with_abbreviations(self.sentences, found)

    @cached_property
    def outlook(self) -> Outlook:
        return self.gates.hostility.outlook(self.sentences, self.sides, self.gates.sides.catalogue)

    @cached_property
    def of_forces(self) -> bool:
        """Whether the article speaks of forces or of conflict."""
        return self.outlook.warlike or any(map(self.gates.armed.stands_in, self.sentences))

    def carrying(self, number: int) -> frozenset[int]:
        """Return the offsets of the words of a sentence that may carry a claim."""
        text, gates = self.sentences[number], self.gates
        territory = self._territory[number]
        damage = tuple(gates.damage.hits(text))
        owned = gates.sovereignty.possible(text)
        far = gates.distance.search(text)
        listed = HELD_BY.search(text)
        there = (gates.presence, gates.nearness, gates.existence, *STANDING)
        present = tuple(match for pattern in there for match in pattern.finditer(text))
        if not (territory or damage or owned or far or present or listed):
            return frozenset()
        sentence = _Sentence(self, number)
        found = {start for start, kind in territory if sentence.allows(start, kind)}
        if damage and (sentence.assets or sentence.again):
            found.update(start for start, what in damage if start not in found and sentence.tells(what))
        if owned:
            found.update(gates.sovereignty.find(text, self.sides[number]))
        if far and sentence.force:
            found.update(match.start() for match in gates.distance.finditer(text))
        found.update(match.start("be") for match in present)
        if listed and self.sides[number]:
            found.update(match.start() for match in HELD_BY.finditer(text))
        return frozenset(found)


class _Sentence:
    """A sentence with a trigger, and what is worked out of it when the trigger asks for it."""

    def __init__(self, article: _Article, number: int) -> None:
        self._article = article
        self._number = number
        self._text = article.sentences[number]
        self._gates = article.gates
        self._told: dict[AssetState, bool] = {}

    @cached_property
    def assets(self) -> tuple[AssetSpan, ...]:
        return self._gates.assets.find_assets(self._text)

    @cached_property
    def again(self) -> tuple[AssetSpan, ...]:
        """The assets of the sentence before, where a pronoun may stand for one of them."""
        before = self._article.sentences[max(0, self._number - 1) : self._number]
        return self._gates.assets_before(before, self._text)

    @cached_property
    def force(self) -> bool:
        return bool(self._article.sides[self._number]) or self._gates.forces.stands_in(self._text)

    @cached_property
    def somebody(self) -> bool:
        return self.force or self._gates.somebody.stands_in(self._text)

    def allows(self, start: int, kind: _Kind) -> bool:
        """Whether the sentence has what the frame asks for."""
        if kind.needed is not None and not kind.needed.search(self._text):
            return False
        if kind.barred is not None and kind.barred.search(self._text):
            return False
        if (kind.force and not self.force) or (kind.somebody and not self.somebody):
            return False
        if kind.held and not self._held(start):
            return False
        if not kind.everyday or self._article.of_forces:
            return True
        return self._gates.forces.stands_in(self._text) if kind.shown else self._beside(start)

    def tells(self, what: _Damage) -> bool:
        """Whether what is said of an asset could be kept as damage of a conflict."""
        kinds = {one.kind for one in self.assets or self.again}
        if not self.assets and what.state in {AssetState.SEIZED, AssetState.THREATENED}:
            return False
        if what.service and not kinds & SERVICES:
            return False
        if what.needed is not None and not what.needed.search(self._text):
            return False
        if what.state not in self._told:
            self._told[what.state] = self._tells(what.state)
        return self._told[what.state]

    def _tells(self, state: AssetState) -> bool:
        kinds = {one.kind for one in self.assets or self.again}
        if state is AssetState.SEIZED and not any(one.facility for one in self.assets):
            return False
        if state is AssetState.DISRUPTED and not kinds & FLOWS:
            return False
        hostility = self._gates.hostility
        return hostility.may_tell(
            state, self._text, self._article.outlook, sided=lambda: self.somebody, kinds=frozenset(kinds)
        )

    def _held(self, start: int) -> bool:
        """Whether a holder stands before "held": behind a hyphen, or a side."""
        before = self._text[max(0, start - 2) : start]
        sides = self._article.sides[self._number]
        return any(mark in before for mark in "-–\u2010\u2011") or any(0 < start - one.end <= _SHORT for one in sides)

    def _beside(self, start: int) -> bool:
        """Whether a name follows a word, or a side or a word for a town or region stands near one with an object."""
        if _NAMED.match(self._text, start) or _TOLD_OF.search(self._text[max(0, start - _FAR) : start]):
            return True
        if _NO_OBJECT.match(self._text, start):
            return False
        first, last = max(0, start - _BESIDE), start + _BESIDE
        sides = self._article.sides[self._number]
        return any(one.start < last and first < one.end for one in sides) or self._gates.towns.stands_in(
            self._text[first:last]
        )


# "X is Nordish territory"
# "X is Nordish", "remains Nordish,": nothing of the kind follows.
_IS_ALL = re.compile(r"\s*(?:[.,;:!?\"”]|$|and\b|but\b|again\b|now\b)")
_IS_LAND = re.compile(r"\s+(?:Arab\s+|sovereign\s+|historic\s+)?(?:territory|land|soil|city|town|village)\b")


class _Sovereignty:
    """Finds the verbs of "X is Norland", "X is part of Norland", "make X a region of Norland"."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.territory.sovereignty
        verbs = inflections(verbs=words.verbs, nouns=()).verbs
        joining = inflections(verbs=words.joining, nouns=()).verbs
        self._copulas = frozenset(words.words)
        self._joining = frozenset(joining)
        self._verbs = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted({*words.words, *verbs})))})\b")
        parts = "|".join(map(re.escape, words.parts))
        self._part_of = re.compile(rf"\b(?:{parts})[\"']?\s+of\s+(?:[\w-]+\s+){{0,3}}$", re.IGNORECASE)
        self._own_part = re.compile(rf"['’]s?\s+(?:[\w-]+\s+){{0,3}}(?:{parts})\b", re.IGNORECASE)

    def possible(self, text: str) -> bool:
        """Whether such a verb stands in a text."""
        return self._verbs.search(text) is not None

    def find(self, text: str, sides: Sequence[SideMention]) -> Iterable[int]:
        """Yield where such a verb stands with the name of a country behind it."""
        names = [
            one
            for one in sides
            if one.form is SideForm.NAME or _IS_LAND.match(text, one.end) or _IS_ALL.match(text, one.end)
        ]
        for match in self._verbs.finditer(text) if names else ():
            bare = match.group() in self._copulas or match.group() in self._joining
            for name in names:
                between = text[match.end() : name.start]
                if match.end() < name.start <= match.end() + _FAR and (
                    (bare and _BARE.fullmatch(between))
                    or self._part_of.search(between)
                    or self._own_part.match(text, name.end)
                ):
                    yield match.start()
                    break


def _with_plurals(nouns: Iterable[str]) -> frozenset[str]:
    words = frozenset(nouns)
    return words | frozenset(inflections(verbs=(), nouns=words).nouns)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b", re.IGNORECASE)


def _objects_of(frame: Frame) -> re.Pattern[str] | None:
    """Return what finds one of the objects, subjects or adverbs that a frame's verbs need, in any form."""
    nouns = (*frame.object, *frame.subjects)
    if not nouns and not frame.beside:
        return None
    return _any_of({*nouns, *inflections(verbs=(), nouns=nouns).nouns, *frame.beside})


def _territory_words(lexicon: Lexicon) -> dict[str, dict[_Kind, set[str]]]:
    """Return the forms of all territorial words, each with the kinds it is of and the particles it needs."""
    territory = lexicon.territory
    words: dict[str, dict[_Kind, set[str]]] = defaultdict(dict)
    for frame in territory.frame:
        needed, barred = _objects_of(frame), _any_of(frame.without) if frame.without else None
        force = not _FORCE_NEEDS.isdisjoint(frame.needs)
        # "the withdrawal from X" says enough without saying whose.
        side = not force and not _SIDE_NEEDS.isdisjoint(frame.needs)
        for nominal in (False, True):
            for everyday in (False, True):
                entries = [
                    one for one in (frame.nouns if nominal else frame.verbs) if (one in territory.everyday) is everyday
                ]
                kind = _Kind(
                    everyday,
                    side and not (nominal and frame.moves_force),
                    force,
                    needed,
                    barred,
                    shown=frame.evidence,
                )
                _add(words, kind, verbs=() if nominal else entries, nouns=entries if nominal else ())
        if frame.adjectives:
            for adjective in frame.adjectives:
                kind = _Kind(adjective in territory.everyday, False, force, needed, barred)
                words[adjective][kind] = set(frame.actor)
    for form in ("control", "controls", *territory.objects.control_nouns, *territory.participles.encircled):
        words[form][_Kind()] = set()
    words["administration"][_Kind(everyday=True, somebody=True)] = set()
    for form in territory.objects.hands:
        words[form][_Kind(somebody=True)] = set()
    for form in OWN:
        words[form][_Kind()] = set()
    for form in territory.participles.controls:
        words[form][_Kind(everyday=True, held=True)] = set()
    return words


def _damage_words(lexicon: Lexicon) -> dict[str, dict[_Damage, set[str]]]:
    """Return the forms of all words that say what happened to an asset."""
    infrastructure = lexicon.infrastructure
    words: dict[str, dict[_Damage, set[str]]] = defaultdict(dict)
    for frame in infrastructure.frame:
        if frame.state is not None:
            _add(words, _Damage(frame.state, needed=_objects_of(frame)), verbs=frame.verbs, nouns=frame.nouns)
    uses = infrastructure.uses
    _add(words, _Damage(AssetState.OPERATIONAL), verbs=uses.working, nouns=())
    moved = _any_of(_with_plurals({*uses.movers, *uses.people, "water", "electricity", "power"}))
    _add(words, _Damage(AssetState.OPERATIONAL, needed=moved), verbs=uses.moving, nouns=())
    lacking = infrastructure.deprivation
    deprived = _Damage(AssetState.CUT_OFF, service=True)
    for form in (*lacking.prepositions, *inflections(verbs=(*lacking.verbs, *lacking.parting), nouns=()).verbs):
        words[form][deprived] = set()
    for form in ("darkness", "dark"):
        words[form].setdefault(deprived, set())
    lost = _Damage(
        AssetState.DESTROYED, needed=re.compile(r"\b(?:left|remains?|remained|standing|stands?|stood|intact)\b")
    )
    for form in ("nothing", "no", "not"):
        words[form][lost] = set()
    regained = _Damage(AssetState.RESTORED, service=True, needed=_any_of(lacking.again))
    for form in inflections(verbs=lacking.having, nouns=()).verbs:
        words[form][regained] = set()
    for entry in lacking.none:
        first, _, rest = entry.partition(" ")
        words[first].setdefault(deprived, set()).add(rest)
    for table in (infrastructure.predicates, infrastructure.telegraphic):
        for entry, state in table.states().items():
            first, _, rest = entry.partition(" ")
            words[first].setdefault(_Damage(state), set()).update((rest,) if rest else ())
    return words


def _add(words: Mapping[str, dict[Any, set[str]]], kind: object, *, verbs: Iterable[str], nouns: Iterable[str]) -> None:
    """Add all forms of a frame's words; a word that stands alone needs no particle elsewhere."""
    alone: set[str] = set()
    phrased: dict[str, set[str]] = defaultdict(set)
    for entry in verbs:
        word, _, rest = entry.partition(" ")
        for form in inflections(verbs=(word,), nouns=()).verbs:
            if rest:
                phrased[form].add(rest)
            else:
                alone.add(form)
    alone.update(inflections(verbs=(), nouns={entry.split()[-1] for entry in nouns}).nouns)
    for form, particles in phrased.items():
        words[form][kind] = particles
    for form in alone:
        words[form][kind] = set()
