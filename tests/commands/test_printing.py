"""What became of an article, as objects and as sums."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.commands.printing import Tally, json_objects
from bot.pipeline import Ingested
from tests.builders import make_alert, make_article, make_claim, make_dispute, make_relation

ARTICLE = make_article()
WHOLE = Ingested(
    article=ARTICLE,
    known=False,
    claims=(make_claim(article=ARTICLE),),
    relations=(make_relation(),),
    disputes=(make_dispute(),),
    alerts=(make_alert(), make_alert(dispute="d1")),
)


def test_an_article_comes_first_and_then_what_belongs_to_it() -> None:
    """In the contract's order, `type` first in each object."""
    objects = list(json_objects(WHOLE))
    assert [one["type"] for one in objects] == ["article", "claim", "relation", "dispute", "alert", "alert"]
    assert all(next(iter(one)) == "type" for one in objects)
    assert "text" not in objects[0]
    assert "known" not in objects[0]


def test_text_and_known_are_said_where_they_belong() -> None:
    """The text only when asked for, `known` only of a known article."""
    (made,) = json_objects(Ingested(article=ARTICLE, known=True), with_text=True)
    assert (made["known"], made["text"]) == (True, ARTICLE.text)


@pytest.mark.parametrize(
    ("results", "failed", "wanted"),
    [
        pytest.param([], 0, "0 articles, 0 claims, 0 conflicts.", id="nothing"),
        pytest.param([WHOLE], 0, "1 article, 1 claim, 1 conflict.", id="one of each"),
        pytest.param(
            [WHOLE, replace(WHOLE, known=True, claims=(), alerts=())],
            2,
            "2 articles (1 known already), 1 claim, 1 conflict, 2 inputs could not be read.",
            id="known and failed",
        ),
    ],
)
def test_the_sums_in_a_sentence(results: list[Ingested], failed: int, wanted: str) -> None:
    """Only what there is to say."""
    tally = Tally()
    for result in results:
        tally.count(result)
    assert tally.sentence(failed=failed) == wanted
