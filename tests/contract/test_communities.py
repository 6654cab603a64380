"""What servers and workspaces have set, questions that are kept, and outlets by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from bot.model.community import Community
from bot.model.subscription import Quiet
from bot.store.communities import KEPT_FOR
from bot.store.database import SqlStore
from tests.builders import DAY, make_area, make_article, make_subscription

ONE = Community(
    space="discord:7",
    deciders=("500",),
    subscribers=("600", "discord:1"),
    zone="Europe/Kyiv",
    quiet=Quiet(start=time(22), end=time(7), zone="Europe/Kyiv", conflicts=False),
)


async def test_what_is_set_comes_back(store: SqlStore) -> None:
    """For its own server alone; what is set anew replaces it."""
    await store.communities.save(ONE)
    assert await store.communities.of(ONE.space) == ONE
    assert await store.communities.of("discord:8") == Community(space="discord:8")
    changed = replace(ONE, deciders=(), quiet=None)
    await store.communities.save(changed)
    assert await store.communities.of(ONE.space) == changed


async def test_a_kept_question_is_found_again(store: SqlStore) -> None:
    """By the same name each time it is asked, until nobody has asked it for long."""
    name = await store.communities.keep("who held what", now=DAY)
    assert await store.communities.keep("who held what", now=DAY + timedelta(days=1)) == name
    assert await store.communities.kept(name) == "who held what"
    await store.communities.keep("another", now=DAY + KEPT_FOR)
    assert await store.communities.kept(name) == "who held what"
    await store.communities.keep("another", now=DAY + KEPT_FOR + timedelta(days=2))
    assert await store.communities.kept(name) is None


async def test_a_servers_subscriptions_are_its_own(store: SqlStore) -> None:
    """Those of all its channels, and of no other server."""
    mine = [make_subscription(destination=f"discord:{number}", paused=number == 1) for number in range(2)]
    other = make_subscription(destination="discord:9", space="discord:8", area=make_area("Moors"))
    for one in (*mine, other):
        await store.subscriptions.add(one, digest_due_at=None)
    found = await store.subscriptions.within("discord:7")
    assert sorted(one.destination for one in found) == ["discord:0", "discord:1"]
    assert await store.subscriptions.one(other.id) == other
    assert await store.subscriptions.one("nobody") is None


async def test_outlets_are_found_by_how_their_names_begin(store: SqlStore) -> None:
    """Folded, each once however many articles it has, in order, and no more than asked for."""
    names = ("Moor Radio", "Moor Radio", "moor times", "Ell Courier", None)
    async with store.unit_of_work() as work:
        for number, name in enumerate(names):
            await work.add_article(make_article(text=f"Article {number}.", publisher=name, url=None), (), ())
    assert await store.outlets("MOOR", limit=5) == ("Moor Radio", "moor times")
    assert await store.outlets("moor", limit=1) == ("Moor Radio",)
    assert await store.outlets("zz", limit=5) == ()
    assert "Ell Courier" in await store.outlets("", limit=5)
