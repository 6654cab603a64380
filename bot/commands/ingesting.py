"""`claimwatch ingest`: articles in, and what follows from them out.

Alerts are stored and printed here; they are not put into the outbox, or the next `claimwatch run` would tell them
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.app import open_ground
from bot.commands.printing import Tally, print_alerts, print_json
from bot.commands.reading import progress, read_inputs
from bot.commands.session import Session, now, open_session, run_in_loop
from bot.model.errors import SourceError
from bot.workers import InProcessExtractor


def ingest(config: Path | None, paths: Sequence[str], *, as_json: bool, with_text: bool, database: str | None) -> int:
    """Take the articles in, in order of publication; 1 where something could not be read."""
    session = open_session(config, database=database)
    return run_in_loop(_ingest(session, paths, as_json=as_json, with_text=with_text))


async def _ingest(session: Session, paths: Sequence[str], *, as_json: bool, with_text: bool) -> int:
    async with open_ground(session.settings, clock=now) as ground:
        articles, failed = await read_inputs(session, paths, now=now())
        extractor = InProcessExtractor(session.settings)
        tally = Tally()
        with progress(session, "Reading articles", total=len(articles), lines=as_json) as steps:
            async for result in ground.pipeline().ingest_many(articles, extractor):
                steps.advance()
                if isinstance(result, SourceError):
                    session.complain(result)
                    failed += 1
                    continue
                tally.count(result)
                if as_json:
                    print_json(session, result, with_text=with_text)
                else:
                    print_alerts(session, result)
    if not as_json:
        session.say(tally.sentence(failed=failed))
    return 1 if failed else 0
