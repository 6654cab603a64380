"""The alerts themselves: a summary of one article, a conflict, and what is new in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from bot.alerts.headings import place_phrase, title_place
from bot.alerts.statements import moment, statement_of, statement_text, voice
from bot.model.alert import Alert, AlertKind, Statement
from bot.model.article import Article
from bot.model.claim import Claim, SpeechAct
from bot.model.dispute import Dispute, DisputeStatus, SlotKind
from bot.model.place import Place, Scope
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Relation
from bot.model.side import SideCatalogue

_WHY = {
    ConflictType.POLARITY: "One source says that it is so, the other that it is not.",
    ConflictType.CONTROL: "The two sources put the place in different hands at the same time.",
    ConflictType.NUMERIC: "The two sources give figures for the same thing that cannot both be right.",
    ConflictType.STATE: "The two sources describe states that exclude one another at the same time.",
    ConflictType.TIME: "The two sources give times for the same event that cannot both be right.",
    ConflictType.PLACE: "The two sources put the same event in different places.",
    ConflictType.ATTRIBUTION: "The two sources name different sides as the one that did it.",
    ConflictType.SELF_REVERSAL: "One source has said both: first the one, then the other.",
}
_MAY_BE_SUCCESSION = " This may be a succession: the place may have changed hands after the other was written."
_NO_VERDICT = "Both are shown as published; neither is judged here."
_UPDATE_TITLE = {
    DisputeStatus.CONVERGED: "The sides now agree",
    DisputeStatus.SUPERSEDED: "Overtaken by a later event",
}


def summary_alert(article: Article, claims: Sequence[Claim], *, sides: SideCatalogue, now: datetime) -> Alert | None:
    """Return what one article claims, grouped by place in the order of the text; `None` where it claims nothing."""
    if not claims:
        return None
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=_reading_order):
        groups.setdefault(_group(claim, sides), []).append(claim)
    title = f"{_count(len(claims), 'claim')} in {article.publisher or 'an article'}: {article.title or article.key}"
    lines = [title, moment(article.published_at)]
    if article.url is not None:
        lines.append(article.url)
    for name, grouped in groups.items():
        lines += ["", name, *(f"• {_line(Sourced(claim=claim, article=article), sides)}" for claim in grouped)]
    ordered = [claim for grouped in groups.values() for claim in grouped]
    return Alert(
        id=_id(AlertKind.SUMMARY, article.id),
        kind=AlertKind.SUMMARY,
        title=title,
        text="\n".join(lines),
        claims=tuple(claim.id for claim in ordered),
        article=article.id,
        statements=tuple(statement_of(Sourced(claim=claim, article=article), sides) for claim in ordered),
        unverified_by=_unverified(Sourced(claim=claim, article=article) for claim in ordered),
        countries=_countries(ordered),
        regions=_regions(ordered),
        geonameids=_geonameids(ordered),
        created_at=now,
    )


def conflict_alert(
    dispute: Dispute,
    relation: Relation,
    a: Sourced,
    b: Sourced,
    *,
    context: Sequence[Sourced],
    sides: SideCatalogue,
    now: datetime,
) -> Alert:
    """Return the alert that opens a dispute: both sides with quote, speaker, source and date, and never a verdict.

    `a` and `b` are the two claims of `relation`, in any order; `context` are others that matter. The one published
    first is shown first.
    """
    first, second = sorted((a, b), key=_age)
    shown = (statement_of(first, sides), statement_of(second, sides))
    why = why_of(relation)
    unverified = _unverified((first, second, *context))
    title = f"Conflicting claims: {_subject(dispute, (first, second), sides)}"
    lines = [title, "", *_numbered(shown), why, _NO_VERDICT]
    lines += _context_lines(context, sides)
    if unverified:
        lines.append(f"Could not confirm: {', '.join(unverified)}.")
    return Alert(
        id=_id(AlertKind.CONFLICT, dispute.id),
        kind=AlertKind.CONFLICT,
        title=title,
        text="\n".join(lines),
        claims=(first.claim.id, second.claim.id),
        context=tuple(one.claim.id for one in context),
        dispute=dispute.id,
        article=second.article.id,
        conflict_type=relation.conflict_type,
        why=why,
        statements=shown,
        unverified_by=unverified,
        countries=_countries((first.claim, second.claim)),
        regions=_regions((first.claim, second.claim)),
        geonameids=_geonameids((first.claim, second.claim)),
        created_at=now,
    )


def update_alert(
    dispute: Dispute, joined: Sequence[Sourced], *, context: Sequence[Sourced], sides: SideCatalogue, now: datetime
) -> Alert:
    """Return what is new in a dispute: claims that joined it, or that the sides agree, or that events overtook it.

    `joined` may be empty where only the status changed; `context` are then the claims that changed it.
    """
    news = tuple(sorted(joined, key=_age))
    shown = tuple(statement_of(one, sides) for one in news)
    about = (*news, *context)
    verb = _UPDATE_TITLE.get(dispute.status, f"{_count(len(news), 'more claim')} on")
    subject = _subject(dispute, about, sides)
    title = f"{verb}: {subject}" if dispute.status in _UPDATE_TITLE else f"{verb} {subject}"
    positions = [f"• {position.label}: {_count(len(position.claims), 'claim')}" for position in dispute.positions]
    lines = [title, "", *_numbered(shown), "What is said so far:", *positions, _NO_VERDICT]
    lines += _context_lines(context, sides)
    unverified = _unverified(about)
    if unverified:
        lines.append(f"Could not confirm: {', '.join(unverified)}.")
    claims = tuple(one.claim.id for one in news)
    return Alert(
        id=_id(AlertKind.UPDATE, dispute.id, dispute.status, *sorted(claims)),
        kind=AlertKind.UPDATE,
        title=title,
        text="\n".join(lines),
        claims=claims,
        context=tuple(one.claim.id for one in context),
        dispute=dispute.id,
        article=news[-1].article.id if news else None,
        statements=shown,
        unverified_by=unverified,
        countries=_countries([one.claim for one in about]),
        regions=_regions([one.claim for one in about]),
        geonameids=_geonameids([one.claim for one in about]),
        created_at=now,
    )


def why_of(relation: Relation) -> str:
    """Return a sentence on the kind of conflict; of a change of hands, that it may be a succession."""
    why = _WHY[relation.conflict_type] if relation.conflict_type is not None else "The two claims conflict."
    return why + _MAY_BE_SUCCESSION if relation.conflict_type is ConflictType.CONTROL else why


def _id(kind: AlertKind, *parts: str) -> str:
    return sha256("\x1f".join(("alert", kind, *parts)).encode()).hexdigest()[:16]


def _age(sourced: Sourced) -> tuple[datetime, bool, int, str]:
    """Return what statements are ordered by: publication, then the order of the text."""
    return (sourced.article.published_at, *_reading_order(sourced.claim))


def _reading_order(claim: Claim) -> tuple[bool, int, str]:
    first = claim.mentions[0] if claim.mentions else None
    return (first is not None and first.part == "title", first.start if first is not None else 0, claim.id)


def _group(claim: Claim, sides: SideCatalogue) -> str:
    if claim.place is not None:
        return title_place(claim.place, sides)
    if claim.scope is not None and (claim.scope.region or claim.scope.country):
        country = sides.label(claim.scope.country) if claim.scope.country is not None else None
        return "About " + ", ".join(part for part in (claim.scope.region, country) if part is not None)
    return "No place named"


def _line(sourced: Sourced, sides: SideCatalogue) -> str:
    statement = statement_of(sourced, sides)
    sure = f" ({statement.certainty})" if statement.certainty is not None else ""
    own = sourced.claim.attribution.speaker is None and sourced.claim.attribution.side is None
    return f"{statement.heading}{sure}" if own else f"{statement.heading} — {voice(statement)}{sure}"


def _subject(dispute: Dispute, pair: Sequence[Sourced], sides: SideCatalogue) -> str:
    """Return what the dispute is about, with where that is."""
    place = next((one.claim.place for one in pair if _is_of(one.claim.place, dispute)), None)
    if place is None:
        return dispute.slot.label
    named = title_place(place, sides)
    if dispute.slot.kind is SlotKind.HOLDER and dispute.slot.label.startswith("control of "):
        return f"control of {named}"
    around = named.removeprefix(place_phrase(place))
    return f"{dispute.slot.label}{around}"


def _is_of(place: Place | None, dispute: Dispute) -> bool:
    return place is not None and place.name == dispute.slot.place and place.country == dispute.slot.country


def _numbered(shown: Iterable[Statement]) -> list[str]:
    return [line for number, one in enumerate(shown, 1) for line in (f"{number}. {statement_text(one)}", "")]


def _context_lines(context: Sequence[Sourced], sides: SideCatalogue) -> list[str]:
    if not context:
        return []
    return [
        "",
        "Also said:",
        *(f"• {_line(one, sides)}, {one.article.publisher or 'unnamed outlet'}" for one in context),
    ]


def _unverified(claims: Iterable[Sourced]) -> tuple[str, ...]:
    """Return who says that it could not check, each once, in the order in which they come."""
    names: dict[str, None] = {}
    for one in claims:
        if one.claim.unverified_by:
            names.setdefault(one.claim.unverified_by)
        if one.claim.speech_act is SpeechAct.NOT_CONFIRMED:
            said = one.claim.attribution
            name = said.speaker or said.affiliation or one.article.publisher
            if name:
                names.setdefault(name)
    return tuple(names)


def _places(claims: Iterable[Claim]) -> tuple[Place | Scope, ...]:
    return tuple(where for claim in claims if (where := claim.place or claim.scope) is not None)


def _countries(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted({where.country for where in _places(claims) if where.country is not None}))


def _regions(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted({where.region for where in _places(claims) if where.region is not None}))


def _geonameids(claims: Iterable[Claim]) -> tuple[int, ...]:
    found = (where.geonameid for where in _places(claims) if isinstance(where, Place))
    return tuple(sorted({geonameid for geonameid in found if geonameid is not None}))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
