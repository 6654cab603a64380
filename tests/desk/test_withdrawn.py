"""What an outlet has taken back: shown as such everywhere, and of no weight in anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.digest import digest_alert, group_alert
from bot.article.copies import are_copies, copy_pairs
from bot.comparison.rules import load_rules
from bot.desk.claim_cards import claim_card, claims_card, dispute_detail_card, explanation_card
from bot.desk.desk import Desk
from bot.desk.words import known
from bot.model.alert import AlertKind
from bot.model.claim import Claim, Polarity, Predicate, SpeakerType, SpeechAct, Verification
from bot.model.decision import Decision, DecisionKind
from bot.model.dispute import DisputeStatus
from bot.model.filters import ClaimFilter
from bot.model.wire import claim_object
from bot.pipeline import Ingested
from bot.store.database import SqlStore, open_store
from tests.builders import SUDMARK, make_article, make_attribution, make_claim, make_subscription
from tests.desk.world import NOW, headings, make_pipeline, make_sides, section

URL = "https://ell.example/report"
AROUND = ("It rained on the hills for a third day running.", "Residents spoke of queues at the wells in the old town.")
TAKEN = "Norland said that its troops had captured the town of Ellbruck on Wednesday."
NEAR = "Norland said that its troops had reached the edge of Ellbruck on Wednesday."


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """Return an empty database in memory."""
    async with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    """Return the desk over it."""
    return Desk(store=store, sides=make_sides(), rules=load_rules(), copies=are_copies, copy_pairs=copy_pairs)


async def report(store: SqlStore, sentence: str, **changes: Any) -> tuple[Claim, Ingested]:
    """Take in the article at the address with this sentence, whose claim that is; return it and what came of it."""
    article = make_article(text=f"{AROUND[0]} {sentence} {AROUND[1]}", url=URL)
    claim = make_claim(article=article, quote=sentence, **changes)
    return claim, await make_pipeline(store).record(article, (claim,))


async def corrected(store: SqlStore) -> Claim:
    """Take back that Ellbruck was taken, which was claimed before; return the claim."""
    claim, _ = await report(store, TAKEN)
    await report(store, NEAR, predicate=Predicate.ADVANCED)
    return claim


async def also(store: SqlStore, text: str, **changes: Any) -> Claim:
    """Take in another outlet's article of one claim."""
    article = make_article(text=text, publisher=changes.pop("publisher", "Moor Radio"))
    claim = make_claim(article=article, quote=text, **changes)
    await make_pipeline(store).record(article, (claim,))
    return claim


async def denied(store: SqlStore) -> Claim:
    """Take in that Sudmark denies it."""
    text = "Sudmark denied that Norland's troops had captured Ellbruck."
    return await also(
        store, text, attribution=SUDMARK, polarity=Polarity.DENIED, speech_act=SpeechAct.DENY, publisher="Sudmark Post"
    )


async def witnessed(store: SqlStore) -> Claim:
    """Take in that a witness says the same as the article of the Courier."""
    said = make_attribution(speaker="Ann Berg", side=None, type=SpeakerType.WITNESS)
    return await also(store, "Ann Berg saw that Norland's troops had captured Ellbruck.", attribution=said)


async def test_it_says_so_wherever_it_is_shown(store: SqlStore, desk: Desk) -> None:
    """In lists, alone, beside others and in JSON; what the outlet says now is shown as ever."""
    claim = await corrected(store)
    found = await desk.search(ClaimFilter(limit=10))
    by_id = {one.claim.id: one for one in found}
    assert by_id[claim.id].heading == "Withdrawn: Norland captured Ellbruck"
    assert known(by_id[claim.id]) == "- withdrawn by The Ell Courier, 4 Jun 2031"
    assert [one.withdrawn is None for one in found if one.claim.id != claim.id] == [True]
    assert "Withdrawn: Norland captured Ellbruck" in str(claims_card(found, asked="in all", limit=10))
    detail = await desk.claim(claim.id)
    assert claim_card(detail).text == "Withdrawn: Norland captured Ellbruck: withdrawn by The Ell Courier, 4 Jun 2031"
    (other,) = (one for one in by_id if one != claim.id)
    assert "Withdrawn: " in str(explanation_card(await desk.explain(claim.id, other)).sections[0])
    shown = detail.shown
    assert claim_object(shown.claim, shown.withdrawn)["withdrawn"] == {"by": "The Ell Courier", "at": NOW.isoformat()}
    assert "withdrawn" not in claim_object(by_id[other].claim, by_id[other].withdrawn)


async def test_it_corroborates_nothing(store: SqlStore, desk: Desk) -> None:
    """Who said the same independently stands alone again, and so does what was taken back."""
    claim, _ = await report(store, TAKEN)
    witness = await witnessed(store)
    assert (await desk.claim(witness.id)).shown.verification is Verification.CORROBORATED
    await report(store, NEAR, predicate=Predicate.ADVANCED)
    assert (await desk.claim(witness.id)).shown.verification is Verification.UNVERIFIED
    assert (await desk.claim(claim.id)).shown.verification is Verification.UNVERIFIED


async def test_what_is_said_later_is_not_compared_with_it(store: SqlStore) -> None:
    """A denial of what nobody says any more opens no dispute."""
    await corrected(store)
    await denied(store)
    assert await store.disputes() == ()


async def test_it_takes_no_position_in_a_dispute_that_goes_on(store: SqlStore, desk: Desk) -> None:
    """Others say it still: they alone are counted, and the dispute says what is no longer said."""
    claim, _ = await report(store, TAKEN)
    witness, denial = await witnessed(store), await denied(store)
    (before,) = await store.disputes()
    assert {one for position in before.positions for one in position.claims} == {claim.id, witness.id, denial.id}
    await report(store, NEAR, predicate=Predicate.ADVANCED)
    (after,) = await store.disputes()
    assert after.status is DisputeStatus.OPEN
    assert claim.id in after.claims
    assert {one for position in after.positions for one in position.claims} == {witness.id, denial.id}
    detail = await desk.dispute(after.id)
    assert [one.sources for one in detail.positions] == [1, 1]
    card = dispute_detail_card(detail)
    assert headings(card).count("No longer said") == 1
    (gone,) = section(card, "No longer said")
    assert gone.startswith("• - Withdrawn: Norland captured Ellbruck")


async def test_the_message_on_a_dispute_says_what_was_taken_back(store: SqlStore) -> None:
    """The outlet that ends a dispute takes no position in it any more, and is not counted among the sources."""
    await report(store, TAKEN)
    await denied(store)
    _, result = await report(store, NEAR, predicate=Predicate.ADVANCED)
    (update,) = [one for one in result.alerts if one.kind is AlertKind.UPDATE]
    assert update.sources == 1
    assert update.positions[-1].startswith("Withdrawn: Norland captured Ellbruck: Norland's defence ministry")
    assert len([one for one in update.positions if not one.startswith("Withdrawn: ")]) == 1


async def test_one_message_of_both_editions_marks_what_the_first_said(store: SqlStore) -> None:
    """In a digest and among what came at once, the former words are not told as if they stood."""
    _, first = await report(store, TAKEN)
    _, second = await report(store, NEAR, predicate=Predicate.ADVANCED)
    alerts = [*first.alerts, *second.alerts]
    assert [one.kind for one in alerts] == [AlertKind.SUMMARY, AlertKind.CORRECTION]
    group = group_alert(alerts, "discord:42", now=NOW)
    assert "Withdrawn: Norland captured Ellbruck" in group.text
    assert "Withdrawn" not in group_alert(first.alerts, "discord:42", now=NOW).text
    one = make_subscription()
    digest = digest_alert(one, alerts, since=NOW - timedelta(days=1), until=NOW, now=NOW)
    assert digest is not None
    assert "1 changed article" in digest.title


async def test_a_withdrawal_that_a_person_undoes_counts_again(store: SqlStore, desk: Desk) -> None:
    """Where the program took another text for an edition, its claim stands as before."""
    claim = await corrected(store)
    (decision,) = await store.decisions_about([claim.id])
    await make_pipeline(store).decide(
        Decision(
            id="undo",
            kind=DecisionKind.UNDONE,
            author="Ann",
            at=NOW,
            claims=(claim.id,),
            slots=decision.slots,
            undoes=decision.id,
        )
    )
    assert (await desk.claim(claim.id)).shown.withdrawn is None
    await denied(store)
    assert len(await store.disputes()) == 1
