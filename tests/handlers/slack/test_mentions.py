"""Mentions of the app, answered in their threads."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk.commands import Commands
from tests.servers.slack import Message, SlackServer


async def replies(server: SlackServer, parent: Message | None, count: int = 1) -> list[Message]:
    """Return the thread once there are so many replies."""
    assert parent is not None
    await server.wait_until(lambda: len(server.replies(parent)) >= count)
    return server.replies(parent)


@pytest.mark.usefixtures("platform")
async def test_a_question_is_answered_in_the_thread(server: SlackServer, commands: Commands) -> None:
    """With what a search finds, for all to see."""
    await commands.submit("Norland said that its troops had captured Ellbruck.")
    asked = await server.mention("alerts", "olena", 'who holds it? text:"captured Ellbruck"')
    (answer,) = await replies(server, asked.source.message)
    assert "1 claim with 'captured Ellbruck'" in answer.shown_text
    assert answer.pings == ()


@pytest.mark.usefixtures("platform")
async def test_a_question_inside_a_thread_is_answered_there(server: SlackServer) -> None:
    """And not under the question."""
    parent = (await server.write("alerts", "olena", "Look at this.")).source.message
    assert parent is not None
    await server.mention("alerts", "marc", "conflicts in Portugal", thread_ts=parent.ts)
    _, answer = await replies(server, parent, 2)
    assert "No open conflicts on Portugal" in answer.shown_text


@pytest.mark.usefixtures("platform")
async def test_a_thread_follows_a_place(server: SlackServer, commands: Commands) -> None:
    """Slack has no commands there, so it is asked for by a mention, and taken back so."""
    parent = (await server.write("alerts", "olena", "All on Kupiansk goes here.")).source.message
    assert parent is not None
    await server.mention("alerts", "olena", "subscribe Kupiansk conflicts", thread_ts=parent.ts)
    _, answer = await replies(server, parent, 2)
    assert "This channel follows Kupyansk" in answer.shown_text
    (one,) = await commands.subscriptions.within("slack:T0DESK001")
    assert one.destination == f"slack:C0ALERTS1/{parent.ts}"
    await server.mention("alerts", "olena", "unsubscribe Kupiansk", thread_ts=parent.ts)
    *_, answer = await replies(server, parent, 4)
    assert "no longer follows" in answer.shown_text


@pytest.mark.usefixtures("platform")
async def test_a_channel_follows_a_place_by_a_mention_outside_threads(server: SlackServer, commands: Commands) -> None:
    """The answer stands in a thread, the alerts come into the channel."""
    asked = await server.mention("alerts", "olena", "follow Kupiansk")
    await replies(server, asked.source.message)
    (one,) = await commands.subscriptions.within("slack:T0DESK001")
    assert one.destination == "slack:C0ALERTS1"


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "What you can ask"), ("help", "What you can ask"), ("how are you", "Ask about a place")],
)
@pytest.mark.usefixtures("platform")
async def test_what_is_no_question_is_told_how_to_ask(server: SlackServer, text: str, told: str) -> None:
    """With examples."""
    asked = await server.mention("alerts", "olena", text)
    (answer,) = await replies(server, asked.source.message)
    assert told in answer.shown_text


@pytest.mark.usefixtures("platform")
async def test_an_event_that_comes_again_is_answered_once(server: SlackServer) -> None:
    """Slack repeats what it did not hear to have been taken."""
    asked = await server.mention("alerts", "olena", "conflicts in Portugal")
    await replies(server, asked.source.message)
    payload = server.envelopes[-1].payload
    again = [asyncio.create_task(server.socket_mode.send_event(payload, asked.keep)) for _ in range(3)]
    await asyncio.gather(*again)
    other = await server.mention("alerts", "olena", "conflicts in Spain")
    await replies(server, other.source.message)
    assert asked.source.message is not None
    assert len(server.replies(asked.source.message)) == 1


@pytest.mark.usefixtures("platform")
async def test_a_reply_that_slack_slows_comes_later_and_once(server: SlackServer) -> None:
    """As it asks."""
    server.fail_next("chat.postMessage", retry_after=1)
    asked = await server.mention("alerts", "olena", "conflicts in Portugal")
    await replies(server, asked.source.message)
    assert len(server.calls_of("chat.postMessage")) == 2


@pytest.mark.usefixtures("platform")
async def test_another_program_is_not_answered(server: SlackServer) -> None:
    """Two that mention one another would never end."""
    event = {"type": "app_mention", "bot_id": "B1", "text": "<@U0CLAIMBT> help", "channel": "C0ALERTS1", "ts": "1.2"}
    await server.event(event, user="olena")
    asked = await server.mention("alerts", "olena", "help")
    await replies(server, asked.source.message)
    assert len(server.calls_of("chat.postMessage")) == 1


@pytest.mark.usefixtures("platform")
async def test_what_one_writes_to_the_app_is_answered(server: SlackServer) -> None:
    """Below it, or in its thread; what the app itself writes there is not."""
    here = server.direct_message("olena").id
    asked = await server.write(here, "olena", "conflicts in Portugal")
    assert asked.source.message is not None
    _, answer = await server.wait_for_messages(here, 2)
    assert "No open conflicts on Portugal" in answer.shown_text
    assert answer.thread_ts is None
    again = await server.write(here, "olena", "conflicts in Spain", thread_ts=asked.source.message.ts)
    assert again.failure is None
    (*_, last) = await server.wait_for_messages(here, 4)
    assert last.thread_ts == asked.source.message.ts
    assert len(server.messages(here)) == 4


@pytest.mark.usefixtures("platform")
async def test_what_is_said_in_a_channel_is_not_for_the_app(server: SlackServer) -> None:
    """Only where it is mentioned."""
    await server.write("alerts", "olena", "conflicts in Portugal")
    asked = await server.mention("alerts", "olena", "help")
    await replies(server, asked.source.message)
    assert len(server.calls_of("chat.postMessage")) == 1


@pytest.mark.usefixtures("platform")
async def test_in_a_thread_that_follows_nothing_the_channel_is_meant(server: SlackServer, commands: Commands) -> None:
    """To mute a thread that is told nothing would change nothing."""
    await (await server.slash("/subscribe", "Kupiansk", channel="alerts", user="olena")).response()
    parent = (await server.write("alerts", "olena", "Enough for today.")).source.message
    assert parent is not None
    await server.mention("alerts", "olena", "mute Kupiansk for 2h", thread_ts=parent.ts)
    await replies(server, parent, 2)
    assert len(await commands.subscriptions.mutes("slack:C0ALERTS1")) == 1
    await server.mention("alerts", "olena", "unsubscribe Kupiansk", thread_ts=parent.ts)
    *_, answer = await replies(server, parent, 4)
    assert "no longer follows" in answer.shown_text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("status", "Claimwatch is running"),
        ("sources?", "No feeds"),
        ("timeline Portugal", "Portugal"),
        ("digest", "follows nothing yet"),
        ("explain 1a2b3c 4d5e6f", "No claim '1a2b3c'"),
        ("submit Norland said that its troops had captured Ellbruck.", "Norland"),
        ("help", "What you can ask"),
        ("", "What you can ask"),
        ("thanks!", "Ask about a place"),
        ("Did Spain take Portugal?", "on Portugal"),
        ("anything new in Lisbon last week?", "on Lisbon"),
    ],
)
@pytest.mark.usefixtures("platform")
async def test_what_can_be_asked_can_be_asked_by_a_mention(server: SlackServer, text: str, told: str) -> None:
    """Not questions alone."""
    asked = await server.mention("alerts", "olena", text)
    (answer,) = await replies(server, asked.source.message)
    assert told in answer.shown_text
