"""Turns, over a clock of the test's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.pacing import Pacer


@dataclass
class Time:
    """A clock that only waiting moves."""

    now: float = 100.0
    waited: list[float] = field(default_factory=list)

    def clock(self) -> float:
        """Return the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let it pass."""
        self.waited.append(seconds)
        self.now += seconds


async def test_the_first_of_a_key_goes_at_once_and_others_follow_apart() -> None:
    """Each key has turns of its own."""
    time = Time()
    pacer = Pacer(2.0, clock=time.clock, sleep=time.sleep)
    for key in ("one", "two", "one", "one"):
        await pacer.turn(key)
    assert time.waited == [2.0, 2.0]


async def test_a_key_that_was_quiet_waits_for_nothing() -> None:
    """Only what comes too soon waits, for what is left."""
    time = Time()
    pacer = Pacer(2.0, clock=time.clock, sleep=time.sleep)
    await pacer.turn()
    time.now += 1.5
    await pacer.turn()
    time.now += 60
    await pacer.turn()
    assert time.waited == [0.5]


async def test_keys_are_forgotten_when_their_turn_is_over() -> None:
    """A program that runs for years keeps no list of all channels that there ever were."""
    time = Time()
    pacer = Pacer(2.0, clock=time.clock, sleep=time.sleep)
    for number in range(5000):
        await pacer.turn(str(number))
        time.now += 1
    assert len(pacer._next) <= 1001
