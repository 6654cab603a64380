"""Application commands, global and of a guild (documentation, "Application Commands")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.servers.discord.backend import Backend
from tests.servers.discord.calls import NO_CONTENT, Call, Reply, Route
from tests.servers.discord.command_checks import CHAT_INPUT, bulk_problems, command_problems
from tests.servers.discord.errors import ApiError, invalid
from tests.servers.discord.records import CommandWrite

_DEFAULTS: Mapping[str, Any] = {
    "type": CHAT_INPUT,
    "description": "",
    "name_localizations": None,
    "description_localizations": None,
    "default_member_permissions": None,
    "nsfw": False,
}
_ONLY_GLOBAL: Mapping[str, Any] = {"dm_permission": True, "contexts": None, "integration_types": [0]}


def _scope(backend: Backend, call: Call) -> int | None:
    if call.id("application") != backend.bot.application_id:
        raise ApiError(403, 50001)
    if "guild" not in call.parameters:
        return None
    if call.id("guild") not in backend.guilds:
        raise ApiError(403, 50001)
    return call.id("guild")


def _registered(
    backend: Backend, guild_id: int | None, definition: Mapping[str, Any], old: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return a definition as it is stored: it keeps its id by name and type, and its version unless it changed."""
    stored = dict(_DEFAULTS) | (dict(_ONLY_GLOBAL) if guild_id is None else {}) | dict(definition)
    permissions = stored["default_member_permissions"]
    stored["default_member_permissions"] = None if permissions is None else str(permissions)
    stored["application_id"] = str(backend.bot.application_id)
    if guild_id is not None:
        stored["guild_id"] = str(guild_id)
    stored["id"] = old["id"] if old is not None else str(backend.ids())
    unchanged = old is not None and all(old.get(key) == value for key, value in stored.items())
    stored["version"] = old["version"] if unchanged and old is not None else str(backend.ids())
    return stored


def _find(commands: list[dict[str, Any]], definition: Mapping[str, Any]) -> dict[str, Any] | None:
    wanted = (definition.get("name"), definition.get("type") or CHAT_INPUT)
    return next((one for one in commands if (one["name"], one["type"]) == wanted), None)


def _written(backend: Backend, call: Call, guild_id: int | None, *names: str) -> None:
    backend.command_writes.append(CommandWrite(method=call.method, guild_id=guild_id, names=names))
    backend.changes.notify()


async def read(backend: Backend, call: Call) -> Reply:
    """Return the commands; without `with_localizations` their translations are left out."""
    commands = backend.commands.get(_scope(backend, call), [])
    if call.query.get("with_localizations") in ("true", "True", "1"):
        return Reply(body=commands)
    hidden = ("name_localizations", "description_localizations")
    return Reply(body=[{key: value for key, value in one.items() if key not in hidden} for one in commands])


async def overwrite(backend: Backend, call: Call) -> Reply:
    """Replace all commands of a scope."""
    guild_id = _scope(backend, call)
    if not isinstance(call.body, list):
        raise ApiError(400, 50109)
    if problems := bulk_problems(call.body):
        raise invalid(problems)
    old = backend.commands.get(guild_id, [])
    stored = [_registered(backend, guild_id, one, _find(old, one)) for one in call.body]
    backend.commands[guild_id] = stored
    _written(backend, call, guild_id, *(one["name"] for one in stored))
    return Reply(body=stored)


async def create(backend: Backend, call: Call) -> Reply:
    """Add a command; one of the same name and type is replaced (200 then, 201 for a new one)."""
    guild_id, body = _scope(backend, call), call.form()
    if problems := command_problems(body):
        raise invalid(problems)
    commands = backend.commands.setdefault(guild_id, [])
    old = _find(commands, body)
    stored = _registered(backend, guild_id, body, old)
    backend.commands[guild_id] = [one for one in commands if one is not old] + [stored]
    _written(backend, call, guild_id, stored["name"])
    return Reply(status=201 if old is None else 200, body=stored)


def _one(backend: Backend, call: Call) -> tuple[int | None, dict[str, Any]]:
    guild_id = _scope(backend, call)
    for command in backend.commands.get(guild_id, []):
        if command["id"] == call.parameters["command"]:
            return guild_id, command
    raise ApiError(404, 10063)


async def read_one(backend: Backend, call: Call) -> Reply:
    """Return one command."""
    return Reply(body=_one(backend, call)[1])


async def edit(backend: Backend, call: Call) -> Reply:
    """Change one command."""
    guild_id, old = _one(backend, call)
    kept = {key: value for key, value in old.items() if key not in ("id", "application_id", "guild_id", "version")}
    changed = kept | dict(call.form())
    if problems := command_problems(changed):
        raise invalid(problems)
    stored = _registered(backend, guild_id, changed, old)
    backend.commands[guild_id] = [stored if one is old else one for one in backend.commands[guild_id]]
    _written(backend, call, guild_id, stored["name"])
    return Reply(body=stored)


async def delete(backend: Backend, call: Call) -> Reply:
    """Delete one command."""
    guild_id, old = _one(backend, call)
    backend.commands[guild_id] = [one for one in backend.commands[guild_id] if one is not old]
    _written(backend, call, guild_id, old["name"])
    return NO_CONTENT


_SCOPES = ("/applications/{application}/commands", "/applications/{application}/guilds/{guild}/commands")
ROUTES = tuple(
    Route(method=method, path=scope + rest, handler=handler)
    for scope in _SCOPES
    for method, rest, handler in (
        ("GET", "", read),
        ("PUT", "", overwrite),
        ("POST", "", create),
        ("GET", "/{command}", read_one),
        ("PATCH", "/{command}", edit),
        ("DELETE", "/{command}", delete),
    )
)
