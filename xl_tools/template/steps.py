"""What is still empty or wrong -> 下一步, its hidden helpers and the ticks of the steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_tools.placement import (
    CHECK_COLUMNS,
    CHECKS,
    FIELDS,
    FIRST_FRONT_ROW,
    FLAG_SHIFT,
    GUIDE,
    PREVIEW,
    STEPS_COLUMN,
    Placement,
)
from xl_tools.places import Span, Spot, at, fixed
from xl_tools.records import NamedTuple
from xl_tools.template.plan import Formula, SheetPlan
from xl_tools.template.pointers import NOWHERE, address_of, first_code, place_words, target_of
from xl_tools.template.program import told
from xl_tools.template.wording import open_count, open_target

BASICS, TABLES, CHECKED, TEXTS, SUPPLIERS = "basics", "tables", "checks", "texts", "suppliers"
REQUIRED: Final = tuple(FIELDS)[:5]  # of 基本信息
DONE: Final = f"都填好了，可以上报：把“{PREVIEW}”看一遍，保存，再生成正式文档"


class Stop(NamedTuple):
    """A place that may need work: a formula for where it is, the link and the words."""

    kind: str
    code: str  # a number below NOWHERE where there is something to do
    target: str  # `{code}` stands for the cell of the code
    words: str


def put_next(plan: SheetPlan, placement: Placement) -> None:
    """The line 下一步: the first of all stops at which something is to be done."""
    stops = _stops(placement)
    for row, stop in enumerate(stops, FIRST_FRONT_ROW):
        code = Spot(GUIDE, row, STEPS_COLUMN + 3).address
        parts = (f"IF({code}<{NOWHERE},1,0)", stop.target, stop.words)
        for offset, text in enumerate(parts):
            plan.put(row, STEPS_COLUMN + offset, Formula(text.replace("{code}", code)), "hidden")
        plan.put(row, STEPS_COLUMN + 3, Formula(stop.code), "hidden")
    active, targets, words = (_column(stops, offset) for offset in range(3))
    first = f"MATCH(1,{active},0)"
    text = f"HYPERLINK(INDEX({targets},{first}),INDEX({words},{first}))"
    spot = placement.meta["check.next"]
    plan.merge((spot.row, 2, spot.row, 4), Formula(text), "next")


def _column(stops: list[Stop], offset: int) -> str:
    column, last = STEPS_COLUMN + offset, FIRST_FRONT_ROW + len(stops) - 1
    return fixed(Span(GUIDE, FIRST_FRONT_ROW, column, last, column), GUIDE)


def tick(placement: Placement, *kinds: str) -> str:
    """√ where nothing is left to do of these kinds."""
    stops = _stops(placement)
    rows = [row for row, stop in enumerate(stops, FIRST_FRONT_ROW) if stop.kind in kinds]
    left = "+".join(Spot(GUIDE, row, STEPS_COLUMN).address for row in rows)
    return f'IF({left}=0,"√","")'


def _stops(placement: Placement) -> list[Stop]:
    return [
        _basics(placement),
        *_tables(placement),
        *_mistyped(placement),
        _check(placement, "×*", '"改正错误："'),
        *_texts(placement),
        _suppliers(placement),
        _check(placement, "△*", '"可以上报；还有待核对的，先看一看："')._replace(kind=""),
        _program(placement),
        Stop("", "1", f'"#{fixed(Spot(PREVIEW, 1, 1))}"', f'"{DONE}"'),
    ]


def _basics(placement: Placement) -> Stop:
    spots = [placement.fields[field] for field in REQUIRED]
    span = Span(spots[0].sheet, spots[0].row, spots[0].column, spots[-1].row, spots[0].column)
    labels = fixed(span._replace(left=span.left - 1, right=span.left - 1))
    label = f"INDEX({labels},INT({{code}}/100)-{span.top - 1})"
    return Stop(
        BASICS,
        first_code(span, "ISBLANK({cells})"),
        _target(span.sheet),
        f'IF({{code}}<{NOWHERE},"填写“{span.sheet}”的“"&{label}&"”","")',
    )


def _target(sheet: str) -> str:
    return f'IF({{code}}<{NOWHERE},{target_of(sheet, address_of("{code}"))},"")'


def _tables(placement: Placement) -> Iterator[Stop]:
    """The first blank cell of each table; its flag tells a figure from wording."""
    for place in placement.tables.values():
        spots = [placement.spot(figure.id) for figure in place.table.figures]
        rows, columns = [s.row for s in spots], [s.column for s in spots]
        span = Span(place.sheet, min(rows), min(columns), max(rows), max(columns))
        flags = fixed(span._replace(left=span.left + FLAG_SHIFT, right=span.right + FLAG_SHIFT))
        condition = f"ISBLANK({{cells}})*ISNUMBER({flags})*({flags}=0)"
        address = address_of("{code}")
        words = f'"填写{place.table.number}的 "&{address}&" 格，没有发生的填 0"'
        code = first_code(span, condition)
        yield Stop(TABLES, code, _target(place.sheet), f'IF({{code}}<{NOWHERE},{words},"")')


def _check(placement: Placement, sign: str, words: str) -> Stop:
    """The first row of 校验 that shows a sign."""

    def column(name: str) -> str:
        at_column = CHECK_COLUMNS[name]
        first, last = placement.checks[0].row, placement.checks[-1].row
        return fixed(Span(CHECKS, first, at_column, last, at_column))

    target = f"INDEX({column('target')},{{code}})"
    said = f"{words}&INDEX({column('words')},{{code}})&{place_words(target)}"
    return Stop(
        CHECKED,
        f'IFERROR(MATCH("{sign}",{column("state")},0),{NOWHERE})',
        f'IF({{code}}<{NOWHERE},{target},"")',
        f'IF({{code}}<{NOWHERE},{said},"")',
    )


def _mistyped(placement: Placement) -> Iterator[Stop]:
    """The first cell that is no number of its kind: until then no sum tells anything."""
    for line in placement.checks:
        if line.rule.endswith("-TYPE"):
            state, target = (at(placement.check(line, name)) for name in ("state", "target"))
            said = f'"改正错误："&{at(placement.check(line, "words"))}&{place_words(target)}'
            code = f'IF(LEFT({state},1)="×",1,{NOWHERE})'
            shown = (f'IF({{code}}<{NOWHERE},{what},"")' for what in (target, said))
            yield Stop(CHECKED, code, *shown)


def _texts(placement: Placement) -> Iterator[Stop]:
    for section in placement.edition.sections:
        if not section.table:
            span = placement.narratives[section.id]
            first = Spot(span.sheet, span.top, span.left)
            code = f"IF(COUNTA({fixed(span)})=0,1,{NOWHERE})"
            words = f'"写“{section.title}”，一格一段"'
            yield Stop(TEXTS, code, f'"#{fixed(first)}"', words)
    code = f"IF({open_count(placement)}>0,1,{NOWHERE})"
    target = open_target(placement)
    words = f'"把文字里留着的＿＿填上，用不上的句子删掉"&{place_words(target)}'
    yield Stop(TEXTS, code, target, f'IF({{code}}<{NOWHERE},{words},"")')


def _program(placement: Placement) -> Stop:
    """What the program found, and no formula shows."""
    found = ",".join(told(placement, GUIDE, verdict) for verdict in ("有错误", "有待说明"))
    title = Spot(CHECKS, placement.findings.top - 2, 1)
    words = f'"看“{CHECKS}”下面程序查出的问题，改正，或者写明原因"'
    return Stop("", f"IF(OR({found}),1,{NOWHERE})", f'"#{fixed(title)}"', words)


def _suppliers(placement: Placement) -> Stop:
    spots = [spot for pair in placement.suppliers.values() for spot in pair]
    span = Span(spots[0].sheet, spots[0].row, spots[0].column, spots[-1].row, spots[-1].column)
    words = f'"填写“{span.sheet}”：每张表的数由谁、哪一天提供"'
    return Stop(SUPPLIERS, first_code(span, "ISBLANK({cells})"), _target(span.sheet), words)


def ready(placement: Placement) -> str:
    """What the last step shows once all others are done."""
    done = tick(placement, BASICS, TABLES, CHECKED, TEXTS, SUPPLIERS)
    return f'IF({done}="√","可以了","")'
