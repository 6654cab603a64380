"""The alerts themselves: a summary of one article, a conflict, and what is new in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from bot.alerts.headings import named_within, title_place
from bot.alerts.reasons import why_of
from bot.alerts.statements import WITHDRAWN, moment, statement_of, statement_text, voice
from bot.model.alert import Alert, AlertKind, Statement
from bot.model.area import area_key, country_key, keys_of, place_key, region_key
from bot.model.article import Article
from bot.model.claim import Claim, SpeakerType, SpeechAct
from bot.model.decision import Decision, DecisionKind
from bot.model.dispute import Dispute, DisputeStatus, Position, Slot
from bot.model.place import Place, Scope
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Relation
from bot.model.side import SideCatalogue

_NO_VERDICT = "Both are shown as published; neither is judged here."
_NO_VERDICTS = "All are shown as published; none is judged here."
_DECIDED = {
    DecisionKind.NOT_CONFLICT: "marked it as no conflict",
    DecisionKind.SAME_CLAIM: "marked the claims as one and the same",
    DecisionKind.RESOLVED: "resolved it",
    DecisionKind.MERGED: "merged it with another dispute",
    DecisionKind.SPLIT: "took claims out of it",
    DecisionKind.VERIFIED: "marked a claim as verified",
    DecisionKind.FALSE: "marked a claim as false",
    DecisionKind.INCONCLUSIVE: "marked a claim as inconclusive",
    DecisionKind.WITHDRAWN: "no longer says so: its article was changed",
    DecisionKind.UNDONE: "took a decision back",
}
_UPDATE_TITLE = {
    DisputeStatus.DISMISSED: "Marked as no conflict",
    DisputeStatus.RESOLVED: "Resolved by a person",
    DisputeStatus.CONVERGED: "The sides now agree",
    DisputeStatus.SUPERSEDED: "Overtaken by a later event",
}
# What else is said is shown in one line each, and no more of it than can be taken in beside the two that matter.
_SHOWN_CONTEXT = 5
_SHOWN_VOICES = 4


def summary_alert(article: Article, claims: Sequence[Claim], *, sides: SideCatalogue, now: datetime) -> Alert | None:
    """Return what one article claims, its title first; `None` where it claims nothing.

    Claims about one place stand together, where the article first speaks of it.
    """
    if not claims:
        return None
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=_reading_order):
        groups.setdefault(_group(claim, sides), []).append(claim)
    outlet = f" in {article.outlet}" if article.outlet is not None else ""
    title = f"{_count(len(claims), 'claim')}{outlet}: {article.title or article.key}"
    lines = [title, moment(article.published_at)]
    if article.url is not None:
        lines.append(article.url)
    for name, grouped in groups.items():
        lines += ["", name, *(f"• {_line(Sourced(claim=claim, article=article), sides)}" for claim in grouped)]
    ordered = [(name, Sourced(claim=claim, article=article)) for name, grouped in groups.items() for claim in grouped]
    every = [one for _, one in ordered]
    unverified, unconfirmed = _unverified(every), _unconfirmed(every)
    lines += _doubts(unverified, unconfirmed, before=[""])
    return Alert(
        id=_id(AlertKind.SUMMARY, article.id),
        kind=AlertKind.SUMMARY,
        title=title,
        text="\n".join(lines),
        claims=tuple(one.claim.id for one in every),
        article=article.id,
        statements=tuple(statement_of(one, sides, about=name) for name, one in ordered),
        unverified_by=unverified,
        unconfirmed_by=unconfirmed,
        countries=_countries([one.claim for one in every]),
        regions=_regions([one.claim for one in every]),
        geonameids=_geonameids([one.claim for one in every]),
        keys=keys_of(_places([one.claim for one in every])),
        created_at=now,
    )


def correction_alert(
    article: Article, added: Sequence[Claim], gone: Sequence[Sourced], *, sides: SideCatalogue, now: datetime
) -> Alert:
    """Return what an article was changed to say after it was published: what it said, and what it says now.

    `claims` are those that it no longer makes; what it says now stands in `context`.
    """
    former = tuple(statement_of(one, sides) for one in sorted(gone, key=_age))
    new = [Sourced(claim=claim, article=article) for claim in sorted(added, key=_reading_order)]
    now_said = tuple(statement_of(one, sides) for one in new)
    outlet = f" by {article.outlet}" if article.outlet is not None else ""
    title = f"Changed after publication{outlet}: {article.title or article.key}"
    lines = [title, *([article.url] if article.url is not None else []), "", "It said:", *_numbered(former)]
    lines += ["It says now:", *_numbered(now_said)] if now_said else ["It no longer says so."]
    every = [one.claim for one in (*gone, *new)]
    return Alert(
        id=_id(AlertKind.CORRECTION, article.id),
        kind=AlertKind.CORRECTION,
        title=title,
        text="\n".join(lines),
        claims=tuple(one.claim for one in former),
        context=tuple(one.claim for one in now_said),
        article=article.id,
        statements=former + now_said,
        countries=_countries(every),
        regions=_regions(every),
        geonameids=_geonameids(every),
        keys=keys_of(_places(every)),
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
    sources: int,
) -> Alert:
    """Return the alert that opens a dispute: both sides with quote, speaker, source and date, and never a verdict.

    `a` and `b` are the two claims of `relation`, in any order; `context` are others that matter, `sources` the
    number of the dispute's independent sources. The one published first is shown first.
    """
    first, second = sorted((a, b), key=_age)
    shown = (statement_of(first, sides), statement_of(second, sides))
    why = why_of(relation, first, second)
    unverified, unconfirmed = _unverified((first, second, *context)), _unconfirmed((first, second, *context))
    reversal = relation.conflict_type is ConflictType.SELF_REVERSAL
    title = f"{'One voice, both ways' if reversal else 'Conflicting claims'}: {_subject(dispute, sides)}"
    lines = [title, "", *_numbered(shown), why, sources_line(sources), _NO_VERDICT]
    lines += _context_lines(context, sides)
    lines += _doubts(unverified, unconfirmed)
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
        statements=shown + _shown_context(context, sides),
        unverified_by=unverified,
        unconfirmed_by=unconfirmed,
        countries=_countries((first.claim, second.claim)),
        regions=_regions((first.claim, second.claim)),
        geonameids=_geonameids((first.claim, second.claim)),
        keys=keys_of(_places((first.claim, second.claim))),
        created_at=now,
        sources=sources,
    )


def update_alert(
    dispute: Dispute,
    joined: Sequence[Sourced],
    *,
    context: Sequence[Sourced],
    sides: SideCatalogue,
    now: datetime,
    sources: int,
    decision: Decision | None = None,
    withdrawn: Sequence[Sourced] = (),
) -> Alert:
    """Return what is new in a dispute: claims, that the sides agree, that events overtook it, or a person's decision.

    `joined` may be empty where only the status changed; `context` are then the claims that changed it, or `decision` is
    what a person decided. `sources` is the number of the dispute's independent sources; `withdrawn` are claims of it
    that their outlets have taken back.
    """
    news = tuple(sorted(joined, key=_age))
    shown = tuple(statement_of(one, sides) for one in news)
    about = (*news, *context)
    verb = _UPDATE_TITLE.get(dispute.status, f"{_count(len(news), 'more claim')} on")
    subject = _subject(dispute, sides)
    title = f"{verb}: {subject}" if dispute.status in _UPDATE_TITLE else f"{verb} {subject}"
    if not news and dispute.status is DisputeStatus.OPEN:
        title = f"Open again: {subject}"
    if decision is not None and decision.kind is DecisionKind.WITHDRAWN and not news:
        title = f"Taken back by its outlet: {subject}"
    claims = tuple(one.claim.id for one in news)
    positions = tuple(line for position in dispute.positions for line in _position_lines(position, claims))
    positions += tuple(_withdrawn_line(statement_of(one, sides)) for one in withdrawn)
    standing = f"What is said so far (the dispute is {dispute.status}):"
    by = decided_by(decision) if decision is not None else None
    lines = [title, *([by] if by else []), "", *_numbered(shown), standing, *(f"• {line}" for line in positions)]
    lines += [sources_line(sources), _NO_VERDICTS]
    lines += _context_lines(context, sides)
    unverified, unconfirmed = _unverified(about), _unconfirmed(about)
    lines += _doubts(unverified, unconfirmed)
    return Alert(
        id=_id(AlertKind.UPDATE, dispute.id, dispute.status, *([decision.id] if decision else []), *sorted(claims)),
        kind=AlertKind.UPDATE,
        title=title,
        text="\n".join(lines),
        claims=claims,
        context=tuple(one.claim.id for one in context),
        dispute=dispute.id,
        article=news[-1].article.id if news else None,
        statements=shown + _shown_context(context, sides),
        unverified_by=unverified,
        unconfirmed_by=unconfirmed,
        countries=_countries([one.claim for one in about]),
        regions=_regions([one.claim for one in about]),
        geonameids=_geonameids([one.claim for one in about]),
        # What a person decides brings no claim of its own: who follows the place hears of it all the same.
        keys=keys_of(_places([one.claim for one in about])) or _slot_keys(dispute.slot),
        created_at=now,
        status=dispute.status,
        positions=positions,
        sources=sources,
        why=by,
    )


def _withdrawn_line(one: Statement) -> str:
    return f"{WITHDRAWN}{one.heading}: {voice(one)}" + (f", {one.publisher}" if one.publisher else "")


def sources_line(sources: int) -> str:
    """Say how many sources there are that do not depend on one another."""
    return "Independent sources: " + ("1 (all that is said comes from one)." if sources == 1 else f"{sources}.")


def _slot_keys(slot: Slot) -> tuple[str, ...]:
    """Return the keys of the place that a slot is about."""
    keys = []
    if slot.country is not None:
        keys.append(country_key(slot.country))
        if slot.region is not None:
            keys.append(region_key(slot.country, slot.region))
    if slot.geonameid is not None:
        keys.append(place_key(slot.geonameid))
    elif slot.place is not None:
        keys.append(area_key(slot.place, country=slot.country, region=slot.region))
    return tuple(sorted(keys))


def decided_by(decision: Decision) -> str:
    """Say who decided what, and for which reason."""
    what = _DECIDED[decision.kind]
    if decision.kind is DecisionKind.RESOLVED and decision.position is not None:
        what = f"{what} as “{decision.position}”"
    return f"{decision.author} {what}" + (f": {decision.reason}" if decision.reason else ".")


def _id(kind: AlertKind, *parts: str) -> str:
    return sha256("\x1f".join(("alert", kind, *parts)).encode()).hexdigest()[:16]


def _age(sourced: Sourced) -> tuple[datetime, bool, int, str]:
    """Return what statements are ordered by: publication, then the order of the article, its title first."""
    return (sourced.article.published_at, *_reading_order(sourced.claim))


def _reading_order(claim: Claim) -> tuple[bool, int, str]:
    first = min(claim.mentions, key=lambda one: (one.part != "title", one.start), default=None)
    return (first is None or first.part != "title", first.start if first is not None else 0, claim.id)


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
    said, outlet = sourced.claim.attribution, (sourced.article.outlet or "").casefold()
    own = said.speaker.casefold() in outlet if said.speaker is not None else said.side is None
    return f"{statement.heading}{sure}" if own else f"{statement.heading} — {voice(statement)}{sure}"


def _subject(dispute: Dispute, sides: SideCatalogue) -> str:
    """Return what the dispute is about, in its oldest claim's spelling, with where that is."""
    slot = dispute.slot
    if slot.place is None:
        return slot.label
    country = sides.label(slot.country) if slot.country is not None else None
    return named_within(slot.label, usual=slot.place, region=slot.region, country=country)


def _position_lines(position: Position, joined: Sequence[str]) -> list[str]:
    """Return a line for everybody who took the position before; for a position that is new, that it is."""
    voices = [voice for claim, voice in zip(position.claims, position.voices, strict=False) if claim not in joined]
    if not voices:
        new = set(position.claims) & set(joined)
        return [f"{position.label} – {'as above' if new else _count(len(position.claims), 'claim')}"]
    more = [f"{position.label} – and {len(voices) - _SHOWN_VOICES} more"] if len(voices) > _SHOWN_VOICES else []
    return [f"{position.label} – {voice}" for voice in voices[:_SHOWN_VOICES]] + more


def _numbered(shown: Iterable[Statement]) -> list[str]:
    return [line for number, one in enumerate(shown, 1) for line in (f"{number}. {statement_text(one)}", "")]


def _shown_context(context: Sequence[Sourced], sides: SideCatalogue) -> tuple[Statement, ...]:
    return tuple(statement_of(one, sides) for one in context[:_SHOWN_CONTEXT])


def _context_lines(context: Sequence[Sourced], sides: SideCatalogue) -> list[str]:
    if not context:
        return []
    more = [f"• and {len(context) - _SHOWN_CONTEXT} more"] if len(context) > _SHOWN_CONTEXT else []
    shown = (
        f"• {_line(one, sides)}, {one.article.outlet or 'unnamed outlet'}, {moment(one.article.published_at)}"
        for one in context[:_SHOWN_CONTEXT]
    )
    return ["", "Also said:", *shown, *more]


def _doubts(unverified: Sequence[str], unconfirmed: Sequence[str], *, before: Sequence[str] = ()) -> list[str]:
    """Return who could not check and who did not confirm, a line each."""
    told = [
        f"{what}: {', '.join(names)}."
        for what, names in (("Not confirmed by", unconfirmed), ("Not verified by", unverified))
        if names
    ]
    return [*before, *told] if told else []


def _unverified(claims: Iterable[Sourced]) -> tuple[str, ...]:
    """Return the third parties that could not check, each once, in the order in which they come."""
    names: dict[str, None] = {}
    for one in claims:
        if one.claim.unverified_by:
            names.setdefault(one.claim.unverified_by)
        name = _unsaying(one)
        if name is not None and not _is_party(one):
            names.setdefault(name)
    return tuple(names)


def _unconfirmed(claims: Iterable[Sourced]) -> tuple[str, ...]:
    """Return the parties that were asked and did not confirm, each once, in the order in which they come."""
    return tuple(dict.fromkeys(name for one in claims if (name := _unsaying(one)) is not None and _is_party(one)))


def _unsaying(one: Sourced) -> str | None:
    """Return who says that he cannot, or does not, confirm it."""
    if one.claim.speech_act is not SpeechAct.NOT_CONFIRMED:
        return None
    said = one.claim.attribution
    return said.speaker or said.affiliation or one.article.outlet


def _is_party(one: Sourced) -> bool:
    """Whether the speaker is somebody who would know and be asked: an official, an army, or another voice of a side."""
    said = one.claim.attribution
    if said.type in {SpeakerType.OFFICIAL, SpeakerType.MILITARY}:
        return True
    return said.side is not None and said.type not in {SpeakerType.MEDIA, SpeakerType.AUTHOR, SpeakerType.NGO_IGO}


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
