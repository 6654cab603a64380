"""Inputs as people give them."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.reading import is_url, progress, read_inputs
from bot.commands.session import Session
from config.load import load_settings
from handlers.console.screen import make_console

NOW = datetime(2031, 6, 1, 12, 0, tzinfo=UTC)


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def make_session(
    *, out: io.StringIO | None = None, err: io.StringIO | None = None, **environ: str
) -> tuple[Session, io.StringIO, io.StringIO]:
    """Return a session that prints into text."""
    out, err = out or io.StringIO(), err or io.StringIO()
    changed = {f"CLAIMWATCH_{name}": value for name, value in environ.items()}
    return Session(settings=load_settings(None, changed), out=make_console(out), err=make_console(err)), out, err


def write_articles(folder: Path, published: list[str]) -> list[str]:
    """Write an article for each date and return the paths."""
    paths = []
    for number, day in enumerate(published):
        path = folder / f"a{number}.json"
        record = {"text": f"The bridge number {number} is open again.", "published": day, "publisher": "Hill Post"}
        path.write_text(json.dumps(record), encoding="utf-8")
        paths.append(str(path))
    return paths


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        pytest.param("https://ell.example/a", True, id="https"),
        pytest.param("ftp://ell.example/a", True, id="refused later, with a reason"),
        pytest.param("articles/a.md", False, id="path"),
        pytest.param("./a://b", False, id="odd path"),
        pytest.param("-", False, id="standard input"),
    ],
)
def test_addresses_are_told_from_paths(given_: str, *, wanted: bool) -> None:
    """An address has a scheme."""
    assert is_url(given_) is wanted


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)))
async def test_the_order_of_the_inputs_does_not_matter(tmp_path: Path, order: list[int]) -> None:
    """Articles come in order of publication, and those of one moment always in the same order."""
    paths = write_articles(tmp_path, ["2031-05-03", "2031-05-01", "2031-05-02", "2031-05-01", "2031-05-01"])
    session, _, _ = make_session()
    usual, _ = await read_inputs(session, paths, now=NOW)
    turned, failed = await read_inputs(session, [paths[number] for number in order], now=NOW)
    assert turned == usual
    assert [article.published_at for article in turned] == sorted(article.published_at for article in turned)
    assert failed == 0


async def test_what_cannot_be_read_is_counted_and_said(tmp_path: Path) -> None:
    """One line on standard error each, cleaned of what a terminal would obey; nothing on standard output."""
    (good,) = write_articles(tmp_path, ["2031-05-03"])
    bad = tmp_path / "bad\x1b[31m.txt"
    bad.write_bytes(b"")
    session, out, err = make_session()
    articles, failed = await read_inputs(session, [str(bad), good, str(tmp_path / "missing.md")], now=NOW)
    assert (len(articles), failed) == (1, 2)
    assert len(err.getvalue().splitlines()) == 2
    assert "\x1b" not in err.getvalue()
    assert out.getvalue() == ""


async def test_a_page_is_fetched_from_where_that_is_allowed(local_page: str) -> None:
    """A local address is refused unless the settings open its network."""
    session, _, err = make_session()
    assert (await read_inputs(session, [local_page], now=NOW))[1] == 1
    assert "127.0.0.1" in err.getvalue()
    opened, _, _ = make_session(SOURCES__ALLOW_NETWORKS="127.0.0.0/8")
    (article,), failed = await read_inputs(opened, [local_page], now=NOW)
    assert failed == 0
    assert "bridge" in article.text


@pytest.fixture
async def local_page() -> AsyncIterator[str]:
    """Serve a page on this machine; return its address."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="The bridge over the river Ell is open again, engineers said on Monday.")

    application = web.Application()
    application.router.add_get("/bridge", page)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"{site.name.rsplit(':', 1)[0]}:{runner.addresses[0][1]}/bridge"
    await runner.cleanup()


def test_a_bar_is_shown_only_to_people_and_for_many() -> None:
    """Below the panels on a terminal, on standard error beside a pipe, never among lines of JSON."""

    def shown(*, total: int, lines: bool, out: io.StringIO, err: io.StringIO) -> tuple[bool, bool]:
        session, _, _ = make_session(out=out, err=err)
        with progress(session, "Reading", total=total, lines=lines) as steps:
            steps.advance()
        return bool(out.getvalue()), bool(err.getvalue())

    assert shown(total=100, lines=False, out=Terminal(), err=Terminal()) == (True, False)
    assert shown(total=100, lines=True, out=Terminal(), err=Terminal()) == (False, False)
    assert shown(total=100, lines=True, out=io.StringIO(), err=Terminal()) == (False, True)
    assert shown(total=100, lines=True, out=io.StringIO(), err=io.StringIO()) == (False, False)
    assert shown(total=3, lines=False, out=Terminal(), err=Terminal()) == (False, False)
