"""How each command is used, as people type it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.desk.card import Card, Section, Tone, line

USAGE: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "/claims": (
            "/claims – a form to fill in",
            "/claims search Kharkiv region – claims on a place and what lies in it",
            '/claims Kupiansk since monday side:ukraine text:"railway bridge" – claims of a side, with words',
            "/claims within 20 km of Kupiansk last week kind:captured – also until:, asset:bridge, status:disputed",
            "/claims show 1a2b3c – one claim, and how it stands to others",
            "/claims timeline Kupiansk – what was said in the order of time; also of a claim's or a conflict's id",
        ),
        "/conflicts": (
            "/conflicts – a form to fill in",
            "/conflicts list Kharkiv region – the open ones of a place; also since:, until:, text:, status:resolved",
            "/conflicts all – all open conflicts",
            "/conflicts show 1a2b3c – one conflict: both positions, why, and what was decided",
        ),
        "/explain": (
            "/explain – a form to fill in",
            "/explain 1a2b3c 4d5e6f – why two claims conflict, or why they do not",
        ),
        "/subscribe": (
            "/subscribe Kharkiv region – conflicts and claims at once; or everything, for all places",
            "/subscribe Sudan conflicts – conflicts only",
            "/subscribe Kharkiv region conflicts digest 08:00 Europe/Kyiv – and a digest a day",
            "/subscribe everything digest only mondays 8am Kyiv – nothing but a digest a week; or hourly",
            '/subscribe Sudan only:"captured, bridges, 2 sources" – some claims; also Ukraine, from BBC News, probable',
            '/subscribe Sudan side:"Sudanese army" outlet:"BBC News" – of one side, from one outlet',
            "/subscribe Sudan quiet:22:00-07:00 zone:Khartoum – at night nothing but conflicts",
            "/subscribe Sudan repeat:yes – news of a conflict in the channel too, not in its thread alone",
        ),
        "/unsubscribe": ("/unsubscribe Kharkiv region",),
        "/subscriptions": (
            "/subscriptions – what this channel follows: edit, pause, preview, delete",
            "/subscriptions everywhere – what all channels follow",
        ),
        "/digest": ("/digest – the digest of this channel, now", "/digest Kharkiv region – of one area"),
        "/submit": (
            "/submit – a form, which takes a file too",
            "/submit https://example.org/article – or an article's text",
        ),
        "/claimwatch": (
            "/claimwatch status – how Claimwatch stands",
            "/claimwatch mute Kupiansk for 2h – nothing at once on a place, a dispute's id, or everything",
            "/claimwatch unmute Kupiansk – the same again",
            "/claimwatch sources – the feeds that are read, and how each stands",
            "/claimwatch sources export – the same as a file (OPML), in your messages with me",
            "/claimwatch sources add https://example.org/rss – or import, test, pause, resume, remove: operators alone",
            "/claimwatch settings – who may decide and subscribe, time zone, quiet hours",
            "/claimwatch find Some text – what it claims; nothing is stored",
            "@claimwatch who holds Kupiansk? – answered in a thread",
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
