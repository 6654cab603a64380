"""The lexicon's files are checked when they are read, and what ships holds together."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from pydantic import BaseModel

from bot.model.errors import ConfigurationError
from config.lexicon import (
    Frame,
    Infrastructure,
    Lexicon,
    Modality,
    Nouns,
    Reporting,
    Territory,
    load_lexicon,
    parse,
)

SHAPES: dict[str, type[BaseModel]] = {
    "territory.toml": Territory,
    "infrastructure.toml": Infrastructure,
    "modality.toml": Modality,
    "reporting.toml": Reporting,
    "nouns.toml": Nouns,
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """Read the files that ship."""
    return load_lexicon()


def shipped(name: str) -> str:
    """Return a file's text."""
    return files("config").joinpath("lexicon", name).read_text(encoding="utf-8")


# -- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHAPES)
def test_every_file_is_read(name: str) -> None:
    """Each has the shape that its readers expect."""
    assert parse(shipped(name), SHAPES[name], where=name)


def test_every_file_has_a_shape() -> None:
    """No file lies there unread."""
    there = {item.name for item in files("config").joinpath("lexicon").iterdir() if item.name.endswith(".toml")}
    assert there == set(SHAPES)


FRAME = '[[frame]]\nid = "take"\npredicate = "captured"\nverbs = ["take"]\n'


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        pytest.param(FRAME + 'colour = "red"\n', "frame.0.colour", id="unknown-key"),
        pytest.param(FRAME.replace('"captured"', '"stolen"'), "frame.0.predicate", id="no-such-predicate"),
        pytest.param(FRAME + 'state = "broken"\n', "frame.0.state", id="no-such-state"),
        pytest.param(FRAME + 'polarity = "maybe"\n', "frame.0.polarity", id="no-such-polarity"),
        pytest.param(FRAME + 'needs = ["luck"]\n', "frame.0.needs.0", id="no-such-need"),
        pytest.param(FRAME.replace('["take"]', '"take"'), "frame.0.verbs", id="a-word-for-a-list"),
        pytest.param(FRAME.replace('["take"]', "[1]"), "frame.0.verbs.0", id="a-number-for-a-word"),
        pytest.param(FRAME.replace('id = "take"\n', ""), "frame.0.id", id="no-id"),
        pytest.param(FRAME + FRAME.replace('"captured"', '"stolen"'), "frame.1.predicate", id="the-second-entry"),
    ],
)
def test_a_wrong_entry_is_named(text: str, entry: str) -> None:
    """File, entry and reason."""

    class Only(BaseModel):
        frame: tuple[Frame, ...]

    with pytest.raises(ConfigurationError) as caught:
        parse(text, Only, where="mine.toml")
    assert caught.value.where == f"mine.toml, {entry}"
    assert caught.value.reason


@pytest.mark.parametrize("name", SHAPES)
def test_an_unknown_section_is_named(name: str) -> None:
    """A section that nothing reads is a mistake."""
    with pytest.raises(ConfigurationError) as caught:
        parse(shipped(name) + "\n[weather]\nwords = []\n", SHAPES[name], where=name)
    assert caught.value.where == f"{name}, weather"


@pytest.mark.parametrize("name", SHAPES)
def test_a_missing_section_is_named(name: str) -> None:
    """A file without what its reader needs says what is missing."""
    with pytest.raises(ConfigurationError) as caught:
        parse("", SHAPES[name], where=name)
    assert caught.value.where.startswith(f"{name}, ")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[negation", id="broken"),
        pytest.param("a = 1\na = 2\n", id="twice"),
        pytest.param("a =", id="no-value"),
    ],
)
def test_broken_toml_is_named(text: str) -> None:
    """The file, and where in it."""
    with pytest.raises(ConfigurationError) as caught:
        parse(text, Modality, where="modality.toml")
    assert caught.value.where == "modality.toml"
    assert "TOML" in caught.value.reason


# -- what ships -----------------------------------------------------------------------------------------------------

FRAMES = (*load_lexicon().territory.frame, *load_lexicon().infrastructure.frame)


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.id)
def test_every_frame_can_open(frame: Frame) -> None:
    """It has words, and says one thing: a predicate or a state."""
    assert frame.verbs or frame.nouns or frame.adjectives
    assert (frame.predicate is None) != (frame.state is None)


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.id)
def test_every_frame_can_be_filled(frame: Frame) -> None:
    """It says where its place or asset stands, for verbs and for nouns."""
    if frame.verbs or frame.adjectives:
        assert frame.place or frame.asset
    if frame.nouns:
        assert frame.noun_place or frame.noun_asset


@pytest.mark.parametrize("part", ["territory", "infrastructure"])
def test_frames_have_ids_of_their_own(lexicon: Lexicon, part: str) -> None:
    """A claim's rule names one entry."""
    ids = [frame.id for frame in getattr(lexicon, part).frame]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("words", ["verbs", "nouns"])
@pytest.mark.parametrize("part", ["territory", "infrastructure"])
def test_no_word_opens_two_frames(lexicon: Lexicon, part: str, words: str) -> None:
    """A verb stands in one frame of a file, or its particle, its subject, its object or what it lacks says in which."""
    frames = defaultdict(list)
    for frame in getattr(lexicon, part).frame:
        for word in getattr(frame, words):
            frames[word, frame.object, frame.subjects, frame.unless].append(frame.id)
    assert {word: ids for (word, *_), ids in frames.items() if len(ids) > 1} == {}


def test_no_verb_does_two_things_to_control(lexicon: Lexicon) -> None:
    """Taking it and losing it are two entries."""
    verbs = [verb for frame in lexicon.territory.control for verb in frame.verbs]
    assert len(verbs) == len(set(verbs))


def lists(value: object, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every list of words with where it stands."""
    if isinstance(value, BaseModel):
        for key in type(value).model_fields:
            yield from lists(getattr(value, key), f"{path}.{key}")
    elif isinstance(value, tuple) and value and isinstance(value[0], str):
        yield path, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from lists(item, f"{path}.{number}")


def all_lists() -> list[Any]:
    """Return every list of the lexicon as a test's parameters."""
    lexicon = load_lexicon()
    return [
        pytest.param(words, id=path)
        for part in ("territory", "infrastructure", "modality", "reporting", "nouns")
        for path, words in lists(getattr(lexicon, part), part)
    ]


@pytest.mark.parametrize("words", all_lists())
def test_words_are_written_as_they_are_looked_up(words: tuple[str, ...]) -> None:
    """In lower case, or as the code's own names, with single blanks: a form that never matches is a mistake."""
    for word in words:
        assert word == word.lower(), word
        assert word == " ".join(word.split()), word
        assert word, words


def test_a_hypothesis_is_no_plan(lexicon: Lexicon) -> None:
    """What is tried is not what is planned, and what is done is neither."""
    realis = lexicon.modality.realis
    assert not set(realis.future) & set(realis.hypothetical)
    assert not set(realis.actual) & {*realis.future, *realis.hypothetical}


def test_what_is_likely_is_not_what_is_possible(lexicon: Lexicon) -> None:
    """A hedge has one strength."""
    assert not set(lexicon.modality.certainty.probable) & set(lexicon.modality.certainty.possible)


def test_words_picked_out_of_a_list_stand_in_it() -> None:
    """A list that marks some words of another names no others: those would never be looked up."""
    lexicon = load_lexicon()
    sovereignty, responses = lexicon.territory.sovereignty, lexicon.reporting.responses
    assert sovereignty.joining <= set(sovereignty.verbs)
    assert responses.sweeping <= responses.statements


def test_no_word_stands_twice_in_a_list() -> None:
    """The second would be read by nobody."""
    for name in SHAPES:
        for line in shipped(name).splitlines():
            if line.startswith(("#", "[")) or "[" not in line:
                continue
            (values,) = tomllib.loads(line).values()
            assert len(values) == len(set(values)), line
