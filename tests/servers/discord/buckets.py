"""Rate limits that are really counted, and the headers that tell a client about them.

Header names, the body of a 429 and the exemption of interaction endpoints from the global limit are those of Discord's
developer documentation, "Rate Limits". The real numbers are not published; those here are arguments.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import md5

VIA = "1.1 google"
"""Discord's own proxy; an answer without `Via` came from Cloudflare, and discord.py treats a 429 like that as a ban."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How many requests a bucket and the whole bot may make, each in its window of seconds."""

    bucket: int = 50
    bucket_seconds: float = 1.0
    all_requests: int = 50
    all_seconds: float = 1.0


@dataclass(slots=True)
class _Window:
    ends: float = 0.0
    used: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Passed:
    """Whether a request fits, and the headers of its answer; `retry_after` is set when it does not."""

    headers: dict[str, str]
    retry_after: float | None = None
    is_global: bool = False


class Buckets:
    """Count requests by route and major parameter, as Discord does."""

    def __init__(self, limits: Limits, *, monotonic: Callable[[], float], wall: Callable[[], float]) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._wall = wall
        self._windows: dict[str, _Window] = {}

    def admit(self, method: str, template: str, major: str, *, counts_globally: bool) -> Passed:
        """Count a request; return the headers and, where it is one too many, how long to wait."""
        limits = self._limits
        if counts_globally:
            wait = self._use("", limits.all_requests, limits.all_seconds)
            if wait is not None:
                headers = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global", "Retry-After": whole(wait)}
                return Passed(headers={"Via": VIA, **headers}, retry_after=wait, is_global=True)
        # The real ones are opaque hashes, the same for every channel: the major parameter is not in them.
        name = md5(f"{method} {template}".encode(), usedforsecurity=False).hexdigest()
        key = f"{name}:{major}"
        wait = self._use(key, limits.bucket, limits.bucket_seconds)
        window = self._windows[key]
        left = max(window.ends - self._monotonic(), 0.001)
        headers = {
            "X-RateLimit-Limit": str(limits.bucket),
            "X-RateLimit-Remaining": str(max(limits.bucket - window.used, 0)),
            "X-RateLimit-Reset": f"{self._wall() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": name,
            "Via": VIA,
        }
        if wait is not None:
            headers |= {"X-RateLimit-Scope": "user", "Retry-After": whole(wait)}
        return Passed(headers=headers, retry_after=wait)

    def _use(self, key: str, limit: int, seconds: float) -> float | None:
        now = self._monotonic()
        window = self._windows.setdefault(key, _Window())
        if now >= window.ends:
            window.ends, window.used = now + seconds, 0
        if window.used >= limit:
            return round(window.ends - now, 3)
        window.used += 1
        return None


def whole(seconds: float) -> str:
    """Return seconds as the `Retry-After` header has them: whole ones, rounded up."""
    return str(max(math.ceil(seconds), 1))
