"""What an article as a whole says: its sentences, what they name, what it is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.context import Context, full_name, plain, plain_keeping_lines, read_context, sentences_of
from bot.extraction.sides import SideIndex
from bot.model.place import Feature, PlaceMention
from config.knowledge import SideKnowledge
from tests.builders import make_article, make_place
from tests.extraction.contexts import context_of
from tests.extraction.docs import parsed, the

TITLES = frozenset({"president", "gen"})


@given(st.text(max_size=200))
def test_plain_texts_keep_their_offsets(text: str) -> None:
    """One character for one."""
    assert len(plain(text)) == len(plain_keeping_lines(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "straight"),
    [
        pytest.param("“Goma’s”", '"Goma\'s"', id="quotes"),
        pytest.param("a\u00a0b\nc\td", "a b c d", id="white-space"),
        pytest.param("–é🙂", "–é🙂", id="the-rest"),
    ],
)
def test_plain(text: str, straight: str) -> None:
    """Quotes are straight and white space is blank."""
    assert plain(text) == straight


def test_plain_can_keep_lines() -> None:
    """Paragraphs are still parted."""
    assert plain_keeping_lines("“a”\n\nb\u00a0c") == '"a"\n\nb c'


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Ada Berg spoke. Then he left.", "Ada Berg", id="first-name"),
        pytest.param("President Ada Berg spoke.", "Ada Berg", id="title"),
        pytest.param("Gen. Ada Maria Berg spoke.", "Ada Maria Berg", id="two-names"),
        pytest.param("Berg spoke.", None, id="surname-alone"),
        pytest.param("President Berg spoke.", None, id="title-alone"),
        pytest.param("Ada Bergen spoke.", None, id="a-longer-name"),
    ],
)
def test_full_names(text: str, name: str | None) -> None:
    """The longest name that ends with the surname, without titles."""
    assert full_name("Berg", text, titles=TITLES) == name


def test_the_title_comes_first() -> None:
    """Each part has offsets of its own."""
    found = sentences_of(make_article(title="Goma falls", text="It fell. They left."))
    assert [(item.part, item.start, item.text) for item in found] == [
        ("title", 0, "Goma falls"),
        ("body", 0, "It fell."),
        ("body", 9, "They left."),
    ]


class Everywhere:
    """Finds the word Halm."""

    def find(self, text: str, **_: object) -> tuple[PlaceMention, ...]:
        """Return every Halm in the text."""
        starts = [at for at in range(len(text)) if text.startswith("Halm", at)]
        return tuple(PlaceMention(start=at, end=at + 4, place=make_place("Halm")) for at in starts)


def read(text: str, *, title: str | None, side_index: SideIndex, knowledge: SideKnowledge) -> Context:
    """Return the context of an article."""
    article = make_article(text=text, title=title)
    return read_context(
        article,
        sentences_of(article),
        finder=Everywhere(),
        side_index=side_index,
        catalogue=knowledge.catalogue,
    )


@pytest.mark.parametrize("title", [None, "Halm falls", "“Halm” falls"])
def test_places_stand_in_their_sentences(side_index: SideIndex, knowledge: SideKnowledge, title: str | None) -> None:
    """Offsets count from the sentence's beginning, in title and body."""
    context = read(
        "They left Halm. Then, near Halm,\nthey slept.", title=title, side_index=side_index, knowledge=knowledge
    )
    assert sum(map(len, context.places.values())) == 2 + (title is not None)
    for index, mentions in context.places.items():
        for mention in mentions:
            assert context.sentences[index].text[mention.start : mention.end] == "Halm"


def test_sides_and_places_weigh(side_index: SideIndex, knowledge: SideKnowledge) -> None:
    """What an article names most is what it is about."""
    context = read(
        "Sudan said so. Sudan said it again. Egypt did not.", title=None, side_index=side_index, knowledge=knowledge
    )
    assert context.theatre.sides == {"SDN": 2.0, "EGY": 1.0}
    assert context.scope is not None
    assert (context.scope.country, context.scope.region) == ("SDN", None)


def test_an_article_about_nothing_known_has_no_scope(side_index: SideIndex, knowledge: SideKnowledge) -> None:
    """Nothing is guessed."""
    assert read("They slept.", title=None, side_index=side_index, knowledge=knowledge).scope is None


def test_the_nearest_place_comes_first() -> None:
    """Backwards through the sentence, then through the ones before."""
    context = context_of(["Goma fell, then Sake.", "Halm held; Ell fell."], names=["Goma", "Sake", "Halm", "Ell"])
    names = [mention.place.name for mention in context.mentions_before(1, 10) if mention.place is not None]
    assert names == ["Halm", "Sake", "Goma"]


def test_a_token_lies_in_a_place_or_a_side(side_index: SideIndex) -> None:
    """By overlap."""
    doc = parsed("Sudan|NNP|nsubj|2 took|VBD|root|0|take Goma|NNP|obj|2")
    context = context_of([doc], side_index=side_index, names=["Goma"])
    side, place = context.side_over(0, the(doc, "Sudan")), context.place_over(0, the(doc, "Goma"))
    assert side is not None
    assert side.side == "SDN"
    assert place is not None
    assert place.place is not None
    assert place.place.feature is Feature.SETTLEMENT
    assert context.side_over(0, the(doc, "took")) is None
    assert context.place_over(0, the(doc, "took")) is None
