"""Print how the pairs come out: `python -m tests.golden.pairs`; with `--wrong`, each that is wrong."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter

from bot.workers import InProcessExtractor
from tests.golden.articles import MEMORY
from tests.golden.pairs.pairs import Outcome, outcomes, read_pairs


def main(arguments: list[str]) -> None:
    """Run all pairs and print the figures."""
    found = asyncio.run(outcomes(read_pairs(), InProcessExtractor(MEMORY)))
    raised, due = [one for one in found if one.alert], [one for one in found if one.case.alert]
    hits = sum(one.case.alert for one in raised)
    lines = [
        f"{len(found)} pairs, {sum(one.missing for one in found)} with a claim that was not found",
        f"conflict alerts: {len(raised)} raised, {len(due)} due, {hits} right",
        f"  precision {hits / max(len(raised), 1):.3f}, recall {hits / max(len(due), 1):.3f}",
        f"relations right: {sum(one.right for one in found) / len(found):.3f}",
        *_by_kind(found),
    ]
    if "--wrong" in arguments:
        lines += [_tell(one) for one in found if not one.right or one.alert is not one.case.alert]
    sys.stdout.write("\n".join(lines) + "\n")


def _by_kind(found: tuple[Outcome, ...]) -> list[str]:
    every = Counter(_kind(one) for one in found)
    right = Counter(_kind(one) for one in found if one.right)
    return [f"  {kind}: {right[kind]} of {number}" for kind, number in sorted(every.items())]


def _kind(one: Outcome) -> str:
    case = one.case
    return (case.conflicts[0] if case.conflicts else case.suppressed_by) or case.relations[0]


def _tell(one: Outcome) -> str:
    case = one.case
    alert = f", alert {'raised' if one.alert else 'missing'}" if one.alert is not case.alert else ""
    claim = ", a claim not found" if one.missing else ""
    return f"- {case.id}: wanted {'/'.join(case.relations)}, found {one.relation}{alert}{claim}"


if __name__ == "__main__":
    main(sys.argv[1:])
