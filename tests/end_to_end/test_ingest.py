"""`claimwatch ingest` from files to JSON Lines, with the real language model, places and database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import ROOT, call, read_lines

SAMPLES = sorted((ROOT / "bot" / "samples").glob("*-*.md"))
ORDER = ["article", "claim", "relation", "dispute", "alert"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the samples were read twice."""
    return tmp_path_factory.mktemp("ingest")


@pytest.fixture(scope="module")
def first(folder: Path) -> list[dict[str, Any]]:
    """Return what reading the samples printed, given in the wrong order."""
    done = call(folder, "ingest", *reversed(SAMPLES), "--json", "--with-text", "--database", "first.db")
    assert (done.returncode, done.stderr) == (0, "")
    return read_lines(done.stdout)


def by_article(lines: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the objects of each article."""
    starts = [number for number, line in enumerate(lines) if line["type"] == "article"]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start:end]


def test_articles_come_in_order_of_publication(first: list[dict[str, Any]]) -> None:
    """Whatever the order in which they were given."""
    published = [line["published_at"] for line in first if line["type"] == "article"]
    assert len(published) == len(SAMPLES)
    assert published == sorted(published)


def test_each_article_is_followed_by_what_belongs_to_it(first: list[dict[str, Any]]) -> None:
    """First itself, then claims, relations, disputes and alerts."""
    for lines in by_article(first):
        kinds = [ORDER.index(line["type"]) for line in lines]
        assert kinds == sorted(kinds)
        key = lines[0]["key"]
        assert {line["article"]["key"] for line in lines if line["type"] == "claim"} == {key}


def test_every_offset_slices_back_to_its_quote(first: list[dict[str, Any]]) -> None:
    """The text that was printed is the one that the offsets count in."""
    texts = {line["key"]: {"body": line["text"], "title": line["title"]} for line in first if line["type"] == "article"}
    claims = [line for line in first if line["type"] == "claim"]
    assert claims
    for claim in claims:
        for mention in claim["mentions"]:
            part = texts[claim["article"]["key"]][mention["part"]]
            assert part[mention["start"] : mention["end"]] == mention["quote"]


def test_the_samples_conflict(first: list[dict[str, Any]]) -> None:
    """Two disputes open; each alert names exactly two claims and shows what both say."""
    conflicts = [line for line in first if line["type"] == "alert" and line["kind"] == "conflict"]
    quotes = {
        claim["id"]: mention["quote"] for claim in first if claim["type"] == "claim" for mention in claim["mentions"]
    }
    assert len(conflicts) == 2
    for alert in conflicts:
        assert len(alert["claims"]) == 2
        assert set(alert["claims"]) <= set(quotes)
        assert len({one["quote"] for one in alert["statements"] if one["claim"] in alert["claims"]}) == 2
        assert alert["text"]
    assert {line["status"] for line in first if line["type"] == "dispute"} == {"open"}


def test_a_second_time_everything_is_known(folder: Path, first: list[dict[str, Any]]) -> None:
    """The articles are marked as known, with no claims and no alerts, and the model is not loaded."""
    assert first
    done = call(folder, "ingest", *SAMPLES, "--json", "--database", "first.db")
    lines = read_lines(done.stdout)
    assert [line["type"] for line in lines] == ["article"] * len(SAMPLES)
    assert all(line["known"] is True for line in lines)


def test_the_same_articles_give_the_same_ids_anywhere(folder: Path, first: list[dict[str, Any]]) -> None:
    """Another database, another order, another batch: the same claims, relations and disputes."""
    by_key = {path.stem: path for path in SAMPLES}
    ordered = [by_key[line["key"]] for line in first if line["type"] == "article"]
    again: list[dict[str, Any]] = []
    for paths in ([ordered[1], ordered[0]], ordered[2:]):
        again += read_lines(call(folder, "ingest", *paths, "--json", "--with-text", "--database", "again.db").stdout)
    for kind in ORDER[:-1]:
        assert [line for line in again if line["type"] == kind] == [line for line in first if line["type"] == kind]


def test_people_get_panels_instead(folder: Path) -> None:
    """Without --json the alerts are drawn, without colour in a pipe, and the sums are said at the end."""
    done = call(folder, "ingest", *SAMPLES, "--database", ":memory:")
    assert done.returncode == 0
    assert done.stdout.count("CONFLICTING CLAIMS") == 2
    assert "\x1b" not in done.stdout
    assert "2 conflicts" in done.stderr


def test_bad_inputs_do_not_stop_the_good(folder: Path) -> None:
    """Each bad one is named with its reason, the good one is read, and the exit code says that some failed."""
    bad = folder / "bad"
    bad.mkdir()
    good = "Norwegian engineers said that the old bridge in Tromsø had reopened on Monday after repairs.\n"
    files: dict[str, bytes] = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 20,
        "latin.txt": "Die Brücke ist geöffnet.".encode("latin-1"),
        "large.txt": b"The bridge is open. " * 1_000_000,
        "endless.txt": b"word " * 20_000,
        "matter.md": b"---\ntitle: [open\n---\nThe bridge is open again.\n",
        "german.txt": "Die Brücke über den Fluss ist nach Angaben der Behörden seit Montag wieder offen.".encode(),
        "future.md": b"---\npublished: 2190-01-01\n---\nThe bridge is open again.\n",
        "cut.jsonl": b'{"id":"cut-1","text":"The bridge is open again.","published":"2024-01-02"}\n{"id":"c',
        "good.txt": good.encode(),
    }
    for name, content in files.items():
        (bad / name).write_bytes(content)
    done = call(folder, "ingest", *(bad / name for name in files), "--json", "--database", ":memory:")
    assert done.returncode == 1
    assert {line["key"] for line in read_lines(done.stdout) if line["type"] == "article"} == {"good", "cut-1"}
    complaints = done.stderr.splitlines()
    for name in files.keys() - {"good.txt"}:
        assert len([line for line in complaints if name in line]) == 1, (name, done.stderr)
    assert "Traceback" not in done.stderr


def test_evaluation_prints_the_figures(folder: Path) -> None:
    """The seeds' own gold, one made here of one of their claims: it is found."""
    gold = folder / "gold.toml"
    quote = "Ukraine's army said that in three days troops had advanced 50km"
    gold.write_text(
        f'[[claim]]\nid = "one"\narticle = "bbc-2022-09-10"\nquote = "{quote}"\n'
        'domain = "territory"\npredicate = "advanced"\nactor = "UKR"\nquantity = { unit = "km", value = 50 }\n',
        encoding="utf-8",
    )
    done = call(folder, "evaluate", gold, *SAMPLES, "--verbose")
    assert done.returncode == 0, done.stderr
    figures = dict(line.split() for line in done.stdout.splitlines()[:8])
    assert (figures["must"], figures["recall"], figures["strict"]) == ("1", "1.0", "1.0")
    assert "stray" in done.stdout
