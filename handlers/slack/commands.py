"""The slash commands: each acknowledges, asks the desk, and shows the card that comes back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.answer_cards import error_card
from bot.desk.card import Card, Line, Section, Tone, line
from bot.desk.commands import Asker, Commands
from bot.model.errors import RequestError
from handlers.slack.arguments import read_following, read_search, wants_help, without_verb
from handlers.slack.blocks import card_message

Body = Mapping[str, Any]
Work = Callable[[str], Awaitable[Card]]

USAGE: Mapping[str, tuple[str, ...]] = {
    "/claims": (
        "/claims search Kharkiv region – claims on a place and what lies in it",
        '/claims Kupiansk since monday text:"railway bridge" – of a day or later, with words',
    ),
    "/conflicts": ("/conflicts list – open conflicts", "/conflicts Kharkiv region – those of a place"),
    "/subscribe": (
        "/subscribe Kharkiv region – conflicts and claims at once",
        "/subscribe Sudan conflicts – conflicts only",
        "/subscribe everything digest only 08:00 Europe/Kyiv – a digest a day",
    ),
    "/unsubscribe": ("/unsubscribe Kharkiv region",),
    "/subscriptions": ("/subscriptions – what this channel follows",),
    "/submit": ("/submit https://example.org/article – or an article's text",),
    "/claimwatch": ("/claimwatch status – how Claimwatch stands", "/claimwatch help"),
}
"""What each command is given, as people type it; the commands that there are."""

# Commands that do their work without any words after them.
_BARE = frozenset({"/conflicts", "/subscriptions"})
# Answers that all in the channel see, since they change what it gets or show what was read.
_PUBLIC = frozenset({"/subscribe", "/unsubscribe", "/submit"})

_LOG = structlog.stdlib.get_logger(__name__)


def register(app: AsyncApp, commands: Commands) -> None:
    """Register every command of `USAGE` with the app."""
    for name in USAGE:
        app.command(name)(_listener(name, commands))


def asker_of(body: Body) -> Asker:
    """Return where a command was given and by whom."""
    return Asker(
        destination=f"slack:{body['channel_id']}",
        space=f"slack:{body['team_id']}",
        user=f"slack:{body['user_id']}",
    )


def usage_card(name: str) -> Card:
    """Return how a command is used, or all of them."""
    names = list(USAGE) if name == "/claimwatch" else [name]
    sections = tuple(Section(heading=one, lines=tuple(map(line, USAGE[one]))) for one in names)
    title = "What you can ask" if len(names) > 1 else f"How to use {name}"
    lead: tuple[Line, ...] = (line("Alerts need the app in the channel: /invite @claimwatch."),)
    return Card(tone=Tone.ANSWER, title=title, text=title, lead=lead, sections=sections)


def _listener(name: str, commands: Commands) -> Callable[..., Awaitable[None]]:
    async def listen(ack: Any, respond: Any, command: Body, client: AsyncWebClient) -> None:  # noqa: ANN401 - bolt's own callables
        # First of all: Slack gives three seconds, and the answer may take longer.
        await ack()
        text = str(command.get("text") or "").strip()
        if wants_help(text) and (text or name not in _BARE):
            card = usage_card(name)
        else:
            card = await _answer(name, text, command, commands, client)
        public = name in _PUBLIC and card.tone is not Tone.ERROR and not wants_help(text)
        message = card_message(card)
        await respond(
            text=message.text,
            blocks=message.blocks,
            response_type="in_channel" if public else "ephemeral",
            unfurl_links=False,
            unfurl_media=False,
        )

    return listen


async def _answer(name: str, text: str, body: Body, commands: Commands, client: AsyncWebClient) -> Card:
    """Return what the desk answers."""
    asker = asker_of(body)
    match name:
        case "/claims":
            wanted = read_search(without_verb(text, "search"))
            return await commands.search(place=wanted.place, since=wanted.since, text=wanted.text)
        case "/conflicts":
            return await commands.conflicts(place=without_verb(text, "list") or None)
        case "/subscribe":
            if (refusal := await _no_way_in(str(body["channel_id"]), client)) is not None:
                return refusal
            following = read_following(text)
            return await commands.subscribe(
                asker,
                place=following.place,
                content=following.content,
                digest_at=following.digest_at,
                zone=following.zone,
            )
        case "/unsubscribe":
            return await commands.unsubscribe(asker, place=text)
        case "/subscriptions":
            return await commands.list_subscriptions(asker)
        case "/submit":
            return await commands.submit(text)
        case "/claimwatch" if text.casefold() == "status":
            return await commands.status(asker)
        case _:
            return error_card(RequestError(f"{name} {text.partition(' ')[0]} is nothing that I know. Try {name} help."))


async def _no_way_in(channel: str, client: AsyncWebClient) -> Card | None:
    """Return why alerts could not be posted in the channel; `None` where they can. A public channel is joined."""
    try:
        found: Mapping[str, Any] = (await client.conversations_info(channel=channel))["channel"]
        if found.get("is_member") or found.get("is_im"):
            return None
        if not found.get("is_private") and not found.get("is_archived"):
            await client.conversations_join(channel=channel)
            return None
    except SlackApiError as error:
        _LOG.info("channel not joined", channel=channel, error=error.response.get("error"))
    return error_card(RequestError("I could not post alerts here. Invite me first: /invite @claimwatch"))
