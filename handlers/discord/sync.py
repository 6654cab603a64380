"""Application commands written only where they differ from what Discord has: writing them is limited per day.

What Discord answers has more keys than what was sent, and defaults where nothing was sent (developer documentation,
"Application Command Structure"); both are brought to one form before they are compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord
import structlog
from discord import app_commands

_COMMAND = ("name", "type", "description", "nsfw", "default_member_permissions", "contexts", "integration_types")
_OPTION = (
    *("name", "type", "description", "required", "autocomplete", "channel_types"),
    *("min_value", "max_value", "min_length", "max_length"),
)
_CHOICE = ("name", "value")
_UNORDERED = frozenset({"contexts", "integration_types", "channel_types"})

_LOG = structlog.stdlib.get_logger(__name__)


async def sync_commands(tree: app_commands.CommandTree[Any]) -> bool:
    """Write the tree's global commands where Discord has others; return whether they were written."""
    client = tree.client
    if client.application_id is None:
        raise discord.MissingApplicationID
    wanted = [command.to_dict(tree) for command in tree.get_commands()]
    found = await client.http.get_global_commands(client.application_id)
    if normalised(wanted) == normalised(found):
        return False
    written = await tree.sync()
    _LOG.info("commands written to Discord", names=[one.name for one in written])
    return True


def normalised(commands: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return definitions in one form: what identifies or only repeats a default left out, sorted by type and name."""
    found = [_kept(one, _COMMAND) | _options(one) for one in commands]
    return sorted(found, key=lambda one: (one.get("type", 1), one["name"]))


def _options(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return what lies below a command or an option; the order of options and choices is what people see."""
    options = [_kept(one, _OPTION) | _options(one) for one in node.get("options") or ()]
    choices = [_kept(one, _CHOICE) for one in node.get("choices") or ()]
    return ({"options": options} if options else {}) | ({"choices": choices} if choices else {})


def _kept(node: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key in keys:
        value = node.get(key)
        if value is None or value is False or value in ("", []):
            continue
        # Permissions are bits: a number when sent, digits when answered.
        value = str(value) if key == "default_member_permissions" else value
        kept[key] = sorted(value) if key in _UNORDERED else value
    return kept
