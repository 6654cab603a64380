"""Where something was asked for: by whom, in which message, modal or Home tab, and how an answer gets back there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.desk.asker import Asker

DIRECT = "directmessage"
"""The name that Slack gives to a conversation of two ("Slash commands")."""

_EMPTY: Mapping[str, Any] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a click, a form or a command comes from.

    `message` is the timestamp of the message that all can see and the button stands on, `view` the modal, `home`
    whether it is the Home tab. The `response_url` takes five answers in thirty minutes.
    """

    asker: Asker
    channel: str | None = None
    message: str | None = None
    thread: str | None = None
    response_url: str | None = None
    trigger: str = ""
    view: str | None = None
    home: bool = False

    def packed(self, action: str = "") -> str:
        """Return what a form has to carry to be answered where it was asked for, as JSON, and what is to be done."""
        kept = {
            "c": self.channel,
            "d": self.asker.destination,
            "m": self.message,
            "t": self.thread,
            "r": self.response_url,
            "h": self.home or None,
            "p": self.asker.direct or None,
            "a": action,
        }
        return json.dumps({name: value for name, value in kept.items() if value}, separators=(",", ":"))


def channel_of(destination: str) -> str:
    """Return the channel, or the person, that a destination is, or whose thread it is."""
    return destination.removeprefix("slack:").partition("/")[0]


def mentioner(body: Mapping[str, Any], event: Mapping[str, Any]) -> Asker:
    """Return who mentioned the app: in a thread, for that thread."""
    person, channel, thread = str(event["user"]), str(event["channel"]), event.get("thread_ts")
    direct = event.get("channel_type") == "im"
    place = person if direct else f"{channel}/{thread}" if thread else channel
    space = event.get("team") or body.get("team_id") or body.get("enterprise_id")
    return Asker(destination=f"slack:{place}", space=f"slack:{space}", user=f"slack:{person}", direct=direct)


def asker_of(body: Mapping[str, Any], *, channel: str | None = None, named: str = "") -> Asker:
    """Return who did it: a person, in a channel or else for himself; an organisation is a space without workspaces."""
    user = body.get("user") or _EMPTY
    person = str(user.get("id") or body.get("user_id"))
    team = (body.get("team") or _EMPTY).get("id") or body.get("team_id")
    space = team or (body.get("enterprise") or _EMPTY).get("id") or body.get("enterprise_id")
    direct = named == DIRECT
    # What somebody asks for in direct messages is for that person, and comes in those with the app.
    return Asker(
        destination=f"slack:{person if direct or channel is None else channel}",
        space=f"slack:{space}",
        user=f"slack:{person}",
        name=user.get("name") or user.get("username") or body.get("user_name") or None,
        direct=direct,
    )


def origin_of(body: Mapping[str, Any]) -> Origin:
    """Return where a click, a choice or a shortcut comes from."""
    channel = body.get("channel") or _EMPTY
    container = body.get("container") or _EMPTY
    view = body.get("view")
    if view is not None:
        return _inside(body, view)
    place = channel.get("id")
    shown = None if container.get("is_ephemeral") else container.get("message_ts")
    return Origin(
        asker=asker_of(body, channel=place, named=str(channel.get("name") or "")),
        channel=place,
        message=shown,
        thread=container.get("thread_ts"),
        response_url=body.get("response_url") or None,
        trigger=str(body.get("trigger_id") or ""),
    )


def unpacked(body: Mapping[str, Any], private: str) -> tuple[Origin, str]:
    """Return where a form was asked for, and what is to be done, from what it carries."""
    try:
        kept = json.loads(private)
    except ValueError:
        kept = {}
    asker = replace(
        asker_of(body),
        destination=str(kept.get("d") or asker_of(body).destination),
        direct=bool(kept.get("p")),
    )
    origin = Origin(
        asker=asker,
        channel=kept.get("c"),
        message=kept.get("m"),
        thread=kept.get("t"),
        response_url=kept.get("r"),
        trigger=str(body.get("trigger_id") or ""),
        home=bool(kept.get("h")),
    )
    return origin, str(kept.get("a") or "")


def _inside(body: Mapping[str, Any], view: Mapping[str, Any]) -> Origin:
    """Return where something was pressed in a view: the Home tab, or a modal that carries where it was asked for."""
    if view.get("type") == "home":
        return Origin(asker=asker_of(body), trigger=str(body.get("trigger_id") or ""), home=True)
    origin, _ = unpacked(body, str(view.get("private_metadata") or ""))
    return replace(origin, view=str(view["id"]))
