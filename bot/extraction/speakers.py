"""Who a speaker is: name, office, side and kind, from the words of the phrase and what the article said before."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.context import NO_NAMES, Context, Speaker, full_name
from bot.extraction.sides import OrganisationMention, SideForm, SideIndex
from bot.extraction.syntax import base, entity_type, lemma, phrase, preposition
from bot.model.claim import SpeakerType
from bot.model.side import SideKind
from config.lexicon import Reporting

# Stations that bear the name of a state, a movement or a seat of government and nothing else.
_STATION = re.compile(
    r"(?:Radio|Voice of)\s+(?P<after>[A-Z\u00c0-\u00de][\w' -]*)"
    r"|(?P<before>[A-Z\u00c0-\u00de][\w'’ -]*?)\s+(?:[Rr]adio|[Tt]elevision|TV)"
)
_CLAUSES = frozenset({"acl:relcl", "advcl", "ccomp", "parataxis", "conj", "punct"})
_DETERMINERS = re.compile(r"^(?:the|a|an|its|their|his|her|our|some|several)\s+", re.IGNORECASE)
_LEADING = re.compile(r"^(?:meanwhile|however|also|earlier|later|separately)\s*,?\s+", re.IGNORECASE)
_CAPITALISED = re.compile(r"[A-Z\u00c0-\u00de][\w'’.\u2010-\u2011-]*")
# "The armed forces" are the state's.
_OF_THE_STATE = frozenset({"armed", "security", "government", "federal"})
_TYPE_ORDER = (
    SpeakerType.SOCIAL_MEDIA,
    SpeakerType.WITNESS,
    SpeakerType.THINK_TANK,
    SpeakerType.NGO_IGO,
    SpeakerType.COMPANY,
    SpeakerType.MEDIA,
    SpeakerType.OFFICIAL,
    SpeakerType.MILITARY,
    SpeakerType.ANONYMOUS,
)


class SpeakerReader:
    """Turns the phrase before "said" into a speaker."""

    def __init__(self, *, lexicon: Reporting, side_index: SideIndex) -> None:
        """Prepare the word lists."""
        self._lexicon = lexicon
        self._side_index = side_index
        self._titles = frozenset(lexicon.titles.words)
        self._offices = lexicon.offices
        self._documents = frozenset(lexicon.sources.documents)
        self._evidence = frozenset(lexicon.sources.evidence)
        self._kinds = tuple(
            (kind, tuple(sorted(getattr(lexicon.speakers, kind.value), key=len, reverse=True))) for kind in _TYPE_ORDER
        )

    def read(self, head: Token, *, context: Context, index: int) -> Speaker | None:
        """Return the speaker that a phrase names; `None` for pronouns and things that do not speak."""
        if head.pos_ == "PRON" or head.lower_ in {"it", "he", "she", "they", "who", "which", "that"}:
            return None
        if lemma(head) in self._documents or head.lower_ in self._documents:
            owner = self._owner(head)
            somewhere = owner is not None and context.place_over(index, owner) is not None
            if owner is not None and (not somewhere or context.side_over(index, owner) is not None):
                inner = self.read(owner, context=context, index=index)
                if inner is not None:
                    return inner
            if lemma(head) in self._evidence:
                return Speaker(name=head.text, affiliation=None, side=None, type=SpeakerType.SOCIAL_MEDIA, named=False)
            if self._own_side(head, context, index) is None and not any(item.pos_ == "PROPN" for item in phrase(head)):
                return None
        start, end = self._extent(head)
        text = head.doc[start:end].text
        near = [
            item for item in self._side_index.find_organisations(text) if item.start < 60 or item.end > len(text) - 20
        ]
        name, affiliation = self._split(head, text)
        bodies = self._side_index.find_organisations(head.doc.text)
        body = next((item for item in bodies if item.start <= head.idx < item.end), None)
        rest = head.doc.text[body.end : head.doc[end - 1].idx + len(head.doc[end - 1].text)] if body is not None else ""
        if body is not None and not _CAPITALISED.search(rest):
            name, affiliation = body.text, None
            near = [body]
        side = self._side(text, head, organisations=near, context=context, index=index, extent=(start, end))
        kind = self._type(text, near)
        if kind is not SpeakerType.MEDIA and self._wants_no_name(head, name):
            kind = SpeakerType.ANONYMOUS
        name, side = self._spelled_out(name, side, context, index)
        person = body is None and self._is_person(head, name)
        if person:
            longer = full_name(name, f"{context.article.title or ''}\n{context.article.text}", titles=self._titles)
            if " " not in name and longer is not None:
                name = longer
            known = context.people.get(name) or self._known(name, context, index)
            if known is not None:
                side = side or known.side
                kind = known.type if kind in {None, SpeakerType.ANONYMOUS} else kind
                affiliation = affiliation or known.affiliation
            if kind is None or kind is SpeakerType.MEDIA:
                kind = kind or SpeakerType.OFFICIAL
        elif kind is None and side is not None:
            known_side = context.catalogue.sides.get(side)
            international = known_side is not None and known_side.kind is SideKind.INTERNATIONAL
            kind = SpeakerType.NGO_IGO if international else SpeakerType.OFFICIAL
        if side is None and context.scope is not None and self._has_office(text, kind):
            side = context.scope.country
        if side is None and not near and kind is not SpeakerType.MEDIA:
            side = self._forces_named(text, context)
        own = [item for item in phrase(head) if item.pos_ == "PROPN" and context.side_over(index, item) is None]
        named = person or body is not None or head.pos_ == "PROPN" or bool(own)
        if kind is SpeakerType.MEDIA and not self._of_the_state(text) and all(item.side is None for item in near):
            side = self._station_of(text)
        return Speaker(name=name, affiliation=affiliation, side=side, type=kind, named=named, person=person)

    def publisher(self, name: str) -> Speaker:
        """Return the outlet as the speaker of its own voice."""
        return Speaker(name=name, affiliation=None, side=None, type=SpeakerType.MEDIA)

    # -- the phrase -------------------------------------------------------------------------------------------------

    def _owner(self, head: Token) -> Token | None:
        """Return whose document it is: "an analysis by the Institute", "the MOD statement", "its daily update"."""
        makers = {"by", "from"} if lemma(head) in self._evidence else {"by", "of", "from"}
        for child in head.children:
            if child.dep_ in {"nmod", "obl", "obl:agent"} and preposition(child) in makers:
                return child
        for child in head.children:
            if child.dep_ in {"nmod:poss", "compound", "amod"} and (child.pos_ == "PROPN" or child.lower_ == "mod"):
                return child
        return None

    def _extent(self, head: Token) -> tuple[int, int]:
        """Return the token range of the phrase without the clauses hung on it."""
        indices = {head.i}
        stack = [head]
        while stack:
            for child in stack.pop().children:
                if child.dep_ in _CLAUSES or (base(child.dep_) == "acl" and not self._installed(child)):
                    continue
                if child.dep_ == "case" and child.head.i == head.i:
                    continue
                indices.add(child.i)
                stack.append(child)
        start = head.i
        while start - 1 in indices or (start - 2 in indices and head.doc[start - 1].text == "-"):
            start -= 1
        end = head.i
        while end + 1 in indices or (end + 2 in indices and head.doc[end + 1].dep_ == "punct"):
            end += 1
        return start, end + 1

    def _installed(self, child: Token) -> bool:
        """Whether a participle says who stands behind: "the administration installed by Moscow"."""
        return child.tag_ == "VBN" and any(preposition(below) == "by" for below in child.children)

    def _split(self, head: Token, text: str) -> tuple[str, str | None]:
        """Part a phrase into the person and the office: "Ukrainian Foreign Ministry spokesman Oleh Nikolenko"."""
        whole = text if text.count("(") == text.count(")") else text.split("(", maxsplit=1)[0]
        clean = _DETERMINERS.sub("", _LEADING.sub("", whole)).strip(" ,\"'“”")
        person = self._person_run(head)
        if person is None:
            return self._short(clean), None
        name = person
        rest = clean.replace(name, " ", 1)
        rest = re.sub(r"\s+", " ", rest).strip(" ,'’s" if rest.strip().startswith(("'s", "’s")) else " ,")
        rest = _DETERMINERS.sub("", rest)
        words = {word.lower().strip(".,'") for word in rest.split()}
        offices = {entry for _, entries in self._kinds for entry in entries}
        if not rest or not words & offices or words & {"mr", "mrs", "ms"}:
            return name, None
        return name, self._short(rest)

    def _short(self, text: str) -> str:
        return text if len(text) <= 160 else text[:160].rsplit(" ", 1)[0]

    def _person_run(self, head: Token) -> str | None:
        """Return the words of the person's name inside the phrase, if a person stands there."""
        candidates = [
            head,
            *(child for child in head.children if child.dep_ in {"appos", "flat", "compound", "nmod:desc"}),
        ]
        for item in candidates:
            if item.pos_ != "PROPN" or not item.text[:1].isupper():
                continue
            run = self._name_around(item)
            words = [token.text for token in run]
            while words and words[0].lower().strip(".") in self._titles:
                words = words[1:]
            if not words:
                continue
            if any(entity_type(token) == "PERSON" for token in run):
                return _written(run, words)
            role = any(
                token.i < run[0].i and (lemma(token) in self._titles)
                for token in item.doc[max(0, run[0].i - 2) : run[0].i]
            )
            offices = {word for _, entries in self._kinds for entry in entries for word in entry.split()}
            if item.dep_ == "appos" and 2 <= len(words) <= 4 and lemma(head) in offices:
                # "the governor of the region, Hamid Tahir"
                return _written(run, words)
            bare = item.i == head.i and 2 <= len(words) <= 3 and not {word.lower() for word in words} & offices
            if bare or (role and 1 <= len(words) <= 4):
                return _written(run, words)
        return None

    def _name_around(self, item: Token) -> list[Token]:
        doc = item.doc
        first = item.i
        while first > 0 and self._is_name_part(doc[first - 1], doc[first]):
            first -= 1
        last = item.i
        while last + 1 < len(doc) and self._is_name_part(doc[last + 1], doc[last]):
            last += 1
        return list(doc[first : last + 1])

    def _is_name_part(self, token: Token, neighbour: Token) -> bool:
        if token.text in {"-", "'"}:
            return token.pos_ == "PUNCT" and not token.whitespace_
        return (
            token.pos_ == "PROPN"
            and token.lower_ not in NO_NAMES
            and (token.text[:1].isupper() or (token.dep_ == "flat" and len(token.text) <= 4))
            and lemma(token) not in self._titles
            and (
                "flat" in {token.dep_, neighbour.dep_} or {entity_type(token), entity_type(neighbour)} <= {"", "PERSON"}
            )
        )

    def _is_person(self, head: Token, name: str) -> bool:
        run = self._person_run(head)
        return run is not None and (name == run or name.endswith(run))

    # -- side and kind ----------------------------------------------------------------------------------------------

    def _own_side(self, head: Token, context: Context, index: int) -> str | None:
        for item in phrase(head):
            mention = context.side_over(index, item)
            if mention is not None:
                return mention.side
        return None

    def _side(
        self,
        text: str,
        head: Token,
        *,
        organisations: list[OrganisationMention],
        context: Context,
        index: int,
        extent: tuple[int, int],
    ) -> str | None:
        """Return whose office or body it is, by what the phrase says of it."""
        start, end = extent
        spoken_for = self._side_index.spokes_for(text)
        if spoken_for is not None:
            return spoken_for
        for item in organisations:
            if item.side is not None:
                return item.side
        mine = self._own_side(head, context, index)
        if mine is not None:
            return mine
        first, last = head.doc[start].idx, head.doc[end - 1].idx + len(head.doc[end - 1].text)
        inside = [item for item in context.sides.get(index, ()) if first <= item.start and item.end <= last]
        if inside:
            return inside[0].side
        owner = self._owner_before(head, context, index)
        if owner is not None:
            return owner
        if organisations:
            return None
        for mention in context.places.get(index, ()) if not self._opposes(head) else ():
            if first <= mention.start and mention.end <= last and mention.place and mention.place.country:
                return self._sent_abroad(head, context, index) or mention.place.country
        own = [token for token in head.doc[start:end] if token.dep_ in {"compound", "amod", "nmod:poss"}]
        for token in [head, *own]:
            # "the army", "a rebel commander"
            role = _role_of(token)
            if lemma(token) in self._offices.of_the_war or role != lemma(token):
                return self._side_index.resolve_role(
                    role,
                    countries=context.theatre.countries,
                    named=context.theatre.sides,
                    published=context.published,
                )
        return None

    def _opposes(self, head: Token) -> bool:
        """Whether it is somebody who fights the state of the place: "a rebel commander in X"."""
        return any(lemma(item) in self._offices.against_the_state for item in phrase(head))

    def _owner_before(self, head: Token, context: Context, index: int) -> str | None:
        """Return whose "its spokesman" is: the side named last, in the sentence or as the first of the one before."""
        if not any(child.dep_ == "nmod:poss" and child.lower_ in {"its", "their"} for child in head.children):
            return None
        if lemma(head) in self._offices.regional:
            # "its governor" is the region's.
            return None
        here = [one for one in context.sides.get(index, ()) if one.end <= head.idx]
        before = context.sides.get(index - 1, ())
        found = here[-1:] or before[:1]
        return found[0].side if found else self._role_before(context, index)

    def _role_before(self, context: Context, index: int) -> str | None:
        """Return whom a generic word before means: "Mutineers patrolled the town. … their spokesman"."""
        doc = context.docs.get(index - 1)
        subjects = [token for token in doc if token.dep_ == "nsubj" and token.head.dep_ == "ROOT"] if doc else []
        if len(subjects) != 1:
            return None
        theatre = context.theatre
        return self._side_index.resolve_role(
            lemma(subjects[0]), countries=theatre.countries, named=theatre.sides, published=context.published
        )

    def _sent_abroad(self, head: Token, context: Context, index: int) -> str | None:
        """Return the group of which the sentence before spoke, where its spokesman is abroad: "a spokesman in Lesk"."""
        if lemma(head) not in self._offices.spoken or index == 0:
            return None
        before = {one.side for one in context.sides.get(index - 1, ()) if not self._side_index.is_country(one.side)}
        return before.pop() if len(before) == 1 else None

    def _type(self, text: str, organisations: list[OrganisationMention]) -> SpeakerType | None:
        for item in organisations:
            return SpeakerType(item.type)
        lowered = text.lower()
        hits = [
            (word, kind)
            for kind, words in self._kinds
            for word in words
            if word in lowered and re.search(rf"\b{re.escape(word)}(?:s|es)?\b", lowered)
        ]
        if not hits:
            return None
        # A word inside a longer one says nothing of its own: the "agency" of "news agency".
        kinds = {kind for word, kind in hits if not any(word != longer and word in longer for longer, _ in hits)}
        for kind in (SpeakerType.WITNESS, SpeakerType.THINK_TANK, SpeakerType.COMPANY):
            if kind in kinds and SpeakerType.OFFICIAL not in kinds:
                return kind
        if SpeakerType.OFFICIAL in kinds:
            return SpeakerType.OFFICIAL
        return next(kind for kind in _TYPE_ORDER if kind in kinds)

    def _has_office(self, text: str, kind: SpeakerType | None) -> bool:
        """Whether an office is named without a country: "President X" in an article about one country is its own."""
        if kind is SpeakerType.MEDIA:
            return self._of_the_state(text)
        if kind not in {SpeakerType.OFFICIAL, SpeakerType.MILITARY, SpeakerType.ANONYMOUS}:
            return False
        words = {word.lower().strip(".,").removesuffix("'s").removesuffix("’s") for word in text.split()}
        return bool(words & self._offices.of_the_country) and not words & self._offices.of_nobody

    def _forces_named(self, text: str, context: Context) -> str | None:
        """Return whose "general staff" or "brigade" speaks: the one state's that the article names."""
        words = {word.lower().strip(".,") for word in text.split()}
        if not words & self._offices.of_the_forces or words & self._offices.of_nobody:
            return None
        states = [side for side in context.theatre.sides if self._side_index.is_country(side)]
        return states[0] if len(states) == 1 and len(context.theatre.sides) == 1 else None

    def _of_the_state(self, text: str) -> bool:
        """Whether an outlet is called the state's: "state television", "Norland's state-run news agency"."""
        return any(word.split("-", maxsplit=1)[0] in self._offices.of_the_state for word in text.lower().split()[:3])

    def _station_of(self, text: str) -> str | None:
        """Return whose "Hanoi Radio" or "Radio Pyongyang" is: the government's whose seat or name the station bears."""
        called = _STATION.fullmatch(_DETERMINERS.sub("", text).strip())
        if called is None:
            return None
        name = called["after"] or called["before"]
        mentions = self._side_index.find_sides(f"{name} says")
        whole = [
            one
            for one in mentions
            if one.start == 0 and one.end == len(name) and one.tie is None and one.form is not SideForm.DEMONYM
        ]
        return whole[0].side if whole else None

    def _wants_no_name(self, head: Token, name: str) -> bool:
        """Whether the sentence says of the speaker, who has no name in it, that he would not be named."""
        if head.pos_ == "PROPN" or _CAPITALISED.fullmatch(name.split(maxsplit=1)[-1]):
            return False
        said = head.doc.text[head.idx :].lower()
        return any(words in said for words in self._lexicon.sources.anonymity)

    def _spelled_out(self, name: str, side: str | None, context: Context, index: int) -> tuple[str, str | None]:
        """Return the name behind initials that the article explains ("MOD": "Ministry of Defence"), and its side."""
        if not (name.isupper() and 2 <= len(name) <= 6):
            return name, side
        for number in sorted(context.docs):
            doc = context.docs[number]
            if number > index:
                break
            for start in range(len(doc)):
                for length in (len(name), len(name) + 1):
                    words = [item for item in doc[start : start + length] if item.text != "-"]
                    if len(words) < 2 or not (words[0].text[:1].isupper() and words[-1].text[:1].isupper()):
                        continue
                    every = "".join(item.text[0] for item in words).upper()
                    capital = "".join(item.text[0] for item in words if item.text[0].isupper())
                    if name in {every, capital} and all(item.text[0].isalpha() for item in words):
                        head = words[0]
                        mine = self._own_side(head, context, number)
                        if mine is None and start:
                            near = context.side_over(number, doc[start - 1])
                            mine = near.side if near is not None else None
                        return doc[start : words[-1].i + 1].text, side or mine
        return name, side

    def _known(self, name: str, context: Context, index: int) -> Speaker | None:
        """Return what the article said of this person where it first named him."""
        surname = name.rsplit(" ", 1)[-1]
        for number in sorted(context.docs):
            if number == index or surname not in context.sentences[number].text:
                continue
            for token in context.docs[number]:
                if token.text != surname or token.pos_ != "PROPN":
                    continue
                head = token
                while head.dep_ in {"flat", "compound", "appos", "nmod:desc"} and head.head.i != head.i:
                    head = head.head
                start, end = self._extent(head)
                text = head.doc[start:end].text
                organisations = list(self._side_index.find_organisations(text))
                side = self._side(
                    text, head, organisations=organisations, context=context, index=number, extent=(start, end)
                )
                kind = self._type(text, organisations)
                if side is not None or kind is not None:
                    return Speaker(name=name, affiliation=self._split(head, text)[1], side=side, type=kind)
        return None


def _role_of(token: Token) -> str:
    """Return the word by which a body of the war is looked up: "army", and both words of "armed forces"."""
    before = token.doc[token.i - 1].lower_ if token.i else ""
    return f"{before} {token.lower_}" if lemma(token) == "force" and before in _OF_THE_STATE else lemma(token)


def with_role(speaker: Speaker, role: Speaker) -> Speaker:
    """Give a bare name the office and side of the unnamed official whom the sentence before quoted."""
    return replace(
        speaker,
        affiliation=speaker.affiliation or (role.name if role.name != speaker.name else None),
        side=speaker.side or role.side,
        type=role.type if role.type is not None else speaker.type,
    )


def _written(run: list[Token], words: list[str]) -> str:
    """Return the last words of a run as the text writes them: "Ahmed al-Mismari"."""
    start = len(run) - len(words)
    return run[0].doc[run[start].i : run[-1].i + 1].text
