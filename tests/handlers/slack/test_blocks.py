"""Cards as messages that Slack takes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.card import Card, Line, Link, Moment, Section, Tone, line, words
from handlers.slack.blocks import FALLBACK_TEXT, SIGNS, Block, card_message
from handlers.slack.markup import size
from tests.servers.slack.blocks import MESSAGE_CHARACTERS, check_blocks, count_characters
from tests.servers.slack.mrkdwn import Link as Read
from tests.servers.slack.mrkdwn import read_message

DAY = datetime(2031, 5, 14, tzinfo=UTC)
LONG = "Norland & Sudmark <b> *x* " * 900

TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["", " ", "<!channel> *x*", "&" * 5000, "😀" * 4000, LONG, "x" * 9000, "@here :smile: `c`"]),
)
LINES: st.SearchStrategy[Line] = st.lists(
    st.one_of(
        st.builds(words, TEXTS, strong=st.booleans()),
        st.builds(Link, text=TEXTS, url=st.sampled_from(["https://x.example/a", "no address", "http://y.example/|>"])),
        st.builds(Moment, at=st.datetimes(timezones=st.just(UTC)), day_only=st.booleans()),
    ),
    max_size=3,
).map(tuple)
SECTIONS = st.builds(
    Section,
    heading=st.none() | TEXTS,
    lines=st.lists(LINES, max_size=4).map(tuple),
    quote=st.none() | TEXTS,
    beside=st.booleans(),
)
CARDS = st.builds(
    Card,
    tone=st.sampled_from(Tone),
    title=TEXTS,
    text=TEXTS,
    url=st.none() | st.just("https://z.example/"),
    lead=st.lists(LINES, max_size=3).map(tuple),
    sections=st.one_of(st.lists(SECTIONS, max_size=4), SECTIONS.map(lambda one: [one] * 55)).map(tuple),
    footer=st.none() | TEXTS,
)


def make_card(**changes: Any) -> Card:
    """Return a conflict without anything in it."""
    return Card(**{"tone": Tone.CONFLICT, "title": "Who holds Ellbruck?", "text": "Two claims.", **changes})


def problems(blocks: list[Block], text: str) -> list[object]:
    """Return everything that Slack would not take, and everybody whom it would notify."""
    found: list[object] = list(check_blocks(blocks))
    found += [count_characters(blocks)] if count_characters(blocks) > MESSAGE_CHARACTERS else []
    found += [text] if not 0 < size(text) <= FALLBACK_TEXT else []
    pings, links = read_message(text=text, blocks=blocks, attachments=[], parse=None, link_names=True, mrkdwn=True)
    allowed = ("https://x.example/", "http://y.example/", "https://z.example/")
    return [*found, *pings, *(one for one in links if isinstance(one, Read) and not one.url.startswith(allowed))]


@given(CARDS)
@settings(deadline=None, max_examples=40)
def test_any_card_is_a_message_that_slack_takes(card: Card) -> None:
    """Within every limit, without a ping, with no link but the card's own."""
    message = card_message(card)
    assert problems(message.blocks, message.text) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"title": LONG, "text": LONG, "footer": LONG},
        {"lead": (line(LONG),) * 50},
        {"sections": (Section(heading="x"),) * 500},
        {"sections": (Section(heading=LONG, lines=(line(LONG),) * 9, quote=LONG, beside=True),) * 9},
        {"sections": (Section(lines=(line("one claim"),) * 2000),)},
        {"sections": (Section(lines=((Link(text=LONG, url="https://x.example/" + "a" * 400),) * 40,)),)},
        {"title": "", "text": ""},
    ],
    ids=["title, text, footer", "lead", "sections", "positions", "lines", "links", "nothing"],
)
def test_the_worst_cards_fit(changes: dict[str, Any]) -> None:
    """Each limit by itself."""
    message = card_message(make_card(**changes))
    assert problems(message.blocks, message.text) == []


def test_a_card_stands_in_order() -> None:
    """Header, lead, sections, footer."""
    message = card_message(
        make_card(
            lead=(line("The dispute is open"),),
            sections=(
                Section(
                    heading="Why", lines=((words("says "), words("Norland", strong=True)),), quote="“We <took> it.”"
                ),
            ),
            footer="Nobody is judged.",
        )
    )
    assert message.blocks == [
        {"type": "header", "text": {"type": "plain_text", "text": "⚔️ Who holds Ellbruck?", "emoji": False}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "The dispute is open", "verbatim": True}},
        {
            "type": "section",
            "text": {
                "type": "mrkdwn",
                "text": "*Why*\nsays *Norland*\n> “We &lt;took&gt; it.”",
                "verbatim": True,
            },
        },
        {"type": "context", "elements": [{"type": "plain_text", "text": "Nobody is judged.", "emoji": False}]},
    ]
    assert message.text == "Two claims."


def test_positions_stand_side_by_side() -> None:
    """Two as the fields of one block; a third below them."""
    sections = tuple(Section(heading=name, quote=f"“{name}”", beside=True) for name in "abc")
    blocks = card_message(make_card(sections=sections)).blocks
    assert [one["text"] for one in blocks[1]["fields"]] == ["*a*\n> “a”", "*b*\n> “b”"]
    assert blocks[2]["text"]["text"] == "*c*\n> “c”"


def test_every_tone_has_a_sign_of_its_own() -> None:
    """Nothing is told by a colour alone."""
    assert set(SIGNS) == set(Tone)
    assert len(set(SIGNS.values())) == len(Tone)


def test_what_does_not_fit_is_counted() -> None:
    """Nothing goes without a word."""
    sections = tuple(Section(heading=f"place {number}", quote="x" * 900) for number in range(30))
    blocks = card_message(make_card(sections=sections, footer="end")).blocks
    shown = sum(block["type"] == "section" for block in blocks)
    assert blocks[-2]["elements"][0]["text"] == f"… and {30 - shown} more"
    assert blocks[-1]["elements"][0]["text"] == "end"


def test_long_lists_go_on_in_further_blocks() -> None:
    """A digest's lines are all there as long as a message can hold them."""
    lines = tuple(line(f"• claim number {number} of the day, about a town on the river") for number in range(150))
    blocks = card_message(make_card(sections=(Section(heading="Ellmoor", lines=lines),))).blocks
    texts = [block["text"]["text"] for block in blocks[1:]]
    assert len(texts) > 1
    assert "\n".join(texts).count("• claim number") == 150


def test_a_cut_quote_ends_with_an_ellipsis() -> None:
    """At a word."""
    (block,) = card_message(make_card(sections=(Section(heading="a", quote="took the town " * 400),))).blocks[1:]
    assert block["text"]["text"].endswith(("took…", "the…", "town…"))


def test_a_card_leads_to_its_address() -> None:
    """Where nothing in it does, the host is shown as a link."""
    (block,) = card_message(make_card(url="https://news.example/a")).blocks[1:]
    assert block["text"]["text"] == "<https://news.example/a|news.example>"


def test_an_address_that_stands_in_the_card_is_linked_once() -> None:
    """The lead's own link will do."""
    lead = ((Moment(at=DAY, day_only=True), words(" "), Link(text="article", url="https://news.example/a")),)
    (block,) = card_message(make_card(url="https://news.example/a", lead=lead)).blocks[1:]
    assert block["text"]["text"] == "14 May 2031 <https://news.example/a|article>"
