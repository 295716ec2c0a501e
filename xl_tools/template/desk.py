"""Facts -> 汇总台.xlsm: the sheets, the buttons and the macros of an office that collects."""

from __future__ import annotations

from typing import Final

from xl_tools.builtin import template_path
from xl_tools.deskbook import BUTTON_ROW, FRONT, NAME, NAMES, SHEETS
from xl_tools.files import read_whole
from xl_tools.ooxml.package import open_package
from xl_tools.places import Spot
from xl_tools.template import macros
from xl_tools.template.deskplan import Facts, desk_plans
from xl_tools.verbs import DESK_BUTTONS

TITLE: Final = "政府信息公开年报汇总台"
PROJECT: Final = "xl/vbaProject.bin"
MODULES: Final = len(SHEETS) + 1  # with the hidden sheet behind them
BLANK: Final = Facts()
BUTTON_WIDTH: Final = 112  # pixels, for six characters of any font
# What macros say where Python is out of reach; the sheets go on working as lists.
WORDS: Final = {
    "text.no_python": "这台电脑上没有找到 Python，按钮用不了；名单照样能用。"
    "装好 Python 和 xl-tools 以后，运行一次 xl-tools addin install 就能用按钮。",
    "text.no_provider": "LibreOffice 还没有接上 xl-tools，按钮用不了；名单照样能用。"
    "请运行一次 xl-tools libreoffice install，再打开本工作簿。",
    "text.in_wps": "这个按钮在 WPS 里用不了；名单照样能用，“怎么用”表里有做同样事情的命令。",
}


def build_desk(facts: Facts = BLANK, project: bytes | None = None) -> bytes:
    """The workbook; `project` instead of the VBA project of the built one."""
    from xl_tools.template.write import Macros, write_plans

    plans = desk_plans(facts)
    (front,) = [plan for plan in plans if plan.name == FRONT]
    buttons = [verb.button for verb in DESK_BUTTONS.values() if verb.button]
    side = macros.Side(Spot(FRONT, BUTTON_ROW, 1), along=True)
    front.buttons.extend(macros.placed(front, side, buttons, BUTTON_WIDTH))
    texts = {**WORDS, **macros.instead_of(DESK_BUTTONS.values())}
    plans.append(macros.settings_sheet(texts))
    own = project or built_project()
    added = Macros(own, macros.code_names(MODULES), macros.word_names(texts))
    data = write_plans(plans, NAMES, TITLE, added)
    return macros.with_ribbon(data, DESK_BUTTONS.values())


def built_project() -> bytes:
    """The VBA project in the built workbook."""
    path = template_path(NAME)
    return open_package(read_whole(path), str(path)).read(PROJECT)
