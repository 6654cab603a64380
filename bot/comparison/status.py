"""Whether a dispute still stands: open, agreed upon, or overtaken by what happened later."""

from __future__ import annotations

from collections.abc import Sequence

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
    """Return the status that follows from the claims, and the claim it follows from.

    Converged: the side that a position gives the place to has since said that it lost it. Superseded: an event later
    than all that is disputed changed the slot again. `everything` are the claims on the place around that time.
    """
    ids = {one.claim.id for one in members}
    outside = sorted(
        (one for one in everything if one.claim.id not in ids and _fills(slot, one)),
        key=lambda one: (one.article.published_at, one.claim.id),
    )
    for one in outside:
        if slot.startswith("holder:") and _concedes(one, slot, members, sides=sides):
            return DisputeStatus.CONVERGED, one
    days = rules.days.control if slot.startswith("holder:") else rules.days.state
    last = max((end for one in members if (end := span_of(one).end) is not None), default=None)
    for one in outside:
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


def _concedes(one: Sourced, slot: str, members: Sequence[Sourced], *, sides: SideCatalogue) -> bool:
    """Whether a side says that the place is not its own any more, after all that was said for it."""
    side = one.claim.attribution.side
    if side is None or not may_concede(slot, one, sides=sides):
        return False
    rivals: list[Sourced] = []
    own: list[Sourced] = []
    for member in members:
        filling = position_of(slot, member)
        holding = filling.holding if filling is not None else None
        for_rival = (
            holding is not None and holding.holds and holding.side is not None and not sides.allied(holding.side, side)
        )
        (rivals if for_rival else own).append(member)
    return bool(rivals) and all(member.article.published_at <= one.article.published_at for member in own)


def _gives_up(holding: Holding, side: str, sides: SideCatalogue) -> bool:
    if holding.side is None or (holding.denied and not holding.change):
        return False
    return sides.allied(holding.side, side) != holding.holds
