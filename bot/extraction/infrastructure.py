"""Infrastructure claims: what was destroyed, hit, cut off, restored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.assets import AssetSpan
from bot.extraction.drafts import Draft
from bot.extraction.frames import FrameIndex, Match
from bot.extraction.reading import Circumstances, Reading
from bot.extraction.syntax import (
    base,
    children,
    coordinated,
    lemma,
    preposition,
)
from bot.model.claim import Asset, AssetKind, AssetState, Domain, Quantity, Realis, Unit
from bot.model.place import Feature, Place, PlaceRelation
from bot.model.side import SideRef
from config.lexicon import Lexicon

_UNITS = frozenset({Unit.COUNT, Unit.PERCENT, Unit.M3, Unit.MW, Unit.PEOPLE})
_SERVICES = frozenset(
    {AssetKind.POWER, AssetKind.GAS, AssetKind.WATER, AssetKind.TELECOM, AssetKind.OIL, AssetKind.SUPPLY}
)
# What only flows or runs can be reduced; what only stands can be levelled.
_FLOWS = _SERVICES | {AssetKind.RAIL, AssetKind.PORT, AssetKind.AIRPORT, AssetKind.ROAD, AssetKind.HOSPITAL}
_FALLS = frozenset({"fall", "drop", "decline", "decrease", "reduce", "rise"})
_LOCATIVE = frozenset({"in", "at", "near", "outside", "on", "around", "inside", "across", "of", "to", "from", "within"})


class InfrastructureReader:
    """Finds the infrastructure claims of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Index the infrastructure frames."""
        self._lexicon = lexicon
        self._control = lexicon.modality.objects.object_control
        self._frames = FrameIndex(lexicon.infrastructure.frame, object_control=self._control)
        self._carriers = frozenset(lexicon.infrastructure.carriers.words)
        self._deprive = frozenset(lexicon.infrastructure.deprivation.deprive)
        words = sorted(lexicon.infrastructure.means.words, key=len, reverse=True)
        self._means = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")s?\b", re.IGNORECASE)
        predicates = lexicon.infrastructure.predicates
        self._predicates = {
            word: state
            for state, entries in (
                (AssetState.DAMAGED, predicates.damaged),
                (AssetState.CUT_OFF, predicates.cut_off),
                (AssetState.OPERATIONAL, predicates.operational),
                (AssetState.UNDAMAGED, predicates.undamaged),
                (AssetState.DESTROYED, predicates.destroyed),
            )
            for word in entries
        }

    def read(self, reading: Reading) -> tuple[Draft, ...]:
        """Return the drafts of one sentence in text order; nothing where it names no asset."""
        if not reading.assets:
            return ()
        drafts = [
            draft for match in self._frames.matches(reading.doc, reading.stems) for draft in self._frame(match, reading)
        ]
        drafts.extend(self._deprived(reading))
        drafts.extend(self._predicated(reading))
        drafts.extend(self._fallen(reading, drafts))
        return tuple(_strongest(drafts))

    # -- frames -----------------------------------------------------------------------------------------------------

    def _frame(self, match: Match, reading: Reading) -> Iterator[Draft]:
        frame = match.frame
        if frame.state is None:
            return
        found = self._assets_of(match, reading)
        if not found:
            return
        shared = reading.circumstances(match.trigger, polarity=frame.polarity)
        if shared.mood.purpose and frame.state is not AssetState.THREATENED:
            shared = replace(shared, realis=Realis.HYPOTHETICAL)
        said_by = shared.source.speaker.side if shared.source.speaker else None
        actor = self._actor(match, reading, said_by)
        means = self._means_of(match, reading)
        for head, span in found:
            yield self._draft(
                trigger=match.trigger,
                rule=frame.id,
                span=span,
                head=head,
                state=frame.state,
                actor=actor,
                means=means,
                shared=shared,
                reading=reading,
            )

    def _assets_of(self, match: Match, reading: Reading) -> list[tuple[Token, AssetSpan]]:
        """Return the assets of the first function that holds any, each with the word that stands for it."""
        frame = match.frame
        for name in frame.noun_asset if match.nominal else frame.asset:
            found = []
            for head in match.functions.get(name):
                if name == "subject" and (match.functions.get("object") or match.functions.passive):
                    continue
                beside = not match.nominal and name not in {"object", "subject"}
                if beside and self._hits_something_else(match, reading):
                    continue
                word, span = self._asset_behind(head, name, reading)
                if span is not None and self._fits(span, word, match, name):
                    found.append((word, span))
            if found:
                return found
        return []

    def _asset_behind(self, head: Token, name: str, reading: Reading) -> tuple[Token, AssetSpan | None]:
        span = _asset_at(head, reading)
        if span is not None:
            return head, span
        if name == "poss" and head.lower_ == "its":
            return head, next((item for item in reversed(reading.assets) if item.end <= head.idx), None)
        return self._inner_asset(head, reading) if name in {"object", "subject"} else (head, None)

    def _hits_something_else(self, match: Match, reading: Reading) -> bool:
        """Whether the verb's object is what was hit, and no asset: "hits a convoy near the airport"."""
        weapons = self._means
        return any(
            _asset_at(head, reading) is None and not weapons.fullmatch(head.lower_) and head.pos_ in {"NOUN", "PROPN"}
            for head in match.functions.get("object")
        )

    def _fits(self, span: AssetSpan, head: Token, match: Match, name: str) -> bool:
        state = match.frame.state
        if state == AssetState.DISRUPTED and span.kind not in _FLOWS:
            return False
        if (
            state is AssetState.CUT_OFF
            and lemma(match.trigger) in {"loss", "lose", "fail"}
            and span.kind not in _SERVICES
        ):
            return False
        if state is AssetState.SEIZED:
            return span.facility and lemma(head) not in self._lexicon.nouns.places.settlement
        if state in {AssetState.DESTROYED, AssetState.DAMAGED} and name == "subject" and match.nominal:
            return False
        if name == "subject" and state is AssetState.ATTACKED:
            return False
        if state is AssetState.ATTACKED and span.kind is AssetKind.ROAD and name not in {"object", "of", "modifier"}:
            # A bomb on a road strikes who drives there.
            return False
        if match.nominal and name == "in" and state is AssetState.ATTACKED:
            return span.kind not in _SERVICES
        return True

    def _inner_asset(self, head: Token, reading: Reading) -> tuple[Token, AssetSpan | None]:
        """Return the asset behind "the flow of gas", "parts of the bridge", "supplies of water"."""
        for child in head.children:
            if child.dep_ in {"nmod", "compound"} and preposition(child) in {"of", "to", ""}:
                span = _asset_at(child, reading)
                if span is not None and lemma(head) in self._carriers:
                    return child, span
        return head, None

    def _actor(self, match: Match, reading: Reading, said_by: str | None) -> SideRef | None:
        blamed = reading.sides.accused(match.trigger)
        if blamed is not None and blamed.side is not None:
            return blamed
        names = match.frame.noun_actor if match.nominal else match.frame.actor
        for name in names:
            for head in match.functions.get(name):
                if _asset_at(head, reading) is not None:
                    continue
                found = reading.sides.ground(head, speaker=said_by)
                if found is not None and found.side is not None:
                    return found
        if match.nominal:
            for child in match.functions.get("modifier"):
                mention = reading.context.side_over(reading.index, child)
                if mention is not None:
                    return SideRef(side=mention.side, name=mention.text)
        return None

    def _means_of(self, match: Match, reading: Reading) -> str | None:
        """Return the weapon or cause: the subject of "destroyed", the trigger noun, or what stands after "by"."""
        places = [match.trigger.subtree] if match.nominal else []
        places += [head.subtree for name in ("subject", "with", "in", "by") for head in match.functions.get(name)]
        places += [child.subtree for child in children(match.trigger, "advcl") if child.left_edge.lower_ == "by"]
        for subtree in places:
            tokens = list(subtree)
            text = match.trigger.doc[tokens[0].i : tokens[-1].i + 1].text
            hit = self._means.search(text[:200])
            if hit is not None and _asset_over(reading, tokens[0].idx + hit.start()) is None:
                return hit.group().lower()
        return None

    def _draft(
        self,
        *,
        trigger: Token,
        rule: str,
        span: AssetSpan,
        head: Token,
        state: AssetState,
        shared: Circumstances,
        reading: Reading,
        actor: SideRef | None = None,
        means: str | None = None,
        quantities: tuple[Quantity, ...] | None = None,
    ) -> Draft:
        place = self._place(span, head, trigger, reading)
        figures = quantities if quantities is not None else self._figures(head, trigger, reading)
        return Draft(
            sentence=reading.index,
            trigger=trigger.idx,
            rule=f"infrastructure.{rule}",
            domain=Domain.INFRASTRUCTURE,
            asset=Asset(kind=span.kind, text=span.text, name=span.name),
            state=state,
            actor=actor,
            opponent=self._owner_of(head, actor, reading),
            place=place,
            quantities=figures,
            time=shared.time,
            polarity=shared.polarity,
            certainty=shared.certainty,
            realis=shared.realis,
            speech_act=shared.speech_act,
            speaker=shared.source.speaker,
            means=means,
            mentions=(reading.mention(trigger),),
        )

    def _figures(self, head: Token, trigger: Token, reading: Reading) -> tuple[Quantity, ...]:
        """Return the figures of the asset, else of the verb ("fell to 20 %"), else of the part ("40 % of the grid")."""
        part = head.head if head.dep_ == "nmod" else head
        verb = [trigger] if trigger.pos_ == "VERB" and lemma(trigger) in _FALLS else []
        return reading.figures([head], _UNITS) or reading.figures([part, *verb], _UNITS)

    def _owner_of(self, head: Token, actor: SideRef | None, reading: Reading) -> SideRef | None:
        """Return whose asset a side strikes: "destroyed a Russian arms depot"."""
        if actor is None:
            return None
        for child in children(head, "amod", "compound", "nmod:poss"):
            for item in child.subtree:
                mention = reading.context.side_over(reading.index, item)
                if mention is not None and mention.side != actor.side:
                    return SideRef(side=mention.side, name=mention.text)
        return None

    # -- where the asset stands -------------------------------------------------------------------------------------

    def _place(self, span: AssetSpan, head: Token, trigger: Token, reading: Reading) -> Place | None:
        """Return where the asset stands: in its own phrase, in its name, in the clause, or where the text just was."""
        for node in (head, trigger):
            for child in node.children:
                if base(child.dep_) in {"nmod", "obl", "appos"} and preposition(child) in _LOCATIVE:
                    if _asset_at(child, reading) is not None and node.i != head.i:
                        continue
                    ref = reading.places.ground(child)
                    if ref is None or ref.place is None or not ref.anchored:
                        continue
                    if ref.place.feature is Feature.COUNTRY and (inner := self._in_name(span, reading)) is not None:
                        return inner
                    if preposition(child) != "to" or ref.place.feature in {Feature.SETTLEMENT, Feature.REGION}:
                        return ref.place
        for child in children(head, "nmod:poss", "compound"):
            ref = reading.places.ground(child)
            if ref is not None and ref.place is not None and ref.place.geonameid is not None:
                return ref.place
        if (inner := self._in_name(span, reading)) is not None:
            return inner
        around = reading.places.locative(trigger)
        if around is not None and around.place is not None:
            return around.place
        office = self._office_place(trigger, reading)
        if office is not None:
            return office
        here = [
            item.place
            for item in reading.context.places.get(reading.index, ())
            if item.place is not None and item.place.feature is not Feature.COUNTRY
        ]
        if len({(place.name, place.region) for place in here}) == 1:
            return here[0]
        if reading.context.places.get(reading.index):
            return None
        for back in (1, 2):
            before = reading.context.places.get(reading.index - back, ())
            settled = [item.place for item in before if item.place and item.place.feature is Feature.SETTLEMENT]
            if settled:
                return replace(settled[-1], relation=PlaceRelation.IN)
        return None

    def _in_name(self, span: AssetSpan, reading: Reading) -> Place | None:
        """Return the place that an asset is named after: "Jalalabad Airport"."""
        for mention in reading.context.places.get(reading.index, ()):
            if mention.place is not None and span.start <= mention.start < span.end:
                return mention.place
        return None

    def _office_place(self, trigger: Token, reading: Reading) -> Place | None:
        """Return the region that a governor or mayor speaks for: what he reports happened there."""
        source = reading.attributions.find(trigger, context=reading.context, index=reading.index)
        if source.verb is None or source.speaker is None:
            return None
        said = f"{source.speaker.name} {source.speaker.affiliation or ''}".lower()
        if not any(word in said for word in ("governor", "mayor", "region", "administration")):
            return None
        for mention in reading.context.places.get(reading.index, ()):
            place = mention.place
            if place is not None and place.feature in {Feature.REGION, Feature.SETTLEMENT}:
                return place
        return None

    # -- other forms ------------------------------------------------------------------------------------------------

    def _deprived(self, reading: Reading) -> Iterator[Draft]:
        """Read "left eleven towns without gas", "the city lost power"."""
        for span in reading.assets:
            if span.kind not in _SERVICES:
                continue
            head = _token_at(span.end - 1, reading)
            if head is None:
                continue
            while head.head.i != head.i and head.dep_ == "compound":
                head = head.head
            before = preposition(head) or (reading.doc[head.left_edge.i].lower_)
            governor = head.head
            lost = head.dep_ == "obj" and lemma(governor) in {"lose", "lack"}
            if before != "without" and not lost:
                continue
            if governor.i == head.i or (governor.i not in reading.stems and head.i not in reading.stems and not any(
                token.i in reading.stems for token in head.subtree
            )):  # fmt: skip
                continue
            shared = reading.circumstances(governor)
            figures = reading.figures([governor], _UNITS)
            yield self._draft(
                trigger=head,
                rule="without",
                span=span,
                head=governor,
                state=AssetState.CUT_OFF,
                shared=shared,
                reading=reading,
                quantities=figures,
            )

    def _predicated(self, reading: Reading) -> Iterator[Draft]:
        """Read "the bridge is intact", "the pipeline is on fire", "the plant is out of service"."""
        for token in reading.doc:
            cop = any(child.dep_ in {"cop", "aux:pass"} or lemma(child) == "be" for child in token.children)
            if lemma(token) in {"be", "remain", "stay", "go", "fall", "come"} and token.pos_ in {"VERB", "AUX"}:
                cop = True
            if not cop:
                continue
            subject = [child for child in token.children if child.dep_ in {"nsubj", "nsubj:pass"}]
            if not subject:
                continue
            tail = reading.doc[token.left_edge.i : token.i + 5].text.lower()
            state = next(
                (value for word, value in self._predicates.items() if re.search(rf"\b{re.escape(word)}\b", tail)), None
            )
            if state is None or (token.i not in reading.stems and not any(c.i in reading.stems for c in token.subtree)):
                continue
            for head in coordinated(subject[0]):
                span = _asset_at(head, reading)
                if span is not None:
                    shared = reading.circumstances(token)
                    yield self._draft(
                        trigger=token,
                        rule="predicate",
                        span=span,
                        head=head,
                        state=state,
                        shared=shared,
                        reading=reading,
                    )

    def _fallen(self, reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
        """Read a flow with a fall: "72 million cubic metres, down 25 per cent"."""
        fall = next((item for item in reading.quantities if item.fall), None)
        if fall is None or any(draft.state is AssetState.DISRUPTED for draft in drafts):
            return
        span = next((item for item in reading.assets if item.kind in _SERVICES), None)
        token = _token_at(fall.start, reading)
        if span is None or token is None:
            return
        head = _token_at(span.start, reading)
        if head is None:
            return
        shared = reading.circumstances(token)
        figures = tuple(item.quantity for item in reading.quantities if item.quantity.unit in _UNITS)
        yield self._draft(
            trigger=token,
            rule="fall",
            span=span,
            head=head,
            state=AssetState.DISRUPTED,
            shared=shared,
            reading=reading,
            quantities=figures,
        )


def _asset_over(reading: Reading, offset: int) -> AssetSpan | None:
    return next((item for item in reading.assets if item.start <= offset < item.end), None)


def _asset_at(head: Token, reading: Reading) -> AssetSpan | None:
    """Return the asset that a phrase's head word belongs to."""
    for span in reading.assets:
        if span.start <= head.idx < span.end:
            return span
    return None


def _token_at(offset: int, reading: Reading) -> Token | None:
    return next((token for token in reading.doc if token.idx <= offset < token.idx + len(token.text)), None)


# The more a state says, the earlier it stands: "destroyed in an attack" is one claim, not two.
_STRENGTH = (
    AssetState.DESTROYED, AssetState.DAMAGED, AssetState.SEIZED, AssetState.CUT_OFF, AssetState.RESTORED,
    AssetState.DISRUPTED, AssetState.ATTACKED, AssetState.UNDAMAGED, AssetState.OPERATIONAL, AssetState.THREATENED,
)  # fmt: skip


def _strongest(drafts: list[Draft]) -> list[Draft]:
    """Keep one draft for each asset and clause: the one that says most of its state."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda item: (item.trigger, _STRENGTH.index(item.state or AssetState.THREATENED))):
        same = [
            other
            for other in kept
            if other.asset == draft.asset
            and abs(other.trigger - draft.trigger) < 1
            and other.polarity is draft.polarity
        ]
        if not same:
            kept.append(draft)
    return kept
