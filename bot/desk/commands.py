"""What people can ask for in a chat: each command once, its answer a card, whatever the platform.

A handler reads its platform's command, calls one of these, and renders the card; what a button or a form says it hands
to `act`. Nothing here raises for what people type: what went wrong is a card too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import structlog

from bot.desk import answer_cards, completing, zones
from bot.desk.abilities import SAYS, Ability
from bot.desk.acting import Acting
from bot.desk.actions import Action, Choice, decode
from bot.desk.asker import Asker
from bot.desk.asking import SHOWN_CLAIMS, SHOWN_DISPUTES, Asking
from bot.desk.card import Card
from bot.desk.community import CommunitySettings, Permissions
from bot.desk.handing import Handing
from bot.desk.judging import Judging
from bot.desk.parts import Parts, Submissions, given
from bot.desk.questions import Question
from bot.desk.replies import Answer, Reply
from bot.desk.sourcing import FeedChange, Sourcing
from bot.desk.subscribing import Asked, Subscribing
from bot.model.community import Community
from bot.model.errors import (
    ClaimwatchError,
    ConfigurationError,
    NotFoundError,
    RequestError,
    StoreBusyError,
    StoreError,
)

__all__ = ["SHOWN_CLAIMS", "SHOWN_DISPUTES", "Asked", "Asker", "Choice", "Commands", "Submissions"]

# What is found by an id, which these commands show.
_WITH_IDS = {"claim", "second claim", "dispute"}
_SHOWN_IDS = "/claims search and /conflicts list show the ids; six characters of one are enough."

Made = TypeVar("Made", Card, Answer)

_LOG = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Commands(Parts):
    """The commands; each answers with a card, also for what cannot be done."""

    @property
    def asking(self) -> Asking:
        """What answers questions; raises."""
        return Asking(self)

    @property
    def subscribing(self) -> Subscribing:
        """What changes subscriptions; raises."""
        return Subscribing(self, Permissions(self))

    @property
    def acting(self) -> Acting:
        """What does as buttons say; raises."""
        permissions = Permissions(self)
        return Acting(
            asking=Asking(self),
            subscribing=Subscribing(self, permissions),
            judging=Judging(self, permissions),
            handing=Handing(self),
            settings=CommunitySettings(self, permissions),
        )

    @property
    def _sourcing(self) -> Sourcing:
        return Sourcing(self, Permissions(self))

    async def search(
        self,
        *,
        place: str | None = None,
        since: str | None = None,
        text: str | None = None,
        question: Question | None = None,
    ) -> Card:
        """Return claims on a place (with what lies in it), of a day or later, with certain words; or as a question."""
        asked = question or Question(place=place, since=since, text=text)
        return await self._answered(self.asking.search(asked))

    async def show_claim(self, claim_id: str) -> Card:
        """Return one claim, and how it stands to others."""
        return await self._answered(self.asking.claim(claim_id))

    async def timeline(self, what: str) -> Card:
        """Return what was said of a place, around a claim or in a dispute, in the order of time."""
        return await self._answered(self.asking.timeline(what))

    async def conflicts(self, *, place: str | None = None, question: Question | None = None) -> Card:
        """Return the open conflicts, those of a place or all; or those of a question."""
        return await self._answered(self.asking.conflicts(question or Question(place=place)))

    async def show_conflict(self, dispute_id: str) -> Card:
        """Return one dispute: its positions, why they conflict, and what was decided."""
        return await self._answered(self.asking.dispute(dispute_id))

    async def explain(self, one: str, other: str) -> Card:
        """Say why two claims conflict, or why they do not."""
        return await self._answered(self.asking.explain(one, other))

    async def subscribe(self, asker: Asker, *, place: str, asked: Asked | None = None) -> Card:
        """Let the channel follow an area, on the terms that are asked for."""
        return await self._answered(self.subscribing.subscribe(asker, place, asked or Asked()))

    async def mute(self, asker: Asker, *, what: str, how_long: str | None = None) -> Card:
        """Let the channel be told nothing at once of a place, a dispute or everything, for a time or for good."""
        return await self._answered(self.subscribing.mute(asker, what.strip(), given(how_long)))

    async def unmute(self, asker: Asker, *, what: str) -> Card:
        """Let the channel be told of it again."""
        return await self._answered(self.subscribing.unmute(asker, what.strip()))

    async def unsubscribe(self, asker: Asker, *, place: str) -> Card:
        """Let the channel follow an area no longer."""
        return await self._answered(self.subscribing.unsubscribe(asker, place))

    async def list_subscriptions(self, asker: Asker, *, everywhere: bool = False) -> Card:
        """Return what the channel follows, or all channels of its server or workspace."""
        return await self._answered(self.subscribing.panel(asker, everywhere=everywhere))

    async def digest_now(self, asker: Asker, *, place: str | None = None) -> Card:
        """Return the digest of what the channel follows, now."""
        return await self._answered(self.subscribing.digest_now(asker, given(place)))

    async def submit(self, what: str) -> Card:
        """Read an article from its address or text, and return what it claims."""
        return await self._answered(Handing(self).submit(what))

    async def submit_file(self, name: str, data: bytes) -> Card:
        """Read the articles of a file, and return what they claim."""
        return await self._answered(Handing(self).submit_file(name, data))

    async def find(self, text: str) -> Card:
        """Return what a message claims; nothing is stored, and nobody is told."""
        return await self._answered(Handing(self).find(text))

    async def sources(self) -> Card:
        """Return the feeds that are read, and how each stands."""
        return await self._answered(self._sourcing.show())

    async def export_feeds(self) -> Card:
        """Return the feeds as a file for other programs."""
        return await self._answered(self._sourcing.export())

    async def change_feed(self, asker: Asker, change: FeedChange, url: str) -> Card:
        """Follow, try, pause, resume or remove a feed."""
        return await self._answered(self._sourcing.change(asker, change, url))

    async def settings(self, asker: Asker) -> Card:
        """Return what the server or workspace has set."""
        return await self._answered(CommunitySettings(self, Permissions(self)).show(asker))

    async def status(self, asker: Asker) -> Card:
        """Return how the program stands."""
        return await self._answered(self._status(asker))

    def help(self, called: Mapping[Ability, str], *, hint: str | None = None) -> Card:
        """Return what people can do, by what each thing is `called` on a platform."""
        return answer_cards.help_card([(called[one], SAYS[one]) for one in Ability if one in called], hint=hint)

    async def act(self, asker: Asker, action: Action | str, answers: Mapping[str, str] | None = None) -> Answer:
        """Do what a button, a choice or a form says, and return what comes of it: a card with its place, or a form.

        The action may be given as its message carries it. What goes wrong is a private card.
        """

        async def made() -> Answer:
            return await self.acting.act(asker, decode(action) if isinstance(action, str) else action, answers)

        return await self._done(made())

    async def left(self, space: str) -> None:
        """Forget what the channels of a server or workspace followed, and what it set: the bot is no longer there."""
        for one in await self.subscriptions.within(space):
            await self.subscriptions.remove(one.id)
        await self.communities.save(Community(space=space))

    async def complete_area(self, typed: str, *, limit: int = 25, asker: Asker | None = None) -> tuple[Choice, ...]:
        """Return areas whose names begin with what was typed so far, those that the server follows first."""
        return await completing.areas(self, typed, limit=limit, asker=asker)

    async def complete_subscription(self, asker: Asker, typed: str, *, limit: int = 25) -> tuple[Choice, ...]:
        """Return the areas that the channel follows, those with what was typed so far in their names."""
        return await completing.followed(self, asker, typed, limit=limit)

    async def complete_side(self, typed: str, *, limit: int = 25) -> tuple[Choice, ...]:
        """Return sides one of whose names begins with what was typed so far."""
        return await asyncio.to_thread(completing.sides, self.desk.sides, typed, limit=limit)

    async def complete_outlet(self, typed: str, *, limit: int = 25) -> tuple[Choice, ...]:
        """Return outlets whose names begin with what was typed so far."""
        found = await self.store.outlets(typed, limit=limit)
        return tuple(Choice(label=name, value=name) for name in found)

    async def complete_muted(self, asker: Asker, typed: str, *, limit: int = 25) -> tuple[Choice, ...]:
        """Return what the channel has muted, with what was typed so far in it."""
        return await completing.muted(self, asker, typed, limit=limit)

    async def complete_conflict(self, typed: str, *, limit: int = 25) -> tuple[Choice, ...]:
        """Return the open conflicts that were last changed, with what was typed so far in their names."""
        return await completing.conflicts(self, typed, limit=limit)

    async def complete_feed(self, typed: str, *, limit: int = 25) -> tuple[Choice, ...]:
        """Return the feeds with what was typed so far in their titles or addresses."""
        return await completing.feeds(self, typed, limit=limit)

    async def complete_zone(self, typed: str, *, own: str | None = None, limit: int = 25) -> tuple[Choice, ...]:
        """Return time zones by city, country or offset; `own` is that of who types, which comes first."""
        return await asyncio.to_thread(zones.complete, typed, now=self.clock(), own=own, limit=limit)

    def complete_word(self, kind: type[StrEnum], typed: str, *, limit: int = 25) -> tuple[Choice, ...]:
        """Return the members of an enumeration with what was typed so far in them, as people write them."""
        return completing.members(kind, typed, limit=limit)

    async def _status(self, asker: Asker) -> Card:
        return answer_cards.status_card(
            version=self.version,
            started_at=self.started_at,
            counts=await self.store.counts(),
            feeds=await self.feeds.all(),
            following=len(await self.subscriptions.of(asker.destination)),
        )

    async def _answered(self, work: Awaitable[Card]) -> Card:
        """Return the card, or one that says what went wrong."""
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - whoever asked gets an answer, whatever happens here
            return self._failed(error)

    async def _done(self, work: Awaitable[Answer]) -> Answer:
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - as above
            return Reply(card=self._failed(error))

    def _failed(self, error: Exception) -> Card:
        """Return what is told of an error; a fault of ours is logged with its trace, under an id that is told too."""
        if isinstance(error, NotFoundError) and error.kind in _WITH_IDS:
            return answer_cards.error_card(NotFoundError(kind=error.kind, wanted=error.wanted, hint=_SHOWN_IDS))
        if isinstance(error, ClaimwatchError) and not isinstance(error, StoreError | ConfigurationError):
            return answer_cards.error_card(error)
        reference = self.new_id()[:8]
        _LOG.error("command failed", reference=reference, exc_info=error)
        said = "Something went wrong here; it was noted. Please try again later."
        if isinstance(error, StoreBusyError):
            said = "Claimwatch is busy with a long task. Please try again in a minute."
        # What such an error says may name a file of the operator's.
        return answer_cards.error_card(RequestError(said), reference=reference)
