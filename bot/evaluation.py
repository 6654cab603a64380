"""Scores what was found against a gold file.

A found claim can stand for a gold claim when both are in the same article, a mention of it overlaps the gold quote (one
inside the other, no mention longer than 600 characters), the domain is the same, and the predicate (territory) or the
asset kind (infrastructure) is one that gold allows. Matching is one to one, must-claims first, best agreement first;
a second claim for the same gold claim is a stray: said twice is one claim with two mentions.

  recall     must-claims matched / must-claims
  precision  found claims matched to a gold claim, must or optional / found claims
  fields     of the fields that gold gives for matched must-claims, the share that agrees; where gold is silent,
             polarity is "affirmed", realis is "actual" or "historical"; "any" leaves it open
  strict     must-claims matched with predicate or asset and state, actor, place, polarity and realis all right /
             must-claims
  relations  gold relations whose two claims were found, whose labels between the two are all allowed, whose conflict
             type agrees, and whose alert (the two claims that conflict are exactly an alert's `claims`) agrees /
             gold relations

Claims, relations and alerts are the objects that the program prints; gold is a TOML file's content.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.model.errors import UnreadableError

Printed = Mapping[str, Any]
"""An object as the program prints it, or a gold claim."""

_LONGEST_MENTION = 600
_STRICT = ("predicate", "asset", "state", "actor", "place", "region", "polarity", "realis")
_DIVISION_WORDS = re.compile(r"\b(oblast|province|governorate|region|state|district|the|of)\b")
_ARTICLE = re.compile(r"^\s*(al|ar|as|ad|an|at|el)[- ]")


@dataclass(frozen=True, kw_only=True, slots=True)
class WrongField:
    """A field of a matched must-claim that does not agree."""

    wanted: Printed
    field: str
    found: Printed


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedRelation:
    """A gold relation, whether it was found as gold has it, and what was found instead."""

    wanted: Printed
    right: bool
    found: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """The figures (shares rounded to three places; `relations` is `None` where gold has none), and what is behind them.

    `fields` counts (right, given) by field; `confusion` counts (field, wanted, found) of polarity and realis.
    """

    must: int
    found: int
    recall: float
    precision: float
    fields: float
    strict: float
    relations: float | None
    conflict_alerts: int
    by_field: Mapping[str, tuple[int, int]]
    confusion: Mapping[tuple[str, str, str], int]
    missed: tuple[Printed, ...]
    wrong: tuple[WrongField, ...]
    strays: tuple[Printed, ...]
    judged_relations: tuple[JudgedRelation, ...]

    def figures(self) -> dict[str, int | float | None]:
        """Return the eight figures by name, in their usual order."""
        return {
            "must": self.must,
            "found": self.found,
            "recall": self.recall,
            "precision": self.precision,
            "fields": self.fields,
            "strict": self.strict,
            "relations": self.relations,
            "conflict_alerts": self.conflict_alerts,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Gold:
    """What a careful reader finds: claims with ids of their own, and relations between them."""

    claims: tuple[Printed, ...]
    relations: tuple[Printed, ...]


def read_gold(path: Path) -> Gold:
    """Read a gold file; raises UnreadableError where it is none."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableError(origin=str(path), reason=error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(origin=str(path), reason=f"not a gold file: {error}") from error
    claims = table.get("claim")
    needed = {"id", "article", "quote", "domain"}
    if not isinstance(claims, list) or not all(isinstance(one, dict) and needed <= one.keys() for one in claims):
        raise UnreadableError(
            origin=str(path), reason="not a gold file: it needs [[claim]] tables with id, article, quote and domain"
        )
    return Gold(claims=tuple(claims), relations=tuple(table.get("relation", ())))


def score(printed: Iterable[Printed], gold: Gold) -> Score:
    """Score the objects that the program printed against the gold."""
    lines = list(printed)
    claims = [line for line in lines if line.get("type") == "claim"]
    matched = match(claims, gold.claims)
    stood = {id(claim) for claim in matched.values()}
    strays = tuple(claim for claim in claims if id(claim) not in stood)
    must = [want for want in gold.claims if want.get("must", True)]
    missed = tuple(want for want in must if want["id"] not in matched)
    fields: defaultdict[str, list[bool]] = defaultdict(list)
    confusion: Counter[tuple[str, str, str]] = Counter()
    wrong: list[WrongField] = []
    strict = 0
    for want in must:
        if want["id"] not in matched:
            continue
        have = matched[want["id"]]
        agree = check_fields(have, want)
        strict += all(right for field, right in agree.items() if field in _STRICT)
        for field, right in agree.items():
            fields[field].append(right)
            if not right:
                wrong.append(WrongField(wanted=want, field=field, found=have))
        for field, default in (("polarity", "affirmed"), ("realis", "actual")):
            confusion[field, str(want.get(field, default)), str(have.get(field))] += 1
    relations = judge_relations(gold.relations, matched, lines)
    given = [right for rights in fields.values() for right in rights]
    return Score(
        must=len(must),
        found=len(claims),
        recall=round(1 - len(missed) / max(1, len(must)), 3),
        precision=round(1 - len(strays) / max(1, len(claims)), 3),
        fields=round(sum(given) / max(1, len(given)), 3),
        strict=round(strict / max(1, len(must)), 3),
        relations=round(sum(one.right for one in relations) / len(relations), 3) if relations else None,
        conflict_alerts=sum(line.get("type") == "alert" and line.get("kind") == "conflict" for line in lines),
        by_field={field: (sum(rights), len(rights)) for field, rights in sorted(fields.items())},
        confusion={key: count for key, count in sorted(confusion.items()) if key[1] != key[2]},
        missed=missed,
        wrong=tuple(wrong),
        strays=strays,
        judged_relations=relations,
    )


def match(claims: Sequence[Printed], gold: Sequence[Printed]) -> dict[str, Printed]:
    """Return gold id -> the found claim that stands for it; one to one, must-claims first."""
    by_article: defaultdict[str, list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        by_article[(claim.get("article") or {}).get("key") or ""].append(number)
    pairs = []
    for want in gold:
        for number in by_article[want["article"]]:
            if _is_match(claims[number], want):
                agree = check_fields(claims[number], want)
                agreement = sum(1 if right else -1 for right in agree.values())
                pairs.append((not want.get("must", True), -agreement, want["id"], number))
    matched: dict[str, Printed] = {}
    used: set[int] = set()
    for _, _, wanted, number in sorted(pairs):
        if wanted not in matched and number not in used:
            matched[wanted] = claims[number]
            used.add(number)
    return matched


def check_fields(found: Printed, gold: Printed) -> dict[str, bool]:
    """Return field name -> whether it agrees, for each field that gold gives or that has a default."""
    agrees: dict[str, bool] = {}
    for field in ("certainty", "speech_act", "extent", "state", "verification"):
        if field in gold:
            agrees[field] = found.get(field) in _allowed(gold, field)
    if gold.get("polarity") != "any":
        agrees["polarity"] = found.get("polarity") in (_allowed(gold, "polarity") or {"affirmed"})
    if gold.get("realis") != "any":
        agrees["realis"] = found.get("realis") in (_allowed(gold, "realis") or {"actual", "historical"})
    for field in ("actor", "opponent"):
        if field in gold:
            have = (found.get(field) or {}).get("side")
            agrees[field] = any(_same_side(have, side) for side in _allowed(gold, field))
    agrees |= _check_attribution(found.get("attribution") or {}, gold)
    agrees |= _check_place(found.get("place") or {}, gold.get("place") or {})
    for field in ("quantity", "quantity_also"):
        if field in gold:
            agrees[field] = _same_quantity(found, gold[field])
    return agrees | _check_time(found.get("time") or {}, gold)


def judge_relations(
    gold: Sequence[Printed], matched: Mapping[str, Printed], lines: Sequence[Printed]
) -> tuple[JudgedRelation, ...]:
    """Judge every gold relation by what was printed between the two claims that stand for its ends."""
    relations = [line for line in lines if line.get("type") == "relation"]
    alerts = [
        set(line.get("claims") or [])
        for line in lines
        if line.get("type") == "alert" and line.get("kind") == "conflict"
    ]
    judged = []
    for want in gold:
        a, b = (matched.get(want[end], {}).get("id") for end in "ab")
        if not a or not b:
            judged.append(JudgedRelation(wanted=want, right=False, found="claim not found"))
            continue
        between = [relation for relation in relations if {relation.get("a"), relation.get("b")} == {a, b}]
        labels = {relation.get("relation") for relation in between} or {"none"}
        types = {relation.get("conflict_type") for relation in between if relation.get("relation") == "refutes"}
        alerted = {a, b} in alerts
        right = labels <= _allowed(want, "relation") and alerted == want.get("alert", False)
        if "conflict_type" in want and "refutes" in labels:
            right = right and types <= _allowed(want, "conflict_type")
        found = f"{sorted(map(str, labels))} {sorted(map(str, types))} alert={alerted}"
        judged.append(JudgedRelation(wanted=want, right=right, found=found))
    return tuple(judged)


def _fold(text: str | None) -> str:
    """Lower-case, strip accents and apostrophes, fold white space, so that spellings compare."""
    text = unicodedata.normalize("NFKD", text or "").replace("’", "'")
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("'", "")
    return re.sub(r"\s+", " ", text).strip().lower()


def _allowed(gold: Printed, field: str) -> set[Any]:
    return {gold[field], *gold.get(field + "_also", [])} if field in gold else set()


def _overlaps(found: Printed, gold: Printed) -> bool:
    """Whether a mention's quote holds the gold quote, or is at least half of it."""
    want = _fold(gold["quote"])
    for mention in found.get("mentions") or []:
        have = _fold(mention.get("quote", ""))
        if have and len(have) <= _LONGEST_MENTION and (want in have or (have in want and 2 * len(have) >= len(want))):
            return True
    return False


def _is_match(found: Printed, gold: Printed) -> bool:
    if found.get("domain") != gold["domain"] or not _overlaps(found, gold):
        return False
    if gold["domain"] == "territory" and "predicate" in gold:
        return found.get("predicate") in _allowed(gold, "predicate")
    if gold["domain"] == "infrastructure" and "asset" in gold:
        return (found.get("asset") or {}).get("kind") in _allowed(gold, "asset")
    return True


def _same_region(have: str, want: str) -> bool:
    """Whether two spellings name one region: "Ar-Raqqah" and "Raqqa", "Donets'k" and "Donetsk Oblast"."""

    def bare(name: str) -> str:
        return re.sub(r"[^a-z]", "", _ARTICLE.sub("", _DIVISION_WORDS.sub(" ", _fold(name))))

    a, b = bare(have), bare(want)
    return bool(a) and (a == b or difflib.SequenceMatcher(None, a, b).ratio() >= 0.87)


def _same_side(have: str | None, want: str) -> bool:
    """Whether two ids name one side: country codes exactly, the ids of non-state actors may differ a little."""
    if not have or not (have.islower() and want.islower()):
        return have == want
    return difflib.SequenceMatcher(None, have, want).ratio() >= 0.8


def _same_quantity(found: Printed, want: Printed) -> bool:
    for have in found.get("quantities") or []:
        if have.get("unit") != want["unit"]:
            continue
        near = all(
            have.get(key) is not None and abs(float(have[key]) - float(want[key])) <= 0.005 * max(1.0, abs(want[key]))
            for key in ("value", "low", "high")
            if key in want
        )
        if near and have.get("bound", want.get("bound")) == want.get("bound", have.get("bound")):
            return True
    return False


def _check_attribution(have: Printed, gold: Printed) -> dict[str, bool]:
    agrees: dict[str, bool] = {}
    if "speaker_side" in gold:
        agrees["speaker_side"] = any(_same_side(have.get("side"), side) for side in _allowed(gold, "speaker_side"))
    if "attribution_type" in gold:
        agrees["attribution_type"] = have.get("type") == gold["attribution_type"]
    if "against_interest" in gold:
        agrees["against_interest"] = bool(have.get("against_interest")) == gold["against_interest"]
    for field, other in (("speaker", "affiliation"), ("affiliation", "speaker")):
        if field in gold:
            said = _fold(f"{have.get(field) or ''} {have.get(other) or ''}")
            words = _fold(gold[field]).replace(" of ", " ").replace(" the ", " ").split()
            agrees[field] = all(word in said for word in words)
    return agrees


def _check_place(have: Printed, want: Printed) -> dict[str, bool]:
    agrees: dict[str, bool] = {}
    if "geonameid" in want:
        agrees["place"] = have.get("geonameid") in {want["geonameid"], *want.get("geonameid_also", [])}
    elif "name" in want:
        agrees["place"] = _fold(want["name"]) in _fold(f"{have.get('text')} {have.get('name')} {have.get('region')}")
    if "region" in want:
        region = have.get("region") or have.get("name") or ""
        agrees["region"] = any(_same_region(region, one) for one in {want["region"], *want.get("region_also", [])})
    if "country" in want:
        agrees["country"] = have.get("country") == want["country"]
    if "relation" in want:
        agrees["place_relation"] = have.get("relation") == want["relation"]
    return agrees


def _check_time(have: Printed, gold: Printed) -> dict[str, bool]:
    agrees: dict[str, bool] = {}
    start, end = str(have.get("start") or ""), str(have.get("end") or "")
    if "event_month" in gold:
        month = gold["event_month"]
        agrees["event_month"] = start.startswith(month) and end.startswith(month)
    if "event_year" in gold:
        year = str(gold["event_year"])
        agrees["event_year"] = start.startswith(year) and end.startswith(year)
    if "event_date" in gold:
        agrees["event_date"] = start[:10] != "" and start[:10] <= gold["event_date"] <= end[:10]
    if "event_days" in gold:
        agrees["event_days"] = have.get("days") == gold["event_days"]
    return agrees
