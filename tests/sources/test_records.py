from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.errors import UnreadableError
from bot.sources.records import parse_json, read_record

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "html", "url"]), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("identity", "key"),
    [("ell-1", "ell-1"), (7, "7"), (None, "fallback"), ("", "fallback"), (0, "0")],
)
def test_key_is_the_objects_own_id(identity: object, key: str) -> None:
    """An id of the object's own is its key; without one it is the given."""
    assert read_record({"id": identity, "text": "a"}, origin="a", key="fallback", now=NOW).key == key


def test_text_is_taken_before_html() -> None:
    """Where both are there, the text is the body."""
    article = read_record({"text": "a", "html": "<p>b</p>"}, origin="a", key="k", now=NOW)
    assert (article.body, article.is_html) == ("a", False)
    article = read_record({"text": "", "html": "<p>b</p>"}, origin="a", key="k", now=NOW)
    assert (article.body, article.is_html) == ("<p>b</p>", True)


@pytest.mark.parametrize(
    ("author", "authors"),
    [("Ada Writer", ("Ada Writer",)), ([{"name": "Ada Writer"}, "Bo\x00 Penn"], ("Ada Writer", "Bo� Penn")), (7, ())],
)
def test_object_names_who_wrote_it(author: object, authors: tuple[str, ...]) -> None:
    """A name, or a list of names or of objects that have one."""
    assert read_record({"text": "a", "author": author}, origin="a", key="k", now=NOW).authors == authors


def test_object_with_other_keys_is_told_which() -> None:
    """What has no text is told what it has, since its text may go by another name."""
    with pytest.raises(UnreadableError, match='it has "body", "headline"'):
        read_record({"body": "a", "headline": "b"}, origin="a", key="k", now=NOW)


@pytest.mark.parametrize(
    ("text", "where"),
    [('{"text": "a', "a.json:1"), ('{\n"text": "a"', "a.json:2"), ('{"text": 1,}', "a.json:1")],
)
def test_broken_json_is_named_with_its_line(text: str, where: str) -> None:
    """An error says in which line the JSON breaks."""
    with pytest.raises(UnreadableError) as caught:
        parse_json(text, origin="a.json")
    assert caught.value.origin == where


@given(ANY_JSON)
def test_any_json_is_an_article_or_refused(value: object) -> None:
    """Law: whatever the JSON says, it is an article or an error that names where."""
    try:
        article = read_record(parse_json(json.dumps(value), origin="a"), origin="a", key="k", now=NOW)
    except UnreadableError as error:
        assert error.origin == "a"  # noqa: PT017 - a law about what is raised, if anything is
    else:
        assert article.body
        article.body.encode()
