"""Articles over HTTP, from the request to the row: a real server, a real store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.alerts.policy import load_policy
from bot.comparison.rules import load_rules
from bot.intake import Intake
from bot.model.arrival import ArrivalState
from bot.model.side import SideCatalogue
from bot.pipeline import Pipeline
from bot.pushing import PushDoor
from bot.store.database import SqlStore, open_store
from config.load import load_settings
from handlers.http_server import HttpServer
from handlers.push.keys import SIGNATURE, TIMESTAMP, Keys, signature
from handlers.push.routes import ArticleRoutes
from tests.intakes import Heard, LateReader, OneClaim

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
TOKEN, SECRET = "let-me-in", "sign-with-me"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
TEXT = "Norland said on Wednesday that its troops had captured the town of Ellbruck. Sudmark did not reply."
MOST_BYTES = 5_000


@dataclass
class Site:
    """The server, and what stands behind it."""

    address: str
    store: SqlStore
    intake: Intake
    session: aiohttp.ClientSession
    extractor: OneClaim = field(default_factory=OneClaim)
    reader: LateReader = field(default_factory=LateReader)

    async def post(
        self, body: bytes | Mapping[str, object], *, kind: str = "application/json", **headers: str
    ) -> tuple[int, dict[str, Any], Mapping[str, str]]:
        """Post it; return status, answer and headers."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        async with self.session.post(f"{self.address}/articles", data=data, headers=given) as answer:
            return answer.status, await answer.json(content_type=None), answer.headers

    async def get(self, path: str, headers: Mapping[str, str] = SHOWN) -> tuple[int, dict[str, Any]]:
        """Ask for it."""
        async with self.session.get(self.address + path, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Return a server with both kinds of keys over an empty store, in which two articles may wait."""
    server = HttpServer("127.0.0.1:0")
    async with open_store(":memory:") as store, aiohttp.ClientSession() as session:
        extractor, reader = OneClaim(), LateReader()
        pipeline = Pipeline(
            store=store, sides=SideCatalogue(sides={}), rules=load_rules(), policy=load_policy(), clock=lambda: NOW
        )
        intake = Intake(
            settings=load_settings(None, {}),
            pipeline=pipeline,
            arrivals=store.arrivals,
            reader=reader,
            extractor=extractor,
            teller=Heard(),
            clock=lambda: NOW,
            wake=lambda: None,
            stop=asyncio.Event(),
        )
        ArticleRoutes(
            door=PushDoor(intake=intake, clock=lambda: NOW, most=2),
            keys=Keys(token=TOKEN, secret=SECRET),
            clock=lambda: NOW,
            most_bytes=MOST_BYTES,
            version="1.2.3",
        ).add_to(server)
        async with server.serving() as address:
            yield Site(address=address, store=store, intake=intake, session=session, extractor=extractor, reader=reader)


async def test_an_article_is_accepted_and_read(site: Site) -> None:
    """202 with its id and where to ask, which says what has become of it."""
    article = {"url": "https://ell.example/a", "publisher": "Ell Courier", "published": "2031-06-04", "text": TEXT}
    status, told, headers = await site.post(article, **SHOWN)
    assert (status, told["state"], headers["Location"]) == (202, "waiting", f"/articles/{told['id']}")
    (arrival,) = await site.store.arrivals.listed([ArrivalState.WAITING], limit=9)
    assert (arrival.article_id, arrival.source, arrival.origin) == (told["id"], "push", "https://ell.example/a")
    await site.intake.work_off()
    status, told = await site.get(headers["Location"])
    assert (status, told["state"], told["done_at"]) == (200, "done", NOW.isoformat())
    assert (await site.post(article, **SHOWN))[1]["state"] == "done"
    assert len(site.extractor.asked) == 1


async def test_a_page_is_an_article_too(site: Site) -> None:
    """Where there is HTML and no text."""
    page = f"<html><body><article><p>{TEXT * 4}</p></article></body></html>"
    assert (await site.post({"html": page}, **SHOWN))[0] == 202


async def test_an_article_is_read_once(site: Site) -> None:
    """What the request says of it and what waits is the same article; finding its text in a page takes long."""
    await site.post({"text": TEXT}, **SHOWN)
    assert site.reader.read_so_far == 1


async def test_an_article_that_cannot_be_read_just_now_is_to_be_sent_again(site: Site) -> None:
    """503, and not a refusal for good; sent again it is accepted."""
    site.reader.late = 1
    status, told, headers = await site.post({"text": TEXT}, Idempotency_Key="one", **SHOWN)
    assert (status, headers["Retry-After"]) == (503, "60")
    assert "try again later" in told["detail"]
    assert (await site.post({"text": TEXT}, Idempotency_Key="one", **SHOWN))[0] == 202


async def test_who_has_nothing_to_show_is_refused(site: Site) -> None:
    """With the reason, and nothing is stored."""
    wrong = {"Authorization": "Bearer let-me-out"}
    for headers, why in (({}, "Show the token"), (wrong, "not the one"), ({"Authorization": "Basic x"}, "use Bearer")):
        status, told, sent = await site.post({"text": TEXT}, **headers)
        assert (status, sent["Content-Type"].partition(";")[0]) == (401, "application/problem+json")
        assert sent["WWW-Authenticate"] == "Bearer"
        assert why in told["detail"]
    assert (await site.get("/articles/abc", {}))[0] == 401
    assert await site.store.arrivals.listed(list(ArrivalState), limit=9) == ()


async def test_a_signed_request_is_let_in(site: Site) -> None:
    """For five minutes, and with that body."""
    body = json.dumps({"text": TEXT}).encode()

    def signed(stamp: int, what: bytes = body, secret: str = SECRET) -> dict[str, str]:
        return {TIMESTAMP: str(stamp), SIGNATURE: signature(secret, str(stamp), what)}

    at = int(NOW.timestamp())
    assert (await site.post(body, **signed(at - 299)))[0] == 202
    for headers, why in (
        (signed(at - 301), "five minutes"),
        (signed(at, b"{}"), "does not fit"),
        (signed(at, secret="other"), "does not fit"),  # noqa: S106 - the test's own
        ({**signed(at), TIMESTAMP: "now"}, "seconds since 1970"),
    ):
        status, told, _ = await site.post(body, **headers)
        assert status == 401
        assert why in told["detail"]


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        (b'{"text": "cut', 400, "cut short"),
        (b"\xff\xfe\xfd", 400, "the request"),
        (b"[]", 422, "has to be a JSON object"),
        (b"{}", 422, "has no"),
        ({"text": " "}, 422, "no text"),
        ({"text": 7}, 422, "has to be a text"),
        ({"text": TEXT, "published": "2041-01-01"}, 422, "future"),
        ({"text": "Войска заявили в среду, что они взяли город. " * 9}, 422, "English"),
        (b" " * (MOST_BYTES + 1), 413, "larger"),
    ],
)
async def test_what_cannot_be_read_is_said(site: Site, body: bytes | dict[str, object], status: int, why: str) -> None:
    """With the reason as a problem; nothing is stored."""
    found, told, headers = await site.post(body, **SHOWN)
    assert (found, told["status"], headers["Content-Type"].partition(";")[0]) == (
        status,
        status,
        "application/problem+json",
    )
    assert why in told["detail"]
    assert await site.store.arrivals.listed(list(ArrivalState), limit=9) == ()


async def test_a_body_without_a_length_is_read_to_the_limit(site: Site) -> None:
    """And no further."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b" " * 1000

    headers = {**SHOWN, "Content-Type": "application/json"}
    async with site.session.post(f"{site.address}/articles", data=endless(), headers=headers) as answer:
        assert answer.status == 413


async def test_only_json_is_taken(site: Site) -> None:
    """As a form or a text it could come from any web page."""
    assert (await site.post({"text": TEXT}, kind="text/plain", **SHOWN))[0] == 415


async def test_a_key_is_for_one_article(site: Site) -> None:
    """The same again is the same; another article under the key is a mistake."""
    first = await site.post({"text": TEXT}, **SHOWN, Idempotency_Key="k1")
    again = await site.post({"text": TEXT}, **SHOWN, Idempotency_Key="k1")
    assert again[:2] == first[:2]
    status, told, _ = await site.post({"text": TEXT + " It rained."}, **SHOWN, Idempotency_Key="k1")
    assert (status, "another article" in told["detail"]) == (422, True)
    assert (await site.post({"text": TEXT}, **SHOWN, Idempotency_Key="k" * 256))[0] == 400


async def test_a_full_queue_takes_no_more(site: Site) -> None:
    """And says when to come again; what is in it already is answered."""
    bodies = [{"text": f"{TEXT} Part {number}."} for number in range(3)]
    answers = [await site.post(body, **SHOWN) for body in bodies]
    assert [answer[0] for answer in answers] == [202, 202, 503]
    assert answers[2][2]["Retry-After"] == "60"
    assert (await site.post(bodies[0], **SHOWN))[0] == 202
    await site.intake.work_off()
    assert (await site.post(bodies[2], **SHOWN))[0] == 202


async def test_what_was_set_aside_says_why(site: Site) -> None:
    """To the program that handed it over."""
    _, told, _ = await site.post({"text": "This one is broken. " + TEXT}, **SHOWN)
    await site.intake.work_off()
    _, told = await site.get(f"/articles/{told['id']}")
    assert (told["state"], told["reason"]) == ("failed", "ValueError: a fault of ours")
    assert (await site.get("/articles/0000"))[0] == 404


async def test_it_is_described(site: Site) -> None:
    """Without a secret; every reference leads somewhere, and every path is answered."""
    status, told = await site.get("/openapi.json", {})
    assert (status, told["openapi"], told["info"]["version"]) == (200, "3.1.0", "1.2.3")
    assert set(told["paths"]) == {"/articles", "/articles/{id}"}
    for name in set(_references(told)):
        found = told
        for part in name.removeprefix("#/").split("/"):
            found = found[part]
    assert str(MOST_BYTES) in told["paths"]["/articles"]["post"]["description"]


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [name for inner in value.values() for name in _references(inner)]
    return [name for inner in value for name in _references(inner)] if isinstance(value, list) else []
