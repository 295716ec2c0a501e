"""The sheets around the tables: 基本信息, the narratives, 数据来源."""

from __future__ import annotations

from xl_tools import __version__
from xl_tools.edition import Section
from xl_tools.placement import BASICS, FIELDS, SOURCES, Placement
from xl_tools.places import Span, area_text, at, fixed
from xl_tools.template.evidence import stated_formula
from xl_tools.template.plan import Formula, SheetPlan
from xl_tools.template.validations import (
    field_help,
    field_validation,
    paragraph_validation,
    supplier_validation,
)
from xl_tools.template.wording import put_wording


def basics_sheet(placement: Placement) -> SheetPlan:
    """Who reports on which year, and the preface."""
    plan = SheetPlan(BASICS)
    plan.widths = {1: 20, 2: 70, 3: 84}
    plan.merge((1, 1, 1, 2), "基本信息", "title")
    plan.merge((2, 1, 2, 2), "前五项必须填写；其余项目有就填，会用到前言、标题和落款里。", "help")
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
    plan.cursor = (placement.fields["meta.year"].row, 2)
    plan.frozen = (2, 0)
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
    plan.widths = {1: 9, 2: 88, 3: 2, 4: 50}
    plan.merge((1, 1, 1, 2), section.title, "title")
    plan.merge((2, 1, 2, 2), section.prompt, "help")
    plan.heights = {1: 30, 2: 20}
    plan.put(3, 1, "字数", "field")
    plan.put(3, 2, Formula(_count(placement, section, span)), "cell")
    plan.put(4, 1, "段", "header")
    plan.put(4, 2, "正文（一格一段）", "header")
    plan.put(4, 4, "这一部分要写到", "header")
    _paragraphs(plan, span, section.title)
    put_wording(plan, section, span.top, 4)
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
    limit = at(placement.settings["overview_limit"])
    if section.id != placement.edition.sections[0].id:
        return f'{count}&" 字（不含空格）"'
    over = f'IF({count}>{limit},"，超过了 "&{limit}&" 字，请精简","，一般不超过 "&{limit}&" 字")'
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
        for spot, label in ((who, "提供单位、提供人"), (when, "提供日期")):
            plan.put_at(spot, None, "input_text")
            plan.validate(spot.address, **supplier_validation(label, own.number))
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
    plan.put_at(placement.meta["check.stated"], Formula(stated_formula(placement)), "hidden")
    plan.hidden_rows = (placement.extra.top, placement.extra.bottom)
    plan.frozen = (3, 0)
    plan.cursor = (first_who.row, first_when.column - 1)
    plan.print_area = (1, 1, placement.meta["meta.tool"].row, 3)
    return plan
