"""A process with limits: what breaks one, and that the next task is done."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable

import pytest

from bot.bounded import BoundedError, BoundedWorker, Fault
from tests.processes import children, no_more_files

MEGABYTES = 256


def prepare(_given: None) -> Callable[[str], int]:
    """Return what does a task: it returns the process's id, or does as it is told."""
    return work


def refuse(_given: None) -> Callable[[str], int]:
    """Fail to prepare."""
    raise ValueError(_given)


def work(task: str) -> int:
    """Break the limit that the task names."""
    if task == "sleep":
        time.sleep(600)
    elif task == "grow":
        bytearray(20_000_000_000)
    elif task == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif task == "raise":
        raise KeyError(task)
    return os.getpid()


@pytest.fixture
async def worker() -> AsyncIterator[BoundedWorker[None, str, int]]:
    """Return a worker that may take a second and little memory."""
    made = BoundedWorker(prepare, None, seconds=1.0, megabytes=MEGABYTES)
    yield made
    await made.close()


async def test_tasks_are_done_in_one_other_process(worker: BoundedWorker[None, str, int]) -> None:
    """The same process for both, and not this one."""
    first = await worker.run("")
    assert first == await worker.run("")
    assert first != os.getpid()


@pytest.mark.parametrize(
    ("task", "fault"),
    [
        ("sleep", Fault.TOO_SLOW),
        ("grow", Fault.TOO_MUCH_MEMORY),
        ("die", Fault.DIED),
        ("raise", Fault.FAILED),
    ],
)
async def test_a_fault_is_told_apart_and_the_next_task_is_done(
    worker: BoundedWorker[None, str, int], task: str, fault: Fault
) -> None:
    """Whatever ended one task, the next has its result."""
    with pytest.raises(BoundedError) as caught:
        await worker.run(task)
    assert caught.value.fault is fault
    assert await worker.run("") > 0


async def test_what_cannot_be_prepared_is_said_with_each_task() -> None:
    """The error's words reach who asked."""
    worker = BoundedWorker(refuse, None, seconds=5.0, megabytes=MEGABYTES)
    try:
        for _ in range(2):
            with pytest.raises(BoundedError, match="ValueError") as caught:
                await worker.run("")
            assert caught.value.fault is Fault.FAILED
    finally:
        await worker.close()


async def test_a_process_that_cannot_be_started_is_told_apart(worker: BoundedWorker[None, str, int]) -> None:
    """The system's reason reaches who asked, as often as it is asked; when there is room again, the task is done."""
    with no_more_files():
        for _ in range(2):
            with pytest.raises(BoundedError, match="Too many open files") as caught:
                await worker.run("")
            assert caught.value.fault is Fault.UNSTARTABLE
    assert await worker.run("") > 0


async def test_a_process_that_ends_between_two_tasks_is_followed_by_another(
    worker: BoundedWorker[None, str, int],
) -> None:
    """The task after it is done, as it had no part in that."""
    first = await worker.run("")
    os.kill(first, signal.SIGKILL)
    while first in children():  # noqa: ASYNC110 - the system tells nobody but the process's starter
        await asyncio.sleep(0.01)
    assert await worker.run("") not in {0, first}
