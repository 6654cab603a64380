"""Whether an alert is what somebody asked for: filters, mutes, quiet hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model.alert import Alert, AlertKind
from bot.model.area import EVERYTHING, KeyKind
from bot.model.claim import Certainty
from bot.model.subscription import Mute, Quiet, Wanted

_OF_DISPUTES = {AlertKind.CONFLICT, AlertKind.UPDATE}
_SURENESS = (Certainty.UNKNOWN, Certainty.POSSIBLE, Certainty.PROBABLE, Certainty.CERTAIN)
_SECOND = timedelta(seconds=1)
# The narrowest first: what is muted by a town's key is judged by the towns that an alert is about.
_KINDS = (KeyKind.PLACE, KeyKind.AREA, KeyKind.REGION, KeyKind.COUNTRY)


def is_wanted(alert: Alert, wanted: Wanted) -> bool:
    """Whether one of the alert's claims is of the kinds that are asked for, sure enough, with sources enough.

    An alert that is about no claim (a dispute that settled) is judged by its sources alone.
    """
    if (alert.sources or 1) < wanted.sources:
        return False
    own = [one for one in alert.statements if one.claim in alert.claims] or alert.statements
    if not own or (not wanted.facets and wanted.certainty is None):
        return True
    asked: dict[str, set[str]] = {}
    for facet in wanted.facets:
        asked.setdefault(facet.partition(":")[0], set()).add(facet)
    least = _SURENESS.index(wanted.certainty) if wanted.certainty is not None else 0
    return any(
        all(of_kind.intersection(one.facets) for of_kind in asked.values()) and _sureness(one.facets) >= least
        for one in own
    )


def is_muted(alert: Alert, mutes: Iterable[Mute], *, now: datetime) -> bool:
    """Whether the alert's dispute is muted, or all that it is about lies where something is muted."""
    return any(_mutes(one, alert) for one in mutes if one.until is None or one.until > now)


def quiet_until(alert: Alert, quiet: Quiet | None, *, now: datetime) -> datetime | None:
    """Return when the quiet hours end in which the alert comes; `None` where it may be told now."""
    if quiet is None or (quiet.conflicts and alert.kind in _OF_DISPUTES):
        return None
    zone = ZoneInfo(quiet.zone)
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        over_night = quiet.end <= quiet.start
        start = _moment(datetime.combine(day, quiet.start), zone)
        end = _moment(datetime.combine(day + timedelta(days=over_night), quiet.end), zone)
        if start <= now < end:
            return end
    return None


def _moment(at: datetime, zone: ZoneInfo) -> datetime:
    """Return when a zone's clocks show a time: the first time, or when they skip it."""
    known = at.replace(tzinfo=zone)
    found = known.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == at:
        return found
    # Nowhere is it said when a zone's clocks change, only how far they are from UTC at a time.
    before, after = known.replace(fold=1).astimezone(UTC), found
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == known.utcoffset():
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _mutes(mute: Mute, alert: Alert) -> bool:
    if alert.dispute is not None and mute.subject == alert.dispute:
        return True
    if EVERYTHING in mute.keys:
        return True
    for kind in _KINDS:
        muted = {key for key in mute.keys if key.startswith(f"{kind}:")}
        about = {key for key in alert.keys if key.startswith(f"{kind}:")}
        if muted and about and about <= muted:
            return True
    return False


def _sureness(facets: tuple[str, ...]) -> int:
    found = next((one.partition(":")[2] for one in facets if one.startswith("certainty:")), Certainty.CERTAIN.value)
    return _SURENESS.index(Certainty(found))
