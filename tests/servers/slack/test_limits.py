"""Block Kit's limits and the message's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import SlackServer
from tests.servers.slack.blocks import check_blocks, check_view
from tests.servers.slack.harness import (
    BUTTON,
    MODAL,
    blocks_of,
    button,
    error_of,
    plain,
    refused,
    section,
    select,
)

LIMITS = [
    pytest.param(blocks_of, 50, "/blocks", id="blocks of a message"),
    pytest.param(lambda n: [section("x" * n)], 3000, "/blocks/0/text/text", id="section text"),
    pytest.param(
        lambda n: [{"type": "section", "fields": [plain("x")] * n}], 10, "/blocks/0/fields", id="fields of a section"
    ),
    pytest.param(
        lambda n: [{"type": "section", "fields": [plain("x" * n)]}], 2000, "/blocks/0/fields/0/text", id="field text"
    ),
    pytest.param(lambda n: [{"type": "header", "text": plain("x" * n)}], 150, "/blocks/0/text/text", id="header"),
    pytest.param(
        lambda n: [{"type": "context", "elements": [plain("x")] * n}], 10, "/blocks/0/elements", id="context elements"
    ),
    pytest.param(
        lambda n: [{"type": "actions", "elements": [{**BUTTON, "action_id": str(i)} for i in range(n)]}],
        25,
        "/blocks/0/elements",
        id="actions",
    ),
    pytest.param(lambda n: button(text=plain("x" * n)), 75, "/blocks/0/elements/0/text/text", id="button text"),
    pytest.param(lambda n: button(value="x" * n), 2000, "/blocks/0/elements/0/value", id="button value"),
    pytest.param(lambda n: button(action_id="x" * n), 255, "/blocks/0/elements/0/action_id", id="action id"),
    pytest.param(lambda n: button(url="https://" + "x" * (n - 8)), 3000, "/blocks/0/elements/0/url", id="button url"),
    pytest.param(lambda n: [section("x", block_id="x" * n)], 255, "/blocks/0/block_id", id="block id"),
    pytest.param(lambda n: select(n, "x"), 100, "/blocks/0/elements/0/options", id="options"),
    pytest.param(lambda n: select(1, "x" * n), 75, "/blocks/0/elements/0/options/0/text/text", id="option text"),
    pytest.param(lambda n: [{"type": "markdown", "text": "x" * n}], 12_000, "/blocks/0/text", id="markdown"),
]


class TestLimits:
    """Block Kit's limits and the message's own."""

    @pytest.mark.parametrize(("make", "most", "pointer"), LIMITS)
    def test_a_limit_lets_its_number_pass_and_stops_one_more(
        self, make: Callable[[int], list[dict[str, Any]]], most: int, pointer: str
    ) -> None:
        """The last allowed size is fine; the next is a problem at its own pointer."""
        assert check_blocks(make(most)) == []
        assert pointer in {problem.pointer for problem in check_blocks(make(most + 1))}

    @pytest.mark.parametrize(
        ("block", "said"),
        [
            pytest.param({"type": "section"}, "must define either `text` or `fields`", id="an empty section"),
            pytest.param({"type": "banner"}, "unsupported type: banner", id="an unknown block"),
            pytest.param(section(""), "must be more than 0 characters", id="empty text"),
            pytest.param(section("x", colour="red"), "invalid additional property: colour", id="an unknown field"),
            pytest.param(
                {"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "valid enum value", id="mrkdwn in a header"
            ),
            pytest.param({"type": "actions", "elements": [BUTTON, BUTTON]}, "already exists", id="an action id twice"),
            pytest.param({"type": "actions", "elements": []}, "no fewer than 1 items", id="no actions"),
        ],
    )
    def test_a_malformed_block_is_a_problem(self, block: dict[str, Any], said: str) -> None:
        """Shape counts as well as size."""
        assert any(said in problem.text for problem in check_blocks([block]))

    @pytest.mark.parametrize(
        ("changed", "pointer"),
        [
            pytest.param({"title": plain("x" * 25)}, "/view/title/text", id="title"),
            pytest.param({"submit": plain("x" * 25)}, "/view/submit/text", id="submit"),
            pytest.param({"blocks": blocks_of(101)}, "/view/blocks", id="blocks"),
            pytest.param({"private_metadata": "x" * 3001}, "/view/private_metadata", id="private metadata"),
            pytest.param({"callback_id": "x" * 256}, "/view/callback_id", id="callback id"),
        ],
    )
    def test_a_modal_has_limits_of_its_own(self, changed: dict[str, Any], pointer: str) -> None:
        """Each is named at its pointer; the modal without the change is fine."""
        assert check_view(MODAL) == []
        assert pointer in {problem.pointer for problem in check_view({**MODAL, **changed})}

    async def test_invalid_blocks_are_refused_and_written_down(
        self, server: SlackServer, client: AsyncWebClient
    ) -> None:
        """The answer says where, and nothing is posted."""
        error = await refused(client.chat_postMessage(channel="C0ALERTS1", text="x", blocks=[section("x" * 3001)]))
        assert error.response["error"] == "invalid_blocks"
        assert error.response["response_metadata"]["messages"] == [
            "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
        ]
        assert [each.rule for each in server.violations] == ["invalid_blocks"]
        assert server.messages("alerts") == []

    @pytest.mark.filterwarnings("ignore:The top-level `text` argument:UserWarning")
    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            pytest.param({"text": ""}, "no_text", id="nothing"),
            pytest.param({"text": "x" * 40_001}, "msg_too_long", id="text"),
            pytest.param(
                {"text": "x", "blocks": [section("x" * 2700) for _ in range(5)]}, "msg_blocks_too_long", id="blocks"
            ),
            pytest.param({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_schema", id="metadata"),
        ],
    )
    async def test_a_message_as_a_whole_has_limits(
        self, client: AsyncWebClient, arguments: dict[str, Any], error: str
    ) -> None:
        """Each has its own error."""
        assert await error_of(client.chat_postMessage(channel="C0ALERTS1", **arguments)) == error

    @pytest.mark.filterwarnings("ignore:The top-level `text` argument:UserWarning")
    async def test_blocks_without_text_are_a_violation_but_no_error(
        self, server: SlackServer, client: AsyncWebClient
    ) -> None:
        """Slack takes them; readers of notifications miss them."""
        await client.chat_postMessage(channel="C0ALERTS1", blocks=[section("x")])
        assert [each.rule for each in server.violations] == ["no_fallback_text"]
