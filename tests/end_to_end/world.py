"""Both platforms and a site with a feed, as local servers around the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.discord import CHANNEL_ID, DiscordServer, open_discord_server
from tests.servers.feed import FeedServer, Reply, rss
from tests.servers.slack import SlackServer, open_slack_server
from tests.servers.threads import Threaded, threaded

# The platforms' own descriptions, where they are to be had.
SPECS = Path(__file__).parents[3] / "shared" / "specs"
# Seconds that a slow machine may take for what a platform gives three.
_PATIENCE = 30.0
SLACK_CHANNEL = "C0ALERTS1"
SLACK_USER = "U0ANALYST"
FEED = "/feed.xml"


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """Everything around the program."""

    discord: Threaded[DiscordServer]
    slack: Threaded[SlackServer]
    site: Threaded[FeedServer]

    def environment(self) -> dict[str, str]:
        """Return the settings that an operator would make."""
        return {
            "CLAIMWATCH_DISCORD__TOKEN": self.discord.server.token,
            "CLAIMWATCH_DISCORD__API_BASE": self.discord.server.api_base,
            "CLAIMWATCH_SLACK__BOT_TOKEN": self.slack.server.bot_token,
            "CLAIMWATCH_SLACK__APP_TOKEN": self.slack.server.app_token,
            "CLAIMWATCH_SLACK__API_BASE": self.slack.server.api_url,
            "CLAIMWATCH_FEEDS__LONGEST_SECONDS": "1",
            "CLAIMWATCH_FEEDS__FIRST_DAYS": "36500",
            "CLAIMWATCH_FEEDS__URLS": self.site.server.url(FEED),
            "CLAIMWATCH_FEEDS__EVERY_SECONDS": "1",
            # Each article is a message of its own: the tests count them.
            "CLAIMWATCH_DELIVERY__GROUP_SECONDS": "0",
            "CLAIMWATCH_SOURCES__ALLOW_NETWORKS": "127.0.0.0/8",
        }

    def tell(self, *items: str) -> None:
        """Have the feed hold these items."""
        self.site.look(lambda site: site.tell(FEED, Reply(body=rss(*items, title="News of the day"))))

    def on_discord(self, count: int) -> list[str]:
        """Return the texts of the channel's messages, once there are so many."""
        return [one.text() for one in self.discord.call(lambda it: it.wait_for_messages(CHANNEL_ID, count, 60))]

    def on_slack(self, count: int) -> list[str]:
        """Return the texts of the channel's messages, once there are so many."""
        return [one.text for one in self.slack.call(lambda it: it.wait_for_messages(SLACK_CHANNEL, count, 60))]


@contextmanager
def open_world() -> Iterator[World]:
    """Run both platforms and the site."""
    described = SPECS / "discord-openapi.json.gz"
    with ExitStack() as stack:
        yield World(
            discord=stack.enter_context(
                threaded(lambda: open_discord_server(spec=described if described.exists() else None))
            ),
            slack=stack.enter_context(
                threaded(
                    lambda: open_slack_server(spec=SPECS / "slack-web-openapi.json.gz", acknowledge_within=_PATIENCE)
                )
            ),
            site=stack.enter_context(threaded(FeedServer)),
        )
