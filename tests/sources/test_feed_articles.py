from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.model.article import RawArticle
from bot.sources.feed_articles import FULL_TEXT_WORDS, has_full_text, overlay, raw_article, teaser
from bot.sources.feed_items import FeedItem

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
FEED = "https://ell.example/feed.xml"
WORDS = "The mayor of Ellbruck said that two people were hurt. " * 13
ITEM = FeedItem(
    id="ell-1",
    url="https://ell.example/news/1",
    title="Ellbruck shelled",
    published="2031-05-13T20:00:00+03:00",
    content=f"<p>{WORDS}</p>",
    summary="Two hurt.",
    is_html=True,
)
PAGE = RawArticle(
    origin="https://ell.example/news/1",
    key="1",
    body="<p>Page</p>",
    received_at=NOW,
    is_html=True,
    url="https://ell.example/1",
)


def article(item: FeedItem, *, feed_title: str | None = "The Ell Courier") -> RawArticle | None:
    """Return the article of an item of one feed."""
    return raw_article(item, feed_title=feed_title, feed_url=FEED, now=NOW)


def test_whole_text_is_an_article() -> None:
    """An item with its whole text needs no page."""
    found = article(ITEM)
    assert found is not None
    assert found == RawArticle(
        origin="https://ell.example/news/1",
        key="ell-1",
        body=WORDS.strip(),
        received_at=NOW,
        title="Ellbruck shelled",
        publisher="The Ell Courier",
        published="2031-05-13T20:00:00+03:00",
        url="https://ell.example/news/1",
    )


def test_html_is_read_whole() -> None:
    """All of an item's text is the article's, and its system's own words are not."""
    html = (
        f"<p>{WORDS}</p><ul><li>The <b>dam</b> holds.</li></ul><script>x()</script>"
        "<p>The post <a href='/1'>Ellbruck shelled</a> appeared first on <a href='/'>The Ell Courier</a>.</p>"
    )
    found = article(replace(ITEM, content=html))
    assert found is not None
    assert (found.body, found.is_html) == (f"{WORDS.strip()}\n\n- The dam holds.", False)


def test_plain_text_stays_as_it_is() -> None:
    """A text that is no HTML is not made one."""
    found = article(replace(ITEM, content=f"{WORDS} 5 <b> 7.", is_html=False))
    assert found is not None
    assert (found.body, found.is_html) == (f"{WORDS} 5 <b> 7.", False)


def test_summary_is_no_article() -> None:
    """An item with a summary and an address has its text there, however long the summary is."""
    assert article(replace(ITEM, content=None, summary=WORDS)) is None


def test_a_teaser_is_what_the_item_says_itself() -> None:
    """Its own words are there for when the page is not; a title alone is none."""
    found = teaser(replace(ITEM, content=None), feed_title="The Ell Courier", feed_url=FEED, now=NOW)
    assert found is not None
    assert (found.title, found.body, found.url) == ("Ellbruck shelled", "Two hurt.", ITEM.url)
    bare = replace(ITEM, content=None, summary=None)
    assert teaser(bare, feed_title=None, feed_url=FEED, now=NOW) is None


def test_item_without_an_address_is_all_there_is() -> None:
    """Where there is no page, a summary is the article."""
    found = article(replace(ITEM, content=None, url=None, summary="Two were hurt.", is_html=False))
    assert found is not None
    assert (found.body, found.url, found.origin) == ("Two were hurt.", None, f"{FEED} (Ellbruck shelled)")


def test_item_without_text_and_address_is_none() -> None:
    """A title alone is no article."""
    assert article(replace(ITEM, content=None, url=None, summary=None)) is None


@pytest.mark.parametrize(("words", "whole"), [(FULL_TEXT_WORDS - 1, False), (FULL_TEXT_WORDS, True)])
def test_teaser_is_told_from_a_text_by_its_length(words: int, whole: bool) -> None:
    """What systems cut by themselves is shorter than the limit; tags are no words."""
    text = f"<p><b>{' '.join(['word'] * words)}</b> <img alt='a b c' src='x'></p>"
    assert has_full_text(replace(ITEM, content=text)) is whole


@pytest.mark.parametrize(
    "end",
    [
        " […]",
        " [&#8230;]",
        " [...]",
        " …",
        "and then...",
        "<p><a href='/1'>Read more</a></p>",
        "<p><a href='/1'>Continue reading <span>Ellbruck shelled</span> →</a></p>",
        "<p>Read the full article at The Ell Courier.</p>",
        "(more…)",
        "[Read on]",
        " […]</p><p>The post <a>Ellbruck shelled</a> appeared first on <a>The Ell Courier</a>.",
    ],
)
def test_cut_text_is_no_article(end: str) -> None:
    """A text that says that it goes on elsewhere is not whole."""
    assert not has_full_text(replace(ITEM, content=f"<p>{WORDS}{end}</p>"))


@pytest.mark.parametrize(
    "end",
    [
        "They said there was no more.",
        "“We could not read more of it,” he said.",
        "The report was read on Monday.",
        "He paused… and went on. Nobody was hurt.",
        "</p><p>The post <a>Ellbruck shelled</a> appeared first on <a>The Ell Courier</a>.",
        "More than 200 people were hurt.",
    ],
)
def test_whole_text_may_speak_of_reading(end: str) -> None:
    """Words like those of a cut text inside a sentence mean nothing."""
    assert has_full_text(replace(ITEM, content=f"<p>{WORDS}{end}</p>"))


def test_item_of_another_publisher_is_his() -> None:
    """What an aggregator takes from elsewhere is said by whom it took it from."""
    found = article(replace(ITEM, publisher="Norland Post"))
    assert found is not None
    assert found.publisher == "Norland Post"


def test_who_wrote_an_item_goes_with_it() -> None:
    """With its own text and with its page's; a text that names its own authors keeps them."""
    written = replace(ITEM, author="Ada Writer")
    found = article(written)
    assert found is not None
    assert found.authors == ("Ada Writer",)
    assert overlay(PAGE, written, feed_title=None).authors == ("Ada Writer",)
    own = replace(PAGE, is_html=False, authors=("Bo Penn",))
    assert overlay(own, written, feed_title=None).authors == ("Bo Penn",)


def test_page_gets_title_and_date_of_the_item() -> None:
    """The feed's title and date are exact; the page's own name of its publisher is better than the feed's."""
    assert overlay(PAGE, ITEM, feed_title="World news | The Ell Courier") == replace(
        PAGE, title="Ellbruck shelled", published="2031-05-13T20:00:00+03:00"
    )


def test_what_a_text_says_itself_stands() -> None:
    """Front matter or a record's fields count before the item's."""
    own = replace(PAGE, is_html=False, title="Own", published="2031-05-12", publisher="Own", url="https://own.example/")
    assert overlay(own, ITEM, feed_title="The Ell Courier") == own


def test_text_without_a_publisher_gets_the_feeds() -> None:
    """A text that does not say who publishes it is the feed's."""
    text = replace(PAGE, is_html=False, url=None)
    assert overlay(text, ITEM, feed_title="The Ell Courier").publisher == "The Ell Courier"
    assert overlay(text, replace(ITEM, publisher="Norland Post"), feed_title="X").publisher == "Norland Post"
    assert overlay(text, ITEM, feed_title=None).url == ITEM.url
