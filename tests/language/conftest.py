import gzip
from pathlib import Path

import pytest
from spacy.language import Language

from bot.language.pipeline import load_pipeline

# Written for these tests; the columns are CoNLL-U's, with GUM's Entity marks in the last.
CONLLU = """\
# newdoc id = GUM_news_bridge
# sent_id = 1
# text = The rebels didn't leave Port Amber.
1\tThe\tthe\tDET\tDT\tDefinite=Def|PronType=Art\t2\tdet\t_\tEntity=(1-person-new-nnnnn-cf1-2-sgl
2\trebels\trebel\tNOUN\tNNS\tNumber=Plur\t5\tnsubj\t_\tEntity=1)
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\tMood=Ind|Tense=Past|VerbForm=Fin\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\tPolarity=Neg\t5\tadvmod\t_\t_
5\tleave\tleave\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\t_
6\tPort\tPort\tPROPN\tNNP\tNumber=Sing\t7\tcompound\t_\tEntity=(2-place-new-nnnnn-cf2-2-sgl-Port_Amber
7\tAmber\tAmber\tPROPN\tNNP\tNumber=Sing\t5\tobj\t_\tEntity=2)|SpaceAfter=No
8\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# newdoc id = GUM_interview_mill
# sent_id = 2
# text = "Anna Reed of Oakland held a mill", said he
1\t"\t"\tPUNCT\t``\t_\t6\tpunct\t_\tSpaceAfter=No
2\tAnna\tAnna\tPROPN\tNNP\tNumber=Sing\t6\tnsubj\t_\tEntity=(3-person-new-nnnnn-cf1-1-sgl
3\tReed\tReed\tPROPN\tNNP\tNumber=Sing\t2\tflat\t_\t_
4\tof\tof\tADP\tIN\t_\t5\tcase\t_\t_
5\tOakland\tOakland\tPROPN\tNNP\tNumber=Sing\t2\tnmod\t_\tEntity=(4-place-new-nnnnn-cf2-1-sgl)3)
6\theld\thold\tVERB\tVBD\tMood=Ind|Tense=Past|VerbForm=Fin\t11\tccomp\t_\t_
6.1\tthere\tthere\tADV\tRB\t_\t_\t_\t_\t_
7\ta\ta\tDET\tDT\tDefinite=Ind|PronType=Art\t8\tdet\t_\t_
8\tmill\tmill\tNOUN\tNN\tNumber=Sing\t6\tobj\t_\tSpaceAfter=No
9\t"\t"\tPUNCT\t''\t_\t6\tpunct\t_\tSpaceAfter=No
10\t,\t,\tPUNCT\t,\t_\t11\tpunct\t_\t_
11\tsaid\tsay\tVERB\tVBD\tMood=Ind|Tense=Past|VerbForm=Fin\t0\troot\t_\t_
12\the\the\tPRON\tPRP\tCase=Nom|Number=Sing\t11\tnsubj\t_\t_

"""

SILVER = """\
# sent_id = silver-1
1\tNorthern\t_\t_\tJJ\t_\t3\tcompound\t_\tSpaceAfter=No
2\t-\t_\t_\tHYPH\t_\t3\tpunct\t_\tSpaceAfter=No
3\theld\t_\t_\tVBN\t_\t4\tamod\t_\t_
4\tAmber\t_\t_\tNNP\t_\t5\tnsubj\t_\t_
5\tfell\t_\t_\tVBD\t_\t0\troot\t_\tSpaceAfter=No
6\t.\t_\t_\t.\t_\t5\tpunct\t_\t_

"""


@pytest.fixture(scope="session")
def bundled() -> Language:
    """Load the bundled pipeline once."""
    return load_pipeline()


@pytest.fixture(scope="session")
def gold_text() -> str:
    """Two fully annotated sentences."""
    return CONLLU


@pytest.fixture(scope="session")
def silver_text() -> str:
    """One sentence with tags and a parse only."""
    return SILVER


@pytest.fixture
def gold_path(tmp_path: Path) -> Path:
    """Write the fully annotated sentences to a file."""
    path = tmp_path / "gold.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return path


@pytest.fixture
def silver_path(tmp_path: Path) -> Path:
    """Write the sentence with tags and a parse only to a file."""
    path = tmp_path / "silver.conllu"
    path.write_text(SILVER, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def small_treebanks(tmp_path_factory: pytest.TempPathFactory, gold_text: str, silver_text: str) -> Path:
    """Write small treebanks under the names that the recipe reads."""
    folder = tmp_path_factory.mktemp("treebanks")
    # Labels and lemma endings that are too rare are dropped, so the few sentences stand there often.
    for name in ("en_ewt-{}", "en_gum-ccby-{}"):
        for part, times in (("train", 25), ("dev", 1), ("test", 1)):
            path = folder / f"{name.format(part)}.conllu.gz"
            path.write_bytes(gzip.compress((gold_text * times).encode()))
    (folder / "silver-news.conllu.gz").write_bytes(gzip.compress((silver_text * 25).encode()))
    return folder
