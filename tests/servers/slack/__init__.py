"""A Slack workspace on 127.0.0.1, for tests: the Web API, Socket Mode, signed requests and response_urls.

It stands for Slack itself, so that the real slack_bolt and slack_sdk can be run against it without a network, and it
is stricter than Slack: whatever an app should not do is also written down (`server.violations`), and every message says
whom it would ping and what it links.

What it does is written from Slack's API documentation (docs.slack.dev: "Using the Slack Web API", the pages of the
methods, "Block Kit", "Modals", "Using Socket Mode", "The Events API", "Handling user interaction", "Formatting message
text"). Where a fact is not documented but reported by users, the module that relies on it says so.

    async with open_slack_server() as server:
        client = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
        ...
        asked = await server.slash("/claims", "search Kupiansk", channel="alerts", user="olena")
        answer = await asked.response()

The parts: `workspace` (what exists at the start), `state` (what there is now), `web_api` (who may call what) with
`chat`, `conversations`, `directory`, `files` and `views` (the methods), `composing`, `blocks` and `elements` (the
limits), `mrkdwn` (pings and links), `spec` (parameters against Slack's description), `faults` (what goes wrong on
purpose), `socket_mode`, `signed_http`, `payloads`, `forms`, `interactions` and `response_urls` (users and what the app
shows them), `server` (all of it, in a test's hands), `opening` (how it is started).
"""

from tests.servers.slack.interactions import Interaction
from tests.servers.slack.mrkdwn import Link, Ping
from tests.servers.slack.opening import open_slack_server
from tests.servers.slack.records import Message, View
from tests.servers.slack.server import SlackServer
from tests.servers.slack.values import Call, Violation
from tests.servers.slack.workspace import ANALYST, EDITOR, App, Channel, Team, User, UserGroup, Workspace

__all__ = [
    "ANALYST",
    "EDITOR",
    "App",
    "Call",
    "Channel",
    "Interaction",
    "Link",
    "Message",
    "Ping",
    "SlackServer",
    "Team",
    "User",
    "UserGroup",
    "View",
    "Violation",
    "Workspace",
    "open_slack_server",
]
