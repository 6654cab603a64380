"""One clause of plain English for what a claim says ("Norland retook Ellbruck")."""

from __future__ import annotations

from bot.model.claim import (
    Asset,
    AssetKind,
    AssetState,
    Bound,
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
_UNITS = {Unit.KM: "km", Unit.KM2: "km²", Unit.PERCENT: "%", Unit.M3: "m³", Unit.MW: "MW", Unit.PEOPLE: "people"}
_BOUNDS = {Bound.AT_LEAST: "at least ", Bound.AT_MOST: "up to ", Bound.ABOUT: "about ", Bound.EXACT: ""}


def heading(claim: Claim, sides: SideCatalogue) -> str:
    """Return what the claim says as one clause: neutral, without who says it, and nothing that it does not say."""
    if claim.speech_act is SpeechAct.NOT_CONFIRMED:
        return f"not confirmed: {_clause(claim, sides, denied=False)}"
    if claim.speech_act is SpeechAct.RETRACT:
        return f"takes back that {_clause(claim, sides, denied=claim.polarity is Polarity.DENIED, link='was ')}"
    if claim.speech_act is SpeechAct.DENY and claim.polarity is Polarity.DENIED:
        return f"denies that {_clause(claim, sides, denied=False, link='was ')}"
    clause = _clause(claim, sides, denied=claim.polarity is Polarity.DENIED)
    return clause[:1].upper() + clause[1:]


def place_phrase(place: Place) -> str:
    """Return the place's name as it stands in a sentence ("Kharkiv region")."""
    if place.feature is Feature.REGION:
        name = place.region or place.name
        return name if name.split()[-1].casefold() in _REGION_WORDS else f"{name} region"
    return place.name


def title_place(place: Place, sides: SideCatalogue) -> str:
    """Return the place with what it lies in ("Balakliya (Kharkiv, Ukraine)")."""
    country = sides.label(place.country) if place.country is not None else None
    within = [place.region if place.feature is not Feature.REGION else None, country]
    around = ", ".join(part for part in within if part is not None and part != place.name)
    return f"{place_phrase(place)} ({around})" if around else place_phrase(place)


def figure_phrase(quantity: Quantity) -> str:
    """Return a figure with its bound ("at least 1,000 km²"); counts have no unit of their own."""
    value = f"{quantity.value:,.0f}" if float(quantity.value).is_integer() else f"{quantity.value:,g}"
    unit = _UNITS.get(quantity.unit, "")
    return f"{_BOUNDS[quantity.bound]}{value} {unit}".strip()


def _clause(claim: Claim, sides: SideCatalogue, *, denied: bool, link: str = "") -> str:
    """Return the clause without a capital; `link` goes before a participle within a sentence."""
    told = _territory if claim.domain is Domain.TERRITORY else _infrastructure
    clause = told(claim, sides, denied=denied, link=link)
    match claim.realis:
        case Realis.FUTURE:
            return f"{clause} (announced)"
        case Realis.HYPOTHETICAL:
            return f"{clause} (hypothetical)"
        case Realis.HISTORICAL:
            return f"{clause} ({_past(claim)})"
    return clause


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


def _territory(claim: Claim, sides: SideCatalogue, *, denied: bool, link: str) -> str:
    actor = _name(claim.actor, sides)
    predicate = claim.predicate or Predicate.CONTROLS
    if actor is None:
        return _without_actor(claim, predicate, sides, denied=denied, link=link)
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
        return f"{'not ' if denied else ''}to {infinitive}"
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


def _without_actor(claim: Claim, predicate: Predicate, sides: SideCatalogue, *, denied: bool, link: str) -> str:
    thing = _object(claim, predicate).strip()
    no = link + ("not " if denied else "")
    match predicate:
        case Predicate.CONTROLS:
            return f"{thing} {no}held" if link else f"who controls {thing}"
        case Predicate.CONTESTED:
            return f"{'no ' if denied else ''}fighting{' for ' + thing if thing else ''}{' went on' if link else ''}"
        case Predicate.WITHDREW:
            return f"forces {'did not withdraw' if denied else 'withdrew'} from {thing}"
        case Predicate.ADVANCED:
            return f"forces {'did not advance' if denied else 'advanced'} {thing}".strip()
        case Predicate.ENTERED:
            return f"forces {no.replace('was', 'were')}{thing if _is_beside(claim) else f'in {thing}'}"
        case Predicate.REPELLED:
            return f"assault {no}repelled {thing if _is_beside(claim) else f'at {thing}'}"
    loser = _name(claim.opponent, sides) if predicate in _FROM else None
    return f"{thing} {no}{_VERBS[predicate][2]}" + (f" from {loser}" if loser is not None else "")


def _infrastructure(claim: Claim, sides: SideCatalogue, *, denied: bool, link: str) -> str:
    state = _STATES[claim.state] if claim.state is not None else "affected"
    actor = _name(claim.actor, sides)
    future = "to be " if claim.realis is Realis.FUTURE else ""
    thing = _asset(claim.asset, claim)
    link = link.replace("was", "were") if _is_plural(claim.asset) else link
    said = f"{thing} {link}{'not ' if denied else ''}{future}{state}"
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
