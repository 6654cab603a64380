"""Files: uploaded by a user, and served to who shows the bot's token.

Facts from Slack's documentation, "File object" (`url_private_download` wants the token, with `files:read`) and "File
input element". Who may not read a file is sent to a page to log in.
"""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from tests.servers.slack.state import State
from tests.servers.slack.values import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Files:
    """The handler of `/files-pri/{id}/download/{name}`."""

    state: State

    def add(self, name: str, data: bytes) -> Json:
        """Keep a file, and return it as a payload shows it."""
        found = self.state.next_id("F")
        self.state.files[found] = (name, data)
        address = f"{self.state.base}/files-pri/{found}/download/{name}"
        return {"id": found, "name": name, "size": len(data), "mimetype": "text/plain", "url_private_download": address}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one."""
        app = self.state.workspace.app
        allowed = request.headers.get("Authorization") == f"Bearer {app.bot_token}" and "files:read" in app.scopes
        if not allowed:
            return web.Response(text="<html>Log in</html>", content_type="text/html")
        found = self.state.files.get(request.match_info["file"])
        return web.Response(status=404) if found is None else web.Response(body=found[1], content_type="text/plain")
