"""A console of any width that prints into text."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console, RenderableType

Render = Callable[..., str]


@pytest.fixture
def render() -> Render:
    """Return what turns a renderable into the lines of a terminal without colour."""

    def rendered(what: RenderableType, *, width: int = 120) -> str:
        stream = io.StringIO()
        Console(file=stream, width=width, markup=False, highlight=False, emoji=False).print(what)
        return stream.getvalue()

    return rendered
