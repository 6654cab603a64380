"""Files that people add to a form, fetched from Slack with the app's own token (docs.slack.dev, "File input element").

The token goes to Slack alone: an address anywhere else is not asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog

from bot.model.errors import RequestError

LONGEST = 10 * 1024 * 1024
"""Bytes that a file may have."""

_TIMEOUT = aiohttp.ClientTimeout(total=60)
_SLACKS = ("slack.com", "slack-files.com")
_PIECE = 64 * 1024

_LOG = structlog.stdlib.get_logger(__name__)


class Files:
    """Fetches files; `api_base` is where the Web API is when it is not Slack's own."""

    def __init__(self, token: str, api_base: str | None) -> None:
        self._token = token
        self._host = urlsplit(api_base).netloc if api_base else None

    async def fetch(self, file: Mapping[str, Any]) -> tuple[str, bytes]:
        """Return a file's name and its bytes; RequestError, with what to do, where it cannot be had."""
        name = str(file.get("name") or "the file")
        if int(file.get("size") or 0) > LONGEST:
            raise _too_large(name)
        address = str(file.get("url_private_download") or file.get("url_private") or "")
        if not self._is_slacks(address):
            raise _lost(name)
        try:
            async with (
                aiohttp.ClientSession(timeout=_TIMEOUT) as session,
                session.get(
                    address, headers={"Authorization": f"Bearer {self._token}"}, allow_redirects=False
                ) as answer,
            ):
                # Who may not read it gets a page to log in.
                if answer.status != 200 or answer.content_type == "text/html" != file.get("mimetype"):
                    _LOG.warning("file not fetched", status=answer.status)
                    raise _lost(name)
                data = b""
                async for piece in answer.content.iter_chunked(_PIECE):
                    data += piece
                    if len(data) > LONGEST:
                        raise _too_large(name)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            _LOG.warning("file not fetched", error=str(error) or type(error).__name__)
            raise _lost(name) from None
        return name, data

    def _is_slacks(self, address: str) -> bool:
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
        except ValueError:
            return False
        if self._host is not None:
            return parts.netloc == self._host
        return parts.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in _SLACKS)


def _too_large(name: str) -> RequestError:
    return RequestError(f"{name} is larger than 10 MB.")


def _lost(name: str) -> RequestError:
    return RequestError(f"{name} could not be fetched. Please send it again.")
