"""The wording bank -> prompts and sentences beside the paragraphs; the row for blanks left open."""

from __future__ import annotations

from typing import Final

from xl_tools.edition import Section
from xl_tools.placement import Placement
from xl_tools.places import Span, fixed, quoted
from xl_tools.rules.wording import OPEN
from xl_tools.template.plan import SheetPlan

TITLE: Final = "可以用的句子：复制到左边，把＿＿都填上，用不上的不要抄"
PER_LINE: Final = 25  # Chinese characters that fit beside the paragraphs


def put_wording(plan: SheetPlan, section: Section, top: int, column: int) -> None:
    """What must be written, then the sentences, each over as many rows as its text needs."""
    row = top
    for topic in section.topics:
        row = _put(plan, (row, column), f"{topic.name}：{topic.hint}", "sentence")
    if section.models:
        row = _put(plan, (row, column), TITLE, "header")
    for model in section.models:
        row = _put(plan, (row, column), f"〔{model.use}〕\n{model.text}", "sentence")


def _put(plan: SheetPlan, place: tuple[int, int], words: str, style: str) -> int:
    """Words over some rows, for LibreOffice does not fit a row to its text; the row after them."""
    row, column = place
    lines = sum(-(-len(line) // PER_LINE) for line in words.split("\n"))
    after = row + max(lines + (lines + 2) // 4, 2)  # a line is a little higher than a row
    plan.merge((row, column, after - 1, column), words, style)
    return after


# ---- blanks left open ----------------------------------------------------------------------


def open_count(placement: Placement) -> str:
    """How many paragraphs still have a blank."""
    return "+".join(f'COUNTIF({fixed(s)},"*{OPEN}*")' for s in placement.narratives.values())


def open_target(placement: Placement) -> str:
    """What a link to the first of them leads to; the first paragraph of all where there is none."""
    spans = list(placement.narratives.values())
    found = f'"{_place(spans[0])}{spans[0].top}"'
    for span in reversed(spans):
        row = f'{span.top - 1}+MATCH("*{OPEN}*",{fixed(span)},0)'
        has = f'COUNTIF({fixed(span)},"*{OPEN}*")>0'
        found = f'IF({has},"{_place(span)}"&({row}),{found})'
    return found


def _place(span: Span) -> str:
    return f"#{quoted(span.sheet)}!{'AB'[span.left - 1]}"
