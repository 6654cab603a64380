"""The inflected forms of the lexicon's English words.

A form that the lexicon knows gets its lemma from here, not from the statistical lemmatizer, and the gate looks for
exactly these forms: so no trigger can fire where the gate is closed. Rules of regular inflection after Quirk et al.,
A Comprehensive Grammar of the English Language (1985), ch. 3 and 5; irregular verbs are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_VOWELS = "aeiou"
# lemma -> past, past participle (further forms behind)
_IRREGULAR: Mapping[str, tuple[str, ...]] = {
    "be": ("is", "are", "was", "were", "been", "being", "am", "'s", "'re"), "beat": ("beat", "beaten"),
    "become": ("became", "become"), "begin": ("began", "begun"), "blow": ("blew", "blown"),
    "break": ("broke", "broken"),
    "bring": ("brought",), "build": ("built",), "burn": ("burned", "burnt"), "burst": ("burst",), "catch": ("caught",),
    "come": ("came", "come"), "cut": ("cut",), "drive": ("drove", "driven"), "fall": ("fell", "fallen"),
    "fight": ("fought",), "find": ("found",), "flee": ("fled",), "fly": ("flew", "flown"), "get": ("got", "gotten"),
    "give": ("gave", "given"), "go": ("went", "gone", "goes"), "have": ("has", "had", "having"), "hit": ("hit",),
    "hold": ("held",), "keep": ("kept",), "know": ("knew", "known"), "lay": ("laid",), "lead": ("led",),
    "leave": ("left",), "let": ("let",), "lie": ("lay", "lain", "lying"), "light": ("lit",), "lose": ("lost",),
    "make": ("made",), "mean": ("meant",), "meet": ("met",), "overrun": ("overran", "overrunning"), "put": ("put",),
    "quit": ("quitting",), "read": ("read",), "rebuild": ("rebuilt",), "retake": ("retook", "retaken"),
    "rise": ("rose", "risen"), "run": ("ran", "run"), "say": ("said",), "see": ("saw", "seen"), "seek": ("sought",),
    "sell": ("sold",), "send": ("sent",), "set": ("set",), "show": ("showed", "shown"), "shut": ("shut",),
    "sink": ("sank", "sunk"), "speak": ("spoke", "spoken"), "split": ("split",), "stand": ("stood",),
    "stick": ("stuck",), "strike": ("struck", "stricken"), "sweep": ("swept",), "take": ("took", "taken"),
    "tell": ("told",), "think": ("thought",), "throw": ("threw", "thrown"), "win": ("won",),
    "withdraw": ("withdrew", "withdrawn"), "withhold": ("withheld",), "write": ("wrote", "written"),
    "overtake": ("overtook", "overtaken"), "mean to": ("meant",), "forbid": ("forbade", "forbidden"),
    "bear": ("bore", "borne"), "cling": ("clung",), "creep": ("crept",), "draw": ("drew", "drawn"), "hang": ("hung",),
    "level": ("leveled", "levelled", "levelling"), "rid": ("rid", "ridding"), "ride": ("rode", "ridden"),
    "shoot": ("shot",), "spread": ("spread",), "steal": ("stole", "stolen"), "swing": ("swung",),
    "tear": ("tore", "torn"), "thrust": ("thrust",),
}  # fmt: skip
# Verbs that double their last letter though they are stressed on another syllable or end in c.
_DOUBLING = frozenset(
    {"rebut", "control", "repel", "expel", "rout", "quit", "regret", "admit", "permit", "cancel", "travel"}
)
_NOT_DOUBLING = frozenset({"rout", "open", "target", "pocket", "rocket", "enter", "halt", "threaten", "visit", "reopen",
    "recover", "cover", "offer", "suffer", "surrender", "hover", "shelter", "batter", "happen", "shell", "order",
    "conquer", "trigger", "hinder", "puncture", "vandalize", "discover", "shatter", "answer", "render", "transfer",
    "limit", "ration", "sever", "develop", "model", "focus", "exit", "benefit", "edit", "credit", "profit", "transit",
    "hamper", "plunder", "slaughter", "encounter", "counter", "register", "deliver", "consider", "remember",
    "deter", "infiltrat", "abandon", "imperil", "broadcast", "retreat", "repeat", "purport", "report",
    "exploit"})  # fmt: skip
_NOUNS: Mapping[str, tuple[str, ...]] = {
    "man": ("men",), "militiaman": ("militiamen",), "gunman": ("gunmen",), "serviceman": ("servicemen",),
    "half": ("halves",), "person": ("people", "persons"), "child": ("children",), "tribesman": ("tribesmen",),
}  # fmt: skip


def verb_forms(lemma: str) -> frozenset[str]:
    """Return all forms of a verb: base, third person, participle in -ing, past."""
    forms = {lemma, _third(lemma)}
    if not any(form.endswith("ing") for form in _IRREGULAR.get(lemma, ())):
        forms.add(_ing(lemma))
    irregular = _IRREGULAR.get(lemma)
    prefixed = None
    for prefix in ("re", "over", "with", "under", "out"):
        if irregular is None and lemma.startswith(prefix) and lemma[len(prefix) :] in _IRREGULAR:
            prefixed = tuple(prefix + form for form in _IRREGULAR[lemma[len(prefix) :]])
    forms.update(irregular or prefixed or _past(lemma))
    return frozenset(forms)


def noun_forms(lemma: str) -> frozenset[str]:
    """Return singular and plural of a noun."""
    if lemma in _NOUNS:
        return frozenset({lemma, *_NOUNS[lemma]})
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return frozenset({lemma, lemma[:-1] + "ies"})
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return frozenset({lemma, lemma + "es"})
    return frozenset({lemma, lemma + "s"})


def _third(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    return lemma + "s"


def _doubles(lemma: str) -> bool:
    if lemma in _NOT_DOUBLING:
        return False
    if len(lemma) < 3 or lemma[-1] in _VOWELS + "wxyh" or lemma[-2] not in _VOWELS or lemma[-3] in _VOWELS:
        return False
    syllables = sum(
        letter in _VOWELS and (number == 0 or lemma[number - 1] not in _VOWELS) for number, letter in enumerate(lemma)
    )
    return syllables == 1 or lemma in _DOUBLING


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return lemma + (lemma[-1] if _doubles(lemma) else "") + "ing"


def _past(lemma: str) -> tuple[str, ...]:
    if lemma.endswith("e"):
        return (lemma + "d",)
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return (lemma[:-1] + "ied",)
    return (lemma + (lemma[-1] if _doubles(lemma) else "") + "ed",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Inflections:
    """Forms of lexicon words -> lemma, for verbs and for nouns."""

    verbs: Mapping[str, str]
    nouns: Mapping[str, str]

    def lemma(self, form: str, *, verbal: bool) -> str | None:
        """Return the lemma of a lower-case form; `None` for words that the lexicon does not have."""
        return self.verbs.get(form) if verbal else self.nouns.get(form)


def inflections(*, verbs: Iterable[str], nouns: Iterable[str]) -> Inflections:
    """Return the forms of all the words; of entries with particles ("pull out") the first word's."""
    verb_table = {form: lemma for lemma in sorted({item.split()[0] for item in verbs}) for form in verb_forms(lemma)}
    # A base form is its own lemma, whatever other verb has it as its past: "find" and "found", "lie" and "lay".
    verb_table.update({lemma: lemma for lemma in {item.split()[0] for item in verbs}})
    noun_table = {form: lemma for lemma in sorted(set(nouns)) if " " not in lemma for form in noun_forms(lemma)}
    return Inflections(verbs=verb_table, nouns=noun_table)
