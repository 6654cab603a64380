"""A page's HTML -> its text, and what the page says about itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from bot.article.addresses import host_of
from bot.article.nesting import flatten
from bot.article.walls import find_wall
from bot.model.article import names_in
from config.walls import load_walls

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped] # lxml has no types

# "By A. Writer in Ellbruck, published on Wednesday, 14 May 2031, 6:30 pm" may say when; longer paragraphs are text.
_BYLINE_WORDS: Final = 15
# schema.org's types of what is written end so: NewsArticle, LiveBlogPosting, Report, WebPage.
_WRITTEN: Final = ("Article", "Posting", "Report", "WebPage")
_MOST_OF_WALL: Final = 400
_NO_TEXT: Final = ("script", "style", "noscript", "template", "svg", "head", "iframe", "form", "nav", "footer")
_BLOCKS: Final = (
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "br",
    "tr",
    "blockquote",
    "section",
    "article",
    "figcaption",
)
# Where pages name who wrote them, where their JSON-LD does not (HTML's own name, Dublin Core, Parse.ly, Open Graph).
_AUTHOR_METAS: Final = ("author", "dc.creator", "dcterms.creator", "parsely-author", "article:author")
# Where pages say when they were published, the most exact first (Open Graph, schema.org, Dublin Core, older habits).
_DATE_METAS: Final = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "date",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a page says; `dates` are the publication dates it states, as written, the best first.

    `authors` are the names that it states of who wrote it, as written; `wall` says, for a person, what stands in the
    article's place.
    """

    text: str
    title: str | None
    publisher: str | None
    url: str | None
    language: str | None
    dates: tuple[str, ...]
    authors: tuple[str, ...] = ()
    wall: str | None = None


def read_page(html: str, *, url: str | None, latest: datetime) -> Page | None:
    """Return the article's text and what the page states about it; None where it is no HTML or has no text.

    The text is found by trafilatura, without comments; where that finds none, it is all the text of the page. `latest`
    is the last day that may be a date of publication.
    """
    # trafilatura and lxml take 0.3 s to import, which a start without pages does not pay.
    import trafilatura  # noqa: PLC0415 - slow to import, and only pages need it
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415 - as above

    _silence()
    html = flatten(html)
    tree = trafilatura.load_html(html)
    if tree is None:
        # Nothing in it is HTML: then it is a text under a page's name, or nothing.
        if "<" in html or not html.strip():
            return None
        return Page(text=html.strip(), title=None, publisher=None, url=url, language=None, dates=())
    dating = {"original_date": True, "extensive_search": False, "max_date": f"{latest:%Y-%m-%d}"}
    stated = extract_metadata(_without_paragraphs(tree), default_url=url, date_config=dating)
    dates = (*_dates(tree), *([stated.date] if stated.date else []))
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    free = _is_free(tree)
    authors = tuple(_authors(tree))
    text = trafilatura.extract(tree, include_comments=False, include_tables=True, deduplicate=False)
    # Extraction takes the tree apart, so that the fallback reads the page once more.
    text = text or _all_text(trafilatura.load_html(html))
    # Only what is short can be a wall, and only then are the words for it read.
    short = len(text.split()) <= _MOST_OF_WALL
    wall = find_wall(text, title=stated.title, free=free, walls=load_walls()) if short else None
    if not text and wall is None:
        return None
    elsewhere = _host_elsewhere(url, stated.url)
    return Page(
        wall=wall,
        text=text,
        title=stated.title,
        # Where a page names no outlet, trafilatura gives the host of the address that it states.
        publisher=None if elsewhere and elsewhere == (stated.sitename or "").casefold() else stated.sitename,
        url=url if elsewhere else stated.url,
        language=language,
        dates=tuple(dates),
        authors=authors,
    )


def _host_elsewhere(url: str | None, stated: str | None) -> str | None:
    """Return the host of the address that a page states, where that is another site than it came from.

    Any page can state any address: it is not believed to be another outlet's for that.
    """
    own, named = host_of(url or ""), host_of(stated or "")
    if own is None or named is None or own == named or own.endswith(f".{named}") or named.endswith(f".{own}"):
        return None
    return named


def _without_paragraphs(tree: HtmlElement) -> HtmlElement:
    """Return a copy without the article's sentences: dates that they speak of are no dates of publication."""
    copied = deepcopy(tree)
    for paragraph in list(copied.iter("p")):
        if len(paragraph.text_content().split()) > _BYLINE_WORDS:
            paragraph.drop_tree()
    return copied


def _silence() -> None:
    """Keep the libraries from writing to standard error about every page that is not as they like it.

    What they say is no news to a person: an empty result is reported by us. A level set by somebody else stays.
    """
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logger = logging.getLogger(name)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.CRITICAL + 1)


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    """Return what a page's meta elements say, by their folded names."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content:
            metas.setdefault(name.casefold(), []).append(content.strip())
    return metas


def _authors(tree: HtmlElement) -> list[str]:
    """Return the names of who wrote the page, from the first place that states any.

    A page on something may describe other works with authors of their own (reviews, comments): only what it says of an
    article, or of the page itself, is taken.
    """
    nodes = [
        node
        for script in tree.iter("script")
        if script.get("type") == "application/ld+json"
        for node in _linked_data(script.text or "")
    ]
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    for node in nodes:
        kinds = names_in(node.get("@type"))
        if any(kind.rpartition("/")[2].endswith(_WRITTEN) for kind in kinds):
            stated = node.get("author")
            people = [
                named.get(str(one.get("@id")), one) if isinstance(one, Mapping) and "name" not in one else one
                for one in (stated if isinstance(stated, list) else [stated])
            ]
            if found := names_in(people):
                return list(found)
    metas = _metas(tree)
    for name in _AUTHOR_METAS:
        if found := tuple(one for one in metas.get(name, ()) if not one.startswith(("http:", "https:"))):
            return list(found)
    return []


def _dates(tree: HtmlElement) -> Iterator[str]:
    metas = {name: values[0] for name, values in _metas(tree).items()}
    yield from (metas[name] for name in _DATE_METAS[:2] if name in metas)
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from _linked_data_dates(script.text or "")
    yield from (metas[name] for name in _DATE_METAS[2:] if name in metas)
    for time in tree.iter("time"):
        if time.get("itemprop") == "datePublished" or time.get("pubdate") is not None:
            yield time.get("datetime") or ""


def _is_free(tree: HtmlElement) -> bool:
    """Whether nothing in a page's JSON-LD states that it is not free to read (schema.org's `isAccessibleForFree`)."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            for node in _linked_data(script.text or ""):
                stated = str(node.get("isAccessibleForFree", "")).strip().casefold()
                # A boolean, the word, or the address of schema.org's own value.
                if stated.rpartition("/")[2] == "false":
                    return False
    return True


def _linked_data_dates(text: str) -> Iterator[str]:
    """Yield `datePublished` of the things that a page's JSON-LD describes (schema.org)."""
    for node in _linked_data(text):
        if isinstance(node.get("datePublished"), str):
            yield node["datePublished"].strip()


def _linked_data(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the things that a page's JSON-LD describes; nothing where it is broken."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    things = data if isinstance(data, list) else [data]
    for thing in things:
        if not isinstance(thing, Mapping):
            continue
        graph = thing.get("@graph")
        for node in (thing, *(graph if isinstance(graph, list) else ())):
            if isinstance(node, Mapping):
                yield node


def _all_text(tree: HtmlElement | None) -> str:
    """Return the text of a page's elements, a block a line."""
    if tree is None:
        return ""
    for element in list(tree.iter(*_NO_TEXT)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(line for line in lines if line)
