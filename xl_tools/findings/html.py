"""Findings -> one page that any browser shows, offline: what is wrong, and where in the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Final

from xl_tools.edition import Editions
from xl_tools.findings.pointing import suspected
from xl_tools.findings.text import (
    NAMES,
    counts,
    coverage_words,
    kind_of,
    next_step,
    reason_of,
    repetition_line,
    unanswered,
    weight_of,
)
from xl_tools.grid import Box, Grid, grid_of
from xl_tools.jsontext import FINDINGS, plain
from xl_tools.records import NamedTuple
from xl_tools.report import Reading, Report, form_of
from xl_tools.rules import Case, Finding, Outcome

MARK: Final = FINDINGS
SIGNS: Final = {"error": "×", "warning": "△", "info": "○"}
VERDICTS: Final = {"通过": "good", "有错误": "error", "有待说明": "warning", "尚未填写": "info"}
# No colour alone: every mark has a sign and words; contrast is at least 4.5 to 1.
STYLE: Final = """
:root { color-scheme: light; }
body { font: 16px/1.6 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1a1a1a;
  background: #fff; margin: 0 auto; max-width: 72em; padding: 1em; }
h1 { font-size: 1.5em; } h2 { font-size: 1.25em; margin-top: 2em; } h3 { font-size: 1.05em; }
a { color: #0b4f9e; } a:focus-visible { outline: 3px solid #0b4f9e; outline-offset: 2px; }
.verdict { display: inline-block; padding: .2em .8em; border-radius: .3em; font-weight: bold; }
.good { background: #e2f3e5; color: #0b5a1e; } .error { background: #fbe3e4; color: #8a0c14; }
.warning { background: #fdf3d0; color: #5c4400; } .info { background: #eceff3; color: #2b3a4a; }
ol.findings { padding-left: 1.4em; } ol.findings li { margin: .6em 0; padding: .4em .6em; }
table { border-collapse: collapse; margin: .6em 0; font-size: .9em; }
caption { text-align: left; font-weight: bold; padding: .4em 0; }
th, td { border: 1px solid #767676; padding: .25em .5em; }
th { background: #f3f3f3; font-weight: normal; text-align: left; } td { text-align: center; }
td.marked { font-weight: bold; }
.scroll { overflow-x: auto; } .small { color: #4d4d4d; font-size: .9em; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } .scroll { overflow: visible; }
  ol.findings li, table { break-inside: avoid; } nav { display: none; } }
"""


class Page(NamedTuple):
    """One report: its file, and what was read and found, or why it could not be read."""

    file: str
    reading: Reading | None
    outcome: Outcome | None
    refused: str = ""


def findings_html(pages: Sequence[Page], editions: Editions) -> str:
    """The page of one report or of many; self-contained, nothing is loaded from elsewhere."""
    title = "校验结果" if len(pages) > 1 else f"校验结果：{_name(pages[0])}"
    body = [f"<h1>{escape(title)}</h1>"]
    if len(pages) > 1:
        body += _contents(pages)
    for number, page in enumerate(pages, 1):
        body += _section(page, number, editions, len(pages) > 1)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><meta name="generator" '
        f'content="{MARK}"><title>{escape(title)}</title><style>{STYLE}</style></head>\n'
        f"<body><main>\n{chr(10).join(body)}\n</main></body></html>\n"
    )


def _name(page: Page) -> str:
    if page.reading is None:
        return page.file
    report = page.reading.report
    return f"{report.organ.name or '（机关名称未填）'} {report.year}年度"


def _contents(pages: Sequence[Page]) -> Iterator[str]:
    """Which report has what, with links: what an office looks at first."""
    yield '<nav aria-label="各单位"><table><caption>各单位</caption>'
    heads = "".join(f'<th scope="col">{h}</th>' for h in ("单位", "结论", "错误", "待核对", "文件"))
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for number, page in enumerate(pages, 1):
        verdict, numbers = "读不了", {"error": "", "warning": ""}
        if page.outcome is not None:
            verdict = page.outcome.verdict
            numbers = {k: str(v) for k, v in counts(page.outcome).items()}
        cells = (verdict, numbers["error"], numbers["warning"], page.file)
        row = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        link = f'<a href="#r{number}">{escape(_name(page))}</a>'
        yield f'<tr><th scope="row">{link}</th>{row}</tr>'
    yield "</tbody></table></nav>"


def _section(page: Page, number: int, editions: Editions, many: bool) -> Iterator[str]:
    """One report; of several each has its number in its name: two may be of one organ."""
    name = f"{number}. {_name(page)}" if many else _name(page)
    yield f'<section id="r{number}" aria-labelledby="h{number}">'
    yield f'<h2 id="h{number}">{escape(name)}</h2>'
    yield f'<p class="small">文件：{escape(page.file)}</p>'
    if page.reading is None or page.outcome is None:
        yield f'<p class="error">{escape(page.refused)}</p></section>'
        return
    yield from _summary(page.outcome, page.file)
    repeated = repetition_line(page.reading, page.outcome, editions)
    if repeated:
        yield f"<p>{escape(repeated)}</p>"
    yield from _list(page.reading, page.outcome, number, editions)
    yield from _unanswered(page.outcome)
    form = form_of(page.reading.report, editions)
    marks = _marks(page.outcome.findings)
    for table in form.tables.values():
        caption = f"{table.number} {table.caption}"
        label = f"{caption}（{name}）" if many else caption
        yield f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        yield from _table(grid_of(table), caption, page.reading.report, marks, number)
    yield "</section>"


def _summary(outcome: Outcome, file: str) -> Iterator[str]:
    numbers = "，".join(f"{NAMES[name]} {count} 处" for name, count in counts(outcome).items())
    look = VERDICTS[outcome.verdict]
    yield f'<p><span class="verdict {look}">{outcome.verdict}</span> {numbers}。'
    yield f"{coverage_words(outcome)}</p>"
    yield f"<p>{escape(next_step(outcome, file))}</p>"


def _list(reading: Reading, outcome: Outcome, number: int, editions: Editions) -> Iterator[str]:
    if not outcome.findings:
        return
    case = Case(reading, form_of(reading.report, editions), editions)
    yield '<ol class="findings">'
    for index, finding in enumerate(outcome.findings, 1):
        words = escape(finding.message.removeprefix(f"〔{finding.rule}〕"))
        yield f'<li id="r{number}f{index}" class="{_look(finding)}">'
        yield f"<strong>{_sign(finding)} {weight_of(finding)}</strong> {words}"
        if not finding.is_open:
            yield f" <em>说明：{escape(reason_of(finding))}</em>"
        elif finding.draft:
            yield f" <em>上年的说明：{escape(finding.draft)}（今年仍是这个原因的，再写一次）</em>"
        for cell, value in suspected(finding).items():
            words = f"最可能填错的格：{case.where(cell)}，应为 {plain(value)}"
            yield f' <a href="#r{number}-{cell}">{escape(words)}</a>'
        if finding.cells:
            cell = finding.cells[0]
            yield f' <a href="#r{number}-{cell}">看表上的这一格（{escape(case.where(cell))}）</a>'
        yield f' <span class="small">{finding.rule}</span></li>'
    yield "</ol>"


def _unanswered(outcome: Outcome) -> Iterator[str]:
    """What was not looked at: silence about it would be taken for a good mark."""
    lines = "".join(f"<li>{escape(words)}</li>" for words in unanswered(outcome))
    if lines:
        yield f'<p>没法核对的：</p><ul class="small">{lines}</ul>'


def _look(finding: Finding) -> str:
    return finding.severity if finding.is_open else "good"


def _sign(finding: Finding) -> str:
    return SIGNS[finding.severity] if finding.is_open else "○"


class Mark(NamedTuple):
    """What stands at a cell: a finding, its number in the list, what the cell should hold."""

    at: int
    finding: Finding
    due: Decimal | None = None

    @property
    def title(self) -> str:
        """What it says when pointed at."""
        due = "" if self.due is None else f"最可能填错的格，应为 {plain(self.due)}；"
        return f"{due}{kind_of(self.finding)}，见第 {self.at} 条"


Marks = dict[str, Mark]


def _marks(findings: Sequence[Finding]) -> Marks:
    """What each cell is suspected of, else the weightiest finding that it heads."""
    marks: Marks = {}
    for index, finding in enumerate(findings, 1):
        for cell, due in suspected(finding).items():
            marks.setdefault(cell, Mark(index, finding, due))
    for index, finding in enumerate(findings, 1):
        heads = finding.cells if "TYPE" in finding.rule else finding.cells[:1]
        for cell in heads:
            marks.setdefault(cell, Mark(index, finding))
    return marks


# ---- the tables --------------------------------------------------------------------------


def _table(grid: Grid, caption: str, report: Report, marks: Marks, number: int) -> Iterator[str]:
    """A table as the form prints it, marked cells with a sign and a link to what is wrong."""
    yield f"<table><caption>{escape(caption)}</caption><tbody>"
    rows: dict[int, list[Box]] = {row: [] for row in range(grid.height)}
    for box in grid.boxes:
        rows[box.row].append(box)
    for boxes in rows.values():
        cells = (_cell(box, report, marks, number) for box in sorted(boxes, key=lambda b: b.column))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _cell(box: Box, report: Report, marks: Marks, number: int) -> str:
    spans = f' rowspan="{box.rows}"' if box.rows > 1 else ""
    spans += f' colspan="{box.columns}"' if box.columns > 1 else ""
    if box.figure is None:
        scope = {"header": "col", "heading": "colgroup", "label": "row"}.get(box.kind, "")
        attribute = f' scope="{scope}"' if scope and box.text else ""
        tag = "th" if box.text else "td"
        return f"<{tag}{spans}{attribute}>{escape(box.text)}</{tag}>"
    value = report.cells.get(box.figure.id)
    shown = "" if value is None else value if isinstance(value, str) else str(plain(value))
    mark = marks.get(box.figure.id)
    place = f'id="r{number}-{box.figure.id}"{spans}'
    if mark is None:
        return f"<td {place}>{escape(shown)}</td>"
    due = "" if mark.due is None else f"（应为 {plain(mark.due)}？）"
    words = f"{_sign(mark.finding)} {escape(shown) or '（空）'}{due}"
    link = f'<a href="#r{number}f{mark.at}" title="{mark.title}">{words}</a>'
    return f'<td {place} class="marked {_look(mark.finding)}">{link}</td>'
