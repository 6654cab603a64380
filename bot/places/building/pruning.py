"""Which of GeoNames' alternate names are worth keeping: those that an English text could carry.

GeoNames' alternates mix languages, scripts, machine romanisations ("ku pi yang si ke", always in lower case),
airport codes ("HRK") and post codes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.places.names import fold, loose

_ARTICLE_FIRST = re.compile(r"^(?:al|ar|as|ash|ad|adh|an|at|ath|az|el|es|ez|l|d)[-' ’][A-ZÀ-Ý]")
_SIGNS = re.compile(r"[0-9,;:/()\[\]<>*_@#?!+=\"|]")
_LONGEST = 40


def is_latin(name: str) -> bool:
    """Whether all its letters are Latin ones; modifier letters such as ʿ count as such."""
    return all(
        not sign.isalpha() or unicodedata.category(sign) == "Lm" or unicodedata.name(sign, "").startswith("LATIN")
        for sign in name
    )


def is_worth_keeping(name: str) -> bool:
    """Whether an alternate name can stand in an English text as a name."""
    if len(name) > _LONGEST or _SIGNS.search(name) or not is_latin(name):
        return False
    if not name[:1].isupper() and not _ARTICLE_FIRST.match(name) and name[:1] not in "'‘’ʿʾʼ":
        return False
    if not any(sign.islower() for sign in name) or not any(sign.isupper() for sign in name):
        return False
    return len(fold(name)) > 3


def kept_alternates(alternates: Iterable[str], *, main: str, english: bool, barred: frozenset[str]) -> tuple[str, ...]:
    """Return the alternates worth keeping, sorted, one for each folded key, none whose key is barred.

    Where English is spoken the main name is the English one: of the others only those that hold it stay ("Fort Worth
    City"). A name cut short of the main one by a letter or two is another language's case ending ("Sofi", "Lim").
    """
    kept: dict[str, str] = {}
    whole = fold(main)
    for name in sorted(filter(is_worth_keeping, alternates)):
        key = fold(name)
        cut = len(key) < len(whole) <= len(key) + 2 and whole.startswith(key) and loose(key) != loose(whole)
        if key in barred or key == whole or cut or (english and whole not in key and key not in whole):
            continue
        kept.setdefault(key, name)
    return tuple(sorted(kept.values()))
