"""An office's own habits of layout, as a value; the defaults are GB/T 9704-2012."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple


class Fonts(NamedTuple):
    """The fonts by what they are used for."""

    text: str = "仿宋_GB2312"
    kai: str = "楷体_GB2312"
    hei: str = "黑体"
    song: str = "宋体"
    title: str = "方正小标宋简体"
    latin: str = "Times New Roman"


class Profile(NamedTuple):
    """How an office prints.

    `line` is the distance of two lines in points. `second_level` says where a heading （一）
    stands: "as written", "run in" or "own line". `page_numbers`: "dashes" outside, "hyphens"
    outside, "centre", or "none". `shaded`: are the clauses of table 2 shaded?
    """

    name: str = "国标"
    line: float = 28.95  # 225 mm hold 22 lines
    second_level: str = "as written"
    page_numbers: str = "dashes"
    shaded: bool = True
    signature: bool = True
    date: bool = True
    fonts: Fonts = Fonts()


STANDARD: Final = Profile()
PROFILES: Final = MappingProxyType(
    {"国标": STANDARD, "常用": Profile(name="常用", line=28.0, page_numbers="hyphens")}
)
