"""What buttons and forms do at the desk, over a real store: pages, decisions, subscriptions, settings, permissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.desk.actions import Action, FieldKind, Form, Verb, encode
from bot.desk.alert_cards import alert_card
from bot.desk.asker import Asker
from bot.desk.card import Tone
from bot.desk.commands import SHOWN_CLAIMS, Commands
from bot.desk.questions import Question
from bot.desk.replies import Effect, Reply
from bot.model.alert import AlertKind
from bot.model.claim import AssetKind, AssetState, Predicate
from bot.model.community import Community
from bot.model.dispute import DisputeStatus
from bot.places.gazetteer import Gazetteer
from bot.store.database import SqlStore
from tests.desk.pressing import MODERATOR, READER, ask, button, choice, disputed, press
from tests.desk.world import HERE, NOW, lead, placed, take


class TestPages:
    """An answer that is too long for one message."""

    async def test_every_claim_is_on_one_page(self, commands: Commands, store: SqlStore, gazetteer: Gazetteer) -> None:
        """Pages follow one another, newest first, and lead back; the message is replaced."""
        place = placed(gazetteer, "Kupyansk")
        made = [
            (await take(store, place, day=date(2031, 4, 1) + timedelta(days=number))).id
            for number in range(2 * SHOWN_CLAIMS + 1)
        ]
        card = await commands.search(place="Kupyansk")
        seen = [one.args[0] for one in card.menus[0].choices]
        for number in (1, 2):
            reply = await press(commands, HERE, button(card, "More"))
            assert reply.effect is Effect.REPLACE
            card = reply.card
            assert card.title == f"Page {number + 1} of claims on Kupyansk, Kharkiv, Ukraine"
            seen += [one.args[0] for one in card.menus[0].choices]
        assert seen == made[::-1]
        assert [one.label for one in card.actions] == ["Back"]
        back = await press(commands, HERE, button(card, "Back"))
        assert [one.label for one in back.card.actions] == ["Back", "More"]

    async def test_a_long_question_goes_on_too(self, commands: Commands, store: SqlStore, gazetteer: Gazetteer) -> None:
        """One that no button could carry is kept by the store, so that it survives a restart."""
        place = placed(gazetteer, "Kupyansk")
        for number in range(SHOWN_CLAIMS + 1):
            await take(store, place, day=date(2031, 5, 1) + timedelta(days=number))
        words = "captured " * 20
        card = await commands.search(question=Question(place="Kupyansk", side="XNO", text=words))
        assert len(button(card, "More")) < 60
        reply = await press(commands, HERE, button(card, "More"))
        assert reply.card.title.startswith("Page 2 of claims on Kupyansk, Kharkiv, Ukraine of Norland with")
        assert len(reply.card.sections) == 1

    async def test_a_question_that_has_gone_is_asked_again(self, commands: Commands) -> None:
        """Its button says what to do."""
        reply = await press(commands, HERE, encode(Action(verb=Verb.SEARCH, args=("=gone", "1"))))
        assert "Please ask it again" in reply.card.text

    async def test_arguments_of_another_version_are_refused(self, commands: Commands) -> None:
        """A verb that is known with other arguments does nothing."""
        reply = await press(commands, HERE, encode(Action(verb=Verb.EXPLAIN, args=("one",))))
        assert (reply.card.tone, reply.effect) == (Tone.ERROR, Effect.PRIVATE)


class TestFilters:
    """Every way to narrow a search."""

    @pytest.mark.parametrize(
        ("question", "found"),
        [
            pytest.param(Question(domain="territory"), 2, id="domain"),
            pytest.param(Question(domain="infrastructure"), 1, id="other-domain"),
            pytest.param(Question(kind="captured"), 2, id="predicate"),
            pytest.param(Question(kind="destroyed"), 1, id="state"),
            pytest.param(Question(asset="bridges"), 1, id="asset"),
            pytest.param(Question(side="Sudmark"), 1, id="side"),
            pytest.param(Question(status="disputed"), 2, id="status"),
            pytest.param(Question(status="unverified"), 1, id="other-status"),
            pytest.param(Question(place="Kupyansk", radius="90"), 3, id="radius-finds-what-is-near"),
            pytest.param(Question(place="Kupyansk", radius="5 km"), 2, id="small-radius"),
            pytest.param(Question(until="2031-06-01"), 2, id="until"),
            pytest.param(Question(since="2031-06-02"), 1, id="since"),
        ],
    )
    async def test_it_narrows(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
        question: Question,
        found: int,
    ) -> None:
        """What fits is found, and nothing else."""
        await disputed(store, gazetteer)
        await take(store, placed(gazetteer, "Izium"), day=date(2031, 6, 2), asset=AssetKind.BRIDGE)
        card = await commands.search(question=question)
        assert len(card.sections) == found, card

    @pytest.mark.parametrize(
        ("question", "said"),
        [
            pytest.param(Question(kind="flown"), "is no kind of claim", id="kind"),
            pytest.param(Question(asset="moons"), "is no kind of thing", id="asset"),
            pytest.param(Question(domain="weather"), "is no domain", id="domain"),
            pytest.param(Question(status="odd"), "is no status", id="status"),
            pytest.param(Question(radius="30"), "needs a place", id="radius-without-place"),
            pytest.param(Question(place="Kupyansk", radius="400"), "up to 100 km", id="radius-too-large"),
        ],
    )
    async def test_what_means_nothing_is_said(
        self,
        commands: Commands,
        question: Question,
        said: str,
    ) -> None:
        """With what there is to choose from."""
        card = await commands.search(question=question)
        assert card.tone is Tone.ERROR
        assert said in card.text

    def test_kinds_are_of_both_domains(self) -> None:
        """No predicate and no state have one name, or a kind could mean two things."""
        assert not {one.value for one in Predicate} & {one.value for one in AssetState}


class TestLooking:
    """One claim, one conflict, a timeline, an explanation."""

    async def test_a_conflict_leads_to_all_about_it(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
    ) -> None:
        """From the list to the conflict, its claims, its timeline and why."""
        await disputed(store, gazetteer)
        listed = await commands.conflicts(place="Kharkiv region")
        shown = (await press(commands, HERE, choice(listed, "Kupyansk"))).card
        assert [one.position for one in shown.sections if one.beside] == [1, 2]
        claim = (await press(commands, HERE, choice(shown, "captured"))).card
        assert claim.footer is not None
        assert claim.footer.startswith("claim ")
        timeline = await press(commands, HERE, button(shown, "Timeline"))
        assert timeline.effect is Effect.PRIVATE
        assert len([line for section in timeline.card.sections for line in section.lines]) == 2
        why = (await press(commands, HERE, button(shown, "Explain"))).card
        assert why.title.startswith("They conflict")
        assert [one.label for one in why.actions] == ["Not a conflict", "Same claim"]

    async def test_a_place_has_a_timeline(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
    ) -> None:
        """Oldest first under their days, a page at a time, the newest page first."""
        for number in range(14):
            await take(store, placed(gazetteer, "Kupyansk"), day=date(2031, 5, 1) + timedelta(days=number))
        card = await commands.timeline("Kupyansk")
        assert [one.heading for one in card.sections] == [f"2031-05-{day:02}" for day in range(3, 15)]
        earlier = await press(commands, HERE, button(card, "Earlier"))
        assert [one.heading for one in earlier.card.sections] == ["2031-05-01", "2031-05-02"]
        assert earlier.effect is Effect.REPLACE
        later = await press(commands, HERE, button(earlier.card, "Later"))
        assert later.card.sections == card.sections

    async def test_an_id_that_finds_nothing_says_where_ids_are(self, commands: Commands) -> None:
        """In the words of a chat, not of a terminal."""
        for card in (
            await commands.show_claim("abcdef"),
            await commands.show_conflict("abcdef"),
            await commands.explain("abcdef", "abcde0"),
        ):
            assert card.tone is Tone.ERROR
            assert "/claims search" in card.text
            assert "`claimwatch" not in card.text

    async def test_a_message_is_only_looked_at(self, commands: Commands, store: SqlStore) -> None:
        """What it claims is shown, and nothing of it is stored."""
        card = await commands.find("Norland said that its troops had captured Ellbruck.")
        assert card.title == "1 claim in this text"
        assert "nothing was stored" in (card.footer or "")
        assert (await store.counts()).claims == 0


class TestDecisions:
    """Not a conflict, same claim, resolve, undo: who may, why, and what changes."""

    @pytest.mark.parametrize(
        ("label", "decided"),
        [
            pytest.param("Not a conflict", ({}, DisputeStatus.DISMISSED), id="dismiss"),
            pytest.param("Resolve", ({"position": "2"}, DisputeStatus.RESOLVED), id="resolve"),
        ],
    )
    async def test_a_decision_is_recorded_and_shown_in_place(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
        *,
        label: str,
        decided: tuple[dict[str, str], DisputeStatus],
    ) -> None:
        """With its author and reason; the message says how the dispute stands, and who decided can take it back."""
        answers, status = decided
        dispute = await disputed(store, gazetteer)
        (alert,) = [one for one in await store.alerts_for(dispute) if one.kind is AlertKind.CONFLICT]
        action = button(alert_card(alert), label)
        form = await ask(commands, MODERATOR, action)
        assert form.fields[-1].kind is FieldKind.LONG
        assert form.fields[-1].required
        reply = await press(commands, MODERATOR, action, reason="Two towns of one name.", **answers)
        assert reply.effect is Effect.REPLACE
        assert status.value in "".join(lead(reply.card))
        assert [one.label for one in reply.card.actions] == ["Timeline", "Explain"]
        (recorded,) = await store.decisions(limit=9)
        assert (recorded.author, recorded.reason) == ("Ann (discord:1)", "Two towns of one name.")
        assert reply.note is not None
        undone = await press(commands, MODERATOR, button(reply.note, "Undo"), reason="I was wrong.")
        assert "open" in "".join(lead(undone.card))

    async def test_two_claims_can_be_one(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
    ) -> None:
        """Said from the conflict's own message, which then shows what is left of it."""
        shown = await commands.show_conflict(await disputed(store, gazetteer))
        reply = await press(commands, MODERATOR, button(shown, "Same claim"), reason="A slip of the pen.")
        assert reply.card.tone is not Tone.ERROR
        (decided,) = await store.decisions(limit=9)
        assert decided.kind.value == "same_claim"

    async def test_a_claim_can_be_verified(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
    ) -> None:
        """Its message then says so."""
        claim = await take(store, placed(gazetteer, "Kupyansk"))
        card = await commands.show_claim(claim.id)
        reply = await press(commands, MODERATOR, button(card, "Verified"), reason="Seen on video.")
        assert reply.effect is Effect.REPLACE
        assert "verified by a person" in reply.card.text

    @pytest.mark.parametrize(
        ("asker", "said"),
        [
            pytest.param(READER, "may not decide", id="no-role"),
            pytest.param(replace(READER, roles=frozenset({"500"})), None, id="a-named-role"),
            pytest.param(replace(READER, roles=frozenset({"501"})), "may not decide", id="another-role"),
            pytest.param(replace(MODERATOR, direct=True), "in a channel", id="direct-conversation"),
            pytest.param(replace(READER, space="discord:8", roles=frozenset({"500"})), "may not", id="other-server"),
        ],
    )
    async def test_roles_are_respected(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
        asker: Asker,
        said: str | None,
    ) -> None:
        """Neither form nor decision for who may not; each server names its own roles."""
        await store.communities.save(Community(space=HERE.space, deciders=("500",)))
        action = button(await commands.show_conflict(await disputed(store, gazetteer)), "Not a conflict")
        opened = await commands.act(asker, action)
        reply = await press(commands, asker, action, reason="Because.")
        if said is None:
            assert isinstance(opened, Form)
            assert reply.card.tone is not Tone.ERROR
            return
        assert isinstance(opened, Reply)
        assert said in opened.card.text
        assert (reply.card.tone, reply.effect) == (Tone.ERROR, Effect.PRIVATE)
        assert not await store.decisions(limit=9)

    async def test_a_decision_needs_a_reason(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
    ) -> None:
        """White space is none."""
        action = button(await commands.show_conflict(await disputed(store, gazetteer)), "Not a conflict")
        reply = await press(commands, MODERATOR, action, reason="  ")
        assert "needs a reason" in reply.card.text

    async def test_a_conflict_can_be_snoozed(
        self,
        commands: Commands,
        store: SqlStore,
        gazetteer: Gazetteer,
    ) -> None:
        """For a time, in this channel, for all to see."""
        dispute = await disputed(store, gazetteer)
        action = button(await commands.show_conflict(dispute), "Snooze")
        form = await ask(commands, MODERATOR, action)
        assert [one.value for one in form.fields[0].choices][:2] == ["1h", "4h"]
        reply = await press(commands, MODERATOR, action, **{"for": "4h"})
        assert reply.effect is Effect.CHANNEL
        (mute,) = await store.subscriptions.mutes(HERE.destination)
        assert (mute.subject, mute.until) == (dispute, NOW + timedelta(hours=4))
        assert "may not" in (await press(commands, READER, action, **{"for": "4h"})).card.text
