"""The whole of extraction keeps its promises: the same claims again, quotes that stand in the text, no exception."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.extraction.extractor import Extractor
from bot.extraction.reading import LONGEST_QUOTE
from bot.model.article import Article
from bot.model.claim import Claim
from tests.builders import make_article
from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, territory

ARTICLE = make_article(
    title="M23 rebels capture Goma",
    text=(
        "M23 rebels captured the city of Goma on Monday, the Congolese army admitted.\n\n"
        "“Our soldiers withdrew from the town of Sake,” a spokesman said. He denied that Bukavu had fallen.\n\n"
        "• Shelling destroyed a bridge in Goma\n"
        "• The airport is closed\n\n"
        "Rwanda said its troops were not in Congo. Reuters could not verify the claim."
    ),
)
NOTHING = make_article(title=None, text="The weather in Goma was mild, and markets were busy.")


def slices(claims: tuple[Claim, ...], article: Article) -> None:
    """Check that every mention is a piece of the article, short enough to quote."""
    for claim in claims:
        assert claim.mentions
        for mention in claim.mentions:
            part = (article.title or "") if mention.part == "title" else article.text
            assert part[mention.start : mention.end] == mention.quote
            assert 0 < len(mention.quote) <= LONGEST_QUOTE


def test_an_article_says_something(extractor: Extractor) -> None:
    """So that the laws below are not kept by silence."""
    assert len(extractor.extract(ARTICLE)) >= 4


def test_the_same_article_gives_the_same_claims(extractor: Extractor) -> None:
    """Field by field, ids too."""
    assert extractor.extract(ARTICLE) == extractor.extract(ARTICLE)


def test_claims_do_not_depend_on_company(extractor: Extractor) -> None:
    """Articles read together or alone, in any batch."""
    alone = [extractor.extract(article) for article in (ARTICLE, NOTHING, ARTICLE)]
    assert list(extractor.extract_many([ARTICLE, NOTHING, ARTICLE])) == alone
    assert list(extractor.extract_many([ARTICLE, NOTHING, ARTICLE], batch=1)) == alone


def test_no_articles_no_claims(extractor: Extractor) -> None:
    """An empty list is read too."""
    assert list(extractor.extract_many([])) == []


def test_claims_are_unique_and_in_text_order(extractor: Extractor) -> None:
    """One id, one claim; the article's order."""
    claims = extractor.extract(ARTICLE)
    assert len({claim.id for claim in claims}) == len(claims)
    assert {claim.article_id for claim in claims} == {ARTICLE.id}


def test_quotes_stand_in_the_article(extractor: Extractor) -> None:
    """In the part and at the offsets that the mention names."""
    slices(extractor.extract(ARTICLE), ARTICLE)


def test_the_gate_changes_no_claim(extractor: Extractor) -> None:
    """A sentence that the gate leaves out makes no claim when it is parsed."""
    ungated = Extractor(
        nlp=extractor._parser._nlp,
        lexicon=extractor._lexicon,
        catalogue=extractor._catalogue,
        side_index=extractor._side_index,
        asset_index=extractor._asset_index,
        finder=extractor._finder,
        gated=False,
    )
    for article in (ARTICLE, NOTHING):
        assert ungated.extract(article) == extractor.extract(article)


def test_a_headline_is_a_mention_of_what_the_body_says(claims_of: ClaimsOf) -> None:
    """Title first."""
    wanted = [{"says": "captured", "actor": "m23", "place": "Goma", "parts": ["title", "body"]}]
    found = claims_of(
        "M23 rebels captured the city of Goma in the night.", title="M23 rebels capture Goma", published="2025-01-28"
    )
    assert facts(territory(found), wanted) == wanted


def test_a_headline_alone_is_read(claims_of: ClaimsOf) -> None:
    """What only the title says is a claim too."""
    wanted = [{"says": "captured", "actor": "m23", "place": "Goma", "parts": ["title"]}]
    found = claims_of("The markets were busy.", title="M23 rebels have captured the city of Goma")
    assert facts(territory(found), wanted) == wanted


def test_two_articles_share_no_claim(extractor: Extractor) -> None:
    """A copy elsewhere has claims of its own."""
    copy = make_article(title=ARTICLE.title, text=ARTICLE.text, publisher="Another Paper")
    ours = {claim.id for claim in extractor.extract(ARTICLE)}
    assert not ours & {claim.id for claim in extractor.extract(copy)}


def test_the_day_of_reading_does_not_matter(extractor: Extractor) -> None:
    """Only the article's own date does."""
    later = replace(ARTICLE, published_at=ARTICLE.published_at.replace(hour=23))
    assert [claim.id for claim in extractor.extract(later)] == [claim.id for claim in extractor.extract(ARTICLE)]


def test_a_long_sentence_is_cut_around_what_it_claims(claims_of: ClaimsOf) -> None:
    """The quote of a very long sentence holds the words that carry the claim."""
    text = (
        "After " + "long talks in many rooms, " * 30 + "M23 rebels captured the city of Goma" + ", and rain fell" * 20
    )
    for claim in territory(claims_of(text + ".")):
        assert len(claim.mentions[0].quote) <= LONGEST_QUOTE
        assert claim.mentions[0].quote in text + "."
        assert "captured" in claim.mentions[0].quote


WORDS = st.sampled_from(
    ["M23", "rebels", "captured", "Goma", "Kyiv", "said", "that", "its", "troops", "withdrew", "from", "the", "bridge",
     "was", "destroyed", "by", "not", "in", "Russian", "-", "held", "control", "of", "is", "which", "5 km", "30", ",",
     ".", "“", "”", '"', "\n\n", "• ", "(", ")", "on Monday", "who", "he", "denied", "it", "power", "without", "%",
     "over", "’s", "’", "U.S.", "…", "Crimea", "Russia", "part", "under", "fell", "to", "part", "video", "showed"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join))
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@SLOW
@given(text=TEXTS, title=st.none() | TEXTS)
def test_any_text_is_read(extractor: Extractor, text: str, title: str | None) -> None:
    """Nonsense makes no exception, and what is found of it keeps the laws."""
    article = make_article(text=text, title=title)
    claims = extractor.extract(article)
    slices(claims, article)
    assert len({claim.id for claim in claims}) == len(claims)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\n \t", id="blank"),
        pytest.param("captured", id="one-word"),
        pytest.param("captured " * 500, id="one-word-many-times"),
        pytest.param("control of " * 200 + "Goma", id="nested"),
        pytest.param("“" * 300 + "captured Goma", id="marks"),
        pytest.param("a\u0301 captured \u200bGoma\u202e \x00\ufeff", id="odd-characters"),
        pytest.param("🙂" * 50 + " rebels captured Goma " + "🙂" * 50, id="beyond-the-first-plane"),
        pytest.param("captured " + "Goma, " * 300, id="a-long-list"),
        pytest.param("قال الجيش إنه captured Goma يوم الاثنين.", id="two-directions"),
    ],
)
def test_odd_texts_are_read(extractor: Extractor, text: str) -> None:
    """Each is read without complaint, and its quotes are true."""
    article = make_article(text=text, title=None)
    slices(extractor.extract(article), article)
