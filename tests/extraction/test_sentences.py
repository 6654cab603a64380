"""A text is split at its sentence ends, and nothing of it is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.extraction.sentences import LONGEST_SENTENCE, split


def texts(text: str) -> list[str]:
    """Return the sentences of a body."""
    return [sentence.text for sentence in split("body", text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("Goma fell. Sake held.", ["Goma fell.", "Sake held."], id="two"),
        pytest.param(
            "Has Goma fallen? It has! So they say.", ["Has Goma fallen?", "It has!", "So they say."], id="marks"
        ),
        pytest.param("Goma fell.", ["Goma fell."], id="one"),
        pytest.param("Goma fell", ["Goma fell"], id="no-end"),
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t ", [], id="blank"),
        pytest.param("Gen. Amara spoke. He left.", ["Gen. Amara spoke.", "He left."], id="title"),
        pytest.param("Lt. Col. Amara spoke.", ["Lt. Col. Amara spoke."], id="two-titles"),
        pytest.param("St. Paul's church fell.", ["St. Paul's church fell."], id="saint"),
        pytest.param("It fell on Sept. 9 at dawn.", ["It fell on Sept. 9 at dawn."], id="month"),
        pytest.param("J. K. Amara spoke.", ["J. K. Amara spoke."], id="initials"),
        pytest.param("The U.S. Army left.", ["The U.S. Army left."], id="us-before-a-name"),
        pytest.param(
            "They left for the U.S. The road is open.",
            ["They left for the U.S.", "The road is open."],
            id="us-at-the-end",
        ),
        pytest.param("It began at 6 a.m. Monday.", ["It began at 6 a.m.", "Monday."], id="am-before-a-capital"),
        pytest.param("It began at 6 a.m. on Monday.", ["It began at 6 a.m. on Monday."], id="am-before-a-small-letter"),
        pytest.param("It lies 3.5 km away. No. 7 is near.", ["It lies 3.5 km away.", "No. 7 is near."], id="figures"),
        pytest.param("They took 12 sq. km there.", ["They took 12 sq. km there."], id="unit"),
        pytest.param("“Goma fell.” He wept.", ["“Goma fell.”", "He wept."], id="curly-quotes"),
        pytest.param('"Goma fell." He wept.', ['"Goma fell."', "He wept."], id="straight-quotes"),
        pytest.param(
            "“Goma fell,” he said. “It did.”", ["“Goma fell,” he said.", "“It did.”"], id="quote-opens-the-next"
        ),
        pytest.param("“Has it fallen?” he asked.", ["“Has it fallen?” he asked."], id="question-inside"),
        pytest.param("(It fell.) They left.", ["(It fell.)", "They left."], id="brackets"),
        pytest.param(
            "Well… maybe. It fell… Then it rose.", ["Well… maybe.", "It fell…", "Then it rose."], id="ellipsis"
        ),
        pytest.param("It fell... and rose. It did.", ["It fell... and rose.", "It did."], id="three-dots-go-on"),
        pytest.param("It fell... They left.", ["It fell...", "They left."], id="three-dots-end"),
        pytest.param("Élan held. Ödön fell.", ["Élan held.", "Ödön fell."], id="accented-capitals"),
        pytest.param("Il tomba. École fermée.", ["Il tomba.", "École fermée."], id="accented-start"),
        pytest.param("سقطت المدينة. انسحب الجيش.", ["سقطت المدينة.", "انسحب الجيش."], id="right-to-left"),
        pytest.param("Five fell. 30 more held.", ["Five fell.", "30 more held."], id="digit-starts"),
    ],
)
def test_sentence_ends(text: str, sentences: list[str]) -> None:
    """Marks end sentences; abbreviations, initials and figures do not."""
    assert texts(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("Goma falls\n\nRebels took it.", ["Goma falls", "Rebels took it."], id="heading"),
        pytest.param(
            "Goma falls\n \t \nRebels took it.", ["Goma falls", "Rebels took it."], id="blank-line-with-blanks"
        ),
        pytest.param(
            "Rebels have taken the town of Goma\nafter a week of fighting in the hills, they\nsaid. Sake held.",
            ["Rebels have taken the town of Goma\nafter a week of fighting in the hills, they\nsaid.", "Sake held."],
            id="wrapped",
        ),
        pytest.param(
            "The fighting around the city went on for a whole week.\nGoma then fell to the rebels in a single night.",
            [
                "The fighting around the city went on for a whole week.",
                "Goma then fell to the rebels in a single night.",
            ],
            id="lines-that-end",
        ),
        pytest.param(
            "What we know\nThe rebels have taken the town of Goma after a week of fighting in the hills around it.",
            [
                "What we know",
                "The rebels have taken the town of Goma after a week of fighting in the hills around it.",
            ],
            id="short-line-is-a-heading",
        ),
        pytest.param("Goma fell.\r\n\r\nSake held.", ["Goma fell.", "Sake held."], id="carriage-returns"),
    ],
)
def test_lines(text: str, sentences: list[str]) -> None:
    """Blank lines and short lines end a sentence; wrapped lines do not."""
    assert texts(text) == sentences


def test_paragraphs_are_counted() -> None:
    """Sentences of one block share a number, so that a quotation can be followed to its end."""
    numbers = [sentence.paragraph for sentence in split("body", "One fell. Two held.\n\nThree fled.")]
    assert numbers[0] == numbers[1] != numbers[2]


def test_the_part_is_kept() -> None:
    """Title and body have offsets of their own."""
    (sentence,) = split("title", "  Goma falls ")
    assert (sentence.part, sentence.start, sentence.end) == ("title", 2, 12)


PIECES = st.sampled_from(
    ["Goma fell", "sake", "U.S.", "Gen. Amara", "3.5 km", "“", "”", '"', ".", "!", "…", "...", " ", "  ", "\n", "\n\n",
     "\r\n", "\t", "\u00a0", "• ", "- ", "1. ", "(", ")", "é", "مدينة", "גדר", "🙂", "a.m."]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS)
def test_offsets_slice_back(text: str) -> None:
    """Every sentence stands where it says, without white space around it."""
    for sentence in split("body", text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip()
        assert sentence.text


@given(TEXTS)
@example("GOMA. AP- A")
def test_sentences_follow_one_another(text: str) -> None:
    """In text order, none over another."""
    found = split("body", text)
    for before, after in pairwise(found):
        assert before.end <= after.start
        assert before.paragraph <= after.paragraph


@given(TEXTS)
def test_nothing_is_lost_but_white_space_and_bullets(text: str) -> None:
    """What no sentence holds is white space, or the mark before a list's entry."""
    kept = {at for sentence in split("body", text) for at in range(sentence.start, sentence.end)}
    lost = "".join(char for at, char in enumerate(text) if at not in kept)
    assert set(lost) <= {char for char in lost if char.isspace()} | set("•●▪‣*·-–—().0123456789")


def test_a_text_without_ends_is_cut() -> None:
    """No sentence is longer than what can be parsed, and words stay whole."""
    text = "towns " * 2000
    found = split("body", text)
    assert all(len(sentence.text) <= LONGEST_SENTENCE for sentence in found)
    assert " ".join(sentence.text for sentence in found).split() == text.split()


def test_a_text_without_blanks_is_cut() -> None:
    """Even one endless word."""
    found = split("body", "x" * 5000)
    assert "".join(sentence.text for sentence in found) == "x" * 5000
    assert all(len(sentence.text) <= LONGEST_SENTENCE for sentence in found)


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("towns ", id="words"),
        pytest.param("Goma fell. ", id="sentences"),
        pytest.param("J. ", id="initials"),
        pytest.param("\n", id="line-ends"),
        pytest.param('" ', id="quotes"),
        pytest.param("\n ", id="indented-blank-lines"),
    ],
)
def test_a_long_text_of_one_kind_is_split(unit: str) -> None:
    """All of a text is in its sentences, whatever it is made of; a cost that grew with the square would hang here."""
    found = split("body", unit * 100_000)

    assert sum(len(sentence.text.split()) for sentence in found) == len((unit * 100_000).split())


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param(
            "KHARTOUM (Example Wire) — The army left.", ["KHARTOUM (Example Wire) —", "The army left."], id="agency"
        ),
        pytest.param(
            "CAIRO/GAZA, May 28 - Tanks came.", ["CAIRO/GAZA, May 28 -", "Tanks came."], id="two towns, a day"
        ),
        pytest.param("GOMA, Congo – Rebels came.", ["GOMA, Congo –", "Rebels came."], id="country"),
        pytest.param(
            "NATO - the alliance - met.", ["NATO - the alliance - met."], id="no dateline: lower case follows"
        ),
        pytest.param("The army — Sudan's — left.", ["The army — Sudan's — left."], id="no dateline: no capitals"),
    ],
)
def test_a_dateline_is_no_part_of_its_sentence(text: str, sentences: list[str]) -> None:
    """Where a report was filed stands apart, so that it is nobody's subject."""
    assert [item.text for item in split("body", text)] == sentences
