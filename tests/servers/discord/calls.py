"""A request as the routes see it, and what they answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.servers.discord.backend import Backend
from tests.servers.discord.errors import ApiError


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """An uploaded file."""

    filename: str
    content: bytes
    content_type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A request, read: its path's parameters, its query, its JSON body (None without one), its files by field name."""

    method: str
    path: str
    parameters: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    files: Mapping[str, File]

    def id(self, name: str) -> int:
        """Return a parameter that is an id, or refuse the form as Discord does."""
        if not self.parameters[name].isdigit():
            raise ApiError(400, 50035)
        return int(self.parameters[name])

    def form(self) -> Mapping[str, Any]:
        """Return the body where it has to be an object."""
        if not isinstance(self.body, dict):
            raise ApiError(400, 50109)
        return self.body


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A status and the JSON that goes with it (None: an empty body)."""

    status: int = 200
    body: Any = None


NO_CONTENT = Reply(status=204)
Handler = Callable[[Backend, Call], Awaitable[Reply]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """A documented operation: `needs_token` is false where the path carries a token of its own."""

    method: str
    path: str
    handler: Handler
    needs_token: bool = True


async def read_call(request: web.Request) -> Call:
    """Read a request, JSON or multipart with `payload_json` (documentation, "Uploading Files")."""
    body: Any = None
    files: dict[str, File] = {}
    if request.content_type == "multipart/form-data":
        form = await request.post()
        for name, value in form.items():
            if isinstance(value, web.FileField):
                files[name] = File(filename=value.filename, content=value.file.read(), content_type=value.content_type)
                value.file.close()
            elif name == "payload_json":
                body = _parse(value if isinstance(value, str) else bytes(value).decode())
    else:
        text = await request.text()
        body = _parse(text) if text else None
    return Call(
        method=request.method,
        path=request.path.partition("/api/v10")[2],
        parameters=dict(request.match_info),
        query=dict(request.query),
        body=body,
        files=files,
    )


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ApiError(400, 50109) from error
