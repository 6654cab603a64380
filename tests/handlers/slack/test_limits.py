"""The worst case of everything that is shown: within Slack's limits, by the server's own checks and slack_sdk's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from bot.desk.abilities import Ability
from bot.desk.actions import LONGEST, Action, Choice, Field, FieldKind, Form, Menu, Style, Verb
from bot.desk.asker import Asker
from bot.desk.card import Card, Link, Moment, Section, Tone, Who, line, words
from bot.desk.home import Followed, Home
from handlers.slack.blocks import FALLBACK_TEXT, card_message, card_messages
from handlers.slack.home import home_blocks
from handlers.slack.markup import size
from handlers.slack.modals import WITH_FORM, command_view
from handlers.slack.origins import Origin
from handlers.slack.usage import USAGE, usage_card
from handlers.slack.views import card_view, form_view, option, waiting_view
from tests.servers.slack.blocks import MESSAGE_CHARACTERS, check_blocks, check_view, count_characters
from tests.servers.slack.elements import check_options
from tests.servers.slack.mrkdwn import read_message

DAY = datetime(2031, 5, 14, tzinfo=UTC)
LONG = "<!channel> Norland & Sudmark <b> *x* :smile: 😀 " * 80
URL = "https://x.example/" + "a" * 1500
ARGUMENT = "x" * (LONGEST - 8)
ACTIONS = tuple(
    Action(
        verb=Verb.CLAIM,
        args=(f"{number:02}{ARGUMENT}"[: LONGEST - 6],),
        label=LONG[:400],
        style=style,
        form=number % 2 == 0,
    )
    for number, style in enumerate([*Style] * 4)
)
MENUS = (Menu(prompt=LONG, choices=ACTIONS * 15), Menu(prompt="", choices=ACTIONS), Menu(prompt="x", choices=()))
LINES = (
    (words(LONG, strong=True), Link(text=LONG, url=URL), Moment(at=DAY)),
    line(LONG),
    (Who(id="slack:U0ANALYST"),),
)
SECTIONS = (
    Section(heading=LONG, lines=LINES, quote=LONG, beside=True, position=1),
    Section(heading=LONG, lines=LINES, quote=LONG, beside=True, position=99),
    *(Section(heading="Independent sources", lines=(line(LONG[:number]),), aside=True) for number in (1, 200, 3000)),
    *(Section(heading=f"{number}", lines=(line("few"),), aside=True) for number in range(30)),
    *(Section(heading=LONG, lines=LINES, quote=LONG) for _ in range(12)),
)
WORST = Card(
    tone=Tone.CONFLICT,
    title=LONG,
    text=LONG,
    url=URL,
    lead=LINES,
    sections=SECTIONS,
    footer=LONG,
    actions=ACTIONS,
    menus=MENUS,
)
BARE = Card(tone=Tone.ANSWER, title="", text="", actions=ACTIONS[:1], menus=MENUS[1:])
FIELDS = (
    Field(key="a", label=LONG, hint=LONG, value=LONG, kind=FieldKind.LONG, longest=4000, required=True),
    Field(key="b", label="b", value=LONG),
    Field(
        key="c",
        label="c",
        kind=FieldKind.CHOICE,
        value="7",
        choices=tuple(Choice(label=LONG, value=str(number)) for number in range(200)),
    ),
    Field(key="d", label="d", kind=FieldKind.WHO, value="U0ANALYST slack:U0EDITOR1"),
    Field(key="e", label="", hint=""),
)
ORIGIN = Origin(
    asker=Asker(destination="slack:C0ALERTS1", space="slack:T1", user="slack:U1", direct=True),
    channel="C" * 20,
    message="1795403503.752642",
    thread="1795403503.752642",
    response_url="https://hooks.slack.com/actions/" + "x" * 200,
    home=True,
)


def problems(blocks: list[dict[str, Any]], text: str = "x") -> list[object]:
    """Return everything that Slack would not take of a message."""
    for one in SdkBlock.parse_all(blocks):
        one.validate_json()
    pings, _ = read_message(text=text, blocks=blocks, attachments=[], parse=None, link_names=True, mrkdwn=True)
    strangers = [one for one in pings if one.target != "U0ANALYST"]
    much = [count_characters(blocks)] if count_characters(blocks) > MESSAGE_CHARACTERS else []
    return [*check_blocks(blocks), *strangers, *much, *([text] if not 0 < size(text) <= FALLBACK_TEXT else [])]


def view_problems(view: dict[str, Any]) -> list[object]:
    """Return everything that Slack would not take of a view; slack_sdk raises for what it knows of."""
    SdkView(**view).validate_json()
    return list(check_view(view))


@pytest.mark.parametrize("card", [WORST, BARE], ids=["everything", "hardly anything"])
def test_the_worst_message_fits(card: Card) -> None:
    """With its buttons and menus."""
    message = card_message(card)
    assert problems(message.blocks, message.text) == []


def test_buttons_stand_on_the_last_of_several_messages() -> None:
    """Once; each of them is one that Slack takes."""
    sections = tuple(Section(heading=str(number), quote="word " * 300) for number in range(10))
    parts = card_messages(Card(tone=Tone.DIGEST, title="a", text="b", sections=sections, actions=ACTIONS, menus=MENUS))
    assert [problems(part.blocks, part.text) for part in parts] == [[]] * len(parts)
    assert len(parts) > 1
    with_buttons = [number for number, part in enumerate(parts) if any(one["type"] == "actions" for one in part.blocks)]
    assert with_buttons == [len(parts) - 1]


@pytest.mark.parametrize("card", [WORST, BARE], ids=["everything", "hardly anything"])
def test_the_worst_card_fits_a_modal(card: Card) -> None:
    """As it does a message."""
    assert view_problems(card_view(card, private=ORIGIN.packed())) == []
    assert view_problems(waiting_view()) == []


def test_the_worst_form_fits() -> None:
    """Its words are cut, its choices are as many as Slack takes; what it carries is whole."""
    private = ORIGIN.packed("x" * LONGEST)
    view = form_view(Form(title=LONG, action=ACTIONS[0], fields=FIELDS, submit=LONG), private=private)
    assert view_problems(view) == []
    assert view["private_metadata"] == private


@pytest.mark.parametrize("ability", sorted(WITH_FORM))
def test_every_form_of_a_command_fits(ability: Ability) -> None:
    """In a channel and at Home."""
    for where in (False, True):
        assert view_problems(command_view(ability, private=ORIGIN.packed(), where=where)) == []


@pytest.mark.parametrize("number", [0, 1, 50])
def test_the_worst_home_tab_fits(number: int) -> None:
    """However much is followed."""
    followed = tuple(Followed(destination=f"slack:C{one}", card=WORST) for one in range(number))
    home = Home(followed=followed, conflicts=WORST, settings=WORST)
    assert view_problems({"type": "home", "blocks": home_blocks(home)}) == []


def test_the_worst_options_fit() -> None:
    """Of a menu that searches."""
    made = [option(Choice(label=LONG, value="x" * 150)), option(Choice(label="", value="x"))]
    assert list(check_options(made, "/options")) == []


@pytest.mark.parametrize("name", sorted(USAGE))
def test_every_usage_is_shown_whole(name: str) -> None:
    """In one message."""
    message = card_message(usage_card(name))
    assert problems(message.blocks, message.text) == []
    assert not any("more" in str(one) and "…" in str(one) for one in message.blocks)
