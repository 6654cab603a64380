"""Discord channels as destinations: an alert arrives once, and every failure has its meaning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model.alert import Alert, AlertKind
from bot.model.dispute import DisputeStatus
from bot.model.outbox import Manner, OutboxItem, Thread
from bot.model.outcome import Done, Permanent, Temporary, Trouble
from handlers.discord.messenger import DiscordMessenger
from handlers.discord.platform import DiscordPlatform
from tests.builders import LONG, SUDMARK, long_digest, make_alert, make_claim, make_item, make_statement
from tests.handlers.discord.conftest import Connect
from tests.servers.discord import ANALYST, BOT_PERMISSIONS, CHANNEL_ID, GUILD_ID, DiscordServer, Message, Permission

POST = ("POST", f"/channels/{CHANNEL_ID}/messages")
SECONDS = timedelta(seconds=1)


def conflict(**changes: Any) -> Alert:
    """Return a conflict about Ellbruck, with two positions; other arguments are those of the first's statement."""
    taken, denied = make_claim(), make_claim(attribution=SUDMARK)
    return make_alert(
        *(taken.id, denied.id),
        dispute="d" * 16,
        statements=(
            make_statement(taken, **changes),
            make_statement(denied, heading="Sudmark holds Ellbruck", publisher="Moor Radio", side=SUDMARK),
        ),
    )


def item_for(destination: str = f"discord:{CHANNEL_ID}", **changes: Any) -> OutboxItem:
    """Return an item of the outbox for the channel."""
    return replace(make_item(destination=destination), alert=conflict(**changes))


async def test_an_alert_is_posted(server: DiscordServer, platform: DiscordPlatform) -> None:
    """Both positions stand side by side, and the outcome names the message."""
    item = item_for(url="https://ell.example/a")
    outcome = await platform.messenger.send(item)
    (message,) = server.messages(CHANNEL_ID)
    assert outcome == Done(reference=str(message.id), thread=str(message.id))
    assert (message.body["nonce"], message.body["enforce_nonce"]) == (item.nonce, True)
    assert message.body["allowed_mentions"]["parse"] == []
    (embed,) = message.embeds
    assert [one["inline"] for one in embed["fields"][:2]] == [True, True]
    assert "[The Ell Courier](https://ell.example/a)" in embed["fields"][0]["value"]
    assert not message.content


async def test_a_lost_answer_does_not_repeat_the_alert(server: DiscordServer, platform: DiscordPlatform) -> None:
    """The second attempt gets the message of the first."""
    server.lose_answer(*POST)
    first = await platform.messenger.send(item_for())
    second = await platform.messenger.send(item_for())
    assert isinstance(first, Temporary)
    (message,) = server.messages(CHANNEL_ID)
    assert second == Done(reference=str(message.id), thread=str(message.id))


async def test_an_answer_that_cannot_be_read_does_not_repeat_the_alert(
    server: DiscordServer, platform: DiscordPlatform
) -> None:
    """JSON that is cut short says nothing of what was done; the second attempt gets the message of the first."""
    server.garble_answer(*POST)
    first = await platform.messenger.send(item_for())
    assert first == Temporary(reason="Discord's answer cannot be read")
    assert isinstance(await platform.messenger.send(item_for()), Done)
    assert len(server.messages(CHANNEL_ID)) == 1


async def test_other_alerts_have_other_nonces(server: DiscordServer, platform: DiscordPlatform) -> None:
    """Two items with the same words are two messages."""
    await platform.messenger.send(item_for())
    await platform.messenger.send(replace(item_for(), id=2))
    assert len(server.messages(CHANNEL_ID)) == 2


async def test_a_short_wait_is_waited_for(server: DiscordServer, platform: DiscordPlatform) -> None:
    """Inside the send, as the library does."""
    server.fail_next(*POST, 429, retry_after=0.01)
    assert isinstance(await platform.messenger.send(item_for()), Done)
    assert len(server.messages(CHANNEL_ID)) == 1


async def test_a_long_wait_is_a_temporary_failure(server: DiscordServer, platform: DiscordPlatform) -> None:
    """It lasts as long as Discord says."""
    server.fail_next(*POST, 429, retry_after=600)
    outcome = await platform.messenger.send(item_for())
    assert outcome == Temporary(delay=600 * SECONDS, reason="Discord asks to wait")


async def test_a_ban_by_what_stands_before_discord_is_temporary(
    server: DiscordServer, platform: DiscordPlatform
) -> None:
    """It says no wait: a minute is long enough not to make it worse."""
    server.fail_next(*POST, 429, cloudflare=True)
    outcome = await platform.messenger.send(item_for())
    assert outcome == Temporary(delay=60 * SECONDS, reason="Discord asks to wait")


async def test_a_wait_that_is_asked_again_and_again_is_temporary(
    server: DiscordServer, platform: DiscordPlatform
) -> None:
    """The library gives up after five attempts; the last answer says how long to wait."""
    server.fail_next(*POST, 429, retry_after=0.01, times=5)
    outcome = await platform.messenger.send(item_for())
    assert outcome == Temporary(delay=SECONDS, reason="Discord asks to wait")


async def test_an_address_that_is_refused_is_for_the_operators(
    server: DiscordServer, platform: DiscordPlatform
) -> None:
    """What stands before Discord says nothing about the message."""
    server.fail_next(*POST, 403, cloudflare=True)
    outcome = await platform.messenger.send(item_for())
    assert isinstance(outcome, Permanent)
    assert outcome.trouble is Trouble.ACCESS


FAILURES: dict[tuple[int, int], tuple[Trouble | None, str]] = {
    (503, 0): (None, "fault"),
    (400, 40004): (None, "fault"),
    (401, 0): (Trouble.ACCESS, "discord.token"),
    (403, 50001): (Trouble.DESTINATION, "give it View Channel, Send Messages"),
    (403, 50013): (Trouble.DESTINATION, "Embed Links"),
    (404, 10003): (Trouble.DESTINATION, "the channel was deleted"),
    (403, 50007): (Trouble.DESTINATION, "no direct messages"),
    (400, 50035): (Trouble.MESSAGE, "does not take the message"),
}


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: f"{failure[0]}-{failure[1]}")
async def test_a_refusal_has_its_meaning(
    server: DiscordServer, platform: DiscordPlatform, failure: tuple[int, int]
) -> None:
    """What passes is tried again, what does not says what to do."""
    trouble, reason = FAILURES[failure]
    server.fail_next(*POST, failure[0], code=failure[1])
    outcome = await platform.messenger.send(item_for())
    assert isinstance(outcome, Temporary | Permanent)
    assert (outcome.trouble if isinstance(outcome, Permanent) else None) is trouble
    assert reason in outcome.reason
    assert server.token not in outcome.reason


async def test_a_channel_without_permission_is_closed(server: DiscordServer, platform: DiscordPlatform) -> None:
    """As Discord itself refuses it."""
    await server.set_bot_permissions(GUILD_ID, BOT_PERMISSIONS & ~Permission.EMBED_LINKS)
    guild = server.backend.guilds[GUILD_ID]
    server.backend.put_guild(replace(guild, everyone_permissions=guild.everyone_permissions & ~Permission.EMBED_LINKS))
    outcome = await platform.messenger.send(item_for())
    assert isinstance(outcome, Permanent)
    assert outcome.trouble is Trouble.DESTINATION
    assert "Embed Links" in outcome.reason


async def test_a_deleted_channel_is_permanent(server: DiscordServer, platform: DiscordPlatform) -> None:
    """As Discord itself refuses it."""
    await server.delete_channel(CHANNEL_ID)
    assert isinstance(await platform.messenger.send(item_for()), Permanent)


async def test_a_broken_connection_is_temporary(server: DiscordServer, platform: DiscordPlatform) -> None:
    """Nothing was posted, and the next attempt posts it."""
    server.close_next(*POST)
    outcome = await platform.messenger.send(item_for())
    assert isinstance(outcome, Temporary)
    assert isinstance(await platform.messenger.send(item_for()), Done)
    assert len(server.messages(CHANNEL_ID)) == 1


async def test_without_a_connection_it_is_tried_later() -> None:
    """A send does not wait for ever for a bot that never connects."""
    messenger = DiscordMessenger(ready_within=timedelta(0))
    outcome = await messenger.send(item_for())
    assert outcome == Temporary(reason="Discord is not connected yet")


async def test_after_the_end_nothing_is_sent(server: DiscordServer, connect: Connect) -> None:
    """A send that comes too late is temporary, not an error."""
    async with connect() as platform:
        messenger = platform.messenger
    messenger._ready_within = timedelta(0)
    assert isinstance(await messenger.send(item_for()), Temporary)
    assert server.messages(CHANNEL_ID) == []


@pytest.mark.parametrize("destination", ["discord:", "discord:general", "discord:١٢", "discord:" + "9" * 21])
async def test_a_destination_that_is_no_channel_is_permanent(destination: str) -> None:
    """No attempt would find one."""
    assert isinstance(await DiscordMessenger().send(item_for(destination)), Permanent)


async def test_hostile_articles_notify_nobody(server: DiscordServer, platform: DiscordPlatform) -> None:
    """Their words stand there as they are, and do nothing."""
    hostile = f"@everyone @here <@{ANALYST.id}> <#{CHANNEL_ID}> [x](https://evil.example)"
    await platform.messenger.send(
        item_for(heading=hostile, quote=hostile, publisher=hostile, url="https://ell.example")
    )
    (message,) = server.messages(CHANNEL_ID)
    assert not message.pings
    assert "@everyone" not in message.text()
    assert "<@" not in message.text().replace(r"\<", "")
    assert "https://evil" not in message.text()
    assert "](https://ell.example)" in message.text()


async def test_an_alert_that_is_too_long_is_several_messages(server: DiscordServer, platform: DiscordPlatform) -> None:
    """Nothing of it is left out; one that is broken off goes on where it stopped, and posts nothing twice."""
    long = replace(item_for(), alert=long_digest())
    server.lose_answer(*POST, after=1)
    first = await platform.messenger.send(long)
    assert isinstance(first, Temporary)
    second = await platform.messenger.send(replace(long, attempts=1, reference=first.reference))
    messages = server.messages(CHANNEL_ID)
    assert second == Done(reference=",".join(str(one.id) for one in messages), thread=str(messages[0].id))
    assert len(messages) > 1
    shown = "\n".join(one.text() for one in messages)
    assert [shown.count(f"Village {number:03} on") for number in range(LONG)] == [1] * LONG


def news(number: int, root: int | str, *, manner: Manner = Manner.THREAD) -> OutboxItem:
    """Return an update of that dispute, which has a message already."""
    claim = make_claim(quote=f"Word {number}.")
    alert = make_alert(
        claim.id,
        kind=AlertKind.UPDATE,
        dispute="d" * 16,
        title="1 more claim on Ellbruck",
        statements=(make_statement(claim, heading=f"News {number} of Ellbruck"),),
        status=DisputeStatus.OPEN,
        sources=3,
    )
    thread = Thread(reference=str(root), opening=conflict(), updates=(alert,))
    return replace(make_item(number, destination=f"discord:{CHANNEL_ID}"), alert=alert, manner=manner, thread=thread)


async def posted(server: DiscordServer, platform: DiscordPlatform) -> Message:
    """Post the conflict, and return its message."""
    outcome = await platform.messenger.send(item_for())
    (message,) = server.messages(CHANNEL_ID)
    assert outcome == Done(reference=str(message.id), thread=str(message.id))
    return message


async def test_a_dispute_is_one_message_with_a_thread(server: DiscordServer, platform: DiscordPlatform) -> None:
    """The message is brought up to date in its place; each new claim stands below it."""
    root = await posted(server, platform)
    for number in (2, 3):
        outcome = await platform.messenger.send(news(number, root.id))
        assert isinstance(outcome, Done)
        assert outcome.thread == str(root.id)
    (message,) = server.messages(CHANNEL_ID)
    assert "News 3 of Ellbruck" in message.text()
    assert "The dispute is open" in message.text()
    thread = server.thread_of(root.id)
    assert thread is not None
    assert thread.name == "Who holds Ellbruck?"
    assert ["News 2" in one.text() or "News 3" in one.text() for one in server.messages(thread.id)] == [True, True]


async def test_an_update_whose_answer_was_lost_is_told_once(server: DiscordServer, platform: DiscordPlatform) -> None:
    """The edit is the same again, and the thread's message has its nonce."""
    root = await posted(server, platform)
    server.lose_answer("POST", f"/channels/{root.id}/messages")
    assert isinstance(await platform.messenger.send(news(2, root.id)), Temporary)
    assert isinstance(await platform.messenger.send(news(2, root.id)), Done)
    assert len(server.messages(root.id)) == 1


async def test_what_is_only_to_be_edited_says_nothing(server: DiscordServer, platform: DiscordPlatform) -> None:
    """The message changes and nobody is called; where there is none, there is nothing to change."""
    root = await posted(server, platform)
    await platform.messenger.send(news(2, root.id, manner=Manner.EDIT))
    (message,) = server.messages(CHANNEL_ID)
    assert "News 2" in message.text()
    assert server.thread_of(root.id) is None
    nowhere = replace(news(3, root.id, manner=Manner.EDIT), thread=None)
    assert await platform.messenger.send(nowhere) == Done()
    assert len(server.messages(CHANNEL_ID)) == 1


async def test_news_can_stand_in_the_channel_too(server: DiscordServer, platform: DiscordPlatform) -> None:
    """For those who do not open threads: as a reply, so that it leads back."""
    root = await posted(server, platform)
    await platform.messenger.send(news(2, root.id, manner=Manner.CHANNEL))
    _, repeated = server.messages(CHANNEL_ID)
    assert int(repeated.body["message_reference"]["message_id"]) == root.id
    assert len(server.messages(root.id)) == 1


async def test_a_message_that_was_deleted_is_posted_anew(server: DiscordServer, platform: DiscordPlatform) -> None:
    """News does not go with it; from then on it belongs under the new one."""
    root = await posted(server, platform)
    await server.delete_message(root)
    outcome = await platform.messenger.send(news(2, root.id))
    (message,) = server.messages(CHANNEL_ID)
    assert outcome == Done(reference=str(message.id), thread=str(message.id))


async def test_without_threads_news_is_a_reply(server: DiscordServer, platform: DiscordPlatform) -> None:
    """A server may not let the bot open any."""
    threads = Permission.CREATE_PUBLIC_THREADS
    await server.set_bot_permissions(GUILD_ID, BOT_PERMISSIONS & ~threads)
    guild = server.backend.guilds[GUILD_ID]
    server.backend.put_guild(replace(guild, everyone_permissions=guild.everyone_permissions & ~threads))
    root = await posted(server, platform)
    outcome = await platform.messenger.send(news(2, root.id))
    _, reply = server.messages(CHANNEL_ID)
    assert isinstance(outcome, Done)
    assert int(reply.body["message_reference"]["message_id"]) == root.id
    assert outcome.thread == str(root.id)


async def test_a_locked_thread_is_left(server: DiscordServer, platform: DiscordPlatform) -> None:
    """Somebody has closed it: news stands in the channel."""
    root = await posted(server, platform)
    await platform.messenger.send(news(2, root.id))
    await server.archive_thread(root.id, locked=True)
    assert isinstance(await platform.messenger.send(news(3, root.id)), Done)
    assert "News 3" in server.messages(CHANNEL_ID)[-1].text()


async def test_a_settled_dispute_says_so_in_its_title(server: DiscordServer, platform: DiscordPlatform) -> None:
    """Who sees the message alone sees how it stands now."""
    root = await posted(server, platform)
    item = news(2, root.id)
    settled = replace(item.alert, title="The sides now agree: Ellbruck", status=DisputeStatus.CONVERGED)
    thread = Thread(reference=str(root.id), opening=conflict(), updates=(settled,))
    await platform.messenger.send(replace(item, alert=settled, thread=thread))
    (message,) = server.messages(CHANNEL_ID)
    assert "The sides now agree: Ellbruck" in message.text()
