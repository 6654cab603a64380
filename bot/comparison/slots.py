"""The functional slots that a claim fills: of each, only one value can be true at a time.

A slot is what two claims must share to be in conflict. Events imply states: who took a place holds it from then on,
who left it holds it no longer; a denied capture leaves the place out of that side's hands. Forces that entered, advance
on, surround or fight for a place say nothing about who holds it; a denial that they entered says that they do not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.comparison.geography import is_within, place_key
from bot.comparison.remembering import remembered
from bot.comparison.spelling import bare_name, fold
from bot.model.claim import (
    Asset,
    AssetState,
    Claim,
    Domain,
    Extent,
    Polarity,
    Predicate,
    Quantity,
    Realis,
    SpeechAct,
    TimeBasis,
    TimePrecision,
    Unit,
)
from bot.model.dispute import Slot, SlotKind
from bot.model.place import Feature, Place

TAKEN = frozenset({Predicate.CAPTURED, Predicate.RETOOK, Predicate.TRANSFERRED})
GAINED = TAKEN | {Predicate.ADVANCED}
# Events that are denied or asserted as such, where neither says who holds the place.
HAPPENINGS = frozenset(
    {Predicate.ENTERED, Predicate.ENCIRCLED, Predicate.ADVANCED, Predicate.CONTESTED, Predicate.REPELLED}
)
STRIKES = frozenset({AssetState.DESTROYED, AssetState.DAMAGED, AssetState.ATTACKED})

ARTICLES = {"a", "an", "the", "its", "their", "his", "her", "this", "that"}
_AREAS = frozenset({Unit.COUNT, Unit.KM2, Unit.PERCENT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """What a claim says about one side's hold on a place.

    `side` is `None` where a change of hands without an actor is denied. `change` marks an event, `implied` what follows
    only indirectly, `denied` what comes from a denial. `extent` is how much of the place. `name` is what a group is
    called that no catalogue knows, which took the place.
    """

    side: str | None
    holds: bool
    extent: Extent | None
    change: bool
    denied: bool
    implied: bool = False
    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filling:
    """A slot with what one claim puts into it.

    `holding`, `state`, `quantity` or `day` is the value, by the slot's kind; `side` is who holds, struck, annexed or
    acted; `denied` says that it is not so.
    """

    slot: Slot
    side: str | None = None
    denied: bool = False
    holding: Holding | None = None
    state: AssetState | None = None
    quantity: Quantity | None = None
    day: date | None = None


def is_denied(claim: Claim) -> bool:
    """Whether the claim says that it is not so: a denial, or something said before and now taken back."""
    return (claim.polarity is Polarity.DENIED) != (claim.speech_act is SpeechAct.RETRACT)


def is_asserted(claim: Claim) -> bool:
    """Whether it is said as a fact: no plan, no hypothesis, no "could not confirm"."""
    return claim.realis in {Realis.ACTUAL, Realis.HISTORICAL} and claim.speech_act is not SpeechAct.NOT_CONFIRMED


@remembered
def slots_of(claim: Claim) -> tuple[Filling, ...]:
    """Return every slot the claim fills; claims that are not said as fact fill none."""
    if not is_asserted(claim):
        return ()
    if claim.domain is Domain.TERRITORY:
        return (
            *_holder_fillings(claim),
            *_sovereignty(claim),
            *_happening(claim),
            *_measures(claim),
            *_hands_day(claim),
        )
    return (*_asset_fillings(claim), *_measures(claim), *_end_day(claim), *_struck_place(claim))


def with_unsaid(claim: Claim) -> Claim:
    """Return the claim as if it were said as fact, to see which slots it would fill; what is a fact stays itself."""
    if is_asserted(claim):
        return claim
    act = SpeechAct.CLAIM if claim.speech_act is SpeechAct.NOT_CONFIRMED else claim.speech_act
    realis = claim.realis if claim.realis is Realis.HISTORICAL else Realis.ACTUAL
    return replace(claim, realis=realis, speech_act=act)


@remembered
def holdings_of(claim: Claim) -> tuple[Holding, ...]:
    """Return what the claim says about who holds its place, the actor first; nothing for claims beside the place."""
    if claim.domain is not Domain.TERRITORY or claim.place is None or not is_within(claim.place):
        return ()
    actor = claim.actor.side if claim.actor else None
    opponent = claim.opponent.side if claim.opponent else None
    denied, extent = is_denied(claim), _extent(claim)
    match claim.predicate:
        case Predicate.CONTROLS if actor:
            # "Lost control of X" is how a loss is written: a change. "Denied that they control X" is none.
            lost = denied and claim.speech_act is not SpeechAct.DENY
            return (Holding(side=actor, holds=not denied, extent=extent, change=lost, denied=denied),)
        case Predicate.CONTROLS if claim.actor is not None and claim.actor.name:
            # "The rebels hold X", whoever they are.
            holder = claim.actor.name
            return (Holding(side=None, holds=not denied, extent=extent, change=denied, denied=denied, name=holder),)
        case Predicate.CAPTURED | Predicate.RETOOK | Predicate.TRANSFERRED:
            if denied:
                # "Our men have not been driven out of X", says who is said to have held it: they hold it.
                mine = actor is None and opponent is not None and opponent == claim.attribution.side
                kept = (Holding(side=opponent, holds=True, extent=extent, change=False, denied=False),) if mine else ()
                return (*kept, Holding(side=actor, holds=False, extent=extent, change=False, denied=True))
            name = claim.actor.name if claim.actor and not actor else None
            # "X was taken": nobody says by whom, and a denial that it was taken is a denial all the same.
            taker = (
                (Holding(side=actor, holds=True, extent=extent, change=True, denied=False, name=name),)
                if actor or name or not opponent
                else ()
            )
            loser = (Holding(side=opponent, holds=False, extent=extent, change=True, denied=False),) if opponent else ()
            return taker + loser
        case Predicate.WITHDREW if actor:
            return (Holding(side=actor, holds=denied, extent=extent, change=not denied, denied=denied),)
        case Predicate.REPELLED if (
            actor and not denied and claim.place.feature in {Feature.SETTLEMENT, Feature.FACILITY}
        ):
            return (Holding(side=actor, holds=True, extent=None, change=False, denied=False, implied=True),)
        case Predicate.ENTERED if denied and (actor or (claim.actor is not None and claim.actor.name)):
            # "There are no invaders in X": whoever is said to have taken it.
            return (Holding(side=actor, holds=False, extent=Extent.PARTIAL, change=False, denied=True, implied=True),)
    return ()


def place_label(place: Place) -> str:
    """Return how a person would name the place within a sentence ("Kharkiv region", "north of Kharkiv")."""
    name = place.own_name
    if place.feature is Feature.REGION:
        region = place.region or name
        name = region if " " in region and region.split()[-1].islower() else f"{region} region"
    beside = "" if is_within(place) else place.relation.value.replace("_", " ") + " "
    return beside + name


def _where(place: Place) -> str:
    return f" in {place_label(place)}" if is_within(place) else f" {place_label(place)}"


def holder_slot(place: Place) -> Slot:
    """Return the slot of who holds the place."""
    return _slot(SlotKind.HOLDER, "holder", place, f"control of {place_label(place)}")


def asset_key(asset: Asset, place: Place | None) -> str:
    """Return the key of an asset: its own name, else its kind at the place."""
    where = place_key(place) if place is not None else "-"
    if asset.name is not None:
        return f"{asset.kind}/{bare_name(asset.name)}/{(place.country or '') if place is not None else ''}"
    return f"{asset.kind}//{where}"


def asset_label(asset: Asset, place: Place | None) -> str:
    """Return how a person would name the asset ("Antonivka bridge", "hospital in Sumy region")."""
    if asset.name is not None:
        return asset.name
    words = asset.text.split()
    plain = " ".join(words[1:] if len(words) > 1 and words[0].casefold() in ARTICLES else words) or asset.kind.value
    if place is None or any(name.casefold() in plain.casefold() for name in (place.name, place.own_name)):
        return plain
    return f"{plain}{_where(place)}"


def _slot(kind: SlotKind, prefix: str, place: Place, label: str) -> Slot:
    return Slot(
        kind=kind,
        key=f"{prefix}:{place_key(place)}",
        label=label,
        place=place.name,
        geonameid=place.geonameid,
        region=place.region,
        country=place.country,
    )


def _extent(claim: Claim) -> Extent | None:
    # "30 settlements in the region" and "in part of the region" are a part of it, whatever the words around them.
    if claim.extent is not None:
        return claim.extent
    if claim.place is not None and claim.place.relation == "part_of":
        return Extent.PARTIAL
    return Extent.PARTIAL if any(quantity.unit in _AREAS for quantity in claim.quantities) else None


def _holder_fillings(claim: Claim) -> tuple[Filling, ...]:
    if claim.place is None:
        return ()
    slot = holder_slot(claim.place)
    return tuple(
        Filling(slot=slot, side=holding.side, denied=not holding.holds, holding=holding)
        for holding in holdings_of(claim)
    )


def _sovereignty(claim: Claim) -> tuple[Filling, ...]:
    if claim.predicate is not Predicate.ANNEXED or claim.place is None or claim.actor is None or not claim.actor.side:
        return ()
    label = f"sovereignty over {place_label(claim.place)}"
    slot = _slot(SlotKind.SOVEREIGNTY, "sovereignty", claim.place, label)
    return (Filling(slot=slot, side=claim.actor.side, denied=is_denied(claim)),)


def _happening(claim: Claim) -> tuple[Filling, ...]:
    """Give events that say nothing about the holder a slot of their own: they happened, or they did not."""
    if claim.predicate not in HAPPENINGS or claim.place is None:
        return ()
    if claim.actor is None and not is_denied(claim):
        # Of "there is no encirclement of X" nobody is the one who does not; of "X is besieged" somebody is.
        return ()
    if claim.place.feature is Feature.COUNTRY:
        # That troops were, or were not, somewhere in a country is no one event.
        return ()
    beside = "" if is_within(claim.place) else f"-{claim.place.relation}"
    what = {
        Predicate.ENTERED: "forces in",
        Predicate.ENCIRCLED: "encirclement of",
        Predicate.ADVANCED: "advance at",
        Predicate.CONTESTED: "fighting for",
        Predicate.REPELLED: "assault repelled at",
    }[claim.predicate]
    slot = _slot(SlotKind.HOLDER, f"{claim.predicate}{beside}", claim.place, f"{what} {place_label(claim.place)}")
    return (Filling(slot=slot, side=claim.actor.side if claim.actor else None, denied=is_denied(claim)),)


def _hands_day(claim: Claim) -> tuple[Filling, ...]:
    """Give a place that was taken or left on a named day a slot for that day; its parts fall day after day."""
    place, taken = claim.place, claim.predicate in TAKEN
    if place is None or not (taken or claim.predicate is Predicate.WITHDREW):
        return ()
    if claim.quantities or claim.extent is Extent.PARTIAL:
        return ()
    key, what = ("taken", "capture of") if taken else ("left", "withdrawal from")
    return _on_day(claim, _slot(SlotKind.TIME, f"time:{key}", place, f"day of the {what} {place_label(place)}"))


def _end_day(claim: Claim) -> tuple[Filling, ...]:
    """Give an asset that was destroyed on a named day a slot for that day."""
    if claim.asset is None or claim.asset.name is None or claim.state is not AssetState.DESTROYED:
        return ()
    slot = _asset_slot(claim.asset, claim.place, SlotKind.TIME, "time:destruction:", "day of the destruction of ")
    return _on_day(claim, slot)


def strike_key(claim: Claim) -> str | None:
    """Return what a strike of a named day on a thing without a name is known by, but for the town; else `None`."""
    asset, place, day = claim.asset, claim.place, claim.time.start
    if asset is None or asset.name is not None or claim.state not in STRIKES or not names_a_day(claim):
        return None
    if place is None or place.feature is not Feature.SETTLEMENT or place.country is None or not is_within(place):
        return None
    words = " ".join(word for word in fold(asset.text).split() if word not in ARTICLES)
    return f"{place.country}/{asset.kind}/{words}/{day}"


def _struck_place(claim: Claim) -> tuple[Filling, ...]:
    """Give a strike of a named day a slot for where it was."""
    key = strike_key(claim)
    if key is None or claim.asset is None or is_denied(claim):
        return ()
    slot = _asset_slot(claim.asset, claim.place, SlotKind.PLACE, "", "")
    label = f"place of the strike on {asset_label(claim.asset, None)}"
    return (Filling(slot=replace(slot, key=f"place:{key}", label=label), day=claim.time.start),)


def _on_day(claim: Claim, slot: Slot) -> tuple[Filling, ...]:
    if is_denied(claim) or not names_a_day(claim):
        return ()
    return (Filling(slot=slot, side=claim.actor.side if claim.actor else None, day=claim.time.start),)


def names_a_day(claim: Claim) -> bool:
    """Whether the words themselves name one day for the event."""
    time = claim.time
    return time.basis is not TimeBasis.PUBLICATION and time.precision is TimePrecision.DAY and time.start == time.end


def _measures(claim: Claim) -> tuple[Filling, ...]:
    if is_denied(claim):
        return ()
    made = []
    for quantity in claim.quantities:
        thing = measured_thing(claim, quantity)
        if thing is None:
            continue
        place = claim.place
        where = place_key(place) if place else f"about:{(claim.scope.country if claim.scope else None) or '-'}"
        at = f" at {place_label(place)}" if place else ""
        slot = Slot(
            kind=SlotKind.MEASURE,
            key=f"measure:{thing}:{where}",
            label=f"{quantity.unit} {thing.split('/')[0]}{at}",
            place=place.name if place else None,
            geonameid=place.geonameid if place else None,
            region=place.region if place else claim.scope.region if claim.scope else None,
            country=place.country if place else claim.scope.country if claim.scope else None,
            asset=claim.asset.name or claim.asset.kind if claim.asset else None,
            unit=quantity.unit,
        )
        side = claim.actor.side if claim.actor else None
        made.append(Filling(slot=slot, side=side, quantity=quantity))
    return tuple(made)


def measured_thing(claim: Claim, quantity: Quantity) -> str | None:
    """Return what the figure measures, as a key ("gained/km2"), or `None` where it measures nothing comparable."""
    if claim.domain is Domain.INFRASTRUCTURE:
        if claim.asset is None:
            return None
        name = bare_name(claim.asset.name) if claim.asset.name else claim.asset.kind.value
        return f"{name}/{claim.state}/{quantity.unit}" if quantity.unit is Unit.COUNT else f"{name}/{quantity.unit}"
    if claim.predicate is None or quantity.unit not in {Unit.KM, *_AREAS}:
        return None
    if quantity.unit is Unit.KM:
        # "15 km from the town" is a distance, "50 km into the territory" a depth.
        beside = claim.place is not None and not is_within(claim.place)
        return f"distance/{quantity.unit}" if beside else f"{_event_class(claim.predicate)}/{quantity.unit}"
    return f"{_event_class(claim.predicate)}/{quantity.unit}"


def _event_class(predicate: Predicate) -> str:
    if predicate in GAINED:
        return "gained"
    return predicate.value


def _asset_fillings(claim: Claim) -> tuple[Filling, ...]:
    if claim.asset is None or claim.state is None:
        return ()
    denied = is_denied(claim)
    actor = claim.actor.side if claim.actor else None
    base = _asset_slot(claim.asset, claim.place, SlotKind.ASSET_STATE, "state:", "state of ")
    made = [Filling(slot=base, side=actor, denied=denied, state=claim.state)]
    if actor is not None and claim.state in STRIKES:
        slot = _asset_slot(claim.asset, claim.place, SlotKind.STRIKER, "striker:", "who struck ")
        made.append(Filling(slot=slot, side=actor, denied=denied, state=claim.state))
    return tuple(made)


def _asset_slot(asset: Asset, place: Place | None, kind: SlotKind, prefix: str, words: str) -> Slot:
    return Slot(
        kind=kind,
        key=prefix + asset_key(asset, place),
        label=words + asset_label(asset, place),
        place=place.name if place else None,
        geonameid=place.geonameid if place else None,
        region=place.region if place else None,
        country=place.country if place else None,
        asset=asset.name or asset.kind.value,
    )
