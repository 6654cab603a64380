from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.model.errors import DisallowedError, FetchError
from bot.sources.robots import Robots, read_robots
from tests.servers.feed import HERE, FeedServer, Reply

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        pytest.param("User-agent: *\nDisallow: /", "/news/1", False, id="nothing"),
        pytest.param("User-agent: *\nDisallow:", "/news/1", True, id="an-empty-rule"),
        pytest.param("", "/news/1", True, id="an-empty-file"),
        pytest.param("User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", True, id="the-longest-counts"),
        pytest.param("User-agent: *\nAllow: /news/\nDisallow: /", "/sport/1", False, id="in-any-order"),
        pytest.param("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True, id="of-equal-ones-the-kinder"),
        pytest.param("User-agent: *\nDisallow: /*?print", "/news/1?print=1", False, id="a-star"),
        pytest.param("User-agent: *\nDisallow: /*?print", "/news/1?page=1", True, id="a-star-that-does-not-fit"),
        pytest.param("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False, id="an-end"),
        pytest.param("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True, id="an-end-that-is-none"),
        pytest.param("User-agent: *\nDisallow: /a$", "/ab", True, id="an-end-without-a-star"),
        pytest.param("User-agent: *\nDisallow: /*b*c$", "/xbxcxc", False, id="several-stars"),
        pytest.param("User-agent: *\nDisallow: /ab*b$", "/ab", True, id="a-letter-counts-once"),
        pytest.param("User-agent: *\nDisallow: /%e4", "/%E4", False, id="codes-in-any-case"),
        pytest.param("User-agent: *\nDisallow: /ä", "/%C3%A4", False, id="other-letters"),
        pytest.param("User-agent: claimwatch\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False, id="for-us"),
        pytest.param("User-agent: ClaimWatch/2.0\nDisallow: /", "/a", False, id="for-us-in-capitals"),
        pytest.param("User-agent: *\nDisallow: /\n\nUser-agent: claimwatch\nAllow: /", "/a", True, id="ours-alone"),
        pytest.param("User-agent: *\nDisallow: /\n\nUser-agent: claimwatch", "/a", True, id="ours-without-rules"),
        pytest.param("User-agent: Elbot\nDisallow: /", "/a", True, id="for-another"),
        pytest.param("User-agent: claimwatcher\nDisallow: /", "/a", True, id="for-another-of-like-name"),
        pytest.param("User-agent: Elbot\nUser-agent: *\nDisallow: /", "/a", False, id="a-group-of-two"),
        pytest.param("User-agent: *\nCrawl-delay: 5\nDisallow: /", "/a", False, id="other-lines-between"),
        pytest.param("\ufeffuser-AGENT : *  # all\ndisallow : /x # no", "/x1", False, id="spaces-and-remarks"),
        pytest.param("Disallow: /", "/a", True, id="rules-for-nobody"),
        pytest.param("<html>Not found</html>", "/a", True, id="a-page"),
    ],
)
def test_rules(rules: str, path: str, allowed: bool) -> None:
    """As RFC 9309 section 2.2 says."""
    assert read_robots(rules).allow(path) is allowed


def test_hostile_rules_are_read_soon() -> None:
    """Stars in any number take no more than a walk along the path."""
    rules = read_robots("User-agent: *\nDisallow: /" + "*a" * 900 + "$\n" + "Disallow: /b\n" * 20_000)
    assert rules.allow("/" + "a" * 800 + "b")


class World:
    """A site, and a clock that the test sets."""

    def __init__(self, site: FeedServer) -> None:
        self.site = site
        self.now = NOW
        self.robots = Robots(clock=lambda: self.now, allow_networks=HERE)

    async def may(self, path: str = "/news/1") -> bool:
        """Whether a page may be read."""
        try:
            await self.robots.check(self.site.url(path))
        except DisallowedError as error:
            assert error.refused  # noqa: PT017 - the type says what happened, and the rest has to hold too
            return False
        return True


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Start a site on this machine."""
    async with FeedServer() as site:
        yield World(site)


async def test_a_site_is_asked_once_a_day(world: World) -> None:
    """For all its pages."""
    world.site.tell("/robots.txt", Reply(body="User-agent: *\nDisallow: /sport", kind="text/plain"), Reply(body=""))
    assert [await world.may(), await world.may("/sport/1")] == [True, False]
    world.now += timedelta(hours=23)
    assert not await world.may("/sport/1")
    world.now += timedelta(hours=1)
    assert await world.may("/sport/1")
    assert len(world.site.asked_for("/robots.txt")) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_without_the_file_everything_may_be_read(world: World, status: int) -> None:
    """Section 2.3.1.3."""
    world.site.tell("/robots.txt", Reply(status=status, body="User-agent: *\nDisallow: /"))
    assert await world.may()


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_while_the_file_cannot_be_had_nothing_may(world: World, status: int) -> None:
    """Section 2.3.1.4; it is asked for again after some minutes, and the page is not given up."""
    world.site.tell("/robots.txt", Reply(status=status), Reply(body=""))
    for _ in range(2):
        with pytest.raises(FetchError, match=r"robots\.txt cannot be had") as caught:
            await world.may()
        assert not caught.value.refused
    world.now += timedelta(minutes=10)
    assert await world.may()


async def test_redirects_are_followed(world: World) -> None:
    """As for every other file; private networks stay closed."""
    world.site.tell("/robots.txt", Reply(status=301, headers={"Location": "/there.txt"}))
    world.site.tell("/there.txt", Reply(body="User-agent: *\nDisallow: /"))
    assert not await world.may()
    closed = Robots(clock=lambda: NOW)
    with pytest.raises(FetchError, match="this machine itself"):
        await closed.check(world.site.url("/news/1"))


async def test_what_is_no_address_is_refused(world: World) -> None:
    """With a reason."""
    with pytest.raises(FetchError, match="is no address"):
        await world.robots.check("mailto:a@ell.example")
