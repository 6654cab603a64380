"""Print how well `places parse` does: `python -m tests.golden.places`; with `--wrong`, what fails."""

from __future__ import annotations

import sys

from bot.extraction.sides import SideIndex
from bot.places.gazetteer import bundled_gazetteer
from config.knowledge import load_sides
from tests.golden.places.scoring import Outcome, figures, is_near, outcomes, read_marked


def main(arguments: list[str]) -> None:
    """Read all texts and print the figures."""
    with bundled_gazetteer() as gazetteer:
        found = list(outcomes(read_marked(), gazetteer, SideIndex(load_sides())))
    if "--wrong" in arguments:
        for one in found:
            if line := _tell(one):
                sys.stdout.write(f"{one.marked.id}: {line}\n")
    scored = figures(found)
    sys.stdout.write(
        f"{scored.names} names: precision {scored.precision:.3f}, recall {scored.recall:.3f}, F1 {scored.f1:.3f}\n"
        f"end to end: within 161 km {scored.near:.3f}, exact id {scored.exact:.3f}\n"
        f"spans given: within 161 km {scored.given_near:.3f}, exact id {scored.given_exact:.3f}\n"
    )


def _tell(one: Outcome) -> str:
    place = one.found
    where = f"{place.name}, {place.region}, {place.country} ({place.geonameid})" if place else "nothing"
    if one.truth is None:
        return f"{place.text if place else ''!r} is no place, found {where}"
    wrong = place is None or not is_near(one.truth, place)
    wrong = wrong or (one.truth.geonameid is not None and place is not None and place.geonameid != one.truth.geonameid)
    return (
        f"{one.truth.text!r}: {where}, not {one.truth.geonameid} at {one.truth.lat}, {one.truth.lon}" if wrong else ""
    )


if __name__ == "__main__":
    main(sys.argv[1:])
