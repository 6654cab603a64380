"""The commands that people give in a chat: each answer a card, over a real store and the bundled gazetteer."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.alerts.policy import load_policy
from bot.comparison.rules import load_rules
from bot.desk.answer_cards import CONTENTS
from bot.desk.card import Card, Moment, Tone
from bot.desk.commands import SHOWN_CLAIMS, Asker, Choice, Commands
from bot.desk.desk import Desk
from bot.model.article import Article
from bot.model.claim import Claim, Polarity, SpeechAct
from bot.model.errors import FetchError, StoreError, UnreadableError
from bot.model.place import Place
from bot.model.side import Side, SideCatalogue, SideKind
from bot.model.subscription import Content, DailyDigest
from bot.pipeline import Ingested, Pipeline, are_copies
from bot.places.areas import GazetteerAreas
from bot.places.gazetteer import Gazetteer, bundled_gazetteer
from bot.store.database import SqlStore, open_store
from tests.builders import NORLAND, SUDMARK, make_alert, make_article, make_claim, make_place, make_statement

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
HERE = Asker(destination="discord:42", space="discord:7", user="discord:1")
THERE = Asker(destination="slack:C1", space="slack:T1", user="slack:U1")
NOTHING_OLDER = "Nothing older is announced."


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    """Open the file that ships with the package."""
    with bundled_gazetteer() as opened:
        yield opened


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """Return an empty database in memory."""
    async with open_store(":memory:") as opened:
        yield opened


@dataclass
class Desklike:
    """Takes in what is handed over, as it was told."""

    answer: Ingested | Exception
    asked: list[str] = field(default_factory=list)

    async def submit(self, what: str) -> Ingested:
        """Answer."""
        self.asked.append(what)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def make_sides() -> SideCatalogue:
    """Return the two sides of the invented war."""
    names = {NORLAND: "Norland", SUDMARK: "Sudmark"}
    return SideCatalogue(sides={one: Side(id=one, kind=SideKind.COUNTRY, name=names[one]) for one in names})


@pytest.fixture
def commands(store: SqlStore, gazetteer: Gazetteer) -> Commands:
    """Return the commands over an empty store."""
    ids = itertools.count(1)
    return Commands(
        desk=Desk(store=store, sides=make_sides(), rules=load_rules(), copies=are_copies),
        store=store,
        subscriptions=store.subscriptions,
        feeds=store.feeds,
        areas=GazetteerAreas(gazetteer),
        submissions=Desklike(Ingested(article=make_article(), known=True)),
        resume=store.outbox.resume,
        clock=lambda: NOW,
        new_id=lambda: f"new-{next(ids)}",
        version="1.2.3",
        started_at=NOW - timedelta(hours=5),
    )


def placed(gazetteer: Gazetteer, name: str) -> Place:
    """Return a place as the gazetteer resolves it."""
    return gazetteer.lookup(name)[0].place(name)


async def take(store: SqlStore, place: Place | None, *, day: date = date(2031, 6, 1), **changes: object) -> Claim:
    """Take in an article of its own that claims Norland captured the place."""
    name = place.name if place else "it"
    text = f"Norland said on {day} that it had captured {name}. {changes}"
    article = make_article(text=text, published_at=day, publisher="The Ell Courier", url=None)
    claim = make_claim(article=article, quote=text, place=place, time=day, **changes)
    await record(store, article, claim)
    return claim


async def deny(store: SqlStore, place: Place, *, day: date = date(2031, 6, 1)) -> None:
    """Take in another outlet's article in which Sudmark denies it."""
    text = f"Sudmark denied that Norland's troops had captured {place.name}."
    article = make_article(text=text, publisher="Moor Radio", published_at=day)
    changes = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY}
    await record(
        store, article, make_claim(article=article, quote=text, place=place, time=day, attribution=SUDMARK, **changes)
    )


async def record(store: SqlStore, article: Article, claim: Claim) -> None:
    """Take in an article with its claim."""
    await Pipeline(store=store, sides=make_sides(), rules=load_rules(), policy=load_policy(), clock=lambda: NOW).record(
        article, (claim,)
    )


def lead(card: Card) -> list[str]:
    """Return the first lines as one reads them."""
    return ["".join("" if isinstance(span, Moment) else span.text for span in line) for line in card.lead]


def headings(card: Card) -> list[str | None]:
    """Return what the sections are headed."""
    return [one.heading for one in card.sections]


def section(card: Card, heading: str) -> list[str]:
    """Return the lines of a section."""
    (found,) = (one for one in card.sections if one.heading == heading)
    return ["".join("" if isinstance(span, Moment) else span.text for span in line) for line in found.lines]


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
        assert card.footer == "There are more: narrow the search by day or words."
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
            HERE, place="Ukraine", content=Content.DIGEST, digest_at="8", zone="Europe/Kyiv"
        )
        assert lead(card)[0] == "no single messages, a digest daily at 08:00 (Europe/Kyiv)"
        due = NOW.replace(hour=5) + timedelta(days=1)
        ((one, since, due_at),) = await store.subscriptions.digests_due(due)
        assert (one.digest, since, due_at) == (DailyDigest(at=time(8), zone="Europe/Kyiv"), NOW, due)
        assert await store.subscriptions.digests_due(due - timedelta(seconds=1)) == ()

    async def test_what_else_the_name_may_mean_is_listed(self, commands: Commands) -> None:
        """The likeliest is followed at once."""
        card = await commands.subscribe(HERE, place="Georgia")
        assert card.title == "This channel follows Georgia"
        assert lead(card)[-1].startswith("Not what you meant? Georgia region, United States")
        chosen = await commands.subscribe(HERE, place="country:GEO")
        assert not any("meant" in line for line in lead(chosen))

    async def test_following_again_replaces_and_says_what_was(self, commands: Commands, store: SqlStore) -> None:
        """One subscription stays, with the new terms."""
        await commands.subscribe(HERE, place="Kupyansk", digest_at="20:15")
        card = await commands.subscribe(HERE, place="place:703656", content=Content.CONFLICTS)
        assert lead(card) == [
            "conflicts at once",
            NOTHING_OLDER,
            "Before, it was: conflicts and claims at once, a digest daily at 20:15 (UTC)",
        ]
        assert [one.content for one in await store.subscriptions.all()] == [Content.CONFLICTS]
        again = await commands.subscribe(HERE, place="place:703656", content=Content.CONFLICTS)
        assert lead(again) == ["conflicts at once", NOTHING_OLDER]

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            pytest.param({"place": "Bahkmut"}, "Did you mean Bakhmut", id="unknown-place"),
            pytest.param({"place": " "}, "No place ' '", id="blank-place"),
            pytest.param({"content": Content.DIGEST}, "A digest needs a time of day", id="digest-without-time"),
            pytest.param({"content": Content.DIGEST, "digest_at": " "}, "needs a time of day", id="digest-blank-time"),
            pytest.param({"zone": "Europe/Kyiv"}, "A time zone is for the digest", id="zone-without-digest"),
            pytest.param({"digest_at": "noon"}, "'noon' is no time of day", id="no-time"),
            pytest.param({"digest_at": "8", "zone": "Kyiv"}, "'Kyiv' is no time zone", id="no-zone"),
        ],
    )
    async def test_what_cannot_be_followed_is_said_and_nothing_stored(
        self, commands: Commands, store: SqlStore, given: dict[str, str], said: str
    ) -> None:
        """The error says how to put it."""
        card = await commands.subscribe(HERE, **{"place": "Kupyansk", **given})  # type: ignore[arg-type] # fields by name
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
        await commands.subscribe(HERE, place="Donbas", digest_at="8:05")
        await commands.subscribe(HERE, place="Sudan", content=Content.CONFLICTS)
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
            pytest.param(StoreError(url="x", reason="disk full"), "disk full", id="store"),
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
