"""What an alert shows of one claim, as a value and as plain text."""

from __future__ import annotations

from datetime import datetime

from bot.alerts.headings import heading
from bot.model.alert import Statement
from bot.model.claim import Certainty, Claim, Realis, TimeBasis
from bot.model.ports import Sourced
from bot.model.side import SideCatalogue
from bot.model.words import quotation, time_words

# A quote longer than this is cut in the plain text; the statement itself keeps it whole.
SHOWN_QUOTE = 280


WITHDRAWN = "Withdrawn: "
"""What stands before a claim that its outlet has taken back, wherever it is shown."""


def statement_of(sourced: Sourced, sides: SideCatalogue, *, about: str | None = None) -> Statement:
    """Return the claim as an alert shows it, with its first quote whole; `about` is the place that it stands under."""
    claim, article, said = sourced.claim, sourced.article, sourced.claim.attribution
    hedged = claim.certainty in {Certainty.PROBABLE, Certainty.POSSIBLE}
    return Statement(
        claim=claim.id,
        heading=heading(claim, sides),
        side=said.side,
        side_label=sides.label_beside(said.side, said.speaker, said.affiliation),
        speaker=said.speaker,
        affiliation=said.affiliation,
        publisher=article.outlet,
        title=article.title,
        url=article.url,
        published_at=article.published_at,
        quote=shown_mention(sourced),
        certainty=claim.certainty.value if hedged else None,
        happened=_happened(claim),
        about=about,
        facets=_facets(sourced),
        byline=article.byline,
    )


def _facets(sourced: Sourced) -> tuple[str, ...]:
    """Return what the claim can be filtered by, sorted; sides are those that act, are acted against, or speak."""
    claim, outlet = sourced.claim, sourced.article.outlet
    found = {f"domain:{claim.domain}", f"certainty:{claim.certainty}"}
    found |= {f"predicate:{claim.predicate}"} if claim.predicate is not None else set()
    found |= {f"asset:{claim.asset.kind}"} if claim.asset is not None else set()
    found |= {f"state:{claim.state}"} if claim.state is not None else set()
    sides = (claim.actor and claim.actor.side, claim.opponent and claim.opponent.side, claim.attribution.side)
    found |= {f"side:{side}" for side in sides if side}
    found |= {f"publisher:{outlet.casefold()}"} if outlet else set()
    return tuple(sorted(found))


def _happened(claim: Claim) -> str | None:
    """Return when it happened, where the claim's own words say so and its heading does not."""
    if claim.time.basis is TimeBasis.PUBLICATION or claim.realis is Realis.HISTORICAL:
        return None
    return time_words(claim.time)


def shown_mention(sourced: Sourced) -> str:
    """Return the quote to show: the first in the body, which says more than a headline."""
    mentions = sourced.claim.mentions
    best = next((one for one in mentions if one.part == "body"), mentions[0] if mentions else None)
    return best.quote if best is not None else ""


def voice(statement: Statement) -> str:
    """Return who speaks: the speaker with office and side, else the outlet in its own voice."""
    if statement.speaker is None and statement.affiliation is None:
        if statement.side_label is not None:
            return f"a source that speaks for {statement.side_label}"
        return f"{statement.publisher} (own report)" if statement.publisher else "the article itself"
    parts = [part for part in (statement.speaker, statement.affiliation) if part is not None]
    name = parts[0] if len(parts) == 1 or parts[0] == parts[1] else f"{parts[0]}, {parts[1]}"
    return f"{name} [{statement.side_label}]" if statement.side_label is not None else name


def statement_text(statement: Statement) -> str:
    """Return the statement in plain text: who, what, how sure; the quote; where it stands, and when it happened."""
    sure = f" ({statement.certainty})" if statement.certainty is not None else ""
    by = f"by {statement.byline}" if statement.byline else None
    source = ", ".join(
        part for part in (statement.publisher or "unnamed outlet", by, moment(statement.published_at)) if part
    )
    lines = [
        f"{voice(statement)}: {statement.heading}{sure}",
        f"  {quotation(trimmed(statement.quote))}",
        f"  {source}",
    ]
    if statement.happened is not None:
        lines.append(f"  Time of the event: {statement.happened}")
    if statement.url is not None:
        lines.append(f"  {statement.url}")
    return "\n".join(lines)


def moment(when: datetime) -> str:
    """Return a date and time of day as people write them, with the time zone."""
    zone = when.tzname() or ""
    return f"{when.day} {when:%B %Y, %H:%M} {zone}".strip()


def trimmed(quote: str, limit: int = SHOWN_QUOTE) -> str:
    """Return the quote on one line, cut at a word's end with an ellipsis where it is longer than `limit` characters."""
    line = " ".join(quote.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    # A single word longer than the limit is cut inside.
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,;:.–-") + "…"
