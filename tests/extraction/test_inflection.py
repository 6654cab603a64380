"""English words are inflected by rule, and by list where the rule fails."""

from __future__ import annotations

import pytest

from bot.extraction.inflection import inflections, noun_forms, verb_forms


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        pytest.param("attack", {"attack", "attacks", "attacking", "attacked"}, id="regular"),
        pytest.param("capture", {"capture", "captures", "capturing", "captured"}, id="final-e"),
        pytest.param("flee", {"flee", "flees", "fleeing", "fled"}, id="final-ee"),
        pytest.param("deny", {"deny", "denies", "denying", "denied"}, id="final-y"),
        pytest.param("deploy", {"deploy", "deploys", "deploying", "deployed"}, id="vowel-y"),
        pytest.param("push", {"push", "pushes", "pushing", "pushed"}, id="sibilant"),
        pytest.param("annex", {"annex", "annexes", "annexing", "annexed"}, id="final-x"),
        pytest.param("gut", {"gut", "guts", "gutting", "gutted"}, id="doubling"),
        pytest.param("drop", {"drop", "drops", "dropping", "dropped"}, id="doubling-after-cluster"),
        pytest.param("repel", {"repel", "repels", "repelling", "repelled"}, id="doubling-when-stressed"),
        pytest.param("expel", {"expel", "expels", "expelling", "expelled"}, id="doubling-prefixed"),
        pytest.param("recover", {"recover", "recovers", "recovering", "recovered"}, id="no-doubling-unstressed"),
        pytest.param("target", {"target", "targets", "targeting", "targeted"}, id="no-doubling-target"),
        pytest.param("sever", {"sever", "severs", "severing", "severed"}, id="no-doubling-sever"),
        pytest.param("raid", {"raid", "raids", "raiding", "raided"}, id="no-doubling-two-vowels"),
        pytest.param("slow", {"slow", "slows", "slowing", "slowed"}, id="no-doubling-w"),
        pytest.param("destroy", {"destroy", "destroys", "destroying", "destroyed"}, id="oy"),
        pytest.param("take", {"take", "takes", "taking", "took", "taken"}, id="irregular"),
        pytest.param("hit", {"hit", "hits", "hitting"}, id="irregular-unchanged"),
        pytest.param("withdraw", {"withdraw", "withdraws", "withdrawing", "withdrew", "withdrawn"}, id="prefixed"),
        pytest.param("retake", {"retake", "retakes", "retaking", "retook", "retaken"}, id="re-irregular"),
        pytest.param("strike", {"strike", "strikes", "striking", "struck", "stricken"}, id="two-participles"),
    ],
)
def test_verbs(lemma: str, forms: set[str]) -> None:
    """Base, third person, -ing and past."""
    assert verb_forms(lemma) == forms


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        pytest.param("troop", {"troop", "troops"}, id="regular"),
        pytest.param("city", {"city", "cities"}, id="final-y"),
        pytest.param("highway", {"highway", "highways"}, id="vowel-y"),
        pytest.param("marsh", {"marsh", "marshes"}, id="sibilant"),
        pytest.param("militiaman", {"militiaman", "militiamen"}, id="men"),
        pytest.param("half", {"half", "halves"}, id="halves"),
        pytest.param("siege", {"siege", "sieges"}, id="final-e"),
    ],
)
def test_nouns(lemma: str, forms: set[str]) -> None:
    """Singular and plural."""
    assert noun_forms(lemma) == forms


TABLE = inflections(verbs=["pull out", "find", "found", "lie", "lay", "take"], nouns=["town", "air strike"])


@pytest.mark.parametrize(
    ("form", "verbal", "lemma"),
    [
        pytest.param("pulled", True, "pull", id="first-word-of-a-phrase"),
        pytest.param("found", True, "found", id="a-base-form-is-its-own-lemma"),
        pytest.param("lay", True, "lay", id="lay"),
        pytest.param("lying", True, "lie", id="lying"),
        pytest.param("took", True, "take", id="irregular"),
        pytest.param("towns", False, "town", id="plural"),
        pytest.param("towns", True, None, id="a-noun-is-no-verb"),
        pytest.param("pulled", False, None, id="a-verb-is-no-noun"),
        pytest.param("strike", False, None, id="a-word-of-a-phrase"),
        pytest.param("village", False, None, id="unknown"),
    ],
)
def test_forms_lead_to_lemmas(form: str, verbal: bool, lemma: str | None) -> None:
    """Each form has one lemma, in verbs and in nouns."""
    assert TABLE.lemma(form, verbal=verbal) == lemma
