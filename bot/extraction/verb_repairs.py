"""Verbs that the parser takes for something else, where the words around leave no doubt: "no longer functions"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from bot.extraction.parse_changes import LONGEST, NAMES, SAYING, Change

_STRIKES = frozenset(
    {
        "strike", "strikes", "airstrike", "airstrikes", "attack", "attacks", "raid", "raids", "bombing", "bombardment",
        "shelling", "barrage", "bomb", "missile", "missiles", "rocket", "rockets", "shell", "shells", "drone", "drones",
    }
)  # fmt: skip
_ONTO = frozenset({"on", "at", "against"})
# What a noun phrase between "on" and "hit" is made of.
_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PRON", "PART", "PUNCT"})
_AFTER_SUFFERING = frozenset({"by", "as", "after", "of", "from", ",", ".", ";", "-", "in", "says", "amid", "following"})
_PHASES = frozenset({"ceased", "stopped", "resumed", "continued", "kept", "began", "started"})


def struck(hit: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "said the strike on a depot hit X" is: the strike hit X."""
    doc = hit.doc
    onto = next(
        (item for item in reversed(doc[max(0, hit.i - LONGEST) : hit.i]) if item.lower_ in _ONTO and item.tag_ == "IN"),
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
    yield hit.i, Change(head=said.i, label="ccomp", tag="VBD", pos="VERB")
    yield strike.i, Change(head=hit.i, label="nsubj")
    yield target.i, Change(head=strike.i, label="nmod")
    for item in doc[onto.i : target.i]:
        if item.head.i == hit.i:
            yield item.i, Change(head=target.i, label=item.dep_ if item.dep_ != "obj" else "compound")
    for item in hit.children:
        if item.i > hit.i and item.dep_ in {"appos", "nmod", "flat", "compound", "nmod:unmarked"}:
            yield item.i, Change(head=hit.i, label="obj" if item.i == hit.i + 1 or item.tag_ in NAMES else "obl")


def doing(verb: Token) -> Iterator[tuple[int, Change]]:
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
    yield verb.i, Change(head=verb.i if root else thing.head.i, label=thing.dep_, tag="VBD", pos="VERB")
    yield thing.i, Change(head=verb.i, label="obj")
    yield doer.i, Change(head=verb.i, label="nsubj")
    for child in thing.children:
        if child.i < doer.i:
            yield child.i, Change(head=doer.i, label=child.dep_)


def suffered(done: Token) -> Iterator[tuple[int, Change]]:
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
        yield done.i, Change(head=done.head.i, label=done.dep_, tag="VBN", pos="VERB")
        yield subjects[0].i, Change(head=done.i, label="nsubj:pass")


def declared(done: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "declared X liberated" is: that X was."""
    things = [child for child in done.head.children if child.dep_ == "obj" and child.i < done.i]
    if len(things) != 1 or things[0].right_edge.i != done.i - 1 or any(one.dep_ == "mark" for one in done.children):
        return
    yield done.i, Change(head=done.head.i, label="ccomp", tag="VBN", pos="VERB")
    yield things[0].i, Change(head=done.i, label="nsubj:pass")


def second_verb(verb: Token) -> Iterator[tuple[int, Change]]:
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
    yield verb.i, Change(head=first.i, label="conj", tag="VBD", pos="VERB")
    yield thing.i, Change(head=verb.i, label="obj")
    yield joined.i, Change(head=verb.i, label="cc")
    yield verb.i - 1, Change(head=verb.i, label="advmod")


def raging(verb: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "Battles raged in X, both sides said" is, where the battles are the whole sentence."""
    noun = verb.head
    shared = noun.dep_ == "nsubj" and noun.head.lower_ in SAYING and noun.head.i > verb.i
    if shared and sum(child.dep_ == "nsubj" for child in noun.head.children) > 1:
        # "Battles raged, both sides said", with both as who said it
        yield verb.i, Change(head=noun.head.i, label="ccomp", tag="VBD", pos="VERB")
        yield noun.i, Change(head=verb.i, label="nsubj")
        return
    if noun.dep_ not in {"ROOT", "ccomp"} or noun.pos_ not in {"NOUN", "PROPN"}:
        return
    root = noun.head.i == noun.i
    yield verb.i, Change(head=verb.i if root else noun.head.i, label=noun.dep_, tag="VBD", pos="VERB")
    yield noun.i, Change(head=verb.i, label="nsubj")
    for child in noun.children:
        if child.i > verb.i:
            said = child.dep_ == "acl" and child.lower_ in SAYING
            yield child.i, Change(head=verb.i, label="parataxis" if said else child.dep_)


def verb_after_all(token: Token) -> Iterator[tuple[int, Change]]:
    """Yield what has a subject before it and an object behind it, and is called a noun: a verb."""
    subject = any(child.dep_ == "nsubj" and child.i < token.i for child in token.children)
    thing = any(child.dep_ == "obj" and child.i > token.i for child in token.children)
    if subject and thing and not any(child.dep_ in {"cop", "det", "case", "nmod:poss"} for child in token.children):
        yield token.i, Change(head=token.head.i, label=token.dep_, tag="VBD", pos="VERB")


def controlling(control: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "Rebels control X" is, where the parser makes a noun of the verb."""
    doc = control.doc
    thing = next((child for child in control.children if child.dep_ == "obj" and child.i > control.i), None)
    if control.i and thing is not None and doc[control.i - 1].dep_ == "compound":
        # "The rebels control most of X"
        holder = doc[control.i - 1]
        yield control.i, Change(head=control.head.i, label=control.dep_, tag="VBP", pos="VERB")
        yield holder.i, Change(head=control.i, label="nsubj")
        for child in control.children:
            if child.i < holder.i and child.dep_ in {"det", "amod", "compound"}:
                yield child.i, Change(head=holder.i, label=child.dep_)
            elif child.dep_ == "acl:relcl" and child.lower_ in SAYING:
                yield child.i, Change(head=control.i, label="parataxis")
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
        Change(head=control.i if root else above.i, label="ROOT" if root else governing, tag="VBP", pos="VERB"),
    )
    yield holder.i, Change(head=control.i, label="nsubj")
    yield last, Change(head=control.i, label="obj", tag="NNP", pos="PROPN")
    for number in inside:
        if number != last:
            yield number, Change(head=last, label="compound", tag="NNP", pos="PROPN")
    for number in inside:
        for child in doc[number].children:
            if child.i not in inside and child.i > last:
                yield child.i, Change(head=control.i, label=child.dep_)


def _is_owned(token: Token) -> bool:
    """Whether a determiner or an owner stands before the noun, which then is one: "the rebels' control"."""
    return any(child.dep_ in {"det", "nmod:poss", "amod"} for child in token.children)


def no_longer(longer: Token) -> Iterator[tuple[int, Change]]:
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
    yield verb.i, Change(head=verb.head.i, label=label, tag="VBZ" if verb.tag_ == "NNS" else "VBP", pos="VERB")
    yield longer.i, Change(head=verb.i, label="advmod", tag="RBR", pos="ADV")
    for child in verb.children:
        if child.dep_ == "compound" and child.i < longer.i:
            yield child.i, Change(head=verb.i, label="nsubj")


def ceased(verb: Token) -> Iterator[tuple[int, Change]]:
    """Yield what "the station ceased generating" is, where the parser makes one noun of "ceased generating"."""
    thing = verb.head
    if verb.lower_ not in _PHASES or verb.dep_ != "amod" or thing.i != verb.i + 1 or not thing.lower_.endswith("ing"):
        return
    before = [child for child in (*thing.children, *verb.children) if child.dep_.startswith("nsubj")]
    if not before or before[0].i > verb.i:
        return
    root = thing.head.i == thing.i
    yield verb.i, Change(head=verb.i if root else thing.head.i, label=thing.dep_, tag="VBD", pos="VERB")
    yield thing.i, Change(head=verb.i, label="xcomp", tag="VBG", pos="VERB")
    for child in thing.children:
        if child.i != verb.i and (child.i < verb.i or child.dep_ in {"advcl", "punct"}):
            yield child.i, Change(head=verb.i, label=child.dep_)
    for child in verb.children:
        yield child.i, Change(head=verb.i, label=child.dep_)


def again(prefix: Token) -> Iterator[tuple[int, Change]]:
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
        yield verb.i, Change(head=prefix.head.i if prefix.head.i != prefix.i else verb.i, label=prefix.dep_, pos="VERB")
    elif prefix.head.i == prefix.i:
        yield verb.i, Change(head=verb.i, label="ROOT", pos="VERB")
    yield prefix.i, Change(head=verb.i, label="advmod", tag="RB", pos="ADV")
    yield prefix.i + 1, Change(head=verb.i, label="punct", tag="HYPH", pos="PUNCT")
    for child in (*prefix.children, *doc[prefix.i + 1].children):
        if child.i not in inside:
            yield child.i, Change(head=verb.i, label=child.dep_)
