"""What the words next to a place name say about it: its kind, how the sentence stands to it, what it lies in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model.place import Feature, PlaceRelation
from bot.places.cues import Cues
from bot.places.names import fold
from bot.places.toponyms import Toponym

_WINDOW = 48
_AND = re.compile(r"^(?:,? (?:and|or|&) |, )(?:the )?$")
_PARENT_AFTER = re.compile(r"^(?:, | \(|,? in | of )(?:the )?(?:[\w-]+(?:ern|rn|al) )?$")
_PARENT_BEFORE = re.compile(
    r"^['’]s? (?:(?!of |in |on |at |to |from |by |for |with |against |into |and )[\w-]+ ){0,3}(of )?$"
)
_TYPED = re.compile(r"^ ((?:[\w-]+ )?[\w-]+)(?=, | in | of | \()")
_COMPASS = re.compile(r"\b(north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)? of (?:the |its )?(?:[a-z-]+ ){0,5}$")
_NEAR = re.compile(
    r"(?:\bnear|\bclose to|outside|not far from|around|in the vicinity of|vicinity of|outskirts of|edge of|edges of"
    r"|(?<![a-z])(?:km|kilometres|kilometers|miles|metres|meters)(?: \([^)]*\))? (?:away )?from"
    r"|gates of|approaches to|next to)"
    r" (?:the )?(?:[a-z-]+ ){0,3}$",
)
_EDGE_DIRECTION = re.compile(r"\b([a-z-]+ern|central) $")
_DISTRICT_OF = re.compile(r"\s+(?:district|county|subdistrict)\s+(?:of|in)\s", re.IGNORECASE)
# "Lesk remains under rebel control", "Lesk has fallen": what is said of places.
_UNDER = re.compile(
    r"(?:\s+city)?\s+(?:(?:(?:is|was|are|were|remains?|remained|has\s+been|had\s+been|came|fell)(?:\s+(?:still|now|not|back|firmly"
    r"|fully|entirely))*\s+(?:under|in\s+(?:the\s+)?hands|in\s+\w+\s+hands))|(?:(?:has|had|have)\s+(?:not\s+|now\s+)?)?"
    r"(?:fallen|fell|falls)\s+to)\b"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What is said next to a name.

    `kinds` are the features that a type word names, strong evidence; `leans` the ones that the wording suggests.
    `parent_after` and `parent_before` are indexes of the names it may lie in ("Marte in Borno", "Ukraine's Sumy").
    """

    kinds: frozenset[Feature] = frozenset()
    leans: frozenset[Feature] = frozenset()
    relation: PlaceRelation = PlaceRelation.IN
    located: bool = False
    taken: bool = False
    parent_after: int | None = None
    parent_before: int | None = None
    comma: bool = False
    district_of: bool = False


def contexts(text: str, toponyms: Sequence[Toponym], cues: Cues) -> tuple[Context, ...]:
    """Return the context of each name."""
    found = [_context(text, toponyms, place, cues) for place in range(len(toponyms))]
    listed = [_is_plural(text, name) for name in toponyms]
    for place in range(len(toponyms) - 2, -1, -1):
        later = found[place + 1].kinds
        if later and not found[place].kinds and listed[place + 1] and _are_listed(text, toponyms, place):
            found[place] = replace(found[place], kinds=later, parent_after=None)
            listed[place] = True
    listed = [_is_plural_before(text, name) for name in toponyms]
    for place in range(1, len(toponyms)):
        if not found[place].kinds and listed[place - 1] and _are_listed(text, toponyms, place - 1):
            found[place] = replace(found[place], kinds=found[place - 1].kinds)
            listed[place] = True
    return tuple(found)


def _are_listed(text: str, toponyms: Sequence[Toponym], place: int) -> bool:
    """Whether only a comma or "and" stands between the name and the next."""
    return _AND.match(text[toponyms[place].end : toponyms[place + 1].start]) is not None


def _context(text: str, toponyms: Sequence[Toponym], place: int, cues: Cues) -> Context:
    name = toponyms[place]
    before = _words(text[max(0, name.start - _WINDOW) : name.start])
    after = text[name.end : name.end + _WINDOW]
    kinds = _kinds_after(after, cues) or _kinds_before(before, cues)
    leans: set[Feature] = set()
    relation = PlaceRelation.IN
    if found := _COMPASS.search(before):
        relation = PlaceRelation(f"{found[1]}_of")
    elif _NEAR.search(before):
        relation = PlaceRelation.NEAR
    elif _is_part(before, cues):
        relation = PlaceRelation.PART_OF
        leans.add(Feature.REGION)
    elif found := _EDGE_DIRECTION.search(before):
        relation = PlaceRelation.PART_OF
        leans.add(Feature.AREA)
    if before.endswith(" the ") and not kinds:
        leans.add(Feature.RIVER)
    later, comma = _parent_after(text, toponyms, place, cues)
    last = before.rstrip().rpartition(" ")[2]
    return Context(
        kinds=kinds,
        leans=frozenset(leans),
        relation=relation,
        located=bool(kinds) or last in cues.locating or last in cues.taking,
        taken=last in cues.taking or _UNDER.match(after) is not None,
        parent_after=later,
        parent_before=_parent_before(text, toponyms, place, cues),
        comma=comma,
        district_of=later is not None and Feature.AREA in kinds and _DISTRICT_OF.match(after) is not None,
    )


def _words(text: str) -> str:
    """Return the text before a name in lower case, from its last full stop, spaces folded."""
    tail = re.split(r"[.!?;:\n]\s", text)[-1]
    return " " + re.sub(r"\s+", " ", tail.casefold()).lstrip()


def _kinds_after(after: str, cues: Cues) -> frozenset[Feature]:
    found = re.match(r"(?:['’]s)?[ \u00a0-](?!based|held|backed|controlled|led)((?:[\w'’-]+[ \u00a0]?){1,4})", after)
    if not found:
        return frozenset()
    words = [fold(word) for word in re.findall(r"[\w'’-]+", found[1])]
    if len(words) > 1 and words[0] in {"peoples", "autonomous"} and words[1] in {"republic", "region", "oblast"}:
        return frozenset({Feature.REGION})
    for length in (3, 2, 1):
        if kinds := _kinds(" ".join(words[:length]), cues):
            return kinds
    return frozenset()


def _kinds_before(before: str, cues: Cues) -> frozenset[Feature]:
    """Return what "the eastern region of", "the town of", "the city" before a name say."""
    found = re.search(r" ([\w'’-]+)(,?)( of)?(?: the)? $", before)
    if not found or (found[2] and found[3]):
        return frozenset()
    word = fold(found[1])
    if found[3] and word == "capital":
        return frozenset()
    if found[3] and word in cues.region_types and word.endswith("s"):
        return frozenset({Feature.REGION, Feature.COUNTRY})
    if found[3]:
        return _kinds(word, cues) if word not in cues.parts or word in cues.settlement_types else frozenset()
    if found[2]:
        # "around the capital, Kyiv"
        described = re.search(rf" the (?:[\w-]+ )?{re.escape(found[1])}, $", before)
        return _kinds(word, cues) & {Feature.SETTLEMENT} if described else frozenset()
    return _kinds(word, cues) & {Feature.SETTLEMENT, Feature.REGION, Feature.RIVER}


def _kinds(word: str, cues: Cues) -> frozenset[Feature]:
    if word in cues.region_types:
        return frozenset({Feature.REGION})
    if word in cues.settlement_types:
        return frozenset({Feature.SETTLEMENT})
    if word in cues.river_types:
        return frozenset({Feature.RIVER})
    if word in cues.area_types:
        return frozenset({Feature.AREA})
    if word in cues.facility_types:
        return frozenset({Feature.FACILITY})
    return frozenset()


def _is_part(before: str, cues: Cues) -> bool:
    """Whether "part of", "much of the", "villages in the east of" stands before the name."""
    found = re.search(r" ([\w-]+) (of|in)(?: the)?(?: (?:[\w-]+ern|former|entire|whole|wider))? $", before)
    if not found:
        return False
    return fold(found[1]) in cues.parts and not (found[2] == "of" and fold(found[1]) in cues.settlement_types)


def _parent_after(text: str, toponyms: Sequence[Toponym], place: int, cues: Cues) -> tuple[int | None, bool]:
    """Return the name that this one lies in by its wording, and whether a comma alone says so."""
    for later in range(place + 1, min(place + 3, len(toponyms))):
        between = text[toponyms[place].end : toponyms[later].start]
        if between.startswith(", ") and _describes(text, toponyms[later]):
            # "…in Kharkiv, UK officials say": the country says whose officials they are.
            return None, False
        if _PARENT_AFTER.match(between):
            return later, between.startswith((", ", " ("))
        typed = _TYPED.match(between)
        words = fold(typed[1]).split() if typed else []
        if typed and words and _kinds(words[-1], cues) and _PARENT_AFTER.match(between[typed.end() :]):
            return later, between[typed.end() :].startswith((", ", " ("))
    return None, False


def _describes(text: str, name: Toponym) -> bool:
    """Whether a noun of people follows the name, which then only describes it."""
    return re.match(r"(?:['’]s)? [a-z]+(?:s|ry|my|cy|nt)\b(?! of )", text[name.end : name.end + 24]) is not None


def _parent_before(text: str, toponyms: Sequence[Toponym], place: int, cues: Cues) -> int | None:
    """Return the name that this one belongs to: "Ukraine's Sumy", "Libya's port of Sidra"."""
    if not place:
        return None
    found = _PARENT_BEFORE.match(text[toponyms[place - 1].end : toponyms[place].start])
    if found is None or (found[1] and not _kinds(fold(found[0].split()[-2]), cues)):
        return None
    return place - 1


def _is_plural(text: str, name: Toponym) -> bool:
    return re.match(r"[ \u00a0][A-Za-z]+s\b", text[name.end : name.end + 24]) is not None


def _is_plural_before(text: str, name: Toponym) -> bool:
    """Whether "the towns of", "provinces" stands before the name."""
    return re.search(r"\b[A-Za-z][a-z]+s(?: of)?(?: the)? $", text[max(0, name.start - 24) : name.start]) is not None
