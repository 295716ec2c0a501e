"""A field of 汇总台 or a column of 名单 -> what may be typed there, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from xl_tools.deskbook import COLUMNS, LISTED, ROLES
from xl_tools.report import LEVELS
from xl_tools.template.validations import MAX_MESSAGE, MAX_TITLE

FIRST_DAY, LAST_DAY = date(2008, 5, 1), date(2099, 12, 31)
# Column -> how to fill it, and what is said of what cannot be used.
WORDS: Final = {
    "单位": ("单位的全称，一行一个，不要重复。", "这个单位前面已经有了，一个单位只写一行。"),
    "角色": (
        "从列表里选；不选时按单位名称判断。政府和政府办合为一份。垂直管理、公共企事业单位不汇总。",
        "没有这一种角色，请从列表里选。",
    ),
    "级别": ("从列表里选；不选时按单位名称判断。", "没有这一级，请从列表里选。"),
    "邮箱": ("收邮件的地址；几个之间用逗号隔开。", "邮箱要有半角的 @，例如 a@example.gov.cn。"),
    "截止日期": ("写成 2025-01-20 的样子；不写的按国家规定的日期。", "请填日期，例如 2025-01-20。"),
    "上报日期": (
        "哪一天报到的；不写的看邮件的日期。用来算有没有迟报。",
        "请填日期，例如 2025-01-20。",
    ),
    "联系电话": ("催报时用，可以不填。", "请不要超过 60 个字。"),
    "备注": ("可以不填。", "请不要超过 60 个字。"),
}  # fmt: skip


def field_limits(field: str, label: str, help_: str) -> dict[str, Any]:
    """The limits of a field of the front sheet."""
    if field == "year":
        limits: dict[str, Any] = {
            "validate": "integer",
            "criteria": "between",
            "minimum": 2008,
            "maximum": 2099,
        }
        return limits | said(label, help_, "年度是四位数字，例如 2025。")
    limits = {"validate": "length", "criteria": "<=", "value": 200}
    return limits | said(label, help_, "请不要超过 200 个字。")


def roster_limits() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each column of the roster: its cells and their limits."""
    for number, name in enumerate(COLUMNS):
        letter = chr(ord("A") + number)
        help_, error = WORDS[name]
        area = f"{letter}{LISTED.top}:{letter}{LISTED.bottom}"
        yield area, _limits(name, f"{letter}{LISTED.top}") | said(name, help_, error)


def _limits(name: str, first: str) -> dict[str, Any]:
    if name == "单位":
        column = f"$A${LISTED.top}:$A${LISTED.bottom}"
        return {"validate": "custom", "value": f"=COUNTIF({column},{first})=1"}
    if name == "邮箱":
        return {"validate": "custom", "value": f'=ISNUMBER(FIND("@",{first}))'}
    if name in ("角色", "级别"):
        return {"validate": "list", "source": list(ROLES if name == "角色" else LEVELS.values())}
    if name.endswith("日期"):
        days = {"minimum": FIRST_DAY, "maximum": LAST_DAY}
        return {"validate": "date", "criteria": "between", **days}
    return {"validate": "length", "criteria": "<=", "value": 60}


def said(label: str, help_: str, error: str) -> dict[str, Any]:
    """What is said before something is typed, and after what cannot be used."""
    return {
        "input_title": label[:MAX_TITLE],
        "input_message": help_[:MAX_MESSAGE],
        "error_title": f"{label}不对"[:MAX_TITLE],
        "error_message": error,
        "error_type": "stop",
        "ignore_blank": True,
    }
