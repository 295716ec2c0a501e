"""Roll-up -> tidy tables: every figure of every unit in a row of its own, with where it is from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Figure
from xl_tools.findings.text import kind_of, reason_of
from xl_tools.jsontext import plain
from xl_tools.records import NamedTuple
from xl_tools.report import Report
from xl_tools.rollup.codefendants import SHEET, Taken
from xl_tools.rollup.result import Rollup
from xl_tools.rollup.standing import Standing
from xl_tools.rollup.submission import Located

TEXT, WHOLE, NUMBER, FLAG = "text", "whole", "number", "flag"
Item = str | int | Decimal | bool | None
Row = tuple[Item, ...]


class Column(NamedTuple):
    """One column: its name, the kind of its values, what they mean."""

    name: str
    kind: str
    words: str


class Table(NamedTuple):
    """One table: the name of its file, what a row of it is, its columns and rows."""

    name: str
    words: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]


def tidy_tables(of: Rollup) -> tuple[Table, ...]:
    """Figures, files, findings and missing units; the names are those of the workbook's sheets."""
    return (
        Table("各单位数据", "一行是一个单位的一格", FIGURES, lambda: _figures(of)),
        Table("来源", "一行是收到的一个文件", FILES, lambda: _files(of)),
        Table("各单位问题", "一行是一个问题", FINDINGS, lambda: _findings(of)),
        Table("未交单位", "一行是一个还没有计入的单位", MISSING, lambda: _missing(of)),
        Table(SHEET, "一行是声明里的一行：复议机关作共同被告的案件", SHARED, lambda: _shared(of)),
    )


# ---- what the columns mean ---------------------------------------------------------------

UNIT: Final = Column("unit", TEXT, "单位：名单上的名称；没有名单时是报告里写的机关名称")
FILE: Final = Column("file", TEXT, "文件：从压缩包、邮件里来的写成“外面的文件/里面的文件”")
SHA256: Final = Column("sha256", TEXT, "文件内容的 SHA-256 校验和")
RECEIVED: Final = Column("received", TEXT, "收到的时间：名单上的上报日期，没有就是文件或邮件的时间")
ROLE: Final = Column(
    "role",
    TEXT,
    "角色：名单上写的，本级自己的报告是“本级”；从复议机关减去的案件是“共同被告”，value 是负数",
)
DUE: Final = Column("due", TEXT, "截止日期，如 2025-01-31")
FIGURES: Final = (
    Column("year", WHOLE, "报告年度"),
    UNIT,
    Column("organ", TEXT, "报告里写的机关名称"),
    ROLE,
    Column("edition", TEXT, "这张表交来时用的格式版本（2021 或 2019）"),
    FILE,
    SHA256,
    RECEIVED,
    Column("cell", TEXT, "单元格编号：表.行.列，与工作簿的名称、JSON 相同"),
    Column("table", TEXT, "表的编号"),
    Column("row", TEXT, "行的编号"),
    Column("column", TEXT, "列的编号"),
    Column("name", TEXT, "官方格式里这一格的名称：表、行、列"),
    Column("value", NUMBER, "计入汇总的数；空着的、不是数的没有值。单位：件，收费是万元"),
    Column("stated", TEXT, "这一格交来时写的内容，逐字；空着的没有值"),
    Column("computed", FLAG, "是不是由公式算出来的总计（算出来的不能当作旁证）"),
)
FILES: Final = (
    UNIT,
    ROLE,
    Column(
        "status",
        TEXT,
        "counted 已计入，duplicate 重复，unreadable 读不出，wrong_year 年度不对，"
        "wrong_edition 格式版本不对，not_on_roster 不在名单上，not_summed 不汇总；只计 counted 的",
    ),
    FILE,
    SHA256,
    RECEIVED,
    DUE,
    Column("late", FLAG, "是不是迟报"),
    Column("edition", TEXT, "报告的格式版本；读不出的没有值"),
    Column("errors", WHOLE, "还没有改正或说明的错误有几处"),
    Column("warnings", WHOLE, "还没有核对或说明的有几处"),
    Column("note", TEXT, "为什么没有计入，或要注意什么"),
)
FINDINGS: Final = (
    UNIT,
    FILE,
    Column("severity", TEXT, "error 错误，warning 待核对，info 提示"),
    Column("kind", TEXT, "程度，给人看的说法"),
    Column("rule", TEXT, "规则编号，见“规则清单”"),
    Column("message", TEXT, "哪里不对、怎么改、依据什么"),
    Column("reason", TEXT, "单位写的情况说明；没有说明的没有值"),
    Column("cells", TEXT, "牵涉的单元格编号，用空格隔开，第一个是应当改的"),
    Column("sheet", TEXT, "在哪张工作表"),
    Column("address", TEXT, "在哪一格"),
    Column("where", TEXT, "不是工作簿的，在原件哪里"),
    Column("actual", NUMBER, "现在的数"),
    Column("expected", NUMBER, "应当是的数"),
)
SHARED: Final = (
    Column("case", TEXT, "案号或说明"),
    Column("organ", TEXT, "原行为单位：案件只计在它那里"),
    Column("reviewer", TEXT, "复议机关：从它的“复议后起诉”里减去"),
    Column("result", TEXT, "结果：官方格式里列的名称"),
    Column("count", WHOLE, "声明的件数"),
    Column("subtracted", WHOLE, "减去了几件；复议机关的报告没有计入的是 0"),
    Column("note", TEXT, "要注意什么"),
    FILE._replace(words="声明所在的文件"),
    Column("line", WHOLE, "在第几行"),
    SHA256,
)
MISSING: Final = (UNIT, ROLE, Column("email", TEXT, "邮箱"), DUE)


# ---- the rows ----------------------------------------------------------------------------


def _figures(of: Rollup) -> Iterator[Row]:
    figures = [(figure, _official(of, figure)) for figure in of.edition.figures()]
    for one in of.counted:
        if one.report is not None and one.submission.report is not None:
            yield from _of_unit(of, one, one.report, figures)
    for taken in of.totals.taken:
        yield from _taken(of, taken, {figure.id: (figure, name) for figure, name in figures})


def _taken(of: Rollup, one: Taken, figures: Mapping[str, tuple[Figure, str]]) -> Iterator[Row]:
    """What is taken off an organ's figures, so that the values of a cell add up to the sum."""
    head = (of.report.year, one.reviewer, one.reviewer, SHEET, of.edition.id)
    file = (of.shared.file, of.shared.sha256, None)
    for cell, value in one.cells.items():
        figure, name = figures[cell]
        place = (figure.table, figure.row.id, figure.column.id, name)
        yield (*head, *file, cell, *place, value, None, False)


def _official(of: Rollup, figure: Figure) -> str:
    return f"{of.edition.tables[figure.table].number}·{figure.label}"


def _of_unit(
    of: Rollup, one: Standing, report: Report, figures: list[tuple[Figure, str]]
) -> Iterator[Row]:
    """What a unit states in every cell of the form, blank ones included."""
    printed = one.submission.report or report
    editions = {table: printed.edition_of(table) for table in of.edition.tables}
    head = (report.year, one.organ, printed.organ.name, _role(one))
    file = (one.submission.file, one.submission.sha256, one.when)
    for figure, name in figures:
        value = report.cells.get(figure.id)
        number = value if isinstance(value, Decimal) else None
        yield (
            *head,
            editions[figure.table],
            *file,
            figure.id,
            figure.table,
            figure.row.id,
            figure.column.id,
            name,
            number,
            plain(number) if number is not None else value,
            figure.id in report.computed,
        )


def _role(one: Standing) -> str:
    return "本级" if one.is_own else one.unit.role if one.unit else ""


def _files(of: Rollup) -> Iterator[Row]:
    for one in of.standings:
        sent = one.submission
        deadline = one.unit.deadline(of.edition, of.report.year, of.settings) if one.unit else None
        known = sent.report is not None
        yield (
            one.organ,
            _role(one),
            one.status,
            sent.file,
            sent.sha256,
            one.when,
            deadline.isoformat() if deadline else None,
            one.late,
            sent.report.edition if sent.report else None,
            sent.count("error") if known else None,
            sent.count("warning") if known else None,
            one.note,
        )


def _findings(of: Rollup) -> Iterator[Row]:
    """Those of the roll-up first, then of the parent's report, then of each counted unit."""
    for finding in (*of.findings, *of.outcome.findings):
        yield _finding(of.report.organ.name, "", Located(finding))
    for one in of.counted:
        for located in one.submission.findings:
            yield _finding(one.organ, one.submission.file, located)


def _finding(organ: str, file: str, located: Located) -> Row:
    finding = located.finding
    return (
        organ,
        file,
        finding.severity,
        kind_of(finding),
        finding.rule,
        finding.message,
        reason_of(finding),
        " ".join(finding.cells),
        located.sheet,
        located.address,
        located.where,
        finding.actual,
        finding.expected,
    )


def _shared(of: Rollup) -> Iterator[Row]:
    for one in of.totals.taken:
        suit, source = one.suit, (of.shared.file, one.suit.row, of.shared.sha256)
        about = (suit.case, suit.organ, one.reviewer, one.label)
        yield (*about, suit.number, int(one.number), one.note, *source)


def _missing(of: Rollup) -> Iterator[Row]:
    for unit in of.missing:
        deadline = unit.deadline(of.edition, of.report.year, of.settings)
        day = deadline.isoformat() if deadline else None
        yield unit.name, unit.role, unit.email, day


# ---- the dictionary ----------------------------------------------------------------------

# kind -> the type that pandas is to be given
DTYPES: Final[Mapping[str, str]] = MappingProxyType(
    {TEXT: "string", WHOLE: "Int64", NUMBER: "Float64", FLAG: "boolean"}
)
DICTIONARY: Final = "数据字典"
ENTRIES: Final = (
    Column("table", TEXT, "哪一张表（文件名）"),
    Column("rows", TEXT, "这张表的一行是什么"),
    Column("column", TEXT, "列名"),
    Column("dtype", TEXT, "用 pandas.read_csv 读时这一列的类型"),
    Column("meaning", TEXT, "这一列是什么"),
)


def dictionary(tables: Iterable[Table]) -> Table:
    """The table that says what each column of the others is; it describes itself too."""
    described = [*tables, Table(DICTIONARY, "一行是一张表的一列", ENTRIES, tuple)]
    rows = [
        (table.name, table.words, column.name, DTYPES[column.kind], column.words)
        for table in described
        for column in table.columns
    ]
    return Table(DICTIONARY, "一行是一张表的一列", ENTRIES, lambda: rows)
