"""The command line, over a database that the pipeline filled, without the language model."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.alerts.policy import load_policy
from bot.article.reading import read_article
from bot.cli.program import main
from bot.comparison.rules import load_rules
from bot.model.arrival import New
from bot.model.article import RawArticle
from bot.model.outbox import Window
from bot.pipeline import Pipeline
from bot.store.database import open_store
from config.knowledge import load_sides
from tests.builders import make_alert, make_article
from tests.desk.test_desk import DENIED, ELSEWHERE, NOW, TAKEN, make_three

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


async def _fill(path: Path) -> None:
    async with open_store(str(path)) as store:
        pipeline = Pipeline(
            store=store, sides=load_sides().catalogue, rules=load_rules(), policy=load_policy(), clock=lambda: NOW
        )
        for article, claim in make_three():
            await pipeline.record(article, (claim,))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with two claims that conflict and one about somewhere else."""
    path = tmp_path_factory.mktemp("filled") / "claims.db"
    asyncio.run(_fill(path))
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Return what runs the program in an empty folder: its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("CLAIMWATCH_")]:
        monkeypatch.delenv(name)

    def call(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return code, out, err

    yield call
    structlog.reset_defaults()


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


def test_claims_of_an_empty_database_say_how_to_get_some(run: Run) -> None:
    """Nothing on standard output, a way to start on standard error."""
    code, out, err = run("claims", "--database", "new.db")
    assert (code, out) == (0, "")
    assert "claimwatch run" in err


def test_claims_are_a_table(run: Run, filled: Path) -> None:
    """Without colour or cursor movements in a pipe."""
    code, out, _ = run("claims", "--database", filled)
    assert code == 0
    assert TAKEN.id[:8] in out
    assert "\x1b" not in out


def test_claims_as_json_are_the_contracts_objects(run: Run, filled: Path) -> None:
    """One object a line, and nothing else."""
    code, out, _ = run("claims", "--json", "--database", filled)
    objects = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {one["type"] for one in objects} == {"claim"}
    assert {one["id"] for one in objects} == {TAKEN.id, DENIED.id, ELSEWHERE.id}


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        pytest.param(["--place", "ostheim"], {ELSEWHERE.id}, id="place"),
        pytest.param(["ostheim"], {ELSEWHERE.id}, id="a bare word is a place"),
        pytest.param(["--region", "Ellmoor", "--place", "ellbruck"], {TAKEN.id, DENIED.id}, id="region and place"),
        pytest.param(["--side", "XSU"], {DENIED.id}, id="side"),
        pytest.param(["--domain", "infrastructure"], set(), id="domain"),
        pytest.param(["--predicate", "entered"], set(), id="predicate"),
        pytest.param(["--since", "2031-05-16"], {ELSEWHERE.id}, id="since"),
        pytest.param(["--until", "2031-05-16"], {TAKEN.id, DENIED.id}, id="until"),
        pytest.param(["--text", "village"], {ELSEWHERE.id}, id="text"),
        pytest.param(["--limit", "1"], {ELSEWHERE.id}, id="limit"),
    ],
)
def test_claims_are_narrowed(run: Run, filled: Path, arguments: list[str], wanted: set[str]) -> None:
    """Each option leaves only what it names."""
    code, out, _ = run("claims", "--json", "--database", filled, *arguments)
    assert code == 0
    assert {json.loads(line)["id"] for line in out.splitlines()} == wanted


def test_a_search_that_finds_nothing_says_so(run: Run, filled: Path) -> None:
    """In words, and not as an empty table."""
    code, out, err = run("claims", "--text", "unheard", "--database", filled)
    assert (code, out) == (0, "")
    assert "No claim is like that" in err


def test_one_claim_in_full(run: Run, filled: Path) -> None:
    """Its quote, and what contradicts it."""
    code, out, _ = run("claim", TAKEN.id[:8], "--database", filled)
    assert code == 0
    assert "contradicts" in out
    assert "captured the town of Ellbruck" in " ".join(out.split())


def test_an_unknown_claim_is_an_error_with_a_way_on(run: Run, filled: Path) -> None:
    """Exit code 1, one line."""
    code, out, err = run("claim", "ffffffff", "--database", filled)
    assert (code, out) == (1, "")
    assert err.startswith("claimwatch: No claim 'ffffffff'.")
    assert len(err.splitlines()) == 1


def test_disputes_and_one_of_them(run: Run, filled: Path) -> None:
    """The table, the objects, and a dispute in full by the beginning of its id."""
    assert "control of Ellbruck" in run("disputes", "--database", filled)[1]
    (made,) = [json.loads(line) for line in run("disputes", "--json", "--database", filled)[1].splitlines()]
    code, out, _ = run("dispute", made["id"][:6], "--database", filled)
    assert code == 0
    assert "Moor Radio" in out
    assert "No dispute is like that" in run("disputes", "--status", "resolved", "--database", filled)[2]
    assert run("dispute", "ffffffff", "--database", filled)[0] == 1


def test_an_explanation(run: Run, filled: Path) -> None:
    """In a sentence for people, and as an object for programs."""
    code, out, _ = run("explain", TAKEN.id, DENIED.id, "--database", filled)
    assert code == 0
    assert "contradicts" in out
    (made,) = [
        json.loads(line)
        for line in run("explain", TAKEN.id, ELSEWHERE.id, "--json", "--database", filled)[1].splitlines()
    ]
    assert (made["relation"], made["reason"]) == (None, "nothing_shared")


def test_a_file_that_is_no_database(run: Run, tmp_path: Path) -> None:
    """It is named, and left alone."""
    (tmp_path / "notes.txt").write_text("no database " * 100, encoding="utf-8")
    code, _, err = run("claims", "--database", "notes.txt")
    assert code == 1
    assert "notes.txt" in err
    assert "Traceback" not in err


def test_places_by_name(run: Run) -> None:
    """In another spelling than the gazetteer's, as a table and as objects."""
    code, out, _ = run("places", "lookup", "Kupiansk")
    assert code == 0
    assert "Kharkiv" in out
    first = json.loads(run("places", "lookup", "Kupiansk", "--json")[1].splitlines()[0])
    assert (first["type"], first["geonameid"], first["country"]) == ("place", 703656, "UKR")


def test_a_place_that_nobody_knows(run: Run) -> None:
    """Exit code 1, and another spelling is suggested."""
    code, _, err = run("places", "lookup", "Qqxxyzzy")
    assert code == 1
    assert "another spelling" in err


def test_places_of_an_article(run: Run, tmp_path: Path) -> None:
    """Every name with its offsets and what it resolves to."""
    text = "Trains from Kharkiv to Izium were late on Monday."
    (tmp_path / "trains.txt").write_text(text, encoding="utf-8")
    code, out, _ = run("places", "parse", "trains.txt", "--json")
    objects = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(one["article"], text[one["start"] : one["end"]]) for one in objects] == [
        ("trains", "Kharkiv"),
        ("trains", "Izium"),
    ]
    assert "Izium" in run("places", "parse", "trains.txt")[1]


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


async def _leave(path: Path) -> None:
    """Leave an alert that waits, one that failed, and a channel that is paused."""
    async with open_store(str(path)) as store:
        async with store.unit_of_work() as unit:
            await unit.add_alerts([make_alert(title="Who holds Ellbruck?")], destinations=["discord:1", "slack:C2"])
        one, two = await store.outbox.lease(now=NOW, until=NOW, limit=2)
        await store.outbox.paused(one.id, what="discord:1", now=NOW, due_at=NOW, reason="the bot may not write")
        await store.outbox.failed(two.id, now=NOW, reason="invalid blocks")


def test_what_has_not_arrived_is_listed_and_tried_again(run: Run, tmp_path: Path) -> None:
    """With where, why and since when; a failed one can be put back."""
    path = tmp_path / "claims.db"
    asyncio.run(_leave(path))
    code, out, _ = run("outbox", "--database", path)
    assert code == 0
    assert "Discord channel 1 is paused since" in out
    assert all(word in out for word in ("the bot may not write", "✗ failed", "invalid blocks", "… waits"))
    [failed] = [json.loads(line) for line in run("outbox", "--failed", "--json", "--database", path)[1].splitlines()]
    assert (failed["type"], failed["destination"], failed["state"]) == ("undelivered", "slack:C2", "failed")

    assert run("outbox", "retry", failed["id"], "--database", path)[0] == 0
    assert "Nothing has failed" in run("outbox", "--failed", "--database", path)[2]
    code, _, said = run("outbox", "retry", 99, "--database", path)
    assert (code, "99" in said) == (1, True)


def test_the_figures_of_the_outbox_are_printed(run: Run, tmp_path: Path) -> None:
    """For people and for programs: what waits, was sent, was tried again, and failed for which reason."""
    path = tmp_path / "claims.db"
    asyncio.run(_leave(path))
    code, out, _ = run("outbox", "--metrics", "--database", path)
    assert code == 0
    assert all(line in out for line in ("waiting: 1", "sent: 0", "failed: 1", "invalid blocks", "the oldest"))
    [figures] = [json.loads(line) for line in run("outbox", "--metrics", "--json", "--database", path)[1].splitlines()]
    assert (figures["type"], figures["waiting"], figures["failed"]) == ("outbox", 1, {"invalid blocks": 1})
    assert figures["oldest_seconds"] >= 0


async def _hold_back(path: Path) -> None:
    """Let an alert wait for others."""
    async with open_store(str(path)) as store, store.unit_of_work() as unit:
        await unit.add_alerts([make_alert()], destinations=[])
        await unit.gather([(make_alert(), NOW)], "discord:1", window=Window(until=NOW))


def test_what_is_held_back_is_counted(run: Run, tmp_path: Path) -> None:
    """It has not arrived, though nothing is wrong with it."""
    path = tmp_path / "claims.db"
    asyncio.run(_hold_back(path))
    code, _, said = run("outbox", "--database", path)
    assert (code, "1 held back" in said, "Everything" in said) == (0, True, False)


def test_an_empty_outbox_says_so(run: Run, filled: Path) -> None:
    """Nothing is listed."""
    code, out, said = run("outbox", "--database", filled)
    assert (code, out) == (0, "")
    assert "Everything was delivered." in said


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


async def _queue(path: Path) -> None:
    """Accept two articles, of which one is set aside; plan a chore and follow a feed."""
    async with open_store(str(path)) as store:
        for number in (1, 2):
            article = make_article(text=f"Report {number}.")
            await store.arrivals.add(New(article=article, origin=f"{number}.txt", source="inbox"), now=NOW)
        await store.arrivals.take(1)
        await store.arrivals.failed(1, now=NOW, reason="reading it took longer than 60 seconds")
        await store.upkeep.plan("backup", due_at=NOW)
        await store.feeds.add("https://ell.example/rss", now=NOW)


def test_what_waits_to_be_read_is_listed_and_read_again(run: Run, tmp_path: Path) -> None:
    """With where it comes from, and why it was set aside."""
    path = tmp_path / "claims.db"
    asyncio.run(_queue(path))
    code, out, said = run("intake", "--database", path)
    assert code == 0
    assert all(word in out for word in ("1.txt", "✗ set aside", "60 seconds", "2.txt", "… waits"))
    assert "1 waiting to be read" in said
    assert "1 set aside" in said
    [failed] = [json.loads(line) for line in run("intake", "--failed", "--json", "--database", path)[1].splitlines()]
    assert (failed["type"], failed["origin"], failed["state"]) == ("arrival", "1.txt", "failed")
    assert run("intake", "retry", failed["id"], "--database", path)[0] == 0
    assert run("intake", "--failed", "--database", path)[1] == ""
    assert "0 articles" in run("intake", "retry", "all", "--database", path)[2]
    for wrong in ("99", "first"):
        code, _, said = run("intake", "retry", wrong, "--database", path)
        assert (code, wrong in said) == (1, True)


def test_what_comes_next_is_shown(run: Run, tmp_path: Path) -> None:
    """Chores and feeds by their time; an empty store has no plans."""
    path = tmp_path / "claims.db"
    assert "Nothing is planned" in run("schedule", "--database", path)[2]
    asyncio.run(_queue(path))
    code, out, _ = run("schedule", "--database", path)
    assert (code, "backup" in out, "feed https://ell.example/rss" in out) == (0, True, True)
    first, second = [json.loads(line) for line in run("schedule", "--json", "--database", path)[1].splitlines()]
    assert (first["type"], first["what"], second["what"]) == ("planned", "backup", "feed https://ell.example/rss")
    assert "first 1 of 2" in run("schedule", "--limit", 1, "--database", path)[2]


def test_an_article_is_taken_down(run: Run, tmp_path: Path) -> None:
    """What went is said; an address that nothing came from is an error."""
    path, article = tmp_path / "claims.db", tmp_path / "a.json"
    said = {"url": "https://ell.example/a", "text": "Rain fell on the hills for the whole of the week.", "id": "a"}
    article.write_text(json.dumps(said), encoding="utf-8")
    assert run("ingest", article, "--database", path)[0] == 0
    code, _, told = run("forget", "https://nobody.example/", "--database", path)
    assert (code, "nobody.example" in told) == (1, True)
    code, _, told = run("forget", "https://ell.example/a", "--database", path)
    assert code == 0
    assert "1 articles with text and title, 0 claims" in told
    assert "Backups" in told
    assert "queue" not in told
    assert "known" in run("ingest", article, "--database", path)[2]


def test_an_article_that_waits_is_taken_down(run: Run, tmp_path: Path) -> None:
    """It is not read later, nor when it comes again; that it waited is said."""
    path, file = tmp_path / "claims.db", tmp_path / "a.json"
    said = {"url": "https://ell.example/a", "text": "Rain fell on the hills for the whole of the week.", "id": "a"}
    file.write_text(json.dumps(said), encoding="utf-8")
    raw = RawArticle(key="a", origin="a.json", body=said["text"], url=said["url"], received_at=NOW)

    async def wait_to_be_read() -> None:
        async with open_store(str(path)) as store:
            await store.arrivals.add(New(article=read_article(raw, now=NOW), origin="a.json", source="inbox"), now=NOW)

    asyncio.run(wait_to_be_read())
    code, _, told = run("forget", "https://ell.example/a?utm_source=feed", "--database", path)
    assert code == 0
    assert "1 of the articles waited in the queue" in " ".join(told.split())
    assert "Nothing waits to be read" in "".join(map(str, run("intake", "--database", path)))
    assert "known" in run("ingest", file, "--database", path)[2]
