"""county: 汇总台, the workbook with the buttons of an office that collects."""

from __future__ import annotations

import time
from argparse import Namespace
from typing import Final

from xl_tools.actions.desk import Desk, ending
from xl_tools.actions.template import default_year
from xl_tools.actions.workbooks import as_path
from xl_tools.deskbook import MOST_UNITS, ROSTER
from xl_tools.refusal import Refusal
from xl_tools.report import LEVELS
from xl_tools.rollup.roster import GOVERNMENT, Roster, Unit
from xl_tools.rollup.rostertable import read_roster

OUTPUTS: Final = (".xlsm",)
# Words of the drop-down for units whose kind says more than their role.
WORDS: Final = {"office": "政府办", "zone": "开发区"}


def run(options: Namespace, desk: Desk) -> int:
    """Write it, with the units of a roster where one is given."""
    from xl_tools.template.desk import build_desk
    from xl_tools.template.deskplan import Facts

    output = as_path(options.output)
    ending(output, OUTPUTS)
    inputs = [as_path(options.roster)] if options.roster else []
    roster = read_roster(inputs[0]) if inputs else Roster(())
    if len(roster.units) > MOST_UNITS:
        words = f"名单上有 {len(roster.units)} 个单位，汇总台最多放 {MOST_UNITS} 个"
        raise Refusal(words, "请分成几份，或者用 dispatch 和 rollup 两个命令", file=str(inputs[0]))
    year = options.year or roster.year or default_year(time.localtime())
    organ = (options.organ or "").strip() or _government(roster)
    data = build_desk(Facts(year, organ, tuple(map(_row, roster.units))))
    desk.save(output, data, inputs, may_replace=lambda _: False, force=options.force)
    count = len(roster.units)
    listed = f"名单上有 {count} 个单位" if count else "名单还是空的"
    first = f"看“{ROSTER}”表对不对" if count else f"在“{ROSTER}”表写上各单位"
    desk.say(f"已做好{year}年度的汇总台：{output}，{listed}。")
    desk.say(f"下一步：用 Excel 或 LibreOffice 打开，允许宏，{first}，再点“下发”。")
    return 0


def _government(roster: Roster) -> str:
    """The one government above the townships, where the roster names it."""
    names = [u.name for u in roster.units if u.role == GOVERNMENT and u.kind == "government"]
    return names[0] if len(names) == 1 else ""


def _row(unit: Unit) -> tuple[str, ...]:
    """A unit as the sheet has it; what was told by its name alone is written out."""
    due, came = (day.isoformat() if day else "" for day in (unit.due, unit.handed_in))
    role = WORDS.get(unit.kind, unit.role)
    return (unit.name, role, LEVELS.get(unit.level, ""), unit.email, due, came)
