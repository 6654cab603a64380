"""How the server refuses: Discord's JSON error bodies, and the problems found in a payload.

Codes and shapes are those of Discord's developer documentation, "Opcodes and Status Codes" and "Error Messages".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MESSAGES = {
    10003: "Unknown Channel",
    10004: "Unknown Guild",
    10007: "Unknown Member",
    10008: "Unknown Message",
    10013: "Unknown User",
    10015: "Unknown Webhook",
    10062: "Unknown interaction",
    30046: "Maximum number of edits to messages older than 1 hour reached. Try again later",
    10063: "Unknown application command",
    40060: "Interaction has already been acknowledged.",
    50001: "Missing Access",
    50005: "Cannot edit a message authored by another user",
    50006: "Cannot send an empty message",
    50007: "Cannot send messages to this user",
    50013: "Missing Permissions",
    50027: "Invalid Webhook Token",
    50035: "Invalid Form Body",
    50083: "Thread is archived",
    50109: "The request body contains invalid JSON.",
    160004: "A thread has already been created for this message",
}
"""What Discord writes beside each code that is used here."""

USUAL_CODES = {403: 50013, 404: 10003}
"""The code that comes with a status when a test does not say which."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One fault of a payload: where (`embeds.0.title`), Discord's name for it, and its words."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """A request that broke a documented rule, kept so that a test can fail on it."""

    method: str
    path: str
    field: str
    code: str
    message: str


class ApiError(Exception):
    """A refusal: the HTTP status, Discord's code, and the problems found in the body if that is why."""

    def __init__(self, status: int, code: int, *, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(status, code, problems)
        self.status = status
        self.code = code
        self.problems = problems

    def body(self) -> dict[str, Any]:
        """Return the JSON that Discord answers with."""
        body: dict[str, Any] = {"message": MESSAGES[self.code], "code": self.code}
        if self.problems:
            body["errors"] = nest(self.problems)
        return body


def invalid(problems: list[Problem]) -> ApiError:
    """Return the refusal of a payload with these problems."""
    return ApiError(400, 50035, problems=tuple(problems))


def nest(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """Return the problems as the tree that follows the payload's keys, with `_errors` at the leaves."""
    tree: dict[str, Any] = {}
    for problem in problems:
        node = tree
        for key in problem.path.split(".") if problem.path else ():
            node = node.setdefault(key, {})
        node.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
    return tree
