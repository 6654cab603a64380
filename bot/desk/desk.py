"""The desk: search, show, explain. It asks the store, and says what the comparison makes of what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.alerts.headings import heading
from bot.alerts.statements import WITHDRAWN
from bot.comparison.explanation import explain, verdict
from bot.comparison.independence import count_sources
from bot.comparison.judgement import CopySearch, CopyTest
from bot.comparison.positions import voice_name
from bot.comparison.relations import decide
from bot.comparison.rules import Rules
from bot.comparison.rulings import judged
from bot.comparison.timing import in_order
from bot.comparison.verification import verification_of
from bot.desk.answers import (
    ClaimDetail,
    Comparison,
    DisputeDetail,
    Explanation,
    ShownClaim,
    ShownPosition,
    ShownRelation,
)
from bot.desk.names import nearest, region_named, side_named
from bot.desk.words import TELLINGS
from bot.model.article import Article
from bot.model.claim import Claim, Verification
from bot.model.decision import Decision, standing, withdrawals
from bot.model.dispute import Dispute
from bot.model.errors import NotFoundError
from bot.model.filters import ClaimFilter, DisputeFilter
from bot.model.ports import Sourced
from bot.model.relation import Relation, RelationKind
from bot.model.side import SideCatalogue
from bot.model.storage import Store

SHORTEST_PREFIX = 6
# So many of the newest claims say which regions there are.
_EVERY_REGION = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Answers what people ask; every answer is a value, and every id may be an unambiguous beginning of one."""

    store: Store
    sides: SideCatalogue
    rules: Rules
    copies: CopyTest
    copy_pairs: CopySearch

    async def search(self, wanted: ClaimFilter, *, offset: int = 0) -> tuple[ShownClaim, ...]:
        """Return the claims that match, those of the newest articles first, but for the first few (`offset`).

        A side may be given by id, name, demonym or seat ("the Kremlin"), a region with or without what kind of region
        it is ("Kharkiv Oblast"). NotFoundError, with the nearest names, for a side that nobody knows.
        """
        wanted = replace(wanted, side=await self._side(wanted.side))
        found = await self.store.search(wanted)
        if not found and wanted.region and (region := region_named(wanted.region, await self._regions())) is not None:
            found = await self.store.search(replace(wanted, region=region))
        return await self._show(found[offset:])

    async def nearest_regions(self, named: str) -> tuple[str, ...] | None:
        """Return the regions with claims whose names are like it, the likest first; `None` where it has claims."""
        known = await self._regions()
        return None if region_named(named, known) is not None else nearest(named, known)

    async def _side(self, named: str | None) -> str | None:
        try:
            return side_named(named, self.sides) if named else None
        except NotFoundError:
            # The list of sides can be edited: a claim may have the id of a side that it had once.
            if await self.store.search(ClaimFilter(side=named, limit=1)):
                return named
            raise

    async def _regions(self) -> tuple[str, ...]:
        """Return the names of the regions that claims are about."""
        every = await self.store.search(ClaimFilter(limit=_EVERY_REGION))
        return tuple(sorted({one.claim.place.region for one in every if one.claim.place and one.claim.place.region}))

    def draft(self, claim: Claim, article: Article) -> ShownClaim:
        """Return a claim that is not stored as people are shown it."""
        return self._shown(Sourced(claim=claim, article=article), (), {}, None)

    async def claim(self, claim_id: str) -> ClaimDetail:
        """Return a claim and how it stands to others; NotFoundError where there is none of that id."""
        sourced = await self._sourced(claim_id)
        relations = await self.store.relations_of(sourced.claim.id)
        others = await self._others([sourced], relations)
        shown = {one.claim.id: one for one in await self._show(list(others.values()))}
        return ClaimDetail(
            shown=shown[sourced.claim.id],
            relations=tuple(
                ShownRelation(
                    relation=relation,
                    other=shown[other],
                    other_is_older=relation.a == other,
                    why=explain(relation, sourced, others[other], self.sides),
                )
                for relation in relations
                if (other := _other_end(relation, sourced.claim.id)) in shown
            ),
        )

    async def disputes(self, wanted: DisputeFilter | None = None) -> tuple[Dispute, ...]:
        """Return the disputes that match, or all, the last changed first."""
        return await self.store.disputes(wanted)

    async def dispute(self, dispute_id: str) -> DisputeDetail:
        """Return a dispute with its claims; NotFoundError where there is none of that id."""
        dispute = await self.store.dispute(dispute_id)
        if dispute is None:
            raise NotFoundError(kind="dispute", wanted=dispute_id, hint=_id_hint(dispute_id, "claimwatch disputes"))
        sourced = {one.claim.id: one for one in await self.store.claims(dispute.claims)}
        relations = await self.store.relations_of(*sourced)
        decisions = await self.store.decisions_about([dispute.slot.key, *dispute.claims])
        around = await self._beside(dispute, relations)
        conflicts = {
            (one.a, one.b): one
            for one in relations
            if one.relation is RelationKind.REFUTES and one.a in sourced and one.b in sourced
        }
        every = await self._show([*sourced.values(), *around])
        shown = {one.claim.id: one for one in every}
        return DisputeDetail(
            dispute=dispute,
            positions=tuple(
                ShownPosition(
                    label=position.label,
                    said_by=tuple(
                        dict.fromkeys(
                            voice_name(sourced[claim], sides=self.sides)
                            for claim in position.claims
                            if claim in sourced
                        )
                    ),
                    claims=tuple(shown[claim] for claim in position.claims if claim in shown),
                    since=min(
                        (shown[claim].article.published_at for claim in position.claims if claim in shown),
                        default=dispute.opened_at,
                    ),
                    sources=count_sources(
                        [sourced[claim] for claim in position.claims if claim in sourced],
                        sides=self.sides,
                        rules=self.rules,
                        copies=self.copy_pairs,
                    ),
                )
                for position in dispute.positions
            ),
            whys=self._whys(tuple(conflicts.values()), sourced),
            timeline=tuple(sorted(every, key=lambda one: (one.article.published_at, one.claim.id))),
            decisions=standing(decisions),
        )

    async def _beside(self, dispute: Dispute, relations: Sequence[Relation]) -> tuple[Sourced, ...]:
        """Return the claims that succeed one of the dispute's, or that it succeeded."""
        ends = dict.fromkeys(
            end
            for one in relations
            if one.relation is RelationKind.SUPERSEDES
            for end in (one.a, one.b)
            if end not in dispute.claims
        )
        return await self.store.claims(tuple(ends))

    def _whys(self, conflicts: Sequence[Relation], sourced: Mapping[str, Sourced]) -> tuple[str, ...]:
        """Return each kind of reason once, as the first pair shows it, and how many more pairs it holds for."""
        alike: dict[tuple[str, str | None], list[Relation]] = {}
        for one in sorted(conflicts, key=lambda one: (sourced[one.a].article.published_at, one.a, one.b)):
            alike.setdefault((one.reason, one.conflict_type), []).append(one)
        whys = []
        for first, *more in alike.values():
            why = verdict(first, sourced[first.a], sourced[first.b], self.sides)
            also = f" The same holds for {len(more)} more pair{'s' if len(more) > 1 else ''} of these claims."
            whys.append(why + also if more else why)
        return tuple(whys)

    async def explain(self, one_id: str, other_id: str) -> Explanation:
        """Say how two claims stand to each other and why; NotFoundError where one is not there, or both are one."""
        one, other = await self._sourced(one_id), await self._sourced(other_id)
        if one.claim.id == other.claim.id:
            raise NotFoundError(kind="second claim", wanted=other_id, hint="Both ids are the same claim's; give two.")
        a, b = in_order(one, other)
        stored = [
            relation
            for relation in await self.store.relations_of(a.claim.id)
            if _other_end(relation, a.claim.id) == b.claim.id
        ]
        shown_a, shown_b = await self._show([a, b])
        tellings = await self.store.tellings_of(a.claim.id)
        telling = tellings.get((a.claim.id, b.claim.id)) or tellings.get((b.claim.id, a.claim.id))
        comparisons = [
            Comparison(
                kind=relation.relation,
                conflict_type=relation.conflict_type,
                suppressed_by=relation.suppressed_by,
                reason=relation.reason,
                why=explain(relation, a, b, self.sides),
                telling=TELLINGS[telling] if telling and relation.relation is RelationKind.REFUTES else None,
            )
            for relation in stored
        ]
        # Two slots of one pair may be judged alike, which is told once.
        comparisons = list(dict.fromkeys(comparisons))
        if not stored:
            judged = decide(a, b, sides=self.sides, rules=self.rules, copies=self.copies)
            comparisons.append(
                Comparison(
                    kind=judged.relation,
                    conflict_type=judged.conflict,
                    suppressed_by=judged.suppressed_by,
                    reason=judged.reason,
                    why=explain(judged, a, b, self.sides),
                )
            )
        return Explanation(a=shown_a, b=shown_b, comparisons=tuple(comparisons), stored=bool(stored))

    async def _sourced(self, claim_id: str) -> Sourced:
        found = await self.store.claim(claim_id)
        if found is None:
            raise NotFoundError(kind="claim", wanted=claim_id, hint=_id_hint(claim_id, "claimwatch claims"))
        return found

    async def _others(self, claims: Sequence[Sourced], relations: Sequence[Relation]) -> dict[str, Sourced]:
        """Return the claims at the relations' ends, and the given ones, by their ids."""
        known = {one.claim.id: one for one in claims}
        ends = dict.fromkeys(end for relation in relations for end in (relation.a, relation.b) if end not in known)
        return known | {one.claim.id: one for one in await self.store.claims(tuple(ends))}

    async def _show(self, claims: Sequence[Sourced]) -> tuple[ShownClaim, ...]:
        relations = await self.store.relations_of(*(one.claim.id for one in claims))
        others = await self._others(claims, relations)
        mine: dict[str, list[Relation]] = {one.claim.id: [] for one in claims}
        for relation in relations:
            for end in {relation.a, relation.b} & mine.keys():
                mine[end].append(relation)
        decisions = await self.store.decisions_about(list(others))
        by_people, taken_back = judged(decisions), withdrawals(decisions)
        return tuple(
            self._shown(
                one,
                # What was taken back says nothing of others, and others nothing of it.
                [each for each in mine[one.claim.id] if taken_back.keys().isdisjoint({each.a, each.b})],
                others,
                by_people.get(one.claim.id),
                taken_back.get(one.claim.id),
            )
            for one in claims
        )

    def _shown(
        self,
        sourced: Sourced,
        relations: Sequence[Relation],
        others: dict[str, Sourced],
        by_person: Verification | None,
        withdrawn: Decision | None = None,
    ) -> ShownClaim:
        verification = by_person or (
            verification_of(sourced, relations, others, sides=self.sides)
            if withdrawn is None
            else Verification.UNVERIFIED
        )
        said = sourced.claim.attribution
        return ShownClaim(
            claim=replace(sourced.claim, verification=verification),
            article=sourced.article,
            heading=("" if withdrawn is None else WITHDRAWN) + heading(sourced.claim, self.sides),
            side_label=self.sides.label_beside(said.side, said.speaker, said.affiliation),
            verification=verification,
            withdrawn=withdrawn,
        )


def _other_end(relation: Relation, claim: str) -> str:
    return relation.b if relation.a == claim else relation.a


def _id_hint(wanted: str, command: str) -> str:
    """Say what to do about an id that finds nothing."""
    if len(wanted) < SHORTEST_PREFIX:
        return f"Give at least {SHORTEST_PREFIX} characters of the id; `{command}` lists them."
    return f"`{command}` lists the ids; where several begin so, give more of it."
