"""Scripted failures: what goes wrong with the next calls of a method."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from tests.servers.slack.values import Json

Drop = Literal["before", "after"]
ANY_METHOD = "*"
STATUS_ERRORS = {429: "ratelimited", 500: "internal_error", 503: "service_unavailable"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One failure: an answer to give instead of the true one, or a connection to close."""

    error: str | None = None
    status: int | None = None
    retry_after: int | None = None
    drop: Drop | None = None
    garbled: bool = False
    slow: float = 0.0
    """Seconds that the true answer takes."""

    @property
    def is_after_the_work(self) -> bool:
        """Whether the call is done, and only its answer suffers."""
        return self.garbled or self.slow > 0 or self.drop == "after"

    @property
    def name(self) -> str:
        """Return a word for it, for the record of calls."""
        if self.drop is not None:
            return f"dropped {self.drop} the work"
        if self.garbled:
            return "answered with JSON that is cut short"
        return self.error or str(self.code)

    @property
    def code(self) -> int:
        """Return the HTTP status: a retry delay means 429, an error alone is 200, as Slack's are."""
        if self.status is not None:
            return self.status
        return 429 if self.retry_after is not None else 200

    @property
    def body(self) -> Json:
        """Return the body of the answer."""
        return {"ok": False, "error": self.error or STATUS_ERRORS.get(self.code, "internal_error")}

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers of the answer; a 429 that says no wait is of what stands before Slack."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


@dataclass(kw_only=True, slots=True)
class Faults:
    """The failures that wait for their calls, in order, per method."""

    waiting: dict[str, deque[Fault | None]] = field(default_factory=dict)

    def add(self, method: str, fault: Fault, times: int, *, after: int = 0) -> None:
        """Let the next `times` calls of a method (`*`: of any) fail, once `after` of them have gone through."""
        self.waiting.setdefault(method, deque()).extend([None] * after + [fault] * times)

    def take(self, method: str) -> Fault | None:
        """Take the failure that this call is due, if any."""
        for name in (method, ANY_METHOD):
            if self.waiting.get(name):
                return self.waiting[name].popleft()
        return None

    def clear(self) -> None:
        """Forget what has not happened yet."""
        self.waiting.clear()
