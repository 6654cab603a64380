"""Everything that people can do, on every platform: nothing is there on one and not on another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import discord
import pytest
from discord import app_commands

from bot.desk.abilities import SAYS, Ability
from bot.desk.commands import Commands
from bot.desk.questions import Question
from bot.desk.sourcing import FeedChange
from bot.desk.subscribing import Asked
from handlers.discord import following, questions
from handlers.discord.commands import CALLED as ON_DISCORD
from handlers.discord.commands import FIND, ClaimwatchTree
from handlers.slack.abilities import CALLED as ON_SLACK
from handlers.slack.abilities import meant, values_of
from handlers.slack.modals import keys_of

PLATFORMS: Mapping[str, Mapping[Ability, str]] = {"Discord": ON_DISCORD, "Slack": ON_SLACK}
# What a question may be narrowed by, and on which terms a place may be followed.
NARROWED = frozenset(one.name for one in fields(Question))
TERMS = frozenset({"place", *(one.name.removesuffix("_at") for one in fields(Asked))})
AN_ID = "1a2b3c"


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


@pytest.mark.parametrize("ability", Ability)
def test_what_is_told_to_be_typed_on_slack_is_understood(ability: Ability) -> None:
    """As that ability and no other; behind `/claimwatch` too."""
    command, _, verb = ON_SLACK[ability].partition(" ")
    text = f"{verb} {AN_ID}".strip()
    assert meant(command, text) == (ability, AN_ID)
    if command != "/claimwatch":
        assert meant("/claimwatch", f"{command.removeprefix('/')} {text}") == (ability, AN_ID)


async def test_what_is_told_to_be_typed_on_discord_is_registered(commands: Commands) -> None:
    """Every command, and the context menu."""
    tree = ClaimwatchTree(discord.Client(intents=discord.Intents.none()), commands)
    registered = {f"/{one.qualified_name}" for one in tree.walk_commands()}
    menus = {one.name for one in tree.get_commands(type=discord.AppCommandType.message)}
    assert {called for called in ON_DISCORD.values() if called.startswith("/")} <= registered
    assert menus == {FIND}


async def test_the_same_can_be_done_with_a_feed(commands: Commands) -> None:
    """On Discord each is a command, on Slack a word, behind `sources` too."""
    tree = ClaimwatchTree(discord.Client(intents=discord.Intents.none()), commands)
    registered = {one.qualified_name for one in tree.walk_commands()}
    for change in FeedChange:
        assert f"sources {change}" in registered
        assert meant("/claimwatch", f"sources {change} x") == (Ability.FEED, f"{change} x")
        assert values_of(Ability.FEED, f"{change} <https://ell.example/rss|rss>") == {
            "change": change,
            "what": "https://ell.example/rss",
        }


async def test_a_search_is_narrowed_by_the_same(commands: Commands) -> None:
    """On Discord by options, on Slack by keys and in a form."""
    claims = next(one for one in questions.commands(commands) if one.name == "claims")
    assert isinstance(claims, app_commands.Group)
    search = claims.get_command("search")
    assert isinstance(search, app_commands.Command)
    assert {one.name for one in search.parameters} == set(keys_of(Ability.SEARCH)) == NARROWED


async def test_a_place_is_followed_on_the_same_terms(commands: Commands) -> None:
    """Content, digest, zone, claims of some kind, quiet hours, news in the channel."""
    subscribe = next(one for one in following.commands(commands) if one.name == "subscribe")
    assert isinstance(subscribe, app_commands.Command)
    options = {one.name.replace("timezone", "zone") for one in subscribe.parameters}
    assert options == set(keys_of(Ability.SUBSCRIBE)) == TERMS
