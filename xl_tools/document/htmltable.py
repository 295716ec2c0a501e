"""TableBlock -> HTML that keeps its sense in the editors of websites.

What a style says is said by an old attribute as well: many editors take styles away. Where one
takes merged cells away, the table without them still has every figure in its own column.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise
from typing import Final

from xl_tools.document.blocks import TableBlock
from xl_tools.document.boxes import SHADE, boxes_across, is_item, is_turned, lines_of
from xl_tools.document.measure import fit_of
from xl_tools.grid import Box, Grid

BORDER: Final = "border:1px solid #000;padding:2px 0"
# Read aloud, not shown: the heading above says the same.
UNSEEN: Final = "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)"
SCOPES: Final = {"header": "col", "heading": "rowgroup", "label": "row"}
TURNED: Final = "writing-mode:vertical-rl;letter-spacing:.1em"


def table_html(block: TableBlock, family: str, *, shaded: bool = True, merged: bool = True) -> str:
    """The table with its figures; `merged` or with every cell of the grid on its own."""
    grid = fit_of(block.table).grid
    return "".join((
        # On a narrow screen the table is moved sideways, by keys too.
        f'<div style="overflow-x:auto;margin:4pt 0;padding-right:1px" tabindex="0" role="region"'
        f' aria-label="{escape(block.table.caption)}">',
        *_opening(grid, family),
        *_groups(block, grid, shaded, merged),
        "</table></div>",
    ))  # fmt: skip


def _opening(grid: Grid, family: str) -> Iterator[str]:
    table = grid.table
    whole = sum(table.widths)
    yield (
        '<table border="1" cellspacing="0" cellpadding="1" width="100%" align="center"'
        f' style="border-collapse:collapse;width:100%;min-width:{round(whole)}mm;'
        f"margin:0 auto;table-layout:fixed;font-family:{family};font-size:{table.font_size:g}pt;"
        'line-height:1.25;text-align:center;color:#000">'
    )
    yield f'<caption style="{UNSEEN}">{escape(table.caption)}</caption><colgroup>'
    for width in table.widths:
        share = f"{width / whole * 100:.2f}%"
        yield f'<col width="{share}" style="width:{share}">'
    yield "</colgroup>"


def _groups(block: TableBlock, grid: Grid, shaded: bool, merged: bool) -> Iterator[str]:
    """Head and bodies: a clause over the whole width opens a body of its own."""
    starts = {box.row for box in grid.boxes if box.kind == "heading" and box.columns == grid.width}
    ends = sorted({0, grid.header_rows, *starts, grid.height})
    for start, end in pairwise(ends):
        group = "thead" if end <= grid.header_rows else "tbody"
        yield f"<{group}>"
        for row in range(start, end):
            cells = _cells(block, grid, row, shaded, merged)
            height = f"{grid.table.row_height:g}mm"
            yield f'<tr style="height:{height};break-inside:avoid">{"".join(cells)}</tr>'
        yield f"</{group}>"


def _cells(block: TableBlock, grid: Grid, row: int, shaded: bool, merged: bool) -> Iterator[str]:
    for box in boxes_across(grid, row):
        starts = box.row == row
        if starts:
            yield _cell(block, grid, box, shaded, merged)
        if not merged:
            yield f'<td style="{BORDER}"></td>' * (box.columns - starts)


def _cell(block: TableBlock, grid: Grid, box: Box, shaded: bool, merged: bool) -> str:
    spans = _spans(box) if merged else ""
    if box.figure is not None:
        text = _lines(block.texts[box.figure.id].split("\n"))
        return f'<td align="center" valign="middle" style="{BORDER}"{spans}>{text}</td>'
    side = "left" if is_item(grid, box) else "center"
    look = [BORDER, f"font-weight:normal;text-align:{side}"]
    look += ["padding-left:3px"] if side == "left" else []
    look += [TURNED] if merged and is_turned(grid, box) else []
    fill = f' bgcolor="#{SHADE}"' if shaded and box.kind == "heading" else ""
    look += [f"background:#{SHADE}"] if fill else []
    scope = SCOPES.get(box.kind, "") if box.text else ""
    tag = "th" if scope else "td"
    named = f' scope="{scope}"' if scope else ""
    styles = f'align="{side}" valign="middle"{fill} style="{";".join(look)}"'
    return f"<{tag}{named} {styles}{spans}>{_lines(lines_of(grid, box))}</{tag}>"


def _spans(box: Box) -> str:
    rows = f' rowspan="{box.rows}"' if box.rows > 1 else ""
    return rows + (f' colspan="{box.columns}"' if box.columns > 1 else "")


def _lines(texts: tuple[str, ...] | list[str]) -> str:
    return "<br>".join(map(escape, texts))
