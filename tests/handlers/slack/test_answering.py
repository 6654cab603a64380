"""Answers on their way back to who asked."""

from __future__ import annotations

import pytest

from bot.desk.card import Card, Tone
from handlers.slack.answering import Answers
from tests.servers.slack import SlackServer, open_slack_server

CARD = Card(tone=Tone.ANSWER, title="Found", text="Found.")


@pytest.fixture
def waits() -> list[float]:
    """Return the seconds that were waited between tries."""
    return []


@pytest.fixture
def answers(waits: list[float]) -> Answers:
    """Return what answers, without waiting."""

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    return Answers(sleep=sleep)


async def address(server: SlackServer) -> str:
    """Return where a command of the analyst's is answered; no app needs to hear it."""
    return (await server.slash("/claims", "x", channel="alerts", user="olena")).source.response_url


@pytest.mark.parametrize("public", [True, False])
async def test_an_answer_is_for_one_or_for_all(server: SlackServer, answers: Answers, *, public: bool) -> None:
    """As it is asked for."""
    await answers.show(CARD, response_url=await address(server), public=public)
    assert len(server.messages("alerts")) == public
    assert len(server.ephemerals("alerts", "olena")) == (not public)


async def test_an_answer_that_may_be_there_is_not_given_again(
    server: SlackServer, answers: Answers, waits: list[float]
) -> None:
    """Its receipt was lost, it was not."""
    server.fail_next("response_url", drop="after")
    await answers.show(CARD, response_url=await address(server), public=True)
    assert len(server.messages("alerts")) == 1
    assert waits == []


async def test_a_slowed_answer_waits_as_long_as_it_has_to(
    server: SlackServer, answers: Answers, waits: list[float]
) -> None:
    """Slack says for how long."""
    server.fail_next("response_url", retry_after=7)
    await answers.show(CARD, response_url=await address(server), public=True)
    assert len(server.messages("alerts")) == 1
    assert waits == [7]


async def test_an_answer_is_given_up_in_the_end(server: SlackServer, answers: Answers, waits: list[float]) -> None:
    """The address takes only five, and its time runs out."""
    server.fail_next("response_url", retry_after=7, times=9)
    await answers.show(CARD, response_url=await address(server), public=True)
    assert waits == [7, 7]
    assert server.messages("alerts") == []


async def test_a_worn_out_address_is_left_alone(server: SlackServer, answers: Answers, waits: list[float]) -> None:
    """Asking again would change nothing."""
    await answers.show(CARD, response_url=f"{server.base}/commands/T0DESK001/none", public=True)
    assert len(server.calls_of("response_url")) == 1
    assert waits == []


async def test_an_address_that_cannot_be_reached_is_tried_again(answers: Answers, waits: list[float]) -> None:
    """Nobody took the answer, so that it cannot come twice."""
    async with open_slack_server() as server:
        gone = await address(server)
    await answers.show(CARD, response_url=gone, public=True)
    assert len(waits) == 2
