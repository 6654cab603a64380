"""How two claims stand to each other, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RelationKind(StrEnum):
    """What follows from one claim for the other."""

    IDENTICAL = "identical"
    SUPPORTS = "supports"
    REFINES = "refines"
    SUPERSEDES = "supersedes"
    REFUTES = "refutes"
    RELATED = "related"


class ConflictType(StrEnum):
    """What two refuting claims differ in."""

    POLARITY = "polarity"
    CONTROL = "control"
    NUMERIC = "numeric"
    STATE = "state"
    TIME = "time"
    PLACE = "place"
    ATTRIBUTION = "attribution"
    SELF_REVERSAL = "self_reversal"


class Suppression(StrEnum):
    """Why what looked like a conflict is none."""

    CONTAINMENT = "containment"
    SUCCESSION = "succession"
    SYNDICATION = "syndication"
    TOLERANCE = "tolerance"
    DIFFERENT_EVENT = "different_event"
    NOT_ASSERTED = "not_asserted"


class Reason(StrEnum):
    """Why the comparison decided as it did; `explain` turns each into a sentence."""

    # agreement
    SAME_SPEAKER_REPEATS = "same_speaker_repeats"
    SYNDICATED_COPY = "syndicated_copy"
    INDEPENDENT_AGREEMENT = "independent_agreement"
    SAME_SIDE_AGREES = "same_side_agrees"
    FIGURES_AGREE = "figures_agree"
    MORE_EXACT_FIGURE = "more_exact_figure"
    MORE_EXACT_PLACE = "more_exact_place"
    MORE_EXACT_TIME = "more_exact_time"
    # succession
    LATER_EVENT_CHANGES_HOLDER = "later_event_changes_holder"
    LATER_EVENT_CHANGES_STATE = "later_event_changes_state"
    CONCEDED_BY_LOSER = "conceded_by_loser"
    FORMER_HOLDER_IN_SAME_SENTENCE = "former_holder_in_same_sentence"
    # conflict
    ASSERTED_AND_DENIED = "asserted_and_denied"
    TWO_HOLDERS_AT_ONCE = "two_holders_at_once"
    TAKEN_WHILE_HELD = "taken_while_held"
    FIGURES_DISAGREE = "figures_disagree"
    TWO_STATES_AT_ONCE = "two_states_at_once"
    TWO_ACTORS_NAMED = "two_actors_named"
    TWO_DAYS_NAMED = "two_days_named"
    TWO_PLACES_NAMED = "two_places_named"
    SPEAKER_REVERSES = "speaker_reverses"
    # no conflict
    PART_WITHIN_WHOLE = "part_within_whole"
    WITHIN_TOLERANCE = "within_tolerance"
    DIFFERENT_TIME = "different_time"
    DIFFERENT_THING = "different_thing"
    NOT_SAID_AS_FACT = "not_said_as_fact"
    SAME_PLACE_ONLY = "same_place_only"
    NOTHING_SHARED = "nothing_shared"


class Telling(StrEnum):
    """Why a conflict was told, or was not."""

    TOLD = "told"
    TOLD_AS_UPDATE = "told_as_update"
    SHOWN_WITH_ANOTHER = "shown_with_another"
    DIGEST_ONLY = "digest_only"
    COOLING_DOWN = "cooling_down"
    KIND_NOT_TOLD = "kind_not_told"
    SCORE_TOO_LOW = "score_too_low"
    TOO_FEW_SOURCES = "too_few_sources"
    REPEATS_WHAT_WAS_TOLD = "repeats_what_was_told"
    SETTLED_BY_EVENTS = "settled_by_events"
    SETTLED_BY_PERSON = "settled_by_person"
    BACKLOG = "backlog"


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """A decision about two claims; `a` is the older. `score` is 0..1, how sure the comparison is.

    `slot` is the key of the slot that both fill, where there is one.
    """

    a: str
    b: str
    relation: RelationKind
    conflict_type: ConflictType | None = None
    score: float
    reason: Reason
    suppressed_by: Suppression | None = None
    slot: str | None = None
