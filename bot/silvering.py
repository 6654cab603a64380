"""`python -m bot.silvering`: writes the teacher's parses of articles, for the small pipeline to learn from.

It joins the splitter of `bot.extraction`, by which articles are read, with the recipe of `bot.language`: neither knows
the other.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from rich.console import Console
from rich.progress import track

from bot.extraction import sentences as splitting
from bot.language.pipeline import PipelineError, load_pipeline
from bot.language.training.silver import CorpusError, read_texts, silver, split, word_splitter
from bot.language.training.treebank import write_sentences


def main(arguments: list[str] | None = None) -> int:
    """Write the silver parses of corpora; returns the exit code (2 when something cannot be read)."""
    parser = argparse.ArgumentParser(prog="python -m bot.silvering", description=main.__doc__)
    parser.add_argument("corpus", type=Path, nargs="+", help="items, one JSON object a line; .gz is unpacked")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of the trained teacher")
    parser.add_argument("--output", type=Path, required=True, help="the .conllu.gz file to write")
    parser.add_argument("--limit", type=int, help="at most so many sentences, drawn by chance (default: all)")
    parser.add_argument(
        "--headlines", type=float, default=0.1, help="share also read as headlines (default: %(default)s)"
    )
    parser.add_argument("--lists", type=int, default=2, help="times that long lists are taken (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default: %(default)s)")
    options = parser.parse_args(arguments)
    random = Random(options.seed)  # noqa: S311 (no secret)
    try:
        teacher = load_pipeline(str(options.teacher))
        texts = list(split(word_splitter(), read_texts(options.corpus), _sentences))
    except PipelineError as error:
        sys.stderr.write(f"cannot write silver parses: {error}; `make teacher` trains a teacher\n")
        return 2
    except (OSError, UnicodeDecodeError, CorpusError) as error:
        sys.stderr.write(f"cannot write silver parses: {error}\n")
        return 2
    if options.limit is not None and options.limit < len(texts):
        texts = [texts[index] for index in sorted(random.sample(range(len(texts)), options.limit))]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    sentences = silver(teacher, texts, headlines=options.headlines, lists=options.lists, random=random)
    shown = track(sentences, "Parsing", total=len(texts), console=Console(stderr=True))
    count = write_sentences(options.output, shown)
    sys.stderr.write(f"{count} parses of {len(texts)} sentences\n")
    return 0


def _sentences(text: str) -> Iterator[str]:
    return (sentence.text for sentence in splitting.split("body", text))


if __name__ == "__main__":
    sys.exit(main())
