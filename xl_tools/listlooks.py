"""The looks of lists that are added to a workbook: those of its own sheets."""

from __future__ import annotations

from xl_tools.ooxml.newsheet import Looks, looks_like
from xl_tools.ooxml.package import Package
from xl_tools.placement import BASICS, CHECK_COLUMNS, CHECKS, FIRST_CHECK_ROW, FIRST_FIELD_ROW
from xl_tools.refs import address


def list_looks(package: Package) -> Looks:
    """Headings and words as on 校验, what is to be filled in as on 基本信息."""
    head = address(FIRST_CHECK_ROW - 1, CHECK_COLUMNS["words"])
    words = address(FIRST_CHECK_ROW, CHECK_COLUMNS["words"])
    filled = address(FIRST_FIELD_ROW + 1, 2)
    return looks_like(package, (CHECKS, head), (CHECKS, words), (BASICS, filled))
