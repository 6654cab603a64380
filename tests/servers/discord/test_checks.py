"""What the local Discord refuses and records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from tests.servers.discord import (
    ANALYST,
    CHANNEL_ID,
    READER,
    DiscordServer,
    open_discord_server,
)
from tests.servers.discord.sample_bot import Clock, Decision, channel_of, point_at, post, started
from tests.servers.discord.schema import Description


@pytest.mark.parametrize(
    ("payload", "field", "code"),
    [
        pytest.param({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH", id="content"),
        pytest.param({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH", id="title"),
        pytest.param(
            {"embeds": [{"description": "x" * 4097}]}, "embeds.0.description", "BASE_TYPE_MAX_LENGTH", id="description"
        ),
        pytest.param(
            {"embeds": [{"description": "x" * 3001}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED", id="all embeds"
        ),
        pytest.param({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_BAD_LENGTH", id="eleven embeds"),
        pytest.param(
            {"embeds": [{"fields": [{"name": "a", "value": "b"}] * 26}]},
            "embeds.0.fields",
            "BASE_TYPE_BAD_LENGTH",
            id="26 fields",
        ),
        pytest.param(
            {"embeds": [{"fields": [{"name": "a", "value": ""}]}]},
            "embeds.0.fields.0.value",
            "BASE_TYPE_REQUIRED",
            id="empty field",
        ),
        pytest.param(
            {"embeds": [{"title": "a", "footer": {"text": "x" * 2049}}]},
            "embeds.0.footer.text",
            "BASE_TYPE_MAX_LENGTH",
            id="footer",
        ),
        pytest.param(
            {"embeds": [{"title": "a", "url": "javascript:x"}]},
            "embeds.0.url",
            "URL_TYPE_INVALID_SCHEME",
            id="scheme",
        ),
        pytest.param({"embeds": [{"timestamp": "noon"}]}, "embeds.0.timestamp", "DATE_TIME_TYPE_PARSE", id="time"),
        pytest.param({"content": "a", "nonce": "x" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH", id="nonce"),
        pytest.param(
            {"content": "a", "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "a"}]}]},
            "components.0.components.0.custom_id",
            "BASE_TYPE_REQUIRED",
            id="button without custom_id",
        ),
        pytest.param(
            {
                "content": "a",
                "components": [
                    {"type": 1, "components": [{"type": 2, "style": 1, "label": "a", "custom_id": "x" * 101}]}
                ],
            },
            "components.0.components.0.custom_id",
            "BASE_TYPE_BAD_LENGTH",
            id="custom_id",
        ),
        pytest.param(
            {"content": "a", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
            id="mentions both parsed and listed",
        ),
        pytest.param(
            {"content": "a", "flags": 1 << 15, "components": [{"type": 10, "content": "b"}]},
            "content",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
            id="content beside components v2",
        ),
    ],
)
async def test_limits_are_refused(server: DiscordServer, payload: dict[str, Any], field: str, code: str) -> None:
    """A payload over a limit is answered with 50035 and the path of the fault, and recorded."""
    status, body = await post(server, payload)
    node: Any = body["errors"]
    for key in field.split("."):
        node = node[key]

    assert (status, body["code"]) == (400, 50035)
    assert node["_errors"][0]["code"] == code
    assert [(one.field, one.code) for one in server.violations] == [(field, code)]


async def test_an_empty_message_is_refused(server: DiscordServer) -> None:
    """A message of blanks is empty (50006)."""
    status, body = await post(server, {"content": "  "})

    assert (status, body["code"]) == (400, 50006)
    assert [one.code for one in server.violations] == ["50006"]


async def test_a_full_message_is_accepted(server: DiscordServer) -> None:
    """A message that fills every limit passes."""
    fields = [{"name": "n" * 256, "value": "v" * 20}] * 20
    status, _ = await post(server, {"content": "x" * 2000, "embeds": [{"title": "t" * 256, "fields": fields}]})

    assert status == 200
    assert server.violations == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        pytest.param({"name": "a" * 33, "description": "d"}, "BASE_TYPE_BAD_LENGTH", id="name"),
        pytest.param({"name": "Search", "description": "d"}, "APPLICATION_COMMAND_INVALID_NAME", id="capitals"),
        pytest.param({"name": "a", "description": "d" * 101}, "BASE_TYPE_BAD_LENGTH", id="description"),
        pytest.param(
            {
                "name": "a",
                "description": "d",
                "options": [{"type": 3, "name": f"o{number}", "description": "d"} for number in range(26)],
            },
            "BASE_TYPE_BAD_LENGTH",
            id="26 options",
        ),
        pytest.param(
            {
                "name": "a",
                "description": "d",
                "options": [
                    {"type": 3, "name": "b", "description": "d"},
                    {"type": 3, "name": "c", "description": "d", "required": True},
                ],
            },
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            id="required after optional",
        ),
    ],
)
async def test_bad_commands_are_refused(server: DiscordServer, command: dict[str, Any], code: str) -> None:
    """A definition over a limit is refused, and the old commands stay."""
    headers = {"Authorization": f"Bot {server.token}"}
    url = f"{server.api_base}/applications/{server.backend.bot.application_id}/commands"
    async with aiohttp.ClientSession(headers=headers) as session, session.put(url, json=[command]) as answer:
        body = await answer.json()

    assert (answer.status, body["code"]) == (400, 50035)
    assert [one.code for one in server.violations] == [code]
    assert server.command_writes == []


async def test_unknown_routes_are_recorded() -> None:
    """A request that Discord does not have is answered with its 404, and a test can see it."""
    async with open_discord_server() as server, aiohttp.ClientSession() as session:
        async with session.delete(f"{server.api_base}/moon") as answer:
            body = await answer.json()

        assert (answer.status, body) == (404, {"message": "404: Not Found", "code": 0})
        assert server.unknown_routes == [("DELETE", "/api/v10/moon")]


@pytest.fixture
def spec() -> Path:
    """Return Discord's own description where it is at hand."""
    path = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json.gz"
    if not path.exists():
        pytest.skip("Discord's OpenAPI description is not here")
    return path


async def test_discord_py_keeps_to_discords_description(
    spec: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What discord.py sends is what Discord describes."""
    async with open_discord_server(spec=spec, now=clock) as server:
        point_at(server, monkeypatch)
        async with started(server) as bot:
            sent = await channel_of(bot).send("alert", embed=discord.Embed(title="a", colour=3), view=Decision())
            await sent.edit(content="changed", view=None)
            await (await sent.create_thread(name="thread")).send("inside")
            shown = await (await server.invoke(CHANNEL_ID, ANALYST, "decide")).response()
            opened = await server.click(shown, "explain")
            await (await server.submit_modal(opened, {"why": "photos"})).response()
            await (await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Sund"})).response()
            await server.autocomplete(CHANNEL_ID, READER, "claims search", {"place": "Ell"}, focused="place")

    assert server.violations == []


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        pytest.param("POST", "/channels/1/messages", {"content": "a", "tts": "yes"}, "tts", id="plain"),
        pytest.param(
            "POST",
            "/interactions/1/token/callback",
            {"type": 4, "data": {"embeds": [{"title": 3}]}},
            "data.embeds.0.title",
            id="inside a reply",
        ),
        pytest.param(
            "POST",
            "/channels/1/messages",
            {"components": [{"type": 1, "components": [{"type": 2, "style": 9, "label": "a"}]}]},
            "components.0.components.0.style",
            id="inside a row",
        ),
        pytest.param(
            "PUT",
            "/applications/1/commands",
            [{"name": "a", "description": "b", "options": [{"type": 3, "name": "a", "description": 5}]}],
            "0.options.0.description",
            id="inside an option",
        ),
        pytest.param("PATCH", "/webhooks/1/token/messages/@original", {"content": 5}, "content", id="@original"),
    ],
)
def test_the_description_names_the_field(spec: Path, method: str, path: str, body: Any, field: str) -> None:
    """A wrong type is found with its path, inside unions too."""
    assert [one.path for one in Description.read(spec).problems(method, path, body)] == [field]


async def test_what_the_description_objects_to_is_recorded(spec: Path) -> None:
    """The server takes such a body, and records the objection."""
    async with open_discord_server(spec=spec) as server:
        status, _ = await post(server, {"content": "a", "tts": "yes"})

    assert status == 200
    assert [(one.field, one.code) for one in server.violations] == [("tts", "SCHEMA")]


async def test_another_token_is_refused(server: DiscordServer) -> None:
    """A request without the bot's token is answered with 401, and changes nothing."""
    url = f"{server.api_base}/channels/{CHANNEL_ID}/messages"
    async with aiohttp.ClientSession() as session, session.post(url, json={"content": "a"}) as answer:
        body = await answer.json()

    assert (answer.status, body) == (401, {"message": "401: Unauthorized", "code": 0})
    assert server.messages(CHANNEL_ID) == []
