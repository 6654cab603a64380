"""Territorial claims: who holds, took, left, reached or fights for which place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.drafts import Draft
from bot.extraction.frames import FrameIndex, Match
from bot.extraction.grounding import PlaceRef, expanded
from bot.extraction.reading import Frameless, Reading
from bot.extraction.syntax import (
    ancestors,
    base,
    children,
    lemma,
    of_noun,
    of_verb,
    preposition,
    surface_subject,
)
from bot.model.claim import (
    Certainty,
    Domain,
    Extent,
    Polarity,
    Predicate,
    Quantity,
    Realis,
    SpeechAct,
    Unit,
)
from bot.model.place import Feature, Place, PlaceRelation
from bot.model.side import SideRef
from config.lexicon import ControlFrame, Lexicon

_AREA_UNITS = frozenset({Unit.KM, Unit.KM2, Unit.COUNT, Unit.PERCENT})
_MEASURED = {Predicate.CAPTURED, Predicate.RETOOK, Predicate.CONTROLS}


class TerritoryReader:
    """Finds the territorial claims of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Index the territorial frames."""
        self._lexicon = lexicon
        territory = lexicon.territory
        self._control_verbs = lexicon.modality.objects.object_control
        self._frames = FrameIndex(territory.frame, object_control=self._control_verbs)
        self._capture = next(frame for frame in territory.frame if frame.predicate is Predicate.CAPTURED)
        self._controls: dict[str, ControlFrame] = {}
        for frame in territory.control:
            self._controls.update(dict.fromkeys(frame.verbs, frame))
        self._held = frozenset(territory.participles.controls)
        self._besieged = frozenset(territory.participles.encircled)
        self._excluded = frozenset(territory.objects.people)

    def read(self, reading: Reading) -> tuple[Draft, ...]:
        """Return the drafts of one sentence in text order."""
        drafts: list[Draft] = []
        taken: set[int] = set()
        for token in reading.doc:
            if token.i in reading.stems and lemma(token) == "control" and token.pos_ == "NOUN":
                found = list(self._control(token, reading))
                if found:
                    drafts.extend(found)
                    taken |= {token.i, token.head.i}
        for token in reading.doc:
            if token.i in reading.stems and token.lower_ in self._held | self._besieged:
                found = list(self._participle(token, reading))
                if found:
                    drafts.extend(found)
                    taken.add(token.i)
        for match in self._frames.matches(reading.doc, reading.stems):
            named = reading.context.side_over(reading.index, match.trigger)
            if match.trigger.i not in taken and named is None:
                drafts.extend(self._frame(match, reading))
        drafts.extend(self._copula(reading))
        drafts.extend(self._distance(reading, drafts))
        return tuple(sorted(drafts, key=lambda draft: draft.trigger))

    # -- frames -----------------------------------------------------------------------------------------------------

    def _frame(self, match: Match, reading: Reading) -> Iterator[Draft]:
        frame, functions = match.frame, match.functions
        places = frame.noun_place if match.nominal else frame.place
        actors = frame.noun_actor if match.nominal else frame.actor
        if frame.evidence:
            yield from self._evidence(match, reading)
            return
        shared = reading.frameless(match.trigger, polarity=frame.polarity)
        said_by = shared.source.speaker.side if shared.source.speaker else None
        if frame.object and not any(lemma(item) in frame.object for item in functions.get("object")):
            return
        actor_head, actor = self._actor(match, actors, reading, said_by)
        refs: list[tuple[Token, PlaceRef]] = []
        for name in places:
            for head in functions.get(name):
                if name == "object" and frame.moves_force and reading.sides.is_force(head):
                    continue
                if name in {"poss", "modifier"} and actor_head is not None and head.i == actor_head.i:
                    continue
                if lemma(head) in self._excluded:
                    continue
                ref = reading.places.ground(head)
                if ref is not None and self._fits(ref, head, reading, match, name):
                    refs.append((head, ref))
            if refs:
                break
        needs = set(frame.needs)
        if "actor" in needs and (actor is None or actor.side is None):
            return
        if "side" in needs and (actor is None or actor.side is None):
            return
        if "force" in needs and (actor_head is None or not reading.sides.is_force(actor_head)):
            return
        if needs & {"place", "named_place", "settled_place"} and not refs:
            return
        if "named_place" in needs:
            refs = [(head, ref) for head, ref in refs if ref.place is not None]
        if "settled_place" in needs:
            refs = [(head, ref) for head, ref in refs if self._settled(ref)]
            if match.nominal and not refs:
                return
        if needs & {"place", "named_place", "settled_place"} and not refs:
            return
        if not refs and not self._meaningful_without_place(match, reading, shared):
            return
        opponent = self._opponent(match, reading, actor)
        if shared.mood.purpose and frame.predicate in {Predicate.CAPTURED, Predicate.RETOOK}:
            yield from self._attempt(match, refs, actor, opponent, shared, reading)
            return
        yield from self._drafts(match, refs, actor, opponent, shared, reading)

    def _actor(
        self, match: Match, functions: tuple[str, ...], reading: Reading, said_by: str | None
    ) -> tuple[Token | None, SideRef | None]:
        unknown: tuple[Token, SideRef | None] | None = None
        for name in functions:
            for head in match.functions.get(name):
                if match.frame.moves_force and name == "object" and not reading.sides.is_force(head):
                    continue
                found = reading.sides.ground(head, speaker=said_by)
                if found is not None and found.side is not None:
                    return head, found
                unknown = unknown or (head, found)
        return unknown if unknown is not None else (None, None)

    def _opponent(self, match: Match, reading: Reading, actor: SideRef | None) -> SideRef | None:
        for name in match.frame.opponent:
            for head in match.functions.get(name):
                found = reading.sides.ground(head)
                if found is not None and found.side is not None and (actor is None or found.side != actor.side):
                    return found
        if match.frame.object:
            found = next((side for head in match.functions.get("object") if (side := reading.sides.ground(head))), None)
            if found is not None and found.side is not None:
                return found
        held = self._holder_in(match, reading)
        return held if held is not None and (actor is None or held.side != actor.side) else None

    def _holder_in(self, match: Match, reading: Reading) -> SideRef | None:
        """Return who held it before, where the object says so: "the government-held town", "the enemy's defences"."""
        for head in match.functions.get("object"):
            facility = lemma(head) in self._lexicon.nouns.places.facility
            for child in children(head, "nmod:poss", "amod", "compound"):
                for item in child.subtree:
                    mention = reading.context.side_over(reading.index, item)
                    held = facility or any(near.lower_ in self._held for near in reading.doc[item.i : item.i + 4])
                    if mention is not None and held:
                        return SideRef(side=mention.side, name=mention.text)
        return None

    def _fits(self, ref: PlaceRef, head: Token, reading: Reading, match: Match, name: str) -> bool:
        """Whether a phrase can be what the frame's word takes: a person or "office" cannot be captured."""
        if head.ent_type_ == "PERSON" and ref.place is not None and ref.place.geonameid is None:
            return False
        if name == "modifier" and (ref.place is None or ref.place.geonameid is None):
            return False
        country = ref.place is not None and ref.place.feature is Feature.COUNTRY
        own_force = reading.sides.is_force(head) and ref.place is not None and not country
        if own_force and lemma(head) in self._lexicon.nouns.forces.words and ref.noun == lemma(head):
            return False
        if country and match.frame.predicate in {Predicate.CAPTURED, Predicate.RETOOK} and ref.extent is None:
            return ref.noun != lemma(head) or name != "modifier"
        return True

    def _settled(self, ref: PlaceRef) -> bool:
        if ref.place is None:
            return False
        return ref.place.feature is not Feature.COUNTRY

    def _meaningful_without_place(self, match: Match, reading: Reading, shared: Frameless) -> bool:
        """Whether a movement without a place says enough: a distance, a line broken through, or a named direction."""
        if match.frame.predicate is Predicate.ADVANCED:
            if reading.figures([match.trigger], frozenset({Unit.KM})):
                return True
            heads = [head for name in match.frame.place for head in match.functions.get(name)]
            lines = {"line", "defense", "defence", "front", "frontline", "position", "fortification", "territory"}
            return any(
                lemma(item) in lines for head in heads for item in [head, *head.children] if item.pos_ in {"NOUN", "PROPN"}
            )
        if match.frame.predicate is Predicate.WITHDREW:
            heads = [*match.functions.get("from"), *match.functions.get("object"), *match.functions.get("subject")]
            return any(reading.sides.is_force(head) for head in heads) and not match.nominal
        return False

    def _drafts(
        self,
        match: Match,
        refs: list[tuple[Token, PlaceRef]],
        actor: SideRef | None,
        opponent: SideRef | None,
        shared: Frameless,
        reading: Reading,
    ) -> Iterator[Draft]:
        frame = match.frame
        if frame.predicate is None:
            return
        trigger_figures = reading.figures([match.trigger], _AREA_UNITS) if len(refs) <= 1 else ()
        done: set[tuple[object, ...]] = set()
        if not refs:
            yield self._draft(
                match.trigger, frame.id, frame.predicate, actor, opponent, None, None, trigger_figures, shared, reading
            )
            return
        for head, ref in refs:
            place, extent = ref.place, ref.extent
            figures = trigger_figures or reading.figures([head], _AREA_UNITS)
            if place is None or (not ref.anchored):
                around = reading.places.locative(match.trigger)
                if around is not None and around.place is not None:
                    place = around.place
                    extent = Extent.PARTIAL if place.feature is not Feature.SETTLEMENT else extent
            if place is None and not figures and (actor is None or actor.side is None):
                continue
            key = (place.name, place.relation) if place else (None, head.i if figures else None)
            if key in done:
                continue
            done.add(key)
            yield self._draft(
                match.trigger, frame.id, frame.predicate, actor, opponent, place, extent, figures, shared, reading
            )

    def _attempt(
        self,
        match: Match,
        refs: list[tuple[Token, PlaceRef]],
        actor: SideRef | None,
        opponent: SideRef | None,
        shared: Frameless,
        reading: Reading,
    ) -> Iterator[Draft]:
        """An attack begun in order to take a place: the fight for it is the claim, the hoped-for capture is none."""
        if actor is None or actor.side is None:
            return
        for _, ref in refs:
            if ref.place is not None and self._settled(ref):
                yield self._draft(
                    match.trigger, f"{match.frame.id}-attempt", Predicate.CONTESTED, actor, opponent, ref.place,
                    ref.extent, (), shared, reading,
                )  # fmt: skip

    def _draft(
        self,
        trigger: Token,
        rule: str,
        predicate: Predicate,
        actor: SideRef | None,
        opponent: SideRef | None,
        place: Place | None,
        extent: Extent | None,
        figures: tuple[Quantity, ...],
        shared: Frameless,
        reading: Reading,
    ) -> Draft:
        return Draft(
            sentence=reading.index,
            trigger=trigger.idx,
            rule=f"territory.{rule}",
            domain=Domain.TERRITORY,
            predicate=predicate,
            actor=actor if actor is not None and (actor.side is not None or actor.name) else None,
            opponent=opponent,
            place=place,
            extent=extent,
            quantities=figures,
            time=shared.time,
            polarity=shared.polarity,
            certainty=shared.certainty,
            realis=shared.realis,
            speech_act=shared.speech_act,
            speaker=shared.source.speaker,
            mentions=(reading.mention(trigger),),
        )

    # -- "control" --------------------------------------------------------------------------------------------------

    def _control(self, noun: Token, reading: Reading) -> Iterator[Draft]:
        """Read "take control of X", "X is under Y's control", "Y's control of X"."""
        functions = of_noun(noun, object_control=self._control_verbs)
        own = functions.get("of") + functions.get("over") + functions.get("in")
        governor = noun.head
        label = base(noun.dep_)
        before = preposition(noun)
        frame: ControlFrame | None = None
        predicate, polarity = Predicate.CONTROLS, Polarity.AFFIRMED
        place_heads, actor_heads = list(own), functions.get("poss") + functions.get("modifier") + functions.get("by")
        opponents: list[Token] = []
        trigger = noun
        cop = any(child.dep_ == "cop" for child in noun.children)
        if not cop and governor.pos_ in {"VERB", "AUX"} and label in {"obj", "obl", "nsubj", "xcomp"}:
            outer = of_verb(governor, object_control=self._control_verbs)
            word = lemma(governor)
            particle = next((child.lower_ for child in governor.children if child.dep_ == "compound:prt"), "")
            frame = self._controls.get(f"{word} {particle}".strip()) or self._controls.get(word)
            trigger = governor
            if before in {"under", "into", "to"}:
                moved = word in {"fall", "come", "bring", "place", "pass", "slip", "return"}
                predicate = Predicate.CAPTURED if moved else Predicate.CONTROLS
                place_heads = place_heads or (outer.get("object") if word in {"bring", "place"} else [])
                place_heads = place_heads or outer.get("subject") or outer.get("object")
            elif frame is not None and (label == "obj" or before == "in" or (label == "nsubj" and outer.passive)):
                predicate, polarity = frame.predicate, frame.polarity
                if label == "obj" or before == "in":
                    actor_heads = outer.get("subject") or actor_heads
                if frame.predicate is Predicate.TRANSFERRED:
                    opponents, actor_heads = outer.get("subject"), outer.get("to")
                else:
                    opponents = outer.get("from") + functions.get("from")
                place_heads = place_heads or outer.get("over") + outer.get("of") + outer.get("in")
            elif label == "nsubj" or not actor_heads:
                trigger = noun if label == "nsubj" else governor
        elif before == "under":
            place_heads = place_heads or ([governor] if governor.pos_ in {"NOUN", "PROPN"} else [])
            predicates = [item for item in governor.children if item.dep_ in {"nsubj"}]
            place_heads = predicates or place_heads
        elif before == "in" and noun.dep_ == "ROOT":
            actor_heads = [child for child in noun.children if child.dep_ == "nsubj"]
        elif cop:
            subject = [child for child in noun.children if child.dep_ == "nsubj"]
            actor_heads = subject or surface_subject(noun, object_control=self._control_verbs) or actor_heads
        if cop and before == "under":
            place_heads = [child for child in noun.children if child.dep_ == "nsubj"] or place_heads
            actor_heads = functions.get("poss") + functions.get("modifier") + functions.get("of")
        elif cop and not [child for child in noun.children if child.dep_ == "nsubj"]:
            actor_heads = surface_subject(noun, object_control=self._control_verbs) or actor_heads
        shared = reading.frameless(trigger, polarity=polarity)
        said_by = shared.source.speaker.side if shared.source.speaker else None
        actor = next(
            (found for head in actor_heads if (found := reading.sides.ground(head, speaker=said_by)) and found.side), None
        )
        unknown = any(head.lower_ in {"who", "whoever"} for head in actor_heads)
        if actor is None and not unknown and predicate is Predicate.CONTROLS:
            return
        opponent = next((found for head in opponents if (found := reading.sides.ground(head)) and found.side), None)
        extent = None
        if any(lemma(child) in {"partial", "substantial"} for child in children(noun, "amod")):
            extent = Extent.PARTIAL
        if any(lemma(child) in {"full", "complete", "total"} for child in children(noun, "amod")):
            extent = Extent.WHOLE
        refs = [(head, ref) for head in expanded(place_heads) if (ref := reading.places.ground(head)) is not None]
        if not refs and (which := self._preposed(trigger)) is not None:
            found = reading.places.before(which)
            refs = [(which, found)] if found is not None else []
        for head, ref in refs:
            if ref.place is None and predicate is Predicate.CONTROLS:
                continue
            place = ref.place
            if place is None and (around := reading.places.locative(trigger)) is not None:
                place = around.place
            figures = reading.figures([head], _AREA_UNITS)
            yield self._draft(
                trigger, "control", predicate, actor, opponent, place, extent or ref.extent, figures, shared, reading
            )

    def _preposed(self, verb: Token) -> Token | None:
        """Return the relative pronoun of "over which Russia has maintained control"."""
        for token in verb.doc[max(0, verb.i - 12) : verb.i]:
            if token.lower_ == "which" and token.i and token.doc[token.i - 1].lower_ in {"over", "of"}:
                return token
        return None

    # -- participles ------------------------------------------------------------------------------------------------

    def _participle(self, token: Token, reading: Reading) -> Iterator[Draft]:
        """Read "rebel-held X", "the Houthi controlled capital", "the besieged town"."""
        if token.dep_ not in {"amod", "acl", "compound", "nmod", "dep", "conj"} and token.pos_ != "ADJ":
            return
        doc = reading.doc
        at = token.i - 1
        hyphen = at > 0 and doc[at].text in "-–\u2010\u2011"
        at = at - 1 if hyphen else at
        head = token.head
        while head.dep_ in {"amod", "compound"} and head.head.i != head.i and head.pos_ not in {"NOUN", "PROPN"}:
            head = head.head
        if head.pos_ not in {"NOUN", "PROPN"} or head.i <= token.i:
            following = next((item for item in doc[token.i + 1 : token.i + 5] if item.pos_ in {"NOUN", "PROPN"}), None)
            if following is None or (token.pos_ == "VERB" and not hyphen and token.dep_ not in {"amod"}):
                return
            head = following
            while head.dep_ in {"compound", "flat"} and head.head.i > head.i:
                head = head.head
        encircled = token.lower_ in self._besieged
        holder = None if encircled else self._holder(doc, at, hyphen, reading)
        if holder is None and not encircled:
            return
        target = self._what_is_held(head)
        ref = reading.places.ground(target)
        if ref is None or ref.place is None:
            return
        if encircled and (token.dep_ != "amod" or ref.place.feature is Feature.COUNTRY):
            return
        shared = reading.frameless(token)
        before = any(item.lower_ in {"previously", "formerly", "once"} for item in doc[max(0, at - 1) : token.i])
        realis = Realis.HISTORICAL if before else Realis.ACTUAL
        shared = replace(shared, realis=realis, polarity=Polarity.AFFIRMED, certainty=Certainty.CERTAIN)
        if shared.speech_act in {SpeechAct.DENY, SpeechAct.NOT_CONFIRMED, SpeechAct.CONFIRM}:
            shared = replace(shared, speech_act=SpeechAct.CLAIM)
        predicate = Predicate.ENCIRCLED if encircled else Predicate.CONTROLS
        yield self._draft(token, "participle", predicate, holder, None, ref.place, ref.extent, (), shared, reading)

    def _holder(self, doc: object, at: int, hyphen: bool, reading: Reading) -> SideRef | None:
        if at < 0:
            return None
        token = reading.doc[at]
        mention = reading.context.side_over(reading.index, token)
        if mention is not None:
            return SideRef(side=mention.side, name=mention.text)
        if hyphen and lemma(token) in self._lexicon.nouns.forces.words:
            found = reading.sides.ground(token)
            return SideRef(side=found.side if found else None, name=token.text)
        return None

    def _what_is_held(self, head: Token) -> Token:
        """Return X of "X, one of the towns in the rebel-held part of R": the place that is said to lie in it."""
        for node, parent in ancestors(head):
            if base(node.dep_) in {"nmod", "obl"} and preposition(node) in {"in", "of"} and parent.pos_ in {
                "NOUN", "PROPN", "NUM", "PRON",
            }:  # fmt: skip
                continue
            if node.dep_ == "appos" and parent.pos_ == "PROPN" and node.i != head.i:
                return parent
            break
        return head

    # -- evidence, sovereignty, distance -------------------------------------------------------------------------------

    def _evidence(self, match: Match, reading: Reading) -> Iterator[Draft]:
        """Read "a video showing its forces in X": forces seen in or at a place."""
        functions = match.functions
        names = ("of",) if match.nominal else ("object",)
        for head in [item for name in names for item in functions.get(name)]:
            if not reading.sides.is_force(head):
                continue
            places = [
                ref
                for child in head.children
                if child.dep_ in {"nmod", "acl", "advmod", "obl"}
                and (preposition(child) in {"in", "on", "at", "inside", "near", "outside", "around", "entering"}
                     or child.lower_ == "there")
                and (ref := reading.places.ground(child)) is not None
            ]  # fmt: skip
            if not places and not match.nominal:
                places = [
                    ref
                    for name in ("in", "on", "at", "near", "outside", "inside")
                    for item in functions.get(name)
                    if (ref := reading.places.ground(item)) is not None
                ]
            if not places:
                near = reading.places.locative(head)
                places = [near] if near is not None else []
            shared = reading.frameless(head)
            if shared.source.speaker is None:
                shared = reading.frameless(match.trigger)
            said_by = shared.source.speaker.side if shared.source.speaker else None
            actor = reading.sides.ground(head, speaker=said_by)
            for ref in places:
                if ref.place is not None and actor is not None and actor.side is not None:
                    yield self._draft(
                        match.trigger, "evidence", Predicate.ENTERED, actor, None, ref.place, None, (), shared, reading
                    )

    def _copula(self, reading: Reading) -> Iterator[Draft]:
        """Read "X is Russia", "X is part of Y", "make X a region of Y": a claim of sovereignty."""
        for token in reading.doc:
            if token.i not in reading.stems and not any(child.i in reading.stems for child in token.children):
                continue
            subject: list[Token] = []
            country: SideRef | None = None
            said_plainly = False
            if any(child.dep_ == "cop" and child.lower_ in {"is", "are", "be", "'s", "remain"} for child in token.children):
                subject = [child for child in token.children if child.dep_ == "nsubj"]
                country = self._sovereign(token, reading)
                said_plainly = token.pos_ == "PROPN"
            elif lemma(token) in self._lexicon.territory.sovereignty.verbs and token.pos_ == "VERB":
                functions = of_verb(token, object_control=self._control_verbs)
                join = lemma(token) in {"become", "join"}
                subject = functions.get("subject") if join else functions.get("object")[:1]
                pieces = [child for child in token.children if child.dep_ in {"xcomp", "obj", "obl", "nmod", "appos"}]
                pieces += [grand for piece in pieces for grand in piece.children if grand.dep_ in {"appos", "nmod", "xcomp"}]
                country = next((found for piece in pieces if (found := self._sovereign(piece, reading))), None)
            for head in subject:
                ref = reading.places.ground(head)
                if ref is None or ref.place is None or country is None:
                    continue
                home = country.side == ref.place.country
                if ref.place.feature is Feature.COUNTRY or (home and (not said_plainly or lemma(head) == "capital")):
                    continue
                shared = reading.frameless(token)
                yield self._draft(
                    token, "sovereignty", Predicate.ANNEXED, country, None, ref.place, ref.extent, (), shared, reading
                )

    def _sovereign(self, token: Token, reading: Reading) -> SideRef | None:
        """Return the country that a predicate says something belongs to: "Russia", "part of Russia"."""
        if lemma(token) in {"part", "region", "territory", "province", "republic", "land", "subject", "state"}:
            for child in token.children:
                if child.dep_ in {"nmod", "nmod:poss"} and preposition(child) in {"of", ""}:
                    token = child
                    break
            else:
                return None
        mention = reading.context.side_over(reading.index, token)
        if mention is None or token.pos_ != "PROPN" or mention.form != "name":
            return None
        return SideRef(side=mention.side, name=mention.text)

    def _distance(self, reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
        """Read "troops are now 15 km from X": as far as they have come."""
        for span in reading.quantities:
            if span.quantity.unit is not Unit.KM or span.start >= len(reading.doc.text):
                continue
            token = next((item for item in reading.doc if item.idx <= span.start < item.idx + len(item.text)), None)
            if token is None or any(
                draft.predicate is Predicate.ADVANCED and span.quantity in draft.quantities for draft in drafts
            ):
                continue
            clause = next(
                (node for node in [token, *(parent for _, parent in ancestors(token))]
                 if any(child.dep_ in {"cop", "nsubj"} for child in node.children)),
                None,
            )  # fmt: skip
            if clause is None or (clause.pos_ == "VERB" and lemma(clause) not in {"be", "stand", "sit", "come", "get"}):
                continue
            subject = [child for child in clause.children if child.dep_ == "nsubj"]
            if not subject or not reading.sides.is_force(subject[0]):
                continue
            after = [
                mention
                for mention in reading.context.places.get(reading.index, ())
                if span.end <= mention.start <= span.end + 60 and mention.place is not None
            ]
            between = reading.doc.text[span.end : after[0].start] if after else ""
            if not after or not any(f" {word} " in f" {between} " for word in ("from", "of", "outside")):
                continue
            place = after[0].place
            shared = reading.frameless(clause)
            actor = reading.sides.ground(
                subject[0], speaker=shared.source.speaker.side if shared.source.speaker else None
            )
            if actor is None or actor.side is None or place is None:
                continue
            yield self._draft(
                clause, "distance", Predicate.ADVANCED, actor, None, replace(place, relation=PlaceRelation.NEAR), None,
                (span.quantity,), shared, reading,
            )  # fmt: skip
