"""The keys under which claims find one another, so that a new claim never has to look at the whole store.

A claim is stored under the keys of its place (or asset, or measure) and the calendar months or weeks of its event, and
looks under the same keys for the time around it. What one claim finds, the other would have found: the windows are the
same both ways, so the order in which articles arrive does not matter.

Of claims that say the same of the same thing only the nearest in time are looked at (`position`): the fiftieth outlet
that repeats a capture has nothing to tell the fifty-first. So a place that all the world writes about costs no more
than another. Only there does the order of arrival show: in which of the many repetitions a claim is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b

from bot.comparison.geography import is_unplaced, is_within, name_key, names_of, place_key, region_key
from bot.comparison.remembering import remembered
from bot.comparison.rules import Rules
from bot.comparison.slots import holdings_of, is_asserted, is_denied, measured_thing, strike_key
from bot.comparison.spelling import bare_name
from bot.comparison.timing import span_of
from bot.model.claim import Asset, AssetState, Claim, Domain, Extent
from bot.model.place import Feature, Place
from bot.model.ports import IndexEntry, Lookup, Sourced

# What "repaired" and "reopened" end.
_BROKEN = frozenset({AssetState.DESTROYED, AssetState.CUT_OFF, AssetState.DISRUPTED})
# An event that lasted longer is found by its first and last day only.
_LONGEST = 366
# An event that lasted longer than this says nothing about one place within another at one time.
_LONGEST_NESTED = 62


def index_entries(sourced: Iterable[Sourced]) -> tuple[IndexEntry, ...]:
    """Return the keys under which the claims are to be stored, sorted, each once a claim."""
    made = {
        IndexEntry(claim=one.claim.id, key=key, position=_position(one.claim, key), day=_days(one)[1])
        for one in sourced
        for key in stored_keys(one)
    }
    return tuple(sorted(made, key=lambda entry: (entry.claim, entry.key)))


def lookups_for(sourced: Iterable[Sourced], *, rules: Rules) -> tuple[Lookup, ...]:
    """Return where everything stands that the claims have to be compared with, each claim around its own day."""
    by_day: dict[date, list[Sourced]] = {}
    for one in sourced:
        by_day.setdefault(_days(one)[1], []).append(one)
    return tuple(Lookup(day=day, keys=candidate_keys(by_day[day], rules=rules)) for day in sorted(by_day))


def lookup_around(sourced: Sequence[Sourced], *, rules: Rules) -> tuple[Lookup, ...]:
    """Return where stands what was said about the same things, the nearest to the last of the claims' days."""
    if not sourced:
        return ()
    return (Lookup(day=max(_days(one)[1] for one in sourced), keys=candidate_keys(sourced, rules=rules)),)


def candidate_keys(sourced: Iterable[Sourced], *, rules: Rules) -> tuple[str, ...]:
    """Return the keys under which everything stands that the claims have to be compared with, sorted."""
    return tuple(sorted({key for one in sourced for key in _sought_keys(one, rules)}))


@remembered
def stored_keys(sourced: Sourced) -> frozenset[str]:
    """Return the keys under which a claim stands."""
    claim, first_last = sourced.claim, _days(sourced)
    keys = {f"{key}@{bucket}" for key in _month_keys(claim) for bucket in _months(first_last, 0)}
    keys |= {f"{key}@{bucket}" for key in _week_keys(claim) for bucket in _weeks(first_last, 0)}
    keys |= {f"{key}@{bucket}" for key in _name_stored(claim) for bucket in _months(first_last, 0)} | _strike(claim)
    over_years = _hands_keys(claim) | _mending(claim, sought=False)
    keys |= {f"{key}@{year}" for key in over_years for year in _years(first_last, 0)}
    if _is_short(first_last):
        keys |= {f"{key}@{bucket}" for key in _nested_stored(claim) for bucket in _weeks(first_last, 0)}
    keys |= {f"{key}@{bucket}" for key in _measure_stored(claim) for bucket in _weeks(first_last, 0)}
    return frozenset(keys)


@remembered
def _sought_keys(sourced: Sourced, rules: Rules) -> frozenset[str]:
    claim, first_last, windows = sourced.claim, _days(sourced), rules.candidates
    keys = {f"{key}@{bucket}" for key in _month_keys(claim) for bucket in _months(first_last, windows.months)}
    keys |= {f"{key}@{bucket}" for key in _week_keys(claim) for bucket in _weeks(first_last, windows.weeks)}
    keys |= {f"{key}@{bucket}" for key in _name_sought(claim) for bucket in _months(first_last, windows.months)}
    keys |= _strike(claim)
    over_years = _hands_keys(claim) | _mending(claim, sought=True)
    keys |= {f"{key}@{year}" for key in over_years for year in _years(first_last, windows.years)}
    if _is_short(first_last):
        keys |= {f"{key}@{bucket}" for key in _nested_sought(claim) for bucket in _weeks(first_last, windows.weeks)}
    keys |= {f"{key}@{bucket}" for key in _measure_sought(claim) for bucket in _weeks(first_last, windows.weeks)}
    return frozenset(keys)


def _position(claim: Claim, key: str) -> int:
    """Return the same signed 64 bits for claims that say the same of the thing that the key stands for."""
    asset, place = claim.asset, claim.place
    said = (
        key.rpartition("@")[0],
        claim.predicate,
        claim.state,
        asset and f"{asset.kind}/{bare_name(asset.name or '')}",
        claim.actor and claim.actor.side,
        claim.extent,
        place and place.relation,
        claim.realis,
        is_denied(claim),
        is_asserted(claim),
    )
    words = "\x1f".join("" if one is None else str(one) for one in said)
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little", signed=True)


def _days(sourced: Sourced) -> tuple[date, date]:
    """Return the first and last day; background without a date is found by the article's own."""
    span, published = span_of(sourced), sourced.article.published_at.date()
    return span.start or published, span.end or published


def _is_short(days: tuple[date, date]) -> bool:
    return (days[1] - days[0]).days <= _LONGEST_NESTED


def _is_wide(place: Place) -> bool:
    return place.feature in {Feature.REGION, Feature.COUNTRY}


def _place_keys(claim: Claim) -> set[str]:
    """Return the keys of the claim's place: its own, its name's, and for a facility its settlement's."""
    place = claim.place
    if place is None:
        return set()
    letter = "t" if claim.domain is Domain.TERRITORY else "i"
    keys = {place_key(place), name_key(place) or place_key(place)}
    if place.feature is Feature.FACILITY and place.geonameid is not None:
        keys.add(f"g:{place.geonameid}")
    return {f"{letter}|{key}" for key in keys}


def _month_keys(claim: Claim) -> set[str]:
    keys = set() if claim.place is None or _is_wide(claim.place) else _place_keys(claim)
    if claim.asset is not None and claim.asset.name is not None:
        keys.add(f"i|{claim.asset.kind}/{bare_name(claim.asset.name)}")
    return keys


def _name_stored(claim: Claim) -> set[str]:
    """Return the keys of a town's names: of one that could not be placed, or of one that could."""
    return _name_keys(claim, None)


def _name_sought(claim: Claim) -> set[str]:
    """Return where towns stand that may be this one by name: who knows the name alone looks at all of that name."""
    alone = claim.place is not None and is_unplaced(claim.place)
    return _name_keys(claim, "unplaced") | (_name_keys(claim, "placed") if alone else set())


def _name_keys(claim: Claim, kind: str | None) -> set[str]:
    place = claim.place
    if place is None or not (is_unplaced(place) or place.feature in {Feature.SETTLEMENT, Feature.AREA}):
        return set()
    letter = "t" if claim.domain is Domain.TERRITORY else "i"
    own = "unplaced" if is_unplaced(place) else "placed"
    return {f"{letter}|{kind or own}:{name}" for name in names_of(place)}


def _strike(claim: Claim) -> set[str]:
    """Return the key of a strike of a named day, wherever in the country it was."""
    key = strike_key(claim)
    return set() if key is None else {f"struck|{key}@day"}


def _mending(claim: Claim, *, sought: bool) -> set[str]:
    """Return the keys of what was broken and of what was mended, which look for one another over years."""
    if claim.asset is None or not is_asserted(claim) or is_denied(claim):
        return set()
    if claim.state is not AssetState.RESTORED and claim.state not in _BROKEN:
        return set()
    mended = (claim.state is AssetState.RESTORED) != sought
    which = _lasting(claim.asset, claim.place)
    return {f"{'mended' if mended else 'broken'}|{claim.asset.kind}/{which}"} if which is not None else set()


def _lasting(asset: Asset, place: Place | None) -> str | None:
    """Return what an asset is known by over years: its name, else the town that it stands in."""
    if asset.name is not None:
        return bare_name(asset.name)
    return None if place is None or _is_wide(place) else place_key(place)


def _week_keys(claim: Claim) -> set[str]:
    return _place_keys(claim) if claim.place is not None and _is_wide(claim.place) else set()


def _hands_keys(claim: Claim) -> set[str]:
    """Return the keys of changes of hands, which are looked up over years: lost, then retaken."""
    if not is_asserted(claim) or claim.place is None or claim.place.feature is Feature.COUNTRY:
        return set()
    if not any(holding.change and holding.extent is not Extent.PARTIAL for holding in holdings_of(claim)):
        return set()
    return {f"hands|{key}" for key in _place_keys(claim)}


def _nested_stored(claim: Claim) -> set[str]:
    """Return where claims on the place around, or the places inside, look for this one."""
    return _nested(claim, inner="inside", outer="around")


def _nested_sought(claim: Claim) -> set[str]:
    return _nested(claim, inner="around", outer="inside")


def _nested(claim: Claim, *, inner: str, outer: str) -> set[str]:
    """Return the keys of a place within its region and country; a country's own only where all of it is meant."""
    place = claim.place
    if claim.domain is not Domain.TERRITORY or place is None or not is_within(place):
        return set()
    country = f"c:{place.country}" if place.country is not None else None
    if place.feature is Feature.COUNTRY:
        return {f"{outer}|{country}"} if country is not None and claim.extent is Extent.WHOLE else set()
    region = region_key(place)
    keys = {f"{inner}|{country}"} if country is not None else set()
    if region is not None:
        keys.add(f"{outer if place.feature is Feature.REGION else inner}|{region}")
    return keys


def _measured(claim: Claim) -> set[str]:
    if claim.domain is not Domain.TERRITORY or (claim.place is not None and not _is_wide(claim.place)):
        return set()
    return {thing for quantity in claim.quantities if (thing := measured_thing(claim, quantity)) is not None}


def _country(claim: Claim) -> str | None:
    if claim.place is not None:
        return claim.place.country
    return claim.scope.country if claim.scope is not None else None


def _measure_stored(claim: Claim) -> set[str]:
    country = _country(claim) or "-"
    return {f"m|{thing}|{where}" for thing in _measured(claim) for where in (country, "*")}


def _measure_sought(claim: Claim) -> set[str]:
    country = _country(claim)
    wanted = (country, "-") if country is not None else ("*",)
    return {f"m|{thing}|{where}" for thing in _measured(claim) for where in wanted}


def _months(days: tuple[date, date], around: int) -> set[str]:
    def number(day: date) -> int:
        return day.year * 12 + day.month - 1

    return {f"{n // 12:04d}-{n % 12 + 1:02d}" for n in _numbers(number(days[0]), number(days[1]), days, around)}


def _weeks(days: tuple[date, date], around: int) -> set[str]:
    first, last = ((day.toordinal() - 1) // 7 for day in days)
    return {f"w{n}" for n in _numbers(first, last, days, around)}


def _years(days: tuple[date, date], around: int) -> set[str]:
    return {f"y{n}" for n in _numbers(days[0].year, days[1].year, days, around)}


def _numbers(first: int, last: int, days: tuple[date, date], around: int) -> set[int]:
    whole: Sequence[int] = range(first, last + 1) if (days[1] - days[0]).days <= _LONGEST else (first, last)
    return {n + step for n in whole for step in range(-around, around + 1)}
