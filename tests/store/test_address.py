from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.errors import StoreError
from bot.store.address import parse_address


@pytest.mark.parametrize(
    ("url", "path"),
    [
        pytest.param(":memory:", None, id="memory"),
        pytest.param("sqlite://", None, id="memory-by-url"),
        pytest.param("sqlite+aiosqlite:///:memory:", None, id="memory-by-driver-url"),
        pytest.param("claims.db", Path("claims.db"), id="relative-path"),
        pytest.param("/srv/claims.db", Path("/srv/claims.db"), id="absolute-path"),
        pytest.param(" data/claims.db\n", Path("data/claims.db"), id="white-space"),
        pytest.param("~/claims.db", Path.home() / "claims.db", id="home"),
        pytest.param("data/50% of #1?.db", Path("data/50% of #1?.db"), id="signs-of-urls-in-a-path"),
        pytest.param("sqlite:///claims.db", Path("claims.db"), id="relative-url"),
        pytest.param("sqlite:////srv/claims.db", Path("/srv/claims.db"), id="absolute-url"),
        pytest.param("sqlite+aiosqlite:////srv/claims.db", Path("/srv/claims.db"), id="driver-url"),
        pytest.param("sqlite:///~/claims.db", Path.home() / "claims.db", id="home-url"),
    ],
)
def test_every_form_names_a_database(url: str, path: Path | None) -> None:
    """A database can be named by its path, by a URL, or as memory."""
    assert parse_address(url).path == path


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("", "no database is named", id="empty"),
        pytest.param("postgresql://me:secret@host/claims", "only SQLite", id="another-database"),
        pytest.param("mysql+pymysql://host/claims", "only SQLite", id="another-driver"),
        pytest.param("sqlite://srv/claims.db", "four slashes", id="too-few-slashes"),
        pytest.param("sqlite:///claims.db?mode=ro", "no options", id="options"),
        pytest.param("://", "not a database URL", id="no-scheme"),
        pytest.param("a\0b", "null character", id="null-character"),
        pytest.param("~nobody-of-that-name/claims.db", "home", id="no-such-home"),
    ],
)
def test_any_other_form_is_refused_with_a_reason(url: str, reason: str) -> None:
    """What cannot be a database is said to be none, and a password is not shown."""
    with pytest.raises(StoreError, match=reason) as caught:
        parse_address(url)

    assert "secret" not in str(caught.value)
