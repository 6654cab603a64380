"""Who says what, where the parser hangs a reporting verb or what was said on the wrong word."""

from __future__ import annotations

from bot.extraction.repairs import repair
from tests.extraction.conftest import ClaimsOf
from tests.extraction.docs import parsed, the


def test_what_is_said_in_a_speech_is_said() -> None:
    """In "said in a speech that troops left" troops left, and no speech."""
    doc = repair(
        parsed(
            "He|PRP|nsubj|2 said|VBD|root|0|say in|IN|case|5 a|DT|det|5 speech|NN|obl|2 that|IN|obj|8 "
            "troops|NNS|nsubj|8 left|VBD|acl|5|leave Lesk|NNP|obj|8"
        )
    )
    assert (the(doc, "left").dep_, the(doc, "left").head.text, the(doc, "that").dep_) == ("ccomp", "said", "mark")


def test_a_speech_that_was_given_stays_one() -> None:
    """In "said in a speech that moved all" the speech did."""
    doc = repair(
        parsed(
            "He|PRP|nsubj|2 spoke|VBD|root|0|speak in|IN|case|5 a|DT|det|5 speech|NN|obl|2 that|WDT|nsubj|7 "
            "moved|VBD|acl:relcl|5|move all|DT|obj|7"
        )
    )
    assert the(doc, "moved").dep_ == "acl:relcl"


def test_who_denies_something_blames_somebody(claims_of: ClaimsOf) -> None:
    """In "denies that its jets were there, and blames rebels" the spokesman blames them, and no jets."""
    text = "A hospital in Hodeidah was bombed. A Saudi spokesman denies that its jets were there, and blames rebels."
    assert "jets" not in {one.attribution.speaker for one in claims_of(text)}
