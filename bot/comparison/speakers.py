"""Who speaks: whether two claims have one speaker, and whose interest a speaker has."""

from __future__ import annotations

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.comparison.remembering import remembered
from bot.comparison.rules import SpeakerRules
from bot.comparison.spelling import fold
from bot.model.claim import Attribution, Certainty, SpeakerType
from bot.model.ports import Sourced
from bot.model.side import SideCatalogue

_OWN_VOICE = {None, SpeakerType.AUTHOR, SpeakerType.MEDIA}
_HEARSAY = {SpeakerType.SOCIAL_MEDIA, SpeakerType.ANONYMOUS, SpeakerType.WITNESS, None}
_JOINING = frozenset({"the", "of", "for", "and", "in", "a", "an", "its", "s"})
_POSSESSIVE = re.compile(r"[’']s\b|(?<=s)[’'](?!\w)")


@remembered
def own_voice(sourced: Sourced) -> bool:
    """Whether the outlet itself says it: nobody is named, or the outlet is."""
    said = sourced.claim.attribution
    if said.type not in _OWN_VOICE:
        return False
    if said.speaker is None or said.type is SpeakerType.AUTHOR:
        return True
    publisher, speaker = fold(sourced.article.publisher or ""), fold(said.speaker)
    return bool(publisher) and (speaker in publisher or publisher in speaker)


def same_speaker(one: Sourced, other: Sourced, *, sides: SideCatalogue, rules: SpeakerRules) -> bool:
    """Whether one person, one office or one outlet speaks in both.

    Persons by surname in any spelling, with given names that do not contradict; offices of one side by what is left of
    their names without the side's; all voices of one side's military as one; a person and the office spoken for.
    """
    if own_voice(one) or own_voice(other):
        publisher = fold(one.article.publisher or "")
        return (
            own_voice(one) and own_voice(other) and bool(publisher) and publisher == fold(other.article.publisher or "")
        )
    a, b = one.claim.attribution, other.claim.attribution
    if a.side is not None and b.side is not None and a.side != b.side:
        return False
    if a.speaker is None or b.speaker is None:
        return False
    a_person, b_person = is_person(a, sides=sides, rules=rules), is_person(b, sides=sides, rules=rules)
    if a_person and b_person:
        return _same_person(a.speaker, b.speaker, rules=rules)
    if a.side is not None and a.side == b.side and a.type is b.type is SpeakerType.MILITARY:
        return True
    office_a = a.affiliation if a_person else a.speaker
    office_b = b.affiliation if b_person else b.speaker
    if office_a is None or office_b is None:
        return False
    return _same_office((office_a, office_b), a.side if a.side == b.side else None, sides=sides, rules=rules)


@remembered
def is_person(said: Attribution, *, sides: SideCatalogue, rules: SpeakerRules) -> bool:
    """Whether the speaker's name is a person's: capitalised words, none an office's and none the side's name."""
    if said.speaker is None:
        return False
    raw = [word for word in said.speaker.split() if fold(word) not in rules.titles]
    words = [fold(word) for word in raw]
    if not 1 <= len(raw) <= 5 or _POSSESSIVE.search(said.speaker):
        return False
    if any(word in rules.office_words or word in {"the", "of"} for word in words):
        return False
    if any(word in _side_words(said.side, sides) for word in words):
        return False
    if len(raw) == 1 and raw[0].isupper():
        return False
    return raw[-1][:1].isupper()


def conceding(sourced: Sourced, loser: str | None, *, sides: SideCatalogue) -> bool:
    """Whether the speaker says it against the side that loses by it."""
    said = sourced.claim.attribution
    if said.against_interest:
        return True
    return loser is not None and said.side is not None and sides.allied(said.side, loser)


def neutral(sourced: Sourced, parties: tuple[str | None, ...], *, sides: SideCatalogue) -> bool:
    """Whether a party that neither holds nor takes the place says it, as more than hearsay and without a hedge."""
    said = sourced.claim.attribution
    if sourced.claim.certainty is not Certainty.CERTAIN:
        return False
    if not own_voice(sourced) and said.type in _HEARSAY:
        return False
    if said.side is None:
        return own_voice(sourced) or said.type in {SpeakerType.NGO_IGO, SpeakerType.THINK_TANK, SpeakerType.MEDIA}
    return not any(party is not None and sides.allied(said.side, party) for party in parties)


def one_side(one: Sourced, other: Sourced, *, sides: SideCatalogue) -> bool:
    """Whether both speak for one party to the war."""
    a, b = one.claim.attribution.side, other.claim.attribution.side
    return a is not None and b is not None and sides.allied(a, b)


def _same_person(one: str, other: str, *, rules: SpeakerRules) -> bool:
    a, b = (tuple(word for word in fold(name).split() if word not in rules.titles) for name in (one, other))
    if not a or not b:
        return False
    if fuzz.ratio(a[-1], b[-1]) < rules.spelling:
        # One letter is much of a short surname: Siddig, Siddiq; then the given names have to be the same.
        return len(a[-1]) > 3 and Levenshtein.distance(a[-1], b[-1]) == 1 and len(a) > 1 and a[:-1] == b[:-1]
    if len(a) == 1 or len(b) == 1:
        return True
    first, second = a[0], b[0]
    if len(first) == 1 or len(second) == 1:
        return first[0] == second[0]
    # Given names differ more between spellings than surnames do: Vitaly, Vitalii; Kirill, Kyrylo.
    return fuzz.ratio(first, second) >= rules.spelling - 20


def _same_office(offices: tuple[str, str], side: str | None, *, sides: SideCatalogue, rules: SpeakerRules) -> bool:
    """Compare offices without the side's name: "Russia's defence ministry" is "the Russian Ministry of Defence"."""
    if fold(offices[0]) == fold(offices[1]):
        return True
    if side is None:
        return False
    left, right = (" ".join(sorted(_office_words(name, side, sides))) for name in offices)
    if not left and not right:
        # Both are names of the side itself, a short one and a long one.
        return True
    return bool(left) and bool(right) and fuzz.ratio(left, right) >= rules.spelling


def _office_words(name: str, side: str, sides: SideCatalogue) -> set[str]:
    bare = fold(_POSSESSIVE.sub("", name)).split()
    return {word.replace("defense", "defence") for word in bare if word not in _side_words(side, sides)} - _JOINING


def _side_words(side: str | None, sides: SideCatalogue) -> frozenset[str]:
    known = sides.sides.get(side) if side is not None else None
    if known is None:
        return frozenset()
    return frozenset(
        word
        for name in (known.name, *known.names, *known.demonyms, *known.metonyms)
        for word in fold(name).split()
        if word not in _JOINING
    )
