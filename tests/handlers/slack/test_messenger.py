"""Alerts on their way into channels."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.alert import AlertKind
from bot.model.dispute import DisputeStatus
from bot.model.outbox import Manner, OutboxItem, Thread
from bot.model.outcome import Done, Permanent, Temporary, Trouble
from handlers.pacing import Pacer
from handlers.slack.messenger import EVENT, SENT_AGAIN, SlackMessenger
from handlers.slack.platform import make_client
from tests.builders import LONG, long_digest, make_alert, make_claim, make_item, make_statement
from tests.servers.slack import App, SlackServer, Workspace, open_slack_server

HERE = "slack:C0ALERTS1"


def item(attempts: int = 0, *, destination: str = HERE, number: int = 1) -> OutboxItem:
    """Return an alert that was made just now."""
    return make_item(number, destination=destination, attempts=attempts, created_at=datetime.now(UTC))


@pytest.fixture
def client(server: SlackServer) -> AsyncWebClient:
    """Return the app's client."""
    return make_client(server.bot_token, server.api_url)


@pytest.fixture
def messenger(client: AsyncWebClient) -> SlackMessenger:
    """Return a messenger that needs no connection to be listening."""
    return SlackMessenger(client, each=Pacer(0), overall=Pacer(0))


async def test_an_alert_is_posted_with_its_nonce(server: SlackServer, messenger: SlackMessenger) -> None:
    """Its message can be found again; nothing is unfolded or linked by itself."""
    sent = item()
    outcome = await messenger.send(sent)
    (message,) = server.messages("alerts")
    assert outcome == Done(reference=message.ts, thread=message.ts)
    assert message.metadata == {"event_type": EVENT, "event_payload": {"nonce": sent.nonce}}
    assert message.params["unfurl_links"] is message.params["unfurl_media"] is message.params["link_names"] is False
    assert message.params["parse"] == "none"
    assert "alert 1" in message.shown_text


async def test_a_lost_answer_posts_nothing_twice(server: SlackServer, messenger: SlackMessenger) -> None:
    """The next attempt finds what the first one posted."""
    server.fail_next("chat.postMessage", drop="after")
    assert isinstance(await messenger.send(item()), Temporary)
    outcome = await messenger.send(item(1))
    (message,) = server.messages("alerts")
    assert outcome == Done(reference=message.ts, thread=message.ts)


async def test_an_answer_that_cannot_be_read_posts_nothing_twice(
    server: SlackServer, messenger: SlackMessenger
) -> None:
    """JSON that is cut short says nothing of what was done."""
    server.fail_next("chat.postMessage", garbled=True)
    assert isinstance(await messenger.send(item()), Temporary)
    assert isinstance(await messenger.send(item(1)), Done)
    assert len(server.messages("alerts")) == 1


async def test_a_lost_call_is_posted_at_the_next_attempt(server: SlackServer, messenger: SlackMessenger) -> None:
    """Looking finds nothing, so it is posted."""
    server.fail_next("chat.postMessage", drop="before")
    assert isinstance(await messenger.send(item()), Temporary)
    assert isinstance(await messenger.send(item(1)), Done)
    assert len(server.messages("alerts")) == 1


async def test_a_message_is_found_behind_many_others(
    server: SlackServer, messenger: SlackMessenger, client: AsyncWebClient
) -> None:
    """A busy channel has more than a page."""
    server.fail_next("chat.postMessage", drop="after")
    await messenger.send(item())
    for number in range(60):
        await client.chat_postMessage(channel="C0ALERTS1", text=str(number))
    assert isinstance(await messenger.send(item(1)), Done)
    assert len(server.messages("alerts")) == 61


async def test_other_alerts_are_not_taken_for_it(server: SlackServer, messenger: SlackMessenger) -> None:
    """Each has its own nonce."""
    await messenger.send(item(number=1))
    await messenger.send(item(1, number=2))
    assert len(server.messages("alerts")) == 2


@pytest.mark.parametrize("error", ["missing_scope", "not_in_channel", "not_allowed_token_type", "access_denied"])
async def test_who_may_not_look_posts(server: SlackServer, messenger: SlackMessenger, error: str) -> None:
    """Twice is better than never."""
    server.fail_next("conversations.history", error=error)
    assert isinstance(await messenger.send(item(1)), Done)
    assert SENT_AGAIN in server.messages("alerts")[0].shown_text


async def test_what_is_certainly_the_first_bears_no_mark(server: SlackServer, messenger: SlackMessenger) -> None:
    """A first attempt, one after a look that found nothing, and one after a refusal."""
    assert isinstance(await messenger.send(item()), Done)
    assert isinstance(await messenger.send(item(1, number=2)), Done)
    server.fail_next("chat.postMessage", error="not_in_channel")
    assert isinstance(await messenger.send(item(number=3)), Permanent)
    server.fail_next("conversations.history", error="missing_scope")
    assert isinstance(await messenger.send(item(1, number=3)), Done)
    assert [SENT_AGAIN in one.shown_text for one in server.messages("alerts")] == [False, False, False]


@pytest.mark.parametrize("fault", [{"retry_after": 7}, {"error": "internal_error"}, {"status": 502}])
async def test_who_cannot_look_now_waits(
    server: SlackServer, messenger: SlackMessenger, fault: dict[str, int | str]
) -> None:
    """It can be looked for later."""
    server.fail_next("conversations.history", **fault)  # type: ignore[arg-type] # the table mixes their types
    assert isinstance(await messenger.send(item(1)), Temporary)
    assert server.messages("alerts") == []


async def test_slack_is_given_the_time_that_it_asks_for(server: SlackServer, messenger: SlackMessenger) -> None:
    """And what it did not take is not looked for."""
    server.fail_next("chat.postMessage", retry_after=17)
    assert await messenger.send(item()) == Temporary(delay=timedelta(seconds=17), reason="Slack asks to wait")
    assert isinstance(await messenger.send(item(1)), Done)
    assert server.calls_of("conversations.history") == []
    assert len(server.messages("alerts")) == 1


async def test_a_wait_of_no_length_is_a_short_one(server: SlackServer, messenger: SlackMessenger) -> None:
    """What stands before Slack may not say how long."""
    server.fail_next("chat.postMessage", status=429)
    outcome = await messenger.send(item())
    assert isinstance(outcome, Temporary)
    assert outcome.delay is not None
    assert timedelta(0) < outcome.delay <= timedelta(minutes=5)


async def test_an_answer_that_comes_too_late_posts_nothing_twice(server: SlackServer) -> None:
    """Nobody waits for it for ever, and the next attempt finds what was posted."""
    client = make_client(server.bot_token, server.api_url)
    client.timeout = 1
    messenger = SlackMessenger(client, each=Pacer(0), overall=Pacer(0))
    server.fail_next("chat.postMessage", slow=20)
    assert isinstance(await messenger.send(item()), Temporary)
    assert isinstance(await messenger.send(item(1)), Done)
    assert len(server.messages("alerts")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"error": "internal_error"},
        {"error": "fatal_error"},
        {"error": "service_unavailable"},
        {"error": "request_timeout"},
        {"error": "team_added_to_org"},
        {"status": 500},
        {"status": 503},
        {"drop": "before"},
    ],
    ids=lambda fault: "-".join(map(str, fault.values())),
)
async def test_faults_pass(server: SlackServer, messenger: SlackMessenger, fault: dict[str, str]) -> None:
    """They are tried again, when the sender thinks."""
    server.fail_next("chat.postMessage", times=2, **fault)  # type: ignore[arg-type] # the table mixes their types
    first, later = await messenger.send(item()), await messenger.send(item(5))
    assert isinstance(first, Temporary)
    assert isinstance(later, Temporary)
    assert first.delay is later.delay is None


@pytest.mark.parametrize(
    ("channel", "told"),
    [
        ("C0OTHER01", "/invite @claimwatch (not_in_channel)"),
        ("G0HIDDEN1", "/invite @claimwatch (channel_not_found)"),
        ("C0OLD0001", "unarchive it"),
        ("#alerts", "is no Slack channel"),
        ("", "is no Slack channel"),
    ],
)
async def test_a_closed_channel_is_for_people_to_open(messenger: SlackMessenger, channel: str, told: str) -> None:
    """The reason says what to do."""
    outcome = await messenger.send(item(destination=f"slack:{channel}"))
    assert isinstance(outcome, Permanent)
    assert told in outcome.reason


@pytest.mark.parametrize(
    ("error", "trouble", "told"),
    [
        ("restricted_action", Trouble.DESTINATION, "ask an administrator"),
        ("restricted_action_read_only_channel", Trouble.DESTINATION, "ask an administrator"),
        ("no_permission", Trouble.DESTINATION, "ask an administrator"),
        ("missing_scope", Trouble.ACCESS, "install the app again"),
        ("msg_too_long", Trouble.MESSAGE, "too long"),
        ("invalid_blocks", Trouble.MESSAGE, "report it"),
        ("something_new", Trouble.MESSAGE, "something_new"),
    ],
)
async def test_a_refusal_says_what_it_is_about(
    server: SlackServer, messenger: SlackMessenger, error: str, trouble: Trouble, told: str
) -> None:
    """The message, which would be refused each time, the channel, or the app."""
    server.fail_next("chat.postMessage", error=error)
    outcome = await messenger.send(item())
    assert isinstance(outcome, Permanent)
    assert (outcome.trouble, told in outcome.reason) == (trouble, True)


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_refused_token_is_the_operators_to_mend(
    server: SlackServer, messenger: SlackMessenger, error: str
) -> None:
    """The alerts wait for it."""
    server.fail_next("chat.postMessage", error=error)
    outcome = await messenger.send(item())
    assert isinstance(outcome, Permanent)
    assert outcome.trouble is Trouble.ACCESS
    assert "slack.bot_token" in outcome.reason


async def test_a_slack_that_is_not_there_is_tried_again() -> None:
    """Nobody listens at the address."""
    async with open_slack_server() as server:
        client = make_client(server.bot_token, server.api_url)
    outcome = await SlackMessenger(client).send(item())
    assert isinstance(outcome, Temporary)
    assert "cannot be reached" in outcome.reason


async def test_an_app_that_may_only_write_delivers() -> None:
    """The scope for looking is for lost answers alone."""
    narrow = Workspace(app=App(scopes=("chat:write",)))
    async with open_slack_server(workspace=narrow) as server:
        messenger = SlackMessenger(make_client(server.bot_token, server.api_url))
        assert isinstance(await messenger.send(item()), Done)
        assert isinstance(await messenger.send(item(1, number=2)), Done)
        assert len(server.messages("alerts")) == 2


async def test_an_alert_that_is_too_long_is_several_messages(server: SlackServer, messenger: SlackMessenger) -> None:
    """Nothing of it is left out; one that is broken off goes on where it stopped, and posts nothing twice."""
    long = replace(item(), alert=long_digest(created_at=datetime.now(UTC)))
    server.fail_next("chat.postMessage", after=1, drop="after")
    first = await messenger.send(long)
    assert isinstance(first, Temporary)
    second = await messenger.send(replace(long, attempts=1, reference=first.reference))
    messages = server.messages("alerts")
    assert second == Done(reference=",".join(one.ts for one in messages), thread=messages[0].ts)
    assert len(messages) > 1
    shown = "\n".join(str(one.blocks) for one in messages)
    assert [shown.count(f"Village {number:03} on") for number in range(LONG)] == [1] * LONG


def long_conflict(**changes: Any) -> OutboxItem:
    """Return a conflict with so many claims that one message does not take them."""
    claims = [make_claim(quote=f"Word {number:02}. {'Much was said of it. ' * 20}") for number in range(40)]
    said = tuple(make_statement(one, heading=f"Heading {number:02}") for number, one in enumerate(claims))
    at = datetime.now(UTC)
    alert = make_alert(*(one.id for one in claims), dispute="d" * 16, statements=said, created_at=at)
    return OutboxItem(**{"id": 1, "alert": alert, "destination": HERE, "attempts": 0, **changes})


async def test_a_long_conflict_is_one_message_with_the_rest_in_its_thread(
    server: SlackServer, messenger: SlackMessenger
) -> None:
    """The buttons stand on the message that is kept up to date; what is broken off goes on where it stopped."""
    server.fail_next("chat.postMessage", after=1, drop="after")
    first = await messenger.send(long_conflict())
    assert isinstance(first, Temporary)
    second = await messenger.send(long_conflict(attempts=1, reference=first.reference))
    root, *rest = server.messages("alerts")
    assert rest == server.replies(root)
    assert rest
    assert second == Done(reference=",".join(one.ts for one in (root, *rest)), thread=root.ts)
    assert [any(block["type"] == "actions" for block in one.blocks) for one in (root, *rest)] == [True] + [False] * len(
        rest
    )
    shown = "\n".join(str(one.blocks) for one in (root, *rest))
    assert all(shown.count(f"Heading {number:02}") == 1 for number in range(40))
    assert isinstance(await messenger.send(news(2, root.ts)), Done)
    assert "News 2 of Ellbruck" in str(server.current(root).blocks)


async def test_a_long_conflict_stays_in_its_thread(server: SlackServer, messenger: SlackMessenger) -> None:
    """A thread has none inside; to a person all comes in a row."""
    parent = (await server.write("alerts", "olena", "All on Ellbruck goes here.")).source.message
    assert parent is not None
    assert isinstance(await messenger.send(long_conflict(destination=f"{HERE}/{parent.ts}")), Done)
    assert len(server.replies(parent)) > 1
    assert isinstance(await messenger.send(long_conflict(id=2, destination="slack:U0ANALYST")), Done)
    assert {one.thread_ts for one in server.messages(server.direct_message("olena").id)} == {None}


async def test_messages_in_one_channel_are_kept_apart(client: AsyncWebClient) -> None:
    """A second each, before Slack has to say so; another channel has a turn of its own."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    each = Pacer(1, clock=lambda: 0, sleep=sleep)
    messenger = SlackMessenger(client, each=each, overall=Pacer(0))
    for number in range(3):
        await messenger.send(item(number=number))
    assert waited == [1, 2]


async def test_a_conflict_shows_both_sides_and_its_sources(server: SlackServer, messenger: SlackMessenger) -> None:
    """Side by side, each with its link, and a title that an article wrote links nowhere else."""
    one, other = make_claim(), make_claim(actor="XSU")
    said = (
        make_statement(one, url="https://news.example/1", title="<https://evil.example|BBC>", publisher=None),
        make_statement(other, url="https://news.example/2", heading="Sudmark holds <!channel> Ellbruck"),
    )
    alert = make_alert(one.id, other.id, dispute="d" * 16, statements=said, created_at=datetime.now(UTC))
    sent = OutboxItem(id=1, alert=alert, destination=HERE, attempts=0)
    assert isinstance(await messenger.send(sent), Done)
    (message,) = server.messages("alerts")
    assert [len(block["fields"]) for block in message.blocks if "fields" in block] == [2]
    assert {link.url for link in message.links} == {"https://news.example/1", "https://news.example/2"}
    assert message.pings == ()


def news(number: int, root: str, *, attempts: int = 0, manner: Manner = Manner.THREAD) -> OutboxItem:
    """Return an update of a dispute that has a message already."""
    claim = make_claim(quote=f"Word {number}.")
    at = datetime.now(UTC)
    alert = make_alert(
        claim.id,
        kind=AlertKind.UPDATE,
        dispute="d" * 16,
        title="1 more claim on Ellbruck",
        statements=(make_statement(claim, heading=f"News {number} of Ellbruck"),),
        status=DisputeStatus.OPEN,
        created_at=at,
    )
    thread = Thread(reference=root, opening=make_alert(dispute="d" * 16, created_at=at), updates=(alert,))
    sent = make_item(number, destination=HERE, attempts=attempts)
    return replace(sent, alert=alert, manner=manner, thread=thread)


async def test_a_dispute_is_one_message_with_replies(server: SlackServer, messenger: SlackMessenger) -> None:
    """The message is brought up to date in its place; each new claim stands below it."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    outcomes = [await messenger.send(news(number, root.ts)) for number in (2, 3)]
    replies = server.replies(root)
    assert outcomes == [Done(reference=one.ts, thread=root.ts) for one in replies]
    assert "News 3 of Ellbruck" in str(server.current(root).blocks)
    assert ["News 2" in replies[0].shown_text, "News 3" in replies[1].shown_text] == [True, True]
    assert not any(one.reply_broadcast for one in replies)


async def test_a_lost_answer_repeats_no_reply(server: SlackServer, messenger: SlackMessenger) -> None:
    """It is looked for in the thread."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    server.fail_next("chat.postMessage", drop="after")
    assert isinstance(await messenger.send(news(2, root.ts)), Temporary)
    assert isinstance(await messenger.send(news(2, root.ts, attempts=1)), Done)
    assert len(server.replies(root)) == 1


async def test_a_reply_can_stand_in_the_channel_too(server: SlackServer, messenger: SlackMessenger) -> None:
    """For those who do not open threads."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    await messenger.send(news(2, root.ts, manner=Manner.CHANNEL))
    assert [one.reply_broadcast for one in server.replies(root)] == [True]


async def test_what_is_only_to_be_edited_says_nothing(server: SlackServer, messenger: SlackMessenger) -> None:
    """The message changes; where there is none, there is nothing to change."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    assert await messenger.send(news(2, root.ts, manner=Manner.EDIT)) == Done(thread=root.ts)
    assert await messenger.send(replace(news(3, root.ts, manner=Manner.EDIT), thread=None)) == Done()
    assert "News 2" in str(server.current(root).blocks)
    assert (server.replies(root), len(server.messages("alerts"))) == ([], 1)


async def test_a_message_that_is_gone_is_posted_anew(
    server: SlackServer, messenger: SlackMessenger, client: AsyncWebClient
) -> None:
    """News does not go with it."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    await client.chat_delete(channel="C0ALERTS1", ts=root.ts)
    outcome = await messenger.send(news(2, root.ts))
    message = server.messages("alerts")[-1]
    assert outcome == Done(reference=message.ts, thread=message.ts)
    assert message.thread_ts is None


@pytest.mark.parametrize("error", ["cant_update_message", "edit_window_closed"])
async def test_a_message_that_may_not_be_changed_still_has_its_replies(
    server: SlackServer, messenger: SlackMessenger, error: str
) -> None:
    """A workspace may let nobody edit after a while."""
    await messenger.send(item())
    (root,) = server.messages("alerts")
    server.fail_next("chat.update", error=error)
    assert isinstance(await messenger.send(news(2, root.ts)), Done)
    assert len(server.replies(root)) == 1


async def test_a_person_gets_direct_messages(server: SlackServer, messenger: SlackMessenger) -> None:
    """Each by itself: what is to be changed or answered there is called by a name that posting does not know."""
    first = replace(item(), destination="slack:U0ANALYST")
    second = replace(news(2, "1.0"), destination="slack:U0ANALYST")
    for one in (first, second):
        assert isinstance(await messenger.send(one), Done)
    messages = server.messages(server.direct_message("olena").id)
    assert [one.thread_ts for one in messages] == [None, None]


async def test_a_thread_gets_all_in_that_thread(server: SlackServer, messenger: SlackMessenger) -> None:
    """A dispute's message there is brought up to date, and its news stand below it, none in the channel."""
    parent = (await server.write("alerts", "olena", "All on Ellbruck goes here.")).source.message
    assert parent is not None
    there = f"{HERE}/{parent.ts}"
    first = await messenger.send(item(destination=there))
    (opening,) = server.replies(parent)
    assert first == Done(reference=opening.ts, thread=opening.ts)
    for manner in (Manner.THREAD, Manner.CHANNEL):
        told = await messenger.send(replace(news(2, opening.ts, manner=manner), destination=there))
        assert isinstance(told, Done)
        assert told.thread == opening.ts
    assert len(server.replies(parent)) == 3
    assert len(server.calls_of("chat.update")) == 2
    assert [one.ts for one in server.messages("alerts")] == [parent.ts, *(one.ts for one in server.replies(parent))]
    assert not any(call.params.get("reply_broadcast") for call in server.calls_of("chat.postMessage"))


async def test_a_lost_answer_repeats_nothing_in_a_thread(server: SlackServer, messenger: SlackMessenger) -> None:
    """What was posted is looked for there."""
    parent = (await server.write("alerts", "olena", "All on Ellbruck goes here.")).source.message
    assert parent is not None
    server.fail_next("chat.postMessage", drop="after")
    assert isinstance(await messenger.send(item(destination=f"{HERE}/{parent.ts}")), Temporary)
    assert isinstance(await messenger.send(item(1, destination=f"{HERE}/{parent.ts}")), Done)
    assert len(server.replies(parent)) == 1
