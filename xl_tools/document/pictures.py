"""Charts -> a page of pictures (图解), each with its figures in a table below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from xl_tools.document.charts import Chart
from xl_tools.document.svg import svg
from xl_tools.jsontext import plain
from xl_tools.report import Report

MARK: Final = "xl-tools/pictures/1"
STYLE: Final = """
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1a1a1a;
  font: 16px/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
main { max-width: 760px; margin: 0 auto; padding: 1em; }
h1 { font-size: 1.5em; text-align: center; }
figure { margin: 1.5em 0; padding: 1em; border: 1px solid #c8d4e3; border-radius: .5em; }
svg { display: block; width: 100%; height: auto; }
table { border-collapse: collapse; margin: 1em auto 0; }
caption { padding: .3em; white-space: nowrap; }
th, td { border: 1px solid #767676; padding: .2em .8em; }
th { background: #f0f4f9; font-weight: normal; text-align: left; } td { text-align: right; }
@media print { figure { break-inside: avoid; } main { max-width: none; } }
"""


def title_of(report: Report) -> str:
    """What a page of pictures is called."""
    return f"一图读懂{report.organ.name}{report.year}年政府信息公开工作年度报告"


def picture_page(report: Report, charts: Sequence[Chart]) -> bytes:
    """The page; it needs nothing else and loads nothing from elsewhere."""
    title = title_of(report)
    figures = "".join(_figure(chart, number) for number, chart in enumerate(charts, start=1))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="{MARK}">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
        f"{figures}</main>\n</body>\n</html>\n"
    ).encode()


def picture_file(chart: Chart) -> bytes:
    """One picture as a file of its own."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg(chart)}\n'.encode()


def _figure(chart: Chart, number: int) -> str:
    return f"<figure>{svg(chart, number)}{''.join(_table(chart))}</figure>\n"


def _table(chart: Chart) -> Iterator[str]:
    caption = f"{chart.title}（单位：{chart.unit}）"
    yield f"<table><caption>{escape(caption)}</caption><thead><tr>"
    for head in ("项目", *chart.series):
        yield f'<th scope="col">{escape(head)}</th>'
    yield "</tr></thead><tbody>"
    for bar in chart.bars:
        cells = "".join(f"<td>{plain(value)}</td>" for value in bar.values)
        yield f'<tr><th scope="row">{escape(bar.label)}</th>{cells}</tr>'
    yield "</tbody></table>"
