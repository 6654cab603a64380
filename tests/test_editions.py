"""Later editions of an article: what they add, what they take back, and who hears of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.alerts.policy import load_policy
from bot.comparison.rules import load_rules
from bot.model.alert import AlertKind
from bot.model.area import everything
from bot.model.article import Article
from bot.model.claim import Claim, Polarity, Predicate, SpeechAct, TimeBasis
from bot.model.decision import DecisionKind
from bot.model.dispute import DisputeStatus
from bot.model.filters import ClaimFilter
from bot.model.subscription import Content
from bot.pipeline import Ingested, Pipeline
from bot.store.database import SqlStore, open_store
from tests.builders import NORLAND, SUDMARK, make_article, make_claim, make_subscription
from tests.pipelines import NOW, make_sides, told

URL = "https://ell.example/report"
TAKEN = "Norland said that its troops had captured the town of Ellbruck on Wednesday."
NEAR = "Norland said that its troops had reached the edge of Ellbruck on Wednesday."
BEFORE = "It rained on the hills for a third day running."
AFTER = "Residents spoke of long queues at the wells in the old town."


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """Return an empty database in memory."""
    async with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def pipeline(store: SqlStore) -> Pipeline:
    """Return the pipeline over the empty database."""
    return Pipeline(store=store, sides=make_sides(), rules=load_rules(), policy=load_policy(), clock=lambda: NOW)


def edition(*sentences: str, **changes: Any) -> Article:
    """Return the article of that address with these sentences."""
    return make_article(**{"text": " ".join((BEFORE, *sentences, AFTER)), "url": URL, **changes})


def claimed(article: Article, sentence: str, **changes: Any) -> Claim:
    """Return what a sentence of the article claims: that Norland took Ellbruck, or something else about it."""
    return make_claim(article=article, quote=sentence, **changes)


async def take_in(pipeline: Pipeline, article: Article, *claims: Claim) -> Ingested:
    """Take an article in as it comes from a feed: asked for first whether it is known."""
    if await pipeline.is_known(article):
        return Ingested(article=article, known=True)
    return await pipeline.record(article, claims)


async def first(pipeline: Pipeline) -> Claim:
    """Take in the first edition, in which the town is taken."""
    article = edition(TAKEN)
    claim = claimed(article, TAKEN)
    await take_in(pipeline, article, claim)
    return claim


async def second(pipeline: Pipeline) -> Ingested:
    """Take in an edition that says less."""
    article = edition(NEAR)
    return await take_in(pipeline, article, claimed(article, NEAR, predicate=Predicate.ADVANCED))


async def test_a_silent_correction_is_told(pipeline: Pipeline) -> None:
    """What the article said and what it says now stand side by side; there is no summary of it as if it were new."""
    former = await first(pipeline)
    result = await second(pipeline)
    (alert,) = result.alerts
    assert alert.kind is AlertKind.CORRECTION
    assert alert.claims == (former.id,)
    assert [one.quote for one in alert.statements] == [TAKEN, NEAR]
    assert alert.title == "Changed after publication by The Ell Courier: Norland says Ellbruck has fallen"
    assert URL in alert.text


async def test_it_is_told_once(pipeline: Pipeline) -> None:
    """The same edition again is known, and so is the first one, wherever it is still shown."""
    await first(pipeline)
    await second(pipeline)
    assert (await second(pipeline)).known
    article = edition(TAKEN)
    assert (await take_in(pipeline, article, claimed(article, TAKEN))).known


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{BEFORE} {TAKEN} {AFTER} Corrected: the name of a street.", id="nothing-claimed-changed"),
        pytest.param(BEFORE, id="a-teaser"),
        pytest.param("We value your privacy. Please accept our cookies.", id="a-wall"),
    ],
)
async def test_what_claims_the_same_is_no_news(pipeline: Pipeline, store: SqlStore, text: str) -> None:
    """Another text at the address that takes nothing back is told to nobody, and changes nothing."""
    former = await first(pipeline)
    article = make_article(text=text, url=URL)
    claims = (claimed(article, TAKEN),) if TAKEN in text else ()
    assert (await take_in(pipeline, article, *claims)).known
    assert [one.claim.id for one in await _found(store)] == [former.id]


async def test_what_an_edition_adds_is_an_article_s_news(pipeline: Pipeline, store: SqlStore) -> None:
    """A live report goes on: a summary of what is new in it, and what it said before stands."""
    former = await first(pipeline)
    more = "Norland's troops also surrounded the town, its army said."
    article = edition(TAKEN, more)
    added = claimed(article, more, predicate=Predicate.ENCIRCLED)
    result = await take_in(pipeline, article, claimed(article, TAKEN), added)
    assert [one.kind for one in result.alerts] == [AlertKind.SUMMARY]
    assert [one.id for one in result.claims] == [added.id]
    assert {one.claim.id for one in await _found(store)} == {former.id, added.id}
    assert {one.article.url for one in await _found(store)} == {URL}


async def test_a_dispute_ends_with_what_its_outlet_takes_back(pipeline: Pipeline, store: SqlStore) -> None:
    """No longer claimed by anybody, it is no longer disputed; that the outlet has decided it is kept."""
    former = await first(pipeline)
    await _denied(pipeline)
    (dispute,) = await store.disputes()
    assert dispute.status is DisputeStatus.OPEN
    result = await second(pipeline)
    (ended,) = [one for one in result.disputes if former.id in one.claims]
    assert ended.status is DisputeStatus.CONVERGED
    (update,) = [one for one in result.alerts if one.kind is AlertKind.UPDATE]
    assert update.title.startswith("Taken back by its outlet")
    assert "no longer says so" in update.text
    (decision,) = await store.decisions_about([former.id])
    assert (decision.kind, decision.author) == (DecisionKind.WITHDRAWN, "The Ell Courier")


async def test_what_another_outlet_has_repeated_stands(pipeline: Pipeline, store: SqlStore) -> None:
    """One outlet takes it back, and the dispute goes on with the other."""
    await first(pipeline)
    text = f"{TAKEN} The wind is strong."
    other = make_article(text=text, publisher="Staff Daily")
    spoken = claimed(other, TAKEN, attribution=NORLAND)
    await take_in(pipeline, other, spoken)
    await _denied(pipeline)
    await second(pipeline)
    (dispute,) = [one for one in await store.disputes() if spoken.id in one.claims]
    assert dispute.status is DisputeStatus.OPEN


async def test_channels_hear_of_it_once(pipeline: Pipeline, store: SqlStore) -> None:
    """Also who follows conflicts only: an outlet that takes its words back contradicts itself."""
    wanted = make_subscription(area=everything(), content=Content.CONFLICTS, created_at=NOW.replace(year=2030))
    await store.subscriptions.add(wanted, digest_due_at=None)
    await first(pipeline)
    await second(pipeline)
    await second(pipeline)
    assert await told(store) == [(wanted.destination, AlertKind.CORRECTION)]


async def test_a_takedown_takes_every_edition(pipeline: Pipeline, store: SqlStore) -> None:
    """What came from the address is gone, and neither edition comes again."""
    await first(pipeline)
    await second(pipeline)
    gone, _ = await pipeline.forget(URL)
    assert len(gone.articles) == 2
    assert await _found(store) == ()
    assert (await second(pipeline)).known


TITLE = "Norland says Ellbruck has fallen"
REPORTED = "Norland said that its troops had captured Ellbruck."


async def changed(
    pipeline: Pipeline, former: str, text: str, *claims: dict[str, Any], title: str = TITLE
) -> list[AlertKind]:
    """Take in a short text and another at its address, whose first sentence claims this; return what is told of it."""
    one = make_article(text=former, url=URL)
    await take_in(pipeline, one, claimed(one, former.partition(".")[0] + "."))
    other = make_article(text=text, url=URL, title=title)
    said = text.partition(".")[0] + "."
    result = await take_in(pipeline, other, *(claimed(other, said, **changes) for changes in claims))
    return [alert.kind for alert in result.alerts]


@pytest.mark.parametrize(
    ("former", "text", "claims"),
    [
        pytest.param(
            f"{REPORTED} {AFTER}",
            f"{REPORTED.replace('captured', 'reached')} {AFTER}",
            [{"predicate": Predicate.ADVANCED}],
            id="two-sentences-another-claim",
        ),
        pytest.param(
            f"{REPORTED} {AFTER}",
            f"Norland said that its troops had not captured Ellbruck. {AFTER}",
            [{"polarity": Polarity.DENIED}],
            id="two-sentences-denied",
        ),
        pytest.param(
            f"{REPORTED} {AFTER}",
            f"Norland said that its troops had looked at Ellbruck. {AFTER}",
            [],
            id="two-sentences-no-claim-left",
        ),
        pytest.param(
            REPORTED, REPORTED.replace("captured", "reached"), [{"predicate": Predicate.ADVANCED}], id="one-sentence"
        ),
    ],
)
async def test_a_short_text_that_is_corrected_is_noticed(
    pipeline: Pipeline, former: str, text: str, claims: list[dict[str, Any]]
) -> None:
    """One sentence that stands, or the title, is enough beside one that was rewritten about the same place."""
    assert await changed(pipeline, former, text, *claims) == [AlertKind.CORRECTION]


STUB = "Follow our report on the war along the Ell here."


@pytest.mark.parametrize(
    ("former", "text", "claims"),
    [
        pytest.param(
            f"{REPORTED} {STUB}",
            f"{REPORTED.replace('Ellbruck', 'Moorgate')} {STUB}",
            [{"place": "Moorgate"}],
            id="another-town",
        ),
        pytest.param(
            f"{REPORTED} {STUB}",
            f"Sudmark said that its troops had captured Ellbruck. {STUB}",
            [{"actor": SUDMARK, "predicate": Predicate.RETOOK}],
            id="the-other-side",
        ),
        pytest.param(
            f"{REPORTED} {STUB}",
            f"Norland said that its troops had left Ellbruck on Friday. {STUB}",
            [{"predicate": Predicate.WITHDREW, "time": date(2031, 5, 16)}],
            id="a-later-day",
        ),
    ],
)
async def test_the_next_entry_of_a_live_report_takes_nothing_back(
    pipeline: Pipeline, store: SqlStore, former: str, text: str, claims: list[dict[str, Any]]
) -> None:
    """What it says is news; what was said before it stands."""
    assert AlertKind.CORRECTION not in await changed(pipeline, former, text, *claims)
    assert await store.decisions(limit=5) == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("Norland said that its troops had…", TITLE, id="cut-short"),
        pytest.param(f"{REPORTED} Subscribe to read on, for a week free of charge.", TITLE, id="a-teaser"),
        pytest.param("Please accept our cookies to read on.", TITLE, id="a-wall"),
        pytest.param(REPORTED.replace("captured", "looked at"), "Another title", id="nothing-is-the-same"),
    ],
)
async def test_other_words_at_the_address_of_a_short_text_take_nothing_back(
    pipeline: Pipeline, store: SqlStore, text: str, title: str
) -> None:
    """A teaser, a wall, or a text that has nothing in common."""
    assert await changed(pipeline, f"{REPORTED} {AFTER}", text, title=title) == []
    assert await store.decisions(limit=5) == ()


async def test_a_date_that_is_left_out_takes_nothing_back(pipeline: Pipeline) -> None:
    """Only another date does; an article's own is none."""
    explicit = claimed(edition(TAKEN), TAKEN)
    await take_in(pipeline, edition(TAKEN), explicit)
    article = edition(TAKEN.replace(" on Wednesday", ""))
    bare = replace(explicit.time, basis=TimeBasis.PUBLICATION, start=date(2031, 5, 15), end=date(2031, 5, 15))
    assert (await take_in(pipeline, article, claimed(article, TAKEN.replace(" on Wednesday", ""), time=bare))).known
    article = edition(TAKEN.replace("Wednesday", "Tuesday"))
    other = replace(explicit.time, start=date(2031, 5, 13), end=date(2031, 5, 13))
    result = await take_in(pipeline, article, claimed(article, TAKEN.replace("Wednesday", "Tuesday"), time=other))
    assert [one.kind for one in result.alerts] == [AlertKind.CORRECTION]


async def _denied(pipeline: Pipeline) -> None:
    text = "Sudmark denied that Norland's troops had captured Ellbruck."
    article = make_article(text=text, publisher="Moor Radio")
    claim = make_claim(
        article=article, quote=text, attribution=SUDMARK, polarity=Polarity.DENIED, speech_act=SpeechAct.DENY
    )
    await take_in(pipeline, article, claim)


async def _found(store: SqlStore) -> tuple[Any, ...]:
    return await store.search(ClaimFilter(limit=20))
