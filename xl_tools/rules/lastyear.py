"""Case -> the report of the year before, or why there is nothing to compare with."""

from __future__ import annotations

from xl_tools.report import Report
from xl_tools.rules.finding import Case
from xl_tools.rules.registry import NotApplicable


def report_of_last_year(case: Case) -> Report:
    """Last year's report; NotApplicable where none was given, or one of another year."""
    wanted, prior = case.reading.report.year - 1, case.prior
    if prior is None:
        raise NotApplicable("没有上年的报告，没法和上年比较；有的话加上 --prior 和文件")
    if prior.year != wanted:
        given = f"是{prior.year}年度的" if prior.year else "没有写明年度"
        raise NotApplicable(f"给的上年报告{given}，要{wanted}年度的才能比较")
    return prior
