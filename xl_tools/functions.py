"""The functions a cell may call (=GK_…), as data: VBA wrappers, help and tests derive from it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from xl_tools.records import NamedTuple

CATEGORY: Final = "政府信息公开年报"  # under which a function wizard lists them


class Parameter(NamedTuple):
    """One argument of a function; `area` takes a range of cells."""

    name: str
    help: str
    optional: bool = False
    area: bool = False


class Function(NamedTuple):
    """One function: what it gives in a line, its arguments, an example to copy."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    example: str


_TABLE: Final = Parameter("table", "整张表，从左上角的标题选到右下角的最后一格", area=True)
_FUNCTIONS: Final = (
    Function(
        "GK_CHECK",
        "检查一张表，列出每个不成立的关系：在哪里、表上的数、应为、怎么办",
        (_TABLE,),
        "=GK_CHECK('三、依申请公开'!A1:J30)",
    ),
    Function(
        "GK_EXPECTED",
        "一个合计格应为多少，由别的格子算出",
        (_TABLE, Parameter("cell", "单元格名称，例如 applications.received.total")),
        "=GK_EXPECTED('三、依申请公开'!A1:J30,\"applications.received.total\")",
    ),
    Function(
        "GK_DIFFERENCE",
        "一条勾稽关系两边相差多少，成立时为 0",
        (
            _TABLE,
            Parameter("rule", "规则，例如 T3-BAL"),
            Parameter("cell", "这条关系里的一个单元格名称；不写就取相差最大的一条", optional=True),
        ),
        '=GK_DIFFERENCE(\'三、依申请公开\'!A1:J30,"T3-BAL","applications.total.natural_person")',
    ),
    Function(
        "GK_SUSPECT",
        "一张表里最可能填错的格、应为多少；没有别的数能断定时这样说明",
        (_TABLE,),
        "=GK_SUSPECT('三、依申请公开'!A1:J30)",
    ),
    Function(
        "GK_FIGURE",
        "报告里的一个数，按名称取，不用记在第几行第几列",
        (_TABLE, Parameter("cell", "单元格名称，例如 applications.received.total")),
        "=GK_FIGURE('三、依申请公开'!A1:J30,\"applications.received.total\")",
    ),
    Function(
        "GK_FEE",
        "信息处理费（元），按国办函〔2020〕109号的分档计算",
        (
            Parameter("count", "件数或页数"),
            Parameter("by", "“件”或“页”，不写就是“件”", optional=True),
        ),
        '=GK_FEE(45,"件")',
    ),
    Function(
        "GK_DUE",
        "答复期限的最后一天，按国务院公布的工作日历计算",
        (
            Parameter("received", "收到申请的日期；补正过的，写收到补正的日期"),
            Parameter("extended", "写 TRUE 表示已经告知延长 20 个工作日", optional=True),
        ),
        "=GK_DUE(DATE(2025,3,3))",
    ),
)
FUNCTIONS: Final = MappingProxyType({function.name: function for function in _FUNCTIONS})
