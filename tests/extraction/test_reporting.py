"""Words that say that somebody says so."""

from __future__ import annotations

import pytest

from bot.extraction.reporting import ReportingWords, negated
from bot.model.claim import Certainty, SpeechAct
from config.lexicon import Lexicon
from tests.extraction.docs import parsed, the


@pytest.fixture
def words(lexicon: Lexicon) -> ReportingWords:
    """Index the words that ship."""
    return ReportingWords(lexicon)


@pytest.mark.parametrize(
    ("lemma", "act", "certainty"),
    [
        pytest.param("say", SpeechAct.CLAIM, Certainty.CERTAIN, id="say"),
        pytest.param("believe", SpeechAct.CLAIM, Certainty.PROBABLE, id="believe"),
        pytest.param("appear", SpeechAct.CLAIM, Certainty.POSSIBLE, id="appear"),
        pytest.param("admit", SpeechAct.CONFIRM, Certainty.CERTAIN, id="admit"),
        pytest.param("deny", SpeechAct.DENY, Certainty.CERTAIN, id="deny"),
        pytest.param("retract", SpeechAct.RETRACT, Certainty.CERTAIN, id="retract"),
    ],
)
def test_verbs_have_acts(words: ReportingWords, lemma: str, act: SpeechAct, certainty: Certainty) -> None:
    """What saying it that way does, and how sure it is."""
    found = words.of_lemma(lemma)
    assert found is not None
    assert (found.speech_act, found.certainty) == (act, certainty)


def test_nouns_have_acts(words: ReportingWords) -> None:
    """A denial denies; a siege reports nothing."""
    denial = words.of_noun("denial")
    assert denial is not None
    assert denial.speech_act is SpeechAct.DENY
    assert words.of_noun("siege") is None
    assert words.of_lemma("walk") is None


POINTED_OUT = "He|PRP|nsubj|2 pointed|VBD|root|0|point out|RP|compound:prt|2 errors|NNS|obj|2"
POINTED = "He|PRP|nsubj|2 pointed|VBD|root|0|point guns|NNS|obj|2"
RULED_OUT = "He|PRP|nsubj|2 ruled|VBD|root|0|rule out|RP|compound:prt|2 retreat|NN|obj|2"
RULED = "He|PRP|nsubj|2 ruled|VBD|root|0|rule Sudan|NNP|obj|2"
A_REPORT = "The|DT|det|2 report|NN|nsubj|3 appeared|VBD|root|0|appear"


@pytest.mark.parametrize(
    ("table", "word", "act"),
    [
        pytest.param(POINTED_OUT, "pointed", SpeechAct.CLAIM, id="with-its-particle"),
        pytest.param(POINTED, "pointed", None, id="without-its-particle"),
        pytest.param(RULED_OUT, "ruled", SpeechAct.DENY, id="ruled-out"),
        pytest.param(RULED, "ruled", None, id="ruled"),
        pytest.param(A_REPORT, "report", None, id="a-noun-is-no-verb"),
    ],
)
def test_particles_decide(words: ReportingWords, table: str, word: str, act: SpeechAct | None) -> None:
    """A verb that reports with a particle reports with it only."""
    found = words.act(the(parsed(table), word))
    assert (found.speech_act if found else None) is act


VERIFIED = "They|PRP|nsubj|2 verified|VBD|root|0|verify reports|NNS|obj|2"
NOT_VERIFIED = "They|PRP|nsubj|4 could|MD|aux|4 not|RB|advmod|4 verify|VB|root|0 reports|NNS|obj|4"
UNABLE = "They|PRP|nsubj|3 were|VBD|cop|3|be unable|JJ|root|0 to|TO|mark|5 verify|VB|xcomp|3 reports|NNS|obj|5"
DECLINED = "They|PRP|nsubj|2 declined|VBD|root|0|decline to|TO|mark|4 confirm|VB|xcomp|2 it|PRP|obj|4"
NOT_ABLE = (
    "They|PRP|nsubj|4 were|VBD|cop|4|be not|RB|advmod|4 able|JJ|root|0 to|TO|mark|6 confirm|VB|xcomp|4 it|PRP|obj|6"
)
NOT_SAID = "They|PRP|nsubj|4 did|VBD|aux|4|do not|RB|advmod|4 say|VB|root|0 so|RB|advmod|4"
WANTED = "They|PRP|nsubj|2 wanted|VBD|root|0|want to|TO|mark|4 verify|VB|xcomp|2 it|PRP|obj|4"


@pytest.mark.parametrize(
    ("table", "word", "nobody"),
    [
        pytest.param(NOT_VERIFIED, "verify", True, id="could-not"),
        pytest.param(UNABLE, "verify", True, id="unable"),
        pytest.param(DECLINED, "confirm", True, id="declined"),
        pytest.param(NOT_ABLE, "confirm", True, id="not-able"),
        pytest.param(VERIFIED, "verified", False, id="verified"),
        pytest.param(WANTED, "verify", False, id="wanted-to"),
        pytest.param(NOT_SAID, "say", False, id="not-said"),
    ],
)
def test_non_confirmation(words: ReportingWords, table: str, word: str, nobody: bool) -> None:
    """Who checks and cannot say, or is asked and does not."""
    assert words.unconfirmed(the(parsed(table), word)) is nobody


def test_pictures_show_and_officials_do_not(words: ReportingWords) -> None:
    """A video can show something by itself."""
    doc = parsed("Videos|NNS|nsubj|2 show|VBP|root|0 officials|NNS|obj|2")
    assert words.shows(doc[0])
    assert not words.shows(doc[2])


def test_negation_stands_right_below(words: ReportingWords) -> None:
    """Not below something else."""
    doc = parsed(NOT_ABLE)
    assert negated(the(doc, "able"))
    assert not negated(the(doc, "confirm"))
    assert words.act(the(doc, "confirm")) is not None
