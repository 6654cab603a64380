"""The positions in a dispute: what is said about a slot, and which claims say it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from bot.comparison.slots import Filling, slots_of
from bot.comparison.speakers import own_voice
from bot.model.claim import Certainty, Extent
from bot.model.dispute import Position, SlotKind
from bot.model.ports import Sourced
from bot.model.side import SideCatalogue
from bot.model.words import day_words

_KINDS = {
    "holder": SlotKind.HOLDER,
    "state": SlotKind.ASSET_STATE,
    "striker": SlotKind.STRIKER,
    "measure": SlotKind.MEASURE,
    "sovereignty": SlotKind.SOVEREIGNTY,
    "time": SlotKind.TIME,
    "place": SlotKind.PLACE,
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
    """Return the positions in the order in which they were first taken; `members` are oldest first.

    A position's side is the one that its label speaks of, never the speaker's; who says it stands in `voices`.
    """
    taken: dict[tuple[str, str | None], list[Sourced]] = {}
    for one in members:
        filling = position_of(slot, one)
        if filling is not None:
            taken.setdefault((position_label(filling, sides=sides), filling.side), []).append(one)
    return tuple(
        Position(
            label=label,
            side=side,
            claims=tuple(one.claim.id for one in said),
            voices=tuple(voice_line(one, sides=sides) for one in said),
        )
        for (label, side), said in taken.items()
    )


def voice_line(sourced: Sourced, *, sides: SideCatalogue) -> str:
    """Return who says it, where, when, and with which hedge: "Ann Berg, Staff (Moor Radio, 14 May 2031, 09:00 UTC)"."""
    when = sourced.article.published_at.astimezone(UTC)
    outlet = sourced.article.outlet or "an unnamed outlet"
    sure = sourced.claim.certainty
    hedge = f"; {sure}" if sure in {Certainty.PROBABLE, Certainty.POSSIBLE} else ""
    return f"{voice_name(sourced, sides=sides)} ({outlet}, {day_words(when.date())}, {when:%H:%M} UTC{hedge})"


def voice_name(sourced: Sourced, *, sides: SideCatalogue) -> str:
    """Return who says it: name, office and, where neither names it, the side; or the outlet in its own voice."""
    said = sourced.claim.attribution
    if own_voice(sourced):
        return f"{sourced.article.outlet or 'an unnamed outlet'} in its own voice"
    parts = dict.fromkeys(part for part in (said.speaker, said.affiliation) if part)
    label = sides.label_beside(said.side, *parts)
    if not parts:
        return f"a source that speaks for {label}" if label else "an unnamed source"
    return ", ".join(parts) + (f" [{label}]" if label else "")


def position_label(filling: Filling, *, sides: SideCatalogue) -> str:
    """Return one position in words, as it follows "one side says:" ("held by Norland", "not destroyed")."""
    name = sides.label(filling.side) if filling.side is not None else None
    no = "not " if filling.denied else ""
    match filling.slot.kind:
        case SlotKind.HOLDER if filling.holding is not None:
            if name is None:
                return f"held by {filling.holding.name}" if filling.holding.holds else "not taken"
            partly = "partly " if filling.holding.holds and filling.holding.extent is Extent.PARTIAL else ""
            return f"{no}{partly}held by {name}"
        case SlotKind.HOLDER:
            return ("denied" if filling.denied else "asserted") + (f" of {name}" if name else "")
        case SlotKind.SOVEREIGNTY:
            return f"{no}part of {name}"
        case SlotKind.STRIKER:
            return f"{no}struck by {name}"
        case SlotKind.ASSET_STATE:
            return no + (filling.state.value.replace("_", " ") if filling.state else "known")
        case SlotKind.MEASURE:
            return filling.quantity.text if filling.quantity else "measured"
        case SlotKind.PLACE:
            return f"in {filling.slot.place}"
        case SlotKind.TIME:
            return f"on {day_words(filling.day)}" if filling.day else "on some day"
