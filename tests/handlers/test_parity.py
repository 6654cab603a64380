"""Everything that people can do, on every platform: nothing is there on one and not on another."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.desk.abilities import SAYS, Ability
from handlers.slack.abilities import CALLED as ON_SLACK

PLATFORMS: Mapping[str, Mapping[Ability, str]] = {"Slack": ON_SLACK}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("ability", Ability)
def test_every_ability_can_be_asked_for(platform: str, ability: Ability) -> None:
    """By a name that is told in the help; what a platform lacks fails here."""
    assert PLATFORMS[platform].get(ability), f"{platform} lacks {ability}"
    assert SAYS[ability]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_has_a_name_of_its_own(platform: str) -> None:
    """Two abilities under one name would hide one."""
    names = list(PLATFORMS[platform].values())
    assert len(set(names)) == len(names)
