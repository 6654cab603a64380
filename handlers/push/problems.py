"""What went wrong, as RFC 9457 has it (`application/problem+json`)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web

KIND = "application/problem+json"


def problem(status: HTTPStatus, detail: str, *, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return the answer that says what went wrong."""
    told = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    return web.json_response(told, status=status.value, headers=headers, content_type=KIND)
