"""The command line: help, usage, settings, bad inputs; without the language model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


def test_help_is_there_at_once() -> None:
    """Help loads neither the database nor the language model, which would take seconds."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert "evaluate" in done.stdout
    for heavy in ("sqlalchemy", "spacy", "aiohttp", "trafilatura", "pydantic_settings"):
        assert f" {heavy}\n" not in done.stderr, heavy


@pytest.mark.parametrize(
    "command",
    ["run", "ingest", "claims", "claim", "disputes", "dispute", "explain", "evaluate", "places"],
)
def test_every_command_has_help(run: Run, command: str) -> None:
    """Each says what it does."""
    code, out, _ = run(command, "--help")
    assert code == 0
    assert "Usage: claimwatch" in out


def test_the_version(run: Run) -> None:
    """The version is the distribution's."""
    code, out, _ = run("--version")
    assert (code, out.split()[0]) == (0, "claimwatch")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["frobnicate"], id="command"),
        pytest.param(["claims", "--frobnicate"], id="option"),
        pytest.param(["claims", "--domain", "sea"], id="value"),
        pytest.param(["claims", "--since", "yesterday"], id="date"),
        pytest.param(["ingest"], id="missing argument"),
    ],
)
def test_wrong_usage_is_said_without_a_trace(run: Run, arguments: list[str]) -> None:
    """Exit code 2, a message, no traceback."""
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert "Error" in err
    assert "Traceback" not in err


def test_a_wrong_setting_is_said_in_one_line(run: Run) -> None:
    """A settings file that is not there is named; exit code 2."""
    code, out, err = run("--config", "missing.toml", "claims")
    assert (code, out) == (2, "")
    assert err.strip() == "claimwatch: missing.toml: there is no such file"


def test_the_settings_file_can_stand_after_the_command(run: Run, tmp_path: Path) -> None:
    """Before or after the command, as people write it."""
    (tmp_path / "mine.toml").write_text('[database]\nurl = "elsewhere.db"\n', encoding="utf-8")
    assert run("claims", "--config", "mine.toml")[0] == 0
    assert (tmp_path / "elsewhere.db").exists()


def test_a_file_that_is_no_database(run: Run, tmp_path: Path) -> None:
    """It is named, and left alone."""
    (tmp_path / "notes.txt").write_text("no database " * 100, encoding="utf-8")
    code, _, err = run("claims", "--database", "notes.txt")
    assert code == 1
    assert "notes.txt" in err
    assert "Traceback" not in err


def test_bad_inputs_are_named_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    """One line each with file and reason; exit code 1 in the end."""
    (tmp_path / "good.txt").write_text("It rained in the valley for a week.", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    code, out, err = run("ingest", "empty.txt", "good.txt", "missing.md", "--json", "--database", ":memory:")
    assert code == 1
    assert [json.loads(line)["key"] for line in out.splitlines()] == ["good"]
    assert "empty.txt: is empty" in err
    assert "missing.md" in err
    assert "Traceback" not in err


def test_private_addresses_are_refused(run: Run) -> None:
    """A URL that leads into this machine is not fetched."""
    code, out, err = run("ingest", "http://127.0.0.1:9/article", "--json", "--database", ":memory:")
    assert (code, out) == (1, "")
    assert "127.0.0.1" in err


def test_a_gold_file_that_is_none(run: Run, tmp_path: Path) -> None:
    """It is said before anything is read."""
    (tmp_path / "gold.toml").write_text("title = 'x'", encoding="utf-8")
    code, _, err = run("evaluate", "gold.toml", "missing.md")
    assert code == 1
    assert "not a gold file" in err


def test_the_reader_may_stop_reading(filled: Path) -> None:
    """A reader that is gone (`claimwatch claims | head -1`) ends the program without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(  # noqa: S603 - the program under test
        [sys.executable, "-m", "bot", "claims", "--json", "--database", str(filled)],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd=ROOT,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")
