from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.model.errors import FetchError
from bot.sources.hosts import Hosts

A, B = "https://a.example/1", "https://b.example/1"


class Time:
    """A clock that waiting sets on."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Set the clock on."""
        self.waits.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    def hosts(self, *, at_once: int = 2, gap: float = 0.5) -> Hosts:
        """Return hosts that are asked in this time."""
        return Hosts(at_once=at_once, gap=gap, monotonic=lambda: self.now, sleep=self.sleep)


async def test_requests_to_one_host_begin_apart() -> None:
    """Another host waits for none of them, and who comes late enough does not wait."""
    time = Time()
    hosts = time.hosts()
    for url in (A, B, "https://a.example/2"):
        async with hosts.turn(url):
            pass
    assert time.waits == [0.5]
    time.now += 9
    async with hosts.turn(A):
        pass
    assert time.waits == [0.5]


async def test_a_host_gets_few_requests_at_once() -> None:
    """Whatever the number that want a turn; all get one."""
    hosts = Time().hosts(gap=0)
    running = most = done = 0

    async def one() -> None:
        nonlocal running, most, done
        async with hosts.turn(A):
            running += 1
            most = max(most, running)
            for _ in range(5):
                await asyncio.sleep(0)
            running -= 1
            done += 1

    await asyncio.gather(*(one() for _ in range(20)))
    assert (most, done) == (2, 20)


async def test_a_host_that_wants_rest_is_left_alone() -> None:
    """It is not asked until then, and others are."""
    time = Time()
    hosts = time.hosts(gap=0)

    async def ask(url: str, rest: timedelta | None = None) -> None:
        async with hosts.turn(url):
            if rest is not None:
                raise FetchError(origin=url, reason="too many", status=429, retry_after=rest)

    with pytest.raises(FetchError, match="too many"):
        await ask(A, timedelta(minutes=5))
    time.now += 299
    with pytest.raises(FetchError, match="left alone") as caught:
        await ask(A)
    assert caught.value.retry_after == timedelta(seconds=1)
    assert not caught.value.refused
    await ask(B)
    time.now += 1
    await ask(A)


async def test_a_failure_gives_the_turn_back() -> None:
    """Also one of ours."""
    hosts = Time().hosts(at_once=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="ours"):
            async with hosts.turn(A):
                raise ValueError("ours")


async def test_hosts_are_forgotten() -> None:
    """Their number is bounded."""
    hosts = Time().hosts()
    for number in range(5_000):
        async with hosts.turn(f"https://{number}.example/"):
            pass
    assert len(hosts._hosts) <= 2_000
