"""What one person looks after: subscriptions with their buttons, the open conflicts of their areas, the settings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.desk.actions import Verb
from bot.desk.answer_cards import disputes_card
from bot.desk.asker import Asker
from bot.desk.card import Card
from bot.desk.community import CommunitySettings, Permissions
from bot.desk.parts import Parts
from bot.desk.subscription_cards import subscription_card
from bot.desk.terms import terms_words
from bot.model.area import EVERYTHING
from bot.model.dispute import DisputeStatus
from bot.model.filters import DisputeFilter
from bot.model.subscription import Subscription

SHOWN_DISPUTES = 10
_MOST = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """A subscription: the channel that is told, and what it is with its buttons."""

    destination: str
    card: Card


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """All of it; the conflicts are `None` where nothing is followed."""

    followed: tuple[Followed, ...]
    conflicts: Card | None
    settings: Card


@dataclass(frozen=True, slots=True)
class HomeDesk:
    """Puts it together."""

    parts: Parts

    async def home(self, asker: Asker, subscriptions: Collection[Subscription]) -> Home:
        """Return it for these subscriptions, which the asker may see."""
        settings = await CommunitySettings(self.parts, Permissions(self.parts)).show(asker)
        return Home(
            followed=tuple(
                Followed(destination=one.destination, card=self._card(one))
                for one in sorted(subscriptions, key=lambda one: (one.area.label.casefold(), one.destination))
            ),
            conflicts=await self._conflicts(subscriptions) if subscriptions else None,
            settings=settings,
        )

    def _card(self, one: Subscription) -> Card:
        card = subscription_card(one, terms=terms_words(one, self.parts.desk.sides))
        # There is no list to go back to: all stands here.
        return replace(card, actions=tuple(action for action in card.actions if action.verb is not Verb.FOLLOWED))

    async def _conflicts(self, subscriptions: Collection[Subscription]) -> Card:
        keys = dict.fromkeys(key for one in subscriptions for key in one.area.keys)
        wanted = DisputeFilter(status=DisputeStatus.OPEN, keys=() if EVERYTHING in keys else tuple(keys), limit=_MOST)
        found = await self.parts.store.disputes(wanted)
        return disputes_card(found, asked="on what is followed", limit=SHOWN_DISPUTES, number=len(found))
