"""Long cards in parts: every line and quote in one of them, in order."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.card import Card, Line, Link, Moment, Section, Tone, Words, line
from bot.desk.splitting import split_card

CARD = Card(tone=Tone.SUMMARY, title="What is claimed", text="What is claimed", url="https://e.example/", footer="end")
TEXTS = st.text("ab é", min_size=1, max_size=1200).filter(str.strip)
LINES = st.lists(st.builds(line, TEXTS), max_size=6).map(tuple)
SECTIONS = st.lists(
    st.builds(
        Section,
        heading=st.none() | st.text("xyz", min_size=1, max_size=20),
        lines=LINES,
        quote=st.none() | st.text("q ", min_size=1, max_size=300).filter(str.strip),
        beside=st.booleans(),
    ),
    max_size=6,
).map(tuple)


def length(card: Card) -> int:
    """Return how many characters the card shows."""
    return sum(len(text) for text in texts(card))


def texts(card: Card) -> list[str]:
    """Return all that a card shows under its title, in order."""
    found = [shown(one) for one in card.lead]
    for section in card.sections:
        found += [shown(one) for one in section.lines]
        found += [section.quote] if section.quote else []
    return found


def shown(of: Line) -> str:
    """Return the words of a line."""
    return "".join("" if isinstance(span, Moment) else span.text for span in of)


def parts_of(card: Card, *, limit: int, title: int = 100) -> tuple[Card, ...]:
    """Return the card in parts of so many characters."""
    return split_card(card, fits=lambda one: length(one) <= limit, title_fits=lambda one: len(one) <= title)


def test_what_fits_stays_one() -> None:
    """Nothing is changed about it."""
    card = replace(CARD, sections=(Section(heading="h", lines=(line("one"),)),))
    assert parts_of(card, limit=3) == (card,)


def test_parts_are_counted_and_headings_repeated() -> None:
    """Who sees one part knows that there are others; address and last words come once."""
    card = replace(CARD, sections=(Section(heading="Ellbruck", lines=(line("one"), line("two")), quote="said"),))
    first, second = parts_of(card, limit=6)
    assert (first.title, second.title) == ("(1/2) What is claimed", "(2/2) What is claimed")
    assert [one.heading for part in (first, second) for one in part.sections] == ["Ellbruck", "Ellbruck"]
    assert (first.url, second.url) == ("https://e.example/", None)
    assert (first.footer, second.footer) == (None, "end")
    assert first.text == CARD.text


def test_what_is_compared_stays_together() -> None:
    """Two positions are never parted."""
    pair = tuple(Section(heading=name, lines=(line(name * 5),), beside=True) for name in "ab")
    parts = parts_of(replace(CARD, lead=(line("lead"),), sections=pair), limit=10)
    assert [[one.heading for one in part.sections] for part in parts] == [[None], ["a", "b"]]


def test_a_title_that_is_too_long_stands_whole_below() -> None:
    """Whatever the platform cuts of it, it can be read."""
    [card] = parts_of(replace(CARD, title="x" * 150), limit=500)
    assert shown(card.lead[0]) == "x" * 150


def test_links_and_times_of_a_long_line_stay() -> None:
    """Only its words are parted."""
    link = Link(text="source", url="https://e.example/a")
    when = Moment(at=datetime(2031, 5, 14, tzinfo=UTC))
    spans = (link, Words(text=" ".join(["word"] * 300), strong=True), when)
    parts = parts_of(replace(CARD, lead=(spans,)), limit=600)
    found = [span for part in parts for section in part.sections for one in section.lines for span in one]
    assert (found[0], found[-1]) == (link, when)
    words = [span for span in found if isinstance(span, Words)]
    assert " ".join(one.text for one in words).split() == ["word"] * 300
    assert all(one.strong for one in words)


@given(LINES, SECTIONS, st.integers(1, 2000))
def test_nothing_is_left_out(lead: tuple[Line, ...], sections: tuple[Section, ...], limit: int) -> None:
    """Whatever the card and the limit: all of it, once, in order."""
    card = replace(CARD, lead=lead, sections=sections)
    parts = parts_of(card, limit=limit)
    told = [re.sub(r"\s", "", text) for part in parts for text in texts(part)]
    assert "".join(told) == re.sub(r"\s", "", "".join(texts(card)))
