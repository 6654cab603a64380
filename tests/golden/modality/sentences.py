"""The sentences of this folder: one TOML file for each kind of modality, and what each sentence should be read as.

A sentence of a file is a table. `text` is an article of its own. `claims` lists what it claims, each written as
"predicate or state: place, marks": marks are what differs from an affirmed, certain, actual claim ("denied",
"probable", "future"); `-` stands for no place. An empty list says that there is no claim. `wrong` tells why the program
still reads a sentence otherwise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.model.article import Article
from bot.model.claim import Certainty, Claim, Polarity, Realis
from bot.pipeline import ManyExtractor
from tests.builders import make_article

FOLDER = Path(__file__).parent
PUBLISHED = date(2024, 6, 15)
PLAIN = "plain"
NOTHING = "no claim"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Reading:
    """A claim as far as these tests look at it; `names` are the names that its place goes by."""

    says: str
    names: tuple[str, ...]
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    realis: Realis = Realis.ACTUAL

    @property
    def mood(self) -> str:
        """Return in words what differs from a plain fact."""
        usual = {Polarity.AFFIRMED, Certainty.CERTAIN, Realis.ACTUAL}
        marks = [str(mark) for mark in (self.polarity, self.realis, self.certainty) if mark not in usual]
        return " ".join(marks) or PLAIN

    def same_slot(self, other: Reading) -> bool:
        """Whether both say the same of the same place, whatever their mood."""
        return self.says == other.says and (bool({*self.names} & {*other.names}) or not (self.names or other.names))

    def __str__(self) -> str:
        """Return the reading in the notation of the files."""
        return f"{self.says}: {'/'.join(self.names) or '-'}, {self.mood}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A sentence, what it should be read as, and why it is not, where it is not."""

    text: str
    claims: tuple[Reading, ...]
    wrong: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What the program reads a sentence as."""

    case: Case
    found: tuple[Reading, ...]

    @property
    def pairs(self) -> tuple[tuple[Reading | None, Reading | None], ...]:
        """Return each wanted claim beside the found one that fills it best, then what was found beyond that."""
        left = list(self.found)
        joined: list[tuple[Reading | None, Reading | None]] = []
        for want in self.case.claims:
            same = [one for one in left if one.same_slot(want)]
            best = next((one for one in same if one.mood == want.mood), same[0] if same else None)
            if best is not None:
                left.remove(best)
            joined.append((want, best))
        return (*joined, *((None, one) for one in left)) or ((None, None),)

    @property
    def right(self) -> bool:
        """Whether all is found as it should be, and nothing else is."""
        return all(
            (want is None and one is None) or (want is not None and one is not None and want.mood == one.mood)
            for want, one in self.pairs
        )

    def tell(self) -> str:
        """Return in one line what was wanted and what was found."""
        wanted = "; ".join(map(str, self.case.claims)) or NOTHING
        return f"{self.case.text!r} wanted {wanted}; found {'; '.join(map(str, self.found)) or NOTHING}"


def kinds() -> tuple[str, ...]:
    """Return the kinds of modality that have a file, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def read_cases(kind: str, *, folder: Path = FOLDER) -> tuple[Case, ...]:
    """Read the sentences of one kind."""
    table = tomllib.loads((folder / f"{kind}.toml").read_text(encoding="utf-8"))
    return tuple(
        Case(text=item["text"], claims=tuple(map(_reading, item["claims"])), wrong=item.get("wrong"))
        for item in table["sentence"]
    )


def outcomes(cases: Sequence[Case], extractor: ManyExtractor) -> tuple[Outcome, ...]:
    """Read each sentence as an article of its own."""
    articles: Iterable[Article] = [
        make_article(text=case.text, title=None, published_at=PUBLISHED, publisher="Example News") for case in cases
    ]
    found = extractor.extract_many(articles)
    return tuple(
        Outcome(case=case, found=tuple(map(reading_of, claims))) for case, claims in zip(cases, found, strict=True)
    )


def _reading(text: str) -> Reading:
    says, _, rest = text.partition(": ")
    place, *marks = rest.split(", ")
    polarity, certainty, realis = Polarity.AFFIRMED, Certainty.CERTAIN, Realis.ACTUAL
    for mark in marks:
        if mark in {str(one) for one in Polarity}:
            polarity = Polarity(mark)
        elif mark in {str(one) for one in Certainty}:
            certainty = Certainty(mark)
        else:
            realis = Realis(mark)
    names = () if place == "-" else (place,)
    return Reading(says=says, names=names, polarity=polarity, certainty=certainty, realis=realis)


def reading_of(claim: Claim) -> Reading:
    """Return what these tests look at of a claim."""
    names = {claim.place.name, claim.place.text} if claim.place else set()
    return Reading(
        says=str(claim.predicate or claim.state),
        names=tuple(sorted(name for name in names if name)),
        polarity=claim.polarity,
        certainty=claim.certainty,
        realis=claim.realis,
    )
