"""The commands that people give in a chat: each answer a card, over a real store and the bundled gazetteer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.desk.card import Tone
from bot.desk.commands import SHOWN_CLAIMS, Asked, Choice, Commands
from bot.model.errors import FetchError, StoreBusyError, StoreError, UnreadableError
from bot.model.subscription import Content
from bot.pipeline import Ingested
from bot.places.gazetteer import Gazetteer
from bot.store.database import SqlStore
from tests.builders import (
    make_alert,
    make_article,
    make_place,
    make_statement,
)
from tests.desk.world import (
    HERE,
    NOW,
    THERE,
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
