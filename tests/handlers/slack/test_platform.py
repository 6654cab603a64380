"""The app as people meet it: its commands, its answers, its connection."""

from __future__ import annotations

import asyncio
import logging

import pytest
import yaml

from bot.desk.commands import Commands
from bot.model.errors import ConfigurationError
from bot.model.subscription import Content
from handlers.slack.platform import SlackPlatform
from tests.handlers.conftest import MadeSubmissions
from tests.handlers.slack.conftest import QUICK, Connect
from tests.handlers.slack.test_manifest import MANIFEST
from tests.servers.slack import App, Interaction, SlackServer, Workspace, open_slack_server

HERE = "slack:C0ALERTS1"
HOSTILE = (
    "<!channel> <!here> <@U0ANALYST> <!subteam^S1> @channel Norland took Ellbruck <https://evil.example|safe> "
    "https://evil.example/x *b* _i_ ~s~ `c` :smile: &lt;!everyone&gt;"
)


async def ask(server: SlackServer, command: str, text: str = "", *, channel: str = "alerts") -> Interaction:
    """Type a command as the analyst."""
    return await server.slash(command, text, channel=channel, user="olena")


@pytest.mark.parametrize("text", ["search text:captured", "text:“had captured”", "claims search text=captured"])
async def test_claims_are_searched(server: SlackServer, platform: SlackPlatform, commands: Commands, text: str) -> None:
    """The answer, for the asker alone, shows the claim with its quote."""
    await commands.submit("Norland said that its troops had captured Ellbruck.")
    asked = await ask(server, "/claimwatch" if text.startswith("claims") else "/claims", text)
    answered = await asked.response()
    assert answered.ephemeral_to == "U0ANALYST"
    assert "1 claim with" in answered.shown_text
    assert "> “Norland said that its troops had captured Ellbruck.”" in answered.shown_text
    assert platform.name == "slack"


@pytest.mark.parametrize(
    ("command", "text", "told"),
    [
        ("/claims", "search text:nothing", "No claims"),
        ("/claims", "help", "How to use /claims"),
        ("/claims", "search since", "'since' needs a value"),
        ("/conflicts", "list", "No open conflicts in all"),
        ("/conflicts", "Portugal", "No open conflicts on Portugal"),
        ("/conflicts", "help", "How to use /conflicts"),
        ("/subscriptions", "", "follows nothing yet"),
        ("/subscribe", "help", "How to use /subscribe"),
        ("/digest", "", "follows nothing yet"),
        ("/explain", "1a2b3c 4d5e6f", "No claim '1a2b3c'"),
        ("/explain", "this", "Give the ids of two claims"),
        ("/claims", "show 1a2b3c", "No claim '1a2b3c'"),
        ("/conflicts", "show 1a2b3c", "No dispute '1a2b3c'"),
        ("/claimwatch", "sources", "No feeds"),
        ("/claimwatch", "settings", "May decide about conflicts"),
        ("/claimwatch", "find It rains.", "nothing was stored"),
        ("/subscribe", "Qqqqqzzz", "No place 'Qqqqqzzz'"),
        ("/unsubscribe", "Portugal", "No subscription of this channel"),
        ("/submit", "help", "How to use /submit"),
        ("/claimwatch", "status", "Claimwatch is running"),
        ("/claimwatch", "", "What Claimwatch can do"),
        ("/claimwatch", "conflicts list Portugal", "No open conflicts on Portugal"),
        ("/claimwatch", "dance", "'dance' is no command"),
    ],
)
@pytest.mark.usefixtures("platform")
async def test_questions_and_mistakes_are_answered_privately(
    server: SlackServer, command: str, text: str, told: str
) -> None:
    """Who asks does not fill the channel."""
    answered = await (await ask(server, command, text)).response()
    assert answered.ephemeral_to == "U0ANALYST"
    assert told in answered.shown_text
    assert server.messages("alerts") == []


@pytest.mark.usefixtures("platform")
async def test_a_channel_follows_a_place(server: SlackServer, commands: Commands) -> None:
    """What was asked is stored for this channel, and everybody there sees it."""
    answered = await (await ask(server, "/subscribe", "Portugal conflicts digest 08:00 Europe/Lisbon")).response()
    assert answered.ephemeral_to is None
    assert "This channel follows Portugal" in answered.shown_text
    assert "/invite" not in answered.shown_text
    (stored,) = await commands.subscriptions.of(HERE)
    assert (stored.space, stored.created_by) == ("slack:T0DESK001", "slack:U0ANALYST")
    assert stored.content is Content.CONFLICTS
    assert stored.digest is not None
    assert stored.digest.zone == "Europe/Lisbon"


@pytest.mark.usefixtures("platform")
async def test_a_channel_unfollows_a_place(server: SlackServer, commands: Commands) -> None:
    """The channel is told."""
    await (await ask(server, "/subscribe", "Portugal")).response()
    answered = await (await ask(server, "/unsubscribe", "Portugal")).response()
    assert answered.ephemeral_to is None
    assert "no longer follows Portugal" in answered.shown_text
    assert await commands.subscriptions.of(HERE) == ()


@pytest.mark.usefixtures("platform")
async def test_a_public_channel_is_joined(server: SlackServer) -> None:
    """A subscription from a channel that the app is not in brings it there."""
    answered = await (await ask(server, "/subscribe", "Portugal", channel="elsewhere")).response()
    assert "/invite" not in answered.shown_text
    assert server.state.is_member(server.channel("elsewhere"))


@pytest.mark.usefixtures("platform")
async def test_a_private_channel_has_to_invite_the_app(server: SlackServer, commands: Commands) -> None:
    """It follows, and the answer says what is missing; the name can be copied."""
    answered = await (await ask(server, "/subscribe", "Portugal", channel="hidden")).response()
    assert "/invite @claimwatch" in answered.shown_text
    assert len(await commands.subscriptions.of("slack:G0HIDDEN1")) == 1


@pytest.mark.usefixtures("platform")
async def test_a_person_can_follow_for_oneself(server: SlackServer, commands: Commands) -> None:
    """Asked for in direct messages, alerts come in those with the app."""
    here = server.direct_message("olena").id
    answered = await (await ask(server, "/subscribe", "Portugal", channel=here)).response()
    assert answered.shown_text
    (one,) = await commands.subscriptions.all()
    assert one.destination == "slack:U0ANALYST"
    listed = await (await ask(server, "/subscriptions", channel=here)).response()
    assert "Portugal" in listed.shown_text


@pytest.mark.usefixtures("platform")
async def test_a_submission_is_acknowledged_before_it_is_read(
    server: SlackServer, submissions: MadeSubmissions
) -> None:
    """Reading may take its time: neither Slack's three seconds nor other commands wait for it."""
    submissions.open.clear()
    asked = await ask(server, "/submit", "Norland took Ellbruck.")
    assert asked.failure is None
    await asyncio.wait_for(submissions.begun.wait(), 10)
    meanwhile = await (await ask(server, "/subscriptions")).response()
    assert "follows nothing yet" in meanwhile.shown_text
    assert asked.answers == []
    submissions.open.set()
    answered = await asked.response()
    assert answered.ephemeral_to is None
    assert "Norland" in answered.shown_text


@pytest.mark.usefixtures("platform")
async def test_the_app_listens_to_the_commands_of_its_manifest(server: SlackServer) -> None:
    """Each has its usage; Slack would offer people nothing else."""
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    for command in [one["command"] for one in manifest["features"]["slash_commands"]]:
        answered = await (await ask(server, command, "help")).response()
        assert command in answered.shown_text


@pytest.mark.usefixtures("platform")
async def test_nothing_is_asked_of_slack_before_a_command_is_acknowledged(server: SlackServer) -> None:
    """The first command too: a slow Web API makes no command fail."""
    before = len(server.calls)
    await (await ask(server, "/claimwatch", "status")).response()
    assert [call.method for call in server.calls[before:]] == ["response_url"]


@pytest.mark.usefixtures("platform")
async def test_hostile_words_do_nothing(server: SlackServer) -> None:
    """An article may say what it likes: nobody is notified, and no link is made."""
    submitted = await (await ask(server, "/submit", HOSTILE)).response()
    found = await (await ask(server, "/claims", "search text:took")).response()
    assert "evil.example" in found.shown_text
    assert (submitted.pings, submitted.links, found.pings, found.links) == ((), (), (), ())


@pytest.mark.usefixtures("platform")
async def test_a_slowed_answer_comes_later_and_once(server: SlackServer) -> None:
    """What Slack did not take is given again when it asks for that."""
    server.fail_next("response_url", retry_after=1)
    answered = await (await ask(server, "/claimwatch", "status")).response()
    assert "Claimwatch is running" in answered.shown_text
    assert len(server.ephemerals("alerts")) == 1


async def test_a_cut_connection_is_made_again(server: SlackServer, connect: Connect) -> None:
    """Commands are heard again, and the messenger never stopped."""
    async with connect():
        server.drop_connections()
        await server.wait_for_calls("apps.connections.open", 2)
        await server.wait_until(lambda: [one.number for one in server.socket_mode.connections] == [2])
        answered = await (await ask(server, "/claimwatch", "status")).response()
    assert "Claimwatch is running" in answered.shown_text


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_an_announced_end_is_followed_by_a_new_connection(
    server: SlackServer, connect: Connect, reason: str
) -> None:
    """Slack renews connections every few hours."""
    async with connect():
        await server.disconnect(reason)
        await server.wait_until(lambda: any(one.number > 1 for one in server.socket_mode.connections))
        answered = await (await ask(server, "/claimwatch", "status")).response()
    assert "Claimwatch is running" in answered.shown_text


async def test_a_connection_that_stays_away_is_made_from_the_beginning(server: SlackServer, connect: Connect) -> None:
    """Whatever state the library's client is in."""
    async with connect():
        server.fail_next("apps.connections.open", error="internal_error", times=4)
        server.drop_connections()
        await server.wait_for_calls("auth.test", 2)
        await server.wait_until(lambda: server.connections == 1)
        answered = await (await ask(server, "/claimwatch", "status")).response()
    assert "Claimwatch is running" in answered.shown_text


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_an_unreachable_slack_is_tried_again(server: SlackServer, commands: Commands, method: str) -> None:
    """After a while that grows, up to a limit, and never sooner than it asks."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 8:
            raise asyncio.CancelledError

    server.fail_next(method, status=503, times=2)
    server.fail_next(method, drop="before")
    server.fail_next(method, retry_after=60)
    server.fail_next(method, error="fatal_error", times=4)
    with pytest.raises(asyncio.CancelledError):
        await SlackPlatform(server.bot_token, server.app_token, server.api_url, commands, sleep=sleep).run()
    assert waits == [5, 10, 20, 60, 80, 160, 300, 300]


@pytest.mark.parametrize(
    ("bot_token", "app_token", "where"),
    [
        ("xoxb-wrong", None, "slack.bot_token"),
        (None, "xapp-wrong", "slack.app_token"),
        ("xapp-local-app", None, "slack.bot_token"),
        (None, "xoxb-local-bot", "slack.app_token"),
        ("two\nlines", None, "slack.bot_token"),
        (None, "", "slack.app_token"),
    ],
    ids=["wrong bot token", "wrong app token", "swapped", "swapped the other way", "no bot token", "no app token"],
)
async def test_a_refused_token_ends_it(
    server: SlackServer, commands: Commands, bot_token: str | None, app_token: str | None, where: str
) -> None:
    """The setting is named with what to do, the token is not."""
    wrong = SlackPlatform(
        server.bot_token if bot_token is None else bot_token,
        server.app_token if app_token is None else app_token,
        server.api_url,
        commands,
    )
    with pytest.raises(ConfigurationError, match=r"begins with x") as raised:
        await wrong.run()
    assert raised.value.where == where
    assert not any(token and token in str(raised.value) for token in (bot_token, app_token))


async def test_a_token_that_is_revoked_later_ends_it(server: SlackServer, commands: Commands) -> None:
    """The program says so instead of being deaf."""
    platform = SlackPlatform(server.bot_token, server.app_token, server.api_url, commands, pace=QUICK)
    running = asyncio.create_task(platform.run())
    await server.wait_for_connections()
    server.fail_next("apps.connections.open", error="token_revoked", times=100)
    server.drop_connections()
    with pytest.raises(ConfigurationError, match=r"slack\.app_token.*token_revoked"):
        await asyncio.wait_for(running, 10)


@pytest.mark.parametrize("slashes", ["", "/"])
async def test_the_address_may_end_with_a_slash(server: SlackServer, commands: Commands, slashes: str) -> None:
    """Or not."""
    base = server.api_url.rstrip("/") + slashes
    running = asyncio.create_task(SlackPlatform(server.bot_token, server.app_token, base, commands, pace=QUICK).run())
    await server.wait_for_connections()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await server.wait_for_connections(0)


async def test_a_command_in_work_is_given_up_at_the_end(
    server: SlackServer, connect: Connect, submissions: MadeSubmissions
) -> None:
    """Closing does not wait for it, and leaves nothing running."""
    before = asyncio.all_tasks()
    submissions.open.clear()
    async with connect():
        await ask(server, "/submit", "Norland took Ellbruck.")
        await asyncio.wait_for(submissions.begun.wait(), 10)
    await server.wait_for_connections(0)
    left = [str(task.get_coro()) for task in asyncio.all_tasks() - before]
    assert not [name for name in left if "Slack" in name or "SocketMode" in name]


async def test_an_app_without_the_scopes_for_looking_subscribes_all_the_same(commands: Commands) -> None:
    """Where it cannot be known whether the app may post, nothing is said of it."""
    narrow = Workspace(app=App(scopes=("commands", "chat:write")))
    async with open_slack_server(workspace=narrow) as server:
        platform = SlackPlatform(server.bot_token, server.app_token, server.api_url, commands, pace=QUICK)
        running = asyncio.create_task(platform.run())
        await server.wait_for_connections()
        answered = await (await ask(server, "/subscribe", "Portugal")).response()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert "This channel follows Portugal" in answered.shown_text
    assert "/invite" not in answered.shown_text


async def test_tokens_are_never_logged(server: SlackServer, connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    """Not even where everything is."""
    with caplog.at_level(logging.DEBUG):
        async with connect():
            await (await ask(server, "/claimwatch", "status")).response()
    assert "slack_bolt" in {record.name.partition(".")[0] for record in caplog.records}
    assert server.bot_token not in caplog.text
    assert server.app_token not in caplog.text
