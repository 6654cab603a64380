"""`claimwatch run` against a Discord on this machine: a person uses every command, button, form and menu of the bot.

The program runs as people start it; what is left in the channel before a restart works after it.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from bot.intake import SAMPLES
from handlers.discord.commands import FIND
from tests.end_to_end.conftest import Start
from tests.end_to_end.world import World, open_world
from tests.handlers.discord.hands import ask, beside, choose, labels, press
from tests.servers.discord import ANALYST, CHANNEL_ID, READER, DiscordServer, Message

DENIAL = "Russia's defence ministry denied on Saturday that Ukrainian forces had retaken the town of Kupiansk."
_LONG = 60.0


@pytest.fixture
def world() -> Iterator[World]:
    """Run the platforms; only Discord's is used."""
    with open_world() as opened:
        yield opened


def on_discord(world: World) -> dict[str, str]:
    """Return the settings of a server with a Discord bot alone, to which people hand what it reads."""
    return {name: value for name, value in world.environment().items() if "SLACK" not in name and "FEED" not in name}


def drive(world: World, work: Callable[[DiscordServer], Awaitable[Any]]) -> Any:
    """Do something as people of that Discord."""
    return world.discord.call(work)  # type: ignore[arg-type] # any awaitable will do


async def submitted(server: DiscordServer, name: str, text: bytes) -> Message:
    """Hand a file over."""
    asked = await server.invoke(CHANNEL_ID, ANALYST, "submit", {"file": (name, text)}, within=_LONG)
    return await asked.response(within=_LONG)


async def told(server: DiscordServer, words: str, *, label: str = "Timeline") -> Message:
    """Wait for the alert in the channel with these words in its title, and with this button."""

    def found() -> Message | None:
        shown = [one for one in server.messages(CHANNEL_ID) if one.embeds and one.source is None]
        fitting = [one for one in shown if words in str(one.embeds[0].get("title")) and label in labels(one)]
        return fitting[0] if fitting else None

    return await server.wait_for(found, within=_LONG, what=f"an alert on {words}")


async def first_run(server: DiscordServer) -> str:
    """Subscribe, hand the samples over, look at everything, decide and take it back."""
    asked = await server.invoke(CHANNEL_ID, ANALYST, "subscribe", {"place": "Kharkiv region"}, within=_LONG)
    assert "Kharkiv region, Ukraine" in (await asked.response(within=_LONG)).text()
    for path in sorted(SAMPLES.glob("*-*.md"), key=lambda one: one.stem.partition("-")[2]):
        assert "claims" in (await submitted(server, path.name, path.read_bytes())).text()
    alert = await told(server, "control of Kupiansk")
    assert labels(alert) == ["Timeline", "Explain", "Not a conflict", "Same claim", "Resolve", "Snooze"]
    for label, words in (("Timeline", "Timeline"), ("Explain", "They conflict")):
        assert words in (await (await press(server, alert, label, user=READER)).response()).text()
    refused = await (await press(server, alert, "Resolve", user=READER)).response()
    assert "may not decide" in refused.text()
    sent = await server.submit_modal(await press(server, alert, "Resolve"), {"position": ["2"], "reason": "Seen."})
    assert "resolved" in (await sent.response()).text()
    undone = await server.submit_modal(await press(server, await beside(server, sent), "Undo"), {"reason": "Not so."})
    assert "open" in (await undone.response()).text()
    return await looked(server)


async def looked(server: DiscordServer) -> str:
    """Ask all that can be asked; return the id of the conflict."""
    found = await ask(server, "claims search", place="Kharkiv region", since="2022-09-01")
    assert "More" in labels(found)
    more = await (await press(server, found, "More")).response()
    assert (more.id, "Page 2" in more.text()) == (found.id, True)
    claim = await (await server.click(more, "cw1~menu~0", user=ANALYST, values=[_first(more)])).response()
    number = re.search(r"claim ([0-9a-f]{16})", claim.text())
    assert number is not None
    assert number[1] in (await ask(server, "claims show", claim=number[1][:8])).text()
    assert "Timeline: Kupyansk" in (await ask(server, "claims timeline", of="Kupiansk")).text()
    listed = await ask(server, "conflicts list", place="Kharkiv region")
    shown = await (await choose(server, listed, "control of Kupiansk")).response()
    dispute = re.search(r"dispute ([0-9a-f]{16})", shown.text())
    assert dispute is not None
    offered = await server.autocomplete(
        CHANNEL_ID, ANALYST, "conflicts show", {"conflict": "control of kup"}, focused="conflict"
    )
    assert [one["value"] for one in offered] == [dispute[1]]
    said = await server.say(CHANNEL_ID, READER, DENIAL)
    looked_at = await (await server.use_menu(CHANNEL_ID, READER, FIND, said)).response(within=_LONG)
    assert "Ukraine did not retake Kupiansk" in looked_at.text()
    for command, words in (
        ("digest now", "Kharkiv"),
        ("status", "running"),
        ("sources list", "No sources"),
        ("help", "/explain"),
    ):
        assert words in (await ask(server, command)).text()
    return dispute[1]


def _first(message: Message) -> str:
    menu = next(part for row in message.components for part in row["components"] if part["type"] == 3)
    return str(menu["options"][0]["value"])


async def second_run(server: DiscordServer, dispute: str) -> None:
    """Use what the first run left, let a claim join, then undo all of it."""
    # The decision that was taken back last changes the message by way of the outbox.
    alert = await told(server, "control of Kupiansk", label="Resolve")
    assert "They conflict" in (await (await press(server, alert, "Explain")).response(within=_LONG)).text()
    opened = await server.invoke(CHANNEL_ID, READER, "submit")
    form = await server.submit_modal(opened, {"text": DENIAL})
    assert "Kupiansk" in (await form.response(within=_LONG)).text()
    snoozed = await server.submit_modal(await press(server, alert, "Snooze"), {"for": ["1h"]})
    assert "Muted here" in (await snoozed.response()).text()
    offered = await server.autocomplete(CHANNEL_ID, ANALYST, "unmute", {"what": "kup"}, focused="what")
    assert [one["value"] for one in offered] == [dispute]
    assert "No longer muted" in (await ask(server, "unmute", what=dispute)).text()
    changed = await press(server, await ask(server, "settings"), "Change")
    saved = await server.submit_modal(changed, {"deciders": [str(READER.id)], "zone": "Kyiv"})
    assert f"<@{READER.id}>" in (await saved.response()).text()
    sent = await server.submit_modal(
        await press(server, alert, "Not a conflict", user=READER), {"reason": "It changed hands."}
    )
    assert "dismissed" in (await sent.response()).text()
    panel = await (await choose(server, await ask(server, "subscriptions"), "Kharkiv region")).response()
    for label in ("Pause", "Resume", "Delete", "Yes, delete it"):
        panel = await (await press(server, panel, label)).response()
    assert "follows nothing yet" in panel.text()


def test_a_person_uses_all_of_the_bot(start: Start, world: World) -> None:
    """From the first subscription to the last button, over a restart; nothing is refused, and nobody is pinged."""
    running = start(**on_discord(world))
    dispute = drive(world, first_run)
    assert running.stop() == 0
    again = start(**on_discord(world))
    world.discord.call(lambda it: it.wait_for(lambda: len(it.gateway.identifies) > 1 or None, within=_LONG, what="it"))
    drive(world, lambda it: second_run(it, dispute))
    assert again.stop() == 0
    assert "Traceback" not in running.err + again.err
    server = world.discord.server
    assert (server.violations, server.unknown_routes, server.errors) == ([], [], [])
    assert not any(one.pings.users or one.pings.roles or one.pings.everyone for one in server.messages(CHANNEL_ID))
