"""What is told of a conflict, and when: the decisions that follow from `config/policy.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.model.errors import ConfigurationError
from bot.model.relation import ConflictType, Relation, Telling

DEFAULT_FILE = "policy.toml"


class Tell(StrEnum):
    """When conflicts of a kind are told."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NEVER = "never"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ConflictPolicy(_Part):
    """What a conflict of one kind needs to be told: a score (0..1), and independent sources."""

    tell: Tell
    score: float = Field(ge=0, le=1)
    sources: int = Field(ge=1)


class UpdatePolicy(_Part):
    """How soon after the last message on a dispute the next one may come, in minutes."""

    cool_down_minutes: int = Field(ge=0)


class Policy(_Part):
    """What is told of conflicts."""

    conflicts: Mapping[ConflictType, ConflictPolicy]
    updates: UpdatePolicy

    def on_opening(self, relation: Relation, *, sources: int) -> Telling:
        """Decide on a dispute that nothing was told of yet; `sources` counts its independent sources."""
        wanted = self.conflicts[relation.conflict_type] if relation.conflict_type is not None else None
        if wanted is None or wanted.tell is Tell.NEVER:
            return Telling.KIND_NOT_TOLD
        if relation.score < wanted.score:
            return Telling.SCORE_TOO_LOW
        if sources < wanted.sources:
            return Telling.TOO_FEW_SOURCES
        return Telling.TOLD if wanted.tell is Tell.AT_ONCE else Telling.DIGEST_ONLY

    def on_joining(self, *, last_told: datetime, now: datetime) -> Telling:
        """Decide on claims that join a dispute of which something was told before."""
        soon = now - last_told < timedelta(minutes=self.updates.cool_down_minutes)
        return Telling.COOLING_DOWN if soon else Telling.TOLD_AS_UPDATE


def parse_policy(text: str, *, where: str) -> Policy:
    """Read the policy from TOML; `where` names the file in messages.

    Raises ConfigurationError for broken TOML, an unknown or missing key, or a value of the wrong kind or range.
    """
    try:
        policy = Policy.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(where=where, reason=f"is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(where=f"{where}: {key}", reason=first["msg"]) from error
    if missing := sorted(set(ConflictType) - set(policy.conflicts)):
        raise ConfigurationError(where=where, reason=f"[conflicts.{missing[0]}] is missing")
    return policy


def load_policy() -> Policy:
    """Read the policy that ships with the program."""
    return parse_policy(files("config").joinpath(DEFAULT_FILE).read_text(encoding="utf-8"), where=DEFAULT_FILE)
