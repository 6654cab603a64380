"""Loads and checks the lexicon: which words carry which claims. An analyst may edit the files in `config/lexicon/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.model.claim import AssetState, Certainty, Polarity, Predicate, SpeechAct
from bot.model.errors import ConfigurationError

Need = Literal[
    "place", "named_place", "settled_place", "actor", "side", "force", "ground_force", "troops", "opponent", "own"
]
Words = Annotated[tuple[str, ...], Field(default=())]
WordSet = frozenset[str]

Shape = TypeVar("Shape", bound=BaseModel)


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Frame(_Entry):
    """Words that carry one kind of claim, and the functions that fill its roles (see `territory.toml`)."""

    id: str
    predicate: Predicate | None = None
    state: AssetState | None = None
    polarity: Polarity = Polarity.AFFIRMED
    verbs: Words
    nouns: Words
    actor: Words
    opponent: Words
    place: Words
    asset: Words
    object: Words
    noun_actor: Words
    noun_place: Words
    noun_asset: Words
    needs: tuple[Need, ...] = ()
    unless: Words
    present: Words
    ended_by: Words
    not_object_of: Words
    not_after: Words
    goes_on: Words
    without: Words
    moves_force: bool = False
    adjectives: Words
    subjects: Words
    beside: Words
    despite: Words
    agentless: bool = False
    stays: bool = False
    own_name: bool = False
    close: bool = False
    evidence: bool = False
    everywhere: bool = False


class ControlFrame(_Entry):
    """Verbs that say what happens to control of a place."""

    predicate: Predicate
    polarity: Polarity = Polarity.AFFIRMED
    verbs: tuple[str, ...]


class Participles(_Entry):
    """Participles that say how a place is held: "rebel-held", "besieged"."""

    moves: tuple[str, ...]
    stays: WordSet
    controls: tuple[str, ...]
    encircled: tuple[str, ...]


class Objects(_Entry):
    """What the words of the frames may stand with, beside places."""

    control_nouns: WordSet
    hands: WordSet
    other_senses: WordSet
    verbs_of_people: WordSet
    verbs_of_prisoners: WordSet
    verbs_of_ground: WordSet
    verbs_never_of_people: WordSet
    light_verbs: WordSet
    peaceful: WordSet
    elsewhere: WordSet
    bodies: WordSet
    credits: WordSet
    blows: WordSet
    going_on: WordSet
    lines: WordSet
    strongholds: WordSet
    having: WordSet


class Degrees(_Entry):
    """Adjectives that say how much of a place is controlled."""

    partial: WordSet
    whole: WordSet


class Sightings(_Entry):
    """How a text says where forces stand."""

    standing: WordSet
    inside: WordSet
    at_the: WordSet
    within: WordSet


class Sovereignty(_Entry):
    """Verbs and copulas with which a text says whose land a place is."""

    verbs: tuple[str, ...]
    joining: WordSet
    words: tuple[str, ...]
    parts: tuple[str, ...]


class Territory(_Entry):
    """The territorial lexicon."""

    everyday: WordSet
    frame: tuple[Frame, ...]
    control: tuple[ControlFrame, ...]
    participles: Participles
    objects: Objects
    degrees: Degrees
    sightings: Sightings
    sovereignty: Sovereignty


class StatePredicates(_Entry):
    """What stands after "is" and names an asset's state."""

    damaged: Words
    cut_off: Words
    operational: Words
    restored: Words
    undamaged: Words
    destroyed: Words
    disrupted: Words

    def states(self) -> dict[str, AssetState]:
        """Return each entry with the state that it names."""
        return {word: AssetState(state) for state, words in self.model_dump().items() for word in words}


class Telegraphic(StatePredicates):
    """What stands after an asset without a verb and names its state."""

    attacked: Words


class Deprivation(_Entry):
    """How a text says that people lack a service."""

    prepositions: WordSet
    parting: WordSet
    verbs: WordSet
    having: WordSet
    again: WordSet
    none: Words


class WordList(_Entry):
    """A plain list of words."""

    words: tuple[str, ...]


class MeasuredVerbs(_Entry):
    """Verbs and nouns whose asset is what flows or is counted."""

    changes: WordSet
    losses: WordSet


class Hostility(_Entry):
    """Words that tell a conflict from accidents, weather and business; one that ends in `*` stands for its forms."""

    conflict: tuple[str, ...]
    attacks: tuple[str, ...]
    accidents: tuple[str, ...]
    helpers: WordSet
    unprovoked: tuple[str, ...]


class Civil(_Entry):
    """Words for deeds that are none of war: protests, searches, crimes of one man against another."""

    actors: WordSet
    unruly: WordSet
    searchers: WordSet
    police: WordSet
    aircraft: WordSet
    searches: WordSet
    foiling: WordSet
    personal: WordSet


class Uses(_Entry):
    """What goes on at an asset and tells by that whether it works."""

    movers: WordSet
    people: WordSet
    moving: WordSet
    working: WordSet
    serving: WordSet
    phases: WordSet
    traffic: WordSet
    lasting: WordSet
    still: WordSet
    again: WordSet


class WeaponUse(_Entry):
    """What somebody does with a weapon (`words`), and what a weapon does by itself (`bursting`)."""

    words: WordSet
    bursting: WordSet


class Infrastructure(_Entry):
    """The infrastructure lexicon."""

    frame: tuple[Frame, ...]
    predicates: StatePredicates
    telegraphic: Telegraphic
    deprivation: Deprivation
    means: WordList
    carriers: WordList
    using: WeaponUse
    measured: MeasuredVerbs
    hostility: Hostility
    civil: Civil
    fittings: WordList
    never_cut: WordList
    own_work: WordList
    general: WordList
    uses: Uses


class Negation(_Entry):
    """Words that deny what depends on them."""

    adverbs: tuple[str, ...]
    determiners: tuple[str, ...]
    governors: tuple[str, ...]
    scarcely: WordSet
    judging: WordSet
    subjects: tuple[str, ...]
    undone_by: tuple[str, ...]


class CertaintyWords(_Entry):
    """Words that make a statement less sure."""

    probable: tuple[str, ...]
    possible: tuple[str, ...]
    hearsay: tuple[str, ...]
    odds: tuple[str, ...]


class RealisWords(_Entry):
    """Words that say that something is yet to come, or only tried."""

    future: tuple[str, ...]
    hypothetical: tuple[str, ...]
    in_vain: WordSet
    achieving: WordSet
    actual: tuple[str, ...]
    future_nouns: tuple[str, ...]
    conditional_marks: tuple[str, ...]
    future_auxiliaries: tuple[str, ...]
    hypothetical_auxiliaries: tuple[str, ...]
    announcing: tuple[str, ...]
    mandative: WordSet
    saying: WordSet
    taken_for_granted: WordSet
    movements: tuple[str, ...]
    feared: tuple[str, ...]
    purpose_governors: tuple[str, ...]
    purpose_nouns: WordSet
    historical_adverbs: tuple[str, ...]
    historical_adjectives: WordSet
    last: WordSet
    background_phrases: tuple[str, ...]
    near_miss_adverbs: tuple[str, ...]
    measured: WordSet
    short_of: WordSet
    failing: tuple[str, ...]
    succeeding: WordSet
    bound: WordSet
    impending: WordSet
    coming: tuple[str, ...]
    supposing: WordSet


class VerbClasses(_Entry):
    """Verbs that decide who does what the words below them name."""

    object_control: WordSet
    light: WordSet
    accusing: WordSet
    harming: WordSet


class Modality(_Entry):
    """The lexicon of modality."""

    negation: Negation
    certainty: CertaintyWords
    realis: RealisWords
    verbs: VerbClasses


class Act(_Entry):
    """Reporting words, and what saying it that way does."""

    speech_act: SpeechAct
    certainty: Certainty
    verbs: Words
    nouns: Words
    subjects: Words


class SourceWords(_Entry):
    """Prepositions and documents that name a source."""

    prepositions: tuple[str, ...]
    documents: tuple[str, ...]
    evidence: tuple[str, ...]
    anonymity: tuple[str, ...]


class SpeakerWords(_Entry):
    """Words in a speaker's description that say what kind of speaker it is; the first list that fits decides."""

    official: tuple[str, ...]
    military: tuple[str, ...]
    think_tank: tuple[str, ...]
    ngo_igo: tuple[str, ...]
    company: tuple[str, ...]
    witness: tuple[str, ...]
    social_media: tuple[str, ...]
    media: tuple[str, ...]
    anonymous: tuple[str, ...]


class ReportingVerbs(_Entry):
    """How reporting verbs stand with what they report, beside a clause."""

    with_infinitive: WordSet
    with_event: WordSet
    answering: WordSet
    not_of: WordSet


class EvidenceHedges(_Entry):
    """Words with which a picture is not said to show for sure what it shows."""

    words: WordSet
    verbs: WordSet


class Offices(_Entry):
    """Offices and bodies whose country or region goes without saying."""

    of_the_country: WordSet
    of_nobody: WordSet
    of_the_state: WordSet
    against_the_state: WordSet
    of_the_forces: WordSet
    of_the_war: WordSet
    spoken: WordSet
    regional: tuple[str, ...]


class Responses(_Entry):
    """Words with which a text speaks of statements made before."""

    statements: WordSet
    sweeping: WordSet
    truth: WordSet
    false: WordSet
    branding: WordSet


class BlameWords(_Entry):
    """Words that say who did what was told before."""

    events: WordSet
    deeds: WordSet
    doers: WordSet
    admitting: WordSet
    shares: WordSet
    words: WordSet


class Nonconfirmation(_Entry):
    """Verbs of checking, and words that say that somebody could or would not."""

    verbs: tuple[str, ...]
    refusing: WordSet


class Reporting(_Entry):
    """The lexicon of attribution."""

    act: tuple[Act, ...]
    sources: SourceWords
    speakers: SpeakerWords
    titles: WordList
    verbs: ReportingVerbs
    hedges: EvidenceHedges
    offices: Offices
    responses: Responses
    blame: BlameWords
    nonconfirmation: Nonconfirmation


class PlaceNouns(_Entry):
    """Nouns that stand for places, by feature."""

    settlement: tuple[str, ...]
    region: tuple[str, ...]
    country: tuple[str, ...]
    area: tuple[str, ...]
    named_for: WordSet
    facility: tuple[str, ...]
    vague: WordSet = frozenset()
    openings: WordSet = frozenset()


class PartNouns(_Entry):
    """Nouns that stand for parts of places."""

    partial: tuple[str, ...]
    whole: tuple[str, ...]
    quarters: tuple[str, ...]
    edges: tuple[str, ...]
    inside: tuple[str, ...]


class ForceNouns(_Entry):
    """Nouns that stand for forces; the generic ones need the article to say whose."""

    words: tuple[str, ...]
    generic: tuple[str, ...]
    acting: tuple[str, ...]
    unclear: WordSet
    groups: WordSet
    regular: WordSet
    opposing: WordSet
    tied: WordSet
    remote: WordSet
    own: tuple[str, ...]


class Nouns(_Entry):
    """The lexicon of nouns for places, people and forces."""

    people: WordList
    collectives: WordList
    measures: WordList
    places: PlaceNouns
    parts: PartNouns
    directions: WordList
    forces: ForceNouns


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """All lexicon files, checked."""

    territory: Territory
    infrastructure: Infrastructure
    modality: Modality
    reporting: Reporting
    nouns: Nouns


def load_lexicon() -> Lexicon:
    """Read the lexicon that ships with the program; ConfigurationError names the file, the entry and the reason."""
    return Lexicon(
        territory=_read("territory.toml", Territory),
        infrastructure=_read("infrastructure.toml", Infrastructure),
        modality=_read("modality.toml", Modality),
        reporting=_read("reporting.toml", Reporting),
        nouns=_read("nouns.toml", Nouns),
    )


def parse(text: str, shape: type[Shape], *, where: str) -> Shape:
    """Read one lexicon file's text into its shape; ConfigurationError where an entry or a key is wrong."""
    try:
        return shape.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(where=where, reason=f"no valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        entry = ".".join(str(step) for step in first["loc"])
        raise ConfigurationError(where=f"{where}, {entry}", reason=first["msg"]) from error


def _read(name: str, shape: type[Shape]) -> Shape:
    return parse(files("config").joinpath("lexicon", name).read_text(encoding="utf-8"), shape, where=name)
