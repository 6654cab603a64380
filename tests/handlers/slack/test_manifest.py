"""The manifest that is pasted into Slack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.slack.abilities import CALLED
from handlers.slack.examination import SCOPES
from handlers.slack.shortcuts import FIND, SUBMIT
from handlers.slack.usage import USAGE

MANIFEST = Path(__file__).parents[3] / "handlers" / "slack" / "slack-manifest.yaml"


@pytest.fixture
def manifest() -> dict[str, Any]:
    """Return the manifest."""
    read: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return read


def test_it_has_the_commands_that_the_app_listens_to(manifest: dict[str, Any]) -> None:
    """Each, once, with a description."""
    commands = manifest["features"]["slash_commands"]
    assert sorted(one["command"] for one in commands) == sorted(USAGE)
    assert all(one["description"] and not one["should_escape"] for one in commands)


def test_it_takes_no_command_of_slacks_own(manifest: dict[str, Any]) -> None:
    """Slack would refuse it."""
    own = {"/status", "/search", "/remind", "/who", "/topic", "/invite", "/leave", "/mute", "/feed"}
    assert not own & {one["command"] for one in manifest["features"]["slash_commands"]}


def test_it_asks_for_what_is_used(manifest: dict[str, Any]) -> None:
    """Nothing less, nothing more: what the doctor looks for."""
    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == sorted(SCOPES)


def test_it_asks_for_the_events_that_the_app_listens_to(manifest: dict[str, Any]) -> None:
    """Each with the permission that it needs."""
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == [
        *("app_mention", "app_home_opened", "app_uninstalled", "message.im"),
    ]
    assert {"app_mentions:read", "im:history"} <= set(SCOPES)


def test_it_has_the_shortcuts_that_the_app_listens_to(manifest: dict[str, Any]) -> None:
    """On a message, and from anywhere; their names are short enough for Slack's menu."""
    shortcuts = {one["callback_id"]: one for one in manifest["features"]["shortcuts"]}
    assert {name: one["type"] for name, one in shortcuts.items()} == {FIND: "message", SUBMIT: "global"}
    assert all(len(one["name"]) <= 24 or one["type"] == "message" for one in shortcuts.values())


def test_it_has_a_home_tab_and_messages(manifest: dict[str, Any]) -> None:
    """Commands can be given in the messages with the app too."""
    home = manifest["features"]["app_home"]
    assert (home["home_tab_enabled"], home["messages_tab_enabled"]) == (True, True)
    assert home["messages_tab_read_only_enabled"] is False


def test_everything_is_within_slacks_limits(manifest: dict[str, Any]) -> None:
    """As the page of the app manifest's reference has them."""
    features = manifest["features"]
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert all(len(one["command"]) <= 32 for one in features["slash_commands"])
    assert all(len(one["description"]) <= 2000 for one in features["slash_commands"])
    assert all(len(one.get("usage_hint", "")) <= 1000 for one in features["slash_commands"])
    assert len(features["slash_commands"]) <= 50
    assert len(features["shortcuts"]) <= 10
    assert all(len(one["description"]) <= 150 for one in features["shortcuts"])


def test_every_command_is_one_that_people_can_ask_for(manifest: dict[str, Any]) -> None:
    """And each has an ability behind it."""
    commands = {one["command"] for one in manifest["features"]["slash_commands"]}
    assert {called.split()[0] for called in CALLED.values()} == commands


def test_it_needs_no_public_address(manifest: dict[str, Any]) -> None:
    """Socket Mode brings commands and clicks."""
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"] == {"is_enabled": True}
    assert manifest["features"]["bot_user"]["display_name"] == "claimwatch"
