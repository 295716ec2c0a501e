"""The workbook with buttons: where they stand, the hidden sheet that macros read, the ribbon.

Everything a person sees on the sheets is that of the macro-free workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count, islice
from types import MappingProxyType
from typing import Final

from xl_tools.builtin import template_path
from xl_tools.edition import Edition
from xl_tools.files import read_whole
from xl_tools.ooxml.package import open_package
from xl_tools.placement import BUTTON_ROW, CHECKS, GUIDE, Placement
from xl_tools.places import Spot
from xl_tools.priorsheet import FIRST_FIELD_ROW, PRIOR
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.template.plan import PlacedButton, SheetPlan
from xl_tools.vba.ribbon import PART, RELATIONSHIP, ribbon_xml
from xl_tools.verbs import BUTTONS, Button, Verb

CONF: Final = "xlwings.conf"
PROJECT: Final = "vbaProject.bin"
WORKBOOK_MODULE: Final = "ThisWorkbook"
# What xlwings reads. No interpreter is named here: `xl-tools addin install` names it in the
# user's own settings, else it is the python that PATH has.
SETTINGS: Final = (
    ("UDF MODULES", "xl_tools.udfs"),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    ("SHOW CONSOLE", "False"),
    ("USE UDF SERVER", "False"),
)
# What macros say where Python is out of reach; VBA itself holds no Chinese.
WORDS: Final = MappingProxyType(
    {
        "text.no_python": "这台电脑上没有找到 Python，按钮用不了；表格里的公式照样在检查。"
        "装好 Python 和 xl-tools 以后，运行一次 xl-tools addin install 就能用按钮。",
        "text.no_provider": "LibreOffice 还没有接上 xl-tools，按钮用不了；表格里的公式照样在检查。"
        "请运行一次 xl-tools libreoffice install，再打开本工作簿。",
        "text.in_wps": "这个按钮在 WPS 里用不了；表格里的公式照样在检查。",
    }
)
WORDS_COLUMN: Final = 4
WIDTH, HEIGHT, GAP = 86, 26, 4  # of a button, in pixels
LOW: Final = 22  # of one in a stack, so that four fit beside the head of a table
PIXELS: Final = 7  # of one character of a column's width
Place = tuple[int, int, int, int]
ROW_HEIGHT: Final = 30.0  # in points, of a row that holds buttons and nothing else


class Side(NamedTuple):
    """Where buttons stand: the first one's cell, and whether they follow along or downwards."""

    spot: Spot
    along: bool


def add_buttons(plans: list[SheetPlan], placement: Placement) -> None:
    """Put the buttons on their sheets, and the hidden sheet behind the others."""
    for plan in plans:
        side, kind = _side(plan, placement)
        if side is not None:
            buttons = [v.button for v in BUTTONS.values() if v.button and kind in v.button.sheets]
            plan.buttons.extend(placed(plan, side, buttons))
            if plan.name in (GUIDE, CHECKS, PRIOR):
                plan.heights[side.spot.row] = ROW_HEIGHT
    plans.append(settings_sheet(_words()))


def _side(plan: SheetPlan, placement: Placement) -> tuple[Side | None, str]:
    if plan.name == GUIDE:
        return Side(Spot(GUIDE, BUTTON_ROW, 1), along=True), "front"
    if plan.name == CHECKS:
        return Side(Spot(CHECKS, placement.checks[0].row - 2, 1), along=True), "checks"
    if plan.name == PRIOR:
        return Side(Spot(PRIOR, FIRST_FIELD_ROW - 1, 1), along=True), "prior"
    for table in placement.tables.values():
        if table.sheet == plan.name:
            return Side(Spot(plan.name, 1, table.grid.width + 2), along=False), "table"
    if any(section.sheet == plan.name for section in placement.edition.sections):
        return Side(Spot(plan.name, 1, 4), along=True), "text"
    return None, ""


def placed(
    plan: SheetPlan, side: Side, buttons: list[Button], width: int = WIDTH
) -> Iterator[PlacedButton]:
    """The buttons, each with its place, its size and what it says to those who cannot see it."""
    found = _along(plan, side.spot, width) if side.along else _downwards(side.spot)
    places = list(islice(found, len(buttons)))
    for button, place in zip(buttons, places, strict=True):
        size = (width, HEIGHT if side.along else LOW)
        words = f"按钮：{button.label}。{button.tip}"
        yield PlacedButton(button.label, words, button.macro, place, size)


def _along(plan: SheetPlan, first: Spot, width: int) -> Iterator[Place]:
    """Side by side, none across two columns: programs do not agree how wide a column is."""
    for column in range(first.column, max(plan.widths) + 1):
        room = int(plan.widths.get(column, 8.43) * PIXELS)
        for right in range(GAP // 2, room - width, width + GAP):
            yield first.row, column, right, GAP // 2


def _downwards(first: Spot) -> Iterator[Place]:
    """One below the other."""
    for down in count(GAP // 2, LOW + GAP // 2):
        yield first.row, first.column, GAP // 2, down


def settings_sheet(texts: Mapping[str, str]) -> SheetPlan:
    """The hidden sheet that macros and xlwings read: settings, and the texts by their names."""
    plan = SheetPlan(CONF)
    plan.hidden = True
    for row, (key, value) in enumerate(SETTINGS, 1):
        plan.put(row, 1, key, "text")
        plan.put(row, 2, value, "text")
    for row, words in enumerate(texts.values(), 1):
        plan.put(row, WORDS_COLUMN, words, "text")
    return plan


def _words() -> Mapping[str, str]:
    """Defined name -> text, for the macros."""
    return {**WORDS, **instead_of(BUTTONS.values())}


def instead_of(verbs: Iterable[Verb]) -> dict[str, str]:
    """Defined name -> what to do without the button, for those buttons that know it."""
    return {
        f"text.without_python.{verb.name}": f"这时可以：{verb.button.without_python}。"
        for verb in verbs
        if verb.button and verb.button.without_python
    }


def word_names(texts: Iterable[str] = ()) -> dict[str, str]:
    """The defined names of the texts, and what they refer to."""
    listed = enumerate(texts or _words(), 1)
    return {name: Spot(CONF, row, WORDS_COLUMN).name_target for row, name in listed}


def code_names(count: int) -> list[str]:
    """What VBA calls the workbook and its sheets."""
    return [WORKBOOK_MODULE, *(f"Sheet{number}" for number in range(1, count + 1))]


def project_for(edition: Edition, sheets: int) -> bytes:
    """The built VBA project; Refusal where the edition has other sheets than it knows."""
    usual = len(Placement(edition).sheets) + 1
    path = template_path(PROJECT)
    if sheets != usual or not path.exists():
        raise Refusal("这个版式不能带按钮", "请改用 .xlsx 结尾")
    return read_whole(path)


def with_ribbon(data: bytes, verbs: Iterable[Verb] = BUTTONS.values()) -> bytes:
    """The workbook with a tab of its own in Excel's ribbon."""
    package = open_package(data, "")
    rels = package.read("_rels/.rels")
    own = f'<Relationship Id="rIdRibbon" Type="{RELATIONSHIP}" Target="{PART}"/>'
    end = b"</Relationships>"
    changed = rels.replace(end, own.encode() + end)
    ribbon = ribbon_xml(verbs).encode("utf-8")
    return package.replace({"_rels/.rels": changed, PART: ribbon})
