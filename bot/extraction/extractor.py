"""Article -> claims: the order in which the parts of extraction run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from bot.extraction import labels
from bot.extraction.actors import SideGrounding
from bot.extraction.assets import AssetIndex
from bot.extraction.attribution import AttributionReader
from bot.extraction.blame import BlameReader
from bot.extraction.context import LOOKBACK, Context, plain, read_context, sentences_of
from bot.extraction.drafts import Draft, merge, to_claim
from bot.extraction.figures import find_quantities
from bot.extraction.grounding import PlaceGrounding
from bot.extraction.inflection import Inflections, inflections
from bot.extraction.infrastructure import InfrastructureReader
from bot.extraction.interest import against_interest
from bot.extraction.modality import MoodReader
from bot.extraction.parsing import ParsedSentences, SentenceParser
from bot.extraction.reading import Reading
from bot.extraction.responses import ResponseReader
from bot.extraction.sentences import Sentence
from bot.extraction.sides import SideIndex
from bot.extraction.speakers import SpeakerReader
from bot.extraction.territory import TerritoryReader
from bot.extraction.times import find_times
from bot.extraction.triggers import Found, TriggerFinder
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.ports import PlaceFinder
from bot.model.side import SideCatalogue
from config.lexicon import Lexicon

# Words that only the sentences before can explain: then those are parsed too.
_BACKWARD = re.compile(
    r"\b(?:he|she|they|it|its|their|his|her|we|our|there|them|statement|update|report|message|post|added"
    r"|the (?:town|city|village|region|area|province|group|ministry|army|military))\b",
    re.IGNORECASE,
)
_SURNAME = re.compile(r"\b[A-Z\u00c0-\u00de][\w'\u2010-\u2011-]{2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What of an article is parsed: the sentences that may carry claims, and those that explain them."""

    article: Article
    sentences: tuple[Sentence, ...]
    candidates: tuple[int, ...]
    explaining: tuple[int, ...]
    found: Found


class Extractor:
    """Finds the claims of articles. Holds only what is fixed: the parser, the knowledge, the gate."""

    def __init__(
        self,
        *,
        nlp: Language,
        lexicon: Lexicon,
        catalogue: SideCatalogue,
        side_index: SideIndex,
        asset_index: AssetIndex,
        finder: PlaceFinder,
        gated: bool = True,
    ) -> None:
        """Take the parser and the knowledge; `gated=False` parses every sentence and finds the same claims."""
        self._lexicon = lexicon
        self._catalogue = catalogue
        self._side_index = side_index
        self._asset_index = asset_index
        self._finder = finder
        self._gated = gated
        self._triggers = TriggerFinder(lexicon, asset_index, side_index)
        self._parser = SentenceParser(nlp, lexicon_inflections(lexicon))
        self._territory = TerritoryReader(lexicon)
        self._infrastructure = InfrastructureReader(lexicon)
        self._moods = MoodReader(lexicon.modality)
        speakers = SpeakerReader(lexicon=lexicon.reporting, side_index=side_index)
        self._attributions = AttributionReader(lexicon=lexicon, speakers=speakers)
        self._blame = BlameReader(lexicon=lexicon, attributions=self._attributions)
        self._responses = ResponseReader(lexicon=lexicon, attributions=self._attributions)

    def extract(self, article: Article) -> tuple[Claim, ...]:
        """Return the claims of one article, in text order."""
        return next(iter(self.extract_many([article])))

    def extract_many(self, articles: Iterable[Article], *, batch: int = 256) -> Iterator[tuple[Claim, ...]]:
        """Yield the claims of each article in order; articles are parsed `batch` at a time."""
        group: list[Article] = []
        for article in articles:
            group.append(article)
            if len(group) == batch:
                yield from self._batch(group)
                group = []
        if group:
            yield from self._batch(group)

    def _batch(self, articles: Sequence[Article]) -> Iterator[tuple[Claim, ...]]:
        plans = [self._plan(article) for article in articles]
        wanted = [
            (number, index)
            for number, plan in enumerate(plans)
            for index in (plan.candidates if self._gated or not plan.sentences else range(len(plan.sentences)))
        ]
        texts = (plain(plans[number].sentences[index].text) for number, index in wanted)
        docs: list[dict[int, Doc]] = [{} for _ in plans]
        for (number, index), doc in zip(wanted, self._parser.parse(texts), strict=True):
            docs[number][index] = doc
        self._parser.lemmatize([doc for of_article in docs for doc in of_article.values()])
        for plan, parsed in zip(plans, docs, strict=True):
            yield self._claims(plan, parsed) if plan.candidates or not self._gated else ()

    def _plan(self, article: Article) -> Plan:
        sentences = sentences_of(article)
        found = self._triggers.find([plain(sentence.text) for sentence in sentences])
        candidates = tuple(sorted(found.triggers))
        explaining: set[int] = set()
        first_named: dict[str, int] = {}
        if candidates and len(sentences) > 1:
            for number, item in enumerate(sentences):
                if item.part == "body":
                    for word in _SURNAME.findall(item.text):
                        first_named.setdefault(word, number)
        chosen = set(candidates)
        for number in candidates:
            text = sentences[number].text
            if _BACKWARD.search(text) or any(mark in text for mark in '"“”') or (number - 1) not in chosen:
                explaining.update(range(max(0, number - LOOKBACK), number))
            for word in _SURNAME.findall(text):
                first = first_named.get(word, number)
                if first < number:
                    explaining.add(first)
            after = sentences[number + 1].text if number + 1 < len(sentences) else ""
            if after and (any(mark in text for mark in '"“”') or labels.closes(text, after)):
                explaining.add(number + 1)
        return Plan(
            article=article,
            sentences=sentences,
            candidates=candidates,
            explaining=tuple(sorted(explaining - chosen)),
            found=found,
        )

    def _claims(self, plan: Plan, parsed: dict[int, Doc]) -> tuple[Claim, ...]:
        context = read_context(
            plan.article,
            plan.sentences,
            finder=self._finder,
            side_index=self._side_index,
            catalogue=self._catalogue,
            sides=plan.found.sides,
            outlook=plan.found.outlook,
            settlements=self._lexicon.nouns.places.settlement,
        )
        seen = {*plan.candidates, *plan.explaining}
        # Most claims explain themselves: the sentences around are parsed when a reader turns to them.
        context.docs = ParsedSentences(
            {index: doc for index, doc in parsed.items() if index in seen},
            {index: plain(plan.sentences[index].text) for index in plan.explaining if index not in parsed},
            self._parser.parse,
        )
        drafts: list[Draft] = []
        for index, doc in sorted(parsed.items()):
            triggers = plan.found.triggers.get(index)
            if not triggers:
                continue
            reading = self._reading(context, index, doc, triggers)
            drafts.extend(self._territory.read(reading))
            drafts.extend(self._infrastructure.read(reading))
            drafts = self._blame.apply(drafts, reading)
            drafts = self._responses.apply(drafts, reading)
        drafts = [replace(draft, against_interest=against_interest(draft, context)) for draft in drafts]
        merged = sorted(merge(drafts), key=lambda draft: (draft.sentence, draft.trigger, draft.rule))
        claims = [to_claim(draft, article=plan.article, scope=context.scope) for draft in merged]
        return tuple({claim.id: claim for claim in claims}.values())

    def _reading(self, context: Context, index: int, doc: Doc, triggers: frozenset[int]) -> Reading:
        text = doc.text
        assets = self._asset_index.find_assets(text)
        before = [sentence.text for sentence in context.sentences[max(0, index - 1) : index]]
        return Reading(
            context=context,
            index=index,
            doc=doc,
            places=PlaceGrounding(context=context, index=index, nouns=self._lexicon.nouns, assets=assets),
            sides=SideGrounding(context=context, index=index, nouns=self._lexicon.nouns, side_index=self._side_index),
            assets=assets,
            assets_before=self._triggers.assets_before(before, text),
            times=find_times(text, published=context.published),
            quantities=find_quantities(text),
            moods=self._moods,
            attributions=self._attributions,
            stems=frozenset(token.i for token in doc if token.idx in triggers),
        )


def lexicon_inflections(lexicon: Lexicon) -> Inflections:
    """Return the forms of all words that the rules look up by lemma."""
    verbs: set[str] = {*lexicon.reporting.nonconfirmation.verbs, *lexicon.modality.verbs.object_control}
    nouns: set[str] = {"control", *lexicon.nouns.forces.words, *lexicon.nouns.forces.generic}
    for frame in (*lexicon.territory.frame, *lexicon.infrastructure.frame):
        verbs.update(frame.verbs)
        nouns.update(frame.nouns)
        nouns.update(frame.object)
    for control in lexicon.territory.control:
        verbs.update(control.verbs)
    blame = lexicon.reporting.blame
    verbs.update((*lexicon.modality.verbs.accusing, *blame.admitting, *blame.deeds))
    nouns.update((*blame.events, *blame.doers))
    for act in lexicon.reporting.act:
        verbs.update(act.verbs)
        nouns.update(act.nouns)
    verbs.update(lexicon.territory.sovereignty.verbs)
    realis = lexicon.modality.realis
    verbs.update((*realis.future, *realis.hypothetical, *realis.actual, *lexicon.modality.negation.governors))
    verbs.update((*lexicon.modality.certainty.probable, *lexicon.modality.certainty.possible))
    verbs.update(lexicon.infrastructure.deprivation.verbs)
    for words in (lexicon.nouns.places, lexicon.nouns.parts, lexicon.reporting.sources):
        for entries in words.model_dump().values():
            nouns.update(entries)
    return inflections(verbs=verbs, nouns=nouns)
