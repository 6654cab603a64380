import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.language.pipeline import load_pipeline, parse_sentences
from bot.language.training import teacher
from bot.language.training.teacher import (
    TeacherError,
    build_teacher,
    describe_teacher,
    encoder_folder,
    main,
    teacher_config,
)

_PACKAGES = ("torch", "transformers", "spacy_curated_transformers", teacher.ENCODER_PACKAGE)
_SIZES = {
    "vocab_size": 100,
    "hidden_size": 24,
    "intermediate_size": 48,
    "num_attention_heads": 2,
    "num_hidden_layers": 3,
    "pad_token_id": 0,
    "max_position_embeddings": 64,
    "type_vocab_size": 2,
    "model_type": "bert",
}


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """Write the description of a small encoder."""
    (tmp_path / "config.json").write_text(json.dumps(_SIZES), encoding="utf-8")
    return tmp_path


def test_config_takes_the_encoders_sizes(encoder: Path) -> None:
    """Layers and widths are the encoder's, also where tagger and parser listen."""
    components = teacher_config(encoder)["components"]
    assert components["transformer"]["model"]["num_hidden_layers"] == 3
    assert {components[name]["model"]["tok2vec"]["width"] for name in ("tagger", "parser")} == {24}


def test_config_names_the_encoders_folder(encoder: Path) -> None:
    """Weights and word pieces are read from the folder, not from a network."""
    initial = teacher_config(encoder)["initialize"]["components"]["transformer"]
    assert initial["encoder_loader"]["name"] == str(encoder)
    assert initial["piecer_loader"]["path"] == str(encoder / "vocab.txt")


def test_a_sentence_is_one_tree_for_the_teacher_too(encoder: Path) -> None:
    """The step that keeps sentences whole comes first."""
    assert teacher_config(encoder)["nlp"]["pipeline"][0] == "single_sentence"


@pytest.mark.parametrize("text", [None, "{", "{}"])
def test_a_folder_without_an_encoder_is_an_error(tmp_path: Path, text: str | None) -> None:
    """A description that is missing, broken or lacks a size is told with the folder."""
    if text is not None:
        (tmp_path / "config.json").write_text(text, encoding="utf-8")
    with pytest.raises(TeacherError, match="no encoder in"):
        teacher_config(tmp_path)


def test_warm_up_is_shorter_than_training() -> None:
    """A short trial warms up too."""
    assert teacher.teacher_settings(steps=5).warmup == 1
    assert teacher.teacher_settings(steps=2000).warmup == 200


@pytest.mark.skipif(find_spec("torch") is not None, reason="the teacher's packages are installed")
def test_missing_packages_are_named() -> None:
    """Without the teacher's packages the error says which, and what installs them."""
    with pytest.raises(TeacherError, match="make teacher"):
        encoder_folder()


def test_missing_treebanks_are_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without the treebanks is an exit code and a line that names the file."""
    assert main(["--treebanks", str(tmp_path), "--output", str(tmp_path / "teacher")]) == 2
    assert "en_ewt-train" in capsys.readouterr().err


@pytest.mark.skipif(
    any(find_spec(name) is None for name in _PACKAGES), reason="the teacher's packages are not installed"
)
def test_teacher_can_be_built() -> None:
    """With its packages the pipeline is put together and splits words as the treebanks do."""
    nlp = build_teacher(encoder_folder())
    assert nlp.pipe_names == ["single_sentence", "transformer", "tagger", "parser"]
    assert [token.text for token in nlp.make_doc("U.S.-led forces")] == ["U.S.", "-", "led", "forces"]


def test_description_names_the_encoder() -> None:
    """The encoder stands behind the treebanks among the sources; the rest stays."""
    meta = describe_teacher({"name": "x", "license": "y", "sources": [{"name": "gold"}]})
    assert meta["sources"] == [{"name": "gold"}, teacher.ENCODER]
    assert (meta["name"], meta["license"]) == ("claimwatch_teacher", "y")


@pytest.mark.skipif(
    any(find_spec(name) is None for name in _PACKAGES), reason="the teacher's packages are not installed"
)
def test_teacher_learns_and_loads(tmp_path: Path, small_treebanks: Path) -> None:
    """One step gives a folder that loads and parses, without the treebanks' words and the encoder's place."""
    output = tmp_path / "deep" / "model"
    assert main(["--treebanks", str(small_treebanks), "--output", str(output), "--steps", "1"]) == 0
    (doc,) = parse_sentences(load_pipeline(str(output)), ["The rebels held a mill."])
    assert [token.text for token in doc] == ["The", "rebels", "held", "a", "mill", "."]
    assert "vocab.txt" not in (output / "config.cfg").read_text(encoding="utf-8")
    strings = json.loads((output / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert not {"Amber", "Oakland", "mill"} & set(strings)
    assert json.loads((output / "meta.json").read_text(encoding="utf-8"))["name"] == "claimwatch_teacher"
