"""How sure, how real and how affirmed a trigger is: negation, hedges, plans, attempts, conditions.

The method follows ConText (Harkema et al., 2009): modifiers with scope around a target; scope here is the
dependency path from the trigger to the root, not a window of words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from bot.extraction.syntax import base, children, lemma, own_words, preposition
from bot.extraction.verb_forms import finite, inverted, marked_by, past, were_to
from bot.model.claim import Certainty, Polarity, Realis
from config.lexicon import Modality

_ORDER = {Certainty.CERTAIN: 0, Certainty.UNKNOWN: 1, Certainty.PROBABLE: 2, Certainty.POSSIBLE: 3}
# "have yet to", "are yet to", "remain yet to"
_YET = frozenset({"have", "be"})
_PURPOSES = frozenset({"advcl", "acl", "xcomp"})
_LINKS = frozenset(
    {"xcomp", "ccomp", "acl", "advcl", "conj", "obj", "nmod", "obl", "appos", "parataxis", "nsubj", "csubj"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mood:
    """What the words around a trigger make of it; `purpose` marks a hoped-for result that nobody says happened.

    `unsaid` marks what a sentence says that nobody said: "did not say that they had left".
    """

    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    realis: Realis = Realis.ACTUAL
    purpose: bool = False
    background: bool = False
    settled: bool = False
    unsaid: bool = False


def less_sure(one: Certainty, other: Certainty) -> Certainty:
    """Return the weaker of two certainties."""
    return one if _ORDER[one] >= _ORDER[other] else other


class MoodReader:
    """Reads the mood of triggers, from the lexicon of modality."""

    def __init__(self, lexicon: Modality) -> None:
        """Prepare the word lists."""
        self._negation = lexicon.negation
        self._certainty = lexicon.certainty
        self._realis = lexicon.realis
        self._probable = frozenset(lexicon.certainty.probable)
        self._possible = frozenset(lexicon.certainty.possible)
        self._failing = frozenset(lexicon.realis.failing)
        self._coming = frozenset(lexicon.realis.coming)
        self._governors = frozenset(lexicon.negation.governors)

    def read(self, trigger: Token, *, stop: Token | None = None) -> Mood:
        """Return the mood of a trigger; `stop` is the reporting verb above it, whose own mood is not the trigger's."""
        mood = Mood(
            polarity=Polarity.DENIED if self._negated(trigger) else Polarity.AFFIRMED,
            certainty=self._own_certainty(trigger),
            realis=self._own_realis(trigger),
            purpose=self._is_purpose(trigger),
            background=self._background(trigger),
        )
        node = trigger
        while node.head.i != node.i:
            parent, label = node.head, base(node.dep_)
            if label in {"advcl", "acl", "xcomp", "ccomp"} and self._of_a_plan(parent):
                mood = _unless_said(mood, Realis.FUTURE)
            if mood.settled:
                return mood
            if stop is not None and parent.i == stop.i:
                return self._said_by(parent, node, label, mood)
            if label not in _LINKS:
                return mood
            asked = label == "obl" and node.pos_ == "NOUN" and marked_by(node, {"for"})
            if asked and lemma(parent) in self._realis.future:
                # "is preparing for an offensive", "called for a withdrawal"
                sure = less_sure(mood.certainty, self._own_certainty(parent))
                mood = replace(_unless_said(mood, Realis.FUTURE), certainty=sure)
            if mood.purpose and label == "obl" and lemma(node) in self._realis.purpose_nouns:
                above = self._own_realis(parent)
                if above is not Realis.ACTUAL:
                    # "must be included in an operation to retake X"
                    mood = _unless_said(mood, above)
            if label in {"nsubj", "nsubj:pass"} and node.pos_ == "NOUN":
                return self._told_of(node, trigger, parent, mood)
            if self._stops_short(node, parent):
                mood = replace(mood, polarity=_flipped(mood.polarity))
            elif self._is_within_reach(node, parent):
                mood = _unless_said(mood, Realis.HYPOTHETICAL)
            if self._is_feared(node, label):
                return replace(mood, realis=Realis.HYPOTHETICAL)
            if self._is_tight(node, label, trigger):
                mood = self._governed_by(parent, node, label, mood)
            elif label == "conj" and past(node) and parent.tag_ == "VB":
                # "tried to storm X and were thrown back": not what they tried.
                return mood
            elif label == "conj" and node.pos_ == "VERB" and parent.pos_ in {"VERB", "AUX"}:
                mood = self._shared_with(parent, node, mood)
            elif label == "advcl":
                return self._in_clause(parent, node, trigger, mood)
            elif label in {"acl", "nmod", "obl", "appos", "nsubj", "parataxis"}:
                return mood
            node = parent
        return mood

    def _is_tight(self, node: Token, label: str, trigger: Token) -> bool:
        """Whether the word above governs what is said of the node: "failed to", "plans for", "prevented from"."""
        parent, word = node.head, lemma(node.head)
        if label == "nmod" and node.pos_ in {"NOUN", "VERB"} and node.i == trigger.i:
            return word in self._realis.future_nouns or word in self._realis.hypothetical
        if label in {"xcomp", "ccomp", "csubj"}:
            return True
        if label == "obj":
            return node.pos_ == "NOUN"
        if label == "acl":
            marked = parent.pos_ == "NOUN" and marked_by(node, {"to", "that", "of"})
            return node.tag_ == "VB" or marked
        if label == "advcl":
            kept = word in self._governors and marked_by(node, {"from"})
            planned = {lemma(child) for child in parent.children if child.dep_ == "obj" and child.i < node.i}
            hoped = word in self._realis.future and node.tag_ == "VBG" and marked_by(node, {"to"})
            reached = word in self._realis.actual and node.tag_ == "VBG" and marked_by(node, {"in"})
            doubted = node.tag_ == "VB" and word in {*self._probable, *self._possible}
            bound = word in self._realis.bound and parent.pos_ == "ADJ" and node.tag_ == "VB"
            if hoped or reached or doubted or bound:
                # "close to taking", "did not succeed in taking", "is rumoured to hold"
                return True
            if node.tag_ == "VB" and planned & {*self._realis.future_nouns, *self._realis.hypothetical}:
                return True
            return kept or (node.tag_ == "VB" and word in {*self._realis.future, *self._realis.hypothetical})
        return False

    def _is_feared(self, node: Token, label: str) -> bool:
        """Whether it is only warned of: "warned of an assault on the city"."""
        warned = label == "obl" and node.pos_ == "NOUN" and lemma(node.head) in self._realis.feared
        return warned and marked_by(node, {"of", "about"})

    def _governed_by(self, parent: Token, node: Token, label: str, mood: Mood) -> Mood:
        word = lemma(parent)
        if label == "xcomp" and word in _YET and any(child.lower_ == "yet" for child in parent.children):
            # "have yet to take X"
            return replace(mood, polarity=_flipped(mood.polarity))
        if label == "obj" and word in self._realis.taken_for_granted:
            # "called for them to investigate the strike": there was one.
            return replace(mood, settled=True)
        turned = (word in self._governors) ^ (self._negated(parent) and label != "obj")
        if marked_by(node, {"whether", "if"}):
            # "It is not known whether they left."
            turned = False
        heard = word in self._certainty.hearsay and label == "xcomp" and children(parent, "aux:pass")
        governed = replace(
            mood,
            polarity=_flipped(mood.polarity) if turned else mood.polarity,
            certainty=less_sure(
                less_sure(mood.certainty, Certainty.PROBABLE if heard else self._word_certainty(word)),
                self._own_certainty(parent),
            ),
            realis=self._governed(node, word, mood.realis, label),
        )
        failed = label == "acl" and word in self._realis.hypothetical and self._adjectives(parent) & self._failing
        if failed or (label in {"xcomp", "advcl"} and word in self._realis.hypothetical and self._in_vain(parent)):
            # "a failed attempt to take X", "tried in vain to take X"
            governed = replace(governed, polarity=_flipped(mood.polarity), realis=Realis.ACTUAL)
        return _unless_said(governed, self._own_realis(parent))

    def _said_by(self, verb: Token, node: Token, label: str, mood: Mood) -> Mood:
        """Read what is said of the saying: "it is wrong to say that", "did not say that"."""
        told = replace(mood, realis=self._future_in_past(node, verb, mood.realis))
        judged = base(verb.dep_) in {"csubj", "xcomp", "ccomp", "advcl"} and verb.tag_ in {"VB", "VBG"}
        if judged and lemma(verb.head) in self._negation.judging and not self._negated(verb.head):
            return replace(told, polarity=_flipped(told.polarity))
        unsaid = label in {"ccomp", "obj"} and lemma(verb) in self._realis.saying and self._negated(verb)
        return replace(told, unsaid=unsaid)

    def _in_vain(self, verb: Token) -> bool:
        """Whether a verb of trying says that it came to nothing."""
        return any(
            child.lower_ in self._realis.in_vain for child in verb.children if base(child.dep_) in {"advmod", "obl"}
        )

    def _shared_with(self, parent: Token, node: Token, mood: Mood) -> Mood:
        """Let a coordinated verb without a subject of its own share what is said of the first."""
        if finite(node):
            return mood
        own_subject = any(child.dep_ == "nsubj" for child in node.children)
        turned = self._negated(parent) and not own_subject
        shared = _unless_said(mood, self._own_realis(parent))
        return replace(shared, polarity=_flipped(mood.polarity)) if turned else shared

    def _in_clause(self, parent: Token, node: Token, trigger: Token, mood: Mood) -> Mood:
        if self._conditional(node):
            mood = replace(mood, realis=Realis.HYPOTHETICAL)
        apart = node.i == trigger.i and marked_by(node, {"after", "when", "as", "while", "since", "before"})
        return mood if apart or node.tag_ not in {"VBG", "VB"} else _unless_said(mood, self._own_realis(parent))

    def _of_a_plan(self, token: Token) -> bool:
        """Whether a predicate is said of a plan: "the plans go beyond capturing X"."""
        return any(lemma(child) in self._realis.future_nouns for child in token.children if child.dep_ == "nsubj")

    def _told_of(self, node: Token, trigger: Token, parent: Token, mood: Mood) -> Mood:
        """Read what is said of an event or an attempt: "its fall would be", "is imminent", "the attempt failed"."""
        word = lemma(parent)
        tried = mood.realis is Realis.HYPOTHETICAL and lemma(node) in self._realis.hypothetical
        if tried and (word in self._failing or parent.lower_ in self._failing):
            return replace(mood, polarity=_flipped(mood.polarity), realis=Realis.ACTUAL)
        if tried and word in self._realis.succeeding and not self._negated(parent):
            return replace(mood, realis=Realis.ACTUAL)
        if node.i != trigger.i:
            return mood
        if {"would", "'d"} & {child.lower_ for child in children(parent, "aux")}:
            return _unless_said(mood, Realis.HYPOTHETICAL)
        return _unless_said(mood, Realis.FUTURE) if word in self._realis.impending else mood

    def _is_within_reach(self, node: Token, parent: Token) -> bool:
        """Whether it is only nearly reached: "came close to taking", "were a step away from taking"."""
        if node.tag_ != "VBG" or not marked_by(node, {"to", "of", "from"}) or lemma(parent) in self._realis.future:
            return False
        return any(item.lower_ in self._realis.short_of for item in (parent, *parent.children))

    def _stops_short(self, node: Token, parent: Token) -> bool:
        """Whether it was not gone through with: "stopped short of entering"."""
        return node.tag_ == "VBG" and f"{lemma(parent.head)} {parent.lower_}" in self._governors

    def _adjectives(self, token: Token) -> frozenset[str]:
        return frozenset(child.lower_ for child in children(token, "amod"))

    def _negated(self, token: Token) -> bool:
        for child in token.children:
            following = child.nbor().lower_ if child.i + 1 < len(child.doc) else ""
            if child.lower_ in self._negation.adverbs and following in self._negation.undone_by:
                # "not only captured X"
                continue
            if child.dep_ in {"nsubj", "nsubj:pass"} and self._is_nobody(child):
                return True
            if child.lower_ in self._negation.scarcely and not children(token, "det") and token.pos_ == "NOUN":
                return True
            if child.dep_ in {"advmod", "neg", "advmod:neg"} and child.lower_ in self._negation.adverbs:
                return True
            if child.dep_ == "det" and child.lower_ in self._negation.determiners and token.pos_ == "NOUN":
                return True
            if child.lower_ == "longer" and any(grand.lower_ == "no" for grand in child.children):
                return True
            if child.dep_ == "aux" and child.lower_.endswith("n't"):
                return True
        return False

    def _is_nobody(self, subject: Token) -> bool:
        """Whether a subject denies its verb: "no soldiers", "neither side", "nobody"."""
        if subject.lower_ in self._negation.subjects:
            return True
        return any(child.lower_ in self._negation.determiners for child in children(subject, "det", "cc:preconj"))

    def of_source(self, trigger: Token, verb: Token | None) -> Certainty:
        """Return how sure those are who say it: "unconfirmed reports say", "according to rumours"."""
        if verb is not None:
            said_by = children(verb, "nsubj")
        else:
            said_by = [item for item in children(trigger, "obl", "nmod") if preposition(item) == "according to"]
        found = Certainty.CERTAIN
        for source in said_by:
            word = lemma(source)
            found = less_sure(found, Certainty.POSSIBLE if word in self._possible else self._own_certainty(source))
        return found

    def _own_certainty(self, token: Token) -> Certainty:
        found = Certainty.CERTAIN
        auxiliaries = {child.lower_ for child in children(token, "aux")}
        if {"must", "have"} <= auxiliaries:
            found = Certainty.PROBABLE
        could_not = "could" in auxiliaries and self._negated(token)
        for child in token.children:
            word = lemma(child)
            if child.dep_ == "obl" and word in self._certainty.odds:
                # "in all likelihood"
                found = less_sure(found, Certainty.PROBABLE)
            if child.dep_ in {"advmod", "aux", "amod"}:
                if child.dep_ == "aux":
                    if word in self._possible and word in {"may", "might", "could"} and not could_not:
                        found = less_sure(found, Certainty.POSSIBLE)
                elif child.lower_ in self._probable or word in self._probable:
                    found = less_sure(found, Certainty.PROBABLE)
                elif child.lower_ in self._possible or word in self._possible:
                    found = less_sure(found, Certainty.POSSIBLE)
        return found

    def _word_certainty(self, word: str) -> Certainty:
        if word in self._possible:
            return Certainty.POSSIBLE
        if word in self._probable:
            return Certainty.PROBABLE
        return Certainty.CERTAIN

    def _own_realis(self, token: Token) -> Realis:
        auxiliaries = {child.lower_ for child in token.children if child.dep_ in {"aux", "aux:pass", "cop"}}
        if marked_by(token, {"whether"}):
            return Realis.HYPOTHETICAL
        if auxiliaries & set(self._realis.future_auxiliaries):
            return Realis.FUTURE
        to = any(child.dep_ == "mark" and child.lower_ == "to" for child in token.children)
        if to and auxiliaries & {"is", "are", "was", "were"}:
            # "Soldiers are to be pulled out"
            return Realis.FUTURE
        perfect = bool(auxiliaries & {"have", "has", "had", "'ve"}) and "would" not in auxiliaries
        unable = "could" in auxiliaries and self._negated(token)
        if auxiliaries & set(self._realis.hypothetical_auxiliaries) and not perfect and not unable:
            return Realis.HYPOTHETICAL
        if self._adjectives(token) & self._coming:
            return Realis.FUTURE
        if self._conditional(token) or self._general(token) or inverted(token) or were_to(token):
            return Realis.HYPOTHETICAL
        return Realis.ACTUAL

    def _conditional(self, token: Token) -> bool:
        first = token.left_edge.i
        marks = {
            child.lower_
            for child in token.children
            if child.dep_ == "mark" or (child.dep_ == "advmod" and (child.i == first or child.lower_ != "once"))
            if child.i < token.i
        }
        if token.doc[first : first + 2].text.lower() == "in case":
            return True
        return bool(marks & set(self._realis.conditional_marks))

    def _general(self, token: Token) -> bool:
        """Whether a present tense tells what is so under a condition: "once they take X, Y is cut off"."""
        present = token.tag_ in {"VBZ", "VBP"} or any(
            child.tag_ in {"VBZ", "VBP"} for child in children(token, "aux", "aux:pass", "cop")
        )
        perfect = any(lemma(child) == "have" for child in children(token, "aux"))
        return (
            present
            and not perfect
            and any(
                self._conditional(child) and not marked_by(child, {"whether", "until", "even"})
                for child in children(token, "advcl")
            )
        )

    def _governed(self, node: Token, word: str, realis: Realis, label: str) -> Realis:
        if word in self._realis.actual or (label == "obj" and word in self._realis.announcing):
            return realis
        if word in self._realis.mandative and label == "ccomp" and realis is Realis.ACTUAL:
            # "demands that they leave": they have not.
            return Realis.FUTURE
        if label == "ccomp" and word in self._realis.supposing:
            return Realis.HYPOTHETICAL
        if word in self._realis.bound and node.head.pos_ == "ADJ" and node.tag_ == "VB":
            return Realis.FUTURE if realis is Realis.ACTUAL else realis
        infinitive = node.tag_ in {"VB", "VBG"} or node.pos_ == "NOUN"
        if not infinitive:
            return realis
        if word == "able" and any(one.dep_ == "cop" and one.tag_ in {"VBD", "VBN"} for one in node.head.children):
            # "They were able to take it": they did.
            return realis
        if word in self._realis.hypothetical:
            return Realis.HYPOTHETICAL
        planned = [lemma(child) for child in node.head.children if child.dep_ == "obj" and child.i < node.i]
        if realis is Realis.ACTUAL and label in {"xcomp", "advcl"} and node.tag_ == "VB":
            # "gave them an ultimatum to leave", "signed a deal to hand over X"
            if any(item in self._realis.hypothetical for item in planned):
                return Realis.HYPOTHETICAL
            if any(item in self._realis.future_nouns for item in planned):
                return Realis.FUTURE
        if label in {"nmod", "acl"} and word in self._realis.future_nouns and realis is Realis.ACTUAL:
            return Realis.FUTURE
        if word in self._realis.future and realis is Realis.ACTUAL and not finite(node):
            return Realis.FUTURE
        return realis

    def _future_in_past(self, node: Token, reporting: Token, realis: Realis) -> Realis:
        """Read "announced that troops would be pulled back" as a future, not as a hypothesis."""
        auxiliaries = {child.lower_ for child in node.children if child.dep_ == "aux"}
        if (
            auxiliaries & {"would", "'d"}
            and reporting.tag_ in {"VBD", "VBN", "VBP", "VBZ"}
            and not self._conditional(node)
        ):
            return Realis.FUTURE
        announced = base(node.dep_) == "obj" and lemma(reporting) in self._realis.announcing
        if announced and lemma(node) not in self._realis.movements:
            return realis
        if lemma(reporting) in self._realis.future and not finite(node) and realis is Realis.ACTUAL:
            return Realis.FUTURE
        return realis

    def _is_purpose(self, trigger: Token) -> bool:
        """Whether the trigger is what somebody hopes to reach: "launched an attack to capture the town"."""
        if trigger.dep_ not in _PURPOSES and not (trigger.dep_ == "conj" and trigger.head.dep_ == "advcl"):
            return False
        node = trigger if trigger.dep_ in _PURPOSES else trigger.head
        to = any(child.lower_ == "to" and child.dep_ in {"mark", "aux"} for child in node.children)
        aimed = node.tag_ == "VBG" and marked_by(node, {"at"}) and node.head.lower_ == "aimed"
        if aimed and node.head.dep_ in {"acl", "advcl"}:
            # "an attack aimed at driving them out"
            return True
        if node.dep_ == "xcomp":
            # "launched attacks to capture X"; "began an operation to capture X", but not "began to capture X"
            opened = any(lemma(child) in self._realis.purpose_nouns for child in children(node.head, "obj"))
            return to and (opened or lemma(node.head) in self._realis.purpose_governors)
        if node.dep_ == "advcl":
            return (
                to and node.tag_ == "VB" and lemma(node.head) not in {*self._realis.future, *self._realis.hypothetical}
            )
        over = node.head.dep_ == "obj" and lemma(node.head.head) in self._realis.achieving
        done = over and not self._negated(node.head.head) and self._own_realis(node.head.head) is Realis.ACTUAL
        return to and node.tag_ == "VB" and lemma(node.head) in self._realis.purpose_nouns and not done

    def _background(self, trigger: Token) -> bool:
        """Whether an adverb marks the trigger as something of the past: "previously held"."""
        if any(
            child.dep_ == "advmod" and child.lower_ in self._realis.historical_adverbs and child.i < trigger.i
            for child in trigger.children
        ):
            return True
        if self._adjectives(trigger) & self._realis.historical_adjectives:
            # "the former rebel stronghold of X"
            return True
        held = trigger.head
        over = trigger.dep_ == "acl" and trigger.tag_ == "VBN" and any(past(child) for child in children(held, "cop"))
        if over and self._adjectives(held) & self._realis.last:
            # "It was the last town held by X": told once it is lost.
            return True
        words = own_words(trigger)
        text = " ".join(token.lower_ for token in trigger.doc if token.i in words)
        return any(entry in text for entry in self._realis.background_phrases)

    def near_miss(self, trigger: Token) -> bool:
        """Whether it nearly happened, and so did not: "almost encircled", "all but taken"."""
        if trigger.doc[max(0, trigger.i - 2) : trigger.i].text.lower() == "all but":
            return True
        return any(
            child.dep_ == "advmod"
            and child.lower_ in self._realis.near_miss_adverbs
            and child.nbor().lower_ not in self._realis.measured
            for child in trigger.children
        )


def _flipped(polarity: Polarity) -> Polarity:
    return Polarity.AFFIRMED if polarity is Polarity.DENIED else Polarity.DENIED


def _unless_said(mood: Mood, realis: Realis) -> Mood:
    """Take over another's realis where the trigger's own words say nothing."""
    return replace(mood, realis=realis) if mood.realis is Realis.ACTUAL else mood
