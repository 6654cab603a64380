from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sources.feed_items import Feed
from bot.sources.json_feed import read_json_feed

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
VERSION = "https://jsonfeed.org/version/1.1"


def read(*items: object, **feed: object) -> Feed | None:
    """Read a feed with these items."""
    given = {"version": VERSION, "title": "The Ell Courier", "items": list(items), **feed}
    data = json.dumps({name: value for name, value in given.items() if value is not None}).encode()
    return read_json_feed(data, url="https://ell.example/feed.json", now=NOW, max_items=10)


def one(**item: Any) -> Any:
    """Return the only item of a feed."""
    feed = read({"id": "1", **item})
    assert feed is not None
    (found,) = feed.items
    return found


def test_an_item_is_read() -> None:
    """With all that it says of itself."""
    found = one(
        id="ell-1",
        url="https://ell.example/1",
        title=" Norland takes\n the town ",
        content_html="<p>Norland said that its troops had taken Ellbruck.</p>",
        summary="In short.",
        date_published="2031-05-14T10:30:00+02:00",
        authors=[{"name": "A. Writer"}, {"name": "B. Writer"}],
    )
    assert (found.id, found.url, found.title) == ("ell-1", "https://ell.example/1", "Norland takes the town")
    assert (found.content, found.is_html) == ("<p>Norland said that its troops had taken Ellbruck.</p>", True)
    assert (found.summary, found.author) == ("In short.", "A. Writer")
    assert found.published == "2031-05-14T10:30:00+02:00"


def test_the_feed_has_its_title_and_its_items_oldest_first() -> None:
    """And the newest are kept."""
    items = [{"id": str(day), "date_published": f"2031-05-{day:02}T00:00:00Z"} for day in (13, 3, 12, 5, 8)]
    feed = read(*items)
    assert feed is not None
    assert (feed.title, [item.id for item in feed.items]) == ("The Ell Courier", ["3", "5", "8", "12", "13"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"id": 7}, "7", id="a-number"),
        pytest.param({"id": "", "url": "https://ell.example/1"}, "https://ell.example/1", id="none-but-an-address"),
        pytest.param({"id": None, "title": "A"}, "sha256:", id="none-at-all"),
        pytest.param({"id": True, "title": "A"}, "sha256:", id="no-id"),
    ],
)
def test_an_item_has_an_id(given: dict[str, object], expected: str) -> None:
    """Its own, or its address, or what it says."""
    assert one(**given).id.startswith(expected)


def test_version_1_names_one_author_and_an_address_elsewhere() -> None:
    """`author` and `external_url`; a link without its host is one on the feed's."""
    found = one(author={"name": "A. Writer"}, external_url="/elsewhere", url="javascript:alert(1)")
    assert (found.author, found.url) == ("A. Writer", "https://ell.example/elsewhere")


def test_the_plain_text_counts_before_the_html() -> None:
    """An item with both says the same twice; a date of change is one where no other is."""
    found = one(content_text="Plain.", content_html="<p>Plain.</p>", date_modified="2031-05-01T00:00:00Z")
    assert (found.content, found.is_html, found.published) == ("Plain.", False, "2031-05-01T00:00:00+00:00")


def test_dates_that_cannot_be_right_are_none() -> None:
    """Those of the far future, and what is no date."""
    assert one(date_published="2091-05-14T10:30:00Z").published is None
    assert one(date_published="yesterday").published is None


def test_items_of_one_id_are_one() -> None:
    """Told twice, the later counts."""
    first = {"id": "1", "title": "Old", "date_published": "2031-05-13T00:00:00Z"}
    feed = read(first, {**first, "title": "New", "date_published": "2031-05-14T00:00:00Z"}, "no item", None)
    assert feed is not None
    assert [item.title for item in feed.items] == ["New"]


def test_a_feed_that_forgets_its_version_is_one() -> None:
    """With a title, and items with ids; other JSON with items is none."""
    assert read({"id": "1"}, version=None) is not None
    assert read({"name": "1"}, version=None) is None
    assert read({"id": "1"}, version=None, title=None) is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<rss/>", id="xml"),
        pytest.param(b"[]", id="a-list"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1"', id="cut"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1", "items": {}}', id="no-items"),
        pytest.param(b'{"a":' * 100_000, id="deep"),
    ],
)
def test_other_bytes_are_no_json_feed(data: bytes) -> None:
    """They are left to the other readers."""
    assert read_json_feed(data, url="https://ell.example/", now=NOW, max_items=10) is None


def test_what_no_database_holds_is_taken_out() -> None:
    """Halves of surrogate pairs and zero characters."""
    assert one(title="A\u0000B\ud800C").title == "A\ufffdB\ufffdC"
