"""Which words of a sentence may be triggers: found before parsing, by what else the sentence must hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from bot.extraction.assets import AssetIndex
from bot.extraction.gate import Gate, gate_words
from bot.extraction.inflection import inflections
from config.lexicon import Frame, Lexicon


class TriggerFinder:
    """Finds the words that may carry a claim, and those that answer a claim made before."""

    def __init__(self, lexicon: Lexicon, assets: AssetIndex) -> None:
        """Build the gates from the lexicon."""
        self._assets = assets
        territory = lexicon.territory
        plain = [frame for frame in territory.frame if not frame.object and not frame.without]
        self._conditional = [_Conditional(frame) for frame in territory.frame if frame.object or frame.without]
        self._territory = Gate(
            _frame_words(
                plain,
                extra=(
                    "control",
                    "controls",
                    "hands",
                    *territory.participles.controls,
                    *territory.participles.encircled,
                ),
            )
        )
        predicates = [entry.split()[-1] for words in _predicates(lexicon) for entry in words]
        lacking = lexicon.infrastructure.deprivation
        deprived = (*lacking.prepositions, *inflections(verbs=lacking.verbs, nouns=()).verbs)
        self._infrastructure = Gate(_frame_words(lexicon.infrastructure.frame, extra=(*deprived, *predicates)))
        sovereignty = territory.sovereignty
        verbs = inflections(verbs=sovereignty.verbs, nouns=())
        nouns = "|".join(map(re.escape, sovereignty.parts))
        self._sovereignty = re.compile(
            rf"\b(?P<verb>{'|'.join(map(re.escape, sovereignty.words))})\s+(?:[a-z]+\s+){{0,4}}[A-Z]"
            rf"|\b(?P<make>{'|'.join(map(re.escape, sorted(verbs.verbs)))})\b(?=.{{0,80}}\b(?:{nouns}|[A-Z]))"
        )
        # "troops are 15 km from X" says where they stand without a verb of its own.
        self._distance = re.compile(r"\b\d[\d.,]*\s?(?:km|kilomet|mile)")
        # "The fighters are now in the town centre": where forces are.
        inside = "|".join(map(re.escape, sorted(territory.sightings.inside)))
        forces = sorted(inflections(verbs=(), nouns=lexicon.nouns.forces.words).nouns)
        self._presence = re.compile(
            rf"\b(?:they|we|{'|'.join(map(re.escape, forces))})\s+(?P<be>are|were|was|is)\s+"
            rf"(?:[a-z]+\s+){{0,2}}(?:{inside})\s+the\b",
            re.IGNORECASE,
        )
        deny = [verb for act in lexicon.reporting.act if act.speech_act == "deny" for verb in act.verbs]
        checking = lexicon.reporting.nonconfirmation.verbs
        self._answers = Gate(dict.fromkeys(inflections(verbs=(*deny, *checking), nouns=()).verbs, ()))

    def find(self, text: str) -> frozenset[int]:
        """Return the offsets of the words that may carry a claim; none where the sentence cannot carry one."""
        found = set(self._territory.hits(text))
        for conditional in self._conditional:
            found |= conditional.hits(text)
        damage = self._infrastructure.hits(text)
        if damage and self._assets.find_assets(text):
            found |= damage
        for match in self._sovereignty.finditer(text):
            found.add(match.start("verb") if match.group("verb") else match.start("make"))
        found.update(match.start() for match in self._distance.finditer(text))
        found.update(match.start("be") for match in self._presence.finditer(text))
        return frozenset(found)

    def answers(self, text: str) -> frozenset[int]:
        """Return the offsets of the words that deny, confirm or fail to confirm what was claimed."""
        return self._answers.hits(text)


class _Conditional:
    """The words of a frame that asks for certain objects, or makes no claim beside certain words."""

    def __init__(self, frame: Frame) -> None:
        self._gate = Gate(_frame_words([frame], extra=()))
        objects = inflections(verbs=(), nouns=frame.object).nouns if frame.object else ()
        self._needed = _any_of({*frame.object, *objects}) if frame.object else None
        self._barred = _any_of(frame.without) if frame.without else None

    def hits(self, text: str) -> frozenset[int]:
        found = self._gate.hits(text)
        if found and self._needed is not None and not self._needed.search(text):
            return frozenset()
        if found and self._barred is not None and self._barred.search(text):
            return frozenset()
        return found


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b", re.IGNORECASE)


def _frame_words(frames: Iterable[Frame], *, extra: Iterable[str]) -> dict[str, set[str]]:
    """Return the forms of all the frames' words, with the particles they need."""
    plain: set[str] = set(extra)
    phrased: dict[str, set[str]] = defaultdict(set)
    for frame in frames:
        for entry in frame.verbs:
            word, _, rest = entry.partition(" ")
            for form in inflections(verbs=(word,), nouns=()).verbs:
                if rest:
                    phrased[form].add(rest)
                else:
                    plain.add(form)
        nouns = {entry.split()[-1] for entry in frame.nouns}
        plain.update(inflections(verbs=(), nouns=nouns).nouns)
    return gate_words(plain=plain, phrased=phrased)


def _predicates(lexicon: Lexicon) -> Iterable[tuple[str, ...]]:
    states = lexicon.infrastructure.predicates
    return (
        states.damaged, states.cut_off, states.operational, states.restored, states.undamaged, states.destroyed,
        states.disrupted,
    )  # fmt: skip
