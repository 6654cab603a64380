"""What a measurement yields, and how it is written down."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """How long one piece of work took, in seconds, and how much it was."""

    wall: float
    cpu: float
    articles: int
    words: int


@dataclass(slots=True)
class Watch:
    """Measures pieces of work by the wall clock and by this process's processor time, and keeps them by name."""

    spans: dict[str, list[Span]]
    _wall: float = 0.0
    _cpu: float = 0.0

    def start(self) -> None:
        """Begin a piece of work."""
        self._wall, self._cpu = perf_counter(), process_time()

    def stop(self, name: str, *, articles: int, words: int) -> None:
        """End it, and keep it under its name."""
        wall, cpu = perf_counter() - self._wall, process_time() - self._cpu
        self.spans.setdefault(name, []).append(Span(wall=wall, cpu=cpu, articles=articles, words=words))


@dataclass(frozen=True, kw_only=True, slots=True)
class Speed:
    """Medians over the slices: articles and words a second, by the wall clock and by processor time."""

    slices: int
    articles_per_second: float
    words_per_second: float
    articles_per_cpu_second: float
    words_per_cpu_second: float


def speed_of(spans: Sequence[Span]) -> Speed:
    """Return the medians of the slices' speeds."""
    return Speed(
        slices=len(spans),
        articles_per_second=median(span.articles / span.wall for span in spans),
        words_per_second=median(span.words / span.wall for span in spans),
        articles_per_cpu_second=median(span.articles / span.cpu for span in spans),
        words_per_cpu_second=median(span.words / span.cpu for span in spans),
    )


def machine() -> dict[str, str | int]:
    """Return what the figures depend on, in general terms."""
    return {
        "processors": os.cpu_count() or 0,
        "architecture": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def write_json(path: Path, figures: Mapping[str, object]) -> None:
    """Write figures as one JSON object; a dataclass becomes an object."""
    path.write_text(json.dumps(figures, indent=2, default=asdict) + "\n", encoding="utf-8")
