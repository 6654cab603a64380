"""What the operators are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.notices import OperatorNotices
from bot.model.alert import AlertKind
from bot.model.outbox import OutboxItem
from bot.model.outcome import Trouble
from tests.builders import make_item

NOW = datetime(2031, 6, 1, 12, 0, tzinfo=UTC)
NOTICES = OperatorNotices(destination="slack:C0OPS")
ITEM = make_item(1, destination="discord:42", title="Conflicting claims: Ellbruck")


@pytest.mark.parametrize(
    ("trouble", "title"),
    [
        (Trouble.MESSAGE, "An alert was refused in a Discord channel"),
        (Trouble.DESTINATION, "Alerts to a Discord channel are paused"),
        (Trouble.ACCESS, "Discord refuses Claimwatch"),
        (Trouble.AGE, "Alerts to a Discord channel were given up"),
    ],
)
def test_a_notice_says_where_why_and_what_to_do(trouble: Trouble, title: str) -> None:
    """In words, with the alert that it began with."""
    notice = NOTICES(ITEM, trouble, "the bot may not write there", now=NOW)
    assert notice is not None
    assert (notice.destination, notice.alert.kind, notice.alert.title) == ("slack:C0OPS", AlertKind.NOTICE, title)
    assert "Reason: the bot may not write there" in notice.alert.text
    assert "Conflicting claims: Ellbruck" in notice.alert.text


def test_nobody_is_told_without_a_channel() -> None:
    """The log has it."""
    assert OperatorNotices(destination=None)(ITEM, Trouble.MESSAGE, "refused", now=NOW) is None


@pytest.mark.parametrize(
    "item",
    [make_item(1, destination="slack:C0OPS"), make_item(1, destination="discord:42", kind=AlertKind.NOTICE)],
    ids=["their-own-channel", "a-notice"],
)
def test_notices_make_no_notices(item: OutboxItem) -> None:
    """Word of what does not arrive would not arrive either."""
    assert NOTICES(item, Trouble.DESTINATION, "closed", now=NOW) is None


@pytest.mark.parametrize(
    ("reason", "later", "again"),
    [
        ("refused", timedelta(hours=1), False),
        ("refused", timedelta(days=1), True),
        ("too long", timedelta(0), True),
    ],
)
def test_one_reason_at_one_place_is_told_once_a_day(reason: str, later: timedelta, *, again: bool) -> None:
    """A hundred refused messages are one notice."""
    first = NOTICES(ITEM, Trouble.MESSAGE, "refused", now=NOW)
    second = NOTICES(make_item(2, destination="discord:42"), Trouble.MESSAGE, reason, now=NOW + later)
    assert first is not None
    assert second is not None
    assert (first.alert.id != second.alert.id) is again


def test_a_notice_names_its_channel_by_what_it_follows() -> None:
    """Where its name is not to be had, people know it by that; no more than two areas are named."""
    follows = ("Kharkiv region, Ukraine", "Sudan", "Gaza")
    notice = NOTICES(ITEM, Trouble.DESTINATION, "closed", now=NOW, follows=follows)
    assert notice is not None
    assert notice.alert.channel == "discord:42"
    assert notice.alert.text.splitlines()[2] == (
        "Channel: Discord channel 42, which follows Kharkiv region, Ukraine; Sudan and 1 more"
    )
    alone = NOTICES(ITEM, Trouble.MESSAGE, "refused", now=NOW)
    assert alone is not None
    assert alone.alert.text.splitlines()[2] == "Channel: Discord channel 42"


def test_a_notice_about_a_platform_names_no_channel() -> None:
    """The token is refused everywhere, not in the channel that happened to be next."""
    notice = NOTICES(ITEM, Trouble.ACCESS, "the token is refused", now=NOW, follows=("Sudan",))
    assert notice is not None
    assert notice.alert.channel is None
    assert "42" not in notice.alert.text


def test_one_reason_in_two_channels_is_two_notices() -> None:
    """Though their titles are one."""
    first = NOTICES(ITEM, Trouble.MESSAGE, "refused", now=NOW)
    second = NOTICES(make_item(2, destination="discord:43"), Trouble.MESSAGE, "refused", now=NOW)
    assert first is not None
    assert second is not None
    assert first.alert.id != second.alert.id
