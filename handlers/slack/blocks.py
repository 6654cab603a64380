"""Cards as Block Kit messages, within what Slack takes in one.

The numbers are those of Slack's documentation (docs.slack.dev, the pages of "Blocks"); that the blocks of a message may
hold about 13,200 characters together is what users measured (slackapi/bolt-js, issue 2509).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bot.desk.card import Card, Line, Link, Section, Tone
from bot.desk.splitting import split_card
from handlers.addresses import safe_url
from handlers.marks import mark
from handlers.slack.buttons import action_blocks, labels
from handlers.slack.markup import (
    ELLIPSIS,
    bold,
    escaped,
    fitted,
    fitted_line,
    plain,
    rendered_line,
    size,
    spoken,
)

BLOCKS = 50
SECTION_TEXT = 3000
FIELD_TEXT = 2000
HEADER_TEXT = 150
FALLBACK_TEXT = 3000
TOTAL = 12_500
"""Over all blocks, with some distance from what was measured."""

Block = dict[str, Any]
"""A block as JSON."""

SIGNS: Mapping[Tone, str] = MappingProxyType(
    {
        Tone.CONFLICT: "⚔️",
        Tone.UPDATE: "🔄",
        Tone.SUMMARY: "📰",
        Tone.DIGEST: "🗓️",
        Tone.NOTICE: "📢",
        Tone.ANSWER: "💬",
        Tone.ERROR: "⚠️",
    }
)


class Message(NamedTuple):
    """What is posted: the blocks, and the text for notifications and screen readers."""

    blocks: list[Block]
    text: str


_LONGEST_FOOTER = 500
# What "… and N more" takes.
_COUNTED = 24
# Less than this says too little to be worth a cut.
_LEAST = 120
_QUOTE = "> "
_MORE_LINES = f"\n{ELLIPSIS}"
# Of a position, what its quote gets before the lines about it do.
_QUOTE_FIRST = 1000
_PER_ROW = 2
# Of a context block ("Context block").
_PER_CONTEXT = 10
_LONGEST_ASIDE = 300
# More than any text is long.
_ANY = 1_000_000
_LONGEST_SIGN = 4


def card_messages(card: Card, *, buttons_first: bool = False) -> list[Message]:
    """Return the card as one message, or as several where one does not take all of it.

    The buttons stand on the last, or on the first where the others stand in its thread.
    """
    parts = split_card(card, fits=_shows_all, title_fits=_title_fits, buttons_first=buttons_first)
    return [card_message(part) for part in parts]


def card_message(card: Card) -> Message:
    """Return the card as one message.

    Neighbours that are compared stand in two columns. What is too long is cut at a word, and the sections for which no
    room is left are counted.
    """
    blocks = card_blocks(card, room=TOTAL)
    text = fitted(card.text, FALLBACK_TEXT, spoken) or fitted(card.title, FALLBACK_TEXT, spoken) or SIGNS[card.tone]
    return Message(blocks=blocks, text=text)


def card_blocks(card: Card, *, room: int) -> list[Block]:
    """Return the card's blocks, which hold so many characters at most; its buttons stand above the footer."""
    title = fitted(card.title, HEADER_TEXT - size(SIGNS[card.tone]) - 1, plain)
    header: Block = {"type": "header", "text": _plain_text(f"{SIGNS[card.tone]} {title}".strip())}
    footer = fitted(card.footer, _LONGEST_FOOTER, plain) if card.footer else ""
    buttons = action_blocks(card.actions, card.menus)
    room -= size(header["text"]["text"]) + size(footer) + _COUNTED + labels(buttons)
    # One block each for the header, the count of what is left out, and the footer.
    shown, unshown = _body(card, blocks=BLOCKS - 3 - len(buttons), room=room)
    left = [_context(f"{ELLIPSIS} and {unshown} more")] if unshown else []
    return [header, *shown, *left, *buttons, *([_context(footer)] if footer else [])]


def _shows_all(card: Card) -> bool:
    """Whether every line and quote of the card stands whole in its one message."""
    shown = "\n".join(text for block in card_message(card).blocks for text in _texts(block))
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
            yield fitted(section.heading, _ANY, bold)
        yield from filter(None, map(rendered_line, section.lines))
        if section.quote:
            yield fitted(section.quote, _ANY)


def _texts(block: Block) -> Iterator[str]:
    if block["type"] == "context":
        yield from (one["text"] for one in block["elements"])
    elif block["type"] == "section":
        yield from (one["text"] for one in block.get("fields", [block.get("text")]))


def _title_fits(title: str) -> bool:
    return size(fitted(title, _ANY, plain)) <= HEADER_TEXT - _LONGEST_SIGN


def _body(card: Card, *, blocks: int, room: int) -> tuple[list[Block], int]:
    """Return the blocks between header and footer, and how many sections there was no room for."""
    shown: list[Block] = []
    waiting = list(_grouped([one for one in (_lead(card), *card.sections) if _block(one, limit=_LEAST)]))
    for number, group in enumerate(waiting):
        made = _row(group, room=room) if room >= _LEAST * len(group) else []
        if not made or len(shown) + len(made) > blocks:
            return shown, sum(map(len, waiting[number:]))
        shown += made
        room -= sum(map(_size, made))
    return shown, 0


def _lead(card: Card) -> Section:
    """Return what is told under the title; where nothing leads to the card's address, its host does."""
    lines = [*card.lead, *(line for section in card.sections for line in section.lines)]
    linked = any(isinstance(span, Link) and span.url == card.url for line in lines for span in line)
    if card.url is None or linked or safe_url(card.url) is None:
        return Section(lines=card.lead)
    return Section(lines=(*card.lead, (Link(text=urlsplit(card.url).hostname or card.url, url=card.url),)))


def _grouped(sections: Sequence[Section]) -> Iterator[tuple[Section, ...]]:
    """Yield the sections in order, compared neighbours two by two, and what is said aside together."""
    for (beside, aside), run in groupby(sections, key=lambda one: (one.beside, _is_aside(one))):
        found = list(run)
        width = _PER_CONTEXT if aside else _PER_ROW if beside else 1
        yield from (tuple(found[at : at + width]) for at in range(0, len(found), width))


def _is_aside(section: Section) -> bool:
    """Whether it is short enough to stand smaller beside others."""
    if not section.aside or section.quote is not None or len(section.lines) > 1:
        return False
    return size(_block(section, limit=_ANY)) <= _LONGEST_ASIDE


def _row(group: tuple[Section, ...], *, room: int) -> list[Block]:
    """Return two sections side by side, or one: as one block, or as several where its lines are many."""
    if _is_aside(group[0]):
        texts = [_block(one, limit=_LONGEST_ASIDE, between=" ") for one in group]
        return [{"type": "context", "elements": [_mrkdwn(text) for text in texts]}]
    if len(group) > 1:
        limit = min(FIELD_TEXT, room // len(group))
        return [{"type": "section", "fields": [_mrkdwn(_block(one, limit=limit)) for one in group]}]
    (section,) = group
    if section.quote is not None or size(_block(section, limit=room)) <= SECTION_TEXT:
        return [_section(_block(section, limit=min(SECTION_TEXT, room)))]
    return [_section(text) for text in _continued(section, room=room)]


def _continued(section: Section, *, room: int) -> Iterator[str]:
    """Yield the texts of a section whose lines need more than one block."""
    text = _heading(section, limit=SECTION_TEXT)
    left = room - size(text) - len(_MORE_LINES)
    longest = SECTION_TEXT - len(_MORE_LINES)
    shown = [one for one in section.lines if rendered_line(one)]
    for number, line in enumerate(shown, start=1):
        added = fitted_line(line, min(longest, left - 1))
        if text and size(text) + 1 + size(added) > longest:
            yield text
            text = ""
        text += f"\n{added}" if text else added
        left -= size(added) + 1
        if left < _LEAST and number < len(shown):
            text += _MORE_LINES
            break
    yield text


def _block(section: Section, *, limit: int, between: str = "\n") -> str:
    """Return a section's heading, lines and quote within the limit; the quote has room kept for it."""
    heading = _heading(section, limit=limit)
    room = limit - size(heading) - 1
    kept = min(size(_quoted(section.quote, room)) + 1, _QUOTE_FIRST, room // 2) if section.quote else 0
    lines = _lines(section.lines, limit=room - kept)
    quote = _quoted(section.quote, room - size(lines) - 1) if section.quote else ""
    return between.join(filter(None, (heading, lines, quote)))


def _heading(section: Section, *, limit: int) -> str:
    """Return the heading in bold, that of a position with its sign before it."""
    sign = mark(section.position)
    heading = fitted(section.heading, min(300, limit // 2) - size(sign) - 1, bold) if section.heading else ""
    return f"{sign} {heading}".strip()


def _lines(lines: Sequence[Line], *, limit: int) -> str:
    """Return the lines within the limit; where not all are shown, an ellipsis ends them."""
    whole: list[str] = []
    used = -1
    for line in lines:
        if text := rendered_line(line):
            whole.append(text)
            used += size(text) + 1
        if used > limit:
            break
    else:
        return "\n".join(whole)
    shown = ""
    for line in lines:
        between = "\n" if shown else ""
        room = limit - size(shown) - len(between) - len(_MORE_LINES)
        text = fitted_line(line, room)
        if text != rendered_line(line):
            return f"{shown}{between}{text}" if text else (shown + _MORE_LINES).strip()
        shown += between + text if text else ""
    return shown + _MORE_LINES


def _quoted(quote: str, limit: int) -> str:
    shown = fitted(quote, limit - len(_QUOTE), escaped)
    return f"{_QUOTE}{shown}" if shown else ""


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_plain_text(text)]}


def _mrkdwn(text: str) -> Block:
    # Verbatim: bare addresses and names become no links.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _plain_text(text: str) -> Block:
    # Without names of emoji: ":name:" stays as it is.
    return {"type": "plain_text", "text": text, "emoji": False}


def _size(block: Block) -> int:
    return sum(map(size, _texts(block)))
