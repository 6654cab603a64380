"""How what was wanted and what was found go together, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tests.golden.modality.sentences import NOTHING, PLAIN, Outcome, Reading


def confusion(found: Iterable[Outcome]) -> Counter[tuple[str, str]]:
    """Count pairs of the mood wanted and the mood found; a claim that nobody wanted is beside "no claim"."""
    return Counter((_mood(want), _mood(one)) for outcome in found for want, one in outcome.pairs)


def table(kind: str, found: Sequence[Outcome]) -> str:
    """Return one kind's table: a row for each mood wanted, a column for each mood found."""
    counts = confusion(found)
    rows = sorted({want for want, _ in counts}, key=_order)
    columns = sorted({one for _, one in counts}, key=_order)
    right = sum(outcome.right for outcome in found)
    lines = [
        f"{kind.replace('_', ' ').capitalize()}: {right} of {len(found)} sentences right.",
        "",
        f"| wanted, found: | {' | '.join(columns)} |",
        f"|---|{'---|' * len(columns)}",
    ]
    lines += [f"| {want} | {' | '.join(str(counts[want, one] or '') for one in columns)} |" for want in rows]
    return "\n".join(lines)


def _mood(reading: Reading | None) -> str:
    return reading.mood if reading is not None else NOTHING


def _order(mood: str) -> tuple[int, str]:
    return ({PLAIN: 0, NOTHING: 2}.get(mood, 1), mood)
