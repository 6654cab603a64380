"""Time zones to choose from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.desk.digests import read_zone
from bot.desk.zones import complete, known, label

SUMMER = datetime(2031, 7, 1, 12, 0, tzinfo=UTC)
WINTER = datetime(2031, 1, 1, 12, 0, tzinfo=UTC)


def found(typed: str, *, own: str | None = None, now: datetime = SUMMER) -> list[str]:
    """Return the names that are offered."""
    return [one.value for one in complete(typed, now=now, own=own)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kyiv", "Europe/Kyiv"),
        ("KYI", "Europe/Kyiv"),
        ("Kiev", "Europe/Kyiv"),
        ("são pau", "America/Sao_Paulo"),
        ("Asunción", "America/Asuncion"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("US/Eastern", "America/New_York"),
        ("eastern", "America/New_York"),
        ("sudan", "Africa/Khartoum"),
        ("UK", "Europe/London"),
        ("britain", "Europe/London"),
        ("utc", "UTC"),
        ("GMT", "Africa/Abidjan"),
        ("EEST", "Asia/Beirut"),
        ("+5:45", "Asia/Kathmandu"),
        ("UTC+3", "Etc/GMT-3"),
        ("utc -3", "Etc/GMT+3"),
        ("\N{MINUS SIGN}03:30", "America/St_Johns"),
        ("+0", "UTC"),
    ],
)
def test_a_zone_is_found_by_what_people_know(typed: str, first: str) -> None:
    """City, country, old name, abbreviation or offset, accents or not; what is offered can be read again."""
    offered = found(typed, now=WINTER if typed.startswith("\N{MINUS SIGN}") else SUMMER)
    assert first in offered[:3]
    assert [read_zone(one) for one in offered] == offered


def test_a_country_has_all_its_zones() -> None:
    """And no other's."""
    offered = found("australia")
    assert {"Australia/Perth", "Australia/Sydney"} <= set(offered)
    assert all(one.startswith(("Australia/", "Antarctica/")) for one in offered)


def test_an_offset_is_that_of_the_day() -> None:
    """Summer time counts."""
    assert "Europe/Kyiv" in [one.value for one in complete("UTC+3", now=SUMMER, limit=100)]
    assert "Europe/Kyiv" not in [one.value for one in complete("UTC+3", now=WINTER, limit=100)]
    assert label("Europe/Kyiv", now=SUMMER) == "Europe/Kyiv (UTC+3)"
    assert label("America/St_Johns", now=WINTER) == "America/St_Johns (UTC\N{MINUS SIGN}3:30)"


def test_ones_own_comes_first() -> None:
    """Before anything was typed, and among those that fit; under the name of today."""
    assert found("", own="Europe/Kiev") == ["Europe/Kyiv", "UTC"]
    assert found("australia", own="Australia/Sydney")[0] == "Australia/Sydney"
    assert "Europe/Kyiv" not in found("australia", own="Europe/Kyiv")
    assert found("", own="Mars/Olympus") == found("") == ["UTC"]


@pytest.mark.parametrize("typed", ["xyzzy", "!?", "+99", "🔥", "Київ" * 50])
def test_what_is_no_zone_finds_none(typed: str) -> None:
    """Rather than anything."""
    assert found(typed) == []


def test_a_name_of_before_is_known() -> None:
    """Others are not."""
    assert (known("Europe/Kiev"), known("Europe/Kyiv"), known("UTC"), known("Kiev")) == (
        *("Europe/Kyiv", "Europe/Kyiv", "UTC"),
        None,
    )
