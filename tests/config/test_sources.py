"""The file of feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.errors import ConfigurationError
from config.load import load_settings
from config.schema import FEEDS_FILE
from config.sources import read_sources

SHIPPED = Path(__file__).parents[2] / "config" / "sources.toml"
TWO = """[[feed]]
url = "https://ell.example/rss"
name = "The Ell Courier"
[[feed]]
url = "https://moor.example/atom"
[[feed]]
url = "https://ell.example/rss"
"""


def written(tmp_path: Path, text: str) -> Path:
    """Return a file with this text."""
    file = tmp_path / "feeds.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_feeds_are_read_once_each(tmp_path: Path) -> None:
    """In the order in which they stand."""
    assert read_sources(written(tmp_path, TWO)) == ("https://ell.example/rss", "https://moor.example/atom")


def test_the_shipped_file_names_none() -> None:
    """It only shows how one is written, and what it shows can be read."""
    assert read_sources(SHIPPED) == ()


def test_what_the_shipped_file_shows_can_be_used(tmp_path: Path) -> None:
    """Without the signs before it, it is a feed."""
    lines = (line.removeprefix("#") for line in SHIPPED.read_text(encoding="utf-8").splitlines() if line[1:2] != " ")
    assert read_sources(written(tmp_path, "\n".join(lines))) == ("https://example.org/world/rss",)


def test_the_usual_file_need_not_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one that is named has to be."""
    monkeypatch.chdir(tmp_path)
    assert read_sources(FEEDS_FILE) == ()
    with pytest.raises(ConfigurationError, match="no such file"):
        read_sources(Path("feeds.toml"))


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        pytest.param("[[feed]\n", "", "no valid TOML", id="broken"),
        pytest.param('[[feed]]\nurl = "ell.example"\n', "feed.1.url", "https://host/path", id="no-address"),
        pytest.param('[[feed]]\nname = "Ell"\n', "feed.1.url", "required", id="without-address"),
        pytest.param('[[feeds]]\nurl = "https://ell.example"\n', "feeds", "not permitted", id="misspelt"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, where: str, reason: str) -> None:
    """With the file, the feed's number and the key."""
    with pytest.raises(ConfigurationError, match=reason) as caught:
        read_sources(written(tmp_path, text))
    assert caught.value.where.endswith(where)


def test_the_settings_hold_the_feeds_of_both(tmp_path: Path) -> None:
    """Those that the settings name first; one that stands in both is one."""
    variables = {
        "CLAIMWATCH_FEEDS__URLS": "https://third.example/rss,https://moor.example/atom",
        "CLAIMWATCH_FEEDS__FILE": str(written(tmp_path, TWO)),
    }
    assert load_settings(None, variables).feeds.urls == (
        "https://third.example/rss",
        "https://moor.example/atom",
        "https://ell.example/rss",
    )
