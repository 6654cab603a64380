"""Statements about statements: "the government denies these claims", "the BBC could not verify the report"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.attribution import AttributionReader, Source
from bot.extraction.context import LOOKBACK, Speaker
from bot.extraction.drafts import Draft
from bot.extraction.reading import Reading
from bot.extraction.sightings import EVIDENCE
from bot.extraction.syntax import children, lemma, of_verb
from bot.model.claim import AssetState, Certainty, Polarity, Predicate, Realis, SpeakerType, SpeechAct, Verification
from bot.model.side import SideRef
from config.lexicon import Lexicon

_STRIKES = frozenset({AssetState.ATTACKED, AssetState.DAMAGED, AssetState.DESTROYED})
_CONDITIONS = frozenset({"if", "unless", "whether"})


class ResponseReader:
    """Applies a sentence's responses to the drafts before it."""

    def __init__(self, *, lexicon: Lexicon, attributions: AttributionReader) -> None:
        """Prepare the responding verbs."""
        self._attributions = attributions
        self._words = lexicon.reporting.responses
        self._verb_classes = lexicon.modality.verbs
        self._blame = lexicon.reporting.verbs.not_of
        self._checking = frozenset(lexicon.reporting.nonconfirmation.verbs)
        self._denying = frozenset(
            verb for act in lexicon.reporting.act if act.speech_act is SpeechAct.DENY for verb in act.verbs
        )

    def apply(self, drafts: Sequence[Draft], reading: Reading) -> list[Draft]:
        """Return the drafts with denials added and what nobody could verify marked."""
        result = self._called_false(list(drafts), reading)
        for token in reading.doc:
            if token.i not in reading.stems or token.pos_ != "VERB":
                continue
            if any(child.lower_ in _CONDITIONS for child in children(token, "mark")):
                # "even if the rebels deny it": nobody says that they do.
                continue
            word = lemma(token)
            target = self._statement(token)
            if word in self._denying and target is not None:
                denials = self._denials(token, target, result, reading)
                if denials:
                    # "denied reports that it lost X": who reported it, nobody says.
                    result = [
                        draft
                        for draft in result
                        if draft.speaker is not None or draft.sentence != reading.index or not _below(draft, target)
                    ]
                result.extend(denials)
            elif word in self._denying and self._disclaims(token):
                result.extend(self._disclaimed(token, result, reading))
            elif word in self._checking:
                result = self._unverified(token, target, result, reading)
        return result

    def _called_false(self, drafts: list[Draft], reading: Reading) -> list[Draft]:
        """Deny what "reports that X had fallen were false" is about; whoever says that it is false, denies it."""
        for token in reading.doc:
            branded = self._branded(token) if lemma(token) in self._words.false else None
            if branded is not None:
                speaker = self._source(branded[0], reading).speaker
                drafts = [
                    _contradicted(draft, speaker)
                    if draft.sentence == reading.index and _below(draft, branded[1])
                    else draft
                    for draft in drafts
                ]
                continue
            nothing = token.lower_ in self._words.truth and any(item.lower_ == "no" for item in token.children)
            if lemma(token) not in self._words.false and not nothing:
                continue
            # "There is no truth in reports that X has fallen"
            subjects = children(token, "nmod", "obl") if nothing else children(token, "nsubj")
            if not subjects and children(token, "cop"):
                # "Reports that X had fallen were false", where the parser takes the reports for a verb.
                subjects = [item for item in reading.doc[: token.i] if item.lower_ in self._words.statements][:1]
            for target in subjects:
                if not self._is_statement(target):
                    continue
                source = self._attributions.find(token, context=reading.context, index=reading.index)
                drafts = [
                    _contradicted(draft, source.speaker)
                    if draft.sentence == reading.index and (_below(draft, target) or _said_behind(draft, target))
                    else draft
                    for draft in drafts
                ]
        return drafts

    def _branded(self, token: Token) -> tuple[Token, Token] | None:
        """Return verb and statement of "described claims of X's fall as rumours", by the word for what is false."""
        doc = token.doc
        for verb in reversed(doc[: token.i]):
            if verb.pos_ != "VERB" or lemma(verb) not in self._words.branding:
                continue
            named_so = any(item.lower_ == "as" for item in doc[verb.i : token.i])
            if not named_so and lemma(verb) not in {"call", "label", "term", "brand"}:
                return None
            functions = of_verb(verb, verbs=self._verb_classes)
            found = next((head for head in functions.get("object") if self._is_statement(head)), None)
            return (verb, found) if found is not None and found.i < token.i else None
        return None

    def _is_statement(self, head: Token) -> bool:
        return lemma(head) in self._words.statements or head.lower_ in self._words.statements

    def _statement(self, verb: Token) -> Token | None:
        """Return the statement that is a verb's object."""
        functions = of_verb(verb, verbs=self._verb_classes)
        for head in functions.get("object"):
            if self._is_statement(head):
                return head
        if verb.dep_ in {"acl", "acl:relcl"} and self._is_statement(verb.head) and children(verb, "nsubj"):
            # "…, a claim that the army rejected"
            return verb.head
        return None

    def _denials(self, verb: Token, target: Token, drafts: Sequence[Draft], reading: Reading) -> list[Draft]:
        """Return the claims that are denied, each as a denied claim of who denies it."""
        source = self._source(verb, reading)
        if source.speaker is None or source.act is not SpeechAct.DENY:
            return []
        owner = None
        for child in children(target, "nmod:poss", "compound", "amod"):
            found = reading.context.side_over(reading.index, child)
            owner = found.side if found is not None else owner
        content = [item for item in children(target, "acl", "ccomp", "acl:relcl") if item.i != verb.i]
        if content:
            # "rejected the claim to have captured X": the content stands beside the claim, and nothing else is meant.
            drafts = [draft for draft in drafts if draft.sentence == reading.index and _below(draft, target)]
        first = reading.index - (LOOKBACK if owner is not None else 1)
        judged = verb.dep_ in {"acl", "acl:relcl"} and verb.head.i == target.i
        if judged or verb.dep_ in {"conj", "advcl", "parataxis"}:
            # "Officials say that …, but the army denies this": this is what the sentence says.
            first = reading.index
        earlier = [
            draft
            for draft in drafts
            if first <= draft.sentence <= reading.index
            and (draft.sentence < reading.index or draft.trigger < verb.idx or _below(draft, target))
            and draft.speech_act in {SpeechAct.CLAIM, SpeechAct.REPORT, SpeechAct.CONFIRM}
            and (draft.polarity is Polarity.AFFIRMED or _below(draft, target))
            and draft.rule != EVIDENCE
            and (draft.speaker is not None or lemma(target) == "report")
            and (draft.speaker is None or draft.speaker.side != source.speaker.side)
            and (owner is None or (draft.speaker is not None and draft.speaker.side == owner))
        ]
        if not earlier:
            return []
        last = max(draft.sentence for draft in earlier)
        return [
            replace(
                draft,
                sentence=reading.index,
                trigger=verb.idx,
                rule=f"{draft.rule}+denial",
                actor=_keeper(draft, source.speaker),
                polarity=Polarity.DENIED if draft.polarity is Polarity.AFFIRMED else Polarity.AFFIRMED,
                certainty=Certainty.CERTAIN,
                realis=Realis.ACTUAL if draft.realis is Realis.HISTORICAL else draft.realis,
                speech_act=SpeechAct.DENY,
                speaker=source.speaker,
                verification=None,
                unverified_by=None,
                mentions=(reading.mention(verb),),
            )
            for draft in earlier
            if draft.sentence == last
        ]

    def _disclaims(self, verb: Token) -> bool:
        """Whether a verb denies a share in what happened: "denied responsibility", "denies having had a hand in it"."""
        clauses = children(verb, "xcomp", "ccomp", "advcl")
        having = [item for item in clauses if item.tag_ == "VBG" and lemma(item) in {"have", "bear", "play"}]
        objects = [of_verb(item, verbs=self._verb_classes).get("object") for item in (verb, *having)]
        return any(head.lower_ in self._blame for heads in objects for head in heads)

    def _disclaimed(self, verb: Token, drafts: Sequence[Draft], reading: Reading) -> list[Draft]:
        """Return the strikes that somebody says were not his ("denied responsibility"), where they were called his."""
        source = self._source(verb, reading)
        if source.speaker is None or source.act is not SpeechAct.DENY:
            return []
        side = source.speaker.side or self._side_of_subject(verb, reading)
        if side is None:
            return []
        blamed = [
            draft
            for draft in drafts
            if reading.index - LOOKBACK <= draft.sentence <= reading.index
            and (draft.sentence < reading.index or draft.trigger < verb.idx)
            and draft.state in _STRIKES
            and draft.polarity is Polarity.AFFIRMED
            and draft.speech_act in {SpeechAct.CLAIM, SpeechAct.REPORT, SpeechAct.CONFIRM}
            and draft.actor is not None
            and draft.actor.side == side
        ]
        last = max((draft.sentence for draft in blamed), default=None)
        return [
            replace(
                draft,
                sentence=reading.index,
                trigger=verb.idx,
                rule=f"{draft.rule}+disclaimer",
                polarity=Polarity.DENIED,
                certainty=Certainty.CERTAIN,
                realis=Realis.ACTUAL,
                speech_act=SpeechAct.DENY,
                speaker=replace(source.speaker, side=side),
                against_interest=False,
                quantities=(),
                verification=None,
                unverified_by=None,
                mentions=(reading.mention(verb),),
            )
            for draft in blamed
            if draft.sentence == last
        ]

    def _side_of_subject(self, verb: Token, reading: Reading) -> str | None:
        """Return the side of who denies where only the sentence says it: "though the group denies it"."""
        subjects = of_verb(verb, verbs=self._verb_classes).get("subject")
        found = reading.sides.ground(subjects[0]) if subjects else None
        return found.side if found is not None else None

    def _unverified(self, verb: Token, target: Token | None, drafts: Sequence[Draft], reading: Reading) -> list[Draft]:
        """Mark the drafts that a non-confirmation is about."""
        source = self._source(verb, reading)
        if not source.unconfirmed:
            return list(drafts)
        by = source.speaker.name if source.speaker else (reading.context.article.publisher or None)
        if source.speaker is not None and source.speaker.type in {SpeakerType.MILITARY, SpeakerType.OFFICIAL}:
            # A side that was asked and says nothing is no third party that could not check.
            return list(drafts)
        own_drafts = [draft for draft in drafts if draft.sentence == reading.index]
        about = {draft.place.geonameid or draft.place.name for draft in own_drafts if draft.place is not None}
        result = []
        candidates = [draft.sentence for draft in drafts if draft.sentence < reading.index]
        nearest = max(candidates, default=None)
        sweeping = target is not None and lemma(target) in self._words.sweeping and target.tag_ == "NNS"
        for draft in drafts:
            place = (draft.place.geonameid or draft.place.name) if draft.place else None
            same_place = place is not None and place in about and draft.sentence <= reading.index
            stated = (
                target is not None
                and not about
                and (
                    (draft.sentence == nearest and reading.index - draft.sentence <= LOOKBACK)
                    or (sweeping and draft.speaker is not None)
                )
            )
            if (same_place or stated) and draft.speech_act is not SpeechAct.NOT_CONFIRMED:
                result.append(replace(draft, verification=Verification.UNVERIFIED, unverified_by=by))
            else:
                result.append(draft)
        return result

    def _source(self, verb: Token, reading: Reading) -> Source:
        return self._attributions.source_of_verb(verb, context=reading.context, index=reading.index)


def _contradicted(draft: Draft, speaker: Speaker | None) -> Draft:
    """Return what somebody says who calls a statement false: that it is not so, of a loss that there was none."""
    lost = draft.predicate is Predicate.CONTROLS and draft.polarity is Polarity.DENIED
    return replace(
        draft,
        actor=_keeper(draft, speaker),
        polarity=Polarity.AFFIRMED if lost else Polarity.DENIED,
        certainty=Certainty.CERTAIN,
        speech_act=SpeechAct.DENY,
        speaker=speaker,
    )


def _keeper(draft: Draft, speaker: Speaker | None) -> SideRef | None:
    """Return who holds what was not lost: whom the words name, else the side of whoever denies the loss."""
    lost = draft.predicate is Predicate.CONTROLS and draft.polarity is Polarity.DENIED
    if draft.actor is None and lost and speaker is not None and speaker.side is not None:
        return SideRef(side=speaker.side, name=speaker.name)
    return draft.actor


def _below(draft: Draft, target: Token) -> bool:
    """Whether a draft's trigger stands in the words of what is denied: "rejected the claim to have captured X"."""
    return any(token.idx == draft.trigger for token in target.subtree)


def _said_behind(draft: Draft, target: Token) -> bool:
    """Whether a draft's trigger stands in "reports that …", up to the next comma, wherever it is hung."""
    doc = target.doc
    if target.i + 1 >= len(doc) or doc[target.i + 1].lower_ != "that":
        return False
    end = next((item.idx for item in doc[target.i :] if item.text in {",", ";", "."}), len(doc.text))
    return target.idx < draft.trigger < end
