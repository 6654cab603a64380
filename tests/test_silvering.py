import json
from pathlib import Path

import pytest

from bot.language.pipeline import BUNDLED
from bot.language.training.treebank import read_sentences
from bot.silvering import main

_TEXT = "The rebels have seized the old mill. Rain fell. The army was pushed back by heavy rain."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Write two articles that share a sentence."""
    path = tmp_path / "articles.jsonl"
    rows = [{"id": "a", "text": _TEXT}, {"id": "b", "text": "Rain fell. The rebels have seized the old mill."}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def _run(corpus: Path, output: Path, *more: str) -> int:
    return main([str(corpus), "--teacher", str(BUNDLED), "--output", str(output), *more])


def test_articles_become_a_treebank(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sentences are split, parsed, kept once and in order; the headlines follow them."""
    output = tmp_path / "deep" / "silver.conllu.gz"
    assert _run(corpus, output, "--headlines", "1") == 0
    assert [(sentence.document, sentence.text) for sentence in read_sentences(output)] == [
        ("a", "The rebels have seized the old mill."),
        ("a", "The army was pushed back by heavy rain."),
        ("a", "Rebels Seized Old Mill"),
        ("a", "Army Pushed Back by Heavy Rain"),
    ]
    assert "2 of 3 kept, 2 as headlines" in capsys.readouterr().err


def test_same_seed_same_bytes(corpus: Path, tmp_path: Path) -> None:
    """A second run writes the same file."""
    first, second = tmp_path / "1.conllu.gz", tmp_path / "2.conllu.gz"
    for output in (first, second):
        assert _run(corpus, output, "--limit", "2", "--headlines", "0.5") == 0
    assert first.read_bytes() == second.read_bytes()


def test_missing_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there is an error that names it."""
    assert _run(tmp_path / "none.jsonl", tmp_path / "out.conllu") == 2
    assert "none.jsonl" in capsys.readouterr().err.replace("\n", "")
    assert not (tmp_path / "out.conllu").exists()


def test_missing_teacher(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A teacher that is not there is an error that says what makes one."""
    arguments = [str(corpus), "--teacher", str(tmp_path / "none"), "--output", str(tmp_path / "out.conllu")]
    assert main(arguments) == 2
    assert "make teacher" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("share", ["-0.1", "1.5", "many"])
def test_share_of_headlines_is_a_share(corpus: Path, tmp_path: Path, share: str) -> None:
    """What is no number between 0 and 1 is refused."""
    with pytest.raises(SystemExit):
        _run(corpus, tmp_path / "out.conllu", f"--headlines={share}")
