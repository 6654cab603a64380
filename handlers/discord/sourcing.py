"""`/sources …`: the feeds that are read, and what can be done with one."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.desk.commands import Commands
from bot.desk.sourcing import FeedChange
from handlers.discord import completion
from handlers.discord.asking import answer, asker_of

SAYS = {
    FeedChange.ADD: "Follow a feed, once it has answered.",
    FeedChange.IMPORT: "Follow the feeds of another program's list (OPML), untested.",
    FeedChange.TEST: "Ask a feed what it has; nothing is kept.",
    FeedChange.PAUSE: "Leave a feed alone until it is resumed.",
    FeedChange.RESUME: "Ask a paused feed again, at once.",
    FeedChange.REMOVE: "Follow a feed no longer; what was read of it stays.",
}
"""What each does, as Discord shows it (at most 100 characters)."""

_OF_NEW = frozenset({FeedChange.ADD, FeedChange.IMPORT, FeedChange.TEST})

Address = app_commands.Range[str, 1, 2000]


def sources(commands: Commands) -> app_commands.Group:
    """Return `/sources list`, `/sources export`, and a command for each thing that can be done with a feed."""
    group = app_commands.Group(name="sources", description="The feeds that are read.")

    @group.command(name="list", description="Show the feeds that are read, and how each stands.")
    async def list_(interaction: discord.Interaction) -> None:
        await answer(interaction, commands.sources)

    @group.command(name="export", description="The feeds as a file (OPML), for other programs.")
    async def export(interaction: discord.Interaction) -> None:
        await answer(interaction, commands.export_feeds)

    for change, says in SAYS.items():
        _add(group, commands, change, says)
    return group


def _add(group: app_commands.Group, commands: Commands, change: FeedChange, says: str) -> None:
    @group.command(name=change.value, description=says)
    @app_commands.describe(feed="Its address, such as https://example.org/world/rss; a followed one also by its title.")
    async def changed(interaction: discord.Interaction, feed: Address) -> None:
        await answer(interaction, lambda: commands.change_feed(asker_of(interaction), change, feed))

    if change not in _OF_NEW:
        changed.autocomplete("feed")(completion.feeds(commands))
