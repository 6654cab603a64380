"""Alerts as panels."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from bot.desk.words import STATUSES, VERIFICATIONS
from bot.model.alert import Alert, AlertKind
from bot.model.dispute import DisputeStatus
from bot.model.relation import ConflictType
from handlers.console.alerts import LABELS, render_alert
from tests.builders import SUDMARK, make_alert, make_claim, make_statement
from tests.handlers.console.conftest import Render

ONE = make_claim()
OTHER = make_claim(actor=SUDMARK, attribution=SUDMARK)


def make_conflict() -> Alert:
    """Return an alert about two claims that conflict."""
    return make_alert(
        ONE.id,
        OTHER.id,
        dispute="d15b07e0d15b07e0",
        conflict_type=ConflictType.CONTROL,
        why="Both name a holder of Ellbruck for the same day.",
        unverified_by=("The Ell Courier",),
        unconfirmed_by=("Norland's army",),
        statements=(
            make_statement(ONE, quote="We have taken Ellbruck."),
            make_statement(
                OTHER,
                heading="Sudmark holds Ellbruck",
                side_label="Sudmark",
                speaker="Colonel Brandt",
                affiliation="General Staff",
                publisher="Moor Radio",
                quote="Ellbruck is and stays ours.",
                certainty="probable",
            ),
        ),
    )


@pytest.mark.parametrize("width", [pytest.param(120, id="wide"), pytest.param(60, id="narrow")])
def test_a_conflict_shows_both_positions_in_full(render: Render, width: int) -> None:
    """Both quotes, speakers, sides, outlets and dates, the kind of conflict, why, and who could not check."""
    text = " ".join(re.sub(r"[│┌┐└┘─]", " ", render(render_alert(make_conflict()), width=width)).split())
    for wanted in (
        "CONFLICTING CLAIMS",
        "Who holds Ellbruck?",
        "Norland captured Ellbruck",
        "“We have taken Ellbruck.”",
        "Norland's defence ministry (Norland)",
        "The Ell Courier, 14 May 2031",
        "Sudmark holds Ellbruck (probable)",
        "Moor Radio, 14 May 2031",
        "Conflict: two holders of one place",
        "Not verified by: The Ell Courier",
        "Not confirmed by: Norland's army",
        "claimwatch dispute d15b07e0",
    ):
        assert wanted in text or width == 120, wanted
    for word in ("“Ellbruck", "Brandt,", "(Sudmark)", "holder", "Radio,"):
        assert word in text


def test_positions_stand_side_by_side_where_there_is_room(render: Render) -> None:
    """On a wide terminal both headings are on one line, on a narrow one they are not."""
    wide = render(render_alert(make_conflict()), width=110)
    narrow = render(render_alert(make_conflict()), width=60)
    assert any("Norland captured" in line and "Sudmark holds" in line for line in wide.splitlines())
    assert not any("Norland captured" in line and "Sudmark holds" in line for line in narrow.splitlines())


def test_no_line_is_wider_than_the_terminal(render: Render) -> None:
    """Panels keep to the width."""
    assert max(map(len, render(render_alert(make_conflict()), width=60).splitlines())) == 60


@pytest.mark.parametrize("kind", list(AlertKind))
def test_every_kind_says_in_words_what_it_is(render: Render, kind: AlertKind) -> None:
    """The kind stands as a word, for people and terminals without colour."""
    alert = make_alert(kind=kind, statements=(make_statement(ONE),))
    assert re.search(r"[A-Z]{5,}", render(render_alert(alert)))


def test_a_summary_lists_what_the_article_claims(render: Render) -> None:
    """Each claim with its speaker and its quote."""
    alert = make_alert(ONE.id, statements=(make_statement(ONE),), title="The article")
    text = render(render_alert(alert))
    assert "The article" in text
    assert "• Norland captured Ellbruck – Norland's defence ministry (Norland)" in text
    assert ONE.mentions[0].quote in text


def test_an_alert_without_statements_shows_its_text(render: Render) -> None:
    """A notice has only text, which stands cleaned of what a terminal would obey."""
    alert = make_alert(kind=AlertKind.NOTICE, text="line one\n\x1b[2Jline two")
    text = render(render_alert(alert))
    assert "line one" in text
    assert "\x1b" not in text


def test_statements_of_others_stand_apart(render: Render) -> None:
    """Claims that matter to a dispute but do not conflict are listed below the two that do."""
    third = make_claim(quote="Norland said")
    conflict = make_conflict()
    alert = make_alert(
        ONE.id,
        OTHER.id,
        dispute="d1",
        context=(third.id,),
        statements=(*conflict.statements, make_statement(third, heading="Norland entered Ellbruck")),
    )
    text = render(render_alert(alert))
    assert text.index("Also said") < text.index("Norland entered Ellbruck")
    (line,) = (one for one in text.splitlines() if "Norland entered Ellbruck" in one)
    assert "The Ell Courier, 14 May 2031" in line
    assert third.id[:8] in line
    assert third.id not in text


def test_reports_of_one_day_are_shown_with_the_time(render: Render) -> None:
    """The time of day, in UTC, tells them apart; reports of two days need none."""
    one, other = make_conflict().statements
    later = replace(other, published_at=other.published_at.replace(hour=20, tzinfo=timezone(timedelta(hours=2))))
    text = render(render_alert(replace(make_conflict(), statements=(one, later))))
    assert "14 May 2031, 09:00 UTC" in text
    assert "14 May 2031, 18:00 UTC" in text
    apart = replace(other, published_at=other.published_at + timedelta(days=1))
    assert "UTC" not in render(render_alert(replace(make_conflict(), statements=(one, apart))))


def test_the_time_of_the_event_is_shown_where_it_is_known(render: Render) -> None:
    """It is set apart from the date of the report."""
    one, other = make_conflict().statements
    dated = replace(make_conflict(), statements=(replace(one, happened="11 to 12 May 2031"), other))
    assert "time of the event: 11 to 12 May 2031" in render(render_alert(dated))
    assert "time of the event" not in render(render_alert(make_conflict()))


def test_an_update_shows_what_it_is_set_against(render: Render) -> None:
    """How the dispute stands, and who said what before."""
    update = replace(
        make_conflict(),
        kind=AlertKind.UPDATE,
        claims=(ONE.id,),
        statements=make_conflict().statements[:1],
        status=DisputeStatus.OPEN,
        positions=("held by Sudmark – Colonel Brandt (Moor Radio, 13 May 2031, 09:00 UTC)",),
    )
    text = render(render_alert(update))
    for wanted in (
        "Dispute: ! open",
        "Said so far",
        "• held by Sudmark – Colonel Brandt",
        "The Ell Courier, 14 May 2031,",
    ):
        assert wanted in text


def test_a_summary_names_its_places_and_its_date(render: Render) -> None:
    """Each place once above its claims, and when the article was published."""
    statements = tuple(make_statement(one, about="Ellbruck (Ellmoor)") for one in (ONE, OTHER))
    text = render(render_alert(make_alert(ONE.id, OTHER.id, statements=statements)))
    assert text.count("Ellbruck (Ellmoor)") == 1
    assert "14 May 2031, 09:00 UTC" in text


def test_no_mark_has_two_meanings() -> None:
    """What stands before an alert's kind, a claim's verification and a dispute's status is read apart."""
    alerts = {label.split()[0] for label, _ in LABELS.values()}
    verifications = {words.split()[0] for words in VERIFICATIONS.values()}
    assert len(alerts) == len(LABELS)
    assert not alerts & verifications
    assert not alerts & {words.split()[0] for words in STATUSES.values()}
