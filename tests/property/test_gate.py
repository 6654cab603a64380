"""The gate saves work and changes nothing: with every sentence parsed, the same claims are found."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.article.reading import read_article
from bot.extraction.context import sentences_of
from bot.extraction.extractor import Extractor
from bot.model.article import Article, RawArticle
from bot.model.claim import Claim
from bot.model.errors import SourceError
from bot.sources.documents import read_path
from bot.workers import build_extractor
from config.schema import Settings

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpora" / "current-events-2002-2022.jsonl.gz"
ITEMS, EVERY = 400, 21
NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)

# Sentences that the gate opens for, sentences that explain them, and sentences that say nothing of a war.
SENTENCES = (
    "Government troops entered the town of Shendi on Monday, the army said.",
    "General Amir Osman, who commands the garrison, spoke to reporters in the capital.",
    "Osman denied that his men had left the town.",
    "He added that it remains under their control.",
    "The mayor of Kosti said on Tuesday that shelling had damaged the city's only bridge.",
    "It was built in 1910 and carries both a road and a railway.",
    "A spokesman for the ministry said: “We hold the airport. The enemy has been pushed back five kilometres.”",
    "“That is a lie,” the rebels replied in a statement.",
    "Residents reached by telephone described empty streets and closed shops.",
    "The price of bread has doubled since January.",
    "Power was restored to the northern districts by the evening.",
    "The United Nations could not verify either account.",
    "Rebel-held villages along the river were quiet.",
    "A cultural festival was postponed for the third time.",
    "Sudan's foreign minister will travel to Cairo next week for talks on water.",
    "According to the governor, more than 20 villages in the Sennar region have been recaptured in the past four days.",
    "The hospital there is out of service.",
)
ARTICLES = (
    (
        "Both sides claim the crossing",
        (
            "Eritrean forces captured the border crossing at Omhajer on Friday, according to state radio.\n\n"
            "Ethiopia's defence ministry rejected the report. Its spokesman, Colonel Bekele Tadesse, said the crossing "
            "was “firmly in our hands”.\n\nTadesse had been appointed in March. He said two attacks had been repelled."
        ),
    ),
    (
        "Lights back on in Aleppo",
        (
            "Engineers have repaired the power station outside Aleppo, the electricity company said.\n\n"
            "It had been hit by rockets last month. The company's director thanked the crews. Schools reopened, too."
        ),
    ),
    (
        "A quiet week",
        "The parliament debated a new tax on sugar. The opposition walked out. Nothing was decided.",
    ),
    (
        None,
        (
            "• In Basra, tribal leaders met the governor.\n"
            "• In Mosul, police took back a station that gunmen had seized.\n"
            "• Elsewhere, it rained."
        ),
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """An extractor as it is, and the same one without its gate."""

    gated: Extractor
    ungated: Extractor

    def both(self, articles: Sequence[Article]) -> tuple[list[tuple[Claim, ...]], list[tuple[Claim, ...]]]:
        """Return the claims of each article, with the gate and without."""
        return list(self.gated.extract_many(articles)), list(self.ungated.extract_many(articles))


@pytest.fixture(scope="module")
def pair() -> Pair:
    """Return the two extractors; they share the language model."""
    gated = build_extractor(Settings())
    ungated = copy(gated)
    ungated._gated = False
    return Pair(gated=gated, ungated=ungated)


def make_article(title: str | None, body: str) -> Article:
    """Return an article of a day in February 2024."""
    raw = RawArticle(
        origin="test", key="test", title=title, body=body, publisher="Test", published="2024-02-20", received_at=NOW
    )
    return read_article(raw, now=NOW)


def readable(raws: Sequence[RawArticle]) -> list[Article]:
    """Return the articles that can be read."""
    articles = []
    for raw in raws:
        try:
            articles.append(read_article(raw, now=NOW))
        except SourceError:
            continue
    return articles


def differing(
    articles: Sequence[Article], claims: tuple[list[tuple[Claim, ...]], list[tuple[Claim, ...]]]
) -> list[str]:
    """Return what is claimed in one of the two ways only, with the article's key."""
    told = []
    for article, with_gate, without in zip(articles, *claims, strict=True):
        told += [f"{article.key}: only with the gate: {claim}" for claim in with_gate if claim not in without]
        told += [f"{article.key}: only without the gate: {claim}" for claim in without if claim not in with_gate]
    return told


def test_the_samples_claim_the_same(pair: Pair) -> None:
    """The three sample articles have the same claims with every sentence parsed."""
    articles = readable([raw for raw in read_path(ROOT / "bot" / "samples", now=NOW) if isinstance(raw, RawArticle)])
    claims = pair.both(articles)
    assert any(claims[0])
    assert differing(articles, claims) == []


@pytest.mark.parametrize(("title", "body"), ARTICLES, ids=["crossing", "power-station", "no-war", "bullets"])
def test_an_article_claims_the_same(pair: Pair, title: str | None, body: str) -> None:
    """Pronouns, surnames, quotes and bullets are explained by the same sentences in either way."""
    articles = [make_article(title, body)]
    assert differing(articles, pair.both(articles)) == []


def test_the_gate_saves_work(pair: Pair) -> None:
    """What says nothing of a war is not parsed: otherwise the gate would be of no use, and these tests empty."""
    article = make_article(ARTICLES[2][0], ARTICLES[2][1])
    plan = pair.gated._plan(article)
    assert len({*plan.candidates, *plan.explaining}) < len(sentences_of(article))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chosen=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8), gaps=st.lists(st.booleans(), min_size=8))
def test_sentences_in_any_order_claim_the_same(pair: Pair, chosen: list[str], gaps: list[bool]) -> None:
    """Whatever stands before a sentence, in its paragraph or in another, the gate changes no claim."""
    body = "".join(sentence + ("\n\n" if gap else " ") for sentence, gap in zip(chosen, gaps, strict=False))
    articles = [make_article(None, body)]
    assert differing(articles, pair.both(articles)) == []


@pytest.mark.skipif(not CORPUS.is_file(), reason="there is no shared folder with corpora beside the project")
def test_a_corpus_claims_the_same(pair: Pair) -> None:
    """Items of two decades and many wars have the same claims with every sentence parsed."""
    raws = (one for one in read_path(CORPUS, now=NOW) if isinstance(one, RawArticle))
    articles = readable(list(islice(raws, 0, ITEMS * EVERY, EVERY)))
    assert len(articles) > ITEMS * 0.9
    assert differing(articles, pair.both(articles)) == []
