"""Sets right what the parser regularly takes for something else, where the words around leave no doubt.

"Said Monday's strike on a depot hit Lesk" is read as a strike on "a depot hit", and "Rebels control Lesk" as a control
of rebels. Both are made what they are before any rule reads them. Nothing here knows what the words mean for a claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from bot.extraction.attachment_repairs import (
    added,
    again,
    besides,
    cleft,
    compared,
    given_up,
    in_a_speech,
    left_town,
    postposed,
)
from bot.extraction.verb_repairs import ceased, no_longer

_STRIKES = frozenset(
    {
        "strike", "strikes", "airstrike", "airstrikes", "attack", "attacks", "raid", "raids", "bombing", "bombardment",
        "shelling", "barrage", "bomb", "missile", "missiles", "rocket", "rockets", "shell", "shells", "drone", "drones",
    }
)  # fmt: skip
_ATTRIBUTES: list[int | str] = ["HEAD", "DEP", "TAG", "POS"]
_ONTO = frozenset({"on", "at", "against"})
_NAMES = frozenset({"NNP", "NNPS"})
# What a noun phrase between "on" and "hit" is made of.
_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PRON", "PART", "PUNCT"})
_LONGEST = 8
# Past tenses that are no nouns: between two names they are the verb.
_DEEDS = frozenset({"overran", "retook", "recaptured", "captured", "seized", "besieged", "stormed", "liberated"})
# Verbs behind which a clause may stand without "that", and before which the speaker stands at a sentence's end.
_SAYING = frozenset(
    {
        "said", "says", "denied", "denies", "claimed", "claims", "insisted", "insists", "announced", "reported",
        "added", "confirmed", "acknowledged", "admitted", "declared", "stated", "told", "tweeted", "wrote",
    }
)  # fmt: skip
_MAINTAINED = frozenset({"maintained", "asserted", "stressed", "repeated", "reiterated"})
# What a headline says of a town with these, without an auxiliary, was done to it.
_SUFFERED = frozenset(
    {
        "liberated", "captured", "seized", "retaken", "recaptured", "secured", "cleared", "freed", "encircled",
        "surrounded", "taken", "reclaimed", "overrun", "besieged", "abandoned",
    }
)  # fmt: skip
_AFTER_SUFFERING = frozenset({"by", "as", "after", "of", "from", ",", ".", ";", "-", "in", "says", "amid", "following"})
_DENYING = frozenset({"denied", "dismissed", "rejected", "refuted", "disputed", "ridiculed", "contradicted"})
# Verbs behind which a thing and a participle say what became of it: "declared X liberated", "found X abandoned".
_DECLARING = frozenset(
    {
        "find",
        "finds",
        "found",
        "declare",
        "announced",
        "declared",
        "declares",
        "proclaimed",
        "proclaims",
        "pronounced",
        "reported",
        "reports",
    }
)
_TELLING = frozenset({"told", "tells", "assured", "informed"})
_HUNG = frozenset(
    {"conj", "appos", "obl", "nmod", "obl:unmarked", "nmod:unmarked", "dislocated", "list", "parataxis", "obj"}
)
_STILL = frozenset({"still", "now", "also", "already", "again"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# Verbs that nobody does to a thing: behind a noun they are its verb, and no participle.
_GOING_ON = frozenset({"raged", "erupted", "flared", "continued", "persisted", "broke", "ended", "resumed", "began"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Change:
    """What a token becomes: the token above it (itself for the root), its label, and its tag where that changes."""

    head: int
    label: str
    tag: str | None = None
    pos: str | None = None


def repair(doc: Doc) -> Doc:
    """Return the sentence with its parse set right; the same object, changed only where a pattern fits."""
    changes: dict[int, _Change] = {}
    for token in doc:
        if token.tag_ in {"NN", "NNP"} and token.dep_ in {"ROOT", "ccomp"} and not token.is_sent_start:
            own = token.lower_ == "control" and dict(_controlling(token))
            changes = own or dict(_verb_after_all(token)) or changes
        elif token.lower_ == "hit" and token.dep_ not in {"ROOT", "acl", "acl:relcl"}:
            changes = dict(_struck(token)) or changes
        elif token.lower_ == "control" and token.tag_ in {"NN", "NNP"}:
            changes = dict(_controlling(token)) or changes
        elif token.lower_ in _DEEDS and token.dep_ in {"compound", "amod"} and token.head.i > token.i:
            changes = dict(_doing(token)) or changes
        elif token.dep_ == "cop" and token.tag_ in _FINITE and token.i and token.nbor(-1).dep_ == "conj":
            changes = dict(_second_clause(token)) or changes
        elif token.dep_ in {"aux", "aux:pass"} and token.head.i > token.i:
            changes = dict(_parted(token)) or changes
        elif token.dep_ == "obj" and token.head.lower_ in _SAYING and token.i > token.head.i:
            changes = dict(_complement(token)) or changes
        elif token.dep_ == "amod" and token.tag_ == "VBN" and token.i > 1 and token.nbor(-1).lower_ in _STILL:
            changes = dict(_second_verb(token)) or changes
        elif token.lower_ in _SUFFERED and token.dep_ in {"ROOT", "ccomp", "parataxis"}:
            changes = dict(_suffered(token)) or changes
        elif token.dep_ == "xcomp" and token.tag_ in {"VBN", "VBD"} and token.head.lower_ in _DECLARING:
            changes = dict(_declared(token)) or changes
        elif token.lower_ in _SAYING and token.dep_ == "ROOT" and _asked_last(token) is not None:
            changes = dict(_inverted(token)) or changes
        elif token.dep_ == "obj" and token.lower_ == "that" and token.tag_ in {"WDT", "IN"}:
            changes = dict(_told(token)) or changes
        elif token.tag_ == "VBN" and token.dep_ == "acl" and token.lower_ in _SAYING | _MAINTAINED | _DENYING:
            changes = dict(_stated(token)) or changes
        elif token.lower_ in _SAYING and _is_finite(token) and token.dep_ not in {"ROOT", "acl"}:
            changes = dict(_tail(token)) or changes
        elif token.lower_ in _GOING_ON and token.dep_ == "acl" and token.i == token.head.i + 1:
            changes = dict(_raging(token)) or changes
        elif token.text == ";" and token.i + 1 < len(doc):
            changes = dict(_apart(token)) or changes
        elif token.lower_ in {"over", "back"} and token.dep_ == "case" and token.i + 1 < len(doc):
            changes = dict(_handed(token)) or changes
        for repaired in (
            no_longer,
            ceased,
            compared,
            postposed,
            given_up,
            again,
            besides,
            in_a_speech,
            left_town,
            added,
            cleft,
        ):
            changes |= {
                number: _Change(head=head, label=label, tag=tag, pos=pos)
                for number, head, label, tag, pos in repaired(token)
            }
    return _changed(doc, changes) if changes and not _is_circular(doc, changes) else doc


def _struck(hit: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "said the strike on a depot hit X" is: the strike hit X."""
    doc = hit.doc
    onto = next(
        (
            item
            for item in reversed(doc[max(0, hit.i - _LONGEST) : hit.i])
            if item.lower_ in _ONTO and item.tag_ == "IN"
        ),
        None,
    )
    if onto is None or hit.i - onto.i < 2 or any(item.pos_ not in _PHRASE for item in doc[onto.i + 1 : hit.i]):
        return
    target = doc[hit.i - 1]
    if target.pos_ not in {"NOUN", "PROPN"} or target.dep_ not in {"compound", "amod"} or target.head.i != hit.i:
        return
    strike = next((item for item in reversed(doc[max(0, onto.i - 4) : onto.i]) if item.lower_ in _STRIKES), None)
    if strike is None or strike.dep_ not in {"obj", "nsubj", "ccomp"}:
        return
    said = hit.head if strike.dep_ == "nsubj" else strike.head
    if said.pos_ != "VERB" or said.i >= strike.i:
        return
    yield hit.i, _Change(head=said.i, label="ccomp", tag="VBD", pos="VERB")
    yield strike.i, _Change(head=hit.i, label="nsubj")
    yield target.i, _Change(head=strike.i, label="nmod")
    for item in doc[onto.i : target.i]:
        if item.head.i == hit.i:
            yield item.i, _Change(head=target.i, label=item.dep_ if item.dep_ != "obj" else "compound")
    for item in hit.children:
        if item.i > hit.i and item.dep_ in {"appos", "nmod", "flat", "compound", "nmod:unmarked"}:
            yield item.i, _Change(head=hit.i, label="obj" if item.i == hit.i + 1 or item.tag_ in _NAMES else "obl")


def _doing(verb: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "Rebels overran X in the north" is, where the parser makes one name of all of it."""
    doc, thing = verb.doc, verb.head
    before = doc[verb.i - 1] if verb.i else verb
    named = thing.pos_ == "PROPN" and all(item.pos_ == "PROPN" for item in doc[verb.i + 1 : thing.i + 1])
    if not named or before.pos_ not in {"PROPN", "NOUN"} or before.i == verb.i:
        return
    doer = before
    while doer.head.i not in {verb.i, thing.i}:
        if doer.head.i == doer.i or doer.head.i > verb.i:
            return
        doer = doer.head
    root = thing.head.i == thing.i
    yield verb.i, _Change(head=verb.i if root else thing.head.i, label=thing.dep_, tag="VBD", pos="VERB")
    yield thing.i, _Change(head=verb.i, label="obj")
    yield doer.i, _Change(head=verb.i, label="nsubj")
    for child in thing.children:
        if child.i < doer.i:
            yield child.i, _Change(head=doer.i, label=child.dep_)


def _parted(aux: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "forces had not in fact taken X" is, where the subject hangs on the auxiliary."""
    verb = aux.head
    for child in aux.children:
        if child.dep_ == "obj" and aux.lower_ in {"has", "have", "had"} and verb.tag_ == "VBN":
            # "has X surrounded"
            yield child.i, _Change(head=verb.i, label="obj")
    if any(child.dep_.startswith("nsubj") for child in verb.children) or verb.pos_ != "VERB":
        return
    if not any(child.dep_ in {"nsubj", "nsubj:pass"} for child in aux.children):
        return
    for child in aux.children:
        yield child.i, _Change(head=verb.i, label=child.dep_)


def _complement(subject: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "denied its forces were in X" is, where the forces are read as what was denied."""
    verb = subject.head
    last = subject.right_edge.i
    for clause in verb.children:
        if clause.i <= last or clause.dep_ not in {"xcomp", "ccomp", "parataxis", "conj", "advcl"}:
            continue
        first = clause.left_edge
        opens = first.tag_ in _FINITE and first.i == last + 1 and first.dep_ in {"cop", "aux", "aux:pass"}
        if not opens or any(child.dep_ in {"nsubj", "nsubj:pass", "mark", "cc"} for child in clause.children):
            continue
        passive = any(child.dep_ == "aux:pass" for child in clause.children)
        yield clause.i, _Change(head=verb.i, label="ccomp")
        yield subject.i, _Change(head=clause.i, label="nsubj:pass" if passive else "nsubj")
        return


def _told(that: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "told a station that X had not been lost" is, where the clause is read as the station's."""
    clause = that.head
    verb = clause.head.head
    passive = any(child.dep_ == "nsubj:pass" for child in clause.children)
    if not passive or clause.dep_ != "acl:relcl" or verb.lower_ not in _TELLING:
        return
    if clause.head.dep_ not in {"obj", "iobj"} or clause.head.i != that.i - 1:
        return
    yield clause.i, _Change(head=verb.i, label="ccomp")
    yield that.i, _Change(head=clause.i, label="mark", tag="IN", pos="SCONJ")


def _asked_last(said: Token) -> Token | None:
    """Return the head of "X is ours, says the army" that is read as a second subject of the verb."""
    subjects = [child for child in said.children if child.dep_ == "nsubj"]
    if len(subjects) != 2 or not subjects[0].i < said.i < subjects[1].i:
        return None
    return subjects[0] if said.nbor(-1).text == "," else None


def _inverted(said: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "X is ours, says the army" is: a clause, and who says so."""
    clause = _asked_last(said)
    if clause is not None:
        yield clause.i, _Change(head=said.i, label="ccomp")


def _second_clause(copula: Token) -> Iterator[tuple[int, _Change]]:
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
    yield said.i, _Change(head=first.i, label="conj")
    yield subject.i, _Change(head=said.i, label="nsubj")
    yield joined.i, _Change(head=said.i, label="cc")


def _suffered(done: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what a headline's "X liberated by the army" is: that X was, and took nothing itself."""
    doc = done.doc
    subjects = [child for child in done.children if child.dep_ == "nsubj"]
    others = {"obj", "iobj", "aux", "aux:pass", "ccomp", "xcomp", "mark", "cop"}
    if len(subjects) != 1 or subjects[0].pos_ != "PROPN" or any(child.dep_ in others for child in done.children):
        return
    bare = all(item.pos_ in {"PROPN", "ADV"} for item in doc[subjects[0].left_edge.i : done.i])
    opens = subjects[0].left_edge.i == 0
    ends = done.i + 1 >= len(doc) or doc[done.i + 1].lower_ in _AFTER_SUFFERING
    if bare and opens and ends:
        yield done.i, _Change(head=done.head.i, label=done.dep_, tag="VBN", pos="VERB")
        yield subjects[0].i, _Change(head=done.i, label="nsubj:pass")


def _declared(done: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "declared X liberated" is: that X was."""
    things = [child for child in done.head.children if child.dep_ == "obj" and child.i < done.i]
    if len(things) != 1 or things[0].right_edge.i != done.i - 1 or any(one.dep_ == "mark" for one in done.children):
        return
    yield done.i, _Change(head=done.head.i, label="ccomp", tag="VBN", pos="VERB")
    yield things[0].i, _Change(head=done.i, label="nsubj:pass")


def _stated(said: Token) -> Iterator[tuple[int, _Change]]:
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
    denied = said.lower_ in _DENYING and said.i and said.nbor(-1).text == "," and body.pos_ == "PROPN"
    if not clauses and not (denied and any(child.dep_ == "obj" for child in said.children)):
        return
    yield said.i, _Change(head=said.i, label="ROOT", tag="VBD", pos="VERB")
    yield body.i, _Change(head=said.i, label="nsubj")
    for clause in clauses[:1]:
        yield clause.i, _Change(head=said.i, label="ccomp")
    for child in body.children:
        if child.i > said.i and child not in clauses:
            yield child.i, _Change(head=said.i, label=child.dep_)


def _second_verb(verb: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "was repelling them and still controlled X" is, where the parser makes "controlled X" one thing."""
    doc, thing = verb.doc, verb.head
    joined = doc[verb.i - 2]
    if joined.lower_ not in {"and", "but"} or thing.i != verb.i + 1 or thing.pos_ != "PROPN" or thing.dep_ != "conj":
        return
    first = thing.head
    while first.pos_ not in {"VERB", "AUX"} and first.head.i != first.i:
        first = first.head
    if first.pos_ != "VERB" or first.i >= verb.i:
        return
    yield verb.i, _Change(head=first.i, label="conj", tag="VBD", pos="VERB")
    yield thing.i, _Change(head=verb.i, label="obj")
    yield joined.i, _Change(head=verb.i, label="cc")
    yield verb.i - 1, _Change(head=verb.i, label="advmod")


def _tail(said: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "…, the institute said" is, where the institute is read as one more thing of the clause before."""
    doc = said.doc
    main = next((token for token in doc if token.dep_ == "ROOT"), None)
    if main is None or main.i >= said.i or any(child.dep_.startswith("nsubj") for child in said.children):
        return
    comma = next((token.i for token in reversed(doc[main.i : said.i]) if token.text == ","), None)
    if comma is None or said.i - comma > _LONGEST + 2:
        return
    if any(token.pos_ == "VERB" and token.dep_ != "amod" for token in doc[comma : said.i]):
        return
    inside = range(comma + 1, said.i)
    heads = [token for token in doc[comma + 1 : said.i] if token.head.i not in inside]
    speakers = [token for token in heads if token.pos_ in {"NOUN", "PROPN"} and token.dep_ in _HUNG]
    if len(speakers) != 1 or len(heads) != 1 or said.head.i not in {main.i, speakers[0].i}:
        return
    yield speakers[0].i, _Change(head=said.i, label="nsubj")
    yield said.i, _Change(head=said.i, label="ROOT", tag="VBD", pos="VERB")
    yield main.i, _Change(head=said.i, label="ccomp")


def _is_finite(said: Token) -> bool:
    """Whether it is a verb with a subject; as a sentence's last word also what is read as a participle."""
    last = said.i + 1 == len(said.doc) or said.nbor().text in {".", "”", '"'}
    return said.tag_ in {"VBD", "VBZ"} or (said.tag_ == "VBN" and said.dep_ == "advcl" and last)


def _raging(verb: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "Battles raged in X, both sides said" is, where the battles are the whole sentence."""
    noun = verb.head
    shared = noun.dep_ == "nsubj" and noun.head.lower_ in _SAYING and noun.head.i > verb.i
    if shared and sum(child.dep_ == "nsubj" for child in noun.head.children) > 1:
        # "Battles raged, both sides said", with both as who said it
        yield verb.i, _Change(head=noun.head.i, label="ccomp", tag="VBD", pos="VERB")
        yield noun.i, _Change(head=verb.i, label="nsubj")
        return
    if noun.dep_ not in {"ROOT", "ccomp"} or noun.pos_ not in {"NOUN", "PROPN"}:
        return
    root = noun.head.i == noun.i
    yield verb.i, _Change(head=verb.i if root else noun.head.i, label=noun.dep_, tag="VBD", pos="VERB")
    yield noun.i, _Change(head=verb.i, label="nsubj")
    for child in noun.children:
        if child.i > verb.i:
            said = child.dep_ == "acl" and child.lower_ in _SAYING
            yield child.i, _Change(head=verb.i, label="parataxis" if said else child.dep_)


def _verb_after_all(token: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what has a subject before it and an object behind it, and is called a noun: a verb."""
    subject = any(child.dep_ == "nsubj" and child.i < token.i for child in token.children)
    thing = any(child.dep_ == "obj" and child.i > token.i for child in token.children)
    if subject and thing and not any(child.dep_ in {"cop", "det", "case", "nmod:poss"} for child in token.children):
        yield token.i, _Change(head=token.head.i, label=token.dep_, tag="VBD", pos="VERB")


def _apart(semicolon: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what stands behind a semicolon: a sentence of its own, whatever verb before it the parser hung it on."""
    doc = semicolon.doc
    for token in doc[semicolon.i + 1 :]:
        if token.head.i < semicolon.i and token.pos_ in {"VERB", "AUX"} and token.dep_ in {"ccomp", "xcomp", "advcl"}:
            finite = any(child.dep_.startswith("nsubj") and child.i > semicolon.i for child in token.children)
            if finite:
                yield token.i, _Change(head=token.head.i, label="parataxis")


def _handed(particle: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "handed the base over to them" is, where "over" is read as a preposition."""
    receiver = particle.head
    verb = receiver.head
    given = any(child.dep_ == "obj" and child.i < particle.i for child in verb.children)
    if particle.nbor().lower_ == "to" and particle.nbor().head.i == receiver.i and verb.pos_ == "VERB" and given:
        yield particle.i, _Change(head=verb.i, label="compound:prt")


def _controlling(control: Token) -> Iterator[tuple[int, _Change]]:
    """Yield what "Rebels control X" is, where the parser makes a noun of the verb."""
    doc = control.doc
    thing = next((child for child in control.children if child.dep_ == "obj" and child.i > control.i), None)
    if control.i and thing is not None and doc[control.i - 1].dep_ == "compound":
        # "The rebels control most of X"
        holder = doc[control.i - 1]
        yield control.i, _Change(head=control.head.i, label=control.dep_, tag="VBP", pos="VERB")
        yield holder.i, _Change(head=control.i, label="nsubj")
        for child in control.children:
            if child.i < holder.i and child.dep_ in {"det", "amod", "compound"}:
                yield child.i, _Change(head=holder.i, label=child.dep_)
            elif child.dep_ == "acl:relcl" and child.lower_ in _SAYING:
                yield child.i, _Change(head=control.i, label="parataxis")
        return
    if control.i < 1 or control.i + 1 >= len(doc) or _is_owned(control) or not doc[control.i + 1].text[:1].isupper():
        return
    holder = doc[control.i - 1]
    if holder.tag_ != "NNS" or holder.dep_ != "compound" or holder.head.i != control.i:
        return
    last = control.i + 1
    while last + 1 < len(doc) and doc[last + 1].text[:1].isupper() and doc[last + 1].is_alpha:
        last += 1
    inside = range(control.i + 1, last + 1)
    # The noun's place in the sentence is the verb's; where it hung on its own object, the object's.
    above, label = control.head, control.dep_
    while above.i in inside and above.head.i != above.i:
        above, label = above.head, above.dep_
    root = above.i in inside or (above.i == control.i)
    governing = label if label in {"ccomp", "parataxis", "conj", "advcl"} else "ccomp"
    yield (
        control.i,
        _Change(head=control.i if root else above.i, label="ROOT" if root else governing, tag="VBP", pos="VERB"),
    )
    yield holder.i, _Change(head=control.i, label="nsubj")
    yield last, _Change(head=control.i, label="obj", tag="NNP", pos="PROPN")
    for number in inside:
        if number != last:
            yield number, _Change(head=last, label="compound", tag="NNP", pos="PROPN")
    for number in inside:
        for child in doc[number].children:
            if child.i not in inside and child.i > last:
                yield child.i, _Change(head=control.i, label=child.dep_)


def _is_owned(token: Token) -> bool:
    """Whether a determiner or an owner stands before the noun, which then is one: "the rebels' control"."""
    return any(child.dep_ in {"det", "nmod:poss", "amod"} for child in token.children)


def _is_circular(doc: Doc, changes: Mapping[int, _Change]) -> bool:
    """Whether following the heads from a token would never end, or end in two roots."""
    heads = [changes[item.i].head if item.i in changes else item.head.i for item in doc]
    for start in range(len(heads)):
        node, steps = start, 0
        while heads[node] != node and steps <= len(heads):
            node, steps = heads[node], steps + 1
        if steps > len(heads):
            return True
    return sum(head == number for number, head in enumerate(heads)) != 1


def _changed(doc: Doc, changes: Mapping[int, _Change]) -> Doc:
    strings = doc.vocab.strings
    values = doc.to_array(_ATTRIBUTES)
    for number, change in changes.items():
        # A head is kept as the way to it, in a number without a sign.
        values[number, 0] = (change.head - number) % 2**64
        values[number, 1] = strings.add(change.label)
        if change.tag is not None and change.pos is not None:
            values[number, 2] = strings.add(change.tag)
            values[number, 3] = strings[change.pos]
    return doc.from_array(_ATTRIBUTES, values)  # type: ignore[arg-type] # what to_array gives is what from_array takes
