"""The list of what the program found, on 校验 below the relations; grey once figures changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_tools.placement import FINDING_COLUMNS, Placement, TablePlace
from xl_tools.places import Span, Spot, area_text, at, fixed
from xl_tools.template.plan import Formula, SheetPlan

HEADERS: Final = {
    "number": "序号",
    "rule": "规则",
    "words": "在哪里，有什么问题，怎么办",
    "severity": "程度",
    "actual": "表上的数",
    "expected": "应为",
    "difference": "相差",
    "link": "去改",
    "suspects": "最可能填错的格",
}
STYLES: Final = {"words": "finding", "suspects": "finding", "link": "finding_link"}
NEVER: Final = "还没有用程序校验过：点“校验”按钮，或运行 xl-tools validate，问题会列在这里"
STALE: Final = "数据已改动，请重新校验（下面是"
# Weights of columns; with those of rows (1, 2, 3 …) no two cells of a table weigh the same.
COLUMN_WEIGHT: Final = 0.37
LENGTH_WEIGHT: Final = 11
NUMBER_WEIGHT: Final = 17  # "/" for 0 changes no sum and no length
REASON_WEIGHT: Final = 13
CLOSE: Final = "0.0000001"


def put_findings(plan: SheetPlan, placement: Placement) -> None:
    """The empty list, its title and the hidden cells that tell whether it still holds."""
    span, last = placement.findings, placement.findings.right
    plan.merge((span.top - 2, 1, span.top - 2, last), Formula(_title(placement)), "heading")
    plan.heights[span.top - 2] = 24
    for name, column in FINDING_COLUMNS.items():
        plan.put(span.top - 1, column, HEADERS[name], "header")
        for row in range(span.top, span.bottom + 1):
            plan.put(row, column, None, STYLES.get(name, "finding_centre"))
    for name in ("check.seen", "check.time", "check.summary"):
        style = "open_hidden" if name == "check.seen" else "open_text"
        plan.put_at(placement.meta[name], None, style)
    plan.put_at(placement.meta["check.now"], Formula(_figures_now(placement)), "hidden")
    _looks(plan, placement)


def _title(placement: Placement) -> str:
    seen, now, time, summary = (
        at(placement.meta[f"check.{name}"], placement.findings.sheet)
        for name in ("seen", "now", "time", "summary")
    )
    account = f'"程序校验于 "&{time}&"："&{summary}'
    stale = f'"{STALE}"&{time}&"的结果）"'
    return f'IF({time}="","{NEVER}",IF({is_stale(seen, now)},{stale},{account}))'


def is_stale(seen: str, now: str) -> str:
    """The condition that something was changed since the program checked."""
    return f"IF(ISNUMBER({now}),ABS({now}-N({seen}))>{CLOSE},TRUE)"


def _looks(plan: SheetPlan, placement: Placement) -> None:
    span = placement.findings
    title = Spot(span.sheet, span.top - 2, 1)
    whole = area_text(title.row, 1, span.bottom, span.right)
    first = reference_of(span, "severity")
    plan.highlight(whole, f'LEFT(${title.address[:1]}${title.row},5)="{STALE[:5]}"', "stale")
    block = area_text(span.top, 1, span.bottom, span.right)
    plan.highlight(block, f'{first}="错误"', "wrong")
    plan.highlight(block, f'{first}="待核对"', "caution")


def reference_of(span: Span, column: str) -> str:
    """The first cell of a column of the list, its column held fast."""
    return f"${Spot(span.sheet, span.top, FINDING_COLUMNS[column]).address}"


# ---- one number that changes with every figure ------------------------------------------


def _figures_now(placement: Placement) -> str:
    """All figures, texts and reasons in one number: when it differs, something was changed."""
    terms = [term for place in placement.tables.values() for term in _table_terms(place)]
    lengths = [f"SUMPRODUCT(LEN({fixed(span)}))" for span in placement.narratives.values()]
    fields = list(placement.fields.values())
    column = Span(
        fields[0].sheet, fields[0].row, fields[0].column, fields[-1].row, fields[0].column
    )
    texts = "+".join([*lengths, f"SUMPRODUCT(LEN({fixed(column)}))"])
    year = f"N({at(placement.fields['meta.year'])})"
    reasons = f"{REASON_WEIGHT}*SUMPRODUCT(LEN({fixed(_reasons(placement))}))"
    return "+".join([*terms, f"{LENGTH_WEIGHT}*({texts})", year, reasons, *_prior_terms(placement)])


def _reasons(placement: Placement) -> Span:
    """Where a clerk writes why a row is right as it stands."""
    first, last = (
        placement.check(line, "reason") for line in (placement.checks[0], placement.checks[-1])
    )
    return Span(first.sheet, first.row, first.column, last.row, last.column)


def _prior_terms(placement: Placement) -> Iterator[str]:
    """Last year's figures: their sums and lengths, and the year."""
    for table in placement.prior.tables.values():
        area = fixed(table.whole)
        yield f"{COLUMN_WEIGHT}*SUM({area})+SUMPRODUCT(LEN({area}))"
    yield f"N({at(placement.prior.fields['prior.year'])})"


def _table_terms(place: TablePlace) -> Iterator[str]:
    """Sums of rows and of columns, each with its weight; how many are filled, and how long."""
    spots = [Spot(place.sheet, b.row + 1, b.column + 1) for b, _ in place.grid.figures()]
    top, bottom = min(s.row for s in spots), max(s.row for s in spots)
    left, right = min(s.column for s in spots), max(s.column for s in spots)
    for weight, row in enumerate(range(top, bottom + 1), 1):
        yield f"{weight}*SUM({fixed(Span(place.sheet, row, left, row, right))})"
    for weight, column in enumerate(range(left, right + 1), 1):
        area = fixed(Span(place.sheet, top, column, bottom, column))
        yield f"{weight * COLUMN_WEIGHT:.2f}*SUM({area})"
    block = fixed(Span(place.sheet, top, left, bottom, right))
    yield f"{LENGTH_WEIGHT}*SUMPRODUCT(LEN({block}))+COUNTA({block})+{NUMBER_WEIGHT}*COUNT({block})"
