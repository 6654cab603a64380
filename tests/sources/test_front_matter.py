from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.errors import UnreadableError
from bot.sources.front_matter import FrontMatter, split_front_matter


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        pytest.param("---\ntitle: A\n---\nbody", "A", "body", id="plain"),
        pytest.param("---\r\ntitle: A\r\n---\r\n\r\nbody", "A", "\r\nbody", id="windows line ends"),
        pytest.param("---  \ntitle: A\n...\nbody", "A", "body", id="three dots close"),
        pytest.param("---\ntitle: yes\n---\n", "yes", "", id="a word YAML takes for true"),
        pytest.param("---\ntitle: 2031-05-14\n---\nb", "2031-05-14", "b", id="a date stays a text"),
        pytest.param("---\ntitle: null\n---\nb", None, "b", id="null"),
        pytest.param("---\ntitle:\n---\nb", None, "b", id="nothing"),
        pytest.param("---\n---\nb", None, "b", id="an empty head"),
        pytest.param("---\ntags: [a, b]\nauthor: {x: y}\n---\nb", None, "b", id="others' keys"),
        pytest.param("----\ntitle: A\n---\nb", None, "----\ntitle: A\n---\nb", id="four hyphens"),
        pytest.param("\n---\ntitle: A\n---\nb", None, "\n---\ntitle: A\n---\nb", id="not in the first line"),
        pytest.param("--- a dash begins it\n---\n", None, "--- a dash begins it\n---\n", id="words behind"),
    ],
)
def test_head_and_body(text: str, title: str | None, body: str) -> None:
    """The head is what stands between two lines of three hyphens at the very beginning."""
    assert split_front_matter(text, origin="a") == (FrontMatter(title=title), body)


def test_all_fields_are_read() -> None:
    """Every field of the contract is read."""
    head = "---\ntitle: T\npublisher: P\npublished: D\nurl: U\nlanguage: en\n---\n"
    assert split_front_matter(head, origin="a")[0] == FrontMatter(
        title="T", publisher="P", published="D", url="U", language="en"
    )


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("author: Ada Writer", ("Ada Writer",)),
        ("authors: [Ada Writer, Bo Penn]", ("Ada Writer", "Bo Penn")),
        ("author:\n  name: Ada Writer", ("Ada Writer",)),
        ("author: null", ()),
        ("author: {mail: a@b.example}", ()),
    ],
)
def test_head_names_who_wrote_it(head: str, authors: tuple[str, ...]) -> None:
    """A name or a list of them; what is neither is passed over."""
    assert split_front_matter(f"---\n{head}\n---\n", origin="a")[0].authors == authors


def test_head_makes_no_objects() -> None:
    """A tag that would run code in a careless loader is a text or an error."""
    with pytest.raises(UnreadableError):
        split_front_matter("---\ntitle: !!python/object/apply:os.getcwd []\n---\n", origin="a")


@given(st.text().filter(lambda text: not text.startswith("---")))
def test_text_without_head_is_unchanged(text: str) -> None:
    """Law: what does not begin with a head is all body."""
    assert split_front_matter(text, origin="a") == (FrontMatter(), text)


@given(st.text())
def test_body_behind_a_head_is_unchanged(body: str) -> None:
    """Law: whatever stands behind a closed head comes out as it is."""
    assert split_front_matter(f"---\ntitle: A\n---\n{body}", origin="a")[1] == body


@given(st.text())
def test_any_head_is_read_or_refused(head: str) -> None:
    """Law: no head does anything but be read or be refused."""
    with suppress(UnreadableError):
        assert split_front_matter(f"---\n{head}\n---\nbody", origin="a")[1].endswith("body")
