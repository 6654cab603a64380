"""The words left of a place name say how near it is, on which side, and how much of it."""

from __future__ import annotations

import pytest

from bot.extraction.bearings import BearingReader
from bot.model.claim import Extent
from bot.model.place import PlaceMention, PlaceRelation
from config.lexicon import Lexicon
from tests.builders import make_place
from tests.extraction.docs import parsed

HEAD = "They|PRP|nsubj|2 stood|VBD|root|0|stand "
# The name is the last word; heads do not matter here, tags and labels do.
IN = HEAD + "in|IN|case|4 Goma|NNP|obl|2"
NORTH_OF = HEAD + "north|RB|advmod|2 of|IN|case|5 Goma|NNP|obl|3"
SOUTH_EAST_OF = HEAD + "southeast|RB|advmod|2 of|IN|case|5 Goma|NNP|obl|3"
IN_THE_NORTH_OF = HEAD + "in|IN|case|5 the|DT|det|5 north|NN|obl|2 of|IN|case|7 Goma|NNP|nmod|5"
TO_THE_WEST_OF = HEAD + "to|IN|case|5 the|DT|det|5 west|NN|obl|2 of|IN|case|7 Goma|NNP|nmod|5"
OUTSKIRTS = HEAD + "on|IN|case|5 the|DT|det|5 outskirts|NNS|obl|2|outskirts of|IN|case|7 Goma|NNP|nmod|5"
NEAR = HEAD + "near|IN|case|4 Goma|NNP|obl|2"
OUTSIDE = HEAD + "outside|IN|case|4 Goma|NNP|obl|2"
CLOSE_TO = HEAD + "close|JJ|xcomp|2 to|IN|case|5 Goma|NNP|obl|3"
NEAR_THE_TOWN_OF = HEAD + "near|IN|case|5 the|DT|det|5 town|NN|obl|2 of|IN|case|7 Goma|NNP|nmod|5"
MUCH_OF = HEAD.replace("stood|VBD|root|0|stand", "took|VBD|root|0|take") + "much|JJ|obj|2 of|IN|case|5 Goma|NNP|nmod|3"
MUCH_OF_THE_TOWN_OF = (
    "They|PRP|nsubj|2 took|VBD|root|0|take much|JJ|obj|2 of|IN|case|6 the|DT|det|6 town|NN|nmod|3 of|IN|case|8 "
    "Goma|NNP|nmod|6"
)
ALL_OF = "They|PRP|nsubj|2 took|VBD|root|0|take all|DT|obj|2 of|IN|case|5 Goma|NNP|nmod|3"
CENTRE_OF = HEAD + "in|IN|case|5 the|DT|det|5 centre|NN|obl|2 of|IN|case|7 Goma|NNP|nmod|5"
TOOK = "They|PRP|nsubj|2 took|VBD|root|0|take Goma|NNP|obj|2"
FROM = "They|PRP|nsubj|2 fled|VBD|root|0|flee from|IN|case|4 Goma|NNP|obl|2"
NORTH_FAR_BACK = (
    "The|DT|det|2 north|NN|nsubj|3 was|VBD|root|0|be lost|JJ|xcomp|3 ,|,|punct|6 held|VBD|conj|3|hold Goma|NNP|obj|6"
)
SIEGE_OF = "The|DT|det|2 siege|NN|root|0 of|IN|case|4 Goma|NNP|nmod|2"


@pytest.mark.parametrize(
    ("table", "relation", "extent"),
    [
        pytest.param(IN, "in", None, id="in"),
        pytest.param(NORTH_OF, "north_of", None, id="north-of"),
        pytest.param(SOUTH_EAST_OF, "south_of", None, id="south-east-of"),
        pytest.param(TO_THE_WEST_OF, "west_of", None, id="to-the-west-of"),
        pytest.param(IN_THE_NORTH_OF, "in", "partial", id="in-the-north-of"),
        pytest.param(OUTSKIRTS, "near", None, id="outskirts"),
        pytest.param(NEAR, "near", None, id="near"),
        pytest.param(OUTSIDE, "near", None, id="outside"),
        pytest.param(CLOSE_TO, "near", None, id="close-to"),
        pytest.param(NEAR_THE_TOWN_OF, "near", None, id="near-the-town-of"),
        pytest.param(MUCH_OF, "in", "partial", id="much-of"),
        pytest.param(MUCH_OF_THE_TOWN_OF, "in", "partial", id="much-of-the-town-of"),
        pytest.param(ALL_OF, "in", "whole", id="all-of"),
        pytest.param(CENTRE_OF, "in", "partial", id="centre-of"),
        pytest.param(TOOK, "in", None, id="object"),
        pytest.param(FROM, "in", None, id="from"),
        pytest.param(NORTH_FAR_BACK, "in", None, id="another-clause"),
        pytest.param(SIEGE_OF, "in", None, id="of-an-event"),
    ],
)
def test_bearings(lexicon: Lexicon, table: str, relation: str, extent: str | None) -> None:
    """Relation and extent of the name at the end of the sentence."""
    doc = parsed(table)
    name = doc[len(doc) - 1]
    mention = PlaceMention(start=name.idx, end=name.idx + len(name.text), place=make_place(name.text))
    found = BearingReader(lexicon.nouns).read(name, mention)
    assert found == (PlaceRelation(relation), Extent(extent) if extent else None)


def test_a_relation_in_the_name_itself_is_kept(lexicon: Lexicon) -> None:
    """A finder that reads "the Goma area" as near Goma is believed where no word says otherwise."""
    doc = parsed(TOOK)
    place = make_place("Goma", relation=PlaceRelation.NEAR)
    found = BearingReader(lexicon.nouns).read(doc[2], PlaceMention(start=doc[2].idx, end=doc[2].idx + 4, place=place))
    assert found == (PlaceRelation.NEAR, None)
