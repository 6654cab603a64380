"""Values for tests, from an invented war: Norland (XNO) attacks Sudmark (XSU) along the river Ell.

Every builder takes any field of the value it makes and fills in the rest, the same each time. Ids derive from the
content, so that two claims that differ have different ids without a word about it. XNO and XSU are in ISO 3166's
user-assigned range: no real country answers to them.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from bot.model.alert import Alert, AlertKind, Statement
from bot.model.area import Area, region_key
from bot.model.article import Article
from bot.model.claim import (
    Asset,
    AssetKind,
    AssetState,
    Attribution,
    Claim,
    Domain,
    EventTime,
    Mention,
    Predicate,
    SpeakerType,
    SpeechAct,
    TimeBasis,
    TimePrecision,
)
from bot.model.dispute import Dispute, DisputeStatus, Position, Slot, SlotKind
from bot.model.outbox import OutboxItem
from bot.model.place import Feature, Place
from bot.model.relation import Reason, Relation, RelationKind
from bot.model.side import SideRef
from bot.model.subscription import Content, Subscription

NORLAND = "XNO"
SUDMARK = "XSU"
DAY = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
QUOTE = "Norland said on Wednesday that its troops had captured the town of Ellbruck."

_SIDE_NAMES = {NORLAND: "Norland", SUDMARK: "Sudmark"}


def digest(*parts: object) -> str:
    """Return 16 hexadecimal digits that follow from the parts."""
    return sha256("\x1f".join(map(repr, parts)).encode()).hexdigest()[:16]


def make_article(**changes: Any) -> Article:
    """Return an article; `id` follows from publisher and text, `content_hash` from the text alone.

    `published_at` may be a `date` (nine in the morning UTC then).
    """
    text = changes.setdefault("text", QUOTE)
    publisher = changes.setdefault("publisher", "The Ell Courier")
    published = changes.get("published_at", DAY)
    if not isinstance(published, datetime):
        published = datetime(published.year, published.month, published.day, 9, tzinfo=UTC)
    changes["published_at"] = published
    made = digest(publisher, text)
    return Article(
        **{
            "id": made,
            "key": f"article-{made[:6]}",
            "title": "Norland says Ellbruck has fallen",
            "url": None,
            "language": "en",
            "content_hash": digest(" ".join(text.casefold().split())),
            **changes,
        }
    )


def make_place(name: str = "Ellbruck", **changes: Any) -> Place:
    """Return a settlement in Sudmark's region Ellmoor; its `geonameid` follows from the name."""
    return Place(
        **{
            "text": name,
            "name": name,
            "geonameid": 900_000_000 + int(digest(name)[:6], 16),
            "feature": Feature.SETTLEMENT,
            "region": "Ellmoor",
            "country": SUDMARK,
            "lat": 10.0,
            "lon": 20.0,
            **changes,
        }
    )


def make_side(side: str | SideRef | None) -> SideRef | None:
    """Return a side by its id, named as the invented war names it."""
    return SideRef(side=side, name=_SIDE_NAMES.get(side, side)) if isinstance(side, str) else side


def make_time(day: date | None, **changes: Any) -> EventTime:
    """Return the time of an event on one day, or of one whose day is not known."""
    return EventTime(
        **{
            "start": day,
            "end": day,
            "precision": TimePrecision.DAY if day else TimePrecision.UNKNOWN,
            "basis": TimeBasis.EXPLICIT if day else TimeBasis.PUBLICATION,
            **changes,
        }
    )


def make_attribution(**changes: Any) -> Attribution:
    """Return an attribution to Norland's defence ministry."""
    return Attribution(
        **{
            "speaker": "Norland's defence ministry",
            "affiliation": None,
            "side": NORLAND,
            "type": SpeakerType.OFFICIAL,
            **changes,
        }
    )


def make_claim(*, article: Article | None = None, quote: str | None = None, **changes: Any) -> Claim:
    """Return a territorial claim (Norland captured Ellbruck), or an infrastructure claim where a `state` is given.

    `article` gives the article's id and key, and the offsets of `quote` in its text. `place` may be a name, `actor` and
    `opponent` may be ids, `asset` may be an `AssetKind`, `time` may be a `date`, and `attribution` may be a side's id.
    `id` follows from all the rest.
    """
    home = article or make_article()
    words = quote if quote is not None else (QUOTE if QUOTE in home.text else home.text[:600])
    at = max(home.text.find(words), 0)
    infrastructure = "state" in changes or "asset" in changes
    merged: dict[str, Any] = {
        "article_id": home.id,
        "article_key": home.key,
        "domain": Domain.INFRASTRUCTURE if infrastructure else Domain.TERRITORY,
        "predicate": None if infrastructure else Predicate.CAPTURED,
        "asset": AssetKind.BRIDGE if infrastructure else None,
        "state": AssetState.DESTROYED if infrastructure else None,
        "actor": NORLAND,
        "place": "Ellbruck",
        "time": home.published_at.date(),
        "speech_act": SpeechAct.CLAIM,
        "attribution": make_attribution(),
        "mentions": (Mention(part="body", start=at, end=at + len(words), quote=words),),
        "rule": "test",
        **changes,
    }
    if isinstance(merged["place"], str):
        merged["place"] = make_place(merged["place"])
    if isinstance(merged["asset"], AssetKind):
        merged["asset"] = Asset(kind=merged["asset"], text=f"the {merged['asset']}")
    if isinstance(merged["time"], date):
        merged["time"] = make_time(merged["time"])
    if isinstance(merged["attribution"], str):
        side = merged["attribution"]
        merged["attribution"] = make_attribution(speaker=f"{_SIDE_NAMES.get(side, side)}'s government", side=side)
    merged["actor"] = make_side(merged["actor"])
    merged["opponent"] = make_side(merged.get("opponent"))
    claim = Claim(**{"id": "", **merged})
    if "id" in changes:
        return claim
    return replace(claim, id=digest(*(getattr(claim, field.name) for field in fields(Claim))))


def make_relation(a: str = "claim-a", b: str = "claim-b", **changes: Any) -> Relation:
    """Return a relation between two claims that have nothing to do with each other but the place."""
    return Relation(
        **{
            "a": a,
            "b": b,
            "relation": RelationKind.RELATED,
            "score": 0.5,
            "reason": Reason.SAME_PLACE_ONLY,
            **changes,
        }
    )


def make_slot(key: str = "holder:Ellbruck", **changes: Any) -> Slot:
    """Return the slot of who holds Ellbruck."""
    return Slot(
        **{
            "kind": SlotKind.HOLDER,
            "key": key,
            "label": "control of Ellbruck",
            "place": "Ellbruck",
            "region": "Ellmoor",
            "country": SUDMARK,
            **changes,
        }
    )


def make_dispute(*claims: str, **changes: Any) -> Dispute:
    """Return an open dispute in which each claim is a position of its own; `id` follows from slot and claims."""
    slot = changes.setdefault("slot", make_slot())
    names = claims or ("claim-a", "claim-b")
    return Dispute(
        **{
            "id": digest(slot.key, names),
            "status": DisputeStatus.OPEN,
            "positions": tuple(Position(label=f"says {one}", side=None, claims=(one,)) for one in names),
            "claims": names,
            "opened_at": DAY,
            "updated_at": DAY,
            **changes,
        }
    )


def make_statement(claim: Claim | None = None, **changes: Any) -> Statement:
    """Return a claim as an alert shows it."""
    shown = claim or make_claim()
    return Statement(
        **{
            "claim": shown.id,
            "heading": "Norland captured Ellbruck",
            "side": NORLAND,
            "side_label": "Norland",
            "speaker": shown.attribution.speaker,
            "affiliation": None,
            "publisher": "The Ell Courier",
            "title": "Norland says Ellbruck has fallen",
            "url": None,
            "published_at": DAY,
            "quote": shown.mentions[0].quote,
            **changes,
        }
    )


def make_alert(*claims: str, **changes: Any) -> Alert:
    """Return a summary alert, or a conflict where a `dispute` is given; `id` follows from what it is about."""
    conflict = changes.get("dispute") is not None
    kind = changes.setdefault("kind", AlertKind.CONFLICT if conflict else AlertKind.SUMMARY)
    names = claims or ("claim-a", "claim-b")
    return Alert(
        **{
            "id": digest(kind, names, changes.get("dispute"), changes.get("article")),
            "title": "Who holds Ellbruck?",
            "text": "Norland says that it captured Ellbruck; Sudmark denies it.",
            "claims": names,
            "created_at": DAY,
            **changes,
        }
    )


LONG = 120
"""Lines of a digest that no platform shows in one message."""


def long_digest(**changes: Any) -> Alert:
    """Return a digest of `LONG` lines, each on its own village."""
    lines = (
        f"Norland captured Village {number:03} on the far bank of the river Ell and its surroundings, says Anna Ryde."
        for number in range(LONG)
    )
    title = "Digest of a day along the river"
    return make_alert(**{"kind": AlertKind.DIGEST, "title": title, "text": "\n\n".join([title, *lines]), **changes})


def make_item(number: int = 1, *, destination: str = "console", attempts: int = 0, **alert: Any) -> OutboxItem:
    """Return an outbox item; other arguments are its alert's, which is titled by the number where no title is given."""
    told = make_alert(**{"title": f"alert {number}", **alert})
    return OutboxItem(id=number, alert=told, destination=destination, attempts=attempts)


def make_area(name: str = "Ellmoor", **changes: Any) -> Area:
    """Return a region of Sudmark."""
    key = region_key(SUDMARK, name)
    return Area(
        **{"key": key, "label": f"{name} region, Sudmark", "feature": Feature.REGION, "keys": (key,), **changes}
    )


def make_subscription(**changes: Any) -> Subscription:
    """Return a channel's subscription to conflicts and claims in Ellmoor; `id` follows from channel and area."""
    area = changes.setdefault("area", make_area())
    destination = changes.setdefault("destination", "discord:42")
    return Subscription(
        **{
            "id": digest(destination, area.key),
            "space": "discord:7",
            "content": Content.CLAIMS,
            "digest": None,
            "created_at": DAY,
            "created_by": "discord:1",
            **changes,
        }
    )
