"""Alerts of each kind, and what their cards say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk.card import Card, Line, Moment, Section
from bot.model.alert import Alert, AlertKind, Statement
from bot.model.dispute import DisputeStatus
from bot.model.relation import ConflictType
from tests.builders import DAY, make_alert, make_statement


def statement(claim: str, **changes: Any) -> Statement:
    """Return a statement of the claim of that id."""
    return replace(make_statement(**changes), claim=claim)


TAKEN = statement(
    "claim-a",
    heading="Norland captured Ellbruck",
    speaker="Anna Ryde",
    affiliation="Norland's defence ministry",
    side_label=None,
    publisher="The Ell Courier",
    url="https://ell.example/taken",
    quote="Our troops hold all of Ellbruck.",
)


HELD = statement(
    "claim-b",
    heading="Sudmark controls Ellbruck",
    speaker="Jon Vik",
    side_label="Sudmark",
    publisher="Moor Radio",
    url=None,
    published_at=DAY + timedelta(days=1),
    quote="Ellbruck stands.",
    certainty="probable",
    happened="13 May 2031",
)


BESIDE = statement("claim-c", heading="Norland shelled Ellbruck", speaker=None, side_label=None)


def conflict(**changes: Any) -> Alert:
    """Return a conflict alert with a third voice beside the two."""
    return make_alert(
        **{
            "dispute": "0123456789abcdef",
            "title": "Conflicting claims: control of Ellbruck (Ellmoor, Sudmark)",
            "statements": (TAKEN, HELD, BESIDE),
            "conflict_type": ConflictType.CONTROL,
            "why": "Both cannot hold it on 14 May.",
            "unverified_by": ("Reuters", "The Ell Courier"),
            "unconfirmed_by": ("Sudmark's general staff",),
            **changes,
        }
    )


def update(**changes: Any) -> Alert:
    """Return an update of that dispute: a claim has joined it."""
    return make_alert(
        "claim-b",
        **{
            "kind": AlertKind.UPDATE,
            "dispute": "0123456789abcdef",
            "title": "1 more claim on control of Ellbruck",
            "statements": (HELD, BESIDE),
            "status": DisputeStatus.OPEN,
            "positions": ("held by Norland – Anna Ryde, The Ell Courier, 14 May", "held by Sudmark – as above"),
            **changes,
        },
    )


def summary(*statements: Statement, **changes: Any) -> Alert:
    """Return what one article claims."""
    shown = statements or (
        replace(TAKEN, about="Ellbruck (Sudmark)"),
        replace(TAKEN, claim="x", about="Ellbruck (Sudmark)"),
    )
    return make_alert(**{"title": "2 claims in The Ell Courier: News", "statements": shown, **changes})


def text_of(line: Line) -> str:
    """Return a line as one reads it; a time as its day, with the time of day where that is shown."""
    return "".join(
        f"{span.at:%Y-%m-%d}" + ("" if span.day_only else f"{span.at: %H:%M}")
        if isinstance(span, Moment)
        else span.text
        for span in line
    )


def section(card: Card, heading: str) -> Section:
    """Return the section under a heading."""
    (found,) = (one for one in card.sections if one.heading == heading)
    return found


def lines(part: Section) -> list[str]:
    """Return a section's lines as one reads them."""
    return [text_of(line) for line in part.lines]


def everything(card: Card) -> list[str]:
    """Return every text of a card."""
    said = [card.title, card.text, card.footer or "", *(text_of(line) for line in card.lead)]
    for part in card.sections:
        said += [part.heading or "", part.quote or "", *lines(part)]
    return said
