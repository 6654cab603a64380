"""The positions in a dispute: what is said about a slot, and which claims say it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.comparison.slots import Filling, slots_of
from bot.model.claim import Extent
from bot.model.dispute import Position, SlotKind
from bot.model.ports import Sourced
from bot.model.side import SideCatalogue

_KINDS = {
    "holder": SlotKind.HOLDER,
    "state": SlotKind.ASSET_STATE,
    "striker": SlotKind.STRIKER,
    "measure": SlotKind.MEASURE,
    "sovereignty": SlotKind.SOVEREIGNTY,
}


def position_of(slot: str, sourced: Sourced) -> Filling | None:
    """Return what the claim puts into the slot, the actor's part first.

    A claim on the whole of a region speaks of the places inside, and an unnamed asset of the named one: then it is what
    the claim puts into its own slot of that kind.
    """
    fillings = slots_of(sourced.claim)
    exact = next((filling for filling in fillings if filling.slot.key == slot), None)
    if exact is not None:
        return exact
    prefix = slot.split(":", 1)[0]
    kind = _KINDS.get(prefix)
    return next(
        (f for f in fillings if f.slot.kind is kind and f.slot.key.split(":", 1)[0] == prefix),
        None,
    )


def positions_of(slot: str, members: Sequence[Sourced], *, sides: SideCatalogue) -> tuple[Position, ...]:
    """Return the positions in the order in which they were first taken; `members` are oldest first."""
    taken: dict[tuple[str, str | None], list[str]] = {}
    for one in members:
        filling = position_of(slot, one)
        if filling is not None:
            taken.setdefault((position_label(filling, sides=sides), filling.side), []).append(one.claim.id)
    return tuple(Position(label=label, side=side, claims=tuple(claims)) for (label, side), claims in taken.items())


def position_label(filling: Filling, *, sides: SideCatalogue) -> str:
    """Return one position in words, as it follows "one side says:" ("held by Norland", "not destroyed")."""
    name = sides.label(filling.side) if filling.side is not None else None
    no = "not " if filling.denied else ""
    match filling.slot.kind:
        case SlotKind.HOLDER if filling.holding is not None:
            if name is None:
                return "not taken"
            partly = "partly " if filling.holding.holds and filling.holding.extent is Extent.PARTIAL else ""
            return f"{no}{partly}held by {name}"
        case SlotKind.HOLDER:
            return f"denied of {name}" if filling.denied else f"asserted of {name}"
        case SlotKind.SOVEREIGNTY:
            return f"{no}part of {name}"
        case SlotKind.STRIKER:
            return f"{no}struck by {name}"
        case SlotKind.ASSET_STATE:
            return no + (filling.state.value.replace("_", " ") if filling.state else "known")
        case SlotKind.MEASURE:
            return filling.quantity.text if filling.quantity else "measured"
