"""JSON <-> Report: one year's report of one organ as immutable values, cells by id."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from xl_tools.edition import Edition, Editions, Figure, Table
from xl_tools.jsontext import MAX_EXPONENT, REPORT
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

# id -> what a person reads and chooses
LEVELS: Final = MappingProxyType(
    {
        "ministry": "国务院部门",
        "province": "省级",
        "prefecture": "市级",
        "county": "县级",
        "township": "乡镇级",
    }
)
KINDS: Final = MappingProxyType(
    {
        "government": "人民政府",
        "office": "政府办公厅（室）",
        "department": "政府部门",
        "subdistrict": "街道办事处",
        "zone": "开发区管委会",
        "authorised": "法律法规授权的组织",
    }
)
SCOPES: Final = MappingProxyType({"organ": "本机关", "aggregate": "汇总（含下级和部门）"})
# Where an organ is to be reached, in the order of the form.
CONTACTS: Final = ("address", "postcode", "phone", "email", "website")
SUBJECT: Final = "政府信息公开工作年度报告"

CHOICES: Final = MappingProxyType({"level": LEVELS, "kind": KINDS, "scope": SCOPES})

# A number is exact; a text is a cell printed as no number ("/", "251000元"); a blank is absent.
Value = Decimal | str


class Organ(NamedTuple):
    """The organ whose report it is; what is not known is empty."""

    name: str
    level: str = ""
    kind: str = ""
    scope: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


class Supplier(NamedTuple):
    """Who supplied the figures of a table, and when."""

    who: str
    when: str


class Report(NamedTuple):
    """One year's report. `cells` holds what the tables state; a blank cell is not in it.

    `computed` names the totals a formula gave (no evidence), `extra` every member of the JSON form
    that has no attribute of its own here, kept and written back.
    """

    edition: str
    year: int
    organ: Organ
    cells: Mapping[str, Value] = MappingProxyType({})
    narrative: Mapping[str, str] = MappingProxyType({})
    title: str = ""
    date: str = ""
    signature: str = ""
    computed: frozenset[str] = frozenset()
    control: Mapping[str, Decimal] = MappingProxyType({})
    table_editions: Mapping[str, str] = MappingProxyType({})
    suppliers: Mapping[str, Supplier] = MappingProxyType({})
    extra: Mapping[str, Any] = MappingProxyType({})

    def number(self, cell: str) -> Decimal:
        """The figure of a cell; 0 where it is blank or no number."""
        value = self.cells.get(cell)
        return value if isinstance(value, Decimal) else Decimal(0)

    def edition_of(self, table: str) -> str:
        """The edition in which a table is printed."""
        return self.table_editions.get(table, self.edition)


class Place(NamedTuple):
    """Where a cell was read: sheet and address of a workbook."""

    sheet: str
    address: str


class Changed(NamedTuple):
    """Fixed wording of the form that the source words differently."""

    table: str
    official: str
    found: str
    place: Place


class Reading(NamedTuple):
    """A report and how it was read: where each cell stands, what was changed by hand.

    `prior` is last year's report, where the source holds one; `headings` are those of the sections
    as a document words them, by section, empty where the source is no document.
    """

    report: Report
    file: str = ""
    places: Mapping[str, Place] = MappingProxyType({})
    changed: tuple[Changed, ...] = ()
    notes: tuple[str, ...] = ()
    prior: Report | None = None
    headings: Mapping[str, str] = MappingProxyType({})


class Form(NamedTuple):
    """The tables a report is printed in: usually of one edition, sometimes of two."""

    edition: Edition
    tables: Mapping[str, Table]
    editions: Mapping[str, Edition]

    def figures(self) -> dict[str, Figure]:
        """All cells of the form by id, in table order."""
        return {f.id: f for table in self.tables.values() for f in table.figures}


def form_of(report: Report, editions: Editions) -> Form:
    """The tables of a report, each in the edition the report names for it."""
    edition = editions.get(report.edition)
    own = {table: editions.get(report.edition_of(table)) for table in edition.tables}
    tables = {table: own[table].tables[table] for table in edition.tables}
    return Form(edition, MappingProxyType(tables), MappingProxyType(own))


# ---- JSON -> Report -------------------------------------------------------------------

KNOWN: Final = frozenset(
    "schema edition year organ title date signature narrative tables computed control"
    " table_editions suppliers".split()
)


def report_from_json(data: Any, file: str = "") -> Report:
    """The report a JSON value states (contract: xl-tools/report/1); Refusal names what is wrong."""
    try:
        return _report(data)
    except Refusal as refusal:
        raise refusal.within(file) from None


def _report(data: Any) -> Report:
    _expect(isinstance(data, dict), "这个 JSON 不是一份年度报告", "最外层应是一个对象")
    schema = data.get("schema")
    _expect(schema == REPORT, f"schema 应是 {REPORT}", f"现在是 {schema}" if schema else "现在没有")
    for name in ("edition", "year", "organ", "tables"):
        _expect(name in data, f"缺少 {name}", "请补上")
    year = data["year"]
    _expect(
        isinstance(year, int) and not isinstance(year, bool) and 1949 <= year <= 9999,
        "year 应是四位数的年度",
        f"现在是 {year!r}",
    )
    cells = _cells(_mapping(data, "tables"))
    computed = data.get("computed") or ()
    _expect(
        isinstance(computed, list | tuple) and all(isinstance(c, str) for c in computed),
        "computed 应是单元格名称的列表",
    )
    return Report(
        edition=_text(data, "edition"),
        year=year,
        organ=_organ(data["organ"]),
        cells=MappingProxyType(cells),
        narrative=MappingProxyType(_narrative(_mapping(data, "narrative"))),
        title=_text(data, "title"),
        date=_text(data, "date"),
        signature=_text(data, "signature"),
        computed=frozenset(computed),
        control=MappingProxyType(_control(_mapping(data, "control"))),
        table_editions=MappingProxyType(_texts(_mapping(data, "table_editions"), "table_editions")),
        suppliers=MappingProxyType(_suppliers(_mapping(data, "suppliers"))),
        extra=MappingProxyType(_extra(data)),
    )


def _expect(holds: bool, problem: str, advice: str = "", cell: str = "") -> None:
    if not holds:
        raise Refusal(problem, advice, cell=cell)


def _mapping(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = data.get(name)
    if value is None:
        return {}
    _expect(isinstance(value, dict), f"{name} 应是一个对象")
    return dict(value)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    _expect(value is None or isinstance(value, str), f"{name} 应是文字", f"现在是 {value!r}")
    return value or ""


def _texts(data: Mapping[str, Any], what: str) -> dict[str, str]:
    for name in data:
        _expect(isinstance(data[name], str), f"{what}.{name} 应是文字")
    return dict(data)


def _organ(data: Any) -> Organ:
    _expect(isinstance(data, dict), "organ 应是一个对象")
    organ = Organ(**{name: _text(data, name).strip() for name in Organ._fields})
    _expect(bool(organ.name), "缺少机关名称（organ.name）", "请补上")
    for field, choices in CHOICES.items():
        chosen = getattr(organ, field)
        listed = "、".join(choices)
        _expect(not chosen or chosen in choices, f"organ.{field} 不能是 {chosen}", f"应是 {listed}")
    return organ


def _cells(tables: Mapping[str, Any]) -> dict[str, Value]:
    cells: dict[str, Value] = {}
    for table, rows in tables.items():
        _expect(isinstance(rows, dict), f"tables.{table} 应是一个对象")
        for row, columns in rows.items():
            _expect(isinstance(columns, dict), f"tables.{table}.{row} 应是一个对象")
            for column, value in columns.items():
                cell = f"{table}.{row}.{column}"
                found = _value(value, cell)
                if found is not None:
                    cells[cell] = found
    return cells


def _value(value: Any, cell: str) -> Value | None:
    """A number becomes a Decimal, a text stays as printed, null and empty text are blank."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        return value
    _expect(
        isinstance(value, int | Decimal) and not isinstance(value, bool),
        f"{value!r} 不是数，也不是文字",
        "请改成数字、文字或 null",
        cell,
    )
    number = Decimal(value)
    too_long = abs(number.adjusted()) > MAX_EXPONENT or len(number.as_tuple().digits) > MAX_EXPONENT
    _expect(not too_long, f"数 {str(value)[:30]} 太长", "请检查", cell)
    return number


def _control(data: Mapping[str, Any]) -> dict[str, Decimal]:
    found = {cell: _value(value, f"control.{cell}") for cell, value in data.items()}
    for cell, value in found.items():
        _expect(not isinstance(value, str), f"核对数“{value}”不是数", "请改成数字", cell)
    return {cell: value for cell, value in found.items() if isinstance(value, Decimal)}


def _suppliers(data: Mapping[str, Any]) -> dict[str, Supplier]:
    for table, supplier in data.items():
        _expect(isinstance(supplier, dict), f"suppliers.{table} 应是一个对象")
    return {
        table: Supplier(_text(supplier, "who"), _text(supplier, "when"))
        for table, supplier in data.items()
    }


def _narrative(data: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: clean_text(text) for name, text in _texts(data, "narrative").items()}
    return {name: text for name, text in texts.items() if text}


def clean_text(text: str) -> str:
    """One paragraph a line: line ends made one kind, empty lines at both ends dropped."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(line.rstrip() for line in lines)


def _extra(data: Mapping[str, Any]) -> dict[str, Any]:
    extra = {name: value for name, value in data.items() if name not in KNOWN}
    organ = {k: v for k, v in data["organ"].items() if k not in Organ._fields}
    return {**extra, **({"organ": organ} if organ else {})}


# ---- Report -> JSON -------------------------------------------------------------------


def report_to_json(report: Report, form: Form | None = None) -> dict[str, Any]:
    """The JSON form of a report; with a form every blank cell of its tables is an explicit null."""
    organ = {name: text for name, text in report.organ._asdict().items() if text}
    suppliers = {table: who._asdict() for table, who in report.suppliers.items()}
    optional = {
        "title": report.title,
        "date": report.date,
        "signature": report.signature,
        "table_editions": dict(report.table_editions),
        "narrative": dict(report.narrative),
    }
    after = {
        "computed": _in_order(report.computed, report.cells),
        "control": dict(report.control),
        "suppliers": suppliers,
    }
    return {
        "schema": REPORT,
        "edition": report.edition,
        "year": report.year,
        "organ": {**organ, **report.extra.get("organ", {})},
        **{name: value for name, value in optional.items() if value},
        "tables": _tables(report.cells, form),
        **{name: value for name, value in after.items() if value},
        **{name: value for name, value in report.extra.items() if name != "organ"},
    }


def _in_order(chosen: frozenset[str], cells: Mapping[str, Value]) -> list[str]:
    return [c for c in cells if c in chosen] + sorted(chosen - cells.keys())


def _tables(cells: Mapping[str, Value], form: Form | None) -> dict[str, Any]:
    ids = list(form.figures()) if form else []
    ids += [cell for cell in cells if cell not in set(ids)]
    tables: dict[str, Any] = {}
    for cell in ids:
        table, row, column = cell.split(".", 2)
        tables.setdefault(table, {}).setdefault(row, {})[column] = cells.get(cell)
    return tables
