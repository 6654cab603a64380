"""Subscriptions as cards: what a channel follows, one with its buttons, what it would bring, what is muted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.actions import Action, Menu, Style, Verb
from bot.desk.answer_cards import counted
from bot.desk.card import Card, Channel, Line, Moment, Section, Tone, line, words
from bot.model.alert import Alert
from bot.model.area import Area, KeyKind
from bot.model.subscription import Mute, Subscription

PER_PAGE = 20
_TITLES = 10


def subscribed_card(
    subscription: Subscription, *, terms: str, before: str | None, preview: str, others: Sequence[Area]
) -> Card:
    """Say what the channel follows from now on, on which `terms`, and what of the last days it would have been told.

    `before` are the terms until now, where it followed the area; `others` are areas of the same name that may have been
    meant.
    """
    lead = [line(terms), line(f"Nothing older is announced. {preview}")]
    if subscription.area.key.startswith(f"{KeyKind.PLACE}:"):
        town = subscription.area.label.partition(",")[0]
        lead.append(line(f"Claims on its whole region are not told here; “{town} and its region” asks for them too."))
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
    found: Sequence[tuple[Subscription, str]],
    *,
    mutes: Sequence[Mute] = (),
    paused: str | None = None,
    page: int = 0,
    place_of: bool = False,
) -> Card:
    """Return what the channel follows, each with its terms, what it has muted, and why nothing arrives, if so.

    With `place_of` it is what all channels of a server follow, each named.
    """
    lead = [line(f"Messages here are paused: {paused}. One was just tried again.")] if paused else []
    muted = tuple(Section(heading=f"Muted: {one.label}", lines=(_until(one),)) for one in mutes)
    here = "The channels here" if place_of else "This channel"
    verb = "follow" if place_of else "follows"
    if not found:
        title = f"{here} {verb} nothing yet"
        lead.append(line("/subscribe with a place starts it."))
        return Card(tone=Tone.ANSWER, title=title, text=title, lead=tuple(lead), sections=muted)
    title = f"{here} {verb} {counted(len(found), 'area')}"
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    turning = [Action(verb=Verb.FOLLOWED, args=(str(page - 1),), label="Back")] if page else []
    if len(found) > (page + 1) * PER_PAGE:
        turning.append(Action(verb=Verb.FOLLOWED, args=(str(page + 1),), label="More"))
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=f"{title}: " + "; ".join(one.area.label for one, _ in found),
        lead=tuple(lead),
        sections=(
            *(
                Section(heading=one.area.label, lines=(*_place(one, shown=place_of), *_standing(one, terms)))
                for one, terms in shown
            ),
            *muted,
        ),
        actions=tuple(turning),
        menus=(
            Menu(
                prompt="Change one of them",
                choices=tuple(Action(verb=Verb.SUBSCRIPTION, args=(one.id,), label=one.area.label) for one, _ in shown),
            ),
        ),
    )


def subscription_card(one: Subscription, *, terms: str, note: str | None = None, sure: bool = False) -> Card:
    """Return one subscription with what can be done about it; where it is to go (`sure`), it is asked for once more."""
    title = f"{'Paused' if one.paused else 'Follows'}: {one.area.label}"
    lead = [line(note)] if note else []
    deleting = Action(
        verb=Verb.DELETE, args=(one.id, "sure" if sure else ""), label="Yes, delete it" if sure else "Delete",
        style=Style.DANGER,
    )  # fmt: skip
    back = Action(verb=Verb.FOLLOWED, args=("0",), label="Back")
    if sure:
        lead.append(line("Delete this subscription? What was sent stays."))
        return Card(
            tone=Tone.ANSWER,
            title=title,
            text=title,
            lead=tuple(lead),
            sections=(Section(lines=_standing(one, terms)),),
            actions=(deleting, Action(verb=Verb.SUBSCRIPTION, args=(one.id,), label="No, keep it")),
        )
    pausing = Verb.RESUME if one.paused else Verb.PAUSE
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=f"{title}: {terms}",
        lead=tuple(lead),
        sections=(Section(lines=_standing(one, terms)),),
        actions=(
            Action(verb=Verb.EDIT, args=(one.id,), label="Edit", style=Style.MAIN, form=True),
            Action(verb=pausing, args=(one.id,), label="Resume" if one.paused else "Pause"),
            Action(
                verb=Verb.REPEAT,
                args=(one.id,),
                label="News in threads only" if one.repeat else "News in the channel too",
            ),
            Action(verb=Verb.PREVIEW, args=(one.id,), label="Preview"),
            deleting,
            back,
        ),
    )


def preview_card(one: Subscription, *, said: str, told: Sequence[Alert]) -> Card:
    """Return what a subscription would have sent in the last days: how much, and the newest of it."""
    title = f"Preview: {one.area.label}"
    newest = sorted(told, key=lambda alert: alert.created_at, reverse=True)
    lines: list[Line] = [
        (words(f"• {alert.title}, "), Moment(at=alert.created_at, day_only=True)) for alert in newest[:_TITLES]
    ]
    if len(newest) > _TITLES:
        lines.append(line(f"… and {len(newest) - _TITLES} more"))
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=f"{title}. {said}",
        lead=(line(said),),
        sections=(Section(lines=tuple(lines)),) if lines else (),
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


def _place(one: Subscription, *, shown: bool) -> tuple[Line, ...]:
    return ((words("in "), Channel(destination=one.destination)),) if shown else ()


def _standing(one: Subscription, terms: str) -> tuple[Line, ...]:
    lines: list[Line] = [line(terms), (words("since "), Moment(at=one.created_at, day_only=True))]
    return (line("paused: nothing of it is told"), *lines) if one.paused else tuple(lines)
