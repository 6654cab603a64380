"""Values of the model as rows, and rows as values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import RowMapping

from bot.model.alert import Alert
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.dispute import Dispute
from bot.model.ports import IndexEntry
from bot.model.relation import Relation
from bot.model.wire import alert_object, claim_object, dispute_object, dumps, relation_object
from bot.store.bands import band_keys, pack_signature, unpack_signature
from bot.store.folding import fold

Row = dict[str, Any]


def article_row(article: Article, *, edition: bool = False) -> Row:
    """Return the article's row; that of a later `edition` leaves the address to the first one."""
    return {
        "id": article.id,
        "key": article.key,
        "title": article.title,
        "publisher": article.publisher,
        "publisher_fold": fold(article.publisher or ""),
        "byline": article.byline,
        "published": article.published_at.isoformat(),
        "published_at": article.published_at,
        "url": None if edition else article.url,
        "edition_of": article.url if edition else None,
        "language": article.language,
        "text": article.text,
        "content_hash": article.content_hash,
        "signature": pack_signature(article.shingle_signature),
    }


def article_from_row(row: RowMapping | Mapping[str, Any]) -> Article:
    """Return the article; its text is empty where the row was read without."""
    return Article(
        id=row["id"],
        key=row["key"],
        title=row["title"],
        publisher=row["publisher"],
        published_at=datetime.fromisoformat(row["published"]),
        url=row["url"] or row["edition_of"],
        language=row["language"],
        text=row.get("text", ""),
        content_hash=row["content_hash"],
        shingle_signature=unpack_signature(row["signature"]),
        byline=row["byline"],
    )


def band_rows(article: Article) -> list[Row]:
    """Return a row for each band of the article's signature."""
    return [{"band": band, "article_id": article.id} for band in dict.fromkeys(band_keys(article.shingle_signature))]


def claim_row(claim: Claim, article: Article) -> Row:
    """Return the claim's row, with the columns it is searched by."""
    place, scope = claim.place, claim.scope
    region = (place and place.region) or (scope and scope.region)
    country = (place and place.country) or (scope and scope.country)
    first, last = event_days(claim, article)
    return {
        "id": claim.id,
        "article_id": article.id,
        "domain": claim.domain.value,
        "predicate": claim.predicate and claim.predicate.value,
        "asset_kind": claim.asset and claim.asset.kind.value,
        "state": claim.state and claim.state.value,
        "actor_side": claim.actor and claim.actor.side,
        "opponent_side": claim.opponent and claim.opponent.side,
        "speaker_side": claim.attribution.side,
        "speaker": claim.attribution.speaker,
        "place_fold": fold(place.name) if place else None,
        "place_text_fold": fold(place.text) if place else None,
        "region_fold": fold(region) if region else None,
        "geonameid": place.geonameid if place else None,
        "country": country,
        "first_day": first,
        "last_day": last,
        "published_at": article.published_at,
        "data": dumps(claim_object(claim)),
    }


def event_days(claim: Claim, article: Article) -> tuple[date, date]:
    """Return the first and the last day the claim speaks of, or twice the day of publication where it names none."""
    days = [day for day in (claim.time.start, claim.time.end) if day is not None] or [article.published_at.date()]
    return min(days), max(days)


def word_number(claim: str, published_at: datetime) -> int:
    """Return a number for a claim's words: later articles have greater ones, two claims hardly ever the same."""
    digest = blake2b(claim.encode(), digest_size=4).digest()
    return (int(published_at.timestamp()) << 28) | (int.from_bytes(digest, "little") >> 4)


def name_rows(claim: Claim, article: Article) -> list[Row]:
    """Return a row for each name of the claim's place, and of its region."""
    place, scope = claim.place, claim.scope
    region = (place and place.region) or (scope and scope.region)
    names = (place and place.name, place and place.text, region)
    return [
        {"name": name, "published_at": article.published_at, "claim_id": claim.id}
        for name in dict.fromkeys(fold(one) for one in names if one)
    ]


def word_row(claim: Claim, number: int) -> Row:
    """Return the words that the claim is found by."""
    place, said = claim.place, claim.attribution
    places = (place.name, place.text, place.region) if place else ()
    return {
        "rowid": number,
        "claim_id": claim.id,
        "quotes": "\n".join(mention.quote for mention in claim.mentions),
        "speaker": "\n".join(filter(None, (said.speaker, said.affiliation))),
        "place": "\n".join(filter(None, places)),
    }


def key_rows(index: Sequence[IndexEntry]) -> list[Row]:
    """Return a row for each key; the same entry twice is one."""
    return [
        {"key": entry.key, "claim_id": entry.claim, "position": entry.position, "day": entry.day.toordinal()}
        for entry in dict.fromkeys(index)
    ]


def relation_row(relation: Relation) -> Row:
    """Return the relation's row."""
    return {
        "a": relation.a,
        "b": relation.b,
        "slot": relation.slot or "",
        "relation": relation.relation.value,
        "data": dumps(relation_object(relation)),
    }


def dispute_row(dispute: Dispute) -> Row:
    """Return the dispute's row."""
    slot = dispute.slot
    return {
        "id": dispute.id,
        "slot": slot.key,
        "status": dispute.status.value,
        "place_fold": fold(slot.place) if slot.place else None,
        "region_fold": fold(slot.region) if slot.region else None,
        "label_fold": fold(slot.label),
        "geonameid": slot.geonameid,
        "country": slot.country,
        "opened_at": dispute.opened_at,
        "updated_at": dispute.updated_at,
        "data": dumps(dispute_object(dispute)),
    }


def alert_row(alert: Alert) -> Row:
    """Return the alert's row."""
    return {
        "id": alert.id,
        "kind": alert.kind.value,
        "dispute": alert.dispute,
        "article": alert.article,
        "created_at": alert.created_at,
        "data": dumps(alert_object(alert)),
    }


def loads(data: str) -> Row:
    """Return the object that a `data` column holds."""
    found: Row = json.loads(data)
    return found
