"""What sentences say of what they say: each rule of modality with what it reads and what it leaves alone."""

from __future__ import annotations

import pytest

from bot.model.claim import Claim, Polarity, Predicate, Realis, SpeechAct
from tests.extraction.conftest import ClaimsOf


def _of(claims: tuple[Claim, ...], predicate: Predicate) -> Claim | None:
    return next((claim for claim in claims if claim.predicate is predicate), None)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Malian troops halted a rebel advance on Kidal.", id="halted"),
        pytest.param("Malian troops stopped an assault on Kidal.", id="stopped"),
        pytest.param("Malian troops blocked a rebel push towards Kidal.", id="blocked"),
        pytest.param("The rebels' assault on Kidal was broken by Malian troops.", id="broken"),
        pytest.param("Malian troops drove the rebels back from Kidal.", id="driven-back"),
        pytest.param("The rebels attacked Kidal but were driven back by Malian troops.", id="attacked-but"),
        pytest.param("Malian troops fought off a rebel attack on Kidal.", id="fought-off"),
    ],
)
def test_an_attack_that_was_stopped_is_repelled(claims_of: ClaimsOf, text: str) -> None:
    """Whoever stops another's attack has repelled it; nobody advanced, took or fights for the place."""
    assert [claim.predicate for claim in claims_of(text)] == [Predicate.REPELLED]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The Malian army halted its advance on Kidal.", id="its-own"),
        pytest.param("The mediator urged both sides to stop attacks on Kidal.", id="asked-to-stop"),
        pytest.param("Police in Kidal broke the news to the families.", id="another-object"),
        pytest.param("Malian troops drove the rebels out of Kidal.", id="driven-out"),
    ],
)
def test_what_ends_otherwise_is_not_repelled(claims_of: ClaimsOf, text: str) -> None:
    """An attack of one's own that ends, a request to stop, and a place that was taken are no repelled attacks."""
    assert _of(claims_of(text), Predicate.REPELLED) is None


def test_a_completed_operation_reached_what_it_was_for(claims_of: ClaimsOf) -> None:
    """What the operation was for has happened."""
    claim = _of(claims_of("Iraqi forces completed the operation to retake Tikrit."), Predicate.RETOOK)
    assert claim is not None
    assert claim.realis is Realis.ACTUAL


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Iraqi forces began the operation to retake Tikrit.", id="begun"),
        pytest.param("Iraqi forces did not complete the operation to retake Tikrit.", id="not-completed"),
        pytest.param("Iraqi forces will complete the operation to retake Tikrit.", id="still-to-come"),
    ],
)
def test_an_operation_that_is_not_over_has_reached_nothing(claims_of: ClaimsOf, text: str) -> None:
    """Nobody says that the place was retaken."""
    claim = _of(claims_of(text), Predicate.RETOOK)
    assert claim is None or claim.realis is not Realis.ACTUAL or claim.polarity is Polarity.DENIED


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        pytest.param(
            "It is wrong to say that Malian troops control Kidal, the rebels said.", Polarity.DENIED, id="wrong-to-say"
        ),
        pytest.param("It is false to claim that Malian troops control Kidal.", Polarity.DENIED, id="false-to-claim"),
        pytest.param(
            "It is fair to say that Malian troops control Kidal, the rebels said.", Polarity.AFFIRMED, id="fair-to-say"
        ),
        pytest.param("Few doubt that Malian troops control Kidal.", Polarity.AFFIRMED, id="few-doubt"),
    ],
)
def test_a_judgement_on_a_statement_is_one_on_what_it_says(claims_of: ClaimsOf, text: str, polarity: Polarity) -> None:
    """What it is wrong to say is not so."""
    claim = _of(claims_of(text), Predicate.CONTROLS)
    assert claim is not None
    assert claim.polarity is polarity


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("The minister did not say that Malian troops had left Kidal.", False, id="did-not-say"),
        pytest.param("The minister never claimed that Malian troops had left Kidal.", False, id="never-claimed"),
        pytest.param("The minister said that Malian troops had left Kidal.", True, id="said"),
    ],
)
def test_what_nobody_said_is_no_claim(claims_of: ClaimsOf, text: str, found: bool) -> None:
    """A statement that was not made claims nothing, and denies nothing either."""
    assert (_of(claims_of(text), Predicate.WITHDREW) is not None) is found


@pytest.mark.parametrize("verb", ["withdrew its claim", "retracted its statement", "corrected its report"])
def test_a_statement_taken_back_is_a_retraction(claims_of: ClaimsOf, verb: str) -> None:
    """The claim stays what it was; its act of speech takes it back."""
    claim = _of(claims_of(f"The ministry {verb} that Malian troops had captured Kidal."), Predicate.CAPTURED)
    assert claim is not None
    assert claim.speech_act is SpeechAct.RETRACT


def test_a_statement_repeated_is_no_retraction(claims_of: ClaimsOf) -> None:
    """The same with a verb that takes nothing back."""
    claim = _of(claims_of("The ministry repeated its claim that Malian troops had captured Kidal."), Predicate.CAPTURED)
    assert claim is not None
    assert claim.speech_act is SpeechAct.CLAIM


@pytest.mark.parametrize(
    ("text", "polarity", "realis"),
    [
        pytest.param(
            "Malian troops stopped short of entering Kidal.", Polarity.DENIED, Realis.ACTUAL, id="stopped-short"
        ),
        pytest.param("Malian troops are close to entering Kidal.", Polarity.AFFIRMED, Realis.FUTURE, id="close-to"),
        pytest.param("Malian troops went on to enter Kidal.", Polarity.AFFIRMED, Realis.ACTUAL, id="went-on"),
    ],
)
def test_how_far_they_got(claims_of: ClaimsOf, text: str, polarity: Polarity, realis: Realis) -> None:
    """Who stops short has not entered; who is close to it may yet."""
    claim = _of(claims_of(text), Predicate.ENTERED)
    assert claim is not None
    assert (claim.polarity, claim.realis) == (polarity, realis)


@pytest.mark.parametrize(
    ("text", "polarity", "realis"),
    [
        pytest.param("The rebels tried in vain to take Kidal.", Polarity.DENIED, Realis.ACTUAL, id="in-vain"),
        pytest.param("The rebels sought to take Kidal.", Polarity.AFFIRMED, Realis.HYPOTHETICAL, id="sought"),
        pytest.param(
            "Were the rebels to take Kidal, Mali would collapse.", Polarity.AFFIRMED, Realis.HYPOTHETICAL, id="were-to"
        ),
        pytest.param("The rebels took Kidal.", Polarity.AFFIRMED, Realis.ACTUAL, id="took"),
    ],
)
def test_tries_and_conditions(claims_of: ClaimsOf, text: str, polarity: Polarity, realis: Realis) -> None:
    """A try is none of the deed; one in vain denies it; an inverted condition only supposes it."""
    claim = _of(claims_of(text), Predicate.CAPTURED)
    assert claim is not None
    assert (claim.polarity, claim.realis) == (polarity, realis)


def test_both_of_neither_are_denied(claims_of: ClaimsOf) -> None:
    """What neither of two does is denied of each."""
    claims = claims_of("Neither Russia nor Ukraine controls Vovchansk.")
    assert [claim.polarity for claim in claims] == [Polarity.DENIED, Polarity.DENIED]
    assert {claim.actor.side for claim in claims if claim.actor} == {"RUS", "UKR"}


def test_a_supposed_denial_denies_nothing(claims_of: ClaimsOf) -> None:
    """What is denied only for the sake of argument is not denied."""
    claims = claims_of("The army says that it captured Kosti even if the rebels deny it.")
    assert [claim.polarity for claim in claims] == [Polarity.AFFIRMED]


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        pytest.param("Israel has occupied the Golan Heights since 1967.", Predicate.CONTROLS, id="lasting"),
        pytest.param("Israel occupied the Golan Heights on Friday.", Predicate.CAPTURED, id="taken"),
    ],
)
def test_an_occupation_that_lasts_is_control(claims_of: ClaimsOf, text: str, predicate: Predicate) -> None:
    """A perfect with "since" tells of a state, not of how it began."""
    assert [claim.predicate for claim in claims_of(text)] == [predicate]


def test_a_former_stronghold_is_of_the_past(claims_of: ClaimsOf) -> None:
    """The adjective says that it is none any more."""
    claim = _of(claims_of("The former rebel stronghold of Kilinochchi is quiet."), Predicate.CONTROLS)
    assert claim is not None
    assert claim.realis is Realis.HISTORICAL


def test_an_attack_begun_by_rebels_of_no_known_side_is_a_fight(claims_of: ClaimsOf) -> None:
    """The hoped-for capture is no claim; the fight is."""
    claims = claims_of("The rebels launched an offensive to capture Malakal.")
    assert [claim.predicate for claim in claims] == [Predicate.CONTESTED]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The rebels moved towards Barlonyo in Uganda.", id="towards"),
        pytest.param("The rebels made gains around Barlonyo in Uganda.", id="around"),
    ],
)
def test_the_nearest_place_is_the_claims_own(claims_of: ClaimsOf, text: str) -> None:
    """The country behind an unknown village only says where it lies."""
    (claim,) = claims_of(text)
    assert claim.place is not None
    assert (claim.place.name, claim.place.country) == ("Barlonyo", "UGA")


def test_a_common_noun_that_opens_a_sentence_is_no_place(claims_of: ClaimsOf) -> None:
    """Its capital letter is the sentence's, and not a name's."""
    claims = claims_of("Hundreds of residents fled after the town of Marte in Nigeria was captured by Boko Haram.")
    assert [claim.place.name for claim in claims if claim.place] == ["Marte"]
