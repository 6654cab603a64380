import json
from pathlib import Path

import pytest
import spacy

from bot.language.pipeline import load_pipeline, parse_sentences
from bot.language.training.__main__ import main
from bot.language.training.evaluation import evaluate
from bot.language.training.recipe import Settings, build
from bot.language.training.treebank import read_sentences


@pytest.fixture(scope="module")
def trained(small_treebanks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train for three steps."""
    output = tmp_path_factory.mktemp("output") / "model"
    assert main(["--treebanks", str(small_treebanks), "--output", str(output), "--steps", "3"]) == 0
    return output


def test_recipe_writes_a_pipeline_that_loads(trained: Path) -> None:
    """A few steps over a few sentences give a pipeline that runs."""
    (doc,) = parse_sentences(load_pipeline(str(trained)), ["The rebels held a mill."])
    assert all(token.tag_ and token.pos_ and token.lemma_ and token.dep_ for token in doc)


def test_recipe_writes_scores_and_licences(trained: Path) -> None:
    """The trained pipeline's meta has scores of the dev and test parts, and where the data came from."""
    meta = json.loads((trained / "meta.json").read_text(encoding="utf-8"))
    assert {"EWT dev", "GUM dev", "EWT test", "GUM test", "GUM news, dev and test"} == meta["performance"].keys()
    assert len(meta["sources"]) == 3
    assert meta["training"]["settings"]["steps"] == 3


def test_treebank_words_do_not_ship(trained: Path) -> None:
    """Words that are no label or ending are not among the pipeline's strings."""
    strings = json.loads((trained / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert not {"Amber", "Oakland", "mill"} & set(strings)


def test_recipe_repeats_itself(trained: Path, small_treebanks: Path, tmp_path: Path) -> None:
    """The same seed and steps give the same weights, and an older output is replaced."""
    output = tmp_path / "model"
    output.mkdir()
    (output / "stale").touch()
    main(["--treebanks", str(small_treebanks), "--output", str(output), "--steps", "3"])
    assert not (output / "stale").exists()
    for step in ("tok2vec", "parser", "ner"):
        assert (output / step / "model").read_bytes() == (trained / step / "model").read_bytes()


def test_missing_treebanks_are_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without the treebanks is an exit code and a line that names the file."""
    assert main(["--treebanks", str(tmp_path), "--output", str(tmp_path / "model")]) == 2
    assert "en_ewt-train" in capsys.readouterr().err


def test_untrained_tokenizer_is_english() -> None:
    """The untrained pipeline already has the project's word splitting."""
    words = [token.text for token in build(Settings(steps=1)).make_doc("U.S.-led forces didn't leave.")]
    assert words == ["U.S.", "-", "led", "forces", "did", "n't", "leave", "."]


def test_evaluation_of_a_perfect_parse_is_full_marks(gold_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gold against itself scores one hundred, with every label and entity."""
    from bot.language.training import evaluation
    from bot.language.training.treebank import to_doc

    nlp = spacy.blank("en")
    gold = list(read_sentences(gold_path, entities=True))
    monkeypatch.setattr(evaluation, "parse_sentences", lambda nlp, _texts: [to_doc(nlp.vocab, s) for s in gold])
    scores = evaluate(nlp, gold)
    assert {scores[key] for key in ("words", "uas", "las", "tag", "pos", "morph", "lemma")} == {100.0}
    assert scores["labels"]["nsubj"] == {"p": 100.0, "r": 100.0, "f": 100.0}
    assert scores["entities"]["all"]["f"] == 100.0


def test_evaluation_counts_a_wrong_head(gold_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One wrong head of seven words lowers attachment and its own label, and nothing else."""
    from dataclasses import replace

    from bot.language.training import evaluation
    from bot.language.training.treebank import to_doc

    nlp = spacy.blank("en")
    gold = next(read_sentences(gold_path))
    wrong = replace(gold, heads=(1, 4, 4, 4, 4, 6, 1, 4))
    monkeypatch.setattr(evaluation, "parse_sentences", lambda nlp, _texts: [to_doc(nlp.vocab, wrong)])
    scores = evaluate(nlp, [gold])
    assert scores["uas"] == pytest.approx(100 * 6 / 7, abs=0.01)
    assert scores["labels"]["obj"]["f"] == 0.0
    assert scores["labels"]["nsubj"]["f"] == 100.0
    assert scores["tag"] == 100.0
