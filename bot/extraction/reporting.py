"""Words that say that somebody says so, looked up by lemma."""

from __future__ import annotations

from spacy.tokens import Token

from bot.extraction.syntax import has_particle, lemma
from bot.model.claim import SpeechAct
from config.lexicon import Act, Lexicon


class ReportingWords:
    """The reporting verbs and nouns of the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Index the words; where two acts share one, the first in the file holds."""
        reporting = lexicon.reporting
        self._verbs: dict[str, Act] = {}
        self._nouns: dict[str, Act] = {}
        self._particles: set[tuple[str, ...]] = set()
        for act in reversed(reporting.act):
            if act.subjects:
                continue
            self._verbs.update({verb.split()[0]: act for verb in act.verbs})
            self._particles.update(tuple(verb.split()) for verb in act.verbs if " " in verb)
            self._nouns.update(dict.fromkeys(act.nouns, act))
        self.shown = next((act for act in reporting.act if act.subjects), None)
        self.evidence = frozenset(reporting.sources.evidence)
        self._refusing = reporting.nonconfirmation.refusing
        self._checking = frozenset(reporting.nonconfirmation.verbs)

    def of_lemma(self, word: str) -> Act | None:
        """Return the act of a reporting verb's lemma."""
        return self._verbs.get(word)

    def of_noun(self, word: str) -> Act | None:
        """Return the act of a reporting noun's lemma."""
        return self._nouns.get(word)

    def act(self, verb: Token) -> Act | None:
        """Return what a verb does by reporting, with its particle where it needs one; `None` if it does not report."""
        act = self._verbs.get(lemma(verb))
        if act is None or not (verb.pos_ in {"VERB", "AUX"} or verb.tag_.startswith("VB")):
            return None
        particles = [entry[1] for entry in self._particles if entry[0] == lemma(verb)]
        if particles and lemma(verb) not in act.verbs and not any(has_particle(verb, word) for word in particles):
            return None
        return act

    def shows(self, head: Token) -> bool:
        """Whether a phrase is a picture or post that can show something."""
        return self.shown is not None and (lemma(head) in self.shown.subjects or lemma(head) in self.evidence)

    def unconfirmed(self, verb: Token) -> bool:
        """Whether nobody could or would say: "has not been able to confirm", "neither confirmed nor denied"."""
        if self._left_open(verb):
            return True
        if lemma(verb) not in self._checking:
            return False
        node = verb
        while True:
            if negated(node) or lemma(node) in self._refusing:
                return True
            if node.dep_ not in {"xcomp", "csubj"}:
                return False
            node = node.head

    def _left_open(self, verb: Token) -> bool:
        """Whether a verb is one of "neither confirmed nor denied", "declined to confirm or deny", in whatever order."""
        doc, at = verb.doc, verb.i
        if at >= 3 and doc[at - 1].lower_ == "nor" and doc[at - 3].lower_ == "neither":
            # "has neither confirmed nor denied", which the parser hangs on "has"
            return bool({lemma(doc[at - 2]), lemma(verb)} & self._checking)
        first = verb.head if verb.dep_ == "conj" else verb
        pair = [first, *(child for child in first.children if child.dep_ == "conj")]
        if verb not in pair or not any(lemma(one) in self._checking for one in pair):
            return False
        acts = [self._verbs.get(lemma(one)) for one in pair]
        denied = any(act is not None and act.speech_act is SpeechAct.DENY for act in acts)
        return denied and (negated(first) or (first.dep_ == "xcomp" and lemma(first.head) in self._refusing))


def negated(token: Token) -> bool:
    """Whether a word of negation stands right below a token."""
    return any(child.lower_ in {"not", "n't", "never", "neither"} for child in token.children)
