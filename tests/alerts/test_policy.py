"""What the policy decides, and which policies are refused."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files

import pytest

from bot.alerts.policy import DEFAULT_FILE, Policy, Tell, load_policy, parse_policy
from bot.model.errors import ConfigurationError
from bot.model.relation import ConflictType, Reason, Relation, RelationKind, Telling
from tests.builders import DAY

SHIPPED = files("config").joinpath(DEFAULT_FILE).read_text(encoding="utf-8")


def conflict(score: float = 0.9, kind: ConflictType = ConflictType.POLARITY) -> Relation:
    """Return a conflict of two claims."""
    return Relation(
        a="a", b="b", relation=RelationKind.REFUTES, conflict_type=kind, score=score, reason=Reason.ASSERTED_AND_DENIED
    )


def policy(**changes: object) -> Policy:
    """Return the shipped policy with other terms for denials."""
    shipped = load_policy()
    polarity = shipped.conflicts[ConflictType.POLARITY].model_copy(update=changes)
    return shipped.model_copy(update={"conflicts": {**shipped.conflicts, ConflictType.POLARITY: polarity}})


@pytest.mark.parametrize(
    ("changes", "sources", "telling"),
    [
        pytest.param({}, 1, Telling.TOLD, id="told"),
        pytest.param({"tell": Tell.DIGEST}, 1, Telling.DIGEST_ONLY, id="for-digests"),
        pytest.param({"tell": Tell.NEVER}, 1, Telling.KIND_NOT_TOLD, id="never"),
        pytest.param({"score": 0.9}, 1, Telling.TOLD, id="just-sure-enough"),
        pytest.param({"score": 0.91}, 1, Telling.SCORE_TOO_LOW, id="not-sure-enough"),
        pytest.param({"sources": 2}, 2, Telling.TOLD, id="just-enough-sources"),
        pytest.param({"sources": 2}, 1, Telling.TOO_FEW_SOURCES, id="too-few-sources"),
    ],
)
def test_an_opening_is_decided_by_its_kind(changes: dict[str, object], sources: int, telling: Telling) -> None:
    """Kind, score and number of sources decide whether a dispute is told, each with its reason."""
    assert policy(**changes).on_opening(conflict(), sources=sources) is telling


@pytest.mark.parametrize(
    ("minutes", "telling"),
    [pytest.param(29, Telling.COOLING_DOWN, id="soon"), pytest.param(30, Telling.TOLD_AS_UPDATE, id="later")],
)
def test_what_joins_soon_waits_for_the_digest(minutes: int, telling: Telling) -> None:
    """After something was told of a dispute, the next claims are told at once only when it has cooled down."""
    now = DAY + timedelta(minutes=minutes)
    assert load_policy().on_joining(last_told=DAY, now=now) is telling


def test_the_shipped_policy_knows_every_kind() -> None:
    """No kind of conflict is left without terms."""
    assert set(load_policy().conflicts) == set(ConflictType)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        pytest.param("[updates]", "[updates", "policy.toml", id="no-toml"),
        pytest.param('tell = "at_once"', 'tell = "soon"', "tell", id="unknown-value"),
        pytest.param("score = 0.5", "score = 5", "score", id="out-of-range"),
        pytest.param("sources = 1", "source = 1", "sources", id="misspelt-key"),
        pytest.param("[conflicts.time] ", "[conflicts.place2] ", "conflicts", id="unknown-kind"),
    ],
)
def test_a_wrong_policy_is_refused(old: str, new: str, where: str) -> None:
    """What is wrong is said with the file and the key."""
    assert old in SHIPPED
    with pytest.raises(ConfigurationError) as caught:
        parse_policy(SHIPPED.replace(old, new, 1), where=DEFAULT_FILE)
    assert where in str(caught.value)


def test_a_missing_kind_is_refused() -> None:
    """A policy without terms for a kind of conflict would tell nothing of it without a word."""
    start, end = SHIPPED.index("[conflicts.place]"), SHIPPED.index("[updates]")
    with pytest.raises(ConfigurationError, match=r"conflicts\.place"):
        parse_policy(SHIPPED[:start] + SHIPPED[end:], where=DEFAULT_FILE)
