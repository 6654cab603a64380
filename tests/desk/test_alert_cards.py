"""Alerts as cards: what a reader must see of each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from bot.desk.alert_cards import NO_VERDICT, alert_card, dispute_card, thread_name
from bot.desk.card import Channel, Link, Tone, Words, line, words
from bot.desk.words import CONFLICTS, STATUSES
from bot.model.alert import Alert, AlertKind, Entry, Part
from bot.model.dispute import DisputeStatus
from bot.model.relation import ConflictType
from tests.builders import DAY, make_alert
from tests.desk.alerts import BESIDE, HELD, TAKEN, conflict, everything, lines, section, summary, text_of, update
from tests.model import strategies

VERDICTS = ("false", "true", "lie", "lies", "fact", "propaganda", "wrong", "refuted", "proves", "debunked")


def test_a_conflict_stands_side_by_side() -> None:
    """Both headings, and only they, stand beside one another, the first statement first."""
    card = alert_card(conflict())
    assert card.tone is Tone.CONFLICT
    assert card.title == "Conflicting claims: control of Ellbruck (Ellmoor, Sudmark)"
    beside = [one.heading for one in card.sections if one.beside]
    assert beside == ["Norland captured Ellbruck", "Sudmark controls Ellbruck (probable)"]


def test_each_side_has_speaker_quote_source_and_date() -> None:
    """What is said, by whom, in which words, where and when; the outlet leads to the article."""
    card = alert_card(conflict())
    taken, held = (one for one in card.sections if one.beside)
    assert lines(taken) == ["says Anna Ryde, Norland's defence ministry", "The Ell Courier, 2031-05-14"]
    assert taken.quote == "“Our troops hold all of Ellbruck.”"
    assert Link(text="The Ell Courier", url="https://ell.example/taken") in taken.lines[1]
    assert lines(held) == ["says Jon Vik (Sudmark)", "Moor Radio, 2031-05-15", "time of the event: 13 May 2031"]
    assert held.quote == "“Ellbruck stands.”"
    assert not [span for line in held.lines for span in line if isinstance(span, Link)]


def test_the_speaker_is_what_matters_in_his_line() -> None:
    """His name is strong, the word before it is not."""
    (says, who), *_ = alert_card(conflict()).sections[0].lines
    assert says == Words(text="says ")
    assert who == Words(text="Anna Ryde, Norland's defence ministry", strong=True)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({"speaker": None, "affiliation": None}, "says the article itself", id="own-voice"),
        pytest.param({"speaker": None, "affiliation": "the army"}, "says the army", id="affiliation-only"),
        pytest.param({"speaker": "the army", "affiliation": "the army"}, "says the army", id="said-once"),
        pytest.param({"speaker": None, "affiliation": None, "side_label": "Norland"}, "says Norland", id="side-only"),
    ],
)
def test_whoever_speaks_is_named(changes: dict[str, Any], line: str) -> None:
    """As far as is known."""
    card = alert_card(conflict(statements=(replace(TAKEN, **changes), HELD)))
    assert lines(card.sections[0])[0] == line


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({"publisher": None}, "Norland says Ellbruck has fallen, 2031-05-14", id="by-title"),
        pytest.param({"byline": "Ada Writer"}, "The Ell Courier, by Ada Writer, 2031-05-14", id="by-author"),
        pytest.param({"publisher": None, "title": None}, "article, 2031-05-14", id="link-only"),
        pytest.param({"publisher": None, "title": None, "url": None}, "2031-05-14", id="date-only"),
    ],
)
def test_a_source_is_named_as_far_as_known(changes: dict[str, Any], line: str) -> None:
    """By its outlet, or else by its title; a date there always is."""
    card = alert_card(conflict(statements=(replace(TAKEN, **changes), HELD)))
    assert lines(card.sections[0])[1] == line


def test_reports_of_one_day_have_the_time_of_day() -> None:
    """Where the day does not tell which came first, the time does."""
    card = alert_card(conflict(statements=(TAKEN, replace(HELD, published_at=DAY + timedelta(hours=2)))))
    assert [lines(one)[1] for one in card.sections[:2]] == [
        "The Ell Courier, 2031-05-14 09:00",
        "Moor Radio, 2031-05-14 11:00",
    ]


def test_a_conflict_says_why_and_of_what_kind() -> None:
    """In the alert's own sentence, and in the words for its kind."""
    card = alert_card(conflict())
    assert lines(section(card, "Why")) == ["Both cannot hold it on 14 May."]
    assert lines(section(card, "Conflict")) == ["two holders of one place"]
    bare = {one.heading for one in alert_card(conflict(why=None, conflict_type=None)).sections}
    assert not {"Why", "Conflict"} & bare


@pytest.mark.parametrize("kind", ConflictType)
def test_every_kind_of_conflict_has_words(kind: ConflictType) -> None:
    """None is shown by its code."""
    assert lines(section(alert_card(conflict(conflict_type=kind)), "Conflict")) == [CONFLICTS[kind]]


def test_who_could_not_check_is_named() -> None:
    """Those who did not confirm, and those who could not verify, each by name."""
    card = alert_card(conflict())
    assert lines(section(card, "Not confirmed by")) == ["Sudmark's general staff"]
    assert lines(section(card, "Not verified by")) == ["Reuters; The Ell Courier"]
    without = alert_card(conflict(unverified_by=(), unconfirmed_by=()))
    assert not {"Not confirmed by", "Not verified by"} & {one.heading for one in without.sections}


def test_what_else_is_said_stands_apart() -> None:
    """In one line with its source, not beside the two."""
    card = alert_card(conflict())
    assert lines(section(card, "Also said")) == ["• Norland shelled Ellbruck — The Ell Courier, 2031-05-14"]
    assert "Also said" not in {one.heading for one in alert_card(conflict(statements=(TAKEN, HELD))).sections}


def test_no_card_says_who_is_right() -> None:
    """That nothing is judged stands under it, with what the dispute is called; no word judges."""
    for alert in (conflict(), update()):
        card = alert_card(alert)
        assert card.footer == f"{NO_VERDICT} · dispute 01234567"
        words = " ".join(everything(card)).casefold().split()
        assert not set(VERDICTS) & {word.strip(".,:;!?“”()") for word in words}


def test_the_short_text_names_both_sides() -> None:
    """A notification tells who says what, without the card."""
    assert alert_card(conflict()).text == (
        "Conflicting claims: control of Ellbruck (Ellmoor, Sudmark). "
        "Anna Ryde, Norland's defence ministry: Norland captured Ellbruck. "
        "Jon Vik (Sudmark): Sudmark controls Ellbruck (probable)"
    )


def test_an_update_shows_what_is_new_and_what_was_said() -> None:
    """The new claim in full, then everybody who spoke before, and how the dispute stands."""
    card = alert_card(update())
    assert card.tone is Tone.UPDATE
    assert [one.heading for one in card.sections if one.beside] == ["Sudmark controls Ellbruck (probable)"]
    assert lines(section(card, "Said so far")) == [
        "• held by Norland – Anna Ryde, The Ell Courier, 14 May",
        "• held by Sudmark – as above",
    ]
    assert [text_of(line) for line in card.lead] == ["The dispute is open"]


def test_only_the_positions_of_a_conflict_bear_signs() -> None:
    """What joins a dispute may belong to its second position: the sign of the first would be wrong there."""
    assert [one.position for one in alert_card(conflict()).sections if one.beside] == [1, 2]
    assert [one.position for one in alert_card(update()).sections if one.beside] == [None]


@pytest.mark.parametrize("status", DisputeStatus)
def test_an_update_of_the_status_alone_says_it(status: DisputeStatus) -> None:
    """Where no claim has joined, the ones that changed it stand beside what was said so far."""
    alert = replace(update(status=status, statements=(HELD,)), claims=())
    card = alert_card(alert)
    assert text_of(card.lead[0]) == f"The dispute is {STATUSES[status].split(maxsplit=1)[-1]}"
    assert lines(section(card, "Also said")) == [
        "• Sudmark controls Ellbruck (probable) — Jon Vik (Sudmark), Moor Radio, 2031-05-15"
    ]


def test_a_summary_leads_to_its_article() -> None:
    """Title, date and address stand at its head, once."""
    card = alert_card(summary())
    assert card.tone is Tone.SUMMARY
    assert (card.title, card.url) == ("2 claims in The Ell Courier: News", "https://ell.example/taken")
    assert [text_of(line) for line in card.lead] == ["2031-05-14 09:00 · article"]
    assert alert_card(summary(replace(TAKEN, url=None))).url is None


def test_a_summary_groups_claims_by_place() -> None:
    """Each place once, in the order of the article, each claim with who says it."""
    card = alert_card(
        summary(
            replace(TAKEN, about="Ellbruck (Sudmark)"),
            replace(HELD, about="Ostheim (Sudmark)", published_at=DAY),
            replace(BESIDE, about="Ellbruck (Sudmark)"),
        )
    )
    assert [(one.heading, lines(one)) for one in card.sections] == [
        (
            "Ellbruck (Sudmark)",
            [
                "• Norland captured Ellbruck — Anna Ryde, Norland's defence ministry",
                "• Norland shelled Ellbruck",
            ],
        ),
        ("Ostheim (Sudmark)", ["• Sudmark controls Ellbruck (probable) — Jon Vik (Sudmark)"]),
    ]


def test_a_summary_of_very_many_claims_is_one_message_with_numbers() -> None:
    """The places with most claims first, a few of each; every claim is counted."""
    many = [replace(TAKEN, claim=f"c{n}", about=f"Town {n % 12:02d}" if n < 54 else "Ellbruck") for n in range(60)]
    card = alert_card(summary(*many))
    first, *others, last = card.sections
    assert (first.heading, len(lines(first)), lines(first)[-1]) == ("Ellbruck: 6 claims", 3, "… and 4 more")
    assert len(others) == 7
    shown = sum(int((one.heading or "").split(": ")[1].split()[0]) for one in (first, *others))
    assert lines(last) == [f"… and {60 - shown} claims on 5 more places"]
    assert "a search for a place shows all" in text_of(card.lead[-1])


def test_a_summary_of_twenty_claims_shows_them_all() -> None:
    """Nothing is left out that fits."""
    card = alert_card(summary(*[replace(TAKEN, claim=f"c{n}", about="Ellbruck") for n in range(20)]))
    assert [len(lines(one)) for one in card.sections] == [20]


def test_a_summary_names_who_could_not_check() -> None:
    """As a conflict does."""
    card = alert_card(summary(unverified_by=("Reuters",)))
    assert lines(section(card, "Not verified by")) == ["Reuters"]


@pytest.mark.parametrize(
    ("kind", "tone"), [(AlertKind.DIGEST, Tone.DIGEST), (AlertKind.NOTICE, Tone.NOTICE)], ids=["digest", "notice"]
)
def test_what_is_only_text_is_shown_in_paragraphs(kind: AlertKind, tone: Tone) -> None:
    """The title once, then each paragraph with its lines."""
    text = "Digest of Ellmoor\n13 May to 14 May\n\nNew conflicts:\n• one\n• two\n\nArticles:\n• three"
    card = alert_card(make_alert(kind=kind, title="Digest of Ellmoor", text=text))
    assert (card.tone, card.title, card.text) == (tone, "Digest of Ellmoor", "Digest of Ellmoor")
    assert [lines(one) for one in card.sections] == [
        ["13 May to 14 May"],
        ["New conflicts:", "• one", "• two"],
        ["Articles:", "• three"],
    ]


def test_signs_of_a_platform_s_markup_stay_text() -> None:
    """What a source wrote comes through as it is: escaping is the platform's, links are links only by address."""
    evil = "<!channel> **bold** [click](https://evil.example) `x` @everyone & <https://evil.example|here>"
    card = alert_card(conflict(title=evil, statements=(replace(TAKEN, heading=evil, speaker=evil, quote=evil), HELD)))
    assert card.title == evil
    assert card.sections[0].heading == evil
    assert evil in (card.sections[0].quote or "")
    links = [span.url for one in card.sections for line in one.lines for span in line if isinstance(span, Link)]
    assert links == ["https://ell.example/taken"]


@given(alert=strategies.alerts)
def test_every_alert_has_a_card(alert: Alert) -> None:
    """Whatever is in it: the title comes through, and every statement's heading is there."""
    card = alert_card(alert)
    assert card.title == alert.title
    if alert.kind not in {AlertKind.DIGEST, AlertKind.NOTICE}:
        said = "\n".join(everything(card))
        assert all(one.heading in said for one in alert.statements)
        assert all(name in said for name in (*alert.unverified_by, *alert.unconfirmed_by))


def test_one_message_on_a_dispute_shows_what_was_said_since() -> None:
    """The two that it began with stay side by side; below them each later claim, and how it stands."""
    card = dispute_card(conflict(), [update()])
    assert [one.heading for one in card.sections if one.beside] == [
        "Norland captured Ellbruck",
        "Sudmark controls Ellbruck (probable)",
    ]
    [line] = lines(section(card, "Since then"))
    assert line.startswith("• Sudmark controls Ellbruck")
    assert [text_of(one) for one in card.lead] == ["The dispute is open"]
    assert (card.tone, card.title) == (Tone.CONFLICT, alert_card(conflict()).title)


def test_the_newest_count_of_sources_is_shown() -> None:
    """Once."""
    card = dispute_card(conflict(sources=2), [update(sources=3), update(sources=4)])
    assert lines(section(card, "Independent sources")) == ["4"]


def test_a_dispute_that_is_settled_says_so_in_its_title() -> None:
    """And why, in a line, where no claim came with it."""
    settled = update(
        title="The sides now agree: Ellbruck", status=DisputeStatus.CONVERGED, claims=(), statements=(HELD,)
    )
    card = dispute_card(conflict(), [settled])
    assert (card.tone, card.title) == (Tone.UPDATE, "The sides now agree: Ellbruck")
    assert lines(section(card, "Since then"))[0].startswith("• The sides now agree: Ellbruck")


def test_many_updates_leave_room_in_the_message() -> None:
    """The last are shown, the others counted: the thread has all."""
    card = dispute_card(conflict(), [update()] * 20)
    shown = lines(section(card, "Since then"))
    assert (len(shown), shown[0]) == (9, "… 12 earlier, in the thread")


def test_without_news_it_is_what_it_began_with() -> None:
    """Nothing is added."""
    assert dispute_card(conflict(), []) == alert_card(conflict())


@pytest.mark.parametrize(
    ("title", "name"), [("Conflicting claims: Ellbruck (Ellmoor)", "Ellbruck (Ellmoor)"), ("Ellbruck", "Ellbruck")]
)
def test_a_thread_is_named_after_what_the_dispute_is_about(title: str, name: str) -> None:
    """The kind of alert stands in the message above it."""
    assert thread_name(conflict(title=title)) == name


def test_a_digest_is_a_list_with_both_positions_and_links() -> None:
    """Each kind and region under a heading; what is left out is counted."""
    opposed = Entry(text="Ellbruck (Ellmoor, Sudmark)", statements=(TAKEN, HELD))
    article = Entry(text="2 claims in The Ell Courier: News", url="https://ell.example/a")
    parts = (
        Part(heading="New conflicts: Ellmoor, Sudmark", entries=(opposed,)),
        Part(heading="Articles", entries=(article,), unshown=3),
    )
    card = alert_card(make_alert(kind=AlertKind.DIGEST, title="Digest of Sudmark: 1 new conflict", parts=parts))
    assert card.tone is Tone.DIGEST
    name, taken, held = lines(section(card, "New conflicts: Ellmoor, Sudmark"))
    assert name == "• Ellbruck (Ellmoor, Sudmark)"
    assert taken.startswith("– Norland captured Ellbruck — Anna Ryde")
    assert "The Ell Courier, 2031-05-14: “Our troops hold all of Ellbruck.”" in taken
    assert held.startswith("– Sudmark controls Ellbruck")
    linked, more = section(card, "Articles").lines
    assert Link(text=article.text, url="https://ell.example/a") in linked
    assert text_of(more) == "… and 3 more"
    assert card.footer == NO_VERDICT


def test_a_notice_leads_to_its_channel() -> None:
    """Where its words stand in the text; what else it says stays."""
    text = "Alerts to a Discord channel are paused\n\nChannel: Discord channel 42, which follows Sudan\nReason: closed"
    notice = make_alert(kind=AlertKind.NOTICE, title=text.splitlines()[0], text=text, channel="discord:42")
    (section,) = alert_card(notice).sections
    assert section.lines[0] == (
        words("Channel: "), Channel(destination="discord:42"), words(", which follows Sudan")
    )  # fmt: skip
    assert section.lines[1] == line("Reason: closed")
    (plain,) = alert_card(make_alert(kind=AlertKind.NOTICE, title=text.splitlines()[0], text=text)).sections
    assert plain.lines[0] == line("Channel: Discord channel 42, which follows Sudan")
