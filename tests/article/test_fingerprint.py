from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article.fingerprint import article_id, content_hash, fold_text, shingle_signature, similarity

# A made-up report of about 130 words.
REPORT = """
Norland's defence ministry said on Wednesday that its troops had captured the town of Ellbruck after three weeks of
fighting along the river Ell. The governor of Ellmoor, speaking from the regional capital, denied that the town had
fallen and said that Sudmark's marines still held the northern bank and the railway yard. Neither account could be
checked. Residents who reached the ferry landing at Kranhafen described shelling through the night and said that the
road bridge had been hit twice, leaving the waterworks without power. An aid group said that it had moved eleven
patients out of the district hospital before dawn. Sudmark's president called an emergency meeting of his cabinet for
the evening, while Norland announced that talks about an exchange of prisoners would go on as planned next week in a
third country.
"""


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(REPORT.upper(), id="case"),
        pytest.param(REPORT.replace("\n", " \r\n\t"), id="white space"),
        pytest.param(REPORT.replace("'", "’"), id="quotes"),
        pytest.param(REPORT.replace("e", "e\u200b"), id="zero width"),
        pytest.param(REPORT.replace("district", "dis\u00adtrict"), id="soft hyphens"),
    ],
)
def test_copying_changes_no_hash(other: str) -> None:
    """What copying does to a text leaves its hash and its signature as they are."""
    assert content_hash(other) == content_hash(REPORT)
    assert shingle_signature(other) == shingle_signature(REPORT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("“A – b…”", '"a - b..."', id="typography"),
        pytest.param("Cafe\u0301", "café", id="composed letters"),
        pytest.param("''A''", '"a"', id="two single quotes"),
        pytest.param("STRASSE", "straße", id="sharp s"),
    ],
)
def test_folding(one: str, other: str) -> None:
    """Two spellings of one thing fold to the same."""
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize("other", [REPORT.replace("eleven", "twelve"), REPORT + " More."], ids=["a word", "a sentence"])
def test_another_text_has_another_hash(other: str) -> None:
    """A changed word changes the hash."""
    assert content_hash(other) != content_hash(REPORT)


def test_id_follows_from_publisher_and_text() -> None:
    """One publisher's text has one id, however the publisher is spelt; another publisher's has another."""
    content = content_hash(REPORT)
    assert article_id(publisher="The Ell Courier", content=content) == article_id(
        publisher="the  ELL courier", content=content
    )
    ids = {article_id(publisher=name, content=content) for name in ("The Ell Courier", "Ell Radio", None)}
    assert len(ids) == 3
    assert all(re.fullmatch(r"[0-9a-f]{16}", found) for found in ids)


def test_stored_values_stay_what_they_are() -> None:
    """Stores hold hashes, ids and signatures: no change of the code or of datasketch may change them."""
    assert content_hash(REPORT)[:16] == "6131b328afccc09e"
    assert article_id(publisher="The Ell Courier", content="0" * 64) == "9757b7def04414d6"
    assert shingle_signature(REPORT)[:4] == (6840788, 97658649, 24771101, 1019863)


def test_signature_has_128_numbers_that_fit_32_bits() -> None:
    """A signature is 128 numbers under 2**32."""
    signature = shingle_signature(REPORT)
    assert len(signature) == 128
    assert all(type(value) is int and 0 <= value < 2**32 for value in signature)


@pytest.mark.parametrize(("words", "length"), [(49, 0), (50, 128)])
def test_short_texts_have_no_signature(words: int, length: int) -> None:
    """Under 50 words a signature would say too little."""
    assert len(shingle_signature(" ".join(f"w{n}" for n in range(words)))) == length


def test_long_texts_are_taken_in_parts() -> None:
    """Parts of a long text add up to the same signature, since the smallest values count."""
    words = [f"w{n}" for n in range(10_000)]
    whole = shingle_signature(" ".join(words))
    halves = (shingle_signature(" ".join(words[:5004])), shingle_signature(" ".join(words[5000:])))
    assert whole == tuple(map(min, zip(*halves, strict=True)))


def test_similarity_is_about_the_share_in_common() -> None:
    """A copy with a changed sentence is alike, another text is not, and a text is wholly like itself."""
    signature = shingle_signature(REPORT)
    copy = shingle_signature(REPORT.replace("Neither account could be\nchecked.", "The Courier could not check this."))
    assert similarity(signature, signature) == 1.0
    assert 0.7 < similarity(signature, copy) < 1.0
    assert similarity(signature, shingle_signature(" ".join(f"w{n}" for n in range(100)))) < 0.1
    assert similarity(signature, ()) == 0.0
    assert similarity((), ()) == 0.0


@given(st.text(max_size=2000))
def test_any_text_has_a_fingerprint(text: str) -> None:
    """Law: every text has a hash, and folding twice is folding once."""
    assert len(content_hash(text)) == 64
    assert fold_text(fold_text(text)) == fold_text(text)


def test_program_starts_without_datasketch() -> None:
    """Importing the reading of articles imports neither numpy nor scipy nor trafilatura."""
    code = "import sys, bot.article.reading; print(*{'datasketch', 'scipy', 'numpy', 'trafilatura'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == []
