"""Alerts as cards: both positions, each with speaker, source, date and quote, and never who is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from bot.alerts.digest import SHOWN_QUOTE
from bot.alerts.statements import trimmed
from bot.desk.actions import Action, Verb
from bot.desk.answer_cards import counted
from bot.desk.card import Card, Channel, Line, Link, Moment, Section, Span, Tone, joined, line, words
from bot.desk.words import CONFLICTS, SHORT_ID, STATUSES, who
from bot.model.alert import Alert, AlertKind, Entry, Statement
from bot.model.decision import Decision, What
from bot.model.dispute import DisputeStatus
from bot.model.words import channel_words, quotation

NO_VERDICT = "Shown as published; who is right is not said here."
# In the message on a dispute; its thread has all.
_SHOWN_SINCE = 8
# A summary of more claims than this tells numbers: of so many places, so many claims each.
_MANY_CLAIMS = 20
_SHOWN_PLACES = 8
_SHOWN_OF_PLACE = 2
# Buttons of a conflict that change nothing: they stay when it is settled.
_LOOKS = 2
_TONES = {
    AlertKind.CONFLICT: Tone.CONFLICT,
    AlertKind.UPDATE: Tone.UPDATE,
    AlertKind.SUMMARY: Tone.SUMMARY,
    AlertKind.CORRECTION: Tone.UPDATE,
    AlertKind.DIGEST: Tone.DIGEST,
    AlertKind.NOTICE: Tone.NOTICE,
}


def dispute_actions(
    dispute: str, pair: tuple[str, str] | None, *, settled: bool, origin: str, decisions: Sequence[Decision] = ()
) -> tuple[Action, ...]:
    """Return the buttons below a dispute; `origin` says what stands there: an alert (`a`) or an answer (`d`).

    `pair` are two claims that conflict. What is settled can be looked at, and the last decision taken back.
    """
    looks = [Action(verb=Verb.TIMELINE, args=(dispute, ""), label="Timeline")]
    looks += [Action(verb=Verb.EXPLAIN, args=pair, label="Explain")] if pair is not None else []
    if settled:
        last = [one.id for one in decisions][-1:]
        return (
            *looks,
            *(Action(verb=Verb.DECIDE, args=(What.UNDO.value, one, ""), label="Undo", form=True) for one in last),
        )
    decide: list[tuple[What, tuple[str, ...], str]] = [(What.DISMISS, (dispute,), "Not a conflict")]
    decide += [(What.SAME, pair, "Same claim")] if pair is not None else []
    decide += [(What.RESOLVE, (dispute,), "Resolve")]
    return (
        *looks,
        *(
            Action(verb=Verb.DECIDE, args=(what.value, *ids, f"{origin}{dispute}"), label=label, form=True)
            for what, ids, label in decide
        ),
        Action(verb=Verb.SNOOZE, args=(dispute,), label="Snooze", form=True),
    )


def alert_card(alert: Alert) -> Card:
    """Return the alert as a card."""
    match alert.kind:
        case AlertKind.CONFLICT | AlertKind.UPDATE:
            return _conflict(alert)
        case AlertKind.SUMMARY:
            return _summary(alert)
        case AlertKind.CORRECTION:
            return _correction(alert)
        case AlertKind.DIGEST if alert.parts:
            return _digest(alert)
        case AlertKind.DIGEST | AlertKind.NOTICE:
            return _plain(alert)


def dispute_card(opening: Alert, updates: Sequence[Alert]) -> Card:
    """Return the one message on a dispute: what it began with, what was said since, and how it stands."""
    began = _conflict(opening)
    if not updates:
        return began
    latest = updates[-1]
    settled = latest.status is not None and latest.status is not DisputeStatus.OPEN
    since = [line for one in updates for line in _since(one)]
    earlier = len(since) - _SHOWN_SINCE
    if earlier > 0:
        since = [line(f"… {earlier} earlier, in the thread"), *since[-_SHOWN_SINCE:]]
    replaced = {"Independent sources", *(("Said so far",) if opening.positions else ())}
    sections = [one for one in began.sections if one.heading not in replaced]
    at = next((n for n, one in enumerate(sections) if not one.beside), len(sections))
    sections.insert(at, Section(heading="Since then", lines=tuple(since)))
    if latest.sources is not None:
        sections.append(Section(heading="Independent sources", lines=(line(str(latest.sources)),), aside=True))
    return replace(
        began,
        tone=Tone.UPDATE if settled else began.tone,
        title=latest.title if settled else opening.title,
        lead=_standing(latest),
        sections=tuple(sections),
        actions=began.actions[: _LOOKS if settled else None],
    )


def thread_name(alert: Alert) -> str:
    """Return what a thread on an alert's dispute is called: what it is about."""
    _, colon, subject = alert.title.partition(": ")
    return subject if colon else alert.title


def _since(update: Alert) -> list[Line]:
    """Return a line for each thing that an update brought, or for the update itself."""
    new = [one for one in update.statements if one.claim in update.claims]
    by = f": {update.why}" if update.why else ""
    title = (words(f"• {update.title}, "), Moment(at=update.created_at, day_only=True), words(by))
    return [_brief(one) for one in new] or [title]


def _standing(alert: Alert) -> tuple[Line, ...]:
    if alert.status is None:
        return ()
    # The sign before the word is for tables.
    return (line(f"The dispute is {STATUSES[alert.status].split(maxsplit=1)[-1]}"),)


def _conflict(alert: Alert) -> Card:
    opposed = [one for one in alert.statements if one.claim in alert.claims]
    others = [one for one in alert.statements if one.claim not in alert.claims]
    with_time = bool(alert.positions) or not _days_differ(opposed)
    # The positions of a dispute bear signs; what an update brings may belong to any of them, or to none.
    numbers = [number if alert.kind is AlertKind.CONFLICT else None for number in range(1, len(opposed) + 1)]
    sections = [_position(one, number, with_time=with_time) for one, number in zip(opposed, numbers, strict=True)]
    if alert.positions:
        sections.append(Section(heading="Said so far", lines=tuple(line(f"• {one}") for one in alert.positions)))
    if alert.why:
        heading = "Why" if alert.kind is AlertKind.CONFLICT else "Decided"
        sections.append(Section(heading=heading, lines=(line(alert.why),)))
    if alert.conflict_type is not None:
        sections.append(Section(heading="Conflict", lines=(line(CONFLICTS[alert.conflict_type]),), aside=True))
    if alert.sources is not None:
        sections.append(Section(heading="Independent sources", lines=(line(str(alert.sources)),), aside=True))
    sections += _doubts(alert)
    if others:
        sections.append(Section(heading="Also said", lines=tuple(_brief(one) for one in others)))
    dispute = f" · dispute {alert.dispute[:SHORT_ID]}" if alert.dispute else ""
    return Card(
        tone=_TONES[alert.kind],
        title=alert.title,
        text=_spoken(alert.title, opposed),
        lead=_standing(alert),
        sections=tuple(sections),
        footer=NO_VERDICT + dispute,
        actions=_actions(alert),
    )


def _actions(alert: Alert) -> tuple[Action, ...]:
    """Return the buttons below an alert on a dispute; what is decided is decided on the dispute's own message."""
    if alert.dispute is None:
        return ()
    pair = (alert.claims[0], alert.claims[1]) if alert.kind is AlertKind.CONFLICT and len(alert.claims) == 2 else None
    return dispute_actions(alert.dispute, pair, settled=alert.kind is not AlertKind.CONFLICT, origin="a")


def _summary(alert: Alert) -> Card:
    """Return what an article claims, under the places that it is about."""
    sources = dict.fromkeys((one.url, one.published_at) for one in alert.statements)
    lead: tuple[Line, ...] = ()
    url = None
    if len(sources) == 1:
        ((url, published),) = sources
        lead = (joined(Moment(at=published), Link(text="article", url=url) if url else None),)
    grouped: dict[str | None, list[Statement]] = {}
    for one in alert.statements:
        grouped.setdefault(one.about, []).append(one)
    many = len(alert.statements) > _MANY_CLAIMS
    sections = _counted(grouped) if many else [_listed(about, ones) for about, ones in grouped.items()]
    if many:
        lead += (line("The most spoken of places first; a search for a place shows all claims on it."),)
    return Card(
        tone=Tone.SUMMARY,
        title=alert.title,
        text=_spoken(alert.title, alert.statements[:3]),
        url=url,
        lead=lead,
        sections=(*sections, *_doubts(alert)),
    )


def _correction(alert: Alert) -> Card:
    """Return what an article said, beside what it was changed to say."""
    former = [one for one in alert.statements if one.claim in alert.claims]
    now_said = [one for one in alert.statements if one.claim not in alert.claims]
    sections = [
        replace(_position(one, None, with_time=True), heading=f"{when}: {_heading(one)}")
        for when, ones in (("It said", former), ("It says now", now_said))
        for one in ones
    ]
    url = next((one.url for one in alert.statements if one.url), None)
    lead: tuple[Line, ...] = ((words("noticed "), Moment(at=alert.created_at)),)
    lead += () if now_said else (line("It no longer says so."),)
    text = _spoken(alert.title, former[:2])
    sections += _doubts(alert)
    return Card(tone=Tone.UPDATE, title=alert.title, text=text, url=url, lead=lead, sections=tuple(sections))


def _listed(about: str | None, ones: Sequence[Statement]) -> Section:
    return Section(heading=about, lines=tuple(_claimed(one) for one in ones))


def _counted(grouped: Mapping[str | None, Sequence[Statement]]) -> list[Section]:
    """Return what fits one message of very many claims: the places with most, a few claims of each, and numbers."""
    most = sorted(grouped.items(), key=lambda item: -len(item[1]))
    sections = []
    for about, ones in most[:_SHOWN_PLACES]:
        left = len(ones) - _SHOWN_OF_PLACE
        more = (line(f"… and {left} more"),) if left > 0 else ()
        heading = f"{about or 'Elsewhere'}: {counted(len(ones), 'claim')}"
        sections.append(Section(heading=heading, lines=(*map(_claimed, ones[:_SHOWN_OF_PLACE]), *more)))
    others = most[_SHOWN_PLACES:]
    if others:
        claims = counted(sum(len(ones) for _, ones in others), "claim")
        sections.append(Section(lines=(line(f"… and {claims} on {counted(len(others), 'more place')}"),)))
    return sections


def _digest(alert: Alert) -> Card:
    """Return many alerts as a list: what each is about, and of conflicts both positions in a line or two."""
    sections = []
    for part in alert.parts:
        lines = [one for entry in part.entries for one in _entry(entry)]
        more = [line(f"… and {part.unshown} more")] if part.unshown else []
        sections.append(Section(heading=part.heading, lines=(*lines, *more)))
    footer = NO_VERDICT if any(entry.statements for part in alert.parts for entry in part.entries) else None
    lead = (line(alert.why),) if alert.why else ()
    return Card(
        tone=Tone.DIGEST, title=alert.title, text=alert.title, lead=lead, sections=tuple(sections), footer=footer
    )


def _entry(entry: Entry) -> Iterator[Line]:
    yield (words("• "), Link(text=entry.text, url=entry.url) if entry.url else words(entry.text, strong=True))
    for one in entry.statements:
        quote = quotation(trimmed(one.quote, SHOWN_QUOTE))
        yield (*_brief(one, bullet="– "), words(f": {quote}"))


def _plain(alert: Alert) -> Card:
    """Return an alert that is only text: paragraphs, the title's line left out."""
    body = alert.text.removeprefix(alert.title).strip("\n")
    sections = tuple(
        Section(lines=tuple(_with_channel(one, alert.channel) for one in paragraph.splitlines()))
        for paragraph in body.split("\n\n")
        if paragraph.strip()
    )
    return Card(tone=_TONES[alert.kind], title=alert.title, text=alert.title, sections=sections)


def _with_channel(text: str, channel: str | None) -> Line:
    """Return a line of text, with the channel that it names as one."""
    named = channel_words(channel) if channel else ""
    if not (channel and named and named in text):
        return line(text)
    before, _, after = text.partition(named)
    return (words(before), Channel(destination=channel), *([words(after)] if after else []))


def _position(one: Statement, number: int | None, *, with_time: bool) -> Section:
    lines: list[Line] = [(words("says "), words(_speaker(one) or "the article itself", strong=True))]
    lines.append(_source(one, with_time=with_time, byline=one.byline))
    if one.happened:
        lines.append(line(f"time of the event: {one.happened}"))
    return Section(heading=_heading(one), lines=tuple(lines), quote=quotation(one.quote), beside=True, position=number)


def _claimed(one: Statement) -> Line:
    said = _speaker(one)
    return (words(f"• {_heading(one)}"), *([words(f" — {said}")] if said else []))


def _brief(one: Statement, *, bullet: str = "• ") -> Line:
    said = _speaker(one)
    return (words(f"{bullet}{_heading(one)} — " + (f"{said}, " if said else "")), *_source(one, with_time=False))


def _source(one: Statement, *, with_time: bool, byline: str | None = None) -> Line:
    outlet: Span | None = None
    named = one.publisher or one.title
    if one.url:
        outlet = Link(text=named or "article", url=one.url)
    elif named:
        outlet = words(named)
    by = words(f"by {byline}") if byline else None
    return joined(outlet, by, Moment(at=one.published_at, day_only=not with_time), separator=", ")


def _heading(one: Statement) -> str:
    return f"{one.heading} ({one.certainty})" if one.certainty and one.certainty != "certain" else one.heading


def _speaker(one: Statement) -> str | None:
    return who(one.speaker, one.affiliation, one.side_label)


def _doubts(alert: Alert) -> list[Section]:
    named = (("Not confirmed by", alert.unconfirmed_by), ("Not verified by", alert.unverified_by))
    return [Section(heading=heading, lines=(line("; ".join(names)),), aside=True) for heading, names in named if names]


def _spoken(title: str, statements: Sequence[Statement]) -> str:
    """Return the title and who says what, as one would read it aloud."""
    said = [f"{_speaker(one) or one.publisher or 'The article'}: {_heading(one)}" for one in statements]
    return ". ".join((title, *said))


def _days_differ(statements: Sequence[Statement]) -> bool:
    """Whether the day alone tells the reports apart."""
    days = [one.published_at.astimezone(UTC).date() for one in statements]
    return len(set(days)) == len(days)
