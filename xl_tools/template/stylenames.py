"""Formats of the workbook -> named cell styles, which the program lists under these names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from xl_tools.ooxml.package import open_package

PART: Final = "xl/styles.xml"
# Our formats -> the style they are of; those of one style differ in size, alignment or number.
STYLE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("input", "input_text", "input_number", "input_sample"), "年报 填写格"),
        **dict.fromkeys(("input_year", "input_choice", "prior_number", "input_day"), "年报 填写格"),
        **dict.fromkeys(("total", "total_sample"), "年报 合计格"),
        **dict.fromkeys(("input_control", "control_sample"), "年报 核对数"),
        **dict.fromkeys(("label", "upright", "note", "clause", "header"), "年报 固定文字"),
        **dict.fromkeys(("field", "field_centre", "expected_label"), "年报 栏目名"),
        **dict.fromkeys(("title", "subtitle", "heading"), "年报 标题"),
        **dict.fromkeys(("help", "boxed_help", "reason", "sentence", "account"), "年报 说明"),
        **dict.fromkeys(("next", "next_label", "next_words", "step", "link"), "年报 链接"),
        **dict.fromkeys(("verdict", "count", "state", "tick", "day"), "年报 结论"),
        **dict.fromkeys(("expected", "control_shown"), "年报 差错提示"),
        **dict.fromkeys(("cell", "cell_text", "centre", "text", "drawn_number"), "年报 普通格"),
        **dict.fromkeys(("finding", "finding_centre", "finding_link"), "年报 程序填写"),
        **dict.fromkeys(("prior_text", "prior_line"), "年报 粘贴区"),
        **dict.fromkeys(("hidden", "open_hidden", "open_text"), "年报 辅助格"),
        **dict.fromkeys(
            (
                *("paper_title", "paper_heading", "paper_line"),
                *(
                    f"paper_{kind}_{size}"
                    for kind in ("cell", "clause", "item", "stacked", "figure")
                    for size in ("large", "small")
                ),
            ),
            "年报 成文",
        ),
        "broken_sample": "年报 图例 有错",
        "bad_type_sample": "年报 图例 类型不对",
        "unfilled_sample": "年报 图例 空缺写法",
        "marked_sample": "年报 图例 程序标记",
        "fixed_sample": "年报 图例 固定文字",
    }
)
XF: Final = re.compile(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
XF_ID: Final = re.compile(r' xfId="\d+"')
BLOCK: Final = r'<{name} count="\d+">(.*?)</{name}>'


def with_style_names(data: bytes, named: Mapping[int | None, str]) -> bytes:
    """The workbook whose formats, by their index, are of the styles so named."""
    package = open_package(data, "")
    xml = package.read(PART).decode("utf-8")
    formats = XF.findall(_block(xml, "cellXfs"))
    used = {index: name for index, name in named.items() if index is not None}
    names = list(dict.fromkeys(name for _, name in sorted(used.items())))
    firsts = {name: formats[min(i for i, own in used.items() if own == name)] for name in names}
    own = [XF_ID.sub("", firsts[name]) for name in names]
    listed = "".join(
        f'<cellStyle name="{name}" xfId="{number}"/>' for number, name in enumerate(names, 1)
    )
    for index, name in used.items():
        formats[index] = XF_ID.sub(f' xfId="{names.index(name) + 1}"', formats[index])
    xml = _with(xml, "cellStyleXfs", _block(xml, "cellStyleXfs") + "".join(own), len(names) + 1)
    xml = _with(xml, "cellXfs", "".join(formats), len(formats))
    xml = _with(xml, "cellStyles", _block(xml, "cellStyles") + listed, len(names) + 1)
    return package.replace({PART: xml.encode("utf-8")})


def _found(xml: str, name: str) -> re.Match[str]:
    found = re.search(BLOCK.format(name=name), xml, re.DOTALL)
    assert found is not None
    return found


def _block(xml: str, name: str) -> str:
    return str(_found(xml, name)[1])


def _with(xml: str, name: str, inside: str, count: int) -> str:
    found = _found(xml, name)
    whole = f'<{name} count="{count}">{inside}</{name}>'
    return xml[: found.start()] + whole + xml[found.end() :]
