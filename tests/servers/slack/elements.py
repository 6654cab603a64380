"""The limits of Block Kit's texts, options and interactive elements.

Facts from Slack's documentation: "Text object", "Option object", "Confirmation dialog object" and the pages of "Block
elements" (docs.slack.dev/reference/block-kit). The wording of problems follows what Slack answers ("must be less than
76 characters").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.servers.slack.values import Problem

PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")
TEXT_FIELDS = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}
OPTION_FIELDS = {"text", "value", "description", "url"}
CONFIRM_FIELDS = {"title", "text", "confirm", "deny", "style"}
COMMON = {"type", "action_id", "confirm", "focus_on_load", "placeholder"}
LISTED = COMMON | {"options", "option_groups"}
ELEMENT_FIELDS: dict[str, set[str]] = {
    "button": {"type", "action_id", "text", "url", "value", "style", "confirm", "accessibility_label"},
    "image": {"type", "image_url", "slack_file", "alt_text"},
    "overflow": {"type", "action_id", "options", "confirm"},
    "static_select": LISTED | {"initial_option"},
    "multi_static_select": LISTED | {"initial_options", "max_selected_items"},
    "external_select": COMMON | {"initial_option", "min_query_length"},
    "multi_external_select": COMMON | {"initial_options", "min_query_length", "max_selected_items"},
    "users_select": COMMON | {"initial_user"},
    "multi_users_select": COMMON | {"initial_users", "max_selected_items"},
    "channels_select": COMMON | {"initial_channel", "response_url_enabled"},
    "multi_channels_select": COMMON | {"initial_channels", "max_selected_items"},
    "conversations_select": COMMON
    | {"initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"},
    "multi_conversations_select": COMMON
    | {"initial_conversations", "default_to_current_conversation", "filter", "max_selected_items"},
    "datepicker": COMMON | {"initial_date"},
    "timepicker": COMMON | {"initial_time", "timezone"},
    "datetimepicker": COMMON | {"initial_date_time"},
    "checkboxes": COMMON - {"placeholder"} | {"options", "initial_options"},
    "radio_buttons": COMMON - {"placeholder"} | {"options", "initial_option"},
    "plain_text_input": COMMON | {"initial_value", "multiline", "min_length", "max_length", "dispatch_action_config"},
    "number_input": COMMON
    | {"initial_value", "is_decimal_allowed", "min_value", "max_value", "dispatch_action_config"},
    "url_text_input": COMMON | {"initial_value", "dispatch_action_config"},
    "email_text_input": COMMON | {"initial_value", "dispatch_action_config"},
    "file_input": {"type", "action_id", "filetypes", "max_files"},
    "rich_text_input": COMMON | {"initial_value", "dispatch_action_config"},
}
TYPED = frozenset(
    {"plain_text_input", "number_input", "url_text_input", "email_text_input", "rich_text_input", "file_input"}
)
MULTIPLE = frozenset(kind for kind in ELEMENT_FIELDS if kind.startswith("multi_"))
CLICKABLE = frozenset(ELEMENT_FIELDS) - TYPED - {"image"}
FITTING = {
    "actions": CLICKABLE - MULTIPLE,
    "section": CLICKABLE | {"image"},
    "input": (CLICKABLE | TYPED) - {"button", "overflow"},
}
OPTION_LIMITS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}


def check_string(value: Any, pointer: str, longest: int, *, needed: bool = False) -> Iterator[Problem]:
    """Check a plain string field; None passes unless it is `needed`."""
    if value is None:
        if needed:
            yield Problem(pointer=pointer, text="missing required field: " + pointer.rsplit("/", 1)[-1])
    elif not isinstance(value, str):
        yield Problem(pointer=pointer, text="must be a string")
    elif len(value) > longest:
        yield Problem(pointer=pointer, text=f"must be less than {longest + 1} characters")
    elif needed and not value:
        yield Problem(pointer=pointer, text="must be more than 0 characters")


def check_fields(value: dict[str, Any], allowed: set[str], pointer: str) -> Iterator[Problem]:
    """Check that an object has no field that Slack does not know."""
    for name in value.keys() - allowed:
        yield Problem(pointer=pointer, text=f"invalid additional property: {name}")


def check_text(
    value: Any, pointer: str, longest: int, *, kinds: tuple[str, ...] = ANY_TEXT, needed: bool = True
) -> Iterator[Problem]:
    """Check a text object."""
    if value is None:
        if needed:
            yield Problem(pointer=pointer, text="missing required field: " + pointer.rsplit("/", 1)[-1])
        return
    if not isinstance(value, dict) or value.get("type") not in TEXT_FIELDS:
        yield Problem(pointer=pointer, text="failed to match all allowed schemas")
        return
    if value["type"] not in kinds:
        yield Problem(pointer=f"{pointer}/type", text=f"must be a valid enum value: {', '.join(kinds)}")
    yield from check_fields(value, TEXT_FIELDS[value["type"]], pointer)
    yield from check_string(value.get("text"), f"{pointer}/text", longest, needed=True)


def check_count(value: Any, pointer: str, most: int, *, least: int = 1) -> Iterator[Problem]:
    """Check the length of an array."""
    if not isinstance(value, list):
        yield Problem(pointer=pointer, text="must be an array")
    elif len(value) > most:
        yield Problem(pointer=pointer, text=f"no more than {most} items allowed")
    elif len(value) < least:
        yield Problem(pointer=pointer, text=f"no fewer than {least} items allowed")


def check_options(value: Any, pointer: str, most: int = 100) -> Iterator[Problem]:
    """Check an array of options: at most 100 (fewer in some elements), each with a text of 75 and a value of 150."""
    yield from check_count(value, pointer, most)
    for index, option in enumerate(value if isinstance(value, list) else ()):
        yield from _check_option(option, f"{pointer}/{index}")


def _check_option(option: Any, where: str) -> Iterator[Problem]:
    if not isinstance(option, dict):
        yield Problem(pointer=where, text="failed to match all allowed schemas")
        return
    yield from check_fields(option, OPTION_FIELDS, where)
    yield from check_text(option.get("text"), f"{where}/text", 75)
    yield from check_string(option.get("value"), f"{where}/value", 150, needed="url" not in option)
    yield from check_string(option.get("url"), f"{where}/url", 3000)
    yield from check_text(option.get("description"), f"{where}/description", 75, needed=False)


def check_option_groups(value: Any, pointer: str) -> Iterator[Problem]:
    """Check an array of option groups: at most 100, each with a label of 75."""
    yield from check_count(value, pointer, 100)
    for index, group in enumerate(value if isinstance(value, list) else ()):
        where = f"{pointer}/{index}"
        yield from check_text(group.get("label"), f"{where}/label", 75, kinds=PLAIN)
        yield from check_options(group.get("options"), f"{where}/options")


def _check_confirm(value: dict[str, Any], pointer: str) -> Iterator[Problem]:
    yield from check_fields(value, CONFIRM_FIELDS, pointer)
    yield from check_text(value.get("title"), f"{pointer}/title", 100, kinds=PLAIN)
    yield from check_text(value.get("text"), f"{pointer}/text", 300)
    yield from check_text(value.get("confirm"), f"{pointer}/confirm", 30, kinds=PLAIN, needed=False)
    yield from check_text(value.get("deny"), f"{pointer}/deny", 30, kinds=PLAIN, needed=False)


def check_element(value: Any, pointer: str, block: str) -> Iterator[Problem]:
    """Check one interactive element, or an image, inside a block of this type."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in ELEMENT_FIELDS:
        yield Problem(pointer=pointer, text=f"unsupported type: {kind}")
        return
    if kind not in FITTING[block]:
        yield Problem(pointer=pointer, text=f"unsupported type: {kind} in {block}")
    yield from check_fields(value, ELEMENT_FIELDS[kind], pointer)
    yield from check_string(value.get("action_id"), f"{pointer}/action_id", 255)
    yield from check_text(value.get("placeholder"), f"{pointer}/placeholder", 150, kinds=PLAIN, needed=False)
    if "confirm" in value:
        yield from _check_confirm(value["confirm"], f"{pointer}/confirm")
    if kind == "button":
        yield from _check_button(value, pointer)
    elif kind == "image":
        yield from check_image(value, pointer)
    elif kind == "plain_text_input":
        for name in ("min_length", "max_length"):
            if not 0 <= int(value.get(name, 0)) <= 3000:
                yield Problem(pointer=f"{pointer}/{name}", text="must be less than 3001")
    if "options" in value or kind in OPTION_LIMITS:
        yield from check_options(value.get("options"), f"{pointer}/options", OPTION_LIMITS.get(kind, 100))
    elif kind.endswith("static_select"):
        yield from check_option_groups(value.get("option_groups"), f"{pointer}/option_groups")


def _check_button(value: dict[str, Any], pointer: str) -> Iterator[Problem]:
    yield from check_text(value.get("text"), f"{pointer}/text", 75, kinds=PLAIN)
    yield from check_string(value.get("value"), f"{pointer}/value", 2000)
    yield from check_string(value.get("url"), f"{pointer}/url", 3000)
    yield from check_string(value.get("accessibility_label"), f"{pointer}/accessibility_label", 75)
    if value.get("style", "primary") not in {"primary", "danger"}:
        yield Problem(pointer=f"{pointer}/style", text="must be a valid enum value: primary, danger")


def check_image(value: dict[str, Any], pointer: str) -> Iterator[Problem]:
    """Check what an image block and an image element have in common."""
    if "slack_file" not in value:
        yield from check_string(value.get("image_url"), f"{pointer}/image_url", 3000, needed=True)
    yield from check_string(value.get("alt_text"), f"{pointer}/alt_text", 2000, needed=True)
