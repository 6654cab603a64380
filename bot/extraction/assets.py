"""Assets in a sentence: what can be damaged, cut or restored, of which kind, and by which name of its own."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.extraction.names import Hit, PhraseIndex, lowered, words
from bot.model.claim import AssetKind
from config.knowledge import AssetKnowledge


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetSpan:
    """An asset in a sentence; `sentence[start:end] == text`, its name included, in code points.

    `noun_start` is where the noun itself begins, without a name before it; `name` is the asset's own, where it has one;
    `facility` is true for what can be held by force; `plural` for more than one.
    """

    start: int
    end: int
    noun_start: int
    kind: AssetKind
    text: str
    name: str | None
    plural: bool
    facility: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Word:
    kind: AssetKind
    word: str
    plural: bool
    facility: bool
    named: bool


_TOKEN: Final = re.compile(r"\S+")
_CONNECTORS: Final = frozenset({"of", "de", "la", "al", "el", "der", "–", "-"})
_ARTICLE_PREFIX: Final = re.compile(r"(?:al|el|an|as|ad|ash|ar|at|az|ul|ez)[-‐‑–’'][^\W\d_]", re.IGNORECASE)
_TIED: Final = re.compile(r"[-‐‑–](?:backed|held|controlled|occupied|run|led|owned|installed|operated|era|built|made)$")
_CLOSES: Final = (",", ";", ":", ")", "”", '"', "!", "?", "]", "…")
_OF_NAME: Final = re.compile(r"\s+of\s+(?:the\s+)?[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*){0,3}")
_OWN_NAMES: Final = frozenset({AssetKind.HOSPITAL, AssetKind.SCHOOL, AssetKind.BRIDGE, AssetKind.RELIGIOUS})
_NAME_TOKENS: Final = 7
# Words that a sentence or a noun phrase begins with, capital or not, and that are no part of a name.
_NO_NAME: Final = frozenset(
    words(
        """
    the a an this that these those its their his her my your some any all both each every no another other several
    many most few two three four five six seven eight nine ten eleven twelve dozens hundreds thousands one more at in on
    of from near for to by with over under after before during since while when where as and but or if although though
    however also meanwhile then there here it they he she we you i who which what only just even still local nearby main
    key major large small new old former central northern southern eastern western north south east west monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august september october
    november december yesterday today president minister governor mayor general colonel captain commander mr mrs ms dr
    shia shiite shi'ite sunni sufi coptic jewish christian roman catholic orthodox muslim hindu sikh ahmadi
    """
    )
)


class AssetIndex:
    """Finds assets in sentences; built once, and never changed after.

    `peoples` are words of nations and sides ("Russian", "Houthi"; `SideIndex.peoples`): in front of an asset they say
    whose it is, and are no part of its name.
    """

    def __init__(self, knowledge: AssetKnowledge, *, peoples: Collection[str] = ()) -> None:
        entries: list[tuple[str, _Word]] = []
        for noun in knowledge.nouns:
            counted = noun.plural is not None
            one = _Word(kind=noun.kind, word=noun.word, plural=False, facility=noun.facility, named=counted)
            entries.append((noun.word.lower(), one))
            if noun.plural is not None and noun.plural != noun.word:
                many = _Word(kind=noun.kind, word=noun.word, plural=True, facility=noun.facility, named=True)
                entries.append((noun.plural.lower(), many))
        self._nouns: PhraseIndex[_Word] = PhraseIndex(entries)
        self._proper: PhraseIndex[AssetKind] = PhraseIndex(knowledge.proper.items())
        ignored = "|".join(f"(?:{one})" for one in knowledge.ignored)
        # One look for the word's beginning, and not one for each phrase. The text is in lower case already.
        self._ignored = re.compile(rf"\b(?:{ignored})" if ignored else r"(?!)", re.IGNORECASE)
        which = "|".join(sorted(map(re.escape, knowledge.which)))
        self._which = re.compile(rf"(?<![\w-])(?:{which})[ -]$" if which else r"(?!)")
        self._shifts = {shift.word: shift for shift in knowledge.shifts}
        self._peoples = frozenset(one.lower() for one in peoples)

    def find_assets(self, sentence: str) -> tuple[AssetSpan, ...]:
        """Return the assets that a sentence mentions, sorted and not overlapping; deterministic, never raises."""
        small = lowered(sentence)
        hits = self._nouns.find(small)
        ignored = [(match.start(), match.end()) for match in self._ignored.finditer(small)] if hits else []
        found = [
            self._span(sentence, small, hit)
            for hit in hits
            if not any(hit.start < end and hit.end > start for start, end in ignored)
        ]
        for hit in self._proper.find(sentence):
            if not any(hit.start < one.end and hit.end > one.start for one in found):
                text = sentence[hit.start : hit.end]
                found.append(
                    AssetSpan(
                        start=hit.start,
                        end=hit.end,
                        noun_start=hit.start,
                        kind=hit.value,
                        text=text,
                        name=text,
                        plural=False,
                        facility=False,
                    ),
                )
        kept: list[AssetSpan] = []
        for one in sorted(found, key=lambda one: (one.start, -one.end)):
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return tuple(kept)

    def _span(self, sentence: str, small: str, hit: Hit[_Word]) -> AssetSpan:
        word = hit.value
        start = self._name_start(sentence, hit) if self._may_be_named(sentence, hit) else hit.start
        end = hit.end
        if sentence[hit.start].isupper() and word.named and (after := _OF_NAME.match(sentence, hit.end)):
            end = after.end()
        text = sentence[start:end]
        kind = self._proper_kind(text) or self._shifted(word, small)
        name = text if start < hit.start or end > hit.end else None
        which = self._which.search(small, max(0, start - 20), start) if name is None and not word.plural else None
        if which is not None:
            text = sentence[which.start() : end]
            name = text if sentence[which.start()].isupper() and sentence[hit.start].isupper() else None
        return AssetSpan(
            start=start,
            end=end,
            noun_start=hit.start,
            kind=kind,
            text=text,
            name=name,
            plural=word.plural,
            facility=word.facility,
        )

    def _may_be_named(self, sentence: str, hit: Hit[_Word]) -> bool:
        """Whether words before the noun can be its name: one thing, and no mere home ("a Bologna home")."""
        word = hit.value
        home = word.kind is AssetKind.RESIDENTIAL and "camp" not in word.word and not sentence[hit.start].isupper()
        return word.named and not word.plural and not home

    def _proper_kind(self, text: str) -> AssetKind | None:
        hits = self._proper.find(text)
        return hits[0].value if hits else None

    def _shifted(self, word: _Word, small: str) -> AssetKind:
        shift = self._shifts.get(word.word)
        if shift and re.search(rf"\b(?:{'|'.join(map(re.escape, shift.near))})\b", small):
            return shift.kind
        return word.kind

    def _name_start(self, sentence: str, hit: Hit[_Word]) -> int:
        """Return where the capitalised words begin that run up to the noun, or the noun's own start."""
        capital_noun = sentence[hit.start].isupper()
        window = max(0, hit.start - 120)
        run: list[tuple[int, str]] = []
        for match in reversed(list(_TOKEN.finditer(sentence, window, hit.start))):
            token = match[0].lstrip("“\"'‘([")
            start = match.end() - len(token)
            if len(run) == _NAME_TOKENS or not token or token.endswith(_CLOSES) or _ends_sentence(token):
                break
            # "St. Luke's Hospital" is a name; "Garissa's airport" and "Juba's Kator Hospital" say where it stands;
            # "Ra's" is no possessive
            possessive = re.search(r"(?<=\w\w\w)['’]s$|s['’]$", token)
            stem = token[: possessive.start()].lower() if possessive else ""
            if possessive and (run or not capital_noun or stem in self._peoples):
                break
            if not (token[0].isupper() or _ARTICLE_PREFIX.match(token) or (run and token in _CONNECTORS)):
                break
            run.append((start, token))
            if len(token) < len(match[0]):  # an opening quote or bracket: the name begins here
                break
        run.reverse()
        if len(run) == 2 and run[0][1] == "The":
            run = run[1:]
        if len(run) == 1 and capital_noun and hit.value.kind in _OWN_NAMES and self._names_it(run[0], sentence):
            # "the Indonesian Hospital" is called so; "the Indonesian hospital" is some hospital of theirs.
            return run[0][0]
        while run and (drop := self._before_name(run, sentence, capital_noun=capital_noun)):
            run = run[drop:]
        return run[0][0] if run else hit.start

    def _names_it(self, word: tuple[int, str], sentence: str) -> bool:
        """Whether a people's word behind an article, in a sentence that is no headline, is the thing's name."""
        start, text = word
        plain = sum(item.isalpha() and item.islower() and len(item) > 3 for item in sentence.split())
        articled = re.search(r"\b[Tt]he\s+$", sentence[max(0, start - 5) : start]) is not None
        return articled and plain > 1 and text.lower() in self._peoples

    def _before_name(self, run: list[tuple[int, str]], sentence: str, *, capital_noun: bool) -> int:
        """Return how many of the first words are no part of a name: articles, adjectives, whose it is."""
        for length in (3, 2):
            if " ".join(text for _, text in run[:length]).lower() in self._peoples:
                return min(length, len(run))
        start, text = run[0]
        word = text.lower()
        if word in _NO_NAME or word in self._peoples or text in _CONNECTORS or word.rstrip("s") in self._peoples:
            return 1
        if _TIED.search(word):
            return 1
        # "Damaged bridge", "Shelling near": a sentence's first word has a capital anyway
        first = start == len(sentence) - len(sentence.lstrip("“\"'‘ "))
        return int(first and not capital_noun and word.endswith(("ed", "ing")))


def _ends_sentence(token: str) -> bool:
    return token.endswith(".") and len(token) > 3
