"""What people say of what a channel follows, and what they are answered: subscribing, terms, mutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.desk.card import Tone
from bot.desk.commands import Asked, Commands
from bot.desk.terms import CONTENTS
from bot.model.alert import AlertKind
from bot.model.area import keys_of
from bot.model.claim import Certainty
from bot.model.subscription import Content, Digest, Quiet, Wanted
from bot.places.gazetteer import Gazetteer
from bot.store.database import SqlStore
from tests.builders import (
    NORLAND,
    make_alert,
    make_dispute,
)
from tests.desk.world import (
    HERE,
    NOTHING_OLDER,
    NOW,
    THERE,
    WIDER,
    headings,
    lead,
    placed,
)


class TestSubscribe:
    """A channel follows an area."""

    async def test_a_channel_follows_a_region(self, commands: Commands, store: SqlStore) -> None:
        """Everything about it is stored, and the card says what will come and that nothing older does."""
        card = await commands.subscribe(HERE, place="Kharkiv region")
        assert card.title == "This channel follows Kharkiv region, Ukraine"
        assert lead(card)[:2] == [CONTENTS[Content.CLAIMS], NOTHING_OLDER]
        (one,) = await store.subscriptions.of("discord:42")
        assert (one.id, one.destination, one.space, one.created_by) == ("new-1", "discord:42", "discord:7", "discord:1")
        assert (one.area.key, one.content, one.digest, one.created_at) == (
            "region:UKR:Kharkiv",
            Content.CLAIMS,
            None,
            NOW,
        )

    async def test_a_digest_is_due_at_its_time(self, commands: Commands, store: SqlStore) -> None:
        """Eight in Kyiv is five in UTC in June: the next one is tomorrow's, and begins now."""
        card = await commands.subscribe(
            HERE, place="Ukraine", asked=Asked(content=Content.DIGEST, digest_at="8", zone="Europe/Kyiv")
        )
        assert lead(card)[0] == "no single messages, a digest daily at 08:00 (Europe/Kyiv)"
        due = NOW.replace(hour=5) + timedelta(days=1)
        ((one, since, due_at),) = await store.subscriptions.digests_due(due)
        assert (one.digest, since, due_at) == (Digest(at=time(8), zone="Europe/Kyiv"), NOW, due)
        assert await store.subscriptions.digests_due(due - timedelta(seconds=1)) == ()

    async def test_what_else_the_name_may_mean_is_listed(self, commands: Commands) -> None:
        """The likeliest is followed at once."""
        card = await commands.subscribe(HERE, place="Georgia")
        assert card.title == "This channel follows Georgia"
        assert lead(card)[-1].startswith("Not what you meant? Georgia region, United States")
        chosen = await commands.subscribe(HERE, place="country:GEO")
        assert not any("meant" in line for line in lead(chosen))

    async def test_a_town_can_be_followed_with_its_region_as_such(self, commands: Commands, store: SqlStore) -> None:
        """What the answer says to type is understood, and has no such advice."""
        card = await commands.subscribe(HERE, place="Kupyansk and its region")
        assert card.title == "This channel follows Kupyansk, Kharkiv, Ukraine and its whole region"
        assert not any("asks for them too" in line for line in lead(card))
        (one,) = await store.subscriptions.of(HERE.destination)
        assert one.area.keys == ("place:703656", "whole:UKR:Kharkiv")

    async def test_following_again_replaces_and_says_what_was(self, commands: Commands, store: SqlStore) -> None:
        """One subscription stays, with the new terms."""
        await commands.subscribe(HERE, place="Kupyansk", asked=Asked(digest_at="20:15"))
        card = await commands.subscribe(HERE, place="place:703656", asked=Asked(content=Content.CONFLICTS))
        assert lead(card) == [
            "conflicts at once",
            NOTHING_OLDER,
            WIDER,
            "Before, it was: conflicts and claims at once, a digest daily at 20:15 (UTC)",
        ]
        assert [one.content for one in await store.subscriptions.all()] == [Content.CONFLICTS]
        again = await commands.subscribe(HERE, place="place:703656", asked=Asked(content=Content.CONFLICTS))
        assert lead(again) == ["conflicts at once", NOTHING_OLDER, WIDER]

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            pytest.param({"place": "Bahkmut"}, "Did you mean Bakhmut", id="unknown-place"),
            pytest.param({"place": " "}, "No place ' '", id="blank-place"),
            pytest.param({"content": Content.DIGEST}, "A digest needs a time of day", id="digest-without-time"),
            pytest.param({"content": Content.DIGEST, "digest_at": " "}, "needs a time of day", id="digest-blank-time"),
            pytest.param(
                {"zone": "Europe/Kyiv"}, "A time zone is for the digest or quiet hours", id="zone-without-digest"
            ),
            pytest.param({"digest_at": "soon"}, "'soon' is no time of day", id="no-time"),
            pytest.param({"digest_at": "8", "zone": "Atlantis"}, "'Atlantis' is no time zone", id="no-zone"),
        ],
    )
    async def test_what_cannot_be_followed_is_said_and_nothing_stored(
        self, commands: Commands, store: SqlStore, given: dict[str, str], said: str
    ) -> None:
        """The error says how to put it."""
        place = given.pop("place", "Kupyansk")
        card = await commands.subscribe(HERE, place=place, asked=Asked(**given))  # type: ignore[arg-type] # fields by name
        assert card.tone is Tone.ERROR
        assert said in card.text
        assert await store.subscriptions.all() == ()


class TestUnsubscribe:
    """A channel follows an area no longer."""

    @pytest.mark.parametrize("place", ["Kharkiv", "kharkov oblast", "region:UKR:Kharkiv", " region:UKR:Kharkiv "])
    async def test_any_name_of_the_area_will_do(self, commands: Commands, store: SqlStore, place: str) -> None:
        """Typed or chosen; other areas stay."""
        for one in ("Kharkiv", "Donbas"):
            await commands.subscribe(HERE, place=one)
        card = await commands.unsubscribe(HERE, place=place)
        assert (card.tone, card.title) == (Tone.ANSWER, "This channel no longer follows Kharkiv region, Ukraine")
        assert [one.area.label for one in await store.subscriptions.all()] == ["Donbas, Ukraine"]

    async def test_of_several_meanings_the_followed_one_is_meant(self, commands: Commands) -> None:
        """A channel that follows the city of that name need not say so."""
        await commands.subscribe(HERE, place="place:706483")
        card = await commands.unsubscribe(HERE, place="Kharkiv")
        assert card.title == "This channel no longer follows Kharkiv (town), Ukraine"

    async def test_what_is_not_followed_is_said_with_what_is(self, commands: Commands) -> None:
        """So that the next try is right."""
        await commands.subscribe(HERE, place="Donbas")
        card = await commands.unsubscribe(HERE, place="Kharkiv")
        assert card.tone is Tone.ERROR
        assert card.text == "No subscription of this channel to 'Kharkiv'. It follows Donbas, Ukraine."
        assert (await commands.unsubscribe(THERE, place="Donbas")).text == (
            "No subscription of this channel to 'Donbas'."
        )

    async def test_another_channel_s_subscription_stays(self, commands: Commands, store: SqlStore) -> None:
        """Each channel has its own."""
        await commands.subscribe(HERE, place="Donbas")
        await commands.subscribe(THERE, place="Donbas")
        await commands.unsubscribe(HERE, place="Donbas")
        assert [one.destination for one in await store.subscriptions.all()] == ["slack:C1"]


async def test_a_paused_channel_is_tried_again_when_somebody_subscribes_there(
    commands: Commands, store: SqlStore
) -> None:
    """Somebody wants alerts there, so it may be open again."""
    async with store.unit_of_work() as work:
        await work.add_alerts([make_alert()], destinations=[HERE.destination])
    [item] = await store.outbox.lease(now=NOW, until=NOW, limit=1)
    later = NOW + timedelta(hours=1)
    await store.outbox.paused(item.id, what=HERE.destination, now=NOW, due_at=later, reason="closed")

    await commands.subscribe(HERE, place="Kharkiv region")

    assert [one.id for one in await store.outbox.lease(now=NOW, until=later, limit=1)] == [item.id]


class TestTerms:
    """What of an area is told, and when."""

    async def test_everything_that_can_be_asked_for_is_kept(self, commands: Commands, store: SqlStore) -> None:
        """And told back in words."""
        asked = Asked(
            content=Content.CONFLICTS,
            digest_at="mondays 8am",
            zone="kyiv",
            only="captured, bridges, by Norland, from The Ell Courier, probable, 2 sources",
            quiet="10pm to 7am",
            repeat=True,
        )
        card = await commands.subscribe(HERE, place="Kupyansk", asked=asked)
        assert lead(card)[0] == (
            "conflicts at once, only: bridge; captured; from the ell courier; Norland; at least probable; "
            "at least 2 sources, a digest on Mondays at 08:00 (Europe/Kyiv), "
            "quiet from 22:00 to 07:00 (Europe/Kyiv) but for conflicts, news of a conflict in the channel too"
        )
        (one,) = await store.subscriptions.of(HERE.destination)
        assert one.wanted == Wanted(
            facets=("asset:bridge", "predicate:captured", "publisher:the ell courier", f"side:{NORLAND}"),
            certainty=Certainty.PROBABLE,
            sources=2,
        )
        assert one.quiet == Quiet(start=time(22), end=time(7), zone="Europe/Kyiv")
        assert one.repeat
        assert lead(await commands.subscribe(HERE, place="Kupyansk"))[-1].startswith(
            "Before, it was: conflicts at once"
        )

    async def test_a_circle_around_a_town_can_be_followed(self, commands: Commands, store: SqlStore) -> None:
        """And is followed no longer by its name or by the key that is offered."""
        card = await commands.subscribe(HERE, place="within 30 km of Kupiansk")
        assert card.title == "This channel follows what lies within 30 km of Kupyansk, Kharkiv, Ukraine"
        (choice,) = await commands.complete_subscription(HERE, "30 km")
        assert (await commands.unsubscribe(HERE, place=choice.value)).tone is Tone.ANSWER
        assert await store.subscriptions.all() == ()

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            (Asked(only="rumours"), "'rumours' is nothing to choose claims by"),
            (Asked(quiet="at night"), "'at night' is no time to be quiet"),
            (Asked(content=Content.DIGEST), "A digest needs a time of day"),
        ],
    )
    async def test_terms_that_mean_nothing_are_said(
        self, commands: Commands, store: SqlStore, asked: Asked, said: str
    ) -> None:
        """And nothing is stored."""
        card = await commands.subscribe(HERE, place="Kupyansk", asked=asked)
        assert (card.tone, said in card.text) == (Tone.ERROR, True)
        assert await store.subscriptions.all() == ()

    async def test_a_preview_says_what_would_have_come(
        self, commands: Commands, store: SqlStore, gazetteer: Gazetteer
    ) -> None:
        """Of the last week, and by the terms that were asked for; nothing of it is sent."""
        keys = keys_of([placed(gazetteer, "Kharkiv")])
        kinds = [AlertKind.CONFLICT, AlertKind.UPDATE, AlertKind.SUMMARY, AlertKind.SUMMARY]
        made = [
            make_alert(f"claim-{number}", kind=kind, keys=keys, created_at=NOW - timedelta(days=number))
            for number, kind in enumerate(kinds, start=5)
        ]
        async with store.unit_of_work() as work:
            await work.add_alerts(made, destinations=[])
        card = await commands.subscribe(HERE, place="Kharkiv region")
        assert lead(card)[1].endswith("this would have sent 2 messages: 1 conflict, 1 update.")
        fewer = await commands.subscribe(HERE, place="Yemen")
        assert lead(fewer)[1].endswith("In the last 7 days nothing would have been told at once.")
        assert await store.outbox.undelivered() == ()


class TestMute:
    """What a channel does not want to be told for a while."""

    async def test_a_place_is_muted_for_a_time(self, commands: Commands, store: SqlStore) -> None:
        """It is listed with what the channel follows, until it is over or taken back."""
        card = await commands.mute(HERE, what="Kupyansk", how_long="2 h")
        assert (card.tone, card.title.startswith("Muted here: Kup")) == (Tone.ANSWER, True)
        (mute,) = await store.subscriptions.mutes(HERE.destination)
        assert (mute.subject, mute.until, mute.by) == ("place:703656", NOW + timedelta(hours=2), HERE.user)
        listed = await commands.list_subscriptions(HERE)
        assert headings(listed) == [f"Muted: {mute.label}"]
        later = replace(commands, clock=lambda: NOW + timedelta(hours=3))
        assert headings(await later.list_subscriptions(HERE)) == []
        assert (await commands.unmute(HERE, what="Kupiansk")).tone is Tone.ANSWER
        assert await store.subscriptions.mutes(HERE.destination) == ()

    async def test_a_dispute_and_everything_can_be_muted_for_good(self, commands: Commands, store: SqlStore) -> None:
        """A dispute by its id, as messages show it."""
        dispute = make_dispute()
        async with store.unit_of_work() as work:
            await work.save_disputes([dispute])
        await commands.mute(HERE, what=dispute.id[:8])
        await commands.mute(HERE, what="everything", how_long="for good")
        found = await store.subscriptions.mutes(HERE.destination)
        assert {(one.subject, one.until) for one in found} == {(dispute.id, None), ("everything", None)}

    async def test_what_is_not_muted_is_said(self, commands: Commands) -> None:
        """With what is."""
        await commands.mute(HERE, what="Yemen")
        card = await commands.unmute(HERE, what="Sudan")
        assert (card.tone, "Muted here: Yemen." in card.text) == (Tone.ERROR, True)

    async def test_a_length_of_time_has_to_be_one(self, commands: Commands, store: SqlStore) -> None:
        """Nothing is muted by mistake."""
        card = await commands.mute(HERE, what="Yemen", how_long="a while")
        assert (card.tone, "Give it as 2h" in card.text) == (Tone.ERROR, True)
        assert await store.subscriptions.mutes(HERE.destination) == ()

    async def test_a_paused_channel_says_so(self, commands: Commands, store: SqlStore) -> None:
        """Who asks what it follows learns why nothing comes."""
        async with store.unit_of_work() as work:
            await work.add_alerts([make_alert()], destinations=[HERE.destination])
        [item] = await store.outbox.lease(now=NOW, until=NOW, limit=1)
        await store.outbox.paused(item.id, what=HERE.destination, now=NOW, due_at=NOW, reason="the bot may not write")
        card = await commands.list_subscriptions(HERE)
        assert "paused: the bot may not write" in lead(card)[0]
