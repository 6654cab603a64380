"""What the doctor says of the database; the other parts are examined where they are tested."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.examination import _database
from bot.model.arrival import New
from bot.model.finding import Health
from bot.store.database import open_store
from config.schema import DatabaseSettings, Settings
from tests.builders import DAY, make_alert, make_article


async def test_a_database_without_trouble_is_well(tmp_path: Path) -> None:
    """It says how much there is."""
    settings = Settings(database=DatabaseSettings(url=str(tmp_path / "claims.db")))
    (finding,) = await _database(settings, DAY)
    assert (finding.health, finding.advice) == (Health.WELL, None)
    assert "0 articles" in finding.seen


async def test_what_does_not_arrive_is_said_with_what_to_do(tmp_path: Path) -> None:
    """What failed, and each channel that is paused, with the reason."""
    url = str(tmp_path / "claims.db")
    async with open_store(url) as store:
        async with store.unit_of_work() as work:
            await work.add_alerts([make_alert()], destinations=["discord:1", "slack:C2"])
        one, two = await store.outbox.lease(now=DAY, until=DAY, limit=2)
        later = DAY + timedelta(hours=1)
        await store.outbox.paused(one.id, what="discord:1", now=DAY, due_at=later, reason="give it Send Messages")
        await store.outbox.failed(two.id, now=DAY, reason="refused")
    settings = Settings(database=DatabaseSettings(url=url))
    database, paused = await _database(settings, DAY)
    assert (database.health, database.advice) == (Health.ILL, "`claimwatch outbox --failed` says why")
    assert "1 alerts could not be delivered" in database.seen
    assert (paused.part, paused.health) == ("alerts to Discord channel 1", Health.ILL)
    assert paused.advice == "give it Send Messages"

    *_, late = await _database(settings, DAY + timedelta(days=2))
    assert (late.part, late.health) == ("outbox", Health.ILL)
    assert "1 alerts wait" in late.seen


async def test_what_waits_long_to_be_read_is_said(tmp_path: Path) -> None:
    """After an hour, and not before: a backlog is no trouble, and nothing waits unseen for a reader."""
    url = str(tmp_path / "claims.db")
    async with open_store(url) as store:
        await store.arrivals.add(New(article=make_article(), origin="a.txt", source="inbox", announce=True), now=DAY)
    settings = Settings(database=DatabaseSettings(url=url))
    assert len(await _database(settings, DAY + timedelta(minutes=59))) == 1
    _, unread = await _database(settings, DAY + timedelta(minutes=61))
    assert (unread.part, unread.health) == ("queue", Health.ILL)
    assert "1 articles wait to be read" in unread.seen
