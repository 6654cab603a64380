"""What longer articles are full of: offices, unnamed voices, unlisted places, and forces that are there."""

from __future__ import annotations

import pytest

from bot.model.claim import Claim, Domain, Predicate, Realis, SpeakerType
from tests.extraction.conftest import ClaimsOf


def only(claims: tuple[Claim, ...], predicate: Predicate) -> Claim:
    """Return the one claim of this kind."""
    (found,) = [claim for claim in claims if claim.predicate is predicate]
    return found


@pytest.mark.parametrize(
    ("text", "side"),
    [
        pytest.param("Sudan's Rapid Support Forces said they had taken Nyala.", "rsf", id="a-country's-group"),
        pytest.param("Sudan's envoy to the Rapid Support Forces said rebels had taken Nyala.", "SDN", id="an-envoy"),
        pytest.param("The communications ministry said rebels had taken Nyala in Sudan.", "SDN", id="ministry"),
        pytest.param("A lawmaker said rebels had taken Nyala in Sudan.", "SDN", id="lawmaker"),
        pytest.param("State television said rebels had taken Nyala in Sudan.", "SDN", id="state-television"),
        pytest.param("A radio station said rebels had taken Nyala in Sudan.", None, id="a-radio"),
        pytest.param("Hospital officials said rebels had taken Nyala in Sudan.", None, id="hospital-officials"),
        pytest.param("Residents said rebels had taken Nyala in Sudan.", None, id="residents"),
    ],
)
def test_an_office_speaks_for_the_country_that_the_article_is_about(
    claims_of: ClaimsOf, text: str, side: str | None
) -> None:
    """Offices without a country are those of the article's own; a group is its own side; who has no office has none."""
    assert only(claims_of(text), Predicate.CAPTURED).attribution.side == side


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(
            "A military official, speaking on condition of anonymity, said troops had left Nyala in Sudan.",
            SpeakerType.ANONYMOUS,
            id="on-condition",
        ),
        pytest.param(
            "An official who did not want to be named said troops had left Nyala in Sudan.",
            SpeakerType.ANONYMOUS,
            id="not-named",
        ),
        pytest.param("An official said troops had left Nyala in Sudan.", SpeakerType.OFFICIAL, id="only-unnamed"),
        pytest.param(
            "Omar Hassan, the mayor, said troops had left Nyala in Sudan, where nobody wanted to be named.",
            SpeakerType.OFFICIAL,
            id="somebody-else",
        ),
    ],
)
def test_who_would_not_be_named_is_anonymous(claims_of: ClaimsOf, text: str, kind: SpeakerType) -> None:
    """Only who asks for it is anonymous, and nobody who has a name."""
    assert only(claims_of(text), Predicate.WITHDREW).attribution.type is kind


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The M23 rebels surrounded Kalengu, in eastern Congo.", id="surrounded"),
        pytest.param("The M23 rebels have besieged Anna, the seat of the district, in eastern Congo.", id="besieged"),
        pytest.param("The M23 rebels still controlled Kalengu Mbiri, in eastern Congo.", id="two-words"),
    ],
)
def test_what_forces_surround_or_control_is_a_place(claims_of: ClaimsOf, text: str) -> None:
    """A name that no gazetteer has is a place where a known side's forces do to it what they do to ground alone."""
    (claim,) = claims_of(text)
    assert claim.place is not None
    assert (claim.place.country, claim.actor and claim.actor.side) == ("COD", "m23")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The M23 rebels held Anna Reed for two years in eastern Congo.", id="prisoner"),
        pytest.param("Reporters surrounded Anna Reed in Goma, in eastern Congo.", id="no-forces"),
        pytest.param("The Liberals control Congress.", id="a-party"),
    ],
)
def test_people_and_parliaments_are_no_places(claims_of: ClaimsOf, text: str) -> None:
    """Prisoners are held, stars surrounded and parliaments controlled."""
    assert claims_of(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("M23 fighters were inside the city of Goma.", True, id="inside"),
        pytest.param("M23 fighters are now in the centre of Goma.", True, id="in-the-centre"),
        pytest.param("M23 fighters are in talks in Goma.", False, id="in-talks"),
        pytest.param("The ambassadors were inside the city of Goma.", False, id="no-forces"),
        pytest.param("American troops are in the country of Niger.", False, id="a-country"),
    ],
)
def test_forces_that_are_in_a_town_have_entered_it(claims_of: ClaimsOf, text: str, *, found: bool) -> None:
    """Who is inside a town with arms has entered it; visitors, negotiators and allies in a country have not."""
    assert any(claim.predicate is Predicate.ENTERED for claim in claims_of(text)) is found


def test_who_took_a_town_and_pulled_out_left_that_town(claims_of: ClaimsOf) -> None:
    """A withdrawal joined to an arrival is from there."""
    claims = claims_of("The Ethiopian army took Mekelle and pulled out seven months later.")
    claim = only(claims, Predicate.WITHDREW)
    assert claim.place is not None
    assert claim.place.name == "Mekele"


@pytest.mark.parametrize(
    ("text", "realis"),
    [
        pytest.param("Rebels seized Goma on 28 December that year.", Realis.HISTORICAL, id="past-tense"),
        pytest.param("Rebels will seize Goma on 28 December.", Realis.FUTURE, id="future"),
    ],
)
def test_a_day_to_come_that_is_told_as_past_is_of_a_year_before(claims_of: ClaimsOf, text: str, realis: Realis) -> None:
    """A day without a year that would lie ahead is of an earlier year where the verb is past."""
    assert only(claims_of(text), Predicate.CAPTURED).realis is realis


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("The ruling party fell apart in Juba.", False, id="apart"),
        pytest.param("Juba fell silent after the rebels left.", False, id="silent"),
        pytest.param("Juba fell to the rebels.", True, id="to-the-rebels"),
    ],
)
def test_what_falls_apart_is_not_taken(claims_of: ClaimsOf, text: str, *, found: bool) -> None:
    """Only a town that falls to somebody, or just falls, is taken."""
    assert any(claim.predicate is Predicate.CAPTURED for claim in claims_of(text)) is found


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        pytest.param("Ethiopia sent troops into Tigray.", Predicate.ENTERED, id="troops"),
        pytest.param("Ethiopia sent aid and soldiers to guard it to Tigray.", None, id="aid"),
        pytest.param("Ethiopia sent a letter to Tigray.", None, id="a-letter"),
        pytest.param("Ethiopia sent more soldiers to Tigray.", None, id="to-and-not-into"),
    ],
)
def test_troops_that_are_sent_somewhere_enter_it(claims_of: ClaimsOf, text: str, predicate: Predicate | None) -> None:
    """A side that sends its forces into a place enters it; aid and letters take nothing."""
    assert next((claim.predicate for claim in claims_of(text)), None) is predicate


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("After the shelling, power was back in Kharkiv by morning.", id="back"),
        pytest.param("Power has returned to Kharkiv after the shelling.", id="returned"),
    ],
)
def test_power_that_is_back_is_restored(claims_of: ClaimsOf, text: str) -> None:
    """A service that is back, or has returned, is restored."""
    states = [str(claim.state) for claim in claims_of(text) if claim.domain is Domain.INFRASTRUCTURE]
    assert states == ["restored"]


def test_a_town_left_without_water_is_cut_off(claims_of: ClaimsOf) -> None:
    """Who leaves a town with no water has cut it off, and need not have left."""
    claims = claims_of("Russian shelling left the city of Kherson with no running water.")
    assert [(str(claim.state), claim.predicate) for claim in claims] == [("cut_off", None)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Congolese soldiers fled south without a fight.", True, id="soldiers"),
        pytest.param("Thousands of Congolese fled south.", False, id="people"),
        pytest.param("Residents fled Goma.", False, id="residents"),
    ],
)
def test_forces_that_flee_withdraw(claims_of: ClaimsOf, text: str, *, found: bool) -> None:
    """Only troops withdraw when they flee."""
    assert any(claim.predicate is Predicate.WITHDREW for claim in claims_of(text)) is found


def test_the_town_of_an_article_need_not_be_in_the_gazetteer(claims_of: ClaimsOf) -> None:
    """What "the town" means is the one that the text described, though a larger place stands nearer."""
    claims = claims_of(
        "M23 rebels attacked the town of Kalengu Mbiri in North Kivu. The army, sent from Goma, later retook the town."
    )
    claim = only(claims, Predicate.RETOOK)
    assert claim.place is not None
    assert claim.place.region == "North Kivu"


def test_the_article_and_a_speaker_are_two_sources(claims_of: ClaimsOf) -> None:
    """What the text says in its own voice and what somebody says are a claim each; one voice twice is one."""
    claims = claims_of(
        "The Malian army has taken Kidal. "
        "A colonel said that the army had taken Kidal. The colonel said again that it had taken Kidal."
    )
    speakers = [claim.attribution.speaker for claim in claims if claim.predicate is Predicate.CAPTURED]
    assert speakers == [None, "colonel"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Russian forces have cleared Krynky, in Ukraine.", True, id="forces"),
        pytest.param("Russian troops cleared Krynky, in Ukraine, of mines.", False, id="mines"),
        pytest.param("The governor cleared Krynky, in Ukraine.", False, id="no-forces"),
    ],
)
def test_what_forces_clear_they_took(claims_of: ClaimsOf, text: str, *, found: bool) -> None:
    """Forces that clear a town have taken it; who clears it of mines has not."""
    assert any(claim.predicate is Predicate.CAPTURED for claim in claims_of(text)) is found


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        pytest.param("General Kone told state radio that rebels had taken Gao in Mali.", "tuareg_rebels", id="told"),
        pytest.param("The Russian ministry said units of the 51st Army took Muravka in Ukraine.", "RUS", id="unit"),
        pytest.param("The Seleka attacked at dawn. The insurgents took Bria in the Central African Republic.", "seleka",
                     id="another-word"),
        pytest.param("A UN official left. The Union of Dorn said its men had taken Gao in Mali.", None, id="its-men"),
    ],
)  # fmt: skip
def test_who_took_it_is_the_one_the_text_means(claims_of: ClaimsOf, text: str, actor: str | None) -> None:
    """Units are their speaker's, other words for rebels mean the only rebels, and nobody's men are a bystander's."""
    found = only(claims_of(text, published="2013-01-10"), Predicate.CAPTURED).actor
    assert found is not None
    assert found.side == actor


def test_who_told_a_radio_is_the_speaker(claims_of: ClaimsOf) -> None:
    """A clause that the parser hangs on who was told belongs to who told it."""
    claim = only(
        claims_of("General Ali Kone, the commander, told state radio that his troops had regained Gao in Mali."),
        Predicate.RETOOK,
    )
    assert claim.attribution.speaker == "Ali Kone"


def test_near_a_list_is_near_each(claims_of: ClaimsOf) -> None:
    """What happened near three towns happened near each."""
    found = claims_of("The Ukrainian army said that it had repelled attacks near Bakhmut, Avdiivka and Marinka.")
    assert [claim.place.relation for claim in found if claim.place] == ["near", "near", "near"]


def test_a_dateline_is_not_where_the_town_lies(claims_of: ClaimsOf) -> None:
    """Where an article was written is no place that its words refer back to."""
    found = claims_of("COLOMBO: Sri Lankan troops entered the town, the army said.")
    assert all(claim.place is None or claim.place.name != "Colombo" for claim in found)
