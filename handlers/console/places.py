"""Places on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from bot.model.place import Place
from handlers.console.text import shown


def places_table(places: Sequence[Place]) -> RenderableType:
    """Return one row a place, best first."""
    return _table([(None, place) for place in places])


def mentions_table(mentions: Sequence[tuple[str, Place | None]]) -> RenderableType:
    """Return one row a place name as written, with the place that it resolves to (dashes: none is known)."""
    return _table(mentions, written=True)


def _table(rows: Sequence[tuple[str | None, Place | None]], *, written: bool = False) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    if written:
        table.add_column("Written", overflow="fold")
    table.add_column("Name", overflow="fold")
    table.add_column("Kind")
    table.add_column("Region", overflow="fold")
    table.add_column("Country")
    table.add_column("Latitude", justify="right")
    table.add_column("Longitude", justify="right")
    table.add_column("GeoNames", justify="right")
    for text, place in rows:
        cells = [shown(text)] if written else []
        if place is None:
            cells.extend([shown(None)] * 7)
        else:
            cells.extend(
                (
                    shown(place.name),
                    shown(place.feature),
                    shown(place.region),
                    shown(place.country),
                    shown(None if place.lat is None else f"{place.lat:.2f}"),
                    shown(None if place.lon is None else f"{place.lon:.2f}"),
                    shown(None if place.geonameid is None else str(place.geonameid)),
                )
            )
        table.add_row(*cells)
    return table
