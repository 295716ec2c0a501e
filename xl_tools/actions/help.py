"""help: how the form is filled, what each button does, what runs on this machine."""

from __future__ import annotations

import sys
from typing import Final

from xl_tools import __version__
from xl_tools.actions.book import BookDesk
from xl_tools.functions import CATEGORY, FUNCTIONS, Function
from xl_tools.placement import GUIDE
from xl_tools.verbs import BUTTONS

GUIDANCE: Final = "怎么填见“使用说明”表；单元格里可以用的函数有："


def press(desk: BookDesk) -> None:
    """Say what the buttons do and where Python is; in Excel, explain the functions too."""
    _describe_functions(desk)
    lines = [f"【{v.button.label}】{v.button.tip}" for v in BUTTONS.values() if v.button]
    lines += [GUIDANCE + "、".join(FUNCTIONS) + "。"]
    program = f"{desk.live.app.engine.name} {desk.live.app.version}"
    python = sys.version.partition(" ")[0]
    lines += [f"版本：xl-tools {__version__}，Python {python}，{program}。"]
    desk.status(f"帮助：详见“{GUIDE}”表")
    desk.say("\n".join(lines))


def _describe_functions(desk: BookDesk) -> None:
    """Chinese words in Excel's function wizard; no other program has a place for them."""
    if desk.live.app.engine.name != "excel":
        return
    for function in FUNCTIONS.values():
        desk.live.app.api.MacroOptions(**_options(function, desk.live.name))


def _options(function: Function, book: str) -> dict[str, object]:
    return {
        "Macro": f"'{book}'!{function.name}",
        "Description": function.summary,
        "Category": CATEGORY,
        "ArgumentDescriptions": [parameter.help for parameter in function.parameters],
    }
