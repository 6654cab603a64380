"""Check request bodies against Discord's own OpenAPI 3.1 description.

The description's schemas are JSON Schema Draft 2020-12 (OpenAPI 3.1, "Schema Object"). It calls itself a preview, so
what it objects to is recorded and not refused.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.servers.discord.errors import Problem

_ROOT = "urn:discord"
# No id is as small; what numbers components is.
_LARGEST_SMALL = 2**31


class Description:
    """The requests that Discord describes, and whether a body is one of them."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        resource: Resource[Any] = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_ROOT, resource)
        # A path with fewer parameters is the more exact one: `@original` before `{message_id}`.
        self._paths = sorted(document["paths"], key=lambda path: (path.count("{"), path))
        self._patterns = [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), path) for path in self._paths]
        self._validator = cache(self._make_validator)

    @classmethod
    def read(cls, path: Path) -> Description:
        """Read the description from a gzipped JSON file."""
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return cls(json.load(file))

    def problems(self, method: str, path: str, body: object) -> list[Problem]:
        """Return what the description has against a body; `path` has real ids and no version in front."""
        template = next((name for pattern, name in self._patterns if pattern.fullmatch(path)), None)
        operation = self._document["paths"].get(template, {}).get(method.lower()) if template else None
        if template is None or operation is None:
            return [Problem(path="", code="SCHEMA_NO_OPERATION", message=f"{method} {path} is not described")]
        if "requestBody" not in operation:
            return []
        validator = self._validator(template, method.lower())
        return [_problem(error) for error in validator.iter_errors(_with_words_for_ids(body))]

    def _make_validator(self, template: str, method: str) -> Draft202012Validator:
        pointer = template.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
        where = f"{_ROOT}#/paths/{pointer}/{method}/requestBody/content/application~1json/schema"
        return Draft202012Validator({"$ref": where}, registry=self._registry)


def _with_words_for_ids(body: object, *, smallest: int = _LARGEST_SMALL + 1) -> object:
    """Return the body with ids as the description has them: Discord takes numbers as well, as discord.py sends some.

    Documentation, "API Reference", "ID Serialization"; of files that come along the id is a number from 0 ("Uploading
    Files").
    """
    if isinstance(body, list):
        return [_with_words_for_ids(one, smallest=smallest) for one in body]
    if not isinstance(body, dict):
        return body
    return {
        name: str(value)
        if (name == "id" or name.endswith("_id")) and isinstance(value, int) and value >= smallest
        else _with_words_for_ids(value, smallest=0 if name == "attachments" else smallest)
        for name, value in body.items()
    }


def _problem(error: ValidationError) -> Problem:
    """Return the most telling part of an error."""
    closest = _closest(error)
    path = ".".join(map(str, closest.absolute_path))
    return Problem(path=path, code="SCHEMA", message=closest.message[:400])


def _closest(error: ValidationError) -> ValidationError:
    """Go into "none of these fits" as long as one alternative is plainly the one meant.

    That is the alternative whose `type` fits, with the fewest faults: Discord's unions are told apart by `type`.
    """
    branches: dict[object, list[ValidationError]] = {}
    for one in error.context or ():
        branches.setdefault(one.schema_path[0], []).append(one)
    meant = [found for found in branches.values() if not any(_is_other_type(one) for one in found)]
    if not meant:
        return error
    fewest = min(meant, key=len)
    return _closest(min(fewest, key=lambda one: len(one.path)))


def _is_other_type(error: ValidationError) -> bool:
    """Return whether an alternative fails because it is of another type, or does not take what is there at all."""
    return list(error.path)[:1] == ["type"] or (not error.path and error.validator == "type")
