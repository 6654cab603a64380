"""Alerts for a channel of Slack."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.model.outbox import OutboxItem
from tests.builders import make_item

HERE = "slack:C0ALERTS1"


def item(attempts: int = 0, *, destination: str = HERE, number: int = 1) -> OutboxItem:
    """Return an alert that was made just now."""
    return make_item(number, destination=destination, attempts=attempts, created_at=datetime.now(UTC))
