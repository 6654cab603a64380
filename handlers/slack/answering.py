"""How answers get back: in the background, through the address that came with the command.

A `response_url` takes five answers in thirty minutes (docs.slack.dev, "Handling user interaction").
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.desk.answer_cards import error_card
from bot.desk.card import Card
from bot.model.errors import RequestError
from handlers.slack.blocks import card_message

_TIMEOUT = 30
_TRIES = 3
_FIRST_WAIT = 2.0
_LONGEST_WAIT = 60.0

NO_FILE = RequestError(
    "Slack did not take the file. Who runs Claimwatch finds out why with `claimwatch doctor`: the app may lack the "
    "permission files:write, which it gets when it is installed anew."
)

_LOG = structlog.stdlib.get_logger(__name__)


class Background:
    """What is being answered; a slow one keeps no other waiting."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin, and come back at once."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Give up what is not done yet."""
        for task in (answering := tuple(self._tasks)):
            task.cancel()
        await asyncio.gather(*answering, return_exceptions=True)


class Answers:
    """Shows cards to who asked, or to the whole channel. `sleep` waits for so many seconds between tries."""

    def __init__(self, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def show(
        self, card: Card, *, response_url: str, public: bool, thread: str | None = None, replacing: bool = False
    ) -> None:
        """Show it once: it is tried again only where Slack certainly did not take it, and noted where it never does.

        `replacing` puts it in place of the message that somebody pressed a button on.
        """
        message = card_message(card)
        body: dict[str, Any] = {
            "text": message.text,
            "blocks": message.blocks,
            "response_type": "in_channel" if public else "ephemeral",
            "replace_original": replacing,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread is not None:
            body["thread_ts"] = thread
        # Its own handlers would repeat what may have been shown.
        client = AsyncWebhookClient(response_url, timeout=_TIMEOUT, retry_handlers=[])
        wait: float | None = _FIRST_WAIT
        for number in range(1, _TRIES + 1):
            try:
                answer = await client.send_dict(body)
            except aiohttp.ClientConnectorError as error:
                wait, said = _FIRST_WAIT, str(error)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                wait, said = None, str(error) or type(error).__name__
            else:
                if answer.status_code == 200:
                    return
                wait, said = _asked(answer.headers, answer.status_code), f"{answer.status_code} {answer.body[:200]}"
            if wait is None or number == _TRIES:
                _LOG.warning("answer not shown", title=card.title, error=said)
                return
            await self._sleep(wait)


class Replies:
    """Posts cards into channels, and under messages. `sleep` waits for so many seconds between tries."""

    def __init__(self, client: AsyncWebClient, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._client = client
        self._sleep = sleep

    async def post(self, card: Card, *, channel: str, thread: str | None) -> bool:
        """Post it once, and its file; return whether all of it is there.

        It is tried again only where Slack certainly did not take it, and noted where it never does. What is said in the
        place of a file that was not taken is posted too.
        """
        there = await self._message(card, channel=channel, thread=thread)
        if there is None or card.file is None:
            return there is not None
        try:
            await self._client.files_upload_v2(
                filename=card.file.name, file=card.file.data, title=card.file.name, channel=there, thread_ts=thread
            )
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            _LOG.warning("file not posted", title=card.title, error=str(error) or type(error).__name__)
            await self._message(error_card(NO_FILE), channel=there, thread=thread)
            return False
        return True

    async def _message(self, card: Card, *, channel: str, thread: str | None) -> str | None:
        """Post the message; return the channel that it is in, `None` where Slack did not take it."""
        message = card_message(card)
        for number in range(1, _TRIES + 1):
            try:
                posted = await self._client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread,
                    text=message.text,
                    blocks=message.blocks,
                    parse="none",
                    link_names=False,
                    unfurl_links=False,
                    unfurl_media=False,
                )
            except SlackApiError as error:
                response: Any = error.response
                wait = _asked(response.headers or {}, int(getattr(response, "status_code", 0) or 200))
                if wait is None or number == _TRIES:
                    _LOG.warning("reply not posted", title=card.title, error=str(error))
                    return None
                await self._sleep(wait)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                _LOG.warning("reply not posted", title=card.title, error=str(error) or type(error).__name__)
                return None
            else:
                return str(posted["channel"])
        return None


def _asked(headers: Mapping[str, Any], status: int) -> float | None:
    """Return the seconds to wait before another try; `None` where there should be none."""
    if status != 429:
        return None
    asked = next((value for name, value in headers.items() if name.casefold() == "retry-after"), None)
    try:
        return min(max(float(str(asked)), 1.0), _LONGEST_WAIT)
    except ValueError:
        return _FIRST_WAIT
