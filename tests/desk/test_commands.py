"""The commands that people give in a chat: each answer a card, over a real store and the bundled gazetteer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.desk.card import Tone
from bot.desk.commands import SHOWN_CLAIMS, Asked, Choice, Commands
from bot.desk.terms import CONTENTS
from bot.model.alert import AlertKind
from bot.model.area import keys_of
from bot.model.claim import Certainty
from bot.model.errors import FetchError, StoreBusyError, StoreError, UnreadableError
from bot.model.subscription import Content, Digest, Quiet, Wanted
from bot.pipeline import Ingested
from bot.places.gazetteer import Gazetteer
from bot.store.database import SqlStore
from tests.builders import (
    NORLAND,
    make_alert,
    make_article,
    make_dispute,
    make_place,
    make_statement,
)
from tests.desk.world import (
    HERE,
    NOTHING_OLDER,
    NOW,
    THERE,
    WIDER,
    Desklike,
    deny,
    headings,
    lead,
    placed,
    section,
    take,
)


class TestSearch:
    """Claims by place, day and words."""

    @pytest.mark.parametrize(
        ("place", "label", "found"),
        [
            pytest.param("Ukraine", "Ukraine", 3, id="country"),
            pytest.param("Kharkiv", "Kharkiv region, Ukraine", 2, id="region"),
            pytest.param("region:UKR:Kharkiv", "Kharkiv region, Ukraine", 2, id="chosen-from-the-menu"),
            pytest.param("Kupyansk", "Kupyansk, Kharkiv, Ukraine", 1, id="settlement"),
            pytest.param("Donbas", "Donbas, Ukraine", 1, id="area-of-regions"),
            pytest.param("everywhere", "everything", 4, id="everything"),
        ],
    )
    async def test_what_lies_in_an_area_is_found(
        self, commands: Commands, store: SqlStore, gazetteer: Gazetteer, *, place: str, label: str, found: int
    ) -> None:
        """A place by any of its names, with all that lies in it."""
        for name in ("Kupyansk", "Izium", "Bakhmut", "El Fasher"):
            await take(store, placed(gazetteer, name))
        card = await commands.search(place=place)
        assert card.tone is Tone.ANSWER
        assert card.title == f"{found} claim{'' if found == 1 else 's'} on {label}"
        assert len(card.sections) == found

    async def test_a_claim_is_shown_with_its_source(
        self, commands: Commands, store: SqlStore, gazetteer: Gazetteer
    ) -> None:
        """What, who, where, when, how it stands, and in which words."""
        claim = await take(store, placed(gazetteer, "Kupyansk"))
        (shown,) = (await commands.search()).sections
        assert shown.heading == "Norland captured Kupyansk"
        assert shown.quote == f"“{claim.mentions[0].quote}”"
        told = section(await commands.search(), "Norland captured Kupyansk")
        assert told == [
            "says Norland's defence ministry",
            f"The Ell Courier ·  · claim {claim.id[:8]}",
            "? unverified · when: 1 Jun 2031",
        ]

    async def test_a_place_that_the_gazetteer_lacks_is_searched_by_its_name(
        self, commands: Commands, store: SqlStore
    ) -> None:
        """A village that only the articles know is found as they spell it."""
        await take(store, make_place("Qwxheim", geonameid=None, region=None, country=None))
        assert (await commands.search(place="qwxHEIM")).title == "1 claim on qwxHEIM"

    async def test_an_unknown_place_is_answered_with_near_names(self, commands: Commands, store: SqlStore) -> None:
        """Where neither gazetteer nor claims know it; a slip is no empty answer."""
        await take(store, make_place())
        card = await commands.search(place="Bahkmut")
        assert (card.tone, card.title) == (Tone.ERROR, "That did not work")
        assert card.text.startswith("No place 'Bahkmut'. Did you mean Bakhmut")

    async def test_a_place_without_near_names_has_advice(self, commands: Commands) -> None:
        """There is always something to try next."""
        card = await commands.search(place="!!!")
        assert card.text == "No place '!!!'. Try another spelling, or a larger place near it."

    async def test_a_known_place_without_claims_is_no_error(self, commands: Commands) -> None:
        """It says so, and what to try."""
        card = await commands.search(place="Kupyansk", since="3d", text="bridge")
        assert card.tone is Tone.ANSWER
        assert card.title == "No claims on Kupyansk, Kharkiv, Ukraine since 2031-06-01 with 'bridge'"
        assert lead(card) == ["Try a larger place, an earlier day, or other words."]

    @pytest.mark.parametrize(
        ("since", "found"),
        [("2031-06-01", 2), ("2031-06-02", 1), ("3d", 2), ("yesterday", 0), ("2 june", 1)],
    )
    async def test_a_day_narrows(self, commands: Commands, store: SqlStore, since: str, found: int) -> None:
        """The day itself is in, in any way that it is typed."""
        await take(store, make_place(), day=date(2031, 6, 1))
        await take(store, make_place(), day=date(2031, 6, 2))
        assert len((await commands.search(since=since)).sections) == found

    async def test_words_narrow(self, commands: Commands, store: SqlStore) -> None:
        """Whole, or begun."""
        await take(store, make_place("Ostheim"))
        await take(store, make_place("Ellbruck"))
        assert (await commands.search(text="osth")).title == "1 claim with 'osth'"

    async def test_an_unreadable_day_is_said(self, commands: Commands) -> None:
        """With examples."""
        card = await commands.search(since="the day of days")
        assert card.tone is Tone.ERROR
        assert "'the day of days' is no day that I can read" in card.text

    @pytest.mark.parametrize("blank", [None, "", "  "])
    async def test_nothing_given_is_everything(self, commands: Commands, store: SqlStore, blank: str | None) -> None:
        """A field that is left blank does not narrow."""
        await take(store, None)
        assert (await commands.search(place=blank, since=blank, text=blank)).title == "1 claim in all"

    async def test_more_than_fits_is_said(self, commands: Commands, store: SqlStore) -> None:
        """The newest are shown; that just enough fit is no reason to say so."""
        for number in range(SHOWN_CLAIMS):
            await take(store, make_place(f"Town {number}"), day=date(2031, 5, 1 + number))
        card = await commands.search()
        assert (card.title, card.footer) == (f"{SHOWN_CLAIMS} claims in all", None)
        await take(store, make_place("Last"), day=date(2031, 6, 3))
        card = await commands.search()
        assert card.title == f"The {SHOWN_CLAIMS} newest claims in all"
        assert card.footer == "There are more: turn the page, or narrow the search by day or words."
        assert len(card.sections) == SHOWN_CLAIMS
        assert card.sections[0].heading == "Norland captured Last"


class TestConflicts:
    """Open conflicts, all or of a place."""

    async def test_open_conflicts_are_shown_with_their_positions(
        self, commands: Commands, store: SqlStore, gazetteer: Gazetteer
    ) -> None:
        """What about, what each side says, and how it stands."""
        kupyansk = placed(gazetteer, "Kupyansk")
        await take(store, kupyansk)
        await deny(store, kupyansk)
        card = await commands.conflicts()
        (dispute,) = await store.disputes()
        assert card.title == "1 open conflict in all"
        assert headings(card) == [dispute.slot.label]
        told = section(card, dispute.slot.label)
        assert len(told) == 3
        assert all(position.label in line for position, line in zip(dispute.positions, told, strict=False))
        assert told[-1] == f"! open · 2 claims · dispute {dispute.id[:8]}"

    @pytest.mark.parametrize(
        ("place", "found"),
        [("Kupyansk", 1), ("Kharkiv", 1), ("Ukraine", 2), ("Donbas", 1), ("Sudan", 0), ("all", 2)],
    )
    async def test_a_place_narrows_with_what_lies_in_it(
        self, commands: Commands, store: SqlStore, gazetteer: Gazetteer, place: str, found: int
    ) -> None:
        """As it does for claims; an area's own dispute is its too."""
        for name in ("Kupyansk", "Donbas"):
            await take(store, placed(gazetteer, name))
            await deny(store, placed(gazetteer, name))
        assert len((await commands.conflicts(place=place)).sections) == found

    async def test_none_is_an_answer_and_an_unknown_place_an_error(self, commands: Commands) -> None:
        """The two are told apart."""
        assert (await commands.conflicts(place="Kupyansk")).title == "No open conflicts on Kupyansk, Kharkiv, Ukraine"
        assert (await commands.conflicts(place="Qwxzyvakk")).tone is Tone.ERROR


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


class TestLists:
    """What a channel follows, and how the program stands."""

    async def test_a_channel_sees_what_it_follows(self, commands: Commands) -> None:
        """Each area with its terms and since when, and nobody else's."""
        await commands.subscribe(HERE, place="Donbas", asked=Asked(digest_at="8:05"))
        await commands.subscribe(HERE, place="Sudan", asked=Asked(content=Content.CONFLICTS))
        await commands.subscribe(THERE, place="Yemen")
        card = await commands.list_subscriptions(HERE)
        assert card.title == "This channel follows 2 areas"
        assert headings(card) == ["Donbas, Ukraine", "Sudan"]
        assert section(card, "Donbas, Ukraine") == [
            "conflicts and claims at once, a digest daily at 08:05 (UTC)",
            "since ",
        ]

    async def test_a_channel_that_follows_nothing_learns_how(self, commands: Commands) -> None:
        """The answer names the command."""
        card = await commands.list_subscriptions(HERE)
        assert card.title == "This channel follows nothing yet"
        assert "/subscribe" in lead(card)[0]

    async def test_the_status_counts(self, commands: Commands, store: SqlStore) -> None:
        """What was read, what waits, and what this channel follows."""
        await take(store, make_place())
        async with store.unit_of_work() as work:
            await work.add_alerts([make_alert("x"), make_alert("y")], destinations=["discord:42"])
        (item,) = await store.outbox.lease(now=NOW, until=NOW, limit=1)
        await store.outbox.failed(item.id, now=NOW, reason="gone")
        await commands.subscribe(HERE, place="Donbas")
        card = await commands.status(HERE)
        assert card.title == "Claimwatch is running"
        assert lead(card) == ["Version 1.2.3, running since "]
        assert section(card, "Read") == ["1 article, 1 claim, 0 open conflicts"]
        assert section(card, "Messages") == ["1 waiting to be sent, 1 could not be delivered"]
        assert section(card, "Feeds") == ["none are set up"]
        assert section(card, "Here") == ["This channel follows 1 area."]

    async def test_the_status_names_feeds_that_fail(self, commands: Commands, store: SqlStore) -> None:
        """With the reason, how often, and when the next try is; one that is read by its title."""
        await store.feeds.follow(["https://a.example/", "https://b.example/", "https://c.example/"], now=NOW)
        first, second, _ = await store.feeds.all()
        await store.feeds.save(replace(first, title="The Ell Courier", read_at=NOW))
        await store.feeds.save(replace(second, failures=2, reason="the server says 503"))
        card = await commands.status(HERE)
        assert card.title == "Claimwatch is running; 1 feed fails"
        assert section(card, "Feeds") == [
            "The Ell Courier: read ",
            "! https://b.example/: the server says 503, 2 times in a row; next try ",
            "https://c.example/: not read yet",
        ]


class TestSubmit:
    """An article that somebody hands over."""

    async def test_it_is_answered_with_what_it_claims(self, commands: Commands) -> None:
        """The summary of the article."""
        summary = make_alert(title="1 claim: News", statements=(make_statement(about="Ellbruck"),))
        takes = Desklike(Ingested(article=make_article(), known=False, alerts=(summary,)))
        card = await replace(commands, submissions=takes).submit("  https://ell.example/a ")
        assert (card.tone, card.title) == (Tone.SUMMARY, "1 claim: News")
        assert takes.asked == ["https://ell.example/a"]

    @pytest.mark.parametrize(
        ("known", "said"),
        [(True, "This article was read before"), (False, "No territorial or infrastructure claims were found")],
        ids=["known", "no-claims"],
    )
    async def test_nothing_new_is_said(self, commands: Commands, *, known: bool, said: str) -> None:
        """Known already, or without claims: each in its words, under the article's title."""
        takes = Desklike(Ingested(article=make_article(title="News of Ell"), known=known))
        card = await replace(commands, submissions=takes).submit("Some text.")
        assert (card.tone, card.title) == (Tone.ANSWER, "News of Ell")
        assert said in card.text

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            pytest.param(FetchError(origin="https://x.example", reason="says 404"), "says 404", id="fetch"),
            pytest.param(UnreadableError(origin="text", reason="is empty"), "is empty", id="unreadable"),
            pytest.param(StoreError(url="/secret", reason="full"), "Something went wrong here", id="store"),
            pytest.param(StoreBusyError(url="/secret", reason="busy"), "try again in a minute", id="busy-store"),
            pytest.param(ValueError("secret detail"), "Something went wrong here", id="a-fault-of-ours"),
        ],
    )
    async def test_what_goes_wrong_is_said(self, commands: Commands, error: Exception, said: str) -> None:
        """Whatever it is, there is a card; a fault of ours shows nothing of itself."""
        card = await replace(commands, submissions=Desklike(error)).submit("x")
        assert card.tone is Tone.ERROR
        assert said in card.text
        assert "secret" not in card.text

    async def test_nothing_is_no_article(self, commands: Commands) -> None:
        """And is not handed on."""
        assert (await commands.submit(" ")).text == "Give an article's text or its address."


class TestCompletion:
    """What is offered while one types."""

    async def test_areas_are_offered(self, commands: Commands) -> None:
        """By label, the key as the value that the command then gets."""
        offered = await commands.complete_area("Khark")
        assert Choice(label="Kharkiv region, Ukraine", value="region:UKR:Kharkiv") in offered
        assert len(await commands.complete_area("al")) == 25
        assert len(await commands.complete_area("al", limit=3)) == 3
        assert await commands.complete_area("") == ()

    async def test_what_is_offered_can_be_followed(self, commands: Commands) -> None:
        """Every choice's value names the area that its label says."""
        for choice in await commands.complete_area("san"):
            card = await commands.subscribe(HERE, place=choice.value)
            assert card.title == f"This channel follows {choice.label}"

    @pytest.mark.parametrize(
        ("typed", "labels"),
        [
            ("", ["Donbas, Ukraine", "Kharkiv region, Ukraine"]),
            ("KHAR", ["Kharkiv region, Ukraine"]),
            ("ukr", ["Donbas, Ukraine", "Kharkiv region, Ukraine"]),
            ("sudan", []),
        ],
    )
    async def test_what_is_followed_is_offered(self, commands: Commands, typed: str, labels: list[str]) -> None:
        """This channel's areas, those with what was typed anywhere in their names."""
        for asker, place in ((HERE, "Kharkiv"), (HERE, "Donbas"), (THERE, "Sudan")):
            await commands.subscribe(asker, place=place)
        offered = await commands.complete_subscription(HERE, typed)
        assert [one.label for one in offered] == labels
        assert len(await commands.complete_subscription(HERE, typed, limit=1)) == min(1, len(labels))


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
