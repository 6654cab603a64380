"""Finds the place names of a text: the longest runs of capitalised words that the gazetteer knows.

Capitals are cheap evidence, so a run is dropped where the words around it make it a person, an organisation or a
newspaper, or where it is an ordinary word that some village happens to be called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.model.place import Feature
from bot.places.cues import Cues, spelt_out
from bot.places.entries import WELL_KNOWN, Entry, is_in, is_natural, is_shouted_name, is_well_known, largest
from bot.places.gazetteer import Gazetteer
from bot.places.names import fold
from bot.places.people import surnames
from bot.places.words import title_lines, words_of

_LONGEST = 6
_LONGEST_PHRASE = 8
_ARTICLES = frozenset({
    "al", "ar", "as", "ash", "ad", "adh", "an", "at", "ath", "az", "el", "es", "ez",
})  # fmt: skip
_PARTICLES = frozenset({
    "of", "the", "and", "on", "upon", "in", "under", "de", "del", "della", "da", "do", "dos", "das", "di", "la",
    "las", "los", "le", "les", "du", "des", "sur", "y", "e", "i", "au", "aux", "en", "der", "den", "am", "an",
    "im", "al", "ar", "as", "ash", "ad", "adh", "at", "ath", "az", "el", "es", "ez", "ye",
})  # fmt: skip
_ENGLISH = frozenset({"of", "the", "and", "on", "upon", "in", "under", "as", "at", "an", "am", "i", "e", "y"})
# A smaller place "said" nothing: it is somebody's surname.
_SPEAKS = 200_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Toponym:
    """A place name as written: `source[start:end] == text`, in code points.

    `known` is false for a name that the gazetteer lacks and that the text itself calls a town or village, or, with
    `natural`, a sea, river or mountain. `region` says what a short form stands for: ("USA", "California") of "Calif.".
    """

    text: str
    start: int
    end: int
    known: bool = True
    region: tuple[str, str] | None = None
    natural: bool = False


@cache
def _first_words(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in phrases)


def find_toponyms(text: str, gazetteer: Gazetteer, cues: Cues) -> tuple[Toponym, ...]:
    """Return the place names of a text, in order, not overlapping."""
    return _Search(text, gazetteer, cues).names()


class _Search:
    """One text's search: its words, and who in it is a person."""

    def __init__(self, text: str, gazetteer: Gazetteer, cues: Cues) -> None:
        self._text = text
        self._gazetteer = gazetteer
        self._cues = cues
        self._words = words_of(text)
        self._keys = tuple(fold(word.text) for word in self._words)
        self._titles = title_lines(self._words)
        self._phrase_starts = _first_words(cues.phrases)
        self._short = spelt_out(cues.abbreviations)
        self._surnames = surnames(self._words, self._keys, self._titles, cues)
        self._met: set[str] = set()
        self._found: dict[int, tuple[int, tuple[Entry, ...]]] = {}

    def names(self) -> tuple[Toponym, ...]:
        """Return the names, left to right, each as long as the gazetteer knows it.

        The second reading knows the surnames that the first one met inside somebody's full name.
        """
        found = self._walk()
        if self._met <= self._surnames:
            return found
        self._surnames |= self._met
        return self._walk()

    def _walk(self) -> tuple[Toponym, ...]:
        found: list[Toponym] = []
        at = 0
        while at < len(self._words):
            if skipped := self._phrase(at):
                at = skipped
                continue
            if (short := self._abbreviation(at)) is not None:
                found.append(short)
                at += 1
                continue
            until, entries = self._longest(at)
            if end := self._natural(at, until, entries):
                start, stop = self._words[at].start, self._words[end - 1].end
                found.append(
                    Toponym(text=self._text[start:stop], start=start, end=stop, known=False, natural=True),
                )
                at = end
                continue
            kept = self._is_place(at, until, entries) if entries else False
            if not entries and (end := self._unknown(at)):
                until, kept = end, True
            if kept:
                start, stop = self._words[at].start, self._words[until - 1].end
                found.append(Toponym(text=self._text[start:stop], start=start, end=stop, known=bool(entries)))
            elif not entries and self._keys[at] in _ARTICLES and self._follows_by_hyphen(at + 1):
                until = at + 2
            at = until
        return tuple(found)

    def _phrase(self, at: int) -> int:
        """Return the end of a longest phrase that is no place as a whole ("Islamic State of Iraq"), or 0."""
        if not self._words[at].capital and self._keys[at] not in _ARTICLES:
            return 0
        if self._keys[at] not in self._phrase_starts:
            return 0
        until = at + 1
        while until < len(self._words) and until < at + _LONGEST_PHRASE and self._words[until].joined:
            until += 1
        for end in range(until, at, -1):
            if " ".join(self._keys[at:end]) in self._cues.phrases and self._words[end - 1].capital:
                return end
        return 0

    def _abbreviation(self, at: int) -> Toponym | None:
        """Return the region that "Calif.", "N.Y." or "TX" behind a capitalised word and a comma stands for."""
        word = self._words[at]
        region = self._short.get(self._keys[at])
        if region is None or not at or not word.capital or not self._words[at - 1].capital:
            return None
        if self._text[self._words[at - 1].end : word.start] != ", ":
            return None
        pointed = self._text[word.end : word.end + 1] == "."
        if not (pointed or "." in word.text or (len(word.text) == 2 and word.shouted)):
            return None
        end = word.end + (pointed and not word.shouted)
        return Toponym(text=self._text[word.start : end], start=word.start, end=end, region=region)

    def _natural(self, at: int, until: int, entries: Sequence[Entry]) -> int:
        """Return the end of a sea, river or mountain that the gazetteer lacks ("Tasman Sea", "Mount Hood"), or 0."""
        if until >= len(self._words) or not self._words[at].capital or not self._words[until].joined:
            return 0
        after = self._words[until]
        if not after.capital or after.hyphened or self._words[at].line in self._titles:
            return 0
        if self._keys[at] in self._cues.natural_heads and until == at + 1 and not entries:
            behind = until + 1
            goes_on = behind < len(self._words) and self._words[behind].joined and self._words[behind].capital
            plain = self._keys[until] not in self._cues.ordinary and not self._is_type(self._keys[until])
            return until + 1 if plain and not goes_on else 0
        if self._keys[until] not in self._cues.natural_types or self._keys[at] in self._cues.directions:
            return 0
        if self._keys[at] in self._cues.natural_types or self._keys[at] in _PARTICLES:
            return 0
        if entries and (self._keys[until] not in self._cues.waters or any(map(is_natural, entries))):
            return 0
        if not entries and (self._keys[at] in self._cues.ordinary or self._keys[at] in self._cues.nationalities):
            return 0
        behind = until + 1
        goes_on = behind < len(self._words) and self._words[behind].joined and self._words[behind].capital
        before = at and self._words[at].joined and self._words[at - 1].capital and not self._describes(at - 1)
        return 0 if goes_on or before else until + 1

    def _describes(self, place: int) -> bool:
        """Whether a capitalised word only says more of the name behind it: "The", "Southern", "Turkish"."""
        key = self._keys[place]
        return key in self._cues.descriptions or key in self._cues.directions or key in self._cues.nationalities

    def _unknown(self, at: int) -> int:
        """Return the end of a name that the gazetteer lacks and the text calls a town or village, or 0."""
        if at < 2 or not self._words[at].capital or not self._words[at].joined or self._words[at].hyphened:
            return 0
        before, earlier = self._words[at - 1], self._words[at - 2]
        called = self._keys[at - 1] == "of" and self._keys[at - 2] in self._cues.naming_types
        called = called and before.joined and not earlier.capital and not before.capital
        if not called or self._keys[at] in self._cues.ordinary or self._keys[at] in self._cues.nationalities:
            return 0
        until = at + 1
        while until < len(self._words) and until < at + 3 and self._words[until].joined and self._words[until].capital:
            until += 1
        return until

    def _longest(self, at: int) -> tuple[int, tuple[Entry, ...]]:
        """Return the end of the longest known name that begins at the word, and its entries."""
        found = self._found.get(at)
        if found is None:
            found = self._found[at] = self._searched(at)
        return found

    def _searched(self, at: int) -> tuple[int, tuple[Entry, ...]]:
        word = self._words[at]
        article = self._keys[at] in _ARTICLES and self._follows_by_hyphen(at + 1)
        if not word.capital and not article:
            return at + 1, ()
        ends = [at + 1]
        while len(ends) < _LONGEST and ends[-1] < len(self._words) and self._continues(ends[-1]):
            ends.append(ends[-1] + 1)
        for until in reversed(ends):
            if self._words[until - 1].capital and not (until == at + 1 and self._keys[at] in _ARTICLES):
                entries = self._known(at, until)
                if entries:
                    return until, entries
        return at + 1, ()

    def _continues(self, place: int) -> bool:
        word = self._words[place]
        return word.joined and (word.capital or word.hyphened or self._keys[place] in _PARTICLES)

    def _follows_by_hyphen(self, place: int) -> bool:
        return place < len(self._words) and self._words[place].hyphened and self._words[place].capital

    def _known(self, at: int, until: int) -> tuple[Entry, ...]:
        words = self._words[at:until]
        name = self._text[words[0].start : words[-1].end]
        key = fold(name)
        if len(key) < 2:
            return ()
        entries = self._gazetteer.lookup(name)
        if len(words) == 1 and words[0].shouted:
            return tuple(entry for entry in entries if is_shouted_name(entry, key))
        if len(key) < 3:
            return tuple(entry for entry in entries if entry.feature is not Feature.SETTLEMENT and "." in name)
        if self._keys[at] == "the" and not self._gazetteer.bears_exactly(name):
            return ()
        inner = {self._keys[place] for place in range(at + 1, until)} & {"of", "and", "the", "in", "on"}
        exact = len(key) < 5 or bool(inner)
        if not entries or not exact or self._gazetteer.bears_exactly(name):
            return entries
        return () if inner else tuple(entry for entry in entries if entry.seat or entry.population >= WELL_KNOWN)

    def _is_place(self, at: int, until: int, entries: Sequence[Entry]) -> bool:
        """Whether the words around it let the name be a place."""
        first = entries[0]
        single = until == at + 1
        key = fold(self._text[self._words[at].start : self._words[until - 1].end])
        great = is_well_known(entries, key)
        country = first.usual or first.feature is Feature.COUNTRY
        located = self._is_located(at)
        before = at - 1 if at and self._words[at].joined and self._words[at - 1].capital else None
        after = until if until < len(self._words) and self._words[until].joined else None
        typed = after is not None and self._is_typed(after)
        headline = self._words[at].line in self._titles
        if after is not None and self._is_organisation(after):
            return False
        if self._is_borne(at) or (after is not None and single and self._is_surnamed(at, after, first)):
            return False
        regional = after is not None and self._keys[after] in self._cues.region_types
        regional = regional and first.feature is Feature.REGION and fold(first.name) == key
        if single and self._keys[at] in self._cues.nationalities and not regional:
            return False
        if single and (self._keys[at] in self._cues.ordinary or self._is_type(self._keys[at])):
            return self._ordinary_is_place(at, until, located=located, typed=typed)
        if single and self._text[self._words[at].start : self._words[at].end] in self._surnames and not great:
            return False
        if before is not None and not headline and not self._may_precede(before, great=great, country=country):
            self._met.add(self._words[at].text)
            return False
        if after is not None and not great and self._goes_on(after):
            return False
        if after is not None and self._words[after].capital and not typed and not headline:
            if single and self._keys[at] in self._cues.given_names:
                return False
            if not self._may_follow(after) and not great:
                self._met.add(self._words[at].text)
                return False
        named = single and self._keys[at] in self._cues.given_names and not (located or typed or country)
        if named and not self._parent_follows(until):
            return False
        marked = located or typed or headline
        if single and not marked and not self._gazetteer.bears_exactly(self._words[at].text):
            return False
        says = after is not None and self._keys[after] in self._cues.saying
        return not (says and single and not great and largest(entries) < _SPEAKS)

    def _ordinary_is_place(self, at: int, until: int, *, located: bool, typed: bool) -> bool:
        """Whether an ordinary word is a place here: "in Nice", "Split, Croatia", "Delta state"."""
        alone = until >= len(self._words) or not (self._words[until].joined and self._words[until].capital)
        if self._words[at].line in self._titles or self._words[at].first:
            return self._parent_follows(until)
        if typed and not self._words[until].capital:
            return self._text[self._words[at].start].isupper() and self._has_region(at)
        if typed:
            return self._has_region(at)
        return (located and alone and self._has_town(at)) or self._parent_follows(until, within=located)

    def _has_region(self, at: int) -> bool:
        return any(entry.feature is Feature.REGION for entry in self._gazetteer.lookup(self._words[at].text))

    def _has_town(self, at: int) -> bool:
        key = self._keys[at]
        return any(
            fold(entry.name) == key and entry.population >= 50_000
            for entry in self._gazetteer.lookup(self._words[at].text)
        )

    def _parent_follows(self, until: int, *, within: bool = False) -> bool:
        """Whether a comma and a country or region come next; with `within`, "in" and one that the name lies in too."""
        if within and until + 1 < len(self._words) and self._keys[until] == "in" and self._words[until + 1].capital:
            inner = self._gazetteer.lookup(self._words[until - 1].text)
            _, outer = self._longest(until + 1)
            return bool(outer) and any(is_in(entry, outer[0]) for entry in inner)
        if until >= len(self._words) or self._words[until].joined or not self._words[until].capital:
            return False
        if self._text[self._words[until - 1].end : self._words[until].start] != ", ":
            return False
        _, entries = self._longest(until)
        return bool(entries) and entries[0].feature in {Feature.COUNTRY, Feature.REGION}

    def _is_located(self, at: int) -> bool:
        """Whether a preposition of place, a type word ("town of"), or what forces do ("captured") stands before it."""
        if not at or self._words[at].first or (self._words[at - 1].capital and not self._words[at - 1].first):
            return False
        before = self._keys[at - 1]
        return before in self._cues.locating or before in self._cues.taking or self._is_type(before)

    def _is_organisation(self, place: int) -> bool:
        """Whether "Times", "Morning Herald" or the like follows."""
        for later in range(place, min(place + 2, len(self._words))):
            if not self._words[later].joined or not self._words[later].capital:
                return False
            if self._keys[later] in self._cues.organisation_heads:
                return True
        return False

    def _is_borne(self, at: int) -> bool:
        """Whether "Bank of", "Duke of" stands before the name, which then says who or what, not where."""
        if at < 2 or self._keys[at - 1] != "of" or not self._words[at - 1].joined or not self._words[at].joined:
            return False
        return self._words[at - 2].capital and self._keys[at - 2] in self._cues.bearers

    def _is_surnamed(self, at: int, after: int, first: Entry) -> bool:
        """Whether a city's name goes on with a capitalised word that is none of the usual ones: "Paris Hilton"."""
        if first.feature is not Feature.SETTLEMENT or first.usual or self._words[at].line in self._titles:
            return False
        if not self._words[after].capital or self._words[after].hyphened or self._words[after].shouted:
            return False
        key = self._keys[after]
        if self._may_follow(after) or self._is_typed(after) or key in self._cues.given_names:
            return False
        return not any(key in words for words in (self._cues.parts, self._cues.descriptions, self._cues.natural_types))

    def _is_typed(self, place: int) -> bool:
        """Whether a type word follows: at once, or after capitalised words ("Abha International Airport")."""
        if self._is_type(self._keys[place]):
            return True
        for later in range(place, min(place + 3, len(self._words))):
            if not self._words[later].joined or not self._words[later].capital:
                return False
            if self._keys[later] in self._cues.facility_types:
                return True
        return False

    def _is_type(self, key: str) -> bool:
        cues = self._cues
        lists = (cues.region_types, cues.settlement_types, cues.area_types, cues.river_types, cues.facility_types)
        return any(key in words for words in lists)

    def _may_precede(self, place: int, *, great: bool, country: bool) -> bool:
        """Whether a capitalised word may stand before a place name without making it a person's or a firm's."""
        key = self._keys[place]
        if key in self._cues.titles or key in self._cues.given_names:
            return False
        if key in self._cues.descriptions or key in self._cues.directions or key in self._cues.nationalities:
            return True
        if not self._words[place + 1].capital:
            return False
        if self._words[place].first:
            return great or key in self._cues.ordinary or self._is_type(key)
        return country or self._is_type(key)

    def _goes_on(self, place: int) -> bool:
        """Whether a longer name goes on that the gazetteer lacks: "Busra al-Harir", "Sant'Anna di Stazzema"."""
        later = place + 1
        if self._words[place].capital or later >= len(self._words) or not self._words[later].joined:
            return False
        return self._keys[place] in _PARTICLES - _ENGLISH and self._words[later].capital

    def _may_follow(self, place: int) -> bool:
        key = self._keys[place]
        return (
            key in self._cues.titles
            or key in self._cues.directions
            or key in self._cues.ordinary
            or key in self._cues.nationalities
            or self._words[place].hyphened
        )
