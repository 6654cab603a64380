"""Articles around sentences that are parsed by hand, without gazetteer and trained parser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from bot.extraction.context import Context, Theatre
from bot.extraction.sentences import Sentence
from bot.extraction.sides import SideIndex
from bot.model.place import PlaceMention, Scope
from bot.model.side import SideCatalogue
from tests.builders import make_article, make_place

NOBODY = SideCatalogue(sides={})


def context_of(
    texts: Sequence[str | Doc],
    *,
    side_index: SideIndex | None = None,
    catalogue: SideCatalogue = NOBODY,
    names: Sequence[str] = (),
    theatre: Mapping[str, float] | None = None,
    scope: Scope | None = None,
    paragraphs: Sequence[int] | None = None,
) -> Context:
    """Return the context of an article whose body is these sentences, in one paragraph unless numbers are given.

    Sides are found in the sentences where an index is given; each of `names` is an invented settlement wherever it
    stands; `theatre` weighs sides.
    """
    sentences = []
    at = 0
    for number, item in enumerate(texts):
        text = item if isinstance(item, str) else item.text
        paragraph = paragraphs[number] if paragraphs is not None else 0
        sentences.append(Sentence(part="body", start=at, end=at + len(text), text=text, paragraph=paragraph))
        at += len(text) + 1
    places = {number: _mentions(sentence.text, names) for number, sentence in enumerate(sentences)}
    sides = {
        number: tuple(side_index.find_sides(sentence.text)) if side_index is not None else ()
        for number, sentence in enumerate(sentences)
    }
    return Context(
        article=make_article(text=" ".join(sentence.text for sentence in sentences), title=None),
        sentences=tuple(sentences),
        places=places,
        sides=sides,
        theatre=Theatre(countries={}, sides=theatre or {}),
        scope=scope,
        catalogue=catalogue,
        docs={number: item for number, item in enumerate(texts) if isinstance(item, Doc)},
    )


def _mentions(text: str, names: Sequence[str]) -> tuple[PlaceMention, ...]:
    return tuple(
        PlaceMention(start=text.index(name), end=text.index(name) + len(name), place=make_place(name))
        for name in names
        if name in text
    )
