"""Searches, panels, settings, forms and the message menu, used as people use them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.desk.actions import Action, Verb, encode
from bot.desk.commands import SHOWN_CLAIMS, Commands
from bot.model.area import country_key
from bot.model.community import Community
from bot.sources.opml import feeds_file
from handlers.discord.commands import CALLED, FIND
from tests.builders import make_place
from tests.desk.world import FEED, NOW, take
from tests.handlers.discord.conftest import Connect
from tests.handlers.discord.hands import HERE, SPACE, ask, bare_button, beside, choose, labels, press
from tests.servers.discord import ANALYST, ANALYST_ROLE_ID, CHANNEL_ID, GUILD_ID, READER, DiscordServer, Pings


@pytest.mark.usefixtures("platform")
async def test_a_search_has_pages(server: DiscordServer, commands: Commands) -> None:
    """One message, whose pages are turned by its buttons, by who asked."""
    for number in range(SHOWN_CLAIMS + 2):
        await take(commands.store, make_place(f"Town {number}"))  # type: ignore[arg-type] # as above
    first = await ask(server, "claims search", kind="captured")
    assert labels(first) == ["More"]
    second = await (await press(server, first, "More")).response()
    assert second.id == first.id
    assert "Page 2" in second.text()
    third = await (await press(server, second, "Back")).response()
    assert third.embeds == first.embeds


@pytest.mark.usefixtures("platform")
async def test_every_filter_can_be_given(server: DiscordServer, commands: Commands) -> None:
    """All ten options at once."""
    await take(commands.store, make_place("Ellbruck"))  # type: ignore[arg-type] # as above
    options: dict[str, Any] = {
        "place": "Portugal",
        "radius": 30,
        "side": "XNO",
        "domain": "territory",
        "kind": "captured",
        "asset": "bridge",
        "status": "unverified",
        "since": "2031-01-01",
        "until": "2031-12-31",
        "text": "captured",
    }
    assert "up to 100 km around a town" in (await ask(server, "claims search", **options)).text()
    answered = await ask(server, "claims search", **{**options, "place": "Lisbon"})
    assert "No claims within 30 km of Lisbon" in answered.text()


@pytest.mark.parametrize(
    ("command", "option", "typed", "found"),
    [
        ("claims search", "side", "norl", "XNO"),
        ("claims search", "kind", "capt", "captured"),
        ("claims timeline", "of", "portu", "country:PRT"),
        ("subscribe", "outlet", "the ell", "The Ell Courier"),
        ("conflicts show", "conflict", "ellb", None),
    ],
)
@pytest.mark.usefixtures("platform")
async def test_what_can_be_typed_is_offered(  # noqa: PLR0917 - one case, spread out
    server: DiscordServer, dispute: str, command: str, option: str, typed: str, found: str | None
) -> None:
    """Sides, kinds, outlets and conflicts by how their names begin."""
    options = {option: typed} if command != "subscribe" else {"place": "Portugal", option: typed}
    offered = await server.autocomplete(CHANNEL_ID, ANALYST, command, options, focused=option)
    assert (found or dispute) in [one["value"] for one in offered]


@pytest.mark.usefixtures("platform")
async def test_what_the_server_follows_is_offered_first(server: DiscordServer) -> None:
    """Before anything is typed, too."""
    await ask(server, "subscribe", place="Portugal")
    offered = await server.autocomplete(CHANNEL_ID, READER, "claims search", {"place": ""}, focused="place")
    assert offered == [{"name": "Portugal", "value": country_key("PRT")}]


@pytest.mark.usefixtures("platform")
async def test_conflicts_lead_to_one_another(server: DiscordServer, dispute: str) -> None:
    """The list, one conflict, an explanation by ids, and what ids find nothing."""
    listed = await ask(server, "conflicts list", status="open")
    shown = await (await choose(server, listed, "Ellbruck")).response()
    assert f"dispute {dispute}" in shown.text()
    by_id = await ask(server, "conflicts show", conflict=dispute)
    assert by_id.embeds == shown.embeds
    one, other = re.findall(r"claim ([0-9a-f]{8})", (await ask(server, "claims search", text="captured")).text())
    assert "They conflict" in (await ask(server, "explain", claim=one, other=other)).text()
    assert f"claim {one}" in (await ask(server, "claims show", claim=one)).text()
    lost = await ask(server, "claims show", claim="abcdef")
    assert "/claims search" in lost.text()


@pytest.mark.usefixtures("platform")
async def test_the_panel_does_all_of_it(server: DiscordServer, commands: Commands) -> None:
    """Edit by a form, pause, resume, news in the channel, preview, delete: in one message."""
    await ask(server, "subscribe", place="Portugal", digest="8am", timezone="Lisbon", only="bridges", side="XNO")
    panel = await ask(server, "subscriptions")
    one = await (await choose(server, panel, "Portugal")).response()
    assert one.id == panel.id
    opened = await press(server, one, "Edit")
    modal = await opened.opened_modal()
    assert len(modal["components"]) == 5
    sent = await server.submit_modal(opened, {"content": ["conflicts"], "only": "captured, 2 sources", "digest": ""})
    one = await sent.response()
    (stored,) = await commands.subscriptions.of(HERE)
    assert (stored.content.value, stored.wanted.sources, stored.digest) == ("conflicts", 2, None)
    for label, told in (("Pause", "Paused"), ("Resume", "Follows"), ("News in the channel too", "in the channel too")):
        one = await (await press(server, one, label)).response()
        assert told in one.text()
    preview = await (await press(server, one, "Preview")).response()
    assert preview.ephemeral
    assert "In the last 7 days" in preview.text()
    asked = await (await press(server, one, "Delete")).response()
    kept = await (await press(server, asked, "No, keep it")).response()
    asked = await (await press(server, kept, "Delete")).response()
    gone = await (await press(server, asked, "Yes, delete it")).response()
    assert "follows nothing yet" in gone.text()
    assert not gone.components


@pytest.mark.usefixtures("platform")
async def test_readers_look_at_the_panel_and_change_nothing(server: DiscordServer, commands: Commands) -> None:
    """The refusal is theirs alone, and the panel stays."""
    await ask(server, "subscribe", place="Portugal")
    one = await (await choose(server, await ask(server, "subscriptions", READER), "Portugal", user=READER)).response()
    refused = await press(server, one, "Pause", user=READER)
    assert "may not change" in (await beside(server, refused)).text()
    assert not (await commands.subscriptions.of(HERE))[0].paused


@pytest.mark.usefixtures("platform")
async def test_settings_are_chosen_from_roles_and_people(server: DiscordServer, commands: Commands) -> None:
    """And stand in the form when it is opened again."""
    shown = await ask(server, "settings")
    opened = await press(server, shown, "Change")
    who = [str(ANALYST_ROLE_ID), str(READER.id)]
    sent = await server.submit_modal(opened, {"deciders": who, "zone": "Kyiv", "quiet": "22-7"})
    saved = await sent.response()
    assert f"<@&{ANALYST_ROLE_ID}>" in saved.text()
    assert f"<@{READER.id}>" in saved.text()
    assert saved.pings == Pings()
    stored = await commands.communities.of(SPACE)
    assert stored.deciders == (str(ANALYST_ROLE_ID), f"discord:{READER.id}")
    again = await (await press(server, saved, "Change")).opened_modal()
    defaults = again["components"][0]["component"]["default_values"]
    assert [(str(one["id"]), one["type"]) for one in defaults] == [(who[0], "role"), (who[1], "user")]
    refused = await press(server, await ask(server, "settings", READER), "Change", user=READER)
    assert "may not change the settings" in (await refused.response()).text()


@pytest.mark.usefixtures("platform")
async def test_an_article_is_submitted_by_form_and_by_file(server: DiscordServer) -> None:
    """Both answers are for all; what cannot be read is said to who sent it."""
    opened = await server.invoke(CHANNEL_ID, READER, "submit")
    sent = await server.submit_modal(opened, {"text": "Norland said that its troops had captured Ellbruck."})
    answered = await sent.response()
    assert not answered.ephemeral
    assert "Norland captured Ellbruck" in answered.text()
    from_file = await ask(server, "submit", file=("news.txt", b"Norland said that its troops had captured Moorau."))
    assert not from_file.ephemeral
    assert "news.txt" in from_file.text()


@pytest.mark.usefixtures("platform")
async def test_a_message_is_read_from_its_menu(server: DiscordServer, commands: Commands) -> None:
    """Without an intent for messages; nothing is stored, and only who asked sees it."""
    said = await server.say(CHANNEL_ID, READER, "Norland said that its troops had captured Ellbruck.")
    answered = await (await server.use_menu(CHANNEL_ID, ANALYST, FIND, said)).response()
    assert answered.ephemeral
    assert "1 claim in this text" in answered.text()
    assert (await commands.store.counts()).claims == 0
    empty = await server.say(CHANNEL_ID, READER, " ")
    told = await (await server.use_menu(CHANNEL_ID, ANALYST, FIND, empty)).response()
    assert "no text" in told.text()


@pytest.mark.usefixtures("platform")
async def test_digest_mute_sources_and_help(server: DiscordServer, dispute: str) -> None:
    """The rest of what can be asked."""
    assert dispute
    assert "follows nothing yet" in (await ask(server, "digest now")).text()
    await ask(server, "subscribe", place="everything")
    assert "Digest of everything" in (await ask(server, "digest now")).text()
    muted = await ask(server, "mute", what="Portugal", duration="2h")
    assert not muted.ephemeral
    offered = await server.autocomplete(CHANNEL_ID, ANALYST, "unmute", {"what": "por"}, focused="what")
    assert "No longer muted" in (await ask(server, "unmute", what=offered[0]["value"])).text()
    assert "No sources" in (await ask(server, "sources list")).text()
    helped = (await ask(server, "help")).text()
    assert all(name in helped.replace("\\", "") for name in CALLED.values())


@pytest.mark.usefixtures("platform")
async def test_the_feeds_are_handed_out_as_a_file(server: DiscordServer, commands: Commands) -> None:
    """To who asked alone, the same bytes as on the command line; without feeds it is said that there are none."""
    assert "nothing to export" in (await ask(server, "sources export")).text()
    await commands.feeds.add(FEED, now=NOW, title="The Ell Courier")
    answered = await ask(server, "sources export")
    assert answered.ephemeral
    (file,) = answered.attachments
    assert (file.filename, file.content) == ("claimwatch-feeds.opml", feeds_file(await commands.feeds.all()))


@pytest.mark.usefixtures("platform")
async def test_other_servers_do_not_see_it(server: DiscordServer, commands: Commands) -> None:
    """A subscription's button does nothing in a conversation that is not its server's."""
    await ask(server, "subscribe", place="Portugal")
    (one,) = await commands.subscriptions.of(HERE)
    action = encode(Action(verb=Verb.PAUSE, args=(one.id,)))
    own = await (await server.invoke(READER, READER, "status")).response()
    server.backend.history[own.id].append(replace(own, components=({"type": 1, "components": [bare_button(action)]},)))
    told = await server.click(own, action, user=READER)
    assert "no longer there" in (await beside(server, told)).text()
    assert not (await commands.subscriptions.of(HERE))[0].paused


@pytest.mark.usefixtures("platform")
async def test_a_server_that_is_left_is_forgotten(server: DiscordServer, commands: Commands) -> None:
    """What its channels followed, and what it had set."""
    await ask(server, "subscribe", place="Portugal")
    await commands.communities.save(Community(space=SPACE, zone="Europe/Kyiv"))
    await server.remove_guild(GUILD_ID)

    async def forgotten() -> bool:
        kept = await commands.subscriptions.all(), await commands.communities.of(SPACE)
        return kept == ((), Community(space=SPACE))

    for _ in range(200):
        if await forgotten():
            break
        await server.wait_for(lambda: True, what="a moment")
    assert await forgotten()


async def test_as_many_shards_as_discord_asks_for(server: DiscordServer, connect: Connect) -> None:
    """Commands work whichever of them a server is on; Discord lets one begin every five seconds."""
    server.backend.shards = 2
    async with connect():
        await server.wait_for(lambda: len(server.gateway.identifies) > 1 or None, within=30, what="two sessions")
        assert [list(one["shard"]) for one in server.gateway.identifies] == [[0, 2], [1, 2]]
        assert "Claimwatch is running" in (await ask(server, "status")).text()
