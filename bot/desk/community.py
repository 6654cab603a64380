"""What a server or a workspace sets for itself: who may decide and subscribe, its time zone, its quiet hours."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.desk.actions import Action, Field, FieldKind, Form, Style, Verb
from bot.desk.asker import Asker
from bot.desk.card import Card, Line, Section, Span, Tone, Who, line, words
from bot.desk.digests import read_quiet, read_zone
from bot.desk.parts import Parts, given
from bot.desk.terms import quiet_text, quiet_words
from bot.model.community import Community
from bot.model.errors import RequestError

_MANAGERS = "who may manage channels"
_ALL = "everybody"
_NAMED = "Ask one of those whom the settings name for it."


@dataclass(frozen=True, slots=True)
class Permissions:
    """Who may do what; each raises RequestError, with what to do, for who may not."""

    parts: Parts

    async def may_subscribe(self, asker: Asker) -> None:
        """Let those pass who may say what a channel is told; in a direct conversation that is the person."""
        if not asker.direct and not asker.may((await self.parts.communities.of(asker.space)).subscribers):
            if asker.manages is None:
                raise RequestError(f"You may not change what this channel is told. {_NAMED}")
            raise RequestError(
                "You may not change what this channel is told: it takes the permission to manage channels, or a role "
                "that /settings names for it. Ask a moderator."
            )

    async def may_decide(self, asker: Asker) -> None:
        """Let those pass who may decide about claims and conflicts."""
        if asker.direct:
            raise RequestError("Decisions are for all who read a channel: make this one in a channel of your server.")
        if not asker.may((await self.parts.communities.of(asker.space)).deciders):
            if asker.manages is None:
                raise RequestError(f"You may not decide this. {_NAMED}")
            raise RequestError(
                "You may not decide this: it takes the permission to manage channels, or a role that /settings names "
                "for it. Ask a moderator."
            )

    async def may_set(self, asker: Asker) -> None:
        """Let those pass who may change the settings: who manages channels, or else who may decide."""
        if asker.manages is False:
            raise RequestError("You may not change the settings: it takes the permission to manage channels.")
        if asker.manages is None and not asker.may((await self.parts.communities.of(asker.space)).deciders):
            raise RequestError("You may not change the settings: those may who may decide about conflicts.")


@dataclass(frozen=True, slots=True)
class CommunitySettings:
    """Shows and changes what a server or a workspace has set."""

    parts: Parts
    permissions: Permissions

    async def show(self, asker: Asker, *, note: str | None = None) -> Card:
        """Return the settings."""
        found = await self.parts.communities.of(asker.space)
        title = "Settings of this conversation" if asker.direct else "Settings for all channels here"
        sections = (
            Section(heading="May decide about conflicts", lines=(_who(found.deciders, asker),)),
            Section(heading="May subscribe channels", lines=(_who(found.subscribers, asker),)),
            Section(heading="Time zone", lines=(line(found.zone or "UTC"),)),
            Section(
                heading="Quiet hours of new subscriptions",
                lines=(line(quiet_words(found.quiet) if found.quiet is not None else "none"),),
            ),
        )
        return Card(
            tone=Tone.ANSWER,
            title=title,
            text=f"{title}: {found.zone or 'UTC'}",
            lead=(line(note),) if note else (),
            sections=sections,
            actions=(Action(verb=Verb.SET, label="Change", style=Style.MAIN, form=True),),
        )

    async def form(self, asker: Asker) -> Form:
        """Return the form that changes them."""
        await self.permissions.may_set(asker)
        found = await self.parts.communities.of(asker.space)
        who = (
            Field(
                key="deciders",
                label="Who may decide about conflicts",
                kind=FieldKind.WHO,
                hint=f"Nobody chosen: {_default(asker)}",
                value=" ".join(found.deciders),
            ),
            Field(
                key="subscribers",
                label="Who may subscribe channels",
                kind=FieldKind.WHO,
                hint=f"Nobody chosen: {_default(asker)}",
                value=" ".join(found.subscribers),
            ),
        )
        times = (
            Field(
                key="zone",
                label="Time zone (empty: UTC)",
                kind=FieldKind.ZONE,
                hint="Kyiv, Europe/Kyiv, UTC+3",
                value=found.zone or "",
            ),
            Field(
                key="quiet",
                label="Quiet hours of new subscriptions",
                hint="22:00-07:00; with conflicts too: 22:00-07:00 all",
                value=quiet_text(found.quiet),
            ),
        )
        fields = times if asker.direct else (*who, *times)
        return Form(title="Settings", action=Action(verb=Verb.SET), fields=fields)

    async def save(self, asker: Asker, answers: dict[str, str]) -> Card:
        """Store what the form says."""
        await self.permissions.may_set(asker)
        found = await self.parts.communities.of(asker.space)
        zone, quiet = given(answers.get("zone")), given(answers.get("quiet"))
        named = None if zone is None else await asyncio.to_thread(read_zone, zone)
        community = Community(
            space=asker.space,
            # What a form did not ask for stays.
            deciders=tuple(answers.get("deciders", " ".join(found.deciders)).split()),
            subscribers=tuple(answers.get("subscribers", " ".join(found.subscribers)).split()),
            zone=named,
            quiet=None if quiet is None else await asyncio.to_thread(read_quiet, quiet, named),
        )
        await self.parts.communities.save(community)
        return await self.show(asker, note="Saved.")


def _default(asker: Asker) -> str:
    """Return who may where nobody is named."""
    return _ALL if asker.manages is None else _MANAGERS


def _who(ids: tuple[str, ...], asker: Asker) -> Line:
    if not ids:
        return line(_default(asker))
    spans: list[Span] = []
    for one in ids:
        spans += [words(", "), Who(id=one)] if spans else [Who(id=one)]
    return tuple(spans) if asker.manages is None else (*spans, words(f", and {_MANAGERS}"))
