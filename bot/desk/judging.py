"""Decisions from a button: who may, why, what then stands in the place of the message."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk import claim_cards
from bot.desk.actions import Action, Choice, Field, FieldKind, Form, Style, Verb
from bot.desk.alert_cards import dispute_card
from bot.desk.asker import Asker
from bot.desk.card import Card, Tone, line
from bot.desk.community import Permissions
from bot.desk.deciding import Author, Decided
from bot.desk.parts import Parts
from bot.desk.replies import Effect, Reply
from bot.desk.words import DECISIONS, SHORT_ID, STATUSES
from bot.model.alert import AlertKind
from bot.model.decision import What
from bot.model.errors import NotFoundError, RequestError

_TITLES = {
    What.DISMISS: "Not a conflict",
    What.RESOLVE: "Resolve for a position",
    What.NO_CONFLICT: "Not a conflict",
    What.SAME: "One and the same claim",
    What.VERIFIED: "Claim verified",
    What.FALSE: "Claim false",
    What.INCONCLUSIVE: "Claim inconclusive",
    What.UNDO: "Take the decision back",
}
_LONGEST_REASON = 500
_LONGEST_LABEL = 100


@dataclass(frozen=True, slots=True)
class Judging:
    """Asks for a reason, records the decision, and brings the message up to date."""

    parts: Parts
    permissions: Permissions

    async def form(self, asker: Asker, action: Action) -> Form:
        """Return the form for a decision: its reason, and of a resolution the position."""
        await self.permissions.may_decide(asker)
        what, ids, _ = _read(action)
        fields = [
            Field(
                key="reason",
                label="Why? All who read it will see this",
                kind=FieldKind.LONG,
                hint="What you know, and from where",
                required=True,
                longest=_LONGEST_REASON,
            )
        ]
        if what is What.RESOLVE:
            dispute = await self.parts.store.dispute(ids[0])
            if dispute is None:
                raise NotFoundError(kind="dispute", wanted=ids[0])
            choices = tuple(
                Choice(label=one.label[:_LONGEST_LABEL], value=str(number))
                for number, one in enumerate(dispute.positions, start=1)
            )
            which = Field(
                key="position", label="Which position holds", kind=FieldKind.CHOICE, required=True, choices=choices
            )
            fields.insert(0, which)
        return Form(title=_TITLES[what], action=action, fields=tuple(fields), submit="Record")

    async def decide(self, asker: Asker, action: Action, answers: dict[str, str]) -> Reply:
        """Record it, and return the message as it then stands."""
        await self.permissions.may_decide(asker)
        what, ids, origin = _read(action)
        reason = answers.get("reason", "").strip()
        if not reason:
            raise RequestError("A decision needs a reason: say in a few words what you know.")
        by = Author(name=asker.author, reason=reason)
        made = await self.parts.decider.decide(what, ids, position=answers.get("position"), by=by)
        note = _recorded(made, reason)
        shown = await self._shown(origin)
        if shown is None:
            return Reply(card=note)
        return Reply(card=shown, effect=Effect.REPLACE, note=note)

    async def _shown(self, origin: str) -> Card | None:
        """Return what stands in place of the message that the button was on: an alert, a dispute, a claim."""
        kind, subject = origin[:1], origin[1:]
        if kind == "a":
            alerts = await self.parts.store.alerts_for(subject)
            opening = next((one for one in alerts if one.kind is AlertKind.CONFLICT), None)
            updates = [one for one in alerts if one.kind is AlertKind.UPDATE]
            return None if opening is None else dispute_card(opening, updates)
        if kind == "d" and await self.parts.store.dispute(subject) is not None:
            return claim_cards.dispute_detail_card(await self.parts.desk.dispute(subject))
        if kind == "c" and await self.parts.store.claim(subject) is not None:
            return claim_cards.claim_card(await self.parts.desk.claim(subject))
        return None


def _read(action: Action) -> tuple[What, list[str], str]:
    """Return what is decided, of which ids, and from which message."""
    what, *rest = action.args
    *ids, origin = rest
    # The claim of a claim's message is what is decided on.
    return What(what), ids, f"c{ids[0]}" if origin == "c" else origin


def _recorded(made: Decided, reason: str) -> Card:
    title = f"Recorded: {DECISIONS[made.decision.kind]}"
    changed = [line(f"{one.slot.label}: {STATUSES[one.status].split(maxsplit=1)[-1]}") for one in made.disputes] or [
        line("No conflict changes by it.")
    ]
    undo = Action(
        verb=Verb.DECIDE, args=(What.UNDO.value, made.decision.id, ""), label="Undo", style=Style.PLAIN, form=True
    )
    return Card(
        tone=Tone.ANSWER,
        title=title,
        text=title,
        lead=(line(f"Why: {reason}"), *changed),
        footer=f"decision {made.decision.id[:SHORT_ID]} by {made.decision.author}",
        actions=(undo,),
    )
