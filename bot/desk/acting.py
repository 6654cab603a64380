"""What a button, a choice or a form does: one entry for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk.actions import Action, Verb
from bot.desk.asker import Asker
from bot.desk.asking import Asking
from bot.desk.card import Card
from bot.desk.community import CommunitySettings
from bot.desk.handing import Handing
from bot.desk.judging import Judging
from bot.desk.replies import Answer, Effect, Reply
from bot.desk.subscribing import Subscribing
from bot.model.errors import RequestError

# How many arguments each takes; one that has others was made by another version.
_ARGS: Mapping[Verb, frozenset[int]] = {
    Verb.SEARCH: frozenset({2}),
    Verb.CONFLICTS: frozenset({2}),
    Verb.CLAIM: frozenset({1}),
    Verb.DISPUTE: frozenset({1}),
    Verb.TIMELINE: frozenset({2}),
    Verb.EXPLAIN: frozenset({2}),
    Verb.DECIDE: frozenset({3, 4}),
    Verb.SNOOZE: frozenset({1}),
    Verb.FOLLOWED: frozenset({1}),
    Verb.DELETE: frozenset({2}),
    Verb.SUBMIT: frozenset({0}),
    Verb.SETTINGS: frozenset({0}),
    Verb.SET: frozenset({0}),
}
_OF_A_SUBSCRIPTION = frozenset({1})


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Acting:
    """Does what an action says, or returns the form that it needs first; raises ClaimwatchError."""

    asking: Asking
    subscribing: Subscribing
    judging: Judging
    handing: Handing
    settings: CommunitySettings

    async def act(self, asker: Asker, action: Action, answers: Mapping[str, str] | None) -> Answer:
        """Do it, with the answers of its form where it has one."""
        if len(action.args) not in _ARGS.get(action.verb, _OF_A_SUBSCRIPTION):
            raise RequestError("This button is from another version. Ask again, and use the new one.")
        match action.verb:
            case Verb.SEARCH | Verb.CONFLICTS:
                return _replacing(await self.asking.again(action.verb, *action.args))
            case Verb.CLAIM:
                return Reply(card=await self.asking.claim(action.args[0]))
            case Verb.DISPUTE:
                return Reply(card=await self.asking.dispute(action.args[0]))
            case Verb.EXPLAIN:
                return Reply(card=await self.asking.explain(*action.args))
            case Verb.TIMELINE:
                return await self._timeline(action)
            case Verb.DECIDE if answers is None:
                return await self.judging.form(asker, action)
            case Verb.DECIDE:
                return await self.judging.decide(asker, action, dict(answers or {}))
            case Verb.SUBMIT if answers is None:
                return self.handing.form()
            case Verb.SUBMIT:
                return Reply(card=await self.handing.submit((answers or {}).get("text", "")), effect=Effect.CHANNEL)
            case Verb.SETTINGS:
                return _replacing(await self.settings.show(asker))
            case Verb.SET if answers is None:
                return await self.settings.form(asker)
            case Verb.SET:
                return _replacing(await self.settings.save(asker, dict(answers or {})))
            case _:
                return await self._subscription(asker, action, answers)

    async def _timeline(self, action: Action) -> Reply:
        """Return a timeline: the first page beside what it is about, others in place of the page before."""
        what, page = action.args
        card = await self.asking.timeline(what, page=int(page) if page.isdecimal() else 0)
        return Reply(card=card, effect=Effect.REPLACE if page else Effect.PRIVATE)

    async def _subscription(self, asker: Asker, action: Action, answers: Mapping[str, str] | None) -> Answer:
        subscribing, one = self.subscribing, action.args[0]
        match action.verb:
            case Verb.SNOOZE if answers is None:
                return await subscribing.snooze_form(asker, one)
            case Verb.SNOOZE:
                card = await subscribing.mute(asker, one, (answers or {}).get("for"))
                return Reply(card=card, effect=Effect.CHANNEL)
            case Verb.FOLLOWED:
                return _replacing(await subscribing.panel(asker, page=int(one) if one.isdecimal() else 0))
            case Verb.EDIT if answers is None:
                return await subscribing.edit_form(asker, one)
            case Verb.EDIT:
                return _replacing(await subscribing.edit(asker, one, dict(answers or {})))
            case Verb.PAUSE | Verb.RESUME:
                return _replacing(await subscribing.pause(asker, one, paused=action.verb is Verb.PAUSE))
            case Verb.REPEAT:
                return _replacing(await subscribing.repeat(asker, one))
            case Verb.PREVIEW:
                return Reply(card=await subscribing.preview(asker, one))
            case Verb.DELETE:
                return _replacing(await subscribing.delete(asker, one, sure=action.args[1] == "sure"))
            case _:
                return _replacing(await subscribing.show(asker, one))


def _replacing(card: Card) -> Reply:
    return Reply(card=card, effect=Effect.REPLACE)
