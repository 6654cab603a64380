"""What a message would ping and link."""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import Message, SlackServer
from tests.servers.slack.harness import (
    button,
    plain,
    section,
)
from tests.servers.slack.mrkdwn import Link, Ping


class TestPings:
    """What a message would ping and link."""

    async def post(self, server: SlackServer, client: AsyncWebClient, **arguments: Any) -> Message:
        """Post a message and return it as the server has it."""
        await client.chat_postMessage(channel="C0ALERTS1", **arguments)
        return server.messages("alerts")[-1]

    async def test_markup_pings_wherever_text_is_mrkdwn(self, server: SlackServer, client: AsyncWebClient) -> None:
        """Text, sections, fields and context lines count; plain text does not."""
        blocks = [
            section("<!channel>", fields=[{"type": "mrkdwn", "text": "<@U0ANALYST>", "verbatim": True}]),
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "<!subteam^S01|@desk>", "verbatim": True}]},
            {"type": "header", "text": plain("<!everyone>")},
        ]
        message = await self.post(server, client, text="<!here>", blocks=blocks)
        assert message.pings == (
            Ping(kind="here", target=None, where="/text"),
            Ping(kind="channel", target=None, where="/blocks/0/text"),
            Ping(kind="user", target="U0ANALYST", where="/blocks/0/fields/0"),
            Ping(kind="usergroup", target="S01", where="/blocks/1/elements/0"),
        )

    async def test_escaped_text_pings_nobody(self, server: SlackServer, client: AsyncWebClient) -> None:
        """`&lt;!channel&gt;` is what an article said, not a call."""
        text = "&lt;!channel&gt; &lt;https://evil.example|bbc.co.uk&gt;"
        message = await self.post(server, client, text="ok", blocks=[section(text.replace("https://", ""))])
        assert (message.pings, message.links) == ((), ())

    async def test_a_link_shows_where_it_leads_and_under_which_words(
        self, server: SlackServer, client: AsyncWebClient
    ) -> None:
        """Addresses are read with their entities undone, those of buttons too."""
        blocks = [section("<https://a.example/?x=1&amp;y=2|BBC>"), *button(url="https://b.example/")]
        message = await self.post(server, client, text="ok", blocks=blocks)
        assert message.links == (
            Link(url="https://a.example/?x=1&y=2", label="BBC", where="/blocks/0/text"),
            Link(url="https://b.example/", label="Show both", where="/blocks/1/elements/0"),
        )

    async def test_bare_mentions_count_where_slack_would_parse_them(
        self, server: SlackServer, client: AsyncWebClient
    ) -> None:
        """A text object that is not verbatim, and `parse=full`, are looked through."""
        loose = {"type": "section", "text": {"type": "mrkdwn", "text": "@here https://a.example."}}
        message = await self.post(server, client, text="@channel", blocks=[loose])
        assert message.pings == (Ping(kind="here", target=None, where="/blocks/0/text", automatic=True),)
        assert message.links == (Link(url="https://a.example", label=None, where="/blocks/0/text", automatic=True),)
        full = await self.post(server, client, text="@channel", parse="full")
        assert [each.kind for each in full.pings] == ["channel"]
