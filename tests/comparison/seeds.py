"""The claims that a careful reader finds in the three sample articles, built from their gold file."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.model.article import Article
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
)
from bot.model.place import Feature, Place, PlaceRelation, Scope
from bot.model.ports import Sourced
from bot.model.side import SideRef
from tests.builders import digest, make_article
from tests.comparison.worlds import SIDES

GOLD = Path(__file__).with_name("gold.toml")
SAMPLES = Path(__file__).parents[2] / "bot" / "samples"
KEYS = ("kharkiv-2022-05-12", "bbc-2022-09-10", "itv-2022-09-10")


@cache
def gold() -> dict[str, Any]:
    """Return the gold file."""
    return tomllib.loads(GOLD.read_text(encoding="utf-8"))


@cache
def articles() -> dict[str, Article]:
    """Return the three articles by key."""
    return {key: _article(key) for key in KEYS}


@cache
def claims() -> dict[str, Sourced]:
    """Return the gold claims by their gold id."""
    built = {row["id"]: _claim(row) for row in gold()["claim"]}
    return {name: Sourced(claim=claim, article=articles()[claim.article_key]) for name, claim in built.items()}


def _article(key: str) -> Article:
    _, head, body = (SAMPLES / f"{key}.md").read_text(encoding="utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    return make_article(
        key=key,
        title=fields["title"].strip('"'),
        publisher=fields["publisher"],
        published_at=datetime.fromisoformat(fields["published"]),
        text=body,
    )


def _claim(row: dict[str, Any]) -> Claim:
    article = articles()[row["article"]]
    territory = row["domain"] == "territory"
    # Where the gold leaves the predicate open: who holds the place, if that could not be confirmed, else forces there.
    unsaid = "controls" if row.get("speech_act") == "not_confirmed" else "entered"
    predicate = Predicate(row.get("predicate", unsaid)) if territory else None
    place = _place(row["place"]) if "place" in row else None
    quantities = tuple(_quantity(row[key]) for key in ("quantity", "quantity_also") if key in row)
    start = max(article.text.find(row["quote"]), 0)
    return Claim(
        id=digest(row["id"]),
        article_id=article.id,
        article_key=article.key,
        domain=Domain(row["domain"]),
        predicate=predicate,
        asset=None
        if territory
        else Asset(kind=AssetKind(row.get("asset", "supply")), text=row.get("asset", "supplies")),
        state=None if territory else AssetState(row.get("state", "operational")),
        actor=_side(row.get("actor")),
        opponent=_side(row.get("opponent")),
        place=place,
        scope=None if place else Scope(region="Kharkiv", country="UKR", basis="the article's places"),
        extent=Extent(row["extent"]) if "extent" in row else None,
        quantities=quantities,
        time=_time(row, article),
        polarity=Polarity(row.get("polarity", "affirmed")),
        certainty=Certainty(row.get("certainty", "certain")),
        realis=Realis(row.get("realis", "actual")),
        speech_act=SpeechAct(row.get("speech_act", "claim" if "speaker" in row else "report")),
        attribution=_attribution(row),
        mentions=(Mention(part="body", start=start, end=start + len(row["quote"]), quote=row["quote"]),),
        rule="gold",
    )


def _side(side: str | None) -> SideRef | None:
    return SideRef(side=side, name=SIDES.label(side)) if side else None


def _place(given: dict[str, Any]) -> Place:
    settlement = "geonameid" in given or "name" in given
    region = given.get("region")
    name = given.get("name") or region or "Ukraine"
    feature = Feature.SETTLEMENT if settlement else Feature.REGION if region else Feature.COUNTRY
    # A reader knows that the three towns of the samples lie in the region that the articles name.
    home = region or ("Kharkiv" if settlement and name != "Kherson" else "Kherson" if settlement else None)
    return Place(
        text=name,
        name=name,
        geonameid=given.get("geonameid") or (706448 if name == "Kherson" and settlement else None),
        feature=feature,
        region=home,
        country=given.get("country", "UKR"),
        relation=PlaceRelation(given.get("relation", "in")),
    )


def _quantity(given: dict[str, Any]) -> Quantity:
    bound = Bound(given.get("bound", "exact"))
    value = given["value"]
    low = given.get("low", value if bound is Bound.EXACT else None)
    high = given.get("high", value if bound is Bound.EXACT else None)
    return Quantity(
        unit=Unit(given["unit"]), value=value, low=low, high=high, bound=bound, text=f"{value:g} {given['unit']}"
    )


def _time(row: dict[str, Any], article: Article) -> EventTime:
    published = article.published_at.date()
    if "event_month" in row:
        year, month = map(int, row["event_month"].split("-"))
        last = date(year, month, monthrange(year, month)[1])
        return EventTime(start=date(year, month, 1), end=last, precision=TimePrecision.MONTH, basis=TimeBasis.EXPLICIT)
    if "event_year" in row:
        first, last = date(row["event_year"], 1, 1), date(row["event_year"], 12, 31)
        return EventTime(start=first, end=last, precision=TimePrecision.YEAR, basis=TimeBasis.EXPLICIT)
    if "event_days" in row:
        return EventTime(
            start=published - timedelta(days=row["event_days"] - 1),
            end=published,
            precision=TimePrecision.DAY,
            basis=TimeBasis.RELATIVE,
            days=row["event_days"],
        )
    return EventTime(start=published, end=published, precision=TimePrecision.DAY, basis=TimeBasis.PUBLICATION)


def _attribution(row: dict[str, Any]) -> Attribution:
    speaker = row.get("speaker")
    kind = SpeakerType(row["attribution_type"]) if "attribution_type" in row else None
    if kind is None and speaker is None:
        kind = SpeakerType.OFFICIAL if "speaker_side" in row else SpeakerType.AUTHOR
    if kind is None and speaker is not None:
        words = speaker.lower()
        army = any(word in words for word in ("military", "army", "forces"))
        kind = SpeakerType.MILITARY if army else SpeakerType.OFFICIAL
        kind = SpeakerType.MEDIA if speaker == "BBC" else SpeakerType.THINK_TANK if "institute" in words else kind
    return Attribution(
        speaker=speaker,
        affiliation=row.get("affiliation"),
        side=row.get("speaker_side"),
        type=kind,
        against_interest=row.get("against_interest", False),
    )
