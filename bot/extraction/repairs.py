"""Sets right what the parser regularly takes for something else, where the words around leave no doubt.

"Said Monday's strike on a depot hit Lesk" is read as a strike on "a depot hit", and "Rebels control Lesk" as a control
of rebels. Both are made what they are before any rule reads them. Nothing here knows what the words mean for a claim.
"""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc

from bot.extraction.attachment_repairs import (
    apart,
    cleft,
    compared,
    given_up,
    handed,
    left_town,
    parted,
    postposed,
    second_clause,
    sighed,
)
from bot.extraction.parse_changes import DENYING, FINITE, SAYING, Change
from bot.extraction.saying_repairs import (
    added,
    asked_last,
    besides,
    complement,
    in_a_speech,
    inverted,
    is_finite,
    stated,
    tail,
    told,
)
from bot.extraction.verb_repairs import (
    again,
    ceased,
    controlling,
    declared,
    doing,
    no_longer,
    raging,
    second_verb,
    struck,
    suffered,
    verb_after_all,
)

_ATTRIBUTES: list[int | str] = ["HEAD", "DEP", "TAG", "POS"]
# Past tenses that are no nouns: between two names they are the verb.
_DEEDS = frozenset({"overran", "retook", "recaptured", "captured", "seized", "besieged", "stormed", "liberated"})
_MAINTAINED = frozenset({"maintained", "asserted", "stressed", "repeated", "reiterated"})
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
_STILL = frozenset({"still", "now", "also", "already", "again"})
# What a headline says of a town with these, without an auxiliary, was done to it.
_SUFFERED = frozenset(
    {
        "liberated", "captured", "seized", "retaken", "recaptured", "secured", "cleared", "freed", "encircled",
        "surrounded", "taken", "reclaimed", "overrun", "besieged", "abandoned",
    }
)  # fmt: skip
# Verbs that nobody does to a thing: behind a noun they are its verb, and no participle.
_GOING_ON = frozenset({"raged", "erupted", "flared", "continued", "persisted", "broke", "ended", "resumed", "began"})
# Repairs that look at any word, beside the one that a word calls for.
_ALWAYS = (
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
    sighed,
    cleft,
)


def repair(doc: Doc) -> Doc:
    """Return the sentence with its parse set right; the same object, changed only where a pattern fits."""
    changes: dict[int, Change] = {}
    for token in doc:
        if token.tag_ in {"NN", "NNP"} and token.dep_ in {"ROOT", "ccomp"} and not token.is_sent_start:
            own = token.lower_ == "control" and dict(controlling(token))
            changes = own or dict(verb_after_all(token)) or changes
        elif token.lower_ == "hit" and token.dep_ not in {"ROOT", "acl", "acl:relcl"}:
            changes = dict(struck(token)) or changes
        elif token.lower_ == "control" and token.tag_ in {"NN", "NNP"}:
            changes = dict(controlling(token)) or changes
        elif token.lower_ in _DEEDS and token.dep_ in {"compound", "amod"} and token.head.i > token.i:
            changes = dict(doing(token)) or changes
        elif token.dep_ == "cop" and token.tag_ in FINITE and token.i and token.nbor(-1).dep_ == "conj":
            changes = dict(second_clause(token)) or changes
        elif token.dep_ in {"aux", "aux:pass"} and token.head.i > token.i:
            changes = dict(parted(token)) or changes
        elif token.dep_ == "obj" and token.head.lower_ in SAYING and token.i > token.head.i:
            changes = dict(complement(token)) or changes
        elif token.dep_ == "amod" and token.tag_ == "VBN" and token.i > 1 and token.nbor(-1).lower_ in _STILL:
            changes = dict(second_verb(token)) or changes
        elif token.lower_ in _SUFFERED and token.dep_ in {"ROOT", "ccomp", "parataxis"}:
            changes = dict(suffered(token)) or changes
        elif token.dep_ == "xcomp" and token.tag_ in {"VBN", "VBD"} and token.head.lower_ in _DECLARING:
            changes = dict(declared(token)) or changes
        elif token.lower_ in SAYING and token.dep_ == "ROOT" and asked_last(token) is not None:
            changes = dict(inverted(token)) or changes
        elif token.dep_ == "obj" and token.lower_ == "that" and token.tag_ in {"WDT", "IN"}:
            changes = dict(told(token)) or changes
        elif token.tag_ == "VBN" and token.dep_ == "acl" and token.lower_ in SAYING | _MAINTAINED | DENYING:
            changes = dict(stated(token)) or changes
        elif token.lower_ in SAYING and is_finite(token) and token.dep_ not in {"ROOT", "acl"}:
            changes = dict(tail(token)) or changes
        elif token.lower_ in _GOING_ON and token.dep_ == "acl" and token.i == token.head.i + 1:
            changes = dict(raging(token)) or changes
        elif token.text == ";" and token.i + 1 < len(doc):
            changes = dict(apart(token)) or changes
        elif token.lower_ in {"over", "back"} and token.dep_ == "case" and token.i + 1 < len(doc):
            changes = dict(handed(token)) or changes
        for repaired in _ALWAYS:
            changes |= dict(repaired(token))
    return _changed(doc, changes) if changes and not _is_circular(doc, changes) else doc


def _is_circular(doc: Doc, changes: Mapping[int, Change]) -> bool:
    """Whether following the heads from a token would never end, or end in two roots."""
    heads = [changes[item.i].head if item.i in changes else item.head.i for item in doc]
    for start in range(len(heads)):
        node, steps = start, 0
        while heads[node] != node and steps <= len(heads):
            node, steps = heads[node], steps + 1
        if steps > len(heads):
            return True
    return sum(head == number for number, head in enumerate(heads)) != 1


def _changed(doc: Doc, changes: Mapping[int, Change]) -> Doc:
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
