"""The rules of comparison as a file."""

from __future__ import annotations

from importlib.resources import files

import pytest

from bot.comparison.rules import load_rules, parse_rules
from bot.model.claim import AssetKind
from bot.model.errors import ConfigurationError

TEXT = files("config").joinpath("comparison.toml").read_text(encoding="utf-8")


def test_the_shipped_rules_hold_the_contracts_days() -> None:
    """Two days make a conflict of control."""
    assert load_rules().days.control == 2
    assert AssetKind.POWER in load_rules().assets.networks


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("control = 2 ", "control = -1 ", "days.control"),
        ("control = 2 ", "control = 2.5 ", "days.control"),
        ("control = 2 ", "controls = 2 ", "controls"),
        ("control = 2 ", "# ", "control"),
        ("[days]", "[dates]", "dates"),
        ("exact = 0.05", "exact = 5", "figures.exact"),
        ('networks = ["gas"', 'networks = ["gass"', "gass"),
        ("titles = [", "titles = [1, ", "speakers.titles"),
        ("[days]", "[days", "TOML"),
        ("[assets]", "[[assets]]", "assets"),
    ],
    ids=["negative", "fraction", "unknown", "missing", "table", "share", "kind", "word", "syntax", "list"],
)
def test_a_wrong_rule_says_where(old: str, new: str, named: str) -> None:
    """A wrong, unknown or missing key is an error that names the file and the key."""
    assert old in TEXT
    with pytest.raises(ConfigurationError, match=named) as caught:
        parse_rules(TEXT.replace(old, new, 1), where="rules.toml")
    assert caught.value.where.startswith("rules.toml")
