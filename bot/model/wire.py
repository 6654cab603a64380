"""Values -> the JSON objects of the contract.

Every object that leaves the program (`--json`, exports) or is kept as data (the store) is made here, and what is kept
is read by `bot.model.reading`. `type` comes first; dates and times are ISO 8601; what is not stated is `null`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.model.alert import Alert
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.decision import Decision
from bot.model.dispute import Dispute
from bot.model.place import PlaceMention
from bot.model.relation import Relation

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

JsonObject = dict[str, Any]

# Line ends to Python's `splitlines` and to some editors, though not to JSON: escaped, so that a line stays one line.
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def dumps(value: Mapping[str, Any]) -> str:
    """Return compact JSON on one line, not escaped beyond need, and always encodable as UTF-8.

    Raises ValueError for a number that JSON does not have (NaN, infinity).
    """
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if line.isascii():
        return line
    for end, escaped in _LINE_ENDS.items():
        line = line.replace(end, escaped)
    try:
        line.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can carry
        return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return line


def article_object(article: Article, *, known: bool = False, with_text: bool = False) -> JsonObject:
    """Return the article; `known` marks one that was read before, `with_text` adds its text unchanged."""
    made: JsonObject = {
        "type": "article",
        "id": article.id,
        "key": article.key,
        "title": article.title,
        "publisher": article.publisher,
        "published_at": article.published_at.isoformat(),
        "url": article.url,
    }
    if known:
        made["known"] = True
    if with_text:
        made["text"] = article.text
    return made


def claim_object(claim: Claim, withdrawn: Decision | None = None) -> JsonObject:
    """Return the claim with every field of the contract, then `unverified_by` and `rule`.

    One that its outlet has taken back says last by whom it was `withdrawn`, and when.
    """
    asset = claim.asset
    taken_back = {} if withdrawn is None else {"withdrawn": {"by": withdrawn.author, "at": withdrawn.at.isoformat()}}
    return {
        "type": "claim",
        "id": claim.id,
        "article": {"id": claim.article_id, "key": claim.article_key},
        "domain": claim.domain.value,
        "predicate": _text(claim.predicate),
        "asset": asset and {"kind": asset.kind.value, "name": asset.name, "text": asset.text},
        "state": _text(claim.state),
        "actor": _parts(claim.actor),
        "opponent": _parts(claim.opponent),
        "place": _parts(claim.place),
        "scope": _parts(claim.scope),
        "extent": _text(claim.extent),
        "quantities": [_parts(quantity) for quantity in claim.quantities],
        "time": _parts(claim.time),
        "polarity": claim.polarity.value,
        "certainty": claim.certainty.value,
        "realis": claim.realis.value,
        "speech_act": claim.speech_act.value,
        "attribution": _parts(claim.attribution),
        "verification": _text(claim.verification),
        "means": claim.means,
        "mentions": [_parts(mention) for mention in claim.mentions],
        "unverified_by": claim.unverified_by,
        "rule": claim.rule,
        **taken_back,
    }


def relation_object(relation: Relation) -> JsonObject:
    """Return the relation, then the key of the slot that both claims fill."""
    return {
        "type": "relation",
        "a": relation.a,
        "b": relation.b,
        "relation": relation.relation.value,
        "conflict_type": _text(relation.conflict_type),
        "score": relation.score,
        "reason": relation.reason.value,
        "suppressed_by": _text(relation.suppressed_by),
        "slot": relation.slot,
    }


def dispute_object(dispute: Dispute) -> JsonObject:
    """Return the dispute with its slot and positions."""
    return {
        "type": "dispute",
        "id": dispute.id,
        "slot": _parts(dispute.slot),
        "status": dispute.status.value,
        "positions": [_parts(position) for position in dispute.positions],
        "claims": list(dispute.claims),
        "opened_at": dispute.opened_at.isoformat(),
        "updated_at": dispute.updated_at.isoformat(),
    }


def decision_object(decision: Decision) -> JsonObject:
    """Return what a person decided."""
    return {
        "type": "decision",
        "id": decision.id,
        "kind": decision.kind.value,
        "author": decision.author,
        "at": decision.at.isoformat(),
        "reason": decision.reason,
        "claims": list(decision.claims),
        "slots": list(decision.slots),
        "dispute": decision.dispute,
        "position": decision.position,
        "undoes": decision.undoes,
    }


def alert_object(alert: Alert) -> JsonObject:
    """Return the alert as the contract prints it, then its parts for whoever words it anew."""
    return {
        "type": "alert",
        "kind": alert.kind.value,
        "dispute": alert.dispute,
        "article": alert.article,
        "claims": list(alert.claims),
        "context": list(alert.context),
        "title": alert.title,
        "text": alert.text,
        "id": alert.id,
        "conflict_type": _text(alert.conflict_type),
        "why": alert.why,
        "statements": [_parts(statement) for statement in alert.statements],
        "unverified_by": list(alert.unverified_by),
        "countries": list(alert.countries),
        "regions": list(alert.regions),
        "geonameids": list(alert.geonameids),
        "created_at": alert.created_at.isoformat(),
        "unconfirmed_by": list(alert.unconfirmed_by),
        "status": _text(alert.status),
        "positions": list(alert.positions),
        "keys": list(alert.keys),
        "sources": alert.sources,
        "parts": [
            {
                "heading": part.heading,
                "entries": [
                    {"text": one.text, "url": one.url, "statements": [_parts(said) for said in one.statements]}
                    for one in part.entries
                ],
                "unshown": part.unshown,
            }
            for part in alert.parts
        ],
        **({} if alert.channel is None else {"channel": alert.channel}),
    }


def place_object(article_key: str, mention: PlaceMention, text: str) -> JsonObject:
    """Return a place name found in `text`, with what it resolves to (all `null` where the gazetteer has no entry)."""
    place = mention.place
    return {
        "type": "place",
        "article": article_key,
        "text": text[mention.start : mention.end],
        "start": mention.start,
        "end": mention.end,
        "geonameid": place.geonameid if place else None,
        "feature": _text(place.feature) if place else None,
        "name": place.name if place else None,
        "region": place.region if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }


def _text(value: str | None) -> str | None:
    """Return the plain string of an enum's member: a `StrEnum` prints right, but is another type."""
    return None if value is None else str(value)


def _parts(value: DataclassInstance | None) -> JsonObject | None:
    """Return a dataclass whose fields are the contract's keys; the tests pin the keys."""
    return None if value is None else {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
