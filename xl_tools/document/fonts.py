"""Fonts of official documents by name, and what stands in for each where it is not installed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FANG: Final = ("仿宋_GB2312", "仿宋", "FangSong", "STFangsong", "方正仿宋_GBK", "方正仿宋简体",
               "FandolFang R", "FandolFang", "AR PL UKai CN")  # fmt: skip
KAI: Final = ("楷体_GB2312", "楷体", "KaiTi", "STKaiti", "方正楷体_GBK", "方正楷体简体",
              "AR PL UKai CN", "FandolKai")  # fmt: skip
HEI: Final = ("黑体", "SimHei", "STHeiti", "方正黑体_GBK", "方正黑体简体", "Noto Sans CJK SC",
              "Source Han Sans SC")  # fmt: skip
SONG: Final = ("宋体", "SimSun", "NSimSun", "STSong", "方正书宋_GBK", "Noto Serif CJK SC",
               "Source Han Serif SC")  # fmt: skip
TITLE: Final = ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋",
                "STZhongsong", "Noto Serif CJK SC SemiBold", "宋体", "SimSun",
                "Noto Serif CJK SC")  # fmt: skip
LATIN: Final = ("Times New Roman", "Liberation Serif", "Nimbus Roman")
FAMILIES: Final = (FANG, KAI, HEI, SONG, TITLE, LATIN)
# The last resort of a browser.
GENERIC: Final[Mapping[tuple[str, ...], str]] = MappingProxyType({HEI: "sans-serif"})


def family_of(name: str) -> tuple[str, ...]:
    """The fonts of one look to which a font belongs; one that is not known is alone."""
    return next((family for family in FAMILIES if name in family), (name,))


def stand_ins(name: str) -> tuple[str, ...]:
    """The font itself, then what may be taken in its place, best first."""
    return (name, *(other for other in family_of(name) if other != name))
