"""How each command is used, as people type it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.desk.card import Card, Section, Tone, line

USAGE: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "/claims": (
            "/claims search Kharkiv region – claims on a place and what lies in it",
            '/claims Kupiansk since monday text:"railway bridge" – of a day or later, with words',
        ),
        "/conflicts": ("/conflicts list – all open conflicts", "/conflicts list Kharkiv region – those of a place"),
        "/subscribe": (
            "/subscribe Kharkiv region – conflicts and claims at once; or everything, for all places",
            "/subscribe Sudan conflicts – conflicts only",
            "/subscribe Kharkiv region conflicts digest 08:00 Europe/Kyiv – and a digest a day",
            "/subscribe everything digest only mondays 8am Kyiv – nothing but a digest a week; or hourly",
            '/subscribe Sudan only:"captured, bridges, 2 sources" – some claims; also Ukraine, from BBC News, probable',
            "/subscribe Sudan quiet:22:00-07:00 zone:Khartoum – at night nothing but conflicts",
            "/subscribe Sudan repeat:yes – news of a conflict in the channel too, not in its thread alone",
        ),
        "/unsubscribe": ("/unsubscribe Kharkiv region",),
        "/subscriptions": ("/subscriptions – what this channel follows",),
        "/submit": ("/submit https://example.org/article – or an article's text",),
        "/claimwatch": (
            "/claimwatch status – how Claimwatch stands",
            "/claimwatch mute Kupiansk for 2h – nothing at once on a place, a dispute's id, or everything",
            "/claimwatch unmute Kupiansk – the same again",
            "/claimwatch claims search Kupiansk – any command, where another app has taken its name",
        ),
    }
)
"""The commands that there are, each with its examples."""


def usage_card(name: str) -> Card:
    """Return how a command is used; `/claimwatch` shows all."""
    names = list(USAGE) if name == "/claimwatch" else [name]
    title = "What you can ask" if len(names) > 1 else f"How to use {name}"
    sections = tuple(Section(heading=one, lines=tuple(map(line, USAGE[one]))) for one in names)
    return Card(tone=Tone.ANSWER, title=title, text=title, sections=sections)
