"""Matches the words of the lexicon's frames in a parsed sentence; says nothing yet of who or where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from bot.extraction.syntax import Functions, has_particle, lemma, of_noun, of_verb
from config.lexicon import Frame


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A trigger and the frame it opens; `nominal` when the trigger is a noun."""

    trigger: Token
    frame: Frame
    functions: Functions
    nominal: bool


class FrameIndex:
    """Looks frames up by the lemma of their word; a word with its particle comes before the bare word."""

    def __init__(self, frames: Iterable[Frame], *, object_control: tuple[str, ...]) -> None:
        """Index the frames' verbs and nouns."""
        self._object_control = object_control
        self._verbs: dict[str, list[tuple[str, Frame]]] = {}
        self._nouns: dict[str, list[tuple[str, Frame]]] = {}
        for frame in frames:
            for table, entries in ((self._verbs, frame.verbs), (self._nouns, frame.nouns)):
                for entry in entries:
                    first, _, rest = entry.partition(" ")
                    table.setdefault(first, []).append((rest, frame))
        for table in (self._verbs, self._nouns):
            for options in table.values():
                options.sort(key=lambda option: -len(option[0]))

    def matches(self, doc: Doc, allowed: frozenset[int]) -> Iterator[Match]:
        """Yield the frames whose words stand in a sentence, in text order; only tokens in `allowed` are looked at."""
        for token in doc:
            if token.i not in allowed:
                continue
            if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
                for rest, frame in self._verbs.get(lemma(token), ()):
                    if any(child.dep_ in frame.unless for child in token.children):
                        continue
                    if not rest or has_particle(token, rest):
                        yield Match(
                            trigger=token,
                            frame=frame,
                            functions=of_verb(token, object_control=self._object_control),
                            nominal=False,
                        )
                        break
            elif token.pos_ in {"NOUN", "PROPN"}:
                for rest, frame in self._nouns.get(lemma(token), ()):
                    if not rest:
                        yield Match(
                            trigger=token,
                            frame=frame,
                            functions=of_noun(token, object_control=self._object_control),
                            nominal=True,
                        )
                        break
                else:
                    yield from self._compound(token)

    def _compound(self, token: Token) -> Iterator[Match]:
        """Match nouns of two words: "air strike", "pull-out"."""
        before = token.doc[token.i - 1] if token.i else None
        if before is None or before.dep_ not in {"compound", "amod"}:
            return
        for rest, frame in self._nouns.get(before.lower_, ()):
            if rest and rest in {token.lower_, lemma(token)}:
                functions = of_noun(token, object_control=self._object_control)
                yield Match(trigger=token, frame=frame, functions=functions, nominal=True)
                return
