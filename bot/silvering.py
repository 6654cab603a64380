"""`python -m bot.silvering`: lets the teacher parse articles, for the small language pipeline to learn from.

It joins the splitter of `bot.extraction` with the recipe of `bot.language`, which do not know each other.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.progress import track
from spacy.language import Language

from bot.extraction.sentences import split
from bot.language.pipeline import PipelineError, load_pipeline
from bot.language.training.silver import (
    Candidate,
    CorpusError,
    annotate,
    candidates,
    headlines,
    is_english,
    read_articles,
    sample,
)
from bot.language.training.treebank import Sentence, write_sentences

# Sentences parsed between two moves of the progress bar.
_CHUNK = 256


def main(arguments: list[str] | None = None) -> int:
    """Parse the articles and write them; returns the exit code (2 when something to read is missing or broken)."""
    parser = argparse.ArgumentParser(prog="python -m bot.silvering", description=__doc__)
    parser.add_argument("articles", type=Path, nargs="+", help='JSON Lines with "text", plain or .gz')
    parser.add_argument("--teacher", required=True, help="folder of the teacher, or an installed spaCy pipeline")
    parser.add_argument("--output", type=Path, required=True, help="CoNLL-U file to write, packed when it ends in .gz")
    parser.add_argument("--limit", type=int, help="at most so many sentences, drawn by chance")
    parser.add_argument("--headlines", type=_share, default=0.0, help="share of the sentences to add as headlines")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default: %(default)s)")
    parsed = parser.parse_args(arguments)
    console = Console(stderr=True)
    try:
        teacher = load_pipeline(parsed.teacher)
        articles = chain.from_iterable(read_articles(path) for path in parsed.articles)
        found = sample(list(candidates(articles, _texts)), parsed.limit, seed=parsed.seed)
    except PipelineError as error:
        console.print(f"{error}; `make teacher` trains one in an environment of its own", markup=False)
        return 2
    except (OSError, CorpusError, UnicodeDecodeError) as error:
        console.print(f"cannot read the articles: {error}", markup=False)
        return 2
    parsed.output.parent.mkdir(parents=True, exist_ok=True)
    sentences = list(_parse(teacher, found, console, "sentences"))
    variants = _new(headlines(sentences, parsed.headlines, seed=parsed.seed), known=found)
    titles = list(_parse(teacher, variants, console, "headlines"))
    written = write_sentences(parsed.output, chain(sentences, titles), prefix="silver")
    console.print(
        f"{written} sentences in {parsed.output}: {len(sentences)} of {len(found)} kept, {len(titles)} as headlines",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    return 0


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share between 0 and 1")
    return share


def _texts(text: str) -> Iterator[str]:
    return (sentence.text for sentence in split("body", text))


def _new(variants: Iterable[Candidate], *, known: Iterable[Candidate]) -> list[Candidate]:
    seen = {candidate.text.casefold() for candidate in known}
    kept = []
    for variant in variants:
        if variant.text.casefold() not in seen and is_english(variant.text):
            seen.add(variant.text.casefold())
            kept.append(variant)
    return kept


def _parse(nlp: Language, found: list[Candidate], console: Console, shown: str) -> Iterator[Sentence]:
    """Parse in chunks, with a bar on a terminal."""
    starts = range(0, len(found), _CHUNK)
    for start in track(starts, description=shown, console=console, disable=not console.is_terminal):
        yield from annotate(nlp, found[start : start + _CHUNK])


if __name__ == "__main__":
    sys.exit(main())
