"""Which destination gets which alert, and why."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.routing import CONSOLE, Route, RoutingReason, decision, routes_for
from bot.model.alert import Alert, AlertKind
from bot.model.area import EVERYTHING, Area, area_key, country_key, everything, keys_of, place_key, region_key
from bot.model.place import Feature
from bot.model.subscription import Content, Mute, Quiet, Subscription, Wanted
from tests.builders import DAY, NORLAND, SUDMARK, make_alert, make_area, make_place, make_statement, make_subscription

R = RoutingReason
ELLBRUCK = make_place()
assert ELLBRUCK.geonameid is not None
KEYS = keys_of([ELLBRUCK])
COUNTRY = Area(key=country_key(SUDMARK), label="Sudmark", feature=Feature.COUNTRY, keys=(country_key(SUDMARK),))
REGION = make_area()
MOORS = Area(
    key=area_key("The Moors", country=SUDMARK, region=None),
    label="The Moors, Sudmark",
    feature=Feature.AREA,
    keys=(
        area_key("The Moors", country=SUDMARK, region=None),
        region_key(SUDMARK, "Ellmoor"),
        region_key(SUDMARK, "Highmoor"),
    ),
)
TOWN = Area(
    key=place_key(ELLBRUCK.geonameid),
    label="Ellbruck, Ellmoor, Sudmark",
    feature=Feature.SETTLEMENT,
    keys=(place_key(ELLBRUCK.geonameid),),
)
NORLANDS = Area(key=country_key(NORLAND), label="Norland", feature=Feature.COUNTRY, keys=(country_key(NORLAND),))
HILLS = make_area("Hills")


def alert(kind: AlertKind = AlertKind.SUMMARY, *, keys: tuple[str, ...] = KEYS, **changes: object) -> Alert:
    """Return an alert about Ellbruck."""
    return make_alert(kind=kind, keys=keys, **changes)


@pytest.mark.parametrize(
    ("area", "keys", "expected"),
    [
        pytest.param(everything(), KEYS, (True, R.FOLLOWS_EVERYTHING), id="everything"),
        pytest.param(everything(), (), (True, R.FOLLOWS_EVERYTHING), id="everything-no-place"),
        pytest.param(COUNTRY, KEYS, (True, R.FOLLOWS_COUNTRY), id="country"),
        pytest.param(COUNTRY, (country_key(SUDMARK),), (True, R.FOLLOWS_COUNTRY), id="country-as-a-whole"),
        pytest.param(REGION, KEYS, (True, R.FOLLOWS_REGION), id="region"),
        pytest.param(MOORS, KEYS, (True, R.FOLLOWS_REGION), id="area-of-regions"),
        pytest.param(
            MOORS, (area_key("The Moors", country=SUDMARK, region=None),), (True, R.FOLLOWS_REGION), id="area-itself"
        ),
        pytest.param(TOWN, KEYS, (True, R.FOLLOWS_PLACE), id="settlement"),
        pytest.param(make_area(feature=None, keys=TOWN.keys), KEYS, (True, R.FOLLOWS_PLACE), id="of-no-known-kind"),
        pytest.param(NORLANDS, KEYS, (False, R.ELSEWHERE), id="another-country"),
        pytest.param(HILLS, KEYS, (False, R.ELSEWHERE), id="another-region"),
        pytest.param(TOWN, keys_of([make_place("Ostheim")]), (False, R.ELSEWHERE), id="another-town"),
        pytest.param(REGION, (country_key(SUDMARK),), (False, R.ELSEWHERE), id="only-the-country-is-known"),
        pytest.param(COUNTRY, (), (False, R.NO_PLACE), id="no-place"),
    ],
)
def test_where_an_alert_is_decides_who_gets_it(
    area: Area, keys: tuple[str, ...], expected: tuple[bool, RoutingReason]
) -> None:
    """Whoever follows what the place is, or lies in, gets it, and the reason says by which."""
    assert decision(alert(keys=keys), make_subscription(area=area)) == expected


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        pytest.param(Content.CLAIMS, AlertKind.CONFLICT, (True, R.FOLLOWS_REGION), id="claims-conflict"),
        pytest.param(Content.CLAIMS, AlertKind.UPDATE, (True, R.FOLLOWS_REGION), id="claims-update"),
        pytest.param(Content.CLAIMS, AlertKind.SUMMARY, (True, R.FOLLOWS_REGION), id="claims-summary"),
        pytest.param(Content.CONFLICTS, AlertKind.CONFLICT, (True, R.FOLLOWS_REGION), id="conflicts-conflict"),
        pytest.param(Content.CONFLICTS, AlertKind.UPDATE, (True, R.FOLLOWS_REGION), id="conflicts-update"),
        pytest.param(Content.CONFLICTS, AlertKind.SUMMARY, (False, R.CONFLICTS_ONLY), id="conflicts-summary"),
        pytest.param(Content.DIGEST, AlertKind.CONFLICT, (False, R.DIGEST_ONLY), id="digest-conflict"),
        pytest.param(Content.DIGEST, AlertKind.UPDATE, (False, R.DIGEST_ONLY), id="digest-update"),
        pytest.param(Content.DIGEST, AlertKind.SUMMARY, (False, R.DIGEST_ONLY), id="digest-summary"),
    ],
)
def test_what_is_told_at_once_is_as_subscribed(
    content: Content, kind: AlertKind, expected: tuple[bool, RoutingReason]
) -> None:
    """Conflicts only leaves what articles claim unsaid; with a digest only, nothing comes at once."""
    assert decision(alert(kind), make_subscription(content=content)) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        pytest.param(timedelta(microseconds=1), (False, R.OLDER_THAN_SUBSCRIPTION), id="before"),
        pytest.param(timedelta(0), (True, R.FOLLOWS_REGION), id="at-once"),
        pytest.param(timedelta(microseconds=-1), (True, R.FOLLOWS_REGION), id="after"),
    ],
)
def test_a_new_subscription_announces_nothing_old(age: timedelta, expected: tuple[bool, RoutingReason]) -> None:
    """What was made before a channel followed the area is no news to it."""
    assert decision(alert(created_at=DAY - age), make_subscription(created_at=DAY)) == expected


def test_elsewhere_is_said_before_anything_else() -> None:
    """What is not about the area is that, however old it is and whatever is subscribed."""
    subscription = make_subscription(area=HILLS, content=Content.DIGEST, created_at=DAY + timedelta(days=1))
    assert decision(alert(), subscription) == (False, R.ELSEWHERE)


def test_the_console_gets_all() -> None:
    """Without subscribing, whatever it is about, once."""
    assert routes_for(alert(keys=()), [], always=[CONSOLE, CONSOLE]) == (
        Route(destination=CONSOLE, send=True, reason=R.CONSOLE_GETS_ALL),
    )


def test_nobody_follows_nothing_is_sent() -> None:
    """Without subscriptions there is no route."""
    assert routes_for(alert(), []) == ()


def test_one_decision_a_channel_with_its_subscription() -> None:
    """Each channel appears once, with the subscription that decided, whether it sends or not."""
    near, far = make_subscription(destination="discord:1"), make_subscription(destination="slack:2", area=HILLS)
    assert routes_for(alert(), [near, far], always=[CONSOLE]) == (
        Route(destination=CONSOLE, send=True, reason=R.CONSOLE_GETS_ALL),
        Route(destination="discord:1", send=True, reason=R.FOLLOWS_REGION, subscription=near.id),
        Route(destination="slack:2", send=False, reason=R.ELSEWHERE, subscription=far.id),
    )


@pytest.mark.parametrize("turned", [False, True], ids=["no-first", "yes-first"])
def test_one_subscription_that_sends_is_enough(*, turned: bool) -> None:
    """A channel that follows the country for conflicts and the region for claims gets the claims of the region."""
    conflicts = make_subscription(area=COUNTRY, content=Content.CONFLICTS)
    claims = make_subscription(area=REGION)
    subscriptions = [claims, conflicts] if turned else [conflicts, claims]
    assert routes_for(alert(), subscriptions) == (
        Route(destination="discord:42", send=True, reason=R.FOLLOWS_REGION, subscription=claims.id),
    )


def test_of_two_that_send_the_first_is_named() -> None:
    """A channel that follows the country and the town gets the alert once."""
    country, town = make_subscription(area=COUNTRY), make_subscription(area=TOWN)
    (route,) = routes_for(alert(), [country, town])
    assert (route.reason, route.subscription) == (R.FOLLOWS_COUNTRY, country.id)


def test_of_two_that_do_not_send_the_first_is_named() -> None:
    """The reason is the first subscription's."""
    digest, hills = make_subscription(content=Content.DIGEST), make_subscription(area=HILLS)
    assert [route.reason for route in routes_for(alert(), [digest, hills])] == [R.DIGEST_ONLY]


def test_a_console_that_subscribed_too_gets_it_once() -> None:
    """What gets everything is not asked what it follows."""
    subscribed = make_subscription(destination=CONSOLE, content=Content.DIGEST)
    (route,) = routes_for(alert(), [subscribed], always=[CONSOLE])
    assert route == Route(destination=CONSOLE, send=True, reason=R.CONSOLE_GETS_ALL)


def test_every_reason_occurs() -> None:
    """A reason that no decision gives would be a word too many."""
    given_here = {R.CONSOLE_GETS_ALL, R.FILTERED, R.MUTED}
    for area in (everything(), COUNTRY, REGION, TOWN, HILLS):
        for content in Content:
            for keys in (KEYS, ()):
                for age in (0, 1):
                    told = alert(keys=keys, created_at=DAY - timedelta(days=age))
                    given_here.add(decision(told, make_subscription(area=area, content=content))[1])
    given_here.add(decision(alert(), make_subscription(area=everything(), paused=True))[1])
    assert given_here == set(RoutingReason)


_areas = st.sampled_from([everything(), COUNTRY, REGION, MOORS, TOWN, NORLANDS, HILLS])
_subscriptions = st.builds(
    lambda area, destination, content, days: make_subscription(
        area=area, destination=destination, content=content, created_at=DAY + timedelta(days=days)
    ),
    area=_areas,
    destination=st.sampled_from(["console", "discord:1", "discord:2", "slack:1"]),
    content=st.sampled_from(Content),
    days=st.integers(-1, 1),
)
_alerts = st.builds(
    lambda kind, where: alert(kind, keys=keys_of(where)),
    kind=st.sampled_from([AlertKind.CONFLICT, AlertKind.UPDATE, AlertKind.SUMMARY]),
    where=st.lists(st.sampled_from([ELLBRUCK, make_place("Ostheim"), make_place("Hillgate", region="Hills")])),
)


@given(told=_alerts, subscriptions=st.lists(_subscriptions), always=st.lists(st.sampled_from(["console", "slack:1"])))
def test_a_destination_appears_once(told: Alert, subscriptions: list[Subscription], always: list[str]) -> None:
    """Every destination that there is gets one decision, however many subscriptions it has."""
    routes = [route.destination for route in routes_for(told, subscriptions, always=always)]
    assert sorted(routes) == sorted({*always, *(one.destination for one in subscriptions)})


@given(told=_alerts, subscriptions=st.lists(_subscriptions))
def test_a_channel_gets_what_any_of_its_subscriptions_asks_for(told: Alert, subscriptions: list[Subscription]) -> None:
    """Whether it is sent does not depend on the order of the subscriptions, and never on other channels."""
    sent = {route.destination: route.send for route in routes_for(told, subscriptions)}
    turned = {route.destination: route.send for route in routes_for(told, subscriptions[::-1])}
    asked = {
        to: any(decision(told, one)[0] for one in subscriptions if one.destination == to)
        for to in (one.destination for one in subscriptions)
    }
    assert sent == turned == asked


@given(told=_alerts, subscription=_subscriptions)
def test_a_route_has_the_reason_of_its_subscription(told: Alert, subscription: Subscription) -> None:
    """One subscription, one decision, and both say the same."""
    (route,) = routes_for(told, [subscription])
    assert ((route.send, route.reason), route.subscription) == (decision(told, subscription), subscription.id)


def test_quiet_hours_put_off_what_is_sent() -> None:
    """Of two subscriptions of one channel, the one that tells soonest decides."""
    quiet = Quiet(start=time(0), end=time(23), zone="UTC")
    alert = make_alert(keys=KEYS, created_at=DAY + timedelta(minutes=1))
    one = make_subscription(id="one", quiet=quiet)
    other = make_subscription(id="two", area=everything())
    (route,) = routes_for(alert, [one])
    assert route.until is not None
    (route,) = routes_for(alert, [one, other])
    assert (route.until, route.subscription) == (None, "two")


def test_what_is_muted_or_filtered_says_so() -> None:
    """A reason for each."""
    alert = make_alert(keys=KEYS, created_at=DAY, statements=(make_statement(),), sources=1)
    mute = Mute(destination="discord:42", subject=EVERYTHING, label="x", keys=(EVERYTHING,), until=None, by="u")
    (muted,) = routes_for(alert, [make_subscription()], mutes=[mute])
    (elsewhere,) = routes_for(alert, [make_subscription(destination="slack:1")], mutes=[mute])
    (filtered,) = routes_for(alert, [make_subscription(wanted=Wanted(sources=2))])
    assert (muted.send, muted.reason) == (False, RoutingReason.MUTED)
    assert elsewhere.send
    assert (filtered.send, filtered.reason) == (False, RoutingReason.FILTERED)
