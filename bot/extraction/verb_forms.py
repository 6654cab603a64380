"""What the form of a verb and its place in the sentence say: finite, past, inverted as in questions and conditions."""

from __future__ import annotations

from spacy.tokens import Token

from bot.extraction.syntax import children


def finite(token: Token) -> bool:
    """Whether a verb form has a tense of its own."""
    if token.tag_ in {"VBD", "VBZ", "VBP"}:
        return True
    return any(
        child.dep_ in {"aux", "aux:pass", "cop"} and child.tag_ in {"VBD", "VBZ", "VBP", "MD"}
        for child in token.children
    )


def marked_by(token: Token, words: set[str]) -> bool:
    """Whether one of these words opens a clause or phrase: "to", "whether", "for"."""
    return any(child.dep_ in {"mark", "case", "advmod"} and child.lower_ in words for child in token.children)


def past(token: Token) -> bool:
    """Whether a verb form can only tell of the past, which the tagger does not take for an infinitive."""
    return token.tag_ == "VBD" or any(child.tag_ == "VBD" for child in children(token, "aux", "aux:pass"))


def inverted(token: Token) -> bool:
    """Whether an auxiliary opens the clause, as in a question or a condition: "Has X taken Y?", "Had X taken Y, …"."""
    first = token.left_edge
    subjects = children(token, "nsubj", "nsubj:pass")
    if subjects and subjects[0].lower_ in {"who", "what"} and token.doc[-1].text == "?" and token.head.i == token.i:
        return True
    opening = first.head.i == token.i and first.dep_ in {"aux", "aux:pass", "cop"}
    return opening and any(first.i < subject.i < token.i for subject in subjects)


def were_to(token: Token) -> bool:
    """Whether it stands in the condition "Were the rebels to take X, …", which the parser hangs on the subject."""
    first = token.doc[token.head.left_edge.i - 1] if token.head.left_edge.i else None
    to = token.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "mark" for child in token.children)
    return to and first is not None and first.text == "Were"
