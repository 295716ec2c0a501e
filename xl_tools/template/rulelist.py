"""Editions -> 规则清单.xlsx: every rule, what it means, how it weighs, on what it rests."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

import xlsxwriter

from xl_tools.edition import Edition, Editions, Rule
from xl_tools.records import NamedTuple
from xl_tools.rules import ofmany
from xl_tools.template.styles import STYLES
from xl_tools.template.write import plain_book

NAME: Final = "规则清单.xlsx"
TITLE: Final = "规则清单"
SEVERITIES: Final = {"error": "错误，必须改", "warning": "待核对", "info": "供参考"}
GROUPS: Final = {
    "LEDGER": "与台账比",
    "T2": "表二",
    "T3": "表三",
    "T4": "表四",
    "CY": "与上年比",
    "N": "正文与表格",
    "FEE": "文字",
    "S": "文字",
    "RU": "汇总",
}
OTHER: Final = "版式"
OF_MANY: Final = "各版，汇总时"
HEADS: Final = ("编号", "查什么", "应当怎样", "意思", "轻重", "能否说明", "怎么办", "依据", "版式")
WIDTHS: Final = (12, 11, 34, 46, 13, 13, 40, 44, 16)
ADVICE: Final = {True: "按提示改正；确实如此的，说明情况", False: "按提示改正"}
EXPLAINED: Final = {True: "可以说明原因", False: "只能改正"}


class ListedRule(NamedTuple):
    """A rule as the list has it, and the editions that have it in these words."""

    rule: Rule
    editions: tuple[Edition, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """Its cells, in the order of the heads."""
        rule = self.rule
        names = "、".join(edition.name for edition in self.editions) or OF_MANY
        weight, may = weight_of(rule), EXPLAINED[rule.explainable]
        advice = rule.advice or ADVICE[rule.explainable]
        group = GROUPS.get(rule.id.partition("-")[0], OTHER)
        return rule.id, group, rule.title, rule.meaning, weight, may, advice, rule.basis, names


def weight_of(rule: Rule) -> str:
    """How heavy it weighs; of what is said of text or last year, whether it is surely so."""
    sure = {True: "，查出的是确定的", False: "，查出的很可能是"}
    return SEVERITIES[rule.severity] + (sure[rule.sure] if rule.sure is not None else "")


def listed_rules(editions: Editions) -> tuple[ListedRule, ...]:
    """Every rule, those of one group together; one that editions word differently for each.

    Those about many units are of no edition.
    """
    newest = sorted(editions, key=lambda edition: edition.first_year, reverse=True)
    found: dict[tuple[str, str], tuple[Rule, tuple[Edition, ...]]] = {}
    for edition in newest:
        for rule in edition.rules.values():
            words = (rule.id, rule.title)
            known = found.get(words, (rule, ()))
            found[words] = (known[0], (*known[1], edition))
    order = list(GROUPS)
    rules = [ListedRule(*one) for one in found.values()]
    rules += [ListedRule(rule, ()) for rule in ofmany.RULES.values()]
    return tuple(sorted(rules, key=lambda one: _place(one.rule.id, order)))


def _place(rule_id: str, order: list[str]) -> int:
    group = rule_id.partition("-")[0]
    return order.index(group) if group in order else -1


def build_rule_list(editions: Editions) -> bytes:
    """The workbook; the same editions give the same bytes."""
    buffer = io.BytesIO()
    book = plain_book(buffer, TITLE)
    _fill(book, listed_rules(editions))
    book.close()
    return buffer.getvalue()


def _fill(book: xlsxwriter.Workbook, rules: Iterable[ListedRule]) -> None:
    sheet = book.add_worksheet(TITLE)
    cell = book.add_format({**STYLES["text"], "font_size": 10, "border": 1, "valign": "top"})
    head = book.add_format({**STYLES["field"], "bold": True})
    rows = [HEADS, *(one.row for one in rules)]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, cell if number else head)
        sheet.set_row(number, 15 * _lines(row) + 3)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.autofilter(0, 0, len(rows) - 1, len(HEADS) - 1)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _lines(row: tuple[str, ...]) -> int:
    """How many lines the tallest cell of a row takes."""
    return max(-(-_width(text) // (wide - 1)) for text, wide in zip(row, WIDTHS, strict=True))


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)
