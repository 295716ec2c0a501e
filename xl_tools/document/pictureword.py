"""Charts -> a Word file of pictures (图解) that are tables: bars are cells, values stand as text.

No picture file and no foreign program: what is printed can be read aloud, edited and recoloured,
and looks the same in Word, WPS and LibreOffice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from xl_tools.document.blocks import Document
from xl_tools.document.charts import Bar, Chart
from xl_tools.document.docx import GAP_BELOW, TEXT, around, in_base
from xl_tools.document.pictures import title_of
from xl_tools.document.readback import NotAsComposed, Rows, read_docx
from xl_tools.document.svg import described, fill_of
from xl_tools.document.wordml import escaped, paragraph, run, twips
from xl_tools.document.wordtable import text_style
from xl_tools.jsontext import plain
from xl_tools.report import Report

STYLE: Final = text_style(10.5)
# Millimetres of the page: labels, names of series, steps of a bar, values behind the longest one.
LABEL, NAME, STEP, VALUE = 32, 22, 2, 24
STEPS: Final = 39
WIDTHS: Final = (LABEL, NAME, *(STEP,) * STEPS, VALUE)
ROW: Final = 7.5
TITLE_WIDTH: Final = 20  # characters of the title on a line
KEPT: Final = "<w:keepNext/>"
LEFT, RIGHT = '<w:jc w:val="left"/>', '<w:jc w:val="right"/>'
EDGE: Final = 'w:val="single" w:sz="4" w:space="0" w:color="1A1A1A"'
GAP: Final = 'w:val="single" w:sz="36" w:space="0" w:color="FFFFFF"'
# A bar begins at the axis and is lower than its row.
BAR: Final = f"<w:tcBorders><w:top {GAP}/><w:left {EDGE}/><w:bottom {GAP}/></w:tcBorders>"
AXIS: Final = f"<w:tcBorders><w:right {EDGE}/></w:tcBorders>"


def picture_document(report: Report, charts: Sequence[Chart]) -> bytes:
    """The file, read back and found to show every value of the charts."""
    title, organ = title_of(report), report.organ.name
    document = Document(title, organ, "政府信息公开工作年度报告图解", report.date, (), ())
    lines = _title(title, report)
    body = (*(paragraph("Title", run(line)) for line in lines), *map(_chart, charts))
    data = in_base(document, {TEXT: around(body)})
    printed = read_docx(data).tables
    if [_values(rows) for rows in printed] != [_wanted(chart) for chart in charts]:
        raise NotAsComposed("a value of the pictures")
    return data


def _title(title: str, report: Report) -> tuple[str, ...]:
    if len(title) <= TITLE_WIDTH:
        return (title,)
    first, year, rest = title.rpartition(f"{report.year}年")
    return first, year + rest


def _chart(chart: Chart) -> str:
    heading = paragraph("Heading1", run(f"{chart.title}（{chart.unit}）"), GAP_BELOW)
    rows = "".join(_rows(chart))
    return f"{heading}{_head(chart)}{rows}</w:tbl>{paragraph('BodyText', '')}"


def _head(chart: Chart) -> str:
    widths = [twips(width) for width in WIDTHS]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0480" w:firstRow="0" w:lastRow="0"'
        ' w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escaped(chart.title)}"/>'
        f'<w:tblDescription w:val="{escaped(described(chart))}"/>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )


# ---- rows ------------------------------------------------------------------------------------


def _rows(chart: Chart) -> Iterator[str]:
    last = (len(chart.bars) - 1, len(chart.series) - 1)
    for number, bar in enumerate(chart.bars):
        for place in range(len(chart.series)):
            kept = "" if (number, place) == last else KEPT
            height = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{twips(ROW)}"/></w:trPr>'
            yield f"<w:tr>{height}{''.join(_cells(chart, bar, place, kept))}</w:tr>"


def _cells(chart: Chart, bar: Bar, place: int, kept: str) -> Iterator[str]:
    """Label, name of the series, bar, value; a bar of no length has no cell."""
    several, value = len(chart.series) > 1, bar.values[place]
    merge = "<w:vMerge/>" if place else '<w:vMerge w:val="restart"/>'
    yield _cell(
        0, 1 if several else 2, "" if place else bar.label, kept + RIGHT, merge if several else AXIS
    )
    if several:
        yield _cell(1, 1, chart.series[place], kept + RIGHT, AXIS)
    steps = steps_of(value, chart)
    if steps:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill_of(chart, place)[1:]}"/>'
        yield _cell(2, steps, "", kept, BAR + shade)
    yield _cell(2 + steps, STEPS - steps + 1, str(plain(value)), kept + LEFT, "")


def steps_of(value: Decimal, chart: Chart) -> int:
    """How long a bar is; a small value still has one."""
    steps = round(value / chart.largest * STEPS) if value > 0 else 0
    return max(steps, 1) if value > 0 else 0


def _cell(column: int, span: int, text: str, properties: str, more: str) -> str:
    width = sum(map(twips, WIDTHS[column : column + span]))
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{more}'
        f'<w:vAlign w:val="center"/></w:tcPr>{paragraph(STYLE, run(text), properties)}</w:tc>'
    )


# ---- read back -------------------------------------------------------------------------------


def _values(rows: Rows) -> list[tuple[str, str]]:
    """(first text, last text) of each row: what it is about, and its value."""
    return [(row[0].text, row[-1].text) for row in rows]


def _wanted(chart: Chart) -> list[tuple[str, str]]:
    return [
        ("" if place else bar.label, str(plain(value)))
        for bar in chart.bars
        for place, value in enumerate(bar.values)
    ]
