"""Objects of the contract, read back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from bot.model.alert import Alert
from bot.model.claim import Claim
from bot.model.dispute import Dispute
from bot.model.reading import alert_from_object, claim_from_object, dispute_from_object, relation_from_object
from bot.model.relation import Relation
from bot.model.wire import alert_object, claim_object, dispute_object, dumps, relation_object
from tests.builders import make_claim
from tests.model import strategies


@given(strategies.claims)
def test_a_claim_comes_back_equal(claim: Claim) -> None:
    """What is written of any claim reads back as an equal claim."""
    assert claim_from_object(json.loads(dumps(claim_object(claim)))) == claim


@given(strategies.relations)
def test_a_relation_comes_back_equal(relation: Relation) -> None:
    """What is written of any relation reads back as an equal relation."""
    assert relation_from_object(json.loads(dumps(relation_object(relation)))) == relation


@given(strategies.disputes)
def test_a_dispute_comes_back_equal(dispute: Dispute) -> None:
    """What is written of any dispute reads back as an equal dispute."""
    assert dispute_from_object(json.loads(dumps(dispute_object(dispute)))) == dispute


@given(strategies.alerts)
def test_an_alert_comes_back_equal(alert: Alert) -> None:
    """What is written of any alert reads back as an equal alert."""
    assert alert_from_object(json.loads(dumps(alert_object(alert)))) == alert


def test_a_word_outside_the_vocabulary_is_an_error() -> None:
    """An object of another version is refused and not half read."""
    with pytest.raises(ValueError, match="teleported"):
        claim_from_object({**claim_object(make_claim()), "predicate": "teleported"})
