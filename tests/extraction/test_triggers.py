"""Every word of the lexicon is found in all its forms where the sentence can carry a claim."""

from __future__ import annotations

import pytest

from bot.extraction.assets import AssetIndex
from bot.extraction.inflection import noun_forms, verb_forms
from bot.extraction.sides import SideIndex
from bot.extraction.triggers import TriggerFinder
from config.knowledge import load_assets
from config.lexicon import Frame, Lexicon, load_lexicon

TERRITORY = load_lexicon().territory.frame
INFRASTRUCTURE = load_lexicon().infrastructure.frame


@pytest.fixture(scope="module")
def triggers(lexicon: Lexicon, side_index: SideIndex) -> TriggerFinder:
    """Build the gates of the lexicon that ships."""
    return TriggerFinder(lexicon, AssetIndex(load_assets(), peoples=side_index.peoples), side_index)


def found(triggers: TriggerFinder, text: str) -> frozenset[int]:
    """Return the offsets of the triggers of an article of one sentence."""
    return triggers.find([text]).triggers.get(0, frozenset())


def forms_with_particles(frame: Frame) -> list[str]:
    """Return every form of every word of a frame, with the particle that a verb needs."""
    found = [
        f"{form} {rest}".strip()
        for word, _, rest in (entry.partition(" ") for entry in frame.verbs)
        for form in sorted(verb_forms(word))
    ]
    for entry in frame.nouns:
        *before, last = entry.split()
        found += [" ".join([*before, form]) for form in sorted(noun_forms(last))]
    return found


def trigger_offset(words: str, frame: Frame) -> int:
    """Return where the trigger begins in the words: a verb's first, a noun's last."""
    noun = any(words.split()[:-1] == entry.split()[:-1] for entry in frame.nouns if " " in entry)
    return words.rindex(" ") + 1 if noun else 0


@pytest.mark.parametrize("frame", TERRITORY, ids=lambda frame: frame.id)
def test_every_form_of_a_territorial_word_is_found(triggers: TriggerFinder, frame: Frame) -> None:
    """A frame can fire on any form of its words, so that the gate has to know all of them, beside its object."""
    doer = f"Rebel {frame.subjects[0]}" if frame.subjects else "Rebel troops"
    what = f" the {frame.object[0]}" if frame.object else ""
    beside = f" {frame.beside[0]}" if frame.beside else ""
    for words in forms_with_particles(frame):
        sentence = f"{doer} {words}{what} there{beside}, the army said."
        assert len(doer) + 1 + trigger_offset(words, frame) in found(triggers, sentence), sentence


@pytest.mark.parametrize("frame", INFRASTRUCTURE, ids=lambda frame: frame.id)
def test_every_form_is_found_beside_an_asset(triggers: TriggerFinder, frame: Frame) -> None:
    """Words of damage count where something is named that can be damaged, and by what where only some things do it."""
    doer = f"A {frame.subjects[0]}" if frame.subjects else "Rebel troops"
    what = f"the {frame.object[0]} of " if frame.object else ""
    for words in forms_with_particles(frame):
        sentence = f"{doer} {words} {what}the power there, the bridge and the airport."
        assert len(doer) + 1 + trigger_offset(words, frame) in found(triggers, sentence), sentence


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("They took control there.", "control", id="control"),
        pytest.param("Rebel-held villages burned.", "held", id="held"),
        pytest.param("The besieged town starved.", "besieged", id="besieged"),
        pytest.param("The land is part of Russia.", "is", id="is-a-country"),
        pytest.param("The tanks stood 15 km from the town.", "15", id="distance"),
        pytest.param("They left homes without electricity.", "without", id="without"),
    ],
)
def test_words_outside_frames_are_found(triggers: TriggerFinder, text: str, word: str) -> None:
    """Control, participles, sovereignty, distances and deprivation have rules of their own."""
    assert text.index(word) in found(triggers, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The weather was mild, and markets were busy.", id="nothing"),
        pytest.param("Her reputation was damaged.", id="damage-without-an-asset"),
        pytest.param("The bridge spans the river.", id="an-asset-without-damage"),
        pytest.param("", id="empty"),
    ],
)
def test_sentences_that_carry_nothing(triggers: TriggerFinder, text: str) -> None:
    """They need not be parsed."""
    assert found(triggers, text) == frozenset()


@pytest.mark.parametrize("word", ["denied", "rejects", "verify", "confirming", "dismissed", "verified"])
def test_answers(triggers: TriggerFinder, word: str) -> None:
    """Words that deny or could not confirm what was said before."""
    said = "Rebel troops captured the town."
    assert triggers.find([said, f"They {word} it."]).triggers[1] == {5}
    assert set(triggers.find([said, "They said it."]).triggers) == {0}
    assert not triggers.find([f"They {word} it."]).triggers


@pytest.mark.parametrize(
    ("sentences", "opens"),
    [
        pytest.param(["Norland leaves the championship early."], False, id="no-side-no-forces"),
        pytest.param(["The singer takes a rest in Arden."], False, id="everyday-word"),
        pytest.param(["Troops rested.", "They took Arden."], True, id="everyday-word-beside-forces"),
        pytest.param(["Ukraine takes Lyman."], True, id="everyday-word-beside-a-side"),
        pytest.param(["Elections are held in Ukraine."], False, id="a-place-that-nobody-holds"),
        pytest.param(["Protesters take over half of the city of Arden."], True, id="everyday-word-beside-a-town"),
        pytest.param(["Nobody stormed Arden, where soldiers live.", "A singer invades Arden."], False, id="no-force"),
        pytest.param(["Arden is a town in France."], False, id="lies-in-a-country"),
        pytest.param(["Arden is still France."], True, id="is-a-country"),
        pytest.param(["Arden is France's oldest region."], True, id="a-country-s-part"),
        pytest.param(["A storm damaged a school, and the earthquake a bridge."], False, id="accidents"),
        pytest.param(["Shelling damaged a school."], True, id="damage-of-war"),
    ],
)
def test_what_the_article_must_hold(triggers: TriggerFinder, sentences: list[str], opens: bool) -> None:
    """A word counts where sentence and article have what its frame asks for; the last sentence is looked at."""
    assert (len(sentences) - 1 in triggers.find(sentences).triggers) is opens
