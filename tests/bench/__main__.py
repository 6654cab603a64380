"""Measures how fast Claimwatch is and what it takes: `python -m tests.bench CORPUS [--start]`.

Nothing is asserted: a figure is read by people, beside the one before it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.channels import Channels
    from tests.bench.length import Growth
    from tests.bench.load import Load
    from tests.bench.scale import Scale
    from tests.bench.start import Start
    from tests.bench.throughput import Throughput

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for and print it."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    others = (asked.start, asked.length, *(one is not None for one in (asked.channels, asked.scale, asked.load)))
    if asked.corpus is None and not any(others):
        parser.error(
            "say which corpus to read (make bench CORPUS=file.jsonl.gz), or "
            "--start, --length, --channels 200, --scale, --load 60"
        )
    figures: dict[str, object] = {}
    if asked.start:
        from tests.bench import start

        figures["start"] = measured = start.measure()
        _print(_start_lines(measured))
    if asked.channels is not None:
        from tests.bench import channels

        figures["channels"] = told = channels.measure(items=asked.channels, every=asked.every)
        _print(_channel_lines(told))
    if asked.scale is not None:
        from tests.bench import scale

        figures["scale"] = sizes = asyncio.run(scale.measure(asked.scale or scale.SIZES, keep=asked.keep))
        _print(_scale_lines(sizes))
    if asked.load is not None:
        from tests.bench import load

        figures["load"] = loaded = load.measure(lasting=asked.load, store=asked.store)
        _print(_load_lines(loaded))
    if asked.length:
        _take_one_core()
        from tests.bench import length

        figures["length"] = growth = asyncio.run(length.measure())
        _print(_length_lines(growth))
    if asked.corpus is not None:
        _take_one_core()
        # Only now: the libraries look at how many threads they may have when they are loaded.
        from tests.bench import corpus, throughput

        raws = corpus.read_corpus(asked.corpus, limit=asked.limit)
        if not raws:
            parser.error(f"there is no article in {asked.corpus}")
        if asked.mix is not None:
            raws = corpus.mixed(raws, corpus.read_corpus(asked.mix, limit=None))
        figures["throughput"] = run = asyncio.run(throughput.measure(raws, slice_size=asked.slice, rounds=asked.rounds))
        _print(_throughput_lines(run))
    from tests.bench.figures import machine, write_json

    figures["machine"] = machine()
    _print([", ".join(f"{name} {value}" for name, value in machine().items())])
    if asked.json is not None:
        write_json(asked.json, figures)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", help="JSON Lines of articles, packed or not")
    parser.add_argument("--limit", type=int, metavar="N", help="read only the first N items")
    parser.add_argument("--slice", type=int, default=500, metavar="N", help="items a turn (500)")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="how often the corpus is read (1)")
    parser.add_argument("--mix", type=Path, metavar="FILE", help="other news: one item in twenty is the corpus's")
    parser.add_argument("--length", action="store_true", help="measure articles of 10 kB, 100 kB and 1 MB")
    parser.add_argument("--start", action="store_true", help="measure a first and a second start, and memory")
    parser.add_argument("--channels", type=int, metavar="N", help="measure from feed to channel, with N items")
    parser.add_argument("--every", type=float, default=1.2, metavar="S", help="seconds between these items (1.2)")
    parser.add_argument("--scale", type=int, nargs="*", metavar="N", help="measure stores of N claims (10^3 to 10^6)")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="with --scale: keep the stores here, and use those kept"
    )
    parser.add_argument("--load", type=float, metavar="S", help="measure acknowledgements under load for S seconds")
    parser.add_argument("--store", type=Path, metavar="FILE", help="with --load: over a copy of this store")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    return parser


def _take_one_core() -> None:
    """Keep this process on one processor core, the one that comes last, and its libraries to one thread."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.environ.update(dict.fromkeys(_THREADS, "1"))


def _throughput_lines(run: Throughput) -> Iterator[str]:
    yield (
        f"{run.articles:,} articles, {run.words:,} words; {run.claims:,} claims, {run.conflicts:,} conflict alerts"
        + (f"; {run.unreadable:,} not readable" if run.unreadable else "")
    )
    yield f"{'':14}{'articles/s':>12}{'words/s':>12}{'articles/cpu s':>16}{'words/cpu s':>14}"
    for name, speed in run.speeds.items():
        yield (
            f"{name:14}{speed.articles_per_second:12,.0f}{speed.words_per_second:12,.0f}"
            f"{speed.articles_per_cpu_second:16,.0f}{speed.words_per_cpu_second:14,.0f}"
        )
    yield f"ingest / nlp.pipe: {run.ratio:.2f} by the clock, {run.ratio_cpu:.2f} by processor time (medians of slices)"
    gate = run.gate
    yield (
        f"of {gate.sentences:,} sentences the gate opens {gate.opened:.1%}; with what explains them "
        f"{gate.parsed:.1%} are parsed, {gate.words_parsed:.1%} of the words"
    )


def _length_lines(growth: Sequence[Growth]) -> Iterator[str]:
    for one in growth:
        yield (
            f"{one.kilobytes:8,.0f} kB: {one.extraction:6.1f} ms a kB to find {one.claims:,} claims, "
            f"{one.ingest:6.1f} ms a kB to store them as well"
        )


def _start_lines(start: Start) -> Iterator[str]:
    yield (
        f"first start: {start.first_line:.1f} s to the first alert, {start.first_conflict:.1f} s to the first "
        f"conflict, {start.ready:.1f} s until ready"
    )
    yield f"second start: {start.again_ready:.1f} s until ready"
    for name, memory in (("first start", start.memory), ("second start", start.memory_again)):
        yield (
            f"memory, idle after the {name}: {memory.rss:.0f} MB resident (RSS), {memory.pss:.0f} MB proportional "
            f"(PSS), {memory.processes} processes"
        )


def _channel_lines(told: Channels) -> Iterator[str]:
    yield f"{told.discord.number} items, one every {told.every:g} s; the feed is asked every second"
    yield f"{'':28}{'p50':>8}{'p99':>8}{'longest':>9}"
    for name, spread in (
        ("item to message, Discord", told.discord),
        ("item to message, Slack", told.slack),
        ("acknowledgement, Discord", told.discord_acknowledged),
        ("menu used, Discord", told.discord_used),
        ("typing answered, Discord", told.discord_offered),
        ("acknowledgement, Slack", told.slack_acknowledged),
    ):
        yield f"{name:28}{spread.p50:8.3f}{spread.p99:8.3f}{spread.longest:9.3f}"


def _load_lines(load: Load) -> Iterator[str]:
    yield f"{load.claims:,} claims stored; {load.read:,} long articles read meanwhile, {load.waiting:,} still waited"
    yield f"{'':28}{'number':>8}{'p50':>8}{'p99':>8}{'longest':>9}"
    for name, spread in (
        ("acknowledgement, Discord", load.discord_acknowledged),
        ("menu used, Discord", load.discord_used),
        ("typing answered, Discord", load.discord_offered),
        ("acknowledgement, Slack", load.slack_acknowledged),
        ("menus, Slack", load.slack_used),
    ):
        yield f"{name:28}{spread.number:8}{spread.p50:8.3f}{spread.p99:8.3f}{spread.longest:9.3f}"


def _scale_lines(sizes: Sequence[Scale]) -> Iterator[str]:
    yield f"{'p50 / p99, ms':28}" + "".join(f"{one.claims:>18,}" for one in sizes)
    yield f"{'database, MB':28}" + "".join(f"{one.megabytes:18,.0f}" for one in sizes)
    rows = {
        "candidates of a claim": [one.candidates for one in sizes],
        "compare an article": [one.compare for one in sizes],
        "commit it": [one.commit for one in sizes],
        "both": [one.both for one in sizes],
        "both, processor time": [one.cpu for one in sizes],
        **{name: [one.queries[name] for one in sizes] for name in sizes[0].queries},
    }
    for name, spreads in rows.items():
        yield f"{name:28}" + "".join(f"{f'{one.p50:.1f} / {one.p99:.1f}':>18}" for one in spreads)


def _print(lines: Iterator[str] | list[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
