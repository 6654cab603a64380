"""What is to be told, before any platform turns it into a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.dispute import DisputeStatus
from bot.model.relation import ConflictType


class AlertKind(StrEnum):
    """What an alert tells."""

    CONFLICT = "conflict"
    UPDATE = "update"
    SUMMARY = "summary"
    CORRECTION = "correction"
    """An article was changed: it no longer says what it said."""
    DIGEST = "digest"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One claim as an alert shows it: what, by whom, where it stands, and in which words.

    `heading` says what is claimed ("Ukraine retook Kupiansk"); `published_at` is aware. `side_label` is `None` where
    speaker or affiliation name the side already. `happened` says when, where the claim itself says so; `about` which
    place it belongs under. `byline` names who wrote the article. `facets` are what people filter by:
    "predicate:captured", "side:UKR", "publisher:bbc news".
    """

    claim: str
    heading: str
    side: str | None
    side_label: str | None
    speaker: str | None
    affiliation: str | None
    publisher: str | None
    title: str | None
    url: str | None
    published_at: datetime
    quote: str
    certainty: str | None = None
    happened: str | None = None
    about: str | None = None
    facets: tuple[str, ...] = ()
    byline: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that a digest tells: what, where it can be read, and who says so."""

    text: str
    url: str | None = None
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What a digest tells of one kind from one region; so many more are only counted (`unshown`)."""

    heading: str
    entries: tuple[Entry, ...]
    unshown: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """Something to tell: platform-neutral, complete, and never a verdict.

    `claims` of a conflict are exactly the two that conflict; others that matter are in `context`, and the first few of
    them at the end of `statements`. `text` is the whole alert as plain text. `unverified_by` names third parties who
    say that they could not check, `unconfirmed_by` parties who were asked and did not confirm. `countries`, `regions`
    and `geonameids` say what it is about; `keys` are those of its places (`bot.model.area`), for who follows what. An
    update has the dispute's `status`, and in `positions` a line for everybody who spoke before: what is said, by whom,
    where and when. `sources` counts the dispute's independent sources. A digest has `parts`. A notice that is about a
    channel has its destination (`channel`), which stands in the text as `channel_words` say it.
    """

    id: str
    kind: AlertKind
    title: str
    text: str
    claims: tuple[str, ...]
    context: tuple[str, ...] = ()
    dispute: str | None = None
    article: str | None = None
    conflict_type: ConflictType | None = None
    why: str | None = None
    statements: tuple[Statement, ...] = ()
    unverified_by: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    geonameids: tuple[int, ...] = ()
    created_at: datetime
    unconfirmed_by: tuple[str, ...] = ()
    status: DisputeStatus | None = None
    positions: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    sources: int | None = None
    parts: tuple[Part, ...] = ()
    channel: str | None = None
