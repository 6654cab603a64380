"""Claims on who holds Ellbruck."""

from __future__ import annotations

from typing import Any

from bot.model.claim import Extent, Mention, Polarity, Predicate, SpeechAct
from bot.model.place import Feature
from bot.model.ports import Sourced
from tests.builders import NORLAND, SUDMARK, make_article, make_place
from tests.comparison.worlds import days_later, said

P = Predicate
DENIED: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY}
REGION = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
OTHER_REGION = make_place("Sandmoor", feature=Feature.REGION, geonameid=None, region="Sandmoor")


def held(**changes: Any) -> Sourced:
    """Sudmark's ministry says that Sudmark holds Ellbruck."""
    given = {"predicate": P.CONTROLS, "actor": SUDMARK, "side": SUDMARK, "in_": "Sudmark Today", **changes}
    return said(**given)


def taken(**changes: Any) -> Sourced:
    """Norland's ministry says that Norland captured Ellbruck."""
    return said(**{"predicate": P.CAPTURED, "actor": NORLAND, "day": days_later(1), **changes})


def not_taken(**changes: Any) -> Sourced:
    """Sudmark's ministry denies that Norland captured Ellbruck."""
    given = {"predicate": P.CAPTURED, "actor": NORLAND, "side": SUDMARK, "in_": "Sudmark Today", **DENIED, **changes}
    return said(**given)


def part_held(quote: str) -> Sourced:
    """Sudmark's ministry says in these words that Sudmark holds a part of Ellbruck."""
    words = (Mention(part="body", start=0, end=len(quote), quote=quote),)
    return held(extent=Extent.PARTIAL, mentions=words)


SENTENCE = (Mention(part="body", start=0, end=60, quote="Norland took the Sudmark-held town of Ellbruck."),)
ONE = make_article()
PART: dict[str, Any] = {"extent": Extent.PARTIAL}
