"""Plain text as Slack's mrkdwn that shows that text: it notifies nobody, links nowhere, formats nothing.

What Slack obeys is described in its documentation, "Formatting message text" and "Text object" (docs.slack.dev): all
references and links stand between "<" and ">", and "&amp;", "&lt;", "&gt;" are the only escapes there are. For the
signs of formatting (`* _ ~`, the backtick, ">" at the beginning of a line, names between colons) there is none, and
Slack takes the full-width forms of most for the same (jsx-slack, "About escape and exact mode", and its issue 98).

Those signs are replaced by ones that look alike. An invisible sign beside them would keep the original, but whether it
stops or even starts formatting depends on the client: a zero-width space counts as the end of a word. What looks alike
does nothing in any client. An underscore inside a word means nothing to Slack either, so names and addresses keep it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC
from functools import partial

from bot.desk.card import Channel, Line, Link, Moment, Span, Who, Words
from bot.model.words import day_words
from handlers.addresses import safe_url
from handlers.text import clean, isolated

ELLIPSIS = "…"
GROUP = "S"
"""How the ids of user groups begin, as those of people do with another letter."""
LONGEST = 4000
"""No text is read further than this: more than Slack takes in one place, and little enough to be quick."""


_LIKE = {"*": "∗", "＊": "∗", "~": "∼", "～": "∼", "`": "ˋ", "｀": "ˋ", "_": "ˍ", "＿": "ˍ"}
_FORMATTING = re.compile(r"[*＊~～`｀＿]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])")
_NAME = r"""[^\s:/.,;!?()"“”]"""
_EMOJI = re.compile(rf":(?={_NAME}+:)")
_EMOJI_BEGUN = re.compile(rf":(?={_NAME}*$)")
_RATIO = "∶"
_QUOTING = re.compile(r"^[>＞\s]+")
_QUOTING_LIKE = "›"
# Only read as mentions where a message asks for it, which none of ours does. The sign is not replaced, so that a name
# can be copied from a message.
_MENTION = re.compile(r"@(?=channel|here|everyone|group|$)", re.IGNORECASE)
_WORD_JOINER = "\u2060"
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_BAR_LIKE = "∣"
_JOINER = "\u200d"
_SELECTORS = range(0xFE00, 0xFE10)


def plain(text: str) -> str:
    """Return the text for a plain_text object, which knows no markup but may know names between colons."""
    return _MENTION.sub(f"@{_WORD_JOINER}", _EMOJI.sub(_RATIO, isolated(text)))


def escaped(text: str, *, continued: bool = False) -> str:
    """Return the text as mrkdwn that shows it; white space is folded, right-to-left words are kept apart.

    Where it is `continued`, other text follows without a space, and could end what this one begins.
    """
    shown = _FORMATTING.sub(lambda found: _LIKE[found[0]], plain(text))
    if continued:
        shown = _EMOJI_BEGUN.sub(_RATIO, shown)
    return _QUOTING.sub(_QUOTING_LIKE, shown).translate(_ENTITIES)


def spoken(text: str) -> str:
    """Return the text for a message's top level, where Slack would make links of bare addresses."""
    return escaped(text).replace("://", f"{_RATIO}//")


def bold(text: str) -> str:
    """Return the text as mrkdwn in bold; it has to stand apart from other words."""
    inner = escaped(text)
    return f"*{inner}*" if inner else ""


def rendered_line(line: Line) -> str:
    """Return the spans of a line as mrkdwn."""
    return "".join(_rendered(line, at) for at in range(len(line))).strip()


def size(text: str) -> int:
    """Return the length in UTF-16 units: never less than in characters, whichever of the two Slack counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fitted(text: str, limit: int, render: Callable[[str], str] = escaped) -> str:
    """Return the rendered text within the limit, cut at a word with an ellipsis where it is longer."""
    text = clean(_bounded(text))
    whole = render(text)
    if size(whole) <= limit:
        return whole
    end = min(len(text), max(limit, 0))
    while end > 0:
        shown = render(_beginning(text, end) + ELLIPSIS)
        over = size(shown) - limit
        if over <= 0:
            return shown
        # A character takes five units at most where it is escaped: so many have to go at least.
        end -= max(over // 6, 1)
    return ELLIPSIS if limit > 0 else ""


def fitted_line(line: Line, limit: int) -> str:
    """Return the line within the limit: the first span without room is cut, and what follows it left out."""
    whole = rendered_line(line)
    if size(whole) <= limit:
        return whole
    shown = ""
    for at, span in enumerate(line):
        piece = _rendered(line, at)
        room = limit - size(shown)
        if size(piece) >= room:
            shown += _shortened(span, room - 1, strong=piece.strip().startswith("*"))
            break
        shown += piece
    shown = shown.strip()
    if limit < 1 or shown.rstrip("*").endswith(ELLIPSIS):
        return shown
    return shown + ELLIPSIS


def _rendered(line: Line, at: int) -> str:
    """Return one span of a line; spaces at its ends stay, one of each."""
    match line[at]:
        case Words(text=text, strong=strong):
            text = _bounded(text)
            if strong and _stands_apart(line, at):
                return _spaced(text, bold)
            return _spaced(text, partial(escaped, continued=at < len(line) - 1 and not text[-1:].isspace()))
        case Link(text=text, url=url):
            return _spaced(_bounded(text), partial(_linked, url=url))
        case Moment() as moment:
            return _moment(moment)
        case Who(id=one):
            # Groups of people have ids of their own ("Formatting message text").
            return f"<!subteam^{one}>" if one.startswith(GROUP) else f"<@{one.removeprefix('slack:')}>"
        case Channel() as channel:
            return _channel(channel)


def _channel(channel: Channel) -> str:
    """Return a channel as Slack names it to who may know of it; one of another platform in words."""
    platform, _, place = channel.destination.partition(":")
    known, thread, _ = place.partition("/")
    if platform != "slack" or not known:
        return escaped(channel.text)
    if known[:1] in {"U", "W"}:
        return f"the direct conversation with <@{known}>"
    return f"a thread of <#{known}>" if thread else f"<#{known}>"


def _stands_apart(line: Line, at: int) -> bool:
    """Whether a span begins and ends a word: inside of one Slack shows asterisks as they are."""
    text = _text(line[at])
    before = at == 0 or text[:1].isspace() or _text(line[at - 1])[-1:].isspace()
    after = at == len(line) - 1 or text[-1:].isspace() or _text(line[at + 1])[:1].isspace()
    return before and after


def _text(span: Span) -> str:
    return "" if isinstance(span, Moment | Who | Channel) else span.text


def _spaced(text: str, render: Callable[[str], str]) -> str:
    """Return the rendered text with a space on each side that had one."""
    if not text.strip():
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{render(text)}{' ' * text[-1].isspace()}"


def _linked(text: str, url: str) -> str:
    """Return a link, or its words alone where they lead nowhere; a bar would end the address."""
    label, address = escaped(text.replace("|", _BAR_LIKE)), safe_url(url)
    return f"<{address.translate(_ENTITIES)}|{label}>" if label and address is not None else escaped(text)


def _moment(moment: Moment) -> str:
    """Return a time that each reader's client shows in the reader's own zone; others show it in UTC.

    A day is no moment: it is the same everywhere, and as a moment it would be the day before west of Greenwich. So it
    is written out.
    """
    at = moment.at.astimezone(UTC)
    day = day_words(at.date())
    if moment.day_only:
        return day
    in_words = f"{day}, {at:%H:%M} UTC"
    unix = int(at.timestamp())
    return f"<!date^{unix}^{{date_short_pretty}} {{time}}|{in_words}>" if unix > 0 else in_words


def _shortened(span: Span, room: int, *, strong: bool) -> str:
    """Return as much of a span as there is room for; half a time is none, and half a link leads nowhere."""
    if isinstance(span, Moment | Who | Channel):
        return ""
    return fitted(span.text, room, bold if strong else escaped)


def _bounded(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + ELLIPSIS


def _beginning(text: str, end: int) -> str:
    """Return about so many characters: up to the last word's end, and never half of what is one sign to the eye."""
    if end < len(text):
        word = text.rfind(" ", 0, end + 1)
        end = word if word > end // 2 else end
    while 0 < end < len(text) and _joined(text, end):
        end -= 1
    return text[:end].rstrip()


def _joined(text: str, at: int) -> bool:
    """Whether the character there belongs to the one before it (accents, joined emoji)."""
    after, before = text[at], text[at - 1]
    return bool(unicodedata.combining(after)) or _JOINER in (after, before) or ord(after) in _SELECTORS
