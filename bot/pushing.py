"""What other programs hand over: a JSON object is an article, and that is accepted into the queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from bot.intake import Intake, StoppedError
from bot.model.arrival import Arrival, ArrivalState, KeyReusedError, QueueFullError
from bot.model.errors import ReaderError, SourceError, UnreadableError
from bot.sources.decoding import decode_text
from bot.sources.records import parse_json, read_record

SOURCE = "push"
"""The source of what is handed over."""
_ORIGIN = "the request"


@dataclass(frozen=True, kw_only=True, slots=True)
class PushDoor:
    """Accepts what is handed over; `bot.model.arrival.Door` says how. `most` may wait to be read."""

    intake: Intake
    clock: Callable[[], datetime]
    most: int

    async def hand_over(self, body: bytes, *, key: str | None) -> Arrival:
        """Accept the article that a JSON object holds; once for a `key`.

        Raises SourceError where it holds none that can be read, ReaderError where none can be read just now,
        KeyReusedError and QueueFullError.
        """
        digest = sha256(body).hexdigest()
        now = self.clock()
        raw = read_record(_parsed(body), origin=_ORIGIN, key=f"pushed-{digest[:12]}", now=now)
        raw = replace(raw, origin=raw.url or raw.key)
        try:
            article = await self.intake.read_article(raw)
        except StoppedError as error:
            raise ReaderError(origin=_ORIGIN, reason="came while the program was being stopped") from error
        if key is not None:
            first, _ = await self.intake.arrivals.named(key, digest=digest, article=article.id, now=now)
            if first != digest:
                raise KeyReusedError(key)
        there = await self.intake.arrivals.find(article.id)
        if there is not None:
            return there
        if (await self.intake.arrivals.state()).waiting >= self.most:
            raise QueueFullError
        arrival = await self.intake.accept_article(article, origin=raw.origin, source=SOURCE)
        if arrival is not None:
            return arrival
        # It came by another way, and is known.
        return Arrival(
            id=0,
            article_id=article.id,
            origin=raw.origin,
            source=SOURCE,
            state=ArrivalState.DONE,
            announce=True,
            received_at=now,
            published_at=article.published_at,
            done_at=now,
        )

    async def state_of(self, article: str) -> Arrival | None:
        """Return how the article of that id stands; `None` where it was never accepted."""
        return await self.intake.arrivals.find(article)


def _parsed(body: bytes) -> object:
    """Return what the body says; SourceError, and not UnreadableError, where it is no JSON at all."""
    try:
        return parse_json(decode_text(body, origin=_ORIGIN), origin=_ORIGIN)
    except UnreadableError as error:
        raise SourceError(origin=error.origin, reason=error.reason) from error
