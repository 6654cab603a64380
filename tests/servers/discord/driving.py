"""What a user does: the events that Discord sends for a command, a click, a form.

The client's own checks come first, since Discord's client does not let a user send what they forbid: a missing option,
a value that is not among the choices, a command that the user may not see. Shapes are those of Discord's developer
documentation, "Receiving and Responding" and "Application Commands".
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from tests.servers.discord import interaction as kinds
from tests.servers.discord import render
from tests.servers.discord.backend import Backend
from tests.servers.discord.command_checks import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    GROUP,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    SUBCOMMAND,
    USER,
)
from tests.servers.discord.interaction import Interaction
from tests.servers.discord.records import Attachment, Message
from tests.servers.discord.world import ALL_PERMISSIONS, Channel, Permission, User

_ATTACHMENT_LIMIT = 10 * 1024 * 1024
_NUMBERS: Mapping[int, tuple[type, ...]] = {INTEGER: (int,), NUMBER: (int, float), BOOLEAN: (bool,)}


class CannotDoError(Exception):
    """Discord's client would not let the user do this."""


def find_command(backend: Backend, channel: Channel, name: str, kind: int) -> Mapping[str, Any] | None:
    """Return the registered command with a name; a guild's own command hides a global one."""
    for scope in (backend.guild_of.get(channel.id), None):
        for command in backend.commands.get(scope, []):
            if command["name"] == name and command["type"] == kind and (scope is not None or _fits(command, channel)):
                return command
    return None


def _fits(command: Mapping[str, Any], channel: Channel) -> bool:
    """Return whether a global command is offered in this kind of place."""
    place = 0 if channel.recipient is None else 1
    contexts = command.get("contexts")
    if contexts is not None:
        return place in contexts
    return place == 0 or command.get("dm_permission") is not False


def check_permission(backend: Backend, channel: Channel, user: User, command: Mapping[str, Any]) -> None:
    """Refuse a command that the user may not see."""
    held = backend.permissions(channel, user.id)
    if backend.guild_with(channel.id) is None:
        return
    if not held & Permission.USE_APPLICATION_COMMANDS:
        raise CannotDoError(f"{user.username} may not use commands here")
    needed = command.get("default_member_permissions")
    if needed is not None and held != ALL_PERMISSIONS and (int(needed) == 0 or held & int(needed) != int(needed)):
        raise CannotDoError(f"{user.username} does not see /{command['name']}")


def command_data(
    backend: Backend,
    channel: Channel,
    command: Mapping[str, Any],
    path: Sequence[str],
    options: Mapping[str, Any],
    *,
    focused: str | None = None,
) -> dict[str, Any]:
    """Return the data of a command interaction: ids, option types, subcommands and what the ids resolve to."""
    level: Mapping[str, Any] = command
    groups: list[Mapping[str, Any]] = []
    for name in path:
        inner = {one["name"]: one for one in level.get("options") or () if one["type"] in (SUBCOMMAND, GROUP)}
        if name not in inner:
            raise CannotDoError(f"/{command['name']} has no {name!r}")
        level = inner[name]
        groups.append(level)
    known = list(level.get("options") or ())
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in known):
        raise CannotDoError(f"/{command['name']} needs a subcommand")
    resolved: dict[str, dict[str, Any]] = {}
    filled = _fill(backend, channel, known, options, resolved, focused=focused)
    for group in reversed(groups):
        filled = [{"name": group["name"], "type": group["type"], "options": filled}]
    data: dict[str, Any] = {"id": command["id"], "name": command["name"], "type": command["type"], "options": filled}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data | ({"resolved": resolved} if resolved else {})


def _fill(
    backend: Backend,
    channel: Channel,
    known: Sequence[Mapping[str, Any]],
    options: Mapping[str, Any],
    resolved: dict[str, dict[str, Any]],
    *,
    focused: str | None,
) -> list[dict[str, Any]]:
    names = {one["name"] for one in known}
    if unknown := set(options) - names:
        raise CannotDoError(f"no such option: {', '.join(sorted(unknown))}")
    filled = []
    for option in known:
        name = option["name"]
        if name not in options:
            if option.get("required") and focused is None:
                raise CannotDoError(f"option {name!r} is required")
            continue
        if name == focused:
            if not option.get("autocomplete"):
                raise CannotDoError(f"option {name!r} has no autocomplete")
            filled.append({"name": name, "type": option["type"], "value": str(options[name]), "focused": True})
            continue
        value = _value(backend, channel, option, options[name], resolved)
        filled.append({"name": name, "type": option["type"], "value": value})
    return filled


def _value(
    backend: Backend, channel: Channel, option: Mapping[str, Any], value: Any, resolved: dict[str, dict[str, Any]]
) -> Any:
    name, kind = option["name"], option["type"]
    if choices := option.get("choices"):
        for choice in choices:
            if value in (choice["value"], choice["name"]):
                return choice["value"]
        raise CannotDoError(f"{value!r} is not a choice of {name!r}")
    if kind == STRING:
        text = str(value)
        if not option.get("min_length", 0) <= len(text) <= option.get("max_length", 6000):
            raise CannotDoError(f"option {name!r} has the wrong length")
        return text
    if kind in _NUMBERS:
        if not isinstance(value, _NUMBERS[kind]) or (kind != BOOLEAN and isinstance(value, bool)):
            raise CannotDoError(f"option {name!r} does not take {value!r}")
        if value < option.get("min_value", value) or value > option.get("max_value", value):
            raise CannotDoError(f"option {name!r} is out of range")
        return value
    if kind == ATTACHMENT:
        return _upload(backend, channel, value, resolved)
    return _resolve(backend, channel, getattr(value, "id", value), option, resolved)


def _upload(backend: Backend, channel: Channel, value: tuple[str, bytes], resolved: dict[str, dict[str, Any]]) -> str:
    """Take a file (name, content) as the client uploads it, and return its id."""
    name, content = value
    if len(content) > _ATTACHMENT_LIMIT:
        raise CannotDoError(f"{name} is too large")
    one = Attachment(id=backend.ids(), filename=name, content=content)
    backend.uploads[one.id] = one
    resolved.setdefault("attachments", {})[str(one.id)] = render.attachment(backend, one, channel.id)
    return str(one.id)


def _resolve(
    backend: Backend,
    channel: Channel,
    wanted: int,
    option: Mapping[str, Any],
    resolved: dict[str, dict[str, Any]],
) -> str:
    kind = option["type"]
    guild = backend.guild_with(channel.id)
    user = backend.find_user(wanted) if kind in (USER, MENTIONABLE) else None
    role = None
    if guild is not None and kind in (ROLE, MENTIONABLE):
        role = next((one for one in guild.all_roles() if one.id == wanted), None)
    place = backend.channels.get(wanted) if kind == CHANNEL else None
    if user is not None:
        resolved.setdefault("users", {})[str(wanted)] = render.user(user)
        member = backend.member(guild, wanted) if guild is not None else None
        if member is not None:
            partial = render.member(member, backend.permissions(channel, wanted))
            partial = {key: part for key, part in partial.items() if key not in ("user", "deaf", "mute")}
            resolved.setdefault("members", {})[str(wanted)] = partial
    elif role is not None and guild is not None:
        resolved.setdefault("roles", {})[str(wanted)] = render.role(role, guild, backend.bot.user.id)
    elif place is not None and place.type in (option.get("channel_types") or [place.type]):
        resolved.setdefault("channels", {})[str(wanted)] = render.channel(backend, place, seen_by=backend.bot.user.id)
    else:
        raise CannotDoError(f"option {option['name']!r} cannot be {wanted}")
    return str(wanted)


def component_data(message: Message, custom_id: str, values: Sequence[str]) -> dict[str, Any]:
    """Return the data of a click or a choice in a select menu."""
    part = message.component(custom_id)
    if part is None:
        raise CannotDoError(f"the message has no component {custom_id!r}, only {message.custom_ids()}")
    if part.get("disabled"):
        raise CannotDoError(f"the component {custom_id!r} is disabled")
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": part["type"], "id": part.get("id") or 1}
    if part["type"] == 2:
        return data
    if not part.get("min_values", 1) <= len(values) <= part.get("max_values", 1):
        raise CannotDoError(f"the menu {custom_id!r} does not take {len(values)} values")
    offered = {one["value"] for one in part.get("options") or ()}
    if part["type"] == 3 and set(values) - offered:
        raise CannotDoError(f"the menu {custom_id!r} does not offer {sorted(set(values) - offered)}")
    return data | {"values": list(values)}


def modal_data(backend: Backend, modal: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a filled-in modal; a field left out keeps what the bot put into it."""
    left = dict(fields)
    components: list[dict[str, Any]] = []
    for number, part in enumerate(modal["components"], start=1):
        if part["type"] == 1:
            inner = [_filled(one, left) for one in part["components"]]
            components.append({"type": 1, "id": number, "components": inner})
        elif part["type"] == 18:
            components.append({"type": 18, "id": number, "component": _filled(part["component"], left)})
        else:
            components.append({"type": part["type"], "id": number})
    if left:
        raise CannotDoError(f"the modal has no field {', '.join(sorted(left))}")
    return {"custom_id": modal["custom_id"], "components": components, "resolved": _chosen(backend, components)}


def _chosen(backend: Backend, components: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the people among what was chosen in menus; the rest are roles."""
    values = [one for part in components for one in part.get("component", {}).get("values", ()) if one.isdecimal()]
    users = {one: found for one in values if (found := backend.find_user(int(one))) is not None}
    return {"users": {one: render.user(found) for one, found in users.items()}}


def _filled(part: Mapping[str, Any], left: dict[str, Any]) -> dict[str, Any]:
    custom_id = part["custom_id"]
    filled: dict[str, Any] = {"type": part["type"], "custom_id": custom_id, "id": part.get("id") or 1}
    if part["type"] != 4:
        kept = [one["value"] for one in part.get("options") or () if one.get("default")]
        kept += [str(one["id"]) for one in part.get("default_values") or ()]
        values = list(left.pop(custom_id, kept))
        if part["type"] == 3 and (strange := set(values) - {one["value"] for one in part["options"]}):
            raise CannotDoError(f"the menu {custom_id!r} does not offer {sorted(strange)}")
        if part.get("required", True) and not values:
            raise CannotDoError(f"the menu {custom_id!r} needs a choice")
        return filled | {"values": values}
    value = str(left.pop(custom_id, part.get("value") or ""))
    low = part.get("min_length") or 0
    if (part.get("required", True) and not value) or (value and not low <= len(value) <= part.get("max_length", 4000)):
        raise CannotDoError(f"the field {custom_id!r} does not take {value!r}")
    return filled | {"value": value}


def begin(
    backend: Backend,
    *,
    kind: int,
    channel: Channel,
    user: User,
    data: Mapping[str, Any],
    name: str | None,
    message: Message | None = None,
) -> Interaction:
    """Make an interaction and send its event."""
    guild = backend.guild_with(channel.id)
    interaction_id = backend.ids()
    # Real tokens are made like this too; nothing about them is secret here.
    token = base64.urlsafe_b64encode(f"interaction:{interaction_id}".encode()).decode().rstrip("=")
    interaction = Interaction(
        interaction_id=interaction_id,
        token=token,
        kind=kind,
        user=user,
        channel=channel,
        guild_id=guild.id if guild is not None else None,
        name=name,
        message=message if kind in (kinds.COMPONENT, kinds.MODAL_SUBMIT) else None,
        sent_at=backend.now(),
        changes=backend.changes,
        current=backend.current,
    )
    backend.interactions[token] = interaction
    held = backend.permissions(channel, user.id)
    event: dict[str, Any] = {
        "id": str(interaction_id),
        "application_id": str(backend.bot.application_id),
        "type": kind,
        "token": token,
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": render.channel(backend, channel, seen_by=user.id),
        "locale": user.locale,
        "app_permissions": str(backend.permissions(channel, backend.bot.user.id)),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": _ATTACHMENT_LIMIT,
        "context": 0 if guild is not None else 1,
    }
    member = backend.member(guild, user.id) if guild is not None else None
    if guild is not None and member is not None:
        event |= {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "member": render.member(member, held),
            "authorizing_integration_owners": {"0": str(guild.id)},
        }
    else:
        event |= {"user": render.user(user), "authorizing_integration_owners": {"0": "0"}}
    if interaction.message is not None:
        event["message"] = render.message(backend, interaction.message)
    backend.emit("INTERACTION_CREATE", event, guild.id if guild is not None else None)
    return interaction
