"""Places by name, and those of an article."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_places_by_name(run: Run) -> None:
    """In another spelling than the gazetteer's, as a table and as objects."""
    code, out, _ = run("places", "lookup", "Kupiansk")
    assert code == 0
    assert "Kharkiv" in out
    first = json.loads(run("places", "lookup", "Kupiansk", "--json")[1].splitlines()[0])
    assert (first["type"], first["geonameid"], first["country"]) == ("place", 703656, "UKR")


def test_a_place_that_nobody_knows(run: Run) -> None:
    """Exit code 1, and another spelling is suggested."""
    code, _, err = run("places", "lookup", "Qqxxyzzy")
    assert code == 1
    assert "another spelling" in err


def test_places_of_an_article(run: Run, tmp_path: Path) -> None:
    """Every name with its offsets and what it resolves to."""
    text = "Trains from Kharkiv to Izium were late on Monday."
    (tmp_path / "trains.txt").write_text(text, encoding="utf-8")
    code, out, _ = run("places", "parse", "trains.txt", "--json")
    objects = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(one["article"], text[one["start"] : one["end"]]) for one in objects] == [
        ("trains", "Kharkiv"),
        ("trains", "Izium"),
    ]
    assert "Izium" in run("places", "parse", "trains.txt")[1]
