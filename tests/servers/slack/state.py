"""The one mutable thing in the server: the workspace as it stands, and the record of what happened to it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tests.servers.slack.faults import Faults
from tests.servers.slack.records import Message, View
from tests.servers.slack.values import Call, SlackError, Violation
from tests.servers.slack.workspace import Channel, User, Workspace

TRIGGER_SECONDS = 3.0


@dataclass(kw_only=True, slots=True)
class Trigger:
    """The right to open one modal for one user, for three seconds."""

    user: str
    made_at: float
    used: bool = False


@dataclass(kw_only=True, slots=True)
class State:
    """Everything the server knows. The clock gives seconds since 1970, `monotonic` seconds since any moment."""

    workspace: Workspace
    clock: Callable[[], float]
    monotonic: Callable[[], float]
    base: str = ""
    channels: dict[str, Channel] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    posted: list[Message] = field(default_factory=list)
    views: dict[str, View] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    unknown_methods: list[str] = field(default_factory=list)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    tickets: set[str] = field(default_factory=set)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Name and bytes of what was uploaded, by its id."""
    uploads: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Name and length of the app's uploads that were begun, by their ids."""
    shared: list[tuple[str, str | None, str, bytes]] = field(default_factory=list)
    """What the app has shared: channel, thread, name and bytes."""
    _waiters: set[asyncio.Future[None]] = field(default_factory=set)
    _counter: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _last_ts: int = 0

    def __post_init__(self) -> None:
        app = self.workspace.app
        bot = User(id=app.user_id, name=app.name, real_name=app.name, is_bot=True)
        self.users = {user.id: user for user in (*self.workspace.users, bot)}
        self.channels = {channel.id: channel for channel in self.workspace.channels}

    def next_id(self, prefix: str) -> str:
        """Return a new id in Slack's shape."""
        return f"{prefix}0{next(self._counter):08X}"

    def next_ts(self) -> str:
        """Return a message's timestamp: later than every other, even when the clock stands still."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def next_trigger(self, user: str) -> str:
        """Return a trigger id that may open one modal for this user."""
        trigger_id = f"{next(self._counter)}.{self.workspace.team.id}.trigger"
        self.triggers[trigger_id] = Trigger(user=user, made_at=self.clock())
        return trigger_id

    def use_trigger(self, trigger_id: str) -> str:
        """Return whose trigger it is, and use it up."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.clock() - trigger.made_at > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def violate(self, where: str, rule: str, detail: str, params: dict[str, Any] | None = None) -> None:
        """Write down a thing that an app should not have done."""
        self.violations.append(Violation(where=where, rule=rule, detail=detail, params=params or {}))

    def require(self, scope: str) -> None:
        """Refuse with `missing_scope` unless the app was granted this one."""
        if scope not in self.workspace.app.scopes:
            raise SlackError("missing_scope", needed=scope)

    def channel(self, name: str) -> Channel:
        """Return a channel by id, by `#name` or by name; the app does not see private ones it is not in."""
        for channel in self.channels.values():
            hidden = channel.is_private and self.workspace.app.user_id not in channel.members
            if name in {channel.id, channel.name, f"#{channel.name}"} and not hidden:
                return channel
        raise SlackError("channel_not_found")

    def is_member(self, channel: Channel) -> bool:
        """Tell whether the bot is in a channel."""
        return self.workspace.app.user_id in channel.members

    def direct_message(self, user: str) -> Channel:
        """Return the channel of direct messages between the bot and a user, made where it is new."""
        if user not in self.users:
            raise SlackError("user_not_found")
        for channel in self.channels.values():
            if channel.im_with == user:
                return channel
        members = frozenset({user, self.workspace.app.user_id})
        made = Channel(id=self.next_id("D"), name=f"dm-{user}", im_with=user, members=members)
        self.channels[made.id] = made
        return made

    def add_member(self, channel: Channel, user: str) -> Channel:
        """Put a user into a channel."""
        joined = replace(channel, members=channel.members | {user})
        self.channels[channel.id] = joined
        self.notify()
        return joined

    def remove_member(self, channel: Channel, user: str) -> Channel:
        """Take a user out of a channel."""
        left = replace(channel, members=channel.members - {user})
        self.channels[channel.id] = left
        self.notify()
        return left

    def archive(self, channel: Channel) -> Channel:
        """Archive a channel."""
        archived = replace(channel, is_archived=True)
        self.channels[channel.id] = archived
        return archived

    def add_message(self, message: Message) -> Message:
        """Keep a new message."""
        self.posted.append(message)
        self.notify()
        return message

    def replace_message(self, old: Message, new: Message) -> Message:
        """Put an edited message where the old one stood, with the old one among its revisions."""
        kept = replace(new, revisions=(*old.revisions, replace(old, revisions=())))
        self.posted[self.posted.index(old)] = kept
        self.notify()
        return kept

    def standing(self, channel: str) -> list[Message]:
        """Return what everybody in a channel sees, in order."""
        return [each for each in self.posted if each.channel == channel and not each.deleted and not each.ephemeral_to]

    def message(self, channel: str, ts: str) -> Message:
        """Return one standing message; ephemeral ones cannot be reached by their timestamp."""
        for message in self.standing(channel):
            if message.ts == ts:
                return message
        raise SlackError("message_not_found")

    def keep_view(self, view: View) -> View:
        """Keep a view, new or changed."""
        self.views[view.id] = view
        self.notify()
        return view

    def notify(self) -> None:
        """Wake whoever waits for a change."""
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    async def wait_until(self, condition: Callable[[], bool], within: float, what: Callable[[], str]) -> None:
        """Return once the condition holds; raises TimeoutError, with what there was instead."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiters.add(waiter)
                    await waiter
        except TimeoutError:
            raise TimeoutError(what()) from None
