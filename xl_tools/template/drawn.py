"""Planned charts -> charts of Excel, bound to the cells they show.

What Excel keeps beside a reference, the values as they were, is left out: every program draws from
the cells, and nothing can go stale when a figure is filled in without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xl_tools.diagrams import FILLS
from xl_tools.ooxml.package import open_package
from xl_tools.template.plan import PlacedChart, SheetPlan

FONT: Final = {"name": "宋体", "size": 9, "color": "#1A1A1A"}
TITLE: Final = {"name": "黑体", "size": 11, "bold": False, "color": "#1A1A1A"}
# The newest year, or the only series, is dark; told apart in black and white, with an edge.
EDGE: Final = {"color": "#1A1A1A", "width": 0.75}
NOT_ZERO: Final = "#,##0;-#,##0;;"  # a bar of no length needs no label
PIXELS: Final = 96 / 72
PER_CHARACTER, EXTRA = 8, 5  # pixels of a column's width
PART: Final = re.compile(r"xl/charts/chart\d+\.xml")
CACHE: Final = re.compile(rb"<c:(num|str)Cache>.*?</c:\1Cache>", re.DOTALL)
FLAGS: Final = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
# What XlsxWriter leaves to the defaults of Excel 2007, said as later versions say it: the standard
# has other defaults, and LibreOffice goes by those unless the file calls itself one of 2007.
SAID: Final = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (rb'<a:latin typeface="([^"]+)"/>', rb'\g<0><a:ea typeface="\1"/>'),
        (rb'<c:lang val="[^"]*"/>', rb'\g<0><c:roundedCorners val="0"/>'),
        (rb"<c:layout/>(?=</c:title>)", rb'\g<0><c:overlay val="0"/>'),
        (rb"</c:title>(?=<c:plotArea>)", rb'\g<0><c:autoTitleDeleted val="0"/>'),
        (rb'<c:grouping val="clustered"/>', rb'\g<0><c:varyColors val="0"/>'),
        (rb"</c:spPr>(?=<c:dLbls>)", rb'\g<0><c:invertIfNegative val="0"/>'),
        (
            rb'<c:showVal val="1"/>',
            "".join(f'<c:show{flag} val="{int(flag == "Val")}"/>' for flag in FLAGS).encode(),
        ),
        (rb"</c:scaling>(?=<c:axPos)", rb'\g<0><c:delete val="0"/>'),
        (rb'<c:majorTickMark val="none"/>', rb'\g<0><c:minorTickMark val="none"/>'),
        (rb'<c:legendPos val="b"/><c:layout/>', rb'\g<0><c:overlay val="0"/>'),
    )
)


def draw(book: Workbook, sheet: Worksheet, plan: SheetPlan) -> None:
    """Put the charts of a plan on its sheet."""
    for placed in plan.charts:
        row, column = placed.corner
        chart = book.add_chart({"type": "bar"})
        assert chart is not None
        for options in _series(placed):
            chart.add_series(options)
        _dress(chart, placed)
        heights = (plan.heights.get(r, 15.0) for r in range(row, row + placed.rows))
        chart.set_size(
            {
                "width": round(plan.widths[column] * PER_CHARACTER + EXTRA),
                "height": round(sum(heights) * PIXELS),
            }
        )
        about = {"description": placed.words, "object_position": 1}
        sheet.insert_chart(row - 1, column - 1, chart, about)


def _series(placed: PlacedChart) -> Iterable[dict[str, Any]]:
    count = len(placed.series)
    for place, one in enumerate(placed.series):
        yield {
            "name": f"={one.name}",
            "categories": f"={one.labels}",
            "values": f"={one.values}",
            "fill": {"color": FILLS[(count - 1 - place) % len(FILLS)]},
            "border": EDGE,
            "gap": 50,
            "overlap": 0,
            "data_labels": {"value": True, "num_format": NOT_ZERO, "font": FONT},
        }


def _dress(chart: Any, placed: PlacedChart) -> None:
    chart.set_title({"name": placed.title, "name_font": TITLE, "overlay": False})
    # of a chart of bars the y axis has the labels
    chart.set_y_axis({"reverse": True, "num_font": FONT, "major_tick_mark": "none", "line": EDGE})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    several = len(placed.series) > 1
    chart.set_legend({"position": "bottom", "font": FONT} if several else {"none": True})
    chart.set_chartarea({"border": {"color": "#7F7F7F"}, "fill": {"color": "#FFFFFF"}})


def without_caches(data: bytes) -> bytes:
    """The workbook whose charts refer to cells, remember nothing, and leave nothing unsaid."""
    package = open_package(data, "")
    parts = [name for name in package.names if PART.fullmatch(name)]
    return package.replace({name: _settled(package.read(name)) for name in parts})


def _settled(chart: bytes) -> bytes:
    chart = CACHE.sub(b"", chart)
    for pattern, put in SAID:
        chart = pattern.sub(put, chart)
    return chart
