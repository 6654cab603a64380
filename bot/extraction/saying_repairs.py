"""Who says what, where the parser hangs a reporting verb, or what was said, on the wrong word."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from bot.extraction.parse_changes import DENYING, FINITE, LONGEST, Change

_TELLING = frozenset({"told", "tells", "assured", "informed"})
_HUNG = frozenset(
    {"conj", "appos", "obl", "nmod", "obl:unmarked", "nmod:unmarked", "dislocated", "list", "parataxis", "obj"}
)
_ADDING = frozenset({"saying", "adding", "insisting", "claiming", "stressing", "maintaining", "arguing", "noting"})
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


def complement(subject: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "denied its forces were in X" is, where the forces are read as what was denied."""
    verb = subject.head
    last = subject.right_edge.i
    for clause in verb.children:
        if clause.i <= last or clause.dep_ not in {"xcomp", "ccomp", "parataxis", "conj", "advcl"}:
            continue
        first = clause.left_edge
        opens = first.tag_ in FINITE and first.i == last + 1 and first.dep_ in {"cop", "aux", "aux:pass"}
        if not opens or any(child.dep_ in {"nsubj", "nsubj:pass", "mark", "cc"} for child in clause.children):
            continue
        passive = any(child.dep_ == "aux:pass" for child in clause.children)
        yield clause.i, Change(head=verb.i, label="ccomp")
        yield subject.i, Change(head=clause.i, label="nsubj:pass" if passive else "nsubj")
        return


def told(that: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "told a station that X had not been lost" is, where the clause is read as the station's."""
    clause = that.head
    verb = clause.head.head
    passive = any(child.dep_ == "nsubj:pass" for child in clause.children)
    if not passive or clause.dep_ != "acl:relcl" or verb.lower_ not in _TELLING:
        return
    if clause.head.dep_ not in {"obj", "iobj"} or clause.head.i != that.i - 1:
        return
    yield clause.i, Change(head=verb.i, label="ccomp")
    yield that.i, Change(head=clause.i, label="mark", tag="IN", pos="SCONJ")


def asked_last(said: Token) -> Token | None:
    """Return the head of "X is ours, says the army" that is read as a second subject of the verb."""
    subjects = [child for child in said.children if child.dep_ == "nsubj"]
    if len(subjects) != 2 or not subjects[0].i < said.i < subjects[1].i:
        return None
    return subjects[0] if said.nbor(-1).text == "," else None


def inverted(said: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "X is ours, says the army" is: a clause, and who says so."""
    clause = asked_last(said)
    if clause is not None:
        yield clause.i, Change(head=said.i, label="ccomp")


def stated(said: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "headquarters maintained that X was held" is, where the verb is read as a participle."""
    body = said.head
    if body.head.i != body.i or body.i > said.i or any(child.dep_.startswith("aux") for child in said.children):
        return
    if any(child.lower_ == "by" for item in said.children for child in item.children):
        return
    clauses = [
        child
        for node in (said, body)
        for child in node.children
        if child.i > said.i
        and child.dep_ in {"ccomp", "acl", "acl:relcl"}
        and any(mark.dep_ == "mark" and mark.lower_ == "that" for mark in child.children)
    ]
    denied = said.lower_ in DENYING and said.i and said.nbor(-1).text == "," and body.pos_ == "PROPN"
    if not clauses and not (denied and any(child.dep_ == "obj" for child in said.children)):
        return
    yield said.i, Change(head=said.i, label="ROOT", tag="VBD", pos="VERB")
    yield body.i, Change(head=said.i, label="nsubj")
    for clause in clauses[:1]:
        yield clause.i, Change(head=said.i, label="ccomp")
    for child in body.children:
        if child.i > said.i and child not in clauses:
            yield child.i, Change(head=said.i, label=child.dep_)


def tail(said: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "…, the institute said" is, where the institute is read as one more thing of the clause before."""
    doc = said.doc
    main = next((token for token in doc if token.dep_ == "ROOT"), None)
    if main is None or main.i >= said.i or any(child.dep_.startswith("nsubj") for child in said.children):
        return
    comma = next((token.i for token in reversed(doc[main.i : said.i]) if token.text == ","), None)
    if comma is None or said.i - comma > LONGEST + 2:
        return
    if any(token.pos_ == "VERB" and token.dep_ != "amod" for token in doc[comma : said.i]):
        return
    inside = range(comma + 1, said.i)
    heads = [token for token in doc[comma + 1 : said.i] if token.head.i not in inside]
    speakers = [token for token in heads if token.pos_ in {"NOUN", "PROPN"} and token.dep_ in _HUNG]
    if len(speakers) != 1 or len(heads) != 1 or said.head.i not in {main.i, speakers[0].i}:
        return
    yield speakers[0].i, Change(head=said.i, label="nsubj")
    yield said.i, Change(head=said.i, label="ROOT", tag="VBD", pos="VERB")
    yield main.i, Change(head=said.i, label="ccomp")


def is_finite(said: Token) -> bool:
    """Whether it is a verb with a subject; as a sentence's last word also what is read as a participle."""
    last = said.i + 1 == len(said.doc) or said.nbor().text in {".", "”", '"'}
    return said.tag_ in {"VBD", "VBZ"} or (said.tag_ == "VBN" and said.dep_ == "advcl" and last)


def added(saying: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "denied that they held X, saying it was safe" is: who denied it says so, and not they."""
    clause = saying.head
    if saying.lower_ not in _ADDING or saying.dep_ not in {"advcl", "acl", "xcomp"} or clause.i > saying.i:
        return
    if saying.i < 1 or saying.nbor(-1).text != ",":
        return
    verb = clause.head
    if clause.dep_ == "ccomp" and verb.lower_ in _TOLD and verb.i < clause.i:
        yield saying.i, Change(head=verb.i, label="advcl")


def besides(verb: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "denied that its jets were there, and blames the rebels" is: who denied it blames them."""
    clause, doc = verb.head, verb.doc
    if verb.lower_ not in _BLAMING or verb.dep_ != "conj" or clause.dep_ != "ccomp" or clause.i > verb.i:
        return
    own = any(child.dep_.startswith("nsubj") for child in verb.children)
    parted = verb.i > 1 and doc[verb.i - 1].lower_ in {"and", "but"} and doc[verb.i - 2].text == ","
    if parted and not own and clause.head.lower_ in _TOLD:
        yield verb.i, Change(head=clause.head.i, label="conj")


def in_a_speech(that: Token) -> Iterator[tuple[int, Change]]:
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
        yield clause.i, Change(head=verb.i, label="ccomp")
        yield that.i, Change(head=clause.i, label="mark", tag="IN", pos="SCONJ")
