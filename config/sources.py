"""The file of feeds -> their addresses."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from bot.model.errors import ConfigurationError
from config.schema import FEEDS_FILE, web_address


class _Feed(BaseModel):
    """One feed: its address, and a name for whoever reads the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, AfterValidator(web_address)]
    name: str | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    feed: tuple[_Feed, ...] = ()


def read_sources(file: Path) -> tuple[str, ...]:
    """Return the addresses of the feeds in the file, each once; none where the usual file is not there.

    Raises ConfigurationError for another file that is not there, and for what is no list of feeds.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        if file == FEEDS_FILE:
            return ()
        raise ConfigurationError(where=str(file), reason="there is no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(where=str(file), reason=f"cannot be read: {error}") from error
    try:
        found = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(where=str(file), reason=f"is no valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise ConfigurationError(where=f"{file}: {key}", reason=first["msg"]) from error
    return tuple(dict.fromkeys(one.url for one in found.feed))
