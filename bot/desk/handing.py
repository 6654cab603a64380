"""What people hand over to be read: a text, an address, a file; or a message to be looked at only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk import answer_cards, claim_cards
from bot.desk.actions import Action, Field, FieldKind, Form, Verb
from bot.desk.alert_cards import alert_card
from bot.desk.answer_cards import counted
from bot.desk.card import Card, Line, Section, Tone, line, words
from bot.desk.parts import Parts
from bot.model.alert import AlertKind
from bot.model.errors import RequestError
from bot.pipeline import Ingested

_SHOWN_ARTICLES = 20
# Of a text field in a Discord modal (developer documentation, "Text Input").
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Handing:
    """Reads what is handed over; raises ClaimwatchError for what cannot be read."""

    parts: Parts

    async def submit(self, what: str) -> Card:
        """Read an article from its address or text, and return what it claims."""
        if not what.strip():
            raise RequestError("Give an article's text or its address.")
        return _taken(await self.parts.submissions.submit(what.strip()))

    async def submit_file(self, name: str, data: bytes) -> Card:
        """Read the articles of a file, and return what they claim."""
        results = await self.parts.submissions.submit_file(name, data)
        return _taken(results[0]) if len(results) == 1 else _taken_many(name, results)

    async def find(self, text: str) -> Card:
        """Return what a text claims; nothing is stored, and nobody is told."""
        if not text.strip():
            raise RequestError("There is no text in it that I could read.")
        article, claims = await self.parts.submissions.find(text.strip())
        return claim_cards.found_card([self.parts.desk.draft(claim, article) for claim in claims])

    def form(self) -> Form:
        """Return the form that takes an article's title, text and address."""
        return Form(
            title="Submit an article",
            action=Action(verb=Verb.SUBMIT),
            fields=(
                Field(
                    key="text",
                    label="Its text, or its address",
                    kind=FieldKind.LONG,
                    hint="Paste the article, or https://…",
                    required=True,
                    longest=_LONGEST,
                ),
            ),
            submit="Read it",
        )


def _taken(result: Ingested) -> Card:
    if result.known:
        return answer_cards.known_card(result.article.title)
    summary = next((alert for alert in result.alerts if alert.kind is AlertKind.SUMMARY), None)
    return answer_cards.no_claims_card(result.article.title) if summary is None else alert_card(summary)


def _taken_many(name: str, results: Sequence[Ingested]) -> Card:
    new = [one for one in results if not one.known]
    claims = sum(len(one.claims) for one in new)
    title = f"{name}: {counted(len(new), 'new article')}, {counted(claims, 'claim')}"
    lines: list[Line] = [
        (words(f"• {one.article.title or one.article.key} — "), words(_found(one))) for one in results[:_SHOWN_ARTICLES]
    ]
    if len(results) > _SHOWN_ARTICLES:
        lines.append(line(f"… and {len(results) - _SHOWN_ARTICLES} more"))
    return Card(tone=Tone.SUMMARY, title=title, text=title, sections=(Section(lines=tuple(lines)),))


def _found(one: Ingested) -> str:
    return "read before" if one.known else counted(len(one.claims), "claim")
