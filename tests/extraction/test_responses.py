"""Statements about statements: what somebody denies, and what nobody could check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from spacy.tokens import Doc

from bot.extraction.actors import SideGrounding
from bot.extraction.attribution import AttributionReader
from bot.extraction.context import Speaker
from bot.extraction.drafts import Draft
from bot.extraction.grounding import PlaceGrounding
from bot.extraction.modality import MoodReader
from bot.extraction.reading import Reading
from bot.extraction.responses import ResponseReader
from bot.extraction.sides import SideIndex
from bot.model.claim import (
    Asset,
    AssetKind,
    AssetState,
    Domain,
    Polarity,
    Predicate,
    Realis,
    SpeakerType,
    SpeechAct,
    Verification,
)
from config.lexicon import Lexicon
from tests.builders import make_place, make_side
from tests.extraction.contexts import context_of
from tests.extraction.docs import parsed
from tests.extraction.test_drafts import make_draft, mention

Apply = Callable[..., list[Draft]]

EARLIER = "Its forces took Goma."
KIGALI = Speaker(name="Rwanda", affiliation=None, side="RWA", type=SpeakerType.OFFICIAL)


@pytest.fixture
def respond(lexicon: Lexicon, side_index: SideIndex, attributions: AttributionReader) -> Apply:
    """Return a function that applies the last of some sentences to drafts."""
    reader = ResponseReader(lexicon=lexicon, attributions=attributions)

    def apply(drafts: Sequence[Draft], *sentences: str | Doc, names: Sequence[str] = ("Goma",)) -> list[Draft]:
        doc = sentences[-1]
        assert isinstance(doc, Doc)
        index = len(sentences) - 1
        context = context_of(sentences, side_index=side_index, names=names)
        reading = Reading(
            context=context,
            index=index,
            doc=doc,
            places=PlaceGrounding(context=context, index=index, nouns=lexicon.nouns, assets=()),
            sides=SideGrounding(context=context, index=index, nouns=lexicon.nouns, side_index=side_index),
            assets=(),
            times=(),
            quantities=(),
            moods=MoodReader(lexicon.modality),
            attributions=attributions,
            stems=frozenset(token.i for token in doc),
        )
        return reader.apply(drafts, reading)

    return apply


def taken(**changes: Any) -> Draft:
    """Return what Rwanda claims in the first sentence: it took Goma."""
    return make_draft(
        **{
            "actor": make_side("RWA"),
            "place": make_place("Goma"),
            "speaker": KIGALI,
            "speech_act": SpeechAct.CLAIM,
            **changes,
        }
    )


DENIED = "Uganda|NNP|nsubj|2 denied|VBD|root|0|deny the|DT|det|4 claim|NN|obj|2 .|.|punct|2"
REJECTED = DENIED.replace("denied|VBD|root|0|deny", "rejected|VBD|root|0|reject")
DENIED_TALKS = DENIED.replace("claim|NN", "visa|NN")
CONFIRMED = DENIED.replace("denied|VBD|root|0|deny", "confirmed|VBD|root|0|confirm")
SAME_SIDE = DENIED.replace("Uganda", "Rwanda")
NOT_DENIED = (
    "Uganda|NNP|nsubj|4 did|VBD|aux|4|do not|RB|advmod|4 deny|VB|root|0 the|DT|det|6 claim|NN|obj|4 .|.|punct|4"
)


def test_a_denial_repeats_the_claim_denied(respond: Apply) -> None:
    """It is a claim of who denies it, and stands in the sentence that denies."""
    first, denial = respond([taken()], EARLIER, parsed(DENIED))
    assert first == taken()
    assert (denial.predicate, denial.place, denial.actor) == (first.predicate, first.place, first.actor)
    assert (denial.polarity, denial.speech_act, denial.sentence) == (Polarity.DENIED, SpeechAct.DENY, 1)
    assert denial.speaker is not None
    assert denial.speaker.side == "UGA"
    assert [item.quote for item in denial.mentions] == ["Uganda denied the claim."]


def test_rejecting_denies_too(respond: Apply) -> None:
    """Another verb of the same act."""
    assert len(respond([taken()], EARLIER, parsed(REJECTED))) == 2


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        pytest.param(DENIED_TALKS, {}, id="something-else-is-denied"),
        pytest.param(CONFIRMED, {}, id="confirmed"),
        pytest.param(NOT_DENIED, {}, id="not-denied"),
        pytest.param(SAME_SIDE, {}, id="by-who-claimed-it"),
        pytest.param(DENIED, {"polarity": Polarity.DENIED}, id="what-was-denied-already"),
        pytest.param(DENIED, {"speech_act": SpeechAct.NOT_CONFIRMED}, id="what-nobody-asserts"),
    ],
)
def test_no_denial(respond: Apply, table: str, changes: dict[str, Any]) -> None:
    """The drafts stay as they are."""
    assert respond([taken(**changes)], EARLIER, parsed(table)) == [taken(**changes)]


def test_only_the_nearest_sentence_is_denied(respond: Apply) -> None:
    """A claim from further up keeps its own story."""
    old, new = taken(), taken(sentence=1, place=make_place("Sake"))
    found = respond([old, new], EARLIER, "They took Sake too.", parsed(DENIED))
    assert [draft.place for draft in found if draft.polarity is Polarity.DENIED] == [make_place("Sake")]


def test_a_claim_too_far_back_is_not_denied(respond: Apply) -> None:
    """Nobody reads "the claim" over four sentences."""
    between = ["It rained."] * 4
    assert respond([taken()], EARLIER, *between, parsed(DENIED)) == [taken()]


def test_the_denied_past_is_denied_as_such(respond: Apply) -> None:
    """A denial speaks of what is so, and gives up that nobody could check."""
    _, denial = respond(
        [taken(realis=Realis.HISTORICAL, verification=Verification.UNVERIFIED)], EARLIER, parsed(DENIED)
    )
    assert (denial.realis, denial.verification) == (Realis.ACTUAL, None)


UNVERIFIED = (
    "Reuters|NNP|nsubj|4 could|MD|aux|4 not|RB|advmod|4 verify|VB|root|0 the|DT|det|6 claim|NN|obj|4 .|.|punct|4"
)
UNVERIFIED_ALL = UNVERIFIED.replace("claim|NN", "claims|NNS")
VERIFIED = "Reuters|NNP|nsubj|2 verified|VBD|root|0|verify the|DT|det|4 claim|NN|obj|2 .|.|punct|2"
ARMY = (
    "The|DT|det|3 Ugandan|JJ|amod|3 army|NN|nsubj|6 did|VBD|aux|6|do not|RB|advmod|6 confirm|VB|root|0 the|DT|det|8 "
    "claim|NN|obj|6 .|.|punct|6"
)


def test_what_could_not_be_verified_is_marked(respond: Apply) -> None:
    """With who says so."""
    (draft,) = respond([taken()], EARLIER, parsed(UNVERIFIED))
    assert (draft.verification, draft.unverified_by) == (Verification.UNVERIFIED, "Reuters")


@pytest.mark.parametrize("table", [pytest.param(VERIFIED, id="verified"), pytest.param(ARMY, id="a-side-does-not-say")])
def test_nothing_is_marked(respond: Apply, table: str) -> None:
    """Somebody checked, or somebody with a side was asked."""
    assert respond([taken()], EARLIER, parsed(table)) == [taken()]


def test_the_claims_are_all_that_somebody_made(respond: Apply) -> None:
    """A plural sweeps over everything attributed, near or far; the article's own words stay."""
    own = taken(speaker=None, speech_act=SpeechAct.REPORT, predicate=Predicate.CONTESTED)
    far = ["It rained."] * 4
    found = respond([taken(), own], EARLIER, *far, parsed(UNVERIFIED_ALL))
    assert [draft.verification for draft in found[:1]] == [Verification.UNVERIFIED]


def test_a_place_named_again_is_what_was_checked(respond: Apply) -> None:
    """That nobody could verify the fall of Goma is about Goma, wherever the claim stands."""
    checked = parsed(
        "Reuters|NNP|nsubj|4 could|MD|aux|4 not|RB|advmod|4 verify|VB|root|0 that|IN|mark|7 Goma|NNP|nsubj|7 "
        "fell|VBD|ccomp|4|fall .|.|punct|4"
    )
    sake = taken(place=make_place("Sake"))
    here = taken(sentence=2, speech_act=SpeechAct.NOT_CONFIRMED, mentions=(mention(50),))
    found = respond([taken(), sake, here], EARLIER, "They took Sake too.", checked)
    assert [draft.verification for draft in found] == [Verification.UNVERIFIED, None, None]


STRUCK: dict[str, Any] = {
    "domain": Domain.INFRASTRUCTURE,
    "predicate": None,
    "asset": Asset(kind=AssetKind.HOSPITAL, text="a hospital"),
    "state": AssetState.ATTACKED,
    "actor": make_side("UGA"),
}
NOT_US = DENIED.replace("the|DT|det|4 claim|NN", "any|DT|det|4 involvement|NN")
CLAIMED = CONFIRMED.replace("the|DT|det|4 claim|NN", "its|PRP$|nmod:poss|4 responsibility|NN")


def test_who_denies_that_it_was_him_denies_the_strike(respond: Apply) -> None:
    """Denied involvement is a denial of the strike that was called one's own, by who is blamed."""
    first, denial = respond([taken(**STRUCK)], EARLIER, parsed(NOT_US))
    assert (denial.state, denial.asset, denial.actor) == (first.state, first.asset, first.actor)
    assert (denial.polarity, denial.speech_act, denial.sentence) == (Polarity.DENIED, SpeechAct.DENY, 1)
    assert denial.speaker is not None
    assert denial.speaker.side == "UGA"


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        pytest.param(NOT_US, {"actor": make_side("RWA")}, id="another-was-blamed"),
        pytest.param(NOT_US, {"actor": None}, id="nobody-was-blamed"),
        pytest.param(NOT_US, {"state": AssetState.DISRUPTED}, id="no-strike"),
        pytest.param(NOT_US, {"polarity": Polarity.DENIED}, id="denied-already"),
        pytest.param(CLAIMED, {}, id="not-denied"),
    ],
)
def test_who_was_not_blamed_denies_nothing(respond: Apply, table: str, changes: dict[str, Any]) -> None:
    """Only a strike that was laid at the speaker's door is denied so."""
    assert len(respond([taken(**{**STRUCK, **changes})], EARLIER, parsed(table))) == 1
