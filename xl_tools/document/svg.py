"""Chart -> SVG that a screen reader reads and that needs no colour to be understood."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from typing import Final

from xl_tools.diagrams import FILLS
from xl_tools.document.charts import Chart
from xl_tools.jsontext import plain

WIDTH, LABELS, VALUES = 720, 170, 90  # the widths of picture, labels and values
ROOM: Final = WIDTH - LABELS - VALUES
THICK, GAP, TOP = 26, 16, 44
# Dark on white, and darker than 3 to 1 against each other; the second has an edge as well.
INK: Final = "#1A1A1A"
FONT: Final = "Microsoft YaHei,PingFang SC,Noto Sans CJK SC,sans-serif"


def svg(chart: Chart, number: int = 1) -> str:
    """The chart as a picture; `number` keeps its names apart from those of others on a page."""
    count = len(chart.series)
    step = THICK * count + GAP
    height = TOP + step * len(chart.bars) + (GAP if count == 1 else GAP + THICK)
    title, words = f"chart{number}-title", f"chart{number}-words"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-labelledby="{title} {words}" font-family="{FONT}" font-size="16" fill="{INK}">'
        f'<title id="{title}">{escape(chart.title)}</title>'
        f'<desc id="{words}">{escape(described(chart))}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="#FFFFFF"/>'
        f'<text x="{WIDTH / 2:g}" y="26" text-anchor="middle" font-size="20"'
        f' font-weight="bold">{escape(chart.title)}</text>'
        f"{''.join(_drawn(chart, step))}{''.join(_legend(chart, height))}"
        f'<line x1="{LABELS}" y1="{TOP - 4}" x2="{LABELS}" y2="{TOP + step * len(chart.bars)}"'
        f' stroke="{INK}"/></svg>'
    )


def described(chart: Chart) -> str:
    """The chart in words: every bar with its value."""
    bars = (f"{bar.label}{'、'.join(_worded(chart, bar.values))}" for bar in chart.bars)
    return f"{'；'.join(bars)}。"


def _worded(chart: Chart, values: tuple[Decimal, ...]) -> Iterator[str]:
    for name, value in zip(chart.series, values, strict=True):
        series = f"{name} " if len(chart.series) > 1 else ""
        yield f"{series}{plain(value)} {chart.unit}"


def _drawn(chart: Chart, step: int) -> Iterator[str]:
    for index, bar in enumerate(chart.bars):
        top = TOP + index * step
        middle = top + (step - GAP) / 2 + 6
        yield f'<text x="{LABELS - 10}" y="{middle:g}" text-anchor="end">{escape(bar.label)}</text>'
        for place, value in enumerate(bar.values):
            y = top + place * THICK
            width = float(value / chart.largest) * ROOM
            yield (
                f'<rect x="{LABELS}" y="{y + 2}" width="{width:.1f}" height="{THICK - 4}"'
                f' fill="{fill_of(chart, place)}" stroke="{FILLS[0]}"/>'
                f'<text x="{LABELS + width + 8:.1f}" y="{y + THICK - 7}">{plain(value)}</text>'
            )


def fill_of(chart: Chart, place: int) -> str:
    """The newest year, or the only series, is the dark one."""
    return FILLS[(len(chart.series) - 1 - place) % len(FILLS)]


def _legend(chart: Chart, height: int) -> Iterator[str]:
    if len(chart.series) == 1:
        return
    for place, name in enumerate(chart.series):
        x, y = LABELS + place * 160, height - 26
        yield (
            f'<rect x="{x}" y="{y}" width="18" height="14" fill="{fill_of(chart, place)}"'
            f' stroke="{FILLS[0]}"/><text x="{x + 26}" y="{y + 13}">{escape(name)}</text>'
        )
