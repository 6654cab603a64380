"""Copies of one text as newspapers edit them, and other texts on the same events: where the threshold lies between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.article.copies import are_copies
from bot.article.reading import read_article
from bot.model.article import Article, RawArticle

NOW = datetime(2031, 5, 14, tzinfo=UTC)

BRIDGE = """\
Government troops entered the river port of Malakal before dawn on Tuesday and drove the last rebel fighters \
out of the \
market district, the army said, ending a siege that had cut the town off for eleven weeks.

Brigadier Lual Deng told reporters by telephone that his men held both banks of the White Nile and had raised the flag \
over the airport. "The town is ours, and the road to the north is open again," he said.

A spokesman for the rebels, Peter Gatkuoth, denied that Malakal had fallen. He said that fighting went on in \
the south of \
the town and that the airport had changed hands twice overnight. "They hold the runway and nothing else," he said.

Neither account could be checked. A nurse at the teaching hospital said that shells had struck the maternity ward on \
Monday and that the building had been without power since. "We operate by the light of telephones," she said.

The United Nations mission said that some 4,000 people had sought shelter at its base since the weekend, most of them \
women and children. It called on both sides to let aid barges pass.
"""

POWER = """\
Drones struck a substation outside the Black Sea port of Mykolaiv on Friday night and left about 70,000 \
households without \
electricity, the regional governor said on Saturday morning.

Vitalii Kim wrote on Telegram that air defences had brought down nine of fourteen drones over the region. Two \
transformers \
were destroyed, he said, and repairs would take at least a week. Hospitals and the waterworks were running on \
generators.

The operator of the grid said that emergency cuts were in force in three districts, and that crews could not \
begin until \
sappers had cleared the yard. It asked customers not to switch on heaters in the evening.

Russia's defence ministry said that its forces had hit a command post and an ammunition store near Mykolaiv \
with precise \
weapons. It did not mention the substation. Residents said they had heard explosions from eleven in the evening until \
three, and posted pictures of a fire that was seen from across the estuary.

It was the sixth attack on the region's grid this month. By noon on Saturday trams in the centre were running again.
"""

# Another reporter on the first of these events, with the same quotations, as everybody has them.
BRIDGE_BY_ANOTHER = """\
South Sudan's army claims to have recaptured Malakal, a town on the White Nile that has been in and out of rebel hands \
since the war began, after a siege of nearly three months.

"The town is ours, and the road to the north is open again," Brigadier Lual Deng said on Tuesday. His forces \
had taken the \
airport in the night, he added, and were searching houses in the market district for stragglers.

The rebels tell another story. Their spokesman, Peter Gatkuoth, insisted that government soldiers controlled \
only part of \
the airfield. "They hold the runway and nothing else," he said, adding that a counterattack was under way.

Thousands of civilians have fled to the base of the UN peacekeepers, where water is short. Doctors at the teaching \
hospital, which was hit by artillery on Monday, say that they are operating without electric light.
"""


def _without_the_end(text: str) -> str:
    return text.rsplit("\n\n", 1)[0]


def _with_another_beginning(text: str) -> str:
    first, rest = text.split("\n\n", 1)
    return f"{first.replace(' on ', ' late on ', 1)} It was the heaviest fighting there in weeks.\n\n{rest}"


def _in_the_house_style(text: str) -> str:
    changed = text.replace(" said", " told reporters", 1).replace('"', "”").replace("’", "'")
    return (
        changed.replace("telephone", "phone").replace("electricity", "power").replace("on Saturday morning", "Saturday")
    )


def _with_a_note(text: str) -> str:
    return (
        text + "\n\n(Reporting by our correspondents; editing by the foreign desk. Follow us for more news of the day.)"
    )


def _cut_and_rewritten(text: str) -> str:
    return _in_the_house_style(_with_another_beginning(_without_the_end(text)))


def _on_one_line(text: str) -> str:
    return " ".join(text.split()).upper()


EDITS: tuple[Callable[[str], str], ...] = (
    _without_the_end,
    _with_another_beginning,
    _in_the_house_style,
    _with_a_note,
    _cut_and_rewritten,
    _on_one_line,
)


def article(text: str, publisher: str) -> Article:
    """Return an article as the program reads it."""
    raw = RawArticle(key=publisher, body=text, origin=publisher, received_at=NOW, publisher=publisher)
    return read_article(raw, now=NOW)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__.strip("_"))
@pytest.mark.parametrize("text", [BRIDGE, POWER], ids=["bridge", "power"])
def test_an_edited_copy_is_a_copy(text: str, edit: Callable[[str], str]) -> None:
    """What agencies' customers change leaves most runs of words as they are."""
    assert are_copies(article(text, "The Wire"), article(edit(text), "The Courier"))


@pytest.mark.parametrize(
    "other", [BRIDGE_BY_ANOTHER, POWER, _without_the_end(_without_the_end(_without_the_end(BRIDGE)))]
)
def test_another_text_is_no_copy(other: str) -> None:
    """Not with the same quotations, not on another event, and not a short piece of it."""
    assert not are_copies(article(BRIDGE, "The Wire"), article(other, "The Courier"))
