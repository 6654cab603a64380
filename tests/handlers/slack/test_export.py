"""The feeds as a file: in the messages with who asked, or where the app was mentioned."""

from __future__ import annotations

import pytest

from bot.desk.commands import Commands
from bot.sources.opml import feeds_file
from tests.desk.world import FEED, NOW
from tests.servers.slack import SlackServer

NAME = "claimwatch-feeds.opml"


async def follow(commands: Commands) -> bytes:
    """Follow a feed, and return the list of feeds as a file."""
    await commands.feeds.add(FEED, now=NOW, title="The Ell Courier")
    return feeds_file(await commands.feeds.all())


@pytest.mark.parametrize("text", ["sources export", "Sources Export"])
@pytest.mark.usefixtures("platform")
async def test_the_file_comes_in_the_messages_with_who_asked(
    server: SlackServer, commands: Commands, text: str
) -> None:
    """As an answer to a command takes none; the channel sees nothing, and who asked is told where it is."""
    data = await follow(commands)
    asked = await server.slash("/claimwatch", text, channel="alerts", user="olena")
    answered = await asked.response()
    assert answered.ephemeral_to == "U0ANALYST"
    assert "1 feed as a file" in answered.shown_text
    assert "in your messages with me" in answered.shown_text
    ((channel, thread, name, found),) = server.state.shared
    assert (server.state.channels[channel].im_with, thread, name, found) == ("U0ANALYST", None, NAME, data)
    assert server.messages("alerts") == []


@pytest.mark.usefixtures("platform")
async def test_a_mention_gets_the_file_in_its_thread(server: SlackServer, commands: Commands) -> None:
    """Where the app was asked it can post."""
    data = await follow(commands)
    asked = await server.mention("alerts", "olena", "sources export")
    parent = asked.source.message
    assert parent is not None
    await server.wait_until(lambda: bool(server.state.shared))
    assert server.state.shared == [("C0ALERTS1", parent.ts, NAME, data)]


@pytest.mark.usefixtures("platform")
async def test_without_feeds_there_is_no_file(server: SlackServer) -> None:
    """Who asks is told why."""
    answered = await (await server.slash("/claimwatch", "sources export", channel="alerts", user="olena")).response()
    assert "nothing to export" in answered.shown_text
    assert server.state.shared == []


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.usefixtures("platform")
async def test_where_slack_takes_no_file_it_is_said(server: SlackServer, commands: Commands, method: str) -> None:
    """An app that was installed before lacks the permission: its operator is told what to do."""
    await follow(commands)
    server.fail_next(method, error="missing_scope")
    answered = await (await server.slash("/claimwatch", "sources export", channel="alerts", user="olena")).response()
    assert "did not take the file" in answered.shown_text
    assert "files:write" in answered.shown_text
