"""The digest: what an area brought, in one message."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.alerts.digest import digest_alert, group_alert
from bot.model.alert import Alert, AlertKind
from bot.model.area import everything, keys_of
from bot.model.dispute import DisputeStatus
from bot.model.subscription import Subscription
from tests.builders import DAY, make_alert, make_area, make_claim, make_place, make_statement, make_subscription

SINCE, UNTIL = DAY - timedelta(days=1), DAY
KEYS = keys_of([make_place()])


def told(number: int = 1, kind: AlertKind = AlertKind.SUMMARY, **changes: object) -> Alert:
    """Return an alert about Ellmoor; a higher number is a later one."""
    given = {"title": f"{kind} {number}", "keys": KEYS, "created_at": SINCE + timedelta(minutes=number), **changes}
    return make_alert(f"claim-{number}", kind=kind, **given)


def digest(*alerts: Alert, subscription: Subscription | None = None, until: datetime = UNTIL) -> Alert | None:
    """Return the digest of a day."""
    return digest_alert(subscription or make_subscription(), alerts, since=SINCE, until=until, now=until)


def lines(*alerts: Alert) -> list[str]:
    """Return the digest's lines."""
    found = digest(*alerts)
    assert found is not None
    return found.text.splitlines()


def test_nothing_to_tell_is_no_digest() -> None:
    """Neither a day without alerts nor one whose alerts are elsewhere gives a message."""
    elsewhere = keys_of([make_place("Hillgate", region="Hills")])
    assert digest() is None
    assert digest(told(keys=elsewhere), told(2, keys=())) is None


def test_conflicts_come_first_and_the_newest_of_each_first() -> None:
    """What weighs most is read first, whatever the order in which it came."""
    alerts = [told(1), told(2, AlertKind.CONFLICT), told(3, AlertKind.UPDATE), told(4), told(5, AlertKind.CONFLICT)]
    assert (
        lines(*alerts)
        == lines(*alerts[::-1])
        == [
            "Digest of Ellmoor region, Sudmark: 2 new conflicts, 1 update, 2 articles with claims",
            "13 May 2031, 09:00 UTC to 14 May 2031, 09:00 UTC",
            "",
            "New conflicts: Ellmoor, XSU:",
            "• conflict 5",
            "• conflict 2",
            "",
            "New in open conflicts: Ellmoor, XSU:",
            "• update 3",
            "",
            "Articles: Ellmoor, XSU:",
            "• summary 4",
            "• summary 1",
        ]
    )


@pytest.mark.parametrize(
    ("kinds", "counted"),
    [
        pytest.param({AlertKind.CONFLICT: 1}, "1 new conflict", id="one-conflict"),
        pytest.param({AlertKind.UPDATE: 2}, "2 updates", id="updates-alone"),
        pytest.param({AlertKind.SUMMARY: 1}, "1 article with claims", id="one-article"),
        pytest.param({AlertKind.CONFLICT: 3, AlertKind.SUMMARY: 1}, "3 new conflicts, 1 article with claims", id="two"),
    ],
)
def test_the_title_counts_what_there_is(kinds: dict[AlertKind, int], counted: str) -> None:
    """And says nothing of what there is not."""
    alerts = [told(number, kind) for kind, many in kinds.items() for number in range(many)]
    assert lines(*alerts)[0] == f"Digest of Ellmoor region, Sudmark: {counted}"


@pytest.mark.parametrize(
    ("kind", "shown"),
    [(AlertKind.CONFLICT, 15), (AlertKind.UPDATE, 10), (AlertKind.SUMMARY, 10)],
)
def test_a_long_list_is_cut_and_says_so(kind: AlertKind, shown: int) -> None:
    """The newest stand for the rest, and how many are left out is told; a list that just fits is whole."""
    long = lines(*(told(number, kind) for number in range(40)))
    assert next(one for one in long if one.startswith("• ")) == f"• {kind} 39"
    assert len([one for one in long if one.startswith("• ")]) == shown + 1
    assert long[-1] == f"• and {40 - shown} more"
    assert not [one for one in lines(*(told(number, kind) for number in range(shown))) if "more" in one]


def test_earlier_digests_and_notices_are_not_told_again() -> None:
    """A digest is no news of the area."""
    for kind in (AlertKind.DIGEST, AlertKind.NOTICE):
        assert digest(told(1, kind), subscription=make_subscription(area=everything())) is None


def test_everything_has_a_digest_too() -> None:
    """With what names no place in it."""
    found = digest(told(keys=()), subscription=make_subscription(area=everything()))
    assert found is not None
    assert found.title == "Digest of everything: 1 article with claims"
    assert found.keys == ()


def test_a_window_is_told_once() -> None:
    """The id is that of the subscription and the window's end: the same for what came in meanwhile."""
    one, same = digest(told(1)), digest(told(1), told(2))
    other = digest(told(1), subscription=make_subscription(destination="slack:1"))
    later = digest(told(1), until=UNTIL + timedelta(days=1))
    assert one is not None
    assert same is not None
    assert other is not None
    assert later is not None
    assert one.id == same.id
    assert len({one.id, other.id, later.id}) == 3


def test_a_digest_is_an_alert_of_its_own() -> None:
    """It stands for no claim, bears the keys of what it tells, and is made when its window ends."""
    found = digest(told(1), told(2, keys=("place:7",)), subscription=make_subscription(area=everything()))
    assert found is not None
    assert (found.kind, found.claims, found.created_at) == (AlertKind.DIGEST, (), UNTIL)
    assert found.keys == tuple(sorted({*KEYS, "place:7"}))
    assert found.text.startswith(found.title)


def test_only_the_area_s_alerts_are_counted() -> None:
    """Others of the same time are left out of list and count."""
    found = lines(told(1), told(2, keys=keys_of([make_place("Hillgate", region="Hills")])))
    assert found[0].endswith(": 1 article with claims")
    assert make_area().label in found[0]
    assert "• summary 2" not in found


def test_conflicts_show_who_says_what() -> None:
    """Both positions, each with its outlet, its link and the beginning of its quote."""
    one, other = make_claim(), make_claim(actor="XSU")
    said = (
        make_statement(one, url="https://ell.example/1", quote="Our troops hold Ellbruck. " * 20),
        make_statement(other, heading="Sudmark holds Ellbruck", publisher="Moor Radio"),
    )
    alert = make_alert(
        one.id, other.id, dispute="d", title="Conflicting claims: Ellbruck", statements=said, keys=KEYS, created_at=DAY
    )
    shown = lines(alert)
    assert "• Ellbruck" in shown
    first, second = (line for line in shown if line.startswith("  – "))
    assert "The Ell Courier https://ell.example/1: “Our troops" in first
    assert first.endswith("…”")
    assert "Sudmark holds Ellbruck, Moor Radio: “" in second


def test_what_has_settled_stands_apart_from_what_is_new() -> None:
    """Whether the sides agree, events overtook it or a person decided."""
    joined = told(1, AlertKind.UPDATE, status=DisputeStatus.OPEN)
    agreed = told(2, AlertKind.UPDATE, status=DisputeStatus.CONVERGED)
    found = digest(joined, agreed)
    assert found is not None
    assert [part.heading for part in found.parts] == [
        "New in open conflicts: Ellmoor, XSU",
        "Settled: Ellmoor, XSU",
    ]
    assert "1 update, 1 settled conflict" in found.title


def test_each_region_has_its_part() -> None:
    """Those with most come first, under the names that people use; what is about a whole country stands under it."""
    hills = keys_of([make_place("Hillgate", region="Hills")])
    alerts = [told(1), told(2, keys=hills), told(3, keys=hills), told(4, keys=("country:XSU",)), told(5, keys=())]
    subscription = make_subscription(area=everything())
    found = digest_alert(
        subscription, alerts, since=SINCE, until=UNTIL, now=UNTIL, label={"XSU": "Sudmark"}.__getitem__
    )
    assert found is not None
    assert [(part.heading, len(part.entries)) for part in found.parts] == [
        ("Articles: Hills, Sudmark", 2),
        ("Articles", 1),
        ("Articles: Ellmoor, Sudmark", 1),
        ("Articles: Sudmark", 1),
    ]


def test_an_article_stands_under_the_region_that_most_of_it_is_about() -> None:
    """Not under the one that comes first by name."""
    keys = tuple(sorted((*KEYS, *keys_of([make_place("Hillgate", region="Hills")]))))
    about = ("Ellbruck (Ellmoor, Sudmark)", "Hillgate (Hills, Sudmark)", "Hillgate (Hills, Sudmark)")
    statements = tuple(make_statement(about=one) for one in about)
    found = digest(told(1, keys=keys, statements=statements), subscription=make_subscription(area=everything()))
    assert found is not None
    assert [part.heading for part in found.parts] == ["Articles: Hills, XSU"]


def test_a_few_articles_at_once_are_shown_with_their_claims() -> None:
    """One message says what several would have said."""
    statements = tuple(make_statement(make_claim(quote=f"Quote {number}.")) for number in range(7))
    one = told(1, statements=statements[:2], title="2 claims in The Ell Courier: A")
    other = told(2, statements=statements, title="7 claims in The Ell Courier: B")
    found = group_alert([one, other], "discord:1", now=DAY)
    assert found.kind is AlertKind.DIGEST
    assert found.title == "Just in: 2 articles with claims (2 claims)"
    (part,) = found.parts
    assert [(one.text, len(one.statements)) for one in part.entries] == [
        ("7 claims in The Ell Courier: B (the first 5)", 5),
        ("2 claims in The Ell Courier: A", 2),
    ]


def test_two_hundred_articles_are_one_message() -> None:
    """Conflicts first; of articles the newest are named and the others counted."""
    many = [told(number, statements=(make_statement(),)) for number in range(200)]
    found = group_alert([*many, told(500, AlertKind.CONFLICT)], "discord:1", now=DAY)
    assert found.title == "Just in: 1 new conflict, 200 articles with claims (200 claims)"
    conflicts, articles = found.parts
    assert conflicts.heading.startswith("New conflicts")
    assert (len(articles.entries), articles.unshown) == (30, 170)
    assert not any(one.statements for one in articles.entries)


def test_a_group_is_one_alert_for_each_channel() -> None:
    """Written again after a crash, it is the same; for another channel it is another."""
    alerts = [told(1), told(2)]
    one, same, other = (group_alert(alerts, to, now=DAY) for to in ("discord:1", "discord:1", "discord:2"))
    assert one == same
    assert one.id != other.id
