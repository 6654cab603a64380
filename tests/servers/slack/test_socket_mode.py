"""Commands, events and connections through slack_bolt."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import SlackServer, open_slack_server
from tests.servers.slack.harness import (
    MODAL,
    SELECT,
    button,
    connected,
    deaf,
    error_of,
    plain,
    register_claims,
    section,
)


class TestSocketMode:
    """Commands, events and connections through slack_bolt."""

    async def test_a_command_is_acknowledged_and_answered(self, server: SlackServer) -> None:
        """The acknowledgement is empty; the answer comes through the response_url, for the asker's eyes."""
        async with connected(server, register_claims):
            asked = await server.slash("/claims", "search Kupiansk", channel="alerts", user="olena")
            answer = await asked.response()
        assert asked.failure is None
        assert asked.ack_payload is None
        assert asked.acknowledged_after is not None
        assert (answer.text, answer.ephemeral_to, answer.via) == (
            "You asked: search Kupiansk",
            "U0ANALYST",
            "response_url",
        )
        assert server.violations == []

    async def test_an_acknowledgement_can_be_the_answer(self, server: SlackServer) -> None:
        """Text in the acknowledgement is shown to everybody where it says so."""

        def register(app: AsyncApp) -> None:
            @app.command("/claims")
            async def claims(ack: Any) -> None:
                await ack(text="Nothing found", response_type="in_channel")

        async with connected(server, register):
            asked = await server.slash("/claims", "search", channel="alerts", user="olena")
            await asked.response()
        assert [(each.text, each.via) for each in server.messages("alerts")] == [("Nothing found", "acknowledgement")]

    async def test_a_command_that_nobody_hears_fails(self, server: SlackServer) -> None:
        """Without a connection the user is told so at once."""
        asked = await server.slash("/claims", "", channel="alerts", user="olena")
        assert asked.failure == "dispatch_failed"

    async def test_a_late_acknowledgement_is_a_failure(self) -> None:
        """The user sees the time-out while the app is still thinking."""
        release = asyncio.Event()

        def register(app: AsyncApp) -> None:
            @app.command("/claims")
            async def claims(ack: Any) -> None:
                await release.wait()
                await ack(text="late")

        async with open_slack_server(acknowledge_within=0.05) as server, connected(server, register):
            asked = await server.slash("/claims", "", channel="alerts", user="olena")
            assert asked.failure == "operation_timeout"
            release.set()
            await asked.acknowledged()
            assert asked.answers == []

    async def test_a_click_replaces_the_message(self, server: SlackServer, client: AsyncWebClient) -> None:
        """The app hears which button of which message, and edits that message through the response_url."""
        heard: list[dict[str, Any]] = []

        def register(app: AsyncApp) -> None:
            @app.action("dispute.show")
            async def show(ack: Any, body: dict[str, Any], respond: Any) -> None:
                await ack()
                heard.append(body)
                await respond("Shown", replace_original=True)

        await client.chat_postMessage(channel="C0ALERTS1", text="Two claims", blocks=button())
        [message] = server.messages("alerts")
        async with connected(server, register):
            clicked = await server.click(message, "dispute.show", user="marc")
            await clicked.response()
        assert (heard[0]["actions"][0]["value"], heard[0]["user"]["id"]) == ("d-17", "U0EDITOR1")
        assert (heard[0]["container"]["message_ts"], server.messages("alerts")[0].text) == (message.ts, "Shown")

    async def test_a_select_asks_for_its_options(self, server: SlackServer, client: AsyncWebClient) -> None:
        """What is typed goes to the app, and its options come back with the acknowledgement."""

        def register(app: AsyncApp) -> None:
            @app.options("place.pick")
            async def places(ack: Any, payload: dict[str, Any]) -> None:
                await ack(options=[{"text": plain(f"{payload['value']}iansk"), "value": "703656"}])

        await client.chat_postMessage(channel="C0ALERTS1", text="x", blocks=[{"type": "actions", "elements": [SELECT]}])
        async with connected(server, register):
            typed = await server.suggest("place.pick", "Kup")
        assert [each["text"]["text"] for each in typed.options] == ["Kupiansk"]
        assert server.violations == []

    async def test_options_have_limits_too(self, server: SlackServer, client: AsyncWebClient) -> None:
        """A hundred and one options, or a long one, are violations."""

        def register(app: AsyncApp) -> None:
            @app.options("place.pick")
            async def places(ack: Any) -> None:
                await ack(options=[{"text": plain("x" * 76), "value": str(n)} for n in range(101)])

        await client.chat_postMessage(channel="C0ALERTS1", text="x", blocks=[section("Where?", accessory=SELECT)])
        async with connected(server, register):
            await server.suggest("place.pick", "Kup")
        assert {each.rule for each in server.violations} == {"invalid_options"}
        assert len(server.violations) == 102

    async def test_a_modal_is_opened_refused_and_submitted(self, server: SlackServer) -> None:
        """The trigger opens it once; errors keep it open; a plain acknowledgement closes it."""
        submitted: list[dict[str, Any]] = []

        def register(app: AsyncApp) -> None:
            @app.command("/follow")
            async def follow(ack: Any, client: AsyncWebClient, body: dict[str, Any]) -> None:
                await ack()
                await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

            @app.view("subscribe")
            async def subscribe(ack: Any, view: dict[str, Any]) -> None:
                submitted.append(view["state"]["values"])
                if view["state"]["values"]["region"]["name"]["value"]:
                    await ack()
                else:
                    await ack(response_action="errors", errors={"region": "Name one"})

        async with connected(server, register):
            asked = await server.slash("/follow", "", channel="alerts", user="olena")
            view = await asked.opened_view()
            wrong = await server.submit_view(view)
            assert wrong.shown_view is not None
            assert wrong.shown_view.errors == {"region": "Name one"}
            right = await server.submit_view(view, {"name": "Kharkiv"})
        assert right.shown_view is None
        assert server.views("olena") == []
        assert submitted[-1] == {"region": {"name": {"type": "plain_text_input", "value": "Kharkiv"}}}
        assert server.violations == []

    async def test_a_trigger_is_good_for_one_modal(self, server: SlackServer, client: AsyncWebClient) -> None:
        """A second use, and one that was never given, are refused."""
        asked = await server.slash("/follow", "", channel="alerts", user="olena")
        await client.views_open(trigger_id=asked.trigger_id, view=MODAL)
        again = client.views_open(trigger_id=asked.trigger_id, view=MODAL)
        assert await error_of(again) == "exchanged_trigger_id"
        assert await error_of(client.views_open(trigger_id="1.2.3", view=MODAL)) == "invalid_trigger_id"

    async def test_a_trigger_dies_after_three_seconds(self) -> None:
        """The clock that the server is given decides."""
        now = [1_700_000_000.0]
        async with open_slack_server(clock=lambda: now[0]) as server:
            client = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
            asked = await server.slash("/follow", "", channel="alerts", user="olena")
            now[0] += 3.5
            late = client.views_open(trigger_id=asked.trigger_id, view=MODAL)
            assert await error_of(late) == "expired_trigger_id"

    async def test_a_home_tab_is_published_and_updated(self, server: SlackServer, client: AsyncWebClient) -> None:
        """A user has one; a stale hash is refused."""
        home = {"type": "home", "blocks": [section("Nothing followed")]}
        first = await client.views_publish(user_id="U0ANALYST", view=home)
        await client.views_publish(user_id="U0ANALYST", view={"type": "home", "blocks": [section("Kharkiv")]})
        shown = server.home("olena")
        assert shown is not None
        assert "Kharkiv" in shown.shown_text
        stale = client.views_publish(user_id="U0ANALYST", view=home, hash=first["view"]["hash"])
        assert await error_of(stale) == "hash_conflict"

    async def test_a_mention_reaches_the_app(self, server: SlackServer) -> None:
        """The app may answer in the thread."""

        def register(app: AsyncApp) -> None:
            @app.event("app_mention")
            async def mentioned(event: dict[str, Any], say: Any) -> None:
                await say(text="Yes?", thread_ts=event["ts"])

        async with connected(server, register):
            written = await server.mention("alerts", "olena", "what about Kupiansk?")
            said = await server.wait_for_messages("alerts", 2)
        assert [(each.text, each.via) for each in said] == [
            ("<@U0CLAIMBT> what about Kupiansk?", "user"),
            ("Yes?", "chat.postMessage"),
        ]
        assert said[1].thread_ts == said[0].ts
        assert [each.retry_attempt for each in written.envelopes] == [0]

    async def test_an_unacknowledged_event_comes_again(self) -> None:
        """The same event id, with the number of the attempt."""
        async with open_slack_server(acknowledge_within=0.05, retry_delays=(0.0, 0.0)) as server:
            written = await server.mention("alerts", "olena", "anybody?")
            async with aiohttp.ClientSession() as session, deaf(server, session):
                await server.wait_until(lambda: len(written.envelopes) == 3)
            assert [each.retry_attempt for each in written.envelopes] == [0, 1, 2]
            assert len({each.payload["event_id"] for each in written.envelopes}) == 1

    async def test_an_event_without_a_connection_waits_for_one(self) -> None:
        """An app that comes back within the attempts hears of what it missed."""
        heard = asyncio.Event()

        def register(app: AsyncApp) -> None:
            @app.event("app_mention")
            async def mentioned() -> None:
                heard.set()

        async with open_slack_server(retry_delays=(0.5, 0.5, 0.5)) as patient:
            written = await patient.mention("alerts", "olena", "anybody?")
            assert written.failure == "dispatch_failed"
            async with connected(patient, register):
                await written.acknowledged()
                await asyncio.wait_for(heard.wait(), 10)

    async def test_a_dropped_connection_is_made_again(self, server: SlackServer) -> None:
        """The client notices a cut, asks for a new address and serves commands again."""
        async with connected(server, register_claims):
            assert server.drop_connections() == 1
            await server.wait_for_calls("apps.connections.open", 2)
            await server.wait_until(lambda: [each.number for each in server.socket_mode.connections] == [2])
            asked = await server.slash("/claims", "again", channel="alerts", user="olena")
            assert (await asked.response()).text == "You asked: again"

    @pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
    async def test_an_announced_end_is_followed_by_a_new_connection(self, server: SlackServer, reason: str) -> None:
        """The client changes over as soon as it is told."""
        async with connected(server, register_claims):
            await server.disconnect(reason)
            await server.wait_until(
                lambda: bool(server.socket_mode.connections) and server.socket_mode.connections[0].number > 1
            )
            asked = await server.slash("/claims", "again", channel="alerts", user="olena")
            assert (await asked.response()).text == "You asked: again"

    async def test_each_envelope_goes_to_one_of_several_connections(self, server: SlackServer) -> None:
        """Two processes share the work, and nothing is done twice."""
        async with connected(server, register_claims), connected(server, register_claims, others=1):
            for number in range(4):
                await server.slash("/claims", str(number), channel="alerts", user="olena")
        assert sorted({each.connection for each in server.envelopes if each.connection}) == [1, 2]
        assert len(server.envelopes) == 4

    async def test_pings_are_answered_both_ways(self, server: SlackServer) -> None:
        """The client pings the server, and answers the server's pings."""
        async with connected(server, register_claims):
            await server.ping()
            [connection] = server.socket_mode.connections
            await server.wait_until(lambda: connection.pings > 0 and connection.pongs > 0)

    async def test_a_ticket_opens_one_connection(self, server: SlackServer, client: AsyncWebClient) -> None:
        """The address of apps.connections.open is used up by the first connection."""
        url = (await client.apps_connections_open(app_token=server.app_token))["url"]
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(url) as socket:
                hello = await socket.receive_json()
                assert (hello["type"], hello["num_connections"]) == ("hello", 1)
                assert hello["debug_info"]["approximate_connection_time"] == 18060
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)
