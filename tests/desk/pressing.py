"""People who press buttons and fill in forms, without a platform."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.actions import Form, encode
from bot.desk.asker import Asker
from bot.desk.card import Card
from bot.desk.commands import Commands
from bot.desk.replies import Reply
from bot.places.gazetteer import Gazetteer
from bot.store.database import SqlStore
from tests.desk.world import HERE, deny, placed, take

MODERATOR = replace(HERE, manages=True, name="Ann")
READER = replace(HERE, user="discord:2", manages=False)
ELSEWHERE = Asker(destination="discord:9", space="discord:8", user="discord:1", manages=True)


def button(card: Card, label: str) -> str:
    """Return what the button of that label carries."""
    (found,) = (one for one in card.actions if one.label == label)
    return encode(found)


def choice(card: Card, label: str) -> str:
    """Return what the choice of that label carries, in whichever menu."""
    found = next(one for menu in card.menus for one in menu.choices if label in one.label)
    return encode(found)


async def press(commands: Commands, asker: Asker, action: str, **answers: str) -> Reply:
    """Do what the action says, with a form's answers if there are any."""
    reply = await commands.act(asker, action, answers or None)
    assert isinstance(reply, Reply), reply
    return reply


async def ask(commands: Commands, asker: Asker, action: str) -> Form:
    """Return the form that the action asks for."""
    form = await commands.act(asker, action)
    assert isinstance(form, Form), form
    return form


async def disputed(store: SqlStore, gazetteer: Gazetteer) -> str:
    """Take in a claim and its denial; return the id of the dispute."""
    place = placed(gazetteer, "Kupyansk")
    await take(store, place)
    await deny(store, place)
    (dispute,) = await store.disputes()
    return dispute.id
