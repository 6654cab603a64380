"""Whom somebody holds responsible for a strike told before: "officials blame the rebels", "the group was behind it"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from bot.extraction.attribution import AttributionReader, Source
from bot.extraction.context import LOOKBACK, Speaker
from bot.extraction.drafts import Draft
from bot.extraction.reading import Reading
from bot.extraction.reporting import negated
from bot.extraction.syntax import children, coordinated, lemma, of_verb, phrase, preposition
from bot.model.claim import AssetState, Certainty, Polarity, Realis, SpeechAct
from bot.model.side import SideRef
from config.lexicon import Lexicon

STRIKES = frozenset({AssetState.ATTACKED, AssetState.DAMAGED, AssetState.DESTROYED})
_CONDITIONS = frozenset({"if", "unless", "whether"})
_TOLD = frozenset({SpeechAct.CLAIM, SpeechAct.REPORT, SpeechAct.CONFIRM})
_THAT_ONE = frozenset({"the", "this", "these", "that", "those", "both", "such"})
_OF = frozenset({"of", "for", "to"})
_POINTING = frozenset({"it", "them", "this", "that", "these"})
# "Both sides blame each other": the parser knows the second word as the object.
_RECIPROCAL = (("each", "other"), ("one", "another"))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Blame:
    """One accusation: whom, and by whom, with what certainty."""

    accused: SideRef
    speaker: Speaker | None
    certainty: Certainty
    told: Token


class BlameReader:
    """Finds who is held responsible for the strikes of the sentences before."""

    def __init__(self, *, lexicon: Lexicon, attributions: AttributionReader) -> None:
        """Prepare the words for accusing, and those that stand for a strike told before."""
        self._attributions = attributions
        self._verb_classes = lexicon.modality.verbs
        self._accusing = lexicon.modality.verbs.accusing
        self._words = lexicon.reporting.blame

    def apply(self, drafts: Sequence[Draft], reading: Reading) -> list[Draft]:
        """Return the drafts with a claim added for each accusation, and the doer filled in where he says so himself."""
        result = list(drafts)
        for token in reading.doc:
            if token.i not in reading.stems or negated(token) or _conditional(token):
                continue
            strikes = _struck_before(result, token, reading)
            if not strikes:
                continue
            doer = self._owning_up(token, reading)
            if doer is not None:
                result = [replace(one, actor=doer) if _undone(one, strikes) else one for one in result]
            for blame in self._blames(token, reading):
                result.extend(_blamed(strike, blame, reading) for strike in strikes)
        return result

    def _owning_up(self, verb: Token, reading: Reading) -> SideRef | None:
        """Return who "claims responsibility" for the strike."""
        if lemma(verb) not in self._words.admitting or verb.pos_ != "VERB":
            return None
        functions = of_verb(verb, verbs=self._verb_classes)
        objects = functions.get("object")
        if not any(head.lower_ == "responsibility" for head in objects):
            return None
        behind = [
            item for head in [verb, *objects] for item in children(head, "obl", "nmod") if preposition(item) == "for"
        ]
        if behind and not all(self._is_that_strike(item, reading) for item in behind):
            return None
        subjects = functions.get("subject")
        if len(subjects) != 1 or any(item.lower_ == "no" for item in subjects[0].children):
            return None
        found = _side(subjects[0], reading)
        return found if found is not None and found.side is not None else None

    def _blames(self, token: Token, reading: Reading) -> list[_Blame]:
        if token.pos_ == "VERB" and lemma(token) in self._accusing:
            return self._accusations(token, reading)
        heads: list[Token] = []
        if token.lower_ == "behind" and token.dep_ == "case" and children(token.head, "cop"):
            # "The rebels were behind the attack"
            heads = [token.head] if self._is_that_strike(token.head, reading) else []
        elif token.lower_ == "responsible" and children(token, "cop"):
            below = [item for item in children(token, "obl", "nmod") if preposition(item) == "for"]
            heads = [token] if all(self._is_that_strike(item, reading) for item in below) else []
        elif lemma(token) in self._words.deeds and token.pos_ == "VERB" and token.tag_ != "VBG":
            # "said that the rebels had carried out the attack"
            objects = of_verb(token, verbs=self._verb_classes).get("object")
            heads = [token] if objects and all(self._is_that_strike(item, reading) for item in objects) else []
        found = []
        for head in heads:
            source = self._attributions.find(head, context=reading.context, index=reading.index)
            if source.act not in _TOLD or negated(head) or _conditional(head):
                continue
            subjects = children(head, "nsubj", "nsubj:outer") or of_verb(head, verbs=self._verb_classes).get("subject")
            found += self._against(subjects, source, token, reading)
        return found

    def _accusations(self, verb: Token, reading: Reading) -> list[_Blame]:
        """Read "X blames Y", "X blames the attack on Y", "X accuses Y of being behind it", "Y is blamed"."""
        functions = of_verb(verb, verbs=self._verb_classes)
        objects = functions.get("object")
        source = self._attributions.source_of_verb(verb, context=reading.context, index=reading.index)
        if self._is_reciprocal(verb):
            return self._each_other(functions.get("subject"), source, verb, reading)
        on = functions.get("on") if lemma(verb) == "blame" else []
        if on and objects and all(self._is_that_strike(item, reading) or self._told_of(item, verb) for item in objects):
            return self._against(on, source, verb, reading)
        if not objects or not self._of_that_strike(verb, objects, reading):
            return []
        if lemma(verb) == "suspect" or (functions.passive and source.speaker is None):
            source = replace(source, certainty=Certainty.PROBABLE)
        own = source.speaker.side if source.speaker is not None else None
        # Nobody accuses himself: "accused the Army of Dawn" is not the army of who accuses.
        return [one for one in self._against(objects, source, verb, reading) if own is None or one.accused.side != own]

    def _told_of(self, noun: Token, verb: Token) -> bool:
        """Whether the verb stands in a clause about the noun: "an attack that officials blame on the rebels"."""
        about = verb.dep_ == "acl:relcl" and verb.head.i == noun.i and lemma(noun) in self._words.events
        return about and not _named(noun)

    def _of_that_strike(self, verb: Token, objects: Sequence[Token], reading: Reading) -> bool:
        """Whether what somebody is blamed for is the strike told before: "for the attack", "of being behind it"."""
        behind = [
            item
            for head in [verb, *objects]
            for item in children(head, "obl", "nmod")
            if preposition(item) in {"for", "of"} and not (head.i != verb.i and preposition(item) == "of")
        ]
        behind += [item for item in children(verb, "obl") if preposition(item) == "of"]
        below = [item for head in [verb, *objects] for item in children(head, "advcl", "acl", "xcomp", "ccomp")]
        clauses = [item for item in below if _OF & {child.lower_ for child in children(item, "mark", "aux", "case")}]
        if not behind and not clauses:
            return lemma(verb) == "blame"
        told = [self._is_that_strike(item, reading) for item in behind if not children(item, "cop")]
        told += [self._is_deed(item, reading) for item in [*clauses, *(one for one in behind if children(one, "cop"))]]
        return bool(told) and all(told)

    def _is_deed(self, clause: Token, reading: Reading) -> bool:
        """Whether a clause says no more than that somebody did it: "being behind the attack", "carrying it out"."""
        if children(clause, "cop"):
            behind = preposition(clause) == "behind" and self._is_that_strike(clause, reading)
            return behind or clause.lower_ == "responsible" or lemma(clause) in self._words.doers
        if lemma(clause) not in self._words.deeds:
            return False
        objects = children(clause, "obj")
        return bool(objects) and all(self._is_that_strike(item, reading) for item in objects)

    def _is_that_strike(self, head: Token, reading: Reading) -> bool:
        """Whether a phrase points to a strike told before: "the attack", "it", and not "an attack on another town"."""
        if head.lower_ in _POINTING:
            return True
        if lemma(head) not in self._words.events:
            return False
        words = phrase(head)
        if not any(item.lower_ in _THAT_ONE for item in words) or children(head, "acl", "acl:relcl") or _named(head):
            return False
        # "The attack on the depot in Arden" is a strike of its own; "the attack on its website" is where they said so.
        about = [item for child in children(head, "nmod", "obl") if preposition(child) for item in child.subtree]
        elsewhere = any(reading.context.place_over(reading.index, item) is not None for item in about)
        return not elsewhere and not any(reading.asset_at(item.idx) is not None for item in (*words, *about))

    def _is_reciprocal(self, verb: Token) -> bool:
        after = [item.lower_ for item in verb.doc[verb.i + 1 : verb.i + 3]]
        return any(after == list(pair) for pair in _RECIPROCAL)

    def _each_other(self, subjects: Sequence[Token], source: Source, verb: Token, reading: Reading) -> list[_Blame]:
        """Return the accusations of two who blame each other."""
        heads = list({item.i: item for head in subjects for item in coordinated(head)}.values())
        named = [(item, found) for item in heads if (found := _side(item, reading)) is not None]
        if len(named) != 2 or (named[0][1].side or named[0][1].name) == (named[1][1].side or named[1][1].name):
            return []
        blames: list[_Blame] = []
        for (head, _), (_, other) in (named, named[::-1]):
            speaker = self._attributions.speaker_of(head, context=reading.context, index=reading.index)
            if speaker is not None:
                speaker = replace(speaker, name=speaker.name.removeprefix("and ").removeprefix("both "))
                blames.append(_Blame(accused=other, speaker=speaker, certainty=source.certainty, told=verb))
        return blames

    def _against(self, heads: Iterable[Token], source: Source, told: Token, reading: Reading) -> list[_Blame]:
        if source.verb is not None and source.verb.tag_ == "VBN" and not children(source.verb, "nsubj", "aux"):
            # "with the rebels believed to be responsible": nobody says who believes it.
            source = replace(source, speaker=None, certainty=Certainty.PROBABLE)
        speaker = source.speaker.side if source.speaker is not None else None
        sure = source.certainty is Certainty.CERTAIN
        return [
            # "with the rebels believed to be responsible": the rebels do not believe it.
            _Blame(
                accused=side,
                speaker=source.speaker if sure or side.side is None or side.side != speaker else None,
                certainty=source.certainty,
                told=told,
            )
            for head in heads
            if (side := _side(head, reading, speaker=speaker)) is not None
            and not any(item.lower_ == "no" for item in head.children)
        ]


def _side(head: Token, reading: Reading, *, speaker: str | None = None) -> SideRef | None:
    """Return the side that is held responsible; the "Nordish air strike" that did it is Norland's."""
    found = reading.sides.ground(head, speaker=speaker)
    if found is not None and found.side is not None:
        return found
    for child in children(head, "amod", "compound"):
        mention = reading.context.side_over(reading.index, child)
        if mention is not None and mention.tie is None:
            return SideRef(side=mention.side, name=mention.text)
    if head.pos_ == "PROPN" and reading.context.place_over(reading.index, head) is None:
        # A group that no catalogue knows: who it is, the text says.
        words = [item for item in phrase(head) if item.dep_ not in {"det", "case"}]
        return SideRef(side=None, name=head.doc[words[0].i : words[-1].i + 1].text)
    return None


def _named(noun: Token) -> bool:
    """Whether a strike has a place or a year of its own: "the 2016 Arden bombing"."""
    return any(item.pos_ in {"PROPN", "NUM"} for item in phrase(noun))


def _conditional(token: Token) -> bool:
    return any(child.lower_ in _CONDITIONS for child in children(token, "mark"))


def _struck_before(drafts: Sequence[Draft], token: Token, reading: Reading) -> list[Draft]:
    """Return the strikes of the nearest sentence before, or of this one before the word."""
    told = [
        draft
        for draft in drafts
        if reading.index - LOOKBACK <= draft.sentence <= reading.index
        and (draft.sentence < reading.index or draft.trigger < token.idx)
        and draft.state in STRIKES
        and draft.polarity is Polarity.AFFIRMED
        and draft.realis is Realis.ACTUAL
        and draft.speech_act in _TOLD
        and "+" not in draft.rule
    ]
    last = max((draft.sentence for draft in told), default=None)
    return [draft for draft in told if draft.sentence == last]


def _undone(draft: Draft, strikes: Sequence[Draft]) -> bool:
    """Whether it is one of these strikes, and nobody is said to have done it."""
    return (draft.actor is None or draft.actor.side is None) and any(draft is one for one in strikes)


def _blamed(strike: Draft, blame: _Blame, reading: Reading) -> Draft:
    opponent = strike.opponent
    return replace(
        strike,
        sentence=reading.index,
        trigger=blame.told.idx,
        rule=f"{strike.rule}+blame",
        actor=blame.accused,
        opponent=None if opponent is not None and opponent.side == blame.accused.side else opponent,
        certainty=blame.certainty,
        speech_act=SpeechAct.REPORT if blame.speaker is None else SpeechAct.CLAIM,
        speaker=blame.speaker,
        against_interest=False,
        quantities=(),
        verification=None,
        unverified_by=None,
        mentions=(reading.mention(blame.told),),
    )
