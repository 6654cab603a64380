"""The JSON objects of the contract -> values.

Reading back what `bot.model.wire` wrote gives an equal value. Only what that wrote is read: a missing key is a
`KeyError`, a value that the vocabulary does not have is a `ValueError`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

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
from bot.model.decision import Decision, DecisionKind
from bot.model.dispute import Dispute, DisputeStatus, Position, Slot, SlotKind
from bot.model.place import Feature, Place, PlaceRelation, Scope
from bot.model.relation import ConflictType, Reason, Relation, RelationKind, Suppression
from bot.model.side import SideRef


def claim_from_object(found: Mapping[str, Any]) -> Claim:
    """Return the claim that `claim_object` wrote."""
    asset, place, scope, said = found["asset"], found["place"], found["scope"], found["attribution"]
    return Claim(
        id=found["id"],
        article_id=found["article"]["id"],
        article_key=found["article"]["key"],
        domain=Domain(found["domain"]),
        predicate=Predicate(found["predicate"]) if found["predicate"] else None,
        asset=Asset(**{**asset, "kind": AssetKind(asset["kind"])}) if asset else None,
        state=AssetState(found["state"]) if found["state"] else None,
        actor=_side(found["actor"]),
        opponent=_side(found["opponent"]),
        place=_place(place) if place else None,
        scope=Scope(**scope) if scope else None,
        extent=Extent(found["extent"]) if found["extent"] else None,
        quantities=tuple(_quantity(quantity) for quantity in found["quantities"]),
        time=_time(found["time"]),
        polarity=Polarity(found["polarity"]),
        certainty=Certainty(found["certainty"]),
        realis=Realis(found["realis"]),
        speech_act=SpeechAct(found["speech_act"]),
        attribution=Attribution(**{**said, "type": SpeakerType(said["type"]) if said["type"] else None}),
        verification=Verification(found["verification"]) if found["verification"] else None,
        unverified_by=found["unverified_by"],
        means=found["means"],
        mentions=tuple(Mention(**mention) for mention in found["mentions"]),
        rule=found["rule"],
    )


def relation_from_object(found: Mapping[str, Any]) -> Relation:
    """Return the relation that `relation_object` wrote."""
    conflict, suppressed = found["conflict_type"], found["suppressed_by"]
    return Relation(
        a=found["a"],
        b=found["b"],
        relation=RelationKind(found["relation"]),
        conflict_type=ConflictType(conflict) if conflict else None,
        score=found["score"],
        reason=Reason(found["reason"]),
        suppressed_by=Suppression(suppressed) if suppressed else None,
        slot=found["slot"],
    )


def dispute_from_object(found: Mapping[str, Any]) -> Dispute:
    """Return the dispute that `dispute_object` wrote."""
    slot = found["slot"]
    return Dispute(
        id=found["id"],
        slot=Slot(**{**slot, "kind": SlotKind(slot["kind"])}),
        status=DisputeStatus(found["status"]),
        positions=tuple(
            Position(
                label=position["label"],
                side=position["side"],
                claims=tuple(position["claims"]),
                voices=tuple(position.get("voices", ())),
            )
            for position in found["positions"]
        ),
        claims=tuple(found["claims"]),
        opened_at=datetime.fromisoformat(found["opened_at"]),
        updated_at=datetime.fromisoformat(found["updated_at"]),
    )


def decision_from_object(found: Mapping[str, Any]) -> Decision:
    """Return the decision that `decision_object` wrote."""
    return Decision(
        id=found["id"],
        kind=DecisionKind(found["kind"]),
        author=found["author"],
        at=datetime.fromisoformat(found["at"]),
        reason=found["reason"],
        claims=tuple(found["claims"]),
        slots=tuple(found["slots"]),
        dispute=found["dispute"],
        position=found["position"],
        undoes=found["undoes"],
    )


def alert_from_object(found: Mapping[str, Any]) -> Alert:
    """Return the alert that `alert_object` wrote, now or before the last six keys were written."""
    conflict, status = found["conflict_type"], found.get("status")
    return Alert(
        id=found["id"],
        kind=AlertKind(found["kind"]),
        title=found["title"],
        text=found["text"],
        claims=tuple(found["claims"]),
        context=tuple(found["context"]),
        dispute=found["dispute"],
        article=found["article"],
        conflict_type=ConflictType(conflict) if conflict else None,
        why=found["why"],
        statements=_statements(found["statements"]),
        unverified_by=tuple(found["unverified_by"]),
        countries=tuple(found["countries"]),
        regions=tuple(found["regions"]),
        geonameids=tuple(found["geonameids"]),
        created_at=datetime.fromisoformat(found["created_at"]),
        unconfirmed_by=tuple(found.get("unconfirmed_by", ())),
        status=DisputeStatus(status) if status else None,
        positions=tuple(found.get("positions", ())),
        keys=tuple(found.get("keys", ())),
        sources=found.get("sources"),
        parts=tuple(
            Part(
                heading=part["heading"],
                entries=tuple(
                    Entry(text=one["text"], url=one["url"], statements=_statements(one["statements"]))
                    for one in part["entries"]
                ),
                unshown=part["unshown"],
            )
            for part in found.get("parts", ())
        ),
        channel=found.get("channel"),
    )


def _side(found: Mapping[str, Any] | None) -> SideRef | None:
    return None if found is None else SideRef(**found)


def _place(found: Mapping[str, Any]) -> Place:
    feature = Feature(found["feature"]) if found["feature"] else None
    return Place(**{**found, "feature": feature, "relation": PlaceRelation(found["relation"])})


def _quantity(found: Mapping[str, Any]) -> Quantity:
    return Quantity(**{**found, "unit": Unit(found["unit"]), "bound": Bound(found["bound"])})


def _time(found: Mapping[str, Any]) -> EventTime:
    return EventTime(
        start=date.fromisoformat(found["start"]) if found["start"] else None,
        end=date.fromisoformat(found["end"]) if found["end"] else None,
        precision=TimePrecision(found["precision"]),
        basis=TimeBasis(found["basis"]),
        days=found["days"],
    )


def _statements(found: Sequence[Mapping[str, Any]]) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            **{
                **statement,
                "published_at": datetime.fromisoformat(statement["published_at"]),
                "facets": tuple(statement.get("facets", ())),
            }
        )
        for statement in found
    )
