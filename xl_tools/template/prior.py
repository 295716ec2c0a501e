"""The places of last year's figures -> the sheet 上年数据: where to paste, what was recognised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from xl_tools.continuity import comparisons_of, rows_of, unanswered, with_comparisons
from xl_tools.grid import Box
from xl_tools.placement import Placement
from xl_tools.places import Spot, area_text, areas, at, fixed
from xl_tools.priorsheet import FIELDS, FLAG_SHIFT, PRIOR, SAME, PriorTable
from xl_tools.template.flags import flag_formula
from xl_tools.template.plan import Formula, SheetPlan

HELP: Final = (
    "可以不填。填了，“校验”表就和上年逐项比较：结转数、现行有效件数、没有审结的案件、雷同的行。"
    "填法一：打开上年公布的网页或文档，把三张表一张一张整表复制，点下面写着“贴在这里”的格再粘贴"
    "（Excel、WPS 里选“匹配目标格式”或“值”）。"
    "填法二：点“导入上年”按钮，或运行 xl-tools fill 本工作簿 --prior 上年文件 -o 新工作簿。"
)
FIELD_HELP: Final = {
    "prior.year": "四位数字；空着就当作本年的上一年。",
    "prior.organ": "可以不填，只作备查。",
    "prior.edition": "与本工作簿相同的不用选；用旧版格式的，只比衔接得上的数。",
}
WIDTHS: Final = (21, 17, 31, *(8.5,) * 12)
EMPTY, MOVED = "（空）", "× 没有对齐"


def prior_sheet(placement: Placement) -> SheetPlan:
    """Last year's three tables, one below the other, empty until pasted or imported."""
    prior = placement.prior
    plan = SheetPlan(PRIOR, landscape=True)
    plan.widths = dict(enumerate(WIDTHS, 1))
    last = len(WIDTHS)
    plan.merge((1, 1, 1, last), "上年数据", "title")
    plan.merge((2, 1, 2, last), HELP, "help")
    plan.merge((3, 1, 3, last), Formula(_account(placement)), "field")
    plan.heights = {1: 30, 2: 46, 3: 36}
    _fields(plan, placement)
    for table in prior.tables.values():
        _table(plan, table)
    _helpers(plan, placement)
    _looks(plan, placement)
    plan.hidden_columns = (FLAG_SHIFT + 1, SAME)
    plan.cursor = (prior.fields["prior.year"].row, 2)
    plan.frozen = (3, 0)
    plan.repeat_rows = (1, 3)
    plan.print_area = (1, 1, max(table.whole.bottom for table in prior.tables.values()), last)
    return plan


def _looks(plan: SheetPlan, placement: Placement) -> None:
    """The words that say what was recognised, in the colours of good and wrong."""
    for spot in (Spot(PRIOR, 3, 1), *(_beside(t) for t in placement.prior.tables.values())):
        plan.highlight(spot.address, f'LEFT({spot.address},1)="×"', "wrong")
        plan.highlight(spot.address, f'LEFT({spot.address},1)="√"', "good")


def _beside(table: PriorTable) -> Spot:
    """Where the state of a table is said, on the row of its caption."""
    return Spot(PRIOR, table.top - 1, 4)


def _fields(plan: SheetPlan, placement: Placement) -> None:
    for name, label in FIELDS.items():
        spot = placement.prior.fields[name]
        plan.put(spot.row, 1, label, "field")
        plan.merge((spot.row, 2, spot.row, 3), None, "input_choice")
        plan.merge((spot.row, 4, spot.row, len(WIDTHS)), FIELD_HELP[name], "help")
        plan.validate(spot.address, **_field_validation(placement, name, label))
        plan.heights[spot.row] = 20


def _field_validation(placement: Placement, name: str, label: str) -> dict[str, Any]:
    condition: dict[str, Any] = {"validate": "length", "criteria": "<=", "value": 200}
    error = "请不要超过 200 个字。"
    if name == "prior.year":
        condition = {"validate": "integer", "criteria": "between", "minimum": 2008, "maximum": 2099}
        error = "年度是四位数字，例如 2024。"
    if name == "prior.edition":
        condition = {"validate": "list", "source": list(placement.prior.editions)}
        error = "请从列表里选一个。"
    return condition | {
        "input_title": label,
        "input_message": FIELD_HELP[name],
        "error_title": f"{label}不对",
        "error_message": error,
        "ignore_blank": True,
    }


def _table(plan: SheetPlan, table: PriorTable) -> None:
    own, whole = table.table, table.whole
    caption = f"{own.number} {own.caption}：整表复制，贴在这里 ↓（{table.corner.address}）"
    plan.merge((table.top - 1, 1, table.top - 1, 3), caption, "heading")
    plan.merge((table.top - 1, 4, table.top - 1, len(WIDTHS)), Formula(_state(table)), "help")
    plan.heights[table.top - 1] = 24
    for row in range(whole.top, whole.bottom + 1):
        for column in range(1, whole.right + 1):
            plan.put(row, column, None, "prior_line")
        plan.heights[row] = 18
    for box in table.grid.boxes:
        spot = table.spot(box)
        style = "prior_text" if box.columns == 1 and box.rows == 1 else "prior_line"
        plan.put_at(spot, box.text or None, "prior_number" if box.figure else style)
        if box.text and style == "prior_text":
            plan.heights[spot.row] = max(plan.heights[spot.row], _height(box))
    area = " ".join(area_text(*span) for span in _blocks(table))
    plan.validate(area.split()[0], **_figure_validation(own.number, area))
    rest = [area_text(*span) for span in _rest(table)]
    plan.validate(rest[0], **_wording_validation(own.number, table.corner.address, rest))


def _height(box: Box) -> float:
    """Tall enough for the wording in its column."""
    per_line = max(int(WIDTHS[box.column] * 0.52), 1)
    return -(-len(box.text) // per_line) * 14 + 4


def _blocks(table: PriorTable) -> Iterator[tuple[int, int, int, int]]:
    """The rectangles of figures."""
    rows: dict[int, list[int]] = {}
    for spot in table.figures().values():
        rows.setdefault(spot.row, []).append(spot.column)
    for row, columns in rows.items():
        yield row, min(columns), row, max(columns)


def _rest(table: PriorTable) -> Iterator[tuple[int, int, int, int]]:
    """The rectangles beside those of figures: wording that a paste goes over."""
    taken = {row: (left, right) for row, left, _, right in _blocks(table)}
    for row in range(table.whole.top, table.whole.bottom + 1):
        left, right = taken.get(row, (table.whole.right + 1, table.whole.right))
        if left > 1:
            yield row, 1, row, left - 1
        if right < table.whole.right and row in taken:
            yield row, right + 1, row, table.whole.right


def _wording_validation(number: str, corner: str, areas: list[str]) -> dict[str, Any]:
    """A prompt where the wording of last year's table stands, or is pasted over."""
    return {
        "validate": "length",
        "criteria": "<=",
        "value": 200,
        "input_title": f"上年{number}",
        "input_message": f"这里是表的文字，不用填。整表粘贴时，从 {corner} 开始贴。",
        "error_title": f"上年{number}不对",
        "error_message": "这里只放上年这张表的文字，不要超过 200 个字。",
        "error_type": "warning",
        "ignore_blank": True,
        "other_cells": [_cells(one) for one in areas[1:]],
    }


def _figure_validation(number: str, area: str) -> dict[str, Any]:
    """A prompt; what is pasted is not stopped, only typing is."""
    return {
        "validate": "length",
        "criteria": "<=",
        "value": 60,
        "input_title": f"上年{number}",
        "input_message": "上年报告里原来的数，照原样填；总计也填上年报告印的数。",
        "error_title": f"上年{number}不对",
        "error_message": "这里填上年报告里原来的数，不要超过 60 个字。",
        "error_type": "warning",
        "ignore_blank": True,
        "other_cells": [_cells(one) for one in area.split()[1:]],
    }


def _cells(area: str) -> list[int]:
    from xl_tools.refs import position

    first, _, last = area.partition(":")
    (top, left), (bottom, right) = position(first), position(last or first)
    return [top - 1, left - 1, bottom - 1, right - 1]


# ---- what was recognised -----------------------------------------------------------------


def _figures(table: PriorTable) -> str:
    return ",".join(areas(list(table.figures().values()), PRIOR))


def _state(table: PriorTable) -> str:
    """Beside a caption: empty, so many figures, or not at its place."""
    count = f"COUNT({_figures(table)})"
    moved = f"{MOVED}：表的左上角应当贴在 {table.corner.address}，请撤销后重贴"
    anything = f"COUNT({fixed(table.whole, PRIOR)})"
    good = f'"√ 已认出 "&{count}&" 个数"'
    return f'IF({anything}=0,"{EMPTY}",IF({at(table.stated, PRIOR)}=1,{good},"{moved}"))'


def _stated(table: PriorTable) -> str:
    """1 where there are numbers, all of them where figures belong, and the wording is in place."""
    figures = f"COUNT({_figures(table)})"
    conditions = [f"{figures}>0", f"{figures}=COUNT({fixed(table.whole, PRIOR)})"]
    for box in table.anchors:
        bare = f'SUBSTITUTE(SUBSTITUTE({table.spot(box).address}," ",""),"　","")'
        conditions.append(f'LEFT({bare},1)="{box.text[0]}"')
    return f"IF(AND({','.join(conditions)}),1,0)"


def _helpers(plan: SheetPlan, placement: Placement) -> None:
    prior = placement.prior
    plan.put_at(prior.ready, Formula(_ready(placement)), "hidden")
    edition = prior.fields["prior.edition"].address
    own = f'OR({edition}="",{edition}="{placement.edition.name}")'
    plan.put_at(prior.own_edition, Formula(f"IF({own},1,0)"), "hidden")
    for table in prior.tables.values():
        plan.put_at(table.stated, Formula(_stated(table)), "hidden")
        _same_rows(plan, placement, table)
    figures = {figure.id: figure for figure in placement.edition.figures()}
    for cell in dict.fromkeys(_compared(placement)):
        formula = flag_formula(placement, figures[cell], prior.figures[cell])
        plan.put_at(prior.flag(cell), Formula(formula), "hidden")


def _compared(placement: Placement) -> Iterator[str]:
    """The cells of last year that a comparison uses."""
    tables = placement.edition.tables
    for rule in with_comparisons(placement.edition):
        for one in comparisons_of(rule, tables[rule.settings["table"]]):
            yield from one.last_cells


def _ready(placement: Placement) -> str:
    """Is it the year before, in an edition that can be compared?"""
    fields = placement.prior.fields
    year, edition = (fields[name].address for name in ("prior.year", "prior.edition"))
    this = at(placement.fields["meta.year"])
    is_before = f'IF({year}="",TRUE,IF(ISNUMBER({year}),IF(ISNUMBER({this}),{year}={this}-1)))'
    known = ",".join(f'{edition}="{name}"' for name in ("", *placement.prior.editions))
    return f"IF(AND({is_before},OR({known})),1,0)"


def _same_rows(plan: SheetPlan, placement: Placement, table: PriorTable) -> None:
    """For each row that is compared as a whole: 1 where it is the same and not small."""
    rule = placement.edition.rules.get("CY-SAME")
    if rule is None:
        return
    source = placement.edition.bridge.source if placement.edition.bridge else ""
    for index, row in enumerate(rows_of(rule, table.table)):
        now = areas([placement.spot(cell) for cell in row.parts])
        size = f"SUM({','.join(now)})>={at(placement.settings['CY-SAME.at_least'])}"
        conditions = [size, f"{different(placement, row.cells)}=0"]
        if unanswered(placement.edition, source, list(row.cells)):
            conditions.append(f"{at(placement.prior.own_edition, PRIOR)}=1")
        stated = at(table.stated, PRIOR)  # nothing is worked out where nothing was pasted
        formula = f"IF({stated}=1,IF(AND({','.join(conditions)}),1,0),0)"
        plan.put_at(table.same(index), Formula(formula), "hidden")


def different(placement: Placement, cells: tuple[str, ...]) -> str:
    """How many of these cells differ from last year."""
    now = areas([placement.spot(cell) for cell in cells])
    last = areas([placement.prior.figures[cell] for cell in cells], "")
    if len(now) != len(last):
        now = [at(placement.spot(cell)) for cell in cells]
        last = [at(placement.prior.figures[cell]) for cell in cells]
    pairs = (f"SUMPRODUCT(--({a}<>{b}))" for a, b in zip(now, last, strict=True))
    return "(" + "+".join(pairs) + ")"


def _account(placement: Placement) -> str:
    """One line below the help: what will be compared, and what cannot be."""
    prior = placement.prior
    tables = prior.tables.values()
    anything = "+".join(f"COUNT({_figures(table)})" for table in tables)
    year, edition = (prior.fields[name].address for name in ("prior.year", "prior.edition"))
    wrong = f'"× 没有比较：上年年度应当是本年的上一年，现在是 "&{year}&"；格式从列表里选"'
    good = '"√ 已读入上年的数，逐项比较的结果在“校验”表的下半部分"'
    rest = "其余的照样比较，结果在“校验”表"
    old = f'"√ 已读入。上年用的是"&{edition}&"格式，{_lost(placement)}。{rest}"'
    told = f"IF({at(prior.own_edition, PRIOR)}=1,{good},{old})"
    ready = at(prior.ready, PRIOR)
    filled = f"IF({ready}=0,{wrong},{told})"
    return f'IF({anything}=0,"还没有上年的数，不和上年比较",{filled})'


def _lost(placement: Placement) -> str:
    """Which figures the edition before does not answer, in words."""
    edition = placement.edition
    if edition.bridge is None:
        return ""
    ids = [figure.id for figure in edition.figures()]
    reasons = dict.fromkeys(unanswered(edition, edition.bridge.source, ids).values())
    return "这些不能比：" + "；".join(reasons)
