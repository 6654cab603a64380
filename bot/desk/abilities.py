"""Everything that people can do in a chat, once; each platform says how it is asked for there."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Ability(StrEnum):
    """Something that people can ask for, whatever it is called where they are."""

    SEARCH = "search"
    CLAIM = "claim"
    TIMELINE = "timeline"
    CONFLICTS = "conflicts"
    CONFLICT = "conflict"
    EXPLAIN = "explain"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    SUBSCRIPTIONS = "subscriptions"
    DIGEST = "digest"
    MUTE = "mute"
    UNMUTE = "unmute"
    SUBMIT = "submit"
    FIND = "find"
    SOURCES = "sources"
    EXPORT = "export"
    FEED = "feed"
    SETTINGS = "settings"
    STATUS = "status"
    HELP = "help"


SAYS: Mapping[Ability, str] = MappingProxyType(
    {
        Ability.SEARCH: "claims by place, radius, side, kind, thing, status, day and words",
        Ability.CLAIM: "one claim, and how it stands to others",
        Ability.TIMELINE: "what was said of a place, a claim or a conflict, in the order of time",
        Ability.CONFLICTS: "claims that cannot both be right",
        Ability.CONFLICT: "one conflict: both positions, why, and what was decided",
        Ability.EXPLAIN: "why two claims conflict, or why they do not",
        Ability.SUBSCRIBE: "let this channel follow a place",
        Ability.UNSUBSCRIBE: "let it follow a place no longer",
        Ability.SUBSCRIPTIONS: "what this channel follows: edit, pause, preview, delete",
        Ability.DIGEST: "the digest of this channel, now",
        Ability.MUTE: "tell this channel nothing at once of a place or a conflict",
        Ability.UNMUTE: "tell it again",
        Ability.SUBMIT: "read an article from its text, its address or a file",
        Ability.FIND: "what a message claims; nothing is stored or told",
        Ability.SOURCES: "the feeds that are read, and how each stands",
        Ability.EXPORT: "the feeds as a file (OPML), for other programs",
        Ability.FEED: "follow a feed; also import, test, pause, resume, remove: in the operators' channel",
        Ability.SETTINGS: "who may decide and subscribe, time zone, quiet hours",
        Ability.STATUS: "how Claimwatch stands",
        Ability.HELP: "this list",
    }
)
