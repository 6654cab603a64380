"""Says which side a noun phrase stands for: "Kyiv's troops", "the rebels", "they"."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from bot.extraction.context import LOOKBACK, PLACES_NAMED, Context
from bot.extraction.quotation import in_quotes
from bot.extraction.sides import BACKING, SideForm, SideIndex
from bot.extraction.syntax import (
    PASSIVE_SUBJECTS,
    SUBJECTS,
    ancestors,
    children,
    lemma,
    phrase,
    preposition,
    subjects_above,
)
from bot.model.side import SideKind, SideRef
from config.lexicon import Nouns

_DEPTH = 4
# Bodies of states, which have no fighters.
_BODIES = frozenset({"un", "african_union", "eu", "nato", "amisom"})
# What may stand before "soldiers" without saying whose they are.
_POINTERS = frozenset({"det", "case", "nummod", "cc:preconj", "nmod:poss"})
_THIRD = frozenset(
    {"they", "them", "it", "he", "she", "their", "its", "his", "her", "who", "which", "themselves", "both"}
)
# In somebody's own words these are never his own side: "They burned down the school".
_OTHERS = frozenset({"they", "them", "their", "themselves", "he", "she", "his", "her"})
_OWNERS = frozenset({"our", "his", "their", "its"})
_HARMING = frozenset({"kill", "wound", "injure", "capture", "arrest", "detain", "shoot"})
_FIRST = frozenset({"we", "our", "us", "i", "my"})


class SideGrounding:
    """Grounds phrases of one sentence as sides."""

    def __init__(self, *, context: Context, index: int, nouns: Nouns, side_index: SideIndex) -> None:
        """Take the article's context and the sentence's index in it."""
        self._context = context
        self._index = index
        self._nouns = nouns
        self._side_index = side_index
        self._collectives = frozenset(nouns.collectives.words)
        self._forces = frozenset(nouns.forces.words)
        self._generic = frozenset(nouns.forces.generic)
        self._own = frozenset(nouns.forces.own)
        self._groups = nouns.forces.groups
        self._regular = nouns.forces.regular
        self._opposing = nouns.forces.opposing
        self._tied = nouns.forces.tied
        self._acting = frozenset(nouns.forces.acting)
        self._remote = frozenset(nouns.forces.remote)

    def ground(self, head: Token, *, speaker: str | None = None, depth: int = 0) -> SideRef | None:
        """Return the side that a phrase names; `speaker` is whose words are reported, for "troops" and "we"."""
        if depth > _DEPTH:
            return None
        if head.pos_ == "PRON" or head.lower_ in _THIRD | _FIRST:
            return self._pronoun(head, speaker=speaker, depth=depth)
        text = self._text(head)
        noun = lemma(head)
        if noun in self._collectives:
            for child in children(head, "nmod"):
                if preposition(child) == "of":
                    return self.ground(child, speaker=speaker, depth=depth + 1)
        mention = self._context.side_over(self._index, head)
        side = mention.side if mention is not None and mention.tie not in {*BACKING, "pro"} else None
        force = noun in self._forces or noun in self._generic or (noun == "man" and self.is_force(head))
        if side is None and (force or noun in self._acting or head.pos_ in {"PROPN", "ADJ"}):
            side = self._named_in(head, speaker, depth)
        if speaker in _BODIES and "peacekeeper" not in noun and not children(head, "nmod:poss"):
            # "Soldiers marched in, UN officers said": the officers' own are called so.
            speaker = None
        if side is None and speaker is not None and noun in self._own and _numbered(head):
            # "elements of the 51st Army", in the words of who has it
            side = speaker
        if side is None:
            side = self._by_role(head, noun, force=force)
        if side is None and noun in self._groups and head.tag_ == "NN":
            side = self._last_group(head)
        if side is None and noun in self._own and not any(lemma(item) in self._generic for item in phrase(head)[:-1]):
            side = self._fighting_group() if noun == "fighter" and self._speaks_for_a_state(speaker) else speaker
        if side is None and noun == "fighter" and _is_bare(head):
            side = self._fighting_group()
        if side is None and noun in self._regular and _is_bare(head):
            side = self._army_of_the_war()
        if side is None and not force and head.pos_ == "PROPN":
            # "the rebel Coalition of Lesk": nobody knows whose side that is, but who they are.
            force = any(lemma(item) in self._opposing for item in phrase(head) if item.i != head.i)
        if side is None and not force and noun in self._acting:
            # "militia leaders": nobody knows whose, but they speak of their own forces.
            force = any(lemma(item) in self._forces or lemma(item) in self._opposing for item in phrase(head)[:-1])
        return SideRef(side=side, name=text) if side is not None or force else None

    def _named_in(self, head: Token, speaker: str | None, depth: int) -> str | None:
        """Return the side that a phrase names: "Kyiv's troops", "forces of the NTC", "U.S.-backed rebels"."""
        patron: str | None = None
        country: str | None = None
        # "Nordish-led air strikes": the parser hangs the people on "led".
        led = {"led", *BACKING}
        leading = [below for child in children(head, "amod") if child.lower_ in led for below in child.children]
        for item in sorted([*phrase(head), *leading], key=lambda token: abs(token.i - head.i)):
            found = self._context.side_over(self._index, item)
            if found is None or item.i == head.i or self._of_a_place(item):
                continue
            if found.tie == "pro" and self._opposes(head):
                # "pro-Nordish separatists" fight for themselves.
                continue
            if found.tie in BACKING:
                patron = patron or found.side
            elif self._opposes(head) and found.tie is None and self._side_index.is_country(found.side):
                # "Malian rebels" are not Mali's.
                continue
            elif not self._side_index.is_country(found.side):
                # "the X Mexican drug gang" are the gang's
                return found.side
            else:
                country = country or found.side
        if country is not None:
            return country
        below = [
            child
            for child in children(head, "nmod", "appos", "nmod:desc", "flat")
            if preposition(child) in {"of", "from", ""} and not any(one.lower_ == "not" for one in child.children)
        ]
        owners = children(head, "nmod:poss")
        if any(child.pos_ == "PRON" for child in owners):
            # "its forces from X": its own.
            below = [child for child in below if preposition(child) != "from"]
        for child in [*owners, *below]:
            inner = self.ground(child, speaker=speaker, depth=depth + 1)
            if inner is not None and inner.side is not None:
                return inner.side
        for child in children(head, "amod", "acl"):
            if lemma(child) in self._tied:
                # "forces loyal to X"
                for other in (item for item in children(child, "obl", "nmod") if preposition(item) in {"to", "with"}):
                    inner = self.ground(other, speaker=speaker, depth=depth + 1)
                    if inner is not None and inner.side is not None:
                        return inner.side
        if patron is None:
            return None
        theatre = self._context.theatre
        return self._side_index.backed_by(
            patron, countries=theatre.countries, named=theatre.sides, published=self._context.published
        )

    def _opposes(self, head: Token) -> bool:
        """Whether a phrase is for people who fight a state: "rebels", "a rebel group", but no aircraft ("bombers")."""
        words = {lemma(item) for item in phrase(head)}
        if lemma(head) == "bomber":
            return "suicide" in words
        return bool(words & self._opposing)

    def _by_role(self, head: Token, noun: str, *, force: bool) -> str | None:
        """Return who "the rebels" or "government forces" are in this war."""
        theatre = self._context.theatre
        named_in = (self._context.side_over(self._index, item) for item in phrase(head))
        patrons = {mention.side for mention in named_in if mention is not None and mention.tie == "pro"}
        # "pro-Nordish separatists" fight elsewhere than in Norland.
        countries = {code: weight for code, weight in theatre.countries.items() if code not in patrons}
        scope = self._context.scope
        if scope is not None and scope.basis == PLACES_NAMED and scope.country in countries:
            # Of countries named as often, the one whose places are named is where they fight.
            countries[scope.country] += 0.5
        region = self._context.scope.region if self._context.scope is not None else None
        if force and (before := [item.lower_ for item in phrase(head) if item.i < head.i and item.dep_ != "det"]):
            # "federal forces", "state security forces": the words together say whose they are.
            side = self._side_index.resolve_role(
                f"{before[-1]} {head.lower_}",
                countries=countries,
                named=theatre.sides,
                published=self._context.published,
                region=region,
            )
            if side is not None:
                return side
        for item in [head, *(word for word in phrase(head) if word.i != head.i and force)]:
            word = noun if item.i == head.i else lemma(item)
            if word in self._generic:
                side = self._side_index.resolve_role(
                    word,
                    countries=countries,
                    named=theatre.sides,
                    published=self._context.published,
                    region=region,
                )
                if side is not None:
                    return side
        return None

    def _speaks_for_a_state(self, speaker: str | None) -> bool:
        return speaker is not None and self._side_index.is_country(speaker)

    def _fighting_group(self) -> str | None:
        """Return whose "fighters" are, of whom a state's official speaks: the one group of the article's, no army's."""
        groups = [side for side in self._context.theatre.sides if side.islower() and side not in _BODIES]
        return groups[0] if len(groups) == 1 else None

    def _army_of_the_war(self) -> str | None:
        """Return whose "the soldiers" are where a state fights a group: the state's."""
        theatre = self._context.theatre
        if all(self._side_index.is_country(side) for side in theatre.sides):
            return None
        return self._side_index.resolve_role(
            "army", countries=theatre.countries, named=theatre.sides, published=self._context.published
        )

    def _last_group(self, head: Token) -> str | None:
        """Return whom "the group" means: the armed group or organisation named last."""
        if not any(child.lower_ in {"the", "that"} for child in children(head, "det")) or len(phrase(head)) > 3:
            return None
        for back in range(LOOKBACK + 1):
            for mention in reversed(self._context.sides.get(self._index - back, ())):
                if (back or mention.end <= head.idx) and not self._side_index.is_country(mention.side):
                    return mention.side
        return None

    def accused(self, trigger: Token, *, accusing: Collection[str]) -> SideRef | None:
        """Return whom a clause above the trigger holds responsible, by the verbs that accuse."""
        for node, parent in ancestors(trigger):
            if lemma(parent) in accusing and node.dep_ not in {"nsubj", "nsubj:pass"}:
                for child in children(parent, "obj"):
                    if child.i != node.i:
                        return self.ground(child)
        return None

    def is_force(self, head: Token) -> bool:
        """Whether a phrase stands for a side's forces or the side itself, not for civilians or a single person."""
        return self.are_troops(head) or self._context.side_over(self._index, head) is not None

    def are_troops(self, head: Token) -> bool:
        """Whether a phrase has a word for forces, or is an armed group's name: "Syrians" may be anybody."""
        noun = lemma(head)
        if noun in self._forces or noun in self._generic or head.lower_ in self._forces:
            return True
        named = self._context.side_over(self._index, head)
        if named is not None and named.tie is None and named.form is SideForm.NAME and self._is_armed(named.side):
            return True
        if noun == "man" and any(
            child.lower_ in _OWNERS or child.pos_ == "PROPN" for child in children(head, "nmod:poss")
        ):
            # "our men hold the town", "General Arn's men"
            return True
        if noun in self._collectives:
            # "hundreds of fighters"
            return any(
                lemma(child) in self._forces | self._generic
                for child in children(head, "nmod")
                if preposition(child) == "of"
            )
        return False

    def names_forces(self, name: str) -> bool:
        """Whether a word for forces stands in a name: "Separatists", "the northern rebels", "militia leaders"."""
        words = {one for word in name.lower().split() for one in (word, word.removesuffix("s"))}
        return bool(words & (self._forces | self._generic))

    def _is_armed(self, side: str) -> bool:
        """Whether a side is an armed group, no country and no organisation of countries."""
        return self._side_index.catalogue[side].kind is SideKind.NON_STATE

    def _of_a_place(self, item: Token) -> bool:
        """Whether a side word only says whose place it is: "the Ukrainian capital"."""
        return item.head.i != item.i and lemma(item.head) in self._nouns.places.settlement

    def _text(self, head: Token) -> str:
        words = [item for item in phrase(head) if item.dep_ != "case" or item.lower_ == "'s"]
        words = [item for item in words if item.dep_ != "det"] or [head]
        return head.doc[words[0].i : words[-1].i + 1].text

    def _pronoun(self, head: Token, *, speaker: str | None, depth: int) -> SideRef | None:
        if head.lower_ in _FIRST:
            return SideRef(side=speaker, name=head.text) if speaker else None
        asked = head.lower_ in {"who", "which"} and not head.head.dep_.startswith("acl")
        if head.lower_ not in _THIRD or asked:
            return None
        if head.lower_ in {"they", "them", "their"} and (harmed := _harmed(head)) is not None:
            found = self.ground(harmed, speaker=speaker, depth=depth + 1)
            if found is not None and found.side is not None:
                return SideRef(side=found.side, name=head.text)
        if head.lower_ in {"its", "their", "it", "they"} and (owner := _whose_claim(head)) is not None:
            found = self.ground(owner, speaker=speaker, depth=depth + 1)
            if found is not None and found.side is not None:
                return SideRef(side=found.side, name=head.text)
        if head.lower_ in {"his", "her"} and (person := self._person_before(head)) is not None:
            return SideRef(side=person, name=head.text)
        for subject, around in subjects_above(head):
            found = None if around else self.ground(subject, speaker=speaker, depth=depth + 1)
            if found is not None and found.side is not None:
                return SideRef(side=found.side, name=head.text)
            armed = speaker is None and found is not None and self.names_forces(found.name)
            if found is not None and not around and (armed or self._opposes(subject)):
                # "rebels refuse to leave what they took": theirs, whoever they are
                return SideRef(side=None, name=found.name)
            if found is None and not around and self._is_a_name(subject):
                # "General X told the radio that his troops": his own, whose side nobody knows.
                return SideRef(side=speaker, name=head.text) if speaker is not None else None
            if found is None and not around and head.lower_ == "it" and lemma(subject) in self._remote:
                # "a rocket fell short, and may have hit a house": the rocket did.
                return None
        if head.lower_ in {"it", "its"}:
            named = [
                mention
                for mention in self._context.sides.get(self._index, ())
                if mention.end <= head.idx and mention.form == "name"
            ]
            if named:
                return SideRef(side=named[-1].side, name=head.text)
        if speaker is not None and not (head.lower_ in _OTHERS and in_quotes(self._context, self._index, head.idx)):
            return SideRef(side=speaker, name=head.text)
        return self._earlier_subject(head, depth)

    def _person_before(self, head: Token) -> str | None:
        """Return the side of the person named before "his", by the words of his office: "Nordish President X"."""
        for item in reversed(head.doc[: head.i]):
            if item.dep_ == "nsubj" and item.pos_ == "PROPN" and children(item, "nmod:desc", "flat"):
                named = (self._context.side_over(self._index, word) for word in phrase(item))
                sides = {one.side for one in named if one is not None}
                return sides.pop() if len(sides) == 1 else None
        return None

    def _is_a_name(self, subject: Token) -> bool:
        """Whether a subject is a person or body by name, and no place."""
        return subject.pos_ == "PROPN" and self._context.place_over(self._index, subject) is None

    def _earlier_subject(self, head: Token, depth: int) -> SideRef | None:
        for back in range(1, LOOKBACK + 1):
            doc = self._context.docs.get(self._index - back)
            if doc is None:
                continue
            other = SideGrounding(
                context=self._context, index=self._index - back, nouns=self._nouns, side_index=self._side_index
            )
            for token in doc:
                if token.dep_ in SUBJECTS | PASSIVE_SUBJECTS and token.head.dep_ in {"ROOT", "ccomp", "conj"}:
                    found = other.ground(token, depth=depth + 2)
                    if found is not None and found.side is not None:
                        return SideRef(side=found.side, name=head.text)
        return None


def _is_bare(head: Token) -> bool:
    """Whether nothing says whose they are: "the fighters"; "Islamist fighters" and "fighters of X" may be anybody's."""
    return len(phrase(head)) <= 2 and all(
        child.dep_ in _POINTERS or child.pos_ in {"ADV", "PUNCT", "VERB"}
        for child in head.children
        if child.dep_ in {"nmod", "compound", "amod", "det", "nmod:poss"} or child.i < head.i
    )


def _harmed(pronoun: Token) -> Token | None:
    """Return X of "kills 35 X after they attempted": who did it is told of those to whom it was done."""
    for node, parent in ancestors(pronoun):
        if node.dep_ == "advcl" and any(child.dep_ == "mark" and child.lower_ == "after" for child in node.children):
            hurt = [child for child in children(parent, "obj") if child.i < node.i and child.tag_ == "NNS"]
            return hurt[0] if hurt and lemma(parent) in _HARMING else None
    return None


def _whose_claim(pronoun: Token) -> Token | None:
    """Return X of "X's claim that its troops had": the subject of what X claims is X's own."""
    subject = pronoun.head if pronoun.dep_ == "nmod:poss" else pronoun
    clause = subject.head
    if (
        subject.dep_ not in SUBJECTS | PASSIVE_SUBJECTS
        or clause.dep_ not in {"acl", "ccomp"}
        or clause.head.pos_ != "NOUN"
    ):
        return None
    if not any(child.lower_ == "that" and child.dep_ == "mark" for child in clause.children):
        return None
    owners = [child for child in children(clause.head, "nmod:poss", "amod", "compound") if child.i < clause.head.i]
    return owners[0] if owners and owners[0].pos_ != "PRON" else None


def _numbered(head: Token) -> bool:
    """Whether a unit has a number: "the 51st Combined Arms Army"."""
    return any(item.text[:1].isdigit() and item.lower_.endswith(("st", "nd", "rd", "th")) for item in phrase(head))
