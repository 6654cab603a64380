"""A dispute is one message, and what is said of it later stands under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.alert import AlertKind
from bot.model.dispute import DisputeStatus
from bot.model.outbox import Manner, OutboxItem, Thread
from bot.model.outcome import Done, Temporary
from handlers.slack.messenger import SlackMessenger
from tests.builders import make_alert, make_claim, make_item, make_statement
from tests.handlers.slack.sending import HERE, item
from tests.servers.slack import SlackServer


def long_conflict(**changes: Any) -> OutboxItem:
    """Return a conflict with so many claims that one message does not take them."""
    claims = [make_claim(quote=f"Word {number:02}. {'Much was said of it. ' * 20}") for number in range(40)]
    said = tuple(make_statement(one, heading=f"Heading {number:02}") for number, one in enumerate(claims))
    at = datetime.now(UTC)
    alert = make_alert(*(one.id for one in claims), dispute="d" * 16, statements=said, created_at=at)
    return OutboxItem(**{"id": 1, "alert": alert, "destination": HERE, "attempts": 0, **changes})


async def test_a_long_conflict_is_one_message_with_the_rest_in_its_thread(
    server: SlackServer, messenger: SlackMessenger
) -> None:
    """The buttons stand on the message that is kept up to date; what is broken off goes on where it stopped."""
    server.fail_next("chat.postMessage", after=1, drop="after")
    first = await messenger.send(long_conflict())
    assert isinstance(first, Temporary)
    second = await messenger.send(long_conflict(attempts=1, reference=first.reference))
    root, *rest = server.messages("alerts")
    assert rest == server.replies(root)
    assert rest
    assert second == Done(reference=",".join(one.ts for one in (root, *rest)), thread=root.ts)
    assert [any(block["type"] == "actions" for block in one.blocks) for one in (root, *rest)] == [True] + [False] * len(
        rest
    )
    shown = "\n".join(str(one.blocks) for one in (root, *rest))
    assert all(shown.count(f"Heading {number:02}") == 1 for number in range(40))
    assert isinstance(await messenger.send(news(2, root.ts)), Done)
    assert "News 2 of Ellbruck" in str(server.current(root).blocks)


async def test_a_long_conflict_stays_in_its_thread(server: SlackServer, messenger: SlackMessenger) -> None:
    """A thread has none inside; to a person all comes in a row."""
    parent = (await server.write("alerts", "olena", "All on Ellbruck goes here.")).source.message
    assert parent is not None
    assert isinstance(await messenger.send(long_conflict(destination=f"{HERE}/{parent.ts}")), Done)
    assert len(server.replies(parent)) > 1
    assert isinstance(await messenger.send(long_conflict(id=2, destination="slack:U0ANALYST")), Done)
    assert {one.thread_ts for one in server.messages(server.direct_message("olena").id)} == {None}


def news(number: int, root: str, *, attempts: int = 0, manner: Manner = Manner.THREAD) -> OutboxItem:
    """Return an update of a dispute that has a message already."""
    claim = make_claim(quote=f"Word {number}.")
    at = datetime.now(UTC)
    alert = make_alert(
        claim.id,
        kind=AlertKind.UPDATE,
        dispute="d" * 16,
        title="1 more claim on Ellbruck",
        statements=(make_statement(claim, heading=f"News {number} of Ellbruck"),),
        status=DisputeStatus.OPEN,
        created_at=at,
    )
    thread = Thread(reference=root, opening=make_alert(dispute="d" * 16, created_at=at), updates=(alert,))
    sent = make_item(number, destination=HERE, attempts=attempts)
    return replace(sent, alert=alert, manner=manner, thread=thread)


async def test_a_dispute_is_one_message_with_replies(server: SlackServer, messenger: SlackMessenger) -> None:
    """The message is brought up to date in its place; each new claim stands below it."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    outcomes = [await messenger.send(news(number, root.ts)) for number in (2, 3)]
    replies = server.replies(root)
    assert outcomes == [Done(reference=one.ts, thread=root.ts) for one in replies]
    assert "News 3 of Ellbruck" in str(server.current(root).blocks)
    assert ["News 2" in replies[0].shown_text, "News 3" in replies[1].shown_text] == [True, True]
    assert not any(one.reply_broadcast for one in replies)


async def test_a_lost_answer_repeats_no_reply(server: SlackServer, messenger: SlackMessenger) -> None:
    """It is looked for in the thread."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    server.fail_next("chat.postMessage", drop="after")
    assert isinstance(await messenger.send(news(2, root.ts)), Temporary)
    assert isinstance(await messenger.send(news(2, root.ts, attempts=1)), Done)
    assert len(server.replies(root)) == 1


async def test_a_reply_can_stand_in_the_channel_too(server: SlackServer, messenger: SlackMessenger) -> None:
    """For those who do not open threads."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    await messenger.send(news(2, root.ts, manner=Manner.CHANNEL))
    assert [one.reply_broadcast for one in server.replies(root)] == [True]


async def test_what_is_only_to_be_edited_says_nothing(server: SlackServer, messenger: SlackMessenger) -> None:
    """The message changes; where there is none, there is nothing to change."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    assert await messenger.send(news(2, root.ts, manner=Manner.EDIT)) == Done(thread=root.ts)
    assert await messenger.send(replace(news(3, root.ts, manner=Manner.EDIT), thread=None)) == Done()
    assert "News 2" in str(server.current(root).blocks)
    assert (server.replies(root), len(server.messages("alerts"))) == ([], 1)


async def test_a_message_that_is_gone_is_posted_anew(
    server: SlackServer, messenger: SlackMessenger, client: AsyncWebClient
) -> None:
    """News does not go with it."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    await client.chat_delete(channel="C0ALERTS1", ts=root.ts)
    outcome = await messenger.send(news(2, root.ts))
    message = server.messages("alerts")[-1]
    assert outcome == Done(reference=message.ts, thread=message.ts)
    assert message.thread_ts is None


@pytest.mark.parametrize("error", ["cant_update_message", "edit_window_closed"])
async def test_a_message_that_may_not_be_changed_still_has_its_replies(
    server: SlackServer, messenger: SlackMessenger, error: str
) -> None:
    """A workspace may let nobody edit after a while."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    server.fail_next("chat.update", error=error)
    assert isinstance(await messenger.send(news(2, root.ts)), Done)
    assert len(server.replies(root)) == 1


async def test_a_person_gets_direct_messages(server: SlackServer, messenger: SlackMessenger) -> None:
    """Each by itself: what is to be changed or answered there is called by a name that posting does not know."""
    first = replace(item(), destination="slack:U0ANALYST")
    second = replace(news(2, "1.0"), destination="slack:U0ANALYST")
    for one in (first, second):
        assert isinstance(await messenger.send(one), Done)
    messages = server.messages(server.direct_message("olena").id)
    assert [one.thread_ts for one in messages] == [None, None]


async def test_a_thread_gets_all_in_that_thread(server: SlackServer, messenger: SlackMessenger) -> None:
    """A dispute's message there is brought up to date, and its news stand below it, none in the channel."""
    parent = (await server.write("alerts", "olena", "All on Ellbruck goes here.")).source.message
    assert parent is not None
    there = f"{HERE}/{parent.ts}"
    first = await messenger.send(item(destination=there))
    (opening,) = server.replies(parent)
    assert first == Done(reference=opening.ts, thread=opening.ts)
    for manner in (Manner.THREAD, Manner.CHANNEL):
        told = await messenger.send(replace(news(2, opening.ts, manner=manner), destination=there))
        assert isinstance(told, Done)
        assert told.thread == opening.ts
    assert len(server.replies(parent)) == 3
    assert len(server.calls_of("chat.update")) == 2
    assert [one.ts for one in server.messages("alerts")] == [parent.ts, *(one.ts for one in server.replies(parent))]
    assert not any(call.params.get("reply_broadcast") for call in server.calls_of("chat.postMessage"))


async def test_a_lost_answer_repeats_nothing_in_a_thread(server: SlackServer, messenger: SlackMessenger) -> None:
    """What was posted is looked for there."""
    parent = (await server.write("alerts", "olena", "All on Ellbruck goes here.")).source.message
    assert parent is not None
    server.fail_next("chat.postMessage", drop="after")
    assert isinstance(await messenger.send(item(destination=f"{HERE}/{parent.ts}")), Temporary)
    assert isinstance(await messenger.send(item(1, destination=f"{HERE}/{parent.ts}")), Done)
    assert len(server.replies(parent)) == 1
