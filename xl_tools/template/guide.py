"""The front sheet: 下一步, the verdict, what is proven, the steps, the legend, the functions."""

from __future__ import annotations

from typing import Final

from xl_tools.functions import FUNCTIONS
from xl_tools.placement import (
    BASICS,
    BUTTON_ROW,
    CHECKS,
    GUIDE,
    PREVIEW,
    SOURCES,
    STEPS_COLUMN,
    Placement,
)
from xl_tools.places import at
from xl_tools.report import KINDS, LEVELS, SUBJECT
from xl_tools.template import steps
from xl_tools.template.checks import verdict_formulas
from xl_tools.template.plan import Formula, Link, SheetPlan
from xl_tools.template.program import beside_verdict

STEPS: Final = (
    ("填基本信息", "年度、机关名称、级别、性质、统计范围；联系方式和前言", (steps.BASICS,)),
    (
        "填三张表",
        "只填浅黄色格子，没有发生的填 0；总计自动算出。从别处粘贴时选“选择性粘贴”里的“数值”",
        (steps.TABLES,),
    ),
    ("写文字部分", "一、五、六部分，一格写一段，右边有要写到的内容和句子", (steps.TEXTS,)),
    (
        "看校验",
        "红色的行有错，点“去改”跳到那一格；错误清零才能上报",
        (steps.TABLES, steps.CHECKED),
    ),
    ("写数据来源", "每张表的数由谁提供、哪一天提供，便于日后核查", (steps.SUPPLIERS,)),
    (
        "看成文，交出去",
        f"把“{PREVIEW}”看一遍，可以直接打印或存成 PDF；装了 xl-tools 的电脑还能生成 Word 文档",
        (),
    ),
)
LEGEND: Final = (
    ("填写格", "input_sample", "浅黄色，要您填写的格子"),
    ("合计格", "total_sample", "浅绿色、粗体，有公式；也可以改填手工加出的数，用来互相核对"),
    ("核对数", "control_sample", "虚线框，表的旁边；可以不填，填了能查出合计格查不出的错"),
    ("固定文字", "fixed_sample", "灰色，官方格式的文字，不能改"),
    ("×有错", "broken_sample", "前面有×，红底：这一格与别的数对不上，表格旁边写着“应为”多少"),
    ("！类型不对", "bad_type_sample", "前面有！，深红底白字：不是数，或是负数、小数"),
    ("△空缺写法", "unfilled_sample", "前面有△，黄底斜体：写了“/”“无”等，按 0 计算，请改填 0"),
    ("◆程序标记", "marked_sample", "前面有◆，橙底：xl-tools 查出问题后标出的格子"),
)
FUNCTION_TITLE: Final = "单元格里可以用的函数（带按钮的 .xlsm，装了 xl-tools 时）"


def guide_sheet(placement: Placement) -> SheetPlan:
    """The front sheet."""
    plan, edition = SheetPlan(GUIDE), placement.edition
    plan.widths = {1: 16, 2: 27, 3: 66, 4: 13}  # one column more of buttons
    plan.merge((1, 1, 1, 4), SUBJECT, "title")
    plan.merge((2, 1, 2, 4), f"{edition.name}格式（{edition.document}）", "subtitle")
    plan.heights = {1: 36, 2: 20}
    _front(plan, placement)
    top = BUTTON_ROW + 1
    _steps(plan, placement, top)
    legend = top + len(STEPS) + 2
    _legend(plan, legend)
    functions = legend + len(LEGEND) + 2
    _functions(plan, functions)
    plan.hidden_columns = (STEPS_COLUMN, STEPS_COLUMN + 4)
    plan.print_area = (1, 1, functions + len(FUNCTIONS), 4)
    following = placement.meta["check.next"]
    plan.cursor, plan.frozen = (following.row, 2), (following.row, 0)
    plan.one_page = True
    return plan


# ---- the lines at the top ------------------------------------------------------------------


def _front(plan: SheetPlan, placement: Placement) -> None:
    following = placement.meta["check.next"]
    plan.put(following.row, 1, "下一步", "next_label")
    plan.heights[following.row] = 40
    steps.put_next(plan, placement)
    verdicts = verdict_formulas(placement)
    count = sum(1 for _ in placement.edition.figures())
    proven = at(placement.meta["check.proven"], GUIDE)
    share = (
        f'"共 {count} 个数，其中 "&{proven}&" 个另有数核对得上；"'
        '&"填核对数，或把总计改填成手工加出的数，可以增加"'
    )
    rows = (
        ("check.verdict", "校验结论", "verdict", Formula(beside_verdict(placement, GUIDE))),
        ("check.errors", "错误（处）", "count", "必须改到 0，见“校验”表红色的行"),
        ("check.warnings", "待核对（处）", "count", "黄色的行：核对无误的可以保留，说明情况"),
        ("check.proven", "证据覆盖（格）", "count", Formula(share)),
    )
    for name, label, style, words in rows:
        spot = placement.meta[name]
        plan.put(spot.row, 1, label, "field")
        plan.put_at(spot, Formula(verdicts[name]), style)
        plan.merge((spot.row, 3, spot.row, 4), words, "boxed_help")
        plan.heights[spot.row] = 22
    verdict = placement.meta["check.verdict"]
    plan.heights[verdict.row] = 34
    for word, style in (("通过", "good"), ("有错误", "wrong"), ("有待说明", "caution")):
        plan.highlight(verdict.address, f'{verdict.address}="{word}"', style)
    _days(plan, placement)


def _days(plan: SheetPlan, placement: Placement) -> None:
    """The one cell that knows the day, and how many are left; neither keeps a value."""
    today, due = placement.meta["check.today"], placement.meta["check.due"]
    plan.put(today.row, 1, "今天", "field")
    plan.put_at(today, Formula("TODAY()", dated=True), "day")
    plan.put_at(due, Formula(_due(placement)), "hidden")
    left, date = f"{due.address}-{today.address}", _date(due.address)
    late = f'IF({left}<0,"公布时限已过 "&({today.address}-{due.address})&" 天，请抓紧",'
    words = f'{late}IF({left}=0,"今天是公布时限","离公布时限还有 "&({left})&" 天"))'
    missing = f"先在“{BASICS}”里填年度、级别和性质，这里就会算出离公布时限还有几天"
    basis = f"（{{}}前；条例第四十九条、{placement.edition.document}，地方另有规定的从其规定）"
    before, after = basis.split("{}")
    text = f'IF({due.address}="","{missing}",{words}&"{before}"&{date}&"{after}")'
    plan.merge((today.row, 3, today.row, 4), Formula(text, dated=True), "boxed_help")
    plan.heights[today.row] = 32


def _date(cell: str) -> str:
    return f'YEAR({cell})&"年"&MONTH({cell})&"月"&DAY({cell})&"日"'


def _due(placement: Placement) -> str:
    """The day by which the organ publishes; empty where its level or kind is not known."""
    edition = placement.edition
    year, level, kind = (
        at(placement.fields[field], GUIDE) for field in ("meta.year", "organ.level", "organ.kind")
    )
    days = '""'
    for level_id, level_word in LEVELS.items():
        by_kind = '""'
        for kind_id, kind_word in KINDS.items():
            key = f"publication.{edition.publication_key(level_id, kind_id)}"
            month, day = (at(placement.settings[f"{key}.{part}"]) for part in ("month", "day"))
            date = f"DATE({year}+1,{month},{day})"
            by_kind = f'IF({kind}="{kind_word}",{date},{by_kind})'
        days = f'IF({level}="{level_word}",{by_kind},{days})'
    return f'IF(ISNUMBER({year}),{days},"")'


# ---- the lists below -----------------------------------------------------------------------


def _steps(plan: SheetPlan, placement: Placement, top: int) -> None:
    plan.merge((top, 1, top, 3), "怎么填", "heading")
    plan.put(top, 4, "做完了", "heading")
    for index, (name, words, kinds) in enumerate(STEPS):
        row, target = top + index + 1, _target(placement, kinds)
        plan.put(row, 1, f"第{'一二三四五六'[index]}步", "field")
        plan.put(row, 2, Link(name, f"'{target}'!A1"), "step")
        plan.put(row, 3, words, "cell")
        done = steps.tick(placement, *kinds) if kinds else steps.ready(placement)
        plan.put(row, 4, Formula(done), "tick")
        plan.heights[row] = 38


def _target(placement: Placement, kinds: tuple[str, ...]) -> str:
    """The sheet that a step begins on."""
    if not kinds:
        return PREVIEW
    sections = placement.edition.sections
    return {
        steps.BASICS: BASICS,
        steps.TABLES: next(section.sheet for section in sections if section.table),
        steps.TEXTS: next(section.sheet for section in sections if not section.table),
        steps.CHECKED: CHECKS,
        steps.SUPPLIERS: SOURCES,
    }[kinds[-1]]


def _legend(plan: SheetPlan, top: int) -> None:
    plan.merge((top, 1, top, 4), "格子的样子", "heading")
    for index, (name, style, words) in enumerate(LEGEND, 1):
        plan.put(top + index, 1, name, style)
        plan.merge((top + index, 2, top + index, 4), words, "cell")
        plan.heights[top + index] = 20


def _functions(plan: SheetPlan, top: int) -> None:
    plan.merge((top, 1, top, 4), FUNCTION_TITLE, "heading")
    for row, function in enumerate(FUNCTIONS.values(), top + 1):
        plan.put(row, 1, function.name, "cell")
        words = f"{function.summary}\n例如 {function.example}"
        plan.merge((row, 2, row, 4), words, "cell")
        plan.heights[row] = 34
