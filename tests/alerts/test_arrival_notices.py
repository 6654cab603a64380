"""What the operators are told of articles that were set aside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.alerts.arrival_notices import ArrivalNotices
from bot.model.alert import AlertKind
from bot.model.arrival import Arrival, ArrivalState
from bot.model.outbox import Notice

NOW = datetime(2031, 6, 4, 12, 10, tzinfo=UTC)
NOTICES = ArrivalNotices(destination="discord:42")


def told(number: int = 7, *, reason: str = "took too long", now: datetime = NOW) -> Notice:
    """Return what is told of one of many articles."""
    arrival = Arrival(
        id=number,
        article_id=f"a{number}",
        origin=f"https://ell.example/{number}",
        source="https://ell.example/rss",
        state=ArrivalState.READING,
        announce=True,
        received_at=NOW,
        published_at=NOW,
    )
    notice = NOTICES(arrival, reason, now=now)
    assert notice is not None
    return notice


def test_an_article_is_told_with_its_reason_and_what_can_be_done() -> None:
    """And with where it comes from."""
    notice = told()
    assert (notice.destination, notice.alert.kind) == ("discord:42", AlertKind.NOTICE)
    assert notice.alert.title == "An article was set aside: https://ell.example/7"
    assert "From: https://ell.example/rss" in notice.alert.text
    assert "Reason: took too long" in notice.alert.text
    assert "`claimwatch intake retry 7`" in notice.alert.text


def test_one_reason_is_told_once_an_hour() -> None:
    """What sets a thousand articles aside makes no thousand messages; another reason is told at once."""
    first = told().alert.id
    assert told(8, now=NOW + timedelta(minutes=49)).alert.id == first
    assert told(8, now=NOW + timedelta(minutes=50)).alert.id != first
    assert told(8, reason="its reader died").alert.id != first


def test_without_a_channel_nobody_is_told() -> None:
    """The list says it all the same."""
    silent = ArrivalNotices(destination=None)
    arrival = Arrival(
        id=1, article_id="a", origin="a.txt", source="inbox", state=ArrivalState.READING, announce=True,
        received_at=NOW, published_at=NOW,
    )  # fmt: skip
    assert silent(arrival, "took too long", now=NOW) is None
