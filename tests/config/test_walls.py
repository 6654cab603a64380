from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.errors import ConfigurationError
from config.walls import load_walls

GOOD = (
    '[paywall]\nphrases = ["to read on"]\n[consent]\nphrases = ["of cookies"]\n[challenge]\nphrases = ["no robots"]\n'
)


def test_phrases_are_loaded(tmp_path: Path) -> None:
    """Those of a file, and those that come with the program."""
    path = tmp_path / "walls.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_walls(path).consent == ("of cookies",)
    assert load_walls().challenge


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[consent]", "[cookies]", "exactly the tables"),
        ('"to read on"', '"To read on"', "paywall"),
        ('"to read on"', '"read"', "paywall"),
        ('"to read on"', "5", "paywall"),
        ('"no robots"', '"no robots", "no robots"', "challenge"),
        ('phrases = ["no robots"]', "phrase = []", "challenge"),
        ("[paywall]", "[paywall", "walls.toml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    """With the table, so that it can be mended."""
    path = tmp_path / "walls.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=named):
        load_walls(path)
