"""The pages under `docs`, the changelog and the licence files hold what they say."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing

import pytest

from config.lexicon import Frame
from config.load import DEFAULT_FILE
from config.schema import Settings
from handlers.discord.commands import CALLED
from tests.pages import ROOT, Page, every_page, page

PAGES = [pytest.param(one, id=one.name) for one in every_page()]
WRITTEN = [*every_page(), page("NOTICE")]

# Whole words that mark an unfinished page, or praise instead of telling.
FORBIDDEN = (
    "todo", "tbd", "fixme", "lorem", "blazing", "seamless", "seamlessly", "cutting-edge", "state-of-the-art",
    "revolutionary", "effortless", "effortlessly", "game-changing", "world-class",
)  # fmt: skip
_PATH = re.compile(r"[\w.-]+(?:/[\w.*-]+)*/?")
_FILE = re.compile(r"[\w-]+\.(?:py|md|toml|svg|sqlite|in)")
_MODULE = re.compile(r"(?:bot|handlers|config)(?:\.\w+)+")
_ABSOLUTE = re.compile(r"(?<![\w./:<*`~-])/[A-Za-z]\w*(?:/[\w.-]+)*|`(/[A-Za-z][\w./-]*)`|\b[A-Z]:\\")
_SEARCHED = ("bot", "config", "docs", "handlers", "tests")


def make_targets() -> frozenset[str]:
    """Return the targets that the Makefile has a rule for."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^([a-z][a-z-]*):(?!=)", text, re.MULTILINE))


def named_paths(one: Page) -> Iterator[str]:
    """Yield what stands in backticks and is meant as a path of the project; capitals stand for a name to be chosen."""
    settings = Settings()
    made = {str(settings.inbox.folder), settings.database.url, str(DEFAULT_FILE)}
    for code in one.codes:
        is_path = ("/" in code and _PATH.fullmatch(code)) or _FILE.fullmatch(code)
        if is_path and "NAME" not in code and code.rstrip("/") not in made:
            yield code


@pytest.mark.parametrize("one", PAGES)
def test_every_path_named_is_there(one: Page) -> None:
    """A path stands from the project's folder; a bare file name is somewhere in it."""
    missing = []
    for named in named_paths(one):
        if "/" in named:
            there = any(ROOT.glob(named.rstrip("/")))
        else:
            there = (ROOT / named).exists() or any(any((ROOT / part).rglob(named)) for part in _SEARCHED)
        if not there:
            missing.append(named)
    assert missing == []


@pytest.mark.parametrize("one", PAGES)
def test_every_link_leads_somewhere(one: Page) -> None:
    """Links inside the project name a file that exists, and a heading in it where they name one."""
    broken = []
    for link in one.links:
        if "://" in link:
            continue
        target, _, anchor = link.partition("#")
        path = (one.path.parent / target).resolve() if target else one.path
        is_page = path.suffix == ".md" and path.exists()
        if not path.exists() or (anchor and is_page and anchor not in page(str(path.relative_to(ROOT))).anchors):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("one", PAGES)
def test_every_make_target_named_has_a_rule(one: Page) -> None:
    """`make x` in a page can be typed."""
    named = {match[1] for line in one.commands if (match := re.match(r"make ([a-z][a-z-]*)", line))}
    assert named <= make_targets()


@pytest.mark.parametrize("one", PAGES)
def test_every_module_named_can_be_imported(one: Page) -> None:
    """A dotted name in backticks is a module or package, or something in one."""
    for code in one.codes:
        if not _MODULE.fullmatch(code):
            continue
        parts, inside = code.split("."), list[str]()
        while not _is_module(parts):
            inside.insert(0, parts.pop())
        thing: object = importlib.import_module(".".join(parts))
        for attribute in inside:
            assert hasattr(thing, attribute), code
            thing = getattr(thing, attribute)


def _is_module(parts: list[str]) -> bool:
    try:
        return importlib.util.find_spec(".".join(parts)) is not None
    except ModuleNotFoundError:  # what should be a package is a module
        return False


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("it is in /home/anna/news", True, id="in-prose"),
        pytest.param("it is in `/Users/anna/news.md`", True, id="in-code"),
        pytest.param("(C:\\news)", True, id="windows"),
        pytest.param("hospitals and/or bridges, 24/7", False, id="alternatives"),
        pytest.param("`docs/sides.md` and https://example.org/a/b", False, id="relative-and-address"),
    ],
)
def test_a_path_of_some_machine_is_told_from_other_slashes(text: str, *, found: bool) -> None:
    """Only what begins at the root of a file system counts."""
    assert bool(_ABSOLUTE.search(text)) is found


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in WRITTEN])
def test_no_page_names_a_path_of_some_machine(one: Page) -> None:
    """The only absolute paths are those of the container's volume, and what the system itself provides anywhere."""
    (volume,) = re.findall(r"^VOLUME (\S+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    found = [match[1] or match[0] for match in _ABSOLUTE.finditer(one.text)]
    # Commands in a chat look like paths too; the platform's own /invite is the only other one.
    commands = re.findall(r"command: (/\S+)", (ROOT / "handlers/slack/slack-manifest.yaml").read_text(encoding="utf-8"))
    on_discord = [called.split()[0] for called in CALLED.values() if called.startswith("/")]
    anywhere = (volume, "/proc", "/dev", *commands, *on_discord, "/invite")
    assert [path for path in found if not f"{path}/".startswith(tuple(f"{root}/" for root in anywhere))] == []


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in WRITTEN])
def test_no_page_is_unfinished_or_praises(one: Page) -> None:
    """None of the forbidden words stands in a page."""
    words = set(re.findall(r"[\w-]+", one.text.casefold()))
    assert words.isdisjoint(FORBIDDEN)


def test_the_changelog_has_the_version() -> None:
    """What is being built stands in the changelog with a date, under the heading for what is not yet released."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    headings = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d{2}-\d{2}))?$", page("CHANGELOG.md").text, re.MULTILINE)
    assert headings[0] == ("Unreleased", "")
    versions = dict(headings[1:])
    assert versions[project["version"]]
    assert all(versions.values())
    assert list(versions.values()) == sorted(versions.values(), reverse=True)


def test_the_architecture_names_every_room() -> None:
    """Each package of `bot` and of `handlers` stands in the table of rooms or of modules."""
    rooms = {
        path.parent.relative_to(ROOT).as_posix()
        for top in ("bot", "handlers")
        for path in (ROOT / top).glob("*/__init__.py")
    }
    codes = set(page("docs/architecture.md").codes)
    assert {room for room in rooms if room not in codes} == set()


def test_the_page_on_extraction_names_every_module_and_lexicon_file() -> None:
    """A module or a lexicon file that is added gets its line in the tables."""
    codes = set(page("docs/extraction.md").codes)
    modules = {path.name for path in (ROOT / "bot/extraction").glob("*.py")} - {"__init__.py"}
    lexicon = {f"config/lexicon/{path.name}" for path in (ROOT / "config/lexicon").glob("*.toml")}
    assert (modules | lexicon) - codes == set()


def test_the_frames_shown_are_frames() -> None:
    """The example of a frame is one that the lexicon would take."""
    blocks = page("docs/extraction.md").blocks("toml")
    assert blocks
    for block in blocks:
        for frame in tomllib.loads(block)["frame"]:
            Frame.model_validate(frame)


def test_the_licence_is_the_one_that_the_package_names() -> None:
    """LICENSE is the Apache License 2.0, to the letter."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    digest = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
    assert digest == "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"


def test_the_notice_names_what_the_language_pipeline_was_trained_on() -> None:
    """Each source in the pipeline's own description stands in NOTICE with its address."""
    notice = page("NOTICE").text
    meta = json.loads((ROOT / "bot/language/model/meta.json").read_text(encoding="utf-8"))
    assert meta["sources"]
    for source in meta["sources"]:
        assert source["url"] in notice, source["name"]


def test_the_notice_names_where_the_places_come_from() -> None:
    """The gazetteer's own note on its source is kept, with the attribution that its licence asks for."""
    notice = page("NOTICE").text
    with closing(sqlite3.connect(f"file:{ROOT / 'bot/places/gazetteer.sqlite'}?mode=ro", uri=True)) as database:
        (source,) = database.execute("SELECT value FROM meta WHERE key = 'source'").fetchone()
    (address,) = re.findall(r"https://[\w./]+", source)
    assert address in notice
    assert "Creative Commons Attribution 4.0" in notice
