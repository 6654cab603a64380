"""The Home tab: what one follows, open conflicts, settings."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk.commands import Commands
from bot.places.gazetteer import Gazetteer
from bot.store.database import SqlStore
from tests.desk.world import deny, placed, take
from tests.handlers.slack.hands import choose, elements, fill, form_of, labels, press
from tests.servers.slack import SlackServer, View


async def home(server: SlackServer, user: str = "olena") -> View:
    """Open the Home tab, and return it."""
    calls = len(server.calls_of("views.publish"))
    person = server.user(user).id
    await server.event({"type": "app_home_opened", "user": person, "channel": "D1", "tab": "home"}, user=user)
    await server.wait_for_calls("views.publish", calls + 1)
    return shown(server, user)


def shown(server: SlackServer, user: str = "olena") -> View:
    """Return the Home tab as it stands."""
    found = server.home(user)
    assert found is not None
    return found


async def changed(server: SlackServer, count: int) -> View:
    """Return the Home tab once it was published so often."""
    await server.wait_for_calls("views.publish", count)
    return shown(server)


@pytest.mark.usefixtures("platform")
async def test_it_is_there_before_anything_is_followed(server: SlackServer) -> None:
    """With what to do, and the settings."""
    tab = await home(server)
    assert "Nothing yet" in tab.shown_text
    assert "May decide about conflicts" in tab.shown_text
    assert labels(tab)[:4] == ["Follow a place", "Search claims", "Conflicts", "Submit an article"]


@pytest.mark.usefixtures("platform")
async def test_it_shows_ones_own_and_that_of_ones_channels(server: SlackServer) -> None:
    """Nobody sees what a channel follows that one is not in."""
    await (await server.slash("/subscribe", "Portugal", channel="alerts", user="olena")).response()
    await (await server.slash("/subscribe", "Spain", channel="desk-only", user="marc")).response()
    direct = server.direct_message("olena").id
    await (await server.slash("/subscribe", "Sudan", channel=direct, user="olena")).response()
    mine, others = (await home(server)).shown_text, (await home(server, "marc")).shown_text
    assert "Portugal*, in <#C0ALERTS1>" in mine
    assert "Sudan*, to you alone" in mine
    assert "Spain" not in mine
    assert "Spain*, in <#G0PRIVATE>" in others
    assert "Sudan" not in others


@pytest.mark.usefixtures("platform")
async def test_a_subscription_is_looked_after_there(server: SlackServer, commands: Commands) -> None:
    """Paused, previewed, edited and deleted; the tab shows each change."""
    await (await server.slash("/subscribe", "Portugal", channel="alerts", user="olena")).response()
    await press(server, await home(server), "Pause")
    tab = await changed(server, 2)
    assert "paused: nothing of it is told" in tab.shown_text
    preview = await (await press(server, tab, "Preview")).opened_view()
    assert "Preview: Portugal" in preview.shown_text
    form = await form_of(server, await press(server, tab, "Edit"))
    await fill(server, form, {"content": "conflicts"})
    await changed(server, 3)
    (stored,) = await commands.subscriptions.all()
    assert stored.content.value == "conflicts"
    button = next(one for one in elements(tab) if one.get("text", {}).get("text") == "Delete")
    assert "confirm" in button
    await press(server, shown(server), "Delete")
    assert "Nothing yet" in (await changed(server, 4)).shown_text
    assert await commands.subscriptions.all() == ()


@pytest.mark.usefixtures("platform")
async def test_a_place_is_followed_from_there(server: SlackServer, commands: Commands) -> None:
    """In the channel that is chosen, or else for oneself."""
    tab = await home(server)
    form = await (await press(server, tab, "Follow a place")).opened_view()
    await fill(server, form, {"place": "portug", "where": "C0ALERTS1"})
    await changed(server, 2)
    assert [one.destination for one in await commands.subscriptions.all()] == ["slack:C0ALERTS1"]


@pytest.mark.usefixtures("platform")
async def test_the_open_conflicts_of_ones_regions_are_there(
    server: SlackServer, store: SqlStore, gazetteer: Gazetteer
) -> None:
    """Others are not; each can be looked at."""
    for name in ("Kupyansk", "Kherson"):
        place = placed(gazetteer, name)
        await take(store, place)
        await deny(store, place)
    await (await server.slash("/subscribe", "Kharkiv region", channel="alerts", user="olena")).response()
    tab = await home(server)
    assert "1 open conflict on what is followed" in tab.shown_text
    assert "Kherson" not in tab.shown_text
    view = await (await choose(server, tab, "")).opened_view()
    assert "Kupyansk" in view.shown_text


@pytest.mark.usefixtures("platform")
async def test_settings_are_changed_there(server: SlackServer, commands: Commands) -> None:
    """Time zone, quiet hours, who may decide."""
    form = await form_of(server, await press(server, await home(server), "Change"))
    await fill(server, form, {"zone": "Kyiv", "deciders": ["U0ANALYST"]})
    assert "Europe/Kyiv" in (await changed(server, 2)).shown_text
    assert (await commands.communities.of("slack:T0DESK001")).deciders == ("U0ANALYST",)


@pytest.mark.usefixtures("platform")
async def test_a_tab_with_much_is_within_slacks_limits(server: SlackServer, commands: Commands) -> None:
    """What there is no room for is counted."""
    for name in ("Portugal", "Spain", "Sudan", "Mali", "Niger", "Chad", "Libya", "Egypt", "Jordan", "Syria", "Iraq",
                 "Iran", "Oman", "Yemen", "Kuwait", "Qatar", "Georgia", "Armenia", "Poland", "Latvia"):  # fmt: skip
        await (await server.slash("/subscribe", name, channel="alerts", user="olena")).response()
    tab = await home(server)
    assert "5 more" in tab.shown_text
    assert len(tab.blocks) <= 100
    assert len(await commands.subscriptions.all()) == 20


@pytest.mark.usefixtures("platform")
async def test_a_workspace_that_removes_the_app_is_forgotten(server: SlackServer, commands: Commands) -> None:
    """What its channels followed, and what it set; another's stays."""
    await (await server.slash("/subscribe", "Portugal", channel="alerts", user="olena")).response()
    await server.event({"type": "app_uninstalled"}, user="olena")
    async with asyncio.timeout(10):
        while await commands.subscriptions.all():  # noqa: ASYNC110 - nothing tells that it is done
            await asyncio.sleep(0.01)
