"""Messages, threads and channels on the local Discord."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import discord
import pytest

from tests.servers.discord import (
    ANALYST_ROLE_ID,
    CHANNEL_ID,
    GUILD_ID,
    OWNER,
    READER,
    Channel,
    DiscordServer,
    Overwrite,
    Permission,
    make_guild,
    open_discord_server,
)
from tests.servers.discord.sample_bot import Bot, Clock, channel_of, point_at, started


async def test_the_same_nonce_sends_once(bot: Bot, server: DiscordServer) -> None:
    """A second message with the nonce of the first is the first."""
    first = await channel_of(bot).send("alert", nonce="a1")
    second = await channel_of(bot).send("alert", nonce="a1")

    assert first.id == second.id
    assert len(server.messages(CHANNEL_ID)) == 1


async def test_a_nonce_is_forgotten_after_a_while(bot: Bot, server: DiscordServer, clock: Clock) -> None:
    """After some minutes a nonce is free again."""
    await channel_of(bot).send("alert", nonce="a1")
    clock.time += timedelta(minutes=6)
    await channel_of(bot).send("alert", nonce="a1")

    assert len(server.messages(CHANNEL_ID)) == 2


async def test_pings_are_recorded(bot: Bot, server: DiscordServer) -> None:
    """Without allowed_mentions everything in the text notifies; code and embeds do not."""
    text = f"@everyone <@{READER.id}> <@&{ANALYST_ROLE_ID}> `<@{OWNER.id}>`"
    await channel_of(bot).send(text, embed=discord.Embed(description="@here"))
    pings = server.messages(CHANNEL_ID)[0].pings

    assert (pings.everyone, pings.here) == (True, False)
    assert pings.users == {READER.id}
    assert pings.roles == {ANALYST_ROLE_ID}


async def test_allowed_mentions_keep_pings_away(bot: Bot, server: DiscordServer) -> None:
    """With nothing allowed nobody is notified; with one user listed, that one."""
    text = f"@everyone @here <@{READER.id}> <@{OWNER.id}> <@&{ANALYST_ROLE_ID}>"
    await channel_of(bot).send(text, allowed_mentions=discord.AllowedMentions.none())
    await channel_of(bot).send(
        text, allowed_mentions=discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(READER.id)])
    )
    silent, listed = server.messages(CHANNEL_ID)

    assert not silent.pings
    assert listed.pings.users == {READER.id}
    assert not listed.pings.everyone


async def test_a_file_arrives_and_can_be_fetched(bot: Bot, server: DiscordServer) -> None:
    """An upload comes as multipart with its description, and the attachment's address works."""
    sent = await channel_of(bot).send("map", file=discord.File(BytesIO(b"picture"), "map.png", description="The front"))
    kept = server.messages(CHANNEL_ID)[0].attachments[0]

    assert (kept.filename, kept.content, kept.description) == ("map.png", b"picture", "The front")
    assert await sent.attachments[0].read() == b"picture"


async def test_messages_are_edited_read_and_deleted(bot: Bot, server: DiscordServer) -> None:
    """A message can be edited in place, read back, listed and deleted."""
    sent = await channel_of(bot).send("one", embed=discord.Embed(title="kept"))
    await sent.edit(content="two")
    await channel_of(bot).send("three")
    read = await channel_of(bot).fetch_message(sent.id)
    listed = [one.content async for one in channel_of(bot).history()]
    await sent.delete()

    assert (read.content, read.embeds[0].title) == ("two", "kept")
    assert listed == ["three", "two"]
    assert [one.content for one in server.messages(CHANNEL_ID)] == ["three"]
    assert [one.content for one in server.versions(sent.id)] == ["one", "two"]


async def test_a_deleted_message_cannot_be_edited(bot: Bot, server: DiscordServer) -> None:
    """An edit of a message that a moderator deleted is answered with 10008."""
    sent = await channel_of(bot).send("one")
    await server.delete_message(server.messages(CHANNEL_ID)[0])
    with pytest.raises(discord.NotFound) as raised:
        await sent.edit(content="two")

    assert raised.value.code == 10008


async def test_a_thread_hangs_on_its_message(bot: Bot, server: DiscordServer) -> None:
    """A thread has its message's id, takes messages, and cannot be made twice."""
    sent = await channel_of(bot).send("dispute")
    thread = await sent.create_thread(name="Ellbruck")
    await thread.send("a new claim")
    with pytest.raises(discord.HTTPException) as raised:
        await sent.create_thread(name="again")

    assert thread.id == sent.id
    assert [one.content for one in server.messages(thread.id)] == ["a new claim"]
    assert [one.name for one in server.threads(CHANNEL_ID)] == ["Ellbruck"]
    assert raised.value.code == 160004


async def test_an_archived_thread_opens_again(bot: Bot, server: DiscordServer) -> None:
    """A message opens an archived thread; a locked one stays closed (50083)."""
    sent = await channel_of(bot).send("dispute")
    thread = await sent.create_thread(name="Ellbruck")
    await server.archive_thread(thread.id)
    await thread.send("opens")
    details = server.channel(thread.id).thread
    await server.archive_thread(thread.id, locked=True)
    with pytest.raises(discord.HTTPException) as raised:
        await thread.send("does not")

    assert details is not None
    assert not details.archived
    assert raised.value.code == 50083


async def test_a_forum_takes_posts(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post in a forum is a thread with its first message."""
    guild = make_guild(channels=(Channel(id=CHANNEL_ID, name="forum", type=15),))
    async with open_discord_server(guilds=(guild,), now=clock) as server:
        point_at(server, monkeypatch)
        async with started(server) as bot:
            forum = bot.get_channel(CHANNEL_ID)
            assert isinstance(forum, discord.ForumChannel)
            post = await forum.create_thread(name="Ellbruck", content="Who holds it?")

    assert [one.content for one in server.messages(post.thread.id)] == ["Who holds it?"]
    assert post.message.id == post.thread.id


async def test_a_deleted_channel_is_unknown(bot: Bot, server: DiscordServer) -> None:
    """A message to a deleted channel is answered with 10003."""
    channel = channel_of(bot)
    await server.delete_channel(CHANNEL_ID)
    with pytest.raises(discord.NotFound) as raised:
        await channel.send("alert")

    assert raised.value.code == 10003


@pytest.mark.parametrize(
    ("denied", "code"),
    [(Permission.VIEW_CHANNEL, 50001), (Permission.SEND_MESSAGES, 50013)],
    ids=["cannot see", "cannot send"],
)
async def test_overwrites_shut_the_bot_out(bot: Bot, server: DiscordServer, denied: Permission, code: int) -> None:
    """What a channel denies to everyone, the bot cannot do there."""
    channel = channel_of(bot)
    await server.put_channel(Channel(id=CHANNEL_ID, overwrites=(Overwrite(id=GUILD_ID, deny=int(denied)),)))
    with pytest.raises(discord.Forbidden) as raised:
        await channel.send("alert")

    assert raised.value.code == code


async def test_direct_messages(bot: Bot, server: DiscordServer) -> None:
    """A user can be written to directly, and can use commands there."""
    user = await bot.fetch_user(READER.id)
    await user.send("hello")
    interaction = await server.invoke(READER, READER, "claims search", {"place": "Sund"})

    assert [one.content for one in server.messages(READER)] == ["hello"]
    assert (await interaction.response()).content == "5 claims about Sund"


async def test_a_layout_of_components_arrives(bot: Bot, server: DiscordServer) -> None:
    """A message in the new layout has no content, and its texts can be read and would notify."""
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.Container(discord.ui.TextDisplay(f"Ellbruck <@{READER.id}>"), discord.ui.Separator()))
    await channel_of(bot).send(view=view)
    message = server.messages(CHANNEL_ID)[0]

    assert message.is_v2
    assert message.text() == f"Ellbruck <@{READER.id}>"
    assert message.pings.users == {READER.id}


async def test_a_layout_cannot_be_taken_over_content(bot: Bot, server: DiscordServer) -> None:
    """An edit to the new layout that leaves the old content is refused."""
    sent = await channel_of(bot).send("old")
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay("new"))
    with pytest.raises(discord.HTTPException) as raised:
        await sent.edit(view=view)

    assert raised.value.code == 50035
    assert [one.field for one in server.violations] == ["content"]
