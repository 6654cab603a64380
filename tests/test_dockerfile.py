"""The Dockerfile: its RUN steps, replayed in a clean virtual environment, make a program that works."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Step:
    """One instruction of the Dockerfile, its continued lines joined."""

    instruction: str
    rest: str


def read_steps() -> tuple[Step, ...]:
    """Return the Dockerfile's instructions in order."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return tuple(
        Step(instruction=line.split(maxsplit=1)[0].upper(), rest=line.split(maxsplit=1)[1].strip())
        for line in text.splitlines()
        if line.strip()
    )


STEPS = read_steps()


def of_kind(instruction: str) -> list[str]:
    """Return what follows each instruction of a kind."""
    return [step.rest for step in STEPS if step.instruction == instruction]


def test_it_starts_the_program_and_not_as_root() -> None:
    """The image runs `claimwatch run` for a user of its own, on the Python that the project is for."""
    assert of_kind("FROM") == ["python:3.11-slim"]
    assert json.loads(of_kind("CMD")[-1]) == ["claimwatch", "run"]
    assert of_kind("USER")[-1] not in {"root", "0"}
    assert of_kind("VOLUME") == ["/data"]


def test_every_package_is_installed_with_its_hash() -> None:
    """Only the project itself is installed without hashes, and then without dependencies."""
    for step in of_kind("RUN"):
        if " pip install " in step:
            assert "--require-hashes" in step or "--no-deps" in step, step


def test_what_is_kept_is_on_the_volume() -> None:
    """Database and inbox outlive the container."""
    settings = dict(part.split("=", 1) for rest in of_kind("ENV") for part in shlex.split(rest))
    assert settings["CLAIMWATCH_DATABASE__URL"].startswith("/data/")
    assert settings["CLAIMWATCH_INBOX__FOLDER"].startswith("/data/")


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Copy what the Dockerfile copies, run the steps that install, and return the programs' folder.

    Steps that make users and system folders need the container; they are not replayed.
    """
    home = tmp_path_factory.mktemp("image")
    app, environment = home / "app", home / "venv"
    app.mkdir()
    venv.create(environment, with_pip=True, symlinks=True)
    programs = environment / "bin"
    # No inherited package folder: what the steps do not install is not there. Compiling would only cost time.
    outside = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    around = outside | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PIP_NO_COMPILE": "1"}
    for step in STEPS:
        if step.instruction == "COPY":
            *sources, target = step.rest.split()
            for source in sources:
                _copy(ROOT / source, app, target)
        elif step.instruction == "RUN" and step.rest.startswith("python -m pip "):
            done = subprocess.run(  # noqa: S602 - the project's own Dockerfile
                step.rest, shell=True, cwd=app, env=around, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"{step.rest}\n{done.stdout}\n{done.stderr}"
    yield programs
    shutil.rmtree(home, ignore_errors=True)


def _copy(source: Path, app: Path, target: str) -> None:
    destination = app / target / source.name if target.endswith("/") else app / target
    if source.is_dir():
        shutil.copytree(source, destination, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(source, destination)


def test_the_installed_program_reads_an_article(replayed: Path, tmp_path: Path) -> None:
    """The program, its model, its places and its samples are all in the installed package, without the checkout."""
    installed = next(replayed.parent.glob("lib/python*/site-packages/bot/samples/bbc-*.md"))
    done = subprocess.run(  # noqa: S603 - the program under test
        [str(replayed / "claimwatch"), "ingest", "--json", "--database", ":memory:", str(installed)],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kinds = [json.loads(line)["type"] for line in done.stdout.splitlines()]
    assert kinds[0] == "article"
    assert "claim" in kinds
