"""One GET over HTTP: redirects followed, addresses checked, sizes and times bounded, bodies unpacked."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.model.errors import FetchError
from bot.sources.decoding import show_size
from bot.sources.networks import Network, PublicResolver, RefusedAddressError, literal_address, refusal
from bot.sources.unpacking import DamagedError, accepted, unpacker

MAX_REDIRECTS: Final = 5
MAX_WAIT: Final = timedelta(days=7)
NOT_MODIFIED: Final = 304
_SCHEMES: Final = ("http", "https")
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT: Final = frozenset({301, 308})
_HEADERS: Final = {
    "User-Agent": "claimwatch (reads news articles)",
    "Accept-Language": "en",
}
_STATUS: Final = {
    401: "the {what} wants a login",
    402: "the {what} has to be paid for",
    403: "the site does not let programs read the {what}",
    404: "there is no such {what}",
    410: "the {what} is gone",
    429: "the site has had too many requests; try again later",
    451: "the {what} is withheld for legal reasons",
}
_CHUNK: Final = 1 << 16
# What OpenSSL says to an answer that is no TLS; which of them depends on its version.
_NO_TLS: Final = re.compile("WRONG_VERSION_NUMBER|HTTP_REQUEST|RECORD_LAYER_FAILURE|PACKET_LENGTH_TOO_LONG")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is asked for: `what` names it to a person ("page"), `headers` go with the request.

    `advice` says for a status what a person can do. `max_bytes` is what the unpacked body may have.
    """

    what: str
    max_bytes: int
    headers: Mapping[str, str] = field(default_factory=dict)
    advice: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came: `body` unpacked and whole, and empty for status 304, the only other one than 200.

    `address` answered. `moved_to` is where redirects that are said to hold for good (301, 308) lead, where the first is
    such a one. `kind` is the media type without parameters, `None` where the server names none.
    """

    status: int
    body: bytes
    headers: Mapping[str, str]
    address: URL
    moved_to: URL | None
    kind: str | None
    charset: str | None


Turn = Callable[[str], AbstractAsyncContextManager[None]]
"""Waits for a turn at an address's host, and has it for as long as the block runs; it may raise FetchError."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """Where requests wait for their turns, while the `limit` on time stands still."""

    limit: asyncio.Timeout
    turn: Turn | None

    @asynccontextmanager
    async def turn_at(self, url: str) -> AsyncIterator[None]:
        if self.turn is None:
            yield
            return
        loop, until = asyncio.get_running_loop(), self.limit.when()
        left = None if until is None else until - loop.time()
        self.limit.reschedule(None)
        async with self.turn(url):
            self.limit.reschedule(None if left is None else loop.time() + left)
            yield


async def get(
    url: str,
    wanted: Wanted,
    *,
    now: datetime,
    timeout: float,  # noqa: ASYNC109 - the whole of it, with redirects, in one clear error
    allow_networks: Sequence[Network] = (),
    resolver: AbstractResolver | None = None,
    tls: ssl.SSLContext | None = None,
    hop: Callable[[str], Awaitable[None]] | None = None,
    turn: Turn | None = None,
) -> Answer:
    """Return what stands at an http(s) address.

    `timeout` is in seconds, for everything together. Private, loopback and other addresses that are not public are
    refused, on the way through redirects too (five at most), except in `allow_networks`; the connection goes to the
    address that was checked. `hop` is asked before each redirect is followed, and raises FetchError where it must not
    be. Each request, also one that a redirect leads to, waits for its `turn` at its host, and holds no other meanwhile;
    that waiting does not count. `resolver` looks names up, and `tls` says whose certificates are trusted (default: as
    the system does). Raises FetchError; `now` counts down a `Retry-After` that is a date.
    """
    checked = PublicResolver(resolver or aiohttp.ThreadedResolver(), allowed=allow_networks)
    # No pool and no cache outlive this call: a name is looked up, checked and connected to once.
    connector = aiohttp.TCPConnector(resolver=checked, use_dns_cache=False, force_close=True, ssl=tls or True)
    try:
        async with (
            asyncio.timeout(timeout) as limit,
            aiohttp.ClientSession(
                connector=connector,
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=None),
                # Unpacked here, within the limit.
                headers={**_HEADERS, "Accept-Encoding": accepted(), **wanted.headers},
            ) as session,
        ):
            line = _Line(limit=limit, turn=turn)
            return await _follow(session, url, wanted, now=now, allowed=allow_networks, hop=hop, line=line)
    except TimeoutError as error:
        raise FetchError(origin=url, reason=f"did not answer in full within {timeout:g} seconds") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise FetchError(origin=url, reason=_explain(error, what=wanted.what)) from error


def wait_of(value: str | None, *, now: datetime) -> timedelta | None:
    """Return how long a `Retry-After` or another header with a date or seconds asks to wait (RFC 9110 section 10.2.3).

    None where it says nothing that can be read; never below zero, and a week (`MAX_WAIT`) at most.
    """
    written = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,15}", written):
        return min(timedelta(seconds=min(int(written), MAX_WAIT.total_seconds())), MAX_WAIT)
    try:
        until = parsedate_to_datetime(written)
        # RFC 9110 section 5.6.7: dates of HTTP are in GMT, whether or not they say so.
        until = until.replace(tzinfo=UTC) if until.tzinfo is None else until
        return max(timedelta(0), min(until - now, MAX_WAIT))
    except (ValueError, OverflowError):
        return None


async def _follow(
    session: aiohttp.ClientSession,
    url: str,
    wanted: Wanted,
    *,
    now: datetime,
    allowed: Sequence[Network],
    hop: Callable[[str], Awaitable[None]] | None,
    line: _Line,
) -> Answer:
    target, moved_to, lasting = _parse(url, origin=url), None, True
    for number in range(MAX_REDIRECTS + 1):
        _check(target, origin=url, allowed=allowed)
        if number and hop is not None:
            await hop(str(target))
        async with line.turn_at(str(target)), session.get(target, allow_redirects=False) as response:
            location = response.headers.get("Location")
            if response.status in _REDIRECTS and location:
                target = target.join(_parse(location, origin=url))
                lasting = lasting and response.status in _PERMANENT
                moved_to = target if lasting else moved_to
                continue
            unchanged = response.status == NOT_MODIFIED and _is_conditional(wanted)
            if response.status != 200 and not unchanged:
                raise FetchError(
                    origin=url,
                    reason=_refused(response.status, wanted),
                    status=response.status,
                    retry_after=wait_of(response.headers.get("Retry-After"), now=now),
                )
            return Answer(
                status=response.status,
                body=b"" if unchanged else await _body(response, origin=url, wanted=wanted),
                headers=response.headers,
                address=target,
                moved_to=moved_to,
                kind=response.content_type if "Content-Type" in response.headers else None,
                charset=response.charset,
            )
    raise FetchError(origin=url, reason=f"is redirected more than {MAX_REDIRECTS} times")


def _is_conditional(wanted: Wanted) -> bool:
    """Whether "not modified" can be an answer to what was asked."""
    return any(name in wanted.headers for name in ("If-None-Match", "If-Modified-Since"))


def _parse(text: str, *, origin: str) -> URL:
    try:
        return URL(text.strip())
    except ValueError as error:
        raise FetchError(origin=origin, reason=f"{text[:200]!r} is no address: {error}") from error


def _check(target: URL, *, origin: str, allowed: Sequence[Network]) -> None:
    # A password is not repeated in messages.
    led = "" if str(target) == origin else f"leads to {target.with_user(None) if target.host else target}, which "
    if target.scheme not in _SCHEMES:
        shown = f"the scheme {target.scheme!r}" if target.scheme else "no scheme"
        raise FetchError(origin=origin, reason=f"{led}has {shown}; only http:// and https:// are fetched")
    if not target.host:
        raise FetchError(origin=origin, reason=f"{led}names no host")
    if target.user or target.password:
        raise FetchError(origin=origin, reason=f"{led}holds a user name or a password; give it without")
    address = literal_address(target.host)
    why = refusal(address, allowed=allowed) if address is not None else None
    if why is not None:
        raise FetchError(origin=origin, reason=_private(led, why))


def _private(led: str, why: str) -> str:
    return f"{led}{why} and is not fetched; sources.allow_networks opens private networks"


async def _body(response: aiohttp.ClientResponse, *, origin: str, wanted: Wanted) -> bytes:
    """Read and unpack, never holding more than the limit."""
    limit = (
        f"is larger than {show_size(wanted.max_bytes)} "
        "(intake.max_bytes, CLAIMWATCH_INTAKE__MAX_BYTES, raises the limit)"
    )
    if (response.content_length or 0) > wanted.max_bytes:
        raise FetchError(origin=origin, reason=limit)
    try:
        unpack = unpacker(response.headers.get("Content-Encoding", ""))
    except LookupError as error:
        reason = f"is packed with {error.args[0]!r}, which was not asked for"
        raise FetchError(origin=origin, reason=reason) from error
    parts: list[bytes] = []
    left, came = wanted.max_bytes, 0
    async for chunk in response.content.iter_chunked(_CHUNK):
        came += len(chunk)
        if came > wanted.max_bytes:
            # What follows the end of a packed body makes nothing of it, and would never end it either.
            raise FetchError(origin=origin, reason=limit)
        try:
            for part in [chunk] if unpack is None else unpack.unpack(chunk):
                parts.append(part)
                left -= len(part)
                if left < 0:
                    raise FetchError(origin=origin, reason=limit)
        except DamagedError as error:
            raise FetchError(origin=origin, reason=f"the compressed body is damaged ({error})") from error
    if unpack is not None and not unpack.complete:
        raise FetchError(origin=origin, reason="the compressed body is cut short")
    return b"".join(parts)


def _refused(status: int, wanted: Wanted) -> str:
    if status in _REDIRECTS:
        return f"is redirected without saying where (HTTP {status})"
    what = _STATUS.get(status)
    if what is None:
        what = "the site has trouble of its own; try again later" if status >= 500 else "the site gives no {what}"
    advice = wanted.advice.get(status)
    return f"{what.format(what=wanted.what)}{f'; {advice}' if advice else ''} (HTTP {status})"


def _explain(error: Exception, *, what: str) -> str:
    """Say in plain words why nothing came."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(cause, RefusedAddressError):
        return _private(f"{cause.host} ", cause.why)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"there is no host {error.host!r}, or the network is down"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
    if isinstance(cause, ssl.SSLCertVerificationError | ssl.CertificateError):
        return _distrusted(cause)
    if isinstance(error, aiohttp.ClientSSLError) or isinstance(cause, ssl.SSLError):
        return _unsafe(cause)
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"no connection to {error.host}:{error.port}: {error.os_error.strerror or error.os_error}"
    if isinstance(error, aiohttp.ClientPayloadError | aiohttp.ServerDisconnectedError):
        return f"the connection broke off before the whole {what} had come"
    return f"cannot be fetched: {error or type(error).__name__}"


def _distrusted(error: Exception) -> str:
    """Say what is wrong with a certificate, and what can be done; the numbers are OpenSSL's (x509_vfy.h)."""
    match getattr(error, "verify_code", None):
        case 9:
            return "the host's certificate is not valid yet; is this computer's clock right?"
        case 10:
            return "the host's certificate has expired; its owner has to renew it"
        case 18 | 19:
            return "the host's certificate is signed by itself, so that nobody vouches for the host"
        case 20 | 21:
            return "this computer knows nobody who vouches for the host's certificate, or the host sends it incomplete"
        case 62 | 64:
            return "the host's certificate is for another name; check the address"
        case _:
            said = getattr(error, "verify_message", "") or "it cannot be checked"
            return f"the host's certificate is not to be trusted ({said})"


def _unsafe(error: Exception) -> str:
    reason = str(getattr(error, "reason", None) or "")
    if _NO_TLS.search(reason):
        return "the host speaks no TLS at this port, so that there is no safe connection; is its address http://?"
    return f"there is no safe connection to the host ({reason.replace('_', ' ').lower() or error})"
