"""A few verbs and functions, so that these tests do not depend on what the product offers."""

from __future__ import annotations

from xl_tools.functions import Function, Parameter
from xl_tools.verbs import Argument, Button, Verb

FILE = Argument("file", "path", "工作簿", required=True)
OUTPUT = Argument("output", "path", "文档", "-o", required=True)

VERBS = (
    Verb(
        "check",
        "检查",
        (FILE,),
        "xl-tools check 年报.xlsx",
        Button("检查", "看看", "GK_Look", "Help"),
    ),
    Verb(
        "write",
        "成文",
        (FILE, OUTPUT),
        "xl-tools write 年报.xlsx -o 年报.docx",
        Button("成文 & <印>", "“写”出来", "GK_Write", "Bold"),
    ),
    Verb("jump", "跳", button=Button("跳", "下一个", "GK_Jump", "FindNext")),
    Verb("silent", "没有按钮", (FILE,), "xl-tools silent 年报.xlsx"),
)
FUNCTIONS = (
    Function("GK_LIST", "列出", (Parameter("table", "整张表", area=True),), "=GK_LIST(A1:B2)"),
    Function(
        "GK_COST",
        "费用",
        (Parameter("count", "件数"), Parameter("unit", "件或页", optional=True)),
        "=GK_COST(45)",
    ),
)
