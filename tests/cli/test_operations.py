"""What waits to be read and to be told, what comes next, and what is taken down."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from bot.article.reading import read_article
from bot.model.arrival import New
from bot.model.article import RawArticle
from bot.model.outbox import Window
from bot.store.database import open_store
from tests.builders import make_alert, make_article
from tests.cli.conftest import Run
from tests.desk.test_desk import NOW


async def _leave(path: Path) -> None:
    """Leave an alert that waits, one that failed, and a channel that is paused."""
    async with open_store(str(path)) as store:
        async with store.unit_of_work() as unit:
            await unit.add_alerts([make_alert(title="Who holds Ellbruck?")], destinations=["discord:1", "slack:C2"])
        one, two = await store.outbox.lease(now=NOW, until=NOW, limit=2)
        await store.outbox.paused(one.id, what="discord:1", now=NOW, due_at=NOW, reason="the bot may not write")
        await store.outbox.failed(two.id, now=NOW, reason="invalid blocks")


def test_what_has_not_arrived_is_listed_and_tried_again(run: Run, tmp_path: Path) -> None:
    """With where, why and since when; a failed one can be put back."""
    path = tmp_path / "claims.db"
    asyncio.run(_leave(path))
    code, out, _ = run("outbox", "--database", path)
    assert code == 0
    assert "Discord channel 1 is paused since" in out
    assert all(word in out for word in ("the bot may not write", "✗ failed", "invalid blocks", "… waits"))
    [failed] = [json.loads(line) for line in run("outbox", "--failed", "--json", "--database", path)[1].splitlines()]
    assert (failed["type"], failed["destination"], failed["state"]) == ("undelivered", "slack:C2", "failed")

    assert run("outbox", "retry", failed["id"], "--database", path)[0] == 0
    assert "Nothing has failed" in run("outbox", "--failed", "--database", path)[2]
    code, _, said = run("outbox", "retry", 99, "--database", path)
    assert (code, "99" in said) == (1, True)


def test_the_figures_of_the_outbox_are_printed(run: Run, tmp_path: Path) -> None:
    """For people and for programs: what waits, was sent, was tried again, and failed for which reason."""
    path = tmp_path / "claims.db"
    asyncio.run(_leave(path))
    code, out, _ = run("outbox", "--metrics", "--database", path)
    assert code == 0
    assert all(line in out for line in ("waiting: 1", "sent: 0", "failed: 1", "invalid blocks", "the oldest"))
    [figures] = [json.loads(line) for line in run("outbox", "--metrics", "--json", "--database", path)[1].splitlines()]
    assert (figures["type"], figures["waiting"], figures["failed"]) == ("outbox", 1, {"invalid blocks": 1})
    assert figures["oldest_seconds"] >= 0


async def _hold_back(path: Path) -> None:
    """Let an alert wait for others."""
    async with open_store(str(path)) as store, store.unit_of_work() as unit:
        await unit.add_alerts([make_alert()], destinations=[])
        await unit.gather([(make_alert(), NOW)], "discord:1", window=Window(until=NOW))


def test_what_is_held_back_is_counted(run: Run, tmp_path: Path) -> None:
    """It has not arrived, though nothing is wrong with it."""
    path = tmp_path / "claims.db"
    asyncio.run(_hold_back(path))
    code, _, said = run("outbox", "--database", path)
    assert (code, "1 held back" in said, "Everything" in said) == (0, True, False)


def test_an_empty_outbox_says_so(run: Run, filled: Path) -> None:
    """Nothing is listed."""
    code, out, said = run("outbox", "--database", filled)
    assert (code, out) == (0, "")
    assert "Everything was delivered." in said


async def _queue(path: Path) -> None:
    """Accept two articles, of which one is set aside; plan a chore and follow a feed."""
    async with open_store(str(path)) as store:
        for number in (1, 2):
            article = make_article(text=f"Report {number}.")
            await store.arrivals.add(New(article=article, origin=f"{number}.txt", source="inbox"), now=NOW)
        await store.arrivals.take(1)
        await store.arrivals.failed(1, now=NOW, reason="reading it took longer than 60 seconds")
        await store.upkeep.plan("backup", due_at=NOW)
        await store.feeds.add("https://ell.example/rss", now=NOW)


def test_what_waits_to_be_read_is_listed_and_read_again(run: Run, tmp_path: Path) -> None:
    """With where it comes from, and why it was set aside."""
    path = tmp_path / "claims.db"
    asyncio.run(_queue(path))
    code, out, said = run("intake", "--database", path)
    assert code == 0
    assert all(word in out for word in ("1.txt", "✗ set aside", "60 seconds", "2.txt", "… waits"))
    assert "1 waiting to be read" in said
    assert "1 set aside" in said
    [failed] = [json.loads(line) for line in run("intake", "--failed", "--json", "--database", path)[1].splitlines()]
    assert (failed["type"], failed["origin"], failed["state"]) == ("arrival", "1.txt", "failed")
    assert run("intake", "retry", failed["id"], "--database", path)[0] == 0
    assert run("intake", "--failed", "--database", path)[1] == ""
    assert "0 articles" in run("intake", "retry", "all", "--database", path)[2]
    for wrong in ("99", "first"):
        code, _, said = run("intake", "retry", wrong, "--database", path)
        assert (code, wrong in said) == (1, True)


def test_what_comes_next_is_shown(run: Run, tmp_path: Path) -> None:
    """Chores and feeds by their time; an empty store has no plans."""
    path = tmp_path / "claims.db"
    assert "Nothing is planned" in run("schedule", "--database", path)[2]
    asyncio.run(_queue(path))
    code, out, _ = run("schedule", "--database", path)
    assert (code, "backup" in out, "feed https://ell.example/rss" in out) == (0, True, True)
    first, second = [json.loads(line) for line in run("schedule", "--json", "--database", path)[1].splitlines()]
    assert (first["type"], first["what"], second["what"]) == ("planned", "backup", "feed https://ell.example/rss")
    assert "first 1 of 2" in run("schedule", "--limit", 1, "--database", path)[2]


def test_an_article_is_taken_down(run: Run, tmp_path: Path) -> None:
    """What went is said; an address that nothing came from is an error."""
    path, article = tmp_path / "claims.db", tmp_path / "a.json"
    said = {"url": "https://ell.example/a", "text": "Rain fell on the hills for the whole of the week.", "id": "a"}
    article.write_text(json.dumps(said), encoding="utf-8")
    assert run("ingest", article, "--database", path)[0] == 0
    code, _, told = run("forget", "https://nobody.example/", "--database", path)
    assert (code, "nobody.example" in told) == (1, True)
    code, _, told = run("forget", "https://ell.example/a", "--database", path)
    assert code == 0
    assert "1 articles with text and title, 0 claims" in told
    assert "Backups" in told
    assert "queue" not in told
    assert "known" in run("ingest", article, "--database", path)[2]


def test_an_article_that_waits_is_taken_down(run: Run, tmp_path: Path) -> None:
    """It is not read later, nor when it comes again; that it waited is said."""
    path, file = tmp_path / "claims.db", tmp_path / "a.json"
    said = {"url": "https://ell.example/a", "text": "Rain fell on the hills for the whole of the week.", "id": "a"}
    file.write_text(json.dumps(said), encoding="utf-8")
    raw = RawArticle(key="a", origin="a.json", body=said["text"], url=said["url"], received_at=NOW)

    async def wait_to_be_read() -> None:
        async with open_store(str(path)) as store:
            await store.arrivals.add(New(article=read_article(raw, now=NOW), origin="a.json", source="inbox"), now=NOW)

    asyncio.run(wait_to_be_read())
    code, _, told = run("forget", "https://ell.example/a?utm_source=feed", "--database", path)
    assert code == 0
    assert "1 of the articles waited in the queue" in " ".join(told.split())
    assert "Nothing waits to be read" in "".join(map(str, run("intake", "--database", path)))
    assert "known" in run("ingest", file, "--database", path)[2]
