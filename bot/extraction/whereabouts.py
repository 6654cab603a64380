"""Where a territorial claim lies, beyond what its own phrase says: in the clause, before a comma, within a country."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.frames import Match
from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Reading
from bot.extraction.syntax import ancestors
from bot.extraction.territorial import AREA_UNITS, Roles
from bot.model.claim import Extent, Unit
from bot.model.place import Feature


def described(head: Token, clause: Token) -> Token:
    """Return X of "X, the capital of Y, which rebels seized": the clause after the comma is about X."""
    if clause.dep_ != "acl:relcl" or clause.head.i != head.i or clause.left_edge.i < 2:
        return head
    first = clause.left_edge.i if clause.left_edge.text != "," else clause.left_edge.i + 1
    if head.doc[first - 1].text != ",":
        return head
    for node, parent in [(head, head.head), *ancestors(head)]:
        if node.dep_ == "appos" and parent.pos_ in {"PROPN", "NOUN"}:
            return parent
        if node.dep_ not in {"nmod", "compound", "appos", "flat"}:
            break
    return head


def located(
    match: Match, ref: PlaceRef, roles: Roles, head: Token, reading: Reading, *, without: Collection[Token]
) -> Roles:
    """Fill in the place; one without a name lies where the clause says ("in the Kharkiv region, 30 settlements")."""
    place, extent = ref.place, ref.extent
    if place is None or not ref.anchored:
        around = reading.places.locative(match.trigger, without=without)
        if around is not None and around.place is not None:
            place = around.place
            extent = Extent.PARTIAL if place.feature is not Feature.SETTLEMENT else extent
    figures = roles.figures or reading.figures([head], AREA_UNITS - {Unit.KM})
    if ref.place is not None and ref.place.feature is Feature.SETTLEMENT and not ref.plural and ref.extent is None:
        # "captured the city of X and nine villages": the nine are no part of X.
        figures = tuple(figure for figure in figures if figure.unit is not Unit.COUNT)
    return replace(roles, place=place, extent=extent, figures=figures)


def without_countries(refs: list[tuple[Token, PlaceRef]]) -> list[tuple[Token, PlaceRef]]:
    """Leave out the country that only says where the place lies: "in X in Sudan"."""
    within = {
        ref.place.country for _, ref in refs if ref.place is not None and ref.place.feature is not Feature.COUNTRY
    }
    return [
        (head, ref)
        for head, ref in refs
        if ref.place is None or ref.place.feature is not Feature.COUNTRY or ref.place.country not in within
    ]
