"""Sides and organisations are found by name, people, seat of power and, in context, by generic words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.sides import SideForm, SideIndex
from bot.model.claim import SpeakerType
from config.knowledge import load_sides

INDEX = SideIndex(load_sides())


def named(sentence: str) -> list[tuple[str, str]]:
    """Return the text and side of each mention."""
    return [(item.text, item.side) for item in INDEX.find_sides(sentence)]


@pytest.mark.parametrize(
    ("sentence", "text", "side", "form"),
    [
        pytest.param("Ethiopia took the town.", "Ethiopia", "ETH", SideForm.NAME, id="country"),
        pytest.param("Mali's army left.", "Mali", "MLI", SideForm.NAME, id="possessive"),
        pytest.param("Mali’s army left.", "Mali", "MLI", SideForm.NAME, id="curly-possessive"),
        pytest.param("the U.S. military left", "U.S.", "USA", SideForm.NAME, id="dotted"),
        pytest.param("the UK's Ministry of Defence", "UK", "GBR", SideForm.NAME, id="abbreviation"),
        pytest.param("SUDAN SAYS IT LEFT", "SUDAN", "SDN", SideForm.NAME, id="capitals"),
        pytest.param("Armenian forces left.", "Armenian", "ARM", SideForm.DEMONYM, id="demonym"),
        pytest.param("The Iraqis left.", "Iraqis", "IRQ", SideForm.DEMONYM, id="plural-demonym"),
        pytest.param("South Korean troops left.", "South Korean", "KOR", SideForm.DEMONYM, id="longest-demonym"),
        pytest.param("Tehran denied it.", "Tehran", "IRN", SideForm.METONYM, id="capital"),
        pytest.param("The Pentagon denied it.", "Pentagon", "USA", SideForm.METONYM, id="seat"),
        pytest.param("Kyiv's troops left.", "Kyiv", "UKR", SideForm.METONYM, id="capital-possessive"),
        pytest.param("Houthi fighters left.", "Houthi", "houthis", SideForm.DEMONYM, id="group-demonym"),
        pytest.param("M23 took Goma.", "M23", "m23", SideForm.NAME, id="group"),
        pytest.param("al Shabab took it.", "al Shabab", "al_shabaab", SideForm.NAME, id="al-with-space"),
        pytest.param("Al-Nusra Front took it.", "Al-Nusra Front", "al_nusra", SideForm.NAME, id="al-capital"),
        pytest.param("the Pakistani Taliban left", "Pakistani Taliban", "ttp", SideForm.NAME, id="longest-group"),
        pytest.param(
            "the Libyan National Army left", "Libyan National Army", "lna", SideForm.NAME, id="not-the-country"
        ),
        pytest.param("a US-led coalition strike", "US-led coalition", "cjtf_oir", SideForm.NAME, id="coalition"),
    ],
)
def test_a_side_is_found_in_each_form(sentence: str, text: str, side: str, form: SideForm) -> None:
    """Names, demonyms and metonyms give the side, without a possessive ending; the longest wins."""
    assert [(item.text, item.side, item.form) for item in INDEX.find_sides(sentence)] == [(text, side, form)]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("They told us so.", id="us-the-pronoun"),
        pytest.param("It costs US$5.", id="dollars"),
        pytest.param("He read it in the Washington Post.", id="newspaper"),
        pytest.param("Shells fell in Kyiv.", id="capital-as-place"),
        pytest.param("They stand north of Damascus.", id="direction-of-a-capital"),
        pytest.param("A rocket hit Tripoli and southern Baghdad.", id="part-of-a-capital"),
        pytest.param("the capital, Khartoum, is quiet", id="the-capital"),
        pytest.param("It lies by Moscow region.", id="region-of-a-capital"),
        pytest.param("Michael Jordan plays.", id="person"),
        pytest.param("anti-Russian fighters left", id="anti"),
        pytest.param("Ukrainesque is no word.", id="inside-a-word"),
        pytest.param("IS THIS TRUE?", id="is-in-capitals"),
        pytest.param("The Syrian Observatory for Human Rights knows.", id="organisation"),
        pytest.param("They crossed the Niger Delta.", id="river"),
    ],
)
def test_what_holds_a_side_word_and_means_none(sentence: str) -> None:
    """Pronouns, papers, persons and towns as places are no sides."""
    assert named(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "tie"),
    [
        pytest.param("Russian-held Kherson", "held", id="held"),
        pytest.param("Moscow-backed officials", "backed", id="backed"),
        pytest.param("pro-Kremlin forces", "pro", id="pro"),
        pytest.param("Russian officials", None, id="none"),
    ],
)
def test_a_hyphen_ties_the_side_to_something_else(sentence: str, tie: str | None) -> None:
    """What a hyphen joins to a side is kept, since there the side is not the thing itself."""
    (mention,) = INDEX.find_sides(sentence)
    assert (mention.side, mention.tie) == ("RUS", tie)


@pytest.mark.parametrize(
    ("sentence", "kind", "side"),
    [
        pytest.param("The Institute for the Study of War said so.", SpeakerType.THINK_TANK, None, id="think-tank"),
        pytest.param("Human Rights Watch said so.", SpeakerType.NGO_IGO, None, id="ngo"),
        pytest.param("the IAEA said so", SpeakerType.NGO_IGO, None, id="igo"),
        pytest.param("Reuters reported it.", SpeakerType.MEDIA, None, id="agency"),
        pytest.param("state agency Xinhua reported it", SpeakerType.MEDIA, "CHN", id="state-agency"),
        pytest.param("Naftogaz said so.", SpeakerType.COMPANY, "UKR", id="state-company"),
        pytest.param("Rystad Energy said so.", SpeakerType.COMPANY, None, id="company"),
    ],
)
def test_organisations_have_a_type_and_perhaps_a_side(sentence: str, kind: SpeakerType, side: str | None) -> None:
    """Who watches has no side; state media and state companies have their state's."""
    (mention,) = INDEX.find_organisations(sentence)
    assert (mention.type, mention.side) == (kind, side)


@pytest.mark.parametrize(
    ("patron", "countries", "sides", "published", "side"),
    [
        pytest.param("RWA", {"COD": 1.0}, {}, date(2022, 6, 1), "m23", id="only-one-there"),
        pytest.param("IRN", {"YEM": 1.0}, {}, date(2020, 6, 1), "houthis", id="by-country"),
        pytest.param("IRN", {"LBN": 1.0}, {"hezbollah": 1.0, "houthis": 2.0}, date(2020, 6, 1), "houthis", id="named"),
        pytest.param("RUS", {"UKR": 1.0}, {}, date(2015, 6, 1), None, id="two-there"),
        pytest.param("RWA", {"COD": 1.0}, {}, date(2011, 6, 1), None, id="before-its-time"),
        pytest.param("FRA", {"MLI": 1.0}, {}, date(2015, 6, 1), None, id="nobody"),
    ],
)
def test_a_backed_group_is_the_patrons_ally_there(
    patron: str, countries: dict[str, float], sides: dict[str, float], published: date, side: str | None
) -> None:
    """The "Rwandan-backed rebels" are the ally of Rwanda that acts there then, and not Rwanda."""
    assert INDEX.backed_by(patron, countries=countries, named=sides, published=published) == side


@pytest.mark.parametrize(
    ("word", "countries", "sides", "published", "side"),
    [
        pytest.param("government forces", {"SYR": 2.0, "TUR": 1.0}, {}, date(2015, 1, 1), "SYR", id="government"),
        pytest.param("the army", {}, {"COD": 1.0, "m23": 2.0}, date(2015, 1, 1), "COD", id="only-state-named"),
        pytest.param("the army", {}, {"UKR": 1.0, "RUS": 2.0}, date(2015, 1, 1), None, id="two-states-named"),
        pytest.param("rebels", {"SYR": 1.0}, {}, date(2015, 1, 1), "syrian_rebels", id="called-by-the-word"),
        pytest.param("rebels", {"SYR": 1.0}, {"hts": 1.0}, date(2018, 1, 1), "hts", id="named-answers"),
        pytest.param("rebel", {"YEM": 1.0}, {}, date(2015, 1, 1), "houthis", id="only-one-there"),
        pytest.param("rebels", {"LBY": 1.0}, {}, date(2011, 5, 1), "ntc", id="in-its-time"),
        pytest.param("rebels", {"LBY": 1.0}, {}, date(2019, 5, 1), None, id="after-its-time"),
        pytest.param("militants", {"SOM": 1.0}, {}, date(2015, 1, 1), "al_shabaab", id="militants"),
        pytest.param("insurgents", {"AFG": 1.0}, {"isis": 1.0}, date(2015, 1, 1), "isis", id="named-before-usual"),
        pytest.param("separatists", {"UKR": 1.0}, {}, date(2015, 1, 1), None, id="two-answer"),
        pytest.param("junta", {"MMR": 1.0}, {}, date(2022, 1, 1), "MMR", id="junta"),
        pytest.param("junta", {"NER": 1.0}, {}, date(2023, 9, 1), "NER", id="junta-elsewhere"),
        pytest.param("table", {"MMR": 1.0}, {}, date(2022, 1, 1), None, id="no-role"),
        pytest.param("rebels", {}, {}, date(2022, 1, 1), None, id="nothing-known"),
    ],
)
def test_generic_words_are_resolved_in_context(
    word: str, countries: dict[str, float], sides: dict[str, float], published: date, side: str | None
) -> None:
    """A generic word means the side named that answers to it, else the only one there then, else nobody."""
    assert INDEX.resolve_role(word, countries=countries, named=sides, published=published) == side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        pytest.param("Russian-installed authorities", "RUS", id="installed"),
        pytest.param("the Moscow-backed head of Ukraine's Luhansk region", "RUS", id="backed"),
        pytest.param("deputy head of the administration installed by Moscow", "RUS", id="installed-by"),
        pytest.param("Russia's top occupation official in Ukraine", "RUS", id="occupation"),
        pytest.param("the Turkish-backed Polisario Front", "polisario", id="group-behind-the-tie"),
        pytest.param("the Armenian defence ministry", "ARM", id="ministry"),
        pytest.param("RIA Novosti", "RUS", id="state-agency"),
        pytest.param("Rystad Energy", None, id="company"),
        pytest.param("a local resident", None, id="nobody"),
    ],
)
def test_an_official_speaks_for_his_office(text: str, side: str | None) -> None:
    """Whoever set an office up is whom it speaks for; else the side that is named first."""
    assert INDEX.spokes_for(text) == side


PIECES = st.lists(
    st.sampled_from(
        [
            "Russian",
            "Russia",
            "'s",
            "’s",
            "-",
            "-backed",
            "pro-",
            "al-",
            "Shabaab",
            "Kyiv",
            "in",
            "the",
            "US",
            "U.S.",
            "rebels",
            "army",
            "of",
            "TASS",
            "İ",
            "ß",
        ]
    ),
    max_size=25,
).map(" ".join)


@given(st.text(max_size=200) | PIECES)
def test_offsets_slice_back_to_the_text(sentence: str) -> None:
    """Any text gives sorted, disjoint mentions whose offsets slice back and whose sides are known."""
    for found in (INDEX.find_sides(sentence), INDEX.find_organisations(sentence)):
        position = 0
        for item in found:
            assert item.start >= position
            assert sentence[item.start : item.end] == item.text
            position = item.end
    assert all(item.side in INDEX.catalogue.sides for item in INDEX.find_sides(sentence))
