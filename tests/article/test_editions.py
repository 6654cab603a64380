"""Two texts at one address: which of them is an edition of the other, and what was taken out."""

from __future__ import annotations

import pytest

from bot.article.editions import is_edition, is_taken_out, names_in, rewritten, says_still, sentences

WEATHER = "It rained on the hills for a third day running."
TAKEN = "Norland said that its troops had captured Ellbruck."
QUEUES = "Residents spoke of long queues at the wells in the old town."
CALLS = "Aid groups called for a pause in the fighting around the city."
FORMER = f"{WEATHER} {TAKEN} {QUEUES} {CALLS}"
AT = FORMER.index(TAKEN)


def test_sentences_are_cut_at_stops_and_lines() -> None:
    """Each with where it stands, without its signs."""
    text = "It rained.\n\n“They left!” he said"
    assert [(text[start:end], said) for start, end, said in sentences(text)] == [
        ("It rained.", "it rained"),
        ("“They left!", "they left"),
        ("he said", "he said"),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(FORMER.replace("captured", "entered"), True, id="a-word-changed"),
        pytest.param(f"{WEATHER} {TAKEN}", True, id="its-beginning"),
        pytest.param("We value your privacy. Please accept our cookies to read on.", False, id="a-wall"),
        pytest.param(f"{WEATHER} The mayor opened a bridge. The team won again.", False, id="one-sentence-shared"),
    ],
)
def test_an_edition_shares_sentences(text: str, *, wanted: bool) -> None:
    """Half of the shorter text's sentences, and two at least; the order of the two does not matter."""
    assert is_edition(FORMER, text) is wanted
    assert is_edition(text, FORMER) is wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FORMER.replace(f" {TAKEN}", ""), id="taken-out"),
        pytest.param(FORMER.replace("captured", "never entered"), id="changed"),
        pytest.param(f"Updated at noon. {FORMER.replace('captured', 'reached')} More follows.", id="among-more"),
        pytest.param(f"News came in. {FORMER.replace('captured', 'reached')}", id="under-something-new"),
    ],
)
def test_what_is_gone_between_its_neighbours_was_taken_out(text: str) -> None:
    """The sentences before and after it stand there still."""
    assert is_taken_out(FORMER, AT, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FORMER, id="the-same"),
        pytest.param(FORMER.upper().replace(".", " ."), id="written-otherwise"),
        pytest.param(WEATHER, id="a-teaser"),
        pytest.param(f"{QUEUES} {CALLS}", id="the-end-of-it"),
        pytest.param(f"{CALLS} {TAKEN} {WEATHER}", id="moved"),
        pytest.param(f"The bridge over the Ell is open again. {WEATHER} {QUEUES}", id="made-room-in-a-live-report"),
    ],
)
def test_what_is_cut_off_with_its_neighbours_was_not(text: str) -> None:
    """Nor what stands there still, wherever that is."""
    assert not is_taken_out(FORMER, AT, text)


def test_a_last_sentence_is_gone_where_something_follows_the_one_before_it() -> None:
    """A text that was only cut before its last sentence says nothing about it."""
    former = f"{WEATHER} {QUEUES} {TAKEN}"
    at = former.index(TAKEN)
    assert is_taken_out(former, at, f"{WEATHER} {QUEUES} Norland said that its troops were near Ellbruck.")
    assert not is_taken_out(former, at, f"{WEATHER} {QUEUES}")
    assert not is_taken_out(former, at, f"{WEATHER} {QUEUES} Subscribe to read on, for a week free of charge.")


def test_a_sentence_is_still_said_wherever_it_stands() -> None:
    """Signs and case do not matter; a place outside the text says nothing."""
    assert says_still(FORMER, AT, f"{CALLS} NORLAND SAID THAT ITS TROOPS HAD CAPTURED ELLBRUCK!")
    assert not says_still(FORMER, AT, WEATHER)
    assert not says_still(FORMER, 10_000, FORMER)


@pytest.mark.parametrize(
    ("former", "text", "same_title"),
    [
        pytest.param(f"{TAKEN} {QUEUES}", f"{TAKEN.replace('captured', 'reached')} {QUEUES}", False, id="one-of-two"),
        pytest.param(f"{QUEUES} {TAKEN}", f"{QUEUES} {TAKEN.replace('captured', 'reached')}", False, id="the-second"),
        pytest.param(TAKEN, TAKEN.replace("captured", "reached"), True, id="the-only-one-under-its-title"),
        pytest.param(TAKEN, f"{TAKEN} {QUEUES} {CALLS}", False, id="goes-on"),
    ],
)
def test_a_short_text_is_an_edition_where_the_rest_is_the_same(former: str, text: str, *, same_title: bool) -> None:
    """One sentence that stands there still, or the title, and another that was rewritten."""
    assert is_edition(former, text, same_title=same_title)


@pytest.mark.parametrize(
    ("text", "same_title"),
    [
        pytest.param(TAKEN.replace("captured", "reached"), False, id="nothing-is-the-same"),
        pytest.param(f"{CALLS} {QUEUES}", False, id="nothing-was-rewritten"),
        pytest.param("Please accept our cookies to read on.", True, id="a-wall-under-the-title"),
        pytest.param(f"{TAKEN} Subscribe to read on, for a week free of charge.", False, id="a-teaser"),
        pytest.param(f"{TAKEN.replace(' captured Ellbruck.', '…')} {QUEUES}", False, id="cut-short"),
        pytest.param(
            f"{TAKEN.replace('captured', 'reached')} {QUEUES} " + "The wells are dry, and it is cold. " * 4,
            False,
            id="a-long-text",
        ),
    ],
)
def test_of_short_texts_little_tells_that_they_are_one(text: str, *, same_title: bool) -> None:
    """Other words at the same address may be a wall, a teaser, or the next entry of a live report."""
    assert not is_edition(f"{TAKEN} {QUEUES}", text, same_title=same_title)


def test_what_became_of_a_sentence_of_a_short_text() -> None:
    """The sentence most of whose words are the same; none where it is there still, was cut, or others tell more."""
    former, later = f"{TAKEN} {QUEUES}", TAKEN.replace("captured", "reached")
    assert rewritten(former, 0, f"{later} {QUEUES}") == "norland said that its troops had reached ellbruck"
    assert rewritten(former, 0, f"{QUEUES} {CALLS}") is None
    assert rewritten(former, 0, f"Norland said that its troops had… {QUEUES}") is None
    assert rewritten(f"{former} {CALLS}", 0, f"{later} {QUEUES} {CALLS}") is None


def test_names_stand_in_a_sentence_as_words() -> None:
    """Not as parts of words, and in any letters."""
    assert names_in("norland holds ell bruck now", "Ell-Bruck", "Other")
    assert not names_in("norland holds ellbruck", "Ell", "")
