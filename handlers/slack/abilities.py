"""What people type for each thing that they can do, and what of it stands where in their words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType

from bot.desk.abilities import Ability
from bot.desk.parts import is_id
from bot.desk.sourcing import FeedChange
from bot.model.errors import RequestError
from handlers.slack.arguments import Search, read_following, read_mute, read_place, read_search
from handlers.slack.words import first_word, typed

ANY = "/claimwatch"
"""The command that takes every other as its first word."""

CALLED: Mapping[Ability, str] = MappingProxyType(
    {
        Ability.SEARCH: "/claims",
        Ability.CLAIM: "/claims show",
        Ability.TIMELINE: "/claims timeline",
        Ability.CONFLICTS: "/conflicts",
        Ability.CONFLICT: "/conflicts show",
        Ability.EXPLAIN: "/explain",
        Ability.SUBSCRIBE: "/subscribe",
        Ability.UNSUBSCRIBE: "/unsubscribe",
        Ability.SUBSCRIPTIONS: "/subscriptions",
        Ability.DIGEST: "/digest",
        Ability.MUTE: "/claimwatch mute",
        Ability.UNMUTE: "/claimwatch unmute",
        Ability.SUBMIT: "/submit",
        Ability.FIND: "/claimwatch find",
        Ability.SOURCES: "/claimwatch sources",
        Ability.EXPORT: "/claimwatch sources export",
        Ability.FEED: "/claimwatch feed",
        Ability.SETTINGS: "/claimwatch settings",
        Ability.STATUS: "/claimwatch status",
        Ability.HELP: "/claimwatch help",
    }
)
"""How each is asked for; `/status` and `/mute` are Slack's own."""

PUBLIC = frozenset({Ability.SUBSCRIBE, Ability.UNSUBSCRIBE, Ability.SUBMIT, Ability.MUTE, Ability.UNMUTE})
"""What all in the channel see the answer of: it changes what the channel gets, or shows what was read."""

# Words that a command may begin with and that say nothing else than the command does.
_DEFAULTS = {"/claims": "search", "/conflicts": "list", "/digest": "now"}
_EVERYWHERE = frozenset({"all", "everywhere", "server", "workspace"})
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_BY_ID = frozenset({Ability.CLAIM, Ability.CONFLICT})


def meant(command: str, text: str) -> tuple[Ability, str]:
    """Return what a command with these words asks for, and the words that are left; RequestError where it is none."""
    head, rest = first_word(text)
    if command == ANY:
        named = f"/{head.removeprefix('/')}"
        if named != ANY and named in CALLED.values():
            return meant(named, rest)
    for ability, called in CALLED.items():
        if ability is Ability.SOURCES and called == f"{command} {head}":
            verb, left = first_word(rest)
            if verb == Ability.EXPORT:
                return Ability.EXPORT, left
            if verb in set(FeedChange):
                # "sources add …"
                return Ability.FEED, rest
        if called == f"{command} {head}" and not (ability in _BY_ID and not is_id(rest)):
            return ability, rest
    if command == ANY:
        raise RequestError(f"{text[:60]!r} is no command. Try {ANY} help.")
    if head in {_DEFAULTS.get(command), "show"}:
        text = rest
    return next(ability for ability, called in CALLED.items() if called == command), text


def values_of(ability: Ability, text: str) -> dict[str, str]:
    """Return what the words say, by the names of what a form asks for; RequestError where it cannot be told."""
    match ability:
        case Ability.SEARCH | Ability.CONFLICTS if text.casefold() in _EVERYWHERE:
            return {}
        case Ability.SEARCH | Ability.CONFLICTS:
            return _given(asdict(_search(text)))
        case Ability.CLAIM | Ability.CONFLICT | Ability.TIMELINE:
            return {"what": typed(text).strip('"“”')}
        case Ability.EXPLAIN:
            return _pair(typed(text))
        case Ability.SUBSCRIBE:
            found = asdict(read_following(text))
            return _given({**found, "digest": found.pop("digest_at"), "repeat": "yes" if found["repeat"] else None})
        case Ability.UNSUBSCRIBE | Ability.DIGEST:
            return _given({"place": read_place(text)})
        case Ability.SUBSCRIPTIONS:
            return {"everywhere": "yes"} if text.casefold() in _EVERYWHERE else {}
        case Ability.MUTE | Ability.UNMUTE:
            what, how_long = read_mute(text)
            return _given({"what": what, "for": how_long})
        case Ability.SUBMIT | Ability.FIND:
            return {"text": typed(text)}
        case Ability.FEED:
            head, rest = first_word(typed(text))
            return {"change": head, "what": rest.strip('"“”')}
        case Ability.SOURCES | Ability.EXPORT | Ability.SETTINGS | Ability.STATUS | Ability.HELP:
            return {}


def _search(text: str) -> Search:
    found = read_search(text)
    if found.place is not None and _ADDRESS.match(found.place):
        raise RequestError("That is an address: /submit has an article read. Claims are searched by a place, or words.")
    if text and found == Search():
        raise RequestError("Name a place, or words: /claims Kupiansk since monday, /claims text:bridge.")
    return found


def _given(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None and name != "digest_at"}


def _pair(text: str) -> dict[str, str]:
    ids = [word.strip(",") for word in text.split() if word.casefold() not in {"and", "&"}]
    if not 1 <= len(ids) <= 2 or not all(map(is_id, ids)):
        raise RequestError("Give the ids of two claims, or of a conflict: /explain 1a2b3c 4d5e6f.")
    return {"conflict": ids[0]} if len(ids) == 1 else {"one": ids[0], "other": ids[1]}
