"""Files: uploaded by a user, and served to who shows the bot's token.

Facts from Slack's documentation, "File object" (`url_private_download` wants the token, with `files:read`), "File
input element", and the methods `files.getUploadURLExternal` and `files.completeUploadExternal`. Who may not read a file
is sent to a page to log in. An upload is begun with its name and length, its bytes are posted to the address that comes
back, and it is shared, in a channel that the app is in, when it is completed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from aiohttp import web

from tests.servers.slack.composing import Params
from tests.servers.slack.state import State
from tests.servers.slack.values import Json, SlackError


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

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take the bytes of an upload that was begun, of the length that was said."""
        name, length = self.state.uploads.get(request.match_info["file"], ("", -1))
        data = await request.read()
        if len(data) != length:
            return web.Response(status=400, text="the length is another")
        self.state.files[request.match_info["file"]] = (name, data)
        return web.Response(text=f"OK - {length}")

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one."""
        app = self.state.workspace.app
        allowed = request.headers.get("Authorization") == f"Bearer {app.bot_token}" and "files:read" in app.scopes
        if not allowed:
            return web.Response(text="<html>Log in</html>", content_type="text/html")
        found = self.state.files.get(request.match_info["file"])
        return web.Response(status=404) if found is None else web.Response(body=found[1], content_type="text/plain")


def begin_upload(state: State, params: Params) -> Json:
    """Answer `files.getUploadURLExternal`."""
    state.require("files:write")
    found = state.next_id("F")
    state.uploads[found] = (params.required("filename"), int(params.required("length")))
    return {"file_id": found, "upload_url": f"{state.base}/upload/v1/{found}"}


def complete_upload(state: State, params: Params) -> Json:
    """Answer `files.completeUploadExternal`: the files are a message in the channel."""
    state.require("files:write")
    ids = [str(one["id"]) for one in json.loads(params.required("files"))]
    if any(one not in state.files for one in ids):
        raise SlackError("file_not_found")
    channel = params.text("channel_id")
    if channel is not None:
        if not state.is_member(state.channel(channel)):
            raise SlackError("not_in_channel")
        state.shared += [(channel, params.text("thread_ts"), *state.files[one]) for one in ids]
    return {"files": [{"id": one, "title": state.files[one][0]} for one in ids]}
