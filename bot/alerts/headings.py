"""One clause of plain English for what a claim says ("Norland retook Ellbruck")."""

from __future__ import annotations

from bot.model.claim import (
    Asset,
    AssetKind,
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
from bot.model.place import Feature, Place, PlaceRelation
from bot.model.side import SideCatalogue, SideKind, SideRef
from bot.model.words import figure_phrase

# How an actor's doing is said: past (or present), infinitive, participle; a place follows.
_VERBS = {
    Predicate.CONTROLS: ("controls", "control", "controlled"),
    Predicate.CAPTURED: ("captured", "capture", "captured"),
    Predicate.RETOOK: ("retook", "retake", "retaken"),
    Predicate.WITHDREW: ("withdrew from", "withdraw from", "left"),
    Predicate.ADVANCED: ("advanced", "advance", "advanced on"),
    Predicate.ENTERED: ("has forces in", "have forces in", "entered"),
    Predicate.ENCIRCLED: ("encircled", "encircle", "encircled"),
    Predicate.CONTESTED: ("fought for", "fight for", "fought for"),
    Predicate.REPELLED: ("repelled an assault on", "repel an assault on", "defended against an assault"),
    Predicate.TRANSFERRED: ("took over", "take over", "handed over"),
    Predicate.ANNEXED: ("annexed", "annex", "annexed"),
}
# What is gained is gained from somebody.
_FROM = {Predicate.CAPTURED, Predicate.RETOOK, Predicate.TRANSFERRED}
# Whose verb ends in a preposition that "near" or "north of" takes the place of.
_BESIDE = {
    Predicate.ENTERED: ("has forces", "have forces"),
    Predicate.CONTESTED: ("fought", "fight"),
    Predicate.REPELLED: ("repelled an assault", "repel an assault"),
    Predicate.WITHDREW: ("withdrew from", "withdraw from"),
}
_STATES = {
    AssetState.DESTROYED: "destroyed",
    AssetState.DAMAGED: "damaged",
    AssetState.ATTACKED: "attacked",
    AssetState.DISRUPTED: "disrupted",
    AssetState.CUT_OFF: "cut off",
    AssetState.RESTORED: "restored",
    AssetState.OPERATIONAL: "working",
    AssetState.UNDAMAGED: "undamaged",
    AssetState.SEIZED: "seized",
    AssetState.THREATENED: "threatened",
}
_KINDS = {
    AssetKind.POWER: "power supply",
    AssetKind.GAS: "gas supply",
    AssetKind.OIL: "oil facility",
    AssetKind.WATER: "water supply",
    AssetKind.TELECOM: "telecommunications",
    AssetKind.RAIL: "railway",
    AssetKind.NUCLEAR: "nuclear plant",
    AssetKind.RESIDENTIAL: "homes",
    AssetKind.GOVERNMENT: "government building",
    AssetKind.RELIGIOUS: "place of worship",
    AssetKind.INDUSTRIAL: "industrial site",
    AssetKind.MILITARY: "military site",
    AssetKind.BORDER: "border crossing",
    AssetKind.SUPPLY: "supplies",
    AssetKind.OTHER: "site",
}
_PLURAL = {AssetKind.RESIDENTIAL, AssetKind.TELECOM, AssetKind.SUPPLY}
_PLURAL_VERBS = {
    "controls": "control",
    "does not control": "do not control",
    "has forces in": "have forces in",
    "has forces": "have forces",
    "does not have forces in": "do not have forces in",
    "does not have forces": "do not have forces",
}
_REGION_WORDS = {"region", "province", "state", "governorate", "district", "republic", "oblast", "county", "prefecture"}
_ACTS = {SpeechAct.NOT_CONFIRMED: "not confirmed", SpeechAct.RETRACT: "taken back"}


def heading(claim: Claim, sides: SideCatalogue) -> str:
    """Return what the claim says, and nothing else, as one whole statement: neutral, and without who says it.

    What is said about the statement stands behind it: "Ukraine did not retake Balakliya (denial)".
    """
    denied = claim.polarity is Polarity.DENIED and claim.speech_act is not SpeechAct.NOT_CONFIRMED
    told = _territory if claim.domain is Domain.TERRITORY else _infrastructure
    clause = told(claim, sides, denied=denied)
    marks = [_realis_mark(claim), "denial" if _is_denial(claim) else _ACTS.get(claim.speech_act)]
    said = "; ".join(mark for mark in marks if mark is not None)
    return clause[:1].upper() + clause[1:] + (f" ({said})" if said else "")


def place_phrase(place: Place) -> str:
    """Return the place's name as it stands in a sentence: a town as the article spells it, or "Kharkiv region"."""
    if place.feature is Feature.REGION:
        name = place.region or place.name
        return name if name.split()[-1].casefold() in _REGION_WORDS else f"{name} region"
    return place.own_name


def title_place(place: Place, sides: SideCatalogue) -> str:
    """Return the place with what it lies in, and its usual name where the article has another spelling.

    "Balakliya (Kharkiv, Ukraine)", "Kupiansk (Kupyansk; Kharkiv, Ukraine)".
    """
    country = sides.label(place.country) if place.country is not None else None
    region = place.region if place.feature is not Feature.REGION else None
    usual = place.name if place.feature is not Feature.REGION else None
    return named_within(place_phrase(place), usual=usual, region=region, country=country)


def named_within(name: str, *, usual: str | None, region: str | None, country: str | None) -> str:
    """Return the name with what is not in it yet in brackets: the usual name, the region, the country."""
    folded = f" {name.casefold()} "
    usual, region, country = (
        part if part is not None and f" {part.casefold()} " not in folded else None for part in (usual, region, country)
    )
    around = ", ".join(part for part in (region, country) if part is not None and part != usual)
    inside = "; ".join(part for part in (usual, around) if part)
    return f"{name} ({inside})" if inside else name


def _is_denial(claim: Claim) -> bool:
    return claim.speech_act is SpeechAct.DENY and claim.polarity is Polarity.DENIED


def _realis_mark(claim: Claim) -> str | None:
    match claim.realis:
        case Realis.FUTURE:
            # A denied plan is no announcement.
            return None if _is_denial(claim) else "announced"
        case Realis.HYPOTHETICAL:
            return "hypothetical"
        case Realis.HISTORICAL:
            return _past(claim)
    return None


def _past(claim: Claim) -> str:
    start, precision = claim.time.start, claim.time.precision
    if start is None or claim.time.basis is TimeBasis.PUBLICATION:
        return "earlier"
    if precision is TimePrecision.YEAR:
        return str(start.year)
    if precision is TimePrecision.DAY:
        return f"{start.day} {start:%B %Y}"
    return f"{start:%B %Y}"


def _name(ref: SideRef | None, sides: SideCatalogue) -> str | None:
    if ref is None:
        return None
    return sides.label(ref.side) if ref.side is not None else ref.name or None


def _is_many(ref: SideRef | None, sides: SideCatalogue) -> bool:
    """Whether a side's name is a plural ("Ell rebels", "the Houthis"): made of a word for its people."""
    side = sides.sides.get(ref.side) if ref is not None and ref.side is not None else None
    if side is None or side.kind is not SideKind.NON_STATE:
        return False
    last = side.name.split()[-1].casefold()
    words = {word.casefold() for word in (*side.roles, *side.demonyms)}
    return last.endswith("s") and (last in words or last.removesuffix("s") in words)


def _territory(claim: Claim, sides: SideCatalogue, *, denied: bool) -> str:
    actor = _name(claim.actor, sides)
    predicate = claim.predicate or Predicate.CONTROLS
    if actor is None:
        return _without_actor(claim, predicate, sides, denied=denied)
    if predicate is Predicate.TRANSFERRED and denied:
        # "Did not take over" would speak of the receiver's doing; what is denied is that it is handed over.
        return f"{_object(claim, predicate).strip()} {_passive(claim, denied=True, linked=True)}handed to {actor}"
    opponent = _name(claim.opponent, sides) if predicate in _FROM else None
    loser = f" from {opponent}" if opponent is not None and opponent != actor else ""
    verb = _verb(claim, predicate, denied=denied)
    if _is_many(claim.actor, sides):
        verb = _PLURAL_VERBS.get(verb, verb)
    return f"{actor} {verb}{_object(claim, predicate)}{loser}"


def _verb(claim: Claim, predicate: Predicate, *, denied: bool) -> str:
    past, infinitive, _ = _VERBS[predicate]
    if _is_beside(claim) and predicate in _BESIDE:
        past, infinitive = _BESIDE[predicate]
    if claim.realis is Realis.FUTURE:
        return f"will not {infinitive}" if _is_denial(claim) else f"{'not ' if denied else ''}to {infinitive}"
    if claim.realis is Realis.HYPOTHETICAL:
        return f"would {'not ' if denied else ''}{infinitive}"
    historical = claim.realis is Realis.HISTORICAL
    if predicate in {Predicate.CONTROLS, Predicate.ENTERED} and (denied or historical):
        if denied:
            return f"{'did' if historical else 'does'} not {infinitive}"
        return past.replace("controls", "controlled").replace("has", "had")
    return f"did not {infinitive}" if denied else past


def _is_beside(claim: Claim) -> bool:
    return claim.place is not None and claim.place.relation not in {PlaceRelation.IN, PlaceRelation.PART_OF}


def _object(claim: Claim, predicate: Predicate) -> str:
    """Return what follows the verb, with the space before it."""
    figures = {quantity.unit: quantity for quantity in claim.quantities}
    place = claim.place
    if predicate is Predicate.ADVANCED:
        return _advance(figures, place)
    if Unit.COUNT in figures:
        return f" {figure_phrase(figures[Unit.COUNT])} settlements{_where(place)}"
    if Unit.KM2 in figures:
        return f" {figure_phrase(figures[Unit.KM2])}{_where(place)}"
    if place is None:
        return "" if predicate is Predicate.CONTESTED else " territory"
    beside = _is_beside(claim)
    if Unit.PERCENT in figures and not beside:
        return f" {figure_phrase(figures[Unit.PERCENT])} of {place_phrase(place)}"
    if beside:
        joined = predicate not in _BESIDE or predicate is Predicate.WITHDREW
        return f"{' territory' if joined else ''}{_where(place)}"
    if claim.extent is Extent.PARTIAL or place.relation is PlaceRelation.PART_OF:
        wide = place.feature in {Feature.REGION, Feature.COUNTRY, Feature.AREA}
        return f" {'parts' if wide else 'part'} of {place_phrase(place)}"
    return f" {'all of ' if claim.extent is Extent.WHOLE else ''}{place_phrase(place)}"


def _advance(figures: dict[Unit, Quantity], place: Place | None) -> str:
    if Unit.KM in figures and place is not None and place.relation is PlaceRelation.NEAR:
        return f" to within {figure_phrase(figures[Unit.KM])} of {place_phrase(place)}"
    far = next((f" {figure_phrase(figures[unit])}" for unit in (Unit.KM, Unit.KM2) if unit in figures), "")
    return far + _where(place)


def _where(place: Place | None) -> str:
    if place is None:
        return ""
    if place.relation in {PlaceRelation.IN, PlaceRelation.PART_OF}:
        return f" in {place_phrase(place)}"
    return f" {place.relation.value.replace('_', ' ')} {place_phrase(place)}"


def _passive(claim: Claim, *, denied: bool, linked: bool, many: bool | None = None) -> str:
    """Return what goes before a participle ("was not ", "to be ", "not "), `linked` where a verb must stand there."""
    if many is None:
        many = any(quantity.unit is Unit.COUNT for quantity in claim.quantities)
    no = "not " if denied else ""
    match claim.realis:
        case Realis.FUTURE:
            return "will not be " if _is_denial(claim) else f"{no}to be "
        case Realis.HYPOTHETICAL:
            return f"would {no}be "
    if not linked:
        return no
    return f"{'were' if many else 'was'} {no}"


def _without_actor(claim: Claim, predicate: Predicate, sides: SideCatalogue, *, denied: bool) -> str:
    thing = _object(claim, predicate).strip()
    denial = _is_denial(claim)
    no = _passive(claim, denied=denied, linked=denial)
    match predicate:
        case Predicate.CONTROLS:
            return f"{thing} {no}held" if denied else f"who controls {thing}"
        case Predicate.CONTESTED:
            return f"{'no ' if denied else ''}fighting{' for ' + thing if thing else ''}{' went on' if denial else ''}"
        case Predicate.WITHDREW | Predicate.ADVANCED:
            return f"forces {_verb(claim, predicate, denied=denied)} {thing}".strip()
        case Predicate.ENTERED:
            no = _passive(claim, denied=denied, linked=denial, many=True)
            return f"forces {no}{thing if _is_beside(claim) else f'in {thing}'}"
        case Predicate.REPELLED:
            return f"assault {no}repelled {thing if _is_beside(claim) else f'at {thing}'}"
    loser = _name(claim.opponent, sides) if predicate in _FROM else None
    return f"{thing} {no}{_VERBS[predicate][2]}" + (f" from {loser}" if loser is not None else "")


def _infrastructure(claim: Claim, sides: SideCatalogue, *, denied: bool) -> str:
    state = _STATES[claim.state] if claim.state is not None else "affected"
    actor = _name(claim.actor, sides)
    thing = _asset(claim.asset, claim)
    said = f"{thing} {_passive(claim, denied=denied, linked=_is_denial(claim), many=_is_plural(claim.asset))}{state}"
    if actor is not None and claim.state not in {AssetState.OPERATIONAL, AssetState.UNDAMAGED}:
        said += f" by {actor}"
    figures = [figure_phrase(quantity) for quantity in claim.quantities if quantity.unit is not Unit.COUNT]
    return f"{said} ({', '.join(figures)})" if figures else said


def _is_plural(asset: Asset | None) -> bool:
    return asset is not None and asset.name is None and asset.kind in _PLURAL


def _asset(asset: Asset | None, claim: Claim) -> str:
    if asset is None:
        return "asset"
    count = next((quantity for quantity in claim.quantities if quantity.unit is Unit.COUNT), None)
    if asset.name is not None:
        name = asset.name
    else:
        kind = _KINDS.get(asset.kind, asset.kind.value)
        name = f"{kind} ({figure_phrase(count)})" if count is not None else kind
    place = claim.place
    if place is None or place_phrase(place).casefold() in name.casefold():
        return name
    return name + _where(place)
