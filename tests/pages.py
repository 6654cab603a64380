"""The project's written pages, taken apart for the tests that hold them against the program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: its path, its text, and what its Markdown marks."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """The path from the project's folder, with slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def prose(self) -> str:
        """The text without fenced blocks."""
        return _FENCE.sub("", self.text)

    def blocks(self, language: str) -> list[str]:
        """Return the fenced blocks of a language, their indentation taken off."""
        return [
            re.sub(rf"^{match['indent']}", "", match["text"], flags=re.MULTILINE)
            for match in _FENCE.finditer(self.text)
            if match["language"] == language
        ]

    @property
    def codes(self) -> list[str]:
        """What stands between single backticks."""
        return _CODE.findall(self.prose)

    @property
    def links(self) -> list[str]:
        """The targets of links and pictures."""
        return _LINK.findall(self.prose)

    @property
    def anchors(self) -> frozenset[str]:
        """The names under which headings can be linked to, as code-hosting sites make them."""
        titles = (re.sub(r"[`*]", "", title).strip().casefold() for title in _HEADING.findall(self.prose))
        return frozenset(re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles)

    @property
    def commands(self) -> list[str]:
        """The lines of shell blocks, and other code, inline or indented, that calls the program or `make`."""
        lines = [line.strip() for block in self.blocks("sh") for line in block.splitlines() if line.strip()]
        others = self.codes + _INDENTED.findall(self.prose)
        return lines + [code for code in others if code.startswith(("claimwatch ", "make "))]


@cache
def page(name: str) -> Page:
    """Return the page at a path from the project's folder."""
    path = ROOT / name
    return Page(path=path, text=path.read_text(encoding="utf-8"))


@cache
def every_page() -> tuple[Page, ...]:
    """Return the README, the changelog, and what is in `docs`."""
    found = ("README.md", "CHANGELOG.md", *(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md")))
    return tuple(page(name) for name in sorted(found))
