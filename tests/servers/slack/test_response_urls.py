"""Answers that come later."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.servers.slack import SlackServer, open_slack_server
from tests.servers.slack.harness import (
    blocks_of,
    button,
)


class TestResponseUrls:
    """Answers that come later."""

    async def test_a_response_url_is_good_for_five_answers(self, server: SlackServer) -> None:
        """The sixth is refused and written down."""
        asked = await server.slash("/claims", "", channel="alerts", user="olena")
        hook = AsyncWebhookClient(asked.source.response_url)
        statuses = [(await hook.send(text=str(n))).status_code for n in range(6)]
        assert statuses == [200] * 5 + [404]
        assert [each.rule for each in server.violations] == ["used_url"]
        assert [each.text for each in asked.answers] == ["0", "1", "2", "3", "4"]

    async def test_a_response_url_dies_after_half_an_hour(self) -> None:
        """The clock that the server is given decides."""
        now = [1_700_000_000.0]
        async with open_slack_server(clock=lambda: now[0]) as server:
            asked = await server.slash("/claims", "", channel="alerts", user="olena")
            now[0] += 30 * 60 + 1
            answer = await AsyncWebhookClient(asked.source.response_url).send(text="late")
        assert (answer.status_code, "expired_url" in answer.body) == (404, True)

    async def test_invalid_blocks_are_refused_here_too(self, server: SlackServer) -> None:
        """The limits are those of any message."""
        asked = await server.slash("/claims", "", channel="alerts", user="olena")
        answer = await AsyncWebhookClient(asked.source.response_url).send(text="x", blocks=blocks_of(51))
        assert answer.status_code == 400
        assert [(each.where, each.rule) for each in server.violations] == [("response_url", "invalid_blocks")]

    async def test_an_original_can_be_deleted(self, server: SlackServer, client: AsyncWebClient) -> None:
        """The message that was clicked on goes."""
        await client.chat_postMessage(channel="C0ALERTS1", text="x", blocks=button())
        clicked = await server.click(server.messages("alerts")[0], "dispute.show")
        await AsyncWebhookClient(clicked.source.response_url).send(delete_original=True)
        assert server.messages("alerts") == []

    async def test_its_failures_can_be_scripted(self, server: SlackServer) -> None:
        """They go by the name `response_url`."""
        asked = await server.slash("/claims", "", channel="alerts", user="olena")
        server.fail_next("response_url", status=503)
        assert (await AsyncWebhookClient(asked.source.response_url).send(text="x")).status_code == 503
        assert asked.answers == []
