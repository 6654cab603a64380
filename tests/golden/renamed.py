"""The same articles about another war: places, persons and sides renamed, in the text and in its gold.

A program that knows words of the sample articles, and not how such articles are written, does worse on these.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.evaluation import Gold
from bot.model.article import RawArticle

FOLDER = Path(__file__).parent / "renaming"
_TABLES = {"text", "sides", "countries", "places", "regions"}
_WORDS = ("id", "article", "domain")
"""Fields of a gold claim that name it and nothing in the text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Renaming:
    """What is called what in another war: words of the text, and the gold's codes, ids and regions."""

    text: Mapping[str, str]
    sides: Mapping[str, str]
    countries: Mapping[str, str]
    places: Mapping[int, int]
    regions: Mapping[str, str]

    def words(self, text: str) -> str:
        """Return the text renamed: whole words, in one pass, the longest match first, nothing renamed twice."""
        longest_first = sorted(self.text, key=len, reverse=True)
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
        return pattern.sub(lambda found: self.text[found.group()], text)

    def article(self, raw: RawArticle) -> RawArticle:
        """Return the article of the other war under the same key."""
        return replace(raw, title=self.words(raw.title or ""), body=self.words(raw.body))

    def gold(self, gold: Gold) -> Gold:
        """Return the gold of the other war; ids and relations are the same."""
        return Gold(claims=tuple(self._claim(want) for want in gold.claims), relations=gold.relations)

    def _claim(self, want: Mapping[str, Any]) -> dict[str, Any]:
        return {field: self._field(field, value) for field, value in want.items()}

    def _field(self, field: str, value: object) -> object:
        if field in {"actor", "opponent", "speaker_side"}:
            return self.sides[str(value)]
        if field == "place":
            assert isinstance(value, Mapping)
            return {name: self._place(name, part) for name, part in value.items()}
        return self.words(value) if isinstance(value, str) and field not in _WORDS else value

    def _place(self, field: str, value: object) -> object:
        if field == "geonameid":
            assert isinstance(value, int)
            return self.places[value]
        if field in {"region", "country"}:
            return (self.regions if field == "region" else self.countries)[str(value)]
        return self.words(value) if field == "name" and isinstance(value, str) else value


def wars() -> tuple[str, ...]:
    """Return the names of the wars that there are renamings for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def read_renaming(war: str) -> Renaming:
    """Read a renaming; a table that is missing or unknown is an error."""
    tables = tomllib.loads((FOLDER / f"{war}.toml").read_text(encoding="utf-8"))
    assert tables.keys() == _TABLES, f"{war}: {sorted(tables.keys() ^ _TABLES)}"
    return Renaming(
        text=tables["text"],
        sides=tables["sides"],
        countries=tables["countries"],
        places={int(old): new for old, new in tables["places"].items()},
        regions=tables["regions"],
    )
