"""Each command as a form, with menus that search while somebody types."""

from __future__ import annotations

import pytest

from bot.desk.abilities import Ability
from bot.desk.commands import Commands
from bot.places.gazetteer import Gazetteer
from bot.store.database import SqlStore
from handlers.slack.modals import WITH_FORM, command_view
from tests.desk.world import deny, placed, take
from tests.handlers.slack.hands import fill, form_of
from tests.servers.slack import Message, SlackServer, View
from tests.servers.slack.blocks import check_view

HERE = "slack:C0ALERTS1"


@pytest.mark.parametrize("ability", sorted(WITH_FORM))
@pytest.mark.parametrize("where", [False, True])
def test_every_form_is_one_that_slack_takes(ability: Ability, *, where: bool) -> None:
    """Within the limits of its views."""
    assert check_view(command_view(ability, private="x" * 3000, where=where)) == []


async def form(server: SlackServer, command: str, text: str = "") -> View:
    """Type a command without more, and return the form that opens."""
    asked = await server.slash(command, text, channel="alerts", user="olena")
    return await form_of(server, asked)


async def answer(server: SlackServer, command: str, values: dict[str, object], text: str = "") -> Message:
    """Fill in a command's form, and return what is then shown in the channel."""
    asked = await server.slash(command, text, channel="alerts", user="olena")
    sent = await fill(server, await form_of(server, asked), values)
    assert sent.failure is None
    return await asked.response()


@pytest.mark.usefixtures("platform")
async def test_claims_are_searched_by_a_form(server: SlackServer, store: SqlStore, gazetteer: Gazetteer) -> None:
    """Place, side and kind are found as one types."""
    await take(store, placed(gazetteer, "Kupyansk"))
    found = await answer(
        server,
        "/claims",
        {"place": "kupyan", "side": "nor", "kind": "capt", "domain": "territory", "since": "2031-01-01"},
    )
    assert found.ephemeral_to == "U0ANALYST"
    assert "1 claim on Kupyansk" in found.shown_text
    assert "Norland" in found.shown_text


@pytest.mark.usefixtures("platform")
async def test_a_channel_follows_by_a_form(server: SlackServer, commands: Commands) -> None:
    """All see it; then what it follows is found in the other forms."""
    told = await answer(server, "/subscribe", {"place": "portug", "content": "conflicts", "repeat": "yes"})
    assert told.ephemeral_to is None
    (stored,) = await commands.subscriptions.of(HERE)
    assert (stored.area.label, stored.content.value, stored.repeat) == ("Portugal", "conflicts", True)
    gone = await answer(server, "/unsubscribe", {"place": ""})
    assert "no longer follows Portugal" in gone.shown_text


@pytest.mark.usefixtures("platform")
async def test_conflicts_are_listed_and_explained_by_forms(
    server: SlackServer, store: SqlStore, gazetteer: Gazetteer
) -> None:
    """A conflict is found by its place."""
    place = placed(gazetteer, "Kupyansk")
    await take(store, place)
    await deny(store, place)
    listed = await answer(server, "/conflicts", {"place": "kupyan"})
    assert "1 open conflict on Kupyansk" in listed.shown_text
    explained = await answer(server, "/explain", {"conflict": "kup"})
    assert "Kupyansk" in explained.shown_text


@pytest.mark.usefixtures("platform")
async def test_a_mistake_in_a_form_can_be_mended(server: SlackServer, commands: Commands) -> None:
    """It says what is wrong, and what was typed stays."""
    view = await form(server, "/subscribe")
    sent = await fill(server, view, {"place": "portug", "digest": "never o'clock"})
    assert sent.shown_view is not None
    assert sent.shown_view.errors
    assert await commands.subscriptions.of(HERE) == ()
    await fill(server, sent.shown_view, {"place": "portug", "digest": "8am"})
    await server.wait_for_messages("alerts", 1)
    assert len(await commands.subscriptions.of(HERE)) == 1


@pytest.mark.parametrize(
    ("command", "text", "title"),
    [
        ("/claims", "", "Search claims"),
        ("/claims", "timeline", "Timeline"),
        ("/claimwatch", "mute", "Mute"),
        ("/claimwatch", "claims", "Search claims"),
        ("/submit", "", "Submit an article"),
        ("/claimwatch", "find", "Find claims in a text"),
    ],
)
@pytest.mark.usefixtures("platform")
async def test_a_command_without_words_opens_its_form(server: SlackServer, command: str, text: str, title: str) -> None:
    """Under its own name and as a word of `/claimwatch`."""
    assert (await form(server, command, text)).title == title


@pytest.mark.usefixtures("platform")
async def test_a_form_that_slack_does_not_open_says_how_to_type_it(server: SlackServer) -> None:
    """Nobody waits for nothing."""
    server.fail_next("views.open", error="expired_trigger_id")
    asked = await server.slash("/claims", channel="alerts", user="olena")
    assert "How to use /claims" in (await asked.response()).shown_text


@pytest.mark.usefixtures("platform")
async def test_an_article_is_submitted_by_a_form(server: SlackServer) -> None:
    """What it claims is for all in the channel."""
    told = await answer(server, "/submit", {"text": "Norland said that its troops had captured Ellbruck."})
    assert told.ephemeral_to is None
    assert "Norland" in told.shown_text


@pytest.mark.usefixtures("platform")
async def test_places_that_are_followed_come_first(server: SlackServer) -> None:
    """Before anything was typed, too; nothing is offered for what nobody knows."""
    await (await server.slash("/subscribe", "Portugal", channel="alerts", user="olena")).response()
    view = await form(server, "/claims")
    for typed, first in (("", "Portugal"), ("po", "Portugal"), ("x1x2x3", None)):
        offered = (await server.suggest("pick:area", typed, target=view)).options
        assert [one["text"]["text"] for one in offered[:1]] == ([first] if first else [])


@pytest.mark.usefixtures("platform")
async def test_everything_can_be_followed_by_the_form(server: SlackServer, commands: Commands) -> None:
    """It is no place, and is offered all the same."""
    told = await answer(server, "/subscribe", {"place": "every"})
    assert "This channel follows" in told.shown_text
    (stored,) = await commands.subscriptions.of(HERE)
    assert stored.area.keys == ("*",) or stored.area.label == "everything"


@pytest.mark.usefixtures("platform")
async def test_a_group_of_people_is_no_channel(server: SlackServer) -> None:
    """The app cannot post there: that is said before a form is filled in for nothing."""
    payload = {
        "command": "/subscribe",
        "text": "",
        "channel_name": "mpdm-olena--marc-1",
        "channel_id": "C0ALERTS1",
        "team_id": "T0DESK001",
        "user_id": "U0ANALYST",
        "trigger_id": "1.2.3",
    }
    asked = await server.slash("/claimwatch", "status", channel="alerts", user="olena")
    await asked.response()
    payload["response_url"] = asked.source.response_url
    await server.socket_mode.send("slash_commands", payload, accepts_payload=True)
    assert "Subscribe in a channel" in (await asked.response(nth=2)).shown_text
