"""Drafts that say the same become one claim; what differs stays apart; ids follow from the content."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.context import Speaker
from bot.extraction.drafts import Draft, merge, same_statement, to_claim
from bot.model.claim import (
    Asset,
    AssetKind,
    AssetState,
    Bound,
    Domain,
    EventTime,
    Extent,
    Mention,
    Polarity,
    Predicate,
    Quantity,
    Realis,
    SpeakerType,
    SpeechAct,
    TimeBasis,
    TimePrecision,
    Unit,
    Verification,
)
from bot.model.place import Feature, PlaceRelation, Scope
from tests.builders import NORLAND, SUDMARK, make_article, make_place, make_side

PUBLICATION = EventTime(
    start=date(2031, 5, 14), end=date(2031, 5, 14), precision=TimePrecision.DAY, basis=TimeBasis.PUBLICATION
)
MINISTRY = Speaker(name="Norland's defence ministry", affiliation=None, side=NORLAND, type=SpeakerType.OFFICIAL)
MAYOR = Speaker(name="Ada Berg", affiliation="mayor", side=SUDMARK, type=SpeakerType.OFFICIAL)


def on(day: int, **changes: Any) -> EventTime:
    """Return a stated day in May 2031."""
    when = date(2031, 5, day)
    return EventTime(
        **{"start": when, "end": when, "precision": TimePrecision.DAY, "basis": TimeBasis.EXPLICIT, **changes}
    )


def mention(start: int, *, part: str = "body") -> Mention:
    """Return a mention that begins there."""
    return Mention(part=part, start=start, end=start + 4, quote="word")


def kilometres(value: float) -> Quantity:
    """Return an exact distance."""
    return Quantity(unit=Unit.KM, value=value, low=value, high=value, bound=Bound.EXACT, text=f"{value} km")


HEADLINE = Mention(part="title", start=0, end=4, quote="word")


def make_draft(**changes: Any) -> Draft:
    """Return a draft: Norland captured Ellbruck, in the article's own voice, nothing said of when."""
    return Draft(
        **{
            "sentence": 0,
            "trigger": 8,
            "rule": "test",
            "domain": Domain.TERRITORY,
            "predicate": Predicate.CAPTURED,
            "actor": make_side(NORLAND),
            "place": make_place("Ellbruck"),
            "time": PUBLICATION,
            "mentions": (mention(0),),
            **changes,
        }
    )


def make_strike(**changes: Any) -> Draft:
    """Return a draft: a bridge was destroyed."""
    return make_draft(
        **{
            "domain": Domain.INFRASTRUCTURE,
            "predicate": None,
            "state": AssetState.DESTROYED,
            "asset": Asset(kind=AssetKind.BRIDGE, text="the bridge"),
            **changes,
        }
    )


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="the-same"),
        pytest.param({"actor": None}, id="no-actor"),
        pytest.param({"speaker": MINISTRY, "mentions": (HEADLINE,)}, id="a-voice-and-a-headline"),
        pytest.param({"time": on(3)}, id="a-day-and-none"),
        pytest.param({"realis": Realis.HISTORICAL}, id="past-and-actual"),
        pytest.param({"extent": Extent.WHOLE}, id="extent"),
        pytest.param({"quantities": (kilometres(5),)}, id="a-figure-and-none"),
        pytest.param({"speech_act": SpeechAct.CLAIM}, id="claimed-and-reported"),
        pytest.param({"opponent": make_side(SUDMARK)}, id="opponent"),
        pytest.param({"sentence": 9, "trigger": 0, "rule": "other"}, id="elsewhere"),
    ],
)
def test_one_claim(changes: dict[str, Any]) -> None:
    """What only one of them leaves open keeps nothing apart."""
    assert same_statement(make_draft(), make_draft(**changes))
    assert same_statement(make_draft(**changes), make_draft())
    assert len(merge([make_draft(), make_draft(**changes)])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({}, {"predicate": Predicate.RETOOK}, id="predicate"),
        pytest.param({}, {"polarity": Polarity.DENIED}, id="polarity"),
        pytest.param({}, {"actor": make_side(SUDMARK)}, id="actor"),
        pytest.param({}, {"place": make_place("Halm")}, id="place"),
        pytest.param({}, {"place": make_place("Ellbruck", relation=PlaceRelation.NORTH_OF)}, id="relation"),
        pytest.param(
            {},
            {"place": make_place("Ellbruck airport", feature=Feature.FACILITY, geonameid=make_place().geonameid)},
            id="a-facility-of-the-place",
        ),
        pytest.param({}, {"realis": Realis.FUTURE}, id="planned"),
        pytest.param({}, {"realis": Realis.HYPOTHETICAL}, id="supposed"),
        pytest.param({}, {"speech_act": SpeechAct.NOT_CONFIRMED}, id="not-confirmed"),
        pytest.param({"speaker": MINISTRY}, {"speaker": MAYOR}, id="two-voices"),
        pytest.param({"speaker": MINISTRY}, {}, id="a-voice-and-the-text's-own"),
        pytest.param({"time": on(3)}, {"time": on(9)}, id="two-days"),
        pytest.param({"time": on(3)}, {"time": on(3, days=5)}, id="two-windows"),
        pytest.param({"quantities": (kilometres(5),)}, {"quantities": (kilometres(9),)}, id="two-figures"),
        pytest.param({"place": None}, {"place": None}, id="no-place-and-no-figure"),
        pytest.param({"place": None}, {}, id="one-without-a-place"),
    ],
)
def test_two_claims(one: dict[str, Any], other: dict[str, Any]) -> None:
    """What both say and say differently keeps them apart."""
    assert not same_statement(make_draft(**one), make_draft(**other))
    assert not same_statement(make_draft(**other), make_draft(**one))


def test_a_figure_joins_what_names_no_place() -> None:
    """Advanced five kilometres, twice."""
    one = make_draft(predicate=Predicate.ADVANCED, place=None, quantities=(kilometres(5),))
    assert same_statement(one, one)
    assert same_statement(one, make_draft(predicate=Predicate.ADVANCED, quantities=(kilometres(5),)))


def test_places_without_an_id_are_the_same_by_name() -> None:
    """Capitals do not count."""
    one = make_draft(place=make_place("Ellbruck", geonameid=None))
    assert same_statement(one, make_draft(place=make_place("ELLBRUCK", geonameid=None)))
    assert not same_statement(one, make_draft(place=make_place("Halm", geonameid=None)))


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        pytest.param({}, True, id="the-same"),
        pytest.param({"asset": Asset(kind=AssetKind.BRIDGE, text="Ell Bridge", name="Ell Bridge")}, True, id="named"),
        pytest.param({"asset": Asset(kind=AssetKind.DAM, text="the dam")}, False, id="kind"),
        pytest.param({"state": AssetState.DAMAGED}, False, id="state"),
        pytest.param({"asset": None}, False, id="no-asset"),
    ],
)
def test_assets(changes: dict[str, Any], same: bool) -> None:
    """An asset is the same by kind, and by name where both have one."""
    assert same_statement(make_strike(), make_strike(**changes)) is same


def test_two_names_are_two_assets() -> None:
    """The old bridge and the new one."""
    old = make_strike(asset=Asset(kind=AssetKind.BRIDGE, text="Old Bridge", name="Old Bridge"))
    new = make_strike(asset=Asset(kind=AssetKind.BRIDGE, text="New Bridge", name="New Bridge"))
    assert not same_statement(old, new)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Ada Berg", "Berg", True, id="surname"),
        pytest.param("Ada Berg", "Ada Berg", True, id="full-name"),
        pytest.param("Ada Berg", "Ida Halm", False, id="another-person"),
    ],
)
def test_speakers(one: str, other: str, same: bool) -> None:
    """One voice by its name, or by its last word."""

    def said_by(name: str) -> Draft:
        return make_draft(speaker=Speaker(name=name, affiliation=None, side=None, type=None))

    assert same_statement(said_by(one), said_by(other)) is same


def test_the_fuller_draft_gives_the_fields() -> None:
    """An attributed statement in the body says more than its headline; both are mentions, the title first."""
    title = make_draft(mentions=(mention(0, part="title"),), actor=None)
    body = make_draft(
        sentence=3,
        speaker=MINISTRY,
        time=on(3),
        extent=Extent.WHOLE,
        mentions=(mention(40),),
        speech_act=SpeechAct.CLAIM,
    )
    (joined,) = merge([title, body])
    assert joined.speaker == MINISTRY
    assert (joined.time, joined.extent, joined.actor) == (on(3), Extent.WHOLE, make_side(NORLAND))
    assert [item.part for item in joined.mentions] == ["title", "body"]
    assert merge([body, title]) == (joined,)


def test_the_poorer_draft_fills_what_is_open() -> None:
    """Opponent, means, figures, and who could not check."""
    full = make_draft(speaker=MINISTRY, time=on(3), mentions=(HEADLINE,))
    more = make_draft(
        opponent=make_side(SUDMARK), quantities=(kilometres(5),), means="drone",
        verification=Verification.UNVERIFIED, unverified_by="The Ell Courier", mentions=(mention(40),),
    )  # fmt: skip
    (joined,) = merge([full, more])
    assert joined.speaker == MINISTRY
    assert (joined.opponent, joined.quantities, joined.means) == (make_side(SUDMARK), (kilometres(5),), "drone")
    assert (joined.verification, joined.unverified_by) == (Verification.UNVERIFIED, "The Ell Courier")


def test_a_mention_is_not_counted_twice() -> None:
    """Two rules that find the same sentence give one mention."""
    (joined,) = merge([make_draft(), make_draft(rule="other")])
    assert joined.mentions == (mention(0),)


DRAFTS = st.lists(
    st.builds(
        make_draft,
        predicate=st.sampled_from([Predicate.CAPTURED, Predicate.WITHDREW]),
        actor=st.sampled_from([None, make_side(NORLAND), make_side(SUDMARK)]),
        place=st.sampled_from([None, make_place("Ellbruck"), make_place("Halm")]),
        polarity=st.sampled_from(Polarity),
        speaker=st.sampled_from([None, MINISTRY, MAYOR]),
        time=st.sampled_from([PUBLICATION, on(3), on(9)]),
        quantities=st.sampled_from([(), (kilometres(5),), (kilometres(9),)]),
        mentions=st.integers(0, 5).map(lambda start: (mention(start),)),
    ),
    max_size=8,
)


@given(DRAFTS)
def test_merging_loses_no_mention(drafts: list[Draft]) -> None:
    """Every mention is kept, and nothing is made up."""
    merged = merge(drafts)
    assert {item for draft in merged for item in draft.mentions} == {
        item for draft in drafts for item in draft.mentions
    }
    assert len(merged) <= len(drafts)


@given(DRAFTS)
def test_merging_is_deterministic(drafts: list[Draft]) -> None:
    """The same drafts give the same claims."""
    assert merge(drafts) == merge(drafts)


def identity(**changes: Any) -> str:
    """Return the id of a draft's claim."""
    return to_claim(make_draft(**changes), article=make_article(), scope=None).id


def test_an_id_is_stable() -> None:
    """The same content has the same id anywhere: sixteen hexadecimal digits."""
    assert identity() == identity()
    assert len(identity()) == 16
    assert int(identity(), 16) >= 0


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"predicate": Predicate.RETOOK}, id="predicate"),
        pytest.param({"polarity": Polarity.DENIED}, id="polarity"),
        pytest.param({"actor": make_side(SUDMARK)}, id="actor"),
        pytest.param({"place": make_place("Halm")}, id="place"),
        pytest.param({"place": make_place("Ellbruck", relation=PlaceRelation.NEAR)}, id="relation"),
        pytest.param({"realis": Realis.FUTURE}, id="realis"),
        pytest.param({"speech_act": SpeechAct.CLAIM}, id="speech-act"),
        pytest.param({"speaker": MINISTRY}, id="speaker"),
        pytest.param({"quantities": (kilometres(5),)}, id="figure"),
        pytest.param({"mentions": (mention(7),)}, id="where-it-stands"),
        pytest.param({"trigger": 9}, id="trigger"),
    ],
)
def test_an_id_follows_from_the_content(changes: dict[str, Any]) -> None:
    """Another statement, another id."""
    assert identity(**changes) != identity()


def test_an_id_follows_from_the_article() -> None:
    """Two articles never share a claim."""
    other = to_claim(make_draft(), article=make_article(text="Another text."), scope=None)
    assert other.id != identity()


def test_a_claim_without_a_place_has_the_articles_scope() -> None:
    """A place of its own makes the scope needless."""
    scope = Scope(region=None, country=SUDMARK, basis="test")
    assert to_claim(make_draft(place=None), article=make_article(), scope=scope).scope == scope
    assert to_claim(make_draft(), article=make_article(), scope=scope).scope is None


def test_nobody_quoted_is_the_author() -> None:
    """The article's own voice has a type and no name."""
    attribution = to_claim(make_draft(), article=make_article(), scope=None).attribution
    assert (attribution.speaker, attribution.side, attribution.type) == (None, None, SpeakerType.AUTHOR)


def test_against_interest_goes_with_the_speaker() -> None:
    """It is kept with who speaks."""
    claim = to_claim(make_draft(speaker=MAYOR, against_interest=True), article=make_article(), scope=None)
    assert claim.attribution.against_interest
    assert (claim.attribution.speaker, claim.attribution.affiliation) == ("Ada Berg", "mayor")
