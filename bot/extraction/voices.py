"""Who "he" or "the spokesman" is, and who spoke last: speakers by what the sentences before say of them."""

from __future__ import annotations

from spacy.tokens import Token

from bot.extraction.context import LOOKBACK, Context, Speaker
from bot.extraction.reporting import ReportingWords
from bot.extraction.speakers import SpeakerReader, with_role
from bot.extraction.syntax import lemma, subjects_above, surface_subject
from config.lexicon import VerbClasses

_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who", "which", "that"})


class VoiceFinder:
    """Finds the speaker behind a word, in its sentence and before it."""

    def __init__(self, *, words: ReportingWords, speakers: SpeakerReader, verbs: VerbClasses) -> None:
        """Take the reporting words, the reader of phrases, and the classes of verbs that syntax needs."""
        self._words = words
        self._speakers = speakers
        self._verb_classes = verbs

    def of(self, head: Token, context: Context, index: int) -> Speaker | None:
        """Return who the phrase or pronoun before a reporting verb is."""
        if head.lower_ in _PRONOUNS or head.pos_ == "PRON":
            here = self._matrix_subject(head)
            if here is not None:
                found = self._speakers.read(here, context=context, index=index)
                if found is not None:
                    return found
            plural = head.lower_ in {"they", "we", "them"}
            return self.before(index, context, wanted=None if head.lower_ == "it" else not plural)
        found = self._speakers.read(head, context=context, index=index)
        if found is None:
            return self.before(index, context)
        if found.named and found.side is None and " " in found.name:
            role = self.before(index, context, reach=1)
            if role is not None and not role.named and role.side is not None:
                found = with_role(found, role)
        if found.person and found.side is not None:
            context.people.setdefault(found.name, found)
        return found

    def _matrix_subject(self, head: Token) -> Token | None:
        """Return the subject of the clause above, which a pronoun in a subordinate clause stands for."""
        return next((item for item, around in subjects_above(head) if not around and item.pos_ != "PRON"), None)

    def before(
        self, index: int, context: Context, *, reach: int = LOOKBACK, wanted: bool | None = None
    ) -> Speaker | None:
        """Return who spoke last in the sentences before; `wanted` narrows to one person (True) or a body (False)."""
        for back in range(1, reach + 1):
            doc = context.docs.get(index - back)
            if doc is None:
                continue
            for token in doc:
                if token.pos_ not in {"VERB", "AUX"} or self._words.of_lemma(lemma(token)) is None:
                    continue
                heads = surface_subject(token, verbs=self._verb_classes)
                if not heads or heads[0].pos_ == "PRON":
                    continue
                found = self._speakers.read(heads[0], context=context, index=index - back)
                if found is not None and wanted is not None and not wanted and found.person:
                    continue
                if found is not None and (found.named or found.side is not None or found.type is not None):
                    if found.named and found.side is None and back < LOOKBACK:
                        earlier = self.before(index - back, context, reach=1)
                        if earlier is not None and not earlier.named and earlier.side is not None:
                            return with_role(found, earlier)
                    return found
        return None
