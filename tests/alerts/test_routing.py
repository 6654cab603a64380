"""Which destination gets which alert."""

from __future__ import annotations

from bot.alerts.routing import CONSOLE, Route, RoutingReason, routes_for
from tests.builders import make_alert


def test_the_console_gets_all() -> None:
    """The console gets every alert, other destinations none yet, each with its reason and once."""
    assert routes_for(make_alert(), [CONSOLE, "somewhere", CONSOLE]) == (
        Route(destination=CONSOLE, send=True, reason=RoutingReason.CONSOLE_GETS_ALL),
        Route(destination="somewhere", send=False, reason=RoutingReason.NOT_SUBSCRIBED),
    )
