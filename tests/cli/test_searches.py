"""Claims, disputes and explanations, asked for on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desk.test_desk import DENIED, ELSEWHERE, TAKEN


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
