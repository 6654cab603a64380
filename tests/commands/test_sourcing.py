"""`claimwatch sources …`, against a site on this machine."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from bot.cli.program import main
from bot.model.feed import FeedRecord
from bot.sources.opml import Outline, feeds_file, read_opml
from tests.servers.feed import FeedServer, Reply, rss, rss_item
from tests.servers.threads import Threaded, threaded

Run = Callable[..., tuple[int, str, str]]
FEED = "/feed.xml"
NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Threaded[FeedServer]]:
    """Start a site in another thread, since the program brings its own loop."""
    with threaded(FeedServer) as server:
        server.server.tell(FEED, Reply(body=rss(rss_item(1), rss_item(2))))
        yield server


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Return what runs the program in an empty folder: its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("CLAIMWATCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLAIMWATCH_SOURCES__ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(["sources", *arguments])
        out, err = capfd.readouterr()
        return code, out, err

    yield call
    # The program has set up logging to a terminal that is gone now.
    structlog.reset_defaults()


def states(run: Run) -> dict[str, str]:
    """Return the state of each feed."""
    code, out, _ = run("list", "--json")
    assert code == 0
    return {found["url"]: found["state"] for found in map(json.loads, out.splitlines())}


def test_a_feed_is_added_paused_resumed_and_removed(run: Run, site: Threaded[FeedServer]) -> None:
    """And each step shows in the list."""
    url = site.server.url(FEED)
    code, _, err = run("add", url)
    assert (code, "The Ell Courier (2 items): followed from now on." in err) == (0, True)
    assert "is followed already" in run("add", url)[2]
    assert states(run) == {url: "is new"}
    assert run("pause", url)[0] == 0
    assert states(run) == {url: "paused"}
    assert "The Ell Courier" in run("list")[1]
    assert run("resume", url)[0] == 0
    assert run("remove", url)[0] == 0
    assert states(run) == {}
    assert "No feeds yet" in run("list")[2]


def test_what_does_not_answer_is_not_added(run: Run, site: Threaded[FeedServer]) -> None:
    """Unless somebody insists; the others are."""
    good, bad = site.server.url(FEED), site.server.url("/none.xml")
    code, _, err = run("add", bad, good)
    assert code == 1
    assert "there is no such feed" in err
    assert states(run) == {good: "is new"}
    assert run("add", "--untested", bad)[0] == 0
    assert set(states(run)) == {good, bad}


@pytest.mark.parametrize("url", ["ell.example/rss", "file:///etc/passwd", "https://", "https://a b/"])
def test_what_is_no_address_is_refused(run: Run, url: str) -> None:
    """Before anything is asked."""
    code, _, err = run("add", "--untested", url)
    assert (code, "is no address of a feed" in err) == (1, True)


def test_a_feed_of_the_settings_is_listed_and_stays_theirs(
    run: Run, site: Threaded[FeedServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can be paused; to take it out, the settings have to change."""
    url = site.server.url(FEED)
    monkeypatch.setenv("CLAIMWATCH_FEEDS__URLS", url)
    assert states(run) == {url: "is new"}
    code, _, err = run("remove", url)
    assert (code, "take it out of feeds.urls or config/sources.toml" in err) == (1, True)
    assert run("pause", url)[0] == 0
    monkeypatch.delenv("CLAIMWATCH_FEEDS__URLS")
    assert states(run) == {}


def test_a_name_that_is_not_there_is_told_with_the_nearest(run: Run) -> None:
    """It was a slip as a rule."""
    run("add", "--untested", "https://ell.example/world.rss")
    for command in ("pause", "resume", "remove"):
        code, _, err = run(command, "https://ell.example/wurld.rss")
        assert (code, "Did you mean https://ell.example/world.rss?" in " ".join(err.split())) == (1, True)


def test_a_feed_is_tried_without_being_kept(run: Run, site: Threaded[FeedServer]) -> None:
    """What it has is said, and where it has gone."""
    site.server.tell("/old.xml", Reply(status=301, headers={"Location": FEED}))
    code, out, _ = run("test", site.server.url("/old.xml"))
    assert code == 0
    assert "The Ell Courier: 2 items" in out
    assert f"has moved to {site.server.url(FEED)}" in out
    assert "Report 2" in out
    assert run("test", site.server.url("/none.xml"))[0] == 1
    assert states(run) == {}


def test_lists_go_in_and_out(run: Run, tmp_path: Path) -> None:
    """What was exported can be imported elsewhere; what is no address is counted."""
    (tmp_path / "mine.opml").write_text(
        '<opml><body><outline text="Ell" xmlUrl="https://ell.example/rss"/><outline xmlUrl="mailto:a"/>'
        '<outline xmlUrl="https://sea.example/rss"/></body></opml>'
    )
    code, _, err = run("import", "mine.opml")
    assert (code, "2 new feeds are followed, 0 were already, 1 are none." in err) == (1, True)
    code, out, _ = run("export")
    assert code == 0
    feeds = [
        FeedRecord(url="https://ell.example/rss", title="Ell", due_at=NOW),
        FeedRecord(url="https://sea.example/rss", due_at=NOW),
    ]
    assert out.encode() == feeds_file(feeds)
    assert read_opml(out.encode()) == (
        Outline(url="https://ell.example/rss", title="Ell"),
        Outline(url="https://sea.example/rss"),
    )
    (tmp_path / "ours.opml").write_text(out)
    code, _, err = run("import", "ours.opml")
    assert (code, "0 new feeds are followed, 2 were already" in err) == (0, True)


def test_a_list_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    """With its name and the reason."""
    (tmp_path / "no.opml").write_text("<rss/>")
    for name, reason in (("no.opml", "is no OPML file"), ("gone.opml", "cannot be read")):
        code, _, err = run("import", name)
        assert (code, f"{name}: {reason}" in err) == (1, True)
