import json
from pathlib import Path

import pytest
from thinc.api import Config

from bot.language.pipeline import load_pipeline, parse_sentences
from bot.language.training import teacher
from bot.language.training.recipe import Schedule
from bot.language.training.teacher import TeacherSettings, describe_teacher, main, missing_packages, teacher_config


def test_config_reads_the_encoder_from_its_folder() -> None:
    """Weights and word pieces are those of the folder, and the steps stand in the order that the loop needs."""
    config = teacher_config(Path("encoder"))
    loaders = config["initialize"]["components"]["transformer"]
    assert loaders["encoder_loader"]["name"] == "encoder"
    assert loaders["piecer_loader"]["path"] == str(Path("encoder") / "vocab.txt")
    assert config["nlp"]["pipeline"] == ["single_sentence", "transformer", "tagger", "parser"]


def test_config_is_whole() -> None:
    """It survives being written and read, every step has its section, and the widths agree."""
    config = teacher_config(Path("encoder"))
    assert Config().from_str(config.to_str()) == config
    assert config["components"].keys() == set(config["nlp"]["pipeline"])
    width = config["components"]["transformer"]["model"]["hidden_width"]
    assert {config["components"][name]["model"]["tok2vec"]["width"] for name in ("tagger", "parser")} == {width}


def test_settings_are_a_schedule_of_the_same_loop() -> None:
    """The teacher learns in larger batches and smaller steps than the small pipeline."""
    settings, small = TeacherSettings(steps=10), Schedule(steps=10)
    assert isinstance(settings, Schedule)
    assert settings.gold_words > small.gold_words
    assert settings.learn_rate < small.learn_rate


def test_description_names_the_encoder() -> None:
    """The encoder is among the sources, behind those of the treebanks."""
    meta = describe_teacher({"name": "x", "sources": [{"name": "gold"}], "license": "y"})
    assert [source["name"].split(",")[0] for source in meta["sources"]] == ["gold", "all-MiniLM-L6-v2"]
    assert meta["license"] == "y"


def test_missing_packages_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where torch is not installed, the error says what is missing and what installs it."""
    monkeypatch.setattr(teacher, "missing_packages", lambda: ("torch",))
    assert main(["--treebanks", str(tmp_path), "--output", str(tmp_path / "model")]) == 2
    message = capsys.readouterr().err
    assert "needs torch," in message
    assert "make teacher" in message
    assert not (tmp_path / "model").exists()


@pytest.mark.skipif(bool(missing_packages()), reason="torch and the encoder are not installed; `make teacher` does")
def test_teacher_learns_and_loads(tmp_path: Path, small_treebanks: Path) -> None:
    """One step gives a folder that loads, parses and says nothing about where the encoder lay."""
    output = tmp_path / "model"
    assert main(["--treebanks", str(small_treebanks), "--output", str(output), "--steps", "1"]) == 0
    (doc,) = parse_sentences(load_pipeline(str(output)), ["The rebels held a mill."])
    assert [token.text for token in doc] == ["The", "rebels", "held", "a", "mill", "."]
    assert "vocab.txt" not in (output / "config.cfg").read_text(encoding="utf-8")
    assert json.loads((output / "meta.json").read_text(encoding="utf-8"))["name"] == "claimwatch_teacher"
