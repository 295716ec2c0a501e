"""Where things stand in 汇总台.xlsm: the fields, the table of units, the roster, the reminders."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from xl_tools.places import Span, Spot

NAME: Final = "汇总台.xlsm"
FRONT, ROSTER, SHARED, CHASED, GUIDE = "汇总台", "名单", "共同被告", "催报名单", "怎么用"
SHEETS: Final = (FRONT, ROSTER, SHARED, CHASED, GUIDE)
# Of the columns, in digits.
WIDTHS: Final = MappingProxyType(
    {
        FRONT: (34, 21, 34, 8, 56),
        ROSTER: (32, 15, 12, 30, 13, 13, 18, 28),
        SHARED: (46, 32, 32, 16, 9),
        CHASED: (32, 30, 18, 13, 10, 58),
        GUIDE: (16, 68, 17),
    }
)

# The front sheet. A field and its label; `values` stand in the column beside the labels.
NEXT_ROW, BUTTON_ROW, FIELDS_ROW = 3, 4, 5
VALUES: Final = 2
FIELDS: Final = MappingProxyType(
    {
        "year": "年度",
        "organ": "本机关名称",
        "inbox": "收件文件夹",
        "outbox": "下发文件夹",
        "prior": "上年文件夹",
        "own": "本级报告",
        "back": "退回文件夹",
    }
)
# Folders beside the workbook that are meant where nobody names others.
USUAL: Final = MappingProxyType({"inbox": "收到", "outbox": "下发", "back": "退回"})
PLACES: Final = MappingProxyType(
    {field: Spot(FRONT, row, VALUES) for row, field in enumerate(FIELDS, FIELDS_ROW + 1)}
)
ACCOUNT: Final = Spot(FRONT, FIELDS_ROW + len(FIELDS) + 2, 1)
# What the program advises; the line that is seen is a formula which asks for missing fields first.
ADVICE: Final = Spot(FRONT, NEXT_ROW, 8)
TABLE: Final = ("单位", "状态", "文件", "问题数", "怎么办")
MOST_UNITS: Final = 1200
TABLE_ROW: Final = ACCOUNT.row + 3
UNITS: Final = Span(FRONT, TABLE_ROW, 1, TABLE_ROW + 2 * MOST_UNITS - 1, len(TABLE))

# The roster, as `rollup` and `dispatch` read it; the last two columns are for people.
COLUMNS: Final = (
    "单位", "角色", "级别", "邮箱", "截止日期", "上报日期", "联系电话", "备注",
)  # fmt: skip
ROSTER_ROW: Final = 4
LISTED: Final = Span(ROSTER, ROSTER_ROW, 1, ROSTER_ROW + MOST_UNITS - 1, len(COLUMNS))
ROLES: Final = (
    "政府", "政府办", "部门", "开发区", "乡镇", "街道", "授权组织", "垂直管理", "公共企事业单位",
)  # fmt: skip

# Suits in which a reviewing organ is co-defendant, as `rollup --codefendants` reads them.
SHARED_COLUMNS: Final = ("案号或说明", "原行为单位", "复议机关", "结果", "件数")
RESULTS: Final = ("结果维持", "结果纠正", "其他结果", "尚未审结")
SHARED_ROW, MOST_SHARED = 4, 400
SHARED_ROWS: Final = Span(SHARED, SHARED_ROW, 1, SHARED_ROW + MOST_SHARED - 1, len(SHARED_COLUMNS))

# The reminders: who is written to, in which words, then one row a unit.
RECIPIENTS, LETTER = Spot(CHASED, 3, 2), Spot(CHASED, 4, 2)
REMINDED: Final = ("单位", "邮箱", "联系电话", "截止日期", "已过天数", "说明")
REMINDED_ROW: Final = 7
REMINDERS: Final = Span(CHASED, REMINDED_ROW, 1, REMINDED_ROW + MOST_UNITS - 1, len(REMINDED))

NAMES: Final = MappingProxyType(
    {
        **{f"desk.{field}": spot.name_target for field, spot in PLACES.items()},
        "desk.account": ACCOUNT.name_target,
        "desk.advice": ADVICE.name_target,
        "desk.units": UNITS.name_target,
        "desk.roster": LISTED.name_target,
        "desk.shared": SHARED_ROWS.name_target,
        "desk.reminders": REMINDERS.name_target,
    }
)
