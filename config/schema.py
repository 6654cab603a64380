"""The settings: frozen, typed, every field with its meaning. `claimwatch.toml` beside this file shows them all."""

from __future__ import annotations

import json
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, SecretStr, field_validator

Network = IPv4Network | IPv6Network


def _empty_is_none(value: object) -> object:
    """Take an empty text for "not set", as files for containers leave it."""
    return None if isinstance(value, str) and not value.strip() else value


def _split_list(value: object) -> object:
    """Take a comma-separated text or a JSON list for a list, since the environment has only texts."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text.startswith("["):
        try:
            return json.loads(text)
        except ValueError as error:
            raise ValueError(f"begins with [ and is no JSON list: {error}") from error
    return [part.strip() for part in text.split(",") if part.strip()]


def _network(value: object) -> object:
    """Read "10.0.0.0/8", and a single address as a network of one."""
    return ip_network(value, strict=False) if isinstance(value, str) else value


def web_address(value: str) -> str:
    """Return an address that is one of the web; raises ValueError."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("has to be an address such as https://host/path")
    return value


FEEDS_FILE = Path("config/sources.toml")
"""Where feeds are named when nothing else is said; it need not be there."""

Secret = Annotated[SecretStr | None, BeforeValidator(_empty_is_none)]
OptionalText = Annotated[str | None, BeforeValidator(_empty_is_none)]
OptionalPath = Annotated[Path | None, BeforeValidator(_empty_is_none)]
Networks = Annotated[
    tuple[Annotated[Network, BeforeValidator(_network), PlainSerializer(str)], ...], BeforeValidator(_split_list)
]


class Section(BaseModel):
    """What every part of the settings is: unchangeable, and with no other keys than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, hide_input_in_errors=True)


class DatabaseSettings(Section):
    """Where claims are kept."""

    # An address may hold a password, so that it is not shown with the rest.
    url: str = Field(
        default="data/claimwatch.db",
        repr=False,
        description="A file (SQLite; made where there is none), sqlite:///path, or :memory: to keep nothing.",
    )

    @field_validator("url")
    @classmethod
    def _check(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("must not be empty")
        return value.strip()


class InboxSettings(Section):
    """The folder that articles are dropped into."""

    folder: Path = Field(
        default=Path("inbox"), description="The folder that is watched for articles; made where there is none."
    )


class IntakeSettings(Section):
    """What one article may cost."""

    max_bytes: int = Field(
        default=10_000_000, gt=0, description="The most that one article may have, unpacked, in bytes."
    )
    seconds_per_article: float = Field(
        default=60.0, gt=0, allow_inf_nan=False, description="After how many seconds reading an article is given up."
    )
    most_waiting: int = Field(
        default=10_000,
        ge=1,
        description="How many articles may wait to be read before feeds are left alone and HTTP takes no more.",
    )
    megabytes_per_worker: int = Field(
        default=2048, ge=256, description="The most memory that a process which reads articles may take, in MB (10**6)."
    )
    seconds_per_page: float = Field(
        default=30.0,
        gt=0,
        allow_inf_nan=False,
        description="After how many seconds finding the text of a page is given up.",
    )
    megabytes_per_page: int = Field(
        default=1024,
        ge=256,
        description="The most memory that the process which finds the text of pages may take, in MB (10**6).",
    )


class LanguageSettings(Section):
    """What parses the text."""

    pipeline: OptionalText = Field(
        default=None,
        description="The name of an installed spaCy pipeline with a tagger and a parser, or its folder; "
        "empty: the bundled one.",
    )


class PlacesSettings(Section):
    """What knows the places."""

    gazetteer: OptionalPath = Field(default=None, description="Another file of places; empty: the bundled one.")


class SourcesSettings(Section):
    """What may be fetched."""

    allow_networks: Networks = Field(
        default=(),
        description="Private networks that may be fetched from, such as 10.1.0.0/16; none by default. "
        "In the environment with commas between them, or as a JSON list.",
    )
    robots: bool = Field(
        default=True, description="Whether articles of feeds are left alone where a site's robots.txt asks for it."
    )
    requests_per_host: int = Field(default=2, ge=1, le=100, description="How many requests a host gets at once.")
    seconds_between: float = Field(
        default=0.5,
        ge=0,
        le=60,
        allow_inf_nan=False,
        description="How many seconds pass between two requests to a host.",
    )


class FeedsSettings(Section):
    """The feeds that are read: RSS, Atom, JSON Feed."""

    urls: Annotated[tuple[str, ...], BeforeValidator(_split_list)] = Field(
        default=(),
        description="Their addresses, beside those of `claimwatch sources add`. In the environment with commas between "
        "them, or as a JSON list.",
    )
    file: Path = Field(default=FEEDS_FILE, description="A file that names more of them, where there is one.")
    every_seconds: float = Field(
        default=600.0,
        ge=1,
        allow_inf_nan=False,
        description="How many seconds pass between two looks at a feed that often has something new.",
    )
    longest_seconds: float = Field(
        default=3600.0,
        ge=1,
        allow_inf_nan=False,
        description="How many seconds pass at most between two looks at a feed that works, however seldom it changes.",
    )
    first_days: float = Field(
        default=7.0,
        ge=0,
        le=36500,
        allow_inf_nan=False,
        description="Of what a new feed has already, so many days are read; nothing of it is announced.",
    )
    changed_seconds: float = Field(
        default=3600.0,
        ge=1,
        allow_inf_nan=False,
        description="How many seconds pass at least until an item that now says something else is read again.",
    )
    tell_after: int = Field(
        default=5, ge=1, description="After how many failures in a row the operators' channel hears of a feed."
    )

    @field_validator("urls")
    @classmethod
    def _check(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(web_address(one.strip()) for one in value))


class UpkeepSettings(Section):
    """What is kept, and what is done to keep it."""

    keep_text_days: float = Field(
        default=90.0,
        ge=0,
        le=36500,
        allow_inf_nan=False,
        description="For how many days after their publication articles keep their text; claims and quotes stay.",
    )
    keep_items_days: float = Field(
        default=60.0,
        ge=1,
        le=36500,
        allow_inf_nan=False,
        description="For how many days an item stays known that its feed lists no more; what is listed always does.",
    )
    vacuum_days: float = Field(
        default=7.0, gt=0, le=3650, allow_inf_nan=False, description="Every how many days unused space is given back."
    )
    backup_folder: OptionalPath = Field(
        default=None, description="Where copies of the database are put while it is in use; empty: none are made."
    )
    backup_hours: float = Field(
        default=24.0, gt=0, le=8760, allow_inf_nan=False, description="Every how many hours a copy is made."
    )
    backups_kept: int = Field(default=7, ge=1, description="How many copies are kept; the oldest go.")


class SamplesSettings(Section):
    """The articles that come with the program."""

    read: bool = Field(
        default=True,
        description="Whether `claimwatch run` reads them when the database is empty and no chat platform is set up.",
    )


class DeliverySettings(Section):
    """How alerts are delivered."""

    keep_days: float = Field(
        default=7.0,
        gt=0,
        le=3650,
        allow_inf_nan=False,
        description="For how many days an alert that cannot be delivered is tried again.",
    )
    group_seconds: float = Field(
        default=60.0,
        ge=0,
        le=86_400,
        allow_inf_nan=False,
        description="For how many seconds after an article the next ones are gathered into one message; 0: not at all. "
        "Conflicts do not wait, unless they are many.",
    )
    digest_wait_hours: float = Field(
        default=168.0,
        ge=0,
        le=168,
        allow_inf_nan=False,
        description="For how many hours a digest that was missed is still sent, when the program runs again; later, "
        "the next one tells everything. 168: however late. Up to five minutes late is in time.",
    )
    operators: OptionalText = Field(
        default=None,
        description="The channel that is told when alerts or feeds do not arrive, and when an article is set aside: "
        "discord:<channel id> or slack:<channel id>; empty: nobody.",
    )

    @field_validator("operators")
    @classmethod
    def _check(cls, value: str | None) -> str | None:
        if value is None:
            return None
        platform, _, channel = value.strip().partition(":")
        if platform not in {"discord", "slack"} or not (channel.isascii() and channel.isalnum()):
            raise ValueError("has to be discord:<channel id> or slack:<channel id>")
        return value.strip()


class DiscordSettings(Section):
    """The Discord bot; it runs when it has a token."""

    token: Secret = Field(default=None, description="The bot's token; empty: no Discord.")
    api_base: OptionalText = Field(
        default=None, description="Another address of Discord's API, for a proxy or a test server; empty: the real one."
    )

    @field_validator("api_base")
    @classmethod
    def _check(cls, value: str | None) -> str | None:
        return value if value is None else web_address(value)


class SlackSettings(Section):
    """The Slack app; it runs when it has a bot token."""

    bot_token: Secret = Field(default=None, description="The bot's token, xoxb-…; empty: no Slack.")
    app_token: Secret = Field(default=None, description="The app's token for Socket Mode, xapp-….")
    signing_secret: Secret = Field(
        default=None, description="What requests over HTTP are signed with (Basic Information → Signing Secret)."
    )
    transport: Annotated[Literal["socket", "http"] | None, BeforeValidator(_empty_is_none)] = Field(
        default=None,
        description="How commands come: socket (Socket Mode), or http (signed requests to web.listen, at "
        "/slack/events); empty: socket where there is an app_token, http where there is only a signing_secret.",
    )
    api_base: OptionalText = Field(
        default=None, description="Another address of Slack's API, for a proxy or a test server; empty: the real one."
    )

    @field_validator("api_base")
    @classmethod
    def _check(cls, value: str | None) -> str | None:
        return value if value is None else web_address(value)

    @property
    def chosen_transport(self) -> Literal["socket", "http"]:
        """How commands come: as set, or as the secrets that are there allow."""
        if self.transport is not None:
            return self.transport
        return "http" if self.app_token is None and self.signing_secret is not None else "socket"


class WebSettings(Section):
    """The web server: Slack's requests over HTTP, and articles of other programs; it needs an address to listen on."""

    listen: OptionalText = Field(
        default=None,
        description="Host and port, such as 127.0.0.1:8080 (port 0: any that is free); empty: no web server.",
    )
    token: Secret = Field(
        default=None, description="What a program has to show that posts articles (Bearer); empty: none may by a token."
    )
    signing_secret: Secret = Field(
        default=None, description="What a program signs articles with that it posts; empty: none may by a signature."
    )

    @field_validator("listen")
    @classmethod
    def _check(cls, value: str | None) -> str | None:
        if value is None:
            return None
        host, separator, port = value.strip().rpartition(":")
        bracketed = host.startswith("[") and host.endswith("]")
        if not separator or not host or (":" in host and not bracketed):
            raise ValueError("has to be host:port, such as 127.0.0.1:8080 or [::1]:8080")
        if not (port.isascii() and port.isdigit() and int(port) <= 65_535):
            raise ValueError(f"the port has to be a number up to 65535, not {port!r}")
        return value.strip()


class LogSettings(Section):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least important message that is written: debug, info, warning or error."
    )
    # The key is `json`; a field of that name would hide a method of pydantic's.
    as_json: bool = Field(default=False, alias="json", description="Whether each message is one line of JSON.")

    @field_validator("level", mode="before")
    @classmethod
    def _fold(cls, value: Any) -> Any:  # noqa: ANN401 - before validation it may be anything
        return value.strip().lower() if isinstance(value, str) else value


class Settings(Section):
    """All settings. Secrets show as asterisks; `get_secret_value()` gives them."""

    database: DatabaseSettings = Field(default=DatabaseSettings(), description="Where claims are kept.")
    inbox: InboxSettings = Field(default=InboxSettings(), description="The folder that articles are dropped into.")
    intake: IntakeSettings = Field(default=IntakeSettings(), description="What one article may cost.")
    language: LanguageSettings = Field(default=LanguageSettings(), description="What parses the text.")
    places: PlacesSettings = Field(default=PlacesSettings(), description="What knows the places.")
    sources: SourcesSettings = Field(default=SourcesSettings(), description="What may be fetched.")
    feeds: FeedsSettings = Field(default=FeedsSettings(), description="The feeds that are read: RSS, Atom, JSON Feed.")
    upkeep: UpkeepSettings = Field(default=UpkeepSettings(), description="What is kept, and what is done to keep it.")
    samples: SamplesSettings = Field(default=SamplesSettings(), description="The articles that come with the program.")
    delivery: DeliverySettings = Field(default=DeliverySettings(), description="How alerts are delivered.")
    discord: DiscordSettings = Field(default=DiscordSettings(), description="The Discord bot.")
    slack: SlackSettings = Field(default=SlackSettings(), description="The Slack app.")
    web: WebSettings = Field(default=WebSettings(), description="The web server.")
    log: LogSettings = Field(default=LogSettings(), description="What is written to standard error.")
