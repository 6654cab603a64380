"""Which destination gets which alert, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.model.alert import Alert

CONSOLE = "console"


class RoutingReason(StrEnum):
    """Why a destination gets an alert, or does not."""

    CONSOLE_GETS_ALL = "console_gets_all"
    NOT_SUBSCRIBED = "not_subscribed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """The decision about one alert and one destination."""

    destination: str
    send: bool
    reason: RoutingReason


def routes_for(alert: Alert, destinations: Sequence[str]) -> tuple[Route, ...]:
    """Return a decision for each destination, in the order given, each destination once.

    The console gets every alert. Any other destination gets none until it can subscribe.
    """
    del alert  # what an alert is about will matter to subscriptions
    return tuple(
        Route(
            destination=destination,
            send=destination == CONSOLE,
            reason=RoutingReason.CONSOLE_GETS_ALL if destination == CONSOLE else RoutingReason.NOT_SUBSCRIBED,
        )
        for destination in dict.fromkeys(destinations)
    )
