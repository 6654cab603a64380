"""Loads and checks the lexicon: which words carry which claims. An analyst may edit the files in `config/lexicon/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.model.claim import AssetState, Certainty, Polarity, Predicate, SpeechAct
from bot.model.errors import ConfigurationError

Need = Literal["place", "named_place", "settled_place", "actor", "side", "force", "opponent"]
Words = Annotated[tuple[str, ...], Field(default=())]

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
    goes_on: Words
    without: Words
    moves_force: bool = False
    evidence: bool = False


class ControlFrame(_Entry):
    """Verbs that say what happens to control of a place."""

    predicate: Predicate
    polarity: Polarity = Polarity.AFFIRMED
    verbs: tuple[str, ...]
    prepositions: Words


class Participles(_Entry):
    """Participles that say how a place is held: "rebel-held", "besieged"."""

    moves: tuple[str, ...]
    controls: tuple[str, ...]
    encircled: tuple[str, ...]


class ExcludedObjects(_Entry):
    """Objects with which a territorial verb means something else, and words that give somebody the credit."""

    people: tuple[str, ...]
    of_people: tuple[str, ...]
    credits: tuple[str, ...]


class Sovereignty(_Entry):
    """Verbs and copulas with which a text says whose land a place is."""

    verbs: tuple[str, ...]
    words: tuple[str, ...]
    parts: tuple[str, ...]


class Territory(_Entry):
    """The territorial lexicon."""

    frame: tuple[Frame, ...]
    control: tuple[ControlFrame, ...]
    participles: Participles
    objects: ExcludedObjects
    sovereignty: Sovereignty


class StatePredicates(_Entry):
    """What stands after "is" and names an asset's state."""

    damaged: Words
    cut_off: Words
    operational: Words
    undamaged: Words
    destroyed: Words


class Deprivation(_Entry):
    """How a text says that people lack a service."""

    without: tuple[str, ...]
    deprive: tuple[str, ...]


class WordList(_Entry):
    """A plain list of words."""

    words: tuple[str, ...]


class Infrastructure(_Entry):
    """The infrastructure lexicon."""

    frame: tuple[Frame, ...]
    predicates: StatePredicates
    deprivation: Deprivation
    means: WordList
    carriers: WordList


class Negation(_Entry):
    """Words that deny what depends on them."""

    adverbs: tuple[str, ...]
    determiners: tuple[str, ...]
    governors: tuple[str, ...]


class CertaintyWords(_Entry):
    """Words that make a statement less sure."""

    probable: tuple[str, ...]
    possible: tuple[str, ...]


class RealisWords(_Entry):
    """Words that say that something is yet to come, or only tried."""

    future: tuple[str, ...]
    hypothetical: tuple[str, ...]
    actual: tuple[str, ...]
    future_nouns: tuple[str, ...]
    conditional_marks: tuple[str, ...]
    future_auxiliaries: tuple[str, ...]
    hypothetical_auxiliaries: tuple[str, ...]
    announcing: tuple[str, ...]
    movements: tuple[str, ...]
    feared: tuple[str, ...]
    purpose_governors: tuple[str, ...]
    historical_adverbs: tuple[str, ...]
    background_phrases: tuple[str, ...]
    near_miss_adverbs: tuple[str, ...]


class ControlVerbs(_Entry):
    """Verbs whose object is their infinitive's subject."""

    object_control: tuple[str, ...]


class Modality(_Entry):
    """The lexicon of modality."""

    negation: Negation
    certainty: CertaintyWords
    realis: RealisWords
    objects: ControlVerbs


class Act(_Entry):
    """Reporting words, and what saying it that way does."""

    speech_act: SpeechAct
    certainty: Certainty
    verbs: Words
    nouns: Words
    subjects: Words
    clausal_only: bool = False


class SourceWords(_Entry):
    """Prepositions and documents that name a source."""

    prepositions: tuple[str, ...]
    documents: tuple[str, ...]
    evidence: tuple[str, ...]


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


class VerbList(_Entry):
    """A plain list of verbs."""

    verbs: tuple[str, ...]


class Reporting(_Entry):
    """The lexicon of attribution."""

    act: tuple[Act, ...]
    sources: SourceWords
    speakers: SpeakerWords
    titles: WordList
    nonconfirmation: VerbList


class PlaceNouns(_Entry):
    """Nouns that stand for places, by feature."""

    settlement: tuple[str, ...]
    region: tuple[str, ...]
    country: tuple[str, ...]
    area: tuple[str, ...]
    facility: tuple[str, ...]


class PartNouns(_Entry):
    """Nouns that stand for parts of places."""

    partial: tuple[str, ...]
    whole: tuple[str, ...]
    edges: tuple[str, ...]
    inside: tuple[str, ...]


class Directions(_Entry):
    """Words for the points of the compass."""

    north_of: tuple[str, ...]
    south_of: tuple[str, ...]
    east_of: tuple[str, ...]
    west_of: tuple[str, ...]
    compound: tuple[str, ...]


class ForceNouns(_Entry):
    """Nouns that stand for forces; the generic ones need the article to say whose."""

    words: tuple[str, ...]
    generic: tuple[str, ...]
    acting: tuple[str, ...]
    own: tuple[str, ...]


class Nouns(_Entry):
    """The lexicon of nouns for places, people and forces."""

    people: WordList
    places: PlaceNouns
    parts: PartNouns
    directions: Directions
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
