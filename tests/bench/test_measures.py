"""That the measurements measure what they say; how fast anything is, no test asks."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.model.article import RawArticle
from bot.sources.documents import read_path
from tests.bench import length
from tests.bench.corpus import NOW, mixed, read_corpus, words_in
from tests.bench.figures import Span, Watch, machine, speed_of, write_json
from tests.bench.start import memory_of
from tests.bench.throughput import EXTRACT, INGEST, PARSE, measure

SAMPLES = Path(__file__).parents[2] / "bot" / "samples"


def test_a_corpus_is_read_up_to_the_limit(tmp_path: Path) -> None:
    """The first items are read, and a line that is none is left out."""
    corpus = tmp_path / "items.jsonl"
    lines = [json.dumps({"id": str(number), "text": "Rain fell on the hills."}) for number in range(5)]
    corpus.write_text("\n".join([lines[0], "{", *lines[1:]]), encoding="utf-8")
    raws = read_corpus(corpus, limit=3)
    assert [raw.key for raw in raws] == ["0", "1", "2"]
    assert words_in(raws) == 15


def test_speeds_are_medians_over_slices() -> None:
    """One slow slice does not change what is said of the others."""
    spans = [Span(wall=wall, cpu=wall / 2, articles=10, words=100) for wall in (1.0, 2.0, 40.0)]
    speed = speed_of(spans)
    assert (speed.slices, speed.articles_per_second, speed.words_per_second) == (3, 5.0, 50.0)
    assert (speed.articles_per_cpu_second, speed.words_per_cpu_second) == (10.0, 100.0)


def test_a_watch_keeps_its_spans_by_name() -> None:
    """What is measured under one name stands together."""
    watch = Watch(spans={})
    for name in ("a", "b", "a"):
        watch.start()
        watch.stop(name, articles=1, words=2)
    assert {name: len(spans) for name, spans in watch.spans.items()} == {"a": 2, "b": 1}
    assert all(span.wall >= 0 and span.cpu >= 0 for spans in watch.spans.values() for span in spans)


async def test_the_samples_are_measured_in_turns() -> None:
    """Every slice is ingested, parsed and extracted, and the claims are those of the whole path."""
    raws = [raw for raw in read_path(SAMPLES, now=NOW) if isinstance(raw, RawArticle)]
    run = await measure(raws, slice_size=2, rounds=1)
    assert {name: speed.slices for name, speed in run.speeds.items()} == {INGEST: 2, PARSE: 2, EXTRACT: 2}
    assert (run.articles, run.words, run.unreadable) == (3, words_in(raws), 0)
    assert run.claims > 0
    assert 0 < run.gate.opened <= run.gate.parsed <= 1


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells memory in /proc")
def test_memory_is_that_of_this_process() -> None:
    """A process without children has its own memory, and shared pages count for less."""
    memory = memory_of(os.getpid())
    assert memory.processes >= 1
    assert 1 < memory.pss <= memory.rss


def test_figures_are_written_as_json(tmp_path: Path) -> None:
    """Dataclasses become objects, and the machine is told in general terms."""
    file = tmp_path / "figures.json"
    write_json(file, {"span": Span(wall=1.0, cpu=0.5, articles=2, words=3), "machine": machine()})
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["span"] == {"wall": 1.0, "cpu": 0.5, "articles": 2, "words": 3}
    assert set(written["machine"]) == {"processors", "architecture", "system", "python"}


def test_one_item_in_twenty_is_on_a_war() -> None:
    """The stream is drawn by a seed, and each item stands in it once."""
    raws = [RawArticle(origin="test", key=str(number), body="text", received_at=NOW) for number in range(100)]
    stream = mixed(raws[:3], raws[3:])
    assert [len(stream), len({raw.key for raw in stream})] == [60, 60]
    assert sum(raw in raws[:3] for raw in stream) == 3
    assert stream == mixed(raws[:3], raws[3:])


async def test_longer_articles_make_more_claims() -> None:
    """Each length is measured, finding and storing."""
    short, longer = await length.measure((1, 4))
    assert longer.kilobytes > short.kilobytes
    assert longer.claims > short.claims > 0
    assert 0 < longer.extraction < longer.ingest
