"""Parsed sentences written by hand, so that a rule's test does not hang on what the trained parser makes of it.

A sentence is written as in the tests of spaCy: one word after another with its tag, label and head. `parsed` reads

    The|DT|det|2 rebels|NNS|nsubj|3 took|VBD|root|0|take Goma|NNP|obj|3 .|.|punct|3

where the numbers count words from 1 (0 for the root) and a fifth field is the lemma, where it is not the word itself
in lower case (regular plurals are understood).
"""

from __future__ import annotations

from spacy.lang.lex_attrs import LEX_ATTRS
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ",
    "RB": "ADV", "RBR": "ADV", "RP": "ADP", "IN": "ADP", "DT": "DET", "PDT": "DET", "PRP": "PRON", "PRP$": "PRON",
    "WP": "PRON", "WDT": "PRON", "WRB": "ADV", "EX": "PRON", "CD": "NUM", "TO": "PART", "POS": "PART", "MD": "AUX",
    "CC": "CCONJ", ".": "PUNCT", ",": "PUNCT", "HYPH": "PUNCT", "''": "PUNCT", "VB": "VERB", "VBD": "VERB",
    "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB",
}  # fmt: skip
_AUXILIARY = frozenset({"aux", "aux:pass", "cop"})
_TIGHT = frozenset({".", ",", "'s", "n't", "-"})


def parsed(table: str) -> Doc:
    """Return the Doc of a sentence; ValueError where a word has not four or five fields."""
    rows = [word.split("|") for word in table.split()]
    for row in rows:
        if len(row) not in {4, 5}:
            raise ValueError(f"a word has a tag, a label and a head: {'|'.join(row)}")
    words = [row[0] for row in rows]
    return Doc(
        Vocab(lex_attr_getters=LEX_ATTRS),
        words=words,
        spaces=[_spaced(words, number) for number in range(len(words))],
        tags=[row[1] for row in rows],
        pos=[_pos(row) for row in rows],
        deps=["ROOT" if row[2] == "root" else row[2] for row in rows],
        heads=[int(row[3]) - 1 if row[3] != "0" else number for number, row in enumerate(rows)],
        lemmas=[row[4] if len(row) == 5 else _lemma(row[0], row[1]) for row in rows],
    )


def the(doc: Doc, word: str) -> Token:
    """Return the one token of a Doc with this text."""
    (found,) = [token for token in doc if token.text == word]
    return found


def _spaced(words: list[str], number: int) -> bool:
    following = words[number + 1] if number + 1 < len(words) else "."
    return following not in _TIGHT and words[number] != "-"


def _pos(row: list[str]) -> str:
    if row[2] in _AUXILIARY and row[1].startswith("VB"):
        return "AUX"
    return "SCONJ" if row[2] == "mark" and row[1] == "IN" else _POS[row[1]]


def _lemma(word: str, tag: str) -> str:
    plural = tag in {"NNS", "NNPS"} and word.endswith("s")
    return word.lower()[:-1] if plural else word.lower()
