"""Whether two wordings can be of one thing: names without what only says where it stands, and words that mean one."""

from __future__ import annotations

from bot.comparison.rules import Rules
from bot.comparison.slots import ARTICLES
from bot.comparison.spelling import fold, without_fillers
from bot.model.claim import AssetKind, Claim

# What a dam makes its power with: one report speaks of the dam, another of its station.
_JOINING = frozenset({"from", "to", "between", "and", "of", "in", "near"})
_ONE_WORKS = frozenset({AssetKind.DAM, AssetKind.POWER})


def one_kind(a: Claim, b: Claim, *, rules: Rules) -> bool:
    """Whether the two assets can be of one kind: a pipeline of gas or oil, a dam and the power station of its name."""
    if a.asset is None or b.asset is None:
        return False
    if a.asset.kind is b.asset.kind:
        return True
    if a.asset.kind not in rules.assets.works or b.asset.kind not in rules.assets.works:
        return False
    one, other = own_words(a, rules=rules), own_words(b, rules=rules)
    if {a.asset.kind, b.asset.kind} == _ONE_WORKS:
        return (
            a.asset.name is not None
            and b.asset.name is not None
            and bool(_tokens(a.asset.name) & _tokens(b.asset.name) - rules.assets.plain)
        )
    # "The Lesk plant" makes something; "the Lesk power plant" says what.
    plain, full = (one, other) if a.asset.kind is AssetKind.INDUSTRIAL else (other, one)
    unsaid = AssetKind.INDUSTRIAL in {a.asset.kind, b.asset.kind} and "plant" in plain and plain <= full
    return bool(one) and (one == other or unsaid)


def _tokens(name: str) -> frozenset[str]:
    return frozenset(fold(name).split())


def own_words(claim: Claim, *, rules: Rules) -> frozenset[str]:
    """Return the words that say what the asset is, one for each thing; without articles, fillers and its town."""
    if claim.asset is None:
        return frozenset()
    words = _tokens(without_fillers(claim.asset.name or claim.asset.text)) - ARTICLES - _JOINING
    town = _tokens(claim.place.name) | _tokens(claim.place.own_name) if claim.place is not None else frozenset()
    kept = words - town or words
    said = frozenset(rules.assets.synonyms.get(word, word) for word in kept)
    # "fuel tanks", "storage tanks": what is in them is left out as often as not
    return said - {"fuel"} or said


def told_apart(a: Claim, b: Claim, *, rules: Rules) -> bool:
    """Whether each of two wordings has a word of its own: "the old bridge", "the new bridge"."""
    one, other = own_words(a, rules=rules), own_words(b, rules=rules)
    return bool(one - other) and bool(other - one)


def says_no_more(a: Claim, b: Claim, *, rules: Rules) -> bool:
    """Whether all words of one stand in the other: "the refinery" of the town, "the oil refinery"."""
    one, other = own_words(a, rules=rules), own_words(b, rules=rules)
    return bool(one) and bool(other) and (one <= other or other <= one)
