"""A figure or a field -> what may be typed there, and what Excel says about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from xl_tools.edition import NUMBER_TYPES, Figure, Table
from xl_tools.report import CHOICES

MAX_TITLE: Final = 32
MAX_MESSAGE: Final = 255
LARGEST: Final = 999_999_999_999

_CONDITIONS: Final[dict[str, dict[str, Any]]] = {
    "count": {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": LARGEST},
    "signed": {
        "validate": "integer",
        "criteria": "between",
        "minimum": -LARGEST,
        "maximum": LARGEST,
    },
    "amount": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": LARGEST},
    "money": {"validate": "decimal", "criteria": ">=", "value": 0},
}
_ERRORS: Final = {
    "count": "这里只能填 0 或正整数，不带单位和文字；没有发生的填 0。",
    "signed": "这里填整数：增加填正数，减少填负数，没有变化填 0。",
    "amount": "这里填以万元为单位的金额，不小于 0，最多六位小数，不带“元”字。",
    "money": "官方表格没有写单位。带单位填写（例如 251000元）请点“是”继续。",
}


def validation_for(table: Table, figure: Figure) -> dict[str, Any]:
    """The validation of a figure: its type, how to fill it, and the refusal in plain words."""
    condition = dict(_CONDITIONS[figure.type])
    # Real reports print "251000元" here, so that a text is a question and not a refusal.
    style = "warning" if figure.type == "money" else "stop"
    return condition | _messages(
        f"{table.number} {figure.column.label}",
        _prompt(figure),
        f"{table.number}的数不对",
        _ERRORS[figure.type],
        style,
    )


def _prompt(figure: Figure) -> str:
    unit = f"，单位：{figure.unit}" if figure.unit else ""
    parts = [
        figure.row.label,
        f"填{NUMBER_TYPES[figure.type]}{unit}。",
        "有公式，一般不用填；也可以填手工加出的数，表格会核对。" if figure.is_total else "",
        figure.row.help,
        f"依据：{figure.row.article}" if figure.row.article else "",
    ]
    return "\n".join(part for part in parts if part)


def _messages(title: str, prompt: str, error: str, words: str, style: str) -> dict[str, Any]:
    return {
        "input_title": title[:MAX_TITLE],
        "input_message": prompt[:MAX_MESSAGE],
        "error_title": error[:MAX_TITLE],
        "error_message": words[:MAX_MESSAGE],
        "error_type": style,
        "ignore_blank": True,
    }


def control_validation(table: Table, figure: Figure) -> dict[str, Any]:
    """The validation of a 核对数: a number of the kind of its figure, or nothing."""
    prompt = (
        f"{figure.label}\n可以不填。从台账或纸质登记另外数一遍，把总数填在这里，"
        "不要照抄表上的数；与表上的数不同时旁边显示相差多少。"
    )
    condition = dict(_CONDITIONS[figure.type])
    words = "核对数只填数字，不带单位和文字；没有另外数过就空着。"
    return condition | _messages(f"{table.number}核对数", prompt, "核对数不对", words, "stop")


_FIELD_HELP: Final = {
    "meta.year": "报告哪一年的工作，四位数字。",
    "organ.name": "与公章一致的全称。",
    "organ.level": "从列表里选。",
    "organ.kind": "从列表里选。",
    "organ.scope": "只报本机关的数选“本机关”；县级以上政府汇总部门和下级的选“汇总”。",
    "organ.address": "办公地址，会写进前言。",
    "organ.postcode": "六位邮编。",
    "organ.phone": "公开的办公电话，不要填个人手机。",
    "organ.email": "公开的办公邮箱。",
    "organ.website": "网站首页地址。",
    "report.title": "可以不填，不填时按“机关名称＋年度＋政府信息公开工作年度报告”。",
    "report.date": "写成 2025-01-20 的样子；不在报告末尾写日期的不填。",
    "report.signature": "报告末尾的落款；不写落款的不填。",
}


def field_help(field: str) -> str:
    """How to fill a field of 基本信息."""
    return _FIELD_HELP[field]


def field_validation(field: str, label: str) -> dict[str, Any]:
    """The validation of a field of 基本信息."""
    kind = field.partition(".")[2]
    if field == "meta.year":
        condition: dict[str, Any] = {
            "validate": "integer",
            "criteria": "between",
            "minimum": 2008,
            "maximum": 2099,
        }
        words = "年度是四位数字，例如 2025。"
    elif kind in CHOICES:
        condition, words = _choice(CHOICES[kind].values()), "请从列表里选一个。"
    else:
        condition = {"validate": "length", "criteria": "<=", "value": 200}
        words = "请不要超过 200 个字。"
    return condition | _messages(label, field_help(field), f"{label}不对", words, "stop")


def _choice(words: Iterable[str]) -> dict[str, Any]:
    return {"validate": "list", "source": list(words)}


def supplier_validation(label: str, number: str) -> dict[str, Any]:
    """The validation of who supplied a table, or when."""
    condition = {"validate": "length", "criteria": "<=", "value": 200}
    prompt = f"{number}的数由谁提供、哪一天提供，写在这里，便于日后核查。"
    return condition | _messages(label, prompt, f"{label}不对", "请不要超过 200 个字。", "stop")


def reason_validation() -> dict[str, Any]:
    """The validation of a reason on 校验: a short text, or nothing."""
    condition = {"validate": "length", "criteria": "<=", "value": 500}
    prompt = (
        "这一行显示“待核对”或“不成立”，而数确实没有填错时，在这里写明原因，"
        "状态就变成“已说明”。能改正的请改正，不要用说明代替。"
    )
    return condition | _messages("情况说明", prompt, "说明太长", "请不要超过 500 个字。", "stop")


def paragraph_validation(title: str) -> dict[str, Any]:
    """The validation of a paragraph of text: one cell, one paragraph."""
    condition = {"validate": "length", "criteria": "<=", "value": 32000}
    prompt = "一格写一段，不要空行。二级标题写成“（一）主动公开情况。”，三级写成“1.”。"
    return condition | _messages(title, prompt, "这一段太长", "请分成几段，一格一段。", "stop")
