"""How quotes, figures and days stand in a sentence for a person, whichever stage or platform writes it."""

from __future__ import annotations

import re
from datetime import date

from bot.model.claim import Bound, EventTime, Quantity, TimePrecision, Unit

_UNITS = {Unit.KM: "km", Unit.KM2: "km²", Unit.PERCENT: "%", Unit.M3: "m³", Unit.MW: "MW", Unit.PEOPLE: "people"}
_BOUNDS = {Bound.AT_LEAST: "at least ", Bound.AT_MOST: "up to ", Bound.ABOUT: "about ", Bound.EXACT: ""}
_LARGE = ((1e9, "billion"), (1e6, "million"))
# A list's sign, or a dash where a space follows it: "-5" is a figure.
_BULLET = re.compile(r"^\s*(?:[•●▪■◦‣⁃∙·*]+\s*|[–—-]+\s+)(?=\S)")
_OPENING = '“„«"‟'
# A straight mark opens a quote at the beginning of a word, and closes one anywhere else.
_STRAIGHT_OPENING = re.compile(r"(?:(?<=^)|(?<=[\s(\[–—]))\"(?=\S)")


def quotation(quote: str) -> str:
    """Return the quote between marks: a list's bullet left out, marks inside as single ones.

    What opens with a mark of its own gets no other around it.
    """
    bare = _BULLET.sub("", quote).strip()
    if bare[:1] in _OPENING and bare:
        return bare
    inner = re.sub("[“„«‟]", "‘", re.sub("[”»]", "’", _STRAIGHT_OPENING.sub("‘", bare).replace('"', "’")))
    return f"“{inner}”"


def figure_phrase(quantity: Quantity) -> str:
    """Return a figure with its bound ("at least 1,000 km²", "down 25 %"); counts have no unit of their own."""
    size = abs(quantity.value) if quantity.unit is Unit.PERCENT else quantity.value
    fall = "down " if size != quantity.value else ""
    unit = _UNITS.get(quantity.unit, "")
    return f"{fall}{_BOUNDS[quantity.bound]}{_number(size)} {unit}".strip()


def _number(value: float) -> str:
    for size, word in _LARGE:
        short = value / size
        if abs(short) >= 1 and round(short, 2) == short:
            return f"{short:,g} {word}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def day_words(day: date) -> str:
    """Return a date as people write it: "10 Sep 2022"."""
    return f"{day.day} {day:%b %Y}"


def channel_words(destination: str) -> str:
    """Return a destination as people call it, its id kept: "Discord channel 42", "a thread of Slack channel C1"."""
    platform, _, place = destination.partition(":")
    channel, thread, _ = place.partition("/")
    name = platform.capitalize()
    if not channel:
        return name
    if _is_person(destination):
        return f"the direct conversation with {channel} on {name}"
    return f"{'a thread of ' if thread else ''}{name} channel {channel}"


def channel_kind(destination: str) -> str:
    """Return what a destination is, without its id: "a Discord channel", "a direct conversation on Slack"."""
    platform, _, place = destination.partition(":")
    name = platform.capitalize()
    if not place:
        return name
    if _is_person(destination):
        return f"a direct conversation on {name}"
    return f"a thread on {name}" if "/" in place else f"a {name} channel"


def _is_person(destination: str) -> bool:
    # Slack's ids of people; a channel's begin with other letters.
    return destination.startswith(("slack:U", "slack:W"))


def days_words(start: date, end: date) -> str:
    """Return a span of whole days, both included: "10 Sep 2022", "7 to 10 Sep 2022"."""
    if start == end:
        return day_words(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_words(end)}"
    return f"{day_words(start)} to {day_words(end)}"


def time_words(time: EventTime) -> str | None:
    """Return when it happened, as exactly as it is known ("Mar 2022", "7 to 10 Sep 2022"); `None` where it is not."""
    start, end = time.start or time.end, time.end or time.start
    if start is None or end is None:
        return None
    if time.precision is TimePrecision.YEAR:
        return f"{start:%Y}"
    if time.precision is TimePrecision.MONTH:
        return f"{start:%b %Y}"
    return days_words(start, end)
