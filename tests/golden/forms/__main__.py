"""Print how many sentences are right: `python -m tests.golden.forms`; with `--wrong`, the wrong ones too."""

from __future__ import annotations

import sys

from bot.workers import InProcessExtractor
from tests.golden.articles import MEMORY
from tests.golden.forms.sentences import KINDS, read_forms


def main(arguments: list[str]) -> None:
    """Read all sentences and print a line for each kind."""
    extractor = InProcessExtractor(MEMORY)
    for kind in KINDS:
        found = read_forms(kind, extractor)
        wrong = [f"- {one.tell()}" for one in found if not one.right] if "--wrong" in arguments else []
        count = f"{kind}: {sum(one.right for one in found)} of {len(found)} sentences right"
        sys.stdout.write("\n".join([count, *wrong, ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
