"""Politeness: how many requests a host gets at once, and how close upon one another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from bot.model.errors import FetchError

# Hosts that are remembered; an idle one costs nothing to forget but its last request's time.
_MOST_HOSTS: Final = 2_000
# What a site may ask for: more than a day, and what it has now would be no news any more.
_LONGEST_REST: Final = timedelta(hours=24)


@dataclass(kw_only=True, slots=True)
class _Host:
    turns: asyncio.Semaphore
    users: int = 0
    next_at: float = 0.0
    rests_until: float = 0.0


class Hosts:
    """Gives out turns at hosts: at most `at_once` at a time, beginning `gap` seconds apart.

    `monotonic` returns seconds that never go back, `sleep` waits for some.
    """

    def __init__(
        self,
        *,
        at_once: int,
        gap: float,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._at_once = at_once
        self._gap = gap
        self._monotonic = monotonic
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Wait for a turn at the address's host, and have it for as long as the block runs.

        Raises FetchError where the host asked to be left alone for now. A FetchError of the block that says how long
        the host wants to be left alone (`Retry-After`) is remembered.
        """
        host = self._host(url)
        host.users += 1
        try:
            async with host.turns:
                self._refuse_rest(host, url)
                now = self._monotonic()
                start = max(now, host.next_at)
                host.next_at = start + self._gap
                if start > now:
                    await self._sleep(start - now)
                try:
                    yield
                except FetchError as error:
                    if error.retry_after is not None:
                        rest = min(error.retry_after, _LONGEST_REST).total_seconds()
                        host.rests_until = max(host.rests_until, self._monotonic() + rest)
                    raise
        finally:
            host.users -= 1

    def _refuse_rest(self, host: _Host, url: str) -> None:
        left = host.rests_until - self._monotonic()
        if left > 0:
            raise FetchError(
                origin=url,
                reason="the site has asked to be left alone for now",
                status=429,
                retry_after=timedelta(seconds=left),
            )

    def _host(self, url: str) -> _Host:
        try:
            name = urlsplit(url).hostname or ""
        except ValueError:
            name = ""
        if name not in self._hosts:
            if len(self._hosts) >= _MOST_HOSTS:
                now = self._monotonic()
                for old in [key for key, one in self._hosts.items() if not one.users and one.rests_until <= now]:
                    del self._hosts[old]
            self._hosts[name] = _Host(turns=asyncio.Semaphore(self._at_once))
        return self._hosts[name]
