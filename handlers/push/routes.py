"""`POST /articles`, `GET /articles/{id}` and `/openapi.json`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import web

from bot.model.arrival import Arrival, Door, KeyReusedError, QueueFullError
from bot.model.errors import ReaderError, SourceError, StoreError, UnreadableError, UnsupportedLanguageError
from handlers.http_server import HttpServer
from handlers.push.description import describe
from handlers.push.keys import SIGNATURE, Keys
from handlers.push.problems import problem

_LOG = structlog.stdlib.get_logger(__name__)

_LONGEST_KEY = 255
_CHUNK = 1 << 16
_AGAIN_SECONDS = "60"


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleRoutes:
    """Answers requests about articles; `most_bytes` is what a body may have, `clock` returns an aware time."""

    door: Door
    keys: Keys
    clock: Callable[[], datetime]
    most_bytes: int
    version: str

    def add_to(self, server: HttpServer) -> None:
        """Answer at the server's addresses."""
        server.add("POST", "/articles", self.post)
        server.add("GET", "/articles/{id}", self.get)
        server.add("GET", "/openapi.json", self.describe)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Accept an article: 202 with its id, once it is stored."""
        # Nobody sends megabytes here who has nothing to show; a signature is of the body.
        refused = None if SIGNATURE in request.headers else self._refused(request, b"")
        if refused is not None:
            return refused
        body = await self._body(request)
        if body is None:
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {self.most_bytes} bytes.")
        refused = self._refused(request, body)
        if refused is not None:
            return refused
        if request.content_type != "application/json":
            return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body has to be application/json.")
        key = request.headers.get("Idempotency-Key")
        if key is not None and not 0 < len(key) <= _LONGEST_KEY:
            return problem(HTTPStatus.BAD_REQUEST, f"Idempotency-Key has to have 1 to {_LONGEST_KEY} characters.")
        try:
            arrival = await self.door.hand_over(body, key=key)
        except KeyReusedError:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "This Idempotency-Key came with another article before.")
        except QueueFullError:
            return _later("Too many articles wait to be read; try again later.")
        except StoreError as error:
            _LOG.warning("article not accepted", reason=str(error))
            return _later("The database cannot be written to now; try again later.")
        except ReaderError as error:
            _LOG.warning("article not accepted", reason=error.reason)
            return _later("The article cannot be read now; try again later.")
        except (UnreadableError, UnsupportedLanguageError) as error:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{error.origin} {error.reason}")
        except SourceError as error:
            return problem(HTTPStatus.BAD_REQUEST, f"{error.origin} {error.reason}")
        where = f"/articles/{arrival.article_id}"
        return web.json_response(_standing(arrival), status=HTTPStatus.ACCEPTED.value, headers={"Location": where})

    async def get(self, request: web.Request) -> web.StreamResponse:
        """Say what has become of an article."""
        refused = self._refused(request, b"")
        if refused is not None:
            return refused
        arrival = await self.door.state_of(request.match_info["id"])
        if arrival is None:
            return problem(HTTPStatus.NOT_FOUND, "No article of that id was accepted.")
        return web.json_response(_standing(arrival))

    async def describe(self, _request: web.Request) -> web.StreamResponse:
        """Say what can be asked; there is no secret in that."""
        return web.json_response(describe(version=self.version, most_bytes=self.most_bytes))

    def _refused(self, request: web.Request, body: bytes) -> web.Response | None:
        why = self.keys.refusal(request.headers, body, now=self.clock())
        if why is None:
            return None
        return problem(HTTPStatus.UNAUTHORIZED, why, headers={"WWW-Authenticate": "Bearer"})

    async def _body(self, request: web.Request) -> bytes | None:
        """Return the body; `None` where it is too large, of which no more than that is read."""
        if (request.content_length or 0) > self.most_bytes:
            return None
        parts: list[bytes] = []
        left = self.most_bytes
        async for chunk in request.content.iter_chunked(_CHUNK):
            left -= len(chunk)
            if left < 0:
                return None
            parts.append(chunk)
        return b"".join(parts)


def _standing(arrival: Arrival) -> dict[str, Any]:
    return {
        "id": arrival.article_id,
        "state": arrival.state.value,
        "received_at": arrival.received_at.isoformat(),
        "done_at": None if arrival.done_at is None else arrival.done_at.isoformat(),
        "reason": arrival.reason,
    }


def _later(detail: str) -> web.Response:
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": _AGAIN_SECONDS})
