"""Roll-up -> workbook: the parent's official sheets as sums over a sheet of all units' figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Edition, Editions, Figure
from xl_tools.filling import fill_workbook
from xl_tools.findings.text import reason_of, weight_of
from xl_tools.ooxml.archive import MAX_TOTAL
from xl_tools.ooxml.content import Content, Formula
from xl_tools.ooxml.newsheet import with_sheets
from xl_tools.ooxml.ownership import is_signed, signed
from xl_tools.ooxml.patch import patch_sheet
from xl_tools.placement import placement_of
from xl_tools.places import Span, fixed, quoted
from xl_tools.refs import address
from xl_tools.refusal import Refusal
from xl_tools.report import Report
from xl_tools.rollup.charts import SHEET as CHARTS
from xl_tools.rollup.charts import WIDTHS as CHART_WIDTHS
from xl_tools.rollup.charts import charts_by_unit
from xl_tools.rollup.codefendants import SHEET as SHARED
from xl_tools.rollup.codefendants import Taken
from xl_tools.rollup.result import Rollup
from xl_tools.rollup.sheets import Listing, looks_of, repeated, sheet_xml
from xl_tools.rollup.standing import Standing
from xl_tools.rollup.submission import Located, Submission
from xl_tools.rules.finding import Finding
from xl_tools.sources.openbook import OpenBook

UNITS, FILES, FINDINGS, MISSING = "各单位数据", "来源", "各单位问题", "未交单位"
LEADING: Final = ("单位", "文件")  # columns before the figures
# Bytes of these sheets together; what is larger no reader of workbooks takes, ours neither.
LARGEST: Final = MAX_TOTAL - (20 << 20)
TOO_MANY: Final = (
    "单位和问题太多，一份汇总表放不下",
    "请按地区分开汇总，再把各份汇总表一起汇总；每个单位的数可以用 --csv 写出",
)
DIGITS: Final = 6  # of the finest figure; a sum of doubles may end in ...0001
HEAD_ROWS: Final = 5  # hint, cell, table, row, column
# The ids of cells are for programs: their row is hidden.
HEIGHTS: Final = MappingProxyType({1: 32.0, 2: 0.0, 4: 92.0, 5: 46.0})
CHART_HEAD: Final = MappingProxyType({1: 36.0})
SHARED_HEAD: Final = (
    "案号或说明", "原行为单位", "复议机关", "结果", "件数", "减去", "要注意", "出处", "SHA-256",
)  # fmt: skip
HINT: Final = "官方各表是本表各列之和：改这里的数，官方表跟着变"


def proof_book(of: Rollup, template: bytes, editions: Editions) -> bytes:
    """The workbook; every formula holds its value, and it reads as the parent's report."""
    book = OpenBook(fill_workbook(template, of.report, editions), "")
    changes: dict[str, bytes | None] = {**signed(book.package), **dict(_official(book, of))}
    looks = looks_of(book)
    listings = {
        UNITS: _units(of),
        FILES: _files(of),
        FINDINGS: _findings(of),
        MISSING: _missing(of),
    }
    if of.totals.taken:
        listings[SHARED] = _shared(of)
    drawn = charts_by_unit(_rows(of), of.edition, _columns(of.edition), UNITS)
    if drawn is not None:
        head, *rows = drawn.rows
        listings[CHARTS] = Listing([head], rows, CHART_WIDTHS, heights=CHART_HEAD, drawn=True)
    made = {name: sheet_xml(name, listing, looks) for name, listing in listings.items()}
    if sum(map(len, made.values())) > LARGEST:
        raise Refusal(*TOO_MANY)
    titles = {name: repeated(name, one) for name, one in listings.items() if not one.drawn}
    charts = {CHARTS: drawn.charts} if drawn else {}
    return with_sheets(book.package, made, changes, charts, titles)


def _rows(of: Rollup) -> list[tuple[str, Report, int]]:
    """Each counted report with its row on the sheet of all units."""
    counted = [(one.organ, one.report) for one in of.counted if one.report is not None]
    return [(organ, report, row) for row, (organ, report) in enumerate(counted, HEAD_ROWS + 1)]


def is_proof_book(data: bytes) -> bool:
    """Is it a workbook of a roll-up that no other program has saved since?"""
    book = OpenBook(data, "")
    names = {ref.name for ref in book.book.sheets}
    return is_signed(book.package) and {UNITS, FILES, FINDINGS, MISSING} <= names


# ---- the official sheets ---------------------------------------------------------------------


def _official(book: OpenBook, of: Rollup) -> Iterator[tuple[str, bytes]]:
    """The members in which figures become sums over the sheet of all units.

    A total keeps the formula of the form where the units' totals agree with their parts.
    """
    parts = {ref.name: ref.member for ref in book.book.sheets}
    wanted: dict[str, dict[tuple[int, int], Content]] = {}
    columns = _columns(of.edition)
    last = HEAD_ROWS + len(of.counted)
    for cell, (spot, figure) in placement_of(of.edition).figures.items():
        value = of.totals.cells.get(cell)
        if value is not None and book.cell(spot).formula is None:
            text = _sum(columns[cell], last, figure) + _less(cell, figure, of.totals.taken)
            wanted.setdefault(spot.sheet, {})[spot.row, spot.column] = Formula(text, value)
    for sheet, contents in wanted.items():
        yield parts[sheet], patch_sheet(book.indexes[sheet], contents)


def _columns(edition: Edition) -> dict[str, int]:
    return {figure.id: n for n, figure in enumerate(edition.figures(), len(LEADING) + 1)}


def _sum(column: int, last: int, figure: Figure) -> str:
    first = HEAD_ROWS + 1
    text = f"SUM({quoted(UNITS)}!{address(first, column)}:{address(last, column)})"
    return f"ROUND({text},{DIGITS})" if figure.type == "amount" else text


def _less(cell: str, figure: Figure, taken: Sequence[Taken]) -> str:
    """What a sum lacks of what the units state: suits that are counted elsewhere."""
    if all(cell not in one.cells for one in taken):
        return ""
    results, counts = (_shared_column(head, len(taken)) for head in ("结果", "减去"))
    if figure.is_total:
        return f"-SUM({counts})"
    return f'-SUMIF({results},"{figure.column.label}",{counts})'


def _shared_column(head: str, count: int) -> str:
    column = SHARED_HEAD.index(head) + 1
    return fixed(Span(SHARED, 2, column, count + 1, column))


# ---- the sheets behind them ------------------------------------------------------------------


def _units(of: Rollup) -> Listing:
    """One row a counted report, one column a cell."""
    figures = list(of.edition.figures())
    blank: tuple[Content, ...] = ("",) * len(LEADING)
    tables = of.edition.tables
    head: list[tuple[Content, ...]] = [
        (HINT, *blank[1:], *("" for _ in figures)),
        ("单元格", "", *(figure.id for figure in figures)),
        ("表", "", *(tables[figure.table].number for figure in figures)),
        ("行", "", *(figure.row.label for figure in figures)),
        (*LEADING, *(figure.column.label for figure in figures)),
    ]
    rows = [
        (one.organ, _name(one.submission.file), *_values(one.report, figures))
        for one in of.counted
        if one.report is not None
    ]
    widths = (28, 24, *(10 for _ in figures))
    return Listing(head, rows, widths, 1, HEIGHTS, of_words=False)


def _name(file: str) -> str:
    """A file without its folders, which 来源 has."""
    return file.replace("\\", "/").rpartition("/")[2]


def _values(report: Report, figures: Sequence[Figure]) -> Iterator[Content]:
    for figure in figures:
        yield report.cells.get(figure.id)


def _files(of: Rollup) -> Listing:
    head = (
        "单位", "角色", "状态", "文件", "收到时间", "截止日期", "迟报", "格式", "错误", "待核对",
        "说明", "SHA-256",
    )  # fmt: skip
    rows = [_file(one, of) for one in of.standings]
    return Listing([head], rows, (28, 12, 18, 44, 20, 12, 8, 10, 8, 8, 60, 40))


def _file(one: Standing, of: Rollup) -> tuple[Content, ...]:
    sent: Submission = one.submission
    unit, report = one.unit, sent.report
    deadline = unit.deadline(of.edition, of.report.year, of.settings) if unit else None
    numbers = [Decimal(sent.count(severity)) for severity in ("error", "warning")]
    return (
        one.organ,
        "本级" if one.is_own else unit.role if unit else "",
        one.state,
        sent.file,
        one.when,
        deadline.isoformat() if deadline else "",
        "迟报" if one.late else "",
        report.edition if report else "",
        *(numbers if report else ("", "")),
        one.note,
        sent.sha256,
    )


def _shared(of: Rollup) -> Listing:
    """The suits that were taken off, as they were declared; the official sheet points here."""
    rows: list[tuple[Content, ...]] = []
    for one in of.totals.taken:
        suit, number = one.suit, Decimal(one.suit.number)
        source = f"{of.shared.file}，第 {suit.row} 行".lstrip("，")
        about = (suit.case, suit.organ, one.reviewer, one.label)
        rows.append((*about, number, one.number, one.note, source, of.shared.sha256))
    return Listing([SHARED_HEAD], rows, (36, 28, 28, 12, 8, 8, 50, 40, 40))


def _findings(of: Rollup) -> Listing:
    head = ("单位", "程度", "规则", "说明", "工作表", "单元格", "现为", "应为", "文件")
    name = of.report.organ.name
    own = [Located(finding) for finding in (*of.findings, *of.outcome.findings)]
    rows = [_finding(name, "（汇总）", one) for one in own]
    rows += [
        _finding(one.organ, one.submission.file, located)
        for one in of.counted
        for located in one.submission.findings
    ]
    return Listing([head], rows, (28, 10, 12, 84, 16, 24, 10, 10, 36))


def _finding(organ: str, file: str, located: Located) -> tuple[Content, ...]:
    finding: Finding = located.finding
    return (
        organ,
        weight_of(finding),
        finding.rule,
        _words(finding),
        located.sheet,
        located.address or located.where,
        finding.actual,
        finding.expected,
        file,
    )


def _words(finding: Finding) -> str:
    """What is wrong, and the reason that the unit gave for it."""
    words, reason = finding.message.removeprefix(f"〔{finding.rule}〕"), reason_of(finding)
    return f"{words}\n说明：{reason}" if reason else words


def _missing(of: Rollup) -> Listing:
    came: Mapping[str, Standing] = {
        one.unit.name: one for one in of.standings if one.unit is not None
    }
    rows: list[tuple[Content, ...]] = []
    for unit in of.missing:
        deadline = unit.deadline(of.edition, of.report.year, of.settings)
        sent = came.get(unit.name)
        note = f"交了“{sent.submission.file}”：{sent.note}" if sent else "没有收到"
        day = deadline.isoformat() if deadline else ""
        rows.append((unit.name, unit.role, unit.email, day, note))
    return Listing([("单位", "角色", "邮箱", "截止日期", "说明")], rows, (32, 14, 30, 14, 80))
