"""Which files of a folder are articles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# What editors, browsers and copying programs write beside or before the finished file.
_UNFINISHED: Final = ("~", ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp")
# What tells about a folder and is no article of it.
_ABOUT: Final = frozenset({"readme", "license", "licence", "notice", "copying"})


def article_files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of its subfolders, sorted, without hidden, unfinished and README-like ones.

    Links to folders are not followed. A folder that is gone or closed to us has no files.
    """
    for here, subfolders, names in os.walk(folder):
        # os.walk reads this list on: hidden folders are left out, the others come in order.
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if is_article_name(name):
                yield Path(here, name)


def is_article_name(name: str) -> bool:
    """Whether a file of this name in a folder is taken for an article."""
    folded = name.casefold()
    if folded.startswith((".", "~")) or folded.endswith(_UNFINISHED):
        return False
    return folded.partition(".")[0] not in _ABOUT
