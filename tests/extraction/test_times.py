"""Times in a sentence become whole days around the article's date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.times import TimeExpression, find_times, historical, publication_time
from bot.model.claim import EventTime, TimeBasis, TimePrecision

SATURDAY = date(2022, 9, 10)


def only(sentence: str, *, published: date = SATURDAY) -> TimeExpression:
    """Return the one time of a sentence."""
    found = find_times(sentence, published=published)
    assert len(found) == 1, [item.text for item in found]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "text", "start", "end"),
    [
        pytest.param("The town fell on Friday.", "on Friday", "2022-09-09", "2022-09-09", id="weekday"),
        pytest.param("The town fell on Saturday.", "on Saturday", "2022-09-10", "2022-09-10", id="weekday-is-today"),
        pytest.param("They left last Saturday.", "last Saturday", "2022-09-03", "2022-09-03", id="last-weekday"),
        pytest.param("They leave next Friday.", "next Friday", "2022-09-16", "2022-09-16", id="next-weekday"),
        pytest.param("Late on Tuesday it was hit.", "Late on Tuesday", "2022-09-06", "2022-09-06", id="late-weekday"),
        pytest.param("It was hit early Sunday.", "early Sunday", "2022-09-04", "2022-09-04", id="early-weekday"),
        pytest.param("It was hit Monday evening.", "Monday evening", "2022-09-05", "2022-09-05", id="part-of-day"),
        pytest.param("By Thursday it was theirs.", "By Thursday", "2022-09-08", "2022-09-08", id="by-weekday"),
        pytest.param("Wednesday's strike cut it.", "Wednesday's", "2022-09-07", "2022-09-07", id="possessive-weekday"),
        pytest.param("Held since Monday.", "since Monday", "2022-09-05", "2022-09-10", id="since-weekday"),
        pytest.param(
            "Shelled from Monday to Wednesday.", "from Monday to Wednesday", "2022-09-05", "2022-09-07", id="weekdays"
        ),
        pytest.param("Taken yesterday.", "yesterday", "2022-09-09", "2022-09-09", id="yesterday"),
        pytest.param("Taken earlier today.", "earlier today", "2022-09-10", "2022-09-10", id="today"),
        pytest.param("Shelled overnight.", "overnight", "2022-09-10", "2022-09-10", id="overnight"),
        pytest.param("Shelled this morning.", "this morning", "2022-09-10", "2022-09-10", id="this-morning"),
        pytest.param("Shelled last night.", "last night", "2022-09-09", "2022-09-10", id="last-night"),
        pytest.param("Shelled last week.", "last week", "2022-08-29", "2022-09-04", id="last-week"),
        pytest.param("Shelled this week.", "this week", "2022-09-05", "2022-09-10", id="this-week"),
        pytest.param("Shelled last month.", "last month", "2022-08-01", "2022-08-31", id="last-month"),
        pytest.param("Earlier this month it fell.", "Earlier this month", "2022-09-01", "2022-09-10", id="this-month"),
        pytest.param("Lost last year.", "last year", "2021-01-01", "2021-12-31", id="last-year"),
        pytest.param("It fell three days ago.", "three days ago", "2022-09-07", "2022-09-07", id="days-ago"),
        pytest.param("It fell 10 days ago.", "10 days ago", "2022-08-31", "2022-08-31", id="digits-ago"),
        pytest.param("It fell a week ago.", "a week ago", "2022-08-31", "2022-09-06", id="week-ago"),
        pytest.param("It fell six months ago.", "six months ago", "2022-03-01", "2022-03-31", id="months-ago"),
        pytest.param("It fell two years ago.", "two years ago", "2020-01-01", "2020-12-31", id="years-ago"),
        pytest.param("It fell over the weekend.", "over the weekend", "2022-09-10", "2022-09-11", id="weekend"),
    ],
)
def test_relative_times_count_from_the_article(sentence: str, text: str, start: str, end: str) -> None:
    """What a sentence says in relation to its own day resolves to whole days, with the basis `relative`."""
    found = only(sentence)
    assert found.text == text
    assert found.time.start == date.fromisoformat(start)
    assert found.time.end == date.fromisoformat(end)
    assert found.time.basis is TimeBasis.RELATIVE


@pytest.mark.parametrize(
    ("sentence", "text", "start", "end", "precision"),
    [
        pytest.param("On 8 September it fell.", "On 8 September", "2022-09-08", "2022-09-08", "day", id="day-month"),
        pytest.param("It fell September 8.", "September 8", "2022-09-08", "2022-09-08", "day", id="month-day"),
        pytest.param("It fell on 3rd of May 2014.", "on 3rd of May 2014", "2014-05-03", "2014-05-03", "day", id="full"),
        pytest.param("It fell May 3, 2014.", "May 3, 2014", "2014-05-03", "2014-05-03", "day", id="american"),
        pytest.param("It fell on Sept. 2.", "on Sept. 2", "2022-09-02", "2022-09-02", "day", id="abbreviated"),
        pytest.param("Log of 2022-09-08: quiet.", "2022-09-08", "2022-09-08", "2022-09-08", "day", id="iso"),
        pytest.param(
            "On Friday 9 September it fell.",
            "On Friday 9 September",
            "2022-09-09",
            "2022-09-09",
            "day",
            id="with-weekday",
        ),
        pytest.param("It fell on 24 December.", "on 24 December", "2021-12-24", "2021-12-24", "day", id="past-year"),
        pytest.param("It fell on the 9th.", "on the 9th", "2022-09-09", "2022-09-09", "day", id="ordinal"),
        pytest.param("It fell on the 29th.", "on the 29th", "2022-08-29", "2022-08-29", "day", id="ordinal-last-month"),
        pytest.param("Seized in February.", "in February", "2022-02-01", "2022-02-28", "month", id="month"),
        pytest.param("Seized in December.", "in December", "2021-12-01", "2021-12-31", "month", id="month-last-year"),
        pytest.param("Seized last September.", "last September", "2021-09-01", "2021-09-30", "month", id="last-month"),
        pytest.param("Seized in March 2021.", "in March 2021", "2021-03-01", "2021-03-31", "month", id="month-year"),
        pytest.param("Seized in mid-March.", "in mid-March", "2022-03-11", "2022-03-20", "week", id="mid-month"),
        pytest.param("By early June it was.", "By early June", "2022-06-01", "2022-06-10", "week", id="early-month"),
        pytest.param("Annexed in 2014.", "in 2014", "2014-01-01", "2014-12-31", "year", id="year"),
        pytest.param("Held since 2014.", "since 2014", "2014-01-01", "2022-09-10", "year", id="since-year"),
        pytest.param("Held since February.", "since February", "2022-02-01", "2022-09-10", "month", id="since-month"),
        pytest.param("In the 1990s it was.", "the 1990s", "1990-01-01", "1999-12-31", "year", id="decade"),
        pytest.param("In the summer of 2021.", "summer of 2021", "2021-06-01", "2021-08-31", "month", id="season"),
        pytest.param("From 1 to 5 June.", "From 1 to 5 June", "2022-06-01", "2022-06-05", "day", id="days"),
        pytest.param(
            "It was 31 May to 2 June.", "31 May to 2 June", "2022-05-31", "2022-06-02", "day", id="days-months"
        ),
        pytest.param(
            "It was between June 1 and June 5.",
            "between June 1 and June 5",
            "2022-06-01",
            "2022-06-05",
            "day",
            id="between",
        ),
        pytest.param("It fell late in June.", "late in June", "2022-06-21", "2022-06-30", "week", id="late-in-month"),
        pytest.param("The 2014 annexation.", "The 2014", "2014-01-01", "2014-12-31", "year", id="year-of-an-event"),
    ],
)
def test_dates_are_explicit(sentence: str, text: str, start: str, end: str, precision: str) -> None:
    """A date, month or year that is named resolves with the basis `explicit`, into the year that fits."""
    found = only(sentence)
    assert found.text.endswith(text)
    assert found.time.start == date.fromisoformat(start)
    assert found.time.end == date.fromisoformat(end)
    assert found.time.basis is TimeBasis.EXPLICIT
    assert found.time.precision is TimePrecision(precision)


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        pytest.param("In three days they advanced.", 3, id="in-days"),
        pytest.param("Over the past four days they advanced.", 4, id="over-the-past-days"),
        pytest.param("In the past week they advanced.", 7, id="in-the-past-week"),
        pytest.param("Within 48 hours they advanced.", 2, id="within-hours"),
        pytest.param("In the last 24 hours they advanced.", 1, id="last-hours"),
        pytest.param("After the protest they advanced in two days.", 2, id="no-superlative"),
        pytest.param("They fought for two days.", 2, id="for-days"),
        pytest.param("In just three weeks they advanced.", 21, id="in-just-weeks"),
        pytest.param("In less than a week they advanced.", 7, id="less-than-a-week"),
        pytest.param("In a 24-hour period they advanced.", 1, id="hour-period"),
    ],
)
def test_a_stated_window_keeps_its_length(sentence: str, days: int) -> None:
    """A span with a length ends at publication and says how many days it has."""
    found = only(sentence)
    assert found.window
    assert found.time.days == days
    assert found.time.end == SATURDAY
    assert found.time.start == SATURDAY - timedelta(days=days)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Tomorrow they leave.", id="tomorrow"),
        pytest.param("They leave next week.", id="next-week"),
        pytest.param("They leave in the coming days.", id="coming-days"),
        pytest.param("They will leave on Monday.", id="will-weekday"),
        pytest.param("The withdrawal is set to begin on 1 October.", id="set-to-date"),
        pytest.param("They will leave in three days.", id="will-window"),
        pytest.param("They plan to leave within the next 48 hours.", id="next-hours"),
        pytest.param("They will leave in November.", id="will-month"),
    ],
)
def test_what_lies_ahead_is_future(sentence: str) -> None:
    """A time after publication, by its own words or by the verb before it, is marked as future."""
    assert only(sentence).future


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("A 24-hour curfew holds.", id="curfew"),
        pytest.param("The forces may have left.", id="modal-may"),
        pytest.param("Troops march on the capital. They March on.", id="march-the-verb"),
        pytest.param("The Sunday Times says so.", id="newspaper"),
        pytest.param("The group Black September did it.", id="name-with-month"),
        pytest.param("It was the second attack.", id="ordinal-word"),
        pytest.param("They sent it in 72 million pieces.", id="number"),
        pytest.param("They fled on the 9th floor.", id="floor"),
        pytest.param("It is the first advance in two years.", id="first-in-years"),
        pytest.param("It is the second such strike in two days.", id="second-in-days"),
        pytest.param("It is the fastest advance since March.", id="fastest-since"),
        pytest.param("It goes on for a second day.", id="for-an-ordinal-day"),
        pytest.param("It fell on 31 June.", id="no-such-day"),
        pytest.param("They took 2014 rifles.", id="number-like-a-year"),
        pytest.param("They retook it since the start of the counteroffensive.", id="since-an-event"),
        pytest.param("The 7 October Brigade fights.", id="name-with-date"),
    ],
)
def test_what_looks_like_a_time_and_is_none(sentence: str) -> None:
    """Names, modals and measures that hold a time's word give no time."""
    assert find_times(sentence, published=SATURDAY) == ()


def test_due_to_a_cause_does_not_look_ahead() -> None:
    """In "cut due to shelling on Friday", Friday is past: "due to" gives a cause there."""
    assert not only("Power was out because of shelling on Friday.").future


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        pytest.param(date(2022, 2, 28), True, id="months-ago"),
        pytest.param(SATURDAY - timedelta(days=62), False, id="at-the-limit"),
        pytest.param(SATURDAY - timedelta(days=63), True, id="over-the-limit"),
        pytest.param(SATURDAY, False, id="today"),
        pytest.param(None, False, id="open"),
    ],
)
def test_background_ended_about_two_months_before(end: date | None, *, expected: bool) -> None:
    """What ended more than 62 days before publication is historical; what has no end is not."""
    time = EventTime(start=None, end=end, precision=TimePrecision.DAY, basis=TimeBasis.EXPLICIT)
    assert historical(time, published=SATURDAY) is expected


def test_nothing_said_is_the_day_of_publication() -> None:
    """A claim without a time of its own happened, as far as is known, on the article's day."""
    time = publication_time(SATURDAY)
    assert (time.start, time.end, time.basis) == (SATURDAY, SATURDAY, TimeBasis.PUBLICATION)


PIECES = st.lists(
    st.sampled_from(
        [
            "on",
            "in",
            "since",
            "the",
            "last",
            "next",
            "past",
            "Friday",
            "Monday",
            "8",
            "31",
            "September",
            "February",
            "May",
            "March",
            "2014",
            "2022",
            "three",
            "days",
            "week",
            "ago",
            "of",
            "to",
            "-",
            ",",
            ".",
            "will",
            "overnight",
            "early",
            "mid-",
            "1990s",
            "’s",
            "of",
            "from",
            "between",
            "and",
            "hours",
            "since",
            "SINCE",
            "would",
            "earlier",
            "later",
            "coming",
            "month",
        ]
    ),
    max_size=25,
).map(" ".join)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        pytest.param("It will have been cut off SINCE Friday.", "2022-09-09", "2022-09-10", id="since-looks-back"),
        pytest.param("It was taken earlier last week.", "2022-08-29", "2022-09-04", id="earlier-last-week"),
        pytest.param("It was taken later last month.", "2022-08-01", "2022-08-31", id="later-last-month"),
        pytest.param("Talks begin earlier next week.", "2022-09-12", "2022-09-18", id="earlier-next-week"),
        pytest.param("Talks begin later next month.", "2022-10-01", "2022-10-31", id="later-next-month"),
        pytest.param("It fell earlier this week.", "2022-09-05", "2022-09-10", id="earlier-this-week"),
        pytest.param("Talks begin later this month.", "2022-09-10", "2022-09-30", id="later-this-month"),
    ],
)
def test_the_article_s_date_parts_only_a_time_that_it_lies_in(sentence: str, start: str, end: str) -> None:
    """What looks back begins before it, whatever words stand before; another week or month is told of as a whole."""
    time = only(sentence).time
    assert (time.start, time.end) == (date.fromisoformat(start), date.fromisoformat(end))


def test_since_a_day_to_come_is_no_time() -> None:
    """Nothing can have gone on since then."""
    assert find_times("It is held since next Friday.", published=SATURDAY) == ()


@given(st.text(max_size=200) | PIECES, st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_offsets_slice_back_to_the_text(sentence: str, published: date) -> None:
    """Any text on any day gives sorted, disjoint times whose offsets slice back, and starts are not after ends."""
    position = 0
    for item in find_times(sentence, published=published):
        assert item.start >= position
        assert sentence[item.start : item.end] == item.text
        assert item.time.start is None or item.time.end is None or item.time.start <= item.time.end
        position = item.end


def test_long_text_comes_to_an_end() -> None:
    """Ten thousand words of dates and digits: a pattern that backtracks without bound would never return."""
    found = find_times("in the past 1,000 , 000 from 1 to since early late of May 5 - " * 700, published=SATURDAY)
    assert len(list(found)) >= 700
