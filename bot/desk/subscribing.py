"""What people do about what a channel follows: subscribe, edit, pause, preview, mute, and ask for the digest now."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.alerts.digest import digest_alert
from bot.alerts.routing import decision
from bot.desk import subscription_cards
from bot.desk.actions import Action, Choice, Field, FieldKind, Form, Verb
from bot.desk.alert_cards import alert_card
from bot.desk.asker import Asker
from bot.desk.card import Card, Tone, line
from bot.desk.community import Permissions
from bot.desk.digests import next_due, read_digest, read_quiet, read_zone
from bot.desk.names import side_named
from bot.desk.parts import Parts, given, is_id
from bot.desk.terms import (
    CONTENTS,
    PREVIEW,
    digest_text,
    preview_words,
    quiet_text,
    read_until,
    read_wanted,
    terms_words,
    wanted_text,
)
from bot.model.errors import NotFoundError, RequestError
from bot.model.subscription import Content, Digest, Every, Mute, Quiet, Subscription, Wanted

_OTHERS = 3
_NONE = frozenset({"none", "no", "off", "never"})
_ZONE_ALONE = "A time zone is for the digest or quiet hours: give their time of day too, as 08:00."
_NO_TIME = "A digest needs a time of day: give digest as 08:00, 8am, mondays 8am, or hourly."
_BACK = {Every.HOUR: timedelta(hours=1), Every.DAY: timedelta(days=1), Every.WEEK: timedelta(days=7)}
_SNOOZES = (("1h", "1 hour"), ("4h", "4 hours"), ("1d", "1 day"), ("1w", "1 week"), ("for good", "for good"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """On which terms an area is to be followed, as it was typed."""

    content: Content = Content.CLAIMS
    digest_at: str | None = None
    zone: str | None = None
    only: str | None = None
    quiet: str | None = None
    repeat: bool = False
    side: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Times:
    digest: Digest | None
    quiet: Quiet | None


@dataclass(frozen=True, slots=True)
class Subscribing:
    """Changes what channels follow; raises ClaimwatchError for what cannot be done."""

    parts: Parts
    permissions: Permissions

    async def subscribe(self, asker: Asker, place: str, asked: Asked) -> Card:
        """Let the channel follow an area, in place of what it had on it."""
        await self.permissions.may_subscribe(asker)
        area = await self.parts.area(place)
        now = self.parts.clock()
        times = await self._times(asker, asked)
        subscription = Subscription(
            id=self.parts.new_id(),
            destination=asker.destination,
            space=asker.space,
            area=area,
            content=asked.content,
            digest=times.digest,
            created_at=now,
            created_by=asker.user,
            wanted=self._wanted(asked),
            quiet=times.quiet,
            repeat=asked.repeat,
        )
        replaced = await self._store(subscription, now=now)
        # Somebody wants alerts here: if they were refused before, it is worth a try now.
        await self.parts.resume(asker.destination)
        others = [one for one in await self.parts.areas_named(place) if one.key != area.key]
        since = now - PREVIEW
        return subscription_cards.subscribed_card(
            subscription,
            terms=self._terms(subscription),
            before=None if replaced is None else self._terms(replaced),
            preview=preview_words(subscription, await self.parts.store.alerts_between(since, now), since=since),
            others=others[:_OTHERS],
        )

    async def unsubscribe(self, asker: Asker, place: str) -> Card:
        """Let the channel follow an area no longer."""
        await self.permissions.may_subscribe(asker)
        found = await self._followed(asker, place)
        await self.parts.subscriptions.remove(found.id)
        return subscription_cards.unsubscribed_card(found)

    async def panel(self, asker: Asker, *, page: int = 0, everywhere: bool = False) -> Card:
        """Return what the channel follows, or all channels of its server."""
        now = self.parts.clock()
        if everywhere:
            followed = await self.parts.subscriptions.within(asker.space)
            return subscription_cards.subscriptions_card(
                [(one, self._terms(one)) for one in followed], page=page, place_of=True
            )
        paused = await self.parts.paused(asker.destination)
        await self.parts.resume(asker.destination)
        followed = await self.parts.subscriptions.of(asker.destination)
        muted = await self.parts.subscriptions.mutes(asker.destination)
        return subscription_cards.subscriptions_card(
            [(one, self._terms(one)) for one in followed],
            mutes=[one for one in muted if one.until is None or one.until > now],
            paused=paused,
            page=page,
        )

    async def show(self, asker: Asker, subscription: str, *, note: str | None = None, sure: bool = False) -> Card:
        """Return one subscription of the server with what can be done about it."""
        one = await self._own(asker, subscription)
        return subscription_cards.subscription_card(one, terms=self._terms(one), note=note, sure=sure)

    async def edit_form(self, asker: Asker, subscription: str) -> Form:
        """Return the form that changes a subscription's terms."""
        await self.permissions.may_subscribe(asker)
        one = await self._own(asker, subscription)
        zone = next((times.zone for times in (one.digest, one.quiet) if times is not None), "")
        return Form(
            title="Edit a subscription",
            action=Action(verb=Verb.EDIT, args=(one.id,)),
            fields=(
                Field(
                    key="content",
                    label="What is told at once",
                    kind=FieldKind.CHOICE,
                    value=one.content.value,
                    required=True,
                    choices=tuple(
                        Choice(label=f"{content.value.capitalize()}: {CONTENTS[content]}", value=content.value)
                        for content in Content
                    ),
                ),
                Field(
                    key="only",
                    label="Only which claims (empty: all)",
                    hint="captured, bridges, Ukraine, from BBC News, probable, 2 sources",
                    value=wanted_text(one.wanted, self.parts.desk.sides),
                ),
                Field(
                    key="digest",
                    label="When a digest comes (empty: never)",
                    hint="08:00, 8am, mondays 8am, or hourly",
                    value=digest_text(one.digest),
                ),
                Field(
                    key="quiet",
                    label="Quiet hours (empty: none)",
                    hint="22:00-07:00; with conflicts too: 22:00-07:00 all",
                    value=quiet_text(one.quiet),
                ),
                Field(
                    key="zone",
                    label="Time zone of these",
                    kind=FieldKind.ZONE,
                    hint="Kyiv, Europe/Kyiv, UTC+3",
                    value=zone,
                ),
            ),
        )

    async def edit(self, asker: Asker, subscription: str, answers: dict[str, str]) -> Card:
        """Change a subscription's terms to those of the form; what was told by it stays."""
        await self.permissions.may_subscribe(asker)
        one = await self._own(asker, subscription)
        only = answers.get("only", "").strip()
        # What a form cannot say stays as it was, as long as nobody changes the words for it.
        same = only == wanted_text(one.wanted, self.parts.desk.sides)
        asked = Asked(
            content=Content(answers.get("content") or one.content.value),
            digest_at=given(answers.get("digest")),
            zone=given(answers.get("zone")),
            quiet=given(answers.get("quiet")) or "none",
        )
        if asked.digest_at is None and asked.quiet == "none":
            asked = replace(asked, zone=None)
        times = await self._times(asker, asked)
        changed = replace(
            one,
            content=asked.content,
            digest=times.digest,
            quiet=times.quiet,
            wanted=one.wanted if same else read_wanted(only, self.parts.desk.sides),
        )
        await self._store(changed, now=self.parts.clock())
        return subscription_cards.subscription_card(changed, terms=self._terms(changed), note="Saved.")

    async def pause(self, asker: Asker, subscription: str, *, paused: bool) -> Card:
        """Tell nothing of it any more, or tell of it again; what came meanwhile is not told."""
        await self.permissions.may_subscribe(asker)
        one = replace(await self._own(asker, subscription), paused=paused)
        await self._store(one, now=self.parts.clock())
        note = "Paused: nothing is told until it is resumed." if paused else "It is told of again from now on."
        return subscription_cards.subscription_card(one, terms=self._terms(one), note=note)

    async def repeat(self, asker: Asker, subscription: str) -> Card:
        """Let news of a conflict stand in the channel too, or in its thread alone."""
        await self.permissions.may_subscribe(asker)
        one = await self._own(asker, subscription)
        one = replace(one, repeat=not one.repeat)
        await self._store(one, now=self.parts.clock())
        return subscription_cards.subscription_card(one, terms=self._terms(one), note="Saved.")

    async def preview(self, asker: Asker, subscription: str) -> Card:
        """Return what it would have sent in the last days."""
        one = await self._own(asker, subscription)
        now = self.parts.clock()
        since = now - PREVIEW
        alerts = await self.parts.store.alerts_between(since, now)
        earlier = replace(one, created_at=since, paused=False)
        told = [alert for alert in alerts if decision(alert, earlier)[0]]
        return subscription_cards.preview_card(one, said=preview_words(earlier, alerts, since=since), told=told)

    async def delete(self, asker: Asker, subscription: str, *, sure: bool) -> Card:
        """Forget it, once it was said that this is meant."""
        await self.permissions.may_subscribe(asker)
        if not sure:
            return await self.show(asker, subscription, sure=True)
        one = await self._own(asker, subscription)
        await self.parts.subscriptions.remove(one.id)
        card = await self.panel(asker)
        return replace(card, lead=(line(f"No longer followed: {one.area.label}."), *card.lead))

    async def digest_now(self, asker: Asker, place: str | None) -> Card:
        """Return the digest of the time since the last one was due, of one area or of all that the channel follows."""
        followed = await self.parts.subscriptions.of(asker.destination)
        if place is not None:
            followed = (await self._followed(asker, place),)
        if not followed:
            raise RequestError("This channel follows nothing yet. /subscribe with a place starts it.")
        now = self.parts.clock()
        cards = [card for one in followed if (card := await self._digest(one, now=now)) is not None]
        if not cards:
            text = "Nothing new on what this channel follows."
            return Card(tone=Tone.DIGEST, title="Nothing new", text=text, lead=(line(text),))
        first, *more = cards
        if not more:
            return first
        sections = [
            replace(section, heading=f"{card.title}: {section.heading}" if section.heading else card.title)
            for card in cards
            for section in card.sections
        ]
        title = f"Digest of {len(cards)} areas"
        return replace(first, title=title, text=title, sections=tuple(sections))

    async def mute(self, asker: Asker, what: str, how_long: str | None) -> Card:
        """Let the channel be told nothing at once of a place, a dispute or everything, for a time or for good."""
        await self.permissions.may_subscribe(asker)
        subject, label, keys = await self._subject(what)
        until = read_until(how_long, now=self.parts.clock())
        mute = Mute(destination=asker.destination, subject=subject, label=label, keys=keys, until=until, by=asker.user)
        await self.parts.subscriptions.mute(mute)
        return subscription_cards.muted_card(mute)

    async def snooze_form(self, asker: Asker, dispute: str) -> Form:
        """Return the form that asks for how long a dispute is not told of."""
        await self.permissions.may_subscribe(asker)
        choices = tuple(Choice(label=label, value=value) for value, label in _SNOOZES)
        how_long = Field(
            key="for", label="For how long", kind=FieldKind.CHOICE, value="1d", required=True, choices=choices
        )
        action = Action(verb=Verb.SNOOZE, args=(dispute,))
        return Form(title="Snooze this conflict here", action=action, fields=(how_long,), submit="Snooze")

    async def unmute(self, asker: Asker, what: str) -> Card:
        """Let the channel be told of it again."""
        await self.permissions.may_subscribe(asker)
        muted = await self.parts.subscriptions.mutes(asker.destination)
        found = next((one for one in muted if what in {one.subject, one.label}), None)
        if found is None:
            subject, _, _ = await self._subject(what)
            found = next((one for one in muted if one.subject == subject), None)
        if found is None:
            hint = "Muted here: " + "; ".join(one.label for one in muted) + "." if muted else None
            raise NotFoundError(kind="mute of this channel on", wanted=what, hint=hint)
        await self.parts.subscriptions.unmute(asker.destination, found.subject)
        return subscription_cards.unmuted_card(found.label)

    def _wanted(self, asked: Asked) -> Wanted:
        """Return which claims are asked for; names of outlets may hold what would part a list."""
        wanted, sides = read_wanted(asked.only or "", self.parts.desk.sides), self.parts.desk.sides
        side, outlet = given(asked.side), given(asked.outlet)
        facets = [f"side:{side_named(side, sides)}"] if side is not None else []
        facets += [f"publisher:{' '.join(outlet.casefold().split())}"] if outlet is not None else []
        return replace(wanted, facets=tuple(sorted({*wanted.facets, *facets})))

    async def _times(self, asker: Asker, asked: Asked) -> _Times:
        """Return digest and quiet hours as typed; zone and quiet hours are the server's where none are."""
        digest_at, zone, quiet = given(asked.digest_at), given(asked.zone), given(asked.quiet)
        if digest_at is None and asked.content is Content.DIGEST:
            raise RequestError(_NO_TIME)
        if digest_at is None and quiet is None and zone is not None:
            raise RequestError(_ZONE_ALONE)
        community = await self.parts.communities.of(asker.space)
        # Zones are read from many small files.
        known = None if zone is None else await asyncio.to_thread(read_zone, zone)
        zone = known or community.zone
        digest = None if digest_at is None else await asyncio.to_thread(read_digest, digest_at, zone)
        if quiet is None:
            return _Times(digest=digest, quiet=community.quiet)
        if quiet.casefold() in _NONE:
            return _Times(digest=digest, quiet=None)
        return _Times(digest=digest, quiet=await asyncio.to_thread(read_quiet, quiet, zone))

    async def _store(self, one: Subscription, *, now: datetime) -> Subscription | None:
        due = None if one.digest is None or one.paused else next_due(one.digest, after=now)
        return await self.parts.subscriptions.add(one, digest_due_at=due, digest_since=now)

    async def _own(self, asker: Asker, subscription: str) -> Subscription:
        """Return a subscription of the asker's server; those of others are not there for it."""
        found = await self.parts.subscriptions.one(subscription)
        if found is None or found.space != asker.space:
            raise RequestError("This subscription is no longer there. /subscriptions shows those that are.")
        return found

    async def _followed(self, asker: Asker, place: str) -> Subscription:
        followed = {one.area.key: one for one in await self.parts.subscriptions.of(asker.destination)}
        meant = [area.key for area in await self.parts.areas_named(place)]
        found = next((followed[key] for key in (place.strip(), *meant) if key in followed), None)
        if found is None:
            hint = "It follows " + "; ".join(one.area.label for one in followed.values()) + "." if followed else None
            raise NotFoundError(kind="subscription of this channel to", wanted=place, hint=hint)
        return found

    async def _digest(self, one: Subscription, *, now: datetime) -> Card | None:
        since = now - _BACK[one.digest.every if one.digest is not None else Every.DAY]
        alerts = await self.parts.store.alerts_between(since, now)
        label = self.parts.desk.sides.label
        made = digest_alert(one, alerts, since=since, until=now, now=now, label=label)
        return None if made is None else alert_card(made)

    async def _subject(self, what: str) -> tuple[str, str, tuple[str, ...]]:
        """Return what is to be muted: a dispute by its id, or an area; with its label and its keys."""
        dispute = await self.parts.store.dispute(what) if is_id(what) else None
        if dispute is not None:
            return dispute.id, dispute.slot.label, ()
        area = await self.parts.area(what)
        return area.key, area.label, area.keys

    def _terms(self, one: Subscription) -> str:
        return terms_words(one, self.parts.desk.sides)
