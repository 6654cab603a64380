"""What people's hands do: press a button by its label, choose from a menu, give a command."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.desk.commands import Commands
from bot.model.outbox import OutboxItem
from bot.model.outcome import Done
from handlers.discord.platform import DiscordPlatform
from tests.builders import make_item
from tests.servers.discord import ANALYST, CHANNEL_ID, GUILD_ID, DiscordServer, Interaction, Message, User

HERE = f"discord:{CHANNEL_ID}"
SPACE = f"discord:{GUILD_ID}"


def labels(message: Message) -> list[str]:
    """Return what the buttons of a message say."""
    return [one["label"] for row in message.components for one in row["components"] if one["type"] == 2]


def button(message: Message, label: str) -> str:
    """Return the id of the button of that label."""
    found = [one for row in message.components for one in row["components"] if one.get("label") == label]
    return str(found[0]["custom_id"])


def choice(message: Message, label: str) -> tuple[str, str]:
    """Return the id of the menu that offers a choice with these words, and the choice's value."""
    for row in message.components:
        for menu in row["components"]:
            for one in menu.get("options") or ():
                if label in one["label"]:
                    return str(menu["custom_id"]), str(one["value"])
    raise AssertionError(f"nobody offers {label}")


async def press(server: DiscordServer, message: Message, label: str, *, user: User = ANALYST) -> Interaction:
    """Press a button by its label."""
    return await server.click(message, button(message, label), user=user)


async def choose(server: DiscordServer, message: Message, label: str, *, user: User = ANALYST) -> Interaction:
    """Choose from whichever menu offers it."""
    menu, value = choice(message, label)
    return await server.click(message, menu, user=user, values=[value])


async def ask(server: DiscordServer, command: str, user: User = ANALYST, **options: Any) -> Message:
    """Give a command, and return its answer."""
    return await (await server.invoke(CHANNEL_ID, user, command, options)).response()


async def beside(server: DiscordServer, asked: Interaction, number: int = 1) -> Message:
    """Return what was said besides an answer, to who asked alone."""
    found = await server.wait_for(
        lambda: asked.followups if len(asked.followups) >= number else None, what="a word beside"
    )
    assert found[-1].ephemeral
    return found[-1]


async def posted(platform: DiscordPlatform, commands: Commands, dispute: str) -> None:
    """Let the messenger post the alert on the dispute."""
    (told,) = await commands.store.alerts_for(dispute)
    item: OutboxItem = replace(make_item(destination=HERE), alert=told)
    assert isinstance(await platform.messenger.send(item), Done)


def bare_button(custom_id: str) -> dict[str, object]:
    """Return a button with this id, as a message holds it."""
    return {"type": 2, "style": 2, "label": custom_id, "custom_id": custom_id}
