"""Territorial claims: who took, left, reached or fights for which place, by the frames of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.civil import CivilDeeds
from bot.extraction.control import ControlReader
from bot.extraction.deprivation import parted_from_service
from bot.extraction.doers import DoerFinder
from bot.extraction.drafts import Draft
from bot.extraction.frame_places import FramePlaces
from bot.extraction.frames import FrameIndex, Match
from bot.extraction.holdings import listed_holdings
from bot.extraction.needs import needs_met, settled
from bot.extraction.opponents import OpponentFinder
from bot.extraction.overlaps import CHANGES_HANDS, without_entries_into_taken, without_repelled_assaults
from bot.extraction.peace import PeaceFilter, in_another_sense
from bot.extraction.place_refs import PlaceRef
from bot.extraction.possession import own_places
from bot.extraction.reading import Circumstances, Reading
from bot.extraction.sightings import distances, evidence, existences, presences
from bot.extraction.sovereignty import SovereigntyReader
from bot.extraction.standing import standing
from bot.extraction.strongholds import StrongholdReader
from bot.extraction.syntax import children, lemma, of_verb
from bot.extraction.territorial import AREA_UNITS, Roles, territorial
from bot.extraction.understood import (
    besieger,
    keeps_trying,
    left_open,
    listed_in,
    of_the_town,
    said_by,
    within_clause,
)
from bot.extraction.unlisted import is_person
from bot.extraction.whereabouts import located
from bot.model.claim import Extent, Polarity, Predicate, Realis, SpeechAct, Unit
from bot.model.place import Feature
from bot.model.side import SideRef
from config.lexicon import Lexicon

_GIVING_UP = frozenset({"give", "surrender", "cede", "yield"})
_TELLING = frozenset({"report", "claim", "rumour", "rumor", "news", "story", "talk", "account", "announcement"})
_THE_TOWN = re.compile(
    r"\binto (?:\w+ )?hands\b|\b(?:the|its) (?:town|city|village|port|enclave|garrison|camp|defenders)\b", re.IGNORECASE
)
_MOVES = frozenset({Predicate.ADVANCED, Predicate.WITHDREW, Predicate.ENTERED, Predicate.REPELLED})


class TerritoryReader:
    """Finds the territorial claims of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Index the territorial frames."""
        self._frames = FrameIndex(lexicon.territory.frame, verbs=lexicon.modality.verbs)
        self._lost = next(frame for frame in lexicon.territory.frame if frame.id == "lose")
        self._left = next(frame for frame in lexicon.territory.frame if frame.id == "withdraw")
        self._control = ControlReader(lexicon)
        self._civil = CivilDeeds(lexicon.infrastructure.civil)
        self._sovereignty = SovereigntyReader(lexicon)
        self._strongholds = StrongholdReader(lexicon)
        self._sightings = lexicon.territory.sightings
        self._objects = lexicon.territory.objects
        self._places = FramePlaces(lexicon, frames=self._frames)
        self._remote = lexicon.nouns.forces.remote
        places = lexicon.nouns.places
        self._towns = frozenset(places.settlement)
        self._quarters = frozenset(lexicon.nouns.parts.quarters)
        self._parts_of_towns = self._quarters | set(lexicon.nouns.parts.inside)
        self._unclear = lexicon.nouns.forces.unclear
        self._verb_classes = lexicon.modality.verbs
        self._doers = DoerFinder(lexicon)
        self._opponents = OpponentFinder(lexicon)
        self._peace = PeaceFilter(lexicon.territory.objects)
        self._begun = frozenset((*lexicon.modality.realis.purpose_governors, *lexicon.modality.realis.purpose_nouns))

    def read(self, reading: Reading) -> tuple[Draft, ...]:
        """Return the drafts of one sentence in text order."""
        drafts, taken = self._control.read(reading)
        for match in self._frames.matches(reading.doc, reading.stems):
            named = reading.context.side_over(reading.index, match.trigger)
            # "the National Movement for the Liberation of X" is a name, and no claim.
            proper = match.nominal and match.trigger.i > 0 and match.trigger.text[:1].isupper()
            in_title = reading.context.sentences[reading.index].part == "title"
            if match.trigger.i not in taken and named is None and (in_title or not proper):
                drafts.extend(evidence(match, reading) if match.frame.evidence else self._frame(match, reading))
        drafts = without_repelled_assaults(drafts)
        drafts.extend(self._sovereignty.read(reading))
        drafts.extend(listed_holdings(reading))
        drafts.extend(own_places(reading))
        drafts.extend(one for one in self._strongholds.read(reading) if all(one.trigger != it.trigger for it in drafts))
        drafts.extend(distances(reading, drafts, standing=self._sightings.standing))
        drafts.extend(presences(reading, drafts, words=self._sightings, quarters=self._parts_of_towns))
        drafts.extend(existences(reading, drafts, words=self._sightings))
        drafts.extend(standing(reading, drafts))
        return tuple(sorted(without_entries_into_taken(drafts), key=lambda draft: draft.trigger))

    def _frame(self, match: Match, reading: Reading) -> Iterator[Draft]:
        frame = match.frame
        ended = match.nominal and match.trigger.dep_ == "obj" and lemma(match.trigger.head) in frame.ended_by
        polarity = Polarity.DENIED if ended else frame.polarity
        unrest = self._civil.is_unrest(match, reading)
        # "Almost encircled": it is not, and nobody says that it will be.
        if self._is_of_peace(match, reading) or reading.moods.near_miss(match.trigger):
            return
        said = reading.circumstances(match.trigger, polarity=polarity)
        if said.mood.unsaid or (frame.predicate is Predicate.REPELLED and _its_own(match)):
            # "did not say that it was lost"; "halted its advance" is no defence.
            return
        actor_head, actor = self._actor(match, reading, said_by(match, said))
        if "own" in frame.needs and not _own(actor, said):
            return
        if frame.predicate is Predicate.REPELLED and match.functions.passive and actor is None and said.source.speaker:
            # "The general staff said that attacks had been beaten back": by its own side.
            actor = SideRef(side=said.source.speaker.side, name=said.source.speaker.name)
        refs = self._places.find(match, reading, actor_head) or self._going_on(match, reading)
        if in_another_sense(match, refs, reading):
            return
        against = [head for name in frame.opponent for head in match.functions.get(name)]
        opposed = any(reading.sides.is_force(head) or _is_a_side_again(head, said, reading) for head in against)
        own = opposed or said.source.act is SpeechAct.DENY or _concedes_at_home(said, refs)
        if match.nominal and actor is None and own and "side" in frame.needs and said.source.speaker is not None:
            # "officials confirm the loss of X to the rebels", "denied the loss of X": their own side's.
            actor = SideRef(side=said.source.speaker.side, name=said.source.speaker.name)
        if actor is None and left_open(match, refs, said) and (own_loss := _own_loss(said, refs, reading)) is not None:
            actor = own_loss
        if frame.predicate is Predicate.ENTERED and refs and all(ref.place is None and ref.plural for _, ref in refs):
            refs = within_clause(match, refs, reading)
        refs = of_the_town(match, listed_in(refs, reading), reading, quarters=self._quarters)
        if not needs_met(
            frame,
            refs,
            actor_head,
            actor,
            reading,
            opposed=opposed,
            nominal=match.nominal,
            anybody=left_open(match, refs, said),
            agentless=frame.agentless and match.functions.passive,
            remote=self._remote,
            unclear=self._unclear,
        ):
            return
        if "named_place" in frame.needs:
            refs = [(head, ref) for head, ref in refs if ref.place is not None]
        if "settled_place" in frame.needs:
            refs = [(head, ref) for head, ref in refs if settled(ref)]
        if frame.id == "fall" and (actor is None or actor.side is None):
            # "The index fell": a name that nobody knows fell to nobody.
            refs = [
                (head, ref)
                for head, ref in refs
                if ref.place is None
                or ref.place.feature is not None
                or reading.context.called_a_place(ref.place.name, elsewhere=True)
                or ((match.trigger.tag_ == "VBN" or _told(match)) and _again_a_town(match, said, reading))
            ]
        if self._peace.is_peaceful(match, actor_head, reading):
            return
        found = refs
        refs = self._peace.places(match, found, reading)
        if found and not refs:
            return
        if unrest:
            # Protesters take a town from its police, but a building only for a day.
            refs = [(head, ref) for head, ref in refs if self._is_town(ref)]
            if not refs:
                return
        if "ground_force" in frame.needs:
            # An attack on a building says nothing of who fights for the town.
            refs = [(head, ref) for head, ref in refs if self._is_town(ref)]
        if frame.predicate is Predicate.ADVANCED and all(
            ref.place is None and ref.noun == "settlement" and not ref.plural for _, ref in refs
        ):
            # "reached a settlement": they agreed.
            refs = []
        if not refs and not self._says_enough(match, reading):
            return
        if match.nominal and frame.predicate is Predicate.CONTESTED and self._to_take(match):
            # "in a battle to retake X": that is told of X.
            return
        match, roles, said = self._given_up(
            match, Roles(actor=actor, opponent=self._opponents.find(match, reading, actor)), said, reading
        )
        if keeps_trying(match, going_on=self._objects.going_on):
            yield from self._attempt(match, refs, roles, replace(said, realis=Realis.ACTUAL), reading)
        elif said.mood.purpose and frame.predicate in CHANGES_HANDS:
            yield from self._attempt(match, refs, roles, said, reading)
        else:
            yield from self._claims(match, refs, roles, said, reading)

    def _given_up(
        self, match: Match, roles: Roles, said: Circumstances, reading: Reading
    ) -> tuple[Match, Roles, Circumstances]:
        """Return what is said of a loss: "did not surrender X", "its men stay in X", whoever would get it."""
        if match.frame.stays and said.polarity is Polarity.AFFIRMED and _own(roles.actor, said):
            stayed = reading.circumstances(match.trigger, polarity=Polarity.DENIED)
            return replace(match, frame=self._left), roles, stayed
        holder = roles.opponent
        if match.functions.passive and roles.actor is None and holder is None and said.source.speaker is not None:
            # "X has not been surrendered", says who would have had to.
            holder = SideRef(side=said.source.speaker.side, name=said.source.speaker.name)
        given = match.frame.predicate in {Predicate.TRANSFERRED, Predicate.CAPTURED} and not match.nominal and holder
        kept = said.polarity is Polarity.DENIED
        if not (given and kept) or lemma(match.trigger) not in _GIVING_UP or match.functions.get("to"):
            return match, roles, said
        lost = reading.circumstances(match.trigger, polarity=Polarity.DENIED)
        return replace(match, frame=self._lost), Roles(actor=holder), lost

    def _is_of_peace(self, match: Match, reading: Reading) -> bool:
        """Whether it is a brawl, a deed of one man or of the police, or something else that is no deed of war."""
        if match.frame.predicate is Predicate.ENCIRCLED and parted_from_service(match, reading):
            return True
        brawl = match.frame.predicate is Predicate.CONTESTED and self._civil.is_brawl(match)
        return brawl or self._civil.is_one(match, reading) or self._peace.is_other(match, reading)

    def _going_on(self, match: Match, reading: Reading) -> list[tuple[Token, PlaceRef]]:
        """Return the place of a fight that is said to go on: it hangs on the verb, or is the last one named."""
        frame = match.frame
        if not match.nominal or not frame.goes_on or lemma(match.trigger.head) not in frame.goes_on:
            return []
        # "Fighting raged in X"
        around = of_verb(match.trigger.head, verbs=self._verb_classes)
        heads = [head for name in frame.noun_place for head in around.get(name)]
        grounded = [(head, ref) for head in heads if (ref := reading.places.ground(head)) is not None]
        refs = [(head, ref) for head, ref in grounded if ref.place is not None]
        # "The battle is ongoing": the one for the place that the text was about.
        last = None if refs else reading.places.last_settlement(match.trigger)
        return [(match.trigger, last)] if last is not None else refs

    # -- roles ------------------------------------------------------------------------------------------------------

    def _actor(self, match: Match, reading: Reading, said_by: str | None) -> tuple[Token | None, SideRef | None]:
        """Return who acts: the first phrase that names a side, else the first that could."""
        unknown: tuple[Token | None, SideRef | None] = (None, None)
        for name in match.frame.noun_actor if match.nominal else match.frame.actor:
            if name == "poss" and "poss" in match.frame.noun_place and not match.functions.get("of"):
                # "its capture", "the town's capture": whose it was, and not who took it.
                continue
            for head in match.functions.get(name):
                if match.frame.moves_force and name == "object" and not reading.sides.is_force(head):
                    continue
                found = reading.sides.ground(head, speaker=said_by)
                if found is not None and found.side is not None:
                    return head, found
                if unknown[0] is None or (unknown[1] is None and found is not None):
                    unknown = (head, found)
        return self._doers.find(match, reading) or besieger(match, reading) or unknown

    def _is_town(self, ref: PlaceRef) -> bool:
        settled = ref.place is not None and ref.place.feature is Feature.SETTLEMENT
        return (settled or ref.noun in self._towns) and not ref.facility and ref.extent is not Extent.PARTIAL

    def _says_enough(self, match: Match, reading: Reading) -> bool:
        """Whether a movement without a place is a claim: a distance, a line broken through, a force withdrawn."""
        if match.frame.predicate is Predicate.ADVANCED:
            if reading.figures([match.trigger], frozenset({Unit.KM})):
                return True
            heads = [head for name in match.frame.place for head in match.functions.get(name)]
            return any(lemma(item) in self._objects.lines for head in heads for item in [head, *head.children])
        made = match.trigger.dep_ == "obj" and lemma(match.trigger.head) in self._objects.light_verbs
        if match.frame.predicate is Predicate.WITHDREW and match.nominal and made:
            return any(reading.sides.is_force(head) for head in match.functions.get("subject"))
        if match.frame.predicate is Predicate.WITHDREW and not match.nominal:
            if any(head.pos_ == "PRON" for head in match.functions.get("subject")):
                return True
            heads = [head for name in ("from", "object", "subject") for head in match.functions.get(name)]
            return any(reading.sides.is_force(head) for head in heads)
        return False

    def _to_take(self, match: Match) -> bool:
        """Whether an infinitive says what the fight is for: "a battle to retake X"."""
        return any(
            child.tag_ == "VB" and {frame.predicate for frame in self._frames.of(child)} & CHANGES_HANDS
            for child in children(match.trigger, "acl")
        )

    # -- drafts -----------------------------------------------------------------------------------------------------

    def _claims(
        self, match: Match, refs: list[tuple[Token, PlaceRef]], roles: Roles, said: Circumstances, reading: Reading
    ) -> Iterator[Draft]:
        """Yield a claim for each place: "captured X, Y and most of Z" are three."""
        predicate = match.frame.predicate
        if predicate is None:
            return
        # Nobody takes kilometres: "captured the airport, 30 km north of X" is how far it lies.
        units = AREA_UNITS - {Unit.KM} if predicate not in _MOVES else AREA_UNITS
        whole = reading.figures([match.trigger], units) if len(refs) <= 1 else ()
        got = match.functions.get("to") if predicate is Predicate.TRANSFERRED else []
        found = [located(match, ref, replace(roles, figures=whole), head, reading, without=got) for head, ref in refs]
        done: set[tuple[object, ...]] = set()
        found = [each for one in found for each in _neither(one, match, reading)]
        for number, one in enumerate(found or [replace(roles, figures=whole)]):
            unsaid = said.polarity is Polarity.DENIED or said.realis in {Realis.FUTURE, Realis.HYPOTHETICAL}
            nobody = one.actor is None or one.actor.side is None
            vague = one.place is None and not one.figures and (nobody or unsaid)
            by = one.actor.name if one.actor else None
            key = (one.place.name, one.place.relation, by) if one.place else (None, number if one.figures else None, by)
            bare = one.place is None and not one.figures and any(other.place is not None for other in found)
            if (vague and found) or bare or key in done:
                continue
            done.add(key)
            yield territorial(
                trigger=match.trigger, rule=match.frame.id, predicate=predicate, roles=one, said=said, reading=reading
            )

    def _attempt(
        self, match: Match, refs: list[tuple[Token, PlaceRef]], roles: Roles, said: Circumstances, reading: Reading
    ) -> Iterator[Draft]:
        """Yield the fight for a place that somebody set out to take; the hoped-for capture itself is no claim."""
        begun = lemma(match.trigger.head) in self._begun
        if roles.actor is None or (roles.actor.side is None and not begun):
            return
        for _, ref in refs:
            if settled(ref):
                yield territorial(
                    trigger=match.trigger,
                    rule=f"{match.frame.id}-attempt",
                    predicate=Predicate.CONTESTED,
                    roles=replace(roles, place=ref.place, extent=ref.extent),
                    said=said,
                    reading=reading,
                )


def _neither(roles: Roles, match: Match, reading: Reading) -> list[Roles]:
    """Return the roles of both of "neither A nor B", of whom each is denied the same."""
    heads = match.functions.get("subject")
    if len(heads) < 2 or not any(child.lower_ == "neither" for child in heads[0].children):
        return [roles]
    found = [reading.sides.ground(head) for head in heads]
    return [replace(roles, actor=one) for one in found if one is not None] or [roles]


def _own(actor: SideRef | None, said: Circumstances) -> bool:
    """Whether who says so speaks for who acts."""
    speaker = said.source.speaker
    return actor is not None and actor.side is not None and speaker is not None and speaker.side == actor.side


def _own_loss(said: Circumstances, refs: list[tuple[Token, PlaceRef]], reading: Reading) -> SideRef | None:
    """Return who denies that a town was lost, where it is the speaker's own to lose.

    Whoever denies it speaks for who holds it; so do the state that the town lies in, an armed group, and the only side
    that the article names.
    """
    speaker = said.source.speaker
    if speaker is None or speaker.side is None or said.polarity is Polarity.DENIED:
        return None
    at_home = any(ref.place is not None and ref.place.country == speaker.side for _, ref in refs)
    alone = set(reading.context.theatre.sides) <= {speaker.side}
    if said.source.act is SpeechAct.DENY or at_home or alone or speaker.side.islower():
        return SideRef(side=speaker.side, name=speaker.name)
    return None


def _again_a_town(match: Match, said: Circumstances, reading: Reading) -> bool:
    """Whether "X has fallen" is denied or a war's text goes on about "the town", and X is nobody's full name."""
    text = reading.context.article.text
    heads = match.functions.get("subject") or match.functions.get("object") or match.functions.get("of")
    return (
        (reading.context.outlook.warlike or (said.source.speaker is not None and said.source.speaker.side is not None))
        and (said.source.act is SpeechAct.DENY or _told(match) or _THE_TOWN.search(text) is not None)
        and not any(is_person(head, reading) for head in heads)
        and not match.functions.get("by")
    )


def _told(match: Match) -> bool:
    """Whether it is "reports of the fall of X"."""
    return match.nominal and match.trigger.dep_ == "nmod" and lemma(match.trigger.head) in _TELLING


def _concedes_at_home(said: Circumstances, refs: list[tuple[Token, PlaceRef]]) -> bool:
    """Whether a state admits what happened to a town of its own: "Norland admitted the loss of Lesk"."""
    speaker = said.source.speaker
    if said.source.act is not SpeechAct.CONFIRM or speaker is None or speaker.side is None:
        return False
    return any(ref.place is not None and ref.place.country == speaker.side for _, ref in refs)


def _is_a_side_again(head: Token, said: Circumstances, reading: Reading) -> bool:
    """Whether a pronoun stands for a side: "said it had not been driven from X"."""
    if head.pos_ != "PRON":
        return False
    found = reading.sides.ground(head, speaker=said.source.speaker.side if said.source.speaker else None)
    return found is not None and (found.side is not None or reading.sides.names_forces(found.name))


def _its_own(match: Match) -> bool:
    """Whether who stops an attack stops its own: "halted its advance", "called on both to stop attacks"."""
    objects = match.functions.get("object")
    if match.frame.id == "halt" and any(head.tag_ == "NNS" for head in objects):
        return True
    return any(child.pos_ == "PRON" for head in objects for child in children(head, "nmod:poss"))
