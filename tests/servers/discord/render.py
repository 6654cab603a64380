"""The JSON that Discord writes for its objects (developer documentation, one page per resource)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.servers.discord.backend import Backend
from tests.servers.discord.records import HAS_THREAD, Attachment, Message
from tests.servers.discord.world import DM, FORUM, Channel, Guild, Member, Role, User, moment_of

Json = dict[str, Any]
_JOINED = "2031-01-01T00:00:00.000000+00:00"
_MESSAGE_CONTENT_INTENT = 1 << 15
_LIMITED_MESSAGE_CONTENT_FLAG = 1 << 19


def user(one: User) -> Json:
    """Return a user object."""
    return {
        "id": str(one.id),
        "username": one.username,
        "discriminator": "0000" if one.bot else "0",
        "global_name": one.global_name,
        "avatar": None,
        "avatar_decoration_data": None,
        "bot": one.bot,
        "system": False,
        "public_flags": 0,
        "flags": 0,
    }


def me(backend: Backend) -> Json:
    """Return the bot's own user object."""
    return user(backend.bot.user) | {"verified": True, "mfa_enabled": True, "locale": "en-US", "email": None}


def application(backend: Backend) -> Json:
    """Return the application object."""
    intents = backend.bot.privileged_intents
    return {
        "id": str(backend.bot.application_id),
        "name": "Claimwatch",
        "icon": None,
        "description": "",
        "summary": "",
        "rpc_origins": [],
        "bot_public": False,
        "bot_require_code_grant": False,
        "bot": user(backend.bot.user),
        "owner": {"id": "310000000000000001", "username": "owner", "discriminator": "0", "avatar": None},
        "verify_key": "0" * 64,
        "team": None,
        "flags": _LIMITED_MESSAGE_CONTENT_FLAG if intents & _MESSAGE_CONTENT_INTENT else 0,
        "approximate_guild_count": len(backend.guilds),
        "approximate_user_install_count": 0,
        "hook": True,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "tags": [],
        "integration_types_config": {"0": {}},
    }


def role(one: Role, guild: Guild, bot_id: int) -> Json:
    """Return a role object."""
    managed = one.id == guild.managed_role_id
    return {
        "id": str(one.id),
        "name": one.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": one.position,
        "permissions": str(one.permissions),
        "managed": managed,
        "mentionable": one.mentionable,
        "flags": 0,
        **({"tags": {"bot_id": str(bot_id)}} if managed else {}),
    }


def member(one: Member, permissions: int | None = None) -> Json:
    """Return a guild member object; with permissions where it comes inside an interaction."""
    rendered: Json = {
        "user": user(one.user),
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role_id) for role_id in one.roles],
        "joined_at": _JOINED,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    return rendered if permissions is None else rendered | {"permissions": str(permissions)}


def channel(backend: Backend, one: Channel, *, seen_by: int | None = None) -> Json:
    """Return a channel or thread object; with the permissions of `seen_by` where it comes inside an interaction."""
    listed = backend.listed(one.id)
    rendered: Json = {
        "id": str(one.id),
        "type": one.type,
        "last_message_id": str(listed[-1].id) if listed else None,
        "flags": 0,
    }
    if seen_by is not None:
        rendered["permissions"] = str(backend.permissions(one, seen_by))
    if one.type == DM:
        return rendered | {"recipients": [user(one.recipient)] if one.recipient is not None else []}
    rendered |= {
        "guild_id": str(backend.guild_of.get(one.id, 0)),
        "name": one.name,
        "parent_id": str(one.parent_id) if one.parent_id is not None else None,
        "rate_limit_per_user": 0,
    }
    if one.thread is not None:
        return rendered | {
            "owner_id": str(one.thread.owner_id),
            "message_count": len(listed),
            "member_count": 1,
            "total_message_sent": len(backend.in_channel.get(one.id, ())),
            "thread_metadata": {
                "archived": one.thread.archived,
                "locked": one.thread.locked,
                "auto_archive_duration": one.thread.auto_archive_minutes,
                "archive_timestamp": moment_of(one.id).isoformat(),
                "create_timestamp": moment_of(one.id).isoformat(),
            },
            "applied_tags": [],
        }
    overwrites = [
        {"id": str(rule.id), "type": int(rule.for_user), "allow": str(rule.allow), "deny": str(rule.deny)}
        for rule in one.overwrites
    ]
    rendered |= {"topic": one.topic, "nsfw": one.nsfw, "position": 0, "permission_overwrites": overwrites}
    if one.type == FORUM:
        rendered |= {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
        rendered |= {"default_forum_layout": 0, "default_thread_rate_limit_per_user": 0}
    return rendered


def guild(backend: Backend, one: Guild, *, full: bool = False) -> Json:
    """Return a guild object; `full` adds what only GUILD_CREATE has."""
    bot_id = backend.bot.user.id
    rendered: Json = {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": str(one.owner_id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [role(each, one, bot_id) for each in one.all_roles()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "max_members": 500_000,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": one.locale,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "nsfw_level": 0,
        "nsfw": False,
    }
    if not full:
        return rendered
    itself = backend.member(one, bot_id)
    threads = [each for each in backend.channels.values() if each.thread is not None]
    return rendered | {
        "joined_at": _JOINED,
        "large": False,
        "member_count": len(one.members) + 1,
        "members": [member(itself)] if itself is not None else [],
        "voice_states": [],
        "presences": [],
        "channels": [channel(backend, each) for each in one.channels],
        "threads": [channel(backend, each) for each in threads if backend.guild_of.get(each.id) == one.id],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def attachment(backend: Backend, one: Attachment, channel_id: int) -> Json:
    """Return an attachment object; its address is served here too."""
    url = f"{backend.base}/attachments/{channel_id}/{one.id}/{one.filename}"
    rendered: Json = {"id": str(one.id), "filename": one.filename, "size": len(one.content), "url": url}
    rendered |= {"proxy_url": url, "content_type": one.content_type}
    return rendered | ({"description": one.description} if one.description is not None else {})


def message(backend: Backend, one: Message, *, nonce: bool = False) -> Json:
    """Return a message object; the nonce goes back to its sender alone."""
    pings = one.pings
    mentioned = [found for found in map(backend.find_user, sorted(pings.users)) if found is not None]
    rendered: Json = {
        "id": str(one.id),
        "channel_id": str(one.channel_id),
        "type": one.type,
        "content": one.content,
        "author": user(one.author),
        "embeds": [dict(embed) | {"type": "rich"} for embed in one.embeds],
        "attachments": [attachment(backend, each, one.channel_id) for each in one.attachments],
        "components": [dict(part) for part in one.components],
        "timestamp": one.sent_at.isoformat(),
        "edited_timestamp": one.edited_at.isoformat() if one.edited_at is not None else None,
        "flags": one.flags,
        "tts": False,
        "pinned": False,
        "mention_everyone": pings.everyone or pings.here,
        "mentions": [user(each) for each in mentioned],
        "mention_roles": [str(role_id) for role_id in sorted(pings.roles)],
    }
    if nonce and one.nonce is not None:
        rendered["nonce"] = one.nonce
    if one.reference_id is not None:
        rendered["message_reference"] = reference(one)
        answered = backend.current(one.reference_id)
        rendered["referenced_message"] = message(backend, answered) if answered is not None else None
    if one.source is not None:
        rendered |= {"application_id": str(backend.bot.application_id), "webhook_id": str(backend.bot.application_id)}
        rendered["interaction_metadata"] = {
            "id": str(one.source.id),
            "type": one.source.type,
            "user": user(one.source.user),
            "authorizing_integration_owners": {"0": str(one.guild_id or 0)},
        }
        if one.source.command is not None:
            rendered["interaction_metadata"] |= {"name": one.source.command, "command_type": 1}
    if one.flags & HAS_THREAD and one.id in backend.channels:
        rendered["thread"] = channel(backend, backend.channels[one.id])
    return rendered


def reference(one: Message) -> Mapping[str, Any]:
    """Return the reference of a message that answers another in its channel."""
    found: Json = {"type": 0, "channel_id": str(one.channel_id), "message_id": str(one.reference_id)}
    return found | ({"guild_id": str(one.guild_id)} if one.guild_id is not None else {})
