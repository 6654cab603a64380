"""The documented limits of a message, as a list of what a payload breaks.

Numbers and names are those of Discord's developer documentation: "Create Message", "Embed Limits", "Component
Reference", "Allowed Mentions Object", "Modal". Lengths are counted in code points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tests.servers.discord.errors import Problem

COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6
CONTENT, EMBEDS, EMBED_TOTAL = 2000, 10, 6000
ATTACHMENTS, COMPONENTS, V2_TEXT = 10, 40, 4000
CUSTOM_ID, NONCE = 100, 25
_EMBED_LENGTHS = {"title": 256, "description": 4096}
_ROW, _BUTTON, _STRING_SELECT, _TEXT_INPUT, _SECTION, _TEXT_DISPLAY, _LABEL = 1, 2, 3, 4, 9, 10, 18
_SELECTS = (3, 5, 6, 7, 8)
_LINK_STYLE, _PREMIUM_STYLE = 5, 6


def too_long(path: str, text: object, limit: int) -> list[Problem]:
    """Return the problem of a text over its limit, or nothing."""
    if text is None or len(str(text)) <= limit:
        return []
    return [Problem(path=path, code="BASE_TYPE_MAX_LENGTH", message=f"Must be {limit} or fewer in length.")]


def bad_length(path: str, text: object, low: int, high: int) -> list[Problem]:
    """Return the problem of a text that is missing, empty, or outside its limits, or nothing."""
    if text is None or not str(text).strip():
        return [Problem(path=path, code="BASE_TYPE_REQUIRED", message="This field is required")]
    if low <= len(str(text)) <= high:
        return []
    return [Problem(path=path, code="BASE_TYPE_BAD_LENGTH", message=f"Must be between {low} and {high} in length.")]


def too_many(path: str, items: Sequence[object], limit: int) -> list[Problem]:
    """Return the problem of a list over its limit, or nothing."""
    if len(items) <= limit:
        return []
    return [Problem(path=path, code="BASE_TYPE_BAD_LENGTH", message=f"Must be between 1 and {limit} in length.")]


def message_problems(body: Mapping[str, Any], *, files: int = 0, flags: int | None = None) -> list[Problem]:
    """Return what a message's payload breaks; `flags` are those of the message that an edit goes to."""
    embeds = body.get("embeds") or []
    v2 = bool(((flags or 0) | (body.get("flags") or 0)) & COMPONENTS_V2)
    problems = too_long("content", body.get("content"), CONTENT)
    problems += too_long("nonce", body.get("nonce"), NONCE)
    problems += too_many("embeds", embeds, EMBEDS)
    problems += too_many("attachments", body.get("attachments") or range(files), ATTACHMENTS)
    for index, embed in enumerate(embeds):
        problems += embed_problems(f"embeds.{index}", embed)
    if sum(map(embed_size, embeds)) > EMBED_TOTAL:
        text = f"Embed size exceeds maximum size of {EMBED_TOTAL}"
        problems.append(Problem(path="embeds", code="MAX_EMBED_SIZE_EXCEEDED", message=text))
    if v2:
        for key in ("content", "embeds"):
            if body.get(key):
                text = f"The 'MessageFlags.IS_COMPONENTS_V2' flag cannot be used with '{key}'"
                problems.append(
                    Problem(path=key, code="MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message=text)
                )
    problems += component_problems(body.get("components") or [], v2=v2)
    problems += mention_problems(body.get("allowed_mentions"))
    return problems


def embed_size(embed: Mapping[str, Any]) -> int:
    """Return how many characters of an embed count towards the limit over all embeds of a message."""
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for one in embed.get("fields") or ():
        texts += [one.get("name"), one.get("value")]
    return sum(len(str(text)) for text in texts if text)


def embed_problems(path: str, embed: Mapping[str, Any]) -> list[Problem]:
    """Return what one embed breaks."""
    problems: list[Problem] = []
    for key, limit in _EMBED_LENGTHS.items():
        problems += too_long(f"{path}.{key}", embed.get(key), limit)
    if footer := embed.get("footer"):
        problems += too_long(f"{path}.footer.text", footer.get("text"), 2048)
    if author := embed.get("author"):
        problems += bad_length(f"{path}.author.name", author.get("name"), 1, 256)
    fields = embed.get("fields") or []
    problems += too_many(f"{path}.fields", fields, 25)
    for index, one in enumerate(fields):
        problems += bad_length(f"{path}.fields.{index}.name", one.get("name"), 1, 256)
        problems += bad_length(f"{path}.fields.{index}.value", one.get("value"), 1, 1024)
    for key, url in (
        ("url", embed.get("url")),
        ("image.url", (embed.get("image") or {}).get("url")),
        ("thumbnail.url", (embed.get("thumbnail") or {}).get("url")),
        ("author.url", (embed.get("author") or {}).get("url")),
    ):
        problems += _url_problems(f"{path}.{key}", url, attachment=key.startswith(("image", "thumbnail")))
    problems += _time_problems(f"{path}.timestamp", embed.get("timestamp"))
    colour = embed.get("color")
    if colour is not None and not 0 <= int(colour) <= 0xFFFFFF:
        text = "int value should be less than or equal to 16777215."
        problems.append(Problem(path=f"{path}.color", code="NUMBER_TYPE_MAX", message=text))
    return problems


def _time_problems(path: str, moment: object) -> list[Problem]:
    if moment is None:
        return []
    try:
        datetime.fromisoformat(str(moment))
    except ValueError:
        text = f"Could not parse {moment}. Should be ISO8601."
        return [Problem(path=path, code="DATE_TIME_TYPE_PARSE", message=text)]
    return []


def _url_problems(path: str, url: object, *, attachment: bool) -> list[Problem]:
    if not url:
        return []
    parts = urlsplit(str(url))
    schemes = {"http", "https"} | ({"attachment"} if attachment else set())
    if parts.scheme not in schemes:
        text = f'Scheme "{parts.scheme}" is not supported. Scheme must be one of {tuple(sorted(schemes))}.'
        return [Problem(path=path, code="URL_TYPE_INVALID_SCHEME", message=text)]
    if not parts.netloc:
        return [Problem(path=path, code="URL_TYPE_INVALID_URL", message="Not a well formed URL.")]
    return too_long(path, url, 2048)


def mention_problems(allowed: Mapping[str, Any] | None) -> list[Problem]:
    """Return what an `allowed_mentions` breaks: a kind both parsed and listed is refused, as are over 100 ids."""
    problems: list[Problem] = []
    for key in ("users", "roles"):
        ids = (allowed or {}).get(key) or []
        problems += too_many(f"allowed_mentions.{key}", ids, 100)
        if ids and key in ((allowed or {}).get("parse") or ()):
            code, text = (
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f"parse:[{key!r}] and {key}: [ids...] are exclusive.",
            )
            problems.append(Problem(path="allowed_mentions", code=code, message=text))
    return problems


def walk(components: Sequence[Mapping[str, Any]], path: str = "components") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every component with its path, from the outside in."""
    for index, part in enumerate(components):
        here = f"{path}.{index}"
        yield here, part
        yield from walk(part.get("components") or (), f"{here}.components")
        for key in ("accessory", "component"):
            if part.get(key):
                yield f"{here}.{key}", part[key]


def component_problems(components: Sequence[Mapping[str, Any]], *, v2: bool) -> list[Problem]:
    """Return what a message's components break, in the old layout (rows only) or the new one."""
    problems: list[Problem] = []
    every = list(walk(components))
    if v2:
        problems += too_many("components", every, COMPONENTS)
        if sum(len(str(one.get("content") or "")) for _, one in every if one.get("type") == _TEXT_DISPLAY) > V2_TEXT:
            text = f"The total length of all text displays must be {V2_TEXT} or fewer."
            problems.append(Problem(path="components", code="COMPONENT_MAX_TOTAL_TEXT_SIZE_EXCEEDED", message=text))
    else:
        problems += too_many("components", components, 5)
        for index, one in enumerate(components):
            if one.get("type") != _ROW:
                text = 'Value of field "type" must be one of (1,).'
                problems.append(Problem(path=f"components.{index}", code="UNION_TYPE_CHOICES", message=text))
    seen: set[str] = set()
    for path, one in every:
        problems += _component_problems(path, one)
        custom_id = one.get("custom_id")
        if custom_id is not None and custom_id in seen:
            text = "Component custom id cannot be duplicated"
            problems.append(Problem(path=f"{path}.custom_id", code="COMPONENT_CUSTOM_ID_DUPLICATED", message=text))
        seen.add(str(custom_id))
    return problems


def _component_problems(path: str, part: Mapping[str, Any]) -> list[Problem]:
    kind = part.get("type")
    if kind == _ROW:
        inner = part.get("components") or []
        problems = too_many(f"{path}.components", inner, 5)
        if not inner:
            text = "Must be between 1 and 5 in length."
            problems.append(Problem(path=f"{path}.components", code="BASE_TYPE_BAD_LENGTH", message=text))
        if any(one.get("type") in _SELECTS for one in inner) and len(inner) > 1:
            text = "Components displayed in a row exceed its width of 5."
            problems.append(Problem(path=f"{path}.components", code="COMPONENT_LAYOUT_WIDTH_EXCEEDED", message=text))
        return problems
    if kind == _BUTTON:
        return _button_problems(path, part)
    if kind in _SELECTS:
        problems = bad_length(f"{path}.custom_id", part.get("custom_id"), 1, CUSTOM_ID)
        problems += too_long(f"{path}.placeholder", part.get("placeholder"), 150)
        options = part.get("options") or []
        problems += too_many(f"{path}.options", options, 25)
        for index, one in enumerate(options):
            problems += bad_length(f"{path}.options.{index}.label", one.get("label"), 1, 100)
            problems += bad_length(f"{path}.options.{index}.value", one.get("value"), 1, 100)
            problems += too_long(f"{path}.options.{index}.description", one.get("description"), 100)
        if kind == _STRING_SELECT and not options:
            problems += bad_length(f"{path}.options", "", 1, 25)
        return problems
    if kind == _TEXT_INPUT:
        problems = bad_length(f"{path}.custom_id", part.get("custom_id"), 1, CUSTOM_ID)
        problems += too_long(f"{path}.label", part.get("label"), 45)
        problems += too_long(f"{path}.placeholder", part.get("placeholder"), 100)
        return problems + too_long(f"{path}.value", part.get("value"), 4000)
    if kind == _TEXT_DISPLAY:
        return bad_length(f"{path}.content", part.get("content"), 1, V2_TEXT)
    if kind == _SECTION and not part.get("accessory"):
        return [Problem(path=f"{path}.accessory", code="BASE_TYPE_REQUIRED", message="This field is required")]
    return []


def _button_problems(path: str, part: Mapping[str, Any]) -> list[Problem]:
    problems = too_long(f"{path}.label", part.get("label"), 80)
    if part.get("style") == _LINK_STYLE:
        problems += bad_length(f"{path}.url", part.get("url"), 1, 512)
        problems += _url_problems(f"{path}.url", part.get("url"), attachment=False)
        if part.get("custom_id") is not None:
            text = "A custom id and url cannot both be specified"
            problems.append(Problem(path=path, code="BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message=text))
    elif part.get("style") != _PREMIUM_STYLE:
        problems += bad_length(f"{path}.custom_id", part.get("custom_id"), 1, CUSTOM_ID)
    if part.get("style") != _PREMIUM_STYLE and not part.get("label") and not part.get("emoji"):
        text = "A button must have a label or an emoji"
        problems.append(Problem(path=path, code="BUTTON_COMPONENT_INVALID_EMPTY", message=text))
    return problems


def modal_problems(data: Mapping[str, Any]) -> list[Problem]:
    """Return what a modal breaks."""
    components = data.get("components") or []
    problems = bad_length("data.title", data.get("title"), 1, 45)
    problems += bad_length("data.custom_id", data.get("custom_id"), 1, CUSTOM_ID)
    problems += too_many("data.components", components, 5) if components else bad_length("data.components", "", 1, 5)
    for path, part in walk(components, "data.components"):
        problems += _component_problems(path, part)
        if part.get("type") == _LABEL:
            problems += bad_length(f"{path}.label", part.get("label"), 1, 45)
            problems += too_long(f"{path}.description", part.get("description"), 100)
    return problems


def choice_problems(path: str, choices: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Return what a list of choices breaks: 25 of them, names and text values of up to 100 characters."""
    problems = too_many(path, choices, 25)
    for index, one in enumerate(choices):
        problems += bad_length(f"{path}.{index}.name", one.get("name"), 1, 100)
        if isinstance(one.get("value"), str):
            problems += bad_length(f"{path}.{index}.value", one["value"], 1, 100)
        elif one.get("value") is None:
            problems += bad_length(f"{path}.{index}.value", None, 1, 100)
    return problems


def is_empty(body: Mapping[str, Any], *, files: int = 0) -> bool:
    """Return whether a message has nothing in it that Discord would show."""
    if (body.get("content") or "").strip() or files:
        return False
    return not any(body.get(key) for key in ("embeds", "components", "attachments", "sticker_ids", "poll"))
