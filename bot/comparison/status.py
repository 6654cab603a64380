"""Whether a dispute still stands: open, agreed upon, or overtaken by what happened later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.comparison.positions import position_of
from bot.comparison.rules import Rules
from bot.comparison.slots import Holding, holdings_of, slots_of
from bot.comparison.timing import span_of
from bot.model.dispute import DisputeStatus
from bot.model.ports import Sourced
from bot.model.side import SideCatalogue


def status_of(
    slot: str, members: Sequence[Sourced], everything: Sequence[Sourced], *, sides: SideCatalogue, rules: Rules
) -> tuple[DisputeStatus, Sourced | None]:
    """Return the status that follows from the claims, and the claim it follows from, the first that settles it.

    Converged: the side that a position gives the place to has since said that it lost it. Superseded: an event later
    than all that is disputed changed the slot again. `everything` are the claims on the place around that time.
    """
    ids = {one.claim.id for one in members}
    outside = sorted(
        (one for one in everything if one.claim.id not in ids and _fills(slot, one)),
        key=lambda one: (one.article.published_at, one.claim.id),
    )
    losses = _Losses(slot=slot, members=members, sides=sides) if slot.startswith("holder:") else None
    days = rules.days.control if slot.startswith("holder:") else rules.days.state
    last = max((end for one in members if (end := span_of(one).end) is not None), default=None)
    for one in outside:
        if losses is not None and losses.conceded_by(one):
            return DisputeStatus.CONVERGED, one
        start = span_of(one).start
        if last is not None and start is not None and (start - last).days > days and _is_event(slot, one):
            return DisputeStatus.SUPERSEDED, one
    return DisputeStatus.OPEN, None


def may_settle(slot: str, sourced: Sourced) -> bool:
    """Whether a claim can overtake a dispute on the slot that it has no part in: it tells of a change."""
    return _fills(slot, sourced) and _is_event(slot, sourced)


def may_concede(slot: str, sourced: Sourced, *, sides: SideCatalogue) -> bool:
    """Whether a claim can end a dispute on the slot by what its speaker's own side gives up."""
    side = sourced.claim.attribution.side
    return (
        side is not None
        and _fills(slot, sourced)
        and any(_gives_up(holding, side, sides) for holding in holdings_of(sourced.claim))
    )


def _fills(slot: str, sourced: Sourced) -> bool:
    return any(filling.slot.key == slot for filling in slots_of(sourced.claim))


def _is_event(slot: str, sourced: Sourced) -> bool:
    filling = position_of(slot, sourced)
    if filling is None or (filling.denied and filling.holding is None):
        return False
    return filling.holding.change if filling.holding is not None else filling.state is not None


@dataclass(kw_only=True, slots=True)
class _Losses:
    """What each side would lose, and until when it was said to be its own; worked out once for each side."""

    slot: str
    members: Sequence[Sourced]
    sides: SideCatalogue
    _known: dict[str, datetime | None] = field(default_factory=dict)

    def conceded_by(self, one: Sourced) -> bool:
        """Whether a side says that the place is not its own any more, after all that was said for it."""
        side = one.claim.attribution.side
        if side is None or not may_concede(self.slot, one, sides=self.sides):
            return False
        if side not in self._known:
            self._known[side] = self._last_word(side)
        last = self._known[side]
        return last is not None and last <= one.article.published_at

    def _last_word(self, side: str) -> datetime | None:
        """Return when the side's own was last claimed; `None` where nobody claims the place for a rival."""
        rivals, last = False, datetime.min.replace(tzinfo=UTC)
        for member in self.members:
            filling = position_of(self.slot, member)
            holding = filling.holding if filling is not None else None
            if holding is not None and holding.holds and holding.side and not self.sides.allied(holding.side, side):
                rivals = True
            else:
                last = max(last, member.article.published_at)
        return last if rivals else None


def _gives_up(holding: Holding, side: str, sides: SideCatalogue) -> bool:
    if holding.side is None or (holding.denied and not holding.change):
        return False
    return sides.allied(holding.side, side) != holding.holds
