"""Claims as cards: those that were found, one with its relations, a timeline, and why two stand as they do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.desk.actions import Action, Menu, Style, Verb
from bot.desk.alert_cards import NO_VERDICT, dispute_actions
from bot.desk.answer_cards import counted
from bot.desk.answers import ClaimDetail, DisputeDetail, Explanation, ShownClaim, ShownPosition
from bot.desk.card import Card, Line, Link, Moment, Section, Span, Tone, joined, line, words
from bot.desk.words import CONFLICTS, DECISIONS, RELATIONS, SHORT_ID, STATUSES, known, modality, who
from bot.model.claim import Certainty, Claim
from bot.model.decision import What
from bot.model.dispute import DisputeStatus
from bot.model.relation import RelationKind
from bot.model.words import quotation, time_words

# What needs no word: a plain statement, and one that says nothing of how sure it is.
_TOLD = frozenset({Certainty.CERTAIN, Certainty.UNKNOWN})
_SHOWN_RELATIONS = 8
_SHOWN_OF_POSITION = 5
_MENU = 25
"""A menu has no more choices (developer documentation of Discord, "String Select")."""
_LABEL = 90


def claims_card(
    found: Sequence[ShownClaim], *, asked: str, limit: int, page: int = 0, turning: tuple[Action, ...] = ()
) -> Card:
    """Return claims, a section each; `asked` says what they were searched by, `turning` are the buttons for pages."""
    if not found:
        more = "more " if page else ""
        return Card(
            tone=Tone.ANSWER,
            title=f"No {more}claims {asked}",
            text=f"No {more}claims {asked}.",
            lead=(line("Try a larger place, an earlier day, or other words."),),
            actions=turning,
        )
    shown = found[:limit]
    number = f"The {limit} newest claims" if len(found) > limit else counted(len(shown), "claim")
    if page:
        number = f"Page {page + 1} of claims"
    return Card(
        tone=Tone.ANSWER,
        title=f"{number} {asked}",
        text=f"{number} {asked}: " + "; ".join(one.heading for one in shown[:3]),
        sections=tuple(_claim(one) for one in shown),
        footer="There are more: turn the page, or narrow the search by day or words." if len(found) > limit else None,
        actions=turning,
        menus=(_menu("Show one of them", shown),),
    )


def found_card(found: Sequence[ShownClaim]) -> Card:
    """Return what a text claims that was only looked at: nothing is stored, and nobody is told."""
    footer = "Only looked at: nothing was stored, and nobody was told. /submit stores it."
    if not found:
        text = "No territorial or infrastructure claims were found in it."
        return Card(tone=Tone.ANSWER, title="No claims", text=text, lead=(line(text),))
    title = f"{counted(len(found), 'claim')} in this text"
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=f"{title}: " + "; ".join(one.heading for one in found[:3]),
        sections=tuple(_drafted(one) for one in found),
        footer=footer,
    )


def claim_card(detail: ClaimDetail) -> Card:
    """Return a claim with how it stands to others."""
    shown = detail.shown
    lines: list[Line] = [
        (
            words(f"• {_relation(one.relation.relation, older=one.other_is_older)} "),
            words(one.other.heading, strong=True),
            words(f" ({one.other.article.outlet or 'no outlet named'}, "),
            Moment(at=one.other.article.published_at, day_only=True),
            words(")"),
        )
        for one in detail.relations[:_SHOWN_RELATIONS]
    ]
    if len(detail.relations) > _SHOWN_RELATIONS:
        lines.append(line(f"… and {len(detail.relations) - _SHOWN_RELATIONS} more"))
    claim = shown.claim
    others = list({one.other.claim.id: one.other for one in detail.relations}.values())[:_MENU]
    menus = [
        Menu(
            prompt="Why does it stand so to another?",
            choices=tuple(
                Action(verb=Verb.EXPLAIN, args=(claim.id, one.claim.id), label=_label(one)) for one in others
            ),
        ),
        _menu("Show another", others),
    ]
    return Card(
        tone=Tone.ANSWER,
        title=shown.heading,
        text=f"{shown.heading}: {known(shown).split(maxsplit=1)[-1]}",
        url=shown.article.url,
        sections=(
            replace(_claim(shown), heading=None),
            *([Section(heading="Beside other claims", lines=tuple(lines))] if lines else []),
        ),
        footer=f"claim {claim.id}",
        actions=(
            Action(verb=Verb.TIMELINE, args=(claim.id, ""), label="Timeline"),
            *(
                Action(verb=Verb.DECIDE, args=(what.value, claim.id, "c"), label=what.value.capitalize(), form=True)
                for what in (What.VERIFIED, What.FALSE, What.INCONCLUSIVE)
            ),
        ),
        menus=tuple(menus) if others else (),
    )


def dispute_detail_card(detail: DisputeDetail) -> Card:
    """Return a dispute: its positions with who says so, why they conflict, and what people decided."""
    dispute = detail.dispute
    sections = [_position(number, one) for number, one in enumerate(detail.positions, start=1)]
    if detail.withdrawn:
        gone: list[Line] = [(words("• "), *_event(one)) for one in detail.withdrawn]
        sections.append(Section(heading="No longer said", lines=tuple(gone)))
    sections += [Section(heading="Why", lines=tuple(line(why) for why in detail.whys))] if detail.whys else []
    if detail.decisions:
        decided: list[Line] = [
            (
                words(f"• {DECISIONS[one.kind]}, by {one.author}"),
                words(f": {one.reason}" if one.reason else ""),
                words(" · "),
                Moment(at=one.at),
                words(f" · decision {one.id[:SHORT_ID]}"),
            )
            for one in detail.decisions
        ]
        sections.append(Section(heading="Decided", lines=tuple(decided)))
    status = STATUSES[dispute.status].split(maxsplit=1)[-1]
    claims = [*(one for position in detail.positions for one in position.claims), *detail.withdrawn]
    pair = _opposed(detail)
    return Card(
        tone=Tone.CONFLICT if dispute.status is DisputeStatus.OPEN else Tone.ANSWER,
        title=dispute.slot.label,
        text=f"{dispute.slot.label}: {status}. " + "; ".join(one.label for one in detail.positions),
        lead=(
            joined(
                words(f"The dispute is {status}"),
                words(counted(len(dispute.claims), "claim")),
                (Moment(at=dispute.updated_at)),
            ),
        ),
        sections=tuple(sections),
        footer=f"{NO_VERDICT} · dispute {dispute.id}",
        actions=dispute_actions(
            dispute.id, pair, settled=dispute.status is not DisputeStatus.OPEN, origin="d", decisions=detail.decisions
        ),
        menus=(_menu("Show a claim", claims),) if claims else (),
    )


def explanation_card(explanation: Explanation) -> Card:
    """Say why two claims stand to each other as they do."""
    a, b = explanation.a, explanation.b
    kinds = [one.conflict_type for one in explanation.comparisons if one.kind is RelationKind.REFUTES]
    if kinds:
        title = "They conflict" + (f": {CONFLICTS[kinds[0]]}" if kinds[0] else "")
    elif any(one.kind is not None for one in explanation.comparisons):
        title = "They do not conflict"
    else:
        title = "They have nothing to do with each other"
    told = [one.telling for one in explanation.comparisons if one.telling]
    sections = [_compared(1, a), _compared(2, b)]
    sections.append(Section(heading="Why", lines=tuple(line(one.why) for one in explanation.comparisons)))
    sections += [Section(heading="Told", lines=tuple(line(one) for one in told))] if told else []
    pair = (a.claim.id, b.claim.id)
    decide = [(What.NO_CONFLICT, "Not a conflict")] if kinds else []
    decide += [(What.SAME, "Same claim")]
    return Card(
        tone=Tone.CONFLICT if kinds else Tone.ANSWER,
        title=title,
        text=f"{title}. {explanation.comparisons[0].why}",
        sections=tuple(sections),
        footer=NO_VERDICT if kinds else None,
        actions=tuple(
            Action(verb=Verb.DECIDE, args=(what.value, *pair, ""), label=label, style=Style.PLAIN, form=True)
            for what, label in decide
        ),
        menus=(_menu("Show one of them", (a, b)),),
    )


def timeline_card(
    label: str, found: Sequence[ShownClaim], *, page: int, more: bool, turning: tuple[Action, ...]
) -> Card:
    """Return what was said, oldest first, a line each under its day."""
    title = f"Timeline: {label}"
    if not found:
        return Card(tone=Tone.ANSWER, title=title, text=f"{title}: nothing.", lead=(line("No claims."),))
    days: dict[str, list[ShownClaim]] = {}
    for one in found:
        days.setdefault(f"{one.article.published_at:%Y-%m-%d}", []).append(one)
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=f"{title}: {counted(len(found), 'claim')}, from {found[0].heading} to {found[-1].heading}",
        sections=tuple(Section(heading=day, lines=tuple(_event(one) for one in ones)) for day, ones in days.items()),
        footer=f"Page {page + 1}; earlier ones follow." if more else None,
        actions=turning,
        menus=(_menu("Show one of them", found),),
    )


def _event(one: ShownClaim) -> Line:
    said = who(one.claim.attribution.speaker, one.claim.attribution.affiliation, one.side_label)
    when = time_words(one.claim.time)
    outlet: Span | None = words(one.article.outlet) if one.article.outlet else None
    if one.article.url:
        outlet = Link(text=one.article.outlet or "article", url=one.article.url)
    sign = known(one).split(maxsplit=1)[0]
    return joined(
        words(f"{sign} {one.heading}", strong=True),
        words(said) if said else None,
        outlet,
        words(f"of {when}") if when else None,
    )


def _claim(one: ShownClaim) -> Section:
    claim, article = one.claim, one.article
    said = who(claim.attribution.speaker, claim.attribution.affiliation, one.side_label)
    outlet: Span | None = None
    named = article.outlet or article.title
    if article.url:
        outlet = Link(text=named or "article", url=article.url)
    elif named:
        outlet = words(named)
    lines: list[Line] = [
        (words("says "), words(said or "the article itself", strong=True)),
        joined(
            outlet,
            words(f"by {article.byline}") if article.byline else None,
            Moment(at=article.published_at, day_only=True),
            words(f"claim {claim.id[:SHORT_ID]}"),
        ),
        joined(
            words(known(one)),
            words(f"when: {time_words(claim.time) or 'not known'}"),
            *_marks(claim),
        ),
    ]
    return Section(heading=_heading(one), lines=tuple(lines), quote=quotation(claim.mentions[0].quote))


def _drafted(one: ShownClaim) -> Section:
    """Return a claim of a text that has no article to name."""
    claim = one.claim
    said = who(claim.attribution.speaker, claim.attribution.affiliation, one.side_label)
    lines: list[Line] = [
        (words("says "), words(said or "the text itself", strong=True)),
        joined(words(f"when: {time_words(claim.time) or 'not known'}"), *_marks(claim)),
    ]
    return Section(heading=_heading(one), lines=tuple(lines), quote=quotation(claim.mentions[0].quote))


def _compared(number: int, one: ShownClaim) -> Section:
    section = _claim(one)
    return Section(heading=section.heading, lines=section.lines[:2], quote=section.quote, beside=True, position=number)


def _position(number: int, one: ShownPosition) -> Section:
    lines: list[Line] = [
        (words(f"{counted(one.sources, 'independent source')} since "), Moment(at=one.since, day_only=True)),
        *((words("• "), *_event(claim)) for claim in one.claims[:_SHOWN_OF_POSITION]),
    ]
    if len(one.claims) > _SHOWN_OF_POSITION:
        lines.append(line(f"… and {len(one.claims) - _SHOWN_OF_POSITION} more"))
    quote = quotation(one.claims[0].claim.mentions[0].quote) if one.claims else None
    return Section(heading=one.label, lines=tuple(lines), quote=quote, beside=True, position=number)


def _opposed(detail: DisputeDetail) -> tuple[str, str] | None:
    """Return the first claims of the first two positions, to be explained; `None` where there are no two."""
    firsts = [one.claims[0].claim.id for one in detail.positions if one.claims]
    return (firsts[0], firsts[1]) if len(firsts) > 1 else None


def _menu(prompt: str, found: Iterable[ShownClaim]) -> Menu:
    shown = {one.claim.id: one for one in found}
    choices = tuple(
        Action(verb=Verb.CLAIM, args=(one.claim.id,), label=_label(one)) for one in list(shown.values())[:_MENU]
    )
    return Menu(prompt=prompt, choices=choices)


def _label(one: ShownClaim) -> str:
    outlet = f" — {one.article.outlet}" if one.article.outlet else ""
    return f"{one.heading[:_LABEL]}{outlet}"


def _relation(kind: RelationKind, *, older: bool) -> str:
    if kind is RelationKind.SUPERSEDES:
        return "succeeds" if older else RELATIONS[kind]
    return RELATIONS[kind]


def _heading(one: ShownClaim) -> str:
    certainty = one.claim.certainty
    return one.heading + ("" if certainty in _TOLD or "(" in one.heading else f" ({certainty})")


def _marks(claim: Claim) -> tuple[Span, ...]:
    said = modality(polarity=claim.polarity, realis=claim.realis)
    return (words(said),) if said else ()
