"""Who says so: the chain from a trigger to the source that its words belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spacy.tokens import Token

from bot.extraction import labels
from bot.extraction.context import Context, Speaker
from bot.extraction.quotation import in_quotes
from bot.extraction.reporting import ReportingWords, negated
from bot.extraction.speakers import SpeakerReader, with_role
from bot.extraction.syntax import (
    ancestors,
    base,
    children,
    lemma,
    of_verb,
    preposition,
    surface_subject,
)
from bot.extraction.voices import VoiceFinder
from bot.model.claim import Certainty, SpeakerType, SpeechAct
from config.lexicon import Lexicon

_TELLING = frozenset({"tell", "inform", "assure", "remind", "warn"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """How a statement is sourced: by whom, by what act of speech, with what certainty.

    `verb` is the reporting word; `unconfirmed` marks "could not verify" and "did not confirm".
    """

    speaker: Speaker | None
    act: SpeechAct
    certainty: Certainty
    verb: Token | None
    unconfirmed: bool = False


class AttributionReader:
    """Finds the source of a trigger's statement."""

    def __init__(self, *, lexicon: Lexicon, speakers: SpeakerReader) -> None:
        """Prepare the reporting words."""
        self._lexicon = lexicon
        self._speakers = speakers
        self._words = ReportingWords(lexicon)
        self._prepositions = frozenset(lexicon.reporting.sources.prepositions)
        self._voices = VoiceFinder(words=self._words, speakers=speakers, verbs=lexicon.modality.verbs)
        self._reporting = lexicon.reporting.verbs
        self._hedges = lexicon.reporting.hedges
        self._verb_classes = lexicon.modality.verbs

    def reports(self, verb: Token) -> bool:
        """Whether a verb says that somebody says something."""
        return self._words.act(verb) is not None

    def find(self, trigger: Token, *, context: Context, index: int) -> Source:
        """Return the innermost source above a trigger; the article's own voice where there is none."""
        found = self._by_syntax(trigger, context, index)
        unreal = found.act in {SpeechAct.DENY, SpeechAct.NOT_CONFIRMED}
        if unreal and (self._in_relative_clause(trigger, found.verb) or _where_it_was(trigger)):
            found = Source(speaker=None, act=SpeechAct.REPORT, certainty=Certainty.CERTAIN, verb=None)
        if in_quotes(context, index, trigger.idx) and (
            found.verb is None or not in_quotes(context, index, found.verb.idx)
        ):
            around = self._around_quote(trigger, context, index)
            if around is not None:
                return around
        if found.speaker is None and found.verb is None and (labelled := self._labelled(context, index)) is not None:
            return Source(speaker=labelled, act=SpeechAct.CLAIM, certainty=found.certainty, verb=None)
        return found

    def _labelled(self, context: Context, index: int) -> Speaker | None:
        """Return whom a headline sets before or behind its words: "Army spokesman: …", "… - state television"."""
        here = context.sentences[index]
        for number in (index - 1, index + 1):
            if not 0 <= number < len(context.sentences):
                continue
            beside = context.sentences[number]
            before = number < index
            fits = labels.opens(beside.text, here.text) if before else labels.closes(here.text, beside.text)
            if (beside.part, beside.paragraph) != (here.part, here.paragraph) or not fits:
                continue
            doc = context.docs.get(number)
            head = next((token for token in doc if token.dep_ == "ROOT"), None) if doc is not None else None
            found = self._speakers.read(head, context=context, index=number) if head is not None else None
            # "Nordish Defence Ministry", all capitals, is one name, wherever the parser sees its head.
            whole = beside.text.strip(" :")
            return replace(found, name=whole) if found is not None and not found.person else found
        return None

    def _in_relative_clause(self, trigger: Token, verb: Token | None) -> bool:
        """Whether it is background in a relative clause: denying "taking the town that X lost" denies no loss."""
        if verb is None:
            return False
        node = trigger
        while node.i not in (node.head.i, verb.i):
            if node.dep_ == "acl:relcl" and any(child.dep_ in {"nsubj", "nsubj:pass"} for child in node.children):
                return True
            node = node.head
        return False

    def _around_quote(self, trigger: Token, context: Context, index: int) -> Source | None:
        """Return who is said to have spoken the words in quotation marks, by the words right after or before them."""
        doc = trigger.doc
        outside = [token for token in doc if not in_quotes(context, index, token.idx) and token.text not in "\"'"]
        for verb in outside:
            if self._words.act(verb) is None:
                continue
            subject = children(verb, "nsubj")
            if subject and not in_quotes(context, index, subject[0].idx):
                return self.source_of_verb(verb, context=context, index=index)
            between = [token for token in outside if trigger.i < token.i < verb.i and token.pos_ in {"PROPN", "NOUN"}]
            if between and verb.i - between[0].i < 30:
                head = between[0]
                while head.dep_ in {"compound", "flat", "amod"} and head.head in between:
                    head = head.head
                act = self._words.act(verb)
                speech = act.speech_act if act is not None else SpeechAct.CLAIM
                return self._source(head, verb, context, index, act=speech, certainty=Certainty.CERTAIN)
        return None

    def _by_syntax(self, trigger: Token, context: Context, index: int) -> Source:
        """Follow the parse up from the trigger."""
        certainty = Certainty.CERTAIN
        for node in [trigger, *(parent for _, parent in ancestors(trigger))]:
            if self._told_beside(node, context, index):
                return Source(speaker=None, act=SpeechAct.REPORT, certainty=certainty, verb=None)
            according = self._according(node)
            if according is not None:
                return self._source(according, None, context, index, act=SpeechAct.CLAIM, certainty=certainty)
            inserted = self._inserted(node, trigger)
            if inserted is not None:
                return self.source_of_verb(inserted, context=context, index=index)
            found = self._above(node, context, index)
            if found is not None:
                return found
        ending = self._ending(trigger, context, index)
        if ending is not None:
            return ending
        trailing = self._trailing(trigger, context, index)
        if trailing is not None:
            return trailing
        named = [item for item in trigger.doc if preposition(item) in self._prepositions]
        if len(named) == 1 and named[0].i != trigger.i:
            return self._source(named[0], None, context, index, act=SpeechAct.CLAIM, certainty=certainty)
        quoted = self._continued_quote(trigger, context, index)
        if quoted is not None:
            return quoted
        return Source(speaker=None, act=SpeechAct.REPORT, certainty=certainty, verb=None)

    def _told_beside(self, node: Token, context: Context, index: int) -> bool:
        """Whether the article tells it beside what somebody says: "30 were killed, X says, as troops took Y"."""
        finite = node.tag_ in {"VBZ", "VBP", "VBD"} and base(node.dep_) == "advcl"
        opened = finite and any(child.lower_ == "as" and child.dep_ == "mark" for child in node.children)
        said = any(self._words.act(child) is not None for child in node.children)
        return opened and not said and not in_quotes(context, index, node.idx)

    def _above(self, node: Token, context: Context, index: int) -> Source | None:
        """Read the word that governs a step of the path, if it reports."""
        parent, label = node.head, base(node.dep_)
        if parent.i == node.i:
            return None
        if lemma(parent) in self._verb_classes.accusing and label in {"obl", "advcl", "acl", "ccomp", "obj"}:
            # "Officials accuse the militia of the attack": who accuses, says so.
            return self.source_of_verb(parent, context=context, index=index)
        if parent.pos_ in {"VERB", "AUX", "ADJ"} and label in {
            "ccomp", "xcomp", "csubj", "obj", "obl", "nsubj", "advcl", "parataxis",
        }:  # fmt: skip
            return self._governing(node, parent, label, context, index)
        if (
            label == "acl"
            and base(parent.dep_) == "obl"
            and lemma(parent.head) in self._reporting.with_infinitive
            and _infinitive(node)
        ):
            # "claimed today to have taken X": the parser hangs the infinitive on the day.
            return self._governing(node, parent.head, "xcomp", context, index)
        if label == "acl" and parent.dep_ in {"iobj", "obj", "obl"} and _that(node) and lemma(parent.head) in _TELLING:
            # "told state radio that troops had taken X": the parser hangs the clause on who was told.
            return self._governing(node, parent.head, "ccomp", context, index)
        if parent.pos_ in {"NOUN", "PROPN"} and label in {"acl", "nmod", "appos", "ccomp", "dep"}:
            return self._noun_source(node, parent, context, index)
        return None

    def _ending(self, trigger: Token, context: Context, index: int) -> Source | None:
        """Read "…, residents and aid workers told the paper." at a sentence's end, whatever the parser made of it."""
        doc = trigger.doc
        for verb in doc[trigger.i + 1 :]:
            act = self._words.act(verb)
            if act is None or len(doc) - verb.i > 8 or not (verb.tag_ in {"VBD", "VBZ", "VBP"} or _bare_past(verb)):
                continue
            # "…, the commander of the front, Arn Lesk, told the radio": the name closes with a comma of its own.
            end = verb.i - 1 if doc[verb.i - 1].text == "," else verb.i
            comma = next((item.i for item in reversed(doc[trigger.i : end]) if item.text == ","), None)
            if comma is None or end - comma > 12 or (end < verb.i and doc[end - 1].pos_ != "PROPN"):
                continue
            between = doc[comma + 1 : end]
            relative = any(item.lower_ in {"which", "who", "whom", "that"} for item in between)
            if relative or any(item.pos_ in {"VERB", "AUX", "SCONJ"} or item.dep_ == "mark" for item in between):
                continue
            head = next((item for item in between if item.pos_ in {"NOUN", "PROPN"} and item.dep_ != "compound"), None)
            while head is not None and head.dep_ in {"flat", "compound", "nmod:desc"} and head.head in between:
                # "Lesk ally Brod said": Brod did.
                head = head.head
            if head is not None and end < verb.i and (office := self._office_before(head)) is not None:
                return self._in_office(head, office, verb, context, index, act=act.speech_act)
            if head is not None:
                return self._source(head, verb, context, index, act=act.speech_act, certainty=act.certainty)
        return None

    def _in_office(
        self, head: Token, office: Token, verb: Token, context: Context, index: int, *, act: SpeechAct
    ) -> Source:
        """Return a named person with the office set before the name."""
        named = self._speakers.read(head, context=context, index=index)
        role = self._speakers.read(office, context=context, index=index)
        if named is None or role is None:
            return self._source(head, verb, context, index, act=act, certainty=Certainty.CERTAIN)
        return Source(speaker=with_role(named, role), act=act, certainty=Certainty.CERTAIN, verb=verb)

    def _trailing(self, trigger: Token, context: Context, index: int) -> Source | None:
        """Read "…, an update from the ministry confirmed." where the parser makes the clause a noun's."""
        last = next((token for token in reversed(trigger.doc) if token.is_alpha), None)
        act = self._words.act(last) if last is not None else None
        if last is None or act is None or base(last.dep_) != "acl" or last.i == trigger.i:
            return None
        first = last.head.left_edge.i
        if first <= trigger.i or trigger.doc[first - 1].text != ",":
            return None
        return self._source(last.head, last, context, index, act=act.speech_act, certainty=act.certainty)

    # -- verbs ------------------------------------------------------------------------------------------------------

    def _governing(self, node: Token, verb: Token, label: str, context: Context, index: int) -> Source | None:
        """Read a reporting verb above the trigger's clause."""
        subject = surface_subject(verb, verbs=self._verb_classes)
        if (
            (
                self._words.shown is not None
                and lemma(verb) in self._words.shown.verbs
                and label in {"ccomp", "obj", "xcomp"}
            )
            and subject
            and self._words.shows(subject[0])
        ):
            return self._evidence_source(subject[0], context, index)
        act = self._words.act(verb)
        if act is None:
            return None
        if label == "obj" and node.pos_ == "NOUN" and node.lower_ in self._reporting.not_of:
            return None
        if label == "parataxis" and verb.i > node.i:
            return None
        spoken = lemma(verb) in self._reporting.with_infinitive or act.speech_act in {SpeechAct.DENY, SpeechAct.CONFIRM}
        if label == "xcomp" and act.certainty is Certainty.CERTAIN and not spoken:
            return None
        if label == "xcomp" and act.certainty is Certainty.POSSIBLE:
            if subject and self._words.shows(subject[0]):
                return self._evidence_source(subject[0], context, index)
            return None
        if node.dep_ == "nsubj:pass" and children(verb, "obl:agent"):
            # "The loss of X was confirmed by the army"
            label = "obj"
        gerund = node.tag_ == "VBG" and act.speech_act is SpeechAct.DENY and not children(node, "mark")
        said = (_infinitive(node) and lemma(verb) in self._reporting.with_infinitive) or gerund
        if label in {"obl", "nsubj"} or (label == "advcl" and not said):
            return None
        if act.speech_act is SpeechAct.RETRACT and label == "obj":
            return None
        if act.speech_act is SpeechAct.RETRACT and label == "parataxis":
            # "corrected himself: the rebels do not hold X" says so, and takes back something else.
            return replace(self.source_of_verb(verb, context=context, index=index), act=SpeechAct.CLAIM)
        if (
            label == "obj"
            and act.speech_act not in {SpeechAct.DENY, SpeechAct.CONFIRM}
            and lemma(verb) not in self._reporting.with_event
        ):
            return None
        return self.source_of_verb(verb, context=context, index=index)

    def source_of_verb(self, verb: Token, *, context: Context, index: int) -> Source:
        """Return who a reporting verb says speaks, and by what act of speech."""
        act = self._words.of_lemma(lemma(verb))
        heads = surface_subject(verb, verbs=self._verb_classes)
        functions = of_verb(verb, verbs=self._verb_classes)
        if functions.passive:
            heads = functions.get("subject")
        speech = act.speech_act if act is not None else SpeechAct.CLAIM
        certainty = act.certainty if act is not None else Certainty.CERTAIN
        unconfirmed = self._words.unconfirmed(verb)
        if unconfirmed:
            speech = SpeechAct.NOT_CONFIRMED
        elif negated(verb) and speech is SpeechAct.DENY:
            speech = SpeechAct.NOT_CONFIRMED
            unconfirmed = True
        if functions.passive and not heads:
            certainty = certainty if certainty is not Certainty.CERTAIN else Certainty.PROBABLE
            if speech is SpeechAct.CLAIM:
                return Source(speaker=None, act=SpeechAct.REPORT, certainty=certainty, verb=verb)
        subjects = children(verb, "nsubj")
        if len(subjects) == 2 and subjects[1].pos_ == "PROPN":
            # "the governor of X Hamid Tahir said": office and person, read as two subjects.
            person, office = (self._speakers.read(item, context=context, index=index) for item in reversed(subjects))
            if person is not None and office is not None:
                speaker = with_role(person, office)
                return Source(speaker=speaker, act=speech, certainty=certainty, verb=verb, unconfirmed=unconfirmed)
        head = heads[0] if heads else self._just_before(verb)
        title = self._office_before(head) if head is not None and not heads else None
        if head is not None and title is not None:
            named = self._speakers.read(head, context=context, index=index)
            role = self._speakers.read(title, context=context, index=index)
            if named is not None and role is not None:
                speaker = with_role(named, role)
                return Source(speaker=speaker, act=speech, certainty=certainty, verb=verb, unconfirmed=unconfirmed)
        return self._source(head, verb, context, index, act=speech, certainty=certainty, unconfirmed=unconfirmed)

    def speaker_of(self, head: Token, *, context: Context, index: int) -> Speaker | None:
        """Return who a phrase is that somebody speaks by."""
        return self._voices.of(head, context, index)

    def _just_before(self, verb: Token) -> Token | None:
        """Return the name or noun right before a reporting verb that the parser left without a subject."""
        at = verb.i - 1
        while at >= 0 and verb.doc[at].text == ",":
            at -= 1
        if at < 0 or verb.doc[at].pos_ not in {"PROPN", "NOUN"} or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
            return None
        head = verb.doc[at]
        while (
            head.dep_ in {"flat", "compound"}
            and head.head.i in range(max(0, verb.i - 8), verb.i)
            and head.head.i != head.i
        ):
            head = head.head
        return head

    def _office_before(self, head: Token) -> Token | None:
        """Return the office set before a name: "the governor of the region, Hamid Tahir, said"."""
        comma = head.left_edge.i - 1 if head.left_edge.text != "," else head.left_edge.i
        if comma < 1 or head.doc[comma].text != ",":
            return None
        for token in reversed(head.doc[max(0, comma - 8) : comma]):
            if token.pos_ == "NOUN" and token.dep_ in {"appos", "nsubj", "conj", "parataxis", "ROOT", "obj"}:
                return token
            if token.text == ",":
                return None
        return None

    def _inserted(self, node: Token, trigger: Token) -> Token | None:
        """Return a reporting verb set beside or inside the statement: "…," he said; "…, officials said, …"."""
        for child in node.children:
            if child.dep_ in {"parataxis", "ccomp", "dep", "conj", "advcl", "discourse"} and child.i != trigger.i:
                if trigger.i in {item.i for item in child.subtree}:
                    continue
                act = self._words.act(child)
                bare = child.tag_ == "VBN" and not any(item.dep_.startswith("aux") for item in child.children)
                if bare or act is None or act.speech_act is SpeechAct.RETRACT:
                    continue
                # "residents told the paper": whom they told is the object, and not what they said.
                said = {"ccomp"} if lemma(child) == "tell" else {"ccomp", "obj"}
                own = [item for item in child.children if item.dep_ in said]
                if own or not (children(child, "nsubj") or self._just_before(child) is not None):
                    continue
                if child.dep_ in {"conj", "advcl"}:
                    continue
                return child
        return None

    # -- nouns and prepositions -------------------------------------------------------------------------------------

    def _according(self, node: Token) -> Token | None:
        for child in node.children:
            if child.dep_ in {"obl", "nmod", "advcl", "parataxis"} and preposition(child) in self._prepositions:
                return child
            if child.lower_ == "according":
                below = [item for item in child.children if item.dep_ in {"obl", "nmod", "fixed", "pobj"}]
                return next((item for item in below if item.pos_ != "ADP"), None)
        return None

    def _noun_source(self, node: Token, noun: Token, context: Context, index: int) -> Source | None:
        """Read "its claim of having captured X", "a video appearing to show", "reports that"."""
        word = lemma(noun)
        if word in self._words.evidence and base(node.dep_) in {"acl", "nmod", "ccomp"}:
            return self._evidence_source(noun, context, index)
        act = self._words.of_noun(word)
        if act is None or base(node.dep_) not in {"acl", "nmod", "ccomp", "appos", "dep"}:
            return None
        if base(node.dep_) == "nmod" and preposition(node) not in {"of", "about", "on"}:
            return None
        owners = [
            child
            for child in children(noun, "nmod:poss", "nmod", "compound")
            if child.i != node.i and preposition(child) in {"", "by", "from", "of"}
        ]
        owner = owners[0] if owners else None
        above = self._words.act(noun.head) if base(noun.dep_) == "obj" else None
        if above is not None and above.speech_act is SpeechAct.RETRACT:
            # "withdrew its claim that"
            return self.source_of_verb(noun.head, context=context, index=index)
        if owner is None and noun.head.pos_ == "VERB" and base(noun.dep_) in {"obj", "iobj", "obl"}:
            subject = surface_subject(noun.head, verbs=self._verb_classes)
            answers = lemma(noun.head) in self._reporting.answering
            owner = subject[0] if subject and not answers else None
            outer = self._words.act(noun.head)
            if outer is not None and lemma(noun.head) == "tell":
                # "told a briefing that": the parser hangs what was said on whom it was said to.
                return self.source_of_verb(noun.head, context=context, index=index)
            if outer is not None and outer.speech_act in {SpeechAct.DENY, SpeechAct.CONFIRM, SpeechAct.RETRACT}:
                return self.source_of_verb(noun.head, context=context, index=index)
        certainty = act.certainty
        if owner is None:
            certainty = Certainty.PROBABLE if certainty is Certainty.CERTAIN else certainty
            return Source(speaker=None, act=SpeechAct.REPORT, certainty=certainty, verb=noun)
        return self._source(owner, noun, context, index, act=act.speech_act, certainty=certainty)

    def _evidence_source(self, head: Token, context: Context, index: int) -> Source:
        """Return a picture or post as the source; whoever is said to have posted it speaks."""
        verb, hedges = head.head, self._hedges
        hedged = any(child.lower_ in hedges.words for child in [*head.children, *verb.children, verb])
        hedged = hedged or any(lemma(child) in hedges.verbs for child in [*verb.children, verb])
        speaker = self._speakers.read(head, context=context, index=index)
        certainty = Certainty.POSSIBLE if hedged else Certainty.CERTAIN
        if speaker is None or not speaker.named:
            posted = self._poster(head)
            if posted is not None:
                found = self._speakers.read(posted, context=context, index=index)
                if found is not None:
                    return Source(speaker=found, act=SpeechAct.CLAIM, certainty=certainty, verb=verb)
        if speaker is None:
            speaker = Speaker(name=head.text, affiliation=None, side=None, type=SpeakerType.SOCIAL_MEDIA, named=False)
        return Source(speaker=speaker, act=SpeechAct.CLAIM, certainty=certainty, verb=verb)

    def _poster(self, head: Token) -> Token | None:
        """Return who posts or releases the picture: "the army released footage of"."""
        if base(head.dep_) == "obj" and head.head.pos_ == "VERB":
            subject = surface_subject(head.head, verbs=self._verb_classes)
            return subject[0] if subject else None
        return None

    # -- who "he" is, and quotes that run on ---------------------------------------------------------------------------

    def _source(
        self,
        head: Token | None,
        verb: Token | None,
        context: Context,
        index: int,
        *,
        act: SpeechAct,
        certainty: Certainty,
        unconfirmed: bool = False,
    ) -> Source:
        speaker = None
        if head is not None:
            speaker = self._voices.of(head, context, index)
        return Source(speaker=speaker, act=act, certainty=certainty, verb=verb, unconfirmed=unconfirmed)

    def _continued_quote(self, trigger: Token, context: Context, index: int) -> Source | None:
        """Give a statement inside quotation marks to who is quoted around it."""
        sentence = context.sentences[index]
        if not in_quotes(context, index, trigger.idx):
            return None
        tail = sentence.text[trigger.idx :]
        if not re.search(r"[\"”]", tail):
            following = context.docs.get(index + 1)
            if following is not None and context.sentences[index + 1].paragraph == sentence.paragraph:
                for token in following:
                    if self._words.act(token) is not None and children(token, "nsubj"):
                        return self.source_of_verb(token, context=context, index=index + 1)
        speaker = self._voices.before(index, context)
        if speaker is None:
            return None
        return Source(speaker=speaker, act=SpeechAct.CLAIM, certainty=Certainty.CERTAIN, verb=None)


def _that(clause: Token) -> bool:
    """Whether "that" opens a clause and stands for nothing in it."""
    return any(child.lower_ == "that" and child.dep_ == "mark" for child in clause.children)


def _infinitive(token: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ in {"mark", "aux"} for child in token.children)


def _where_it_was(trigger: Token) -> bool:
    """Whether the noun only says where something else happened: denying "his death in clashes" denies no clashes."""
    within = base(trigger.dep_) == "nmod" and preposition(trigger) in {"in", "during", "at"}
    return trigger.pos_ == "NOUN" and within and trigger.head.pos_ == "NOUN"


def _bare_past(verb: Token) -> bool:
    """Whether it is a past tense read as a participle: "…, spokesman Arn Lesk repeated on Friday."."""
    doc = verb.doc
    before = doc[verb.i - 1] if verb.i else verb
    by = verb.i + 1 < len(doc) and doc[verb.i + 1].lower_ == "by"
    return verb.tag_ == "VBN" and before.pos_ == "PROPN" and not by
