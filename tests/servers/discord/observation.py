"""What a test can see: where the server is, what the bot did, what broke a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from tests.servers.discord.backend import Backend
from tests.servers.discord.errors import Violation
from tests.servers.discord.faults import Faults
from tests.servers.discord.gateway import Gateway, Session
from tests.servers.discord.interaction import Interaction
from tests.servers.discord.records import CommandWrite, Message, Request
from tests.servers.discord.rest import PREFIX
from tests.servers.discord.world import Channel, User

Found = TypeVar("Found")
Place = Channel | int | User
"""Where something happens: a channel, its id, or the direct conversation with a user."""


class Observed:
    """A running Discord as a test sees it."""

    def __init__(self, *, backend: Backend, gateway: Gateway, faults: Faults) -> None:
        self.backend = backend
        self.gateway = gateway
        self._faults = faults

    # Where it is.

    @property
    def api_base(self) -> str:
        """Return the address of the REST interface, version included."""
        return f"{self.backend.base}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """Return the address of the gateway."""
        return self.backend.gateway_url

    @property
    def token(self) -> str:
        """Return the bot's token."""
        return self.backend.bot.token

    # What the bot did.

    @property
    def requests(self) -> list[Request]:
        """Return every request so far."""
        return self.backend.requests

    @property
    def violations(self) -> list[Violation]:
        """Return every rule that a request broke; empty in a good run."""
        return self.backend.violations

    @property
    def unknown_routes(self) -> list[tuple[str, str]]:
        """Return every request that no route took; empty in a good run."""
        return self.backend.unknown_routes

    @property
    def errors(self) -> list[BaseException]:
        """Return the faults of the server itself; empty in a good run."""
        return self.backend.errors

    @property
    def command_writes(self) -> list[CommandWrite]:
        """Return every request that wrote application commands."""
        return self.backend.command_writes

    @property
    def interactions(self) -> list[Interaction]:
        """Return every interaction so far, oldest first."""
        return list(self.backend.interactions.values())

    @property
    def faults_left(self) -> int:
        """Return how many ordered failures have not happened yet."""
        return self._faults.left

    def commands(self, guild_id: int | None = None) -> list[dict[str, Any]]:
        """Return the registered commands of a guild, or the global ones."""
        return self.backend.commands.get(guild_id, [])

    def messages(self, place: Place) -> list[Message]:
        """Return what stands in a channel, oldest first, in its latest version; a thread is a channel."""
        return self.backend.listed(self.channel(place).id)

    def versions(self, message: Message | int) -> list[Message]:
        """Return every version of a message, the first one first, also of a deleted one."""
        return self.backend.history[message if isinstance(message, int) else message.id]

    def current(self, message: Message | int) -> Message | None:
        """Return a message as it is now, or None once it is deleted."""
        return self.backend.current(message if isinstance(message, int) else message.id)

    def thread_of(self, message: Message | int) -> Channel | None:
        """Return the thread that hangs on a message."""
        return self.backend.channels.get(message if isinstance(message, int) else message.id)

    def threads(self, place: Place) -> list[Channel]:
        """Return the threads of a channel, oldest first."""
        parent = self.channel(place).id
        found = [one for one in self.backend.channels.values() if one.thread is not None and one.parent_id == parent]
        return sorted(found, key=lambda one: one.id)

    async def wait_for_messages(self, place: Place, count: int, within: float = 10.0) -> list[Message]:
        """Wait until at least `count` messages stand in a channel, and return them."""

        def enough() -> list[Message] | None:
            found = self.messages(place)
            return found if len(found) >= count else None

        return await self.wait_for(enough, within=within, what=f"{count} messages (found {len(self.messages(place))})")

    async def wait_for_session(self, *, within: float = 10.0) -> Session:
        """Wait until the bot is connected to the gateway."""
        return await self.wait_for(self.gateway.connected, within=within, what="connected session")

    async def wait_for(self, find: Callable[[], Found | None], *, within: float = 10.0, what: str = "change") -> Found:
        """Wait until `find` finds something; it is asked again after every change."""
        return await self.backend.changes.until(find, within=within, what=what)

    def channel(self, place: Place) -> Channel:
        """Return a channel as it is now."""
        if isinstance(place, User):
            return self.backend.dm_with(place)
        return self.backend.channels[place if isinstance(place, int) else place.id]
