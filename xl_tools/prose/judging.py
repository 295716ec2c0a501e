"""Claims + figures -> mentions: each agrees, contradicts, or is not held against the tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from xl_tools.prose.claims import COUNT, Claim, Doubt, Options
from xl_tools.prose.subject import usual_cells
from xl_tools.records import NamedTuple
from xl_tools.report import Form, Organ, Report

AGREES: Final = "agrees"
CONTRADICTS: Final = "contradicts"
UNMAPPED: Final = "unmapped"
TEN_THOUSAND: Final = Decimal(10_000)
# A number that agrees with a cell by chance is smaller than this.
NO_CHANCE: Final = 20
# Organs of which 我局, 本镇, 本机关 is the whole report where its scope is not said.
SINGLE_KINDS: Final = ("department", "subdistrict", "zone", "authorised")


class Mention(NamedTuple):
    """A number of the text; `stated` is what the tables say, `sure` how far to trust the reading.

    `span` is the place of the quote in the section's text.
    """

    section: str
    quote: str
    span: tuple[int, int]
    value: Decimal
    unit: str
    kind: str
    about: str
    scope: str
    year: int
    cells: tuple[str, ...]
    state: str
    stated: Decimal | None = None
    sure: bool = False
    unit_slip: bool = False


class Judge:
    """Holds claims against the figures of one report."""

    __slots__ = ("_form", "_parts", "_report", "_used")

    def __init__(self, report: Report, form: Form) -> None:
        self._report, self._form = report, form
        self._used = {
            table: any(f.id in report.cells for f in own.figures)
            for table, own in form.tables.items()
        }

    def mentions(self, claims: list[Claim]) -> list[Mention]:
        """One mention for each claim, in the same order."""
        claims = [self._told_apart(index, claims) for index in range(len(claims))]
        agreed = [self._agreeing(claim) for claim in claims]
        agreed = [
            () if self._is_left_over(index, claims, agreed) else cells
            for index, cells in enumerate(agreed)
        ]
        solid = {
            (claim.paragraph, claim.table)
            for claim, cells in zip(claims, agreed, strict=True)
            if cells and claim.amount.value and _is_solid(claim)
        }
        found = [
            self._mention(claim, cells, (claim.paragraph, claim.table) in solid)
            for claim, cells in zip(claims, agreed, strict=True)
        ]
        return [self._unless_explained(index, claims, found) for index in range(len(found))]

    def _mention(self, claim: Claim, agreed: tuple[str, ...], backed: bool) -> Mention:
        state, slip = UNMAPPED, False
        cells: tuple[str, ...] = ()
        stated: Decimal | None = None
        if agreed:
            state, cells, stated = AGREES, agreed, self.stated(agreed)
        elif self._contradicts(claim, backed):
            state, cells = CONTRADICTS, claim.options[0]
            stated = self.stated(cells)
            slip = self._is_unit_slip(claim, stated)
        text = self._report.narrative[claim.section]
        return Mention(
            claim.section,
            text[claim.start : claim.end],
            (claim.start, claim.end),
            self._scaled(claim)[0] if claim.options else claim.amount.value,
            "万元" if claim.options and claim.unit == "元" else claim.unit,
            claim.kind,
            claim.about,
            claim.scope,
            claim.year,
            cells,
            state,
            stated,
            self._is_sure(claim),
            slip,
        )

    def _is_sure(self, claim: Claim) -> bool:
        """Is it said in so many words, and whose figures the report has?"""
        known = bool(self._report.organ.scope) and self.scope_of(claim) == "same"
        return known and claim.doubt == Doubt.NONE

    def _agreeing(self, claim: Claim) -> tuple[str, ...]:
        """The smallest set of cells that gives the number; the first where they are ordered."""
        fitting = [cells for cells in claim.options if self._fits(claim, cells)]
        most = self.stated(claim.options[0]) if claim.capped and fitting else None
        if most is not None:  # of 7 received no 7 are answered where the table has 6 answered
            fitting = [cells for cells in fitting if (self.stated(cells) or most) <= most]
        return next(iter(fitting), ()) if claim.ordered else min(fitting, key=len, default=())

    def _fits(self, claim: Claim, cells: tuple[str, ...]) -> bool:
        stated = self.stated(cells)
        if stated is None:
            return False
        value, step = self._scaled(claim)
        if claim.amount.rough:
            return value * Decimal("0.9") <= stated <= value * Decimal("1.25") + step
        exact = claim.unit != "元" and claim.amount.step <= 1
        return value == stated if exact else abs(value - stated) < step

    def _scaled(self, claim: Claim) -> tuple[Decimal, Decimal]:
        """Value and last digit in the unit of the table: 元 becomes 万元."""
        by = TEN_THOUSAND if claim.unit == "元" else Decimal(1)
        return claim.amount.value / by, claim.amount.step / by

    def _contradicts(self, claim: Claim, backed: bool) -> bool:
        if not claim.options or claim.amount.rough or claim.doubt >= Doubt.WEAK:
            return False
        stated = [self.stated(cells) for cells in claim.options]
        scope = self.scope_of(claim)
        if any(value is None for value in stated) or scope == "other":
            return False
        smaller = all(claim.amount.value < value for value in stated if value is not None)
        if claim.doubt == Doubt.CONTEXT or scope == "unclear" or (scope == "smaller" and smaller):
            return backed
        return True

    def scope_of(self, claim: Claim) -> str:
        """Are the claim's figures those of the report: same, unclear, other, `smaller` if less."""
        return self.whose(claim.scope)

    def whose(self, scope: str) -> str:
        """The same of a scope as the text says it."""
        said, organ = scope.partition(":")[0], self._report.organ
        if organ.scope == "aggregate":
            return {"whole": "same", "": "smaller"}.get(said, "other")
        if said == "own":
            return "same" if organ.scope or _is_single(organ) else "other"
        if said == "office":
            is_office = organ.scope == "organ" and organ.kind in ("government", "office")
            return "same" if is_office else "other"
        return {"": "same", "whole": "unclear"}.get(said, "other")

    def usual(self, table: str) -> Options:
        """What a number of a table is usually a share of."""
        return usual_cells(self._form, table) if table else ()

    def stated(self, cells: tuple[str, ...]) -> Decimal | None:
        """What the tables say; None where a total or the whole table is blank, or holds text."""
        values = [self._value(cell) for cell in cells]
        return None if None in values else sum(filter(None, values), Decimal(0))

    def _value(self, cell: str) -> Decimal | None:
        value = self._report.cells.get(cell)
        table = cell.partition(".")[0]
        if isinstance(value, Decimal):
            return value
        if value is not None:
            blank = value.strip() in self._form.editions[table].placeholders
            return Decimal(0) if blank else None
        total = self._form.figures()[cell].is_total
        return None if total or not self._used[table] else Decimal(0)

    def _is_unit_slip(self, claim: Claim, stated: Decimal | None) -> bool:
        """Would 万元 for 元, or the reverse, make it agree?"""
        if claim.unit != "元" or not stated:
            return False
        value, step = self._scaled(claim)
        powers = (TEN_THOUSAND, 1 / TEN_THOUSAND)
        return any(abs(value * by - stated) < max(step * by, Decimal("0.01")) for by in powers)

    def _told_apart(self, index: int, claims: list[Claim]) -> Claim:
        """予以公开5件，部分公开1件: the 5 are without what is told beside them."""
        claim = claims[index]
        if len(claim.options) < 2 or not self._are_results(claim.options[0]):
            return claim
        beside = [
            set(other.options[0])
            for other in claims
            if (other.paragraph, other.sentence, other.part, other.inside)
            == (claim.paragraph, claim.sentence, claim.part, claim.inside)
            and other is not claim
            and other.options
        ]
        first, *others = claim.options
        kept = [cells for cells in others if not any(b <= set(cells) - set(first) for b in beside)]
        return claim._replace(options=(first, *kept))

    def _are_results(self, cells: tuple[str, ...]) -> bool:
        figures = self._form.figures()
        return all("result" in figures[cell].row.roles for cell in cells)

    # ---- a difference that the text explains ---------------------------------------------

    def _unless_explained(self, index: int, claims: list[Claim], found: list[Mention]) -> Mention:
        """收到115件，撤回3件 beside a table that says 112: the text itself tells the difference."""
        mention, own = found[index], claims[index]
        if mention.state != CONTRADICTS or mention.stated is None:
            return mention
        beside = {
            claim.amount.value
            for claim, other in zip(claims, found, strict=True)
            if (claim.paragraph, claim.sentence) == (own.paragraph, own.sentence)
            and claim.kind == COUNT
            and (
                other.state == UNMAPPED
                or (own.capped and claim.capped and self._is_carried_in(other))
            )
        }
        if abs(mention.value - mention.stated) not in beside:
            return mention
        return mention._replace(state=UNMAPPED, cells=(), stated=None, unit_slip=False)

    def _is_left_over(self, index: int, claims: list[Claim], agreed: list[tuple[str, ...]]) -> bool:
        """收到47件，办结47件，结转2件: where two are left, not all that came in were ended.

        新收 + 上年结转 = 办结 + 结转下年 would ask of last year's that none was ended.
        """
        own = claims[index]
        if not own.capped or not self._have(agreed[index], "received"):
            return False
        return any(
            claim.amount.value and self._have(cells, "carried_out")
            for claim, cells in zip(claims, agreed, strict=True)
            if (claim.paragraph, claim.sentence) == (own.paragraph, own.sentence)
        )

    def _have(self, cells: tuple[str, ...], role: str) -> bool:
        figures = self._form.figures()
        return bool(cells) and all(role in figures[cell].row.roles for cell in cells)

    def _is_carried_in(self, other: Mention) -> bool:
        """上年结转的6件均已答复，本年新收82件，答复73件: of those of this year alone."""
        return other.state == AGREES and self._have(other.cells, "carried_in")


def _is_solid(claim: Claim) -> bool:
    """Does its agreement show that a paragraph is about the table? A large number is no chance."""
    return claim.doubt <= Doubt.CONTEXT or claim.amount.value >= NO_CHANCE


def _is_single(organ: Organ) -> bool:
    return organ.kind in SINGLE_KINDS or organ.level == "township"
