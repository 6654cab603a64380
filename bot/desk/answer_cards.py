"""Answers as cards: conflicts, how it stands, what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.desk.actions import Action, Menu, Verb
from bot.desk.card import Card, Line, Moment, Section, Tone, joined, line, words
from bot.desk.words import SHORT_ID, STATUSES, teasers_of
from bot.model.arrival import QueueState
from bot.model.dispute import Dispute, DisputeStatus
from bot.model.errors import ClaimwatchError
from bot.model.feed import FeedRecord
from bot.model.storage import Counts


def disputes_card(
    disputes: Sequence[Dispute],
    *,
    asked: str,
    limit: int,
    number: int | None = None,
    status: DisputeStatus = DisputeStatus.OPEN,
    turning: tuple[Action, ...] = (),
) -> Card:
    """Return conflicts, a section each: what about, and the positions; `number` of them match in all."""
    number = len(disputes) if number is None else number
    called = f"{STATUSES[status].split(maxsplit=1)[-1].split()[0]} conflict"
    if not disputes:
        title = f"No {called}s {asked}"
        return Card(tone=Tone.ANSWER, title=title, text=f"{title}.", actions=turning)
    shown = disputes[:limit]
    title = f"{counted(number, called)} {asked}"
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=f"{title}: " + "; ".join(one.slot.label for one in shown[:3]),
        sections=tuple(_dispute(one) for one in shown),
        footer=f"{counted(len(shown), 'conflict')} shown, the last changed first." if number > len(shown) else None,
        actions=turning,
        menus=(
            Menu(
                prompt="Show one of them",
                choices=tuple(Action(verb=Verb.DISPUTE, args=(one.id,), label=one.slot.label) for one in shown),
            ),
        ),
    )


def known_card(title: str | None) -> Card:
    """Say that a submitted article was read before."""
    text = "This article was read before; nothing is new in it."
    return Card(tone=Tone.ANSWER, title=title or "Known already", text=text, lead=(line(text),))


def no_claims_card(title: str | None) -> Card:
    """Say that a submitted article claims nothing."""
    text = "No territorial or infrastructure claims were found in it."
    return Card(tone=Tone.ANSWER, title=title or "No claims", text=text, lead=(line(text),))


def status_card(
    *, version: str, started_at: datetime, counts: Counts, feeds: Sequence[FeedRecord], following: int
) -> Card:
    """Return how the program stands."""
    failing = [feed for feed in feeds if feed.failures]
    fail = f"; {counted(len(failing), 'feed')} {'fails' if len(failing) == 1 else 'fail'}" if failing else ""
    title = f"Claimwatch is running{fail}"
    told = line(f"{counts.waiting} waiting to be sent, {counts.failed} could not be delivered")
    sections = [
        Section(
            heading="Read",
            lines=(
                line(
                    f"{counted(counts.articles, 'article')}, {counted(counts.claims, 'claim')}, "
                    f"{counted(counts.open_disputes, 'open conflict')}"
                ),
                *_queue(counts.queue),
            ),
        ),
        Section(heading="Messages", lines=(told,)),
        Section(heading="Feeds", lines=tuple(_feed(feed) for feed in feeds) or (line("none are set up"),)),
        Section(heading="Here", lines=(line(f"This channel follows {counted(following, 'area')}."),)),
    ]
    lead = ((words(f"Version {version}, running since "), Moment(at=started_at)),)
    return Card(tone=Tone.ANSWER, title=title, text=title, lead=lead, sections=tuple(sections))


def sources_card(feeds: Sequence[FeedRecord], newest: Mapping[str, datetime]) -> Card:
    """Return what is read: the feeds, how each stands, and when the `newest` article of each was published."""
    if not feeds:
        text = "No feeds are set up: articles come from the inbox, and from /submit."
        return Card(tone=Tone.ANSWER, title="No sources", text=text, lead=(line(text),))
    failing = [feed for feed in feeds if feed.failures]
    fail = f"; {len(failing)} of them failed last" if failing else ""
    title = f"{counted(len(feeds), 'feed')} read{fail}"
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=title,
        sections=(Section(lines=tuple(_feed(feed, newest.get(feed.url)) for feed in feeds)),),
    )


def help_card(abilities: Iterable[tuple[str, str]], *, hint: str | None = None) -> Card:
    """Return what people can do: how each thing is asked for, and what it does."""
    title = "What Claimwatch can do"
    lines = tuple((words(name, strong=True), words(f" — {says}")) for name, says in abilities)
    text = "Claimwatch finds claims in the news, and tells where two of them cannot both be right."
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=text,
        lead=(line(text),),
        sections=(Section(lines=lines),),
        footer=hint,
    )


def error_card(error: ClaimwatchError, *, reference: str | None = None) -> Card:
    """Say what went wrong, in the error's own sentence; `reference` is what the operator finds it by in the log."""
    text = " ".join(str(error).split())
    footer = f"For the operator: error {reference}" if reference else None
    return Card(footer=footer, tone=Tone.ERROR, title="That did not work", text=text, lead=(line(text),))


def _dispute(one: Dispute) -> Section:
    lines: list[Line] = [
        (words(f"• {position.label}"), words(f" — {_voices(position.voices)}" if position.voices else ""))
        for position in one.positions
    ]
    lines.append(
        joined(
            words(STATUSES[one.status]), words(counted(len(one.claims), "claim")), words(f"dispute {one.id[:SHORT_ID]}")
        )
    )
    return Section(heading=one.slot.label, lines=tuple(lines))


def _voices(voices: Sequence[str]) -> str:
    each = list(dict.fromkeys(voices))
    return "; ".join(each[:3]) + (f"; and {len(each) - 3} more" if len(each) > 3 else "")


def _queue(queue: QueueState) -> tuple[Line, ...]:
    """Return what waits to be read and what was set aside, where there is any."""
    lines: list[Line] = []
    if queue.oldest is not None:
        waits = counted(queue.waiting, "article")
        lines.append((words(f"{waits} waiting to be read, the oldest since "), Moment(at=queue.oldest)))
    if queue.failed:
        lines.append(line(f"{counted(queue.failed, 'article')} set aside: `claimwatch intake --failed` says why"))
    return tuple(lines)


def _feed(feed: FeedRecord, newest: datetime | None = None) -> Line:
    only = teasers_of(feed)
    return (*_standing(feed, newest), *([words(f"; {only}")] if only is not None else []))


def _standing(feed: FeedRecord, newest: datetime | None) -> Line:
    if feed.paused:
        return line(f"‖ {feed.title or feed.url}: paused")
    if feed.failures:
        return (
            words(f"! {feed.url}: {feed.reason or 'failed'}, {counted(feed.failures, 'time')} in a row; next try "),
            Moment(at=feed.due_at),
        )
    if feed.read_at is None:
        return line(f"{feed.title or feed.url}: not read yet")
    said = (words(f"{feed.title or feed.url}: read "), Moment(at=feed.read_at))
    return said if newest is None else (*said, words(", newest article of "), Moment(at=newest))


def counted(number: int, thing: str) -> str:
    """Return the number with the thing, in the plural where it is one."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
