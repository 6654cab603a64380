"""The local Slack server, driven by the real slack_sdk; what it does for slack_bolt is tested in `slack/`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import App, Channel, SlackServer, Workspace, open_slack_server
from tests.servers.slack.harness import (
    SPEC,
    error_of,
    refused,
    section,
)
from tests.servers.slack.spec import load_spec


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    """Run a workspace that soon loses patience with an app."""
    async with open_slack_server(spec=SPEC, acknowledge_within=1.0, retry_delays=(0.0, 0.0, 0.0)) as running:
        yield running


@pytest.fixture
def client(server: SlackServer) -> AsyncWebClient:
    """Return the bot's client, without retries of its own."""
    return AsyncWebClient(token=server.bot_token, base_url=server.api_url, retry_handlers=[])


class TestWebApi:
    """The Web API through slack_sdk."""

    async def test_auth_test_names_the_bot_and_its_scopes(self, client: AsyncWebClient) -> None:
        """A bot learns who it is, and the header says what it may do."""
        answer = await client.auth_test()
        assert (answer["user_id"], answer["bot_id"]) == ("U0CLAIMBT", "B0CLAIM01")
        assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")

    async def test_a_post_keeps_blocks_and_metadata(self, server: SlackServer, client: AsyncWebClient) -> None:
        """What was posted is what the channel shows, and its metadata finds it again."""
        metadata = {"event_type": "alert", "event_payload": {"key": "k1"}}
        posted = await client.chat_postMessage(
            channel="C0ALERTS1", text="Two claims", blocks=[section("*Two* claims")], metadata=metadata
        )
        [message] = server.messages("alerts")
        assert (message.ts, message.text, message.metadata) == (posted["ts"], "Two claims", metadata)
        history = await client.conversations_history(channel="C0ALERTS1", include_all_metadata=True)
        assert history["messages"][0]["metadata"] == metadata
        plain = await client.conversations_history(channel="C0ALERTS1")
        assert "metadata" not in plain["messages"][0]
        assert server.violations == []

    async def test_a_form_says_the_same_as_json(self, server: SlackServer) -> None:
        """Blocks may come as a string of JSON in a form."""
        form = {
            "token": server.bot_token,
            "channel": "C0ALERTS1",
            "text": "plain",
            "blocks": '[{"type":"divider"}]',
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{server.api_url}chat.postMessage", data=form) as r,
        ):
            assert (await r.json())["ok"] is True
        assert server.messages("alerts")[0].blocks[0]["type"] == "divider"
        assert server.violations == []

    @pytest.mark.parametrize(
        ("channel", "error"),
        [
            pytest.param("C0OTHER01", "not_in_channel", id="a public channel without the bot"),
            pytest.param("C0OLD0001", "is_archived", id="archived"),
            pytest.param("G0HIDDEN1", "channel_not_found", id="a private channel without the bot"),
            pytest.param("C0NOWHERE", "channel_not_found", id="none"),
        ],
    )
    async def test_a_post_is_refused_where_the_bot_may_not_write(
        self, client: AsyncWebClient, channel: str, error: str
    ) -> None:
        """Each kind of closed door has its own name."""
        assert await error_of(client.chat_postMessage(channel=channel, text="x")) == error

    async def test_joining_a_public_channel_opens_it(self, server: SlackServer, client: AsyncWebClient) -> None:
        """After conversations.join the bot may write."""
        await client.conversations_join(channel="C0OTHER01")
        await client.chat_postMessage(channel="C0OTHER01", text="x")
        assert [each.text for each in server.messages("elsewhere")] == ["x"]

    async def test_a_user_id_stands_for_direct_messages(self, server: SlackServer, client: AsyncWebClient) -> None:
        """A post to a user goes to the channel of the two."""
        opened = await client.conversations_open(users="U0ANALYST")
        posted = await client.chat_postMessage(channel="U0ANALYST", text="x")
        assert posted["channel"] == opened["channel"]["id"] == server.direct_message("olena").id

    async def test_tokens_are_told_apart(self, server: SlackServer) -> None:
        """No token, a wrong one and the wrong kind are three errors."""
        nobody = AsyncWebClient(base_url=server.api_url)
        assert await error_of(nobody.auth_test()) == "not_authed"
        stranger = AsyncWebClient(token="xoxb-other", base_url=server.api_url)  # noqa: S106 - a token that opens nothing
        assert await error_of(stranger.auth_test()) == "invalid_auth"
        bot = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
        assert await error_of(bot.apps_connections_open(app_token=server.bot_token)) == "not_allowed_token_type"

    async def test_a_missing_scope_is_named(self) -> None:
        """The answer says what is needed and what was granted."""
        narrow = Workspace(app=App(scopes=("commands",)))
        async with open_slack_server(workspace=narrow) as server:
            client = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
            error = await refused(client.chat_postMessage(channel="alerts", text="x"))
        assert (error.response["needed"], error.response["provided"]) == ("chat:write", "commands")

    async def test_an_edit_keeps_what_was_before(self, server: SlackServer, client: AsyncWebClient) -> None:
        """chat.update changes the message in place, and its former state is remembered."""
        ts = (await client.chat_postMessage(channel="C0ALERTS1", text="one", blocks=[section("one")]))["ts"]
        await client.chat_update(channel="C0ALERTS1", ts=ts, text="two", blocks=[section("two")])
        [message] = server.messages("alerts")
        assert (message.ts, message.text, message.edited_ts is not None) == (ts, "two", True)
        assert [each.text for each in message.revisions] == ["one"]

    async def test_an_edit_with_text_alone_leaves_the_blocks(self, server: SlackServer, client: AsyncWebClient) -> None:
        """Blocks that are not given stay, so that the reader sees no change."""
        ts = (await client.chat_postMessage(channel="C0ALERTS1", text="one", blocks=[section("one")]))["ts"]
        await client.chat_update(channel="C0ALERTS1", ts=ts, text="two")
        assert server.messages("alerts")[0].blocks[0]["text"]["text"] == "one"

    async def test_a_deleted_message_is_gone(self, server: SlackServer, client: AsyncWebClient) -> None:
        """It is neither shown nor reachable."""
        ts = (await client.chat_postMessage(channel="C0ALERTS1", text="one"))["ts"]
        await client.chat_delete(channel="C0ALERTS1", ts=ts)
        assert server.messages("alerts") == []
        assert await error_of(client.chat_update(channel="C0ALERTS1", ts=ts, text="two")) == "message_not_found"

    async def test_a_person_s_message_cannot_be_edited(self, server: SlackServer, client: AsyncWebClient) -> None:
        """The bot edits its own messages only."""
        written = await server.write("alerts", "olena", "mine")
        assert written.source.message is not None
        ts = written.source.message.ts
        assert await error_of(client.chat_update(channel="C0ALERTS1", ts=ts, text="x")) == "cant_update_message"

    async def test_a_thread_is_read_in_order(self, server: SlackServer, client: AsyncWebClient) -> None:
        """Replies stand under their parent, out of the channel's history."""
        ts = (await client.chat_postMessage(channel="C0ALERTS1", text="parent"))["ts"]
        for text in ("first", "second"):
            await client.chat_postMessage(channel="C0ALERTS1", text=text, thread_ts=ts)
        replies = await client.conversations_replies(channel="C0ALERTS1", ts=ts)
        assert [each["text"] for each in replies["messages"]] == ["parent", "first", "second"]
        history = await client.conversations_history(channel="C0ALERTS1")
        assert [(each["text"], each["reply_count"]) for each in history["messages"]] == [("parent", 2)]
        assert [each.text for each in server.replies(server.messages("alerts")[0])] == ["first", "second"]
        lost = client.chat_postMessage(channel="C0ALERTS1", text="x", thread_ts="1.000001")
        assert await error_of(lost) == "thread_not_found"

    async def test_history_comes_in_pages(self, client: AsyncWebClient) -> None:
        """A cursor leads from the newest page to the oldest."""
        for number in range(5):
            await client.chat_postMessage(channel="C0ALERTS1", text=str(number))
        seen, cursor = [], None
        while True:
            page = await client.conversations_history(channel="C0ALERTS1", limit=2, cursor=cursor)
            seen += [each["text"] for each in page["messages"]]
            if not page["has_more"]:
                break
            cursor = page["response_metadata"]["next_cursor"]
        assert seen == ["4", "3", "2", "1", "0"]

    async def test_history_can_begin_at_a_message(self, client: AsyncWebClient) -> None:
        """`oldest` leaves its own message out unless the call is inclusive."""
        stamps = [(await client.chat_postMessage(channel="C0ALERTS1", text=str(n)))["ts"] for n in range(3)]
        later = await client.conversations_history(channel="C0ALERTS1", oldest=stamps[1])
        assert [each["text"] for each in later["messages"]] == ["2"]
        with_it = await client.conversations_history(channel="C0ALERTS1", oldest=stamps[1], inclusive=True)
        assert [each["text"] for each in with_it["messages"]] == ["2", "1"]

    async def test_an_ephemeral_message_is_seen_by_one(self, server: SlackServer, client: AsyncWebClient) -> None:
        """It does not stand in the channel."""
        await client.chat_postEphemeral(channel="C0ALERTS1", user="U0ANALYST", text="psst")
        assert server.messages("alerts") == []
        assert [each.text for each in server.ephemerals("alerts", "olena")] == ["psst"]
        stranger = client.chat_postEphemeral(channel="C0KHARKIV", user="U0EDITOR1", text="psst")
        assert await error_of(stranger) == "user_not_in_channel"

    async def test_a_permalink_names_channel_and_message(self, client: AsyncWebClient) -> None:
        """The timestamp stands in it without its point."""
        ts = (await client.chat_postMessage(channel="C0ALERTS1", text="x"))["ts"]
        link = (await client.chat_getPermalink(channel="C0ALERTS1", message_ts=ts))["permalink"]
        assert link == f"https://desk.slack.com/archives/C0ALERTS1/p{ts.replace('.', '')}"

    async def test_the_directory_lists_people_and_places(self, server: SlackServer, client: AsyncWebClient) -> None:
        """Users, the team, the bot, channels and members are there to read."""
        assert (await client.users_info(user="U0ANALYST"))["user"]["real_name"] == "Olena Koval"
        assert len((await client.users_list())["members"]) == 3
        assert (await client.team_info())["team"]["domain"] == "desk"
        assert (await client.bots_info(bot="B0CLAIM01"))["bot"]["user_id"] == "U0CLAIMBT"
        public = await client.conversations_list(exclude_archived=True)
        assert [each["name"] for each in public["channels"]] == ["alerts", "kharkiv", "elsewhere"]
        private = await client.conversations_list(types="private_channel")
        assert [each["name"] for each in private["channels"]] == ["desk-only"]
        assert (await client.conversations_info(channel="C0KHARKIV"))["channel"]["is_member"] is True
        assert (await client.conversations_members(channel="C0KHARKIV"))["members"] == ["U0ANALYST", "U0CLAIMBT"]
        assert server.violations == []

    async def test_an_unknown_method_is_written_down(self, server: SlackServer, client: AsyncWebClient) -> None:
        """The server does not pretend."""
        assert await error_of(client.api_call("chat.shout")) == "unknown_method"
        assert server.unknown_methods == ["chat.shout"]

    async def test_a_wrong_parameter_is_a_violation(self, server: SlackServer, client: AsyncWebClient) -> None:
        """Names and types are held against Slack's own description."""
        if load_spec(SPEC) is None:
            pytest.skip("Slack's description of its Web API is not on this machine")
        body = {"channel": "C0ALERTS1", "text": "x", "colour": "red", "unfurl_links": "maybe"}
        await client.api_call("chat.postMessage", json=body)
        assert [(each.rule, each.detail) for each in server.violations] == [
            ("spec", "unknown parameter: colour"),
            ("spec", "parameter unfurl_links is not of type boolean: 'maybe'"),
        ]


async def test_a_workspace_can_be_any() -> None:
    """Channels and people are what the test says they are."""
    own = replace(Workspace(), channels=(Channel(id="C1", name="sumy", members=frozenset({"U0CLAIMBT"})),))
    async with open_slack_server(workspace=own) as server:
        client = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
        await client.chat_postMessage(channel="#sumy", text="x")
        assert [each.channel for each in await server.wait_for_messages("sumy", 1)] == ["C1"]


async def test_waiting_in_vain_says_what_there_is(server: SlackServer) -> None:
    """A failing test shows the calls, messages and violations."""
    with pytest.raises(TimeoutError, match="0 connections"):
        await server.wait_for_messages("alerts", 1, 0.01)
