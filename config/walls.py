"""Loads what pages say that stand in an article's place (`walls.toml`), and says what is wrong in it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.model.errors import ConfigurationError

WALLS_FILE: Final = Path(__file__).with_name("walls.toml")
_KINDS: Final = ("paywall", "consent", "challenge")
# Shorter ones would stand in any article.
_SHORTEST: Final = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Walls:
    """Phrases, in lower case, of paywalls, of questions about cookies, and of checks for robots."""

    paywall: tuple[str, ...]
    consent: tuple[str, ...]
    challenge: tuple[str, ...]


def load_walls(path: Path = WALLS_FILE) -> Walls:
    """Return the phrases; raises ConfigurationError that names the entry."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(where=path.name, reason=str(error)) from error
    if set(data) != set(_KINDS):
        raise ConfigurationError(where=path.name, reason=f"has to have exactly the tables {', '.join(_KINDS)}")
    return Walls(**{kind: _phrases(data[kind], where=f"{path.name}: {kind}") for kind in _KINDS})


def _phrases(table: Any, *, where: str) -> tuple[str, ...]:  # noqa: ANN401 - whatever stands in the file
    if not isinstance(table, dict) or set(table) != {"phrases"} or not isinstance(table["phrases"], list):
        raise ConfigurationError(where=where, reason="has to have `phrases`, a list, and nothing else")
    phrases = table["phrases"]
    for phrase in phrases:
        if not isinstance(phrase, str) or len(phrase) < _SHORTEST or phrase != " ".join(phrase.casefold().split()):
            reason = f"{phrase!r} is no phrase of {_SHORTEST} letters or more in lower case with single spaces"
            raise ConfigurationError(where=where, reason=reason)
    if not phrases or len(set(phrases)) < len(phrases):
        raise ConfigurationError(where=where, reason="is empty, or says a phrase twice")
    return tuple(phrases)
