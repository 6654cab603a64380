"""Claims on the terminal: the table, one claim in full, and why two claims stand as they do."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.desk.answers import ClaimDetail, Comparison, Explanation, ShownClaim, ShownRelation
from bot.desk.words import CONFLICTS, RELATIONS, SHORT_ID, day, event_time, known, modality, speaker
from bot.model.claim import Claim
from bot.model.place import Place
from bot.model.relation import RelationKind
from bot.model.words import figure_phrase
from handlers.console.text import quoted, shown
from handlers.text import isolated


def claims_table(claims: Sequence[ShownClaim]) -> RenderableType:
    """Return one row a claim: what, when, by whom, where it stands and what is known of it."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Claim", no_wrap=True, style="cyan")
    table.add_column("What, and when", ratio=3, overflow="fold")
    table.add_column("Who says it, and where it stands", ratio=3, overflow="fold")
    table.add_column("Known", overflow="fold", min_width=10)
    for one in claims:
        table.add_row(
            one.claim.id[:SHORT_ID],
            Text("\n").join((_what(one), Text(event_time(one.claim.time), style="dim"))),
            Text("\n").join((shown(_speaker(one)), shown(_source(one), "dim"))),
            known(one),
        )
    return table


def claim_detail(detail: ClaimDetail) -> RenderableType:
    """Return one claim with all its fields, its quotes and its relations."""
    one = detail.shown
    parts: list[RenderableType] = [_title(one), _fields(one), ""]
    parts.extend(quoted(quote) for quote in dict.fromkeys(mention.quote for mention in one.claim.mentions))
    if detail.relations:
        parts.extend(("", Text("How it stands to other claims", style="bold")))
        parts.extend(_relation(relation) for relation in detail.relations)
    return Group(*parts)


def explanation(answer: Explanation) -> RenderableType:
    """Return both claims and every decision about them with its reason, each sentence once."""
    parts: list[RenderableType] = []
    for label, one in (("A", answer.a), ("B", answer.b)):
        title = Text(f"{label}  ", style="bold")
        title.append(_what(one))
        title.append(f"  {one.claim.id[:SHORT_ID]}", style="dim")
        parts.extend(
            (
                title,
                Padding(Text(isolated(f"{_speaker(one)} – {_source(one)}")), (0, 0, 0, 3)),
                Padding(_quote(one), (0, 0, 0, 3)),
            )
        )
    parts.append("")
    told: set[str] = set()
    for comparison in answer.comparisons:
        parts.append(Text(_comparison(comparison), style="bold"))
        if comparison.why not in told:
            parts.append(Text(isolated(comparison.why)))
        if comparison.telling is not None:
            parts.append(Text(comparison.telling))
        told.add(comparison.why)
    if not answer.stored:
        parts.append(Text("(compared just now: nothing is stored about these two)", style="dim"))
    return Group(*parts)


def brief_claim(one: ShownClaim) -> RenderableType:
    """Return a claim in three lines: what, who and where, and the words."""
    title = Text("• ")
    title.append(_what(one))
    title.append(f"  {one.claim.id[:SHORT_ID]}", style="dim")
    return Group(
        title,
        Padding(Text(isolated(f"{_speaker(one)} – {_source(one)}")), (0, 0, 0, 2)),
        Padding(_quote(one), (0, 0, 0, 2)),
    )


def place_words(place: Place) -> str:
    """Return a place with its region and country: "near Kupyansk, Kharkiv, UKR"."""
    preposition = "" if place.relation == "in" else place.relation.replace("_", " ") + " "
    names = dict.fromkeys(part for part in (place.name, place.region, place.country) if part)
    return preposition + ", ".join(names)


def _what(one: ShownClaim) -> Text:
    what = Text(isolated(one.heading))
    if one.claim.certainty != "certain":
        what.append(f" ({one.claim.certainty})", style="dim")
    return what


def _title(one: ShownClaim) -> Text:
    title = Text(isolated(one.heading), style="bold")
    title.append(f"  {one.claim.id}", style="dim")
    return title


def _quote(one: ShownClaim) -> Text:
    return quoted(one.claim.mentions[0].quote, "dim italic") if one.claim.mentions else Text("")


def _speaker(one: ShownClaim) -> str:
    return speaker(one.claim.attribution, side_label=one.side_label) or "the article itself"


def _source(one: ShownClaim) -> str:
    by = f"by {one.article.byline}" if one.article.byline else None
    return ", ".join(
        part for part in (one.article.outlet or one.article.key, by, day(one.article.published_at)) if part
    )


def _fields(one: ShownClaim) -> Table:
    claim = one.claim
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    rows: list[tuple[str, str | None]] = [
        ("domain", claim.domain),
        ("says", _predicate(claim)),
        ("actor", claim.actor.name if claim.actor else None),
        ("against", claim.opponent.name if claim.opponent else None),
        ("place", place_words(claim.place) if claim.place else None),
        ("about", None if claim.place or not claim.scope else ", ".join(_scope(claim))),
        ("extent", claim.extent),
        ("figures", "; ".join(figure_phrase(quantity) for quantity in claim.quantities) or None),
        ("when", f"{event_time(claim.time)} ({claim.time.basis})"),
        ("means", claim.means),
        ("certainty", claim.certainty),
        ("speech act", claim.speech_act.replace("_", " ")),
        ("speaker", _speaker(one)),
        ("", "speaks against its own side's interest" if claim.attribution.against_interest else None),
        ("known", known(one)),
        ("could not verify", claim.unverified_by),
        ("article", one.article.title),
        ("", _source(one)),
        ("", one.article.url),
        ("found by", claim.rule),
    ]
    for label, value in rows:
        if value:
            grid.add_row(label, isolated(value))
    return grid


def _predicate(claim: Claim) -> str:
    said = claim.predicate or claim.state or "–"
    mark = modality(polarity=claim.polarity, realis=claim.realis)
    asset = f"{claim.asset.kind} ({claim.asset.name or claim.asset.text}): " if claim.asset else ""
    return asset + said.replace("_", " ") + (f" ({mark})" if mark else "")


def _scope(claim: Claim) -> tuple[str, ...]:
    return tuple(part for part in (claim.scope.region, claim.scope.country) if part) if claim.scope else ()


def _relation(one: ShownRelation) -> RenderableType:
    kind = RELATIONS[one.relation.relation]
    if one.relation.relation is RelationKind.SUPERSEDES and one.other_is_older:
        kind = "succeeds"
    title = Text(f"• {kind}: ")
    if one.relation.conflict_type is not None:
        title.append(f"[{CONFLICTS[one.relation.conflict_type]}] ", style="bold")
    title.append(isolated(one.other.heading))
    title.append(f"  {one.other.claim.id[:SHORT_ID]}, {_source(one.other)}", style="dim")
    return Group(title, Padding(Text(isolated(one.why)), (0, 0, 0, 2)))


def _comparison(one: Comparison) -> str:
    words = f"A {RELATIONS[one.kind]} B" if one.kind else "Nothing follows from A for B"
    if one.conflict_type is not None:
        words += f" ({CONFLICTS[one.conflict_type]})"
    if one.suppressed_by is not None:
        words += f" (no conflict: {one.suppressed_by.replace('_', ' ')})"
    return words
