"""The recipe: the pipeline's make-up, the training loop and what is written to disk."""

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import compile_infix_regex, load_model_from_config, registry
from thinc.api import Config, Optimizer, fix_random_seed

from bot.language.arithmetic import fast_arithmetic, single_thread
from bot.language.components import single_sentence
from bot.language.training.augmentation import vary
from bot.language.training.evaluation import evaluate
from bot.language.training.treebank import Sentence, to_doc

# Which steps learn from sentences that have tags and a parse only. The parser must stay the last step: a shared
# tok2vec is corrected when the last of the steps that listen to it is.
_GOLD_ONLY = ["morphologizer", "lemmatizer", "ner"]

CONFIG = """
[nlp]
lang = "en"
pipeline = ["single_sentence", "tok2vec", "tagger", "morphologizer", "lemmatizer", "ner", "parser"]
batch_size = 64

[components]

[components.single_sentence]
factory = "single_sentence"

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = {width}
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = {rows}
include_static_vectors = false

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = {width}
depth = {depth}
window_size = 1
maxout_pieces = 3

[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = {width}

[components.morphologizer]
factory = "morphologizer"

[components.morphologizer.model]
@architectures = "spacy.Tagger.v2"

[components.morphologizer.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = {width}

[components.lemmatizer]
factory = "case_lemmatizer"

[components.lemmatizer.model]
@architectures = "spacy.Tagger.v2"

[components.lemmatizer.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = {width}

[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = {width}

[components.parser]
factory = "parser"
min_action_freq = 20

[components.parser.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "parser"
extra_state_tokens = {extra}
hidden_width = {hidden}
maxout_pieces = 2
use_upper = true

[components.parser.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = {width}
"""

SOURCES = [
    {
        "name": "UD English EWT 2.15",
        "url": "https://universaldependencies.org/treebanks/en_ewt/",
        "license": "CC BY-SA 4.0",
        "author": "Natalia Silveira and others",
    },
    {
        "name": "UD English GUM 2.15: news, interview, bio, voyage, speech, textbook, vlog, court, academic",
        "url": "https://universaldependencies.org/treebanks/en_gum/",
        "license": "annotations CC BY 4.0; texts CC BY, CC BY-SA or public domain",
        "author": "Amir Zeldes and others",
    },
    {
        "name": "Wikipedia Current Events portal 2002-2022, tagged and parsed by a teacher trained on the two above",
        "url": "https://en.wikipedia.org/wiki/Portal:Current_events",
        "license": "CC BY-SA 3.0 and 4.0",
        "author": "contributors to Wikipedia",
    },
]

# Titles that English news writes with a stop, and the default tokenizer does not know.
_TITLES = ("Brig.", "Lt.", "Col.", "Maj.", "Sgt.", "Capt.", "Cpl.", "Cmdr.", "Cdr.", "Ft.", "No.", "Nos.")
# "U.S.-led", "(SDF)-held", "2014–2015".
_INFIXES = (
    r"(?<=[.)\]%])[-‐‑–](?=[A-Za-z0-9])",
    r"(?<=[A-Za-z0-9])\)(?=-[A-Za-z])",
    r"(?<=\w)[‐‑](?=\w)",
    r"(?<=[0-9])[–—](?=[0-9])",
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a training run depends on besides its data; the same settings and data give the same pipeline."""

    steps: int
    seed: int = 0
    width: int = 160
    depth: int = 4
    rows: tuple[int, ...] = (8000, 1000, 3000, 1000)
    hidden: int = 64
    extra_state_tokens: bool = False
    gold_words: int = 700
    silver_words: int = 700
    learn_rate: float = 0.002
    warmup: int = 250
    dropout: float = 0.1
    evaluate_every: int = 1000


@dataclass(frozen=True, kw_only=True)
class Data:
    """Training and development sentences; `silver` has tags and parses only and may be empty."""

    gold: Sequence[Sentence]
    silver: Sequence[Sentence]
    development: Mapping[str, Sequence[Sentence]]


def build(settings: Settings) -> Language:
    """Return the untrained pipeline."""
    single_thread()
    text = CONFIG.format(
        width=settings.width,
        depth=settings.depth,
        rows=list(settings.rows),
        hidden=settings.hidden,
        extra=str(settings.extra_state_tokens).lower(),
    )
    with fast_arithmetic():
        nlp = load_model_from_config(Config().from_str(text), auto_fill=True)
    split_as_treebanks(nlp)
    return nlp


def split_as_treebanks(nlp: Language) -> None:
    """Let the pipeline split words as Universal Dependencies does, also where spaCy's English rules do not."""
    tokenizer: Any = nlp.tokenizer
    for title in _TITLES:
        tokenizer.add_special_case(title, [{"ORTH": title}])
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), *_INFIXES]).finditer


def train(nlp: Language, data: Data, settings: Settings) -> Optimizer:
    """Train in place; progress and development scores go to standard error.

    Each step learns from one batch of gold and one of silver sentences. The learning rate rises over the warm-up
    and falls to zero at the last step. Returns the optimizer: the result proper are its averaged weights
    (`nlp.use_params(optimizer.averages)`).
    """
    fix_random_seed(settings.seed)
    random = Random(settings.seed)  # noqa: S311 (no secret)
    # Labels come from the gold sentences, and from those silver ones that have a tag which gold lacks.
    tags = {tag for sentence in data.gold for tag in sentence.tags}
    unseen = [sentence for sentence in data.silver if not tags.issuperset(sentence.tags)]
    examples = [_example(nlp, sentence) for sentence in (*data.gold, *unseen)]
    nlp.initialize(lambda: examples)
    optimizer = _optimizer(settings)
    gold = _batches(nlp, data.gold, settings.gold_words, seed=random.random())
    silver = _batches(nlp, data.silver, settings.silver_words, seed=random.random()) if data.silver else None
    losses: dict[str, float] = {}
    for step in range(1, settings.steps + 1):
        _accumulate(nlp, next(gold), settings, losses)
        if silver is not None:
            _accumulate(nlp, next(silver), settings, losses, exclude=_GOLD_ONLY)
        for _, pipe in nlp.pipeline:
            if hasattr(pipe, "finish_update"):
                pipe.finish_update(optimizer)
        optimizer.step_schedules()  # type: ignore[no-untyped-call]
        if step % settings.evaluate_every == 0 or step == settings.steps:
            with nlp.use_params(optimizer.averages):
                _report(nlp, data, step, losses)
            losses = {}
    return optimizer


def _accumulate(
    nlp: Language, batch: list[Example], settings: Settings, losses: dict[str, float], exclude: Sequence[str] = ()
) -> None:
    # `sgd=False` adds to the gradients and leaves the weights; spaCy's own loop does the same, its types do not know.
    nlp.update(batch, drop=settings.dropout, sgd=False, losses=losses, exclude=exclude)  # type: ignore[arg-type]


def _optimizer(settings: Settings) -> Optimizer:
    text = f"""
    [optimizer]
    @optimizers = "Adam.v1"
    beta1 = 0.9
    beta2 = 0.999
    eps = 1e-8
    L2 = 0.01
    L2_is_weight_decay = true
    grad_clip = 1.0
    use_averages = true

    [optimizer.learn_rate]
    @schedules = "warmup_linear.v1"
    initial_rate = {settings.learn_rate}
    warmup_steps = {settings.warmup}
    total_steps = {settings.steps}
    """
    resolved: dict[str, Optimizer] = registry.resolve(Config().from_str(text))
    return resolved["optimizer"]


def _example(nlp: Language, sentence: Sentence) -> Example:
    return Example(single_sentence(nlp.make_doc(sentence.text)), to_doc(nlp.vocab, sentence))


def _batches(nlp: Language, sentences: Sequence[Sentence], words: int, *, seed: float) -> Iterator[list[Example]]:
    """Yield batches without end, each of about `words` words; the order is drawn anew in every round."""
    random = Random(seed)  # noqa: S311 (no secret)
    order = list(range(len(sentences)))
    batch: list[Example] = []
    size = 0
    while True:
        random.shuffle(order)
        for index in order:
            sentence = vary(sentences[index], random)
            batch.append(_example(nlp, sentence))
            size += len(sentence.words)
            if size >= words:
                yield batch
                batch, size = [], 0


def _report(nlp: Language, data: Data, step: int, losses: dict[str, float]) -> None:
    shown = [f"step {step}"]
    for name, sentences in data.development.items():
        scores = evaluate(nlp, sentences)
        keys = ("uas", "las", "tag", "pos", "morph", "lemma")
        figures = " ".join(f"{key} {scores[key]:.2f}" for key in keys if key in scores)
        entities = scores.get("entities", {}).get("all")
        shown.append(f"{name}: {figures}" + (f" ner {entities['f']:.2f}" if entities else ""))
    shown.append("losses " + " ".join(f"{name} {loss:.0f}" for name, loss in losses.items()))
    print(" | ".join(shown), file=sys.stderr, flush=True)  # noqa: T201


def write(nlp: Language, output: Path, meta: dict[str, Any]) -> None:
    """Write the pipeline to a new folder beside `output`, then put it in its place.

    Of the vocabulary only the strings go along that the steps need (labels, endings of lemmas): the treebanks' words
    stay behind.
    """
    partial = output.with_name(output.name + ".new")
    previous = output.with_name(output.name + ".old")
    for path in (partial, previous):
        if path.exists():
            shutil.rmtree(path)
    nlp.meta.update(meta)
    nlp.to_disk(partial, exclude=["vocab"])
    vocab = spacy.blank("en").vocab
    for string in sorted(_strings(nlp)):
        vocab.strings.add(string)
    vocab.to_disk(partial / "vocab", exclude=["lookups", "vectors"])
    if output.exists():
        output.rename(previous)
    partial.rename(output)
    if previous.exists():
        shutil.rmtree(previous)


def _strings(nlp: Language) -> set[str]:
    steps: dict[str, Any] = dict(nlp.pipeline)
    strings: set[str] = set()
    for name in ("tagger", "morphologizer", "ner", "parser"):
        for label in steps[name].labels if name in steps else ():
            # A label lifted over a crossing arc is two ("conj||obj").
            strings.update((label, *label.split("||")))
    if "morphologizer" in steps:
        strings.update(steps["morphologizer"].cfg["labels_morph"].values())
    for tree in steps["lemmatizer"].label_data["trees"] if "lemmatizer" in steps else ():
        strings.update(tree[key] for key in ("orig", "subst") if key in tree)
    return strings


def score(nlp: Language, *parts: Mapping[str, Sequence[Sentence]]) -> dict[str, dict[str, Any]]:
    """Return the scores of every named set of sentences, and of GUM's news in all of them together."""
    named = {name: sentences for part in parts for name, sentences in part.items()}
    news = [sentence for sentences in named.values() for sentence in sentences if sentence.genre == "news"]
    if news:
        named["GUM news, dev and test"] = news
    return {name: evaluate(nlp, sentences) for name, sentences in named.items()}


def describe(settings: Settings, data: Data, scores: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return what meta.json says about the pipeline: data with their licences, versions, settings, scores."""
    return {
        "name": "claimwatch",
        "version": "1.0.0",
        "description": "English pipeline with Universal Dependencies labels; parses one sentence at a time.",
        "author": "Claimwatch",
        "license": "CC BY-SA 4.0",
        "sources": SOURCES if data.silver else SOURCES[:2],
        "training": {
            "gold_sentences": len(data.gold),
            "silver_sentences": len(data.silver),
            "settings": asdict(settings),
            "versions": {"spacy": version("spacy"), "thinc": version("thinc"), "numpy": version("numpy")},
        },
        "performance": scores,
    }
