"""RawArticle -> Article: the one way in, which says no in plain words to what cannot be read."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from bot.article.addresses import canonical_url, host_of
from bot.article.bylines import byline_of
from bot.article.dates import TOLERANCE, is_future, parse_published
from bot.article.fingerprint import article_id, content_hash, shingle_signature
from bot.article.language import ENGLISH, foreign_language, language_code, language_name
from bot.article.page import Page, read_page
from bot.model.article import Article, RawArticle
from bot.model.errors import UnreadableError, UnsupportedLanguageError

# A sentence is parsed as a whole, so that it has to end somewhere; no language has words of thousands of letters.
LONGEST_SENTENCE: Final = 50_000
LONGEST_WORD: Final = 10_000
_SENTENCE_ENDS: Final = re.compile(r"[.!?…。！？\n\r\u2028\u2029]+")


def read_article(
    raw: RawArticle,
    *,
    now: datetime,
    longest_sentence: int = LONGEST_SENTENCE,
    longest_word: int = LONGEST_WORD,
) -> Article:
    """Return the article, its text unchanged (for HTML: as extracted), and what it does not say taken from its page.

    Who wrote it is read from the page first, which names all of them where a feed has one name.
    Deterministic for the same input and `now` (aware). Lengths are in characters. Raises UnreadableError for a text
    without words, without ends of sentences or of words, and for dates that cannot be read or lie in the future;
    UnsupportedLanguageError for what clearly is not English.
    """
    page = _page(raw, now=now)
    text = raw.body if page is None else page.text
    _check_text(text, origin=raw.origin, longest_sentence=longest_sentence, longest_word=longest_word)
    _check_language(raw, text)
    url = raw.url or (page.url if page else None)
    digest = content_hash(text)
    publisher = _stated(raw.publisher) or _stated(page.publisher if page else None) or (host_of(url) if url else None)
    return Article(
        id=article_id(publisher=publisher, content=digest),
        key=raw.key,
        title=_stated(raw.title) or _stated(page.title if page else None),
        publisher=publisher,
        published_at=_published_at(raw, page, now=now),
        url=canonical_url(url) if url else None,
        language=ENGLISH,
        text=text,
        content_hash=digest,
        shingle_signature=shingle_signature(text),
        byline=byline_of(page.authors if page else (), publisher) or byline_of(raw.authors, publisher),
    )


def _page(raw: RawArticle, *, now: datetime) -> Page | None:
    if not raw.is_html:
        return None
    if not raw.body.strip():
        raise UnreadableError(origin=raw.origin, reason="is empty")
    page = read_page(raw.body, url=raw.url, latest=now + TOLERANCE)
    if page is None:
        raise UnreadableError(origin=raw.origin, reason="the page has no text that could be found")
    if page.wall is not None:
        raise UnreadableError(origin=raw.origin, reason=page.wall)
    return page


def _stated(value: str | None) -> str | None:
    """Return a field on one line, or None where it says nothing."""
    return " ".join(value.split()) or None if value else None


def _check_text(text: str, *, origin: str, longest_sentence: int, longest_word: int) -> None:
    if not text.strip():
        raise UnreadableError(origin=origin, reason="has no text")
    if not any(map(str.isalpha, text)):
        raise UnreadableError(origin=origin, reason="has no words, only figures and signs")
    if any(len(word) > longest_word for word in text.split()):
        raise UnreadableError(
            origin=origin, reason=f"has more than {longest_word:,} characters without a space: this is no written text"
        )
    if any(len(sentence) > longest_sentence for sentence in _SENTENCE_ENDS.split(text)):
        raise UnreadableError(
            origin=origin,
            reason=f"has more than {longest_sentence:,} characters without the end of a sentence (. ! ? or a new line)"
            "; give the text with its punctuation",
        )


def _check_language(raw: RawArticle, text: str) -> None:
    """Refuse a language that the input states; a page's own `lang` is a template's, so there the text decides."""
    stated = language_code(raw.language) if raw.language and raw.language.strip() else ENGLISH
    found = stated if stated != ENGLISH else foreign_language(text)
    if found is None:
        return
    what = "is not in English" if found == "und" else f"is in {language_name(found)}"
    raise UnsupportedLanguageError(origin=raw.origin, reason=f"{what}; Claimwatch reads English")


def _published_at(raw: RawArticle, page: Page | None, *, now: datetime) -> datetime:
    if raw.published is not None and raw.published.strip():
        try:
            published = parse_published(raw.published)
        except ValueError as error:
            raise UnreadableError(
                origin=raw.origin,
                reason=f"the date of publication {raw.published[:80]!r} cannot be read; "
                "write it as 2024-03-01 or 2024-03-01T18:30:00Z",
            ) from error
        if is_future(published, now=now):
            raise UnreadableError(
                origin=raw.origin,
                reason=f"published {raw.published.strip()} lies in the future (it is {now:%Y-%m-%d %H:%M} UTC); "
                "mend the date, or leave it out",
            )
        return published
    for date in page.dates if page else ():
        try:
            published = parse_published(date)
        except ValueError:
            continue
        # A page's own statement may be about something else than its publication: what cannot be is passed over.
        if not is_future(published, now=now):
            return published
    return raw.received_at
