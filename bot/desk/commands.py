"""What people can ask for in a chat: each command once, its answer a card, whatever the platform.

A handler reads its platform's command, calls one of these, and renders the card. Nothing here raises for what people
type: what went wrong is a card too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from bot.desk import answer_cards
from bot.desk.alert_cards import alert_card
from bot.desk.card import Card
from bot.desk.dates import read_day
from bot.desk.desk import Desk
from bot.desk.digests import next_due, read_digest
from bot.model.alert import AlertKind
from bot.model.area import Area, area_key, country_key, place_key, region_key
from bot.model.dispute import Dispute, DisputeStatus, Slot
from bot.model.errors import ClaimwatchError, NotFoundError, RequestError
from bot.model.ports import AreaFinder, ClaimFilter, DisputeFilter, Feeds, Store, Subscriptions
from bot.model.subscription import Content, Subscription
from bot.pipeline import Ingested

SHOWN_CLAIMS = 8
SHOWN_DISPUTES = 10
_OTHERS = 3

_LOG = structlog.stdlib.get_logger(__name__)


class Submissions(Protocol):
    """Takes in what people hand over."""

    async def submit(self, what: str) -> Ingested:
        """Read an article from its address or its text; raises SourceError where it cannot be read."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Where a command was given, and by whom: the channel as a destination, its server or workspace, the person."""

    destination: str
    space: str
    user: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Something to choose while typing: what is shown, and what the command then gets."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Commands:
    """The commands; `new_id` makes an id that was never used, `clock` returns an aware time.

    `resume` has alerts to a destination tried again at once, if they were refused there.
    """

    desk: Desk
    store: Store
    subscriptions: Subscriptions
    feeds: Feeds
    areas: AreaFinder
    submissions: Submissions
    resume: Callable[[str], Awaitable[object]]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    version: str
    started_at: datetime

    async def search(self, *, place: str | None = None, since: str | None = None, text: str | None = None) -> Card:
        """Return claims on a place (with what lies in it), of a day or later, with certain words."""
        return await _answered(self._search(place=_given(place), since=_given(since), text=_given(text)))

    async def conflicts(self, *, place: str | None = None) -> Card:
        """Return the open conflicts, those of a place or all."""
        return await _answered(self._conflicts(_given(place)))

    async def subscribe(
        self,
        asker: Asker,
        *,
        place: str,
        content: Content = Content.CLAIMS,
        digest_at: str | None = None,
        zone: str | None = None,
    ) -> Card:
        """Let the channel follow an area."""
        return await _answered(self._subscribe(asker, place, content, _given(digest_at), _given(zone)))

    async def unsubscribe(self, asker: Asker, *, place: str) -> Card:
        """Let the channel follow an area no longer."""
        return await _answered(self._unsubscribe(asker, place))

    async def list_subscriptions(self, asker: Asker) -> Card:
        """Return what the channel follows."""
        return await _answered(self._subscriptions(asker))

    async def submit(self, what: str) -> Card:
        """Read an article from its address or text, and return what it claims."""
        return await _answered(self._submit(what))

    async def status(self, asker: Asker) -> Card:
        """Return how the program stands."""
        return await _answered(self._status(asker))

    async def complete_area(self, typed: str, *, limit: int = 25) -> tuple[Choice, ...]:
        """Return areas whose names begin with what was typed so far."""
        found = await asyncio.to_thread(self.areas.complete, typed, limit=limit)
        return tuple(Choice(label=area.label, value=area.key) for area in found)

    async def complete_subscription(self, asker: Asker, typed: str, *, limit: int = 25) -> tuple[Choice, ...]:
        """Return the areas that the channel follows, those with what was typed so far in their names."""
        found = await self.subscriptions.of(asker.destination)
        fitting = [one.area for one in found if typed.casefold() in one.area.label.casefold()]
        return tuple(Choice(label=area.label, value=area.key) for area in fitting[:limit])

    async def _search(self, *, place: str | None, since: str | None, text: str | None) -> Card:
        day = None if since is None else await asyncio.to_thread(read_day, since, now=self.clock())
        area = next(iter(await self._areas(place)), None) if place is not None else None
        named = place if area is None else None
        keys = area.keys if area is not None else ()
        found = await self.desk.search(
            ClaimFilter(place=named, keys=keys, since=day, text=text, limit=SHOWN_CLAIMS + 1)
        )
        if not found and named is not None:
            raise await self._no_place(named)
        asked = [f"on {area.label if area is not None else named}"] if place is not None else []
        asked += [f"since {day.isoformat()}"] if day is not None else []
        asked += [f"with {text!r}"] if text is not None else []
        return answer_cards.claims_card(found, asked=" ".join(asked) or "in all", limit=SHOWN_CLAIMS)

    async def _conflicts(self, place: str | None) -> Card:
        area = None if place is None else await self._area(place)
        found = await self.store.disputes(DisputeFilter(status=DisputeStatus.OPEN))
        fitting = [one for one in found if area is None or area.holds(_keys(one))]
        asked = "in all" if area is None else f"on {area.label}"
        return answer_cards.disputes_card(fitting, asked=asked, limit=SHOWN_DISPUTES)

    async def _subscribe(
        self, asker: Asker, place: str, content: Content, digest_at: str | None, zone: str | None
    ) -> Card:
        if digest_at is None and content is Content.DIGEST:
            raise RequestError("A digest needs a time of day: give digest as 08:00.")
        if digest_at is None and zone is not None:
            raise RequestError("A time zone is for the digest: give its time of day too, as 08:00.")
        area = await self._area(place)
        now = self.clock()
        digest = None if digest_at is None else read_digest(digest_at, zone)
        subscription = Subscription(
            id=self.new_id(),
            destination=asker.destination,
            space=asker.space,
            area=area,
            content=content,
            digest=digest,
            created_at=now,
            created_by=asker.user,
        )
        replaced = await self.subscriptions.add(
            subscription, digest_due_at=None if digest is None else next_due(digest, after=now)
        )
        # Somebody wants alerts here: if they were refused before, it is worth a try now.
        await self.resume(asker.destination)
        others = [one for one in await self._areas(place) if one.key != area.key]
        return answer_cards.subscribed_card(subscription, replaced=replaced, others=others[:_OTHERS])

    async def _unsubscribe(self, asker: Asker, place: str) -> Card:
        followed = {one.area.key: one for one in await self.subscriptions.of(asker.destination)}
        meant = [area.key for area in await self._areas(place)]
        found = next((followed[key] for key in (place.strip(), *meant) if key in followed), None)
        if found is None:
            hint = "It follows " + "; ".join(one.area.label for one in followed.values()) + "." if followed else None
            raise NotFoundError(kind="subscription of this channel to", wanted=place, hint=hint)
        await self.subscriptions.remove(found.id)
        return answer_cards.unsubscribed_card(found)

    async def _subscriptions(self, asker: Asker) -> Card:
        await self.resume(asker.destination)
        return answer_cards.subscriptions_card(await self.subscriptions.of(asker.destination))

    async def _submit(self, what: str) -> Card:
        if not what.strip():
            raise RequestError("Give an article's text or its address.")
        result = await self.submissions.submit(what.strip())
        if result.known:
            return answer_cards.known_card(result.article.title)
        summary = next((alert for alert in result.alerts if alert.kind is AlertKind.SUMMARY), None)
        return answer_cards.no_claims_card(result.article.title) if summary is None else alert_card(summary)

    async def _status(self, asker: Asker) -> Card:
        return answer_cards.status_card(
            version=self.version,
            started_at=self.started_at,
            counts=await self.store.counts(),
            feeds=await self.feeds.all(),
            following=len(await self.subscriptions.of(asker.destination)),
        )

    async def _areas(self, place: str) -> tuple[Area, ...]:
        # The gazetteer is a file: a look into it may wait for the disk.
        return await asyncio.to_thread(self.areas.named, place)

    async def _area(self, place: str) -> Area:
        """Return the likeliest area of that name; raises NotFoundError with the nearest names."""
        found = await self._areas(place)
        if not found:
            raise await self._no_place(place)
        return found[0]

    async def _no_place(self, place: str) -> NotFoundError:
        near = await asyncio.to_thread(self.areas.near_names, place)
        hint = f"Did you mean {' or '.join(near)}?" if near else "Try another spelling, or a larger place near it."
        return NotFoundError(kind="place", wanted=place, hint=hint)


async def _answered(work: Awaitable[Card]) -> Card:
    """Return the card, or one that says what went wrong; a fault of ours is logged with its trace."""
    try:
        return await work
    except ClaimwatchError as error:
        return answer_cards.error_card(error)
    except Exception:  # noqa: BLE001 - whoever asked gets an answer, whatever happens here
        _LOG.exception("command failed")
        return answer_cards.error_card(RequestError("Something went wrong here; it was noted. Please try again later."))


def _given(text: str | None) -> str | None:
    return text.strip() or None if text is not None else None


def _keys(dispute: Dispute) -> tuple[str, ...]:
    """Return the keys of the place that a dispute is about."""
    slot: Slot = dispute.slot
    keys = []
    if slot.country is not None:
        keys.append(country_key(slot.country))
        if slot.region is not None:
            keys.append(region_key(slot.country, slot.region))
    if slot.geonameid is not None:
        keys.append(place_key(slot.geonameid))
    elif slot.place is not None:
        keys.append(area_key(slot.place, country=slot.country, region=slot.region))
    return tuple(keys)
