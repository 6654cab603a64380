"""Infrastructure claims: what was destroyed, hit, cut off, restored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.asset_places import AssetPlaceFinder
from bot.extraction.assets import AssetSpan
from bot.extraction.civil import CivilDeeds
from bot.extraction.drafts import Draft
from bot.extraction.frames import FrameIndex, Match
from bot.extraction.hostility import FLOWS, SERVICES, HostilityFilter
from bot.extraction.reading import Circumstances, Reading
from bot.extraction.sides import SideForm
from bot.extraction.syntax import (
    children,
    coordinated,
    lemma,
    preposition,
)
from bot.model.claim import Asset, AssetKind, AssetState, Domain, Quantity, Realis, Unit
from bot.model.side import SideRef
from config.lexicon import Lexicon

_UNITS = frozenset({Unit.COUNT, Unit.PERCENT, Unit.M3, Unit.MW, Unit.PEOPLE})
# What somebody does to an asset.
_DEEDS = frozenset(
    {AssetState.ATTACKED, AssetState.DAMAGED, AssetState.DESTROYED, AssetState.SEIZED, AssetState.CUT_OFF}
)


class InfrastructureReader:
    """Finds the infrastructure claims of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Index the infrastructure frames."""
        self._lexicon = lexicon
        self._frames = FrameIndex(lexicon.infrastructure.frame, verbs=lexicon.modality.verbs)
        self._carriers = frozenset(lexicon.infrastructure.carriers.words)
        self._hostility = HostilityFilter(lexicon.infrastructure.hostility)
        self._civil = CivilDeeds(lexicon.infrastructure.civil)
        self._never_cut = frozenset(lexicon.infrastructure.never_cut.words)
        self._places = AssetPlaceFinder(lexicon.reporting.offices.regional)
        self._accusing = lexicon.modality.verbs.accusing
        self._deprivation = lexicon.infrastructure.deprivation
        self._general = frozenset(lexicon.infrastructure.general.words)
        self._measured = lexicon.infrastructure.measured
        words = sorted(lexicon.infrastructure.means.words, key=len, reverse=True)
        self._means = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")s?\b", re.IGNORECASE)
        predicates = lexicon.infrastructure.predicates
        self._predicates = {
            word: state
            for state, entries in (
                (AssetState.DAMAGED, predicates.damaged),
                (AssetState.CUT_OFF, predicates.cut_off),
                (AssetState.OPERATIONAL, predicates.operational),
                (AssetState.RESTORED, predicates.restored),
                (AssetState.UNDAMAGED, predicates.undamaged),
                (AssetState.DESTROYED, predicates.destroyed),
                (AssetState.DISRUPTED, predicates.disrupted),
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
        return tuple(self._hostility.keep(_strongest(drafts), reading.context, reading.context.outlook))

    # -- frames -----------------------------------------------------------------------------------------------------

    def _frame(self, match: Match, reading: Reading) -> Iterator[Draft]:
        frame = match.frame
        if frame.state is None or reading.moods.near_miss(match.trigger):
            return
        if frame.state in _DEEDS and self._civil.is_one(match, reading):
            return
        if frame.state is AssetState.ATTACKED and self._civil.foiled(match):
            return
        found = self._assets_of(match, reading)
        if not found:
            return
        shared = reading.circumstances(match.trigger, polarity=frame.polarity)
        if shared.mood.unsaid:
            return
        if shared.mood.purpose and frame.state is not AssetState.THREATENED:
            shared = replace(shared, realis=Realis.HYPOTHETICAL)
        said_by = shared.source.speaker.side if shared.source.speaker else None
        actor = self._actor(match, reading, said_by)
        means = self._means_of(match, reading)
        for head, span in found:
            draft = self._draft(
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
            yield draft
            if span.plural:
                # "power stations in X and Y": each place has its own.
                others = self._places.beside(head, match.trigger, draft.place, reading=reading)
                yield from (replace(draft, place=place, quantities=()) for place in others)

    def _assets_of(self, match: Match, reading: Reading) -> list[tuple[Token, AssetSpan]]:
        """Return the assets of the first function that holds any, each with the word that stands for it."""
        frame = match.frame
        for name in frame.noun_asset if match.nominal else frame.asset:
            found = []
            for head in match.functions.get(name):
                if name == "subject" and (match.functions.get("object") or match.functions.passive):
                    continue
                elsewhere = not match.nominal and name not in {"object", "subject"}
                if elsewhere and self._hits_something_else(match, reading):
                    continue
                word, span = self._asset_behind(head, name, reading)
                if span is not None and self._fits(span, word, match, name):
                    found.append((word, span))
                    found.extend(
                        (other, beside)
                        for other in _hung_deeper(word)
                        if (beside := reading.asset_at(other.idx)) is not None
                        and beside is not span
                        and self._fits(beside, other, match, name)
                    )
            if found:
                return found
        return []

    def _asset_behind(self, head: Token, name: str, reading: Reading) -> tuple[Token, AssetSpan | None]:
        span = reading.asset_at(head.idx)
        if span is not None and span.text.lower() in self._general and children(head, "det"):
            # "the facility" is one named before, and says nothing new of it by itself.
            definite = any(child.lower_ in {"the", "this", "that", "both"} for child in children(head, "det"))
            own = [child for child in head.children if child.dep_ in {"compound", "amod", "nmod", "acl", "acl:relcl"}]
            return (head, None) if definite and not own else (head, span)
        if span is not None:
            return head, span
        if name == "poss" and head.lower_ == "its":
            return head, next((item for item in reversed(reading.assets) if item.end <= head.idx), None)
        return self._inner_asset(head, reading) if name in {"object", "subject"} else (head, None)

    def _hits_something_else(self, match: Match, reading: Reading) -> bool:
        """Whether the verb's object is what was hit, and no asset: "hits a convoy near the airport"."""
        weapons = self._means
        return any(
            reading.asset_at(head.idx) is None and not weapons.fullmatch(head.lower_) and head.pos_ in {"NOUN", "PROPN"}
            for head in match.functions.get("object")
        )

    def _fits(self, span: AssetSpan, head: Token, match: Match, name: str) -> bool:
        state = match.frame.state
        if state in {AssetState.CUT_OFF, AssetState.RESTORED} and lemma(head) in self._never_cut:
            return False
        if state == AssetState.DISRUPTED and span.kind not in FLOWS:
            return False
        if state is AssetState.CUT_OFF and lemma(match.trigger) in self._measured.losses and span.kind not in SERVICES:
            return False
        if state is AssetState.SEIZED:
            return span.facility and (span.plural or lemma(head) not in self._lexicon.nouns.places.settlement)
        if state in {AssetState.DESTROYED, AssetState.DAMAGED} and name == "subject" and match.nominal:
            return False
        if name == "subject" and state is AssetState.ATTACKED:
            return False
        if state is AssetState.ATTACKED and span.kind is AssetKind.ROAD and name not in {"object", "of", "modifier"}:
            # A bomb on a road strikes who drives there.
            return False
        if match.nominal and name == "in" and state is AssetState.ATTACKED:
            return span.kind not in SERVICES
        return True

    def _inner_asset(self, head: Token, reading: Reading) -> tuple[Token, AssetSpan | None]:
        """Return the asset behind "the flow of gas", "parts of the bridge", "supplies of water"."""
        for child in head.children:
            if child.dep_ in {"nmod", "compound"} and preposition(child) in {"of", "to", ""}:
                span = reading.asset_at(child.idx)
                if span is not None and (lemma(head) in self._carriers or head.pos_ == "NUM"):
                    return child, span
        return head, None

    def _actor(self, match: Match, reading: Reading, said_by: str | None) -> SideRef | None:
        blamed = reading.sides.accused(match.trigger, accusing=self._accusing)
        if blamed is not None and blamed.side is not None:
            return blamed
        names = match.frame.noun_actor if match.nominal else match.frame.actor
        if lemma(match.trigger) in self._deprivation.verbs:
            # Who loses power did not cut it.
            return None
        for name in names:
            for head in match.functions.get(name):
                if reading.asset_at(head.idx) is not None:
                    continue
                found = reading.sides.ground(head, speaker=said_by)
                if found is not None and found.side is not None:
                    return found
        if match.nominal:
            struck = any(reading.asset_at(child.idx) is not None for child in match.functions.get("modifier"))
            for child in match.functions.get("modifier"):
                # "the Nordish embassy bombing": whose embassy it was, and not who bombed it.
                mention = None if struck else reading.context.side_over(reading.index, child)
                if mention is not None and mention.form is not SideForm.METONYM:
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
            if hit is not None and reading.asset_at(tokens[0].idx + hit.start()) is None:
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
        place = self._places.find(span, head=head, trigger=trigger, reading=reading)
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
        verb = [trigger] if trigger.pos_ == "VERB" and lemma(trigger) in self._measured.changes else []
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

    # -- other forms ------------------------------------------------------------------------------------------------

    def _deprived(self, reading: Reading) -> Iterator[Draft]:
        """Read "left eleven towns without gas", "the city lost power"."""
        for span in reading.assets:
            if span.kind not in SERVICES:
                continue
            head = reading.token_at(span.end - 1)
            if head is None:
                continue
            while head.head.i != head.i and head.dep_ == "compound":
                head = head.head
            before = preposition(head) or (reading.doc[head.left_edge.i].lower_)
            if before == "with" and any(child.lower_ == "no" for child in children(head, "det")):
                before = "without"
            governor = head.head
            lost = head.dep_ == "obj" and lemma(governor) in self._deprivation.verbs
            if before not in self._deprivation.prepositions and not lost:
                continue
            lacking = children(head, "nsubj") if children(head, "cop") else []
            if lacking:
                # "1.2 million people are without water"
                governor = lacking[0]
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
            # What stands before the subject is said of something else.
            tail = reading.doc[max(token.left_edge.i, subject[0].i) : token.i + 5].text.lower()
            state = next(
                (value for word, value in self._predicates.items() if re.search(rf"\b{re.escape(word)}\b", tail)), None
            )
            if state is None or reading.moods.near_miss(token):
                continue
            if token.i not in reading.stems and not any(c.i in reading.stems for c in token.subtree):
                continue
            for head in coordinated(subject[0]):
                word, span = self._asset_behind(head, "subject", reading)
                if span is not None:
                    shared = reading.circumstances(token)
                    yield self._draft(
                        trigger=token,
                        rule="predicate",
                        span=span,
                        head=word,
                        state=state,
                        shared=shared,
                        reading=reading,
                    )

    def _fallen(self, reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
        """Read a flow with a fall: "72 million cubic metres, down 25 per cent"."""
        fall = next((item for item in reading.quantities if item.fall), None)
        if fall is None or any(draft.state is AssetState.DISRUPTED for draft in drafts):
            return
        span = next((item for item in reading.assets if item.kind in SERVICES), None)
        token = reading.token_at(fall.start)
        if span is None or token is None:
            return
        head = reading.token_at(span.start)
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


def _hung_deeper(head: Token) -> list[Token]:
    """Return the nouns that the parser joined to the asset's place: "a school in X and a power line near Y"."""
    found: list[Token] = []
    stack = [child for child in children(head, "nmod", "obl", "appos", "flat", "nmod:unmarked") if child.i > head.i]
    while stack:
        node = stack.pop()
        joined = [child for child in children(node, "conj") if child.pos_ == "NOUN"]
        found += [item for item in joined if not preposition(item) and children(item, "det", "nummod", "amod")]
        stack += [*children(node, "nmod", "appos", "flat", "conj", "nmod:unmarked")]
    return sorted(found, key=lambda item: item.i)


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
            if (other.asset, other.place) == (draft.asset, draft.place)
            and abs(other.trigger - draft.trigger) < 1
            and other.polarity is draft.polarity
        ]
        if not same:
            kept.append(draft)
    return kept
