"""What a user did, and what the app showed for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.servers.slack.chat import draft_message
from tests.servers.slack.composing import Params, compose
from tests.servers.slack.payloads import Source
from tests.servers.slack.records import Message, View
from tests.servers.slack.socket_mode import Envelope
from tests.servers.slack.state import State
from tests.servers.slack.values import Json, SlackError

WAIT = 10.0
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60
# What an acknowledgement has to carry to be a message at all.
CONTENT = ("text", "blocks", "attachments")


@dataclass(kw_only=True, slots=True, eq=False)
class Interaction:
    """One thing that a user did: sent to the app, acknowledged (or not), answered (or not)."""

    state: State
    source: Source
    made_at: float
    envelopes: list[Envelope] = field(default_factory=list)
    answers: list[Message] = field(default_factory=list)
    """What the app showed through the acknowledgement and the response_url, in order."""
    posts: int = 0
    """How often its response_url was used."""
    shown_view: View | None = None
    """After a submission: the modal that the user sees next."""

    @property
    def acknowledged_after(self) -> float | None:
        """Return the seconds until the first acknowledgement, or None while there is none."""
        return next((each.acknowledged_after for each in self.envelopes if each.acknowledged.is_set()), None)

    @property
    def ack_payload(self) -> Json | None:
        """Return what the acknowledgement carried."""
        return next((each.ack_payload for each in self.envelopes if each.acknowledged.is_set()), None)

    @property
    def failure(self) -> str | None:
        """Return the error that the user was shown: no connection, or no acknowledgement in time."""
        if self.acknowledged_after is not None:
            return None
        lost = all(each.connection is None for each in self.envelopes)
        return "dispatch_failed" if lost else "operation_timeout"

    @property
    def trigger_id(self) -> str:
        """Return the trigger that came with it."""
        return self.source.trigger_id

    @property
    def options(self) -> list[Json]:
        """Return the options that a suggestion was answered with, those of groups included."""
        payload = self.ack_payload or {}
        groups = payload.get("option_groups") or []
        return [*(payload.get("options") or []), *(each for group in groups for each in group["options"])]

    async def response(self, within: float = WAIT, *, nth: int = 1) -> Message:
        """Wait for the first (or the `nth`) visible answer; raises TimeoutError, with what there was."""
        await self.state.wait_until(
            lambda: len(self.answers) >= nth,
            within,
            lambda: f"{len(self.answers)} answers, {nth} awaited; failure: {self.failure}; {self.state.violations}",
        )
        return self.answers[nth - 1]

    async def opened_view(self, within: float = WAIT) -> View:
        """Wait for the modal that was opened or pushed with this trigger, and return it as it stands."""
        await self.state.wait_until(
            lambda: self._view() is not None, within, lambda: f"no view was opened; {self.state.violations}"
        )
        view = self._view()
        if view is None:
            raise LookupError("the view is gone")
        return view

    def _view(self) -> View | None:
        return next((each for each in self.state.views.values() if each.trigger_id == self.trigger_id), None)

    async def acknowledged(self, within: float = WAIT) -> float:
        """Wait for an acknowledgement, redelivered events included; return the seconds it took."""
        await self.state.wait_until(
            lambda: self.acknowledged_after is not None,
            within,
            lambda: f"not acknowledged in {len(self.envelopes)} attempts",
        )
        return self.acknowledged_after or 0.0

    def keep(self, envelope: Envelope) -> None:
        """Add a delivery of it."""
        self.envelopes.append(envelope)

    def show_acknowledged(self) -> None:
        """Show what the acknowledgement carried, where it is a message and came in time."""
        payload = self.ack_payload
        if payload is None or not any(payload.get(name) for name in CONTENT):
            return
        try:
            self.show(payload, "acknowledgement")
        except SlackError:
            return  # The violation is written down; the user is shown an error.

    def show(self, body: Mapping[str, Any], via: str) -> Message | None:
        """Show an answer as a message; return None where it only deletes one.

        Ephemeral unless `response_type` says `in_channel`; `replace_original` and `delete_original` reach the message
        that the user acted on (docs.slack.dev/interactivity/handling-user-interaction).
        """
        params = Params(values=body)
        original = self._original()
        if params.flag("delete_original"):
            if original is None:
                raise SlackError("message_not_found")
            self.state.replace_message(original, replace(original, deleted=True))
            return None
        draft = compose(self.state, params, via)
        if params.flag("replace_original") and original is not None:
            shown = self.state.replace_message(
                original,
                replace(
                    original,
                    text=draft.text,
                    blocks=draft.blocks,
                    attachments=draft.attachments,
                    pings=draft.pings,
                    links=draft.links,
                    edited_ts=self.state.next_ts(),
                    params=dict(body),
                    via=via,
                ),
            )
        else:
            if self.source.channel is None:
                raise SlackError("channel_not_found")
            everybody = params.text("response_type") == "in_channel"
            shown = self.state.add_message(
                replace(
                    draft_message(self.state, self.source.channel.id, draft, via=via),
                    ephemeral_to=None if everybody else self.source.user.id,
                    thread_ts=params.text("thread_ts"),
                    params=dict(body),
                )
            )
        self.answers.append(shown)
        self.state.notify()
        return shown

    def _original(self) -> Message | None:
        """Return the message that the user acted on, as it stands now."""
        acted = self.source.message
        if acted is None:
            return None
        same = (each for each in self.state.posted if (each.channel, each.ts) == (acted.channel, acted.ts))
        return next((each for each in same if not each.deleted), None)
