"""The manifest that is pasted into Slack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.slack.examination import SCOPES
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
    assert manifest["settings"]["event_subscriptions"] == {"bot_events": ["app_mention"]}
    assert "app_mentions:read" in SCOPES


def test_it_needs_no_public_address(manifest: dict[str, Any]) -> None:
    """Socket Mode brings commands and clicks."""
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"] == {"is_enabled": True}
    assert manifest["features"]["bot_user"]["display_name"] == "claimwatch"
