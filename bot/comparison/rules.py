"""The thresholds and words that comparison goes by, validated from `config/comparison.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

from bot.model.claim import AssetKind
from bot.model.errors import ConfigurationError

DEFAULT_FILE = "comparison.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """Whole days between two events up to which something still holds; the file says what."""

    control: int
    denial: int
    agreement: int
    repeatable: int
    measure: int
    window: int
    state: int
    beside: int
    related: int
    other_day: int
    occasion: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Windows:
    """How far around an event candidates are looked up, in calendar units on either side."""

    months: int
    weeks: int
    years: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureRules:
    """Shares of a figure: what an exact and an approximate one allow, and what is too small to be a conflict."""

    exact: float
    about: float
    tolerance: float
    points: float


@dataclass(frozen=True, kw_only=True, slots=True)
class SpeakerRules:
    """How names are told apart: likeness of spellings (0..100), words of offices, and titles before names."""

    spelling: int
    office_words: frozenset[str]
    titles: frozenset[str]
    rebels: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """Where a relation's score starts (0..1), and what it is multiplied by."""

    polarity: float
    control: float
    self_reversal: float
    state: float
    attribution: float
    time: float
    place: float
    numeric: float
    identical: float
    supports: float
    refines: float
    supersedes: float
    related: float
    implied: float
    unnamed: float
    probable: float
    possible: float
    unattributed: float
    indirect: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetRules:
    """What needs no name to be one thing: kinds that run through a region, and kinds that a town has one of.

    `which` are words that tell one from another of its kind, `strikes` nouns for what hits them; kinds of `works` are
    taken for one another; `plain` words name no thing by themselves; `synonyms` gives the one word for each of several
    that mean it; `lasting` words say that a state goes on.
    """

    networks: frozenset[AssetKind]
    only: frozenset[AssetKind]
    which: frozenset[str]
    strikes: frozenset[str]
    works: frozenset[AssetKind]
    plain: frozenset[str]
    synonyms: Mapping[str, str]
    lasting: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceRules:
    """Words for the parts of a town, by the part that they name, and for most of it."""

    parts: Mapping[str, frozenset[str]]
    most: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """Everything that comparison is told from outside, besides the sides."""

    days: Days
    candidates: Windows
    figures: FigureRules
    speakers: SpeakerRules
    assets: AssetRules
    places: PlaceRules
    scores: Scores


def parse_rules(text: str, *, where: str) -> Rules:
    """Read the rules from TOML; `where` names the file in messages.

    Raises ConfigurationError for broken TOML, an unknown or missing key, or a value of the wrong kind or range.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(where=where, reason=f"is not TOML: {error}") from error
    _exact_keys(tables, ("days", "candidates", "figures", "speakers", "assets", "places", "scores"), where=where)
    speakers = _table(tables, "speakers", ("spelling", "office_words", "titles", "rebels"), where=where)
    assets = _table(
        tables, "assets", ("networks", "only", "which", "strikes", "works", "plain", "synonyms", "lasting"), where=where
    )
    places = _table(tables, "places", ("parts", "most"), where=where)
    return Rules(
        days=Days(**_whole_numbers(tables, "days", Days, where=where)),
        candidates=Windows(**_whole_numbers(tables, "candidates", Windows, where=where)),
        figures=FigureRules(**_shares(tables, "figures", FigureRules, where=where)),
        speakers=SpeakerRules(
            spelling=_whole_number(speakers["spelling"], where=f"{where}: speakers.spelling"),
            office_words=_words(speakers["office_words"], where=f"{where}: speakers.office_words"),
            titles=_words(speakers["titles"], where=f"{where}: speakers.titles"),
            rebels=_words(speakers["rebels"], where=f"{where}: speakers.rebels"),
        ),
        assets=AssetRules(
            networks=_kinds(assets["networks"], where=f"{where}: assets.networks"),
            only=_kinds(assets["only"], where=f"{where}: assets.only"),
            which=_words(assets["which"], where=f"{where}: assets.which"),
            strikes=_words(assets["strikes"], where=f"{where}: assets.strikes"),
            works=_kinds(assets["works"], where=f"{where}: assets.works"),
            plain=_words(assets["plain"], where=f"{where}: assets.plain"),
            synonyms={
                word: name
                for name, words in assets["synonyms"].items()
                for word in _words(words, where=f"{where}: assets.synonyms.{name}")
            },
            lasting=_words(assets["lasting"], where=f"{where}: assets.lasting"),
        ),
        places=PlaceRules(
            parts={
                name: _words(words, where=f"{where}: places.parts.{name}") for name, words in places["parts"].items()
            },
            most=_words(places["most"], where=f"{where}: places.most"),
        ),
        scores=Scores(**_shares(tables, "scores", Scores, where=where)),
    )


def load_rules() -> Rules:
    """Read the rules that ship with the program."""
    resource = files("config").joinpath(DEFAULT_FILE)
    return parse_rules(resource.read_text(encoding="utf-8"), where=DEFAULT_FILE)


def _exact_keys(table: Mapping[str, Any], wanted: tuple[str, ...], *, where: str) -> None:
    if unknown := sorted(set(table) - set(wanted)):
        raise ConfigurationError(where=where, reason=f"unknown key {unknown[0]!r}")
    if missing := sorted(set(wanted) - set(table)):
        raise ConfigurationError(where=where, reason=f"{missing[0]!r} is missing")


def _table(tables: Mapping[str, Any], name: str, wanted: tuple[str, ...], *, where: str) -> Mapping[str, Any]:
    table = tables[name]
    if not isinstance(table, dict):
        raise ConfigurationError(where=where, reason=f"{name!r} has to be a table")
    _exact_keys(table, wanted, where=f"{where}: {name}")
    return table


def _whole_number(value: object, *, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ConfigurationError(where=where, reason=f"has to be a whole number from 0, not {value!r}")
    return value


def _whole_numbers(tables: Mapping[str, Any], name: str, shape: type[Any], *, where: str) -> dict[str, int]:
    table = _table(tables, name, tuple(field.name for field in fields(shape)), where=where)
    return {key: _whole_number(value, where=f"{where}: {name}.{key}") for key, value in table.items()}


def _shares(tables: Mapping[str, Any], name: str, shape: type[Any], *, where: str) -> dict[str, float]:
    table = _table(tables, name, tuple(field.name for field in fields(shape)), where=where)
    for key, value in table.items():
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise ConfigurationError(where=f"{where}: {name}.{key}", reason=f"has to be from 0 to 1, not {value!r}")
    return {key: float(value) for key, value in table.items()}


def _kinds(value: object, *, where: str) -> frozenset[AssetKind]:
    kinds = _words(value, where=where)
    if unknown := sorted(kinds - {kind.value for kind in AssetKind}):
        raise ConfigurationError(where=where, reason=f"no such kind of asset: {unknown[0]}")
    return frozenset(AssetKind(kind) for kind in kinds)


def _words(value: object, *, where: str) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise ConfigurationError(where=where, reason="has to be a list of words")
    return frozenset(value)
