"""Verbs that the parser takes for nouns, where the words before them leave no doubt: "no longer functions"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

_PHASES = frozenset({"ceased", "stopped", "resumed", "continued", "kept", "began", "started"})


def no_longer(longer: Token) -> Iterator[tuple[int, int, str, str | None, str | None]]:
    """Yield what "the hospital no longer functions" is: token, head, label, tag and part of speech, each.

    A noun behind "no longer" that has a subject of its own is a verb.
    """
    doc = longer.doc
    if longer.lower_ != "longer" or longer.i < 1 or longer.i + 1 >= len(doc) or doc[longer.i - 1].lower_ != "no":
        return
    verb = doc[longer.i + 1]
    joined = verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.tag_ == "NNS"
    spoken = joined or any(child.dep_.startswith("nsubj") for child in verb.children)
    if verb.tag_ not in {"NNS", "NN"} or not spoken:
        return
    if any(child.dep_ in {"cop", "det"} for child in verb.children):
        return
    label = verb.dep_ if verb.dep_ in {"ROOT", "ccomp", "conj", "parataxis", "advcl", "acl:relcl"} else "ccomp"
    yield verb.i, verb.head.i, label, "VBZ" if verb.tag_ == "NNS" else "VBP", "VERB"
    yield longer.i, verb.i, "advmod", "RBR", "ADV"
    for child in verb.children:
        if child.dep_ == "compound" and child.i < longer.i:
            yield child.i, verb.i, "nsubj", None, None


def ceased(verb: Token) -> Iterator[tuple[int, int, str, str | None, str | None]]:
    """Yield what "the station ceased generating" is, where the parser makes one noun of "ceased generating"."""
    thing = verb.head
    if verb.lower_ not in _PHASES or verb.dep_ != "amod" or thing.i != verb.i + 1 or not thing.lower_.endswith("ing"):
        return
    before = [child for child in (*thing.children, *verb.children) if child.dep_.startswith("nsubj")]
    if not before or before[0].i > verb.i:
        return
    root = thing.head.i == thing.i
    yield verb.i, verb.i if root else thing.head.i, thing.dep_, "VBD", "VERB"
    yield thing.i, verb.i, "xcomp", "VBG", "VERB"
    for child in thing.children:
        if child.i != verb.i and (child.i < verb.i or child.dep_ in {"advcl", "punct"}):
            yield child.i, verb.i, child.dep_, None, None
    for child in verb.children:
        yield child.i, verb.i, child.dep_, None, None
