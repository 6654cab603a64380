"""What people ask: search, one claim, conflicts, timelines, and why two claims conflict or do not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.desk import answer_cards, claim_cards
from bot.desk.actions import Action, Verb, fits
from bot.desk.answers import ShownClaim
from bot.desk.card import Card
from bot.desk.dates import read_day
from bot.desk.parts import Parts, is_id
from bot.desk.questions import (
    Question,
    asset_of,
    domain_of,
    kind_of,
    status_of,
    stripped,
    unpacked,
    verification_of,
)
from bot.model.area import Area
from bot.model.claim import AssetState, Predicate
from bot.model.dispute import DisputeStatus
from bot.model.errors import RequestError
from bot.model.filters import ClaimFilter, DisputeFilter

SHOWN_CLAIMS = 8
SHOWN_DISPUTES = 10
SHOWN_EVENTS = 12
LAST_PAGE = 49
"""The last page of an answer, from 0; whoever needs more narrows the question."""

_LOOKED_THROUGH = 600
"""So many of the newest claims that match are looked through for those of a status, which no column says."""
_MOST_DISPUTES = 1000
# Begins the name of a question that was too long for a button.
_KEPT = "="


@dataclass(frozen=True, kw_only=True, slots=True)
class _Meant:
    """A question as it was understood: the filter, the day it begins and ends in words, and the place."""

    filter: ClaimFilter
    asked: str
    named: str | None


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers questions; raises ClaimwatchError for what cannot be answered."""

    parts: Parts

    async def search(self, question: Question, *, page: int = 0) -> Card:
        """Return a page of the claims that match, newest first."""
        question = stripped(question)
        page = _page(page)
        meant = await self._meant(question)
        found = await self._found(question, meant.filter, page=page)
        if not found and meant.named is not None and page == 0:
            raise await self.parts.no_place(meant.named)
        turning = await self._turning(Verb.SEARCH, question, page, more=len(found) > SHOWN_CLAIMS)
        return claim_cards.claims_card(found, asked=meant.asked, limit=SHOWN_CLAIMS, page=page, turning=turning)

    async def conflicts(self, question: Question, *, page: int = 0) -> Card:
        """Return a page of the conflicts that match, the open ones where no status is asked for."""
        question = stripped(question)
        page = _page(page)
        area = None if question.place is None else await self._area(question)
        status = status_of(question.status) or DisputeStatus.OPEN
        wanted = DisputeFilter(
            status=status,
            keys=area.keys if area is not None else (),
            since=await self._day(question.since),
            until=await self._day(question.until),
            text=question.text,
            limit=_MOST_DISPUTES,
        )
        found = await self.parts.store.disputes(wanted)
        first = page * SHOWN_DISPUTES
        turning = await self._turning(Verb.CONFLICTS, question, page, more=len(found) > first + SHOWN_DISPUTES)
        asked = [_on(area.label)] if area is not None else []
        asked += _asked_days(wanted.since, wanted.until, question.text)
        return answer_cards.disputes_card(
            found[first:],
            asked=" ".join(asked) or "in all",
            limit=SHOWN_DISPUTES,
            number=len(found),
            status=status,
            turning=turning,
        )

    async def again(self, verb: Verb, packed: str, page: str) -> Card:
        """Return another page of what a button asks for."""
        text: str | None = packed
        if packed.startswith(_KEPT):
            text = await self.parts.communities.kept(packed.removeprefix(_KEPT))
        if text is None or not page.isdecimal():
            raise RequestError("This question is too old to go on with. Please ask it again.")
        question = unpacked(text)
        if verb is Verb.CONFLICTS:
            return await self.conflicts(question, page=int(page))
        return await self.search(question, page=int(page))

    async def claim(self, claim_id: str) -> Card:
        """Return one claim, and how it stands to others."""
        return claim_cards.claim_card(await self.parts.desk.claim(claim_id.strip().casefold()))

    async def dispute(self, dispute_id: str) -> Card:
        """Return one dispute: its positions, why its claims conflict, what was decided."""
        return claim_cards.dispute_detail_card(await self.parts.desk.dispute(dispute_id.strip().casefold()))

    async def explain(self, one: str, other: str) -> Card:
        """Say why two claims conflict, or why they do not."""
        return claim_cards.explanation_card(
            await self.parts.desk.explain(one.strip().casefold(), other.strip().casefold())
        )

    async def timeline(self, what: str, *, page: int = 0) -> Card:
        """Return what was said in the order of time: in a dispute, around a claim, or of a place."""
        what, page = what.strip(), _page(page)
        if is_id(what):
            if await self.parts.store.dispute(what.casefold()) is not None:
                detail = await self.parts.desk.dispute(what.casefold())
                return self._timeline(detail.dispute.slot.label, detail.dispute.id, detail.timeline, page=page)
            if await self.parts.store.claim(what.casefold()) is not None:
                one = await self.parts.desk.claim(what.casefold())
                around = [one.shown, *(relation.other for relation in one.relations)]
                return self._timeline(one.shown.heading, one.shown.claim.id, around, page=page)
        area = await self.parts.area(what)
        # The newest first: an older page is farther back.
        number = (page + 1) * SHOWN_EVENTS + 1
        found = await self.parts.desk.search(ClaimFilter(keys=area.keys, limit=number), offset=page * SHOWN_EVENTS)
        return self._timeline(area.label, area.key, found, page=page, newest_page=True)

    def _timeline(
        self, label: str, subject: str, found: Sequence[ShownClaim], *, page: int, newest_page: bool = False
    ) -> Card:
        ordered = sorted(found, key=lambda one: (one.article.published_at, one.claim.id), reverse=True)
        first = 0 if newest_page else page * SHOWN_EVENTS
        shown, more = ordered[first : first + SHOWN_EVENTS], len(ordered) > first + SHOWN_EVENTS
        turning = [Action(verb=Verb.TIMELINE, args=(subject, str(page + 1)), label="Earlier")] if more else []
        turning += [Action(verb=Verb.TIMELINE, args=(subject, str(page - 1)), label="Later")] if page else []
        return claim_cards.timeline_card(label, tuple(reversed(shown)), page=page, more=more, turning=tuple(turning))

    async def _meant(self, question: Question) -> _Meant:
        area = await self._likeliest(question)
        named = question.place if area is None else None
        kind = kind_of(question.kind)
        since, until = await self._day(question.since), await self._day(question.until)
        verification_of(question.status)
        wanted = ClaimFilter(
            place=named,
            keys=area.keys if area is not None else (),
            side=question.side,
            domain=domain_of(question.domain),
            predicate=kind if isinstance(kind, Predicate) else None,
            state=kind if isinstance(kind, AssetState) else None,
            asset=asset_of(question.asset),
            since=since,
            until=until,
            text=question.text,
        )
        asked = [_on(area.label if area is not None else named or "")] if question.place is not None else []
        asked += [f"of {self.parts.desk.sides.label(question.side)}"] if question.side is not None else []
        narrowed = [question.domain, question.kind, question.asset, question.status]
        asked += [f"({', '.join(filter(None, narrowed))})"] if any(narrowed) else []
        asked += _asked_days(since, until, question.text)
        return _Meant(filter=wanted, asked=" ".join(asked) or "in all", named=named)

    async def _found(self, question: Question, wanted: ClaimFilter, *, page: int) -> tuple[ShownClaim, ...]:
        """Return the claims from the page's first on, and one more than a page has where there are more."""
        first, status = page * SHOWN_CLAIMS, verification_of(question.status)
        if status is None:
            limit = first + SHOWN_CLAIMS + 1
            return await self.parts.desk.search(replace(wanted, limit=limit), offset=first)
        looked = await self.parts.desk.search(replace(wanted, limit=_LOOKED_THROUGH))
        fitting = [one for one in looked if one.verification is status]
        return tuple(fitting[first : first + SHOWN_CLAIMS + 1])

    async def _likeliest(self, question: Question) -> Area | None:
        """Return the area that is meant; `None` where none is asked for, or only claims may know the name."""
        if question.place is None:
            if question.radius is not None:
                raise RequestError("A radius needs a place: give both.")
            return None
        if question.radius is not None:
            return await self._area(question)
        return next(iter(await self.parts.areas_named(question.place)), None)

    async def _area(self, question: Question) -> Area:
        place = question.place or ""
        if question.radius is None:
            return await self.parts.area(place)
        distance = question.radius if not question.radius.replace(".", "", 1).isdecimal() else f"{question.radius} km"
        around = await self.parts.areas_named(f"within {distance} of {place}")
        if not around:
            # Says so where nobody knows the place.
            middle = await self.parts.area(place)
            hint = "Give up to 100 km around a town, as 30 km."
            raise RequestError(f"I cannot look {question.radius[:30]!r} around {middle.label}. {hint}")
        return around[0]

    async def _day(self, text: str | None) -> date | None:
        return None if text is None else await asyncio.to_thread(read_day, text, now=self.parts.clock())

    async def _turning(self, verb: Verb, question: Question, page: int, *, more: bool) -> tuple[Action, ...]:
        """Return the buttons for the pages beside this one; a question that is too long for them is kept."""
        wanted = [(page - 1, "Back")] if page else []
        wanted += [(page + 1, "More")] if more and page < LAST_PAGE else []
        if not wanted:
            return ()
        packed = question.packed()
        if not fits(verb, (packed, "99")) or packed.startswith(_KEPT):
            packed = _KEPT + await self.parts.communities.keep(packed, now=self.parts.clock())
        return tuple(Action(verb=verb, args=(packed, str(number)), label=label) for number, label in wanted)


def _on(label: str) -> str:
    """Return the place as it stands after "claims": what lies around a town is not on it."""
    return label if label.startswith("within ") else f"on {label}"


def _asked_days(since: date | None, until: date | None, text: str | None) -> list[str]:
    asked = [f"since {since}"] if since is not None else []
    asked += [f"until {until}"] if until is not None else []
    return asked + ([f"with {text!r}"] if text is not None else [])


def _page(page: int) -> int:
    return min(max(page, 0), LAST_PAGE)
