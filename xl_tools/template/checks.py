"""The relations and cell rules -> the 校验 sheet: words, state, stated, expected, difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from xl_tools.edition import Rule
from xl_tools.ooxml.rowheights import PER_CHARACTER, lines
from xl_tools.placement import CHECK_COLUMNS, CHECKS, FLAG_SHIFT, GUIDE, CheckLine, Placement
from xl_tools.places import Span, Spot, area_text, areas, at, fixed
from xl_tools.relation import Relation
from xl_tools.report import KINDS, LEVELS
from xl_tools.sources.explanations import NOT_APPLICABLE
from xl_tools.template.continuity import last_year_line
from xl_tools.template.controls import control_counts
from xl_tools.template.evidence import proven_count, put_statement
from xl_tools.template.findings import put_findings
from xl_tools.template.flags import (
    BLANK_TOTAL,
    MISTYPED,
    NO_NUMBER,
    PLACEHOLDER,
    TOLERANCE,
    barring,
    unfilled,
)
from xl_tools.template.leads import figures_span, first_wrong
from xl_tools.template.plan import Content, Formula, Link, SheetPlan
from xl_tools.template.pointers import address_of, target_of
from xl_tools.template.program import beside_verdict, count_told, told
from xl_tools.template.reasons import TITLE, WIDTH, or_explained, put_reason
from xl_tools.template.wording import open_count, open_target

GOOD: Final = "√ 成立"
# what a broken rule of each severity shows; the sign is counted, the word is read
BROKEN: Final = {"error": "× 不成立", "warning": "△ 待核对", "info": "△ 待核对"}
HEADERS: Final = {
    "number": "序号",
    "rule": "规则",
    "words": "应当怎样",
    "state": "状态",
    "actual": "表上的数",
    "expected": "应为",
    "difference": "相差",
    "link": "去改",
    "advice": "怎么办",
    "reason": TITLE,
}
# Together no wider than a screen of 1366 pixels: the column to be written in is seen at once.
WIDTHS: Final = {
    "number": 5,
    "rule": 13,
    "words": 38,
    "state": 10,
    "actual": 9,
    "expected": 9,
    "difference": 8,
    "link": 8,
    "advice": 28,
    "reason": WIDTH,
}


def checks_sheet(placement: Placement) -> SheetPlan:
    """The sheet on which every check shows its state."""
    plan = SheetPlan(CHECKS, landscape=True)
    last = CHECK_COLUMNS["reason"]
    plan.merge((1, 1, 1, last), "勾稽关系校验", "title")
    plan.heights[1] = 30
    _summary(plan, placement)
    header_row = placement.checks[0].row - 1
    for column, words in HEADERS.items():
        plan.put(header_row, CHECK_COLUMNS[column], words, "header")
        plan.widths[CHECK_COLUMNS[column]] = WIDTHS[column]
    for line in placement.checks:
        _line(plan, placement, line)
    for spot, word in zip(
        placement.placeholders.column_spots(), sorted(placement.edition.placeholders), strict=True
    ):
        plan.put_at(spot, word, "hidden")
    for name, number in placement.edition.numbers.items():
        plan.put_at(placement.settings[name], number, "hidden")
    plan.hidden_columns = (CHECK_COLUMNS["unusable"], CHECK_COLUMNS["told_reason"])
    _looks(plan, placement, header_row)
    put_findings(plan, placement)
    return plan


def _summary(plan: SheetPlan, placement: Placement) -> None:
    meta = placement.meta
    plan.merge((2, 1, 2, 2), "结论", "field")
    plan.merge((2, 3, 2, 3), Formula(at(meta["check.verdict"])), "verdict")
    words = f'"错误 "&{at(meta["check.errors"])}&" 处，待核对 "&{at(meta["check.warnings"])}&" 处"'
    plan.merge((2, 4, 2, 9), Formula(words), "count")
    target = Spot(CHECKS, placement.findings.top - 2, 1)
    hint = (
        "红色的行有错：点“去改”跳到那一格，改好后自动变成“√ 成立”；"
        "确实没有填错的，在“情况说明”一列写原因。"
    )
    plan.merge((3, 1, 3, 3), hint, "help")
    plan.merge((3, 4, 3, 7), Link("程序查出的问题清单在下面，点这里", fixed(target)), "link")
    beside = Formula(beside_verdict(placement, CHECKS))
    plan.merge((3, 8, 3, CHECK_COLUMNS["reason"]), beside, "help")
    plan.heights[2], plan.heights[3] = 28, 30


def _looks(plan: SheetPlan, placement: Placement, header_row: int) -> None:
    first, last = placement.checks[0].row, placement.checks[-1].row
    area = area_text(first, 1, last, CHECK_COLUMNS["reason"])
    state = f"$D{first}"
    plan.highlight(area, f'LEFT({state},1)="×"', "wrong")
    plan.highlight(area, f'LEFT({state},1)="△"', "caution")
    plan.highlight(
        area_text(first, 4, last, 4), f'OR(LEFT({state},1)="√",LEFT({state},1)="○")', "good"
    )
    plan.highlight("C2", 'C2="通过"', "good")
    plan.highlight("C2", 'C2="有错误"', "wrong")
    plan.frozen = (header_row, 0)
    plan.repeat_rows = (header_row, header_row)
    plan.print_area = (1, 1, last, CHECK_COLUMNS["reason"])


def _line(plan: SheetPlan, placement: Placement, line: CheckLine) -> None:
    rule = placement.edition.rules[line.rule]
    contents = _relation_line if line.relation else _cell_line
    words, formulas = contents(placement, line, rule)
    plan.put_at(placement.check(line, "number"), line.row - placement.checks[0].row + 1, "centre")
    plan.put_at(placement.check(line, "rule"), line.rule, "centre")
    plan.put_at(placement.check(line, "words"), words, "cell")
    for column in ("actual", "expected", "difference"):
        plan.put_at(placement.check(line, column), None, "centre")
    formulas["state"] = or_explained(
        placement, line, rule, formulas["state"], (BROKEN[rule.severity], TOLERANCE)
    )
    for column, text in formulas.items():
        style = "state" if column == "state" else "centre"
        plan.put_at(placement.check(line, column), Formula(text), style)
    if line.relation is not None:
        put_statement(plan, placement, line)
    _put_link(plan, placement, line)
    advice = rule.advice or rule.title
    plan.put_at(placement.check(line, "advice"), advice, "cell")
    put_reason(plan, placement, line)
    texts = ((words, WIDTHS["words"]), (advice, WIDTHS["advice"]))
    most = max(lines(text, width / PER_CHARACTER) for text, width in texts)
    plan.heights[line.row] = max(2, most) * 16.5


def _put_link(plan: SheetPlan, placement: Placement, line: CheckLine) -> None:
    """A link to the cell to look at first, and its target once more for the front sheet."""
    target, code = placement.check(line, "target"), placement.check(line, "unusable")
    first = first_wrong(placement, line)
    if first:
        plan.put_at(code, Formula(first), "hidden")
        address = address_of(code.address)
        sheet = placement.tables[line.table].sheet
        plan.put_at(target, Formula(target_of(sheet, address)), "hidden")
        words: Content = Formula(f"HYPERLINK({target.address},{address})")
    elif line.rule == "S-OPEN":
        plan.put_at(target, Formula(open_target(placement)), "hidden")
        words = Formula(f'HYPERLINK({target.address},"去填")')
    else:
        spot = _head(placement, line)
        plan.put_at(target, f"#{fixed(spot)}", "hidden")
        words = Link(spot.address, fixed(spot))
    plan.put_at(placement.check(line, "link"), words, "link")


def _head(placement: Placement, line: CheckLine) -> Spot:
    if line.head:
        return placement.spot(line.head)
    if line.table:
        return placement.spot(placement.edition.tables[line.table].figures[0].id)
    return placement.fields["meta.year"]


# ---- relations -------------------------------------------------------------------------


def _relation_line(placement: Placement, line: CheckLine, rule: Rule) -> tuple[str, dict[str, str]]:
    relation = line.relation
    assert relation is not None
    unusable, actual, expected, difference = (
        placement.check(line, column).address
        for column in ("unusable", "actual", "expected", "difference")
    )
    broken = BROKEN[rule.severity]
    holds = f"ABS({difference})<{TOLERANCE}" if relation.equal else f"{difference}<{TOLERANCE}"
    guard = f'IF({unusable}>0,"",'
    formulas = {
        "unusable": _unusable(placement, relation),
        "actual": f"{guard}{_sum(placement, relation.left)})",
        "expected": f"{guard}{_sum(placement, relation.right)})",
        "difference": f"{guard}{actual}-{expected})",
        "state": f'IF({unusable}>0,"{NOT_APPLICABLE}",IF({holds},"{GOOD}","{broken}"))',
    }
    number = placement.edition.tables[line.table].number
    return f"{number} {relation.words}", formulas


def _sum(placement: Placement, cells: tuple[str, ...]) -> str:
    return f"SUM({','.join(areas([placement.spot(cell) for cell in cells]))})"


def _unusable(placement: Placement, relation: Relation) -> str:
    flags = areas([placement.flag(cell) for cell in relation.cells])
    return "+".join([*barring(flags), *unfilled(placement, relation.table)])


def _control_line(placement: Placement, line: CheckLine, rule: Rule) -> dict[str, str]:
    """How many 核对数 disagree; not applicable where none could be compared."""
    controls = placement.tables[line.table].controls
    different, compared = control_counts(controls)
    cell = placement.check(line, "actual").address
    state = f'IF({cell}>0,"{BROKEN[rule.severity]}","{GOOD}")'
    return {
        "actual": different,
        "state": f'IF({compared}=0,"{NOT_APPLICABLE}",{state})',
    }


# ---- rules about the cells of a table, the organ and the year ---------------------------


def _cell_line(placement: Placement, line: CheckLine, rule: Rule) -> tuple[str, dict[str, str]]:
    if line.rule.startswith("CY-"):
        return last_year_line(placement, line, rule, _three_states(rule), TOLERANCE)
    kind = line.rule.partition("-")[2]
    if kind == "CTRL":
        return rule.title, _control_line(placement, line, rule)
    build = {
        "TYPE": _type_line,
        "BLANK": _blank_line,
        "ALLBLANK": _all_blank_line,
        "GZ": _regulation_line,
        "OPEN": _open_line,
    }.get(kind, _edition_line)
    actual, broken = build(placement, line)
    cell = placement.check(line, "actual").address
    state = f'IF({broken.format(cell=cell)},"{BROKEN[rule.severity]}","{GOOD}")'
    return rule.title, {"actual": actual, "state": state}


def _three_states(rule: Rule) -> Callable[[str, str], str]:
    """What stops a rule, what holds -> the formula of its state."""
    return lambda stop, holds: (
        f'IF({stop},"{NOT_APPLICABLE}",IF({holds},"{GOOD}","{BROKEN[rule.severity]}"))'
    )


def _type_line(placement: Placement, line: CheckLine) -> tuple[str, str]:
    flags = fixed(figures_span(placement, line.table, FLAG_SHIFT))
    return f"COUNTIF({flags},{NO_NUMBER})+COUNTIF({flags},{MISTYPED})", "{cell}>0"


def _blank_line(placement: Placement, line: CheckLine) -> tuple[str, str]:
    """Blank cells, placeholders, totals not stated; not for a table that is blank throughout."""
    flags = fixed(figures_span(placement, line.table, FLAG_SHIFT))
    blanks = f"{_blanks(placement, line.table)}+COUNTIF({flags},{PLACEHOLDER})"
    filled = _filled(placement, line.table)
    return f"IF({filled}=0,0,{blanks}+COUNTIF({flags},{BLANK_TOTAL}))", "{cell}>0"


def _all_blank_line(placement: Placement, line: CheckLine) -> tuple[str, str]:
    return _filled(placement, line.table), "{cell}=0"


def _parts(placement: Placement, table: str) -> list[str]:
    figures = [f for f in placement.edition.tables[table].figures if not f.is_total]
    return areas([placement.spot(figure.id) for figure in figures])


def _filled(placement: Placement, table: str) -> str:
    """How many cells hold something, without totals and what is carried over from last year."""
    figures = placement.edition.tables[table].figures
    begun = [placement.spot(f.id) for f in figures if not (f.is_total or f.is_carried_in)]
    return f"COUNTA({','.join(areas(begun))})"


def _blanks(placement: Placement, table: str) -> str:
    return "+".join(f"COUNTBLANK({area})" for area in _parts(placement, table))


def _regulation_line(placement: Placement, line: CheckLine) -> tuple[str, str]:
    """Which organs make no 规章 is data of the rule: a level, or a level and kinds."""
    table = placement.edition.tables[line.table]
    cells = [f.id for f in table.figures if "regulation" in f.row.roles]
    applies = placement.edition.rules[line.rule].settings["applies"]
    conditions = ",".join(_organ_is(placement, condition) for condition in applies)
    return f"IF(OR({conditions}),{_sum(placement, tuple(cells))},0)", "{cell}<>0"


def _organ_is(placement: Placement, condition: dict[str, list[str]]) -> str:
    level, kind = at(placement.fields["organ.level"]), at(placement.fields["organ.kind"])
    is_level = f'{level}="{LEVELS[str(condition["level"])]}"'
    if "kinds" not in condition:
        return is_level
    kinds = ",".join(f'{kind}="{KINDS[name]}"' for name in condition["kinds"])
    return f"AND({is_level},OR({kinds}))"


def _open_line(placement: Placement, _: CheckLine) -> tuple[str, str]:
    return open_count(placement), "{cell}>0"


def _edition_line(placement: Placement, _: CheckLine) -> tuple[str, str]:
    year = at(placement.fields["meta.year"])
    return f'IF({year}="","",{year})', f"AND(ISNUMBER({{cell}}),{_outside(placement)})"


def _outside(placement: Placement) -> str:
    before = f"{{cell}}<{placement.settings['first_year'].address}"
    if placement.edition.last_year is None:
        return before
    return f"OR({before},{{cell}}>{placement.settings['last_year'].address})"


# ---- the verdict on the front sheet ------------------------------------------------------


def verdict_formulas(placement: Placement) -> dict[str, str]:
    """The formulas of the names check.*: how many errors and warnings, and the verdict."""
    first, last = placement.checks[0], placement.checks[-1]
    states = fixed(
        Span(CHECKS, first.row, CHECK_COLUMNS["state"], last.row, CHECK_COLUMNS["state"])
    )
    errors, warnings = (at(placement.meta[name]) for name in ("check.errors", "check.warnings"))
    wrong_rows, open_rows = (f'COUNTIF({states},"{sign}*")' for sign in "×△")
    filled = "+".join(_filled(placement, table) for table in placement.edition.tables)
    wrong, open_ = (told(placement, GUIDE, words) for words in ("有错误", "有待说明"))
    rest = f'IF({warnings}>0,"有待说明",IF({open_},"有待说明","通过"))'
    rest = f'IF({errors}>0,"有错误",IF({wrong},"有错误",{rest}))'
    return {
        "check.errors": f"MAX({wrong_rows},{count_told(placement, GUIDE, '错误', '0')})",
        "check.warnings": count_told(placement, GUIDE, "待核对", open_rows),
        "check.proven": proven_count(placement),
        "check.verdict": f'IF({filled}=0,"尚未填写",{rest})',
    }
