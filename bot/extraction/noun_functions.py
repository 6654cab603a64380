"""What a noun governs: "the capture of X by Y", "its retreat", "launched an assault on X"."""

from __future__ import annotations

from spacy.tokens import Token

from bot.extraction.syntax import (
    NOMINAL,
    Functions,
    ancestors,
    base,
    children,
    coordinated,
    is_main_clause,
    lemma,
    of_verb,
    preposition,
    surface_subject,
)
from config.lexicon import VerbClasses

_BECOMING = frozenset({"become", "remain", "stay"})
# Where an attack was that killed people.
_AT = frozenset({"at", "outside", "inside"})
# Where troops come from.
_SOURCES = frozenset({"from", "out of"})
# What happened before or beside has aims of its own: "bombed X following attacks by Y".
_BESIDE = frozenset({"following", "after", "despite", "since", "before", "because of", "in response to", "to"})
# Verbs that say what the subject is.
_BEING = frozenset({"remain", "become", "stay"})
# What an attack or a capture is aimed at stands behind these.
_AIMS = frozenset({"of", "on", "at", "against"})


def of_noun(noun: Token, *, verbs: VerbClasses, of_asset: bool = False) -> Functions:
    """Return what a noun governs, and the functions of the verb that it is the object or subject of.

    `of_asset` is for nouns that tell what is done to an asset: told beside another deed, they have aims of their own.
    """
    filled: dict[str, list[Token]] = {}
    for child in noun.children:
        label = child.dep_
        if label in {"nmod:poss", "det:poss"}:
            filled.setdefault("poss", []).append(child)
        elif label in {"nmod", "obl", "obl:agent"}:
            words = preposition(child)
            if words:
                filled.setdefault(words, []).extend(coordinated(child))
            if words == "of":
                # "the withdrawal of troops from X", with "from" hung on the troops
                for below in children(child, "nmod"):
                    if preposition(below) in _SOURCES:
                        filled.setdefault(preposition(below), []).extend(coordinated(below))
            if words in _AIMS:
                # "the annexation of the region by Russia", with "by" hung on the region
                aimed = coordinated(child)
                agents = [item for one in aimed for item in children(one, "nmod") if preposition(item) == "by"]
                filled.setdefault("by", []).extend(agents) if agents else None
        elif label in {"compound", "amod", "nmod:desc", "nmod:unmarked"} or (label == "nmod" and child.i < noun.i):
            filled.setdefault("modifier", []).append(child)
        elif label == "advmod" and child.lower_ in {"there", "here"}:
            filled.setdefault("in", []).append(child)
        elif label == "appos":
            filled.setdefault("apposition", []).append(child)
        elif label == "acl" and is_main_clause(child):
            for below in children(child, "obl"):
                filled.setdefault(preposition(below), []).extend(coordinated(below))
        elif label == "acl" and child.lower_ in {"targeting", "involving"}:
            filled.setdefault("targeting", []).extend(
                item for thing in child.children if thing.dep_ == "obj" for item in coordinated(thing)
            )
    if children(noun, "cop"):
        # "They are masters of X"
        filled.setdefault("subject", []).extend(children(noun, "nsubj"))
    elif noun.dep_ in {"obj", "xcomp"} and lemma(noun.head) in _BEING:
        # "They remain masters of X"
        filled.setdefault("subject", []).extend(surface_subject(noun.head, verbs=verbs))
    governor = noun.head
    node = noun
    while node.dep_ == "conj" and node.head.pos_ in NOMINAL:
        node = node.head
        governor = node.head
    if node.dep_ == "nsubj" and children(governor, "cop"):
        # "Fighting is under way inside X"
        for child in children(governor, "nmod", "obl"):
            if preposition(child) not in {"of", "by", "", *filled}:
                filled[preposition(child)] = coordinated(child)
    beside = of_asset and base(node.dep_) == "obl" and preposition(node) in _BESIDE
    if (
        not beside
        and base(node.dep_) in {"obj", "obl", "nsubj"}
        and governor.pos_ in {"VERB", "AUX"}
        and governor.i != node.i
    ):
        outer = of_verb(governor, verbs=verbs)
        if base(node.dep_) == "obj" and not outer.passive and lemma(governor) in verbs.light:
            filled.setdefault("subject", []).extend(
                item for item in outer.get("subject") if item.i not in {noun.i, node.i}
            )
        others = [item for item in outer.get("object") if item.i not in {noun.i, node.i} and lemma(item) != "place"]
        acts = base(node.dep_) == "nsubj" and bool(others)
        harms = acts and lemma(governor) in verbs.harming
        for name, heads in outer.filled.items():
            if (
                (not acts or (harms and name in _AT))
                and name not in {"subject", "object", "indirect", "measure", "of", "by"}
                and name not in filled
            ):
                filled[name] = [item for item in heads if item.i != noun.i and noun.i not in _path(item)]
    return Functions(filled=filled)


def _path(token: Token) -> set[int]:
    return {parent.i for _, parent in ancestors(token)}
