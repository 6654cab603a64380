"""How fast articles are read, beside the bare language pipeline over the same text in the same run.

The two take turns, a slice of the corpus each, so that whatever else the machine does slows both; what is compared are
the medians over the slices. Everything runs in this process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import open_ground
from bot.article.reading import read_article
from bot.extraction.context import sentences_of
from bot.extraction.extractor import Extractor
from bot.language.components import SINGLE_SENTENCE
from bot.language.pipeline import load_pipeline
from bot.model.article import Article, RawArticle
from bot.model.errors import SourceError
from bot.pipeline import Ingested
from bot.workers import build_extractor
from config.schema import DatabaseSettings, Settings
from tests.bench.corpus import NOW, text_of, words_in
from tests.bench.figures import Speed, Watch, speed_of

INGEST, PARSE, EXTRACT = "ingest", "nlp.pipe", "extraction"
_MEMORY = Settings(database=DatabaseSettings(url=":memory:"))


@dataclass(frozen=True, kw_only=True, slots=True)
class GateShares:
    """Shares of sentences (0 to 1): what the gate opens for, and what is parsed since it explains those, as well."""

    sentences: int
    opened: float
    parsed: float
    words_parsed: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Throughput:
    """What a run over a corpus gives.

    `ratio` is ingest's speed over that of `nlp.pipe` by the clock, `ratio_cpu` by processor time.
    """

    articles: int
    words: int
    claims: int
    conflicts: int
    unreadable: int
    speeds: dict[str, Speed]
    ratio: float
    ratio_cpu: float
    gate: GateShares


async def measure(raws: Sequence[RawArticle], *, slice_size: int, rounds: int) -> Throughput:
    """Read the corpus `rounds` times into an empty store each, in slices that take turns with the bare pipeline."""
    extractor = build_extractor(_MEMORY)
    plain = load_pipeline(_MEMORY.language.pipeline)
    # Left alone the pipeline splits texts into sentences itself; for claims it is given sentences.
    plain.disable_pipe(SINGLE_SENTENCE)
    watch = Watch(spans={})
    results: list[Ingested | SourceError] = []
    readable: list[Article] = []
    for _ in range(rounds):
        results.clear()
        readable.clear()
        async with open_ground(_MEMORY, clock=lambda: NOW) as ground:
            pipeline = ground.pipeline()
            for start in range(0, len(raws), slice_size):
                part = raws[start : start + slice_size]
                words = words_in(part)
                watch.start()
                articles = _articles(part)
                came = [result async for result in pipeline.ingest_many(articles, extractor)]
                watch.stop(INGEST, articles=len(part), words=words)
                results += came
                sound = [one for one, result in zip(articles, came, strict=True) if isinstance(result, Ingested)]
                watch.start()
                for _doc in plain.pipe(text_of(raw) for raw in part):
                    pass
                watch.stop(PARSE, articles=len(part), words=words)
                watch.start()
                for _claims in extractor.extract_many(sound):
                    pass
                watch.stop(EXTRACT, articles=len(part), words=words)
                readable += sound
    speeds = {name: speed_of(spans) for name, spans in watch.spans.items()}
    ingested = [result for result in results if isinstance(result, Ingested)]
    return Throughput(
        articles=len(raws),
        words=words_in(raws),
        claims=sum(len(result.claims) for result in ingested),
        conflicts=sum(alert.kind.value == "conflict" for result in ingested for alert in result.alerts),
        unreadable=len(raws) - len(ingested),
        speeds=speeds,
        ratio=speeds[INGEST].words_per_second / speeds[PARSE].words_per_second,
        ratio_cpu=speeds[INGEST].words_per_cpu_second / speeds[PARSE].words_per_cpu_second,
        gate=_gate_shares(readable, extractor),
    )


def _articles(raws: Sequence[RawArticle]) -> list[Article]:
    """Return what can be read, in order of publication."""
    articles = []
    for raw in raws:
        try:
            articles.append(read_article(raw, now=NOW))
        except SourceError:
            continue
    return sorted(articles, key=lambda article: (article.published_at, article.id, article.key))


def _gate_shares(articles: Sequence[Article], extractor: Extractor) -> GateShares:
    sentences = opened = parsed = words = words_parsed = 0
    for article in articles:
        plan = extractor._plan(article)
        read = {*plan.candidates, *plan.explaining} if plan.candidates else set()
        lengths = [len(sentence.text.split()) for sentence in sentences_of(article)]
        sentences += len(lengths)
        opened += len(plan.candidates)
        parsed += len(read)
        words += sum(lengths)
        words_parsed += sum(lengths[number] for number in read)
    return GateShares(
        sentences=sentences,
        opened=opened / max(1, sentences),
        parsed=parsed / max(1, sentences),
        words_parsed=words_parsed / max(1, words),
    )
