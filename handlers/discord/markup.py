"""Plain text as Discord's markdown that shows exactly that text: it pings nobody, links nowhere, formats nothing.

What the client obeys is described in Discord's help page "Markdown Text 101" and in its developer documentation under
"Message Formatting": a backslash takes the meaning from any punctuation mark after it, and references (users, roles,
channels, commands, emoji, times, navigation) all begin with "<". Inside the words of a masked link a backslash does
not help against square brackets, so there they are written as round ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, time
from functools import partial

from bot.desk.card import Channel, Line, Link, Moment, Span, Who, Words
from bot.model.words import day_words
from handlers.addresses import safe_url
from handlers.text import clean, isolated

ELLIPSIS = "…"

_BOLD = "**"
_ZERO_WIDTH = "\u200b"
# Words that notify wherever they stand. At the end of a span the next one could complete them.
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d|$)", re.IGNORECASE)
# A colon makes a bare address a link ("://") and a name an emoji (":name:").
_MARKS = re.compile(r"[\\*_~|`<>\[\]]|:(?=//|[\w+~-]+:|$)")
# What begins a heading, a small line or a list, where it stands first in a line.
_BEGINNING = re.compile(r"^([#+-]|\d+(?=[.)]))")
# What may stand after the last character: the end of bold, and of right-to-left words that are kept apart.
_AFTER = "*\u2069"
_ROUND = str.maketrans("[]", "()")
_JOINER = "\u200d"
_SELECTORS = range(0xFE00, 0xFE10)


def escaped(text: str) -> str:
    """Return the text as markdown that shows it; white space is folded, right-to-left words are kept apart."""
    shown = _MARKS.sub(r"\\\g<0>", _unmentioning(isolated(text)))
    return _BEGINNING.sub(_without_meaning, shown)


def plain(text: str) -> str:
    """Return the text for a place that knows no markdown (footers, choices); there too it mentions nobody."""
    return _unmentioning(isolated(text))


def rendered(span: Span) -> str:
    """Return one span as markdown; spaces at its ends stay, one of each."""
    match span:
        case Words(text=text, strong=strong):
            return _spaced(text, partial(_around, mark=_BOLD) if strong else escaped)
        case Link(text=text, url=url):
            return _spaced(text, partial(_linked, url=url))
        case Moment():
            return _moment(span)
        case Who(id=one):
            return _mention(one)
        case Channel(destination=one, text=text):
            return f"<#{one.removeprefix('discord:')}>" if one.startswith("discord:") else escaped(text)


def rendered_line(line: Line) -> str:
    """Return the spans of a line as markdown."""
    return "".join(map(rendered, line)).strip()


def size(text: str) -> int:
    """Return the length in UTF-16 units, as Discord's client counts: never less than in characters."""
    return len(text) + sum(character > "\uffff" for character in text)


def fitted(text: str, limit: int, render: Callable[[str], str] = escaped) -> str:
    """Return the rendered text within the limit, cut at a word with an ellipsis where it is longer."""
    text = clean(text)
    whole = render(text)
    if size(whole) <= limit:
        return whole

    def cut(length: int) -> str:
        return render(text[:length].rstrip() + ELLIPSIS)

    low, high = 0, max(min(len(text), limit), 0)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(cut(middle)) <= limit else (low, middle - 1)
    word = text.rfind(" ", 0, low + 1)
    end = word if word > low // 2 else low
    # The sizes do not always rise with the length: marks that are escaped only beside others can upset the search.
    while end > 0 and (_joined(text, end) or size(cut(end)) > limit):
        end -= 1
    return next((one for one in (cut(end), ELLIPSIS) if size(one) <= limit), "")


def fitted_line(line: Line, limit: int) -> str:
    """Return the line within the limit: the first span without room is cut, and what follows it left out."""
    whole = rendered_line(line)
    if size(whole) <= limit:
        return whole
    shown = ""
    for span in line:
        piece = rendered(span)
        if size(shown + piece) >= limit:
            shown += _shortened(span, limit - 1 - size(shown))
            break
        shown += piece
    shown = shown.strip()
    if limit < 1 or shown.rstrip(_AFTER).endswith(ELLIPSIS):
        return shown
    return shown + ELLIPSIS


def _shortened(span: Span, room: int) -> str:
    """Return as much of a span as there is room for; half a time is none, and half a link leads nowhere."""
    match span:
        case Words(text=text, strong=True):
            return fitted(text, room, partial(_around, mark=_BOLD))
        case Words(text=text) | Link(text=text):
            return fitted(text, room)
        case Moment() | Who() | Channel():
            return ""


def _spaced(text: str, render: Callable[[str], str]) -> str:
    """Return the rendered text with a space on each side that had one."""
    if not text.strip():
        return " " if text else ""
    before, after = " " * text[0].isspace(), " " * text[-1].isspace()
    return f"{before}{render(text)}{after}"


def _around(text: str, mark: str) -> str:
    inner = escaped(text)
    return f"{mark}{inner}{mark}" if inner else ""


def _linked(text: str, url: str) -> str:
    words, address = escaped(text.translate(_ROUND)), safe_url(url)
    return f"[{words}]({address})" if words and address is not None else escaped(text)


def _mention(one: str) -> str:
    """Return who is meant, by the name that readers know: ids of people have the platform first, others are roles."""
    person = one.removeprefix("discord:")
    return f"<@{person}>" if person != one else f"<@&{one}>"


def _moment(moment: Moment) -> str:
    """Return a time that each reader's client shows in the reader's own zone.

    Midnight in UTC stands for a date without a time of day, and such a date is the same everywhere: a timestamp would
    show the day before to everyone west of Greenwich, so it is written out.
    """
    if moment.day_only and moment.at.astimezone(UTC).time() == time():
        return day_words(moment.at.astimezone(UTC).date())
    return f"<t:{int(moment.at.timestamp())}:{'D' if moment.day_only else 'f'}>"


def _unmentioning(text: str) -> str:
    return _MENTION.sub(f"@{_ZERO_WIDTH}", text)


def _without_meaning(found: re.Match[str]) -> str:
    beginning = found[1]
    return f"{beginning}\\" if beginning.isdigit() else f"\\{beginning}"


def _joined(text: str, at: int) -> bool:
    """Whether the character there belongs to the one before it (accents, joined emoji)."""
    if at >= len(text):
        return False
    after, before = text[at], text[at - 1]
    return bool(unicodedata.combining(after)) or _JOINER in (after, before) or ord(after) in _SELECTORS
