"""Words that the parser hangs on the wrong one of two, where the words around leave no doubt."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

# Token, head, label, tag and part of speech; the last two where they change.
Change = tuple[int, int, str, str | None, str | None]

_DECLARED = frozenset({"declare", "declares", "declared", "proclaim", "proclaims", "proclaimed", "pronounced", "made"})
_FREED = frozenset({"free", "clear", "safe", "secure", "empty"})
_WHO = frozenset({"that", "who", "which"})
_ADDING = frozenset({"saying", "adding", "insisting", "claiming", "stressing", "maintaining", "arguing", "noting"})
_LEFT = frozenset({"left", "leave", "leaves", "leaving", "quit", "entered", "reached"})
_BLAMING = frozenset(
    {"blames", "blamed", "accuses", "accused", "insists", "insisted", "says", "said", "claims", "claimed"}
)
_TOLD = frozenset(
    {
        "denied", "denies", "rejects", "rejected", "disputed", "dismissed", "said", "says", "confirmed", "admitted",
        "insisted",
        "claimed", "announced", "acknowledged", "conceded", "stated", "reported",
    }
)  # fmt: skip
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


def besides(verb: Token) -> Iterator[Change]:
    """Yield what "denied that its jets were there, and blames the rebels" is: who denied it blames them."""
    clause, doc = verb.head, verb.doc
    if verb.lower_ not in _BLAMING or verb.dep_ != "conj" or clause.dep_ != "ccomp" or clause.i > verb.i:
        return
    own = any(child.dep_.startswith("nsubj") for child in verb.children)
    parted = verb.i > 1 and doc[verb.i - 1].lower_ in {"and", "but"} and doc[verb.i - 2].text == ","
    if parted and not own and clause.head.lower_ in _TOLD:
        yield verb.i, clause.head.i, "conj", None, None


def again(prefix: Token) -> Iterator[Change]:
    """Yield what "re-entered" is, which is cut at its hyphen: a verb, whose subject hangs on its first piece."""
    doc = prefix.doc
    if prefix.lower_ != "re" or prefix.i + 2 >= len(doc) or doc[prefix.i + 1].text != "-":
        return
    verb = doc[prefix.i + 2]
    if verb.tag_ not in {"VBD", "VBN", "VBZ", "VBP", "VB", "VBG"} or (
        prefix.head.i == verb.i and prefix.dep_ == "compound"
    ):
        return
    inside = {prefix.i, prefix.i + 1, verb.i}
    if prefix.head.i not in inside and verb.head.i in inside:
        # The prefix stands where the verb belongs.
        yield verb.i, prefix.head.i if prefix.head.i != prefix.i else verb.i, prefix.dep_, None, "VERB"
    elif prefix.head.i == prefix.i:
        yield verb.i, verb.i, "ROOT", None, "VERB"
    yield prefix.i, verb.i, "advmod", "RB", "ADV"
    yield prefix.i + 1, verb.i, "punct", "HYPH", "PUNCT"
    for child in (*prefix.children, *doc[prefix.i + 1].children):
        if child.i not in inside:
            yield child.i, verb.i, child.dep_, None, None


def in_a_speech(that: Token) -> Iterator[Change]:
    """Yield what "said in a speech that troops had left" is: what was said, and no speech that they left."""
    clause = that.head
    speech = clause.head
    verb = speech.head
    if (
        that.lower_ != "that"
        or clause.dep_ not in {"acl", "acl:relcl"}
        or speech.dep_ != "obl"
        or that.i != speech.i + 1
    ):
        return
    if verb.lower_ in _TOLD and any(child.lower_ == "in" and child.dep_ == "case" for child in speech.children):
        if not any(child.dep_.startswith("nsubj") and child.i != that.i for child in clause.children):
            return
        yield clause.i, verb.i, "ccomp", None, None
        yield that.i, clause.i, "mark", "IN", "SCONJ"


def left_town(name: Token) -> Iterator[Change]:
    """Yield what "left Lesk for reasons of strategy" is, where the town is read as what it was left like."""
    verb = name.head
    bare = name.dep_ == "xcomp" and name.pos_ == "ADJ" and name.text[:1].isupper() and name.i == verb.i + 1
    if bare and verb.lower_ in _LEFT and not any(child.dep_ == "obj" for child in verb.children):
        yield name.i, verb.i, "obj", "NNP", "PROPN"


def added(saying: Token) -> Iterator[Change]:
    """Yield what "denied that they held X, saying it was safe" is: who denied it says so, and not they."""
    clause = saying.head
    if saying.lower_ not in _ADDING or saying.dep_ not in {"advcl", "acl", "xcomp"} or clause.i > saying.i:
        return
    if saying.i < 1 or saying.nbor(-1).text != ",":
        return
    verb = clause.head
    if clause.dep_ == "ccomp" and verb.lower_ in _TOLD and verb.i < clause.i:
        yield saying.i, verb.i, "advcl", None, None


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
