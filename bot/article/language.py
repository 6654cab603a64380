"""Is the text English? Refuses only on strong evidence, since one sentence of foreign names is English news too."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from pydantic import BaseModel, ConfigDict

ENGLISH: Final = "en"
UNKNOWN: Final = "und"  # ISO 639-3: undetermined

# The first part of a text says what language it is in.
_SAMPLE: Final = 20_000
_WORD: Final = re.compile(r"[^\W\d_]+")
# Letters outside Latin that make a text foreign: names and quotes in their own letters stay under it.
_FOREIGN_LETTERS: Final = 0.5
_FEWEST_LETTERS: Final = 12
# Evidence of another language in Latin letters: so many of its function words, so many different ones, such a share of
# all words (running text has 30 to 50 %), and so many times English's.
_FEWEST_HITS: Final = 4
_FEWEST_KINDS: Final = 3
_SMALLEST_SHARE: Final = 0.2
_TIMES_ENGLISH: Final = 2.0
# English prose has 25 to 40 % of the words listed; a text this long with so few of them is none.
_LONG_TEXT: Final = 150
_NO_ENGLISH: Final = 0.04


class _Letters(BaseModel):
    """Letters that only one language of a writing system has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    script: str
    language: str
    letters: str


class _Data(BaseModel):
    """The file languages.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: Mapping[str, str]
    scripts: Mapping[str, str]
    letters: tuple[_Letters, ...]
    words: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageKnowledge:
    """How languages are told apart: see languages.toml. `names` go from ISO 639-1 codes to English names."""

    names: Mapping[str, str]
    scripts: Mapping[str, str]
    letters: tuple[tuple[str, str, frozenset[str]], ...]
    words: Mapping[str, frozenset[str]]


@cache
def language_knowledge() -> LanguageKnowledge:
    """Return what languages.toml says, read once a process."""
    file = resources.files("bot.article").joinpath("languages.toml")
    data = _Data.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    return LanguageKnowledge(
        names=data.names,
        scripts=data.scripts,
        letters=tuple((entry.script, entry.language, frozenset(entry.letters)) for entry in data.letters),
        words={language: frozenset(words.split()) for language, words in data.words.items()},
    )


def language_code(stated: str) -> str:
    """Return the ISO 639-1 code of a stated language: a tag ("en-GB", "eng"), or an English name ("Ukrainian").

    What is not known is returned in lower case as it is.
    """
    knowledge = language_knowledge()
    folded = stated.strip().casefold().replace("_", "-")
    for code, name in knowledge.names.items():
        if folded == name.casefold():
            return code
    primary = folded.partition("-")[0]
    return {"eng": "en", "ukr": "uk", "rus": "ru", "ara": "ar"}.get(primary, primary)


def language_name(code: str) -> str:
    """Return how a person reads a language's code: "Ukrainian (uk)", or the code in quotation marks."""
    name = language_knowledge().names.get(code)
    return f"{name} ({code})" if name else f'"{code}"'


def foreign_language(text: str) -> str | None:
    """Return the code of the language that the text clearly is in, `und` if clearly no English; None for English.

    None is also the answer where the evidence is thin.
    """
    sample = text[:_SAMPLE]
    if _is_plainly_english(sample):
        return None
    return _by_letters(sample) or _by_words(sample)


def _is_plainly_english(sample: str) -> bool:
    """Whether English words alone settle it, as they do for most news: the rest of the words is too few.

    At most the words that are English alone are no other language's, and at most what is not ASCII is not Latin; so
    this never answers where `_by_letters` or `_by_words` would name a language.
    """
    words = [word.casefold() for word in _WORD.findall(sample)]
    if not words or _outside(sample) * 3 >= sum(map(len, words)):
        return False
    listed = language_knowledge().words[ENGLISH]
    english = [word for word in words if word in listed]
    alone = _english_alone()
    only = sum(word in alone for word in english)
    return len(words) - only <= _TIMES_ENGLISH * len(english) and len(english) >= _NO_ENGLISH * len(words)


def _outside(text: str) -> int:
    """Return how many characters are not ASCII: at most so many are not Latin."""
    return 0 if text.isascii() else len(text) - len(text.encode("ascii", "ignore"))


@cache
def _languages_by_word() -> Mapping[str, tuple[str, ...]]:
    """Return each listed word with the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in language_knowledge().words.items():
        for word in words:
            found[word] = (*found.get(word, ()), language)
    return found


@cache
def _english_alone() -> frozenset[str]:
    """Return the listed English words that no other language's list has."""
    words = language_knowledge().words
    return words[ENGLISH].difference(*(others for language, others in words.items() if language != ENGLISH))


def _by_letters(text: str) -> str | None:
    if _outside(text) * 3 < sum(map(len, _WORD.findall(text))):
        return None
    knowledge = language_knowledge()
    counts = Counter(character for character in text.casefold() if character.isalpha())
    scripts: Counter[str] = Counter()
    for character, count in counts.items():
        scripts[_script(character)] += count
    total = scripts.total()
    foreign = total - scripts["LATIN"]
    if total < _FEWEST_LETTERS or foreign < _FOREIGN_LETTERS * total:
        return None
    script = max((name for name in scripts if name != "LATIN"), key=lambda name: (scripts[name], name))
    for home, language, letters in knowledge.letters:
        # One letter may come from a name; a language's own letters come again and again.
        if home == script and sum(counts[letter] for letter in letters) * 200 >= scripts[script]:
            return language
    return knowledge.scripts.get(script, UNKNOWN)


def _script(character: str) -> str:
    return unicodedata.name(character, "UNKNOWN").partition(" ")[0].partition("-")[0]


def _by_words(text: str) -> str | None:
    knowledge = language_knowledge()
    counts = Counter(word.casefold() for word in _WORD.findall(text))
    total = counts.total()
    hits = dict.fromkeys(knowledge.words, 0)
    listing = _languages_by_word()
    for word, count in counts.items():
        for language in listing.get(word, ()):
            hits[language] += count
    english = hits.pop(ENGLISH)
    best = max(hits, key=lambda language: (hits[language], language))
    kinds = sum(1 for word in knowledge.words[best] if counts[word])
    if (
        hits[best] >= _FEWEST_HITS
        and kinds >= _FEWEST_KINDS
        and hits[best] >= _SMALLEST_SHARE * total
        and hits[best] > _TIMES_ENGLISH * english
    ):
        return best
    if total >= _LONG_TEXT and english < _NO_ENGLISH * total:
        return UNKNOWN
    return None
