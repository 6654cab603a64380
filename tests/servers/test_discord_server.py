"""The local Discord, driven by the real discord.py."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.servers.discord import (
    ANALYST,
    ANALYST_ROLE_ID,
    CHANNEL_ID,
    GUILD_ID,
    OWNER,
    READER,
    CannotDoError,
    Channel,
    DiscordServer,
    Interaction,
    Limits,
    Overwrite,
    Permission,
    make_bot,
    make_guild,
    open_discord_server,
)
from tests.servers.threads import threaded

PLACES = ("Ellbruck", "Ellmar", "Sund")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime(2031, 5, 14, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


class Bot(discord.Client):
    """A small bot with one command of each kind that the program has."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("intents", discord.Intents(guilds=True, guild_messages=True))
        super().__init__(guild_ready_timeout=0.01, **options)
        self.tree = app_commands.CommandTree(self)
        self.hold = asyncio.Event()
        self.refused: list[Exception] = []
        self.resumed = asyncio.Event()
        self.heard: list[discord.Message] = []
        self.add_commands()

    async def on_resumed(self) -> None:
        self.resumed.set()

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    def add_commands(self) -> None:
        claims = app_commands.Group(name="claims", description="Claims")

        @claims.command(name="search", description="Search claims")
        @app_commands.describe(place="Where", limit="How many")
        async def search(
            interaction: discord.Interaction, place: str, limit: app_commands.Range[int, 1, 20] = 5
        ) -> None:
            await interaction.response.defer(ephemeral=True)
            await interaction.followup.send(f"{limit} claims about {place}", embed=discord.Embed(title=place))

        @search.autocomplete("place")
        async def places(_interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=one, value=one.lower()) for one in PLACES if one.startswith(current)]

        @self.tree.command(name="held", description="Answers when let go")
        async def held(interaction: discord.Interaction) -> None:
            await self.hold.wait()
            try:
                await interaction.response.send_message("done")
            except discord.HTTPException as error:
                self.refused.append(error)

        @self.tree.command(name="route", description="Send a role's alerts to a channel")
        @app_commands.default_permissions(manage_guild=True)
        async def route(
            interaction: discord.Interaction, channel: discord.TextChannel, role: discord.Role, who: discord.Member
        ) -> None:
            allowed = interaction.permissions.manage_guild
            await interaction.response.send_message(f"{channel.name} {role.name} {who.display_name} {allowed}")

        @self.tree.command(name="decide", description="Shows buttons")
        async def decide(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Which?", view=Decision())

        @self.tree.context_menu(name="Check claims")
        async def check(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"read: {message.content}", ephemeral=True)

        self.tree.add_command(claims)


class Reason(discord.ui.Modal, title="Why?"):
    """A form with one field."""

    why: discord.ui.TextInput[Reason] = discord.ui.TextInput(label="Reason", custom_id="why", max_length=20)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=f"Because {self.why.value}", view=None)


class Decision(discord.ui.View):
    """Two buttons and a menu."""

    @discord.ui.button(label="Confirm", custom_id="confirm")
    async def confirm(self, interaction: discord.Interaction, _button: discord.ui.Button[Decision]) -> None:
        await interaction.response.edit_message(content=f"Confirmed by {interaction.user.name}", view=None)

    @discord.ui.button(label="Explain", custom_id="explain")
    async def explain(self, interaction: discord.Interaction, _button: discord.ui.Button[Decision]) -> None:
        await interaction.response.send_modal(Reason())

    @discord.ui.select(custom_id="pick", options=[discord.SelectOption(label="One"), discord.SelectOption(label="Two")])
    async def pick(self, interaction: discord.Interaction, menu: discord.ui.Select[Decision]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"Picked {menu.values[0]}")


def point_at(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make discord.py speak to the server."""
    monkeypatch.setattr(Route, "BASE", server.api_base)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))


@asynccontextmanager
async def started(server: DiscordServer, **options: Any) -> AsyncIterator[Bot]:
    """Run a bot until the block ends; the commands are registered."""
    async with Bot(**options) as bot:
        await bot.login(server.token)
        await bot.tree.sync()
        running = asyncio.create_task(bot.connect())
        try:
            await bot.wait_until_ready()
            yield bot
        finally:
            await bot.close()
            await running


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture
async def server(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    """Run a server that discord.py is pointed at; at the end it must not have been at fault itself."""
    async with open_discord_server(now=clock) as running:
        point_at(running, monkeypatch)
        yield running
        assert running.errors == []
        assert running.unknown_routes == []


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[Bot]:
    """Run a bot on the server."""
    async with started(server) as running:
        yield running


def channel_of(bot: Bot, channel_id: int = CHANNEL_ID) -> discord.TextChannel:
    """Return the bot's view of a channel."""
    channel = bot.get_channel(channel_id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_login_and_ready(bot: Bot, server: DiscordServer) -> None:
    """A bot that logs in is ready with its guild, its channels and its own permissions."""
    guild = bot.get_guild(GUILD_ID)

    assert guild is not None
    assert guild.name == "Verification Desk"
    assert channel_of(bot).permissions_for(guild.me).embed_links
    assert bot.application_id == server.backend.bot.application_id
    assert server.gateway.identifies[0]["intents"] == bot.intents.value


async def test_the_gateway_is_compressed_when_asked_for(bot: Bot, server: DiscordServer) -> None:
    """discord.py reads a compressed stream, which the server writes."""
    session = await server.wait_for_session()

    assert bot.is_ready()
    assert session.connection is not None
    assert session.connection.compressor is not None


async def test_a_wrong_token_is_refused(server: DiscordServer) -> None:
    """Another token than the bot's is answered with 401."""
    async with Bot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.login("somebody.elses.token")


async def test_privileged_intents_are_refused(server: DiscordServer) -> None:
    """A bot that asks for message content without being granted it is closed with 4014."""
    async with Bot(intents=discord.Intents(guilds=True, message_content=True)) as bot:
        await bot.login(server.token)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await bot.connect()

    assert server.gateway.closed_with == [4014]


async def test_granted_intents_are_accepted(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """With message content granted, the bot reads what members write."""
    granted = make_bot(privileged_intents=discord.Intents(message_content=True).value)
    async with open_discord_server(bot=granted, now=clock) as server:
        point_at(server, monkeypatch)
        async with started(server, intents=discord.Intents(guilds=True, messages=True, message_content=True)) as bot:
            said = await server.say(CHANNEL_ID, READER, "Ellbruck has fallen")
            heard = (
                await bot.wait_for("message", check=lambda one: one.id == said.id) if not bot.heard else bot.heard[0]
            )

    assert heard.content == "Ellbruck has fallen"


async def test_messages_come_without_content_otherwise(bot: Bot, server: DiscordServer) -> None:
    """Without that intent only a message that mentions the bot has its text."""
    assert bot.user is not None
    await server.say(CHANNEL_ID, READER, "Ellbruck has fallen")
    await server.say(CHANNEL_ID, READER, f"<@{bot.user.id}> what about Ellbruck?")
    while len(bot.heard) < 2:
        await bot.wait_for("message")

    assert [one.content for one in bot.heard] == ["", f"<@{bot.user.id}> what about Ellbruck?"]


async def test_commands_keep_id_and_version_until_they_change(bot: Bot, server: DiscordServer) -> None:
    """A second sync of the same commands is counted, and changes neither ids nor versions."""
    before = server.commands()
    await bot.tree.sync()

    assert [(one["id"], one["version"]) for one in server.commands()] == [(one["id"], one["version"]) for one in before]
    assert [write.method for write in server.command_writes] == ["PUT", "PUT"]


async def test_a_guilds_commands_are_apart_from_the_global_ones(bot: Bot, server: DiscordServer) -> None:
    """Commands can be registered for a guild alone."""
    bot.tree.copy_global_to(guild=discord.Object(GUILD_ID))
    await bot.tree.sync(guild=discord.Object(GUILD_ID))

    assert {one["name"] for one in server.commands(GUILD_ID)} == {one["name"] for one in server.commands()}
    assert server.command_writes[-1].guild_id == GUILD_ID


async def test_a_command_with_a_deferred_followup(bot: Bot, server: DiscordServer) -> None:
    """A subcommand is resolved, deferred and answered; the first followup is the deferred reply, ephemeral as it was."""
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Ellbruck", "limit": 3})
    message = await interaction.response()

    assert message.content == "3 claims about Ellbruck"
    assert message.embeds[0]["title"] == "Ellbruck"
    assert message.ephemeral
    assert message == interaction.original
    assert interaction.acknowledged_after == 0
    assert server.messages(CHANNEL_ID) == []


async def test_options_become_users_roles_and_channels(bot: Bot, server: DiscordServer) -> None:
    """Options that name something come resolved, with the member's permissions."""
    options = {"channel": CHANNEL_ID, "role": ANALYST_ROLE_ID, "who": READER}
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "route", options)

    assert (await interaction.response()).content == "alerts analysts Ines Falk True"


@pytest.mark.parametrize(
    ("user", "command", "options"),
    [
        pytest.param(ANALYST, "claims search", {}, id="required option missing"),
        pytest.param(ANALYST, "claims search", {"place": "Sund", "limit": 21}, id="out of range"),
        pytest.param(ANALYST, "claims search", {"place": "Sund", "colour": "red"}, id="unknown option"),
        pytest.param(ANALYST, "claims remove", {}, id="unknown subcommand"),
        pytest.param(ANALYST, "claims", {}, id="no subcommand"),
        pytest.param(READER, "route", {}, id="not allowed to see it"),
    ],
)
async def test_what_the_client_would_not_send(
    bot: Bot, server: DiscordServer, user: Any, command: str, options: dict[str, Any]
) -> None:
    """A command that Discord's client would not let the user send raises, and the bot hears nothing."""
    with pytest.raises(CannotDoError):
        await server.invoke(CHANNEL_ID, user, command, options)

    assert bot.is_ready()
    assert server.interactions == []


async def test_autocomplete(bot: Bot, server: DiscordServer) -> None:
    """Typing into an option brings the bot's choices."""
    choices = await server.autocomplete(CHANNEL_ID, READER, "claims search", {"place": "Ell"}, focused="place")

    assert [choice["value"] for choice in choices] == ["ellbruck", "ellmar"]


async def test_a_button_updates_its_message(bot: Bot, server: DiscordServer) -> None:
    """A click reaches the view, and the answer edits the message in place."""
    shown = await (await server.invoke(CHANNEL_ID, ANALYST, "decide")).response()
    answer = await (await server.click(shown, "confirm", user=OWNER)).response()

    assert shown.custom_ids() == ["confirm", "explain", "pick"]
    assert (answer.id, answer.content, answer.components) == (shown.id, "Confirmed by ottilie", ())
    assert [one.content for one in server.versions(shown)] == ["Which?", "Confirmed by ottilie"]


async def test_a_menu_defers_and_edits(bot: Bot, server: DiscordServer) -> None:
    """A choice in a menu is deferred without a new message, and the edit of `@original` is the answer."""
    shown = await (await server.invoke(CHANNEL_ID, ANALYST, "decide")).response()
    answer = await (await server.click(shown, "pick", values=["Two"])).response()

    assert (answer.id, answer.content) == (shown.id, "Picked Two")


async def test_a_button_that_is_gone_cannot_be_clicked(bot: Bot, server: DiscordServer) -> None:
    """A click goes to the message as it is now."""
    shown = await (await server.invoke(CHANNEL_ID, ANALYST, "decide")).response()
    await (await server.click(shown, "confirm")).response()

    with pytest.raises(CannotDoError):
        await server.click(shown, "confirm")


async def test_a_modal(bot: Bot, server: DiscordServer) -> None:
    """A button opens a form; what is filled in reaches the bot, and its answer edits the button's message."""
    shown = await (await server.invoke(CHANNEL_ID, ANALYST, "decide")).response()
    opened = await server.click(shown, "explain")
    answer = await (await server.submit_modal(opened, {"why": "two photos"})).response()

    assert (answer.id, answer.content) == (shown.id, "Because two photos")


async def test_a_context_menu(bot: Bot, server: DiscordServer) -> None:
    """A context menu on a message brings its text without the message content intent."""
    said = await server.say(CHANNEL_ID, READER, "Sund is lost")
    interaction = await server.use_menu(CHANNEL_ID, ANALYST, "Check claims", said)

    assert (await interaction.response()).content == "read: Sund is lost"


async def held(bot: Bot, server: DiscordServer, meanwhile: Callable[[], None]) -> Interaction:
    """Return an interaction whose handler was let go after `meanwhile`."""
    arrived = asyncio.create_task(bot.wait_for("interaction"))
    await asyncio.sleep(0)
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "held")
    await arrived
    meanwhile()
    bot.hold.set()
    await server.wait_for(
        lambda: [one for one in server.requests if one.path.endswith("/callback")] or None, what="callback"
    )
    return interaction


async def test_a_late_answer_is_refused(bot: Bot, server: DiscordServer, clock: Clock) -> None:
    """An answer after three seconds finds no interaction (10062)."""

    def wait() -> None:
        clock.time += timedelta(seconds=3.1)

    interaction = await held(bot, server, wait)

    assert server.requests[-1].status == 404
    assert interaction.callback is None


async def test_a_second_answer_is_refused(bot: Bot, server: DiscordServer) -> None:
    """An interaction takes one answer (40060)."""
    interaction = await held(bot, server, lambda: None)
    url = f"{server.api_base}/interactions/{interaction.id}/{interaction.token}/callback"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json={"type": 4, "data": {"content": "x"}}) as answer,
    ):
        body = await answer.json()

    assert (answer.status, body["code"]) == (400, 40060)


async def test_tokens_run_out(bot: Bot, server: DiscordServer, clock: Clock) -> None:
    """Followups are refused after fifteen minutes (50027)."""
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Sund"})
    await interaction.response()
    clock.time += timedelta(minutes=15, seconds=1)
    url = f"{server.api_base}/webhooks/{server.backend.bot.application_id}/{interaction.token}"
    async with aiohttp.ClientSession() as session, session.post(url, json={"content": "x"}) as answer:
        body = await answer.json()

    assert (answer.status, body["code"]) == (401, 50027)


async def test_the_same_nonce_sends_once(bot: Bot, server: DiscordServer) -> None:
    """A second message with the nonce of the first is the first."""
    first = await channel_of(bot).send("alert", nonce="a1")
    second = await channel_of(bot).send("alert", nonce="a1")

    assert first.id == second.id
    assert len(server.messages(CHANNEL_ID)) == 1


async def test_a_nonce_is_forgotten_after_a_while(bot: Bot, server: DiscordServer, clock: Clock) -> None:
    """After some minutes a nonce is free again."""
    await channel_of(bot).send("alert", nonce="a1")
    clock.time += timedelta(minutes=6)
    await channel_of(bot).send("alert", nonce="a1")

    assert len(server.messages(CHANNEL_ID)) == 2


async def test_a_lost_answer_leaves_its_message(bot: Bot, server: DiscordServer) -> None:
    """When the answer is lost the message stands, and sending it again with its nonce changes nothing."""
    server.lose_answer("POST", "/channels/*/messages")
    with pytest.raises((aiohttp.ClientError, OSError)):
        await channel_of(bot).send("alert", nonce="a1")
    await channel_of(bot).send("alert", nonce="a1")

    assert [one.status for one in server.requests if one.method == "POST"] == [0, 200]
    assert [one.content for one in server.messages(CHANNEL_ID)] == ["alert"]


async def test_a_closed_connection_sends_nothing(bot: Bot, server: DiscordServer) -> None:
    """When the connection closes first, nothing is done."""
    server.close_next("POST", "/channels/*/messages")
    with pytest.raises((aiohttp.ClientError, OSError)):
        await channel_of(bot).send("alert")

    assert server.messages(CHANNEL_ID) == []
    assert server.faults_left == 0


@pytest.mark.parametrize("global_", [False, True], ids=["of the route", "global"])
async def test_discord_py_retries_a_rate_limit(bot: Bot, server: DiscordServer, *, global_: bool) -> None:
    """An ordered 429 is waited out and the message arrives once."""
    server.fail_next("POST", "/channels/*/messages", 429, times=2, retry_after=0.01, global_=global_)
    await channel_of(bot).send("alert")

    assert [one.status for one in server.requests if one.method == "POST"] == [429, 429, 200]
    assert len(server.messages(CHANNEL_ID)) == 1


async def test_cloudflares_ban_is_not_retried(bot: Bot, server: DiscordServer) -> None:
    """A 429 without Via raises at once."""
    server.fail_next("POST", "/channels/*/messages", 429, cloudflare=True)
    with pytest.raises(discord.HTTPException) as raised:
        await channel_of(bot).send("alert")

    assert raised.value.status == 429
    assert server.messages(CHANNEL_ID) == []


async def test_real_limits_are_counted(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a narrow bucket discord.py slows down by the headers, and is never refused."""
    async with open_discord_server(now=clock, limits=Limits(bucket=2, bucket_seconds=0.05)) as server:
        point_at(server, monkeypatch)
        async with started(server) as bot:
            for number in range(5):
                await channel_of(bot).send(str(number))

    assert [one.content for one in server.messages(CHANNEL_ID)] == ["0", "1", "2", "3", "4"]


async def test_one_request_too_many_is_refused(server: DiscordServer) -> None:
    """A client that does not read the headers gets a 429 with all that belongs to it."""
    async with open_discord_server(limits=Limits(bucket=1, bucket_seconds=60)) as narrow:
        headers = {"Authorization": f"Bot {narrow.token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            async with session.get(f"{narrow.api_base}/users/@me") as first:
                pass
            async with session.get(f"{narrow.api_base}/users/@me") as second:
                body = await second.json()

    assert (first.status, first.headers["X-RateLimit-Remaining"]) == (200, "0")
    assert (second.status, body["global"], second.headers["Via"]) == (429, False, "1.1 google")
    assert int(second.headers["Retry-After"]) >= body["retry_after"] > 0


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        pytest.param(403, None, discord.Forbidden, id="missing permissions"),
        pytest.param(403, 50001, discord.Forbidden, id="missing access"),
        pytest.param(404, None, discord.NotFound, id="unknown channel"),
        pytest.param(503, None, discord.DiscordServerError, id="server error"),
    ],
)
async def test_ordered_errors(
    bot: Bot, server: DiscordServer, status: int, code: int | None, expected: type[discord.HTTPException]
) -> None:
    """An ordered error reaches the caller with Discord's code."""
    server.fail_next("POST", f"/channels/{CHANNEL_ID}/messages", status, code=code)
    with pytest.raises(expected) as raised:
        await channel_of(bot).send("alert")

    assert raised.value.code == (code or {403: 50013, 404: 10003, 503: 0}[status])


async def test_a_dropped_connection_resumes_with_replay(bot: Bot, server: DiscordServer) -> None:
    """What happens while the connection is down is replayed after the resume, in order."""
    session = await server.wait_for_session()
    await server.drop_connections()
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Sund"})
    await bot.resumed.wait()
    message = await interaction.response()

    assert message.content == "5 claims about Sund"
    assert session.resumes == 1
    assert len(server.gateway.identifies) == 1
    assert session.names.index("INTERACTION_CREATE") < session.names.index("RESUMED")


async def test_a_close_code_resumes_too(bot: Bot, server: DiscordServer) -> None:
    """A connection closed with a code that allows it is resumed."""
    await server.drop_connections(code=4000)
    await bot.resumed.wait()

    assert len(server.gateway.identifies) == 1


async def test_an_ordered_reconnect_resumes(bot: Bot, server: DiscordServer) -> None:
    """Opcode 7 makes the client come back and resume."""
    await server.order_reconnect()
    await bot.resumed.wait()

    assert len(server.gateway.identifies) == 1


async def test_an_invalid_session_identifies_anew(bot: Bot, server: DiscordServer) -> None:
    """Opcode 9 without resuming makes the client start a session of its own."""
    await server.invalidate_sessions()
    await server.wait_for(lambda: True if len(server.gateway.identifies) == 2 else None, what="second IDENTIFY")
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Sund"})

    assert (await interaction.response()).content == "5 claims about Sund"


async def test_heartbeats_are_acknowledged(bot: Bot, server: DiscordServer) -> None:
    """The first heartbeat comes with HELLO, and its answer gives a latency."""
    await server.wait_for(lambda: server.gateway.heartbeats or None, what="heartbeat")
    await channel_of(bot).send("after the heartbeat")

    assert bot.latency < float("inf")


@pytest.mark.parametrize(
    ("payload", "field", "code"),
    [
        pytest.param({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH", id="content"),
        pytest.param({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH", id="title"),
        pytest.param(
            {"embeds": [{"description": "x" * 4097}]}, "embeds.0.description", "BASE_TYPE_MAX_LENGTH", id="description"
        ),
        pytest.param(
            {"embeds": [{"description": "x" * 3001}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED", id="all embeds"
        ),
        pytest.param({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_BAD_LENGTH", id="eleven embeds"),
        pytest.param(
            {"embeds": [{"fields": [{"name": "a", "value": "b"}] * 26}]},
            "embeds.0.fields",
            "BASE_TYPE_BAD_LENGTH",
            id="26 fields",
        ),
        pytest.param(
            {"embeds": [{"fields": [{"name": "a", "value": ""}]}]},
            "embeds.0.fields.0.value",
            "BASE_TYPE_REQUIRED",
            id="empty field",
        ),
        pytest.param(
            {"embeds": [{"title": "a", "footer": {"text": "x" * 2049}}]},
            "embeds.0.footer.text",
            "BASE_TYPE_MAX_LENGTH",
            id="footer",
        ),
        pytest.param(
            {"embeds": [{"title": "a", "url": "javascript:x"}]},
            "embeds.0.url",
            "URL_TYPE_INVALID_SCHEME",
            id="scheme",
        ),
        pytest.param({"content": "a", "nonce": "x" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH", id="nonce"),
        pytest.param(
            {"content": "a", "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "a"}]}]},
            "components.0.components.0.custom_id",
            "BASE_TYPE_REQUIRED",
            id="button without custom_id",
        ),
        pytest.param(
            {
                "content": "a",
                "components": [
                    {"type": 1, "components": [{"type": 2, "style": 1, "label": "a", "custom_id": "x" * 101}]}
                ],
            },
            "components.0.components.0.custom_id",
            "BASE_TYPE_BAD_LENGTH",
            id="custom_id",
        ),
        pytest.param(
            {"content": "a", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
            id="mentions both parsed and listed",
        ),
        pytest.param(
            {"content": "a", "flags": 1 << 15, "components": [{"type": 10, "content": "b"}]},
            "content",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
            id="content beside components v2",
        ),
    ],
)
async def test_limits_are_refused(server: DiscordServer, payload: dict[str, Any], field: str, code: str) -> None:
    """A payload over a limit is answered with 50035 and the path of the fault, and recorded."""
    status, body = await post(server, payload)
    node: Any = body["errors"]
    for key in field.split("."):
        node = node[key]

    assert (status, body["code"]) == (400, 50035)
    assert node["_errors"][0]["code"] == code
    assert [(one.field, one.code) for one in server.violations] == [(field, code)]


async def post(server: DiscordServer, payload: dict[str, Any]) -> tuple[int, Any]:
    """Return status and body of a message sent without discord.py."""
    headers = {"Authorization": f"Bot {server.token}"}
    url = f"{server.api_base}/channels/{CHANNEL_ID}/messages"
    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, json=payload) as answer:
        return answer.status, await answer.json()


async def test_an_empty_message_is_refused(server: DiscordServer) -> None:
    """A message of blanks is empty (50006)."""
    status, body = await post(server, {"content": "  "})

    assert (status, body["code"]) == (400, 50006)
    assert [one.code for one in server.violations] == ["50006"]


async def test_a_full_message_is_accepted(server: DiscordServer) -> None:
    """A message that fills every limit passes."""
    fields = [{"name": "n" * 256, "value": "v" * 20}] * 20
    status, _ = await post(server, {"content": "x" * 2000, "embeds": [{"title": "t" * 256, "fields": fields}]})

    assert status == 200
    assert server.violations == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        pytest.param({"name": "a" * 33, "description": "d"}, "BASE_TYPE_BAD_LENGTH", id="name"),
        pytest.param({"name": "Search", "description": "d"}, "APPLICATION_COMMAND_INVALID_NAME", id="capitals"),
        pytest.param({"name": "a", "description": "d" * 101}, "BASE_TYPE_BAD_LENGTH", id="description"),
        pytest.param(
            {
                "name": "a",
                "description": "d",
                "options": [{"type": 3, "name": f"o{number}", "description": "d"} for number in range(26)],
            },
            "BASE_TYPE_BAD_LENGTH",
            id="26 options",
        ),
        pytest.param(
            {
                "name": "a",
                "description": "d",
                "options": [
                    {"type": 3, "name": "b", "description": "d"},
                    {"type": 3, "name": "c", "description": "d", "required": True},
                ],
            },
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            id="required after optional",
        ),
    ],
)
async def test_bad_commands_are_refused(server: DiscordServer, command: dict[str, Any], code: str) -> None:
    """A definition over a limit is refused, and the old commands stay."""
    headers = {"Authorization": f"Bot {server.token}"}
    url = f"{server.api_base}/applications/{server.backend.bot.application_id}/commands"
    async with aiohttp.ClientSession(headers=headers) as session, session.put(url, json=[command]) as answer:
        body = await answer.json()

    assert (answer.status, body["code"]) == (400, 50035)
    assert [one.code for one in server.violations] == [code]
    assert server.command_writes == []


async def test_too_many_choices_are_refused(bot: Bot, server: DiscordServer) -> None:
    """A 26th choice makes the autocomplete fail."""

    async def many(_interaction: discord.Interaction, _current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=str(number), value=str(number)) for number in range(26)]

    group = bot.tree.get_command("claims")
    assert isinstance(group, app_commands.Group)
    search = group.get_command("search")
    assert isinstance(search, app_commands.Command)
    search.autocomplete("place")(many)
    task = asyncio.create_task(server.autocomplete(CHANNEL_ID, READER, "claims search", {"place": ""}, focused="place"))
    await server.wait_for(lambda: server.violations or None, what="violation")
    task.cancel()

    assert [one.field for one in server.violations] == ["data.choices"]


async def test_pings_are_recorded(bot: Bot, server: DiscordServer) -> None:
    """Without allowed_mentions everything in the text notifies; code and embeds do not."""
    text = f"@everyone <@{READER.id}> <@&{ANALYST_ROLE_ID}> `<@{OWNER.id}>`"
    await channel_of(bot).send(text, embed=discord.Embed(description="@here"))
    pings = server.messages(CHANNEL_ID)[0].pings

    assert (pings.everyone, pings.here) == (True, False)
    assert (pings.users, pings.roles) == ({READER.id}, {ANALYST_ROLE_ID})


async def test_allowed_mentions_keep_pings_away(bot: Bot, server: DiscordServer) -> None:
    """With nothing allowed nobody is notified; with one user listed, that one."""
    text = f"@everyone @here <@{READER.id}> <@{OWNER.id}> <@&{ANALYST_ROLE_ID}>"
    await channel_of(bot).send(text, allowed_mentions=discord.AllowedMentions.none())
    await channel_of(bot).send(
        text, allowed_mentions=discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(READER.id)])
    )
    silent, listed = server.messages(CHANNEL_ID)

    assert not silent.pings
    assert listed.pings.users == {READER.id}
    assert not listed.pings.everyone


async def test_a_file_arrives_and_can_be_fetched(bot: Bot, server: DiscordServer) -> None:
    """An upload comes as multipart with its description, and the attachment's address works."""
    sent = await channel_of(bot).send("map", file=discord.File(BytesIO(b"picture"), "map.png", description="The front"))
    kept = server.messages(CHANNEL_ID)[0].attachments[0]

    assert (kept.filename, kept.content, kept.description) == ("map.png", b"picture", "The front")
    assert await sent.attachments[0].read() == b"picture"


async def test_messages_are_edited_read_and_deleted(bot: Bot, server: DiscordServer) -> None:
    """A message can be edited in place, read back, listed and deleted."""
    sent = await channel_of(bot).send("one", embed=discord.Embed(title="kept"))
    await sent.edit(content="two")
    await channel_of(bot).send("three")
    read = await channel_of(bot).fetch_message(sent.id)
    listed = [one.content async for one in channel_of(bot).history()]
    await sent.delete()

    assert (read.content, read.embeds[0].title) == ("two", "kept")
    assert listed == ["three", "two"]
    assert [one.content for one in server.messages(CHANNEL_ID)] == ["three"]
    assert [one.content for one in server.versions(sent.id)] == ["one", "two"]


async def test_a_deleted_message_cannot_be_edited(bot: Bot, server: DiscordServer) -> None:
    """An edit of a message that a moderator deleted is answered with 10008."""
    sent = await channel_of(bot).send("one")
    await server.delete_message(server.messages(CHANNEL_ID)[0])
    with pytest.raises(discord.NotFound) as raised:
        await sent.edit(content="two")

    assert raised.value.code == 10008


async def test_a_thread_hangs_on_its_message(bot: Bot, server: DiscordServer) -> None:
    """A thread has its message's id, takes messages, and cannot be made twice."""
    sent = await channel_of(bot).send("dispute")
    thread = await sent.create_thread(name="Ellbruck")
    await thread.send("a new claim")
    with pytest.raises(discord.HTTPException) as raised:
        await sent.create_thread(name="again")

    assert thread.id == sent.id
    assert [one.content for one in server.messages(thread.id)] == ["a new claim"]
    assert [one.name for one in server.threads(CHANNEL_ID)] == ["Ellbruck"]
    assert raised.value.code == 160004


async def test_an_archived_thread_opens_again(bot: Bot, server: DiscordServer) -> None:
    """A message opens an archived thread; a locked one stays closed (50083)."""
    sent = await channel_of(bot).send("dispute")
    thread = await sent.create_thread(name="Ellbruck")
    await server.archive_thread(thread.id)
    await thread.send("opens")
    details = server.channel(thread.id).thread
    await server.archive_thread(thread.id, locked=True)
    with pytest.raises(discord.HTTPException) as raised:
        await thread.send("does not")

    assert details is not None
    assert not details.archived
    assert raised.value.code == 50083


async def test_a_forum_takes_posts(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post in a forum is a thread with its first message."""
    guild = make_guild(channels=(Channel(id=CHANNEL_ID, name="forum", type=15),))
    async with open_discord_server(guilds=(guild,), now=clock) as server:
        point_at(server, monkeypatch)
        async with started(server) as bot:
            forum = bot.get_channel(CHANNEL_ID)
            assert isinstance(forum, discord.ForumChannel)
            post = await forum.create_thread(name="Ellbruck", content="Who holds it?")

    assert [one.content for one in server.messages(post.thread.id)] == ["Who holds it?"]
    assert post.message.id == post.thread.id


async def test_a_deleted_channel_is_unknown(bot: Bot, server: DiscordServer) -> None:
    """A message to a deleted channel is answered with 10003."""
    channel = channel_of(bot)
    await server.delete_channel(CHANNEL_ID)
    with pytest.raises(discord.NotFound) as raised:
        await channel.send("alert")

    assert raised.value.code == 10003


@pytest.mark.parametrize(
    ("denied", "code"),
    [(Permission.VIEW_CHANNEL, 50001), (Permission.SEND_MESSAGES, 50013)],
    ids=["cannot see", "cannot send"],
)
async def test_overwrites_shut_the_bot_out(bot: Bot, server: DiscordServer, denied: Permission, code: int) -> None:
    """What a channel denies to everyone, the bot cannot do there."""
    channel = channel_of(bot)
    await server.put_channel(Channel(id=CHANNEL_ID, overwrites=(Overwrite(id=GUILD_ID, deny=int(denied)),)))
    with pytest.raises(discord.Forbidden) as raised:
        await channel.send("alert")

    assert raised.value.code == code


async def test_direct_messages(bot: Bot, server: DiscordServer) -> None:
    """A user can be written to directly, and can use commands there."""
    user = await bot.fetch_user(READER.id)
    await user.send("hello")
    interaction = await server.invoke(READER, READER, "claims search", {"place": "Sund"})

    assert [one.content for one in server.messages(READER)] == ["hello"]
    assert (await interaction.response()).content == "5 claims about Sund"


async def test_a_guild_joined_later_is_known(bot: Bot, server: DiscordServer) -> None:
    """The bot hears of a guild that invites it, and of one that throws it out."""
    joined = asyncio.create_task(bot.wait_for("guild_join"))
    await asyncio.sleep(0)
    await server.add_guild(make_guild(guild_id=GUILD_ID + 5000, channels=(Channel(id=GUILD_ID + 5001),)))
    guild = await joined
    left = asyncio.create_task(bot.wait_for("guild_remove"))
    await asyncio.sleep(0)
    await server.remove_guild(GUILD_ID + 5000)

    assert guild.text_channels[0].name == "alerts"
    assert await left == guild


async def test_unknown_routes_are_recorded() -> None:
    """A request that Discord does not have is answered with its 404, and a test can see it."""
    async with open_discord_server() as server, aiohttp.ClientSession() as session:
        async with session.delete(f"{server.api_base}/moon") as answer:
            body = await answer.json()

        assert (answer.status, body) == (404, {"message": "404: Not Found", "code": 0})
        assert server.unknown_routes == [("DELETE", "/api/v10/moon")]


async def test_the_gateways_address_is_told(server: DiscordServer) -> None:
    """A client that asks where the gateway is hears of the local one."""
    headers = {"Authorization": f"Bot {server.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{server.api_base}/gateway/bot") as answer,
    ):
        body = await answer.json()

    assert body["url"] == server.gateway_url
    assert body["session_start_limit"]["max_concurrency"] == 1


def test_another_process_uses_it() -> None:
    """In a thread of its own the server serves another process while the test blocks."""
    script = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
    with threaded(open_discord_server) as running:
        address = f"{running.server.api_base}/gateway"
        output = running.call(lambda _server: run_script(script, address))
        seen = running.look(lambda server: [one.path for one in server.requests])

    assert "ws://127.0.0.1" in output
    assert seen == ["/gateway"]


async def run_script(script: str, argument: str) -> str:
    """Return what a Python script prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, argument, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    return printed.decode()


async def test_threaded_raises_what_opening_raises() -> None:
    """A server that cannot start says so in the test's thread."""
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(open_discord_server())
        port = yarl.URL(first.api_base).port or 0
        with pytest.raises(OSError, match="address already in use"), threaded(lambda: open_discord_server(port=port)):
            pass


@pytest.fixture
def spec() -> Path:
    """Return Discord's own description where it is at hand."""
    path = Path(__file__).resolve().parents[3] / "shared/specs/discord-openapi.json.gz"
    if not path.exists():
        pytest.skip("Discord's OpenAPI description is not here")
    return path


async def test_discord_py_keeps_to_discords_description(
    spec: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What discord.py sends is what Discord describes."""
    async with open_discord_server(spec=spec, now=clock) as server:
        point_at(server, monkeypatch)
        async with started(server) as bot:
            sent = await channel_of(bot).send("alert", embed=discord.Embed(title="a", colour=3), view=Decision())
            await sent.edit(content="changed", view=None)
            await (await sent.create_thread(name="thread")).send("inside")
            shown = await (await server.invoke(CHANNEL_ID, ANALYST, "decide")).response()
            opened = await server.click(shown, "explain")
            await (await server.submit_modal(opened, {"why": "photos"})).response()
            await (await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Sund"})).response()
            await server.autocomplete(CHANNEL_ID, READER, "claims search", {"place": "Ell"}, focused="place")

    assert server.violations == []


async def test_the_description_finds_what_the_limits_do_not(
    spec: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong type is recorded with its path and its reason."""
    async with open_discord_server(spec=spec, now=clock) as server:
        point_at(server, monkeypatch)
        await post(server, {"content": "a", "tts": "yes"})

    assert [(one.field, one.code) for one in server.violations] == [("tts", "SCHEMA")]
