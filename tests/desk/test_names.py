"""Names that people type."""

from __future__ import annotations

import pytest

from bot.desk.names import nearest, region_named, side_named
from bot.model.errors import NotFoundError
from bot.model.side import Side, SideCatalogue, SideKind
from tests.comparison.worlds import SIDES

SHARED = SideCatalogue(
    sides={
        "XAA": Side(id="XAA", kind=SideKind.COUNTRY, name="Aland", demonyms=("Ostian",)),
        "XOS": Side(id="XOS", kind=SideKind.COUNTRY, name="Ostian"),
    }
)


@pytest.mark.parametrize(
    ("named", "side"),
    [
        pytest.param("XNO", "XNO", id="id"),
        pytest.param("xno", "XNO", id="id in small letters"),
        pytest.param("norland", "XNO", id="name"),
        pytest.param("Norlandic", "XNO", id="demonym"),
        pytest.param("Nordhaven", "XNO", id="seat"),
        pytest.param("the Kremlin", "RUS", id="seat with article"),
        pytest.param("ell_rebels", "ell_rebels", id="armed group's id"),
        pytest.param("Ell rebels", "ell_rebels", id="armed group's name"),
        pytest.param("Ell People’s Republic", "ell_pr", id="another apostrophe"),
    ],
)
def test_a_side_is_found_by_any_of_its_names(named: str, side: str) -> None:
    """Id, name, demonym and seat of power, in any case."""
    assert side_named(named, SIDES) == side


def test_a_name_goes_before_a_demonym() -> None:
    """Where one side's demonym is another's name, the name decides."""
    assert side_named("Ostian", SHARED) == "XOS"


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        pytest.param("Norlund", r"Norland \(XNO\)", id="slip"),
        pytest.param("qqqq", "three letters", id="nothing like it"),
    ],
)
def test_an_unknown_side_says_what_may_be_meant(named: str, hint: str) -> None:
    """The nearest names, or else what can be given."""
    with pytest.raises(NotFoundError, match=hint):
        side_named(named, SIDES)


@pytest.mark.parametrize(
    ("named", "region"),
    [
        pytest.param("Kharkiv", "Kharkiv", id="bare"),
        pytest.param("Kharkiv Oblast", "Kharkiv", id="kind behind"),
        pytest.param("the Kharkiv region", "Kharkiv", id="article and kind"),
        pytest.param("Red Sea", "Red Sea State", id="kind in the stored name"),
        pytest.param("province", None, id="only a kind"),
        pytest.param("Kharkov", None, id="another name"),
    ],
)
def test_a_region_is_found_with_or_without_its_kind(named: str, region: str | None) -> None:
    """The word for what kind of region it is makes no difference on either side."""
    assert region_named(named, ["Kharkiv", "Red Sea State"]) == region


def test_the_nearest_come_first_and_are_few() -> None:
    """Names that are not like it are not offered."""
    assert nearest("Kharkov", ["Lviv", "Kharkiv", "Kherson"]) == ("Kharkiv",)
    assert nearest("Kharkov", []) == ()
