"""Each command as a form to fill in, with menus that search while somebody types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.desk.abilities import Ability
from bot.desk.actions import Choice
from bot.desk.terms import CONTENTS
from bot.model.claim import Domain, Verification
from bot.model.dispute import DisputeStatus
from handlers.slack.blocks import Block
from handlers.slack.menus import Source, picker
from handlers.slack.views import input_block, modal, select, text_input

CALLBACK = "ask"
"""What the callback ids of these forms begin with; the ability follows."""

WHERE = "where"
"""The field for the channel, where a form is opened outside of any."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """A field: what may be chosen or looked through, or else a line of text."""

    key: str
    label: str
    hint: str | None = None
    source: Source | None = None
    choices: tuple[Choice, ...] = ()
    required: bool = False
    long: bool = False


def _choices(kind: type[StrEnum]) -> tuple[Choice, ...]:
    return tuple(Choice(label=one.value.replace("_", " ").capitalize(), value=one.value) for one in kind)


_DAY = "monday, 3 days ago, 2022-09-01"
_PLACE = _Asked(key="place", label="Place, with what lies in it", source=Source.AREA, hint="Begin to type a name")
_WITHIN = (
    _Asked(key="since", label="Since", hint=_DAY),
    _Asked(key="until", label="Until", hint=_DAY),
    _Asked(key="text", label="With these words", hint="railway bridge"),
)
_FOLLOWED = _Asked(key="place", label="What this channel follows", source=Source.FOLLOWED, hint="Choose")

_FIELDS: Mapping[Ability, tuple[_Asked, ...]] = MappingProxyType(
    {
        Ability.SEARCH: (
            _PLACE,
            _Asked(key="radius", label="Within so many kilometres of it", hint="20 km"),
            _Asked(key="side", label="Side that holds or acts", source=Source.SIDE, hint="Begin to type a name"),
            _Asked(key="kind", label="What happened", source=Source.KIND, hint="captured, destroyed, …"),
            _Asked(key="asset", label="To what kind of thing", source=Source.ASSET, hint="bridge, hospital, …"),
            _Asked(key="domain", label="About", choices=_choices(Domain)),
            _Asked(key="status", label="How it stands", choices=_choices(Verification)),
            *_WITHIN,
        ),
        Ability.CONFLICTS: (
            _PLACE,
            _Asked(key="status", label="How it stands (nothing chosen: open)", choices=_choices(DisputeStatus)),
            *_WITHIN,
        ),
        Ability.CLAIM: (_Asked(key="what", label="Id of the claim", required=True),),
        Ability.CONFLICT: (
            _Asked(key="what", label="Conflict", source=Source.CONFLICT, hint="Begin to type", required=True),
        ),
        Ability.TIMELINE: (
            _Asked(key="what", label="Of which place", source=Source.AREA, hint="Begin to type a name", required=True),
        ),
        Ability.EXPLAIN: (
            _Asked(key="conflict", label="A conflict", source=Source.CONFLICT, hint="Begin to type"),
            _Asked(key="one", label="Or two claims: the id of one", hint="1a2b3c4d"),
            _Asked(key="other", label="And the id of the other", hint="5e6f7a8b"),
        ),
        Ability.SUBSCRIBE: (
            _Asked(
                key="place",
                label="Place to follow; or everything",
                source=Source.AREA,
                hint="Begin to type a name",
                required=True,
            ),
            _Asked(
                key="content",
                label="What is told at once (nothing chosen: claims)",
                choices=tuple(
                    Choice(label=f"{one.value.capitalize()}: {CONTENTS[one]}", value=one.value) for one in CONTENTS
                ),
            ),
            _Asked(key="digest", label="When a digest comes (empty: never)", hint="08:00, mondays 8am, hourly"),
            _Asked(
                key="only",
                label="Only which claims (empty: all)",
                hint="captured, bridges, Ukraine, from BBC News, probable, 2 sources",
            ),
            _Asked(key="side", label="Only of this side", source=Source.SIDE, hint="Begin to type a name"),
            _Asked(key="outlet", label="Only from this outlet", source=Source.OUTLET, hint="Begin to type a name"),
            _Asked(key="quiet", label="Quiet hours (empty: those of the settings)", hint="22:00-07:00"),
            _Asked(key="zone", label="Time zone of these", source=Source.ZONE, hint="City, country, or UTC+3"),
            _Asked(
                key="repeat",
                label="News of a conflict",
                choices=(
                    Choice(label="In its thread", value=""),
                    Choice(label="In its thread, and in the channel too", value="yes"),
                )[1:],
            ),
        ),
        Ability.UNSUBSCRIBE: (
            _Asked(key="place", label=_FOLLOWED.label, source=Source.FOLLOWED, hint="Choose", required=True),
        ),
        Ability.DIGEST: (_FOLLOWED,),
        Ability.MUTE: (
            _Asked(key="what", label="Place", source=Source.AREA, hint="Begin to type a name", required=True),
            _Asked(key="for", label="For how long (empty: for good)", hint="2h, 3 days, 1 week"),
        ),
        Ability.UNMUTE: (
            _Asked(key="what", label="What is muted here", source=Source.MUTED, hint="Choose", required=True),
        ),
        Ability.FIND: (_Asked(key="text", label="Text", required=True, long=True),),
    }
)
_TITLES: Mapping[Ability, tuple[str, str]] = MappingProxyType(
    {
        Ability.SEARCH: ("Search claims", "Search"),
        Ability.CONFLICTS: ("Conflicts", "List"),
        Ability.CLAIM: ("A claim", "Show"),
        Ability.CONFLICT: ("A conflict", "Show"),
        Ability.TIMELINE: ("Timeline", "Show"),
        Ability.EXPLAIN: ("Why do they conflict?", "Explain"),
        Ability.SUBSCRIBE: ("Follow a place", "Follow"),
        Ability.UNSUBSCRIBE: ("Follow no longer", "Unsubscribe"),
        Ability.DIGEST: ("Digest now", "Show"),
        Ability.MUTE: ("Mute", "Mute"),
        Ability.UNMUTE: ("Unmute", "Unmute"),
        Ability.FIND: ("Find claims in a text", "Find"),
    }
)

WITH_FORM = frozenset(_FIELDS)
"""What can be asked for by a form."""


def command_view(ability: Ability, *, private: str, where: bool = False) -> Block:
    """Return the form of a command; `where` asks for the channel too, and none chosen is who asks."""
    title, submit = _TITLES[ability]
    fields = [_block(one) for one in _FIELDS[ability]]
    if where:
        fields.insert(0, _where())
    return modal(title, fields, submit=submit, callback=f"{CALLBACK}:{ability}", private=private)


def keys_of(ability: Ability) -> Sequence[str]:
    """Return the names of what a command's form asks for."""
    return [one.key for one in _FIELDS.get(ability, ())]


def _where() -> Block:
    element: Block = {"type": "conversations_select", "filter": {"include": ["public", "private"]}}
    return input_block(WHERE, "Channel (nothing chosen: messages to you alone)", element)


def _block(asked: _Asked) -> Block:
    return input_block(asked.key, asked.label, _element(asked), required=asked.required)


def _element(asked: _Asked) -> Block:
    if asked.source is not None:
        return picker(asked.source, prompt=asked.hint or asked.label)
    if asked.choices:
        return select(asked.choices)
    return text_input(hint=asked.hint, multiline=asked.long)
