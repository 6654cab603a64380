"""Plain text as markdown that does nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.desk.card import Channel, Line, Link, Moment, Words
from handlers.addresses import safe_url
from handlers.discord.markup import (
    ELLIPSIS,
    escaped,
    fitted,
    fitted_line,
    plain,
    rendered,
    rendered_line,
    size,
)
from handlers.text import isolated

# Made of what has a meaning somewhere, so that few letters find much.
HOSTILE = st.text(alphabet="ab1 @#<>[]()*_~|`\\/:.-+!&?=\n\u202e\u05d0\u200b\x1b\U0001f600é") | st.text()
PIECES = st.lists(
    st.sampled_from(["@everyone", "@HERE", "<@1>", "<@&2>", "<#3>", "<t:0:R>", "<:a:4>", "[x](http://e.example)", "**"])
    | st.sampled_from(["# ", "- ", "1. ", "> ", "-# ", "||", "```", "https://e.example/a_b", ":smile:", " ", "\\", "a"])
).map("".join)
# A mark that no backslash precedes, or whose backslash is itself escaped.
UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[*_~|`<>\[\]]")
PINGS = re.compile(r"@(?:everyone|here|[!&]?\d)", re.IGNORECASE)
AUTOLINK = re.compile(r"(?<!\\)://")


@given(HOSTILE | PIECES)
@example("@everyone <@123> [x](https://evil.example) **b** `c` ||d|| <t:0:R>")
@example("\\<@123>")
def test_escaped_text_does_nothing(text: str) -> None:
    """No mark is left with a meaning, nothing notifies, no address is a link."""
    shown = escaped(text)
    assert not UNESCAPED.search(shown)
    assert not PINGS.search(shown)
    assert not AUTOLINK.search(shown)
    assert not re.match(r"[#+-]|\d+[.)]", shown)
    assert "\n" not in shown


@given(HOSTILE | PIECES)
def test_escaped_text_reads_as_it_was(text: str) -> None:
    """Without the backslashes and what keeps a word from notifying it is the cleaned text."""
    read = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escaped(text)).replace("@\u200b", "@")
    assert read == isolated(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# heading", r"\# heading"),
        ("-# small", r"\-# small"),
        ("- item", r"\- item"),
        ("2. item", r"2\. item"),
        ("2022 was long", "2022 was long"),
        ("a-b #c 3.5", "a-b #c 3.5"),
        (":smile:", r"\:smile\:"),
        ("at 10:30", "at 10:30"),
        ("https://e.example", r"https\://e.example"),
        ("press@e.example", "press@e.example"),
        ("@Here", "@\u200bHere"),
        ("\x1b[31mred\u202e", "red"),
        ("שלום", "\u2068שלום\u2069"),
    ],
)
def test_only_what_would_mean_something_is_escaped(text: str, shown: str) -> None:
    """The rest stays as it was, so that it can be copied."""
    assert escaped(text) == shown


def test_where_there_is_no_markdown_nothing_is_escaped() -> None:
    """A footer would show the backslashes."""
    assert plain("a_b @everyone") == "a_b @\u200beveryone"


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (Words(text=" says "), " says "),
        (Words(text="the *min*", strong=True), r"**the \*min\***"),
        (Words(text=" ", strong=True), " "),
        (Words(text="\u202e", strong=True), ""),
        (Link(text="The Courier", url="https://e.example/a"), "[The Courier](https://e.example/a)"),
        (Link(text="[Live] news", url="https://e.example"), "[(Live) news](https://e.example)"),
        (Link(text="a](http://evil.example) [b", url="https://e.example"), None),
        (Link(text="x", url="javascript:alert(1)"), "x"),
        (Link(text="", url="https://e.example"), ""),
        (Moment(at=datetime(2031, 5, 14, 9, tzinfo=UTC)), "<t:1936515600:f>"),
        (Moment(at=datetime(2031, 5, 14, 9, tzinfo=UTC), day_only=True), "<t:1936515600:D>"),
        (Moment(at=datetime(2031, 5, 14, tzinfo=UTC), day_only=True), "14 May 2031"),
        (Moment(at=datetime(2031, 5, 14, 2, tzinfo=timezone(timedelta(hours=2))), day_only=True), "14 May 2031"),
    ],
)
def test_a_span_is_markdown(span: Words | Link | Moment, shown: str | None) -> None:
    """Strong words bold, links masked, times in the reader's zone, dates without a time as they are."""
    expected = shown if shown is not None else r"[a)(http\://evil.example) (b](https://e.example)"
    assert rendered(span) == expected


@given(HOSTILE | PIECES, st.sampled_from(["https://e.example/x", "http://e.example", "ftp://e.example", "x"]))
def test_a_link_leads_only_to_its_own_address(text: str, url: str) -> None:
    """Whatever its words are, at most one link forms, and its words end at the first bracket."""
    shown = rendered(Link(text=text, url=url)).strip()
    inner = re.fullmatch(r"\[([^\[\]]+)\]\(https?://e\.example(?:/x)?\)", shown)
    if inner is None:
        assert not UNESCAPED.search(shown)
    else:
        assert not UNESCAPED.search(inner[1])


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://e.example/a?b=c&d=%20e#f", "https://e.example/a?b=c&d=%20e#f"),
        ("https://e.example/a_(b) c", "https://e.example/a_%28b%29%20c"),
        ('https://e.example/"x"*<y>|\\`', "https://e.example/%22x%22%2A%3Cy%3E%7C%5C%60"),
        ("https://e.example/@everyone", "https://e.example/%40everyone"),
        ("https://good.example@evil.example/", "https://evil.example/"),
        ("https://e.example:8080/", "https://e.example:8080/"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("HTTPS://Bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://e.example/a\nb\x00c\u202e", "https://e.example/a%20bc"),
        ("https://e.example/" + "a" * 600, None),
        ("ftp://e.example/", None),
        ("javascript:alert(1)", None),
        ("//e.example/", None),
        ("https://", None),
        ("https://[", None),
        ("https://e.example:99999/", None),
        ("https://e..example/", None),
        ("https://e.example)x/", None),
    ],
)
def test_an_address_is_made_safe(url: str, safe: str | None) -> None:
    """What could end a masked link is encoded; what is no web address is none."""
    assert safe_url(url) == safe


@given(st.text() | HOSTILE.map(lambda text: f"https://e.example/{text}"))
def test_a_safe_address_cannot_end_its_link(url: str) -> None:
    """Whatever it was."""
    safe = safe_url(url)
    assert safe is None or re.fullmatch(r"https?://[\w.:\[\]-]+(?:[/?#][\w/?#:!$&+,;=%.~-]*)?", safe, re.ASCII)


@given(HOSTILE | PIECES, st.integers(0, 60))
@example("א.~", 4)
def test_fitted_text_fits(text: str, limit: int) -> None:
    """It is whole, or ends in an ellipsis."""
    shown = fitted(text, limit)
    assert size(shown) <= limit
    assert not UNESCAPED.search(shown)
    assert shown == escaped(text) or not limit or shown.rstrip("\u2069").endswith(ELLIPSIS)


def test_a_cut_comes_after_a_word() -> None:
    """Where there is one near."""
    assert fitted("Norland took Ellbruck", 18) == "Norland took…"
    assert fitted("x" * 30, 5) == "xxxx…"


def test_a_cut_does_not_part_what_belongs_together() -> None:
    """An accent stays with its letter."""
    assert fitted("abce\u0301f", 5) == "abc…"


SPANS = st.lists(
    st.builds(Words, text=HOSTILE | PIECES, strong=st.booleans())
    | st.builds(Link, text=HOSTILE | PIECES, url=st.just("https://e.example/a"))
    | st.builds(Moment, at=st.datetimes(timezones=st.just(UTC)), day_only=st.booleans()),
    max_size=4,
).map(tuple)


@given(SPANS, st.integers(0, 80))
def test_a_fitted_line_fits(line: Line, limit: int) -> None:
    """It is whole, or says that it is not."""
    shown = fitted_line(line, limit)
    assert size(shown) <= limit
    assert not PINGS.search(shown)
    assert shown == rendered_line(line) or not limit or shown.rstrip("*\u2069").endswith(ELLIPSIS)


def test_a_link_without_room_keeps_its_words() -> None:
    """Half a link leads nowhere."""
    line = (Words(text="see "), Link(text="The Ell Courier", url="https://e.example/a"), Words(text=" and more"))
    assert fitted_line(line, 20) == "see The Ell Courier…"


def test_a_channel_of_discord_is_a_mention_and_one_of_another_platform_words() -> None:
    """A mention leads there and calls nobody."""
    assert rendered(Channel(destination="discord:42")) == "<#42>"
    assert rendered(Channel(destination="slack:C1/1.5")) == "a thread of Slack channel C1"
    assert fitted_line((Words(text="in "), Channel(destination="discord:42")), 6) == f"in{ELLIPSIS}"
