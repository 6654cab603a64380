"""Failures that a test orders in advance: error answers, closed connections, and answers lost after the act."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tests.servers.discord.errors import MESSAGES, USUAL_CODES


class Kind(Enum):
    """What goes wrong."""

    ANSWER = "answered with an error"
    CLOSE = "connection closed before anything is done"
    GARBLE = "done, but the answer is no JSON, though it says so"
    LOSE_ANSWER = "done, but the connection closes before the answer"


@dataclass(kw_only=True, slots=True)
class Fault:
    """A failure that waits for its request; `times` counts down, once `after` requests have gone through."""

    method: str
    pattern: re.Pattern[str]
    kind: Kind
    status: int = 500
    code: int | None = None
    retry_after: float | None = None
    is_global: bool = False
    from_cloudflare: bool = False
    times: int = 1
    after: int = 0

    def body(self) -> dict[str, Any]:
        """Return the JSON that Discord would answer with."""
        if self.status == 429:
            return {
                "message": "You are being rate limited.",
                "retry_after": self.retry_after if self.retry_after is not None else 0.05,
                "global": self.is_global,
            }
        code = self.code if self.code is not None else USUAL_CODES.get(self.status, 0)
        return {"message": MESSAGES.get(code, f"{self.status}: Error"), "code": code}


class Faults:
    """The failures still to come, in the order in which they were ordered."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Order a failure."""
        self._waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """Return the failure that befalls this request, and count it."""
        for fault in self._waiting:
            if fault.method in (method, "*") and fault.pattern.fullmatch(path):
                if fault.after:
                    fault.after -= 1
                    return None
                fault.times -= 1
                if not fault.times:
                    self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forget what has not happened yet."""
        self._waiting.clear()

    @property
    def left(self) -> int:
        """Return how many ordered failures have not happened."""
        return sum(fault.times for fault in self._waiting)


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return a pattern over paths: `*` is one segment, `**` any number, the rest is literal."""
    parts = re.split(r"(\*\*|\*)", pattern)
    return re.compile("".join({"**": ".*", "*": "[^/]+"}.get(part, re.escape(part)) for part in parts))
