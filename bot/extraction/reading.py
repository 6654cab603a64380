"""One parsed sentence with everything found in it, and what is common to all claims that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Token

from bot.extraction.actors import SideGrounding
from bot.extraction.assets import AssetSpan
from bot.extraction.attribution import AttributionReader, Source
from bot.extraction.context import Context
from bot.extraction.figures import QuantitySpan
from bot.extraction.grounding import PlaceGrounding
from bot.extraction.modality import Mood, MoodReader, less_sure
from bot.extraction.syntax import ancestors, lemma, own_words, preposition
from bot.extraction.times import TimeExpression, historical, publication_time
from bot.model.claim import (
    Certainty,
    EventTime,
    Mention,
    Polarity,
    Quantity,
    Realis,
    SpeechAct,
    TimeBasis,
    TimePrecision,
    Unit,
)

LONGEST_QUOTE = 600
# "the 2003 invasion"
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class Circumstances:
    """What every claim of a trigger shares, whatever it is about."""

    time: EventTime
    polarity: Polarity
    certainty: Certainty
    realis: Realis
    speech_act: SpeechAct
    source: Source
    mood: Mood


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A parsed sentence of an article.

    `assets_before` are those of the sentence before, where a pronoun may mean one.
    """

    context: Context
    index: int
    doc: Doc
    places: PlaceGrounding
    sides: SideGrounding
    assets: tuple[AssetSpan, ...]
    assets_before: tuple[AssetSpan, ...] = ()
    times: tuple[TimeExpression, ...]
    quantities: tuple[QuantitySpan, ...]
    moods: MoodReader
    attributions: AttributionReader
    stems: frozenset[int]

    def circumstances(self, trigger: Token, *, polarity: Polarity = Polarity.AFFIRMED) -> Circumstances:
        """Read source, mood and time of a trigger; `polarity` is what the frame's own word says ("lose")."""
        source = self.attributions.find(trigger, context=self.context, index=self.index)
        stop = source.verb if source.verb is not None and source.verb.doc is self.doc else None
        mood = self.moods.read(trigger, stop=stop)
        denied = (mood.polarity is Polarity.DENIED) ^ (polarity is Polarity.DENIED)
        speech = source.act
        if speech is SpeechAct.DENY:
            denied = not denied
        time, stated = self.time_of(trigger, stop)
        realis = mood.realis
        if speech is SpeechAct.NOT_CONFIRMED and realis is Realis.HYPOTHETICAL:
            # "Could not confirm whether troops are there": that is left open, and nobody makes it up.
            realis = Realis.ACTUAL
        if realis is Realis.ACTUAL and (
            mood.background or (stated and historical(time, published=self.context.published))
        ):
            realis = Realis.HISTORICAL
        if realis is Realis.ACTUAL and stated and time.start is not None and time.start > self.context.published:
            if _told_as_past(trigger) and time.basis is TimeBasis.EXPLICIT:
                # "On 28 November that year they took": a day without its year, of a year before.
                time, realis = _years_before(time), Realis.HISTORICAL
            else:
                realis = Realis.FUTURE
        if speech is SpeechAct.REPORT and source.speaker is not None:
            speech = SpeechAct.CLAIM
        return Circumstances(
            time=time,
            polarity=Polarity.DENIED if denied else Polarity.AFFIRMED,
            certainty=Certainty.CERTAIN
            if speech is SpeechAct.DENY
            else less_sure(
                less_sure(mood.certainty, source.certainty),
                self.moods.of_source(trigger, stop),
            ),
            realis=realis,
            speech_act=speech,
            source=source,
            mood=mood,
        )

    def time_of(self, trigger: Token, stop: Token | None) -> tuple[EventTime, bool]:
        """Return when it happened, and whether the text says so; the publication day where it does not."""
        for child in trigger.children:
            if child.i < trigger.i and _YEAR.fullmatch(child.text):
                year = int(child.text)
                span = EventTime(
                    start=date(year, 1, 1),
                    end=date(year, 12, 31),
                    precision=TimePrecision.YEAR,
                    basis=TimeBasis.EXPLICIT,
                )
                return span, True
        past = False
        for node in [trigger, *(parent for _, parent in ancestors(trigger))]:
            if stop is not None and node.i == stop.i:
                break
            inside = own_words(node)
            for item in self.times:
                token = self.token_at(item.start)
                elsewhere = (
                    token is None
                    or self._belongs_to_clause(token, node, trigger)
                    or _of_another(token, trigger)
                    or self._of_saying(token, trigger)
                )
                ahead = item.time.start is not None and item.time.start > self.context.published
                if token is not None and token.i in inside and not elsewhere and not (past and ahead):
                    # "will meet on Monday after the attack on X": when that was is not said.
                    return item.time, True
            past = past or (node.pos_ in {"NOUN", "PROPN"} and preposition(node) in {"after", "following"})
            if node.dep_ == "acl:relcl":
                # "last week's strike, which hit X"
                owners = {item.i for child in node.head.children if child.dep_ == "nmod:poss" for item in child.subtree}
                for item in self.times:
                    token = self.token_at(item.start)
                    if token is not None and token.i in owners:
                        return item.time, True
            if node.dep_ in {"ccomp", "acl:relcl", "parataxis"}:
                break
        return publication_time(self.context.published), False

    def _of_saying(self, token: Token, trigger: Token) -> bool:
        """Whether a time is when somebody said so: "took X, the radio announced on Wednesday"."""
        for _, parent in ancestors(token):
            if parent.i <= trigger.i:
                return False
            if parent.tag_ in {"VBD", "VBZ", "VBP", "VBN"} and self.attributions.reports(parent):
                return "," in {item.text for item in self.doc[trigger.i : parent.i]} and all(
                    item.i != trigger.i for item in parent.subtree
                )
        return False

    def _belongs_to_clause(self, token: Token, node: Token, trigger: Token) -> bool:
        """Whether a time stands in another coordinated clause than the trigger."""
        return any(
            parent.i != node.i and parent.dep_ in {"conj", "advcl", "acl:relcl"} and parent.pos_ == "VERB"
            and parent.i != trigger.i and trigger.i not in {item.i for item in parent.subtree}
            for _, parent in ancestors(token)
            if parent.i in {item.i for item in node.subtree}
        )  # fmt: skip

    def token_at(self, offset: int) -> Token | None:
        """Return the token at an offset of the sentence, or the next one."""
        for token in self.doc:
            if token.idx <= offset < token.idx + max(1, len(token.text)) or token.idx > offset:
                return token
        return None

    def asset_at(self, offset: int) -> AssetSpan | None:
        """Return the asset whose words, its name among them, stand at an offset of the sentence."""
        return next((span for span in self.assets if span.start <= offset < span.end), None)

    def figures(self, heads: Iterable[Token], units: frozenset[Unit]) -> tuple[Quantity, ...]:
        """Return the quantities of these units that stand among the own words of the heads."""
        inside: set[int] = set()
        for head in heads:
            inside |= own_words(head)
            if head.pos_ in {"NOUN", "PROPN"}:
                # "X and 13 other settlements": the figure is the second's alone.
                inside -= {item.i for child in head.children if child.dep_ == "conj" for item in child.subtree}
        found = []
        for span in self.quantities:
            token = self.token_at(span.start)
            if token is not None and token.i in inside and span.quantity.unit in units:
                found.append(span.quantity)
        return tuple(found)

    def mention(self, trigger: Token) -> Mention:
        """Return the sentence as a mention, cut around the trigger where it is longer than a quote may be."""
        sentence = self.context.sentences[self.index]
        start, end = 0, len(sentence.text)
        if end > LONGEST_QUOTE:
            start = max(0, min(trigger.idx - LONGEST_QUOTE // 2, end - LONGEST_QUOTE))
            end = start + LONGEST_QUOTE
            if start and (gap := sentence.text.find(" ", start, start + 40)) > 0:
                start = gap + 1
            if end < len(sentence.text) and (gap := sentence.text.rfind(" ", end - 40, end)) > 0:
                end = gap
        return Mention(
            part=sentence.part,
            start=sentence.start + start,
            end=sentence.start + end,
            quote=sentence.text[start:end],
        )


def _of_another(token: Token, trigger: Token) -> bool:
    """Whether a time is that of another event: "in response to last week's attack"."""
    for node, parent in ancestors(token):
        if node.dep_ == "nmod:poss" and parent.i != trigger.i:
            return preposition(parent) in {"to", "after", "following", "for", "over", "of", "since", "against", "from"}
    return False


def _told_as_past(trigger: Token) -> bool:
    """Whether a verb stands in a past tense: "took", "was taken", "has taken"."""
    tenses = [trigger, *(child for child in trigger.children if child.dep_.startswith(("aux", "cop")))]
    past = any(item.tag_ == "VBD" for item in tenses)
    return past or (trigger.tag_ == "VBN" and any(lemma(item) == "have" for item in tenses))


def _years_before(time: EventTime) -> EventTime:
    """Return the same days of the year before; 29 February becomes the 28th."""

    def before(day: date | None) -> date | None:
        if day is None:
            return None
        return (
            day.replace(year=day.year - 1, day=28)
            if (day.month, day.day) == (2, 29)
            else day.replace(year=day.year - 1)
        )

    return replace(time, start=before(time.start), end=before(time.end))
