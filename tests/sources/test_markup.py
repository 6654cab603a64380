from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.markup import has_tags, paragraphs, plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>One <b>bo</b>ld\n word.</p><p>Two.</p>", "One bold word.\n\nTwo.", id="paragraphs"),
        pytest.param("One.<br>Two.<br/><br />Three.", "One.\nTwo.\n\nThree.", id="breaks"),
        pytest.param("<ul><li>One</li><li></li><li>Two</ul>", "- One\n\n- Two", id="list"),
        pytest.param("<h2>Head</h2>Text<div>More</div>", "Head\n\nText\n\nMore", id="blocks"),
        pytest.param("a &lt;b&gt; &amp;amp; c&nbsp;d", "a <b> &amp; c d", id="entities once"),
        pytest.param("5 < 7 and 8 > 6", "5 < 7 and 8 > 6", id="signs"),
        pytest.param("a<script>if (a < b) x()</script>b<STYLE>p{}</style >c", "abc", id="scripts"),
        pytest.param("a<!-- <p>no</p> -->b<!-- no", "ab", id="comments"),
        pytest.param("a<script>no <p>no</p>", "a", id="script without end"),
        pytest.param("<scripture>a</scripture>", "a", id="a name that begins alike"),
        pytest.param("<img src='x' alt='no'> <a href='https://ell.example/?a=1&b=2'>yes</a>", "yes", id="attributes"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_html_is_read_as_it_is_seen(html: str, text: str) -> None:
    """Blocks stand apart, words with tags inside do not, and what is not shown is not text."""
    assert paragraphs(html) == text


def test_plain_text_is_on_one_line() -> None:
    """Blocks are still words of their own."""
    assert plain_text("<p>El<b>l</b>bruck</p><p>fell &amp; burnt<br>down</p>") == "Ellbruck fell & burnt down"


@pytest.mark.parametrize(
    ("text", "tags"),
    [("a <b>c</b>", True), ("a<br/>", True), ("<!-- a -->", True), ("5 < 7", False), ("a &lt;b", False)],
)
def test_tags_are_told_from_signs(text: str, tags: bool) -> None:
    """A sign that no name follows is no tag."""
    assert has_tags(text) is tags


@given(
    st.lists(st.sampled_from(["<", ">", "<!--", "-->", "<p>", "<script>", "</", "&lt;", " ", "a", "\n"])).map("".join)
)
def test_no_html_breaks_it(html: str) -> None:
    """Whatever comes has some text, without empty lines at its ends."""
    text = paragraphs(html)
    assert text == text.strip()
    assert "\n\n\n" not in text
