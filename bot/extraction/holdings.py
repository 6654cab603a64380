"""Who holds what in a line without a verb, as situation reports list it: "Control: X, Y and Z under the rebels"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.extraction.drafts import Draft
from bot.extraction.reading import Reading
from bot.extraction.territorial import Roles, territorial
from bot.model.claim import Extent, Predicate
from bot.model.place import Place, PlaceMention, PlaceRelation
from bot.model.side import SideRef

HELD_BY = re.compile(
    r"\b(?:under|held by|controlled by|in (?:the )?hands of)\s+(?:the\s+)?(?:control of\s+)?(?:the\s+)?(?=[A-Z])"
)
"""What stands between a list of places and who holds them, where no verb does."""

_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_OPENS = re.compile(r"[.;:\u2022•]\s")
_CLOSES = re.compile(r"[.;](?:\s|$)")
_LIST = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s+as well as\s+)\s*")
# What may follow the holder: another one, or the end.
_AFTER = re.compile(r"\s*(?:$|[.;,)]|and\b|control\b|\(|since\b)")
_NAME = re.compile(
    r"[A-Z\u00c0-\u00de][\w'’-]*(?:[ -][A-Z\u00c0-\u00de][\w'’-]*){0,2}(?: (?:centre|center|town|city))?"
)
_PART = re.compile(r"(?:most|much|parts?|some|half) of\b", re.IGNORECASE)
_LABEL = re.compile(r"\bcontrol\s*:\s*$", re.IGNORECASE)
# How far behind the words the holder's name may begin.
_NEAR = 3


def listed_holdings(reading: Reading) -> Iterator[Draft]:
    """Yield a claim for each place of a verbless line that says who holds it."""
    text = reading.doc.text
    for match in HELD_BY.finditer(text):
        word = reading.token_at(match.start())
        if word is None or word.i not in reading.stems:
            continue
        opens = [one.end() for one in _OPENS.finditer(text, 0, match.start())]
        first = opens[-1] if opens else 0
        closing = _CLOSES.search(text, match.end())
        last = closing.start() if closing is not None else len(text)
        words = [item for item in reading.doc if first <= item.idx < last]
        if any(item.tag_ in _FINITE or item.pos_ == "AUX" for item in words):
            continue
        sides = reading.context.sides.get(reading.index, ())
        holder = next((one for one in sides if match.end() <= one.start <= match.end() + _NEAR), None)
        if holder is None or not _AFTER.match(text, holder.end):
            continue
        labelled = _LABEL.search(text, 0, first) is not None
        for place, extent in _places(reading, first, match.start(), labelled=labelled):
            yield territorial(
                trigger=word,
                rule="listed",
                predicate=Predicate.CONTROLS,
                roles=Roles(actor=SideRef(side=holder.side, name=holder.text), place=place, extent=extent),
                said=reading.circumstances(word),
                reading=reading,
            )


def _places(reading: Reading, first: int, last: int, *, labelled: bool) -> list[tuple[Place, Extent | None]]:
    """Return the places of a list; names that no gazetteer has count beside one that it has, or behind "Control:"."""
    mentions = [one for one in reading.context.places.get(reading.index, ()) if one.place is not None]
    known = [one for one in mentions if first <= one.start < last]
    if not known and not labelled:
        return []
    found: list[tuple[Place, Extent | None]] = []
    start = first
    text = reading.doc.text
    for cut in [*_LIST.finditer(text, first, last), None]:
        end = cut.start() if cut is not None else last
        name = text[start:end].strip(' "“”')
        here = [one for one in known if start <= one.start < end]
        if here and here[-1].place is not None:
            extent = Extent.PARTIAL if _PART.search(name) else None
            found.append((here[-1].place, extent))
        else:
            part = _PART.match(name)
            bare = name[part.end() :].strip() if part is not None else name
            if _NAME.fullmatch(bare):
                found.append((_unlisted(bare, known, reading), Extent.PARTIAL if part is not None else None))
        start = cut.end() if cut is not None else last
    return found


def _unlisted(name: str, known: list[PlaceMention], reading: Reading) -> Place:
    """Return a place that no gazetteer has, in the region of those beside it, else of the article."""
    beside = known[0].place if known else None
    scope = reading.context.scope
    return Place(
        text=name,
        name=name,
        region=beside.region if beside is not None else scope.region if scope is not None else None,
        country=beside.country if beside is not None else scope.country if scope is not None else None,
        relation=PlaceRelation.IN,
    )
