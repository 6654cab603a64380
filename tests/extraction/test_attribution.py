"""Who says so, in what office, for which side, and by what act of speech."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts

Fact = dict[str, Any]


def case(name: str, text: str, **wanted: Any) -> Any:
    """Return a test's parameters: how the one claim of a text is attributed."""
    return pytest.param(text, [wanted], id=name)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        case(
            "own-voice", "Russian forces captured the town of Vuhledar.",
            speaker=None, side=None, type="author", act="report",
        ),
        case(
            "country", "Ukraine said its troops had entered the town of Lyman.",
            speaker="Ukraine", side="UKR", type="official", act="claim", actor="UKR",
        ),
        case(
            "ministry", "Russia's defence ministry said its forces had captured the town of Vuhledar.",
            side="RUS", act="claim", actor="RUS", against=False,
        ),
        case(
            "statement-first", "Russian forces captured the town of Vuhledar, the Kremlin said.",
            side="RUS", act="claim", actor="RUS",
        ),
        case(
            "according-to", "According to the Syrian army, rebels have withdrawn from the town of Harasta.",
            side="SYR", type="military", act="claim",
        ),
        case(
            "named", "President Volodymyr Zelensky said Ukrainian troops had retaken the town of Lyman.",
            speaker="Volodymyr Zelensky", side="UKR", type="official", act="claim",
        ),
        case(
            "against-the-state", "A rebel commander in Harasta said his men had captured the town of Saraqeb.",
            side="syrian_rebels", act="claim",
        ),
        case(
            "of-the-state", "An army commander in Harasta said rebels had captured the town of Saraqeb.",
            side="SYR", act="claim",
        ),
        case(
            "residents", "Residents said M23 fighters had entered the city of Goma.",
            side=None, type="witness", act="claim", actor="m23",
        ),
        case(
            "observatory",
            "The Syrian Observatory for Human Rights said Syrian troops had entered the town of Saraqeb.",
            side=None, type="ngo_igo", act="claim", actor="SYR",
        ),
        case(
            "denies", "Ukraine denied that Russian forces had captured the town of Vuhledar.",
            side="UKR", act="deny", polarity="denied", actor="RUS",
        ),
        case(
            "confirms", "Ukraine's army confirmed that its troops had withdrawn from the town of Soledar.",
            side="UKR", act="confirm", polarity="affirmed", against=True,
        ),
        case(
            "admits", "Ukraine admitted that Russian forces had captured the town of Soledar.",
            side="UKR", act="confirm", against=True, actor="RUS",
        ),
        case(
            "not-against-the-enemy", "Russia said Ukrainian troops had withdrawn from the town of Soledar.",
            side="RUS", act="claim", against=False, actor="UKR",
        ),
        case(
            "believes", "Ukrainian officials believe Russian troops have left the town of Lyman.",
            side="UKR", certainty="probable", actor="RUS",
        ),
        case(
            "reportedly", "Taliban fighters have reportedly captured the city of Kunduz.",
            speaker=None, certainty="probable", act="report",
        ),
        case(
            "think-tank",
            "The Institute for the Study of War said Russian forces had likely captured the Ukrainian town of Lyman.",
            side=None, type="think_tank", act="claim", certainty="probable", actor="RUS",
        ),
        case(
            "intelligence", "British intelligence said Russian forces had probably withdrawn from Lyman.",
            side="GBR", act="claim", certainty="probable", says="withdrew",
        ),
        case(
            "media", "Ukrainian media reported that Russian troops had left Kupiansk.",
            type="media", act="claim", says="withdrew", place="Kupyansk",
        ),
        case(
            "post", "A Facebook post by the Ukrainian army said its soldiers had entered Lyman.",
            side="UKR", type="military", act="claim", actor="UKR",
        ),
        case(
            "apposition",
            "Oleksandr Prokudin, the governor of Kherson, said Russian shelling had damaged a school in the city.",
            speaker="Oleksandr Prokudin", affiliation="governor of Kherson", side="UKR", type="official", actor="RUS",
        ),
        case(
            "chief", "Wagner chief Yevgeny Prigozhin said his fighters had taken the city of Bakhmut.",
            speaker="Yevgeny Prigozhin", affiliation="Wagner chief", side="wagner", actor="wagner",
        ),
        case(
            "not-confirmed", "The Russian defence ministry did not confirm the withdrawal from Lyman.",
            side="RUS", act="not_confirmed", says="withdrew",
        ),
        case(
            "confirmed-noun", "Russia has confirmed its withdrawal from the town of Lyman.",
            side="RUS", act="confirm", against=True, actor="RUS",
        ),
        case(
            "denied-own-loss", "The Sudanese army denied that it had withdrawn from Wad Madani.",
            side="SDN", act="deny", polarity="denied", actor="SDN", says="withdrew",
        ),
        case(
            "vowed", "Ukraine's president vowed to liberate Crimea.",
            side="UKR", act="claim", realis="future", says="retook",
        ),
        case(
            "warned", "Russia could capture Bakhmut within days, the Ukrainian army warned.",
            side="UKR", act="claim", realis="hypothetical", certainty="possible",
        ),
        case(
            "we", "“We have taken Goma,” M23 spokesman Willy Ngoma told Reuters.",
            speaker="Willy Ngoma", affiliation="M23 spokesman", side="m23", actor="m23", act="claim",
        ),
        case(
            "blamed", "Israel blamed Hezbollah for an attack on a school in Metula.",
            actor="hezbollah", side="ISR", act="claim", says="attacked",
        ),
        case(
            "quote", "“Our forces have retaken the town of Lyman,” President Volodymyr Zelensky said.",
            speaker="Volodymyr Zelensky", side="UKR", actor="UKR", act="claim",
        ),
    ],
)  # fmt: skip
def test_sources(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """The text makes one claim, said by this speaker."""
    assert facts(claims_of(text), wanted) == wanted


def test_a_pronoun_is_who_spoke_before(claims_of: ClaimsOf) -> None:
    """He is the man named in the sentence before."""
    text = (
        "President Volodymyr Zelensky spoke late on Tuesday, officials said. Zelensky said the war would be long. "
        "He said Ukrainian troops had retaken the town of Lyman."
    )
    claims = [claim for claim in claims_of(text) if claim.place is not None]
    assert [claim.attribution.speaker for claim in claims] == ["Volodymyr Zelensky"]


def test_what_could_not_be_verified_says_by_whom(claims_of: ClaimsOf) -> None:
    """The claim stands, unverified."""
    text = (
        "The Rapid Support Forces said their fighters had captured the city of Nyala. "
        "Reuters could not independently verify the claim."
    )
    wanted = [{"says": "captured", "actor": "rsf", "verification": "unverified", "unverified_by": "Reuters"}]
    assert facts(claims_of(text), wanted) == wanted


def test_a_denial_is_a_claim_of_its_own(claims_of: ClaimsOf) -> None:
    """Two sides, two claims about one place."""
    text = "Russia said its forces had captured the town of Vuhledar. Ukraine denied the claim."
    wanted = [
        {"says": "captured", "actor": "RUS", "side": "RUS", "polarity": "affirmed", "act": "claim"},
        {"says": "captured", "actor": "RUS", "side": "UKR", "polarity": "denied", "act": "deny"},
    ]
    assert facts(claims_of(text), wanted) == wanted
