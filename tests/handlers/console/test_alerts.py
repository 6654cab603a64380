"""Alerts as panels."""

from __future__ import annotations

import re

import pytest

from bot.model.alert import Alert, AlertKind
from bot.model.relation import ConflictType
from handlers.console.alerts import render_alert
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
        "claimwatch dispute d15b07e0d15b07e0",
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
