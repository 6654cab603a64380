"""Where the database is: the forms in which settings may name it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.model.errors import StoreError

_DRIVERS = {"sqlite", "sqlite+aiosqlite"}
_MEMORY = ":memory:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A database: a file, or `path` is `None` for one that is gone when closed. `shown` is for messages."""

    shown: str
    path: Path | None


def parse_address(url: str) -> Address:
    """Return the database that `:memory:`, a file's path, `sqlite:///path` or `sqlite+aiosqlite:///path` names.

    `~` is the home folder. Raises StoreError for any other form.
    """
    text = url.strip()
    if text == _MEMORY:
        return Address(shown=text, path=None)
    if not text:
        raise StoreError(url="(empty)", reason="no database is named; give a file's path or :memory:")
    if "://" not in text:
        return _file(text, text)
    try:
        parsed = make_url(text)
    except ArgumentError:
        raise StoreError(url=text.partition("://")[0] + "://…", reason="not a database URL") from None
    shown = parsed.render_as_string(hide_password=True)
    if parsed.drivername not in _DRIVERS:
        raise StoreError(url=shown, reason="only SQLite is supported; give a file's path or sqlite:///path")
    if parsed.host:
        raise StoreError(url=shown, reason="an absolute path takes four slashes: sqlite:////path")
    if parsed.query:
        raise StoreError(url=shown, reason="a database URL takes no options here")
    if not parsed.database or parsed.database == _MEMORY:
        return Address(shown=shown, path=None)
    return _file(parsed.database, shown)


def _file(name: str, shown: str) -> Address:
    if "\0" in name:
        raise StoreError(url=shown.replace("\0", "?"), reason="a path cannot hold a null character")
    try:
        return Address(shown=shown, path=Path(name).expanduser())
    except RuntimeError as error:
        raise StoreError(url=shown, reason=str(error)) from error
