"""`claimwatch schedule` and `claimwatch forget`: what runs next, and what is taken down."""

from __future__ import annotations

from pathlib import Path

from bot.app import open_ground
from bot.commands.session import now, open_session, run_in_loop
from bot.model.errors import NotFoundError
from bot.model.upkeep import Forgotten
from bot.model.wire import dumps
from bot.model.words import channel_words
from handlers.console.schedule import Planned, planned_object, schedule_table
from handlers.text import clean


def show_schedule(config: Path | None, *, limit: int, as_json: bool, database: str | None) -> int:
    """Print what the program does next, the next first."""
    session = open_session(config, database=database)

    async def run() -> int:
        async with open_ground(session.settings, clock=now) as ground:
            store = ground.store
            planned = [
                Planned(
                    at=one.due_at,
                    what=one.name,
                    last=one.done_at,
                    result=f"failed: {one.result}" if one.failed else one.result,
                )
                for one in await store.upkeep.chores()
            ]
            planned += [
                Planned(at=one.due_at, what=f"feed {one.url}", last=one.read_at, result=one.reason)
                for one in await store.feeds.all()
                if not one.paused
            ]
            planned += [
                Planned(at=at, what=f"digest for {channel_words(where)}") for at, where in await store.upkeep.digests()
            ]
        shown = sorted(planned, key=lambda one: (one.at, one.what))[:limit]
        if as_json:
            for one in shown:
                session.print_line(dumps(planned_object(one)))
        elif shown:
            session.out.print(schedule_table(shown))
        if not planned:
            session.say("Nothing is planned yet: `claimwatch run` plans it.")
        elif len(planned) > limit:
            session.say(f"The first {limit} of {len(planned)}; --limit shows more.")
        return 0

    return run_in_loop(run())


def forget(config: Path | None, url: str, *, database: str | None) -> int:
    """Take down what came from an address, and say what that was."""
    session = open_session(config, database=database)

    async def run() -> int:
        async with open_ground(session.settings, clock=now) as ground:
            gone, changed = await ground.pipeline().forget(url)
        if not gone.articles:
            raise NotFoundError(kind="article of the address", wanted=url)
        for line in _told(gone, changed=changed):
            session.say(clean(line))
        return 0

    return run_in_loop(run())


def _told(gone: Forgotten, *, changed: int) -> list[str]:
    lines = [
        (
            f"Forgotten: {len(gone.articles)} articles with text and title, {len(gone.claims)} claims with their "
            f"quotes, {gone.relations} relations; {changed} disputes were changed or are gone."
        ),
        f"{gone.unsent} messages that were not sent yet will not be.",
        "The address and the text are known from now on, and are not read again.",
    ]
    if gone.unread:
        lines.insert(1, f"{gone.unread} of the articles waited in the queue or were set aside, and will not be read.")
    if gone.sent:
        where = "; ".join(f"{number} in {channel_words(destination)}" for destination, number in gone.sent)
        lines.append(f"Messages that were sent stay where they are, and have to be deleted there: {where}.")
    lines.append("Backups made before still have it.")
    return lines
