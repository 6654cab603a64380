"""What `claimwatch doctor` looks at in Slack: tokens, permissions, and the channels that follow something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.model.finding import Finding, Health
from handlers.slack.platform import make_client
from handlers.slack.signed_http import PATH

SCOPES = (
    "app_mentions:read",
    "commands",
    "chat:write",
    "channels:read",
    "groups:read",
    "channels:join",
    "channels:history",
    "groups:history",
    "im:history",
    "files:read",
    "files:write",
    "users:read",
    "usergroups:read",
)
"""What the manifest asks for."""

_PART = "Slack"
# How the ids of people begin.
_PEOPLE = ("U", "W")


@dataclass(frozen=True, kw_only=True, slots=True)
class Transport:
    """What requests over HTTP need: an address to listen on, and the secret that signs them."""

    listen: str | None
    signing_secret: str | None


class SlackExamination:
    """Looks at a workspace; nothing is posted or changed. With a `transport`, commands come over HTTP."""

    def __init__(
        self, *, bot_token: str, app_token: str | None, api_base: str | None, transport: Transport | None = None
    ) -> None:
        self._client = make_client(bot_token, api_base)
        self._app_token = app_token
        self._transport = transport

    async def examine(self, destinations: Sequence[str]) -> tuple[Finding, ...]:
        """Return what was found of both tokens, the scopes, and each channel."""
        try:
            answer = await self._client.auth_test()
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            advice = "copy the token of OAuth & Permissions, which begins with xoxb-, into slack.bot_token"
            return (Finding(part=_PART, health=Health.ILL, seen=_said(error), advice=advice),)
        found = [Finding(part=_PART, health=Health.WELL, seen=f"{answer.get('user')} in {answer.get('team')}")]
        found.append(_scopes(answer.headers))
        found.append(await self._socket() if self._transport is None else _over_http(self._transport))
        channels = dict.fromkeys(one.removeprefix("slack:").partition("/")[0] for one in destinations)
        found += [await self._channel(one) for one in channels]
        return tuple(found)

    async def _socket(self) -> Finding:
        """Ask for a connection, which is not opened."""
        part = f"{_PART} Socket Mode"
        advice = "make an app-level token with connections:write, which begins with xapp-, and set slack.app_token"
        if self._app_token is None:
            return Finding(part=part, health=Health.ILL, seen="slack.app_token is missing", advice=advice)
        try:
            await self._client.apps_connections_open(app_token=self._app_token)
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            return Finding(part=part, health=Health.ILL, seen=_said(error), advice=advice)
        return Finding(part=part, health=Health.WELL, seen="is let in")

    async def _channel(self, channel: str) -> Finding:
        if channel[:1] in _PEOPLE:
            part = f"{_PART} person {channel}"
            return Finding(part=part, health=Health.WELL, seen="alerts come in the messages with the app")
        part = f"{_PART} channel {channel}"
        invite = "type /invite @claimwatch in the channel"
        try:
            found: Mapping[str, Any] = (await self._client.conversations_info(channel=channel))["channel"]
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            return Finding(part=part, health=Health.ILL, seen=_said(error), advice=invite)
        name = f"#{found.get('name')}" if found.get("name") else "a direct message"
        if found.get("is_archived"):
            return Finding(part=part, health=Health.ILL, seen=f"{name} is archived", advice="unarchive it")
        if not (found.get("is_member") or found.get("is_im")):
            return Finding(part=part, health=Health.ILL, seen=f"the app is not in {name}", advice=invite)
        return Finding(part=part, health=Health.WELL, seen=f"alerts can be posted in {name}")


def _over_http(transport: Transport) -> Finding:
    part = f"{_PART} over HTTP"
    if transport.signing_secret is None:
        advice = "copy Basic Information → Signing Secret into slack.signing_secret"
        return Finding(part=part, health=Health.ILL, seen="slack.signing_secret is missing", advice=advice)
    if transport.listen is None:
        advice = "set web.listen, such as 127.0.0.1:8080, behind a proxy that does HTTPS"
        return Finding(part=part, health=Health.ILL, seen="web.listen is missing", advice=advice)
    return Finding(part=part, health=Health.WELL, seen=f"signed requests are taken at {transport.listen}{PATH}")


def _scopes(headers: Mapping[str, Any]) -> Finding:
    """Say which permissions are missing; Slack names those that were granted in a header of each answer."""
    part = f"{_PART} permissions"
    granted = next((str(value) for name, value in headers.items() if name.casefold() == "x-oauth-scopes"), None)
    if granted is None:
        return Finding(part=part, health=Health.IDLE, seen="Slack did not say which there are")
    missing = [one for one in SCOPES if one not in {scope.strip() for scope in granted.split(",")}]
    if not missing:
        return Finding(part=part, health=Health.WELL, seen="all that are needed")
    advice = "add them under OAuth & Permissions (or paste the manifest anew), then install the app again"
    return Finding(part=part, health=Health.ILL, seen=f"missing: {', '.join(missing)}", advice=advice)


def _said(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        return f"Slack says {error.response.get('error')}"
    return f"Slack cannot be reached: {error or type(error).__name__}"
