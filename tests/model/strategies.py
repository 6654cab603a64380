"""Generated values of the model, for laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from typing import TypeVar

from hypothesis import strategies as st

from bot.model.alert import Alert, AlertKind, Entry, Part, Statement
from bot.model.claim import (
    Asset,
    AssetKind,
    AssetState,
    Attribution,
    Bound,
    Certainty,
    Claim,
    Domain,
    EventTime,
    Extent,
    Mention,
    Polarity,
    Predicate,
    Quantity,
    Realis,
    SpeakerType,
    SpeechAct,
    TimeBasis,
    TimePrecision,
    Unit,
    Verification,
)
from bot.model.dispute import Dispute, DisputeStatus, Position, Slot, SlotKind
from bot.model.place import Feature, Place, PlaceRelation, Scope
from bot.model.relation import ConflictType, Reason, Relation, RelationKind, Suppression
from bot.model.side import SideRef

Value = TypeVar("Value")
Member = TypeVar("Member", bound=Enum)


def maybe(strategy: st.SearchStrategy[Value]) -> st.SearchStrategy[Value | None]:
    """Return values, or `None` for not stated."""
    return st.none() | strategy


def members(kind: type[Member]) -> st.SearchStrategy[Member]:
    """Return an enum's members."""
    return st.sampled_from(list(kind))


def lists(strategy: st.SearchStrategy[Value]) -> st.SearchStrategy[tuple[Value, ...]]:
    """Return short tuples."""
    return st.lists(strategy, max_size=3).map(tuple)


words = st.text(max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC) | zones)  # noqa: DTZ001 -- hypothesis wants it naive
counts = st.integers(0, 10**9)

sides = st.builds(SideRef, side=maybe(words), name=words)
places = st.builds(
    Place,
    text=words,
    name=words,
    geonameid=maybe(counts),
    feature=maybe(members(Feature)),
    region=maybe(words),
    country=maybe(words),
    lat=maybe(numbers),
    lon=maybe(numbers),
    relation=members(PlaceRelation),
)
claims = st.builds(
    Claim,
    id=words,
    article_id=words,
    article_key=words,
    domain=members(Domain),
    predicate=maybe(members(Predicate)),
    asset=maybe(st.builds(Asset, kind=members(AssetKind), text=words, name=maybe(words))),
    state=maybe(members(AssetState)),
    actor=maybe(sides),
    opponent=maybe(sides),
    place=maybe(places),
    scope=maybe(st.builds(Scope, region=maybe(words), country=maybe(words), basis=words)),
    extent=maybe(members(Extent)),
    quantities=lists(
        st.builds(
            Quantity,
            unit=members(Unit),
            value=numbers,
            low=maybe(numbers),
            high=maybe(numbers),
            bound=members(Bound),
            text=words,
        )
    ),
    time=st.builds(
        EventTime,
        start=maybe(st.dates()),
        end=maybe(st.dates()),
        precision=members(TimePrecision),
        basis=members(TimeBasis),
        days=maybe(counts),
    ),
    polarity=members(Polarity),
    certainty=members(Certainty),
    realis=members(Realis),
    speech_act=members(SpeechAct),
    attribution=st.builds(
        Attribution,
        speaker=maybe(words),
        affiliation=maybe(words),
        side=maybe(words),
        type=maybe(members(SpeakerType)),
        against_interest=st.booleans(),
    ),
    verification=maybe(members(Verification)),
    unverified_by=maybe(words),
    means=maybe(words),
    mentions=lists(
        st.builds(Mention, part=st.sampled_from(["title", "body"]), start=counts, end=counts, quote=words),
    ),
    rule=words,
)
relations = st.builds(
    Relation,
    a=words,
    b=words,
    relation=members(RelationKind),
    conflict_type=maybe(members(ConflictType)),
    score=numbers,
    reason=members(Reason),
    suppressed_by=maybe(members(Suppression)),
    slot=maybe(words),
)
slots = st.builds(
    Slot,
    kind=members(SlotKind),
    key=words,
    label=words,
    place=maybe(words),
    geonameid=maybe(counts),
    region=maybe(words),
    country=maybe(words),
    asset=maybe(words),
    unit=maybe(words),
)
disputes = st.builds(
    Dispute,
    id=words,
    slot=slots,
    status=members(DisputeStatus),
    positions=lists(st.builds(Position, label=words, side=maybe(words), claims=lists(words))),
    claims=lists(words),
    opened_at=instants,
    updated_at=instants,
)
statements = st.builds(
    Statement,
    claim=words,
    heading=words,
    side=maybe(words),
    side_label=maybe(words),
    speaker=maybe(words),
    affiliation=maybe(words),
    publisher=maybe(words),
    title=maybe(words),
    url=maybe(words),
    published_at=instants,
    quote=words,
    certainty=maybe(words),
)
alerts = st.builds(
    Alert,
    id=words,
    kind=members(AlertKind),
    title=words,
    text=words,
    claims=lists(words),
    context=lists(words),
    dispute=maybe(words),
    article=maybe(words),
    conflict_type=maybe(members(ConflictType)),
    why=maybe(words),
    statements=lists(statements),
    unverified_by=lists(words),
    countries=lists(words),
    regions=lists(words),
    geonameids=lists(counts),
    created_at=instants,
    parts=lists(
        st.builds(
            Part,
            heading=words,
            entries=lists(st.builds(Entry, text=words, url=maybe(words), statements=lists(statements))),
            unshown=counts,
        )
    ),
    channel=maybe(words),
)
