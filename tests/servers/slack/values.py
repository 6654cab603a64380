"""The values that the parts of the server pass one another, and its one exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

# JSON objects stay dictionaries: they are what a test compares.
Json: TypeAlias = dict[str, Any]


class SlackError(Exception):
    """A call that Slack refuses with `ok: false`."""

    def __init__(self, error: str, *, messages: tuple[str, ...] = (), needed: str | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.needed = needed

    def to_json(self) -> Json:
        """Return the body of the answer; `errors` and `response_metadata.messages` say the same, as Slack's do."""
        body: Json = {"ok": False, "error": self.error}
        if self.messages:
            body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        if self.needed is not None:
            body["needed"] = self.needed
        return body


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """Something that an app should not have done, whether Slack refuses it or not."""

    where: str
    """The method, `response_url` or `acknowledgement`."""
    rule: str
    detail: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One call of a Web API method, and the answer it was given (None: the connection was closed)."""

    method: str
    params: Mapping[str, Any]
    at: float
    status: int | None
    answer: Mapping[str, Any] | None
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Tell whether Slack said yes, and the caller could hear it."""
        return self.answer is not None and bool(self.answer.get("ok"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong with a block or a view, with the JSON pointer Slack would give."""

    pointer: str
    text: str

    def __str__(self) -> str:
        """Return it as Slack words it."""
        return f"{self.text} [json-pointer:{self.pointer}]"


def unfold(problems: list[Problem]) -> tuple[str, ...]:
    """Return the problems as the messages of an answer."""
    return tuple(str(problem) for problem in problems)
