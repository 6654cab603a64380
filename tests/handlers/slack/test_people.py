"""Who people are to Slack: groups that may decide, and one's own time zone."""

from __future__ import annotations

import pytest

from bot.desk.asker import Asker
from bot.desk.commands import Commands
from bot.model.community import Community
from handlers.slack.people import KNOWN_SECONDS, People
from handlers.slack.platform import SlackPlatform, make_client
from tests.handlers.slack.hands import elements, fill, form_of, press
from tests.handlers.slack.test_home import changed, home
from tests.servers.slack import App, SlackServer, UserGroup, Workspace, open_slack_server

SPACE = "slack:T0DESK001"
MEMBER = Asker(destination="slack:C0ALERTS1", space=SPACE, user="slack:U0EDITOR1")
OTHER = Asker(destination="slack:C0ALERTS1", space=SPACE, user="slack:U0ANALYST")


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


@pytest.fixture
def people(server: SlackServer, commands: Commands, clock: Clock) -> People:
    """Return what knows the people of the workspace."""
    return People(make_client(server.bot_token, server.api_url), commands.communities.of, clock=clock)


@pytest.fixture
async def named(commands: Commands) -> None:
    """Let a group decide, and a person and another group subscribe."""
    await commands.communities.save(
        Community(space=SPACE, deciders=("S0VERIFY1",), subscribers=("U0ANALYST", "S0NIGHT01"))
    )


@pytest.mark.usefixtures("named")
async def test_who_is_in_a_group_has_its_rights(people: People, commands: Commands) -> None:
    """Others have not; people are named beside groups."""
    community = await commands.communities.of(SPACE)
    member, other = await people.known(MEMBER), await people.known(OTHER)
    assert (member.roles, other.roles) == (frozenset({"S0VERIFY1"}), frozenset())
    assert (member.may(community.deciders), other.may(community.deciders)) == (True, False)
    assert (member.may(community.subscribers), other.may(community.subscribers)) == (False, True)


@pytest.mark.usefixtures("named")
async def test_groups_are_asked_for_now_and_then(server: SlackServer, people: People, clock: Clock) -> None:
    """Not with every click."""
    for _ in range(3):
        await people.known(MEMBER)
    assert len(server.calls_of("usergroups.users.list")) == 2
    clock.now += KNOWN_SECONDS + 1
    await people.known(MEMBER)
    assert len(server.calls_of("usergroups.users.list")) == 4


async def test_nothing_is_asked_where_no_group_is_named(server: SlackServer, people: People) -> None:
    """Most workspaces name none."""
    assert await people.known(MEMBER) == MEMBER
    assert server.calls_of("usergroups.users.list") == []


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("fault", [{"error": "missing_scope"}, {"error": "no_such_subteam"}, {"status": 502}])
async def test_what_slack_does_not_say_lets_nobody_in(
    server: SlackServer, people: People, clock: Clock, fault: dict[str, str]
) -> None:
    """For a short time; then it is asked again."""
    server.fail_next("usergroups.users.list", times=2, **fault)  # type: ignore[arg-type] # of mixed types
    assert (await people.known(MEMBER)).roles == frozenset()
    assert (await people.known(MEMBER)).roles == frozenset()
    clock.now += 31
    assert (await people.known(MEMBER)).roles == frozenset({"S0VERIFY1"})


async def test_a_group_that_was_disabled_has_no_rights(commands: Commands) -> None:
    """Slack says then that there is no such group."""
    group = UserGroup(id="S0VERIFY1", name="Verification", handle="v", members=frozenset({"U0EDITOR1"}), disabled=True)
    await commands.communities.save(Community(space=SPACE, deciders=("S0VERIFY1",)))
    async with open_slack_server(workspace=Workspace(groups=(group,))) as server:
        people = People(make_client(server.bot_token, server.api_url), commands.communities.of)
        assert (await people.known(MEMBER)).roles == frozenset()


async def test_an_app_from_an_older_manifest_goes_on_without(commands: Commands) -> None:
    """No groups, no zone: nothing breaks."""
    narrow = Workspace(app=App(scopes=("chat:write", "commands")))
    async with open_slack_server(workspace=narrow) as server:
        people = People(make_client(server.bot_token, server.api_url), commands.communities.of)
        assert await people.zone("slack:U0ANALYST") is None
        assert await people.groups("", limit=5) == ()


@pytest.mark.usefixtures("platform")
async def test_groups_are_chosen_beside_people(server: SlackServer, commands: Commands) -> None:
    """At Home; the tab names both."""
    form = await form_of(server, await press(server, await home(server), "Change"))
    await fill(server, form, {"deciders": ["U0ANALYST"], "deciders:groups": ["verif"], "subscribers:groups": ["NIGHT"]})
    tab = await changed(server, 2)
    community = await commands.communities.of(SPACE)
    assert community.deciders == ("U0ANALYST", "S0VERIFY1")
    assert community.subscribers == ("S0NIGHT01",)
    assert "<@U0ANALYST>, <!subteam^S0VERIFY1>" in tab.shown_text


@pytest.mark.usefixtures("platform")
async def test_groups_that_were_chosen_stand_in_the_form(server: SlackServer, commands: Commands) -> None:
    """By their names; what is not touched stays."""
    await commands.communities.save(Community(space=SPACE, deciders=("U0ANALYST", "S0VERIFY1")))
    again = await form_of(server, await press(server, await home(server), "Change"))
    found = {one["action_id"]: one for one in elements(again)}
    assert found["deciders"]["initial_users"] == ["U0ANALYST"]
    (chosen,) = found["pick:group:deciders"]["initial_options"]
    assert (chosen["text"]["text"], chosen["value"]) == ("Verification (@verifiers)", "S0VERIFY1")
    await fill(server, again, {"quiet": "22:00-07:00"})
    await changed(server, 2)
    assert (await commands.communities.of(SPACE)).deciders == ("U0ANALYST", "S0VERIFY1")


@pytest.mark.usefixtures("named", "platform")
async def test_a_group_decides_who_may_change_settings(server: SlackServer) -> None:
    """A member's form opens; another is told why not."""
    refused = await (await press(server, await home(server), "Change")).opened_view()
    assert "may not change the settings" in refused.shown_text
    form = await form_of(server, await press(server, await home(server, "marc"), "Change", user="marc"))
    assert form.title == "Settings"


@pytest.mark.usefixtures("named", "platform")
async def test_a_group_decides_who_may_subscribe(server: SlackServer) -> None:
    """By a command as by a form."""
    refused = await (await server.slash("/subscribe", "Portugal", channel="alerts", user="marc")).response()
    assert "may not change what this channel is told" in refused.shown_text
    taken = await (await server.slash("/subscribe", "Portugal", channel="alerts", user="olena")).response()
    assert "This channel follows Portugal" in taken.shown_text


async def test_ones_own_zone_is_offered_first(server: SlackServer, platform: SlackPlatform) -> None:
    """In the settings as in the form of a subscription; then what is typed."""
    assert platform.name == "slack"
    form = await form_of(server, await press(server, await home(server), "Change"))
    offered = (await server.suggest("pick:zone", "", target=form)).options
    assert [one["value"] for one in offered] == ["Europe/Kyiv", "UTC"]
    typed = (await server.suggest("pick:zone", "argentin", target=form)).options
    assert len(typed) > 5
    assert all("Argentina" in one["value"] for one in typed)
    follow = await (await server.slash("/subscribe", "", channel="alerts", user="olena")).opened_view()
    offered = (await server.suggest("pick:zone", "", target=follow)).options
    assert offered[0]["value"] == "Europe/Kyiv"


@pytest.mark.usefixtures("platform")
async def test_zones_are_offered_though_slack_does_not_say_ones_own(server: SlackServer) -> None:
    """The menu is never an error."""
    server.fail_next("users.info", error="missing_scope")
    form = await form_of(server, await press(server, await home(server), "Change"))
    assert [one["value"] for one in (await server.suggest("pick:zone", "lisb", target=form)).options] == [
        "Europe/Lisbon"
    ]
