"""A card that is too long for one message, as several: nothing of it is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.desk.card import Card, Line, Section, Span, Words, line

# Words in one span beyond this are parted, since any platform takes so many in one place whatever has to be escaped.
_LONGEST_SPAN = 400
# What a part's title begins with at most.
_LONGEST_COUNT = "(99/99) "


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """What stays together: a line or a quote under its heading, or sections that are compared."""

    sections: tuple[Section, ...]
    number: int
    """Which of the card's sections it is from."""


def split_card(
    card: Card, *, fits: Callable[[Card], bool], title_fits: Callable[[str], bool], buttons_first: bool = False
) -> tuple[Card, ...]:
    """Return the card, or several that together show all of it, in order, each of which `fits` one message.

    The parts are counted in their titles. A title that is too long stands whole in the first lines. The buttons stand
    on the last, or on the first where the others stand under that.
    """
    whole = card if title_fits(card.title) else _with_title(card)
    if fits(whole):
        return (whole,)
    if not title_fits(f"{_LONGEST_COUNT}{card.title}"):
        whole = _with_title(card)
    pieces = list(_pieces(whole))
    bare = replace(card, lead=(), sections=())
    parts: list[Card] = []
    while pieces:
        number = _most(pieces, lambda some: fits(replace(bare, sections=_joined(some))))
        parts.append(replace(bare, sections=_joined(pieces[:number])))
        pieces = pieces[number:]
    if len(parts) < 2:
        return (whole,)
    with_buttons = 1 if buttons_first else len(parts)
    return tuple(
        replace(
            part,
            title=f"({number}/{len(parts)}) {card.title}",
            text=card.text if number == 1 else f"{card.title} ({number}/{len(parts)})",
            # The last words are told once, and so is where it stands.
            url=card.url if number == 1 else None,
            footer=card.footer if number == len(parts) else None,
            actions=card.actions if number == with_buttons else (),
            menus=card.menus if number == with_buttons else (),
        )
        for number, part in enumerate(parts, start=1)
    )


def _with_title(card: Card) -> Card:
    return replace(card, lead=(*_parted(line(card.title)), *card.lead))


def _most(pieces: Sequence[_Piece], fit: Callable[[Sequence[_Piece]], bool]) -> int:
    """Return how many of the first pieces fit together; one at least, or nothing would ever be told."""
    low, high = 1, len(pieces)
    while low < high:
        middle = (low + high + 1) // 2
        if fit(pieces[:middle]):
            low = middle
        else:
            high = middle - 1
    return low


def _pieces(card: Card) -> Iterator[_Piece]:
    sections = [*([Section(lines=card.lead)] if card.lead else []), *card.sections]
    number = 0
    while number < len(sections):
        section = sections[number]
        if section.beside:
            pair = sections[number : number + 2]
            together = tuple(pair) if len(pair) > 1 and pair[1].beside else (section,)
            yield _Piece(sections=together, number=number)
            number += len(together)
            continue
        for one in section.lines:
            for part in _parted(one):
                yield _Piece(sections=(Section(heading=section.heading, lines=(part,)),), number=number)
        if section.quote or not section.lines:
            yield _Piece(sections=(Section(heading=section.heading, quote=section.quote),), number=number)
        number += 1


def _joined(pieces: Sequence[_Piece]) -> tuple[Section, ...]:
    """Return the pieces as sections again, those of one section as one."""
    made: list[tuple[int, Section]] = []
    for piece in pieces:
        if made and made[-1][0] == piece.number and not piece.sections[0].beside:
            before, more = made[-1][1], piece.sections[0]
            made[-1] = (piece.number, replace(before, lines=before.lines + more.lines, quote=more.quote))
        else:
            made += [(piece.number, section) for section in piece.sections]
    return tuple(section for _, section in made)


def _parted(whole: Line) -> Iterator[Line]:
    """Yield the line, in several where its words are too many for one."""
    if all(not isinstance(span, Words) or len(span.text) <= _LONGEST_SPAN for span in whole):
        yield whole
        return
    current: list[Span] = []
    for span in whole:
        if not isinstance(span, Words) or len(span.text) <= _LONGEST_SPAN:
            current.append(span)
            continue
        *full, last = _wrapped(span.text)
        for text in full:
            yield (*current, Words(text=text, strong=span.strong))
            current = []
        current.append(Words(text=last, strong=span.strong))
    if current:
        yield tuple(current)


def _wrapped(text: str) -> list[str]:
    """Return the text in parts that are short enough, parted at spaces where there are any."""
    parts = [""]
    for word in text.split(" "):
        for at in range(0, len(word) or 1, _LONGEST_SPAN):
            piece = word[at : at + _LONGEST_SPAN]
            if parts[-1] and len(parts[-1]) + 1 + len(piece) > _LONGEST_SPAN:
                parts.append(piece)
            else:
                parts[-1] = f"{parts[-1]} {piece}" if parts[-1] else piece
    return parts
