"""Answers as cards: what was found, what is followed, how it stands, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk.answers import ShownClaim
from bot.desk.card import Card, Line, Link, Moment, Section, Span, Tone, joined, line, words
from bot.desk.words import SHORT_ID, STATUSES, VERIFICATIONS, modality, who
from bot.model.area import Area, KeyKind
from bot.model.arrival import QueueState
from bot.model.claim import Certainty, Claim
from bot.model.dispute import Dispute
from bot.model.errors import ClaimwatchError
from bot.model.ports import Counts, FeedRecord
from bot.model.subscription import Mute, Subscription
from bot.model.words import quotation, time_words

# What needs no word: a plain statement, and one that says nothing of how sure it is.
_TOLD = frozenset({Certainty.CERTAIN, Certainty.UNKNOWN})


def claims_card(found: Sequence[ShownClaim], *, asked: str, limit: int) -> Card:
    """Return claims, a section each; `asked` says what they were searched by."""
    if not found:
        return Card(
            tone=Tone.ANSWER,
            title=f"No claims {asked}",
            text=f"No claims {asked}.",
            lead=(line("Try a larger place, an earlier day, or other words."),),
        )
    shown = found[:limit]
    number = f"The {limit} newest claims" if len(found) > limit else _count(len(shown), "claim")
    return Card(
        tone=Tone.ANSWER,
        title=f"{number} {asked}",
        text=f"{number} {asked}: " + "; ".join(one.heading for one in shown[:3]),
        sections=tuple(_claim(one) for one in shown),
        footer="There are more: narrow the search by day or words." if len(found) > limit else None,
    )


def disputes_card(disputes: Sequence[Dispute], *, asked: str, limit: int) -> Card:
    """Return open conflicts, a section each: what about, and the positions."""
    if not disputes:
        return Card(tone=Tone.ANSWER, title=f"No open conflicts {asked}", text=f"No open conflicts {asked}.")
    shown = disputes[:limit]
    title = f"{_count(len(disputes), 'open conflict')} {asked}"
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=f"{title}: " + "; ".join(one.slot.label for one in shown[:3]),
        sections=tuple(_dispute(one) for one in shown),
        footer=f"The {limit} last changed are shown." if len(disputes) > limit else None,
    )


def subscribed_card(
    subscription: Subscription, *, terms: str, before: str | None, preview: str, others: Sequence[Area]
) -> Card:
    """Say what the channel follows from now on, on which `terms`, and what of the last days it would have been told.

    `before` are the terms until now, where it followed the area; `others` are areas of the same name that may have been
    meant.
    """
    lead = [line(terms), line(f"Nothing older is announced. {preview}")]
    if before is not None and before != terms:
        lead.append(line(f"Before, it was: {before}"))
    if others:
        lead.append(line("Not what you meant? " + "; ".join(one.label for one in others) + "."))
    title = f"This channel follows {_followed(subscription.area)}"
    return Card(tone=Tone.ANSWER, title=title, text=f"{title}: {terms}", lead=tuple(lead))


def unsubscribed_card(subscription: Subscription) -> Card:
    """Say what the channel follows no longer."""
    title = f"This channel no longer follows {_followed(subscription.area)}"
    return Card(tone=Tone.ANSWER, title=title, text=title)


def subscriptions_card(
    found: Sequence[tuple[Subscription, str]], *, mutes: Sequence[Mute] = (), paused: str | None = None
) -> Card:
    """Return what the channel follows, each with its terms, what it has muted, and why nothing arrives, if so."""
    lead = [line(f"Messages here are paused: {paused}. One was just tried again.")] if paused else []
    muted = tuple(Section(heading=f"Muted: {one.label}", lines=(_until(one),)) for one in mutes)
    if not found:
        title = "This channel follows nothing yet"
        lead.append(line("/subscribe with a place starts it."))
        return Card(tone=Tone.ANSWER, title=title, text=title, lead=tuple(lead), sections=muted)
    title = f"This channel follows {_count(len(found), 'area')}"
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=f"{title}: " + "; ".join(one.area.label for one, _ in found),
        lead=tuple(lead),
        sections=(
            *(
                Section(
                    heading=one.area.label,
                    lines=(line(terms), (words("since "), Moment(at=one.created_at, day_only=True))),
                )
                for one, terms in found
            ),
            *muted,
        ),
    )


def muted_card(mute: Mute) -> Card:
    """Say what the channel is told no longer, and until when."""
    title = f"Muted here: {mute.label}"
    lead = (_until(mute), line("Digests still tell of it. /unmute ends it (on Slack: /claimwatch unmute)."))
    return Card(tone=Tone.ANSWER, title=title, text=title, lead=lead)


def unmuted_card(label: str) -> Card:
    """Say what the channel is told again."""
    title = f"No longer muted here: {label}"
    return Card(tone=Tone.ANSWER, title=title, text=title)


def _followed(area: Area) -> str:
    return f"what lies {area.label}" if area.key.startswith(f"{KeyKind.NEAR}:") else area.label


def _until(mute: Mute) -> Line:
    return line("until it is unmuted") if mute.until is None else (words("until "), Moment(at=mute.until))


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
    fail = f"; {_count(len(failing), 'feed')} {'fails' if len(failing) == 1 else 'fail'}" if failing else ""
    title = f"Claimwatch is running{fail}"
    told = line(f"{counts.waiting} waiting to be sent, {counts.failed} could not be delivered")
    sections = [
        Section(
            heading="Read",
            lines=(
                line(
                    f"{_count(counts.articles, 'article')}, {_count(counts.claims, 'claim')}, "
                    f"{_count(counts.open_disputes, 'open conflict')}"
                ),
                *_queue(counts.queue),
            ),
        ),
        Section(heading="Messages", lines=(told,)),
        Section(heading="Feeds", lines=tuple(_feed(feed) for feed in feeds) or (line("none are set up"),)),
        Section(heading="Here", lines=(line(f"This channel follows {_count(following, 'area')}."),)),
    ]
    lead = ((words(f"Version {version}, running since "), Moment(at=started_at)),)
    return Card(tone=Tone.ANSWER, title=title, text=title, lead=lead, sections=tuple(sections))


def error_card(error: ClaimwatchError) -> Card:
    """Say what went wrong, in the error's own sentence."""
    text = " ".join(str(error).split())
    return Card(tone=Tone.ERROR, title="That did not work", text=text, lead=(line(text),))


def _claim(one: ShownClaim) -> Section:
    claim, article = one.claim, one.article
    said = who(claim.attribution.speaker, claim.attribution.affiliation, one.side_label)
    outlet: Span | None = None
    named = article.outlet or article.title
    if article.url:
        outlet = Link(text=named or "article", url=article.url)
    elif named:
        outlet = words(named)
    lines: list[Line] = [
        (words("says "), words(said or "the article itself", strong=True)),
        joined(outlet, Moment(at=article.published_at, day_only=True), words(f"claim {claim.id[:SHORT_ID]}")),
        joined(
            words(VERIFICATIONS[one.verification]),
            words(f"when: {time_words(claim.time) or 'not known'}"),
            *_marks(claim),
        ),
    ]
    sure = "" if claim.certainty in _TOLD or "(" in one.heading else f" ({claim.certainty})"
    return Section(heading=one.heading + sure, lines=tuple(lines), quote=quotation(claim.mentions[0].quote))


def _marks(claim: Claim) -> tuple[Span, ...]:
    said = modality(polarity=claim.polarity, realis=claim.realis)
    return (words(said),) if said else ()


def _dispute(one: Dispute) -> Section:
    lines: list[Line] = [
        (words(f"• {position.label}"), words(f" — {_voices(position.voices)}" if position.voices else ""))
        for position in one.positions
    ]
    lines.append(
        joined(
            words(STATUSES[one.status]), words(_count(len(one.claims), "claim")), words(f"dispute {one.id[:SHORT_ID]}")
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
        waits = _count(queue.waiting, "article")
        lines.append((words(f"{waits} waiting to be read, the oldest since "), Moment(at=queue.oldest)))
    if queue.failed:
        lines.append(line(f"{_count(queue.failed, 'article')} set aside: `claimwatch intake --failed` says why"))
    return tuple(lines)


def _feed(feed: FeedRecord) -> Line:
    if feed.failures:
        return (
            words(f"! {feed.url}: {feed.reason or 'failed'}, {_count(feed.failures, 'time')} in a row; next try "),
            Moment(at=feed.due_at),
        )
    if feed.read_at is None:
        return line(f"{feed.title or feed.url}: not read yet")
    return (words(f"{feed.title or feed.url}: read "), Moment(at=feed.read_at))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
