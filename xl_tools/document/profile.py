"""An office's own habits of layout, as a value; the defaults are GB/T 9704-2012."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal, toml_place


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

# What a file may say -> what it means; the words are those of the office.
WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "second_level": {"照原文": "as written", "接排": "run in", "单独成行": "own line"},
        "page_numbers": {"一字线": "dashes", "短横线": "hyphens", "居中": "centre", "无": "none"},
    }
)
FLAGS: Final = ("shaded", "signature", "date")
FONT_NAME: Final = re.compile(r"\w(?:[\w .+-]{0,29}\w)?")  # Word takes 31 characters
LINE_RANGE: Final = (20.0, 36.0)  # points; closer lines of 16 points run into each other


def profile_from_toml(text: str, file: str = "") -> Profile:
    """The habits that a file of an office states; Refusal for a word that is not known."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(
            f"版面文件写得不对（{toml_place(error)}）", "请对照样子改一改", file=file
        ) from None
    try:
        return _profile(data)
    except Refusal as refusal:
        raise refusal.within(file) from None


def _profile(data: Mapping[str, Any]) -> Profile:
    base = data.get("base", STANDARD.name)
    _expect(
        isinstance(base, str) and base in PROFILES,
        f"base 不能是 {base!r}",
        f"应是 {'、'.join(PROFILES)}",
    )
    known = ("base", "line", *WORDS, *FLAGS, "fonts")
    for name in data:
        _expect(name in known, f"不认识“{name}”", f"可以写的是 {'、'.join(known)}")
    changes: dict[str, Any] = {}
    if "line" in data:
        changes["line"] = _line(data["line"])
    for name, words in WORDS.items():
        if name in data:
            listed = "、".join(words)
            good = isinstance(data[name], str) and data[name] in words
            _expect(good, f"{name} 不能是 {data[name]!r}", f"应是 {listed}")
            changes[name] = words[data[name]]
    for name in FLAGS:
        if name in data:
            _expect(isinstance(data[name], bool), f"{name} 应是 true 或 false")
            changes[name] = data[name]
    fonts = _fonts(data.get("fonts", {}), PROFILES[base].fonts)
    return PROFILES[base]._replace(name=base, fonts=fonts, **changes)


def _line(value: Any) -> float:
    low, high = LINE_RANGE
    good = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    _expect(good, "line（行距）应是磅数", f"在 {low:g} 到 {high:g} 之间，现在是 {value!r}")
    return float(value)


def _fonts(data: Any, base: Fonts) -> Fonts:
    _expect(isinstance(data, dict), "fonts 应是一节", "请写成 [fonts]")
    listed = "、".join(Fonts._fields)
    for name, font in data.items():
        _expect(name in Fonts._fields, f"不认识字体“{name}”", f"可以写的是 {listed}")
        good = isinstance(font, str) and FONT_NAME.fullmatch(font)
        _expect(bool(good), f"fonts.{name} 应是字体的名称", f"现在是 {font!r}")
    return base._replace(**data)


def _expect(holds: bool, problem: str, advice: str = "") -> None:
    if not holds:
        raise Refusal(problem, advice)
