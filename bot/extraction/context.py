"""What an article as a whole says about its places, sides and people, and its sentences once they are parsed."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from spacy.tokens import Doc, Token

from bot.extraction.abbreviations import with_abbreviations
from bot.extraction.described_places import described_places
from bot.extraction.sentences import Sentence, split
from bot.extraction.sides import OrganisationMention, SideIndex, SideMention
from bot.model.article import Article
from bot.model.claim import SpeakerType
from bot.model.place import Feature, Place, PlaceMention, Scope
from bot.model.ports import PlaceFinder
from bot.model.side import SideCatalogue, SideKind

# How many sentences back a pronoun or "the town" may look.
LOOKBACK = 3
PLACES_NAMED = "places named in the article"
"""The basis of a scope that rests on places."""
# Characters that the parser should see as their plain form; each stands for exactly one, so that offsets hold.
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "\u00a0": " ", "\n": " ", "\t": " ", "\r": " "}
)


def plain(text: str) -> str:
    """Return the text with curly quotes straightened and white space made blanks, character for character."""
    return text.translate(_PLAIN)


# What is no longer is an abbreviation and no dateline: "UAE".
_SHORT = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Theatre:
    """What the article is about: countries and sides by weight."""

    countries: Mapping[str, float]
    sides: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What an article speaks of: an armed conflict, or (where not) accidents.

    `warlike` is any word of conflict, soldiers among them; `fought` is a word of fighting or a force that fights.
    """

    warlike: bool = False
    fought: bool = False
    chance: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """Who speaks. `named` tells a person or body with a name from "an official"."""

    name: str
    affiliation: str | None
    side: str | None
    type: SpeakerType | None
    named: bool = True
    person: bool = False


@dataclass(kw_only=True, slots=True)
class Context:
    """An article's sentences, place names and sides.

    `docs` holds the parsed sentences by index, `people` those who spoke so far by their full name.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    places: Mapping[int, tuple[PlaceMention, ...]]
    sides: Mapping[int, tuple[SideMention, ...]]
    theatre: Theatre
    scope: Scope | None
    catalogue: SideCatalogue
    outlook: Outlook = Outlook()
    docs: MutableMapping[int, Doc] = field(default_factory=dict)
    people: dict[str, Speaker] = field(default_factory=dict)

    @property
    def published(self) -> date:
        """The day of publication (UTC)."""
        return self.article.published_at.date()

    def mentions_before(self, index: int, offset: int) -> Iterator[PlaceMention]:
        """Yield the resolved place names before an offset of a sentence, the nearest first.

        The body is read up to the beginning, then the title.
        """
        for at in range(index, -1, -1):
            for mention in reversed(self.places.get(at, ())):
                name = self.sentences[at].text[: mention.end]
                if mention.start == 0 and len(name) > _SHORT and name.isupper():
                    # "LESK: Rebels …": where it was written
                    continue
                if (at < index or mention.end <= offset) and mention.place is not None:
                    yield mention

    def side_over(self, index: int, token: Token) -> SideMention | None:
        """Return the side mention that covers a token of a sentence."""
        return self.side_at(index, token.idx, token.idx + len(token.text))

    def side_at(self, index: int, start: int, end: int | None = None) -> SideMention | None:
        """Return the side mention that covers a stretch of a sentence."""
        last = start + 1 if end is None else end
        for mention in self.sides.get(index, ()):
            if mention.start < last and start < mention.end:
                return mention
        return None

    def called_a_place(self, name: str, *, elsewhere: bool = False) -> bool:
        """Whether the article speaks of a name as of a place: "in Lesk", "the town of Lesk", "Lesk, a town".

        `elsewhere` asks for more than a preposition, which a person may stand behind as well.
        """
        text = f"{self.article.title or ''}\n{self.article.text}"
        said = re.escape(name)
        if re.search(_CALLED_BEFORE + said + r"\b", text) or re.search(r"\b" + said + _CALLED_AFTER, text):
            return True
        return not elsewhere and re.search(_STANDS_BEFORE + said + r"\b", text) is not None

    def place_over(self, index: int, token: Token) -> PlaceMention | None:
        """Return the place name that covers a token of a sentence."""
        start, end = token.idx, token.idx + len(token.text)
        for mention in self.places.get(index, ()):
            if mention.start < end and start < mention.end:
                return mention
        return None


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of title and body, the title's first."""
    title = split("title", article.title) if article.title else ()
    return (*title, *split("body", article.text))


def read_context(
    article: Article,
    sentences: tuple[Sentence, ...],
    *,
    finder: PlaceFinder,
    side_index: SideIndex,
    catalogue: SideCatalogue,
    sides: Mapping[int, tuple[SideMention, ...]] | None = None,
    outlook: Outlook | None = None,
    settlements: Collection[str] = (),
) -> Context:
    """Find the article's places, and its sides where they are not given, and weigh what it is about.

    With `settlements`, nouns for towns, places count that only the text itself describes.
    """
    if sides is None:
        texts = [plain(sentence.text) for sentence in sentences]
        sides = with_abbreviations(texts, {number: side_index.find_sides(text) for number, text in enumerate(texts)})
    outlets = {
        number: side_index.find_organisations(plain(sentences[number].text)) for number in sides if sides[number]
    }
    weights = _side_weights(_without_outlets(sides, outlets, {number: sentences[number].text for number in outlets}))
    countries: dict[str, float] = {}
    for side_id, weight in weights.items():
        side = catalogue.sides.get(side_id)
        if side is None:
            continue
        if side.kind is SideKind.COUNTRY:
            # Who is named goes before a country in which a place alone lies.
            countries[side_id] = countries.get(side_id, 0.0) + weight + _NAMED
        for country in side.countries:
            countries[country] = countries.get(country, 0.0) + weight / 2
    if not countries:
        # "Shoigu told Putin that the town was theirs": whose they are says where it is.
        people = side_index.sides_of_people(" ".join(sentence.text for sentence in sentences))
        countries = {side: 1.0 + _NAMED for side in people if side_index.is_country(side)}
    title = article.title or ""
    shift = len(title) + 2 if title else 0
    whole = f"{title}\n\n{article.text}" if title else article.text
    text = plain_keeping_lines(whole)
    found = finder.find(text, countries=countries)
    for mention in found:
        place = mention.place
        if place is not None and place.country is not None and place.feature is not Feature.COUNTRY:
            countries[place.country] = countries.get(place.country, 0.0) + 1.0
    scope = _scope(found, countries)
    described: tuple[PlaceMention, ...] = ()
    if settlements:
        described = described_places(
            text,
            found,
            settlements=settlements,
            scope=scope,
            is_known=lambda name: bool(side_index.find_sides(name) or side_index.find_organisations(name)),
        )
    places = _by_sentence(sorted((*found, *described), key=lambda one: one.start), sentences, shift)
    sides = {number: _without_places(mentions, places.get(number, ())) for number, mentions in sides.items()}
    return Context(
        article=article,
        sentences=sentences,
        places=places,
        sides=sides,
        theatre=Theatre(countries=countries, sides=weights),
        scope=scope,
        catalogue=catalogue,
        outlook=outlook or Outlook(),
    )


def plain_keeping_lines(text: str) -> str:
    """Straighten quotes, character for character, but keep the line ends that part paragraphs."""
    return text.translate({key: value for key, value in _PLAIN.items() if value != " " or chr(key) == "\u00a0"})


_NAMED = 0.1
# "…'s western Brod region"
_PROVINCE = re.compile(
    r"['’]s\s+(?:[a-z-]+\s+)?[A-Z\u00c0-\u00de][\w-]+\s+(?:[Rr]egion|[Oo]blast|[Pp]rovince|[Ss]tate|[Gg]overnorate)\b"
)


def _without_outlets(
    sides: Mapping[int, tuple[SideMention, ...]],
    outlets: Mapping[int, Sequence[OrganisationMention]],
    texts: Mapping[int, str],
) -> Iterator[tuple[SideMention, ...]]:
    """Yield the mentions without those that only say whose outlet or province it is.

    "Norland's Lesk Television said" and "troops in Norland's Brod region" do not make Norland a party.
    """
    for number, mentions in sides.items():
        ends = {one.start for one in outlets.get(number, ()) if one.type == "media"}
        text = texts.get(number, "")
        yield tuple(
            one for one in mentions if not ends & {one.end + 1, one.end + 3} and not _PROVINCE.match(text, one.end)
        )


def _without_places(mentions: tuple[SideMention, ...], places: Sequence[PlaceMention]) -> tuple[SideMention, ...]:
    """Return the mentions that are no part of a longer place name in another country: "Lower Juba", "Lake Chad"."""
    return tuple(
        one
        for one in mentions
        if not any(
            place.start <= one.start
            and one.end <= place.end
            and one.end - one.start < place.end - place.start
            and place.place is not None
            and place.place.country != one.side
            and place.place.feature is not Feature.COUNTRY
            for place in places
        )
    )


def _side_weights(groups: Iterable[tuple[SideMention, ...]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for mentions in groups:
        counts.update(mention.side for mention in mentions)
    return {side: float(count) for side, count in sorted(counts.items())}


def _by_sentence(
    found: Sequence[PlaceMention], sentences: Sequence[Sentence], shift: int
) -> dict[int, tuple[PlaceMention, ...]]:
    """Give every place name to its sentence, with offsets into that sentence."""
    starts = [sentence.start + (shift if sentence.part == "body" else 0) for sentence in sentences]
    result: dict[int, list[PlaceMention]] = {}
    for mention in found:
        number = bisect_left(starts, mention.start + 1) - 1
        if number < 0:
            continue
        start = starts[number]
        if mention.end - start <= len(sentences[number].text):
            result.setdefault(number, []).append(replace(mention, start=mention.start - start, end=mention.end - start))
    return {number: tuple(mentions) for number, mentions in result.items()}


def _scope(found: Iterable[PlaceMention], countries: Mapping[str, float]) -> Scope | None:
    """Return the theatre: the country with most weight, and its region if most of its place names lie in one."""
    if not countries:
        return None
    named: Counter[str] = Counter()
    regions: Counter[tuple[str, str]] = Counter()
    for mention in found:
        place: Place | None = mention.place
        if place is None or place.country is None:
            continue
        named[place.country] += 1
        if place.region:
            regions[place.country, place.region] += 1
    country = max(sorted(countries), key=lambda item: (named[item] > 0, countries[item]))
    inside = {region: count for (where, region), count in regions.items() if where == country}
    region = None
    if inside:
        best = max(sorted(inside), key=lambda item: inside[item])
        if inside[best] * 2 > sum(inside.values()):
            region = best
    basis = PLACES_NAMED if named[country] else "sides named in the article"
    return Scope(region=region, country=country, basis=basis)


_PLACE_NOUN = r"(?:town|village|city|district|township|settlement|port|capital|county|province|region|base|seat)"
_CALLED_BEFORE = rf"\b{_PLACE_NOUN}(?:\s+(?:of|at))?\s+"
_CALLED_AFTER = rf"(?:\s+{_PLACE_NOUN}\b|,\s+(?:an?|the|its)\s+(?:[\w-]+\s+){{0,4}}{_PLACE_NOUN}\b)"
_STANDS_BEFORE = r"\b(?:in|into|near|around|outside|inside|towards?|through)\s+"
_NAME = r"[A-Z\u00c0-\u00de][\w'’\u2010-\u2011-]+"
_GIVEN_NAMES = re.compile(rf"(?:{_NAME}\s+){{1,3}}\Z")
# How far before a surname the names before it may begin, in characters.
_LONGEST_NAME = 120


# Capitalised words before a surname that are no part of a name.
NO_NAMES = frozenset(
    {*(word.lower() for word in (*calendar.month_name, *calendar.day_name) if word), "the", "on", "in", "at",
     "but", "and", "afterwards", "later", "earlier", "however", "meanwhile", "also", "when", "while", "after", "before",
     "as", "then", "yesterday", "today", "still", "yet", "for", "from", "with", "according", "since", "if", "so"}
)  # fmt: skip


def full_name(surname: str, text: str, *, titles: frozenset[str]) -> str | None:
    """Return the longest name in the text that ends with this surname: "Ganchev" -> "Vitaly Ganchev".

    Words that are titles do not belong to a name.
    """
    best: str | None = None
    for found in re.finditer(rf"{re.escape(surname)}\b", text):
        match = _GIVEN_NAMES.search(text, max(0, found.start() - _LONGEST_NAME), found.start())
        if match is None:
            continue
        words = match.group().split()
        while words and words[0].lower().strip(".") in titles:
            words = words[1:]
        cut = [number for number, word in enumerate(words) if word.lower().strip(".") in titles]
        if cut:
            words = words[cut[-1] + 1 :]
        while words and (words[0].lower() in NO_NAMES or words[0].endswith(("'s", "’s"))):
            words = words[1:]
        name = " ".join([*words, surname])
        if words and (best is None or len(name) > len(best)):
            best = name
    return best
