"""What the buttons under a conflict do, after a restart of the bot too."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.commands import Commands
from bot.model.community import Community
from bot.model.dispute import DisputeStatus
from tests.handlers.discord.conftest import Connect
from tests.handlers.discord.hands import HERE, SPACE, ask, bare_button, beside, choose, labels, posted, press
from tests.servers.discord import ANALYST, CHANNEL_ID, READER, DiscordServer, Message, Pings


async def test_an_alert_shows_both_positions_side_by_side(alert: Message) -> None:
    """Each with a sign of its own that is no colour alone, its quote, and how many independent sources there are."""
    first, second = [one for one in alert.embeds[0]["fields"] if one.get("inline")][:2]
    assert first["name"].startswith("🔷 A ")
    assert second["name"].startswith("🟧 B ")
    assert "> “" in first["value"]
    assert "> “" in second["value"]
    assert "<t:" in first["value"]
    assert "Independent sources" in alert.text()
    assert labels(alert) == ["Timeline", "Explain", "Not a conflict", "Same claim", "Resolve", "Snooze"]
    assert alert.pings == Pings()


async def test_what_is_looked_up_is_for_who_asked(server: DiscordServer, alert: Message) -> None:
    """Timeline and explanation, and the claims that they lead to."""
    timeline = await (await press(server, alert, "Timeline", user=READER)).response()
    assert timeline.ephemeral
    assert "Timeline: " in timeline.text()
    why = await (await press(server, alert, "Explain", user=READER)).response()
    assert "They conflict" in why.text()
    claim = await (await choose(server, why, "captured", user=READER)).response()
    assert claim.ephemeral
    assert re.search(r"claim [0-9a-f]{16}", claim.text())
    again = await (await choose(server, claim, "did not capture", user=READER)).response()
    assert again.ephemeral


async def test_a_decision_asks_why_and_changes_the_message(
    server: DiscordServer, commands: Commands, alert: Message, dispute: str
) -> None:
    """Recorded with its author and reason; the message in the channel says how it stands; and it can be taken back."""
    opened = await press(server, alert, "Resolve")
    modal = await opened.opened_modal()
    assert [one["label"] for one in modal["components"]] == [
        "Which position holds",
        "Why? All who read it will see this",
    ]
    sent = await server.submit_modal(opened, {"position": ["1"], "reason": "Seen on the ground."})
    changed = await sent.response()
    assert changed.id == alert.id
    assert "resolved" in changed.text()
    assert labels(changed) == ["Timeline", "Explain"]
    note = await beside(server, sent)
    assert "Seen on the ground." in note.text()
    (decided,) = await commands.store.decisions(limit=5)
    assert decided.author == f"Marek Sulc (discord:{ANALYST.id})"
    undo = await press(server, note, "Undo")
    done = await server.submit_modal(undo, {"reason": "A mistake."})
    await done.response()
    found = await commands.store.dispute(dispute)
    assert found is not None
    assert found.status is DisputeStatus.OPEN


@pytest.mark.parametrize("label", ["Not a conflict", "Same claim"])
async def test_other_decisions_work_alike(
    server: DiscordServer, commands: Commands, alert: Message, label: str
) -> None:
    """Each with a reason."""
    sent = await server.submit_modal(await press(server, alert, label), {"reason": "Two towns."})
    assert (await sent.response()).id == alert.id
    assert len(await commands.store.decisions(limit=5)) == 1


async def test_who_may_not_decide_is_told_alone(server: DiscordServer, commands: Commands, alert: Message) -> None:
    """No form opens; a role that the settings name opens it."""
    refused = await (await press(server, alert, "Resolve", user=READER)).response()
    assert refused.ephemeral
    assert "may not decide" in refused.text()
    assert await commands.store.decisions(limit=5) == ()
    await commands.communities.save(Community(space=SPACE, deciders=(f"discord:{READER.id}",)))
    opened = await press(server, alert, "Not a conflict", user=READER)
    assert (await opened.opened_modal())["title"] == "Not a conflict"


async def test_a_conflict_is_snoozed_for_all_to_see(server: DiscordServer, commands: Commands, alert: Message) -> None:
    """For as long as was chosen."""
    sent = await server.submit_modal(await press(server, alert, "Snooze"), {"for": ["4h"]})
    answered = await sent.response()
    assert not answered.ephemeral
    assert "Muted here" in answered.text()
    (mute,) = await commands.subscriptions.mutes(HERE)
    assert mute.until == commands.clock() + timedelta(hours=4)


async def test_buttons_work_after_a_restart(
    server: DiscordServer, connect: Connect, commands: Commands, dispute: str
) -> None:
    """Of a message that an earlier run posted, and of a form that was open meanwhile."""
    async with connect() as first:
        await posted(first, commands, dispute)
        alert = server.messages(CHANNEL_ID)[-1]
        opened = await press(server, alert, "Not a conflict")
        await opened.opened_modal()
    async with connect():
        assert "Timeline" in (await (await press(server, alert, "Timeline")).response()).text()
        sent = await server.submit_modal(opened, {"reason": "Two towns."})
        assert "dismissed" in (await sent.response()).text()


async def test_buttons_work_after_a_reconnect(server: DiscordServer, alert: Message) -> None:
    """A session that was resumed, and one that was begun anew."""
    await server.order_reconnect()
    assert "Timeline" in (await (await press(server, alert, "Timeline")).response()).text()
    await server.invalidate_sessions()
    await server.wait_for(lambda: len(server.gateway.identifies) > 1 or None, within=30, what="a new session")
    assert "Timeline" in (await (await press(server, alert, "Timeline")).response(within=20)).text()


async def test_a_button_of_another_version_says_so(server: DiscordServer, alert: Message) -> None:
    """Privately; and a button that is not ours is left alone."""
    old = replace(alert, components=({"type": 1, "components": [bare_button("cw1~zz~1"), bare_button("other")]},))
    server.backend.history[alert.id].append(old)
    told = await (await server.click(old, "cw1~zz~1", user=READER)).response()
    assert told.ephemeral
    assert "older version" in told.text()
    ignored = await server.click(old, "other", user=READER)
    assert "Timeline" in (await ask(server, "claims timeline", of="Portugal")).text()
    assert ignored.callback is None
