"""The sentences of this folder: territory and infrastructure in many forms, and what each should be read as.

The files are written like those of `tests.golden.modality`; `about` names further fields that one of the claims found
has to have: `actor`, `opponent` (a side's id), `kind` (of an asset), `means`, `quantity` ("people 230000"), `extent`,
`start` (the first day of the time). `wrong` tells why the program still reads a sentence otherwise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.model.claim import Claim
from bot.pipeline import ManyExtractor
from tests.builders import make_article
from tests.golden.modality.sentences import Outcome, read_cases, reading_of

FOLDER = Path(__file__).parent
KINDS = ("holders", "infrastructure", "territory")
# A Friday and its week: "on Tuesday" is 11 June.
PUBLISHED = date(2024, 6, 14)


@dataclass(frozen=True, kw_only=True, slots=True)
class FormOutcome:
    """What the program reads a sentence as, and which of the further fields no claim has."""

    outcome: Outcome
    lacking: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether all claims and all further fields are found, and no other claim."""
        return self.outcome.right and not self.lacking

    def tell(self) -> str:
        """Return in one line what was wanted and what was found."""
        return self.outcome.tell() + (f"; lacking {', '.join(self.lacking)}" if self.lacking else "")


def read_forms(kind: str, extractor: ManyExtractor) -> tuple[FormOutcome, ...]:
    """Read each sentence of a file as an article of its own."""
    cases = read_cases(kind, folder=FOLDER)
    table = tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8"))
    articles = [
        make_article(text=case.text, title=None, published_at=PUBLISHED, publisher="Example News") for case in cases
    ]
    return tuple(
        FormOutcome(
            outcome=Outcome(case=case, found=tuple(map(reading_of, claims))),
            lacking=_lacking(item.get("about", {}), claims),
        )
        for case, item, claims in zip(cases, table["sentence"], extractor.extract_many(articles), strict=True)
    )


def _lacking(about: Mapping[str, str], claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(
        f"{name} {value}" for name, value in about.items() if not any(value in _values(claim, name) for claim in claims)
    )


def _values(claim: Claim, name: str) -> set[str | None]:
    match name:
        case "actor":
            return {claim.actor.side if claim.actor else None}
        case "opponent":
            return {claim.opponent.side if claim.opponent else None}
        case "kind":
            return {str(claim.asset.kind) if claim.asset else None}
        case "means":
            return {claim.means}
        case "extent":
            return {str(claim.extent)}
        case "start":
            return {str(claim.time.start)}
        case "quantity":
            return {f"{one.unit} {one.value:.0f}" for one in claim.quantities if one.value is not None}
        case _:
            raise ValueError(name)
