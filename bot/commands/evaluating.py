"""`claimwatch evaluate`: how well claims are found, against a gold file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.app import open_ground
from bot.commands.printing import json_objects
from bot.commands.reading import progress, read_inputs
from bot.commands.session import Session, now, open_session, run_in_loop
from bot.evaluation import Gold, Score, read_gold, score
from bot.model.errors import SourceError
from bot.workers import InProcessExtractor
from handlers.text import clean

_SHOWN_FIELDS = ("place", "attribution", "time", "quantities")


def evaluate(config: Path | None, gold: Path, paths: Sequence[str], *, verbose: bool, as_json: bool) -> int:
    """Read the articles into memory and score what was found."""
    session = open_session(config, database=":memory:")
    return run_in_loop(_evaluate(session, read_gold(gold), paths, verbose=verbose, as_json=as_json))


async def _evaluate(session: Session, gold: Gold, paths: Sequence[str], *, verbose: bool, as_json: bool) -> int:
    printed: list[dict[str, Any]] = []
    async with open_ground(session.settings, clock=now) as ground:
        articles, failed = await read_inputs(session, paths, now=now())
        extractor = InProcessExtractor(session.settings)
        with progress(session, "Reading articles", total=len(articles), lines=False) as steps:
            async for result in ground.pipeline().ingest_many(articles, extractor):
                steps.advance()
                if isinstance(result, SourceError):
                    session.complain(result)
                    failed += 1
                else:
                    printed.extend(json_objects(result))
    scored = score(printed, gold)
    lines = [json.dumps(scored.figures())] if as_json else [*_figures(scored), *(_details(scored) if verbose else ())]
    for line in lines:
        session.print_line(line)
    return 1 if failed else 0


def _figures(scored: Score) -> Iterator[str]:
    for name, value in scored.figures().items():
        yield f"{name:16} {value}"
    yield "\nfield            right/given"
    for field, (right, given) in scored.by_field.items():
        yield f"  {field:16} {right}/{given}"
    yield "\nwanted -> found"
    for (field, wanted, found), count in scored.confusion.items():
        yield f"  {field:10} {wanted} -> {found}: {count}"


def _details(scored: Score) -> Iterator[str]:
    yield ""
    for want in scored.missed:
        yield f"missed   {want['id']}: {clean(want['quote'])!r}"
    for wrong in scored.wrong:
        want, have = wrong.wanted, wrong.found
        shown = {key: have.get(key) for key in (wrong.field, *_SHOWN_FIELDS) if have.get(key)}
        wanted = want.get(wrong.field, want.get("place"))
        yield f"wrong    {want['id']}.{wrong.field}: wanted {wanted!r}, have {json.dumps(shown)[:400]}"
    for claim in scored.strays:
        quote = clean((claim.get("mentions") or [{}])[0].get("quote", ""))[:160]
        yield f"stray    {claim['article']['key']}: {claim.get('predicate') or claim.get('state')} {quote!r}"
    for judged in scored.judged_relations:
        want = judged.wanted
        mark = "ok      " if judged.right else "RELATION"
        yield f"{mark} {want['a']} ~ {want['b']}: wanted {want['relation']}, {judged.found}"
