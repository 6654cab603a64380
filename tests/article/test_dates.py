from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article.dates import is_future, parse_published


@pytest.mark.parametrize(
    ("text", "published"),
    [
        pytest.param("2031-05-14", datetime(2031, 5, 14, tzinfo=UTC), id="date"),
        pytest.param("20310514", datetime(2031, 5, 14, tzinfo=UTC), id="date without hyphens"),
        pytest.param("2031-05-14T09:30:00Z", datetime(2031, 5, 14, 9, 30, tzinfo=UTC), id="zulu"),
        pytest.param("2031-05-14T09:30", datetime(2031, 5, 14, 9, 30, tzinfo=UTC), id="no zone"),
        pytest.param("2031-05-14 09:30:15.250", datetime(2031, 5, 14, 9, 30, 15, 250_000, tzinfo=UTC), id="space"),
        pytest.param("2031-05-14T09:30:00+03:00", datetime(2031, 5, 14, 6, 30, tzinfo=UTC), id="offset"),
        pytest.param("2031-05-14T23:30:00-0500", datetime(2031, 5, 15, 4, 30, tzinfo=UTC), id="offset over midnight"),
        pytest.param("2031-05-14 09:30 UTC", datetime(2031, 5, 14, 9, 30, tzinfo=UTC), id="zone's name"),
        pytest.param("Wed, 14 May 2031 09:30:00 GMT", datetime(2031, 5, 14, 9, 30, tzinfo=UTC), id="RFC 2822"),
        pytest.param("14 May 2031 09:30 +0200", datetime(2031, 5, 14, 7, 30, tzinfo=UTC), id="RFC 2822 without a day"),
        pytest.param("Wed, 14 May 2031 09:30:00 -0000", datetime(2031, 5, 14, 9, 30, tzinfo=UTC), id="unknown zone"),
        pytest.param("Wed, 14 May 2031 09:30:00", datetime(2031, 5, 14, 9, 30, tzinfo=UTC), id="RFC 2822, no zone"),
        pytest.param("14 May 2031", datetime(2031, 5, 14, tzinfo=UTC), id="day in words"),
        pytest.param("  2031-05-14 ", datetime(2031, 5, 14, tzinfo=UTC), id="white space around"),
    ],
)
def test_dates_that_can_be_read(text: str, published: datetime) -> None:
    """ISO 8601 and RFC 2822 are read; without a zone it is UTC, without a time midnight."""
    found = parse_published(text)
    assert found == published
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "last Wednesday",
        "",
        "2031-13-45",
        "2031-02-30",
        "2031-05",
        "2031",
        "14/05/2031",
        "1936684800",
        "32 May 2031",
        "14 Foo 2031",
        "Wed, 14 May 2031 25:00:00 GMT",
        "0001-01-01T00:00:00+14:00",
        "1066-10-14",
        "2031-05-14T09:30:00Z and later",
    ],
)
def test_dates_that_cannot_be_read(text: str) -> None:
    """Everything else is refused: no date is guessed."""
    with pytest.raises(ValueError):  # noqa: PT011 - each parser has words of its own
        parse_published(text)


@given(st.text())
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """Law: nothing but ValueError is raised."""
    try:
        found = parse_published(text)
    except ValueError:
        return
    assert found.tzinfo is UTC


@given(
    st.datetimes(
        min_value=datetime(1901, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=-11)), timezone(timedelta(hours=5, minutes=45))]),
    ).filter(lambda moment: moment.year < 9999)
)
def test_isoformat_is_read_back(moment: datetime) -> None:
    """Law: what Python writes is read as the same moment."""
    assert parse_published(moment.isoformat()) == moment


@pytest.mark.parametrize(("hours", "future"), [(-1, False), (23, False), (24, False), (25, True)])
def test_future_begins_a_day_ahead(hours: int, future: bool) -> None:
    """A day ahead may be a clock or a zone; more cannot be right."""
    now = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
    assert is_future(now + timedelta(hours=hours), now=now) is future
