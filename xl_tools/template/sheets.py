"""The sheets around the tables: 使用说明, 基本信息, the narratives, 数据来源."""

from __future__ import annotations

from typing import Final

from xl_tools import __version__
from xl_tools.edition import Section
from xl_tools.placement import BASICS, FIELDS, GUIDE, SOURCES, Placement
from xl_tools.places import Span, area_text, fixed
from xl_tools.template.checks import verdict_formulas
from xl_tools.template.plan import Formula, Link, SheetPlan
from xl_tools.template.validations import field_help, field_validation, paragraph_validation

STEPS: Final = (
    ("填基本信息", "年度、机关名称、级别、联系方式和前言", BASICS),
    ("填三张表", "只填浅黄色格子，没有发生的填 0；总计自动算出", ""),
    ("写文字部分", "一、五、六部分，一格写一段，右边列着必须写到的内容", ""),
    ("看校验", "红色的行有错，点“去改”跳到那一格；错误清零才能上报", "校验"),
    ("写数据来源", "每张表的数由谁提供、哪一天提供，便于日后核查", SOURCES),
    ("保存，交出去", "保存本文件；装了 xl-tools 的电脑可以用它生成正式的 Word 文档", ""),
)
LEGEND: Final = (
    ("填写格", "input_number", "浅黄色，要您填写的格子"),
    ("合计格", "total", "浅绿色、粗体，有公式；也可以改填手工加出的数，用来互相核对"),
    ("核对数", "input_control", "虚线框，表的旁边；可以不填，填了能查出合计格查不出的错"),
    ("固定文字", "label", "灰色，官方格式的文字，不能改"),
    ("有错", "broken_sample", "红底红字：这一格与别的数对不上，表格右边写着“应为”多少"),
    ("类型不对", "bad_type_sample", "深红底白字：不是数，或是负数、小数"),
    ("空缺写法", "unfilled_sample", "黄底斜体：写了“/”“无”等，按 0 计算，请改填 0"),
    ("程序标记", "marked_sample", "橙底：xl-tools 查出问题后标出的格子"),
)


def guide_sheet(placement: Placement) -> SheetPlan:
    """The front sheet: the verdict, six steps, the legend."""
    plan, edition = SheetPlan(GUIDE), placement.edition
    plan.widths = {1: 14, 2: 26, 3: 62}
    plan.merge((1, 1, 1, 3), "政府信息公开工作年度报告", "title")
    plan.merge((2, 1, 2, 3), f"{edition.name}格式（{edition.document}）", "subtitle")
    plan.heights = {1: 36, 2: 20, 4: 34}
    verdicts = verdict_formulas(placement)
    rows = (
        ("check.verdict", "校验结论", "verdict", "全部勾稽关系的结论，填完后应是“通过”"),
        ("check.errors", "错误（处）", "count", "必须改到 0，见“校验”表红色的行"),
        ("check.warnings", "待核对（处）", "count", "黄色的行：核对无误的可以保留，说明情况"),
    )
    for name, label, style, words in rows:
        spot = placement.meta[name]
        plan.put(spot.row, 1, label, "field")
        plan.put_at(spot, Formula(verdicts[name]), style)
        plan.put(spot.row, 3, words, "help")
    verdict = placement.meta["check.verdict"].address
    for word, style in (("通过", "good"), ("有错误", "wrong"), ("有待说明", "caution")):
        plan.highlight(verdict, f'{verdict}="{word}"', style)
    _steps(plan, placement, 8)
    _legend(plan, 8 + len(STEPS) + 2)
    plan.print_area = (1, 1, 8 + len(STEPS) + 3 + len(LEGEND), 3)
    plan.one_page = True
    return plan


def _steps(plan: SheetPlan, placement: Placement, top: int) -> None:
    plan.merge((top, 1, top, 3), "怎么填", "heading")
    for index, (name, words, sheet) in enumerate(STEPS, 1):
        row = top + index
        target = sheet or _first_sheet(placement, narrative="文字" in name)
        plan.put(row, 1, f"第{'一二三四五六'[index - 1]}步", "field")
        plan.put(row, 2, name if "保存" in name else Link(name, f"'{target}'!A1"), "cell")
        plan.put(row, 3, words, "cell")
        plan.heights[row] = 24


def _first_sheet(placement: Placement, *, narrative: bool) -> str:
    sections = placement.edition.sections
    return next(section.sheet for section in sections if bool(section.table) != narrative)


def _legend(plan: SheetPlan, top: int) -> None:
    plan.merge((top, 1, top, 3), "格子的样子", "heading")
    for index, (name, style, words) in enumerate(LEGEND, 1):
        plan.put(top + index, 1, name, style)
        plan.merge((top + index, 2, top + index, 3), words, "cell")
        plan.heights[top + index] = 20


def basics_sheet(placement: Placement) -> SheetPlan:
    """Who reports on which year, and the preface."""
    plan = SheetPlan(BASICS)
    plan.widths = {1: 20, 2: 70, 3: 50}
    plan.merge((1, 1, 1, 3), "基本信息", "title")
    plan.merge((2, 1, 2, 3), "前五项必须填写；其余项目有就填，会用到前言、标题和落款里。", "help")
    plan.heights[1] = 30
    for field, label in FIELDS.items():
        spot = placement.fields[field]
        style = "input_year" if field == "meta.year" else "input_text"
        plan.put(spot.row, 1, label, "field")
        plan.put_at(spot, None, style)
        plan.put(spot.row, 3, field_help(field), "help")
        plan.validate(spot.address, **field_validation(field, label))
        plan.heights[spot.row] = 20
    span = placement.narratives["preface"]
    plan.put(span.top - 1, 1, "前言", "heading")
    hint = "一格一段；全部空着时，按机关名称、年度和联系方式自动写一段。"
    plan.put(span.top - 1, 2, hint, "help")
    _paragraphs(plan, span, "前言")
    plan.cursor = (placement.fields["organ.name"].row, 2)
    plan.print_area = (1, 1, span.bottom, 2)
    return plan


def _paragraphs(plan: SheetPlan, span: Span, title: str) -> None:
    for number, spot in enumerate(span.column_spots(), 1):
        plan.put(spot.row, span.left - 1, f"第 {number} 段", "field")
        # no height of its own: the program fits the row to a long paragraph
        plan.put_at(spot, None, "input_text")
    area = area_text(span.top, span.left, span.bottom, span.right)
    plan.validate(area, **paragraph_validation(title))


def narrative_sheet(placement: Placement, section: Section) -> SheetPlan:
    """A text section: one row a paragraph, a live count, what must be said beside it."""
    plan, span = SheetPlan(section.sheet), placement.narratives[section.id]
    plan.widths = {1: 9, 2: 88, 3: 2, 4: 40}
    plan.merge((1, 1, 1, 2), section.title, "title")
    plan.merge((2, 1, 2, 2), section.prompt, "help")
    plan.heights = {1: 30, 2: 20}
    plan.put(3, 1, "字数", "field")
    plan.put(3, 2, Formula(_count(placement, section, span)), "cell")
    plan.put(4, 1, "段", "header")
    plan.put(4, 2, "正文（一格一段）", "header")
    plan.put(4, 4, "这一部分要写到", "header")
    _paragraphs(plan, span, section.title)
    for number, topic in enumerate(section.topics):
        row = span.top + 2 * number  # two rows each: LibreOffice does not fit a row to its text
        plan.merge((row, 4, row + 1, 4), f"{topic.name}：{topic.hint}", "cell")
    plan.frozen = (4, 0)
    plan.repeat_rows = (4, 4)
    plan.cursor = (span.top, span.left)
    plan.print_area = (1, 1, span.bottom, 2)
    return plan


def _count(placement: Placement, section: Section, span: Span) -> str:
    """How many characters without spaces, beside the limit where the law sets one."""
    texts = fixed(span, section.sheet)
    bare = f'SUBSTITUTE(SUBSTITUTE({texts}," ",""),"　","")'
    count = f"SUMPRODUCT(LEN({bare}))"
    limit = placement.edition.overview_limit
    if section.id != placement.edition.sections[0].id:
        return f'{count}&" 字（不含空格）"'
    over = f'IF({count}>{limit},"，超过了 {limit} 字，请精简","，一般不超过 {limit} 字")'
    return f'{count}&" 字（不含空格）"&{over}'


def sources_sheet(placement: Placement) -> SheetPlan:
    """Who supplied each table, when; the edition and the version of the tool."""
    plan, edition = SheetPlan(SOURCES), placement.edition
    plan.widths = {1: 40, 2: 40, 3: 18}
    plan.merge((1, 1, 1, 3), "数据来源", "title")
    plan.heights[1] = 30
    plan.merge((2, 1, 2, 3), "报得准、可核查：写明每张表的数由谁、在哪一天提供。", "help")
    for column, words in enumerate(("表", "提供单位、提供人", "提供日期"), 1):
        plan.put(3, column, words, "header")
    for table, (who, when) in placement.suppliers.items():
        own = edition.tables[table]
        plan.put(who.row, 1, f"{own.number} {own.caption}", "label")
        plan.put_at(who, None, "input_text")
        plan.put_at(when, None, "input_text")
        plan.heights[who.row] = 24
    first_who, first_when = next(iter(placement.suppliers.values()))
    for name, content, label in (
        ("meta.edition", edition.id, "本工作簿的格式版本"),
        ("meta.tool", f"xl-tools {__version__}", "本工作簿由哪个版本的工具制作"),
    ):
        spot = placement.meta[name]
        plan.put(spot.row, 1, label, "field")
        plan.put_at(spot, content, "cell")
    for spot in placement.extra.column_spots():
        plan.put_at(spot, None, "open_hidden")
    plan.hidden_rows = (placement.extra.top, placement.extra.bottom)
    plan.cursor = (first_who.row, first_when.column - 1)
    plan.print_area = (1, 1, placement.meta["meta.tool"].row, 3)
    return plan
