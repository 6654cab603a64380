"""Where quotation marks are open."""

from __future__ import annotations

from bot.extraction.context import Context


def in_quotes(context: Context, index: int, offset: int) -> bool:
    """Whether an offset of a sentence lies inside quotation marks opened in its paragraph."""
    sentence = context.sentences[index]
    first = index
    while (
        first > 0
        and context.sentences[first - 1].paragraph == sentence.paragraph
        and (context.sentences[first - 1].part == sentence.part)
    ):
        first -= 1
    depth = 0
    for number in range(first, index + 1):
        text = context.sentences[number].text
        stop = offset if number == index else len(text)
        for char in text[:stop]:
            if char == "“":
                depth = 1
            elif char == "”":
                depth = 0
            elif char == '"':
                depth = 1 - depth
    return depth == 1
