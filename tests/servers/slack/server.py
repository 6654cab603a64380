"""The server as a test holds it: what a workspace shows, and the hands of its users."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.servers.slack import payloads
from tests.servers.slack.faults import Drop, Fault
from tests.servers.slack.files import Files
from tests.servers.slack.forms import check_suggestions, chosen, held_values
from tests.servers.slack.interactions import WAIT, Interaction
from tests.servers.slack.mrkdwn import read_message
from tests.servers.slack.payloads import Source
from tests.servers.slack.records import Message, View
from tests.servers.slack.response_urls import ResponseUrls
from tests.servers.slack.signed_http import SignedHttp
from tests.servers.slack.socket_mode import Envelope, SocketMode
from tests.servers.slack.state import State
from tests.servers.slack.values import Call, Json, Violation
from tests.servers.slack.views import apply_submission, open_modals
from tests.servers.slack.workspace import Channel, User


@dataclass(frozen=True, kw_only=True, slots=True)
class SlackServer:
    """A workspace that runs; channels and users are named by id or by name."""

    state: State
    socket_mode: SocketMode
    response_urls: ResponseUrls
    signed_http: SignedHttp
    files: Files

    @property
    def base(self) -> str:
        """Return `http://127.0.0.1:PORT`."""
        return self.state.base

    @property
    def api_url(self) -> str:
        """Return the address for `AsyncWebClient(base_url=…)`."""
        return f"{self.state.base}/api/"

    @property
    def bot_token(self) -> str:
        """Return the token of the bot."""
        return self.state.workspace.app.bot_token

    @property
    def app_token(self) -> str:
        """Return the token for Socket Mode."""
        return self.state.workspace.app.app_token

    @property
    def signing_secret(self) -> str:
        """Return what requests to the app are signed with."""
        return self.state.workspace.app.signing_secret

    def deliver_to(self, url: str | None) -> None:
        """Send everything to this address of the app's from now on; `None`: over Socket Mode."""
        self.signed_http.url = url

    @property
    def calls(self) -> list[Call]:
        """Return every call so far, those of response_urls included."""
        return list(self.state.calls)

    @property
    def violations(self) -> list[Violation]:
        """Return what the app should not have done."""
        return list(self.state.violations)

    @property
    def unknown_methods(self) -> list[str]:
        """Return the methods that were called and are not served."""
        return list(self.state.unknown_methods)

    @property
    def envelopes(self) -> list[Envelope]:
        """Return everything that was sent, over Socket Mode and over HTTP."""
        return [*self.socket_mode.envelopes, *self.signed_http.envelopes]

    @property
    def connections(self) -> int:
        """Return how many connections stand."""
        return len(self.socket_mode.connections)

    def calls_of(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        return [call for call in self.state.calls if call.method == method]

    def messages(self, channel: str) -> list[Message]:
        """Return what everybody in a channel sees, in order, replies included."""
        return self.state.standing(self.channel(channel).id)

    def ephemerals(self, channel: str, user: str | None = None) -> list[Message]:
        """Return what only one user (or `user`) saw in a channel, in order."""
        wanted = self.channel(channel).id
        seen = [each for each in self.state.posted if each.channel == wanted and each.ephemeral_to and not each.deleted]
        return [each for each in seen if user is None or each.ephemeral_to == self.user(user).id]

    def replies(self, message: Message) -> list[Message]:
        """Return the thread under a message, in order."""
        thread = [each for each in self.state.standing(message.channel) if each.thread_ts == message.ts]
        return [each for each in thread if each.ts != message.ts]

    def current(self, message: Message) -> Message:
        """Return a message as it stands now."""
        return next(each for each in self.state.posted if (each.channel, each.ts) == (message.channel, message.ts))

    def views(self, user: str) -> list[View]:
        """Return the modals that a user has open, lowest first."""
        return open_modals(self.state, self.user(user).id)

    def home(self, user: str) -> View | None:
        """Return a user's home tab."""
        wanted = self.user(user).id
        return next((each for each in self.state.views.values() if each.kind == "home" and each.user == wanted), None)

    def channel(self, name: str) -> Channel:
        """Return a channel by id or name; raises LookupError."""
        for channel in self.state.channels.values():
            if name in {channel.id, channel.name, f"#{channel.name}"}:
                return channel
        raise LookupError(f"no channel {name!r}")

    def user(self, name: str) -> User:
        """Return a user by id or name; raises LookupError."""
        for user in self.state.users.values():
            if name in {user.id, user.name}:
                return user
        raise LookupError(f"no user {name!r}")

    def direct_message(self, user: str) -> Channel:
        """Return the channel of direct messages between a user and the bot."""
        return self.state.direct_message(self.user(user).id)

    def invite(self, channel: str) -> None:
        """Put the bot into a channel."""
        self.state.add_member(self.channel(channel), self.state.workspace.app.user_id)

    def remove(self, channel: str) -> None:
        """Take the bot out of a channel."""
        self.state.remove_member(self.channel(channel), self.state.workspace.app.user_id)

    def archive(self, channel: str) -> None:
        """Archive a channel."""
        self.state.archive(self.channel(channel))

    def fail_next(
        self,
        method: str,
        *,
        error: str | None = None,
        status: int | None = None,
        retry_after: int | None = None,
        drop: Drop | None = None,
        garbled: bool = False,
        slow: float = 0.0,
        times: int = 1,
        after: int = 0,
    ) -> None:
        """Let the next calls of a method (`*`: of any; `response_url`: of those) go wrong, those `after` so many.

        `error` alone is an answer of 200 with `ok: false`; `retry_after` makes it a 429. `drop="before"` closes the
        connection without doing anything, `drop="after"` does the work and loses the answer; `garbled` does the work
        and answers with JSON that is cut short; `slow` does the work and answers so many seconds later.
        """
        if (error, status, retry_after, drop) == (None, None, None, None) and not garbled and not slow:
            raise ValueError("say what goes wrong: error, status, retry_after, drop, garbled or slow")
        fault = Fault(error=error, status=status, retry_after=retry_after, drop=drop, garbled=garbled, slow=slow)
        self.state.faults.add(method, fault, times, after=after)

    async def slash(self, command: str, text: str = "", *, channel: str, user: str) -> Interaction:
        """Type a slash command; returns when it is acknowledged, or has failed for its user."""
        interaction = self._interaction("commands", user, channel=self.channel(channel))
        payload = payloads.slash_command(self.state, interaction.source, command, text)
        await self._send(interaction, "slash_commands", payload)
        interaction.show_acknowledged()
        return interaction

    async def click(
        self,
        target: Message | View,
        action_id: str,
        *,
        user: str | None = None,
        value: Any = None,
        values: Mapping[str, Any] | None = None,
    ) -> Interaction:
        """Press a button or choose from a menu, in a message or a view as it stands now.

        `value` is the option's value in a select, and overrides a button's own. `values` are the other elements'
        contents, by action id. Without `user` the one who sees it (or the first of the workspace) clicks.
        """
        interaction = self._on(target, user)
        shown = interaction.source.view or interaction.source.message or target
        held = {**(values or {}), action_id: value}
        action = chosen(self.state, shown.element(action_id), value)
        body = payloads.block_actions(self.state, interaction.source, action, held_values(list(shown.blocks), held))
        await self._send(interaction, "interactive", body)
        return interaction

    async def suggest(
        self, action_id: str, value: str, *, target: Message | View | None = None, user: str | None = None
    ) -> Interaction:
        """Type into an external select; `.options` has what it offers; without a target, the newest that has it."""
        shown = self._find(action_id) if target is None else target
        interaction = self._on(shown, user)
        body = payloads.block_suggestion(self.state, interaction.source, shown.element(action_id), value)
        await self._send(interaction, "interactive", body)
        for problem in check_suggestions(interaction.ack_payload or {}):
            self.state.violate("acknowledgement", "invalid_options", str(problem), interaction.ack_payload)
        return interaction

    async def submit_view(
        self, view: View, values: Mapping[str, Any] | None = None, *, user: str | None = None
    ) -> Interaction:
        """Submit a modal with these contents by action id; `.shown_view` is what the user sees then."""
        interaction = self._on(view, user)
        current = self.state.views[view.id]
        body = payloads.view_submission(
            self.state, interaction.source, current, held_values(current.blocks, values or {})
        )
        await self._send(interaction, "interactive", body)
        if interaction.failure is not None:
            interaction.shown_view = current
        else:
            interaction.shown_view = apply_submission(self.state, current, interaction.ack_payload)
        return interaction

    async def close_view(self, view: View) -> Interaction | None:
        """Close a modal; the app hears of it only where `notify_on_close` asks for that."""
        self.state.keep_view(replace(self.state.views[view.id], open=False))
        if not view.body.get("notify_on_close"):
            return None
        interaction = self._on(view, None)
        await self._send(interaction, "interactive", payloads.view_closed(self.state, interaction.source, view))
        return interaction

    async def shortcut(self, callback_id: str, *, user: str, message: Message | None = None) -> Interaction:
        """Use a global shortcut, or a message's."""
        channel = None if message is None else self.channel(message.channel)
        interaction = self._interaction("actions", user, channel=channel, message=message)
        await self._send(interaction, "interactive", payloads.shortcut(self.state, interaction.source, callback_id))
        return interaction

    async def mention(self, channel: str, user: str, text: str, *, thread_ts: str | None = None) -> Interaction:
        """Write `@app text` into a channel; returns after the first attempt to tell the app."""
        app = self.state.workspace.app
        return await self.write(channel, user, f"<@{app.user_id}> {text}", kind="app_mention", thread_ts=thread_ts)

    async def write(
        self, channel: str, user: str, text: str, *, kind: str = "message", thread_ts: str | None = None
    ) -> Interaction:
        """Write a message as a user; the app is told of it where it is in the channel."""
        place, writer = self.channel(channel), self.user(user)
        pings, links = read_message(text=text, blocks=[], attachments=[], parse=None, link_names=False, mrkdwn=True)
        message = self.state.add_message(
            Message(
                channel=place.id,
                ts=self.state.next_ts(),
                text=text,
                user=writer.id,
                thread_ts=thread_ts,
                via="user",
                pings=pings,
                links=links,
            )
        )
        interaction = self._interaction("actions", user, channel=place, message=message)
        if self.state.is_member(place):
            event = payloads.message_event(self.state, message, place, kind)
            await self._sender.send_event(payloads.event_callback(self.state, event), interaction.keep)
        return interaction

    async def event(self, event: Json, *, user: str) -> Interaction:
        """Send any event of the Events API, such as `app_home_opened`."""
        interaction = self._interaction("actions", user)
        await self._sender.send_event(payloads.event_callback(self.state, event), interaction.keep)
        return interaction

    async def wait_for_messages(self, channel: str, count: int, within: float = WAIT) -> list[Message]:
        """Wait until everybody in a channel sees this many messages; raises TimeoutError, with what there is."""
        await self.wait_until(lambda: len(self.messages(channel)) >= count, within)
        return self.messages(channel)

    async def wait_for_calls(self, method: str, count: int = 1, within: float = WAIT) -> list[Call]:
        """Wait until a method was called this often."""
        await self.wait_until(lambda: len(self.calls_of(method)) >= count, within)
        return self.calls_of(method)

    async def wait_for_connections(self, count: int = 1, within: float = WAIT) -> None:
        """Wait until exactly this many connections stand."""
        await self.wait_until(lambda: self.connections == count, within)

    async def wait_until(self, condition: Callable[[], bool], within: float = WAIT) -> None:
        """Wait until a condition over the server holds; it is looked at after each change."""
        await self.state.wait_until(condition, within, self._describe)

    def _describe(self) -> str:
        calls = [(call.method, call.fault or (call.answer or {}).get("error", "ok")) for call in self.state.calls[-10:]]
        texts = [(each.channel, each.text[:80]) for each in self.state.posted[-10:]]
        return f"{self.connections} connections; calls {calls}; messages {texts}; violations {self.state.violations}"

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Announce the end of every connection: `warning`, `refresh_requested` or `link_disabled`."""
        await self.socket_mode.disconnect(reason)

    def drop_connections(self) -> int:
        """Cut every Socket Mode connection without a word."""
        return self.socket_mode.drop()

    async def ping(self) -> None:
        """Ping every connection."""
        await self.socket_mode.ping()

    def _interaction(
        self,
        kind: str,
        user: str,
        *,
        channel: Channel | None = None,
        message: Message | None = None,
        view: View | None = None,
    ) -> Interaction:
        path = self.response_urls.new_path(kind)
        actor = self.user(user)
        source = Source(
            user=actor,
            channel=channel,
            message=message,
            view=view,
            trigger_id=self.state.next_trigger(actor.id),
            response_url=self.state.base + path,
        )
        interaction = Interaction(state=self.state, source=source, made_at=self.state.clock())
        self.response_urls.interactions[path] = interaction
        return interaction

    def _on(self, target: Message | View, user: str | None) -> Interaction:
        if isinstance(target, View):
            return self._interaction("actions", user or target.user, view=self.state.views[target.id])
        actor = user or target.ephemeral_to or self.state.workspace.users[0].id
        return self._interaction("actions", actor, channel=self.channel(target.channel), message=self.current(target))

    def _find(self, action_id: str) -> Message | View:
        shown: list[Message | View] = [each for each in self.state.posted if not each.deleted]
        shown += [each for each in self.state.views.values() if each.open]
        for target in reversed(shown):
            try:
                target.element(action_id)
            except LookupError:
                continue
            return target
        raise LookupError(f"nothing on any screen has {action_id!r}")

    @property
    def _sender(self) -> SocketMode | SignedHttp:
        return self.socket_mode if self.signed_http.url is None else self.signed_http

    async def _send(self, interaction: Interaction, kind: str, payload: Json) -> None:
        interaction.keep(await self._sender.send(kind, payload, accepts_payload=True))
