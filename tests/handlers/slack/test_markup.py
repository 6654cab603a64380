"""Text that does nothing in Slack but show itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.card import Channel, Line, Link, Moment, Words
from handlers.slack.markup import (
    ELLIPSIS,
    bold,
    escaped,
    fitted,
    fitted_line,
    plain,
    rendered_line,
    size,
    spoken,
)
from tests.servers.slack.mrkdwn import Link as Read
from tests.servers.slack.mrkdwn import read_markup

NIGHT = datetime(2031, 5, 14, 23, 30, tzinfo=UTC)

# Texts in which everything that Slack obeys is likely.
HOSTILE = st.lists(
    st.sampled_from(
        [
            *("<!channel>", "<@U0ANALYST>", "<!subteam^S1>", "<https://evil.example|safe>", "<#C1|x>", "@here", "@"),
            *("https://evil.example/a_b", "*", "_", "~", "`", "```", ">", "> ", ":smile:", ":", "|", "&lt;", "&", "<"),
            *("＊", "＿", "～", "｀", "＞", "word", " ", "\n", "а́", "שלום", "\u202e", "\u200b", "\x1b[31m", "😀", "x"),
        ]
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("*b* ＊b＊", "∗b∗ ∗b∗"),
        ("_i_ a_b ＿i＿", "ˍiˍ a_b ˍiˍ"),
        ("~s~ `c` ｀c｀", "∼s∼ ˋcˋ ˋcˋ"),
        ("> quote", "›quote"),
        ("＞ quote", "›quote"),
        ("5 > 3", "5 &gt; 3"),
        ("so :smile: so", "so ∶smile: so"),
        ("says: yes", "says: yes"),
        ("https://x.org/a_b", "https://x.org/a_b"),
        ("@channel @claimwatch", "@\u2060channel @claimwatch"),
        ("two\nlines\u202e\x1b[31m", "two lines"),
        ("said שלום to", "said \u2068שלום\u2069 to"),
    ],
)
def test_markup_is_only_shown(text: str, shown: str) -> None:
    """Signs that Slack obeys are escaped where it knows an escape, and look alike where it does not."""
    assert escaped(text) == shown


@settings(deadline=None)
@given(HOSTILE)
def test_no_text_does_anything(text: str) -> None:
    """Whatever stands in it: no reference, no link, no formatting, no quotation."""
    shown = escaped(text)
    assert not list(read_markup(shown, "", addresses=False, mentions=True))
    assert not re.search(r"[*~`＊～｀＿<>]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])|^&gt;|\n", shown)
    assert not re.search(r":[\w+'-]+:", shown)
    assert not list(read_markup(spoken(text), "", addresses=True, mentions=True))
    assert not re.search(r"@(channel|here)|:[\w+'-]+:", plain(text))


@settings(deadline=None)
@given(st.lists(st.one_of(HOSTILE.map(lambda text: Words(text=text)), st.just(Moment(at=NIGHT))), max_size=6))
def test_spans_do_nothing_together(spans: list[Words | Moment]) -> None:
    """What one span begins no other ends."""
    shown = rendered_line(tuple(spans))
    rest = re.sub(r"<!date\^[^>]*>", " ", shown)
    assert not list(read_markup(rest, "", addresses=False, mentions=True))
    assert not re.search(r"[*~`<>]|:[\w+'-]+:", rest)


def test_strong_words_are_bold() -> None:
    """A sign of their own cannot end it."""
    assert rendered_line((Words(text="says "), Words(text="a * b", strong=True))) == "says *a ∗ b*"


def test_strong_words_inside_a_word_are_plain() -> None:
    """Slack would show the asterisks."""
    assert rendered_line((Words(text="un"), Words(text="safe", strong=True))) == "unsafe"


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_a_link_leads_to_its_address_alone(text: str, tail: str) -> None:
    """Neither its words nor its address can end it and begin another."""
    address = f"https://news.example/{tail}"
    shown = rendered_line((Link(text=f"x{text}", url=address),))
    (found,) = read_markup(shown, "", addresses=False, mentions=True)
    assert isinstance(found, Read)
    assert found.url.startswith("https://news.example/")
    assert not re.search(r"[<>|\s]", found.url)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.org/a", "mailto:a@b.c", "//x.org", "https://", "x"])
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    """The words stay."""
    assert rendered_line((Link(text="words", url=url),)) == "words"


def test_a_moment_is_shown_in_the_readers_zone() -> None:
    """And in UTC where a client cannot."""
    shown = rendered_line((Words(text="at "), Moment(at=NIGHT.astimezone(timezone(timedelta(hours=3))))))
    assert shown == "at <!date^1936567800^{date_short_pretty} {time}|14 May 2031, 23:30 UTC>"


def test_a_day_is_no_moment() -> None:
    """It is the same everywhere."""
    assert rendered_line((Moment(at=NIGHT, day_only=True),)) == "14 May 2031"


def test_a_time_before_1970_is_written_out() -> None:
    """Slack counts from there."""
    assert rendered_line((Moment(at=datetime(1943, 7, 12, 8, 0, tzinfo=UTC)),)) == "12 Jul 1943, 08:00 UTC"


@settings(deadline=None)
@given(HOSTILE.map(lambda text: text * 20), st.integers(min_value=0, max_value=300))
def test_text_is_cut_to_any_size(text: str, limit: int) -> None:
    """Never more than asked for, and an ellipsis says that there is more."""
    for render in (escaped, bold, plain):
        shown = fitted(text, limit, render)
        assert size(shown) <= limit
        assert shown == render(text) or not limit or shown.rstrip("*\u2069").endswith(ELLIPSIS)


def test_text_is_cut_at_a_word() -> None:
    """Not in the middle of one, where that is not far."""
    assert fitted("captured the town of Ellbruck", 25) == "captured the town of…"


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.builds(Words, text=HOSTILE, strong=st.booleans()),
            st.builds(Link, text=HOSTILE, url=st.just("https://news.example/a")),
            st.just(Moment(at=NIGHT)),
        ),
        max_size=8,
    ).map(tuple),
    st.integers(min_value=0, max_value=120),
)
def test_lines_are_cut_to_any_size(line: Line, limit: int) -> None:
    """What is left of a line pings nobody, and its links and times are whole."""
    shown = fitted_line(line, limit)
    assert size(shown) <= limit
    whole = re.sub(r"<(!date\^[^<>]*|https://news\.example/a\|[^<>]*)>", "", shown)
    assert "<" not in whole
    assert ">" not in whole


@pytest.mark.parametrize(
    ("destination", "shown"),
    [
        ("slack:C0ALERTS1", "<#C0ALERTS1>"),
        ("slack:C0ALERTS1/1700000000.5", "a thread of <#C0ALERTS1>"),
        ("slack:U0ANALYST", "the direct conversation with <@U0ANALYST>"),
        ("discord:42", "Discord channel 42"),
    ],
)
def test_a_channel_of_slack_is_a_mention_and_one_of_another_platform_words(destination: str, shown: str) -> None:
    """Slack shows its name to who may know of it."""
    assert rendered_line((Words(text="in "), Channel(destination=destination))) == f"in {shown}"
