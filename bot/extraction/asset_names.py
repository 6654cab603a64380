"""What an asset is called beyond its noun and name: a road by its two ends, "the road from X to Y"."""

from __future__ import annotations

import re

from bot.extraction.assets import AssetSpan
from bot.model.claim import AssetKind

_NAME = r"[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*){0,3}"
_END = rf"(?:{_NAME}|the\s+\w+)"
# What stands right behind "road"; the parser hangs it on the verb as often as on the road.
_ENDS = re.compile(
    rf"\s+(?:from\s+{_NAME}\s+to\s+{_END}|between\s+{_NAME}\s+and\s+{_END}|to\s+{_NAME}\s+from\s+{_NAME})"
)


def text_of(span: AssetSpan, sentence: str) -> str:
    """Return the asset's words, of a road without a name with its ends where both are told."""
    if span.kind is not AssetKind.ROAD or span.name is not None or span.start < 0:
        return span.text
    ends = _ENDS.match(sentence, span.end)
    return sentence[span.start : ends.end()] if ends is not None else span.text
