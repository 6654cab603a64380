"""Claims of sovereignty: "X is Russia", "X is part of Y", "make X a region of Y"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from bot.extraction.drafts import Draft
from bot.extraction.reading import Reading
from bot.extraction.sides import SideForm
from bot.extraction.syntax import children, lemma, of_verb, preposition, surface_subject
from bot.extraction.territorial import Roles, territorial
from bot.model.claim import Predicate
from bot.model.place import Feature
from bot.model.side import SideRef
from config.lexicon import Lexicon

_LAND = frozenset({"territory", "land", "soil", "city", "town", "village"})
_STAYING = frozenset({"remain", "stay"})
_STATES = frozenset({"state", "republic", "kingdom", "federation", "union"})
# What stands behind these is no country that it belongs to.
_BESIDE = frozenset({"after", "before", "since", "despite", "amid", "against", "by", "from", "following", "during"})
_PIECES = ("xcomp", "obj", "obl", "nmod", "appos")


class SovereigntyReader:
    """Finds what a sentence says to belong to a country."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the verbs that say so."""
        self._verbs = frozenset(lexicon.territory.sovereignty.verbs)
        self._joining = lexicon.territory.sovereignty.joining
        self._copulas = frozenset(lexicon.territory.sovereignty.words)
        self._parts = frozenset(lexicon.territory.sovereignty.parts)
        self._verb_classes = lexicon.modality.verbs

    def read(self, reading: Reading) -> Iterator[Draft]:
        """Yield the claims of sovereignty of a sentence."""
        for token in reading.doc:
            around = (token.head, *token.children)
            if token.i not in reading.stems and not any(one.i in reading.stems for one in around):
                continue
            owned, country, plainly = self._statement(token, reading)
            for head in owned:
                ref = reading.places.ground(head)
                if ref is None or ref.place is None or country is None:
                    continue
                if ref.place.feature is Feature.COUNTRY and (plainly or lemma(token) not in self._parts):
                    # "The country is Norland" says which, "Norland joins the Union" a treaty; "Norland is part of
                    # Sudmark" is a claim.
                    continue
                # "Aleppo is part of Syria" is geography; "Karabakh is Azerbaijan" is a claim.
                said = reading.circumstances(token)
                disputed = plainly or said.source.speaker is not None
                if country.side == ref.place.country and (not disputed or lemma(head) == "capital"):
                    continue
                # "X is Norland's" is a claim of law; of a town that stays Nordish, one of who holds it.
                held = token.pos_ == "ADJ" and ref.place.feature is Feature.SETTLEMENT
                yield territorial(
                    trigger=token,
                    rule="sovereignty",
                    predicate=Predicate.CONTROLS if held else Predicate.ANNEXED,
                    roles=Roles(actor=country, place=ref.place, extent=ref.extent),
                    said=said,
                    reading=reading,
                )

    def _statement(self, token: Token, reading: Reading) -> tuple[list[Token], SideRef | None, bool]:
        """Return what is said to belong to which country, and whether by a bare "X is Y"."""
        if any(child.dep_ == "cop" and child.lower_ in self._copulas for child in token.children):
            if token.pos_ == "ADJ":
                return children(token, "nsubj"), self._of_people(token, reading), True
            return (
                children(token, "nsubj"),
                self._country(token, reading),
                token.pos_ == "PROPN" or token.lower_ == "territory",
            )
        if token.pos_ == "ADJ" and token.dep_ == "xcomp" and lemma(token.head) in _STAYING:
            subject = surface_subject(token.head, verbs=self._verb_classes)
            return subject, self._of_people(token, reading), True
        if lemma(token) in self._verbs and token.pos_ == "VERB":
            functions = of_verb(token, verbs=self._verb_classes)
            joins = lemma(token) in self._joining
            owned = functions.get("subject") if joins else functions.get("object")[:1]
            pieces = [one for one in children(token, *_PIECES) if preposition(one) not in _BESIDE]
            pieces += [grand for piece in pieces for grand in children(piece, "appos", "nmod", "xcomp")]
            country = next((found for piece in pieces if (found := self._country(piece, reading))), None)
            # "X belongs to Norland" is said where somebody disputes it.
            return owned, country, lemma(token) == "belong"
        return [], None, False

    def _of_people(self, token: Token, reading: Reading) -> SideRef | None:
        """Return the country of "X is Nordish"."""
        mention = reading.context.side_over(reading.index, token)
        if (
            mention is None
            or mention.start != token.idx
            or mention.tie is not None
            or mention.form is not SideForm.DEMONYM
        ):
            return None
        return SideRef(side=mention.side, name=mention.text)

    def _people(self, token: Token, reading: Reading) -> SideRef | None:
        """Return the country of "X is Norlandian territory"."""
        for child in children(token, "amod"):
            mention = reading.context.side_over(reading.index, child)
            if mention is not None and mention.tie is None and token.lower_ in _LAND:
                return SideRef(side=mention.side, name=mention.text)
        return None

    def _country(self, token: Token, reading: Reading) -> SideRef | None:
        """Return the country that a predicate names: "Russia", "part of Russia"."""
        if lemma(token) in self._parts:
            owners = [child for child in children(token, "nmod", "nmod:poss") if preposition(child) in {"of", ""}]
            if not owners:
                return self._people(token, reading)
            token = owners[0]
            below = [child for child in children(token, "nmod") if preposition(child) == "of"]
            if lemma(token) in _STATES and below:
                # "an inseparable part of the State of Norland"
                token = below[0]
        mention = reading.context.side_over(reading.index, token)
        if mention is None or token.pos_ != "PROPN" or mention.form is not SideForm.NAME:
            return None
        return SideRef(side=mention.side, name=mention.text)
