"""The terms of a subscription, read as people type them, and told in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts.routing import decision
from bot.desk.names import side_named
from bot.model.alert import Alert, AlertKind
from bot.model.claim import AssetKind, AssetState, Certainty, Domain, Predicate
from bot.model.errors import NotFoundError, RequestError
from bot.model.side import SideCatalogue
from bot.model.subscription import Content, Digest, Every, Mute, Quiet, Subscription, Wanted

CONTENTS = {
    Content.CLAIMS: "conflicts and claims at once",
    Content.CONFLICTS: "conflicts at once",
    Content.DIGEST: "no single messages",
}
PREVIEW = timedelta(days=7)
"""How far a preview looks back."""

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_PARTS = re.compile(r"[,;+]|\band\b")
_SOURCES = re.compile(r"(?:at least |min(?:imum)? |≥ ?)?(\d{1,2})\+? (?:independent )?sources?")
_PUBLISHER = re.compile(r"(?:from|published by|publisher|outlet) (.+)")
_SIDE = re.compile(r"(?:side|by|of) (.+)")
_SURE = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)
_FOR = re.compile(r"(?:for )?(\d{1,4})\s*(minutes?|mins?|m|hours?|h|days?|d|weeks?|w)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_FOR_GOOD = frozenset({"ever", "for ever", "forever", "good", "for good", "always"})
_COUNTED = (
    (AlertKind.CONFLICT, "conflict"),
    (AlertKind.UPDATE, "update"),
    (AlertKind.SUMMARY, "article"),
    (AlertKind.CORRECTION, "changed article"),
)


def read_wanted(text: str, sides: SideCatalogue) -> Wanted:
    """Return what "captured, by Russia, at least 2 sources" asks for; RequestError where a word means nothing.

    Words of one kind are alternatives (bridges, dams), those of different kinds are all needed.
    """
    facets: list[str] = []
    certainty: Certainty | None = None
    sources = 1
    for part in filter(None, (" ".join(one.casefold().split()) for one in _PARTS.split(text))):
        if (found := _SOURCES.fullmatch(part)) is not None:
            sources = max(int(found[1]), 1)
        elif part.removeprefix("at least ") in [one.value for one in _SURE]:
            certainty = Certainty(part.removeprefix("at least "))
        else:
            facets.append(_facet(part, sides))
    return Wanted(facets=tuple(sorted(set(facets))), certainty=certainty, sources=sources)


def read_until(text: str | None, *, now: datetime) -> datetime | None:
    """Return when "2h", "3 days" or "for 1 week" from now is over; `None` for good, or where nothing is said."""
    given = " ".join((text or "").casefold().split())
    if not given or given in _FOR_GOOD:
        return None
    found = _FOR.fullmatch(given)
    if found is None:
        raise RequestError(f"{given[:60]!r} is no length of time. Give it as 2h, 3 days, 1 week, or for good.")
    return now + int(found[1]) * _UNITS[found[2][0]]


def terms_words(one: Subscription, sides: SideCatalogue) -> str:
    """Return what is told and when, in words."""
    parts = [CONTENTS[one.content], _wanted_words(one.wanted, sides), _digest_words(one.digest)]
    parts.append(quiet_words(one.quiet) if one.quiet is not None else None)
    parts.append("news of a conflict in the channel too" if one.repeat else None)
    return ", ".join(part for part in parts if part)


def wanted_text(wanted: Wanted, sides: SideCatalogue) -> str:
    """Return what is wanted as somebody would type it, for `read_wanted`."""
    said = [_facet_words(one, sides) for one in wanted.facets]
    said += [f"at least {wanted.certainty}"] if wanted.certainty is not None else []
    said += [f"at least {wanted.sources} sources"] if wanted.sources > 1 else []
    return ", ".join(said)


def digest_text(digest: Digest | None) -> str:
    """Return when the digest comes as somebody would type it; nothing where none does."""
    if digest is None:
        return ""
    if digest.every is Every.HOUR:
        return "hourly"
    day = "" if digest.weekday is None else f"{_DAYS[digest.weekday].casefold()} "
    return f"{day}{digest.at:%H:%M}"


def quiet_text(quiet: Quiet | None) -> str:
    """Return the quiet hours as somebody would type them; nothing where there are none."""
    if quiet is None:
        return ""
    return f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" + ("" if quiet.conflicts else " all")


def quiet_words(quiet: Quiet) -> str:
    """Return when it is quiet, and for what, in words."""
    but = "but for conflicts" if quiet.conflicts else "for all"
    return f"quiet from {quiet.start:%H:%M} to {quiet.end:%H:%M} ({quiet.zone}) {but}"


def mute_words(mute: Mute) -> str:
    """Return what is muted."""
    return f"nothing at once on {mute.label}"


def preview_words(subscription: Subscription, alerts: Iterable[Alert], *, since: datetime) -> str:
    """Return what the subscription would have been told since then."""
    days = PREVIEW // timedelta(days=1)
    earlier = replace(subscription, created_at=since)
    told = [one for one in alerts if decision(one, earlier)[0]]
    if not told:
        return f"In the last {days} days nothing would have been told at once."
    kinds = Counter(one.kind for one in told)
    counts = ", ".join(_count(kinds[kind], word) for kind, word in _COUNTED if kinds[kind])
    return f"In the last {days} days this would have sent {_count(len(told), 'message')}: {counts}."


def _facet(part: str, sides: SideCatalogue) -> str:
    if (found := _PUBLISHER.fullmatch(part)) is not None:
        return f"publisher:{found[1]}"
    kinds: Sequence[tuple[str, type[Domain | Predicate | AssetKind | AssetState]]] = (
        ("domain", Domain),
        ("predicate", Predicate),
        ("asset", AssetKind),
        ("state", AssetState),
    )
    word = part.replace(" ", "_")
    for name, kind in kinds:
        values = {one.value for one in kind}
        match = next((one for one in (word, word.removesuffix("s"), word.removesuffix("es")) if one in values), None)
        if match is not None:
            return f"{name}:{match}"
    named = _SIDE.fullmatch(part)
    try:
        return f"side:{side_named(named[1] if named else part, sides)}"
    except NotFoundError:
        hint = "Try captured, destroyed, bridges, hospitals, territory, Ukraine, from BBC News, probable, 2 sources."
        raise RequestError(f"{part[:60]!r} is nothing to choose claims by. {hint}") from None


def _wanted_words(wanted: Wanted, sides: SideCatalogue) -> str | None:
    said = [_facet_words(one, sides) for one in wanted.facets]
    said += [f"at least {wanted.certainty}"] if wanted.certainty is not None else []
    said += [f"at least {wanted.sources} sources"] if wanted.sources > 1 else []
    return f"only: {'; '.join(said)}" if said else None


def _facet_words(facet: str, sides: SideCatalogue) -> str:
    kind, _, value = facet.partition(":")
    if kind == "side":
        return sides.label(value)
    return f"from {value}" if kind == "publisher" else value.replace("_", " ")


def _digest_words(digest: Digest | None) -> str | None:
    if digest is None:
        return None
    if digest.every is Every.HOUR:
        return "a digest every hour"
    day = "daily" if digest.weekday is None else f"on {_DAYS[digest.weekday]}"
    return f"a digest {day} at {digest.at:%H:%M} ({digest.zone})"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
