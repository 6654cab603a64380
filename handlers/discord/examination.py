"""What `claimwatch doctor` looks at in Discord: the token, the commands, and the channels that follow something."""

from __future__ import annotations

from collections.abc import Sequence

import aiohttp
import discord

from bot.model.finding import Finding, Health
from handlers.discord.asking import missing_names
from handlers.discord.commands import CALLED, FIND
from handlers.discord.platform import interface_at

_PART = "Discord"


class DiscordExamination:
    """Looks at the application; nothing is posted or changed, and no connection to the gateway is opened."""

    def __init__(self, *, token: str, api_base: str | None) -> None:
        self._token = token
        self._api_base = api_base

    async def examine(self, destinations: Sequence[str]) -> tuple[Finding, ...]:
        """Return what was found of the token, the commands, and each channel."""
        with interface_at(self._api_base):
            client = discord.Client(intents=discord.Intents.none())
            try:
                await client.login(self._token)
                return await self._found(client, destinations)
            except discord.LoginFailure:
                advice = "reset the token in the developer portal (Bot), and set the new one as discord.token"
                return (Finding(part=_PART, health=Health.ILL, seen="the token is refused", advice=advice),)
            except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
                seen = f"cannot be reached: {error or type(error).__name__}"
                return (Finding(part=_PART, health=Health.ILL, seen=seen, advice="check the network, and try again"),)
            finally:
                await client.close()

    async def _found(self, client: discord.Client, destinations: Sequence[str]) -> tuple[Finding, ...]:
        guilds = [guild async for guild in client.fetch_guilds(limit=200)]
        found = [_application(client, guilds), await _commands(client)]
        found += [await _channel(client, one.removeprefix("discord:")) for one in destinations]
        return tuple(found)


def _application(client: discord.Client, guilds: Sequence[discord.Guild]) -> Finding:
    name = client.user.name if client.user is not None else "the bot"
    if guilds:
        servers = "1 server" if len(guilds) == 1 else f"{len(guilds)} servers"
        return Finding(part=_PART, health=Health.WELL, seen=f"{name}, in {servers}")
    permissions = discord.Permissions(
        view_channel=True,
        send_messages=True,
        embed_links=True,
        create_public_threads=True,
        send_messages_in_threads=True,
    )
    link = discord.utils.oauth_url(client.application_id or 0, permissions=permissions)
    return Finding(part=_PART, health=Health.ILL, seen=f"{name} is in no server", advice=f"open {link}")


async def _commands(client: discord.Client) -> Finding:
    part = f"{_PART} commands"
    names = sorted(one["name"] for one in await client.http.get_global_commands(client.application_id or 0))
    if not names:
        advice = "start `claimwatch run` once: it registers them"
        return Finding(part=part, health=Health.ILL, seen="none are registered", advice=advice)
    wanted = {called.split()[0].removeprefix("/") for called in CALLED.values() if called.startswith("/")} | {FIND}
    if missing := sorted(wanted - set(names)):
        seen, advice = f"{', '.join(missing)} not registered", "start `claimwatch run`: it registers them"
        return Finding(part=part, health=Health.ILL, seen=seen, advice=advice)
    return Finding(
        part=part, health=Health.WELL, seen=", ".join(name if name == FIND else f"/{name}" for name in names)
    )


async def _channel(client: discord.Client, number: str) -> Finding:
    """Say whether alerts can be posted in a channel."""
    part = f"{_PART} channel {number}"
    gone = "give the bot View Channel there, or /unsubscribe it"
    try:
        channel = await client.fetch_channel(int(number))
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return Finding(part=part, health=Health.WELL, seen="a direct conversation")
        guild = await client.fetch_guild(channel.guild.id)
        me = await guild.fetch_member(client.user.id if client.user is not None else 0)
        parent = channel.parent if isinstance(channel, discord.Thread) else channel
        here = await guild.fetch_channel(parent.id) if parent is not None else channel
        missing = missing_names(here.permissions_for(me), thread=isinstance(channel, discord.Thread))
    except (discord.HTTPException, discord.InvalidData, ValueError) as error:
        return Finding(part=part, health=Health.ILL, seen=f"cannot be seen: {error}", advice=gone)
    seen = f"#{channel.name} in {guild.name}"
    if missing:
        advice = f"give the bot {', '.join(missing)} there"
        return Finding(part=part, health=Health.ILL, seen=f"alerts cannot be posted in {seen}", advice=advice)
    return Finding(part=part, health=Health.WELL, seen=f"alerts can be posted in {seen}")
