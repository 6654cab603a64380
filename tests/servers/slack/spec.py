"""Parameters of Web API methods, checked against Slack's own description of 2021.

The description is a Swagger 2 file (github.com/slackapi/slack-api-specs, web-api/slack_web_openapi_v2.json), gzipped.
It is older than a few parameters; those stand in `ADDED`, with the pages of docs.slack.dev/reference/methods as the
source.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What the description of 2021 lacks: method -> parameter -> type.
ADDED: dict[str, dict[str, str]] = {
    "apps.connections.open": {},
    "auth.test": {},
    "chat.postEphemeral": {"markdown_text": "string"},
    "chat.postMessage": {"metadata": "string", "markdown_text": "string", "container_id": "string"},
    "chat.update": {
        "metadata": "string",
        "markdown_text": "string",
        "reply_broadcast": "boolean",
        "file_ids": "string",
        "unfurl_links": "boolean",
        "unfurl_media": "boolean",
    },
    "conversations.history": {"include_all_metadata": "boolean"},
    "conversations.open": {"prevent_creation": "boolean"},
    "conversations.replies": {"include_all_metadata": "boolean"},
    "team.info": {"domain": "string"},
    "views.open": {"interactivity_pointer": "string"},
    "views.push": {"interactivity_pointer": "string"},
}
# Parameters that hold JSON: a string of it in a form, the value itself in a JSON body.
STRUCTURED = frozenset({"attachments", "blocks", "metadata", "view", "file_ids"})
# slack_bolt adds the workspace's id to every call of its own client (`default_params` of slack_sdk's client).
ANYWHERE = frozenset({"team_id"})
# Either name will do (docs.slack.dev/reference/methods/views.open).
ALTERNATIVES = {"trigger_id": "interactivity_pointer"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One parameter of a method."""

    name: str
    kind: str
    required: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class WebApiSpec:
    """The parameters of every method that is known."""

    methods: Mapping[str, Mapping[str, Parameter]]

    def problems(self, method: str, values: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with a call's parameters; nothing for a method the description lacks."""
        known = self.methods.get(method)
        if known is None:
            return []
        found = [f"unknown parameter: {name}" for name in values if name not in known and name not in ANYWHERE]
        for parameter in known.values():
            value = values.get(parameter.name)
            if value is None:
                if parameter.required and ALTERNATIVES.get(parameter.name) not in values:
                    found.append(f"missing required parameter: {parameter.name}")
            elif not _fits(parameter, value):
                found.append(f"parameter {parameter.name} is not of type {parameter.kind}: {value!r}")
        return found


def load_spec(path: Path | None) -> WebApiSpec | None:
    """Read the gzipped description, with what it lacks added; None where there is no such file."""
    if path is None or not path.exists():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        document = json.load(stream)
    methods: dict[str, dict[str, Parameter]] = {}
    for address, operations in document["paths"].items():
        parameters = methods.setdefault(address.removeprefix("/"), {})
        for operation in operations.values():
            for each in operation["parameters"]:
                if each["name"] != "token":
                    parameters[each["name"]] = Parameter(
                        name=each["name"], kind=each.get("type", "string"), required=each.get("required", False)
                    )
    for method, added in ADDED.items():
        for name, kind in added.items():
            methods.setdefault(method, {})[name] = Parameter(name=name, kind=kind)
        methods.setdefault(method, {})
    return WebApiSpec(methods=methods)


def _fits(parameter: Parameter, value: Any) -> bool:
    if parameter.name in STRUCTURED:
        return isinstance(value, (dict, list, str))
    if isinstance(value, (dict, list)):
        return False
    match parameter.kind:
        case "boolean":
            return isinstance(value, bool) or str(value).lower() in {"true", "false", "1", "0"}
        case "integer":
            return not isinstance(value, bool) and str(value).lstrip("-").isdigit()
        case "number":  # Timestamps are numbers in the description and strings on the wire.
            return not isinstance(value, bool) and str(value).replace(".", "", 1).isdigit()
        case _:
            # `as_user` and `link_names` of chat.update are booleans that the description calls strings.
            return isinstance(value, str) or (isinstance(value, bool) and parameter.name in {"as_user", "link_names"})
