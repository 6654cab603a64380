"""Places that no gazetteer has and the text itself describes: "the town of Lesk", "Lesk, a village in the north"."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from bot.model.place import Feature, Place, PlaceMention, Scope

_CAPITAL = r"[A-Z\u00c0-\u00de]"
_WORD = rf"{_CAPITAL}[\w'’\u2010-\u2011-]+"
_JOINING = r"(?:al|el|de|del|la|ez|az|ibn|bin)"
_NAME = rf"(?:(?:al|el|an|ar|as|ash|at|az)[-\u2010])?{_WORD}(?:(?:[ \u00a0]|[ -]{_JOINING}[ -]){_WORD}){{0,2}}"
_MORE = rf"(?:(?:,\s+(?:and\s+)?|\s+and\s+){_NAME})*"
# What forces do to places, and where they are: with a second mention, a name behind one of these is a place.
_TOWARDS = (
    r"(?:in|into|near|around|outside|towards?|captured|seized|entered|retook|recaptured|besieged|overran|left"
    r"|(?:attack|assault|advance|offensive)\s+on|(?:battle|fight)\s+for|control\s+of|fall\s+of|siege\s+of)"
)
# What begins sentences and dates, and no name.
_NO_NAME = frozenset(
    {
        "the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "it", "he", "she", "they",
        "in", "on", "at", "and", "but", "for", "from", "after", "before", "when", "while", "since", "as", "if", "some",
        "several", "all", "many", "most", "another", "other", "we",
        *(word.lower() for word in (*month_name, *day_name) if word),
    }
)  # fmt: skip
# A name that says or has a title is a person's, one with these words an organisation's.
_SPEAKS = r"(?:'s)?,?\s+(?:said|says|told|added|wrote|writes|warned|who|whose)\b"
_TITLES = (
    r"(?:Mr|Mrs|Ms|Dr|Gen|Col|Maj|Capt|Lt|President|Minister|General|Colonel|Major|Captain|Commander|Governor|Mayor)"
    r"\.?\s+"
)
# "The Kurdish town": an adjective of a people.
_PEOPLE = re.compile(r"(?:ish|ian|ese|ic)$")
_BODIES = re.compile(
    r"\b(?:Army|Forces?|Front|Council|Ministry|Union|Party|Movement|Brigade|Division|Battalion|Command|Commission|Court"
    r"|University|Institute|Agency|Group|Committee|Corps|Guard|Network|Programme|Program|Operation|Telegram|Twitter"
    r"|Street|Square|Hospital|Airport|Highway|Road|Bridge|Day|Week|Agreement|War)\b"
)
# How far from a name the region may stand that it lies in, in characters.
_NEAR = 160
_TWICE = 2

IsKnown = Callable[[str], bool]
"""Whether a name is a side's, an organisation's or a person's."""


def described_places(
    text: str, found: Sequence[PlaceMention], *, settlements: Iterable[str], scope: Scope | None, is_known: IsKnown
) -> tuple[PlaceMention, ...]:
    """Return all mentions of the places that the text describes and the gazetteer did not find, sorted.

    `settlements` are nouns for towns. A place lies in the region that is named nearest to where it is described, else
    in the country of `scope`. Mentions never overlap those `found`.
    """
    nouns = "|".join(re.escape(noun) + "s?" for noun in sorted(settlements, key=len, reverse=True))
    taken = [(one.start, one.end) for one in found]
    places: dict[str, Place] = {}
    possible: dict[str, bool] = {}
    for start, name, town in (*_described(text, nouns), *_approached(text)):
        if name in places or _overlaps(start, start + len(name), taken):
            continue
        if name not in possible:
            possible[name] = _can_be_a_place(name, text, is_known)
        if not possible[name]:
            continue
        places[name] = _place(name, start, found, text, scope, town=town)
    return tuple(sorted(_mentions(text, places, taken), key=lambda one: one.start))


@cache
def _patterns(nouns: str) -> tuple[re.Pattern[str], ...]:
    return (
        # "the town of Lesk", "the villages of Lesk and Arn"
        re.compile(rf"\b(?:{nouns})\s+(?:of|called|named)\s+(?P<names>{_NAME}{_MORE})"),
        # "Lesk, a trading town"
        re.compile(rf"(?<![\w-])(?P<names>{_NAME}),\s+(?:an?|the|its)\s+(?:[\w-]+\s+){{0,4}}(?:{nouns})\b"),
        # "took control of Lesk in the north"
        re.compile(rf"\bcontrol\s+(?:of|over)\s+(?P<names>{_NAME})(?=,?\s+(?:in|near|from|after)\b)"),
        # "Lesk district"
        re.compile(rf"(?<![\w-])(?P<names>{_NAME})\s+(?:town|village|township|district|territory|settlement)\b"),
    )


def _described(text: str, nouns: str) -> Iterator[tuple[int, str, bool]]:
    """Yield the names that the text calls a town or the like, with where they stand."""
    for number, pattern in enumerate(_patterns(nouns)):
        for match in pattern.finditer(text):
            for name in re.finditer(_NAME, match.group("names")):
                yield match.start("names") + name.start(), name.group(), number <= _TWICE


def _approached(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield the names that forces go to or stand in, where the text has them more than once."""
    often: dict[str, bool] = {}
    for match in re.finditer(rf"\b{_TOWARDS}\s+(?P<name>{_NAME})(?!\w)", text):
        name = match.group("name")
        if name not in often:
            often[name] = len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)) >= _TWICE
        if often[name]:
            yield match.start("name"), name, True


def _can_be_a_place(name: str, text: str, is_known: IsKnown) -> bool:
    if (
        name.split(maxsplit=1)[0].lower() in _NO_NAME
        or _BODIES.search(name)
        or _PEOPLE.search(name)
        or (name.isupper() and len(name) < 6)
        or is_known(name)
    ):
        return False
    said = re.escape(name)
    longer = rf"(?<![\w-]){_WORD}\s+{said}(?![\w-])|(?<![\w-]){said}\s+{_CAPITAL}"
    return not re.search(rf"{_TITLES}{said}\b|(?<![\w-]){said}{_SPEAKS}", text) and not re.search(longer, text)


def _place(
    name: str, start: int, found: Sequence[PlaceMention], text: str, scope: Scope | None, *, town: bool
) -> Place:
    near = [
        one.place
        for one in sorted(found, key=lambda one: abs(one.start - start))
        if one.place is not None and one.place.country is not None and abs(one.start - start) < _NEAR
        if "\n" not in text[min(one.end, start) : max(one.start, start)]
    ]
    around = next((place for place in near if place.region is not None), near[0] if near else None)
    return Place(
        text=name,
        name=name,
        feature=Feature.SETTLEMENT if town else None,
        region=around.region if around is not None else scope.region if scope is not None else None,
        country=around.country if around is not None else scope.country if scope is not None else None,
    )


def _mentions(text: str, places: dict[str, Place], taken: Sequence[tuple[int, int]]) -> Iterator[PlaceMention]:
    done = list(taken)
    for name in sorted(places, key=len, reverse=True):
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            if not _overlaps(match.start(), match.end(), done):
                done.append((match.start(), match.end()))
                yield PlaceMention(start=match.start(), end=match.end(), place=places[name])


def _overlaps(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in taken)
