"""Articles in, score out: the whole path in this process, kept in memory and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.app import open_ground
from bot.article.reading import read_article
from bot.commands.printing import json_objects
from bot.evaluation import Gold, Score, score
from bot.model.article import RawArticle
from bot.model.wire import JsonObject
from bot.pipeline import Ingested, ManyExtractor
from bot.sources.documents import read_path
from config.schema import DatabaseSettings, Settings

SAMPLES = Path(__file__).parents[2] / "bot" / "samples"
GOLD = Path(__file__).parent / "seeds" / "gold.toml"
NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
MEMORY = Settings(database=DatabaseSettings(url=":memory:"))


def read_seeds() -> tuple[RawArticle, ...]:
    """Return the three sample articles as they come in."""
    return tuple(raw for raw in read_path(SAMPLES, now=NOW) if isinstance(raw, RawArticle))


async def score_articles(
    raws: Sequence[RawArticle], gold: Gold, extractor: ManyExtractor, *, now: datetime = NOW
) -> Score:
    """Take the articles in, in order of publication, and score what the program would print."""
    articles = sorted((read_article(raw, now=now) for raw in raws), key=lambda article: article.published_at)
    printed: list[JsonObject] = []
    async with open_ground(MEMORY, clock=lambda: now) as ground:
        async for result in ground.pipeline().ingest_many(articles, extractor):
            assert isinstance(result, Ingested), result
            printed.extend(json_objects(result))
    return score(printed, gold)


def tell(scored: Score) -> str:
    """Return what is missing or wrong in a score, one line each, for the message of a failed test."""
    figures = ", ".join(f"{name} {value}" for name, value in scored.figures().items())
    lines = [figures]
    lines += [f"missed {want['id']}: {want['quote']!r}" for want in scored.missed]
    for one in scored.wrong:
        shown = {key: one.found.get(key) for key in _SHOWN.get(one.field, (one.field,))}
        lines.append(f"wrong {one.wanted['id']}.{one.field}: wanted {_wanted(one.wanted, one.field)}, found {shown}")
    lines += [f"stray: {claim.get('predicate') or claim.get('state')} {_quote(claim)!r}" for claim in scored.strays]
    lines += [
        f"relation {one.wanted['a']} ~ {one.wanted['b']}: wanted {one.wanted['relation']}, found {one.found}"
        for one in scored.judged_relations
        if not one.right
    ]
    return "\n".join(lines)


_SHOWN = {
    **dict.fromkeys(("place", "region", "country", "place_relation"), ("place",)),
    **dict.fromkeys(("speaker", "affiliation", "speaker_side", "attribution_type"), ("attribution",)),
    **dict.fromkeys(("quantity", "quantity_also"), ("quantities",)),
    **dict.fromkeys(("event_month", "event_year", "event_date", "event_days"), ("time",)),
}


def _wanted(want: object, field: str) -> object:
    assert isinstance(want, dict)
    place = {"place", "region", "country", "place_relation"}
    return want.get("place") if field in place else want.get(field, "what is usual")


def _quote(claim: object) -> str:
    assert isinstance(claim, dict)
    return str((claim.get("mentions") or [{}])[0].get("quote", ""))
