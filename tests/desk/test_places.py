"""Places by name."""

from __future__ import annotations

import pytest

from bot.desk.places import PlaceDesk
from bot.model.errors import NotFoundError
from tests.builders import make_place


def test_places_come_as_they_are_found() -> None:
    """In the order of the gazetteer."""
    places = [make_place(), make_place("Ellbruck Nord")]
    assert PlaceDesk(lambda _: places).lookup("Ellbruck") == tuple(places)


def test_a_name_that_nobody_bears_says_what_to_try() -> None:
    """The name is in the error, and a way on."""
    with pytest.raises(NotFoundError, match=r"'Nowhere'.*another spelling"):
        PlaceDesk(lambda _: []).lookup("Nowhere")
