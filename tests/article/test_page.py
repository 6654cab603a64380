from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

import pytest

from bot.article import page as room
from bot.article.page import Page

TEXT = "Norland's army said on Wednesday that it had taken the town of Ellbruck, which Sudmark denied in the evening."


def read_page(html: str, *, url: str | None = None) -> Page | None:
    """Read a page on the day after the invented events."""
    return room.read_page(html, url=url, latest=datetime(2031, 5, 15, tzinfo=UTC))


def page(head: str = "", body: str = "", *, attributes: str = 'lang="en"') -> str:
    """Return a page with the text in a paragraph, and what is put in."""
    return (
        f"<!doctype html><html {attributes}><head>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Who holds Ellbruck?</h1><p>{TEXT}</p>{body}</article><footer>Imprint</footer></body></html>"
    )


def test_text_is_the_article_without_its_surroundings() -> None:
    """Menus, footers, scripts and comments are left out."""
    found = read_page(page(body="<script>track()</script><!-- note -->"))
    assert found is not None
    assert TEXT in found.text
    for other in ("Home", "Imprint", "track", "note"):
        assert other not in found.text


def test_page_says_what_it_is() -> None:
    """Title, publisher, address, date and language are taken from the page's own statements."""
    head = (
        '<title>Who holds Ellbruck? | The Ell Courier</title><meta property="og:title" content="Who holds Ellbruck?">'
        '<meta property="og:site_name" content="The Ell Courier">'
        '<link rel="canonical" href="https://courier.example/ellbruck">'
        '<meta property="article:published_time" content="2031-05-14T18:30:00+02:00">'
    )
    found = read_page(page(head))
    assert found is not None
    assert found.title == "Who holds Ellbruck?"
    assert found.publisher == "The Ell Courier"
    assert found.url == "https://courier.example/ellbruck"
    assert found.dates[0] == "2031-05-14T18:30:00+02:00"
    assert found.language == "en"


def linked(data: object) -> str:
    """Return JSON-LD as it stands in a page."""
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(linked({"@type": "NewsArticle", "datePublished": "2031-05-14T18:30:00Z"}), id="thing"),
        pytest.param(linked([{"@type": "Thing"}, {"datePublished": "2031-05-14T18:30:00Z"}]), id="list"),
        pytest.param(linked({"@graph": [3, {"datePublished": " 2031-05-14T18:30:00Z "}]}), id="graph"),
        pytest.param('<meta itemprop="datePublished" content="2031-05-14T18:30:00Z">', id="microdata"),
        pytest.param('<meta name="DC.date.issued" content="2031-05-14T18:30:00Z">', id="Dublin Core"),
        pytest.param('<meta name="pubdate" content="2031-05-14T18:30:00Z">', id="pubdate"),
        pytest.param('<time itemprop="datePublished" datetime="2031-05-14T18:30:00Z">', id="time element"),
    ],
)
def test_dates_of_publication_are_found(head: str) -> None:
    """Wherever a page states its date of publication, it is found with its time."""
    found = read_page(page(head))
    assert found is not None
    assert found.dates[0] == "2031-05-14T18:30:00Z"


@pytest.mark.parametrize(
    "head",
    [
        pytest.param('<script type="application/ld+json">{broken</script>', id="broken JSON-LD"),
        pytest.param(linked({"datePublished": ["2031-05-14"]}), id="a list for a date"),
        pytest.param(linked("text"), id="JSON-LD that is a text"),
        pytest.param('<meta name="pubdate" content="">', id="empty"),
        pytest.param("<meta>", id="meta without anything"),
    ],
)
def test_broken_statements_are_passed_over(head: str) -> None:
    """What a page states badly it does not state; its text is read all the same."""
    found = read_page(page(head))
    assert found is not None
    assert TEXT in found.text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<p>{TEXT} The town had been shelled on 3 March 2031 and on 2031-04-05.</p>", id="in the text"),
        pytest.param("<p>Copyright 2031 The Ell Courier</p>", id="copyright"),
        pytest.param(
            f'<p>{TEXT} It was seen on <time datetime="2031-02-01">1 February</time>.</p>',
            id="a time element in the text",
        ),
    ],
)
def test_dates_that_are_mentioned_are_none_of_publication(body: str) -> None:
    """A date that the text speaks of is not taken for the page's own."""
    found = read_page(page(body=body))
    assert found is not None
    assert found.dates == ()


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            '<p class="byline">By A. Writer, <time datetime="2031-05-14">Wednesday</time></p>', id="time element"
        ),
        pytest.param('<div class="published">14 May 2031</div>', id="words"),
    ],
)
def test_date_that_readers_see_is_found(line: str) -> None:
    """A page that says its date to its readers alone is dated by that."""
    found = read_page(f"<html><body>{line}<article><p>{TEXT}</p></article></body></html>")
    assert found is not None
    assert found.dates == ("2031-05-14",)


def test_date_in_the_address_is_one() -> None:
    """Many publishers put the date into the address; it is the last that is asked."""
    found = read_page(page(), url="https://courier.example/2031/05/13/ellbruck")
    assert found is not None
    assert found.dates == ("2031-05-13",)


def test_page_in_which_no_article_is_found_gives_all_its_text() -> None:
    """Where the extraction finds nothing, the page's words are read as they stand, a block a line."""
    found = read_page(
        "<html><body><div>Ellbruck<div>has fallen.</div></div><script>x()</script></body></html>", url=None
    )
    assert found is not None
    assert [line for line in found.text.splitlines() if line] == ["Ellbruck", "has fallen."]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n", id="white space"),
        pytest.param("<html><body></body></html>", id="no text"),
        pytest.param("<html><body><script>x()</script></body></html>", id="scripts alone"),
        pytest.param("<?xml version='1.0'?><rss><channel></channel></rss>", id="a feed without items"),
    ],
)
def test_pages_without_text_are_none(html: str) -> None:
    """A page in which there is nothing to read is none."""
    assert read_page(html) is None


def test_text_under_a_pages_name_is_read() -> None:
    """A file that is called HTML and has no tag is a text."""
    found = read_page(f"{TEXT}\n")
    assert found is not None
    assert found.text == TEXT


def test_encoding_declared_inside_is_no_obstacle() -> None:
    """A decoded page that still declares its encoding, as XHTML does, is read."""
    found = read_page(f'<?xml version="1.0" encoding="utf-8"?>{page()}')
    assert found is not None
    assert TEXT in found.text


def test_libraries_keep_quiet(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    """An empty page is said to be empty by us, not by the libraries underneath on standard error."""
    with caplog.at_level(logging.DEBUG):
        for html in ("", "<html></html>", "<", "\x00<p>"):
            read_page(html, url="https://courier.example/")
    assert capfd.readouterr() == ("", "")
    assert not [line for line in caplog.records if line.levelno >= logging.WARNING]


def test_same_page_reads_the_same_each_time() -> None:
    """The extraction remembers nothing of pages before."""
    repeated = page(body=f"<p>{TEXT}</p>" * 5)
    assert len({getattr(read_page(repeated), "text", None) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    ("stated", "publisher", "address"),
    [
        pytest.param("https://other.example/x", None, "https://ell.example/a", id="another-site"),
        pytest.param("https://www.ell.example/b", "ell.example", "https://www.ell.example/b", id="the-same"),
        pytest.param("https://amp.ell.example/b", "amp.ell.example", "https://amp.ell.example/b", id="a-part-of-it"),
    ],
)
def test_no_page_borrows_anothers_name(stated: str, publisher: str | None, address: str) -> None:
    """The address that a page states is believed within its own site: its host stands for the outlet."""
    found = read_page(page(f'<link rel="canonical" href="{stated}">'), url="https://ell.example/a")
    assert found is not None
    assert (found.publisher, found.url) == (publisher, address)


def test_an_outlet_that_a_page_names_is_its_own() -> None:
    """Whatever address it states besides."""
    head = '<link rel="canonical" href="https://o.example/x"><meta property="og:site_name" content="The Ell Courier">'
    found = read_page(page(head), url="https://ell.example/a")
    assert found is not None
    assert (found.publisher, found.url) == ("The Ell Courier", "https://ell.example/a")


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (linked({"@type": "NewsArticle", "author": {"@type": "Person", "name": "Ada Writer"}}), ("Ada Writer",)),
        (linked({"@type": ["Article"], "author": [{"name": "Ada Writer"}, "Bo Penn"]}), ("Ada Writer", "Bo Penn")),
        (
            linked(
                {
                    "@graph": [
                        {"@type": "WebPage", "author": {"@id": "#ada"}},
                        {"@type": "Person", "@id": "#ada", "name": "Ada Writer"},
                    ]
                }
            ),
            ("Ada Writer",),
        ),
        ('<meta name="author" content="Ada Writer"><meta name="author" content="Bo Penn">', ("Ada Writer", "Bo Penn")),
        ('<meta property="article:author" content="Ada Writer">', ("Ada Writer",)),
        (
            '<meta name="author" content="courier">'
            + linked({"@type": "LiveBlogPosting", "author": {"name": "Ada Writer"}}),
            ("Ada Writer",),
        ),
        (linked({"@type": "Review", "author": {"name": "A Reader"}}), ()),
        (linked({"@type": "NewsArticle", "author": {"@id": "#nobody"}}), ()),
        (linked({"@type": 7, "author": {"name": ["Ada", 5]}}), ()),
        ('<meta property="article:author" content="https://social.example/courier">', ()),
    ],
)
def test_page_names_who_wrote_it(head: str, authors: tuple[str, ...]) -> None:
    """Who wrote it is what the page states of an article or of itself; not of other works."""
    found = read_page(page(head))
    assert found is not None
    assert found.authors == authors
