"""The limits of Block Kit's blocks and views, and what Slack adds to blocks it has taken.

Facts from Slack's documentation: the pages of "Blocks" and of "Views" (docs.slack.dev/reference). That a message's
blocks may hold about 13,200 characters in all is not documented: it is what users measured (slackapi/bolt-js issue
2509).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from tests.servers.slack.elements import (
    ANY_TEXT,
    PLAIN,
    check_count,
    check_element,
    check_fields,
    check_image,
    check_string,
    check_text,
)
from tests.servers.slack.values import Json, Problem

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_CHARACTERS = 13_200
MARKDOWN_CHARACTERS = 12_000
BLOCK_FIELDS: dict[str, set[str]] = {
    "section": {"text", "fields", "accessory", "expand"},
    "header": {"text"},
    "divider": set(),
    "context": {"elements"},
    "actions": {"elements"},
    "image": {"image_url", "slack_file", "alt_text", "title"},
    "input": {"label", "element", "dispatch_action", "hint", "optional"},
    "rich_text": {"elements"},
    "markdown": {"text"},
}
VIEW_FIELDS = {
    "modal": {
        "type",
        "title",
        "blocks",
        "close",
        "submit",
        "private_metadata",
        "callback_id",
        "clear_on_close",
        "notify_on_close",
        "external_id",
        "submit_disabled",
    },
    "home": {"type", "blocks", "private_metadata", "callback_id", "external_id"},
}


def check_blocks(blocks: Any, pointer: str = "/blocks", most: int = MESSAGE_BLOCKS) -> list[Problem]:
    """Return everything wrong with an array of blocks, in order."""
    if not isinstance(blocks, list):
        return [Problem(pointer=pointer, text="must be an array")]
    problems: list[Problem] = []
    if len(blocks) > most:
        problems.append(Problem(pointer=pointer, text=f"no more than {most} items allowed"))
    block_ids: set[str] = set()
    for index, block in enumerate(blocks):
        where = f"{pointer}/{index}"
        problems += _check_block(block, where)
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if block_id in block_ids:
            problems.append(Problem(pointer=f"{where}/block_id", text=f"`block_id` {block_id} already exists"))
        if isinstance(block_id, str):
            block_ids.add(block_id)
    markdown = sum(len(block.get("text", "")) for block in blocks if _is(block, "markdown"))
    if markdown > MARKDOWN_CHARACTERS:
        problems.append(Problem(pointer=pointer, text=f"must be less than {MARKDOWN_CHARACTERS + 1} characters"))
    return problems


def _is(block: Any, kind: str) -> bool:
    return isinstance(block, dict) and block.get("type") == kind


def _check_block(block: Any, pointer: str) -> Iterator[Problem]:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in BLOCK_FIELDS:
        yield Problem(pointer=f"{pointer}/type", text=f"unsupported type: {kind}")
        return
    yield from check_fields(block, BLOCK_FIELDS[kind] | {"type", "block_id"}, pointer)
    yield from check_string(block.get("block_id"), f"{pointer}/block_id", 255)
    check = CHECKS.get(kind)
    if check is not None:
        yield from check(block, pointer)


def _check_section(block: Json, pointer: str) -> Iterator[Problem]:
    if "text" not in block and "fields" not in block:
        yield Problem(pointer=pointer, text="must define either `text` or `fields`")
    yield from check_text(block.get("text"), f"{pointer}/text", 3000, needed=False)
    if "fields" in block:
        yield from check_count(block["fields"], f"{pointer}/fields", 10)
        for index, field in enumerate(block["fields"]):
            yield from check_text(field, f"{pointer}/fields/{index}", 2000)
    if "accessory" in block:
        yield from check_element(block["accessory"], f"{pointer}/accessory", "section")


def _check_header(block: Json, pointer: str) -> Iterator[Problem]:
    yield from check_text(block.get("text"), f"{pointer}/text", 150, kinds=PLAIN)


def _check_context(block: Json, pointer: str) -> Iterator[Problem]:
    elements = block.get("elements")
    yield from check_count(elements, f"{pointer}/elements", 10)
    for index, element in enumerate(elements or []):
        where = f"{pointer}/elements/{index}"
        if _is(element, "image"):
            yield from check_element(element, where, "section")
        else:
            yield from check_text(element, where, 3000, kinds=ANY_TEXT)


def _check_actions(block: Json, pointer: str) -> Iterator[Problem]:
    elements = block.get("elements")
    yield from check_count(elements, f"{pointer}/elements", 25)
    action_ids: set[str] = set()
    for index, element in enumerate(elements or []):
        where = f"{pointer}/elements/{index}"
        yield from check_element(element, where, "actions")
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if action_id in action_ids:
            yield Problem(pointer=f"{where}/action_id", text=f"`action_id` {action_id} already exists")
        if isinstance(action_id, str):
            action_ids.add(action_id)


def _check_image_block(block: Json, pointer: str) -> Iterator[Problem]:
    yield from check_image(block, pointer)
    yield from check_text(block.get("title"), f"{pointer}/title", 2000, kinds=PLAIN, needed=False)


def _check_input(block: Json, pointer: str) -> Iterator[Problem]:
    yield from check_text(block.get("label"), f"{pointer}/label", 2000, kinds=PLAIN)
    yield from check_text(block.get("hint"), f"{pointer}/hint", 2000, kinds=PLAIN, needed=False)
    yield from check_element(block.get("element"), f"{pointer}/element", "input")


def _check_markdown(block: Json, pointer: str) -> Iterator[Problem]:
    yield from check_string(block.get("text"), f"{pointer}/text", MARKDOWN_CHARACTERS, needed=True)


def _check_rich_text(block: Json, pointer: str) -> Iterator[Problem]:
    if not isinstance(block.get("elements"), list):
        yield Problem(pointer=f"{pointer}/elements", text="must be an array")


CHECKS: dict[str, Callable[[Json, str], Iterator[Problem]]] = {
    "section": _check_section,
    "header": _check_header,
    "context": _check_context,
    "actions": _check_actions,
    "image": _check_image_block,
    "input": _check_input,
    "markdown": _check_markdown,
    "rich_text": _check_rich_text,
}


def check_view(view: Any) -> list[Problem]:
    """Return everything wrong with a modal or a home tab: 100 blocks, title, submit and close of 24 characters."""
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in VIEW_FIELDS:
        return [Problem(pointer="/view/type", text=f"unsupported type: {kind}")]
    problems = list(check_fields(view, VIEW_FIELDS[kind], "/view"))
    problems += check_string(view.get("private_metadata"), "/view/private_metadata", 3000)
    problems += check_string(view.get("callback_id"), "/view/callback_id", 255)
    problems += check_string(view.get("external_id"), "/view/external_id", 255)
    if kind == "modal":
        problems += check_text(view.get("title"), "/view/title", 24, kinds=PLAIN)
        for name in ("submit", "close"):
            problems += check_text(view.get(name), f"/view/{name}", 24, kinds=PLAIN, needed=False)
        blocks = view.get("blocks")
        if isinstance(blocks, list) and any(_is(block, "input") for block in blocks) and "submit" not in view:
            problems.append(Problem(pointer="/view/submit", text="missing required field: submit"))
    return problems + check_blocks(view.get("blocks"), "/view/blocks", VIEW_BLOCKS)


def count_characters(node: Any) -> int:
    """Return how many characters of text a tree of blocks shows."""
    if isinstance(node, list):
        return sum(count_characters(each) for each in node)
    if not isinstance(node, dict):
        return 0
    return sum(
        len(each) if name in {"text", "alt_text"} and isinstance(each, str) else count_characters(each)
        for name, each in node.items()
    )


def complete_blocks(blocks: list[Json], next_id: Callable[[], str]) -> list[Json]:
    """Return the blocks with what Slack fills in: missing block and action ids, `emoji` and `verbatim`."""
    completed = copy.deepcopy(blocks)
    for block in completed:
        block.setdefault("block_id", next_id())
        for element in interactive(block):
            element.setdefault("action_id", next_id())
        _complete_texts(block)
    return completed


def _complete_texts(node: Any) -> None:
    if isinstance(node, list):
        for each in node:
            _complete_texts(each)
    elif isinstance(node, dict):
        if node.get("type") == "plain_text":
            node.setdefault("emoji", True)
        elif node.get("type") == "mrkdwn":
            node.setdefault("verbatim", False)
        for each in node.values():
            _complete_texts(each)


def interactive(block: Json) -> list[Json]:
    """Return the elements of a block that a user can operate."""
    found = list(block["elements"]) if block.get("type") == "actions" else []
    found += [block[name] for name in ("accessory", "element") if isinstance(block.get(name), dict)]
    return [element for element in found if element.get("type") != "image"]
