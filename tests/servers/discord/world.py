"""What stands in a Discord before the bot arrives: users, roles, channels, guilds, and who may do what where.

The permission bits and the order in which overwrites apply are those of Discord's developer documentation,
"Permissions".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntFlag

DISCORD_EPOCH_MS = 1_420_070_400_000
"""The first second of 2015, from which snowflakes count (documentation, "Snowflakes")."""

TEXT, DM, PUBLIC_THREAD, FORUM = 0, 1, 11, 15
"""The channel types known here (documentation, "Channel Types")."""


class Permission(IntFlag):
    """The permission bits that the server itself looks at."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


ALL_PERMISSIONS = (1 << 51) - 1
MEMBER_PERMISSIONS = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.SEND_MESSAGES_IN_THREADS
)
BOT_PERMISSIONS = int(
    MEMBER_PERMISSIONS | Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.CREATE_PUBLIC_THREADS
)


class Snowflakes:
    """Hand out ids as Discord does: 42 bits of milliseconds since 2015, then a counter; always rising."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._last = 0

    def __call__(self) -> int:
        """Return the next id."""
        milliseconds = int(self._now().timestamp() * 1000) - DISCORD_EPOCH_MS
        self._last = max(self._last + 1, milliseconds << 22)
        return self._last


def moment_of(snowflake: int) -> datetime:
    """Return when an id was made."""
    return datetime.fromtimestamp(((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000, UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """An account; `locale` is the language that its owner reads Discord in."""

    id: int
    username: str
    global_name: str | None = None
    bot: bool = False
    locale: str = "en-US"


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """A role of a guild; the one with the guild's own id is @everyone."""

    id: int
    name: str
    permissions: int = 0
    position: int = 1
    mentionable: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Overwrite:
    """What a channel allows or denies to one role or user beyond the guild's roles."""

    id: int
    for_user: bool = False
    allow: int = 0
    deny: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ThreadDetails:
    """What a thread has beyond a channel."""

    owner_id: int
    archived: bool = False
    locked: bool = False
    auto_archive_minutes: int = 1440


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """A text channel, forum, thread or direct conversation."""

    id: int
    name: str = "alerts"
    type: int = TEXT
    topic: str | None = None
    nsfw: bool = False
    parent_id: int | None = None
    overwrites: tuple[Overwrite, ...] = ()
    thread: ThreadDetails | None = None
    recipient: User | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A user in a guild."""

    user: User
    roles: tuple[int, ...] = ()
    nick: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Guild:
    """A guild with all that is in it; the bot is a member with a role of its own, `bot_role_id`."""

    id: int
    name: str = "Verification Desk"
    owner_id: int
    members: tuple[Member, ...] = ()
    channels: tuple[Channel, ...] = ()
    roles: tuple[Role, ...] = ()
    everyone_permissions: int = MEMBER_PERMISSIONS
    bot_permissions: int = BOT_PERMISSIONS
    bot_role_id: int | None = None
    locale: str = "en-US"

    @property
    def managed_role_id(self) -> int:
        """Return the id of the role that came with the bot."""
        return self.bot_role_id if self.bot_role_id is not None else self.id + 1

    def all_roles(self) -> tuple[Role, ...]:
        """Return the guild's roles with @everyone and the bot's own."""
        everyone = Role(id=self.id, name="@everyone", permissions=self.everyone_permissions, position=0)
        managed = Role(id=self.managed_role_id, name="Claimwatch", permissions=self.bot_permissions)
        return (everyone, managed, *self.roles)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bot:
    """The application under test and its account; `privileged_intents` are those switched on in its settings."""

    user: User
    application_id: int
    token: str = field(repr=False)
    privileged_intents: int = 0


OWNER = User(id=310_000_000_000_000_001, username="ottilie", global_name="Ottilie Brandt")
ANALYST = User(id=310_000_000_000_000_002, username="marek", global_name="Marek Sulc")
READER = User(id=310_000_000_000_000_003, username="ines", global_name="Ines Falk", locale="de")
BOT_USER = User(id=720_000_000_000_000_001, username="claimwatch", bot=True)
GUILD_ID = 900_000_000_000_000_000
CHANNEL_ID = 900_000_000_000_000_100
OTHER_CHANNEL_ID = 900_000_000_000_000_101
ANALYST_ROLE_ID = 900_000_000_000_000_010
TOKEN = "NzIwMDAwMDAwMDAwMDAwMDAx.local.server-token"  # noqa: S105 - opens nothing but the local server


def make_bot(
    *,
    user: User = BOT_USER,
    application_id: int | None = None,
    token: str = TOKEN,
    privileged_intents: int = 0,
) -> Bot:
    """Return a bot; as with every application made since 2016, its id is its user's."""
    return Bot(user=user, application_id=application_id or user.id, token=token, privileged_intents=privileged_intents)


def make_guild(
    *,
    guild_id: int = GUILD_ID,
    channels: tuple[Channel, ...] = (Channel(id=CHANNEL_ID), Channel(id=OTHER_CHANNEL_ID, name="archive")),
    bot_permissions: int = BOT_PERMISSIONS,
) -> Guild:
    """Return a guild with an owner, an analyst who may manage channels, a reader who may not, and two channels."""
    analysts = Role(
        id=ANALYST_ROLE_ID,
        name="analysts",
        permissions=int(Permission.MANAGE_GUILD | Permission.MANAGE_CHANNELS | Permission.MANAGE_MESSAGES),
        position=2,
    )
    return Guild(
        id=guild_id,
        owner_id=OWNER.id,
        members=(Member(user=OWNER), Member(user=ANALYST, roles=(ANALYST_ROLE_ID,)), Member(user=READER)),
        channels=channels,
        roles=(analysts,),
        bot_permissions=bot_permissions,
    )


def permissions_in(guild: Guild, user_id: int, roles: tuple[int, ...], channel: Channel | None) -> int:
    """Return what a member may do in a channel (or in the guild, with no channel).

    Overwrites apply in the documented order: @everyone, then all roles together, then the member.
    """
    if user_id == guild.owner_id:
        return ALL_PERMISSIONS
    granted = 0
    held = {guild.id, *roles}
    for role in guild.all_roles():
        if role.id in held:
            granted |= role.permissions
    if granted & Permission.ADMINISTRATOR:
        return ALL_PERMISSIONS
    overwrites = channel.overwrites if channel is not None else ()
    for one in overwrites:
        if one.id == guild.id:
            granted = granted & ~one.deny | one.allow
    denied = allowed = 0
    for one in overwrites:
        if not one.for_user and one.id != guild.id and one.id in held:
            denied, allowed = denied | one.deny, allowed | one.allow
    granted = granted & ~denied | allowed
    for one in overwrites:
        if one.for_user and one.id == user_id:
            granted = granted & ~one.deny | one.allow
    return granted
