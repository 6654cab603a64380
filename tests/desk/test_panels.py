"""Buttons and forms of what a channel follows and of what a server sets, without a platform."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.actions import Action, Verb, decode, encode
from bot.desk.card import Tone
from bot.desk.commands import Asked, Commands
from bot.desk.replies import Effect, Reply
from bot.model.claim import Predicate
from bot.model.community import Community
from bot.model.subscription import Content
from bot.places.gazetteer import Gazetteer
from bot.store.database import SqlStore
from tests.desk.pressing import ELSEWHERE, MODERATOR, READER, ask, button, choice, disputed, press
from tests.desk.world import HERE, NOW, lead


class TestPanel:
    """What a channel follows: edit, pause, preview, delete."""

    @pytest.fixture
    async def panel(self, commands: Commands) -> str:
        """Return what chooses the channel's one subscription."""
        asked = Asked(only="captured, at least 2 sources", digest_at="mondays 8am", zone="Kyiv", quiet="22-7")
        await commands.subscribe(MODERATOR, place="Kharkiv region", asked=asked)
        return choice(await commands.list_subscriptions(MODERATOR), "Kharkiv region")

    async def test_it_is_edited_by_a_form(self, commands: Commands, store: SqlStore, panel: str) -> None:
        """What stands is filled in; saved as it is, nothing changes; and each field changes its own."""
        card = (await press(commands, MODERATOR, panel)).card
        form = await ask(commands, MODERATOR, button(card, "Edit"))
        values = {one.key: one.value for one in form.fields}
        assert values == {
            "content": "claims",
            "only": "captured, at least 2 sources",
            "digest": "mondays 08:00",
            "quiet": "22:00-07:00",
            "zone": "Europe/Kyiv",
        }
        (before,) = await store.subscriptions.of(HERE.destination)
        await press(commands, MODERATOR, encode(form.action), **values)
        assert await store.subscriptions.of(HERE.destination) == (before,)
        changed = {**values, "content": "conflicts", "only": "bridges", "digest": "", "quiet": ""}
        reply = await press(commands, MODERATOR, encode(form.action), **changed)
        assert reply.effect is Effect.REPLACE
        (after,) = await store.subscriptions.of(HERE.destination)
        assert (after.id, after.content, after.digest, after.quiet) == (before.id, Content.CONFLICTS, None, None)
        assert after.wanted.facets == ("asset:bridge",)

    async def test_a_wrong_answer_changes_nothing(self, commands: Commands, store: SqlStore, panel: str) -> None:
        """And says why."""
        card = (await press(commands, MODERATOR, panel)).card
        before = await store.subscriptions.of(HERE.destination)
        reply = await press(commands, MODERATOR, button(card, "Edit"), content="claims", digest="half past")
        assert (reply.card.tone, reply.effect) == (Tone.ERROR, Effect.PRIVATE)
        assert await store.subscriptions.of(HERE.destination) == before

    async def test_paused_it_tells_nothing(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
    ) -> None:
        """No alert and no digest, until it is resumed; what came meanwhile stays untold."""
        await commands.subscribe(MODERATOR, place="Kharkiv region", asked=Asked(digest_at="hourly"))
        panel = choice(await commands.list_subscriptions(MODERATOR), "Kharkiv region")
        card = (await press(commands, MODERATOR, panel)).card
        paused = (await press(commands, MODERATOR, button(card, "Pause"))).card
        assert paused.title.startswith("Paused")
        await disputed(store, gazetteer)
        assert (await store.counts()).waiting == 0
        late = NOW + timedelta(days=2)
        assert await store.subscriptions.digests_due(late) == ()
        await press(commands, MODERATOR, button(paused, "Resume"))
        ((_, since, _),) = await store.subscriptions.digests_due(late)
        assert since == NOW

    async def test_it_shows_what_it_would_send(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
    ) -> None:
        """The preview is the asker's alone, and names what there was."""
        await disputed(store, gazetteer)
        await commands.subscribe(MODERATOR, place="Kharkiv region")
        panel = choice(await commands.list_subscriptions(MODERATOR), "Kharkiv region")
        card = (await press(commands, MODERATOR, panel)).card
        reply = await press(commands, READER, button(card, "Preview"))
        assert reply.effect is Effect.PRIVATE
        assert "would have sent" in reply.card.text
        assert reply.card.sections[0].lines

    async def test_it_is_deleted_when_that_is_meant(self, commands: Commands, store: SqlStore, panel: str) -> None:
        """The first press asks, the second does it."""
        card = (await press(commands, MODERATOR, panel)).card
        asked = (await press(commands, MODERATOR, button(card, "Delete"))).card
        assert len(await store.subscriptions.of(HERE.destination)) == 1
        done = (await press(commands, MODERATOR, button(asked, "Yes, delete it"))).card
        assert done.title == "This channel follows nothing yet"
        gone = await press(commands, MODERATOR, panel)
        assert "no longer there" in gone.card.text

    @pytest.mark.parametrize("label", ["Edit", "Pause", "Delete", "News in the channel too"])
    async def test_only_who_may_changes_it(self, commands: Commands, panel: str, label: str) -> None:
        """Readers look; other servers do not even see it."""
        card = (await press(commands, MODERATOR, panel)).card
        reply = await commands.act(READER, button(card, label))
        assert isinstance(reply, Reply)
        assert "may not change" in reply.card.text
        for asker in (ELSEWHERE, replace(ELSEWHERE, destination=HERE.destination)):
            reply = await commands.act(asker, button(card, label))
            assert isinstance(reply, Reply)
            assert "no longer there" in reply.card.text

    async def test_news_can_stand_in_the_channel(self, commands: Commands, store: SqlStore, panel: str) -> None:
        """A button turns it on and off."""
        card = (await press(commands, MODERATOR, panel)).card
        card = (await press(commands, MODERATOR, button(card, "News in the channel too"))).card
        assert (await store.subscriptions.of(HERE.destination))[0].repeat
        await press(commands, MODERATOR, button(card, "News in threads only"))
        assert not (await store.subscriptions.of(HERE.destination))[0].repeat

    async def test_the_digest_comes_now(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
    ) -> None:
        """What the channel's areas brought; when the next is due does not change."""
        assert "follows nothing" in (await commands.digest_now(HERE)).text
        await commands.subscribe(MODERATOR, place="Kharkiv region", asked=Asked(digest_at="mondays 8am"))
        due = await store.subscriptions.digests_due(NOW + timedelta(days=9))
        assert (await commands.digest_now(HERE)).title == "Nothing new"
        await disputed(store, gazetteer)
        card = await commands.digest_now(HERE)
        assert card.title.startswith("Digest of Kharkiv region")
        assert await store.subscriptions.digests_due(NOW + timedelta(days=9)) == due


class TestSettings:
    """What a server sets for itself."""

    async def test_they_are_changed_by_a_form(self, commands: Commands) -> None:
        """And hold for new subscriptions that name nothing else."""
        shown = await commands.settings(MODERATOR)
        form = await ask(commands, MODERATOR, button(shown, "Change"))
        assert [one.key for one in form.fields] == ["deciders", "subscribers", "zone", "quiet"]
        answers = {"deciders": "500 discord:3", "subscribers": "600", "zone": "Kyiv", "quiet": "23-6"}
        saved = await press(commands, MODERATOR, encode(form.action), **answers)
        assert lead(saved.card) == ["Saved."]
        again = await ask(commands, MODERATOR, button(saved.card, "Change"))
        assert [one.value for one in again.fields] == ["500 discord:3", "600", "Europe/Kyiv", "23:00-06:00"]
        card = await commands.subscribe(replace(READER, roles=frozenset({"600"})), place="Kharkiv region")
        assert "quiet from 23:00 to 06:00 (Europe/Kyiv)" in card.text
        loud = await commands.subscribe(MODERATOR, place="Kharkiv region", asked=Asked(quiet="none", digest_at="8am"))
        assert "quiet" not in loud.text
        assert "(Europe/Kyiv)" in loud.text

    async def test_only_managers_change_them(self, commands: Commands) -> None:
        """Those whom they name cannot name others."""
        for answers in (None, {"zone": "Kyiv"}):
            reply = await commands.act(READER, Action(verb=Verb.SET), answers)
            assert isinstance(reply, Reply)
            assert "may not change the settings" in reply.card.text

    async def test_each_server_has_its_own(self, commands: Commands, store: SqlStore) -> None:
        """Nothing of one is seen in another."""
        await press(commands, MODERATOR, encode(Action(verb=Verb.SET)), zone="Kyiv")
        assert (await store.communities.of(ELSEWHERE.space)) == Community(space=ELSEWHERE.space)

    async def test_a_readers_subscription_is_refused(self, commands: Commands, store: SqlStore) -> None:
        """It says what it takes, and changes nothing; in a direct conversation everybody may."""
        card = await commands.subscribe(READER, place="Kharkiv region")
        assert (card.tone, "manage channels" in card.text) == (Tone.ERROR, True)
        assert not await store.subscriptions.all()
        own = replace(READER, direct=True, destination="discord:77", space="discord:77")
        assert (await commands.subscribe(own, place="Kharkiv region")).tone is Tone.ANSWER


class TestCompletion:
    """What is offered while somebody types."""

    async def test_what_the_server_follows_comes_first(self, commands: Commands) -> None:
        """By folded names, with region and country; others' subscriptions are not shown."""
        await commands.subscribe(MODERATOR, place="Kupyansk")
        own = await commands.complete_area("kup", asker=HERE, limit=5)
        assert own[0].label == "Kupyansk, Kharkiv, Ukraine"
        others = await commands.complete_area("", asker=ELSEWHERE, limit=5)
        assert others == ()
        assert [one.label for one in await commands.complete_area("", asker=HERE)] == ["Kupyansk, Kharkiv, Ukraine"]

    async def test_sides_outlets_and_conflicts_are_offered(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
    ) -> None:
        """By the beginnings of their names, each once."""
        dispute = await disputed(store, gazetteer)
        assert [(one.label, one.value) for one in await commands.complete_side("nor")] == [("Norland", "XNO")]
        assert [one.value for one in await commands.complete_outlet("THE ")] == ["The Ell Courier"]
        assert [one.value for one in await commands.complete_outlet("")] == ["Moor Radio", "The Ell Courier"]
        assert [one.value for one in await commands.complete_conflict("kupy")] == [dispute]
        assert [one.value for one in commands.complete_word(Predicate, "enter")] == ["entered"]
        assert decode(encode(Action(verb=Verb.DISPUTE, args=(dispute,)))).args == (dispute,)
