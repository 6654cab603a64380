"""Reads a dependency parse as functions: who is the subject, the object, what stands behind which preposition.

The labels are those of Universal Dependencies. A verb's functions are logical, not surface ones: the object of "was
captured by" is what was captured. Subjects that are only understood (infinitives, participles, relative clauses,
coordination) are found where the grammar puts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from config.lexicon import VerbClasses

SUBJECTS = frozenset({"nsubj", "csubj", "nsubj:outer"})
PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "csubj:pass"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
RELATIVE = frozenset({"which", "who", "that", "whom"})
# What belongs to a noun phrase's own words, not to clauses hung on it.
PHRASE_LABELS = frozenset(
    {"compound", "flat", "amod", "nmod:poss", "nummod", "det", "case", "fixed", "flat:name", "goeswith", "nmod:npmod",
     "nmod:unmarked", "nmod:desc", "punct"}
)  # fmt: skip
_DEPTH = 6
# What is held or taken in numbers, where "around" stands before the number.
_SHARES = frozenset({"percent", "cent", "%", "towns", "villages", "settlements", "districts", "positions"})
# Where the object goes: what the parser hangs on the object belongs to the verb.
_LEADING_OUT = frozenset({"out", "from", "back", "for"})

LEMMAS, ENTITIES = "lemmas", "entities"
"""What a Doc can get later: under these names it keeps the steps that have not run."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Functions:
    """What a trigger governs: function name -> heads of the phrases that fill it, in text order."""

    filled: dict[str, list[Token]] = field(default_factory=dict)
    passive: bool = False

    def get(self, name: str) -> list[Token]:
        """Return the heads that fill a function; empty when none does."""
        return self.filled.get(name, [])


def base(label: str) -> str:
    """Return a label without its subtype."""
    return label.split(":", 1)[0]


def lemma(token: Token) -> str:
    """Return the lower-case lemma."""
    _complete(token, LEMMAS)
    return token.lemma_.lower()


def entity_type(token: Token) -> str:
    """Return the kind of named entity that the token belongs to ("PERSON"), empty for none."""
    _complete(token, ENTITIES)
    return token.ent_type_


COMPASS = ("north", "south", "east", "west")
"""What adverbs of direction end in: "northwest"."""


def _complete(token: Token, what: str) -> None:
    """Let the Doc's late step write what it has not written yet; see `bot.extraction.parsing`."""
    doc = token.doc
    step = doc.user_data.pop(what, None)
    if step is not None:
        step(doc)


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children with one of these labels."""
    return [child for child in token.children if child.dep_ in labels]


def coordinated(token: Token) -> list[Token]:
    """Return the head and the nouns coordinated with it, in text order."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and (child.pos_ in NOMINAL or _counts_a_noun(child) or _names(child)):
            found.extend(coordinated(child))
    return sorted(found, key=lambda item: item.i)


def _names(token: Token) -> bool:
    """Whether a name in a list was taken for an adjective: "captured Gao, Kidal and Timbuktu"."""
    return token.pos_ == "ADJ" and token.text[:1].isupper() and token.head.pos_ == "PROPN"


def _counts_a_noun(token: Token) -> bool:
    """Whether an adjective stands for a part of what follows: "and most of the province"."""
    return token.pos_ in {"ADJ", "DET"} and any(preposition(child) == "of" for child in children(token, "nmod", "obl"))


def preposition(token: Token) -> str:
    """Return the words of the preposition before a noun ("out of"), lower case; empty where there is none."""
    words: list[Token] = []
    for child in token.children:
        if child.dep_ == "case" and child.i < token.i:
            words.append(child)
            words.extend(grand for grand in child.children if grand.dep_ == "fixed")
    if not words and token.pos_ in {"NOUN", "PROPN"}:
        # "in X's Lower District": the parser may hang the preposition on the first name.
        for child in children(token, "compound", "nmod:poss", "amod"):
            words.extend(grand for grand in children(child, "case") if grand.i < child.left_edge.i + 1 == child.i)
    found = " ".join(word.lower_ for word in sorted(words, key=lambda item: item.i) if word.lower_ != "'s")
    # "Withdrew from around X"
    return "from" if found in {"from around", "from near", "from inside", "from outside", "from within"} else found


def phrase(token: Token) -> list[Token]:
    """Return a noun phrase's own words, without relative clauses, appositions and prepositional phrases."""
    found = [token]
    for child in token.children:
        if child.dep_ in PHRASE_LABELS and not (child.dep_ == "punct" and child.text not in "-–'\""):
            found.extend(phrase(child))
    return sorted(found, key=lambda item: item.i)


def ancestors(token: Token) -> Iterator[tuple[Token, Token]]:
    """Yield (child, parent) from the token up to the root."""
    while token.head.i != token.i:
        yield token, token.head
        token = token.head


def subjects_above(token: Token) -> Iterator[tuple[Token, bool]]:
    """Yield the subjects before a token in the clauses above it, the nearest first, and whether it stands in them."""
    for node, parent in ancestors(token):
        for child in parent.children:
            if child.dep_ in SUBJECTS | PASSIVE_SUBJECTS and child.i < token.i:
                yield child, child.i == node.i


def has_particle(verb: Token, particle: str) -> bool:
    """Whether the verb is followed by this particle or preposition and it belongs to the verb."""
    words = particle.split()
    for token in verb.doc[verb.i + 1 : verb.i + 12]:
        if token.lower_ != words[0]:
            continue
        if [item.lower_ for item in verb.doc[token.i : token.i + len(words)]] != words:
            continue
        if token.i == verb.i + 1 or token.head.i == verb.i:
            return True
        owner = token.head
        if owner.head.head.i == verb.i and owner.head.dep_ == "advmod" and token.dep_ == "case":
            # "plunged back into darkness"
            return True
        if owner.head.i == verb.i and token.dep_ in {"case", "mark", "advmod", "compound:prt", "fixed"}:
            return True
        if owner.i < token.i and owner.head.i == verb.i and base(owner.dep_) == "obj":
            return True
        if (
            words[0] in _LEADING_OUT
            and owner.dep_ == "nmod"
            and base(owner.head.dep_) == "obj"
            and owner.head.head.i == verb.i
        ):
            # "flushed rebels out of X", with the place hung on the rebels
            return True
    return False


def _says_that(verb: Token) -> bool:
    """Whether a participle of a noun says something: "the ministry denied that" is a sentence, whatever its parse."""
    return verb.dep_ == "acl" and any(child.dep_ == "ccomp" for child in verb.children)


def is_main_clause(verb: Token) -> bool:
    """Whether a participle is the verb of its sentence, which the parser took for a noun: "Troops crossed into X."."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in {"VBN", "VBD"} or noun.dep_ != "ROOT" or noun.i != verb.i - 1:
        return False
    doc = verb.doc
    agent = any(preposition(child) == "by" for child in verb.children)
    return not agent and doc[-1].text == "." and all(item.tag_ not in {"VBD", "VBZ", "VBP", "MD"} for item in doc)


def is_passive(verb: Token) -> bool:
    """Whether the verb form is passive: with an auxiliary, or a past participle that modifies a noun."""
    for child in verb.children:
        if child.dep_ in PASSIVE_SUBJECTS or child.dep_ == "aux:pass":
            return True
        if child.dep_ in SUBJECTS or child.dep_ == "obj":
            return False
    if _says_that(verb):
        return False
    if is_main_clause(verb):
        return False
    if verb.dep_ in {"acl", "amod", "advcl"} and verb.tag_ == "VBN":
        return not any(child.dep_ == "aux" for child in verb.children)
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.tag_ == "VBN":
        return is_passive(verb.head) and not any(child.dep_ in {"aux", *SUBJECTS} for child in verb.children)
    return False


def _shares(filled: Mapping[str, Sequence[Token]]) -> list[Token]:
    """Return what is held in numbers: "control around 90 percent of X", "hold over 30 villages"."""
    about = [item for word in ("around", "about", "over") for item in filled.get(word, ())]
    return [item for item in about if children(item, "nummod") and item.lower_ in _SHARES]


def of_verb(verb: Token, *, verbs: VerbClasses) -> Functions:
    """Return a verb's logical functions."""
    passive = is_passive(verb)
    filled: dict[str, list[Token]] = {}
    relative: list[str] = []
    clause = _modified_noun(verb)
    for child in verb.children:
        name = _function(child, passive=passive)
        if name is None:
            continue
        if clause is not None and child.lower_ in RELATIVE and child.pos_ in {"PRON", "DET", "SCONJ"}:
            relative.append(name)
            continue
        filled.setdefault(name, []).extend(coordinated(child))
    if clause is not None:
        gap = relative[0] if relative else _gap(verb, filled, passive=passive)
        if gap is not None:
            filled.setdefault(gap, []).append(clause)
    missing = "object" if passive else "subject"
    if missing not in filled and clause is None:
        inherited = _understood(verb, verbs=verbs)
        if inherited:
            filled[missing] = inherited
    if passive and verb.dep_ == "conj" and "subject" not in filled and is_passive(verb.head):
        agents = [child for child in verb.head.children if _function(child, passive=True) == "subject"]
        if agents and not any(child.dep_ in PASSIVE_SUBJECTS for child in verb.children):
            filled["subject"] = [item for agent in agents for item in coordinated(agent)]
    for child in verb.children:
        if child.dep_ == "advmod":
            # "push deeper into X": the parser hangs the place on the adverb.
            for below in children(child, "obl"):
                if words := preposition(below):
                    filled.setdefault(words, []).extend(coordinated(below))
            if child.i > verb.i and child.lower_.endswith(COMPASS):
                # "advanced northwest of X and in Y": both lie where the force went.
                beside = [child, *children(child, "conj")]
                there = [item for one in beside for item in children(one, "nmod", "obl") if preposition(item) == "of"]
                there = [item for item in there if not _told_nearer(item)]
                there += [item for item in beside[1:] if item.pos_ in NOMINAL and preposition(item)]
                filled.setdefault("near", []).extend(item for one in there for item in coordinated(one))
    for child in children(verb, "conj"):
        # "advanced in X and near Y": the second phrase hangs on the verb as if it were a clause.
        if child.pos_ in NOMINAL and preposition(child) and not children(child, "cop", "nsubj"):
            before = [one for one in children(verb, "obl") if one.i < child.i and preposition(one)]
            words = preposition(before[-1]) if before and preposition(before[-1]) != "by" else preposition(child)
            filled.setdefault(words, []).extend(coordinated(child))
    for child in children(verb, "conj"):
        # "captured X as well as Y": the parser hangs Y on the verb.
        bare = child.pos_ == "PROPN" and not preposition(child) and not children(child, "cop", "nsubj", "obj")
        bare = bare and any(one.lower_ == "as" for one in children(child, "cc"))
        if bare and filled.get("object") and child.i > filled["object"][-1].i:
            filled["object"].extend(coordinated(child))
    if "object" not in filled and any(child.lower_ == "up" for child in children(verb, "compound:prt")):
        # "captured up to 40 villages", with "up" as a particle
        counted = [item for item in filled.get("to", []) if children(item, "nummod")]
        if counted:
            filled["object"] = counted
    if "object" not in filled and not passive and (shares := _shares(filled)):
        filled["object"] = shares
    if "of" in filled and any(child.lower_ == "out" for child in children(verb, "compound:prt")):
        # "pull out of X", with "out" as a particle
        filled.setdefault("out of", []).extend(filled["of"])
    return Functions(filled=hung_on(filled.get("object", []), filled), passive=passive)


def _told_nearer(name: Token) -> bool:
    """Whether a nearer place follows: in "north of X near Y", X only says where Y lies."""
    last = max((item.i for item in phrase(name)), default=name.i)
    return last + 1 < len(name.doc) and name.doc[last + 1].lower_ in {"near", "toward", "towards", "around"}


def _function(child: Token, *, passive: bool) -> str | None:
    label = child.dep_
    if label in PASSIVE_SUBJECTS:
        return "object"
    if label in SUBJECTS:
        return "object" if passive else "subject"
    if label in {"obj", "iobj"}:
        return "object" if label == "obj" else "indirect"
    if base(label) in {"obl", "nmod"}:
        if label in {"obl:npmod", "obl:tmod", "obl:unmarked"} or (label == "obl" and not preposition(child)):
            return "measure"
        words = preposition(child)
        if label == "obl:agent" or (words == "by" and passive):
            return "subject"
        return words or None
    if label == "advmod" and child.lower_ in {"there", "where", "here"}:
        return "in"
    return None


def _modified_noun(verb: Token) -> Token | None:
    """Return the noun that a relative or participial clause hangs on."""
    if verb.dep_ == "amod" and verb.tag_ == "VBN" and verb.head.pos_ in NOMINAL:
        return verb.head
    node = verb
    while node.dep_ == "conj" and node.head.pos_ in {"VERB", "AUX"}:
        if any(child.dep_ in SUBJECTS | PASSIVE_SUBJECTS for child in node.children):
            return None
        node = node.head
    if node.dep_ in {"advcl", "parataxis"} and (noun := _before_relative(node)) is not None:
        return noun
    if base(node.dep_) == "acl" and node.head.pos_ in NOMINAL | {"ADJ", "DET"}:
        if any(child.dep_ in {"mark", "case"} for child in node.children):
            return None
        described = [child for child in children(node.head, "nsubj", "nsubj:pass") if child.i > node.i]
        # "Formerly held by the army, X is quiet": what comes first describes the subject.
        return described[0] if described and node.i < node.head.i else node.head
    return None


def _before_relative(verb: Token) -> Token | None:
    """Return the noun of "X, which the rebels seized", where the parser takes the clause for the main verb's."""
    first = verb.left_edge
    first = first.doc[first.i + 1] if first.text == "," and first.i + 1 < len(first.doc) else first
    if first.lower_ != "which" or first.head.i != verb.i or first.i < 2:
        return None
    noun = first.doc[first.i - 1 if first.doc[first.i - 1].text != "," else first.i - 2]
    while noun.dep_ in {"compound", "flat", "nmod", "punct"} and verb.head.i != noun.head.i != noun.i:
        noun = noun.head
    return noun if noun.pos_ in NOMINAL and noun.i < first.i else None


def _gap(verb: Token, filled: dict[str, list[Token]], *, passive: bool) -> str | None:
    """Return the function that the modified noun has inside its clause."""
    if verb.tag_ == "VBG" and "subject" not in filled:
        return "subject"
    if passive:
        return None if "object" in filled else "object"
    if "subject" in filled:
        return None if "object" in filled else "object"
    return "subject"


def _understood(verb: Token, *, verbs: VerbClasses, depth: int = 0) -> list[Token]:
    """Return the subject that is understood, from the clause that governs the verb."""
    if depth > _DEPTH or verb.head.i == verb.i:
        return []
    head, label = verb.head, base(verb.dep_)
    if label == "acl" and verb.tag_ == "VB" and head.dep_ == "obl" and preposition(head) == "for":
        # "calls for rebels to withdraw"
        return [head]
    if label == "advcl" and head.dep_ == "advmod" and verb.tag_ == "VBG":
        # "stopped short of entering"
        head = head.head
    if (
        label == "acl"
        and head.pos_ in NOMINAL
        and verb.tag_ == "VBG"
        and head.dep_ == "obj"
        and lemma(head.head) in verbs.accusing
    ):
        return [head]
    if label == "acl" and head.pos_ in NOMINAL:
        owners = [item for item in head.children if item.dep_ in {"nmod:poss", "compound", "amod"}]
        named = [item for item in owners if item.pos_ in {"PROPN", "PRON", "NOUN"} or item.tag_ == "NNP"]
        return named or owners or _understood_of_noun(head, verbs=verbs, depth=depth)
    said_of = head.pos_ == "ADV" and bool(children(head, "cop"))
    if (head.pos_ not in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"} and not said_of) or label not in {
        "xcomp", "advcl", "conj", "ccomp", "parataxis", "dep", "list",
    }:  # fmt: skip
        return []
    if label in {"ccomp", "parataxis"} and verb.tag_ not in {"VBG", "VB"}:
        return []
    kept_from = any(child.lower_ == "from" and child.dep_ in {"mark", "case"} for child in verb.children)
    if kept_from or (label in {"xcomp", "advcl"} and lemma(head) in verbs.object_control):
        means = {"on", "for"} if verb.tag_ == "VB" else {"on"}
        asked = [child for child in head.children if child.dep_ == "obl" and preposition(child) in means]
        objects = [child for child in head.children if child.dep_ in {"obj", "iobj"}] or asked
        if objects:
            return coordinated(objects[0])
    return surface_subject(head, verbs=verbs, depth=depth + 1)


def _understood_of_noun(noun: Token, *, verbs: VerbClasses, depth: int) -> list[Token]:
    if children(noun, "cop"):
        # "is on the verge of falling"
        return surface_subject(noun, verbs=verbs, depth=depth + 1)
    if base(noun.dep_) in {"obj", "obl"} and noun.head.pos_ == "VERB":
        return surface_subject(noun.head, verbs=verbs, depth=depth + 1)
    return []


def surface_subject(verb: Token, *, verbs: VerbClasses, depth: int = 0) -> list[Token]:
    """Return the subject that stands before a verb, or the one it shares with the clause that governs it."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
    if own:
        if own[0].lower_ in RELATIVE and base(verb.dep_) == "acl":
            return [verb.head]
        return coordinated(own[0])
    noun = _modified_noun(verb)
    if noun is not None and (verb.tag_ == "VBG" or verb.dep_ == "acl:relcl" or is_passive(verb) or _says_that(verb)):
        return [noun]
    return _understood(verb, verbs=verbs, depth=depth)


def hung_on(objects: Iterable[Token], filled: dict[str, list[Token]]) -> dict[str, list[Token]]:
    """Return the functions with the prepositional phrases that the parser hung on the objects."""
    result = {name: list(heads) for name, heads in filled.items()}
    for thing in objects:
        _hang_on(thing, result, depth=2)
    return result


def _hang_on(noun: Token, filled: dict[str, list[Token]], *, depth: int) -> None:
    """Let prepositional phrases that the parser hung on the object fill the verb's functions too, in second place."""
    for child in noun.children:
        if child.dep_ == "nmod":
            words = preposition(child)
            if words and words != "of":
                filled.setdefault(words, []).extend(
                    item for item in coordinated(child) if item not in filled.get(words, [])
                )
            if depth:
                _hang_on(child, filled, depth=depth - 1)


def own_words(verb: Token) -> set[int]:
    """Return the indices of a trigger's subtree without the subordinate clauses below it."""
    clause = {"ccomp", "advcl", "parataxis", "acl", "acl:relcl", "csubj"}
    found = {verb.i}
    stack = [verb]
    while stack:
        for child in stack.pop().children:
            if child.dep_ in clause or (child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}):
                continue
            found.add(child.i)
            stack.append(child)
    return found
