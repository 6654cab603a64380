import gzip
import json
from pathlib import Path

import pytest

from bot.language.pipeline import BUNDLED
from bot.language.training.treebank import read_sentences
from bot.silvering import main


def _corpus(path: Path, *items: object) -> Path:
    path.write_bytes(gzip.compress("".join(json.dumps(item) + "\n" for item in items).encode()))
    return path


def test_sentences_are_those_that_articles_are_read_by(tmp_path: Path) -> None:
    """Titles and abbreviations end no sentence, a bullet does."""
    text = "The U.S. envoy met Lt. Gen. Reed there. He left Port Amber.\n\n• No one was hurt."
    corpus, output = _corpus(tmp_path / "a.jsonl.gz", {"id": "1", "text": text}), tmp_path / "deep" / "s.conllu.gz"
    assert main([str(corpus), "--teacher", str(BUNDLED), "--output", str(output), "--headlines", "0"]) == 0
    assert [sentence.text for sentence in read_sentences(output)] == [
        "The U.S. envoy met Lt. Gen. Reed there.",
        "He left Port Amber.",
        "No one was hurt.",
    ]


def test_drawn_sentences_keep_their_order_and_repeat(tmp_path: Path) -> None:
    """With a limit the same seed draws the same sentences, in their order, and writes the same bytes."""
    text = " ".join(f"The army left Amber {number} times." for number in range(10, 60))
    corpus = _corpus(tmp_path / "a.jsonl.gz", {"id": "1", "text": text})
    outputs = [tmp_path / "1.conllu.gz", tmp_path / "2.conllu.gz"]
    for output in outputs:
        assert main([str(corpus), "--teacher", str(BUNDLED), "--output", str(output), "--limit", "9"]) == 0
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    plain = [s.text for s in read_sentences(outputs[0]) if s.text.endswith(".")]
    assert len(plain) == 9
    assert plain == sorted(plain)


def test_command_writes_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command goes from items to a file of parses, with any pipeline as the teacher."""
    corpus = _corpus(tmp_path / "items.jsonl.gz", {"id": "1", "text": "A mill burnt in Oakland. No one was hurt."})
    output = tmp_path / "silver.conllu.gz"
    assert main([str(corpus), "--teacher", str(BUNDLED), "--output", str(output), "--headlines", "0"]) == 0
    assert [sentence.text for sentence in read_sentences(output)] == ["A mill burnt in Oakland.", "No one was hurt."]
    assert "2 parses of 2 sentences" in capsys.readouterr().err


def test_command_without_a_teacher_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing teacher is an exit code and a line that names it."""
    corpus = _corpus(tmp_path / "items.jsonl.gz", {"id": "1", "text": "A mill burnt in Oakland."})
    missing = tmp_path / "nobody"
    assert main([str(corpus), "--teacher", str(missing), "--output", str(tmp_path / "out.gz")]) == 2
    assert "nobody" in capsys.readouterr().err


def test_corpus_that_is_no_text_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Packed items under a plain name are an exit code and a line, not a stack of calls."""
    corpus = _corpus(tmp_path / "items.jsonl", {"id": "1", "text": "A mill burnt in Oakland."})
    assert main([str(corpus), "--teacher", str(BUNDLED), "--output", str(tmp_path / "out.gz")]) == 2
    assert "cannot write silver parses" in capsys.readouterr().err
