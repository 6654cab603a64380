"""The bot's answers to interactions: the callback, `@original`, and followups.

Rules and codes are those of Discord's developer documentation, "Receiving and Responding" and "Webhook Resource". That
the first followup after a deferred reply becomes that reply, and keeps its visibility, is from "Create Followup
Message".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.servers.discord import interaction as kinds
from tests.servers.discord import render
from tests.servers.discord.backend import Backend
from tests.servers.discord.calls import NO_CONTENT, Call, Reply, Route
from tests.servers.discord.checks import EPHEMERAL, choice_problems, modal_problems
from tests.servers.discord.errors import ApiError, Problem, invalid
from tests.servers.discord.interaction import ACKNOWLEDGE_WITHIN, TOKEN_LIVES, Interaction
from tests.servers.discord.messages import compose, publish, revise, withdraw
from tests.servers.discord.records import LOADING, InteractionSource, Message
from tests.servers.discord.world import Channel

_ALLOWED = {
    kinds.COMMAND: {kinds.REPLY, kinds.DEFER_REPLY, kinds.MODAL},
    kinds.COMPONENT: {kinds.REPLY, kinds.DEFER_REPLY, kinds.DEFER_UPDATE, kinds.UPDATE, kinds.MODAL},
    kinds.AUTOCOMPLETE: {kinds.CHOICES},
    kinds.MODAL_SUBMIT: {kinds.REPLY, kinds.DEFER_REPLY, kinds.DEFER_UPDATE, kinds.UPDATE},
}


def _source(interaction: Interaction) -> InteractionSource:
    name = interaction.name if interaction.kind == kinds.COMMAND else None
    return InteractionSource(id=interaction.id, type=interaction.kind, user=interaction.user, command=name)


async def callback(backend: Backend, call: Call) -> Reply:
    """Take the first answer to an interaction; late ones are refused with 10062, second ones with 40060."""
    interaction = backend.interactions.get(call.parameters["token"])
    if interaction is None or interaction.id != call.id("interaction"):
        raise ApiError(404, 10062)
    if interaction.callback is not None:
        raise ApiError(400, 40060)
    if backend.now() - interaction.sent_at > ACKNOWLEDGE_WITHIN:
        raise ApiError(404, 10062)
    body = call.form()
    kind, data = body.get("type"), body.get("data") or {}
    if kind not in _ALLOWED[interaction.kind] or (kind in (6, 7) and interaction.message is None):
        text = f"Interactions of type {interaction.kind} cannot be answered with type {kind}"
        raise invalid([Problem(path="type", code="INTERACTION_CALLBACK_TYPE_INVALID", message=text)])
    made = _ACTIONS[int(kind)](backend, interaction, data, call)
    interaction.callback, interaction.acknowledged_at = body, backend.now()
    backend.changes.notify()
    if call.query.get("with_response") not in ("1", "true", "True"):
        return NO_CONTENT
    about: dict[str, Any] = {"id": str(interaction.id), "type": interaction.kind}
    answer: dict[str, Any] = {"interaction": about}
    if made is not None:
        about |= {
            "response_message_id": str(made.id),
            "response_message_loading": made.loading,
            "response_message_ephemeral": made.ephemeral,
        }
        answer["resource"] = {"type": kind, "message": render.message(backend, made)}
    return Reply(body=answer)


def _reply(backend: Backend, interaction: Interaction, data: Mapping[str, Any], call: Call) -> Message:
    message = compose(backend, interaction.channel, data, call.files, source=_source(interaction))
    interaction.original_id, interaction.original_written = message.id, True
    return publish(backend, message)


def _defer_reply(backend: Backend, interaction: Interaction, data: Mapping[str, Any], _call: Call) -> Message:
    message = Message(
        id=backend.ids(),
        channel_id=interaction.channel.id,
        guild_id=interaction.guild_id,
        author=backend.bot.user,
        flags=LOADING | int(data.get("flags") or 0) & EPHEMERAL,
        type=20 if interaction.kind == kinds.COMMAND else 0,
        sent_at=backend.now(),
        source=_source(interaction),
    )
    interaction.original_id = message.id
    return publish(backend, message)


def _defer_update(_backend: Backend, _interaction: Interaction, _data: Mapping[str, Any], _call: Call) -> None:
    return None


def _update(backend: Backend, interaction: Interaction, data: Mapping[str, Any], call: Call) -> Message:
    old = interaction.original
    if old is None:
        raise ApiError(404, 10008)
    message = publish(backend, revise(backend, old, data, call.files), event="MESSAGE_UPDATE")
    interaction.original_written = True
    return message


def _offer_choices(_backend: Backend, _interaction: Interaction, data: Mapping[str, Any], _call: Call) -> None:
    if problems := choice_problems("data.choices", data.get("choices") or []):
        raise invalid(problems)


def _open_modal(_backend: Backend, _interaction: Interaction, data: Mapping[str, Any], _call: Call) -> None:
    if problems := modal_problems(data):
        raise invalid(problems)


_ACTIONS: Mapping[int, Callable[[Backend, Interaction, Mapping[str, Any], Call], Message | None]] = {
    kinds.REPLY: _reply,
    kinds.DEFER_REPLY: _defer_reply,
    kinds.DEFER_UPDATE: _defer_update,
    kinds.UPDATE: _update,
    kinds.CHOICES: _offer_choices,
    kinds.MODAL: _open_modal,
}


def _open_token(backend: Backend, call: Call) -> Interaction:
    """Return the interaction of a token that has been acknowledged and has not run out."""
    interaction = backend.interactions.get(call.parameters["token"])
    if interaction is None or call.id("application") != backend.bot.application_id or interaction.callback is None:
        raise ApiError(404, 10015)
    if backend.now() - interaction.sent_at > TOKEN_LIVES:
        raise ApiError(401, 50027)
    return interaction


def _channel(backend: Backend, interaction: Interaction) -> Channel:
    channel = backend.channels.get(interaction.channel.id)
    if channel is None:
        raise ApiError(404, 10003)
    return channel


async def follow_up(backend: Backend, call: Call) -> Reply:
    """Send a further message; after a deferred reply the first of them fills that reply."""
    interaction, body = _open_token(backend, call), call.form()
    original = interaction.original
    if original is not None and original.loading:
        compose(backend, interaction.channel, body, call.files)
        message = publish(backend, revise(backend, original, body, call.files), event="MESSAGE_UPDATE")
        interaction.original_written = True
    else:
        message = compose(backend, _channel(backend, interaction), body, call.files, source=_source(interaction))
        interaction.followup_ids.append(message.id)
        publish(backend, replace(message, type=0))
    return Reply(body=render.message(backend, message))


def _answer(backend: Backend, call: Call) -> tuple[Interaction, Message]:
    interaction = _open_token(backend, call)
    if call.parameters["message"] == "@original":
        message = interaction.original
    elif call.id("message") in (*interaction.followup_ids, interaction.original_id):
        message = backend.current(call.id("message"))
    else:
        message = None
    if message is None:
        raise ApiError(404, 10008)
    return interaction, message


async def read_answer(backend: Backend, call: Call) -> Reply:
    """Return `@original` or a followup."""
    return Reply(body=render.message(backend, _answer(backend, call)[1]))


async def edit_answer(backend: Backend, call: Call) -> Reply:
    """Edit `@original` or a followup."""
    interaction, message = _answer(backend, call)
    message = publish(backend, revise(backend, message, call.form(), call.files), event="MESSAGE_UPDATE")
    if message.id == interaction.original_id:
        interaction.original_written = True
        backend.changes.notify()
    return Reply(body=render.message(backend, message))


async def delete_answer(backend: Backend, call: Call) -> Reply:
    """Delete `@original` or a followup."""
    withdraw(backend, _answer(backend, call)[1])
    return NO_CONTENT


_WEBHOOK = "/webhooks/{application}/{token}"
ROUTES = (
    Route(method="POST", path="/interactions/{interaction}/{token}/callback", handler=callback, needs_token=False),
    Route(method="POST", path=_WEBHOOK, handler=follow_up, needs_token=False),
    Route(method="GET", path=_WEBHOOK + "/messages/{message}", handler=read_answer, needs_token=False),
    Route(method="PATCH", path=_WEBHOOK + "/messages/{message}", handler=edit_answer, needs_token=False),
    Route(method="DELETE", path=_WEBHOOK + "/messages/{message}", handler=delete_answer, needs_token=False),
)
