"""Who is set before or behind the words of a headline speaks; what a report is about does not."""

from __future__ import annotations

import pytest

from bot.extraction.labels import closes, closing, opening, opens
from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Army spokesman Arn Lesk: the town is ours", "the town is ours"),
        ("State TV: troops have left Lesk", "troops have left Lesk"),
        ("Northern Front: we hold Lesk", "we hold Lesk"),
    ],
)
def test_a_speaker_before_a_colon_is_cut_off(text: str, words: str) -> None:
    """Who speaks is an office, or a name before words in the first person."""
    cut = opening(text, 0, len(text))
    assert cut is not None
    assert text[cut:] == words
    assert opens(text[:cut], words)


@pytest.mark.parametrize(
    "text",
    [
        "Lesk: troops have left the town",  # where it was
        "Norland war: army leaves Lesk",  # what it belongs to
        "He told the army: leave Lesk now, or else",  # a sentence of its own would be wrong, and so would its speaker
        "The army, he said: we leave",
    ],
)
def test_what_else_stands_before_a_colon_speaks_for_nobody(text: str) -> None:
    """A place or a war before a colon is no speaker."""
    cut = opening(text, 0, len(text))
    assert cut is None or not text[:cut].startswith(("Lesk", "Norland", "The army"))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Rebels leave Lesk - state TV", "state TV"),
        ("Rebels leave Lesk: UN sources", "UN sources"),
        ("Lesk back in government hands – army", "army"),
    ],
)
def test_a_speaker_behind_a_dash_is_cut_off(text: str, speaker: str) -> None:
    """So is one behind a colon."""
    cut = closing(text, 0, len(text))
    assert cut is not None
    assert text[cut:] == speaker
    assert closes("Rebels leave Lesk", speaker)


@pytest.mark.parametrize("text", ["Rebels leave Lesk - army.", "Rebels leave Lesk - at last", "A well-known army"])
def test_a_sentence_has_no_speaker_behind_a_dash(text: str) -> None:
    """A full stop ends no headline, and a dash may stand before anything."""
    assert closing(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Syrian army: we have withdrawn from Aleppo", {"says": "withdrew", "actor": "SYR", "side": "SYR"}),
        ("Syrian army withdraws from Aleppo - state TV", {"says": "withdrew", "speaker": "state TV", "side": "SYR"}),
        ("Aleppo: rebels have left the town", {"says": "withdrew", "act": "report", "side": None}),
        ("14:05 GMT Syrian troops have left Aleppo", {"says": "withdrew", "actor": "SYR", "place": "Aleppo"}),
    ],
)
def test_a_headline_is_told_by_its_speaker(claims_of: ClaimsOf, text: str, wanted: dict[str, object]) -> None:
    """The words are read as the sentence they are, and belong to who is set beside them."""
    assert facts(claims_of(text, published="2024-11-30"), [wanted]) == [wanted]
