"""Reads the pairs, runs each through the whole pipeline, and says what came out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from bot.app import open_ground
from bot.article.reading import read_article
from bot.model.alert import AlertKind
from bot.model.article import Article, RawArticle
from bot.model.claim import Claim
from bot.model.relation import ConflictType, Relation, RelationKind, Suppression
from bot.pipeline import ManyExtractor
from tests.golden.articles import MEMORY

NOTHING = "none"
NOW = datetime(2031, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One article of a pair, and the words of the claim that the pair is about."""

    publisher: str
    published: str
    text: str
    about: str
    title: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PairCase:
    """A pair with what is wanted of it; `relations` and `conflicts` hold everything that is as good."""

    id: str
    war: str
    relations: tuple[str, ...]
    conflicts: tuple[ConflictType, ...]
    suppressed_by: Suppression | None
    alert: bool
    why: str
    a: Side
    b: Side


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What the pipeline made of a pair: the relation of the claims it is about, and whether an alert was raised.

    `missing` tells that one of the two claims was not found at all.
    """

    case: PairCase
    relation: str
    conflict: ConflictType | None
    alert: bool
    missing: bool

    @property
    def right(self) -> bool:
        """Whether relation and kind of conflict are as wanted."""
        kind = not self.case.conflicts or self.relation != RelationKind.REFUTES or self.conflict in self.case.conflicts
        nothing = self.case.relations == (NOTHING,) and self.relation == RelationKind.RELATED
        return (self.relation in self.case.relations or nothing) and kind


def read_pairs() -> tuple[PairCase, ...]:
    """Return all pairs, in the order of their files."""
    folder = files("tests.golden.pairs")
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return tuple(
        _case(one) for name in names for one in tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))["pair"]
    )


async def outcomes(cases: Sequence[PairCase], extractor: ManyExtractor) -> tuple[Outcome, ...]:
    """Run every pair through a pipeline of its own; the claims of all articles are found at once."""
    articles = [read_article(_raw(case.id, side), now=NOW) for case in cases for side in (case.a, case.b)]
    claims = list(extractor.extract_many(articles))
    found = []
    for number, case in enumerate(cases):
        both = list(zip(articles[2 * number : 2 * number + 2], claims[2 * number : 2 * number + 2], strict=True))
        found.append(await _outcome(case, both))
    return tuple(found)


async def _outcome(case: PairCase, both: Sequence[tuple[Article, tuple[Claim, ...]]]) -> Outcome:
    relations: list[Relation] = []
    alert = False
    async with open_ground(MEMORY, clock=lambda: NOW) as ground:
        for article, claims in both:
            made = await ground.pipeline().record(article, claims)
            relations += made.relations
            alert = alert or any(one.kind is AlertKind.CONFLICT for one in made.alerts)
    ours = [_about(claims, side.about) for (_, claims), side in zip(both, (case.a, case.b), strict=True)]
    between = [one for one in relations if {one.a, one.b} & ours[0] and {one.a, one.b} & ours[1]]
    best = max(between, key=lambda one: (one.relation.value in case.relations, one.score), default=None)
    return Outcome(
        case=case,
        relation=best.relation.value if best is not None else NOTHING,
        conflict=best.conflict_type if best is not None else None,
        alert=alert,
        missing=not all(ours),
    )


def _about(claims: Iterable[Claim], words: str) -> set[str]:
    return {claim.id for claim in claims for one in claim.mentions if one.quote in words or words in one.quote}


def _raw(key: str, side: Side) -> RawArticle:
    return RawArticle(
        origin=key,
        key=f"{key}-{side.publisher}",
        title=side.title,
        publisher=side.publisher,
        published=side.published,
        body=side.text,
        received_at=NOW,
    )


def _case(found: dict[str, Any]) -> PairCase:
    sides = (Side(**found[name], about=found[f"{name}_about"]) for name in ("a", "b"))
    kinds = [*([found["conflict_type"]] if "conflict_type" in found else []), *found.get("conflict_type_also", ())]
    suppressed = found.get("suppressed_by")
    a, b = sides
    return PairCase(
        id=found["id"],
        war=found["war"],
        relations=(found["relation"], *found.get("relation_also", ())),
        conflicts=tuple(ConflictType(one) for one in kinds),
        suppressed_by=Suppression(suppressed) if suppressed else None,
        alert=found["alert"],
        why=found["why"],
        a=a,
        b=b,
    )
