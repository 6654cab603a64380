"""What the words around a trigger make of it: denied, unsure, planned, tried, supposed, past."""

from __future__ import annotations

import pytest

from bot.extraction.modality import Mood, MoodReader, less_sure
from bot.model.claim import Certainty, Polarity, Realis
from config.lexicon import Lexicon
from tests.extraction.docs import parsed, the

S = "Rebels|NNS|nsubj|{} "
TOWN = "the|DT|det|{} town|NN|obj|{} "

PLAIN = "Rebels|NNS|nsubj|2 took|VBD|root|0|take Goma|NNP|obj|2"
NOT = "Rebels|NNS|nsubj|4 did|VBD|aux|4|do not|RB|advmod|4 take|VB|root|0 Goma|NNP|obj|4"
NEVER = "Rebels|NNS|nsubj|3 never|RB|advmod|3 took|VBD|root|0|take Goma|NNP|obj|3"
DIDNT = "Rebels|NNS|nsubj|4 did|VBD|aux|4|do n't|RB|advmod|4 take|VB|root|0 Goma|NNP|obj|4"
NO_LONGER = "Rebels|NNS|nsubj|4 no|RB|advmod|3 longer|RBR|advmod|4 take|VBP|root|0 Goma|NNP|obj|4"
NO_NOUN = "No|DT|det|2 take|NN|nsubj|3 followed|VBD|root|0|follow"
FAILED = "Rebels|NNS|nsubj|2 failed|VBD|root|0|fail to|TO|mark|4 take|VB|xcomp|2 Goma|NNP|obj|4"
REFUSED = "Rebels|NNS|nsubj|2 refused|VBD|root|0|refuse to|TO|mark|4 take|VB|xcomp|2 Goma|NNP|obj|4"
NOT_FAILED = (
    "Rebels|NNS|nsubj|4 did|VBD|aux|4|do not|RB|advmod|4 fail|VB|root|0 to|TO|mark|6 take|VB|xcomp|4 Goma|NNP|obj|6"
)
INABILITY = (
    "Their|PRP$|nmod:poss|2 inability|NN|nsubj|6 to|TO|mark|4 take|VB|acl|2 Goma|NNP|obj|4 showed|VBD|root|0|show"
)
UNABLE = "Rebels|NNS|nsubj|3 were|VBD|cop|3|be unable|JJ|root|0 to|TO|mark|5 take|VB|xcomp|3 Goma|NNP|obj|5"
WILL = "Rebels|NNS|nsubj|3 will|MD|aux|3 take|VB|root|0 Goma|NNP|obj|3"
WONT = "Rebels|NNS|nsubj|4 wo|MD|aux|4 n't|RB|advmod|4 take|VB|root|0 Goma|NNP|obj|4"
WOULD = "Rebels|NNS|nsubj|3 would|MD|aux|3 take|VB|root|0 Goma|NNP|obj|3"
COULD = "Rebels|NNS|nsubj|3 could|MD|aux|3 take|VB|root|0 Goma|NNP|obj|3"
MAY = "Rebels|NNS|nsubj|3 may|MD|aux|3 take|VB|root|0 Goma|NNP|obj|3"
MAY_HAVE = "Rebels|NNS|nsubj|4 may|MD|aux|4 have|VB|aux|4 taken|VBN|root|0|take Goma|NNP|obj|4"
IF = (
    "If|IN|mark|3 rebels|NNS|nsubj|3 take|VBP|advcl|7 Goma|NNP|obj|3 ,|,|punct|7 Sake|NNP|nsubj|7 falls|VBZ|root|0|fall"
)
UNLESS_WHEN = (
    IF.replace("If|IN|mark|3", "Since|IN|mark|3").replace("take|VBP", "took|VBD").replace("advcl|7", "advcl|7|take")
)
PURPOSE = "Rebels|NNS|nsubj|2 attacked|VBD|root|0|attack to|TO|mark|4 take|VB|advcl|2 Goma|NNP|obj|4"
OFFENSIVE_TO = "An|DT|det|2 offensive|NN|nsubj|6 to|TO|mark|4 take|VB|acl|2 Goma|NNP|obj|4 began|VBD|root|0|begin"
TRIED = "Rebels|NNS|nsubj|2 tried|VBD|root|0|try to|TO|mark|4 take|VB|xcomp|2 Goma|NNP|obj|4"
ATTEMPT = (
    "Rebels|NNS|nsubj|2 made|VBD|root|0|make an|DT|det|4 attempt|NN|obj|2 to|TO|mark|6 take|VB|acl|4 Goma|NNP|obj|6"
)
PLANNED = "Rebels|NNS|nsubj|2 planned|VBD|root|0|plan to|TO|mark|4 take|VB|xcomp|2 Goma|NNP|obj|4"
ANNOUNCED_PLANS = (
    "Rebels|NNS|nsubj|2 announced|VBD|root|0|announce plans|NNS|obj|2 to|TO|mark|5 take|VB|acl|3 Goma|NNP|obj|5"
)
MANAGED = "Rebels|NNS|nsubj|2 managed|VBD|root|0|manage to|TO|mark|4 take|VB|xcomp|2 Goma|NNP|obj|4"
CONTINUED = "Rebels|NNS|nsubj|2 continued|VBD|root|0|continue to|TO|mark|4 take|VB|xcomp|2 towns|NNS|obj|4"
APPEARED = "Rebels|NNS|nsubj|2 appear|VBP|root|0 to|TO|mark|5 have|VB|aux|5 taken|VBN|xcomp|2|take Goma|NNP|obj|5"
REPORTEDLY = "Rebels|NNS|nsubj|3 reportedly|RB|advmod|3 took|VBD|root|0|take Goma|NNP|obj|3"
BELIEVED = (
    "Rebels|NNS|nsubj:pass|3 are|VBP|aux:pass|3|be believed|VBN|root|0|believe to|TO|mark|6 have|VB|aux|6 "
    "taken|VBN|xcomp|3|take Goma|NNP|obj|6"
)
PREVIOUSLY = "Rebels|NNS|nsubj|3 previously|RB|advmod|3 took|VBD|root|0|take Goma|NNP|obj|3"
EARLY_DAYS = "Rebels|NNS|nsubj|2 took|VBD|root|0|take Goma|NNP|obj|2 in|IN|case|6 early|JJ|amod|6 days|NNS|obl|2"
AND_NOT = (
    "Rebels|NNS|nsubj|2 fled|VBD|root|0|flee and|CC|cc|6 did|VBD|aux|6|do not|RB|advmod|6 take|VB|conj|2 Goma|NNP|obj|6"
)
WILL_AND = "Rebels|NNS|nsubj|3 will|MD|aux|3 attack|VB|root|0 and|CC|cc|5 take|VB|conj|3 Goma|NNP|obj|5"
WILL_AND_TOOK = (
    "Rebels|NNS|nsubj|3 will|MD|aux|3 rest|VB|root|0 and|CC|cc|6 they|PRP|nsubj|6 took|VBD|conj|3|take Goma|NNP|obj|6"
)
THAT_WHICH = (
    "Nobody|NN|nsubj|3 will|MD|aux|3 help|VB|root|0 rebels|NNS|obj|3 who|WP|nsubj|6 took|VBD|acl:relcl|4|take "
    "Goma|NNP|obj|6"
)


@pytest.mark.parametrize(
    ("table", "word", "mood"),
    [
        pytest.param(PLAIN, "took", Mood(), id="plain"),
        pytest.param(NOT, "take", Mood(polarity=Polarity.DENIED), id="not"),
        pytest.param(DIDNT, "take", Mood(polarity=Polarity.DENIED), id="didnt"),
        pytest.param(NEVER, "took", Mood(polarity=Polarity.DENIED), id="never"),
        pytest.param(NO_LONGER, "take", Mood(polarity=Polarity.DENIED), id="no-longer"),
        pytest.param(NO_NOUN, "take", Mood(polarity=Polarity.DENIED), id="no-before-a-noun"),
        pytest.param(FAILED, "take", Mood(polarity=Polarity.DENIED), id="failed"),
        pytest.param(REFUSED, "take", Mood(polarity=Polarity.DENIED), id="refused"),
        pytest.param(UNABLE, "take", Mood(polarity=Polarity.DENIED), id="unable"),
        pytest.param(NOT_FAILED, "take", Mood(), id="did-not-fail"),
        pytest.param(INABILITY, "take", Mood(polarity=Polarity.DENIED), id="inability"),
        pytest.param(WILL, "take", Mood(realis=Realis.FUTURE), id="will"),
        pytest.param(WONT, "take", Mood(polarity=Polarity.DENIED, realis=Realis.FUTURE), id="wont"),
        pytest.param(WOULD, "take", Mood(realis=Realis.HYPOTHETICAL), id="would"),
        pytest.param(COULD, "take", Mood(certainty=Certainty.POSSIBLE, realis=Realis.HYPOTHETICAL), id="could"),
        pytest.param(MAY, "take", Mood(certainty=Certainty.POSSIBLE, realis=Realis.HYPOTHETICAL), id="may"),
        pytest.param(MAY_HAVE, "taken", Mood(certainty=Certainty.POSSIBLE), id="may-have"),
        pytest.param(IF, "take", Mood(realis=Realis.HYPOTHETICAL), id="if"),
        pytest.param(UNLESS_WHEN, "took", Mood(), id="since"),
        pytest.param(PURPOSE, "take", Mood(purpose=True), id="to-take"),
        pytest.param(OFFENSIVE_TO, "take", Mood(purpose=True), id="offensive-to-take"),
        pytest.param(TRIED, "take", Mood(realis=Realis.HYPOTHETICAL), id="tried"),
        pytest.param(ATTEMPT, "take", Mood(realis=Realis.HYPOTHETICAL), id="attempt-to"),
        pytest.param(PLANNED, "take", Mood(realis=Realis.FUTURE), id="planned"),
        pytest.param(ANNOUNCED_PLANS, "take", Mood(realis=Realis.FUTURE), id="announced-plans"),
        pytest.param(MANAGED, "take", Mood(), id="managed"),
        pytest.param(CONTINUED, "take", Mood(), id="continued"),
        pytest.param(APPEARED, "taken", Mood(certainty=Certainty.POSSIBLE), id="appear-to-have"),
        pytest.param(REPORTEDLY, "took", Mood(certainty=Certainty.PROBABLE), id="reportedly"),
        pytest.param(BELIEVED, "taken", Mood(certainty=Certainty.PROBABLE), id="believed-to-have"),
        pytest.param(PREVIOUSLY, "took", Mood(background=True), id="previously"),
        pytest.param(EARLY_DAYS, "took", Mood(background=True), id="in-early-days"),
        pytest.param(AND_NOT, "take", Mood(polarity=Polarity.DENIED), id="and-did-not"),
        pytest.param(AND_NOT, "fled", Mood(), id="and-did-not-leaves-the-first-alone"),
        pytest.param(WILL_AND, "take", Mood(realis=Realis.FUTURE), id="will-is-shared"),
        pytest.param(WILL_AND_TOOK, "took", Mood(), id="a-finite-verb-shares-nothing"),
        pytest.param(THAT_WHICH, "took", Mood(), id="a-relative-clause-stands-for-itself"),
    ],
)
def test_moods(lexicon: Lexicon, table: str, word: str, mood: Mood) -> None:
    """Scope is the path from the trigger to the root."""
    assert MoodReader(lexicon.modality).read(the(parsed(table), word)) == mood


SAID_NOT = (
    "Rebels|NNS|nsubj|4 did|VBD|aux|4|do not|RB|advmod|4 say|VB|root|0 troops|NNS|nsubj|6 took|VBD|ccomp|4|take "
    "Goma|NNP|obj|6"
)
SAID_WOULD = "Rebels|NNS|nsubj|2 said|VBD|root|0|say they|PRP|nsubj|5 would|MD|aux|5 take|VB|ccomp|2 Goma|NNP|obj|5"
VOWED = "Rebels|NNS|nsubj|2 vowed|VBD|root|0|vow to|TO|mark|4 take|VB|xcomp|2 Goma|NNP|obj|4"


@pytest.mark.parametrize(
    ("table", "word", "stop", "mood"),
    [
        pytest.param(SAID_NOT, "took", "say", Mood(unsaid=True), id="its-own-negation-is-not-the-statements"),
        pytest.param(SAID_WOULD, "take", "said", Mood(realis=Realis.FUTURE), id="said-they-would"),
        pytest.param(VOWED, "take", "vowed", Mood(realis=Realis.FUTURE), id="vowed-to"),
    ],
)
def test_moods_below_a_reporting_verb(lexicon: Lexicon, table: str, word: str, stop: str, mood: Mood) -> None:
    """What stands above the reporting verb is about the report."""
    doc = parsed(table)
    assert MoodReader(lexicon.modality).read(the(doc, word), stop=the(doc, stop)) == mood


ALMOST = "Rebels|NNS|nsubj|3 almost|RB|advmod|3 took|VBD|root|0|take Goma|NNP|obj|3"


@pytest.mark.parametrize(
    ("table", "nearly"),
    [
        pytest.param(ALMOST, True, id="almost"),
        pytest.param(ALMOST.replace("almost", "nearly"), True, id="nearly"),
        pytest.param(ALMOST.replace("almost", "quickly"), False, id="quickly"),
        pytest.param(PLAIN, False, id="plain"),
    ],
)
def test_near_misses(lexicon: Lexicon, table: str, nearly: bool) -> None:
    """What almost happened did not."""
    assert MoodReader(lexicon.modality).near_miss(the(parsed(table), "took")) is nearly


@pytest.mark.parametrize(
    ("one", "other", "weaker"),
    [
        ("certain", "certain", "certain"),
        ("certain", "probable", "probable"),
        ("possible", "probable", "possible"),
        ("unknown", "certain", "unknown"),
        ("unknown", "probable", "probable"),
    ],
)
def test_the_less_sure_word_counts(one: str, other: str, weaker: str) -> None:
    """In either order."""
    assert less_sure(Certainty(one), Certainty(other)) is Certainty(weaker)
    assert less_sure(Certainty(other), Certainty(one)) is Certainty(weaker)
