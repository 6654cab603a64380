"""The documented limits of application commands, as a list of what a definition breaks.

Numbers are those of Discord's developer documentation, "Application Commands": names, descriptions, options, choices,
nesting, and 8,000 characters over a whole command.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tests.servers.discord.checks import bad_length, choice_problems, too_many
from tests.servers.discord.errors import Problem

CHAT_INPUT = 1
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
MOST_OF_A_TYPE = {CHAT_INPUT: 100, 2: 15, 3: 15}
COMMAND_TOTAL = 8000
_NAME = re.compile(r"[-_'\w]{1,32}")


def bulk_problems(commands: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Return what a whole set of commands breaks; paths start with the command's index."""
    problems: list[Problem] = []
    seen: Counter[tuple[int, object]] = Counter()
    of_type: Counter[int] = Counter()
    for index, command in enumerate(commands):
        kind = command.get("type") or CHAT_INPUT
        problems += command_problems(command, f"{index}.")
        seen[kind, command.get("name")] += 1
        of_type[kind] += 1
        if seen[kind, command.get("name")] > 1:
            text = "Application command names must be unique"
            problems.append(Problem(path=f"{index}.name", code="APPLICATION_COMMANDS_DUPLICATE_NAME", message=text))
    for kind, count in of_type.items():
        if count > MOST_OF_A_TYPE.get(kind, 1):
            text = f"Maximum number of application commands reached ({MOST_OF_A_TYPE.get(kind, 1)})."
            problems.append(Problem(path="", code="APPLICATION_COMMANDS_MAX", message=text))
    return problems


def command_problems(command: Mapping[str, Any], prefix: str = "") -> list[Problem]:
    """Return what one command breaks."""
    problems: list[Problem] = []
    if (command.get("type") or CHAT_INPUT) == CHAT_INPUT:
        problems += _name_problems(f"{prefix}name", command.get("name"))
        problems += bad_length(f"{prefix}description", command.get("description"), 1, 100)
        problems += _option_problems(command.get("options") or [], f"{prefix}options", depth=0)
    else:
        problems += bad_length(f"{prefix}name", command.get("name"), 1, 32)
        if command.get("description"):
            text = "Context menu commands cannot have description"
            problems.append(Problem(path=f"{prefix}description", code="CONTEXT_MENU_COMMAND_DESCRIPTION", message=text))
    if _size(command) > COMMAND_TOTAL:
        text = f"Command exceeds maximum size ({COMMAND_TOTAL})"
        problems.append(Problem(path=prefix.rstrip("."), code="APPLICATION_COMMAND_TOO_LARGE", message=text))
    return problems


def _name_problems(path: str, name: object) -> list[Problem]:
    problems = bad_length(path, name, 1, 32)
    if not problems and (not _NAME.fullmatch(str(name)) or str(name) != str(name).lower()):
        text = "Command name is invalid"
        problems.append(Problem(path=path, code="APPLICATION_COMMAND_INVALID_NAME", message=text))
    return problems


def _option_problems(options: Sequence[Mapping[str, Any]], path: str, *, depth: int) -> list[Problem]:
    problems = too_many(path, options, 25)
    names = Counter(one.get("name") for one in options)
    optional_before = False
    for index, option in enumerate(options):
        here, kind = f"{path}.{index}", option.get("type")
        problems += _name_problems(f"{here}.name", option.get("name"))
        problems += bad_length(f"{here}.description", option.get("description"), 1, 100)
        if names[option.get("name")] > 1:
            text = "Option names must be unique"
            problems.append(
                Problem(path=f"{here}.name", code="APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message=text)
            )
        if kind in (SUBCOMMAND, GROUP):
            if depth + (kind == GROUP) > 1 or (kind == GROUP and depth > 0):
                text = "Sub-command option type is not allowed here"
                problems.append(Problem(path=here, code="APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message=text))
            problems += _option_problems(option.get("options") or [], f"{here}.options", depth=depth + 1)
            if any(one.get("type") not in (SUBCOMMAND, GROUP) for one in options):
                text = "Sub-command and sub-command group option types are mutually exclusive to all other types"
                problems.append(Problem(path=here, code="APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message=text))
            continue
        if option.get("required") and optional_before:
            text = "Required options must be placed before non-required options"
            problems.append(Problem(path=here, code="APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message=text))
        optional_before = optional_before or not option.get("required")
        problems += choice_problems(f"{here}.choices", option.get("choices") or [])
        if option.get("choices") and option.get("autocomplete"):
            text = "Choices and autocomplete are mutually exclusive"
            problems.append(Problem(path=here, code="APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", message=text))
    return problems


def _size(node: Mapping[str, Any]) -> int:
    """Return the characters of a command that count: names, descriptions and text values, all the way down."""
    own = sum(len(node[key]) for key in ("name", "description", "value") if isinstance(node.get(key), str))
    return own + sum(_size(child) for key in ("options", "choices") for child in node.get(key) or ())
