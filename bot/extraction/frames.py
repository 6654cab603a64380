"""Matches the words of the lexicon's frames in a parsed sentence; says nothing yet of who or where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from bot.extraction.noun_functions import of_noun
from bot.extraction.syntax import Functions, children, has_particle, hung_on, lemma, of_verb, preposition
from config.lexicon import Frame, VerbClasses

# Where an -ing form is a noun: "Fighting in X goes on".
_NOMINAL_ROLES = frozenset({"nsubj", "nsubj:pass", "csubj", "obj", "obl", "nmod", "ROOT", "conj", "compound"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A trigger and the frame it opens; `nominal` when the trigger is a noun."""

    trigger: Token
    frame: Frame
    functions: Functions
    nominal: bool


class FrameIndex:
    """Looks frames up by the lemma of their word; a word with its particle comes before the bare word."""

    def __init__(self, frames: Iterable[Frame], *, verbs: VerbClasses) -> None:
        """Index the frames' verbs and nouns."""
        self._verb_classes = verbs
        self._verbs: dict[str, list[tuple[str, Frame]]] = {}
        self._nouns: dict[str, list[tuple[str, Frame]]] = {}
        self._present: dict[str, Frame] = {}
        self._adjectives: dict[str, list[Frame]] = {}
        for frame in frames:
            for adjective in frame.adjectives:
                self._adjectives.setdefault(adjective, []).append(frame)
            self._present.update(dict.fromkeys(frame.present, frame))
            for table, entries in ((self._verbs, frame.verbs), (self._nouns, frame.nouns)):
                for entry in entries:
                    first, _, rest = entry.partition(" ")
                    table.setdefault(first, []).append((rest, frame))
        for table in (self._verbs, self._nouns):
            for options in table.values():
                options.sort(key=lambda option: (-len(option[0]), not (option[1].object or option[1].subjects)))

    def of(self, verb: Token) -> tuple[Frame, ...]:
        """Return the frames that a verb by itself can open."""
        return tuple(frame for rest, frame in self._verbs.get(lemma(verb), ()) if not rest)

    def matches(self, doc: Doc, allowed: frozenset[int]) -> Iterator[Match]:
        """Yield the frames whose words stand in a sentence, in text order; only tokens in `allowed` are looked at."""
        for token in doc:
            if token.i not in allowed:
                continue
            if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
                if token.tag_ in {"VBG", "NN"} and token.dep_ in _NOMINAL_ROLES and token.lower_ in self._nouns:
                    yield from self._noun(token, token.lower_)
                    continue
                word = _prefixed(token) or lemma(token)
                if token.dep_ == "amod" and word in self._present:
                    continue
                if word in self._present and (token.tag_ in {"VBP", "VBZ"} or _lasts(token)):
                    functions = of_verb(token, verbs=self._verb_classes)
                    yield Match(trigger=token, frame=self._present[word], functions=functions, nominal=False)
                    continue
                for rest, frame in self._verbs.get(word, ()):
                    if any(child.dep_ in frame.unless for child in token.children):
                        continue
                    apart = frame.close and rest and token.i + 1 < len(doc) and doc[token.i + 1].lower_ != rest
                    if not apart and (not rest or has_particle(token, rest)):
                        functions = of_verb(token, verbs=self._verb_classes)
                        if rest and rest not in {*frame.place, *frame.asset, *frame.actor, *frame.opponent}:
                            functions = _with_particle(functions, rest)
                        if frame.object and not _takes(frame, functions, rest):
                            continue
                        if frame.object or "of" in frame.opponent:
                            functions = _of_object(frame, functions)
                        if frame.beside and not any(child.lower_ in frame.beside for child in token.children):
                            continue
                        if frame.subjects:
                            fitting = _of_subjects(frame, functions)
                            if fitting is None:
                                continue
                            functions = fitting
                        if means_else(frame, functions):
                            continue
                        yield Match(trigger=token, frame=frame, functions=functions, nominal=False)
                        break
            elif token.lower_ in self._adjectives and self._is_said_of(token):
                functions = of_verb(token, verbs=self._verb_classes)
                for frame in self._adjectives[token.lower_]:
                    if not means_else(frame, functions) and all(map(functions.get, frame.actor)):
                        yield Match(trigger=token, frame=frame, functions=functions, nominal=False)
                        break
            elif token.pos_ in {"NOUN", "PROPN"}:
                found = list(self._noun(token, lemma(token)))
                yield from found or self._compound(token)

    @staticmethod
    def _is_said_of(adjective: Token) -> bool:
        """Whether an adjective says something of a subject: "X is free", "made X free", "declared X free"."""
        told = adjective.dep_ == "ccomp" and bool(children(adjective, "nsubj"))
        return bool(children(adjective, "cop")) or adjective.dep_ == "xcomp" or told

    def _noun(self, token: Token, word: str) -> Iterator[Match]:
        for rest, frame in self._nouns.get(word, ()):
            if token.dep_ in {"obj", "obl", "nsubj"} and lemma(token.head) in frame.not_object_of:
                continue
            if any(child.lower_ in frame.not_after for child in token.children if child.dep_ in {"compound", "amod"}):
                continue
            if not rest:
                functions = of_noun(token, verbs=self._verb_classes, of_asset=frame.state is not None)
                yield Match(trigger=token, frame=frame, functions=functions, nominal=True)
                return

    def _compound(self, token: Token) -> Iterator[Match]:
        """Match nouns of two words: "air strike", "pull-out"."""
        before = token.doc[token.i - 1] if token.i else None
        if before is None or before.dep_ not in {"compound", "amod"}:
            return
        for rest, frame in self._nouns.get(before.lower_, ()):
            if rest and rest in {token.lower_, lemma(token)}:
                functions = of_noun(token, verbs=self._verb_classes, of_asset=frame.state is not None)
                yield Match(trigger=token, frame=frame, functions=functions, nominal=True)
                return


def _takes(frame: Frame, functions: Functions, rest: str) -> bool:
    """Whether the verb has one of the objects it needs, or stands before one: "came under heavy fire"."""
    return any(lemma(item) in frame.object for name in ("object", rest) if name for item in functions.get(name))


def means_else(frame: Frame, functions: Functions) -> bool:
    """Whether a function is filled with which the word means something else: "left the town without power"."""
    return any(lemma(head) not in frame.despite for name in frame.unless for head in functions.get(name))


def _of_object(frame: Frame, functions: Functions) -> Functions:
    """Return the functions with what the parser hung on the object: "took possession of X", "rid X of rebels"."""
    if "of" not in {*frame.place, *frame.opponent} or functions.get("of"):
        return functions
    heads = [head for head in functions.get("object") if not frame.object or lemma(head) in frame.object]
    below = [child for head in heads for child in children(head, "nmod") if preposition(child) == "of"]
    return replace(functions, filled={**functions.filled, "of": below}) if below else functions


def _of_subjects(frame: Frame, functions: Functions) -> Functions | None:
    """Return the functions with what hangs on the subject, where it is one that the frame needs: "the attack on X"."""
    heads = [head for head in functions.get("subject") if lemma(head) in frame.subjects]
    return replace(functions, filled=hung_on(heads, functions.filled)) if heads else None


def _with_particle(functions: Functions, particle: str) -> Functions:
    """Let the particle be part of the verb: "handed over the town" and "caught fire" have no other object."""
    filled = functions.filled
    objects = [item for item in filled.get("object", []) if item.lower_ != particle]
    if particle in filled and not objects and not functions.passive:
        objects = filled[particle]
    if objects == filled.get("object", []):
        return functions
    rest = {name: heads for name, heads in filled.items() if name != "object"}
    if not objects:
        return replace(functions, filled=rest)
    return replace(functions, filled=hung_on(objects, {**rest, "object": objects}))


def _lasts(token: Token) -> bool:
    """Whether a perfect tells of what goes on: "has occupied the heights since 1967"."""
    perfect = any(child.dep_ == "aux" and child.lower_ in {"has", "have", "'ve"} for child in token.children)
    return perfect and any(
        grand.lower_ == "since"
        for child in token.children
        if child.dep_ in {"obl", "advcl"}
        for grand in child.children
    )


def _prefixed(token: Token) -> str | None:
    """Return the verb written with a hyphen: "re-captured", "de-occupied"."""
    if token.i >= 2 and token.doc[token.i - 1].text == "-" and token.doc[token.i - 2].lower_ in {"re", "de"}:
        return token.doc[token.i - 2].lower_ + lemma(token)
    return None
