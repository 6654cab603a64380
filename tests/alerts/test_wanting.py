"""Filters, mutes and quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.wanting import is_muted, is_wanted, quiet_until
from bot.model.alert import Alert, AlertKind
from bot.model.area import EVERYTHING
from bot.model.claim import Certainty
from bot.model.subscription import Mute, Quiet, Wanted
from tests.builders import make_alert, make_claim, make_statement

NOW = datetime(2022, 9, 8, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def told(*facets: tuple[str, ...], **changes: object) -> Alert:
    """Return an alert about a claim for each set of facets."""
    claims = [make_claim(quote=f"Quote {number}.") for number, _ in enumerate(facets)]
    statements = tuple(make_statement(one, facets=its) for one, its in zip(claims, facets, strict=True))
    return make_alert(*(one.id for one in claims), statements=statements, **changes)


CAPTURED = ("certainty:probable", "domain:territory", "predicate:captured", "publisher:moor radio", "side:XNO")
BRIDGE = ("asset:bridge", "certainty:certain", "domain:infrastructure", "side:XSU", "state:destroyed")


@pytest.mark.parametrize(
    ("wanted", "is_told"),
    [
        (Wanted(), True),
        (Wanted(facets=("predicate:captured",)), True),
        (Wanted(facets=("asset:bridge",)), True),
        (Wanted(facets=("asset:bridge", "asset:dam")), True),
        (Wanted(facets=("asset:dam",)), False),
        (Wanted(facets=("predicate:captured", "side:XNO")), True),
        # One claim has to be all of it: the bridge is not Norland's.
        (Wanted(facets=("asset:bridge", "side:XNO")), False),
        (Wanted(facets=("publisher:moor radio",)), True),
        (Wanted(certainty=Certainty.PROBABLE, facets=("predicate:captured",)), True),
        (Wanted(certainty=Certainty.CERTAIN, facets=("predicate:captured",)), False),
        (Wanted(certainty=Certainty.CERTAIN), True),
        (Wanted(sources=2), False),
    ],
)
def test_a_filter_asks_for_claims_of_its_kinds(wanted: Wanted, *, is_told: bool) -> None:
    """Words of one kind are alternatives, those of different kinds are all needed, of one claim."""
    assert is_wanted(told(CAPTURED, BRIDGE), wanted) is is_told


def test_what_is_only_context_does_not_count() -> None:
    """A conflict about a town is none about the bridge that is mentioned beside it."""
    alert = told(CAPTURED)
    beside = make_statement(make_claim(quote="Beside."), facets=BRIDGE)
    both = make_alert(*alert.claims, statements=(*alert.statements, beside))
    assert not is_wanted(both, Wanted(facets=("asset:bridge",)))


def test_sources_are_those_of_the_dispute() -> None:
    """A conflict has as many as were counted; an article is one."""
    assert is_wanted(told(CAPTURED, sources=3), Wanted(sources=3))
    assert not is_wanted(told(CAPTURED, sources=2), Wanted(sources=3))


KEYS = ("country:XSU", "place:1", "region:XSU:Ellmoor")


@pytest.mark.parametrize(
    ("keys", "about", "muted"),
    [
        (("place:1",), KEYS, True),
        (("place:2",), KEYS, False),
        (("region:XSU:Ellmoor",), KEYS, True),
        (("region:XSU:Hills",), KEYS, False),
        (("country:XSU",), KEYS, True),
        ((EVERYTHING,), (), True),
        # An article about a muted town and another one is told.
        (("place:1",), (*KEYS, "place:2"), False),
        # Who mutes a town hears of its region.
        (("place:1",), ("country:XSU", "region:XSU:Ellmoor"), False),
    ],
)
def test_a_muted_area_silences_what_lies_in_it(keys: tuple[str, ...], about: tuple[str, ...], *, muted: bool) -> None:
    """All of what an alert is about has to lie there."""
    mute = Mute(destination="d", subject=keys[0], label="x", keys=keys, until=None, by="u")
    assert is_muted(make_alert(keys=about), [mute], now=NOW) is muted


def test_a_muted_dispute_is_silent_and_others_are_not() -> None:
    """Whatever place it is about."""
    mute = Mute(destination="d", subject="dispute-1", label="x", keys=(), until=None, by="u")
    assert is_muted(make_alert(dispute="dispute-1"), [mute], now=NOW)
    assert not is_muted(make_alert(dispute="dispute-2"), [mute], now=NOW)


def test_a_mute_ends() -> None:
    """At its time."""
    mute = Mute(destination="d", subject="x", label="x", keys=(EVERYTHING,), until=NOW, by="u")
    assert is_muted(make_alert(), [mute], now=NOW - HOUR)
    assert not is_muted(make_alert(), [mute], now=NOW)


NIGHT = Quiet(start=time(22), end=time(7), zone="Europe/Kyiv")
# Kyiv is three hours before UTC in summer.
END = datetime(2022, 9, 9, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2022, 9, 8, 18, 59, tzinfo=UTC), None),
        (datetime(2022, 9, 8, 19, 0, tzinfo=UTC), END),
        (datetime(2022, 9, 9, 3, 59, tzinfo=UTC), END),
        (END, None),
    ],
    ids=["before", "begins", "morning", "ends"],
)
def test_quiet_hours_go_over_midnight(now: datetime, until: datetime | None) -> None:
    """What comes in them waits for their end, on the clocks of their zone."""
    assert quiet_until(make_alert(), NIGHT, now=now) == until


def test_quiet_hours_of_a_day_end_the_same_day() -> None:
    """A siesta."""
    siesta = Quiet(start=time(13), end=time(15), zone="UTC")
    assert quiet_until(make_alert(), siesta, now=NOW + HOUR) == NOW + 3 * HOUR
    assert quiet_until(make_alert(), siesta, now=NOW + 3 * HOUR) is None


@pytest.mark.parametrize(("breaks_through", "waits"), [(True, False), (False, True)])
def test_conflicts_may_break_through(*, breaks_through: bool, waits: bool) -> None:
    """What follows in a dispute too."""
    quiet = Quiet(start=time(0), end=time(23), zone="UTC", conflicts=breaks_through)
    for kind in (AlertKind.CONFLICT, AlertKind.UPDATE):
        assert (quiet_until(make_alert(kind=kind, dispute="d"), quiet, now=NOW) is not None) is waits


def test_quiet_hours_hold_over_a_change_of_clocks() -> None:
    """On 27 March 2022 Kyiv's night was an hour shorter: seven in the morning was four in UTC."""
    now = datetime(2022, 3, 26, 21, 0, tzinfo=UTC)
    assert quiet_until(make_alert(), NIGHT, now=now) == datetime(2022, 3, 27, 4, 0, tzinfo=UTC)


# When the clocks change, in spring and in autumn: on Lord Howe Island by half an hour.
CHANGES = [
    pytest.param("Europe/Berlin", datetime(2022, 3, 27, 1, 0, tzinfo=UTC), id="Berlin-spring"),
    pytest.param("Europe/Berlin", datetime(2022, 10, 30, 1, 0, tzinfo=UTC), id="Berlin-autumn"),
    pytest.param("America/New_York", datetime(2022, 3, 13, 7, 0, tzinfo=UTC), id="New-York-spring"),
    pytest.param("America/New_York", datetime(2022, 11, 6, 6, 0, tzinfo=UTC), id="New-York-autumn"),
    pytest.param("Australia/Lord_Howe", datetime(2022, 10, 1, 15, 30, tzinfo=UTC), id="Lord-Howe-spring"),
    pytest.param("Australia/Lord_Howe", datetime(2022, 4, 2, 15, 0, tzinfo=UTC), id="Lord-Howe-autumn"),
]


def quiet_spans(quiet: Quiet, around: datetime) -> list[tuple[datetime, datetime]]:
    """Return the times around one that are quiet, to the minute, each with the end that was promised for it."""
    spans: list[tuple[datetime, datetime]] = []
    last: datetime | None = None
    for minute in range(-24 * 60, 24 * 60):
        now = around + timedelta(minutes=minute)
        until = quiet_until(make_alert(), quiet, now=now)
        if until is not None and until != last:
            spans.append((now, until))
        last = until
    return spans


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_a_night_in_which_the_clocks_change_is_quiet_as_a_whole(zone: str, change: datetime) -> None:
    """From ten to seven on the clocks on the wall, an hour or half of one more or less, without a gap in it."""
    (night,) = [span for span in quiet_spans(replace(NIGHT, zone=zone), change) if span[0] < change < span[1]]
    assert [one.astimezone(ZoneInfo(zone)).time() for one in night] == [time(22), time(7)]
    assert night[1] - night[0] != 9 * HOUR


@pytest.mark.parametrize(
    ("zone", "ends_at", "ends"),
    [
        ("Europe/Berlin", time(2, 30), datetime(2022, 3, 27, 1, 0, tzinfo=UTC)),
        ("Europe/Berlin", time(2, 30), datetime(2022, 10, 30, 0, 30, tzinfo=UTC)),
        ("America/New_York", time(2, 30), datetime(2022, 3, 13, 7, 0, tzinfo=UTC)),
        ("America/New_York", time(1, 30), datetime(2022, 11, 6, 5, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", time(2, 15), datetime(2022, 10, 1, 15, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", time(1, 45), datetime(2022, 4, 2, 14, 45, tzinfo=UTC)),
    ],
)
def test_quiet_hours_that_end_when_the_clocks_change_end_once(zone: str, ends_at: time, ends: datetime) -> None:
    """The first time that the clocks show it, or when they skip it; no minute of that day is quiet after it."""
    quiet = replace(NIGHT, zone=zone, end=ends_at)
    spans = [span for span in quiet_spans(quiet, ends) if span[0] < ends + 12 * HOUR and span[1] > ends - 12 * HOUR]
    assert [until for _, until in spans] == [ends]
    assert quiet_until(make_alert(), quiet, now=ends - timedelta(microseconds=1)) == ends
    assert quiet_until(make_alert(), quiet, now=ends) is None


@pytest.mark.parametrize(
    ("start", "end", "begins", "ends"),
    [
        pytest.param("02:30", "07:00", "01:00", "05:00", id="begins-in-the-skipped-hour"),
        pytest.param("22:00", "02:30", None, "01:00", id="ends-in-the-skipped-hour"),
        pytest.param("02:10", "02:50", None, None, id="is-skipped"),
    ],
)
def test_quiet_hours_whose_time_is_skipped(start: str, end: str, begins: str | None, ends: str | None) -> None:
    """They begin or end when the clocks move on: in Berlin on 27 March 2022 at one in UTC, from two to three."""
    quiet = Quiet(start=time.fromisoformat(start), end=time.fromisoformat(end), zone="Europe/Berlin")
    midnight = datetime(2022, 3, 27, tzinfo=UTC)
    spans = [span for span in quiet_spans(quiet, midnight + HOUR) if midnight < span[1] < midnight + 12 * HOUR]
    assert [f"{until:%H:%M}" for _, until in spans] == ([ends] if ends else [])
    if begins is not None:
        assert [f"{first:%H:%M}" for first, _ in spans] == [begins]


def test_without_quiet_hours_nothing_waits() -> None:
    """At any time."""
    assert quiet_until(make_alert(), None, now=NOW) is None
