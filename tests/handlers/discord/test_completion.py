"""What is offered while somebody types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import cast

import discord
import pytest

from bot.desk.commands import Commands
from bot.model.area import Area
from handlers.discord import completion
from handlers.discord.completion import matching_zones
from tests.builders import make_area

ZONES = ("Africa/Khartoum", "America/New_York", "Asia/Khandyga", "Europe/Kyiv", "Europe/Lisbon", "UTC")


@dataclass(frozen=True)
class Areas:
    """Areas that are found whatever is typed."""

    found: tuple[Area, ...]

    def complete(self, _beginning: str, *, limit: int) -> tuple[Area, ...]:
        """Return all of them, whatever the limit."""
        assert limit == 25
        return self.found

    def named(self, _name: str) -> tuple[Area, ...]:
        """Return none."""
        return ()

    def near_names(self, _name: str) -> tuple[str, ...]:
        """Return none."""
        return ()


async def offered(commands: Commands, *labelled: tuple[str, str]) -> list[tuple[str, str]]:
    """Return what Discord is offered of areas with these labels and keys."""
    found = tuple(make_area(label=label, key=key) for label, key in labelled)
    somebody = SimpleNamespace(
        channel_id=1,
        guild_id=2,
        user=SimpleNamespace(id=3, display_name="Ines"),
        permissions=discord.Permissions.none(),
    )
    offer = completion.areas(replace(commands, areas=Areas(found)))
    return [(one.name, one.value) for one in await offer(cast("discord.Interaction", somebody), "x")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kha", ["Africa/Khartoum", "Asia/Khandyga"]),
        ("new york", ["America/New_York"]),
        ("europe", ["Europe/Kyiv", "Europe/Lisbon"]),
        ("u", ["UTC", "Africa/Khartoum", "Europe/Kyiv", "Europe/Lisbon"]),
        ("", list(ZONES)),
        ("mars", []),
    ],
)
def test_zones_are_found_by_any_part(typed: str, found: list[str]) -> None:
    """Those that begin with it come first."""
    assert matching_zones(ZONES, typed, limit=25) == found


def test_no_more_zones_than_discord_takes() -> None:
    """The first ones."""
    assert matching_zones(ZONES, "", limit=2) == list(ZONES[:2])


async def test_no_more_choices_than_discord_takes(commands: Commands) -> None:
    """Twenty-five."""
    assert len(await offered(commands, *[(f"place {n}", str(n)) for n in range(40)])) == 25


async def test_a_long_label_is_cut_and_a_long_value_left_out(commands: Commands) -> None:
    """A value that is cut would name something else."""
    long = "word " * 40
    (choice,) = await offered(commands, (long, "a"), ("b", long), (" ", "c"))
    assert choice == ("word " * 19 + "word…", "a")
