"""Modals and shortcuts through slack_bolt, to the end of their lives."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import SlackServer, View
from tests.servers.slack.harness import MODAL, connected, error_of, plain

ANSWERS: dict[str, dict[str, Any]] = {
    "push": {"response_action": "push", "view": MODAL},
    "update": {"response_action": "update", "view": {**MODAL, "title": plain("Changed")}},
    "too long": {"response_action": "update", "view": {**MODAL, "title": plain("x" * 25)}},
    "clear": {"response_action": "clear"},
}


def register_modal(app: AsyncApp) -> None:
    """Register a shortcut that opens a modal, and a modal that answers what its field asks for."""

    @app.shortcut("follow")
    async def follow(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view={**MODAL, "notify_on_close": True})

    @app.shortcut("explain")
    async def explain(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        await respond(f"About: {body['message']['text']}")

    @app.view("subscribe")
    async def subscribe(ack: Any, view: dict[str, Any]) -> None:
        await ack(**ANSWERS[view["state"]["values"]["region"]["name"]["value"]])

    @app.view_closed("subscribe")
    async def closed(ack: Any) -> None:
        await ack()

    @app.action("period")
    async def period(ack: Any) -> None:
        await ack()


async def open_modal(server: SlackServer) -> View:
    """Use the shortcut and return the modal."""
    return await (await server.shortcut("follow", user="olena")).opened_view()


async def test_a_pushed_modal_lies_on_the_other(server: SlackServer) -> None:
    """Both are open; the new one knows what lies under it."""
    async with connected(server, register_modal):
        first = await open_modal(server)
        shown = (await server.submit_view(first, {"name": "push"})).shown_view
    assert shown is not None
    assert (shown.previous_id, [each.id for each in server.views("olena")]) == (first.id, [first.id, shown.id])


async def test_an_updated_modal_stays_the_same_one(server: SlackServer) -> None:
    """Its id stays, its words change."""
    async with connected(server, register_modal):
        first = await open_modal(server)
        shown = (await server.submit_view(first, {"name": "update"})).shown_view
    assert shown is not None
    assert (shown.id, shown.title) == (first.id, "Changed")


async def test_an_update_over_a_limit_changes_nothing_and_is_written_down(server: SlackServer) -> None:
    """Slack tells the user, not the app; here the test is told."""
    async with connected(server, register_modal):
        first = await open_modal(server)
        shown = (await server.submit_view(first, {"name": "too long"})).shown_view
    assert shown is not None
    assert shown.title == "Follow a region"
    assert [(each.where, each.rule) for each in server.violations] == [("acknowledgement", "invalid_view")]


async def test_clearing_closes_every_modal(server: SlackServer) -> None:
    """The whole stack goes."""
    async with connected(server, register_modal):
        first = await open_modal(server)
        second = (await server.submit_view(first, {"name": "push"})).shown_view
        assert second is not None
        assert (await server.submit_view(second, {"name": "clear"})).shown_view is None
    assert server.views("olena") == []


async def test_a_closed_modal_is_told_where_it_asks_for_that(server: SlackServer) -> None:
    """`notify_on_close` sends a payload, which is acknowledged."""
    async with connected(server, register_modal):
        told = await server.close_view(await open_modal(server))
    assert told is not None
    assert told.failure is None
    assert server.views("olena") == []


async def test_a_modal_is_updated_by_its_id(server: SlackServer, client: AsyncWebClient) -> None:
    """views.update reaches it; a view that is not there is not found."""
    async with connected(server, register_modal):
        view = await open_modal(server)
    await client.views_update(view_id=view.id, view={**MODAL, "title": plain("Later")})
    assert server.views("olena")[0].title == "Later"
    assert await error_of(client.views_update(view_id="V0", view=MODAL)) == "not_found"


async def test_a_message_shortcut_brings_its_message(server: SlackServer, client: AsyncWebClient) -> None:
    """The app hears which message it is about, and answers the one who asked."""
    await client.chat_postMessage(channel="C0ALERTS1", text="Two claims")
    async with connected(server, register_modal):
        used = await server.shortcut("explain", user="marc", message=server.messages("alerts")[0])
        answer = await used.response()
    assert (answer.text, answer.ephemeral_to) == ("About: Two claims", "U0EDITOR1")


async def test_a_choice_carries_the_option(server: SlackServer, client: AsyncWebClient) -> None:
    """A select's value names one of its options; another is a mistake of the test."""
    options = [{"text": plain("A day"), "value": "1"}, {"text": plain("A week"), "value": "7"}]
    menu = {"type": "static_select", "action_id": "period", "options": options}
    await client.chat_postMessage(channel="C0ALERTS1", text="x", blocks=[{"type": "actions", "elements": [menu]}])
    [message] = server.messages("alerts")
    async with connected(server, register_modal):
        await server.click(message, "period", value="7")
        with pytest.raises(LookupError, match="there are"):
            await server.click(message, "period", value="30")
    assert server.envelopes[-1].payload["actions"][0]["selected_option"]["text"]["text"] == "A week"


async def test_a_connection_without_pongs_is_given_up(server: SlackServer) -> None:
    """The client takes silence for a broken line and makes another."""
    async with connected(server, register_modal):
        server.socket_mode.answer_pings = False
        await server.wait_until(lambda: any(each.number > 1 for each in server.socket_mode.connections))
        server.socket_mode.answer_pings = True


async def test_the_server_ends_while_a_client_is_connecting(server: SlackServer) -> None:
    """Whatever was under way is closed with it, without a warning."""
    async with connected(server, register_modal):
        await server.disconnect("link_disabled")
        await server.wait_until(lambda: any(each.number > 1 for each in server.socket_mode.connections))
