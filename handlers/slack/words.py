"""The words that people type after a command, as Slack sends them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_HELP = frozenset({"", "help", "?", "-h", "--help"})
_CLOSING = {'"': '"”“„', "“": '”"', "„": '“”"', "”": '”"', "«": "»", "»": "«", "'": "'’", "‘": "’'"}
# A key is written with a colon or an equals sign, or as an option of other programs.
_KEY = re.compile(r"(?:--?)?([a-z]+)\s*[:=]", re.IGNORECASE)
_OPTION = re.compile(r"--([a-z]+)", re.IGNORECASE)
_JOINED = re.compile(r",(?=[a-z]+[:=])", re.IGNORECASE)
_LINK = re.compile(r"<(https?://[^|<>\s]+)(?:\|[^<>]*)?>")
# "<#C1|name>", "<mailto:a@b|a@b>" are what they show; people, groups and what notifies all are no words.
_CALLS = re.compile(r"<[@!][^<>]*>")
_SHOWN = re.compile(r"<#?[^|<>\s]+\|([^<>]*)>|<#[^<>\s]*>")
_NAME_OF_EMOJI = re.compile(r":[a-z0-9_+'-]+:", re.IGNORECASE)
# Formatting that stands around words.
_AROUND = "*`~"
_ENDS = ",;?!"
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word, or several in quotation marks."""

    text: str
    quoted: bool = False
    key: str | None = None
    """What it is the value of; then `text` may be empty, where the value follows."""

    @property
    def folded(self) -> str:
        """The word for comparison; a quoted one is never a keyword."""
        return "" if self.quoted or self.key else self.bare.casefold()

    @property
    def bare(self) -> str:
        """The word without what parts it from others."""
        return self.text if self.quoted else self.text.rstrip(_ENDS)


def wants_help(text: str) -> bool:
    """Whether the usage is asked for; nothing at all asks for it too."""
    return text.strip().casefold() in _HELP


def first_word(text: str) -> tuple[str, str]:
    """Return the first word in small letters, and what follows it."""
    head, *rest = text.split(None, 1) or [""]
    return head.casefold(), "".join(rest).strip()


def typed(text: str) -> str:
    """Return what was typed: links are bare addresses, entities are signs again, and what nobody sees is gone."""
    shown = _CALLS.sub(" ", _LINK.sub(lambda found: found[1], text))
    shown = _SHOWN.sub(lambda found: found[1] or " ", shown)
    signs = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return "".join(one for one in signs if unicodedata.category(one) != "Cf" or one in _JOINERS).strip()


def cut_words(text: str, keys: Sequence[str], aliases: Mapping[str, str]) -> list[Word]:
    """Return the words, those in quotation marks as one; `keys` are those that take a value."""
    return list(_cut(typed(text), keys, aliases))


def ended(value: str) -> str:
    """Return a value without what ends a sentence or a part of one."""
    return value.rstrip(_ENDS).rstrip()


def _cut(text: str, keys: Sequence[str], aliases: Mapping[str, str]) -> Iterator[Word]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        key = None
        named = _KEY.match(text, at) or _option(text, at)
        if named is not None and named[1].casefold() in keys:
            key = aliases.get(named[1].casefold(), named[1].casefold())
            at = named.end()
        end = _closing(text, at)
        if end is not None:
            yield Word(text=text[at + 1 : end].strip(), quoted=True, key=key)
            at = end + 1
            continue
        end = next((n for n in range(at, len(text)) if text[n].isspace()), len(text))
        if (joined := _JOINED.search(text, at, end)) is not None:
            end = joined.start()
        word = _plain(text[at:end])
        if word or key:
            yield Word(text=word, key=key)
        at = end + 1 if joined is not None else end


def _option(text: str, at: int) -> re.Match[str] | None:
    found = _OPTION.match(text, at)
    return found if found is not None and text[found.end() : found.end() + 1].isspace() else None


def _plain(word: str) -> str:
    """Return a word without formatting around it; a picture is none, nor is its name."""
    bare = word.strip(_AROUND).removeprefix("#")
    if len(bare) > 2 and bare[0] == bare[-1] == "_":
        bare = bare[1:-1]
    if _NAME_OF_EMOJI.fullmatch(bare) or not any(_is_said(one) for one in bare):
        return ""
    return bare


def _is_said(sign: str) -> bool:
    """Whether a sign is no picture, and nothing that changes how one looks."""
    return unicodedata.category(sign) not in {"So", "Sk", "Mn", "Me", "Cf"}


def _closing(text: str, at: int) -> int | None:
    """Return where the quotation that begins here ends: at a mark that ends a word, since names have apostrophes."""
    marks = _CLOSING.get(text[at : at + 1])
    if marks is None:
        return None
    ends = (n for n in range(at + 1, len(text)) if text[n] in marks and _ends_word(text, n + 1))
    return next(ends, None)


def _ends_word(text: str, at: int) -> bool:
    after = text[at : at + 2]
    return not after or after[0].isspace() or (after[0] in _ENDS and (len(after) == 1 or after[1].isspace()))
