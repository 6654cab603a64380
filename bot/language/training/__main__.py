"""`python -m bot.language.training`: trains the pipeline, scores it and puts it in place."""

import argparse
import sys
from pathlib import Path

from bot.language.training.parts import SILVER_FILE, read_parts
from bot.language.training.recipe import Settings, build, describe, score, train, write
from bot.language.training.treebank import TreebankError

DEFAULT_STEPS = 6000


def main(arguments: list[str] | None = None) -> int:
    """Run the recipe; returns the exit code (2 when a treebank is missing or broken)."""
    parser = argparse.ArgumentParser(prog="python -m bot.language.training", description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True, help="folder with the .conllu.gz files")
    parser.add_argument("--output", type=Path, required=True, help="folder for the trained pipeline; replaced whole")
    parser.add_argument("--steps", type=int, default=DEFAULT_STEPS, help="optimizer steps (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default: %(default)s)")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--silver", type=Path, help=f"what the teacher parsed (default: {SILVER_FILE} in the folder)")
    source.add_argument("--no-silver", action="store_true", help="train on the gold treebanks alone")
    parsed = parser.parse_args(arguments)
    settings = Settings(steps=parsed.steps, seed=parsed.seed)
    silver = None if parsed.no_silver else parsed.silver or parsed.treebanks / SILVER_FILE
    try:
        data, test = read_parts(parsed.treebanks, silver=silver)
    except (OSError, TreebankError) as error:
        print(f"cannot read the treebanks: {error}", file=sys.stderr)  # noqa: T201
        return 2
    nlp = build(settings)
    optimizer = train(nlp, data, settings)
    with nlp.use_params(optimizer.averages):
        write(nlp, parsed.output, describe(settings, data, score(nlp, data.development, test)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
