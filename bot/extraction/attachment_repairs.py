"""Words that the parser hangs on the wrong one of two, where the words around leave no doubt."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

# Token, head, label, tag and part of speech; the last two where they change.
Change = tuple[int, int, str, str | None, str | None]

_DECLARED = frozenset({"declare", "declares", "declared", "proclaim", "proclaims", "proclaimed", "pronounced", "made"})
_FREED = frozenset({"free", "clear", "safe", "secure", "empty"})
_WHO = frozenset({"that", "who", "which"})
_LOST = frozenset({"lost", "lose", "loses", "losing", "ceded", "cede", "ceding", "surrendered", "abandoned", "yielded"})


def compared(than: Token) -> Iterator[Change]:
    """Yield what "control more than a third of X" is: the third is what they control."""
    amount, doc = than.head, than.doc
    if than.lower_ != "than":
        return
    more = doc[than.i - 1] if than.i else than
    if more.lower_ not in {"more", "less", "fewer"} or amount.dep_ != "obl" or amount.i < than.i:
        return
    # "Hold no more than a quarter": the amount hangs on the word of comparison.
    verb = more.head if amount.head.i == more.i else amount.head
    if verb.pos_ != "VERB" or more.head.i != verb.i or not 1 <= more.i - verb.i <= 2:
        return
    if any(child.dep_ == "obj" and child.i != more.i for child in verb.children):
        return
    if not any(child.dep_ == "nmod" for child in amount.children):
        return
    yield amount.i, verb.i, "obj", None, None
    yield more.i, amount.i, "advmod", None, None
    yield than.i, more.i, "fixed", None, None


def postposed(adjective: Token) -> Iterator[Change]:
    """Yield what "declared the village of X free of rebels" is: the village is said to be free."""
    above = adjective.head
    if adjective.lower_ not in _FREED or adjective.dep_ not in {"amod", "acl", "xcomp"} or adjective.i < above.i:
        return
    if adjective.dep_ == "xcomp":
        thing = next((child for child in above.children if child.dep_ == "obj" and child.i < adjective.i), above)
    else:
        thing = _outermost(above)
    verb = thing.head
    if thing.dep_ == "obj" and verb.lower_ in _DECLARED and verb.i < thing.i:
        yield adjective.i, verb.i, "ccomp", "JJ", "ADJ"
        yield thing.i, adjective.i, "nsubj", None, None


def given_up(to: Token) -> Iterator[Change]:
    """Yield what "lost X on the border to the rebels" is: the rebels are to whom it was lost."""
    receiver = to.head
    above = receiver.head
    if to.lower_ != "to" or to.dep_ != "case" or receiver.dep_ != "nmod" or above.i > to.i:
        return
    if not any(child.dep_ == "case" for child in above.children) and above.dep_ != "obj":
        return
    thing = _outermost(above)
    verb = thing.head
    if thing.dep_ in {"obj", "obl"} and verb.lower_ in _LOST and verb.i < thing.i:
        yield receiver.i, verb.i, "obl", None, None


def cleft(verb: Token) -> Iterator[Change]:
    """Yield what "it was A, not B, that hit X" is: it is A that hit X."""
    doc = verb.doc
    pronoun = next((child for child in verb.children if child.dep_ == "nsubj" and child.lower_ in _WHO), None)
    if pronoun is None or pronoun.i > verb.i:
        return
    for said in doc[: pronoun.i]:
        shown = any(child.dep_ == "cop" for child in said.children)
        if shown and any(child.dep_ in {"nsubj", "expl"} and child.lower_ == "it" for child in said.children):
            rest = doc[said.i + 1 : pronoun.i]
            if any(item.lower_ == "not" for item in rest) and verb.head.i != said.i and said.head.i != verb.i:
                yield verb.i, said.i, "acl:relcl", None, None
            return


def _outermost(name: Token) -> Token:
    """Return the noun that a name stands behind: "the village of X"."""
    thing = name
    while thing.dep_ in {"nmod", "flat", "appos", "compound"} and thing.head.i < thing.i:
        thing = thing.head
    return thing
