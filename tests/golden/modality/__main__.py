"""Print the confusion tables as Markdown: `python -m tests.golden.modality`; with `--wrong`, what is still wrong."""

from __future__ import annotations

import sys

from bot.workers import InProcessExtractor
from tests.golden.articles import MEMORY
from tests.golden.modality.confusion import table
from tests.golden.modality.sentences import kinds, outcomes, read_cases


def main(arguments: list[str]) -> None:
    """Read all sentences and print one table for each kind."""
    extractor = InProcessExtractor(MEMORY)
    for kind in kinds():
        found = outcomes(read_cases(kind), extractor)
        lines = [f"- {one.tell()}" for one in found if not one.right] if "--wrong" in arguments else []
        sys.stdout.write("\n".join([table(kind, found), *lines, "", ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
