"""The sheets of 汇总台.xlsm: the desk of an office that collects the reports of its units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from xl_tools.deskbook import (
    ACCOUNT,
    ADVICE,
    BUTTON_ROW,
    CHASED,
    COLUMNS,
    FIELDS,
    FIELDS_ROW,
    FRONT,
    GUIDE,
    LETTER,
    LISTED,
    NEXT_ROW,
    PLACES,
    RECIPIENTS,
    REMINDED,
    REMINDERS,
    ROSTER,
    ROSTER_ROW,
    SHARED,
    TABLE,
    TABLE_ROW,
    UNITS,
    USUAL,
    WIDTHS,
)
from xl_tools.places import at, fixed
from xl_tools.records import NamedTuple
from xl_tools.template.desklimits import field_limits, roster_limits
from xl_tools.template.deskshared import shared_sheet
from xl_tools.template.plan import Content, Formula, Link, SheetPlan
from xl_tools.verbs import DESK_BUTTONS

TITLE: Final = "政府信息公开工作年度报告　汇总台"
UNTOUCHED: Final = "还没有点过按钮。每点一次，这里写明做了什么、写了哪些文件。"
FIRST_ADVICE: Final = "点“下发”，给每个单位做一份工作簿和邮件草稿；已经收到报告的，点“选文件夹汇总”"
# Names, telephones and dates stay the texts that they are; longer words need no such care.
TABLE_STYLES: Final = ("cell_text", "cell_text", "cell_text", "centre", "cell")
CHASED_STYLES: Final = ("cell_text", "cell_text", "cell_text", "cell_text", "centre", "cell")
HELP: Final = MappingProxyType(
    {
        "year": "报告哪一年的工作，四位数字",
        "organ": "本级政府的全称，和公章一致",
        "inbox": "各单位报来的文件放在这里，可以有文件夹、压缩包、存下的邮件；"
        "只写名字，就是和本工作簿放在一起的",
        "outbox": "“下发”做好的工作簿和邮件草稿放在这里",
        "prior": "放着各单位上年报告的文件夹；填了，“下发”时上年结转就替它们填好。可以不填",
        "own": "本级机关自己的报告（工作簿或 Word 文档）；汇总时和各单位的相加",
        "back": "“退回”做好的工作簿和信放在这里",
    }
)


class Facts(NamedTuple):
    """What is filled in already when the workbook is made."""

    year: int | None = None
    organ: str = ""
    units: tuple[tuple[str, ...], ...] = ()


def front_sheet(facts: Facts) -> SheetPlan:
    """汇总台: what to do next, the buttons, the fields, the last account, the table of units."""
    plan = SheetPlan(FRONT, landscape=True)
    plan.widths = dict(enumerate(WIDTHS[FRONT], 1))
    plan.hidden_columns = (ADVICE.column, ADVICE.column)
    plan.merge((1, 1, 1, 5), TITLE, "title")
    plan.merge((2, 1, 2, 5), "下发、收齐、催报、退回、汇总：点一下就做，动手以前都先问", "subtitle")
    plan.heights |= {1: 32, 2: 20, NEXT_ROW: 34, BUTTON_ROW: 34}
    plan.put(NEXT_ROW, 1, "下一步", "next_label")
    plan.merge((NEXT_ROW, 2, NEXT_ROW, 5), Formula(_next()), "next_words")
    plan.put_at(ADVICE, None, "hidden")
    _fields(plan, facts)
    _account(plan)
    _table(plan)
    plan.cursor = (FIELDS_ROW + 1, 2)
    plan.print_area = (1, 1, TABLE_ROW + 11, 5)  # a page; what is filled in is printed too
    plan.repeat_rows = (TABLE_ROW - 1, TABLE_ROW - 1)
    return plan


def _next() -> str:
    """First what is missing on the sheets, then what the last button advised."""
    year, organ = (PLACES[field].address for field in ("year", "organ"))
    units = fixed(LISTED._replace(right=1))
    steps = (
        (f"NOT(ISNUMBER({year}))", f'"在 {year} 填上年度"'),
        (f'TRIM({organ})=""', f'"在 {organ} 填上本机关名称"'),
        (f"COUNTA({units})=0", f'"到“{ROSTER}”表写上各单位，一行一个"'),
        (f'{ADVICE.address}=""', f'"{FIRST_ADVICE}"'),
    )
    text = ADVICE.address
    for condition, words in reversed(steps):
        text = f"IF({condition},{words},{text})"
    return text


def _fields(plan: SheetPlan, facts: Facts) -> None:
    plan.merge((FIELDS_ROW, 1, FIELDS_ROW, 5), "填在这里", "heading")
    given: Mapping[str, Content] = {"year": facts.year, "organ": facts.organ or None, **USUAL}
    for field, label in FIELDS.items():
        spot = PLACES[field]
        plan.put(spot.row, 1, label, "field")
        style = "input_year" if field == "year" else "input"
        plan.merge((spot.row, 2, spot.row, 3), given.get(field), style)
        plan.merge((spot.row, 4, spot.row, 5), HELP[field], "boxed_help")
        plan.heights[spot.row] = 20 if len(HELP[field]) < 40 else 32
        plan.validate(spot.address, **field_limits(field, label, HELP[field]))


def _account(plan: SheetPlan) -> None:
    plan.merge((ACCOUNT.row - 1, 1, ACCOUNT.row - 1, 5), "上次做了什么", "heading")
    plan.merge((ACCOUNT.row, 1, ACCOUNT.row, 5), UNTOUCHED, "account")
    plan.heights[ACCOUNT.row] = 60


def _table(plan: SheetPlan) -> None:
    words = "各单位情况（点“选文件夹汇总”以后由程序填写）"
    plan.merge((TABLE_ROW - 2, 1, TABLE_ROW - 2, 5), words, "heading")
    for column, head in enumerate(TABLE, 1):
        plan.put(TABLE_ROW - 1, column, head, "header")
    for row in range(UNITS.top, UNITS.bottom + 1):
        for column in range(1, len(TABLE) + 1):
            plan.put(row, column, None, TABLE_STYLES[column - 1])
    area = f"A{UNITS.top}:E{UNITS.bottom}"
    state = f"$B{UNITS.top}"
    aside = f'OR(LEFT({state},3)="不汇总",LEFT({state},2)="重复")'
    out = f'OR(LEFT({state},2)="未交",ISNUMBER(SEARCH("没有",{state})))'
    odd = f'OR(ISNUMBER(SEARCH("有错误",{state})),ISNUMBER(SEARCH("待核对",{state})))'
    for formula, style in (
        (aside, "stale"),
        (f"AND(NOT({aside}),{out})", "wrong"),
        (odd, "caution"),
    ):
        plan.highlight(area, formula, style)


def roster_sheet(facts: Facts) -> SheetPlan:
    """名单: one unit a row, in the columns that commands read; open to sorting and inserting."""
    plan = SheetPlan(ROSTER, landscape=True)
    plan.protected = False
    plan.widths = dict(enumerate(WIDTHS[ROSTER], 1))
    year = at(PLACES["year"])
    title = f'IF(ISNUMBER({year}),{year}&"年度","")&"政府信息公开年报　报送单位名单"'
    count = f"COUNTA({fixed(LISTED._replace(right=1))})"  # whoever prints sees if all are there
    title += f'&IF({count}>0,"（"&{count}&" 个）","")'
    plan.merge((1, 1, 1, len(COLUMNS)), Formula(title), "title")
    words = (
        "一行一个单位。只有“单位”必须填；角色、级别空着时按单位名称判断，截止日期空着时按国家规定。"
        "“垂直管理”“公共企事业单位”不汇总（字变灰）。"
    )
    plan.merge((2, 1, 2, len(COLUMNS)), words, "help")
    plan.heights |= {1: 30, 2: 20, 3: 22}
    for column, head in enumerate(COLUMNS, 1):
        plan.put(ROSTER_ROW - 1, column, head, "header")
    for index, row in enumerate(range(LISTED.top, LISTED.bottom + 1)):
        given = facts.units[index] if index < len(facts.units) else ()
        for column, name in enumerate(COLUMNS):
            style = "input_day" if name.endswith("日期") else "input_text"
            content = given[column] if column < len(given) else ""
            plan.put(row, column + 1, _given(content, name), style)
    for area, limits in roster_limits():
        plan.validate(area, **limits)
    _roster_highlights(plan)
    plan.frozen = (ROSTER_ROW - 1, 1)
    plan.repeat_rows = (ROSTER_ROW - 1, ROSTER_ROW - 1)
    plan.print_area = (1, 1, ROSTER_ROW + max(len(facts.units), 30) - 1, len(COLUMNS))
    plan.cursor = (ROSTER_ROW, 1)
    return plan


def _given(text: str, column: str) -> Content:
    """What is filled in already; a date as programs count it."""
    if text and column.endswith("日期"):
        return (date.fromisoformat(text) - date(1899, 12, 30)).days
    return text or None


def _roster_highlights(plan: SheetPlan) -> None:
    """What was pasted past the limits shows; so do units that are not summed."""
    top, bottom = LISTED.top, LISTED.bottom
    twice = f'AND($A{top}<>"",COUNTIF($A${top}:$A${bottom},$A{top})>1)'
    plan.highlight(f"A{top}:A{bottom}", twice, "broken")
    no_mailbox = f'AND($D{top}<>"",ISERROR(FIND("@",$D{top})))'
    plan.highlight(f"D{top}:D{bottom}", no_mailbox, "broken")
    apart = f'OR($B{top}="垂直管理",$B{top}="公共企事业单位")'
    plan.highlight(f"A{top}:H{bottom}", apart, "stale")


def chased_sheet() -> SheetPlan:
    """催报名单: addresses and words to copy, then one row a unit; the button fills it."""
    plan = SheetPlan(CHASED, landscape=True)
    plan.widths = dict(enumerate(WIDTHS[CHASED], 1))
    plan.merge((1, 1, 1, 6), "催报名单", "title")
    plan.merge(
        (2, 1, 2, 6), "点“催报名单”以后由程序填写；收件人和正文可以整格复制到邮件里", "subtitle"
    )
    plan.heights |= {1: 30, 2: 20, RECIPIENTS.row: 40, LETTER.row: 100, REMINDERS.top - 1: 22}
    for spot, label in ((RECIPIENTS, "收件人"), (LETTER, "邮件正文")):
        plan.put(spot.row, 1, label, "field")
        plan.merge((spot.row, 2, spot.row, 6), None, "account")
    for column, head in enumerate(REMINDED, 1):
        plan.put(REMINDERS.top - 1, column, head, "header")
    for row in range(REMINDERS.top, REMINDERS.bottom + 1):
        for column in range(1, len(REMINDED) + 1):
            plan.put(row, column, None, CHASED_STYLES[column - 1])
    plan.print_area = (1, 1, REMINDERS.top + 17, len(REMINDED))
    plan.repeat_rows = (REMINDERS.top - 1, REMINDERS.top - 1)
    return plan


STEPS: Final = (
    (
        "填名单",
        ROSTER,
        "“名单”表一行一个单位，“汇总台”表填年度、本机关名称。"
        "有现成名单的，复制过来，粘贴成“数值”。",
    ),
    (
        "下发",
        FRONT,
        "点“下发”：下发文件夹里每个单位一份工作簿和一封邮件草稿，打开草稿核对后发出。",
    ),
    (
        "收文件",
        FRONT,
        "收到的原样放进收件文件夹：工作簿、Word、PDF、压缩包、存下的邮件都行，不用改名。",
    ),
    (
        "汇总",
        FRONT,
        "点“选文件夹汇总”：每个单位一行，交了没有、有几处问题、怎么办；"
        "汇总.xlsx 里每个数都有来源。",
    ),
    (
        "共同被告",
        SHARED,
        "本级政府复议维持后一起当被告的案件，本级的表里也数了的，在“共同被告”表一行一件写明；"
        "没有就空着。",
    ),
    (
        "催报、退回",
        FRONT,
        "点“催报名单”得到邮箱和催报的话；点“退回”得到标出问题的工作簿和信。"
        "改好的放回收件文件夹，再汇总一次。",
    ),
    (
        "本级报告",
        FRONT,
        "在“本级报告”一格写上本级机关自己的报告，点“生成本级报告”："
        "本级的工作簿和 Word 文档，放在汇总台旁边。",
    ),
)
NOTES: Final = (
    "每个按钮动手以前都先问，选“否”就什么也不写；已经有的文件不会被盖掉，另起一个带时间的名字。",
    "按钮用不了（没有启用宏、没有装 xl-tools、用的是 WPS）时，名单照样是名单，"
    "下面的命令做同样的事：",
)


def guide_sheet() -> SheetPlan:
    """怎么用: the round step by step, and the same by commands where buttons do not work."""
    plan = SheetPlan(GUIDE)
    plan.widths = dict(enumerate(WIDTHS[GUIDE], 1))
    plan.merge((1, 1, 1, 3), "怎么用", "title")
    plan.heights[1] = 30
    for row, (name, sheet, words) in enumerate(STEPS, 2):
        plan.put(row, 1, f"{row - 1}. {name}", "field")
        plan.put(row, 2, words, "cell")
        plan.put(row, 3, Link(f"到“{sheet}”表", f"'{sheet}'!A1"), "step")
        plan.heights[row] = 38
    row = len(STEPS) + 3
    for note in NOTES:
        plan.merge((row, 1, row, 3), note, "text")
        plan.heights[row] = 36
        row += 1
    for verb in DESK_BUTTONS.values():
        if verb.button:
            plan.put(row, 1, verb.button.label, "field")
            plan.merge((row, 2, row, 3), verb.button.without_python, "cell")
            plan.heights[row] = 34
            row += 1
    return plan


def desk_plans(facts: Facts) -> list[SheetPlan]:
    """The sheets that are seen, in order."""
    lists = [roster_sheet(facts), shared_sheet(), chased_sheet()]
    return [front_sheet(facts), *lists, guide_sheet()]
