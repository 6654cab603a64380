"""What the doctor sees in Slack."""

from __future__ import annotations

import pytest

from bot.model.finding import Finding, Health
from handlers.slack.examination import SCOPES, SlackExamination, Transport
from tests.servers.slack import App, SlackServer, Workspace, open_slack_server

SECRET = "s"  # noqa: S105 - signs nothing


async def examined(server: SlackServer, *destinations: str, **changed: object) -> dict[str, Finding]:
    """Return what was found, by its part."""
    given = {"bot_token": server.bot_token, "app_token": server.app_token, "api_base": server.api_url, **changed}
    examination = SlackExamination(**given)  # type: ignore[arg-type] # each test gives what it is about
    return {one.part: one for one in await examination.examine(destinations)}


async def test_an_app_of_the_manifest_is_well(server: SlackServer) -> None:
    """Tokens, permissions and channel are in order."""
    found = await examined(server, "slack:C0ALERTS1")
    assert {one.health for one in found.values()} == {Health.WELL}
    assert "alerts can be posted in #alerts" in found["Slack channel C0ALERTS1"].seen


@pytest.mark.parametrize(
    ("changed", "part", "advice"),
    [
        ({"bot_token": "xoxb-wrong"}, "Slack", "xoxb-"),
        ({"app_token": "xapp-wrong"}, "Slack Socket Mode", "xapp-"),
        ({"app_token": None}, "Slack Socket Mode", "xapp-"),
        ({"transport": Transport(listen=None, signing_secret=SECRET)}, "Slack over HTTP", "web.listen"),
        ({"transport": Transport(listen="127.0.0.1:1", signing_secret=None)}, "Slack over HTTP", "Signing Secret"),
    ],
)
async def test_what_is_missing_or_refused_is_told(
    server: SlackServer, changed: dict[str, object], part: str, advice: str
) -> None:
    """With where to get it."""
    found = (await examined(server, **changed))[part]
    assert found.health is Health.ILL
    assert advice in (found.advice or "")


async def test_over_http_no_app_token_is_needed(server: SlackServer) -> None:
    """Only what signs, and where to listen."""
    found = await examined(server, app_token=None, transport=Transport(listen="0.0.0.0:80", signing_secret=SECRET))
    assert {one.health for one in found.values()} == {Health.WELL}
    assert found["Slack over HTTP"].seen.endswith("/slack/events")


@pytest.mark.parametrize(
    ("channel", "seen"),
    [("C0OTHER01", "not in #elsewhere"), ("C0OLD0001", "#old is archived"), ("G0HIDDEN1", "channel_not_found")],
)
async def test_a_channel_that_cannot_be_told_is_named(server: SlackServer, channel: str, seen: str) -> None:
    """Before the first alert is lost."""
    found = (await examined(server, f"slack:{channel}"))[f"Slack channel {channel}"]
    assert found.health is Health.ILL
    assert seen in found.seen


async def test_missing_permissions_are_named() -> None:
    """As Slack names them."""
    scopes = tuple(one for one in SCOPES if one != "app_mentions:read")
    async with open_slack_server(workspace=Workspace(app=App(scopes=scopes))) as server:
        found = (await examined(server))["Slack permissions"]
    assert found.health is Health.ILL
    assert "app_mentions:read" in found.seen


async def test_a_person_is_no_channel(server: SlackServer) -> None:
    """What somebody follows for oneself needs nothing more."""
    found = (await examined(server, "slack:U0ANALYST"))["Slack person U0ANALYST"]
    assert found.health is Health.WELL
