"""What is known of sides and assets is checked when it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.claim import AssetKind
from bot.model.errors import ConfigurationError
from bot.model.side import SideKind
from config.knowledge import SIDES_FILE, load_assets, load_sides

ACTORS = [
    "abkhazia",
    "abu_sayyaf",
    "adf",
    "afar_militants",
    "african_union",
    "al_nusra",
    "al_qaeda",
    "al_shabaab",
    "amhara_special_forces",
    "amisom",
    "ansar_dine",
    "aqap",
    "arakan_army",
    "artsakh",
    "biff",
    "bla",
    "boko_haram",
    "cjtf_oir",
    "csp_psd",
    "donetsk_pr",
    "eln",
    "fano",
    "farc",
    "fdlr",
    "freedom_of_russia_legion",
    "fsa",
    "gaddafi_loyalists",
    "gna",
    "hamas",
    "hezbollah",
    "houthis",
    "hts",
    "isis",
    "isis_somalia",
    "islamic_resistance_iraq",
    "iswap",
    "jaish_al_fatah",
    "jnim",
    "kia",
    "knla",
    "lna",
    "los_zetas",
    "luhansk_pr",
    "m23",
    "mndaa",
    "mnla",
    "new_ira",
    "nrf",
    "ntc",
    "olf",
    "pdf_myanmar",
    "pkk",
    "polisario",
    "puntland",
    "pyd",
    "rsf",
    "russian_volunteer_corps",
    "sdf",
    "sna",
    "somali_pirates",
    "south_ossetia",
    "syrian_opposition",
    "syrian_rebels",
    "taliban",
    "tnla",
    "tplf",
    "tpnpb",
    "ttp",
    "tuareg_rebels",
    "wagner",
    "wazalendo",
    "ypg",
]


def test_every_country_and_actor_of_the_contract_is_known() -> None:
    """The 249 codes of ISO 3166-1 (and Kosovo's) stand in the file, and every agreed non-state id."""
    catalogue = load_sides().catalogue
    countries = [side for side in catalogue.sides.values() if side.kind is SideKind.COUNTRY]
    assert len(countries) == 250
    assert [actor for actor in ACTORS if actor not in catalogue.sides] == []


def test_a_country_has_its_words() -> None:
    """A side carries its names, people, plural of people, and seats of power."""
    side = load_sides().catalogue["UKR"]
    assert "Ukraine" in side.names
    assert {"Ukrainian", "Ukrainians"} <= set(side.demonyms)
    assert {"Kyiv", "Kiev"} <= set(side.metonyms)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("donetsk_pr", "RUS", True, id="proxy"),
        pytest.param("RUS", "donetsk_pr", True, id="other-way-round"),
        pytest.param("m23", "RWA", True, id="backed"),
        pytest.param("hezbollah", "ISR", False, id="enemies"),
        pytest.param("UKR", "UKR", True, id="same"),
    ],
)
def test_allies_are_one_party(one: str, other: str, *, expected: bool) -> None:
    """Allies in the file count as one side to a war."""
    assert load_sides().catalogue.allied(one, other) is expected


def test_every_kind_of_asset_has_words() -> None:
    """No kind of the contract is without a noun."""
    assert {noun.kind for noun in load_assets().nouns} == set(AssetKind)


SIDES_WRONG = [
    pytest.param('[country]\nUKR = { name = "Ukraine", capital = "Kyiv" }', "country.UKR", "capital", id="unknown-key"),
    pytest.param('[countries]\nUKR = { name = "Ukraine" }', "top level", "countries", id="unknown-table"),
    pytest.param('[country]\nukr = { name = "Ukraine" }', "country.ukr", "alpha-3", id="code"),
    pytest.param("[country]\nUKR = {}", "country.UKR", "name", id="no-name"),
    pytest.param('[country]\nUKR = { name = "U", names = "Ukraine" }', "country.UKR.names", "list", id="no-list"),
    pytest.param('[non_state]\nx = { name = "X", allies = ["y"] }', "non_state.x", "'y'", id="unknown-ally"),
    pytest.param('[non_state]\nx = { name = "X", countries = ["UKR"] }', "non_state.x", "UKR", id="unknown-country"),
    pytest.param('[non_state]\nx = { name = "X", roles = ["rebel"] }', "non_state.x", "rebel", id="unknown-role"),
    pytest.param('[non_state]\nx = { name = "X", start = "spring" }', "non_state.x.start", "date", id="no-date"),
    pytest.param(
        '[non_state]\nx = { name = "X", start = "2020-01-01", end = "2019-01-01" }', "non_state.x", "after", id="order"
    ),
    pytest.param('[media]\nM = { side = "XXX" }', "media.M", "XXX", id="unknown-side"),
    pytest.param("[generic.roles]\na = ['c']\nb = ['c']", "generic.roles.b", "'c'", id="word-of-two-roles"),
    pytest.param("[country", "sides.toml", "TOML", id="no-toml"),
]


@pytest.mark.parametrize(("text", "where", "reason"), SIDES_WRONG)
def test_a_mistake_in_the_sides_names_its_place(tmp_path: Path, text: str, where: str, reason: str) -> None:
    """Whatever is wrong in sides.toml is told with the file, the entry and what is wrong with it."""
    path = tmp_path / "sides.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_sides(path)
    assert "sides.toml" in caught.value.where
    assert where in caught.value.where
    assert reason in caught.value.reason


ASSETS_WRONG = [
    pytest.param("[asset.castle]\nthings = ['castle']", "asset.castle", "castle", id="unknown-kind"),
    pytest.param("[asset.dam]\nthing = ['dam']", "asset.dam", "thing", id="unknown-key"),
    pytest.param("[asset.dam]\nthings = 'dam'", "asset.dam.things", "list", id="no-list"),
    pytest.param("[asset.dam]\nthings=['dam']\n[asset.water]\nthings=['dam']", "asset.water", "dam", id="two-kinds"),
    pytest.param("[asset.dam]\nplurals = { dam = 'dams' }", "asset.dam.plurals", "dam", id="plural-of-nothing"),
    pytest.param("ignored = ['(']", "ignored", "regular expression", id="pattern"),
    pytest.param("[proper]\nX = 'castle'", "proper.X", "castle", id="proper-kind"),
    pytest.param("[[shift]]\nword='x'\nkind='oil'\nnear=['y']", "shift 1", "'x'", id="shift-of-nothing"),
]


@pytest.mark.parametrize(("text", "where", "reason"), ASSETS_WRONG)
def test_a_mistake_in_the_assets_names_its_place(tmp_path: Path, text: str, where: str, reason: str) -> None:
    """Whatever is wrong in assets.toml is told with the file, the entry and what is wrong with it."""
    path = tmp_path / "assets.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_assets(path)
    assert "assets.toml" in caught.value.where
    assert where in caught.value.where
    assert reason in caught.value.reason


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there is a mistake of the settings, with its path."""
    with pytest.raises(ConfigurationError, match=r"gone\.toml"):
        load_sides(tmp_path / "gone.toml")


def test_persons_speak_for_sides() -> None:
    """A person's name in lower case gives the side."""
    people = load_sides().people
    assert (people["sergei shoigu"], people["savimbi"]) == ("RUS", "unita")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('NOWHERE = ["Ann Berg"]', "'NOWHERE' is no side"),
        ('UKR = ["Ann Berg"]\nRUS = ["ann berg"]', "'ann berg' speaks for 'UKR' already"),
    ],
)
def test_a_person_speaks_for_one_known_side(tmp_path: Path, table: str, message: str) -> None:
    """A person of no known side, or of two, is a mistake that is named."""
    path = tmp_path / "sides.toml"
    sides = SIDES_FILE.read_text(encoding="utf-8").partition("[people]")[0]
    path.write_text(f"{sides}[people]\n{table}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        load_sides(path)
