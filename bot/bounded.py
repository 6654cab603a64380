"""A process for work that may take too much: it has limits of time and memory, and a new one follows where it ends."""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import signal
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.model.errors import ClaimwatchError

_MEGABYTE = 1_000_000
_LEAST_ROOM = 256 * _MEGABYTE

Given = TypeVar("Given")
Task = TypeVar("Task")
Result = TypeVar("Result")


class Fault(StrEnum):
    """Why a task has no result."""

    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    DIED = "died"
    UNSTARTABLE = "unstartable"
    """No process can be started just now: the machine is short of memory, of processes or of open files."""
    FAILED = "failed"
    """The task raised an error, or what it needs could not be prepared."""


class BoundedError(Exception):
    """A task has no result; `detail` says in words what is known beyond `fault` (an exit code, an error)."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        self.fault = fault
        self.detail = detail
        super().__init__(f"{fault}: {detail}")


class BoundedWorker(Generic[Given, Task, Result]):
    """Does one task after the other in a process of its own, which starts with the first; close it to end that.

    Several tasks may be asked for at once. After a process was ended, tasks that waited are done by the next one.
    """

    def __init__(
        self, prepare: Callable[[Given], Callable[[Task], Result]], given: Given, *, seconds: float, megabytes: int
    ) -> None:
        """Prepare, and start nothing yet.

        `prepare` is called once in each process, with what is `given`, and returns what does a task; all of them are
        sent to the process. A task may take `seconds`, the process `megabytes` (10**6 bytes) of addresses.
        """
        self._first = (prepare, given, megabytes)
        self._seconds = seconds
        self._pool: ProcessPool | None = None

    async def run(self, task: Task) -> Result:
        """Return what the process makes of the task; raises BoundedError."""
        try:
            return await self._try(task)
        except BoundedError as error:
            if error.fault is not Fault.UNSTARTABLE:
                raise
        # The process may have ended since the last task, which this one has no part in.
        return await self._try(task)

    async def _try(self, task: Task) -> Result:
        pool = self._running()
        try:
            with _interrupts_are_ours():
                future = pool.schedule(_run, args=(task,), timeout=self._seconds)
            found: _Done | _Failed = await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise BoundedError(Fault.TOO_SLOW, f"{self._seconds:g} seconds") from error
        except ProcessExpired as error:
            raise BoundedError(Fault.DIED, f"{error.exitcode}") from error
        except (BrokenProcessPool, RuntimeError, OSError) as error:
            # The next task gets a new pool.
            await self._drop(pool)
            raise BoundedError(Fault.UNSTARTABLE, f"{error.__cause__ or error}") from error
        if isinstance(found, _Failed):
            raise BoundedError(found.fault, found.detail)
        result: Result = found.result
        return result

    async def close(self) -> None:
        """End the process; what it was doing is given up."""
        if self._pool is not None:
            await self._drop(self._pool)

    async def _drop(self, pool: ProcessPool) -> None:
        """End a pool, unless another task has: that one's successor goes on."""
        if self._pool is pool:
            self._pool = None
            pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves this one without types
            await asyncio.to_thread(pool.join)

    def _running(self) -> ProcessPool:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=1,
                initializer=_prepare,
                initargs=self._first,
                # A fork would copy the event loop's threads and locks in whatever state they are.
                context=multiprocessing.get_context("spawn"),
            )
        return self._pool


@contextmanager
def _interrupts_are_ours() -> Iterator[None]:
    """Keep Ctrl-C from workers that start here: it reaches the whole group, and only the parent knows how to stop.

    Threads and processes that start inside inherit the blocked signal.
    """
    # multiprocessing's own helper unblocks the signal when it starts: so it starts before, and not with the worker.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- In the worker ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _Done:
    result: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class _Failed:
    fault: Fault
    detail: str


class _Worker:
    """What a worker process keeps between its tasks: pebble hands tasks a function and arguments, and nothing else."""

    work: Callable[[Any], Any] | None = None
    failure: str = "the reader was not prepared"


def _prepare(prepare: Callable[[Any], Callable[[Any], Any]], given: object, megabytes: int) -> None:
    """Load everything once, then limit the memory; a failure is kept for the tasks to report, as a pool cannot."""
    try:
        _Worker.work = prepare(given)
    except Exception as error:  # noqa: BLE001 - reported with each task, by the process that can tell people
        _Worker.failure = _said(error)
        return
    # Addresses are counted, and libraries reserve more of them than they use: there is always some room above.
    limit = max(megabytes * _MEGABYTE, _address_space() + _LEAST_ROOM)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _run(task: object) -> _Done | _Failed:
    """Return the result, or why there is none: an exception of any library's need not survive the way back."""
    if _Worker.work is None:
        return _Failed(fault=Fault.FAILED, detail=_Worker.failure)
    try:
        return _Done(result=_Worker.work(task))
    except MemoryError:
        return _Failed(fault=Fault.TOO_MUCH_MEMORY, detail="")
    except Exception as error:  # noqa: BLE001 - one task must not end the others' worker
        return _Failed(fault=Fault.FAILED, detail=_said(error))


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, ClaimwatchError) else f"{type(error).__name__}: {error}"


def _address_space() -> int:
    """Return this process's address space in bytes (Linux; the limit counts addresses, not resident pages)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
