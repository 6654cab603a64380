"""Shortcuts: on a message, and from anywhere."""

from __future__ import annotations

import pytest

from bot.desk.commands import Commands
from handlers.slack.shortcuts import FIND, SUBMIT, texts_of
from tests.handlers.slack.hands import fill, form_of
from tests.servers.slack import SlackServer

SAID = "Norland said that its troops had captured Ellbruck."


@pytest.mark.usefixtures("platform")
async def test_claims_are_found_in_a_message(server: SlackServer, commands: Commands) -> None:
    """For who asked alone; nothing is stored."""
    message = (await server.write("alerts", "marc", SAID)).source.message
    asked = await server.shortcut(FIND, user="olena", message=message)
    found = await asked.response()
    assert found.ephemeral_to == "U0ANALYST"
    assert "captured Ellbruck" in found.shown_text
    assert (await commands.store.counts()).claims == 0


@pytest.mark.usefixtures("platform")
async def test_an_article_is_submitted_from_anywhere(server: SlackServer) -> None:
    """Outside of any channel, the answer comes in the messages with the app."""
    asked = await server.shortcut(SUBMIT, user="olena")
    await fill(server, await form_of(server, asked), {"text": SAID})
    here = server.direct_message("olena").id
    (told,) = await server.wait_for_messages(here, 1)
    assert "Norland" in told.shown_text


@pytest.mark.parametrize(
    ("message", "texts"),
    [
        ({"text": " Said. "}, ["Said."]),
        (
            {"text": "", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "In a block."}}]},
            ["In a block."],
        ),
        ({"attachments": [{"title": "A page", "text": "Its words."}]}, ["A page", "Its words."]),
        ({}, []),
    ],
)
def test_the_words_of_a_message_are_found(message: dict[str, object], texts: list[str]) -> None:
    """In its text, else in its blocks and attachments."""
    assert list(texts_of(message)) == texts
