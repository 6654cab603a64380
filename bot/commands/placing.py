"""`claimwatch places lookup` and `places parse`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.commands.reading import read_inputs
from bot.commands.session import Session, now, open_session, run_in_loop
from bot.desk.places import PlaceDesk
from bot.extraction.context import read_context, sentences_of
from bot.extraction.sides import SideIndex
from bot.model.article import Article
from bot.model.place import PlaceMention
from bot.model.ports import PlaceFinder
from bot.model.wire import dumps, place_object
from bot.places.finder import GazetteerPlaceFinder
from bot.workers import open_gazetteer
from config.knowledge import load_sides
from handlers.console.places import mentions_table, places_table


def lookup(config: Path | None, name: str, *, as_json: bool) -> int:
    """Print the places that bear a name."""
    session = open_session(config)
    with closing(open_gazetteer(session.settings)) as gazetteer:
        desk = PlaceDesk(lambda wanted: [entry.place(wanted) for entry in gazetteer.lookup(wanted)])
        found = desk.lookup(name)
    if as_json:
        for place in found:
            whole = PlaceMention(start=0, end=len(name), place=place)
            session.print_line(dumps({**place_object("", whole, name), "article": None}))
    else:
        session.out.print(places_table(found))
    return 0


def parse(config: Path | None, paths: Sequence[str], *, as_json: bool) -> int:
    """Print every place name of the articles' texts, with what it resolves to."""
    session = open_session(config)
    return run_in_loop(_parse(session, paths, as_json=as_json))


async def _parse(session: Session, paths: Sequence[str], *, as_json: bool) -> int:
    articles, failed = await read_inputs(session, paths, now=now())
    side_index = SideIndex(load_sides())
    with closing(open_gazetteer(session.settings)) as gazetteer:
        finder = GazetteerPlaceFinder(gazetteer)
        for article in articles:
            mentions = find_mentions(article, finder=finder, side_index=side_index)
            if as_json:
                for mention in mentions:
                    session.print_line(dumps(place_object(article.key, mention, article.text)))
            else:
                rows = [(article.text[mention.start : mention.end], mention.place) for mention in mentions]
                session.say(f"{article.key}: {len(rows)} place names")
                session.out.print(mentions_table(rows))
    return 1 if failed else 0


def find_mentions(article: Article, *, finder: PlaceFinder, side_index: SideIndex) -> tuple[PlaceMention, ...]:
    """Return the place names of the body as extraction reads them, with the same weight for who the article is about.

    Offsets count in the article's text.
    """
    sentences = sentences_of(article)
    context = read_context(article, sentences, finder=finder, side_index=side_index, catalogue=side_index.catalogue)
    return tuple(
        replace(mention, start=sentences[number].start + mention.start, end=sentences[number].start + mention.end)
        for number, mentions in sorted(context.places.items())
        if sentences[number].part == "body"
        for mention in mentions
    )
