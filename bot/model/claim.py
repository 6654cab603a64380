"""The claim: one source's statement about who holds, took or left a place, or about an asset's state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.model.place import Place, Scope
from bot.model.side import SideRef


class Domain(StrEnum):
    """What a claim is about."""

    TERRITORY = "territory"
    INFRASTRUCTURE = "infrastructure"


class Predicate(StrEnum):
    """What a territorial claim says of a place."""

    CONTROLS = "controls"
    CAPTURED = "captured"
    RETOOK = "retook"
    WITHDREW = "withdrew"
    ADVANCED = "advanced"
    ENTERED = "entered"
    ENCIRCLED = "encircled"
    CONTESTED = "contested"
    REPELLED = "repelled"
    TRANSFERRED = "transferred"
    ANNEXED = "annexed"


class AssetKind(StrEnum):
    """What kind of thing an infrastructure claim is about."""

    HOSPITAL = "hospital"
    SCHOOL = "school"
    BRIDGE = "bridge"
    POWER = "power"
    GAS = "gas"
    OIL = "oil"
    WATER = "water"
    TELECOM = "telecom"
    RAIL = "rail"
    ROAD = "road"
    PORT = "port"
    AIRPORT = "airport"
    DAM = "dam"
    NUCLEAR = "nuclear"
    RESIDENTIAL = "residential"
    GOVERNMENT = "government"
    RELIGIOUS = "religious"
    INDUSTRIAL = "industrial"
    MILITARY = "military"
    BORDER = "border"
    SUPPLY = "supply"
    OTHER = "other"


class AssetState(StrEnum):
    """What an infrastructure claim says of the asset."""

    DESTROYED = "destroyed"
    DAMAGED = "damaged"
    ATTACKED = "attacked"
    DISRUPTED = "disrupted"
    CUT_OFF = "cut_off"
    RESTORED = "restored"
    OPERATIONAL = "operational"
    UNDAMAGED = "undamaged"
    SEIZED = "seized"
    THREATENED = "threatened"


class Extent(StrEnum):
    """How much of the place."""

    WHOLE = "whole"
    PARTIAL = "partial"


class Unit(StrEnum):
    """Units a quantity is converted to."""

    KM = "km"
    KM2 = "km2"
    COUNT = "count"
    PERCENT = "percent"
    M3 = "m3"
    MW = "MW"
    PEOPLE = "people"


class Bound(StrEnum):
    """What the words around a figure allow."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


class TimePrecision(StrEnum):
    """How exact a time is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class TimeBasis(StrEnum):
    """Where a time comes from."""

    EXPLICIT = "explicit"
    RELATIVE = "relative"
    PUBLICATION = "publication"


class Polarity(StrEnum):
    """Whether the statement says that it is so, or that it is not."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Certainty(StrEnum):
    """How sure the words are."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class Realis(StrEnum):
    """Whether it has happened, will, might, or did long ago."""

    ACTUAL = "actual"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    HISTORICAL = "historical"


class SpeechAct(StrEnum):
    """What the speaker does by saying it."""

    REPORT = "report"
    CLAIM = "claim"
    DENY = "deny"
    CONFIRM = "confirm"
    NOT_CONFIRMED = "not_confirmed"
    RETRACT = "retract"


class SpeakerType(StrEnum):
    """What kind of speaker."""

    OFFICIAL = "official"
    MILITARY = "military"
    MEDIA = "media"
    THINK_TANK = "think_tank"
    NGO_IGO = "ngo_igo"
    COMPANY = "company"
    WITNESS = "witness"
    SOCIAL_MEDIA = "social_media"
    ANONYMOUS = "anonymous"
    AUTHOR = "author"


class Verification(StrEnum):
    """What is known of the statement's truth; the last three are set by a person."""

    UNVERIFIED = "unverified"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    REFUTED = "refuted"
    VERIFIED = "verified"
    FALSE = "false"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asset:
    """A thing that can be damaged, cut or restored; `name` only where it has one of its own."""

    kind: AssetKind
    text: str
    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A figure in one of the contract's units; `low` and `high` are what the words allow, `None` where open."""

    unit: Unit
    value: float
    low: float | None
    high: float | None
    bound: Bound
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EventTime:
    """When it happened: whole days, both ends included; `days` is the length of a stated window."""

    start: date | None
    end: date | None
    precision: TimePrecision
    basis: TimeBasis
    days: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribution:
    """Who says it, and for whom; `against_interest` when the speaker's side loses by what it says."""

    speaker: str | None
    affiliation: str | None
    side: str | None
    type: SpeakerType | None
    against_interest: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """Where the claim stands; `part` is `title` or `body`, and `part[start:end] == quote` in code points."""

    part: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One statement of one source, with everything the contract gives it.

    `id` derives from the article's id and the claim's content. `rule` names the lexicon entry that found it.
    `unverified_by` names who says it could not check (shown in alerts; `None` where nobody says so).
    """

    id: str
    article_id: str
    article_key: str
    domain: Domain
    predicate: Predicate | None = None
    asset: Asset | None = None
    state: AssetState | None = None
    actor: SideRef | None = None
    opponent: SideRef | None = None
    place: Place | None = None
    scope: Scope | None = None
    extent: Extent | None = None
    quantities: tuple[Quantity, ...] = ()
    time: EventTime
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    realis: Realis = Realis.ACTUAL
    speech_act: SpeechAct = SpeechAct.REPORT
    attribution: Attribution
    verification: Verification | None = None
    unverified_by: str | None = None
    means: str | None = None
    mentions: tuple[Mention, ...]
    rule: str

    def __hash__(self) -> int:
        """Return the id's: what is the same has the same, and there is much to go through."""
        return hash(self.id)
