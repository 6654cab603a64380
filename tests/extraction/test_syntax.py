"""A parse is read as functions, whatever the voice and wherever the subject stands."""

from __future__ import annotations

import pytest

from bot.extraction.noun_functions import of_noun
from bot.extraction.syntax import (
    ancestors,
    coordinated,
    has_particle,
    is_passive,
    of_verb,
    own_words,
    phrase,
    preposition,
    subjects_above,
    surface_subject,
)
from config.lexicon import VerbClasses
from tests.extraction.docs import parsed, the

VERBS = VerbClasses(
    object_control=frozenset({"force", "allow", "order", "tell"}),
    light=frozenset({"launch", "carry", "make", "begin"}),
    accusing=frozenset({"accuse"}),
    harming=frozenset({"kill"}),
)

ACTIVE = (
    "Rebels|NNS|nsubj|2 captured|VBD|root|0|capture the|DT|det|4 town|NN|obj|2 from|IN|case|6 troops|NNS|obl|2 "
    "on|IN|case|8 Monday|NNP|obl|2 .|.|punct|2"
)
PASSIVE = (
    "The|DT|det|2 town|NN|nsubj:pass|4 was|VBD|aux:pass|4|be captured|VBN|root|0|capture "
    "by|IN|case|6 rebels|NNS|obl:agent|4 .|.|punct|4"
)
PASSIVE_BY_OBLIQUE = PASSIVE.replace("obl:agent", "obl")
AGENTLESS = (
    "The|DT|det|2 town|NN|nsubj:pass|4 was|VBD|aux:pass|4|be captured|VBN|root|0|capture "
    "by|IN|case|6 Monday|NNP|obl:tmod|4 .|.|punct|4"
)
SUBJECT_RELATIVE = (
    "Troops|NNS|nsubj|6 who|WP|nsubj|3 captured|VBD|acl:relcl|1|capture the|DT|det|5 town|NN|obj|3 "
    "celebrated|VBD|root|0|celebrate .|.|punct|6"
)
OBJECT_RELATIVE = (
    "The|DT|det|2 town|NN|nsubj|6 that|WDT|obj|5 rebels|NNS|nsubj|5 captured|VBD|acl:relcl|2|capture "
    "burned|VBD|root|0|burn .|.|punct|6"
)
BARE_RELATIVE = (
    "The|DT|det|2 town|NN|nsubj|5 rebels|NNS|nsubj|4 captured|VBD|acl:relcl|2|capture burned|VBD|root|0|burn "
    ".|.|punct|5"
)
PASSIVE_RELATIVE = (
    "The|DT|det|2 town|NN|nsubj|8 that|WDT|nsubj:pass|5 was|VBD|aux:pass|5|be captured|VBN|acl:relcl|2|capture "
    "by|IN|case|7 rebels|NNS|obl:agent|5 burned|VBD|root|0|burn .|.|punct|8"
)
PARTICIPLE = (
    "The|DT|det|2 town|NN|nsubj|6 captured|VBN|acl|2|capture by|IN|case|5 rebels|NNS|obl:agent|3 "
    "burned|VBD|root|0|burn .|.|punct|6"
)
PRESENT_PARTICIPLE = (
    "Troops|NNS|nsubj|5 holding|VBG|acl|1|hold the|DT|det|4 town|NN|obj|2 fled|VBD|root|0|flee .|.|punct|5"
)
PRENOMINAL = "The|DT|det|3 captured|VBN|amod|3|capture town|NN|nsubj|4 burned|VBD|root|0|burn .|.|punct|4"
INFINITIVE = (
    "Rebels|NNS|nsubj|2 tried|VBD|root|0|try to|TO|mark|4 capture|VB|xcomp|2 the|DT|det|6 town|NN|obj|4 .|.|punct|2"
)
OBJECT_CONTROL = (
    "Rebels|NNS|nsubj|2 forced|VBD|root|0|force troops|NNS|obj|2 to|TO|mark|5 leave|VB|xcomp|2 "
    "the|DT|det|7 town|NN|obj|5 .|.|punct|2"
)
KEPT_FROM = (
    "Rebels|NNS|nsubj|2 kept|VBD|root|0|keep troops|NNS|obj|2 from|IN|mark|5 entering|VBG|advcl|2|enter "
    "the|DT|det|7 town|NN|obj|5 .|.|punct|2"
)
FREE_PARTICIPLE = (
    "Rebels|NNS|nsubj|2 advanced|VBD|root|0|advance ,|,|punct|4 capturing|VBG|advcl|2|capture the|DT|det|6 "
    "town|NN|obj|4 .|.|punct|2"
)
SHARED_SUBJECT = (
    "Rebels|NNS|nsubj|2 entered|VBD|root|0|enter the|DT|det|4 town|NN|obj|2 and|CC|cc|6 captured|VBD|conj|2|capture "
    "the|DT|det|8 port|NN|obj|6 .|.|punct|2"
)
SHARED_PASSIVE = (
    "The|DT|det|2 town|NN|nsubj:pass|4 was|VBD|aux:pass|4|be shelled|VBN|root|0|shell and|CC|cc|6 "
    "captured|VBN|conj|4|capture by|IN|case|8 rebels|NNS|obl:agent|6 .|.|punct|4"
)
SHARED_AGENT = (
    "The|DT|det|2 town|NN|nsubj:pass|4 was|VBD|aux:pass|4|be shelled|VBN|root|0|shell by|IN|case|6 "
    "rebels|NNS|obl:agent|4 and|CC|cc|8 captured|VBN|conj|4|capture .|.|punct|4"
)
COORDINATION = (
    "Rebels|NNS|nsubj|4 and|CC|cc|3 militias|NNS|conj|1 captured|VBD|root|0|capture the|DT|det|6 town|NN|obj|4 "
    "and|CC|cc|9 the|DT|det|9 port|NN|conj|6 .|.|punct|4"
)
HUNG_ON_OBJECT = (
    "Rebels|NNS|nsubj|2 captured|VBD|root|0|capture parts|NNS|obj|2 of|IN|case|5 villages|NNS|nmod|3 "
    "near|IN|case|8 the|DT|det|8 border|NN|nmod|5 .|.|punct|2"
)
OUT_OF = (
    "Rebels|NNS|nsubj|2 pulled|VBD|root|0|pull troops|NNS|obj|2 out|IN|case|7 of|IN|fixed|4 the|DT|det|7 "
    "town|NN|obl|2 .|.|punct|2"
)
MEASURE = "Troops|NNS|nsubj|2 advanced|VBD|root|0|advance three|CD|nummod|4 miles|NNS|obl:npmod|2 .|.|punct|2"
GIVING = "The|DT|det|2 army|NN|nsubj|3 gave|VBD|root|0|give rebels|NNS|iobj|3 the|DT|det|6 town|NN|obj|3 .|.|punct|3"
WHERE = "Rebels|NNS|nsubj|2 fought|VBD|root|0|fight there|RB|advmod|2 .|.|punct|2"
REPORTED_FINITE = "Rebels|NNS|nsubj|2 said|VBD|root|0|say withdrew|VBD|ccomp|2|withdraw .|.|punct|2"


@pytest.mark.parametrize(
    ("table", "verb", "functions"),
    [
        pytest.param(
            ACTIVE,
            "captured",
            {"subject": ["Rebels"], "object": ["town"], "from": ["troops"], "on": ["Monday"]},
            id="active",
        ),
        pytest.param(PASSIVE, "captured", {"object": ["town"], "subject": ["rebels"]}, id="passive"),
        pytest.param(PASSIVE_BY_OBLIQUE, "captured", {"object": ["town"], "subject": ["rebels"]}, id="plain-by-phrase"),
        pytest.param(AGENTLESS, "captured", {"object": ["town"], "measure": ["Monday"]}, id="by-a-time-is-no-agent"),
        pytest.param(SUBJECT_RELATIVE, "captured", {"object": ["town"], "subject": ["Troops"]}, id="who-took"),
        pytest.param(OBJECT_RELATIVE, "captured", {"subject": ["rebels"], "object": ["town"]}, id="that-they-took"),
        pytest.param(BARE_RELATIVE, "captured", {"subject": ["rebels"], "object": ["town"]}, id="they-took"),
        pytest.param(PASSIVE_RELATIVE, "captured", {"subject": ["rebels"], "object": ["town"]}, id="that-was-taken"),
        pytest.param(PARTICIPLE, "captured", {"subject": ["rebels"], "object": ["town"]}, id="taken-by"),
        pytest.param(PRESENT_PARTICIPLE, "holding", {"object": ["town"], "subject": ["Troops"]}, id="holding"),
        pytest.param(PRENOMINAL, "captured", {"object": ["town"]}, id="participle-before-noun"),
        pytest.param(INFINITIVE, "capture", {"object": ["town"], "subject": ["Rebels"]}, id="subject-control"),
        pytest.param(OBJECT_CONTROL, "leave", {"object": ["town"], "subject": ["troops"]}, id="object-control"),
        pytest.param(KEPT_FROM, "entering", {"object": ["town"], "subject": ["troops"]}, id="kept-from"),
        pytest.param(FREE_PARTICIPLE, "capturing", {"object": ["town"], "subject": ["Rebels"]}, id="free-participle"),
        pytest.param(SHARED_SUBJECT, "captured", {"object": ["port"], "subject": ["Rebels"]}, id="shared-subject"),
        pytest.param(SHARED_PASSIVE, "captured", {"subject": ["rebels"], "object": ["town"]}, id="shared-passive"),
        pytest.param(SHARED_AGENT, "captured", {"object": ["town"], "subject": ["rebels"]}, id="shared-agent"),
        pytest.param(
            COORDINATION, "captured", {"subject": ["Rebels", "militias"], "object": ["town", "port"]}, id="coordination"
        ),
        pytest.param(
            HUNG_ON_OBJECT,
            "captured",
            {"subject": ["Rebels"], "object": ["parts"], "near": ["border"]},
            id="hung-below",
        ),
        pytest.param(
            OUT_OF,
            "pulled",
            {"subject": ["Rebels"], "object": ["troops"], "out of": ["town"]},
            id="two-word-preposition",
        ),
        pytest.param(MEASURE, "advanced", {"subject": ["Troops"], "measure": ["miles"]}, id="measure-is-no-object"),
        pytest.param(
            GIVING, "gave", {"subject": ["army"], "indirect": ["rebels"], "object": ["town"]}, id="indirect-object"
        ),
        pytest.param(WHERE, "fought", {"subject": ["Rebels"], "in": ["there"]}, id="there"),
        pytest.param(REPORTED_FINITE, "withdrew", {}, id="a-finite-clause-borrows-no-subject"),
    ],
)
def test_functions_of_a_verb(table: str, verb: str, functions: dict[str, list[str]]) -> None:
    """Subject and object are logical; what is only understood is filled in."""
    found = of_verb(the(parsed(table), verb), verbs=VERBS)
    assert {name: [head.text for head in heads] for name, heads in found.filled.items()} == functions


@pytest.mark.parametrize(
    ("table", "verb", "passive"),
    [
        pytest.param(ACTIVE, "captured", False, id="active"),
        pytest.param(PASSIVE, "captured", True, id="passive"),
        pytest.param(PARTICIPLE, "captured", True, id="participle-behind"),
        pytest.param(PRENOMINAL, "captured", True, id="participle-before"),
        pytest.param(PRESENT_PARTICIPLE, "holding", False, id="present-participle"),
        pytest.param(SHARED_PASSIVE, "captured", True, id="coordinated"),
        pytest.param(SHARED_SUBJECT, "captured", False, id="coordinated-active"),
    ],
)
def test_voice(table: str, verb: str, passive: bool) -> None:
    """A form is passive by its auxiliary, or as a past participle of a noun."""
    assert is_passive(the(parsed(table), verb)) is passive


WITHDRAWAL = (
    "Its|PRP$|nmod:poss|2 withdrawal|NN|nsubj|6 from|IN|case|5 the|DT|det|5 town|NN|nmod|2 began|VBD|root|0|begin "
    ".|.|punct|6"
)
OF_TROOPS = (
    "The|DT|det|2 withdrawal|NN|nsubj|8 of|IN|case|4 troops|NNS|nmod|2 from|IN|case|7 the|DT|det|7 town|NN|nmod|2 "
    "began|VBD|root|0|begin .|.|punct|8"
)
COMPOUND = (
    "The|DT|det|3 rebel|NN|compound|3 advance|NN|nsubj|7 toward|IN|case|6 the|DT|det|6 town|NN|nmod|3 "
    "stopped|VBD|root|0|stop .|.|punct|7"
)
LAUNCHED = (
    "Rebels|NNS|nsubj|2 launched|VBD|root|0|launch an|DT|det|4|a assault|NN|obj|2 on|IN|case|7 the|DT|det|7 "
    "town|NN|obl|2 .|.|punct|2"
)
STRIKES_TARGETING = (
    "Strikes|NNS|nsubj|6 targeting|VBG|acl|1|target bridges|NNS|obj|2 and|CC|cc|5 dams|NNS|conj|3 "
    "continued|VBD|root|0|continue .|.|punct|6"
)


@pytest.mark.parametrize(
    ("table", "noun", "functions"),
    [
        pytest.param(WITHDRAWAL, "withdrawal", {"poss": ["Its"], "from": ["town"]}, id="possessive"),
        pytest.param(OF_TROOPS, "withdrawal", {"of": ["troops"], "from": ["town"]}, id="of"),
        pytest.param(COMPOUND, "advance", {"modifier": ["rebel"], "toward": ["town"]}, id="modifier"),
        pytest.param(LAUNCHED, "assault", {"subject": ["Rebels"], "on": ["town"]}, id="object-of-a-verb"),
        pytest.param(STRIKES_TARGETING, "Strikes", {"targeting": ["bridges", "dams"]}, id="targeting"),
    ],
)
def test_functions_of_a_noun(table: str, noun: str, functions: dict[str, list[str]]) -> None:
    """A noun has what hangs on it, and what its verb governs."""
    found = of_noun(the(parsed(table), noun), verbs=VERBS)
    assert {name: [head.text for head in heads] for name, heads in found.filled.items()} == functions


TOOK_OVER = "Rebels|NNS|nsubj|2 took|VBD|root|0|take over|RP|compound:prt|2 the|DT|det|5 town|NN|obj|2 .|.|punct|2"
TOOK_TOWN_OVER = "Rebels|NNS|nsubj|2 took|VBD|root|0|take the|DT|det|4 town|NN|obj|2 over|RP|compound:prt|2 .|.|punct|2"
TALKED_OVER = (
    "Rebels|NNS|nsubj|2 took|VBD|root|0|take part|NN|obj|2 ,|,|punct|7 and|CC|cc|7 leaders|NNS|nsubj|7 "
    "talked|VBD|conj|2|talk over|IN|case|9 lunch|NN|obl|7 .|.|punct|2"
)


@pytest.mark.parametrize(
    ("table", "verb", "particle", "there"),
    [
        pytest.param(TOOK_OVER, "took", "over", True, id="next-to-it"),
        pytest.param(TOOK_TOWN_OVER, "took", "over", True, id="behind-the-object"),
        pytest.param(OUT_OF, "pulled", "out of", True, id="two-words"),
        pytest.param(OUT_OF, "pulled", "out", True, id="first-of-two-words"),
        pytest.param(OUT_OF, "pulled", "over", False, id="another-word"),
        pytest.param(
            TALKED_OVER.replace("talked|VBD|conj|2|talk", "spoke|VBD|conj|2|speak"),
            "took",
            "over",
            False,
            id="of-another-verb",
        ),
        pytest.param(ACTIVE, "captured", "out of", False, id="absent"),
    ],
)
def test_particles(table: str, verb: str, particle: str, there: bool) -> None:
    """A particle counts where it belongs to the verb, near or behind the object."""
    assert has_particle(the(parsed(table), verb), particle) is there


def test_coordinated_heads_stand_in_text_order() -> None:
    """Town and port, but no verb."""
    doc = parsed(COORDINATION)
    assert [item.text for item in coordinated(the(doc, "town"))] == ["town", "port"]
    assert [item.text for item in coordinated(the(doc, "captured"))] == ["captured"]


@pytest.mark.parametrize(
    ("table", "word", "words"),
    [
        pytest.param(OUT_OF, "town", "out of", id="fixed"),
        pytest.param(ACTIVE, "troops", "from", id="one"),
        pytest.param(ACTIVE, "town", "", id="none"),
    ],
)
def test_preposition(table: str, word: str, words: str) -> None:
    """All words of the preposition, in lower case."""
    assert preposition(the(parsed(table), word)) == words


def test_phrase_leaves_out_clauses_and_prepositional_phrases() -> None:
    """Only the noun's own words."""
    doc = parsed(PARTICIPLE)
    assert [item.text for item in phrase(the(doc, "town"))] == ["The", "town"]
    assert [item.text for item in phrase(the(parsed(HUNG_ON_OBJECT), "parts"))] == ["parts"]


def test_ancestors_lead_to_the_root() -> None:
    """Child and parent, one step after another."""
    doc = parsed(HUNG_ON_OBJECT)
    steps = [(child.text, parent.text) for child, parent in ancestors(the(doc, "border"))]
    assert steps == [("border", "villages"), ("villages", "parts"), ("parts", "captured")]
    assert list(ancestors(the(doc, "captured"))) == []


@pytest.mark.parametrize(
    ("table", "verb", "subject"),
    [
        pytest.param(PASSIVE, "captured", ["town"], id="surface-subject-of-a-passive"),
        pytest.param(INFINITIVE, "capture", ["Rebels"], id="infinitive"),
        pytest.param(SUBJECT_RELATIVE, "captured", ["Troops"], id="relative-pronoun"),
        pytest.param(REPORTED_FINITE, "withdrew", [], id="nobody"),
    ],
)
def test_surface_subject(table: str, verb: str, subject: list[str]) -> None:
    """The subject before the verb, or the one that it shares."""
    found = surface_subject(the(parsed(table), verb), verbs=VERBS)
    assert [item.text for item in found] == subject


def test_own_words_stop_at_clauses() -> None:
    """A reporting verb does not own the words of what is reported, nor a verb those of the next one."""
    doc = parsed(SHARED_SUBJECT)
    assert {doc[i].text for i in own_words(the(doc, "entered"))} == {"Rebels", "entered", "the", "town", "."}
    doc = parsed(REPORTED_FINITE)
    assert {doc[i].text for i in own_words(the(doc, "said"))} == {"Rebels", "said", "."}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("captured", [("town", True)], id="the-subject-of-its-clause-holds-it"),
        pytest.param("they", [("Rebels", False)], id="the-clause-above"),
        pytest.param("said", [], id="nothing-above-the-root"),
    ],
)
def test_subjects_above(word: str, expected: list[tuple[str, bool]]) -> None:
    """Those before the word, each with whether the word stands in it."""
    table = {
        "captured": "The|DT|det|2 town|NN|nsubj|4 captured|VBN|acl|2|capture burned|VBD|root|0|burn",
        "they": "Rebels|NNS|nsubj|2 said|VBD|root|0|say they|PRP|nsubj|4 left|VBD|ccomp|2|leave",
        "said": "Rebels|NNS|nsubj|2 said|VBD|root|0|say",
    }[word]
    found = subjects_above(the(parsed(table), word))
    assert [(subject.text, around) for subject, around in found] == expected
