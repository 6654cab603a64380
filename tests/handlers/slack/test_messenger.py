"""Alerts on their way into channels."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.outbox import OutboxItem
from bot.model.outcome import Done, Permanent, Temporary, Trouble
from handlers.pacing import Pacer
from handlers.slack.messenger import EVENT, SENT_AGAIN, SlackMessenger
from handlers.slack.platform import make_client
from tests.builders import LONG, long_digest, make_alert, make_claim, make_statement
from tests.handlers.slack.sending import HERE, item
from tests.servers.slack import App, SlackServer, Workspace, open_slack_server


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
