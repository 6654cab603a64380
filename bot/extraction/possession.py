"""Places that somebody calls his own: "the town is still ours", "X was theirs again"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.extraction.drafts import Draft
from bot.extraction.reading import Reading
from bot.extraction.syntax import children, coordinated
from bot.extraction.territorial import Roles, territorial
from bot.extraction.unlisted import is_person
from bot.model.claim import Predicate
from bot.model.side import SideRef

OWN = ("ours", "theirs")
"""The words for what is one's own."""


def own_places(reading: Reading) -> Iterator[Draft]:
    """Yield a claim of control for each place that is said to be "ours" or "theirs"."""
    for token in reading.doc:
        if token.lower_ not in OWN or token.i not in reading.stems:
            continue
        headline = token.dep_ == "ROOT" and bool(children(token, "nsubj"))
        joined = (
            headline
            or children(token, "cop")
            or token.head.lower_ in {"remain", "remains", "remained", "stays", "stay"}
        )
        if not joined:
            continue
        said = reading.circumstances(token)
        speaker = said.source.speaker.side if said.source.speaker is not None else None
        if token.lower_ == "ours":
            holder = SideRef(side=speaker, name=token.text) if speaker is not None else None
        else:
            holder = reading.sides.ground(token, speaker=None)
        if holder is None or holder.side is None or said.mood.unsaid:
            continue
        subjects = children(token, "nsubj") or children(token.head, "nsubj")
        for head in [item for subject in subjects for item in coordinated(subject)]:
            ref = reading.places.ground(head)
            if ref is None and head.pos_ == "PROPN" and not is_person(head, reading):
                ref = reading.places.unlisted(head, called=True)
            if ref is not None and ref.place is not None:
                yield territorial(
                    trigger=token,
                    rule="own",
                    predicate=Predicate.CONTROLS,
                    roles=Roles(actor=holder, place=ref.place, extent=ref.extent),
                    said=said,
                    reading=reading,
                )
