"""Which asset "it", "they" or "the plant" stands for: one named before it, in its sentence or the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.assets import AssetSpan
from bot.extraction.hostility import SERVICES
from bot.extraction.reading import Reading
from bot.extraction.syntax import children
from bot.model.claim import AssetKind

_ONE = frozenset({"it", "its"})
_SEVERAL = frozenset({"they", "them", "their", "both"})
# "The plant" may be any of these.
_WORKS = frozenset(
    {AssetKind.POWER, AssetKind.OIL, AssetKind.GAS, AssetKind.WATER, AssetKind.NUCLEAR, AssetKind.INDUSTRIAL}
)
_NAMED_AGAIN = frozenset({"plant", "station", "terminal", "depot"})


def asset_meant(head: Token, reading: Reading) -> AssetSpan | None:
    """Return the asset that a pronoun stands for; `None` where none fits in number.

    One of the sentence before has no place in this one's text: its offsets are below zero.
    """
    word = head.lower_
    if word not in _ONE | _SEVERAL:
        return None

    def fits(span: AssetSpan) -> bool:
        return word in (_SEVERAL if span.plural else _ONE)

    here = [span for span in reading.assets if span.end <= head.idx]
    if here:
        return here[-1] if fits(here[-1]) else None
    if _other_named(head):
        return None
    return _elsewhere([span for span in reading.assets_before if fits(span)])


def _other_named(head: Token) -> bool:
    """Whether the sentence names something else before the pronoun, who speaks aside: "The state left and it …"."""
    for token in head.doc[: head.i]:
        if token.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"nsubj", "nsubj:pass", "obj"}:
            speaks = token.dep_ == "nsubj" and any(child.dep_ in {"ccomp", "xcomp"} for child in token.head.children)
            if not speaks and token.head.i != head.head.i and not token.is_ancestor(head):
                return True
    return False


def named_before(span: AssetSpan, head: Token, reading: Reading) -> AssetSpan:
    """Return "the plant" as the refinery that the sentence before spoke of; other assets as they are."""
    bare = span.text.lower() in _NAMED_AGAIN and any(child.lower_ == "the" for child in children(head, "det"))
    if not bare or children(head, "compound", "amod", "nmod", "acl", "acl:relcl"):
        return span
    same = span.text.lower()
    works = [
        one
        for one in reading.assets_before
        if one.kind in _WORKS and not one.plural and (one.facility or one.text.lower().endswith(f" {same}"))
    ]
    if len({one.kind for one in works}) != 1:
        return span
    return replace(span, kind=works[-1].kind, name=works[-1].name)


def _elsewhere(spans: Sequence[AssetSpan]) -> AssetSpan | None:
    """Return the one asset of another sentence, or the one that it begins with."""
    # What "it" reopens or repairs is a thing rather than the water that it gives.
    things = [span for span in spans if span.kind not in SERVICES] or spans
    return replace(things[0], start=-1, end=-1, noun_start=-1) if things else None
