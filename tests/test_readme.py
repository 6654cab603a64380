"""The README tells the truth: what it says can be typed is there to be typed."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import typer
from typer.core import TyperGroup

from bot.app import open_ground
from bot.article.reading import read_article
from bot.cli.program import make_app
from bot.intake import SAMPLES
from bot.model.alert import AlertKind
from bot.model.article import RawArticle
from bot.model.wire import relation_object
from bot.pipeline import Ingested
from bot.sources.documents import read_path
from bot.workers import InProcessExtractor
from config.load import load_settings, setting_names, variable_name
from config.schema import DatabaseSettings, Settings
from tests.pages import ROOT, page

README = page("README.md")


def cli() -> TyperGroup:
    """Return the program's command tree."""
    tree = typer.main.get_command(make_app())
    assert isinstance(tree, TyperGroup)
    return tree


def leaf_names(group: TyperGroup, before: str = "") -> Iterator[str]:
    """Yield the name of every command that does something ("places lookup")."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from leaf_names(command, f"{before}{name} ")
        if not isinstance(command, TyperGroup) or command.invoke_without_command:
            yield before + name


def program_calls(line: str) -> Iterator[list[str]]:
    """Yield the arguments of each call of the program in a shell line, without what the shell itself reads."""
    for part in re.split(r"\s(?:\||&&|;)\s", line):
        words = shlex.split(part.split(" < ")[0].split(" > ")[0], comments=True)
        while words and "=" in words[0]:
            words.pop(0)
        if words and Path(words[0]).name == "claimwatch":
            yield words[1:]


def check_call(arguments: list[str]) -> str:
    """Let the program's own parser read the arguments, without running anything; return the command's name."""
    command = cli()
    context = command.make_context("claimwatch", list(arguments), resilient_parsing=True)
    names: list[str] = []
    rest = list(arguments)
    while isinstance(command, TyperGroup):
        name = rest.pop(0)
        names.append(name)
        assert name in command.commands, f"there is no command {' '.join(names)}"
        child = command.commands[name]
        alone = isinstance(child, TyperGroup) and child.invoke_without_command and not (rest and rest[0][0] != "-")
        if isinstance(child, TyperGroup) and not alone:
            command = child
            continue
        child.make_context(name, rest, parent=context)
        break
    return " ".join(names)


CALLS = [pytest.param(call, id=" ".join(call)) for line in README.commands for call in program_calls(line)]


@pytest.mark.parametrize("call", CALLS)
def test_every_call_that_is_shown_is_understood(call: list[str]) -> None:
    """Commands, options, choices and the number of arguments are those of the program."""
    check_call(call)


def test_a_call_that_is_wrong_would_be_noticed() -> None:
    """An option that does not exist is no call of the program."""
    with pytest.raises(Exception, match="No such option"):
        check_call(["claims", "--plaice", "Izium"])


@pytest.mark.parametrize("call", CALLS)
def test_every_file_that_a_call_reads_is_there(call: list[str]) -> None:
    """An argument that begins with one of the project's folders is a path in it."""
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()}
    named = [argument for argument in call if "/" in argument and argument.split("/")[0] in folders]
    assert [argument for argument in named if not (ROOT / argument).exists()] == []


def test_every_command_is_shown() -> None:
    """No command is left for the reader to find by himself."""
    shown = {check_call(call) for line in README.commands for call in program_calls(line)}
    assert shown == set(leaf_names(cli()))


def test_the_options_named_in_passing_exist() -> None:
    """What stands as `--option` in the text is an option of some command."""

    def options(group: TyperGroup) -> Iterator[str]:
        for command in group.commands.values():
            if isinstance(command, TyperGroup):
                yield from options(command)
            else:
                yield from (option for parameter in command.params for option in parameter.opts)

    named = {code for code in README.codes if re.fullmatch(r"--[a-z][a-z-]*", code)}
    assert named
    assert named <= {*options(cli()), "--help"}


def test_the_two_commands_stand_at_the_beginning() -> None:
    """The first two things to type are `make run` and `make test`."""
    assert README.commands[:2] == ["make run", "make test"]


def test_the_python_it_asks_for_is_the_one_that_make_takes() -> None:
    """README, Makefile, Dockerfile and package metadata name one Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["requires-python"].removeprefix(">=")
    assert f"Python {version}" in README.text
    assert f"python{version}" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"FROM python:{version}-" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_settings_shown_are_settings(tmp_path: Path) -> None:
    """The example file loads, and each variable is one that is read."""
    file = tmp_path / "claimwatch.toml"
    for block in README.blocks("toml"):
        file.write_text(block, encoding="utf-8")
        load_settings(file, {})
    known = {variable_name(section, key) for section, key in setting_names()}
    assert set(re.findall(r"CLAIMWATCH_[A-Z_]+", README.text)) <= known


def test_the_settings_named_in_passing_exist() -> None:
    """`section.key` in the text is a setting, and `[section]` a section."""
    names = {f"{section}.{key}" for section, key in setting_names()}
    sections = {section for section, _ in setting_names()}
    named = [code for code in README.codes if re.fullmatch(r"[a-z]+\.[a-z_]+", code) and code.split(".")[0] in sections]
    assert named
    assert set(named) <= names
    assert {code.strip("[]") for code in README.codes if re.fullmatch(r"\[\w+\]", code)} <= sections


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ingested, ...]:
    """Return what became of the samples and, last, of the example of a file for the inbox."""
    (block,) = README.blocks("markdown")
    file = tmp_path_factory.mktemp("inbox") / "example.md"
    file.write_text(block, encoding="utf-8")
    return asyncio.run(_ingested(SAMPLES, file))


async def _ingested(*paths: Path) -> tuple[Ingested, ...]:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    raws = [raw for path in paths for raw in read_path(path, now=now) if isinstance(raw, RawArticle)]
    articles = sorted((read_article(raw, now=now) for raw in raws), key=lambda article: article.published_at)
    settings = Settings(database=DatabaseSettings(url=":memory:"))
    async with open_ground(settings, clock=lambda: now) as ground:
        found = [result async for result in ground.pipeline().ingest_many(articles, InProcessExtractor(settings))]
    return tuple(result for result in found if isinstance(result, Ingested))


def test_the_article_shown_brings_an_update(read: tuple[Ingested, ...]) -> None:
    """The example of a file for the inbox, read after the samples, joins a dispute that they opened."""
    *samples, example = read
    assert example.article.publisher == "Example Daily"
    opened = {one.id for result in samples for one in result.disputes}
    updates = [alert for alert in example.alerts if alert.kind is AlertKind.UPDATE]
    assert [alert.dispute in opened for alert in updates] == [True]


def test_the_ids_shown_are_those_of_the_samples(read: tuple[Ingested, ...]) -> None:
    """Whoever has read the samples can type the examples with an id as they stand."""
    claims = {claim.id for result in read for claim in result.claims}
    disputes = {one.id for result in read for one in result.disputes}
    for command, *arguments in (call for line in README.commands for call in program_calls(line)):
        if command in {"claim", "explain", "dispute"}:
            known = disputes if command == "dispute" else claims
            for beginning in arguments:
                assert sum(one.startswith(beginning) for one in known) == 1, f"{command} {beginning}"


def test_the_json_shown_is_what_is_printed(read: tuple[Ingested, ...]) -> None:
    """The example object is one that the samples give, but for its score."""
    (block,) = README.blocks("json")
    shown = json.loads(block)
    printed = [relation_object(one) for result in read for one in result.relations]
    assert [list(one) for one in printed[:1]] == [list(shown)]
    assert shown | {"score": None} in [one | {"score": None} for one in printed]


def test_the_picture_stands_alone() -> None:
    """The picture is well-formed, shows a conflict, and loads nothing from anywhere."""
    (picture,) = (link for link in README.links if link.endswith(".svg"))
    text = (ROOT / picture).read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314 - our own file
    # The console draws blanks as no-break spaces.
    words = "".join(root.itertext()).replace("\u00a0", " ")
    assert "CONFLICTING CLAIMS" in words
    addresses = set(re.findall(r"https?://[^\s\"')<]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg"}


def test_the_container_keeps_what_the_readme_says() -> None:
    """The volume of the `docker run` line is the one that the Dockerfile declares."""
    lines = [line for line in README.commands if line.startswith("docker run")]
    volumes = {found for line in lines for found in re.findall(r"-v \w+:(\S+)", line)}
    (volume,) = volumes
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert f"VOLUME {volume}\n" in dockerfile
    assert f"CLAIMWATCH_INBOX__FOLDER={volume}/inbox" in dockerfile
