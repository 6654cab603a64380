"""The workspace a test server starts with: plain values, with ids in Slack's own shapes."""

from __future__ import annotations

from dataclasses import dataclass, field

# What the app asks for at installation when a test does not say otherwise. `chat:write.public` is left out on purpose:
# without it a bot may post only where it is a member, which is the common case.
DEFAULT_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "team:read",
    "usergroups:read",
    "users:read",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Team:
    """A workspace's own record."""

    id: str = "T0DESK001"
    name: str = "Verification desk"
    domain: str = "desk"


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """A person or a bot user."""

    id: str
    name: str
    real_name: str = ""
    is_bot: bool = False
    deleted: bool = False
    timezone: str = "Etc/UTC"


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """A public or private channel, or (with `im_with`) a direct message with one user."""

    id: str
    name: str
    is_private: bool = False
    is_archived: bool = False
    im_with: str | None = None
    members: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """Return Slack's word for the type, as `conversations.list` takes it."""
        if self.im_with is not None:
            return "im"
        return "private_channel" if self.is_private else "public_channel"

    @property
    def scope_prefix(self) -> str:
        """Return the family of scopes that reads it: `channels`, `groups` or `im`."""
        return {"im": "im", "private_channel": "groups", "public_channel": "channels"}[self.kind]


@dataclass(frozen=True, kw_only=True, slots=True)
class UserGroup:
    """A group of people that can be mentioned by its handle."""

    id: str
    name: str
    handle: str
    members: frozenset[str] = frozenset()
    disabled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class App:
    """The installed app: its ids, its two tokens and the scopes it was granted."""

    id: str = "A0CLAIM01"
    bot_id: str = "B0CLAIM01"
    user_id: str = "U0CLAIMBT"
    name: str = "claimwatch"
    bot_token: str = "xoxb-local-bot"  # noqa: S105 - opens nothing but the server of one test
    app_token: str = "xapp-local-app"  # noqa: S105 - likewise
    signing_secret: str = "local-signing-secret"  # noqa: S105 - likewise
    scopes: tuple[str, ...] = DEFAULT_SCOPES


ANALYST = User(id="U0ANALYST", name="olena", real_name="Olena Koval", timezone="Europe/Kyiv")
EDITOR = User(id="U0EDITOR1", name="marc", real_name="Marc Dubois")


@dataclass(frozen=True, kw_only=True, slots=True)
class Workspace:
    """Everything that exists before the first call.

    The default has two people, a channel with the bot in it, one without it, a private and an archived one.
    """

    team: Team = field(default_factory=Team)
    app: App = field(default_factory=App)
    users: tuple[User, ...] = (ANALYST, EDITOR)
    groups: tuple[UserGroup, ...] = (
        UserGroup(id="S0VERIFY1", name="Verification", handle="verifiers", members=frozenset({"U0EDITOR1"})),
        UserGroup(id="S0NIGHT01", name="Night desk", handle="night"),
    )
    channels: tuple[Channel, ...] = (
        Channel(id="C0ALERTS1", name="alerts", members=frozenset({"U0CLAIMBT", "U0ANALYST", "U0EDITOR1"})),
        Channel(id="C0KHARKIV", name="kharkiv", members=frozenset({"U0CLAIMBT", "U0ANALYST"})),
        Channel(id="C0OTHER01", name="elsewhere", members=frozenset({"U0EDITOR1"})),
        Channel(id="C0OLD0001", name="old", is_archived=True, members=frozenset({"U0CLAIMBT"})),
        Channel(id="G0PRIVATE", name="desk-only", is_private=True, members=frozenset({"U0CLAIMBT", "U0EDITOR1"})),
        Channel(id="G0HIDDEN1", name="hidden", is_private=True, members=frozenset({"U0EDITOR1"})),
    )
