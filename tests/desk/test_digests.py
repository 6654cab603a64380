"""When a digest is due."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.desk.digests import last_due, next_due, read_digest, read_quiet, read_zone
from bot.model.errors import RequestError
from bot.model.subscription import Digest, Every, Quiet

KYIV = ZoneInfo("Europe/Kyiv")
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("clock", "at"),
    [
        ("08:00", time(8)),
        ("8:00", time(8)),
        ("8", time(8)),
        ("08", time(8)),
        ("0800", time(8)),
        ("8.30", time(8, 30)),
        ("8h30", time(8, 30)),
        ("٨", time(8)),
        (" 23:59 ", time(23, 59)),
        ("0:00", time(0)),
        ("8am", time(8)),
        ("8 PM", time(20)),
        ("12 am", time(0)),
        ("12:30pm", time(12, 30)),
        ("9 p.m.", time(21)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("daily at 8am", time(8)),
        ("every day at 08:00", time(8)),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(clock: str, at: time) -> None:
    """On the clocks of UTC where no zone is given."""
    assert read_digest(clock, None) == Digest(at=at, zone="UTC")


@pytest.mark.parametrize(
    "clock", ["", "24:00", "8:60", "13 pm", "0am", "-1", "8:0", "08:00:00", "8::00", "mondays", "soon"]
)
def test_what_is_no_time_of_day_is_said(clock: str) -> None:
    """With how to give one."""
    with pytest.raises(RequestError, match=r"is no time of day\. Give it as 08:00, 8am, mondays 8am, or hourly\."):
        read_digest(clock, None)


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "Africa/Khartoum", "UTC", " Asia/Gaza ", "America/Port-au-Prince"])
def test_a_zone_is_read_by_its_name(zone: str) -> None:
    """As the tz database has it."""
    assert read_digest("8", zone) == Digest(at=time(8), zone=zone.strip())


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Kyiv", "Europe/Kyiv"),
        ("kyiv", "Europe/Kyiv"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("New York", "America/New_York"),
        ("port-au-prince", "America/Port-au-Prince"),
        ("utc", "UTC"),
        ("UTC+3", "Etc/GMT-3"),
        ("gmt -5", "Etc/GMT+5"),
        ("+03:00", "Etc/GMT-3"),
        ("UTC+0", "UTC"),
    ],
)
def test_a_zone_is_read_as_people_write_it(written: str, zone: str) -> None:
    """By its city, in any letters, or as hours from UTC."""
    assert read_zone(written) == zone


@pytest.mark.parametrize(
    ("written", "weekday"),
    [("mondays 8am", 0), ("weekly on Sunday at 08:00", 6), ("every tue 8", 1), ("weekly 8am", 0), ("8am fridays", 4)],
)
def test_a_weekly_digest_is_read(written: str, weekday: int) -> None:
    """With the day before or behind the time; on Mondays where no day is named."""
    assert read_digest(written, None) == Digest(at=time(8), zone="UTC", every=Every.WEEK, weekday=weekday)


def test_a_weekly_digest_is_due_on_its_day() -> None:
    """On the clocks of its zone: Monday there may be Sunday elsewhere."""
    digest = read_digest("mondays 1am", "Kyiv")
    first = next_due(digest, after=datetime(2022, 9, 8, tzinfo=UTC))
    assert first == datetime(2022, 9, 11, 22, tzinfo=UTC)
    assert next_due(digest, after=first) == datetime(2022, 9, 18, 22, tzinfo=UTC)


def test_an_hourly_digest_is_due_when_the_hour_begins() -> None:
    """Also where the clocks change."""
    digest = read_digest("hourly", "Kyiv")
    assert next_due(digest, after=datetime(2022, 3, 27, 0, 30, tzinfo=UTC)) == datetime(2022, 3, 27, 1, tzinfo=UTC)
    assert next_due(digest, after=datetime(2022, 3, 27, 1, tzinfo=UTC)) == datetime(2022, 3, 27, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "start", "end", "conflicts"),
    [
        ("22:00-07:00", time(22), time(7), True),
        ("10pm to 7am", time(22), time(7), True),
        ("22 – 7 all", time(22), time(7), False),
        ("noon until 14:00, conflicts too", time(12), time(14), False),
    ],
)
def test_quiet_hours_are_read(written: str, start: time, end: time, *, conflicts: bool) -> None:
    """As people write a span; conflicts break through unless all is to be quiet."""
    assert read_quiet(written, "Kyiv") == Quiet(start=start, end=end, zone="Europe/Kyiv", conflicts=conflicts)


@pytest.mark.parametrize("written", ["", "22:00", "22-22", "night", "22-", "25-7"])
def test_what_is_no_span_of_hours_is_said(written: str) -> None:
    """With how to give one."""
    with pytest.raises(RequestError, match=r"Give it as 22:00-07:00"):
        read_quiet(written, None)


@pytest.mark.parametrize(
    "zone",
    [
        *("Europe/Atlantis", "../etc/passwd", "/etc/localtime", "Europe", "x" * 5_000, "\0", "UTC+15", "UTC+5:30"),
        *("Europe/", ".", "é", "tzdata.zi", "zone.tab", "__init__.py"),
    ],
    ids=lambda zone: ascii(zone[:12]),
)
def test_what_is_no_zone_is_said(zone: str) -> None:
    """With how to give one; no file is read that is none."""
    with pytest.raises(RequestError, match="is no time zone"):
        read_digest("8", zone)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        pytest.param(datetime(2022, 9, 8, 4, 59, tzinfo=UTC), datetime(2022, 9, 8, 5, tzinfo=UTC), id="today"),
        pytest.param(datetime(2022, 9, 8, 5, tzinfo=UTC), datetime(2022, 9, 9, 5, tzinfo=UTC), id="just-now"),
        pytest.param(
            datetime(2022, 9, 8, 5, tzinfo=UTC) - MOMENT, datetime(2022, 9, 8, 5, tzinfo=UTC), id="just-before"
        ),
        pytest.param(datetime(2022, 9, 8, 22, tzinfo=UTC), datetime(2022, 9, 9, 5, tzinfo=UTC), id="tomorrow-there"),
        pytest.param(datetime(2022, 3, 26, 6, tzinfo=UTC), datetime(2022, 3, 27, 5, tzinfo=UTC), id="summer-begins"),
        pytest.param(datetime(2022, 10, 29, 5, tzinfo=UTC), datetime(2022, 10, 30, 6, tzinfo=UTC), id="summer-ends"),
        pytest.param(datetime(2022, 12, 31, 7, tzinfo=UTC), datetime(2023, 1, 1, 6, tzinfo=UTC), id="new-year"),
    ],
)
def test_a_digest_is_due_by_the_clocks_of_its_zone(after: datetime, due: datetime) -> None:
    """Eight in the morning in Kyiv is five in UTC in summer, and six in winter."""
    digest = Digest(at=time(8), zone="Europe/Kyiv")
    assert next_due(digest, after=after) == due
    assert next_due(digest, after=after.astimezone(ZoneInfo("Asia/Tokyo"))) == due


def test_a_time_that_is_skipped_is_due_when_the_clocks_have_moved_on() -> None:
    """On 27 March 2022 Kyiv's clocks went from 03:00 to 04:00: 03:30 is 04:30 that day, and once."""
    digest = Digest(at=time(3, 30), zone="Europe/Kyiv")
    first = next_due(digest, after=datetime(2022, 3, 26, 12, tzinfo=KYIV))
    assert first == datetime(2022, 3, 27, 1, 30, tzinfo=UTC)
    assert first.astimezone(KYIV).time() == time(4, 30)
    assert next_due(digest, after=first) == datetime(2022, 3, 28, 0, 30, tzinfo=UTC)


def test_a_time_that_comes_twice_is_due_once() -> None:
    """On 30 October 2022 Kyiv's clocks went from 04:00 back to 03:00: 03:30 is due the first time."""
    digest = Digest(at=time(3, 30), zone="Europe/Kyiv")
    first = next_due(digest, after=datetime(2022, 10, 29, 12, tzinfo=KYIV))
    assert first == datetime(2022, 10, 30, 0, 30, tzinfo=UTC)
    following = datetime(2022, 10, 31, 1, 30, tzinfo=UTC)
    assert next_due(digest, after=first) == following
    second = datetime(2022, 10, 30, 1, 30, tzinfo=UTC)
    assert next_due(digest, after=second - MOMENT) == next_due(digest, after=second) == following


def test_a_day_that_is_skipped_has_no_digest_of_its_own() -> None:
    """Samoa had no 30 December 2011: its eight in the morning is that of the 31st."""
    digest = Digest(at=time(8), zone="Pacific/Apia")
    first = next_due(digest, after=datetime(2011, 12, 29, 20, tzinfo=UTC))
    assert first == datetime(2011, 12, 30, 18, tzinfo=UTC)
    assert next_due(digest, after=first) == datetime(2011, 12, 31, 18, tzinfo=UTC)


_digests = st.builds(
    Digest,
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(sorted(available_timezones())),
)


@given(digest=_digests, after=st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants it naive
@example(digest=Digest(at=time(3, 30), zone="Europe/Kyiv"), after=datetime(2022, 3, 27, 1, 30, tzinfo=UTC))
@example(digest=Digest(at=time(0), zone="Africa/Cairo"), after=datetime(2023, 4, 27, 22, tzinfo=UTC))
@example(digest=Digest(at=time(23, 59), zone="Pacific/Apia"), after=datetime(2011, 12, 30, 9, 59, tzinfo=UTC))
def test_it_is_due_soon_and_later(digest: Digest, after: datetime) -> None:
    """In any zone it is due later than asked, within two days, and from due time to due time about a day goes by."""
    first = next_due(digest, after=after)
    second = next_due(digest, after=first)
    assert after < first <= after + timedelta(hours=48)
    assert timedelta(hours=20) <= second - first <= timedelta(hours=49)
    assert next_due(digest, after=second - MOMENT) == second
    assert last_due(digest, by=first) == last_due(digest, by=second - MOMENT) == first


def test_an_hourly_and_a_weekly_digest_were_due_last() -> None:
    """When the hour began, and on the day of the week."""
    assert last_due(read_digest("hourly", "Kyiv"), by=datetime(2022, 9, 8, 5, 59, tzinfo=KYIV)) == datetime(
        2022, 9, 8, 2, tzinfo=UTC
    )
    assert last_due(read_digest("mondays 8am", "Kyiv"), by=datetime(2022, 9, 12, 7, 59, tzinfo=KYIV)) == datetime(
        2022, 9, 5, 5, tzinfo=UTC
    )
