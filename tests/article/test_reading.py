from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article.reading import read_article
from bot.model.article import RawArticle
from bot.model.errors import SourceError, UnreadableError, UnsupportedLanguageError

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
TEXT = "Norland said on Wednesday that its troops had taken Ellbruck.\r\n\r\n  Sudmark denied it.  \n"
RAW = RawArticle(
    origin="ell.md",
    key="ell",
    body=TEXT,
    received_at=NOW,
    title="Who holds Ellbruck?",
    publisher="The Ell Courier",
    published="2031-05-13T20:15:00+02:00",
    url="https://WWW.courier.example/ellbruck?utm_source=x",
)
PAGE = (
    '<html lang="{lang}"><head><title>Ellbruck</title><meta property="og:site_name" content="Ell Radio">'
    '<meta property="article:published_time" content="{date}">'
    '<link rel="canonical" href="https://radio.example/1"></head><body><article>'
    "<p>Norland said on Wednesday that its troops had taken the town of Ellbruck.</p></article></body></html>"
)


def page(*, lang: str = "en", date: str = "2031-05-12T08:00:00Z") -> RawArticle:
    """Return a page that says all about itself."""
    return RawArticle(
        origin="ell.html", key="ell", body=PAGE.format(lang=lang, date=date), is_html=True, received_at=NOW
    )


def test_article_has_what_the_input_says() -> None:
    """Every field of the input arrives, the date in UTC and the address in its one form."""
    article = read_article(RAW, now=NOW)
    assert article.key == "ell"
    assert article.title == "Who holds Ellbruck?"
    assert article.publisher == "The Ell Courier"
    assert article.published_at == datetime(2031, 5, 13, 18, 15, tzinfo=UTC)
    assert article.url == "https://www.courier.example/ellbruck"
    assert article.language == "en"
    assert article.shingle_signature == ()


@given(st.text())
def test_text_is_unchanged(text: str) -> None:
    """Law: the article's text is the input's body, whatever stands in it, or there is an error of ours."""
    body = f"The town of Ellbruck has fallen to the army of Norland, it said. {text}"
    try:
        assert read_article(replace(RAW, body=body), now=NOW).text == body
    except SourceError as error:
        assert error.origin == "ell.md"  # noqa: PT017 - a law about what is raised, if anything is


def test_article_without_a_date_is_of_the_moment_it_came() -> None:
    """Where nothing says when it was published, it is when it was received."""
    assert read_article(replace(RAW, published=None), now=NOW + timedelta(hours=1)).published_at == NOW
    assert read_article(replace(RAW, published=" "), now=NOW).published_at == NOW


@pytest.mark.parametrize(
    ("publisher", "url", "expected"),
    [
        ("The  Ell\nCourier ", None, "The Ell Courier"),
        (None, "https://www.courier.example/a", "courier.example"),
        (" ", "https://courier.example/a", "courier.example"),
        (None, "ell-1", None),
        (None, None, None),
    ],
)
def test_publisher_is_stated_or_the_host(publisher: str | None, url: str | None, expected: str | None) -> None:
    """A publisher that is not named is the address's host; without one there is none."""
    assert read_article(replace(RAW, publisher=publisher, url=url), now=NOW).publisher == expected


def test_same_article_has_one_id_anywhere() -> None:
    """Key, date, title, address and time of reading do not change the id; publisher and text do."""
    first = read_article(RAW, now=NOW)
    again = replace(RAW, origin="b", key="other", title=None, published="2031-05-01", url=None)
    assert read_article(again, now=NOW + timedelta(days=9)).id == first.id
    assert read_article(replace(RAW, body=TEXT.upper()), now=NOW).id == first.id
    copied = read_article(replace(RAW, publisher="Ell Radio"), now=NOW)
    assert copied.id != first.id
    assert copied.content_hash == first.content_hash
    assert read_article(replace(RAW, body=f"{TEXT}More."), now=NOW).id != first.id


def test_page_fills_what_the_input_leaves_open() -> None:
    """Title, publisher, date and address come from the page where the input does not say them."""
    article = read_article(page(), now=NOW)
    assert (article.title, article.publisher) == ("Ellbruck", "Ell Radio")
    assert article.published_at == datetime(2031, 5, 12, 8, 0, tzinfo=UTC)
    assert article.url == "https://radio.example/1"
    assert "<" not in article.text
    assert "taken the town of Ellbruck." in article.text


def test_input_wins_over_the_page() -> None:
    """What the input says is not asked of the page."""
    article = read_article(replace(RAW, body=page().body, is_html=True), now=NOW)
    assert (article.title, article.publisher) == (RAW.title, RAW.publisher)
    assert article.published_at == datetime(2031, 5, 13, 18, 15, tzinfo=UTC)
    assert article.url == "https://www.courier.example/ellbruck"


@pytest.mark.parametrize(
    ("stated", "given", "byline"),
    [
        ("Ada Writer", (), "Ada Writer"),
        ("Ada Writer", ("Bo Penn",), "Ada Writer"),
        ("", ("By Bo Penn",), "Bo Penn"),
        ("Ell Radio", ("Bo Penn",), "Bo Penn"),
        ("", ("Ell Radio",), None),
        ("", (), None),
    ],
)
def test_who_wrote_it_is_the_page_s_word_first(stated: str, given: tuple[str, ...], byline: str | None) -> None:
    """A page names all who wrote it, a feed often one; the outlet itself is nobody."""
    raw = page()
    body = raw.body.replace("<head>", f'<head><meta name="author" content="{stated}">')
    assert read_article(replace(raw, body=body, authors=given), now=NOW).byline == byline


@pytest.mark.parametrize("date", ["2032-01-01T00:00:00Z", "soon", ""])
def test_dates_of_pages_that_cannot_be_are_passed_over(date: str) -> None:
    """A page's own date that is wrong is no reason to refuse the page."""
    assert read_article(page(date=date), now=NOW).published_at <= NOW


@pytest.mark.parametrize("lang", ["en-GB", "", "uk", "x-none"])
def test_language_of_a_template_does_not_refuse_english(lang: str) -> None:
    """What a page's template says of its language does not outweigh an English text."""
    assert read_article(page(lang=lang), now=NOW).language == "en"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param("", "no text", id="empty"),
        pytest.param(" \n\t", "no text", id="white space"),
        pytest.param("12 345 --- 67 %", "no words", id="figures"),
        pytest.param("a" * 100_000, "without a space", id="one word"),
        pytest.param("the army said so and " * 5_000, "end of a sentence", id="one sentence"),
    ],
)
def test_texts_that_are_none_are_refused(body: str, reason: str) -> None:
    """What holds no words, or no end of words or sentences, is refused with the reason."""
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_article(replace(RAW, body=body), now=NOW)
    assert caught.value.origin == "ell.md"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("The army said so. " * 20_000, id="many sentences"),
        pytest.param("the army said so\n" * 20_000, id="lines without full stops"),
        pytest.param("The army said so in the town. " + "a" * 9_000, id="a long word"),
        pytest.param("the army said so and " * 2_000, id="a long sentence"),
    ],
)
def test_long_texts_are_read(body: str) -> None:
    """The near misses: long, but with words and ends."""
    assert read_article(replace(RAW, body=body), now=NOW).text == body


@pytest.mark.parametrize("html", ["", "<html></html>"], ids=["empty", "no text"])
def test_pages_without_text_are_refused(html: str) -> None:
    """A page without a text is said to have none."""
    with pytest.raises(UnreadableError, match=r"empty|no text"):
        read_article(replace(page(), body=html), now=NOW)


@pytest.mark.parametrize("published", ["yesterday", "2031-02-30", "1066-10-14", "2031"])
def test_dates_that_cannot_be_read_are_refused(published: str) -> None:
    """An unreadable date is named, with how to write it."""
    with pytest.raises(UnreadableError, match=rf"'{published}' cannot be read; write it as"):
        read_article(replace(RAW, published=published), now=NOW)


def test_date_in_the_future_is_refused() -> None:
    """A publication over a day ahead is refused; one within a day is a matter of clocks and zones."""
    with pytest.raises(UnreadableError, match="lies in the future"):
        read_article(replace(RAW, published="2031-05-16"), now=NOW)
    assert read_article(replace(RAW, published="2031-05-15"), now=NOW).published_at > NOW


@pytest.mark.parametrize("stated", ["uk", "uk-UA", "Ukrainian"])
def test_stated_language_is_refused(stated: str) -> None:
    """An article that says it is in another language is refused by name, even when its text is short."""
    with pytest.raises(UnsupportedLanguageError, match=r"is in Ukrainian \(uk\); Claimwatch reads English"):
        read_article(replace(RAW, language=stated), now=NOW)


@pytest.mark.parametrize("stated", [None, "", "en", "en-US", "English"])
def test_foreign_text_is_refused(stated: str | None) -> None:
    """A text that clearly is in another language is refused, whatever is stated."""
    body = "Президент повідомив, що війська звільнили кілька сіл, а їхні мешканці вже повертаються додому."
    with pytest.raises(UnsupportedLanguageError, match="Ukrainian"):
        read_article(replace(RAW, body=body, language=stated), now=NOW)


def test_language_that_has_no_name_is_refused() -> None:
    """A long text in no known language is refused as not English."""
    body = "Mi loke jan lili pona tawa sina kepeken ilo suli. " * 20
    with pytest.raises(UnsupportedLanguageError, match="is not in English; Claimwatch reads English"):
        read_article(replace(RAW, body=body), now=NOW)


def test_samples_are_articles() -> None:
    """The samples that come with the program can be read: their names, and their bodies to the last character."""
    from bot.sources.documents import read_path

    folder = Path(__file__).parents[2] / "bot" / "samples"
    found = [raw for raw in read_path(folder, now=NOW) if isinstance(raw, RawArticle)]
    assert [raw.key for raw in found] == ["bbc-2022-09-10", "itv-2022-09-10", "kharkiv-2022-05-12"]
    for raw in found:
        article = read_article(raw, now=NOW)
        assert Path(raw.origin).read_bytes().decode().endswith(f"---\n{article.text}")
        assert article.published_at.year == 2022
        assert len(article.shingle_signature) == 128
