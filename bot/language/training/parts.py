"""The treebanks' files and what each is for."""

from pathlib import Path

from bot.language.training.recipe import Data
from bot.language.training.treebank import Sentence, read_sentences

SILVER_FILE = "silver-news.conllu.gz"

_EWT = "en_ewt-{}.conllu.gz"
_GUM = "en_gum-ccby-{}.conllu.gz"


def read_parts(folder: Path, *, silver: Path | None) -> tuple[Data, dict[str, list[Sentence]]]:
    """Return what to train on, and the test parts by name; without `silver` gold is all.

    Raises TreebankError on a broken file, OSError when one cannot be read.
    """

    def ewt(part: str) -> list[Sentence]:
        return list(read_sentences(folder / _EWT.format(part)))

    def gum(part: str) -> list[Sentence]:
        return list(read_sentences(folder / _GUM.format(part), entities=True))

    data = Data(
        gold=[*ewt("train"), *gum("train")],
        silver=[] if silver is None else list(read_sentences(silver)),
        development={"EWT dev": ewt("dev"), "GUM dev": gum("dev")},
    )
    return data, {"EWT test": ewt("test"), "GUM test": gum("test")}
