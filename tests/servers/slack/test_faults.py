"""What goes wrong on purpose."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import SlackServer, open_slack_server
from tests.servers.slack.harness import (
    error_of,
    refused,
)


class TestFaults:
    """What goes wrong on purpose."""

    async def test_a_rate_limit_is_waited_out_by_the_sdk(self, server: SlackServer) -> None:
        """A 429 with Retry-After is tried again by the SDK's own handler, and the post arrives once."""
        handler = AsyncRateLimitErrorRetryHandler(max_retry_count=2)
        patient = AsyncWebClient(token=server.bot_token, base_url=server.api_url, retry_handlers=[handler])
        server.fail_next("chat.postMessage", retry_after=0, times=2)
        await patient.chat_postMessage(channel="C0ALERTS1", text="x")
        assert [call.status for call in server.calls_of("chat.postMessage")] == [429, 429, 200]
        assert len(server.messages("alerts")) == 1

    async def test_a_rate_limit_says_how_long(self, server: SlackServer, client: AsyncWebClient) -> None:
        """Without a handler the caller sees the error and the delay."""
        server.fail_next("chat.postMessage", retry_after=7)
        error = await refused(client.chat_postMessage(channel="C0ALERTS1", text="x"))
        response = error.response
        assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "7")

    @pytest.mark.parametrize(
        ("fault", "status", "error"),
        [
            pytest.param({"status": 500}, 500, "internal_error", id="500"),
            pytest.param({"status": 503}, 503, "service_unavailable", id="503"),
            pytest.param({"error": "fatal_error"}, 200, "fatal_error", id="ok: false"),
        ],
    )
    async def test_a_failure_comes_once_and_without_effect(
        self, server: SlackServer, client: AsyncWebClient, fault: dict[str, Any], status: int, error: str
    ) -> None:
        """The next call is served as ever."""
        server.fail_next("chat.postMessage", **fault)
        refusal = await refused(client.chat_postMessage(channel="C0ALERTS1", text="x"))
        assert (refusal.response.status_code, refusal.response["error"]) == (status, error)
        assert server.messages("alerts") == []
        await client.chat_postMessage(channel="C0ALERTS1", text="x")
        assert len(server.messages("alerts")) == 1

    @pytest.mark.parametrize(("drop", "posted"), [("before", 0), ("after", 1)])
    async def test_a_lost_answer_may_hide_a_post(
        self, server: SlackServer, client: AsyncWebClient, drop: Any, posted: int
    ) -> None:
        """The caller cannot tell whether the work was done; the server knows."""
        server.fail_next("chat.postMessage", drop=drop)
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel="C0ALERTS1", text="x")
        assert len(server.messages("alerts")) == posted
        assert [call.status for call in server.calls_of("chat.postMessage")] == [None]

    async def test_the_sdk_s_own_retry_can_post_twice(self, server: SlackServer) -> None:
        """The default client repeats a call whose connection was lost, even when the post was made."""
        eager = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
        server.fail_next("chat.postMessage", drop="after")
        await eager.chat_postMessage(channel="C0ALERTS1", text="x")
        assert len(server.messages("alerts")) == 2

    async def test_a_channel_can_be_held_to_a_pace(self) -> None:
        """A second post within the interval is refused; another channel is not held up."""
        async with open_slack_server(post_interval=60.0, clock=lambda: 1_700_000_000.0) as server:
            client = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
            await client.chat_postMessage(channel="C0ALERTS1", text="x")
            assert await error_of(client.chat_postMessage(channel="C0ALERTS1", text="y")) == "ratelimited"
            await client.chat_postMessage(channel="C0KHARKIV", text="z")
