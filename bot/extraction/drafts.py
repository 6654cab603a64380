"""Drafts of claims, and how drafts that say the same become one claim with several mentions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.extraction.context import Speaker
from bot.model.article import Article
from bot.model.claim import (
    Asset,
    AssetState,
    Attribution,
    Certainty,
    Claim,
    Domain,
    EventTime,
    Extent,
    Mention,
    Polarity,
    Predicate,
    Quantity,
    Realis,
    SpeakerType,
    SpeechAct,
    TimeBasis,
    Verification,
)
from bot.model.place import Place, Scope
from bot.model.side import SideRef


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A claim before it has an id; `sentence` is the index of the sentence it stands in, `trigger` its offset there."""

    sentence: int
    trigger: int
    rule: str
    domain: Domain
    predicate: Predicate | None = None
    asset: Asset | None = None
    state: AssetState | None = None
    actor: SideRef | None = None
    opponent: SideRef | None = None
    place: Place | None = None
    extent: Extent | None = None
    quantities: tuple[Quantity, ...] = ()
    time: EventTime
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    realis: Realis = Realis.ACTUAL
    speech_act: SpeechAct = SpeechAct.REPORT
    speaker: Speaker | None = None
    against_interest: bool = False
    verification: Verification | None = None
    unverified_by: str | None = None
    means: str | None = None
    mentions: tuple[Mention, ...] = ()


def merge(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Join drafts that state the same thing; the fuller one gives the fields, all give their mentions."""
    kept: list[Draft] = []
    alike: dict[tuple[object, ...], list[int]] = {}
    for draft in drafts:
        # Only within such a group can two be one; a long article has many drafts.
        group = alike.setdefault(_sort(draft), [])
        same = next((number for number in group if same_statement(kept[number], draft)), None)
        if same is None:
            group.append(len(kept))
            kept.append(draft)
        else:
            kept[same] = _joined(kept[same], draft)
    return tuple(kept)


def _sort(draft: Draft) -> tuple[object, ...]:
    """Return what two drafts that are one claim have in common; joining them changes none of it."""
    unconfirmed = draft.speech_act is SpeechAct.NOT_CONFIRMED
    unreal = draft.realis in {Realis.FUTURE, Realis.HYPOTHETICAL}
    return draft.domain, draft.predicate, draft.state, draft.polarity, unconfirmed, unreal


def same_statement(one: Draft, other: Draft) -> bool:
    """Whether two drafts of one article are one claim made twice."""
    if _sort(one) != _sort(other):
        return False
    if not _compatible_sides(one.actor, other.actor) or not _same_source(one, other):
        return False
    if not _same_time(one.time, other.time):
        return False
    if one.sentence == other.sentence and one.state is AssetState.ATTACKED and _apart(one.time, other.time):
        # "an attack on X, which was hit two weeks ago": two attacks.
        return False
    if one.domain is Domain.INFRASTRUCTURE and not _same_asset(one.asset, other.asset):
        return False
    figures = _same_figures(one.quantities, other.quantities)
    if figures is False:
        return False
    places = _same_place(one.place, other.place)
    if places is None:
        return bool(figures)
    return places


def _compatible_sides(one: SideRef | None, other: SideRef | None) -> bool:
    a = one.side if one else None
    b = other.side if other else None
    return a is None or b is None or a == b


def _same_source(one: Draft, other: Draft) -> bool:
    """Whether one voice says both; a headline repeats what somebody says, the text's own voice is another source."""
    if (one.speaker is None) != (other.speaker is None):
        return any(all(mention.part == "title" for mention in draft.mentions) for draft in (one, other))
    return _same_speaker(one.speaker, other.speaker)


def _same_speaker(one: Speaker | None, other: Speaker | None) -> bool:
    """Whether both are one voice: one name, or one surname."""
    if one is None or other is None:
        return one is other
    return one.name == other.name or one.name.rsplit(" ", 1)[-1] == other.name.rsplit(" ", 1)[-1]


def _same_time(one: EventTime, other: EventTime) -> bool:
    if TimeBasis.PUBLICATION in {one.basis, other.basis}:
        return True
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return True
    return one.start <= other.end and other.start <= one.end and one.days == other.days


def _apart(one: EventTime, other: EventTime) -> bool:
    """Whether two times have no day in common."""
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return False
    return one.end < other.start or other.end < one.start


def _same_asset(one: Asset | None, other: Asset | None) -> bool:
    if one is None or other is None:
        return False
    return one.kind == other.kind and (one.name == other.name or one.name is None or other.name is None)


def _same_figures(one: tuple[Quantity, ...], other: tuple[Quantity, ...]) -> bool | None:
    """Whether both give the same figure; `None` where at least one gives none."""
    if not one or not other:
        return None
    return any(a.unit == b.unit and a.value == b.value for a in one for b in other)


def _same_place(one: Place | None, other: Place | None) -> bool | None:
    """Whether both name the same place; `None` where one of them names none."""
    if one is None or other is None:
        return None
    if one.relation != other.relation:
        return False
    if one.geonameid is not None and other.geonameid is not None:
        return one.geonameid == other.geonameid and (one.feature, one.name) == (other.feature, other.name)
    return one.name.casefold() == other.name.casefold()


def _joined(one: Draft, other: Draft) -> Draft:
    fuller, poorer = (one, other) if _weight(one) >= _weight(other) else (other, one)
    mentions = tuple(dict.fromkeys(sorted((*one.mentions, *other.mentions), key=lambda m: (m.part == "body", m.start))))
    return replace(
        fuller,
        actor=fuller.actor if fuller.actor and fuller.actor.side else poorer.actor or fuller.actor,
        opponent=fuller.opponent or poorer.opponent,
        place=fuller.place or poorer.place,
        extent=fuller.extent or poorer.extent,
        quantities=fuller.quantities or poorer.quantities,
        means=fuller.means or poorer.means,
        time=poorer.time if fuller.time.basis is TimeBasis.PUBLICATION else fuller.time,
        verification=fuller.verification or poorer.verification,
        unverified_by=fuller.unverified_by or poorer.unverified_by,
        mentions=mentions,
    )


def _weight(draft: Draft) -> tuple[int, ...]:
    """Rank drafts by what they say: an attributed statement before a bare one, then the more complete."""
    filled = sum(
        item is not None
        for item in (draft.actor and draft.actor.side, draft.opponent, draft.place, draft.extent, draft.means)
    )
    return (
        int(draft.speaker is not None and draft.speaker.named),
        int(draft.speaker is not None),
        int(draft.speaker is not None and draft.speaker.side is not None),
        len(draft.quantities),
        filled,
        int(draft.time.basis is not TimeBasis.PUBLICATION),
        -draft.sentence,
    )


def to_claim(draft: Draft, *, article: Article, scope: Scope | None) -> Claim:
    """Turn a draft into a claim; its id derives from the article's id and what the draft says and where."""
    speaker = draft.speaker
    if speaker is None:
        attribution = Attribution(speaker=None, affiliation=None, side=None, type=SpeakerType.AUTHOR)
    else:
        attribution = Attribution(
            speaker=speaker.name,
            affiliation=speaker.affiliation,
            side=speaker.side,
            type=speaker.type,
            against_interest=draft.against_interest,
        )
    first = draft.mentions[0]
    parts = (
        article.id, draft.domain, draft.predicate, draft.state, draft.asset.kind if draft.asset else None,
        draft.asset.name if draft.asset else None, draft.actor.side if draft.actor else None,
        draft.place.name if draft.place else None, draft.place.relation if draft.place else None, draft.polarity,
        draft.realis, draft.speech_act, attribution.speaker, first.part, first.start, draft.trigger,
        tuple((item.unit, item.value) for item in draft.quantities),
    )  # fmt: skip
    identity = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:16]
    return Claim(
        id=identity,
        article_id=article.id,
        article_key=article.key,
        domain=draft.domain,
        predicate=draft.predicate,
        asset=draft.asset,
        state=draft.state,
        actor=draft.actor,
        opponent=draft.opponent,
        place=draft.place,
        scope=scope if draft.place is None else None,
        extent=draft.extent,
        quantities=draft.quantities,
        time=draft.time,
        polarity=draft.polarity,
        certainty=draft.certainty,
        realis=draft.realis,
        speech_act=draft.speech_act,
        attribution=attribution,
        verification=draft.verification,
        unverified_by=draft.unverified_by,
        means=draft.means,
        mentions=draft.mentions,
        rule=draft.rule,
    )
