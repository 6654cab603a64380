"""How spellings of one place name are brought together: the folded key, the loose key, the skeleton.

The folded key forgets what newsrooms differ in without meaning anything by it: case, accents, apostrophes and soft
signs, hyphens, "St." for "Saint". The loose key forgets more: the English and Arabic articles, doubled letters, and the
spellings of one sound ("-iya", "-ia"; "q", "k"). The skeleton keeps consonants only, and serves "did you mean".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The words of news come again and again.
_CACHED = 16_384
# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e", "ǝ": "e",
        "ħ": "h", "ŋ": "n", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ŧ": "t", "ĸ": "k", "ơ": "o", "ư": "u",
    }
)  # fmt: skip
# Apostrophes, primes, ayn and hamza, soft and hard signs: they carry no letter of the Latin alphabet.
_SILENT = re.compile("['`´‘’‚‛“”\"′″ʹʺʻʼʽʾʿˈˊˋꞌ＇ьъ]")
_BREAKS = re.compile(r"[^\w]+|_+", re.UNICODE)
_WORDS = {"saint": "st", "mount": "mt", "and": "and"}
_ARTICLES = frozenset({
    "al", "ar", "as", "ash", "ad", "adh", "an", "at", "ath", "az", "el", "er", "es", "esh", "ed", "ez", "ul",
})  # fmt: skip
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_ONE_I = re.compile("[iyj]+")
_VOWELS = re.compile("[aeiou]+")
_SOUNDS = (("kh", "k"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("ph", "f"), ("gh", "g"), ("dh", "d"), ("th", "t"),
           ("zh", "z"), ("q", "k"), ("x", "ks"), ("w", "v"), ("f", "v"), ("j", "y"), ("y", ""), ("h", ""))  # fmt: skip


@lru_cache(maxsize=_CACHED)
def fold(name: str) -> str:
    """Return the key under which a name is looked up; folding twice changes nothing."""
    text = _SILENT.sub("", name).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
        text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
        text = _SILENT.sub("", text).translate(_LETTERS)
    text = text.replace(".", "" if _is_initialism(text) else " ").replace("&", " and ")
    return " ".join(_WORDS.get(word, word) for word in _BREAKS.sub(" ", text).split())


def _is_initialism(text: str) -> bool:
    """Whether points join single letters, as in "u.s." or "d.r. congo"."""
    return re.search(r"(?:\b\w\.){2}", text) is not None


@lru_cache(maxsize=_CACHED)
def loose(key: str) -> str:
    """Return the loose form of a folded key: articles gone, doubled letters single, i/y/j and q/k alike."""
    words = key.split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    kept = [word for place, word in enumerate(words) if not _is_article(words, place)]
    return " ".join(_loose_word(word) for word in kept or words)


def _is_article(words: list[str], place: int) -> bool:
    """Whether the word is an Arabic article: one with a longer word after it."""
    return words[place] in _ARTICLES and place + 1 < len(words) and len(words[place + 1]) > 2


def _loose_word(word: str) -> str:
    if len(word) < 4:
        return word
    word = word.replace("q", "k").replace("ou", "u").replace("ee", "i").replace("oo", "u")
    word = re.sub("(?:eh|ah)$", "a", word)
    word = word[0] + _ONE_I.sub("i", word[1:])
    return _DOUBLED.sub(r"\1", word)


def skeleton(key: str) -> str:
    """Return the first letter and the consonants' sounds of a folded key: "Kupyansk", "Koupiansk" -> "kpnsk"."""
    text = loose(key).replace(" ", "")
    if not text:
        return ""
    for spelling, sound in _SOUNDS:
        text = text[0] + text[1:].replace(spelling, sound)
    return _DOUBLED.sub(r"\1", text[0] + _VOWELS.sub("", text[1:]))
