"""Reading `regions.toml`."""

from __future__ import annotations

from importlib.resources import files

import pytest

from bot.model.place import Feature
from bot.places.building.knowledge import KnowledgeError, read_knowledge

AREA = '[[area]]\nname = "Ellmoor"\nfeature = "area"\nlat = 1.0\nlon = 2\n'


def test_the_file_in_config_is_right() -> None:
    """What ships passes its own checks."""
    knowledge = read_knowledge(files("config").joinpath("regions.toml").read_text(encoding="utf-8"))
    assert {"Donbas", "Nagorno-Karabakh", "Golan Heights", "Siverskyi Donets"} <= {
        area.name for area in knowledge.areas
    }


def test_every_disputed_area_says_why() -> None:
    """The reason of each country stands beside it."""
    knowledge = read_knowledge(files("config").joinpath("regions.toml").read_text(encoding="utf-8"))
    disputed = [area for area in knowledge.areas if area.disputed]
    assert len(disputed) > 10
    assert all(len(area.reason) > 20 for area in disputed)


def test_an_area_is_read() -> None:
    """Numbers become floats, lists tuples."""
    area = read_knowledge(AREA + 'aliases = ["The Moor"]\n').areas[0]
    assert (area.name, area.feature, area.lat, area.lon) == ("Ellmoor", Feature.AREA, 1.0, 2.0)
    assert area.aliases == ("The Moor",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(AREA + "altitude = 3\n", "unknown keys: altitude", id="unknown key"),
        pytest.param("[[town]]\nname = 'x'\n", "unknown tables: town", id="unknown table"),
        pytest.param("[[area]]\nname = 'x'\n", "missing keys", id="missing key"),
        pytest.param(AREA + "disputed = true\n", "needs a reason", id="disputed without a reason"),
        pytest.param(AREA.replace("1.0", "91.0"), "no such coordinates", id="off the globe"),
        pytest.param(AREA.replace('"area"', '"country"'), "feature must be one of", id="not an area"),
        pytest.param(AREA.replace('"area"', '"swamp"'), "swamp", id="unknown feature"),
        pytest.param(AREA + 'aliases = "x"\n', "aliases must be a list", id="not a list"),
        pytest.param(AREA + 'usual = "yes"\n', "usual must be of type bool", id="not a boolean"),
        pytest.param(AREA.replace("1.0", "true"), "lat must be of type float", id="a boolean is no number"),
        pytest.param("[[settlement]]\nname = 'x'\n", "needs a geonameid", id="settlement without a place"),
    ],
)
def test_mistakes_are_errors(text: str, message: str) -> None:
    """What cannot be is refused, and the message names it."""
    with pytest.raises(KnowledgeError, match=message):
        read_knowledge(text)
