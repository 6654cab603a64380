"""Names that people type for sides and regions, and the nearest ones where nobody bears a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from bot.comparison.spelling import fold
from bot.model.errors import NotFoundError
from bot.model.side import Side, SideCatalogue

# How alike two spellings are, of 100, for the one to be offered for the other; three are enough to choose from.
_ALIKE = 72
_OFFERED = 3
_KINDS = frozenset({"area", "county", "department", "district", "governorate", "krai", "oblast", "prefecture"}) | {
    *("province", "region", "republic", "state", "wilayat", "the", "of")
}


def side_named(named: str, sides: SideCatalogue) -> str:
    """Return the id of the side that has this id, name, demonym or seat; NotFoundError with the nearest names."""
    if named in sides.sides:
        return named
    wanted = _bare(named)
    known = {_bare(word): side for side in sides.sides.values() for word in _words(side)}
    # An id before a name, and a name before a demonym or a seat, where two sides share a word.
    for words in (_ids, _names, _words):
        for side in sides.sides.values():
            if wanted in {_bare(word) for word in words(side)}:
                return side.id
    offered = dict.fromkeys(f"{known[one].name} ({known[one].id})" for one in nearest(wanted, known))
    raise NotFoundError(kind="side", wanted=named, hint=f"Nearest: {', '.join(offered)}." if offered else _NO_SIDE)


def region_named(named: str, known: Iterable[str]) -> str | None:
    """Return the region of that name, with or without what kind of region it is; `None` where none is known."""
    wanted = _plain_region(named)
    return next((region for region in known if _plain_region(region) == wanted), None)


def nearest(named: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the few names that are most like it, the likest first; none where none is like it."""
    choices: Sequence[str] = tuple(known)
    found = process.extract(named, choices, scorer=fuzz.ratio, processor=fold, limit=_OFFERED, score_cutoff=_ALIKE)
    return tuple(choice for choice, _, _ in found)


_NO_SIDE = "A country's name or its three letters (UKR), or an armed group's name, is what is looked for."


def _ids(side: Side) -> tuple[str, ...]:
    return (side.id, side.id.replace("_", " "))


def _names(side: Side) -> tuple[str, ...]:
    return (side.name, *side.names)


def _words(side: Side) -> tuple[str, ...]:
    return (*_ids(side), *_names(side), *side.demonyms, *side.metonyms)


def _bare(named: str) -> str:
    return fold(named).removeprefix("the ")


def _plain_region(named: str) -> str:
    words = fold(named).split()
    return " ".join(word for word in words if word not in _KINDS) or " ".join(words)
