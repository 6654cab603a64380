"""Lists of places and of assets: each one named is a claim of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, infrastructure, territory

Fact = dict[str, Any]


def case(name: str, text: str, *wanted: Fact) -> Any:
    """Return a text and the claims that are wanted, as a parameter."""
    return pytest.param(text, list(wanted), id=name)


PLACES = [
    case(
        "part-at-the-end",
        "Syrian rebels took control of Hama, Homs and most of Daraa province.",
        {"says": "captured", "place": "Hama"},
        {"says": "captured", "place": "Homs"},
        {"says": "captured", "place": "Daraa", "extent": "partial"},
    ),
    case(
        "districts",
        "Houthi insurgents have taken control of Naman and Nateh districts in Yemen.",
        {"says": "captured", "actor": "houthis", "place": "Naman"},
        {"says": "captured", "actor": "houthis", "place": "Nateh"},
    ),
    case(
        "including",
        "The Syrian army captured many towns and villages, including Saraqib and Khan Shaykhun.",
        {"says": "captured", "actor": "SYR", "place": "Saraqib"},
        {"says": "captured", "actor": "SYR", "place": "Khan Shaykhun"},
    ),
    case(
        "counted-without-names",
        "The army captured 30 villages in Idlib province, Syria.",
        {"says": "captured", "place": "Idlib", "extent": "partial", "figures": [("count", 30.0, "exact")]},
    ),
    case("things-that-are-counted", "The Taliban captured 700 Humvees from the Afghan army in Kunduz."),
]

ASSETS = [
    case(
        "two-places",
        "Power stations in Kharkiv and Odesa were hit by Russian missiles.",
        {"says": "attacked", "kind": "power", "actor": "RUS", "place": "Kharkiv"},
        {"says": "attacked", "kind": "power", "actor": "RUS", "place": "Odesa"},
    ),
    case(
        "hung-on-the-place",
        "Russian forces struck a substation in the Odesa region and a thermal power plant in Dnipro.",
        {"says": "attacked", "kind": "power", "place": "Odesa", "feature": "region"},
        {"says": "attacked", "kind": "power", "place": "Dnipro"},
    ),
    case(
        "the-country-is-no-third-place",
        "Rebels attacked army bases in Goma and Bukavu, DR Congo.",
        {"says": "attacked", "kind": "military", "place": "Goma"},
        {"says": "attacked", "kind": "military", "place": "Bukavu"},
    ),
    case(
        "one-asset-one-place",
        "Rebels attacked an army base in Goma.",
        {"says": "attacked", "kind": "military", "place": "Goma"},
    ),
]


@pytest.mark.parametrize(("text", "wanted"), PLACES)
def test_places(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """Each place of a list is taken, and what is no place is not."""
    assert facts(territory(claims_of(text)), wanted) == wanted


@pytest.mark.parametrize(("text", "wanted"), ASSETS)
def test_assets(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """Each asset of a list is hit where it stands."""
    assert facts(infrastructure(claims_of(text)), wanted) == wanted
