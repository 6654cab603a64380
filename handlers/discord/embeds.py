"""Cards as embeds, within what Discord takes in one message.

The numbers are those of Discord's developer documentation, "Embed Limits". Texts are measured in UTF-16 units, as the
client does; the interface, which may count characters, then never finds more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

import discord

from bot.desk.card import Card, Line, Section, Tone
from bot.desk.splitting import split_card
from handlers.addresses import safe_url
from handlers.discord.markup import ELLIPSIS, escaped, fitted, fitted_line, plain, rendered_line, size
from handlers.marks import mark

TITLE = 256
DESCRIPTION = 4096
FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1024
FOOTER = 2048
EMBEDS = 10
TOTAL = 6000
"""Over all embeds of a message."""

NOTHING = "\u200b"
"""A name or value that is there and shows nothing: empty ones are refused."""

_LONGEST_URL = 2048
_LONGEST_FOOTER = 400
# What "… and N more" takes, with a name that shows nothing.
_COUNTED = 24
# Less than this says too little to be worth a cut.
_LEAST = 120
_QUOTE = "> "
_MORE_LINES = f"\n{ELLIPSIS}"
# Of a position's field, what its quote gets before the lines about it do.
_QUOTE_FIRST = 500
_PER_ROW = 2
# More than any text is long.
_ANY = 1_000_000
_LONGEST_SIGN = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How a kind of message looks; the sign says the same as the colour, for those who do not see it."""

    colour: int
    sign: str


STYLES: Mapping[Tone, Style] = MappingProxyType(
    {
        Tone.CONFLICT: Style(colour=0xC0392B, sign="⚔️"),
        Tone.UPDATE: Style(colour=0xD68910, sign="🔄"),
        Tone.SUMMARY: Style(colour=0x2471A3, sign="📰"),
        Tone.DIGEST: Style(colour=0x6C3483, sign="🗓️"),
        Tone.NOTICE: Style(colour=0x717D7E, sign="📢"),
        Tone.ANSWER: Style(colour=0x1E8449, sign="💬"),
        Tone.ERROR: Style(colour=0x641E16, sign="⚠️"),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Field:
    name: str
    value: str
    inline: bool = False

    @property
    def size(self) -> int:
        return size(self.name) + size(self.value)


_Row = tuple[_Field, ...]
_PARTING = _Field(name=NOTHING, value=NOTHING)


def card_parts(card: Card) -> tuple[Card, ...]:
    """Return the card, or several where one message does not take all of it."""
    return split_card(card, fits=_shows_all, title_fits=_title_fits)


def card_messages(card: Card) -> list[list[discord.Embed]]:
    """Return the card as the embeds of one message, or of several where one does not take all of it."""
    return [card_embeds(part) for part in card_parts(card)]


def card_embeds(card: Card) -> list[discord.Embed]:
    """Return the card as the embeds of one message.

    Sections are fields; neighbours that are compared stand in two columns. What is too long is cut at a word, and the
    sections for which no room is left are counted.
    """
    style = STYLES[card.tone]
    title = fitted(card.title, TITLE - size(style.sign) - 1)
    footer = fitted(card.footer, _LONGEST_FOOTER, plain) if card.footer else ""
    room = TOTAL - size(style.sign) - 1 - size(title) - size(footer) - _COUNTED
    opening, rest = _opening(card)
    description, left = _paragraphs(opening, limit=min(DESCRIPTION, room))
    rows, unshown = _rows([*left, *rest], room=room - size(description))
    pages = _pages([*rows, *_counted(unshown)])
    url = safe_url(card.url, longest=_LONGEST_URL) if card.url else None
    embeds = [discord.Embed(colour=style.colour) for _ in pages]
    embeds[0].title, embeds[0].url, embeds[0].description = f"{style.sign} {title}".strip(), url, description or None
    for embed, fields in zip(embeds, pages, strict=True):
        for one in fields:
            embed.add_field(name=one.name, value=one.value, inline=one.inline)
    if footer:
        embeds[-1].set_footer(text=footer)
    return embeds


def _shows_all(card: Card) -> bool:
    """Whether every line and quote of the card stands whole in its one message."""
    embeds = card_embeds(card)
    shown = "\n".join(
        part
        for embed in embeds
        for part in (embed.description or "", *(text for one in embed.fields for text in (one.name, one.value)))
        if part
    )
    at = 0
    for wanted in _wanted(card):
        found = shown.find(wanted, at)
        if found < 0:
            return False
        at = found + len(wanted)
    return True


def _wanted(card: Card) -> Iterator[str]:
    """Yield what the card's message has to show, in order."""
    for section in (Section(lines=card.lead), *card.sections):
        if section.heading:
            yield fitted(section.heading, _ANY)
        yield from filter(None, map(rendered_line, section.lines))
        if section.quote:
            yield fitted(section.quote, _ANY, escaped)


def _title_fits(title: str) -> bool:
    return size(fitted(title, _ANY)) <= TITLE - _LONGEST_SIGN


def _opening(card: Card) -> tuple[list[Section], Sequence[Section]]:
    """Return what is told under the title without a heading, and the sections that follow."""
    at = next((n for n, one in enumerate(card.sections) if one.heading or one.beside), len(card.sections))
    lead = [Section(lines=card.lead)] if card.lead else []
    return [*lead, *card.sections[:at]], card.sections[at:]


def _paragraphs(sections: Sequence[Section], *, limit: int) -> tuple[str, Sequence[Section]]:
    """Return sections as paragraphs with an empty line between them, and those for which there was no room."""
    shown = ""
    for number, section in enumerate(sections):
        between = "\n\n" if shown else ""
        room = limit - size(shown) - len(between)
        part = _block(section, limit=room)
        if shown and part != _block(section, limit=TOTAL):
            return shown, sections[number:]
        if part:
            shown += between + part
    return shown, ()


def _rows(sections: Sequence[Section], *, room: int) -> tuple[list[_Row], int]:
    """Return the fields, those that belong side by side as one row, and how many sections there was no room for."""
    rows: list[_Row] = []
    used = 0
    # A row may leave the end of an embed empty; one field is kept for the count of what is left out.
    free = EMBEDS * (FIELDS - _PER_ROW) - 1
    waiting = list(_grouped([one for one in sections if one.heading or _block(one, limit=TOTAL)]))
    for number, group in enumerate(waiting):
        # Two rows of columns would run into each other: three columns stand in a row where there is width for them.
        parted = (_PARTING,) if rows and rows[-1][-1].inline and len(group) > 1 else ()
        left = room - used - sum(field.size for field in parted)
        row = _row(group, room=left) if left >= _LEAST * len(group) else ()
        if not row or len(row) > free or sum(field.size for field in row) > left:
            return rows, sum(map(len, waiting[number:]))
        rows.append((*parted, *row))
        used = room - left + sum(field.size for field in row)
        free -= len(parted) + len(row)
    return rows, 0


def _grouped(sections: Sequence[Section]) -> Iterator[tuple[Section, ...]]:
    """Yield the sections in order, compared neighbours two by two."""
    for beside, run in groupby(sections, key=lambda one: one.beside):
        found = list(run)
        width = _PER_ROW if beside else 1
        yield from (tuple(found[at : at + width]) for at in range(0, len(found), width))


def _row(group: tuple[Section, ...], *, room: int) -> _Row:
    """Return the fields of sections that stand side by side, or of one section: more than one where it is long."""
    share = room // len(group)
    if len(group) > 1 or group[0].quote is not None:
        return tuple(_field(one, room=share, inline=len(group) > 1) for one in group)
    return _continued(group[0], room=share)


def _field(section: Section, *, room: int, inline: bool) -> _Field:
    name = _name(section, room=room)
    value = _block(section, limit=min(FIELD_VALUE, room - size(name)))
    return _Field(name=name, value=value or NOTHING, inline=inline)


def _continued(section: Section, *, room: int) -> _Row:
    """Return a section of lines as a field, continued without a name where its lines need more than one."""
    name = _name(section, room=room)
    fields: list[_Field] = []
    value = ""
    left = room - size(name) - len(_MORE_LINES)
    longest = FIELD_VALUE - len(_MORE_LINES)
    shown = [one for one in section.lines if rendered_line(one)]
    for number, line in enumerate(shown, start=1):
        text = fitted_line(line, min(longest, left - 1))
        if value and size(value) + 1 + size(text) > longest:
            fields.append(_Field(name=NOTHING if fields else name, value=value))
            value = ""
            left -= len(NOTHING)
        value += f"\n{text}" if value else text
        left -= size(text) + 1
        if left < _LEAST and number < len(shown):
            value += _MORE_LINES
            break
    return (*fields, _Field(name=NOTHING if fields else name, value=value or NOTHING))


def _name(section: Section, *, room: int) -> str:
    """Return a field's name: the heading, of a position with its sign before it."""
    sign = mark(section.position)
    left = min(FIELD_NAME, room // 2) - size(sign) - 1
    heading = fitted(section.heading, left) if section.heading else ""
    return f"{sign} {heading}".strip() or NOTHING


def _block(section: Section, *, limit: int) -> str:
    """Return a section's lines and its quote, within the limit; the quote has room kept for it."""
    kept = min(size(_quoted(section.quote, limit)) + 1, _QUOTE_FIRST, limit // 2) if section.quote else 0
    lines = _lines(section.lines, limit=limit - kept)
    if not section.quote:
        return lines
    between = "\n" if lines else ""
    return lines + between + _quoted(section.quote, limit - size(lines) - len(between))


def _lines(lines: Sequence[Line], *, limit: int) -> str:
    """Return the lines within the limit; where not all are shown, an ellipsis ends them."""
    whole = "\n".join(filter(None, map(rendered_line, lines)))
    if size(whole) <= limit:
        return whole
    shown = ""
    for line in lines:
        between = "\n" if shown else ""
        room = limit - size(shown) - len(between) - len(_MORE_LINES)
        text = fitted_line(line, room)
        if text != rendered_line(line):
            return f"{shown}{between}{text}" if text else shown + _MORE_LINES
        shown += between + text if text else ""
    return shown + _MORE_LINES


def _quoted(quote: str, limit: int) -> str:
    shown = fitted(quote, limit - len(_QUOTE), escaped)
    return f"{_QUOTE}{shown}" if shown else ""


def _counted(number: int) -> Iterator[_Row]:
    if number:
        yield (_Field(name=NOTHING, value=f"{ELLIPSIS} and {number} more"),)


def _pages(rows: Sequence[_Row]) -> list[list[_Field]]:
    """Return the fields of each embed; a row is not parted where it fits into one."""
    pages: list[list[_Field]] = [[]]
    for row in rows:
        whole = len(row) <= FIELDS
        if pages[-1] and whole and len(pages[-1]) + len(row) > FIELDS:
            pages.append([])
        for field in row:
            if len(pages[-1]) == FIELDS:
                pages.append([])
            pages[-1].append(field)
    return pages
