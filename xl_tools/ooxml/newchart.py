"""Cells -> a native chart of bars over them, and the drawing that places it on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from xl_tools.ooxml.text import escaped
from xl_tools.records import NamedTuple

CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CHART_KIND: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DRAWING_KIND: Final = "application/vnd.openxmlformats-officedocument.drawing+xml"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Apart in brightness, so that they are told apart in grey too.
COLOURS: Final = ("1F3864", "2E75B6", "9DC3E6", "7F7F7F", "BFBFBF", "404040", "DEEBF7")


class Series(NamedTuple):
    """Bars of one colour: where their name, labels and values stand, and what they are now."""

    name_at: str
    labels_at: str
    values_at: str
    name: str
    labels: tuple[str, ...]
    values: tuple[Decimal, ...]


class Chart(NamedTuple):
    """A chart; several series are stacked. `words` are for who cannot see it.

    `at` are the first and the last column and row it covers, counted from 1.
    """

    title: str
    words: str
    series: tuple[Series, ...]
    at: tuple[int, int, int, int]


def chart_xml(chart: Chart) -> bytes:
    """The member of a chart: lying bars, the first on top, its values beside it where it is one."""
    many = len(chart.series) > 1
    bars = "".join(_series(number, one, many) for number, one in enumerate(chart.series))
    grouping = "stacked" if many else "clustered"
    overlap = '<c:overlap val="100"/>' if many else ""
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if many else ""
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWN}" xmlns:r="{RELATIONS}">'
        f'<c:roundedCorners val="0"/><c:chart>{_title(chart.title)}<c:autoTitleDeleted val="0"/>'
        f'<c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{bars}<c:gapWidth val="40"/>{overlap}'
        f'<c:axId val="1"/><c:axId val="2"/></c:barChart>{_axes()}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    ).encode()


def _title(words: str) -> str:
    return (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr>'
        f'<a:r><a:rPr lang="zh-CN" sz="1200" b="1"/><a:t>{escaped(words)}</a:t></a:r></a:p>'
        '</c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _series(number: int, one: Series, many: bool) -> str:
    labels = _points(one.labels)
    values = _points([f"{value:f}" for value in one.values])
    shown = "" if many else f"{LABELS}"
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef>'
        f"<c:f>{escaped(one.name_at)}</c:f><c:strCache>{_points([one.name])}</c:strCache>"
        "</c:strRef></c:tx><c:spPr><a:solidFill>"
        f'<a:srgbClr val="{COLOURS[number % len(COLOURS)]}"/></a:solidFill></c:spPr>'
        f'<c:invertIfNegative val="0"/>{shown}'
        f"<c:cat><c:strRef><c:f>{escaped(one.labels_at)}</c:f><c:strCache>{labels}</c:strCache>"
        f"</c:strRef></c:cat><c:val><c:numRef><c:f>{escaped(one.values_at)}</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>{values}</c:numCache></c:numRef></c:val></c:ser>"
    )


LABELS: Final = (
    '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
)


def _points(texts: Sequence[str]) -> str:
    each = "".join(
        f'<c:pt idx="{number}"><c:v>{escaped(text)}</c:v></c:pt>'
        for number, text in enumerate(texts)
    )
    return f'<c:ptCount val="{len(texts)}"/>{each}'


def _axes() -> str:
    """Categories from top to bottom, values along the bottom."""
    small = (
        '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="800"/></a:pPr><a:endParaRPr/></a:p></c:txPr>'
    )
    return (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{small}<c:crossAx val="2"/>'
        '<c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:tickLblSkip val="1"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{small}<c:crossAx val="1"/><c:crosses val="max"/>'
        "</c:valAx>"
    )


def drawing_xml(charts: Sequence[Chart]) -> bytes:
    """The member that places charts on a sheet; the relation of each is rId with its number."""
    each = "".join(_placed(number, chart) for number, chart in enumerate(charts, 1))
    return (f'{HEAD}<xdr:wsDr xmlns:xdr="{PLACED}" xmlns:a="{DRAWN}">{each}</xdr:wsDr>').encode()


def _placed(number: int, chart: Chart) -> str:
    left, top, right, bottom = chart.at
    words = escaped(chart.words).replace('"', "&quot;")
    return (
        f"<xdr:twoCellAnchor>{_corner('from', left - 1, top - 1)}{_corner('to', right, bottom)}"
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        f'<xdr:cNvPr id="{number + 1}" name="图表 {number}" descr="{words}"/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>"
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" xmlns:r="{RELATIONS}" '
        f'r:id="rId{number}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/>'
        "</xdr:twoCellAnchor>"
    )


def _corner(name: str, column: int, row: int) -> str:
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
    )


def relations_xml(kind: str, members: Sequence[str]) -> bytes:
    """Relations of that kind to these members, rId1 and so on."""
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="/{member}"/>'
        for number, member in enumerate(members, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{each}</Relationships>'.encode()
