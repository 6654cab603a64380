"""Buttons, menus and forms under messages, done by people over a real connection."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.desk.alert_cards import alert_card
from bot.desk.commands import Commands
from bot.model.alert import AlertKind
from bot.model.dispute import DisputeStatus
from bot.places.gazetteer import Gazetteer
from bot.store.database import SqlStore
from handlers.slack.blocks import card_message
from handlers.slack.platform import SlackPlatform
from tests.desk.world import deny, placed, take
from tests.handlers.slack.hands import choose, fill, form_of, labels, press
from tests.servers.slack import Message, SlackServer, View

HERE = "slack:C0ALERTS1"
TAKEN = "What I know: the town hall's own photographs."


async def disputed(store: SqlStore, gazetteer: Gazetteer) -> str:
    """Take in a claim and its denial; return the id of the dispute."""
    place = placed(gazetteer, "Kupyansk")
    await take(store, place)
    await deny(store, place)
    (dispute,) = await store.disputes()
    return dispute.id


@pytest.fixture
async def alert(server: SlackServer, platform: SlackPlatform, store: SqlStore, gazetteer: Gazetteer) -> Message:
    """Return the alert on a dispute, as it was posted."""
    alerts = await store.alerts_for(await disputed(store, gazetteer))
    message = card_message(alert_card(next(one for one in alerts if one.kind is AlertKind.CONFLICT)))
    assert platform.messenger is not None
    await platform.messenger._client.chat_postMessage(channel="C0ALERTS1", text=message.text, blocks=message.blocks)
    return server.messages("alerts")[-1]


async def opened(server: SlackServer, target: Message | View, label: str, *, user: str = "olena") -> View:
    """Press a button and return the modal that opens."""
    return await form_of(server, await press(server, target, label, user=user))


class TestAlerts:
    """The buttons of an alert."""

    async def test_it_has_those_of_discord(self, alert: Message) -> None:
        """In one row."""
        assert labels(alert) == ["Timeline", "Explain", "Not a conflict", "Same claim", "Resolve", "Snooze"]

    @pytest.mark.parametrize(("label", "told"), [("Timeline", "Timeline"), ("Explain", "They conflict")])
    async def test_questions_are_answered_privately(
        self, server: SlackServer, alert: Message, label: str, told: str
    ) -> None:
        """The channel stays as it is."""
        answered = await (await press(server, alert, label, user="olena")).response()
        assert answered.ephemeral_to == "U0ANALYST"
        assert told.casefold() in answered.shown_text.casefold()
        assert len(server.messages("alerts")) == 1

    async def test_a_decision_asks_for_a_reason_and_changes_the_message(
        self, server: SlackServer, alert: Message, store: SqlStore
    ) -> None:
        """In place; who decided is told what was recorded, and can take it back."""
        view = await opened(server, alert, "Not a conflict")
        assert view.title == "Not a conflict"
        sent = await fill(server, view, {"reason": TAKEN})
        assert sent.failure is None
        await server.wait_until(lambda: bool(server.current(alert).revisions))
        after = server.current(alert)
        assert "dismissed" in after.shown_text
        await server.wait_until(lambda: bool(server.ephemerals("alerts", "olena")))
        note = server.ephemerals("alerts", "olena")[-1]
        assert TAKEN in note.shown_text
        (decision,) = await store.decisions(limit=5)
        assert (decision.author, decision.reason) == ("olena (slack:U0ANALYST)", TAKEN)
        assert labels(note) == ["Undo"]
        assert (await store.disputes())[0].status is DisputeStatus.DISMISSED

    async def test_a_position_is_resolved_for(self, server: SlackServer, alert: Message, store: SqlStore) -> None:
        """Which one is chosen in the form."""
        view = await opened(server, alert, "Resolve")
        await fill(server, view, {"position": "1", "reason": TAKEN})
        await server.wait_until(lambda: bool(server.current(alert).revisions))
        (decision,) = await store.decisions(limit=5)
        assert decision.position is not None

    async def test_a_decision_without_a_reason_is_asked_for_again(
        self, server: SlackServer, alert: Message, store: SqlStore
    ) -> None:
        """The form stays, and says what is missing; then it is taken."""
        view = await opened(server, alert, "Not a conflict")
        sent = await fill(server, view, {"reason": "  "})
        assert sent.shown_view is not None
        assert "needs a reason" in sent.shown_view.errors["reason"]
        assert await store.decisions(limit=5) == ()
        await fill(server, sent.shown_view, {"reason": TAKEN})
        await server.wait_until(lambda: bool(server.current(alert).revisions))
        assert len(await store.decisions(limit=5)) == 1

    async def test_a_form_that_is_sent_twice_is_taken_once(
        self, server: SlackServer, alert: Message, store: SqlStore
    ) -> None:
        """A double click decides nothing twice."""
        view = await opened(server, alert, "Not a conflict")
        await asyncio.gather(*(fill(server, view, {"reason": TAKEN}) for _ in range(3)))
        await server.wait_until(lambda: bool(server.current(alert).revisions))
        assert len(await store.decisions(limit=5)) == 1

    async def test_a_double_click_opens_one_form(self, server: SlackServer, alert: Message) -> None:
        """The second press is the same."""
        await asyncio.gather(*(press(server, alert, "Snooze", user="olena") for _ in range(3)))
        await server.wait_for_calls("views.open")
        await (await press(server, alert, "Timeline", user="olena")).response()
        assert len(server.calls_of("views.open")) == 1

    async def test_a_conflict_is_snoozed(self, server: SlackServer, alert: Message, commands: Commands) -> None:
        """For the time that is chosen; all in the channel are told."""
        view = await opened(server, alert, "Snooze")
        await fill(server, view, {"for": "1d"})
        await server.wait_for_messages("alerts", 2)
        (mute,) = await commands.subscriptions.mutes(HERE)
        assert mute.until is not None

    async def test_in_a_followed_thread_the_thread_is_muted(
        self, server: SlackServer, platform: SlackPlatform, alert: Message, commands: Commands
    ) -> None:
        """The channel goes on being told; in a thread that follows nothing it is the channel that is muted."""
        told = await platform.messenger._client.chat_postMessage(
            channel="C0ALERTS1", thread_ts=alert.ts, text=alert.text, blocks=alert.blocks
        )
        reply = next(one for one in server.replies(alert) if one.ts == told["ts"])
        await server.mention("alerts", "olena", "subscribe Kupiansk", thread_ts=alert.ts)
        await server.wait_until(lambda: len(server.replies(alert)) == 3)
        await fill(server, await opened(server, reply, "Snooze"), {"for": "1d"})
        await server.wait_until(lambda: len(server.replies(alert)) == 4)
        there = f"{HERE}/{alert.ts}"
        assert (len(await commands.subscriptions.mutes(there)), await commands.subscriptions.mutes(HERE)) == (1, ())
        # The message that the thread is under stands in the channel.
        await fill(server, await opened(server, alert, "Snooze"), {"for": "1h"})
        await server.wait_until(lambda: len(server.messages("alerts")) == 6)
        assert len(await commands.subscriptions.mutes(HERE)) == 1

    async def test_in_a_thread_that_follows_nothing_the_channel_is_muted(
        self, server: SlackServer, platform: SlackPlatform, alert: Message, commands: Commands
    ) -> None:
        """News of a dispute stand in its thread, and are the channel's."""
        await platform.messenger._client.chat_postMessage(
            channel="C0ALERTS1", thread_ts=alert.ts, text=alert.text, blocks=alert.blocks
        )
        (reply,) = server.replies(alert)
        await fill(server, await opened(server, reply, "Snooze"), {"for": "1d"})
        await server.wait_until(lambda: len(server.replies(alert)) == 2)
        assert len(await commands.subscriptions.mutes(HERE)) == 1

    async def test_who_may_not_decide_is_told(self, server: SlackServer, alert: Message, commands: Commands) -> None:
        """In private, and no form opens for nothing."""
        community = await commands.communities.of("slack:T0DESK001")
        await commands.communities.save(
            type(community)(space=community.space, deciders=("U0EDITOR1",), subscribers=community.subscribers)
        )
        refused = await (await press(server, alert, "Not a conflict", user="olena")).response()
        assert refused.ephemeral_to == "U0ANALYST"
        assert "may not decide" in refused.shown_text
        assert (await opened(server, alert, "Not a conflict", user="marc")).title == "Not a conflict"

    async def test_a_form_that_takes_long_opens_at_once(
        self, server: SlackServer, alert: Message, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A trigger is good for three seconds: something stands there until the form does."""
        monkeypatch.setattr("handlers.slack.actions._SOON", 0.0)
        view = await opened(server, alert, "Not a conflict")
        await server.wait_until(lambda: server.state.views[view.id].callback_id == "form")
        await fill(server, server.state.views[view.id], {"reason": TAKEN})
        await server.wait_until(lambda: bool(server.current(alert).revisions))

    async def test_a_form_that_slack_does_not_open_is_told_of(self, server: SlackServer, alert: Message) -> None:
        """Who pressed the button can press it again."""
        server.fail_next("views.open", error="expired_trigger_id")
        told = await (await press(server, alert, "Snooze", user="olena")).response()
        assert "press it again" in told.shown_text

    async def test_an_old_button_says_what_to_do(self, server: SlackServer, alert: Message) -> None:
        """One of another version."""
        found = next(one for block in alert.blocks if block["type"] == "actions" for one in block["elements"])
        answered = await (await server.click(alert, found["action_id"], user="olena", value="cw0~zz~1")).response()
        assert "older version" in answered.shown_text


class TestAnswers:
    """The buttons and menus of private answers."""

    async def test_pages_take_one_anothers_place(
        self, server: SlackServer, platform: SlackPlatform, store: SqlStore, gazetteer: Gazetteer
    ) -> None:
        """Forward and back, in the one message."""
        assert platform.name == "slack"
        place = placed(gazetteer, "Kupyansk")
        for number in range(10):
            await take(store, place, day=date(2031, 5, 1) + timedelta(days=number))
        first = await (await server.slash("/claims", "Kupiansk", channel="alerts", user="olena")).response()
        await (await press(server, first, "More")).response()
        second = server.current(first)
        assert second.shown_text.startswith("Page 2")
        assert second.ephemeral_to == "U0ANALYST"
        await (await press(server, second, "Back")).response()
        assert not server.current(first).shown_text.startswith("Page 2")
        shown = await (await choose(server, server.current(first), "")).response()
        assert shown.ephemeral_to == "U0ANALYST"

    @pytest.mark.usefixtures("platform")
    async def test_a_subscription_is_edited_paused_previewed_deleted(
        self, server: SlackServer, commands: Commands
    ) -> None:
        """From the panel, in its place."""
        await (await server.slash("/subscribe", "Portugal", channel="alerts", user="olena")).response()
        panel = await (await server.slash("/subscriptions", channel="alerts", user="olena")).response()
        await (await choose(server, panel, "Portugal")).response()
        one = server.current(panel)
        assert labels(one)[:2] == ["Edit", "Pause"]
        await (await press(server, one, "Pause")).response()
        assert (await commands.subscriptions.of(HERE))[0].paused
        assert "Resume" in labels(server.current(panel))
        preview = await (await press(server, server.current(panel), "Preview")).response()
        assert "Preview: Portugal" in preview.shown_text
        view = await opened(server, server.current(panel), "Edit")
        await fill(server, view, {"content": "conflicts", "digest": "8am", "zone": "Lisbon"})
        await server.wait_until(lambda: "Saved." in server.current(panel).shown_text)
        (stored,) = await commands.subscriptions.of(HERE)
        assert (stored.content.value, stored.digest is not None) == ("conflicts", True)
        await (await press(server, server.current(panel), "Delete")).response()
        await (await press(server, server.current(panel), "Yes, delete it")).response()
        assert await commands.subscriptions.of(HERE) == ()

    @pytest.mark.usefixtures("platform")
    async def test_settings_say_who_may_decide(self, server: SlackServer, commands: Commands) -> None:
        """People are chosen from the workspace's own list."""
        shown = await (await server.slash("/claimwatch", "settings", channel="alerts", user="olena")).response()
        view = await opened(server, shown, "Change")
        await fill(server, view, {"deciders": ["U0EDITOR1"], "zone": "Kyiv", "quiet": "22:00-07:00"})
        await server.wait_until(lambda: "Saved." in server.current(shown).shown_text)
        community = await commands.communities.of("slack:T0DESK001")
        assert (community.deciders, community.zone) == (("U0EDITOR1",), "Europe/Kyiv")

    @pytest.mark.usefixtures("platform")
    async def test_settings_are_the_workspaces_in_direct_messages_too(
        self, server: SlackServer, commands: Commands
    ) -> None:
        """Nothing that stands there is lost; those who may decide may change them, others may not."""
        here = server.direct_message("olena").id
        shown = await (await server.slash("/claimwatch", "settings", channel=here, user="olena")).response()
        assert "everybody" in shown.shown_text
        await fill(server, await opened(server, shown, "Change"), {"deciders": ["U0ANALYST"], "zone": "Kyiv"})
        await server.wait_until(lambda: "Saved." in server.current(shown).shown_text)
        there = server.direct_message("marc").id
        other = await (await server.slash("/claimwatch", "settings", channel=there, user="marc")).response()
        refused = await (await press(server, other, "Change")).response()
        assert "may not change the settings" in refused.shown_text
        assert (await commands.communities.of("slack:T0DESK001")).deciders == ("U0ANALYST",)
