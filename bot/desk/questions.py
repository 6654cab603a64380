"""What claims and conflicts are searched by: as people type it, as it was understood, and as a button carries it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TypeVar

from bot.model.claim import AssetKind, AssetState, Domain, Predicate, Verification
from bot.model.dispute import DisputeStatus
from bot.model.errors import RequestError

Member = TypeVar("Member", bound=StrEnum)

# Stands in no text that people type.
_PARTING = "\x1f"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is searched for, as it was typed; what is `None` narrows nothing.

    `kind` is what happened to a place or in what state a thing is, `status` how a claim or a dispute stands.
    """

    place: str | None = None
    radius: str | None = None
    side: str | None = None
    domain: str | None = None
    kind: str | None = None
    asset: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None

    def packed(self) -> str:
        """Return it as one text; `unpacked` reads it."""
        return _PARTING.join(getattr(self, one.name) or "" for one in fields(self)).rstrip(_PARTING)


def unpacked(text: str) -> Question:
    """Return what was packed."""
    values = text.split(_PARTING)
    return Question(**{one.name: value or None for one, value in zip(fields(Question), values, strict=False)})


def stripped(asked: Question) -> Question:
    """Return it without white space around, and nothing where there was only that."""
    return replace(asked, **{one.name: (getattr(asked, one.name) or "").strip() or None for one in fields(asked)})


def domain_of(word: str | None) -> Domain | None:
    """Return the domain of a word; RequestError, with all of them, where it is none."""
    return _one(word, Domain, "domain")


def kind_of(word: str | None) -> Predicate | AssetState | None:
    """Return what happened to a place, or the state of a thing; RequestError, with all of them, for another word."""
    if word is None:
        return None
    found = _member(word, Predicate) or _member(word, AssetState)
    if found is None:
        raise _unknown(word, "kind of claim", [*Predicate, *AssetState])
    return found


def asset_of(word: str | None) -> AssetKind | None:
    """Return the kind of thing ("bridges"); RequestError, with all of them, where it is none."""
    return _one(word, AssetKind, "kind of thing")


def verification_of(word: str | None) -> Verification | None:
    """Return how a claim stands; RequestError, with all of it, for another word."""
    return _one(word, Verification, "status of a claim")


def status_of(word: str | None) -> DisputeStatus | None:
    """Return how a dispute stands; RequestError, with all of it, for another word."""
    return _one(word, DisputeStatus, "status of a conflict")


def _one(word: str | None, kind: type[Member], called: str) -> Member | None:
    if word is None:
        return None
    found = _member(word, kind)
    if found is None:
        raise _unknown(word, called, kind)
    return found


def _member(word: str, kind: type[Member]) -> Member | None:
    bare = "_".join(word.casefold().replace("-", " ").split())
    return next((one for one in kind for form in _forms(bare) if one.value == form), None)


def _forms(word: str) -> tuple[str, ...]:
    """Return the word, and what it may be the plural of."""
    return (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y")


def _unknown(word: str, called: str, known: Iterable[StrEnum]) -> RequestError:
    listed = ", ".join(one.value.replace("_", " ") for one in known)
    return RequestError(f"{word[:60]!r} is no {called}. There are: {listed}.")
