"""Files that people hand over."""

from __future__ import annotations

import pytest

from bot.model.errors import RequestError
from handlers.slack.files import LONGEST, Files
from tests.handlers.slack.hands import fill, form_of
from tests.servers.slack import SlackServer

SAID = b"Norland said that its troops had captured Ellbruck."


@pytest.mark.usefixtures("platform")
async def test_an_article_is_handed_over_as_a_file(server: SlackServer) -> None:
    """In the form of `/submit`; all in the channel see what it claims."""
    asked = await server.slash("/submit", channel="alerts", user="olena")
    sent = await fill(server, await form_of(server, asked), {"file": [server.files.add("report.txt", SAID)]})
    assert sent.failure is None
    told = await asked.response()
    assert told.ephemeral_to is None
    assert "Ellbruck" in told.shown_text


@pytest.mark.usefixtures("platform")
async def test_neither_text_nor_file_is_said(server: SlackServer) -> None:
    """In the form, which stays."""
    asked = await server.slash("/submit", channel="alerts", user="olena")
    sent = await fill(server, await form_of(server, asked), {})
    assert sent.shown_view is not None
    assert sent.shown_view.errors


async def test_a_file_is_fetched_with_the_token(server: SlackServer) -> None:
    """Another's token gets a page to log in, which is no article."""
    file = server.files.add("report.txt", SAID)
    assert await Files(server.bot_token, server.api_url).fetch(file) == ("report.txt", SAID)
    with pytest.raises(RequestError, match=r"report\.txt could not be fetched"):
        await Files("xoxb-other", server.api_url).fetch(file)
    with pytest.raises(RequestError, match="could not be fetched"):
        await Files(server.bot_token, server.api_url).fetch(
            {**file, "url_private_download": f"{server.base}/files-pri/x"}
        )


async def test_a_large_file_is_refused(server: SlackServer) -> None:
    """Whether it says so or not."""
    file = server.files.add("report.txt", b"x" * (LONGEST + 1))
    for given in (file, {**file, "size": 1}):
        with pytest.raises(RequestError, match="larger than 10 MB"):
            await Files(server.bot_token, server.api_url).fetch(given)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/a",
        "https://slack.com.evil.example/a",
        "http://files.slack.com/a",
        "https://[x",
        "",
        "file:///a",
    ],
)
async def test_the_token_goes_nowhere_else(server: SlackServer, address: str) -> None:
    """Only to Slack, or where its Web API is said to be."""
    for base in (None, server.api_url):
        with pytest.raises(RequestError, match="could not be fetched"):
            await Files(server.bot_token, base).fetch({"name": "a", "url_private_download": address})
