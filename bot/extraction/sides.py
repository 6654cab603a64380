"""Who is meant: sides and organisations by name, people or seat of power, and generic words by context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from bot.extraction.names import Hit, PhraseIndex, spellings, unaccented, words
from bot.model.claim import SpeakerType
from bot.model.side import Side, SideKind
from config.knowledge import Organisation, SideKnowledge


class SideForm(StrEnum):
    """How a side is named: "Ukraine", "Ukrainian", "Kyiv", "the rebels"."""

    NAME = "name"
    DEMONYM = "demonym"
    METONYM = "metonym"
    ROLE = "role"


@dataclass(frozen=True, kw_only=True, slots=True)
class SideMention:
    """A side in a sentence; `sentence[start:end] == text`, without a possessive ending.

    `tie` is what a hyphen joins to it, in lower case ("backed" in "Moscow-backed", "held" in "Russian-held", "pro" in
    "pro-Kremlin"): there the side is not the thing itself.
    """

    start: int
    end: int
    text: str
    side: str
    form: SideForm
    tie: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrganisationMention:
    """An organisation in a sentence; `name` is its usual name, `side` whom it speaks for, where it has one."""

    start: int
    end: int
    text: str
    name: str
    type: SpeakerType
    side: str | None


_TIED_AFTER: Final = re.compile(r"[-‐‑–]\s?([a-z]{3,})\b")
_TIED_BEFORE: Final = re.compile(r"\b([Pp]ro|[Aa]nti|[Nn]on|[Ee]x)[-‐‑–]$")
_AFFILIATE: Final = re.compile(r"\s(?:affiliate|offshoot|franchise|splinter group)\s+[A-Z\u00c0-\u00de]")
_SPEAKS_THROUGH: Final = frozenset(
    words(
        """
        installed backed appointed imposed controlled supported sponsored run aligned allied affiliated occupied held
        pro established proxy
        """
    )
)
RULING: Final = "ruling"
"""The role of a side that governed where a state now has the land."""

BACKING: Final = frozenset(
    words("backed supported sponsored trained armed aligned allied affiliated linked funded proxy friendly")
)
"""Ties behind which somebody else acts: in "Turkish-backed rebels" the rebels do, and not Turkey."""
_SET_UP_BY: Final = re.compile(
    r"\b(?:installed|appointed|imposed|set\s+up|backed|put\s+in\s+place|supported|controlled)\s+by\s+(?:the\s+)?$",
)
# A seat of power behind one of these is the town itself: "in Kyiv", "the capital, Kyiv", "north of Kyiv".
_AS_PLACE_BEFORE: Final = re.compile(
    r"(?:\b(?:lower|upper|middle|greater|in|at|near|around|outside|inside|into|towards?|within|across|throughout|between|beyond|including|central"
    r"|downtown|(?:north|south)?(?:east|west)(?:ern)?|(?:north|south)(?:ern)?|capital(?:\s+city)?,?"
    r"|(?:city|town|capital|outskirts|suburbs?|north|south|east|west|northeast|northwest|southeast|southwest|centre|center"
    r"|streets|side|zone|parts?|heart|gates|districts?|areas?|control|kilomet(?:er|re)s|miles|km)\s+(?:of|from))\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
_AS_PLACE_AFTER: Final = re.compile(
    r"\s+(?:Oblast|oblast|Region|region|Province|province|Governorate|governorate|District|district|Airport|airport|International"
    r"|city\b|suburbs?\b|University|Street|River)",
)
# What parts a country from a group that is not its own: "Sudan's envoy to the RSF", "Sudan and the RSF".
_BETWEEN: Final = re.compile(r"[,;:()]|\b(?:and|or|at|by|for|from|in|of|on|to|with|against|about|than|that|who)\b")
# "IS" and "CAR" are words in a headline all in capitals.
_WORDS_IN_CAPITALS: Final = frozenset({"IS", "CAR"})


class SideIndex:
    """Finds the known sides and organisations in sentences; built once, and never changed after."""

    def __init__(self, knowledge: SideKnowledge) -> None:
        self._knowledge = knowledge
        self.catalogue = knowledge.catalogue
        self._phrases: PhraseIndex[tuple[str, SideForm] | Organisation | None] = PhraseIndex(_phrases(knowledge))
        self._people: PhraseIndex[str] = PhraseIndex(knowledge.people.items())

    @property
    def peoples(self) -> frozenset[str]:
        """Return the words that mark something as a side's own ("Ukrainian", "Houthi", "US", "African Union")."""
        return frozenset(word for side in self.catalogue.sides.values() for word in (*side.names, *side.demonyms))

    def find_sides(self, sentence: str) -> tuple[SideMention, ...]:
        """Return the sides that a sentence names, sorted; a town stands for its government only where it can act."""
        return tuple(mention for hit in self._phrases.find(sentence) if (mention := self._side_mention(sentence, hit)))

    def find_organisations(self, sentence: str) -> tuple[OrganisationMention, ...]:
        """Return the companies, think tanks, NGOs, IGOs and media that a sentence names, sorted."""
        return tuple(
            OrganisationMention(
                start=hit.start,
                end=hit.end,
                text=sentence[hit.start : hit.end],
                name=hit.value.name,
                type=hit.value.type,
                side=hit.value.side,
            )
            for hit in self._phrases.find(sentence)
            if isinstance(hit.value, Organisation)
        )

    def side_of_person(self, name: str) -> str | None:
        """Return the side for which a person of that name speaks: a whole name, or an unmistakable surname."""
        return self._knowledge.people.get(unaccented(name).lower())

    def sides_of_people(self, text: str) -> frozenset[str]:
        """Return the sides of the persons whom a text names."""
        return frozenset(hit.value for hit in self._people.find(unaccented(text).lower()))

    def is_country(self, side: str) -> bool:
        """Whether a side is a country, and no armed group or organisation."""
        known = self.catalogue.sides.get(side)
        return known is None or known.kind is SideKind.COUNTRY

    def resolve_role(
        self,
        word: str,
        *,
        countries: Mapping[str, float],
        named: Mapping[str, float],
        published: date,
        region: str | None = None,
    ) -> str | None:
        """Return the side that a generic word means in an article, or `None` where it is open.

        `countries` weighs the countries that the article is about, `named` the sides that it names. A word for a
        state's own forces means the heaviest country. Any other means the heaviest side named that answers to it, else
        the one side active there on that day that does, and of several the one whose own `region` the article is about,
        or the one that is called by the word ("Syrian rebels").
        """
        folded = re.sub(r"[\s-]+", " ", word.lower()).removeprefix("the ").strip()
        forms = (folded, folded + "s", folded[:-1] + "ies")
        role = next((self._knowledge.roles[form] for form in forms if form in self._knowledge.roles), None)
        if role is None:
            state = any(form in self._knowledge.government for form in forms)
            return self._government(countries, named, published) if state else None
        sides = self.catalogue.sides
        answering = sorted(
            (-weight, side_id)
            for side_id, weight in named.items()
            if side_id in sides and role in sides[side_id].roles and _active(sides[side_id], published)
        )
        if answering:
            return answering[0][1]
        heaviest = _heaviest(countries)
        if heaviest is None:
            return self._fighting(role, named, published)
        there = [
            side
            for side in sides.values()
            if role in side.roles and (heaviest in side.countries or side.id == heaviest) and _active(side, published)
        ]
        if len(there) > 1 and region is not None:
            there = [side for side in there if region in side.regions] or there
        if len(there) > 1:
            there = [side for side in there if _called_by(side, role, self._knowledge.roles)]
        if len(there) == 1:
            return there[0].id
        if there:
            return None
        return heaviest if role in {"junta", "loyalist"} else self._fighting(role, named, published)

    def _fighting(self, role: str, named: Mapping[str, float], published: date) -> str | None:
        """Return the only armed group that a text names, for any word for who fights a state: "the insurgents"."""
        irregular = self._knowledge.irregular
        sides = self.catalogue.sides
        groups = [
            one
            for one in named
            if one in sides
            and sides[one].kind is SideKind.NON_STATE
            and irregular & set(sides[one].roles)
            and _active(sides[one], published)
        ]
        return groups[0] if role in irregular and len(groups) == 1 else None

    def backed_by(
        self,
        patron: str,
        *,
        countries: Mapping[str, float],
        named: Mapping[str, float],
        published: date,
    ) -> str | None:
        """Return the armed group that "Turkish-backed rebels" and the like mean, or `None` where it is open.

        It is an ally of the patron that is active on that day where the article is about: the heaviest one that the
        article names, else the only one there.
        """
        heaviest = _heaviest(countries)
        allies = {
            side.id: named.get(side.id, 0.0)
            for side in self.catalogue.sides.values()
            if side.kind is SideKind.NON_STATE
            and patron in side.allies
            and _active(side, published)
            and (side.id in named or heaviest in side.countries)
        }
        in_text = {side_id: weight for side_id, weight in allies.items() if weight > 0}
        if in_text:
            return _heaviest(in_text)
        return next(iter(allies)) if len(allies) == 1 else None

    def spokes_for(self, text: str) -> str | None:
        """Return the side that somebody so described speaks for, or `None` where the words name none.

        An official's side is his office's: whoever set the office up, where that is said ("Russian-installed",
        "installed by Moscow"), unless an armed group of its own is named behind it ("Turkish-backed Free Syrian Army");
        else the first side named.
        """
        mentions = self.find_sides(text)
        tied = [
            mention
            for mention in mentions
            if (mention.tie in _SPEAKS_THROUGH) or _SET_UP_BY.search(text[max(0, mention.start - 40) : mention.start])
        ]
        plain = [mention for mention in mentions if mention not in tied and mention.tie is None]
        if tied:
            groups = [one.side for one in plain if self.catalogue.sides[one.side].kind is SideKind.NON_STATE]
            return groups[0] if groups else tied[0].side
        if plain:
            return self._own_group(text, plain) or plain[0].side
        organisations = [one.side for one in self.find_organisations(text) if one.side]
        return organisations[0] if organisations else None

    def _own_group(self, text: str, mentions: Sequence[SideMention]) -> str | None:
        """Return the group that is only said to be a country's: "Sudan's paramilitary Rapid Support Forces"."""
        for one, other in pairwise(mentions):
            country = self.is_country(one.side) and one.form is not SideForm.METONYM
            if country and not self.is_country(other.side) and not _BETWEEN.search(text[one.end : other.start]):
                return other.side
        return None

    def _side_mention(self, sentence: str, hit: Hit[tuple[str, SideForm] | Organisation | None]) -> SideMention | None:
        if hit.value is None or isinstance(hit.value, Organisation):
            return None
        side, form = hit.value
        before, after = sentence[max(0, hit.start - 60) : hit.start], sentence[hit.end : hit.end + 40]
        text = sentence[hit.start : hit.end]
        if form is SideForm.METONYM and (_AS_PLACE_BEFORE.search(before) or _AS_PLACE_AFTER.match(after)):
            return None
        # "Baghdad, Iraq" is the town
        if form is SideForm.METONYM and any(after.startswith(f", {name}") for name in self.catalogue[side].names):
            return None
        if text in _WORDS_IN_CAPITALS and sentence.isupper():
            return None
        prefix, suffix = _TIED_BEFORE.search(before), _TIED_AFTER.match(after)
        tie = prefix[1].lower() if prefix else suffix[1] if suffix else None
        if tie is None and _AFFILIATE.match(after):
            # "al-Shabaab affiliate X says": X does.
            tie = "affiliated"
        if tie in {"anti", "non"}:
            return None
        return SideMention(start=hit.start, end=hit.end, text=text, side=side, form=form, tie=tie)

    def _government(self, countries: Mapping[str, float], named: Mapping[str, float], published: date) -> str | None:
        heaviest = _heaviest(countries)
        if heaviest is not None:
            there = (one for one in self.catalogue.sides.values() if RULING in one.roles and heaviest in one.countries)
            return next((one.id for one in there if _active(one, published)), heaviest)
        sides = self.catalogue.sides
        states = [one for one in named if one in sides and sides[one].kind is SideKind.COUNTRY]
        return states[0] if len(states) == 1 else None


def _phrases(knowledge: SideKnowledge) -> Iterator[tuple[str, tuple[str, SideForm] | Organisation | None]]:
    for phrase in knowledge.ignored:
        yield phrase, None
    for organisation in knowledge.organisations:
        for name in organisation.names:
            for form in spellings(name):
                yield form, organisation
    for side in knowledge.catalogue.sides.values():
        for how, said in (
            (SideForm.NAME, side.names),
            (SideForm.DEMONYM, side.demonyms),
            (SideForm.METONYM, side.metonyms),
        ):
            for word in said:
                for form in spellings(word):
                    yield form, (side.id, how)


def _heaviest(weights: Mapping[str, float]) -> str | None:
    """Return the key of the greatest weight; of equal ones the first in the alphabet."""
    return min(weights, key=lambda key: (-weights[key], key)) if weights else None


def _active(side: Side, day: date) -> bool:
    return (side.start or "0001-01-01") <= day.isoformat() <= (side.end or "9999-12-31")


def _called_by(side: Side, role: str, roles: Mapping[str, str]) -> bool:
    return any(roles.get(name.rsplit(maxsplit=1)[-1].lower()) == role for name in (side.name, *side.names))
