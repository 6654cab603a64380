"""Cards as embeds: what stands where, and the limits of a message."""

from __future__ import annotations

import re
from datetime import UTC

import discord
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.desk.card import Card, Link, Moment, Section, Tone, Words, line
from handlers.discord.embeds import NOTHING, STYLES, card_embeds
from handlers.discord.markup import size
from tests.handlers.discord.test_markup import HOSTILE, PIECES, PINGS

TEXT = HOSTILE | PIECES | st.integers(0, 6000).map(lambda length: ("word " * length)[:length])


def make_card(*sections: Section, **changes: object) -> Card:
    """Return a conflict's card."""
    values: dict[str, object] = {"tone": Tone.CONFLICT, "title": "Who holds Ellbruck?", "text": "x"}
    return Card(**{**values, "sections": sections, **changes})  # type: ignore[arg-type]  # a builder takes any field


def shape(embed: discord.Embed) -> list[tuple[str | None, bool | None]]:
    """Return the names of the fields, and whether they stand beside others."""
    return [(one.name, one.inline) for one in embed.fields]


def measure(embeds: list[discord.Embed]) -> int:
    """Return what Discord adds up over a message."""
    texts = [text for one in embeds for text in (one.title, one.description, one.footer.text)]
    texts += [text for one in embeds for field in one.fields for text in (field.name, field.value)]
    return sum(size(text) for text in texts if text)


def test_two_positions_stand_side_by_side() -> None:
    """What follows has a row of its own."""
    positions = [Section(heading=name, quote=f"“{name}”", beside=True) for name in ("taken", "held")]
    (embed,) = card_embeds(make_card(*positions, Section(heading="Why", lines=(line("because"),))))
    assert shape(embed) == [("taken", True), ("held", True), ("Why", False)]
    assert embed.fields[0].value == "> “taken”"


def test_four_positions_are_two_rows_of_two() -> None:
    """Without something between them Discord would put three into a row."""
    positions = [Section(heading=str(n), lines=(line("x"),), beside=True) for n in "abcd"]
    (embed,) = card_embeds(make_card(*positions))
    assert shape(embed) == [("a", True), ("b", True), (NOTHING, False), ("c", True), ("d", True)]


def test_a_position_alone_has_the_whole_width() -> None:
    """There is nothing to compare it with."""
    (embed,) = card_embeds(make_card(Section(heading="a", lines=(line("x"),), beside=True)))
    assert shape(embed) == [("a", False)]


def test_what_has_no_heading_stands_under_the_title() -> None:
    """As paragraphs; after a field it is one without a name."""
    plain = Section(lines=(line("one"), line("two")))
    card = make_card(plain, Section(heading="h", lines=(line("x"),)), plain, lead=(line("lead"),))
    (embed,) = card_embeds(card)
    assert embed.description == "lead\n\none\ntwo"
    assert shape(embed) == [("h", False), (NOTHING, False)]


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_a_colour_and_a_sign(tone: Tone) -> None:
    """The colour alone would say nothing to who does not see it."""
    (embed,) = card_embeds(make_card(tone=tone))
    assert embed.colour == discord.Colour(STYLES[tone].colour)
    assert embed.title == f"{STYLES[tone].sign} Who holds Ellbruck?"
    assert len({style.sign for style in STYLES.values()}) == len(Tone)


def test_the_title_leads_to_the_address() -> None:
    """Where it is one."""
    assert card_embeds(make_card(url="https://ell.example/a"))[0].url == "https://ell.example/a"
    assert card_embeds(make_card(url="javascript:x"))[0].url is None


def test_long_sections_go_on_in_further_fields() -> None:
    """No line is lost while there is room."""
    lines = tuple(line(f"• claim number {n} about a place with a long name") for n in range(60))
    (embed,) = card_embeds(make_card(Section(heading="Ellbruck", lines=lines)))
    assert [one.name for one in embed.fields] == ["Ellbruck", NOTHING, NOTHING]
    assert "\n".join(str(one.value) for one in embed.fields).count("•") == 60


def test_what_does_not_fit_is_counted() -> None:
    """Nobody thinks that what is shown is all."""
    sections = [Section(heading=f"place {n}", lines=(line("word " * 100),)) for n in range(30)]
    embeds = card_embeds(make_card(*sections))
    shown = sum(str(one.name).startswith("place") for embed in embeds for one in embed.fields)
    assert 10 <= shown < 30
    assert embeds[-1].fields[-1].value == f"… and {30 - shown} more"


def test_many_short_sections_go_on_in_another_embed() -> None:
    """An embed holds 25 fields; the footer stands at the end of all."""
    sections = [Section(heading=f"place {n}", lines=(line("followed"),)) for n in range(40)]
    embeds = card_embeds(make_card(*sections, footer="end"))
    assert [len(one.fields) for one in embeds] == [25, 15]
    assert [one.footer.text for one in embeds] == [None, "end"]


def test_a_long_quote_leaves_room_for_who_said_it() -> None:
    """And is cut at a word."""
    section = Section(heading="h", lines=(line("says somebody"),), quote="“" + "word " * 400 + "”")
    value = str(card_embeds(make_card(section))[0].fields[0].value)
    assert value.startswith("says somebody\n> “word ")
    assert value.endswith("word…")
    assert 1000 < len(value) <= 1024


def test_long_lines_leave_room_for_the_quote() -> None:
    """The words of the source are what the reader compares."""
    section = Section(heading="h", lines=(line("x " * 700), line("last")), quote="“short quote”")
    value = str(card_embeds(make_card(section))[0].fields[0].value)
    assert value.endswith("…\n> “short quote”")


def test_a_long_digest_goes_on_after_the_description() -> None:
    """What the description cannot hold follows as fields."""
    paragraphs = [Section(lines=(line(f"{n} " + "word " * 120),)) for n in range(8)]
    (embed,) = card_embeds(make_card(*paragraphs, tone=Tone.DIGEST))
    assert str(embed.description).count("word") == 6 * 120
    assert [one.name for one in embed.fields] == [NOTHING, NOTHING]


SPANS = st.lists(
    st.builds(Words, text=TEXT, strong=st.booleans())
    | st.builds(Link, text=TEXT, url=TEXT | TEXT.map(lambda text: f"https://e.example/{text}"))
    | st.builds(Moment, at=st.datetimes(timezones=st.just(UTC)), day_only=st.booleans()),
    max_size=3,
).map(tuple)
SECTIONS = st.builds(
    Section,
    heading=st.none() | TEXT,
    lines=st.lists(SPANS, max_size=3).map(tuple),
    quote=st.none() | TEXT,
    beside=st.booleans(),
)
CARDS = st.builds(
    Card,
    tone=st.sampled_from(Tone),
    title=TEXT,
    text=TEXT,
    url=st.none() | TEXT,
    lead=st.lists(SPANS, max_size=3).map(tuple),
    sections=st.lists(SECTIONS, max_size=5).map(lambda some: some * 3).map(tuple)
    | st.builds(lambda one, many: (one,) * many, SECTIONS, st.integers(0, 600)),
    footer=st.none() | TEXT,
)


@settings(max_examples=60, deadline=None)
@given(CARDS)
@example(make_card(*[Section(heading="h", beside=True)] * 3000))
@example(make_card(*[Section(heading="\u202e", quote="\x00")] * 3000))
def test_every_card_is_a_message_that_discord_takes(card: Card) -> None:
    """Within all limits, nothing empty, and nobody is notified."""
    embeds = card_embeds(card)
    assert 1 <= len(embeds) <= 10
    assert measure(embeds) <= 6000
    assert embeds[0].title
    for embed in embeds:
        assert len(embed.fields) <= 25
        parts = [(embed.title, 256), (embed.description, 4096), (embed.footer.text, 2048)]
        for field in embed.fields:
            assert str(field.name).strip()
            assert str(field.value).strip()
            parts += [(field.name, 256), (field.value, 1024)]
        for text, limit in parts:
            assert text is None or size(text) <= limit
            assert text is None or not PINGS.search(text)
            assert text is None or not re.search(r"[\u202a-\u202e\x00-\x09\x0b-\x1f\x7f]", text)
            # Times and links are the only things that do something, and they are the card's own.
            bare = re.sub(r"<t:-?\d+:[fD]>|(?<!\\)(?:\\\\)*\]\(https?://[^)\s]*\)", "", text or "")
            assert embed.footer.text == text or not re.search(r"(?<!\\)(?:\\\\)*<|://", bare.replace(r"\://", ""))
