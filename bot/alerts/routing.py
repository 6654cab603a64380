"""Which destination gets which alert, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.alerts.wanting import is_muted, is_wanted, quiet_until
from bot.model.alert import Alert, AlertKind
from bot.model.area import EVERYTHING
from bot.model.place import Feature
from bot.model.subscription import Content, Mute, Subscription

CONSOLE = "console"


class RoutingReason(StrEnum):
    """Why a destination gets an alert, or does not."""

    CONSOLE_GETS_ALL = "console_gets_all"
    FOLLOWS_EVERYTHING = "follows_everything"
    FOLLOWS_COUNTRY = "follows_country"
    FOLLOWS_REGION = "follows_region"
    FOLLOWS_PLACE = "follows_place"
    ELSEWHERE = "elsewhere"
    NO_PLACE = "no_place"
    CONFLICTS_ONLY = "conflicts_only"
    DIGEST_ONLY = "digest_only"
    OLDER_THAN_SUBSCRIPTION = "older_than_subscription"
    FILTERED = "filtered"
    MUTED = "muted"
    PAUSED = "paused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """The decision about one alert and one destination; `subscription` is the one that decided, where one did.

    What comes in quiet hours waits `until` they end. `repeat`: news of a dispute stands in the channel too.
    """

    destination: str
    send: bool
    reason: RoutingReason
    subscription: str | None = None
    until: datetime | None = None
    repeat: bool = False


_AT_ONCE = {
    Content.CLAIMS: frozenset({AlertKind.CONFLICT, AlertKind.UPDATE, AlertKind.SUMMARY, AlertKind.CORRECTION}),
    # An outlet that silently takes back what it said contradicts itself.
    Content.CONFLICTS: frozenset({AlertKind.CONFLICT, AlertKind.UPDATE, AlertKind.CORRECTION}),
    Content.DIGEST: frozenset[AlertKind](),
}
_FOLLOWS = {
    Feature.COUNTRY: RoutingReason.FOLLOWS_COUNTRY,
    Feature.REGION: RoutingReason.FOLLOWS_REGION,
    Feature.AREA: RoutingReason.FOLLOWS_REGION,
}


def routes_for(
    alert: Alert,
    subscriptions: Iterable[Subscription],
    *,
    always: Sequence[str] = (),
    mutes: Sequence[Mute] = (),
    now: datetime | None = None,
) -> tuple[Route, ...]:
    """Return a decision for each destination, each destination once: those of `always` first, which get every alert.

    Of several subscriptions of one destination, one that sends decides, the soonest, or else the first. An alert about
    no place reaches only who follows everything. `now` is the alert's own time where it is not given.
    """
    at = alert.created_at if now is None else now
    decided = {
        destination: Route(destination=destination, send=True, reason=RoutingReason.CONSOLE_GETS_ALL)
        for destination in always
    }
    for one in subscriptions:
        send, reason = decision(alert, one)
        if send and is_muted(alert, (mute for mute in mutes if mute.destination == one.destination), now=at):
            send, reason = False, RoutingReason.MUTED
        route = Route(
            destination=one.destination,
            send=send,
            reason=reason,
            subscription=one.id,
            until=quiet_until(alert, one.quiet, now=at) if send else None,
            repeat=one.repeat,
        )
        if one.destination not in decided or _sooner(route, decided[one.destination]):
            decided[one.destination] = route
    return tuple(decided.values())


def _sooner(route: Route, other: Route) -> bool:
    if not route.send or not other.send:
        return route.send and not other.send
    return other.until is not None and (route.until is None or route.until < other.until)


def decision(alert: Alert, subscription: Subscription) -> tuple[bool, RoutingReason]:
    """Return whether the subscription asks for the alert at once, and why."""
    if not subscription.area.holds(alert.keys):
        return False, RoutingReason.ELSEWHERE if alert.keys else RoutingReason.NO_PLACE
    if alert.created_at < subscription.created_at:
        return False, RoutingReason.OLDER_THAN_SUBSCRIPTION
    if subscription.paused:
        return False, RoutingReason.PAUSED
    if alert.kind not in _AT_ONCE[subscription.content]:
        only_digest = subscription.content is Content.DIGEST
        return False, RoutingReason.DIGEST_ONLY if only_digest else RoutingReason.CONFLICTS_ONLY
    if not is_wanted(alert, subscription.wanted):
        return False, RoutingReason.FILTERED
    if EVERYTHING in subscription.area.keys:
        return True, RoutingReason.FOLLOWS_EVERYTHING
    feature = subscription.area.feature
    return True, RoutingReason.FOLLOWS_PLACE if feature is None else _FOLLOWS.get(feature, RoutingReason.FOLLOWS_PLACE)
