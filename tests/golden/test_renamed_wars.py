"""The sample articles renamed into three other wars: the program knows how claims are made, not these articles."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.evaluation import Gold, Score
from bot.places.gazetteer import bundled_gazetteer
from bot.workers import InProcessExtractor
from tests.golden.articles import read_seeds, score_articles, tell
from tests.golden.renamed import Renaming, read_renaming, wars

ALLOWED_LOSS = 0.05
STEMS = re.compile(
    r"ukr|russ|kyiv|moscow|kreml|brit|\bUK\b|europ|khark|kupi|balak|izyum|izium|donet|donb|sumy|kherson|crime|zelen|gan"
    r"chev|nikolenko|zhvyt|strem|vitaly|oleh|dmytro|kirill|volod|gazprom|novosti|rystad|luo\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="session", params=wars())
def renaming(request: pytest.FixtureRequest) -> Renaming:
    """Return what is called what in each of the wars."""
    return read_renaming(request.param)


@pytest.fixture(scope="session")
def renamed_score(renaming: Renaming, seed_gold: Gold, extractor: InProcessExtractor) -> Score:
    """Return how the program does on the articles of another war."""
    raws = [renaming.article(raw) for raw in read_seeds()]
    return asyncio.run(score_articles(raws, renaming.gold(seed_gold), extractor))


def test_there_are_three_other_wars() -> None:
    """Each file in the folder is another war."""
    assert len(wars()) == 3


def test_nothing_of_the_old_war_is_left(renaming: Renaming) -> None:
    """No place, person or side of the sample articles stands in the renamed ones."""
    texts = [renaming.article(raw) for raw in read_seeds()]
    assert [STEMS.findall(f"{raw.title} {raw.body}") for raw in texts] == [[], [], []]


def test_every_renamed_quote_stands_in_its_article(renaming: Renaming, seed_gold: Gold) -> None:
    """Text and gold are renamed alike: each quote is in its article's text, white space folded."""
    texts = {raw.key: " ".join(renaming.article(raw).body.split()) for raw in read_seeds()}
    claims = renaming.gold(seed_gold).claims
    assert [want["id"] for want in claims if " ".join(want["quote"].split()) not in texts[want["article"]]] == []


def test_the_new_places_are_real(renaming: Renaming) -> None:
    """Every town of the renamed gold has an entry in the gazetteer, in the country of the war, as every region has."""
    (country,) = renaming.countries.values()
    with bundled_gazetteer() as gazetteer:
        towns = [gazetteer.entry(number) for number in renaming.places.values()]
        assert [town.country if town else None for town in towns] == [country] * len(towns)
        assert [name for name in renaming.regions.values() if gazetteer.region(name, country) is None] == []


@pytest.mark.parametrize("figure", ["recall", "fields"])
def test_another_war_is_read_as_well(seed_score: Score, renamed_score: Score, figure: str) -> None:
    """Recall and fields are at most 0.05 below those of the articles as they are."""
    assert getattr(renamed_score, figure) >= getattr(seed_score, figure) - ALLOWED_LOSS, tell(renamed_score)


def test_another_wars_conflicts_are_the_same_two(renamed_score: Score) -> None:
    """The same two pairs of claims conflict, whatever the towns are called."""
    told = {
        (one.wanted["a"], one.wanted["b"])
        for one in renamed_score.judged_relations
        if one.right and one.wanted.get("alert")
    }
    assert len(told) == 2, tell(renamed_score)
    assert renamed_score.conflict_alerts == 2, tell(renamed_score)
