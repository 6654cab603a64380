"""Words for a person: kinds of conflict, dates, who says it and where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from bot.desk.answers import ShownClaim
from bot.model.claim import Attribution, EventTime, Polarity, Realis, TimePrecision, Verification
from bot.model.decision import DecisionKind
from bot.model.dispute import DisputeStatus
from bot.model.feed import FeedRecord
from bot.model.relation import ConflictType, RelationKind, Telling
from bot.model.words import day_words

SHORT_ID = 8
"""Characters of an id where people read it; any six of its beginning find it as long as they are its alone."""

CONFLICTS: Mapping[ConflictType, str] = MappingProxyType(
    {
        ConflictType.POLARITY: "one says so, the other denies it",
        ConflictType.CONTROL: "two holders of one place",
        ConflictType.NUMERIC: "figures that do not agree",
        ConflictType.STATE: "two states of one thing",
        ConflictType.TIME: "two times of one event",
        ConflictType.PLACE: "two places of one event",
        ConflictType.ATTRIBUTION: "two accounts of who did it",
        ConflictType.SELF_REVERSAL: "one speaker says both",
    }
)
RELATIONS: Mapping[RelationKind, str] = MappingProxyType(
    {
        RelationKind.IDENTICAL: "repeats",
        RelationKind.SUPPORTS: "supports",
        RelationKind.REFINES: "makes more exact",
        RelationKind.SUPERSEDES: "is succeeded by",
        RelationKind.REFUTES: "contradicts",
        RelationKind.RELATED: "is about the same as",
    }
)
VERIFICATIONS: Mapping[Verification, str] = MappingProxyType(
    {
        Verification.UNVERIFIED: "? unverified",
        Verification.CORROBORATED: "+ corroborated",
        Verification.CONFIRMED: "++ confirmed",
        Verification.DISPUTED: "! disputed",
        Verification.REFUTED: "x refuted",
        Verification.VERIFIED: "* verified by a person",
        Verification.FALSE: "x false, says a person",
        Verification.INCONCLUSIVE: "? inconclusive, says a person",
    }
)
STATUSES: Mapping[DisputeStatus, str] = MappingProxyType(
    {
        DisputeStatus.OPEN: "! open",
        DisputeStatus.CONVERGED: "= converged",
        DisputeStatus.SUPERSEDED: "> superseded",
        DisputeStatus.DISMISSED: "x dismissed by a person",
        DisputeStatus.RESOLVED: "* resolved by a person",
    }
)
DECISIONS: Mapping[DecisionKind, str] = MappingProxyType(
    {
        DecisionKind.NOT_CONFLICT: "no conflict",
        DecisionKind.SAME_CLAIM: "one and the same claim",
        DecisionKind.RESOLVED: "resolved",
        DecisionKind.MERGED: "disputes merged",
        DecisionKind.SPLIT: "claims taken out of a dispute",
        DecisionKind.VERIFIED: "claim verified",
        DecisionKind.FALSE: "claim false",
        DecisionKind.INCONCLUSIVE: "claim inconclusive",
        DecisionKind.WITHDRAWN: "no longer said by its own outlet",
        DecisionKind.UNDONE: "decision taken back",
    }
)
TELLINGS: Mapping[Telling, str] = MappingProxyType(
    {
        Telling.TOLD: "An alert told of it.",
        Telling.TOLD_AS_UPDATE: "It was told as an update of its dispute.",
        Telling.SHOWN_WITH_ANOTHER: "No alert of its own: another pair of the same dispute was shown.",
        Telling.DIGEST_ONLY: "No alert at once: the policy keeps conflicts of this kind for digests.",
        Telling.COOLING_DOWN: "No alert at once: its dispute had been told of shortly before; it is in the digests.",
        Telling.KIND_NOT_TOLD: "No alert: the policy tells no conflicts of this kind.",
        Telling.SCORE_TOO_LOW: "No alert: the comparison is not sure enough for the policy.",
        Telling.TOO_FEW_SOURCES: "No alert: the policy asks for more independent sources.",
        Telling.REPEATS_WHAT_WAS_TOLD: "No alert: it only repeats what was told before.",
        Telling.SETTLED_BY_EVENTS: "No alert: the sides agree by now, or a later event has overtaken it.",
        Telling.SETTLED_BY_PERSON: "No alert: a person has settled it.",
        Telling.BACKLOG: "No alert: it was read as a backlog, of which no channel is told.",
    }
)


def known(one: ShownClaim) -> str:
    """Return what is known of a claim, a sign first: its verification, or who has taken it back, and when."""
    if one.withdrawn is None:
        return VERIFICATIONS[one.verification]
    return f"- withdrawn by {one.withdrawn.author}, {day(one.withdrawn.at)}"


def day(moment: datetime) -> str:
    """Return the date as people write it: "10 Sep 2022"."""
    return day_words(moment.date())


def minute(moment: datetime) -> str:
    """Return the date and time of day in UTC: "10 Sep 2022, 09:00 UTC"."""
    there = moment.astimezone(UTC)
    return f"{day(there)}, {there:%H:%M} UTC"


def event_time(time: EventTime) -> str:
    """Return when it happened: one day, a span of days, or that it is not known."""
    if time.start is None and time.end is None:
        return "not known when"
    if time.precision is TimePrecision.YEAR and time.start:
        return f"{time.start:%Y}"
    if time.precision is TimePrecision.MONTH and time.start:
        return f"{time.start:%b %Y}"
    start, end = (one.isoformat() if one else "…" for one in (time.start, time.end))
    return start if start == end else f"{start} – {end}"


def speaker(attribution: Attribution, *, side_label: str | None) -> str | None:
    """Return who says it and for whom: "Oleh Nikolenko, Foreign Ministry (Ukraine)"; `None` where nobody is named."""
    return who(attribution.speaker, attribution.affiliation, side_label)


def who(name: str | None, affiliation: str | None, side_label: str | None) -> str | None:
    """Return a name with its affiliation and side, as far as they are known and say more than the name."""
    parts = [name] if name else []
    if affiliation and affiliation != name:
        parts.append(affiliation)
    said = ", ".join(parts)
    if not side_label:
        return said or None
    return f"{said} ({side_label})" if said else side_label


def modality(*, polarity: Polarity, realis: Realis) -> str | None:
    """Return what sets the claim apart from a plain statement of fact, or `None`."""
    marks = ["denied"] if polarity is Polarity.DENIED else []
    if realis is not Realis.ACTUAL:
        marks.append({Realis.FUTURE: "planned", Realis.HYPOTHETICAL: "hypothetical"}.get(realis, "past"))
    return ", ".join(marks) or None


def age(span: timedelta) -> str:
    """Return how long something has lasted, in the largest fitting unit: "40 s", "5 min", "3 h", "2 days"."""
    seconds = max(0, int(span.total_seconds()))
    for length, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def teasers_of(feed: FeedRecord) -> str | None:
    """Return of how many of a feed's articles only its own words were read, and why; `None` where of none."""
    if not feed.teasers:
        return None
    why = f" ({feed.teaser_reason})" if feed.teaser_reason else ""
    return f"only the feed's own words were read of {feed.teasers} of {feed.articles} articles{why}"
