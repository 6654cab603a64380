"""Who may post: whoever shows the token, or signs with the secret."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

SIGNATURE = "X-Claimwatch-Signature"
TIMESTAMP = "X-Claimwatch-Timestamp"
_SCHEME = "sha256="
# A request that somebody has overheard is worth nothing after that.
_FRESH = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys:
    """What a request has to show: the bearer `token`, or a signature made with the `secret`."""

    token: str | None
    secret: str | None

    def refusal(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> str | None:
        """Return why a request is refused; `None` where it is let in."""
        given = headers.get("Authorization", "")
        if given:
            return self._bearer(given)
        if SIGNATURE in headers:
            return self._signed(headers, body, now=now)
        return "Show the token as `Authorization: Bearer …`, or sign the request."

    def _bearer(self, given: str) -> str | None:
        scheme, _, token = given.partition(" ")
        if scheme.casefold() != "bearer":
            return f"The scheme {scheme[:20]!r} is not known here; use Bearer."
        if self.token is None or not hmac.compare_digest(token.strip().encode(), self.token.encode()):
            return "The token is not the one of web.token."
        return None

    def _signed(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> str | None:
        stamp = headers.get(TIMESTAMP, "")
        if self.secret is None:
            return "No secret is set here (web.signing_secret)."
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 13):
            return f"{TIMESTAMP} has to be the time in seconds since 1970."
        if abs(now.timestamp() - int(stamp)) > _FRESH.total_seconds():
            return f"{TIMESTAMP} is more than five minutes off."
        if not hmac.compare_digest(headers[SIGNATURE].encode(), signature(self.secret, stamp, body).encode()):
            return "The signature does not fit the request."
        return None


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return what `X-Claimwatch-Signature` has to be: HMAC-SHA256 of the timestamp, a dot, and the body."""
    made = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return _SCHEME + made.hexdigest()
