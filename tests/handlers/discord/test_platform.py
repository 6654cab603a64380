"""The bot as people meet it: its commands, its answers, its connection."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.desk.commands import Commands
from bot.model.errors import ConfigurationError
from bot.model.outcome import Done
from bot.model.subscription import Content
from handlers.discord.platform import DiscordPlatform
from tests.builders import make_item
from tests.handlers.conftest import MadeSubmissions
from tests.handlers.discord.conftest import Connect
from tests.servers.discord import (
    ANALYST,
    CHANNEL_ID,
    GUILD_ID,
    READER,
    Channel,
    DiscordServer,
    Message,
    Permission,
)
from tests.servers.discord.world import ThreadDetails

HERE = f"discord:{CHANNEL_ID}"
HOSTILE = (
    "@everyone <@310000000000000001> <@&900000000000000010> Norland took Ellbruck "
    "[safe](https://evil.example) ||x|| `y` <t:0:R> # z"
)


def the_title(message: Message) -> str:
    """Return the title of a message's first embed."""
    return str(message.embeds[0]["title"])


async def test_commands_are_written_once(server: DiscordServer, connect: Connect) -> None:
    """A second start finds them as they should be, and writes nothing."""
    async with connect():
        pass
    async with connect():
        pass
    (written,) = server.command_writes
    assert written.guild_id is None
    assert sorted(written.names) == [
        "Find claims in this message",
        *("claims", "conflicts", "digest", "explain", "help", "mute", "settings", "sources", "status", "submit"),
        *("subscribe", "subscriptions", "unmute", "unsubscribe"),
    ]


async def test_commands_that_somebody_changed_are_written_again(server: DiscordServer, connect: Connect) -> None:
    """A description that differs is enough."""
    async with connect():
        pass
    server.backend.commands[None][0]["description"] = "Something else."
    async with connect():
        pass
    assert len(server.command_writes) == 2


async def test_commands_that_cannot_be_written_do_not_keep_the_bot_away(
    server: DiscordServer, connect: Connect
) -> None:
    """It connects with those that Discord has."""
    server.fail_next("PUT", "/applications/*/commands", 403, code=50001)
    async with connect():
        assert server.commands() == []


async def test_claims_are_searched(server: DiscordServer, platform: DiscordPlatform, commands: Commands) -> None:
    """The answer, for the asker alone, shows the claim with its quote."""
    await commands.submit("Norland said that its troops had captured Ellbruck.")
    asked = await server.invoke(CHANNEL_ID, READER, "claims search", {"text": "captured"})
    answered = await asked.response()
    assert asked.callback_type == 5
    assert answered.ephemeral
    assert "1 claim" in the_title(answered)
    assert "> “Norland said that its troops had captured Ellbruck.”" in answered.text()
    assert platform.name == "discord"


@pytest.mark.parametrize(
    ("command", "options", "title"),
    [
        ("claims search", {"text": "nothing like it"}, "No claims"),
        ("conflicts list", {}, "No open conflicts"),
        ("conflicts list", {"place": "Portugal"}, "No open conflicts on Portugal"),
        ("subscriptions", {}, "follows nothing yet"),
        ("status", {}, "Claimwatch is running"),
    ],
    ids=["search", "conflicts", "conflicts of a place", "subscriptions", "status"],
)
@pytest.mark.usefixtures("platform")
async def test_questions_are_answered_privately(
    server: DiscordServer, command: str, options: dict[str, str], title: str
) -> None:
    """Who asks does not fill the channel."""
    answered = await (await server.invoke(CHANNEL_ID, READER, command, options)).response()
    assert answered.ephemeral
    assert title in the_title(answered)


@pytest.mark.usefixtures("platform")
async def test_a_conversation_with_the_bot_has_commands_too(server: DiscordServer) -> None:
    """All of them: a person can follow for oneself."""
    answered = await (await server.invoke(READER, READER, "status")).response()
    assert "Claimwatch is running" in the_title(answered)
    contexts = {one["name"]: one["contexts"] for one in server.commands()}
    assert contexts["status"] == contexts["claims"] == contexts["conflicts"] == contexts["submit"] == [0, 1]
    assert contexts["subscribe"] == contexts["unsubscribe"] == contexts["subscriptions"] == [0, 1]


@pytest.mark.usefixtures("platform")
async def test_a_channel_follows_a_place(server: DiscordServer, commands: Commands) -> None:
    """What was chosen is stored for this channel, and everybody there sees it."""
    options = {"place": "Portugal", "content": "conflicts", "digest": "08:00", "timezone": "Europe/Lisbon"}
    answered = await (await server.invoke(CHANNEL_ID, ANALYST, "subscribe", options)).response()
    assert not answered.ephemeral
    assert "This channel follows Portugal" in the_title(answered)
    (stored,) = await commands.subscriptions.of(HERE)
    assert (stored.space, stored.created_by) == (f"discord:{GUILD_ID}", f"discord:{ANALYST.id}")
    assert stored.content is Content.CONFLICTS
    assert stored.digest is not None
    assert stored.digest.zone == "Europe/Lisbon"


@pytest.mark.usefixtures("platform")
async def test_a_channel_unfollows_what_is_offered(server: DiscordServer, commands: Commands) -> None:
    """The choices are what it follows, and the value of one names it."""
    await (await server.invoke(CHANNEL_ID, ANALYST, "subscribe", {"place": "Portugal"})).response()
    (choice,) = await server.autocomplete(CHANNEL_ID, ANALYST, "unsubscribe", {"place": "port"}, focused="place")
    answered = await (await server.invoke(CHANNEL_ID, ANALYST, "unsubscribe", {"place": choice["value"]})).response()
    assert choice["name"] == "Portugal"
    assert "no longer follows Portugal" in the_title(answered)
    assert await commands.subscriptions.of(HERE) == ()


@pytest.mark.parametrize("command", ["subscribe", "unsubscribe"])
@pytest.mark.usefixtures("platform")
async def test_only_who_manages_channels_changes_what_they_follow(server: DiscordServer, command: str) -> None:
    """Others are told what it takes, and nobody else sees that they asked."""
    asked = await server.invoke(CHANNEL_ID, READER, command, {"place": "Portugal"})
    told = await server.wait_for(lambda: asked.followups or None, what="refusal")
    assert told[0].ephemeral
    assert "manage channels" in told[0].text()
    assert server.messages(CHANNEL_ID) == []


@pytest.mark.usefixtures("platform")
async def test_a_mistake_is_told_to_who_made_it_alone(server: DiscordServer) -> None:
    """An error in a public command leaves nothing in the channel."""
    asked = await server.invoke(CHANNEL_ID, ANALYST, "subscribe", {"place": "Qqqqqzzz"})
    told = await server.wait_for(lambda: asked.followups or None, what="error")
    assert told[0].ephemeral
    assert "That did not work" in the_title(told[0])
    assert server.messages(CHANNEL_ID) == []


@pytest.mark.usefixtures("platform")
async def test_a_channel_that_the_bot_cannot_write_in_is_not_subscribed(
    server: DiscordServer, commands: Commands
) -> None:
    """The answer says what is missing there."""
    allowed = int(Permission.VIEW_CHANNEL | Permission.USE_APPLICATION_COMMANDS)
    guild = replace(server.backend.guilds[GUILD_ID], everyone_permissions=allowed)
    server.backend.put_guild(guild)
    await server.set_bot_permissions(GUILD_ID, allowed)
    asked = await server.invoke(CHANNEL_ID, ANALYST, "subscribe", {"place": "Portugal"})
    answered = await asked.response()
    assert answered.ephemeral
    assert "Embed Links, Send Messages" in answered.text()
    assert await commands.subscriptions.of(HERE) == ()


@pytest.mark.usefixtures("platform")
async def test_a_thread_has_a_permission_of_its_own(server: DiscordServer) -> None:
    """Who may write in the channel may not write in its threads for that."""
    thread = Channel(
        id=CHANNEL_ID + 50, type=11, parent_id=CHANNEL_ID, name="ell", thread=ThreadDetails(owner_id=ANALYST.id)
    )
    server.backend.channels[thread.id] = thread
    server.backend.guild_of[thread.id] = GUILD_ID
    guild = server.backend.guilds[GUILD_ID]
    lacking = ~int(Permission.SEND_MESSAGES_IN_THREADS)
    server.backend.put_guild(
        replace(
            guild,
            everyone_permissions=guild.everyone_permissions & lacking,
            bot_permissions=guild.bot_permissions & lacking,
        )
    )
    answered = await (await server.invoke(thread.id, ANALYST, "subscribe", {"place": "Portugal"})).response()
    assert "Send Messages in Threads" in answered.text()


@pytest.mark.usefixtures("platform")
async def test_places_are_offered_while_typing(server: DiscordServer) -> None:
    """At most 25, each with a key as its value."""
    offered = await server.autocomplete(CHANNEL_ID, READER, "claims search", {"place": "portu"}, focused="place")
    assert {"name": "Portugal", "value": "country:PRT"} in offered
    assert len(offered) <= 25


@pytest.mark.usefixtures("platform")
async def test_time_zones_are_offered_while_typing(server: DiscordServer) -> None:
    """By the city, too."""
    options = {"place": "Portugal", "timezone": "lisb"}
    offered = await server.autocomplete(CHANNEL_ID, ANALYST, "subscribe", options, focused="timezone")
    assert offered == [{"name": "Europe/Lisbon", "value": "Europe/Lisbon"}]


async def test_nothing_is_offered_where_looking_fails(
    server: DiscordServer, connect: Connect, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who types goes on typing; the fault is noted."""
    monkeypatch.setattr(type(commands.areas), "complete", None)
    async with connect():
        offered = await server.autocomplete(CHANNEL_ID, READER, "claims search", {"place": "p"}, focused="place")
    assert offered == []


@pytest.mark.usefixtures("platform")
async def test_a_submission_is_acknowledged_before_it_is_read(
    server: DiscordServer, submissions: MadeSubmissions
) -> None:
    """Reading may take its time; Discord's three seconds do not wait for it."""
    submissions.open.clear()
    asked = await server.invoke(CHANNEL_ID, READER, "submit", {"article": "Norland took Ellbruck."})
    await asked.acknowledged()
    await asyncio.wait_for(submissions.begun.wait(), 10)
    assert server.messages(CHANNEL_ID) == []
    submissions.open.set()
    answered = await asked.response()
    assert not answered.ephemeral
    assert "Norland" in answered.text()


@pytest.mark.usefixtures("platform")
async def test_hostile_words_do_nothing(server: DiscordServer) -> None:
    """An article may say what it likes: nobody is notified, and no link but its own address is made."""
    asked = await server.invoke(CHANNEL_ID, READER, "submit", {"article": HOSTILE})
    answered = await asked.response()
    assert not answered.pings
    assert "](" not in answered.text().replace(r"\](", "")
    assert "<@" not in answered.text().replace(r"\<@", "")
    assert "@everyone" not in answered.text()
    assert answered.body["allowed_mentions"]["parse"] == []


async def test_a_fault_in_a_command_is_answered(
    server: DiscordServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even what went wrong in the bot itself is said, and to the asker alone."""
    monkeypatch.setattr(Commands, "status", None)
    async with connect():
        asked = await server.invoke(CHANNEL_ID, READER, "status")
        answered = await asked.response()
    assert answered.ephemeral
    assert "Something went wrong" in answered.text()
    assert f"error {asked.id}" in answered.text()


async def test_an_answer_that_comes_too_late_ends_nothing(server: DiscordServer, platform: DiscordPlatform) -> None:
    """A lost interaction is noted, and the next command works."""
    server.fail_next("POST", "/interactions/*/*/callback", 404, code=10062)
    await server.invoke(CHANNEL_ID, READER, "status")
    await server.wait_for(lambda: True if not server.faults_left else None, what="refusals")
    answered = await (await server.invoke(CHANNEL_ID, READER, "status")).response()
    assert "Claimwatch is running" in the_title(answered)
    assert platform.messenger is not None


@pytest.mark.usefixtures("platform")
async def test_a_broken_connection_is_taken_up_again(server: DiscordServer) -> None:
    """Commands work after it."""
    await server.order_reconnect()
    answered = await (await server.invoke(CHANNEL_ID, READER, "status")).response()
    assert "Claimwatch is running" in the_title(answered)


async def test_a_refused_token_ends_it(server: DiscordServer, commands: Commands) -> None:
    """The setting is named, the token is not."""
    wrong = DiscordPlatform("wrong-token", server.api_base, commands)
    with pytest.raises(ConfigurationError, match=r"discord\.token") as raised:
        await wrong.run()
    assert "wrong-token" not in str(raised.value)


async def test_what_cannot_be_a_token_is_not_sent(server: DiscordServer, commands: Commands) -> None:
    """A pasted line break would otherwise end up in an error of the library."""
    with pytest.raises(ConfigurationError, match=r"discord\.token"):
        await DiscordPlatform("two\nlines", server.api_base, commands).run()
    assert server.requests == []


@pytest.mark.parametrize("code", [4004, 4013, 4014], ids=["token", "invalid intent", "refused intent"])
async def test_a_final_close_ends_it(server: DiscordServer, commands: Commands, code: int) -> None:
    """What would fail the same way again is said instead of tried."""
    running = asyncio.create_task(DiscordPlatform(server.token, server.api_base, commands).run())
    await server.wait_for_session()
    await server.drop_connections(code=code)
    with pytest.raises(ConfigurationError, match=r"discord\.token"):
        await running


async def test_an_unreachable_discord_is_tried_again(server: DiscordServer, commands: Commands) -> None:
    """After a while that grows, up to a limit."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 8:
            raise asyncio.CancelledError

    server.fail_next("GET", "/users/@me", 503, times=8)
    with pytest.raises(asyncio.CancelledError):
        await DiscordPlatform(server.token, server.api_base, commands, sleep=sleep).run()
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300]


async def test_the_library_speaks_to_discord_again_afterwards(connect: Connect) -> None:
    """The address of the test's server is taken back."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with connect():
        assert before[0] != Route.BASE
        assert before[1] != DiscordWebSocket.DEFAULT_GATEWAY
    assert before == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)


async def test_a_command_in_work_is_given_up_at_the_end(
    server: DiscordServer, connect: Connect, submissions: MadeSubmissions
) -> None:
    """Closing does not wait for it."""
    submissions.open.clear()
    async with connect():
        await server.invoke(CHANNEL_ID, READER, "submit", {"article": "Norland took Ellbruck."})
        await asyncio.wait_for(submissions.begun.wait(), 10)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert not [task for task in others if "CommandTree" in task.get_name()]


async def test_the_token_is_never_logged(
    server: DiscordServer, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even where everything is."""
    with caplog.at_level(logging.DEBUG):
        async with connect():
            await (await server.invoke(CHANNEL_ID, READER, "status")).response()
    assert "discord.gateway" in {record.name for record in caplog.records}
    assert server.token not in caplog.text


async def test_a_person_can_follow_for_oneself(
    server: DiscordServer, platform: DiscordPlatform, commands: Commands
) -> None:
    """Asked for in a direct conversation, alerts come there."""
    asked = await server.invoke(ANALYST, ANALYST, "subscribe", {"place": "Portugal"})
    assert "This channel follows Portugal" in (await asked.response()).text()
    (one,) = await commands.subscriptions.all()
    assert isinstance(await platform.messenger.send(make_item(destination=one.destination)), Done)
    assert "alert 1" in server.messages(ANALYST)[-1].text()
