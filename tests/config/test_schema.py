from __future__ import annotations

import re
import tomllib
from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr, ValidationError

from config.load import setting_names
from config.schema import Settings

EXAMPLE = Path(__file__).parents[2] / "config" / "claimwatch.toml"


def example() -> str:
    """Return the documented settings with the mark of a comment taken from every setting."""
    return re.sub(r"^#(?=\w+ = )", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_every_setting_is_documented_in_the_example() -> None:
    """The example has every setting of the schema, in its order, and no other."""
    shown = [(section, key) for section, content in tomllib.loads(example()).items() for key in content]
    assert shown == list(setting_names())


def test_example_shows_the_defaults() -> None:
    """Whoever takes all comment marks away has the defaults."""
    assert Settings.model_validate(tomllib.loads(example())) == Settings()


def test_example_as_it_is_changes_nothing() -> None:
    """The file as it ships sets nothing."""
    assert not any(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")).values())


def test_example_explains_each_setting_in_the_schemas_words() -> None:
    """Above each setting stands what the schema says of it."""
    words = " ".join(line.lstrip("# ") for line in EXAMPLE.read_text(encoding="utf-8").splitlines()).replace('"', "")
    for section in Settings.model_fields.values():
        assert section.description
        assert isinstance(section.annotation, type)
        assert issubclass(section.annotation, BaseModel)
        for field in section.annotation.model_fields.values():
            assert field.description
            assert " ".join(field.description.split()).rstrip(".") in words, field.description


def test_settings_cannot_be_changed() -> None:
    """Settings are read once and stay."""
    with pytest.raises(ValidationError, match="frozen"):
        setattr(Settings().inbox, "folder", Path("elsewhere"))  # noqa: B010 - mypy knows that it is frozen


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("discord", "token"),
        ("slack", "bot_token"),
        ("slack", "app_token"),
        ("slack", "signing_secret"),
        ("web", "token"),
    ],
)
def test_secrets_do_not_show(section: str, key: str) -> None:
    """No form of printing settings shows a secret; asking for it does."""
    settings = Settings.model_validate({section: {key: "hush-hush"}})
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert "hush" not in shown
    secret = getattr(getattr(settings, section), key)
    assert isinstance(secret, SecretStr)
    assert secret.get_secret_value() == "hush-hush"


def test_password_of_a_database_does_not_show() -> None:
    """An address may hold a password, so that printing settings leaves it out."""
    assert "hush" not in repr(Settings.model_validate({"database": {"url": "postgresql://ell:hush@db/ell"}}))


@pytest.mark.parametrize(
    ("value", "networks"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("10.1.0.0/16", ["10.1.0.0/16"], id="one"),
        pytest.param("10.1.0.0/16, ::1,", ["10.1.0.0/16", "::1/128"], id="commas"),
        pytest.param('["10.1.0.0/16", "127.0.0.1"]', ["10.1.0.0/16", "127.0.0.1/32"], id="JSON"),
        pytest.param(["10.1.2.3/16"], ["10.1.0.0/16"], id="a list; an address inside its network"),
    ],
)
def test_networks_are_read(value: object, networks: list[str]) -> None:
    """Networks come as a list, as JSON, or with commas; a single address is a network of one."""
    settings = Settings.model_validate({"sources": {"allow_networks": value}})
    assert settings.sources.allow_networks == tuple(map(ip_network, networks))


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("database", "url", " "),
        ("intake", "max_bytes", 0),
        ("intake", "max_bytes", "ten"),
        ("intake", "seconds_per_article", 0),
        ("intake", "seconds_per_article", float("inf")),
        ("intake", "megabytes_per_worker", 100),
        ("intake", "seconds_per_page", 0),
        ("intake", "seconds_per_page", float("inf")),
        ("intake", "megabytes_per_page", 100),
        ("sources", "allow_networks", "10.0.0.0/33"),
        ("sources", "allow_networks", "intranet"),
        ("sources", "allow_networks", "[10.0.0.0/8]"),
        ("discord", "api_base", "discord.example"),
        ("slack", "api_base", "ftp://slack.example"),
        ("web", "listen", "8080"),
        ("web", "listen", "127.0.0.1"),
        ("web", "listen", "127.0.0.1:http"),
        ("web", "listen", "127.0.0.1:70000"),
        ("web", "listen", "::1:8080"),
        ("web", "listen", ":8080"),
        ("log", "level", "loud"),
        ("log", "json", "perhaps"),
        ("log", "as_json", True),
        ("samples", "read", 7),
    ],
)
def test_wrong_values_are_refused(section: str, key: str, value: object) -> None:
    """What cannot be meant is an error."""
    with pytest.raises(ValidationError):
        Settings.model_validate({section: {key: value}})


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("database", "url", ":memory:"),
        ("intake", "max_bytes", "20_000_000"),
        ("web", "listen", "0.0.0.0:0"),
        ("web", "listen", "[::1]:8080"),
        ("web", "listen", "localhost:8080"),
        ("slack", "api_base", "http://127.0.0.1:9/api/"),
        ("log", "level", "WARNING"),
        ("log", "json", "yes"),
        ("places", "gazetteer", "~/places.sqlite"),
    ],
)
def test_right_values_are_taken(section: str, key: str, value: object) -> None:
    """The near misses of what is refused."""
    assert getattr(Settings.model_validate({section: {key: value}}), section) is not None
