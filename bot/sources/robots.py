"""robots.txt: which pages of a site programs may read (RFC 9309).

`urllib.robotparser` knows neither `*` and `$` in paths nor that the longest rule counts, both of which the sites of
newspapers rely on.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.model.errors import DisallowedError, FetchError
from bot.sources.networks import Network
from bot.sources.transfer import Wanted, get

PRODUCT: Final = "claimwatch"
# RFC 9309 section 2.5 asks for 500 kB at least.
_MAX_BYTES: Final = 2_000_000
_SECONDS: Final = 15.0
# Section 2.4: not longer than a day.
_KEPT: Final = timedelta(hours=24)
_KEPT_FAILURE: Final = timedelta(minutes=10)
_MOST_SITES: Final = 1_000
_MOST_RULES: Final = 5_000
_LONGEST_RULE: Final = 2_000
_LINE: Final = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")


@dataclass(frozen=True, slots=True)
class Rules:
    """What one program may read of a site: pairs of a path's beginning and whether it may."""

    rules: tuple[tuple[str, bool], ...] = ()

    def allow(self, path: str) -> bool:
        """Whether a path (with its query) may be read: the longest rule counts, and of two equal ones the kinder."""
        fitting = [(len(rule), allowed) for rule, allowed in self.rules if _fits(rule, path)]
        return max(fitting, default=(0, True))[1]


def read_robots(text: str, *, product: str = PRODUCT) -> Rules:
    """Return what a robots.txt says to the program of that name, or else to all (section 2.2)."""
    ours: list[tuple[str, bool]] = []
    everyone: list[tuple[str, bool]] = []
    named = False
    agents: list[str] = []
    collecting = False
    for line in text.lstrip("\ufeff").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            agents = [*([] if collecting else agents), value.lower()]
            collecting = False
            named = named or _is_name(value, product)
        elif key in {"allow", "disallow"}:
            collecting = True
            # An empty rule is none.
            if not value or len(value) > _LONGEST_RULE:
                continue
            rule = (_normal(value), key == "allow")
            if any(_is_name(agent, product) for agent in agents) and len(ours) < _MOST_RULES:
                ours.append(rule)
            if "*" in agents and len(everyone) < _MOST_RULES:
                everyone.append(rule)
    return Rules(tuple(ours if named else everyone))


class Robots:
    """Knows the robots.txt of sites, each asked for once a day."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        allow_networks: Sequence[Network] = (),
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._clock = clock
        self._allow_networks = allow_networks
        self._resolver = resolver
        self._known: dict[str, tuple[datetime, Rules | FetchError]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def check(self, url: str) -> None:
        """Return where the page may be read.

        Raises DisallowedError where it may not, and FetchError where that cannot be known now: while a site's
        robots.txt cannot be had, nothing of it may be read (section 2.3.1.4).
        """
        try:
            page = URL(url)
            site = str(page.origin())
        except ValueError as error:
            raise FetchError(origin=url, reason=f"is no address: {error}") from error
        async with self._asking.setdefault(site, asyncio.Lock()):
            rules = await self._rules(site)
        if isinstance(rules, FetchError):
            reason = f"the site's robots.txt cannot be had ({rules.reason}), so that the page is not asked for yet"
            raise FetchError(origin=url, reason=reason, retry_after=rules.retry_after)
        if not rules.allow(page.raw_path_qs):
            raise DisallowedError(origin=url, reason="the site's robots.txt keeps programs from the page")

    async def _rules(self, site: str) -> Rules | FetchError:
        now = self._clock()
        known = self._known.get(site)
        if known is not None and now < known[0]:
            return known[1]
        found = await self._ask(site, now)
        if len(self._known) >= _MOST_SITES:
            for old in [name for name, (until, _) in self._known.items() if until <= now] or list(self._known):
                self._known.pop(old)
                if not self._asking[old].locked():
                    self._asking.pop(old)
        self._known[site] = (now + (_KEPT_FAILURE if isinstance(found, FetchError) else _KEPT), found)
        return found

    async def _ask(self, site: str, now: datetime) -> Rules | FetchError:
        wanted = Wanted(what="robots.txt", max_bytes=_MAX_BYTES, headers={"Accept": "text/plain, */*;q=0.1"})
        try:
            answer = await get(
                f"{site}/robots.txt",
                wanted,
                now=now,
                timeout=_SECONDS,
                allow_networks=self._allow_networks,
                resolver=self._resolver,
            )
        except FetchError as error:
            # Section 2.3.1.3: without the file everything may be read; too many requests are no answer.
            there_is_none = error.status is not None and 400 <= error.status < 500 and error.status != 429
            return Rules() if there_is_none else error
        return read_robots(answer.body.decode("utf-8", errors="replace"))


def _is_name(agent: str, product: str) -> bool:
    """Whether a line is for the program: product tokens are letters, "_" and "-", in any case (section 2.2.1)."""
    found = re.match(r"[A-Za-z_-]+", agent)
    return found is not None and found[0].lower() == product


def _normal(rule: str) -> str:
    """Return a rule as paths are written: percent-encoded, without doubled stars, which would only cost time."""
    encoded = re.sub(r"[^\x21-\x7e]+", lambda text: "".join(f"%{byte:02X}" for byte in text[0].encode()), rule)
    return re.sub(r"\*+", "*", re.sub(r"%[0-9a-f]{2}", lambda code: code[0].upper(), encoded))


def _fits(rule: str, path: str) -> bool:
    """Whether a path begins as the rule says; each piece between stars is looked for once, so that no rule is slow."""
    closed = rule.endswith("$")
    first, *others = (rule[:-1] if closed else rule).split("*")
    path = re.sub(r"%[0-9a-f]{2}", lambda code: code[0].upper(), path)
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not closed or at == len(path)
    *middle, last = others
    for piece in middle:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if closed:
        return len(path) - at >= len(last) and path.endswith(last)
    return path.find(last, at) >= 0
