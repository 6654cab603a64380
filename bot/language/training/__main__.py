"""`python -m bot.language.training`: trains the pipeline, scores it and puts it in place."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.language.training.recipe import Data, Settings, build, describe, score, train, write
from bot.language.training.treebank import Sentence, TreebankError, read_sentences

DEFAULT_STEPS = 6000

_EWT = "en_ewt-{}.conllu.gz"
_GUM = "en_gum-ccby-{}.conllu.gz"
_SILVER = "silver-news.conllu.gz"


def main(arguments: list[str] | None = None) -> int:
    """Run the recipe; returns the exit code (2 when a treebank is missing or broken)."""
    parser = argparse.ArgumentParser(prog="python -m bot.language.training", description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True, help="folder with the .conllu.gz files")
    parser.add_argument("--output", type=Path, required=True, help="folder for the trained pipeline; replaced whole")
    parser.add_argument("--steps", type=int, default=DEFAULT_STEPS, help="optimizer steps (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default: %(default)s)")
    parser.add_argument("--width", type=int, default=Settings.width, help="of the network (default: %(default)s)")
    parser.add_argument(
        "--silver", type=Path, action="append", default=[], metavar="FILE", help="more silver parses; may be repeated"
    )
    parser.add_argument("--no-silver", action="store_true", help="train on the gold treebanks alone")
    parsed = parser.parse_args(arguments)
    settings = Settings(steps=parsed.steps, seed=parsed.seed, width=parsed.width)
    try:
        data, test = read_data(parsed.treebanks, silver=not parsed.no_silver, more=parsed.silver)
    except (OSError, TreebankError) as error:
        print(f"cannot read the treebanks: {error}", file=sys.stderr)  # noqa: T201
        return 2
    nlp = build(settings)
    optimizer = train(nlp, data, settings)
    with nlp.use_params(optimizer.averages):
        write(nlp, parsed.output, describe(settings, data, score(nlp, data.development, test)))
    return 0


def read_data(folder: Path, *, silver: bool, more: Sequence[Path] = ()) -> tuple[Data, dict[str, list[Sentence]]]:
    """Read training and development data, and the test parts by name; `more` are further files of silver.

    Raises OSError or TreebankError when a file is missing or broken.
    """

    def ewt(part: str) -> list[Sentence]:
        return list(read_sentences(folder / _EWT.format(part)))

    def gum(part: str) -> list[Sentence]:
        return list(read_sentences(folder / _GUM.format(part), entities=True))

    parsed = [*([folder / _SILVER] if silver else []), *more]
    data = Data(
        gold=[*ewt("train"), *gum("train")],
        silver=[sentence for path in parsed for sentence in read_sentences(path)],
        development={"EWT dev": ewt("dev"), "GUM dev": gum("dev")},
    )
    return data, {"EWT test": ewt("test"), "GUM test": gum("test")}


if __name__ == "__main__":
    sys.exit(main())
