"""Infrastructure claims: what was destroyed, hit, cut off, restored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.asset_antecedents import asset_meant, named_before
from bot.extraction.asset_existences import gone
from bot.extraction.asset_names import text_of
from bot.extraction.asset_places import AssetPlaceFinder
from bot.extraction.asset_states import AssetPredicates, TelegraphicStates, strongest, without_their_contrary
from bot.extraction.asset_uses import GOING_ON, AssetUses, Use, asset_of_traffic
from bot.extraction.assets import AssetSpan
from bot.extraction.civil import CivilDeeds
from bot.extraction.deprivation import DARKNESS, Lacks
from bot.extraction.disclaimers import Disclaimers
from bot.extraction.drafts import Draft
from bot.extraction.frames import FrameIndex, Match
from bot.extraction.hostility import FLOWS, SERVICES, HostilityFilter
from bot.extraction.reading import Circumstances, Reading
from bot.extraction.strikers import StrikerFinder
from bot.extraction.syntax import (
    children,
    coordinated,
    lemma,
    preposition,
)
from bot.model.claim import Asset, AssetKind, AssetState, Domain, Polarity, Quantity, Realis, SpeechAct, Unit
from bot.model.side import SideRef
from config.lexicon import Lexicon

_OF_ITSELF = frozenset({AssetState.CUT_OFF, AssetState.RESTORED, AssetState.DISRUPTED})
_UNITS = frozenset({Unit.COUNT, Unit.PERCENT, Unit.M3, Unit.MW, Unit.PEOPLE})
# Shops are closed, and open as usual: that is no news of a war.
_OPEN = frozenset({AssetState.OPERATIONAL, AssetState.CUT_OFF, AssetState.RESTORED})
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
        self._traffic = lexicon.infrastructure.uses.traffic
        self._fittings = frozenset(lexicon.infrastructure.fittings.words)
        self._hostility = HostilityFilter(lexicon.infrastructure.hostility)
        self._civil = CivilDeeds(lexicon.infrastructure.civil)
        self._never_cut = frozenset(lexicon.infrastructure.never_cut.words)
        self._places = AssetPlaceFinder(lexicon.reporting.offices.regional)
        self._deprivation = lexicon.infrastructure.deprivation
        self._own_work = frozenset(lexicon.infrastructure.own_work.words)
        self._general = frozenset(lexicon.infrastructure.general.words)
        self._measured = lexicon.infrastructure.measured
        words = sorted(lexicon.infrastructure.means.words, key=len, reverse=True)
        self._means = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")s?\b", re.IGNORECASE)
        self._strikers = StrikerFinder(lexicon, weapons=self._means)
        self._disclaimers = Disclaimers(
            lexicon.reporting.blame,
            not_of=lexicon.reporting.verbs.not_of,
            denying=frozenset(
                verb for act in lexicon.reporting.act if act.speech_act is SpeechAct.DENY for verb in act.verbs
            ),
        )
        self._predicates = AssetPredicates(lexicon.infrastructure.predicates)
        self._lacks = Lacks(lexicon.infrastructure.deprivation)
        self._short = TelegraphicStates(lexicon.infrastructure.telegraphic)
        self._uses = AssetUses(lexicon.infrastructure.uses, verbs=lexicon.modality.verbs)

    def read(self, reading: Reading) -> tuple[Draft, ...]:
        """Return the drafts of one sentence in text order; nothing where it speaks of no asset."""
        if not reading.assets and not reading.assets_before:
            return ()
        drafts = [
            draft for match in self._frames.matches(reading.doc, reading.stems) for draft in self._frame(match, reading)
        ]
        drafts.extend(self._deprived(reading))
        drafts.extend(self._regained(reading))
        drafts.extend(self._predicated(reading))
        drafts.extend(self._used(reading, drafts))
        lost = list(self._gone(reading))
        standing = {draft.asset for draft in lost}
        # "No bridge is left standing": that it is gone says all of it.
        drafts = [draft for draft in drafts if draft.state is not AssetState.UNDAMAGED or draft.asset not in standing]
        drafts.extend(lost)
        drafts = without_their_contrary(drafts)
        drafts.extend(self._told_shortly(reading, drafts))
        drafts.extend(self._fallen(reading, drafts))
        return tuple(self._hostility.keep(strongest(drafts), reading.context, reading.context.outlook))

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
        actor = self._strikers.actor(match, reading, said_by)
        share = self._disclaimers.of(match.trigger, reading, said_by) if match.nominal else None
        state = frame.state
        if share is not None:
            # What is disclaimed is that somebody struck, whatever came of it.
            state = AssetState.ATTACKED
            # "had nothing to do with the fire": who says so denies it, whatever else is said of the fire.
            actor = share.actor
            shared = replace(shared, polarity=Polarity.DENIED if share.denied else Polarity.AFFIRMED)
            if share.by is not None and share.denied:
                source = reading.attributions.source_of_verb(share.by, context=reading.context, index=reading.index)
                shared = replace(shared, source=source, speech_act=SpeechAct.DENY)
        means = self._strikers.means(match, reading)
        for head, span in found:
            draft = self._draft(
                trigger=match.trigger,
                rule=frame.id,
                span=span,
                head=head,
                state=self._of_a_part(state, match, head),
                actor=actor,
                means=means,
                shared=shared,
                reading=reading,
            )
            yield draft
            if span.plural or span.kind in SERVICES:
                # "power stations in X and Y": each place has its own.
                others = self._places.beside(head, match.trigger, draft.place, reading=reading)
                yield from (replace(draft, place=place, quantities=()) for place in others)

    def _of_a_part(self, state: AssetState, match: Match, head: Token) -> AssetState:
        """Return the state of a building whose window or roof was destroyed: it is damaged."""
        parts = [thing for name in ("object", "subject") for thing in match.functions.get(name)]
        hung = head.dep_ in {"nmod", "nmod:poss", "compound"}
        within = hung and any(lemma(thing) in self._fittings and head.head.i == thing.i for thing in parts)
        return AssetState.DAMAGED if state is AssetState.DESTROYED and within else state

    def _assets_of(self, match: Match, reading: Reading) -> list[tuple[Token, AssetSpan]]:
        """Return the assets of the first function that holds any, each with the word that stands for it."""
        frame = match.frame
        for name in frame.noun_asset if match.nominal else frame.asset:
            found = []
            for head in match.functions.get(name):
                intransitive = "object" not in frame.asset or self._stops_its_own_work(match, reading)
                if (
                    name == "subject"
                    and not intransitive
                    and (match.functions.get("object") or match.functions.passive)
                ):
                    continue
                elsewhere = not match.nominal and name not in {"object", "subject"} and "object" in frame.asset
                if elsewhere and self._hits_something_else(match, reading):
                    continue
                word, span = self._asset_behind(head, name, reading)
                if span is None and name in {"object", "subject"} and frame.state in GOING_ON:
                    word, span = asset_of_traffic(head, self._traffic, reading)
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
        outage = reading.asset_at(match.trigger.idx) if match.nominal and frame.state is AssetState.CUT_OFF else None
        # "blackouts in X": the word names the service that is gone.
        return [(match.trigger, outage)] if outage is not None and outage.kind in SERVICES else []

    def _stops_its_own_work(self, match: Match, reading: Reading) -> bool:
        """Whether the object is what the asset itself does: "the hospital has suspended operations"."""
        done = match.functions.get("object")
        own = all(lemma(head) in self._own_work and reading.asset_at(head.idx) is None for head in done)
        return match.frame.state in _OF_ITSELF and bool(done) and own and not match.functions.passive

    def _asset_behind(self, head: Token, name: str, reading: Reading) -> tuple[Token, AssetSpan | None]:
        if head.pos_ == "PRON" and name in {"object", "subject"}:
            return head, asset_meant(head, reading)
        span = reading.asset_at(head.idx)
        if span is not None and span.text.lower() in self._general and children(head, "det"):
            # "the facility" is one named before, and says nothing new of it by itself.
            definite = any(child.lower_ in {"the", "this", "that", "both"} for child in children(head, "det"))
            own = [child for child in head.children if child.dep_ in {"compound", "amod", "nmod", "acl", "acl:relcl"}]
            return (head, None) if definite and not own else (head, span)
        if span is not None and lemma(head) in self._fittings:
            # "its turbines", "the turbines of the dam"
            whole, around = self._inner_asset(head, reading)
            if around is not None and around is not span:
                return whole, around
        if span is not None:
            return head, named_before(span, head, reading)
        if name == "poss" and head.lower_ == "its":
            return head, next((item for item in reversed(reading.assets) if item.end <= head.idx), None)
        inner = name in {"object", "subject"} or lemma(head) in self._fittings
        return self._inner_asset(head, reading) if inner else (head, None)

    def _hits_something_else(self, match: Match, reading: Reading) -> bool:
        """Whether the verb's object is what was hit, and no asset: "hits a convoy near the airport"."""
        weapons = self._means
        return any(
            reading.asset_at(head.idx) is None
            and not weapons.fullmatch(head.lower_)
            and head.pos_ in {"NOUN", "PROPN"}
            # "left holes in the deck": what the frame asks for is no other thing.
            and lemma(head) not in match.frame.object
            for head in match.functions.get("object")
        )

    def _fits(self, span: AssetSpan, head: Token, match: Match, name: str) -> bool:
        state = match.frame.state
        if state in {AssetState.CUT_OFF, AssetState.RESTORED} and lemma(head) in self._never_cut:
            return False
        if span.text.lower() in DARKNESS:
            # What is done in the dark is not done to it.
            return match.frame.id == "plunge"
        if match.frame.id == "go-out" and span.kind not in SERVICES:
            return False
        if state == AssetState.DISRUPTED and span.kind not in FLOWS:
            return False
        if state is AssetState.CUT_OFF and lemma(match.trigger) in self._measured.losses and span.kind not in SERVICES:
            return False
        if state is AssetState.SEIZED:
            return span.facility and (span.plural or lemma(head) not in self._lexicon.nouns.places.settlement)
        if state in {AssetState.DESTROYED, AssetState.DAMAGED} and name == "subject" and match.nominal:
            return False
        if name == "subject" and state is AssetState.ATTACKED and "object" in match.frame.asset:
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
            again = child.pos_ == "PRON" and preposition(child) in {"across", "over", "on", "through", "to", "of"}
            if child.dep_ in {"nmod", "compound"} and (again or preposition(child) in {"of", "to", ""}):
                span = asset_meant(child, reading) if again else reading.asset_at(child.idx)
                if span is not None and (lemma(head) in self._carriers | self._fittings or head.pos_ == "NUM"):
                    return child, span
            elif child.dep_ == "nmod:poss" and lemma(head) in self._fittings:
                # "shattered its windows", "the school's roof"
                span = asset_meant(child, reading) if child.pos_ == "PRON" else reading.asset_at(child.idx)
                if span is not None:
                    return child, span
        return head, None

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
            asset=Asset(kind=span.kind, text=text_of(span, reading.doc.text), name=span.name),
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
        # "cut heating to 5,000 homes": how many are without it.
        served = [child for child in children(trigger, "obl") if preposition(child) in {"to", "for"}]
        counted = frozenset({Unit.COUNT, Unit.PEOPLE})
        return (
            reading.figures([head], _UNITS)
            or reading.figures([part, *verb], _UNITS)
            or (reading.figures(served, counted) if trigger.pos_ == "VERB" else ())
        )

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
        for lack in self._lacks.find(reading):
            shared = reading.circumstances(lack.governor)
            if lack.none:
                # "There is no electricity": the negation is the claim.
                shared = replace(shared, polarity=Polarity.AFFIRMED)
            draft = self._draft(
                trigger=lack.word,
                rule="without",
                span=lack.span,
                head=lack.governor,
                state=AssetState.CUT_OFF,
                shared=shared,
                reading=reading,
                quantities=reading.figures([lack.governor], _UNITS),
            )
            if draft.place is None:
                # "Norland has no internet"
                refs = [reading.places.ground(one) for one in children(lack.governor, "nsubj")]
                draft = replace(draft, place=next((ref.place for ref in refs if ref is not None and ref.place), None))
            yield draft

    def _regained(self, reading: Reading) -> Iterator[Draft]:
        """Read "a third of the houses had power again"."""
        for lack in self._lacks.ended(reading):
            who = children(lack.governor, "nsubj")
            yield self._draft(
                trigger=lack.word,
                rule="again",
                span=lack.span,
                head=who[0] if who else lack.word,
                state=AssetState.RESTORED,
                shared=reading.circumstances(lack.governor),
                reading=reading,
            )

    def _predicated(self, reading: Reading) -> Iterator[Draft]:
        """Read "the bridge is intact", "the pipeline is on fire", "the plant is out of service"."""
        for said in self._predicates.find(reading):
            for head in coordinated(said.subject):
                word, span = self._asset_behind(head, "subject", reading)
                if span is None and said.state in GOING_ON:
                    word, span = asset_of_traffic(head, self._traffic, reading)
                shop = span is not None and span.kind is AssetKind.OTHER
                ordinary = shop and said.state in _OPEN and lemma(word) in self._never_cut
                if span is not None and not ordinary:
                    shared = reading.circumstances(said.word)
                    if said.negated:
                        # "is not functioning": the words themselves say that it is out.
                        actual = Realis.ACTUAL if shared.realis is Realis.HYPOTHETICAL else shared.realis
                        shared = replace(shared, polarity=Polarity.AFFIRMED, realis=actual)
                    share = reading.figures([said.word], frozenset({Unit.PERCENT}))
                    yield self._draft(
                        quantities=self._figures(word, said.word, reading) or share,
                        trigger=said.word,
                        rule="predicate",
                        span=span,
                        head=word,
                        state=said.state,
                        shared=shared,
                        reading=reading,
                    )

    def _used(self, reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
        """Read "trains are still crossing the bridge", "no ship can enter the port", "the plant is producing again"."""
        for use in self._uses.find(reading):
            if any(_same_state_told(draft, use) for draft in drafts):
                continue
            shared = use.shared
            if use.state is not AssetState.OPERATIONAL or shared.polarity is Polarity.AFFIRMED:
                # "No ship can enter": what cannot be done is what the state says.
                actual = Realis.ACTUAL if shared.realis is Realis.HYPOTHETICAL else shared.realis
                shared = replace(shared, polarity=Polarity.AFFIRMED, realis=actual)
            yield self._draft(
                trigger=use.verb,
                rule="use",
                span=use.span,
                head=use.head,
                state=use.state,
                shared=shared,
                reading=reading,
            )

    def _gone(self, reading: Reading) -> Iterator[Draft]:
        """Read "nothing is left of the bridge", "no bridge is left standing"."""
        for one in gone(reading):
            shared = replace(reading.circumstances(one.word), polarity=Polarity.AFFIRMED)
            yield self._draft(
                trigger=one.word,
                rule="gone",
                span=one.span,
                head=one.head,
                state=AssetState.DESTROYED,
                shared=shared,
                reading=reading,
                quantities=(),
            )

    def _told_shortly(self, reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
        """Read "Power out in X", "Bridge at Y destroyed": a state without a verb."""
        for span, word, state in self._short.find(reading):
            head = reading.token_at(span.end - 1)
            if head is None or any(draft.asset is not None and draft.asset.text == span.text for draft in drafts):
                continue
            yield self._draft(
                trigger=word,
                rule="telegraphic",
                span=span,
                head=head,
                state=state,
                shared=replace(reading.circumstances(word), polarity=Polarity.AFFIRMED),
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


def _same_state_told(draft: Draft, use: Use) -> bool:
    """Whether a frame has said already how the asset is."""
    if draft.asset is None or draft.asset.text != use.span.text:
        return False
    return draft.trigger == use.verb.idx or draft.state in GOING_ON


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
