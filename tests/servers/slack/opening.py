"""Runs a workspace, for as long as a test holds it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from tests.servers.slack.files import Files
from tests.servers.slack.listening import listen
from tests.servers.slack.response_urls import ResponseUrls
from tests.servers.slack.server import SlackServer
from tests.servers.slack.signed_http import SignedHttp
from tests.servers.slack.socket_mode import SocketMode
from tests.servers.slack.spec import load_spec
from tests.servers.slack.state import State
from tests.servers.slack.web_api import WebApi
from tests.servers.slack.workspace import Workspace

# Immediately, after one minute, after five (docs.slack.dev/apis/events-api, "Retries").
RETRY_DELAYS = (0.0, 60.0, 300.0)


@asynccontextmanager
async def open_slack_server(
    *,
    workspace: Workspace | None = None,
    spec: Path | None = None,
    clock: Callable[[], float] = time.time,
    monotonic: Callable[[], float] = time.monotonic,
    acknowledge_within: float = 3.0,
    retry_delays: tuple[float, ...] = RETRY_DELAYS,
    post_interval: float | None = None,
    port: int = 0,
) -> AsyncIterator[SlackServer]:
    """Run a workspace on a port of 127.0.0.1 until the block ends.

    `spec` is Slack's gzipped description of its Web API; a path that is not there is the same as none.
    `post_interval` holds `chat.postMessage` to one post in so many seconds for each channel.
    """
    state = State(workspace=workspace or Workspace(), clock=clock, monotonic=monotonic)
    web_api = WebApi(state=state, spec=load_spec(spec), post_interval=post_interval)
    socket_mode = SocketMode(state=state, acknowledge_within=acknowledge_within, retry_delays=retry_delays)
    files = Files(state=state)
    signed_http = SignedHttp(state=state, acknowledge_within=acknowledge_within, retry_delays=retry_delays)
    response_urls = ResponseUrls(state=state)
    app = web.Application(client_max_size=4 * 1024**2)
    app.router.add_route("*", "/api/{method}", web_api.handle)
    app.router.add_get("/link/", socket_mode.handle)
    app.router.add_post("/commands/{team}/{secret}", response_urls.handle)
    app.router.add_post("/actions/{team}/{secret}", response_urls.handle)
    app.router.add_post("/upload/v1/{file}", files.take)
    app.router.add_get("/files-pri/{file}/download/{name}", files.handle)
    app.on_shutdown.append(socket_mode.stop)
    app.on_shutdown.append(signed_http.stop)
    async with listen(app, port) as state.base:
        yield SlackServer(
            state=state,
            socket_mode=socket_mode,
            response_urls=response_urls,
            signed_http=signed_http,
            files=files,
        )
