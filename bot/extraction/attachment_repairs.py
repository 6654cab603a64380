"""Words that the parser hangs on the wrong one of two, where the words around leave no doubt."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from bot.extraction.parse_changes import Change

_DECLARED = frozenset({"declare", "declares", "declared", "proclaim", "proclaims", "proclaimed", "pronounced", "made"})
_FREED = frozenset({"free", "clear", "safe", "secure", "empty"})
_WHO = frozenset({"that", "who", "which"})
_LOST = frozenset({"lost", "lose", "loses", "losing", "ceded", "cede", "ceding", "surrendered", "abandoned", "yielded"})
_LEFT = frozenset({"left", "leave", "leaves", "leaving", "quit", "entered", "reached"})


def parted(aux: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "forces had not in fact taken X" is, where the subject hangs on the auxiliary."""
    verb = aux.head
    for child in aux.children:
        if child.dep_ == "obj" and aux.lower_ in {"has", "have", "had"} and verb.tag_ == "VBN":
            # "has X surrounded"
            yield child.i, Change(head=verb.i, label="obj")
    if any(child.dep_.startswith("nsubj") for child in verb.children) or verb.pos_ != "VERB":
        return
    if not any(child.dep_ in {"nsubj", "nsubj:pass"} for child in aux.children):
        return
    for child in aux.children:
        yield child.i, Change(head=verb.i, label=child.dep_)


def second_clause(copula: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "left Brod and Lesk is in rebel hands" is, where Lesk is read as one more thing beside Brod."""
    said, subject = copula.head, copula.nbor(-1)
    joined = next((child for child in subject.children if child.dep_ == "cc"), None)
    if joined is None or any(child.dep_ in {"nsubj", "nsubj:pass", "expl"} for child in said.children):
        return
    if subject.pos_ not in {"NOUN", "PROPN"} or said.i < copula.i or joined.i != subject.left_edge.i:
        return
    first = subject.head
    while first.pos_ not in {"VERB", "AUX"} and first.head.i != first.i:
        first = first.head
    if first.pos_ != "VERB" or first.i >= subject.i or said.i == first.i:
        return
    yield said.i, Change(head=first.i, label="conj")
    yield subject.i, Change(head=said.i, label="nsubj")
    yield joined.i, Change(head=said.i, label="cc")


def apart(semicolon: Token) -> Iterator[tuple[int, Change]]:
    """Yield what stands behind a semicolon: a sentence of its own, whatever verb before it the parser hung it on."""
    doc = semicolon.doc
    for token in doc[semicolon.i + 1 :]:
        if token.head.i < semicolon.i and token.pos_ in {"VERB", "AUX"} and token.dep_ in {"ccomp", "xcomp", "advcl"}:
            finite = any(child.dep_.startswith("nsubj") and child.i > semicolon.i for child in token.children)
            if finite:
                yield token.i, Change(head=token.head.i, label="parataxis")


def handed(particle: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "handed the base over to them" is, where "over" is read as a preposition."""
    receiver = particle.head
    verb = receiver.head
    given = any(child.dep_ == "obj" and child.i < particle.i for child in verb.children)
    if particle.nbor().lower_ == "to" and particle.nbor().head.i == receiver.i and verb.pos_ == "VERB" and given:
        yield particle.i, Change(head=verb.i, label="compound:prt")


def compared(than: Token) -> Iterator[tuple[int, Change]]:
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
    yield amount.i, Change(head=verb.i, label="obj")
    yield more.i, Change(head=amount.i, label="advmod")
    yield than.i, Change(head=more.i, label="fixed")


def postposed(adjective: Token) -> Iterator[tuple[int, Change]]:
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
        yield adjective.i, Change(head=verb.i, label="ccomp", tag="JJ", pos="ADJ")
        yield thing.i, Change(head=adjective.i, label="nsubj")


def given_up(to: Token) -> Iterator[tuple[int, Change]]:
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
        yield receiver.i, Change(head=verb.i, label="obl")


def left_town(name: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "left Lesk for reasons of strategy" is, where the town is read as what it was left like."""
    verb = name.head
    bare = name.dep_ == "xcomp" and name.pos_ == "ADJ" and name.text[:1].isupper() and name.i == verb.i + 1
    if bare and verb.lower_ in _LEFT and not any(child.dep_ == "obj" for child in verb.children):
        yield name.i, Change(head=verb.i, label="obj", tag="NNP", pos="PROPN")


def sighed(opening: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "pulled out of Um Lesk" is, where the name's first word is read as an exclamation."""
    doc = opening.doc
    if opening.tag_ != "UH" or not opening.text[:1].isupper() or opening.i + 1 >= len(doc) or opening.is_sent_start:
        return
    name = doc[opening.i + 1]
    if not name.text[:1].isupper() or name.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return
    before = doc[opening.i - 1]
    label = name.dep_
    if before.lower_ in {"of", "from", "in", "into"} and before.dep_ in {"obl", "advmod", "case"}:
        label = "obl"
        yield before.i, Change(head=name.i, label="case")
    yield name.i, Change(head=name.head.i, label=label, tag="NNP", pos="PROPN")
    yield opening.i, Change(head=name.i, label="compound", tag="NNP", pos="PROPN")


def cleft(verb: Token) -> Iterator[tuple[int, Change]]:
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
                yield verb.i, Change(head=said.i, label="acl:relcl")
            return


def _outermost(name: Token) -> Token:
    """Return the noun that a name stands behind: "the village of X"."""
    thing = name
    while thing.dep_ in {"nmod", "flat", "appos", "compound"} and thing.head.i < thing.i:
        thing = thing.head
    return thing
