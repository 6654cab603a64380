"""Loads what is known of sides, organisations and assets (`sides.toml`, `assets.toml`), and says what is wrong in them.

Unknown keys are errors that name the file and the entry. Loading reads one file and changes nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

from bot.model.claim import AssetKind, SpeakerType
from bot.model.errors import ConfigurationError
from bot.model.side import Side, SideCatalogue, SideKind

SIDES_FILE: Final = Path(__file__).with_name("sides.toml")
ASSETS_FILE: Final = Path(__file__).with_name("assets.toml")

_SIDE_KINDS: Final[Mapping[str, SideKind]] = MappingProxyType(
    {"country": SideKind.COUNTRY, "international": SideKind.INTERNATIONAL, "non_state": SideKind.NON_STATE},
)
_ORGANISATION_TYPES: Final[Mapping[str, SpeakerType]] = MappingProxyType(
    {
        "company": SpeakerType.COMPANY,
        "think_tank": SpeakerType.THINK_TANK,
        "ngo_igo": SpeakerType.NGO_IGO,
        "media": SpeakerType.MEDIA,
    },
)
_SIDE_KEYS: Final = frozenset(
    {"name", "names", "demonyms", "metonyms", "roles", "allies", "countries", "regions", "start", "end"},
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation:
    """An organisation that speaks: a company, a think tank, an NGO or IGO, or a medium; `side` where it has one."""

    name: str
    names: tuple[str, ...]
    type: SpeakerType
    side: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SideKnowledge:
    """Everything in `sides.toml`.

    `government` are generic words for a state's own forces and authorities; `roles` maps each generic word and its
    other spellings, folded to lower case, to the word that `Side.roles` uses; `irregular` are those of them for
    who fights a state; `ignored` are phrases that hold a side's name and mean none; `people` gives the side for which a
    person speaks, by surname or full name, folded to lower case.
    """

    catalogue: SideCatalogue
    organisations: tuple[Organisation, ...]
    government: frozenset[str]
    roles: Mapping[str, str]
    irregular: frozenset[str]
    ignored: tuple[str, ...]
    people: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetNoun:
    """A kind of asset and a word or phrase for it, in the singular; `facility` if one can hold it by force."""

    kind: AssetKind
    word: str
    plural: str | None
    facility: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetShift:
    """A word that is of another kind where one of the words `near` stands in the same sentence."""

    word: str
    kind: AssetKind
    near: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetKnowledge:
    """Everything in `assets.toml`.

    `proper` are assets known by a name that holds none of the nouns ("Nord Stream"); `ignored` are patterns (regular
    expressions) in which an asset's noun means something else ("tear gas", "in power"); `which` are words that tell one
    from another of its kind ("the old bridge").
    """

    nouns: tuple[AssetNoun, ...]
    proper: Mapping[str, AssetKind]
    shifts: tuple[AssetShift, ...]
    ignored: tuple[str, ...]
    which: tuple[str, ...] = ()


def load_sides(path: Path = SIDES_FILE) -> SideKnowledge:
    """Read and check `sides.toml`; ConfigurationError names the file and the entry that is wrong."""
    data = _read(path)
    _only(path, "the top level", data, {"ignored", "generic", "people", *_SIDE_KINDS, *_ORGANISATION_TYPES})
    generic = _table(path, "generic", data.get("generic", {}))
    _only(path, "generic", generic, {"government", "irregular", "roles"})
    spellings: dict[str, str] = {}
    for role, words in _table(path, "generic.roles", generic.get("roles", {})).items():
        for word in (role, *_words(path, f"generic.roles.{role}", words)):
            if spellings.setdefault(word.lower(), role) != role:
                _fail(path, f"generic.roles.{role}", f"{word!r} belongs to {spellings[word.lower()]!r} already")
    sides: dict[str, Side] = {}
    for table, kind in _SIDE_KINDS.items():
        for side_id, entry in _table(path, table, data.get(table, {})).items():
            where = f"{table}.{side_id}"
            if side_id in sides:
                _fail(path, where, "this id is taken")
            sides[side_id] = _side(path, where, side_id, kind, _table(path, where, entry))
    for side in sides.values():
        _refers(path, side, sides, spellings.values())
    organisations = tuple(
        _organisation(path, f"{table}.{name}", name, _table(path, f"{table}.{name}", entry), kind=kind, sides=sides)
        for table, kind in _ORGANISATION_TYPES.items()
        for name, entry in _table(path, table, data.get(table, {})).items()
    )
    return SideKnowledge(
        catalogue=SideCatalogue(sides=MappingProxyType(sides)),
        organisations=organisations,
        irregular=frozenset(_words(path, "generic.irregular", generic.get("irregular", []))),
        government=frozenset(
            word.lower() for word in _words(path, "generic.government", generic.get("government", []))
        ),
        roles=MappingProxyType(spellings),
        ignored=_words(path, "ignored", data.get("ignored", [])),
        people=MappingProxyType(_speaking(path, _table(path, "people", data.get("people", {})), sides)),
    )


def load_assets(path: Path = ASSETS_FILE) -> AssetKnowledge:
    """Read and check `assets.toml`; ConfigurationError names the file and the entry that is wrong."""
    data = _read(path)
    _only(path, "the top level", data, {"asset", "proper", "shift", "ignored", "which"})
    nouns: list[AssetNoun] = []
    known: dict[str, str] = {}
    for kind_name, entry in _table(path, "asset", data.get("asset", {})).items():
        where = f"asset.{kind_name}"
        kind = _kind(path, where, kind_name)
        table = _table(path, where, entry)
        _only(path, where, table, {"things", "facilities", "stuffs", "plurals"})
        plurals = _table(path, f"{where}.plurals", table.get("plurals", {}))
        for key in ("things", "facilities", "stuffs"):
            for word in _words(path, f"{where}.{key}", table.get(key, [])):
                if known.setdefault(word, kind_name) != kind_name:
                    _fail(path, where, f"{word!r} is {known[word]!r} already")
                plural = None if key == "stuffs" else str(plurals.get(word, _plural(word)))
                nouns.append(AssetNoun(kind=kind, word=word, plural=plural, facility=key == "facilities"))
        for word in plurals:
            if word not in known:
                _fail(path, f"{where}.plurals", f"{word!r} is no word of this kind")
    proper = {
        name: _kind(path, f"proper.{name}", str(value))
        for name, value in _table(path, "proper", data.get("proper", {})).items()
    }
    entries = data.get("shift", [])
    if not isinstance(entries, list):
        _fail(path, "shift", "must be [[shift]] tables")
    shifts = tuple(
        _shift(path, f"shift {index}", _table(path, f"shift {index}", one), known)
        for index, one in enumerate(entries, 1)
    )
    ignored = _words(path, "ignored", data.get("ignored", []))
    for pattern in ignored:
        try:
            re.compile(pattern)
        except re.error as error:
            _fail(path, "ignored", f"{pattern!r} is no regular expression: {error}")
    which = _words(path, "which", data.get("which", []))
    return AssetKnowledge(
        nouns=tuple(nouns), proper=MappingProxyType(proper), shifts=shifts, ignored=ignored, which=which
    )


def _side(path: Path, where: str, side_id: str, kind: SideKind, entry: Mapping[str, Any]) -> Side:
    _only(path, where, entry, _SIDE_KEYS)
    pattern = r"[A-Z]{3}" if kind is SideKind.COUNTRY else r"[a-z][a-z0-9_]*"
    if not re.fullmatch(pattern, side_id):
        _fail(path, where, "a country's id is its ISO 3166-1 alpha-3 code, any other id is lower case")
    name = entry.get("name")
    if not isinstance(name, str) or not name:
        _fail(path, where, "`name` is missing")
    lists = {
        key: _words(path, f"{where}.{key}", entry.get(key, [])) for key in sorted(_SIDE_KEYS - {"name", "start", "end"})
    }
    for key in ("start", "end"):
        if key in entry:
            _date(path, f"{where}.{key}", entry[key])
    return Side(
        id=side_id,
        kind=kind,
        name=str(name),
        names=tuple(dict.fromkeys((str(name), *lists["names"]))),
        demonyms=tuple(dict.fromkeys(word for one in lists["demonyms"] for word in (one, *_people(one)))),
        metonyms=lists["metonyms"],
        roles=lists["roles"],
        allies=lists["allies"],
        countries=lists["countries"],
        regions=lists["regions"],
        start=entry.get("start"),
        end=entry.get("end"),
    )


def _speaking(path: Path, table: Mapping[str, Any], sides: Mapping[str, Side]) -> dict[str, str]:
    """Return for whom each person speaks; nobody speaks for two."""
    people: dict[str, str] = {}
    for side, names in table.items():
        if side not in sides:
            _fail(path, "people", f"{side!r} is no side")
        for name in _words(path, f"people.{side}", names):
            if people.setdefault(name.lower(), side) != side:
                _fail(path, f"people.{side}", f"{name!r} speaks for {people[name.lower()]!r} already")
    return people


def _people(demonym: str) -> tuple[str, ...]:
    """Return the plural noun that goes without saying: Ukrainian, Ukrainians; Iraqi, Iraqis."""
    return (demonym + "s",) if demonym.endswith(("n", "i")) else ()


def _refers(path: Path, side: Side, sides: Mapping[str, Side], roles: Iterable[str]) -> None:
    """Check that what a side names exists."""
    where = f"{side.kind.value}.{side.id}"
    for ally in side.allies:
        if ally not in sides:
            _fail(path, where, f"ally {ally!r} is no side")
    for country in side.countries:
        if country not in sides or sides[country].kind is not SideKind.COUNTRY:
            _fail(path, where, f"{country!r} is no country")
    known = set(roles)
    for role in side.roles:
        if role not in known:
            _fail(path, where, f"role {role!r} is not in generic.roles")
    if side.start and side.end and side.start > side.end:
        _fail(path, where, "`start` is after `end`")


def _organisation(
    path: Path,
    where: str,
    name: str,
    entry: Mapping[str, Any],
    *,
    kind: SpeakerType,
    sides: Mapping[str, Side],
) -> Organisation:
    _only(path, where, entry, {"side", "names"})
    side = entry.get("side")
    if side is not None and side not in sides:
        _fail(path, where, f"side {side!r} is not known")
    names = (name, *_words(path, f"{where}.names", entry.get("names", [])))
    return Organisation(name=name, names=tuple(dict.fromkeys(names)), type=kind, side=side)


def _shift(path: Path, where: str, entry: Mapping[str, Any], known: Mapping[str, str]) -> AssetShift:
    _only(path, where, entry, {"word", "kind", "near"})
    if entry.get("word") not in known:
        _fail(path, where, f"{entry.get('word')!r} is no asset's word")
    kind = _kind(path, where, str(entry.get("kind")))
    return AssetShift(word=str(entry["word"]), kind=kind, near=_words(path, f"{where}.near", entry.get("near")))


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _kind(path: Path, where: str, name: str) -> AssetKind:
    try:
        return AssetKind(name)
    except ValueError:
        _fail(path, where, f"{name!r} is no kind of asset")


def _read(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise ConfigurationError(where=str(path), reason=f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(where=str(path), reason=f"is no valid TOML: {error}") from error


def _table(path: Path, where: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        _fail(path, where, "must be a table")
    return value


def _words(path: Path, where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        _fail(path, where, "must be a list of words")
    return tuple(value)


def _date(path: Path, where: str, value: object) -> None:
    try:
        date.fromisoformat(str(value) if isinstance(value, str) else "")
    except ValueError:
        _fail(path, where, 'must be a date in quotes, as in "2022-02-24"')


def _only(path: Path, where: str, value: Mapping[str, Any], allowed: Iterable[str]) -> None:
    names = sorted(allowed)
    for key in value:
        if key not in names:
            _fail(path, where, f"unknown key {key!r}; known are {', '.join(names)}")


def _fail(path: Path, where: str, reason: str) -> NoReturn:
    raise ConfigurationError(where=f"{path.name}, {where}", reason=reason)
