"""TOML file and environment -> Settings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from bot.model.errors import ConfigurationError
from config.schema import Settings
from config.sources import read_sources

DEFAULT_FILE: Final = Path("claimwatch.toml")
PREFIX: Final = "CLAIMWATCH_"
_NESTING: Final = "__"


def load_settings(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Return the settings of a TOML file and of the variables `CLAIMWATCH_SECTION__KEY`, which win over it.

    Without a path, `claimwatch.toml` in the working directory is read where there is one. An empty variable is not set.
    The feeds of the file of feeds stand in `feeds.urls` as well.
    Raises ConfigurationError, which names the file or variable, the key, what is wrong, and what may be meant.
    """
    file = DEFAULT_FILE if path is None else path
    values = _read_file(file, required=path is not None)
    _refuse_unknown(values, where=str(file))
    variables = _read_environment(environ)
    for (section, key), (_, value) in variables.items():
        values.setdefault(section, {})[key] = value
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise _explained(error, file=file, variables=variables) from error
    urls = tuple(dict.fromkeys((*settings.feeds.urls, *read_sources(settings.feeds.file))))
    return settings.model_copy(update={"feeds": settings.feeds.model_copy(update={"urls": urls})})


def setting_names() -> tuple[tuple[str, str], ...]:
    """Return (section, key) of every setting, in the order of the schema, keys as they stand in a file."""
    return tuple(
        (section, part.alias or key)
        for section, field in Settings.model_fields.items()
        for key, part in _section(field.annotation).model_fields.items()
    )


def variable_name(section: str, key: str) -> str:
    """Return the environment variable of a setting."""
    return f"{PREFIX}{section}{_NESTING}{key}".upper()


def _section(annotation: Any) -> type[BaseModel]:  # noqa: ANN401 - what pydantic keeps of a field's type
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        raise TypeError(f"every part of the settings is a section, and {annotation} is none")
    return annotation


def _read_file(file: Path, *, required: bool) -> dict[str, dict[str, Any]]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        if required:
            raise ConfigurationError(where=str(file), reason="there is no such file") from error
        return {}
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(where=str(file), reason=f"is no valid TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            where=str(file), reason=f"is not UTF-8 (byte offset {error.start}); save it as UTF-8"
        ) from error
    except OSError as error:
        raise ConfigurationError(where=str(file), reason=f"cannot be read: {error.strerror or error}") from error


def _refuse_unknown(values: Mapping[str, Any], *, where: str) -> None:
    """Name every key that is no setting, with the nearest that is one."""
    names = setting_names()
    sections = list(dict.fromkeys(section for section, _ in names))
    problems: list[str] = []
    for section, content in values.items():
        if section not in sections:
            homes = [f"{home}.{key}" for home, key in names if key == section]
            hint = f"; did you mean {homes[0]}?" if homes else _meant(section, sections, show="[{}]")
            problems.append(f"{section} is no setting{hint}")
        elif not isinstance(content, dict):
            problems.append(f"{section} has to be a section, written [{section}] on a line of its own")
        else:
            keys = [key for home, key in names if home == section]
            there = f"{section} has {', '.join(keys)}"
            problems.extend(
                f"{section}.{key} is no setting{_meant(key, keys, there=there)}" for key in content if key not in keys
            )
    if problems:
        raise ConfigurationError(where=where, reason="; ".join(problems))


def _read_environment(environ: Mapping[str, str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return variable and value for each setting that the environment has."""
    known = {variable_name(section, key): (section, key) for section, key in setting_names()}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for name in sorted(environ):
        if not name.startswith(PREFIX):
            continue
        if name in known:
            if environ[name].strip():
                found[known[name]] = (name, environ[name])
        elif _NESTING in name:
            # The beginning that all have in common makes none of them alike.
            names = [right.removeprefix(PREFIX) for right in known]
            hint = _meant(name.removeprefix(PREFIX), names, show=PREFIX + "{}")
            raise ConfigurationError(where=name, reason=f"is no setting{hint}")
        else:
            _refuse_misspelt(name, known)
    return found


def _refuse_misspelt(name: str, known: Mapping[str, object]) -> None:
    """Refuse a setting's name with one underscore for two.

    Other names without two are not ours to refuse: container systems set such ones (CLAIMWATCH_SERVICE_HOST) for a
    service called claimwatch.
    """
    for right in known:
        if right.replace(_NESTING, "_") == name:
            raise ConfigurationError(where=name, reason=f"is no setting; did you mean {right}, with two underscores?")


def _meant(wrong: str, names: list[str], *, show: str = "{}", there: str = "") -> str:
    near = get_close_matches(wrong, names, n=1, cutoff=0.7)
    if near:
        return f"; did you mean {show.format(near[0])}?"
    return f"; {there}" if there else ""


def _explained(
    error: ValidationError, *, file: Path, variables: Mapping[tuple[str, str], tuple[str, str]]
) -> ConfigurationError:
    """Say where each wrong value comes from; the values themselves are not shown, since they may be secrets."""
    problems = list(_problems(error, file=file, variables=variables))
    where, reason = problems[0]
    more = "".join(f"; {other_where}: {other_reason}" for other_where, other_reason in problems[1:])
    return ConfigurationError(where=where, reason=reason + more)


def _problems(
    error: ValidationError, *, file: Path, variables: Mapping[tuple[str, str], tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for problem in error.errors(include_url=False, include_input=False):
        section, key = (str(part) for part in (*problem["loc"], "", "")[:2])
        name = f"{section}.{key}" if key else section
        if name in seen:  # every kind that a value might have been complains on its own
            continue
        seen.add(name)
        message = problem["msg"].removeprefix("Value error, ").replace("Input should be", "has to be")
        variable = variables.get((section, key))
        yield (variable[0], f"({name}) {message}") if variable else (str(file), f"{name} {message}")
