"""What the parser regularly takes for something else is set right; what only looks like it stays as it was."""

from __future__ import annotations

import pytest

from bot.extraction.repairs import repair
from tests.extraction.docs import parsed, the

STRIKE = (
    "Officials|NNS|nsubj|2 said|VBD|root|0|say Monday|NNP|nmod:poss|5 's|POS|case|3 strike|NN|obj|2 on|IN|case|9 "
    "a|DT|det|9 depot|NN|compound|9 hit|VBD|obl|2 Lesk|NNP|appos|9 .|.|punct|2"
)
CONTROL = "Rebels|NNS|compound|2 control|NN|nsubj|3 Tell|VBP|ccomp|6 Arn|NNP|iobj|3 ,|,|punct|3 said|VBD|root|0|say"


def test_a_strike_on_a_thing_hits_a_town() -> None:
    """In "said the strike on a depot hit X" the strike hit X, and was on a depot."""
    doc = repair(parsed(STRIKE))
    hit, strike, depot = the(doc, "hit"), the(doc, "strike"), the(doc, "depot")
    assert (hit.dep_, hit.head.text, hit.tag_, hit.pos_) == ("ccomp", "said", "VBD", "VERB")
    assert (strike.dep_, strike.head.text) == ("nsubj", "hit")
    assert (depot.dep_, depot.head.text) == ("nmod", "strike")
    assert {child.text for child in depot.children} == {"on", "a"}
    assert the(doc, "Lesk").dep_ == "obj"


def test_rebels_control_a_town() -> None:
    """In "Rebels control X" the noun is a verb, and the name behind it is what they control, a verb's form or not."""
    doc = repair(parsed(CONTROL))
    control, town = the(doc, "control"), the(doc, "Arn")
    assert (control.dep_, control.head.text, control.pos_) == ("ccomp", "said", "VERB")
    assert (the(doc, "Rebels").dep_, the(doc, "Rebels").head.text) == ("nsubj", "control")
    assert (town.dep_, town.head.text) == ("obj", "control")
    assert (the(doc, "Tell").dep_, the(doc, "Tell").head.text) == ("compound", "Arn")


def test_a_name_overran_a_name() -> None:
    """In "X overran Y" read as one name the past tense is the verb."""
    doc = repair(parsed("Ells|NNPS|compound|2 overran|NNP|compound|3 Lesk|NNP|ccomp|4 said|VBD|root|0|say"))
    verb = the(doc, "overran")
    assert (verb.dep_, verb.head.text, verb.pos_) == ("ccomp", "said", "VERB")
    assert [(child.text, child.dep_) for child in verb.children] == [("Ells", "nsubj"), ("Lesk", "obj")]


def test_a_subject_hangs_on_the_verb_and_not_on_its_auxiliary() -> None:
    """In "forces had not in fact taken X" they are the subject of the taking, and the negation is its."""
    doc = repair(parsed("Forces|NNS|nsubj|2 had|VBD|aux|4|have not|RB|advmod|2 taken|VBN|root|0|take Lesk|NNP|obj|4"))
    assert {child.text for child in the(doc, "taken").children} == {"Forces", "had", "not", "Lesk"}


def test_what_is_denied_without_that_is_a_clause() -> None:
    """In "denied its forces were in X" the forces are not what was denied, but were not there."""
    doc = repair(
        parsed(
            "Norland|NNP|nsubj|2 denied|VBD|root|0|deny its|PRP$|nmod:poss|4 forces|NNS|obj|2 were|VBD|cop|7|be "
            "in|IN|case|7 Lesk|NNP|xcomp|2"
        )
    )
    assert (the(doc, "Lesk").dep_, the(doc, "Lesk").head.text) == ("ccomp", "denied")
    assert (the(doc, "forces").dep_, the(doc, "forces").head.text) == ("nsubj", "Lesk")


def test_a_second_verb_is_one() -> None:
    """In "was repelling them and still controlled X" the control is a deed of its own, and no "controlled X"."""
    doc = repair(
        parsed(
            "It|PRP|nsubj|3 was|VBD|aux|3|be repelling|VBG|root|0|repel attackers|NNS|obj|3 and|CC|cc|8 "
            "still|RB|advmod|7 controlled|VBN|amod|8|control Lesk|NNP|conj|4"
        )
    )
    verb = the(doc, "controlled")
    assert (verb.dep_, verb.head.text, verb.tag_) == ("conj", "repelling", "VBD")
    assert (the(doc, "Lesk").dep_, the(doc, "Lesk").head.text) == ("obj", "controlled")


def test_who_said_it_at_the_end_is_the_speaker() -> None:
    """In "took X this month, the institute said" the institute speaks, and is no more that was taken."""
    doc = repair(
        parsed(
            "Troops|NNS|nsubj|2 took|VBD|root|0|take Lesk|NNP|obj|2 ,|,|punct|6 the|DT|det|6 institute|NN|conj|2 "
            "said|VBD|advcl|2|say"
        )
    )
    assert (the(doc, "said").dep_, the(doc, "took").dep_, the(doc, "took").head.text) == ("ROOT", "ccomp", "said")
    assert (the(doc, "institute").dep_, the(doc, "institute").head.text) == ("nsubj", "said")


@pytest.mark.parametrize(
    "sentence",
    [
        # A song is a hit.
        "The|DT|det|2 song|NN|nsubj|5 was|VBD|cop|5|be a|DT|det|5 hit|NN|root|0 .|.|punct|5",
        # The rebels' control of a town is a noun.
        "The|DT|det|2 rebels|NNS|nmod:poss|4 '|POS|case|2 control|NN|nsubj|5 ended|VBD|root|0",
        # Arms control fails, and no arms control it.
        "Arms|NNS|compound|2 control|NN|nsubj|3 failed|VBD|root|0 .|.|punct|3",
        # What was captured describes the town.
        "The|DT|det|3 captured|VBN|amod|3|capture town|NN|nsubj|4 burned|VBD|root|0|burn .|.|punct|4",
        # The verb has a subject, and its auxiliary an adverb.
        "They|PRP|nsubj|4 had|VBD|aux|4|have not|RB|advmod|2 left|VBN|root|0|leave",
        # What was denied is a thing.
        "Norland|NNP|nsubj|2 denied|VBD|root|0|deny the|DT|det|4 report|NN|obj|2 on|IN|case|6 Lesk|NNP|nmod|4",
        # What is still held is the town's own word.
        "The|DT|det|3 still|RB|advmod|3 controlled|VBN|amod|4|control town|NN|nsubj|5 burned|VBD|root|0|burn",
        # Who said it has a subject.
        "Troops|NNS|nsubj|2 took|VBD|ccomp|5|take Lesk|NNP|obj|2 he|PRP|nsubj|5 said|VBD|root|0|say",
        # What was hit is told already.
        "Shells|NNS|nsubj|2 hit|VBD|root|0 the|DT|det|4 depot|NN|obj|2 .|.|punct|2",
    ],
)
def test_what_only_looks_like_it_stays(sentence: str) -> None:
    """Other sentences with the same words keep their parse."""
    before = [(token.head.i, token.dep_, token.tag_) for token in parsed(sentence)]
    assert [(token.head.i, token.dep_, token.tag_) for token in repair(parsed(sentence))] == before


def test_what_a_station_was_told_is_said() -> None:
    """In "told a station that X had not been lost" the clause is what was said, and describes no station."""
    doc = repair(
        parsed(
            "Arn|NNP|nsubj|2 told|VBD|root|0|tell a|DT|det|4 station|NN|iobj|2 that|WDT|obj|8 Lesk|NNP|nsubj:pass|8 "
            "was|VBD|aux:pass|8|be lost|VBN|acl:relcl|4|lose"
        )
    )
    assert (the(doc, "lost").dep_, the(doc, "lost").head.text, the(doc, "that").dep_) == ("ccomp", "told", "mark")


def test_headquarters_that_maintained_it_said_so() -> None:
    """In "headquarters maintained that X was held" the participle is the verb."""
    doc = repair(
        parsed(
            "Army|NN|compound|2 headquarters|NN|root|0 maintained|VBN|acl|2|maintain that|IN|mark|6 Lesk|NNP|nsubj|6 "
            "stood|VBD|acl:relcl|2|stand"
        )
    )
    assert (the(doc, "maintained").dep_, the(doc, "headquarters").dep_) == ("ROOT", "nsubj")
    assert (the(doc, "stood").dep_, the(doc, "stood").head.text) == ("ccomp", "maintained")


@pytest.mark.parametrize(
    "sentence",
    [
        # The station that was lost.
        "Arn|NNP|nsubj|2 told|VBD|root|0|tell a|DT|det|4 man|NN|iobj|2 that|WDT|nsubj|6 fled|VBD|acl:relcl|4|flee",
        # A line maintained by the army.
        "A|DT|det|2 line|NN|root|0 maintained|VBN|acl|2|maintain by|IN|case|5 Lesk|NNP|obl:agent|3",
    ],
)
def test_relative_clauses_and_participles_stay(sentence: str) -> None:
    """What only looks like a statement keeps its parse."""
    before = [(token.head.i, token.dep_, token.tag_) for token in parsed(sentence)]
    assert [(token.head.i, token.dep_, token.tag_) for token in repair(parsed(sentence))] == before


def test_a_town_declared_liberated_was() -> None:
    """In "declared X liberated" X was liberated, and nobody declared X."""
    doc = repair(
        parsed("The|DT|det|2 army|NN|nsubj|3 declared|VBD|root|0|declare Lesk|NNP|obj|3 liberated|VBN|xcomp|3|liberate")
    )
    assert (the(doc, "liberated").dep_, the(doc, "Lesk").dep_) == ("ccomp", "nsubj:pass")


def test_a_headline_s_town_took_nothing_itself() -> None:
    """In "Lesk liberated by the army" Lesk was liberated."""
    doc = repair(parsed("Lesk|NNP|nsubj|2 liberated|VBD|root|0|liberate by|IN|case|5 the|DT|det|5 army|NN|obl:agent|2"))
    assert (the(doc, "liberated").tag_, the(doc, "Lesk").dep_) == ("VBN", "nsubj:pass")


def test_who_liberated_a_town_stays_the_subject() -> None:
    """With an object the verb is an active one."""
    doc = repair(parsed("Lesk|NNP|nsubj|2 liberated|VBD|root|0|liberate Brod|NNP|obj|2"))
    assert the(doc, "Lesk").dep_ == "nsubj"


def test_who_says_so_behind_the_clause_is_the_speaker() -> None:
    """In "X is ours, says the army" X is no second speaker."""
    doc = repair(
        parsed(
            "Lesk|NNP|nsubj|3 is|VBZ|cop|3|be ours|PRP|nsubj|5 ,|,|punct|3 says|VBZ|root|0|say the|DT|det|7 "
            "army|NN|nsubj|5"
        )
    )
    assert (the(doc, "ours").dep_, the(doc, "army").dep_) == ("ccomp", "nsubj")
