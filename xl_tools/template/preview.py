"""Edition -> the sheet 成文预览: the whole report in print layout, every word by formula.

Pages and tables have their places; what varies is the text. So that a short one leaves no page
empty and a long one has room, the first part stands on a page of its own or begins on that of the
preface, and text before a table stands below the table before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_tools.edition import Section
from xl_tools.placement import Placement
from xl_tools.places import area_text
from xl_tools.records import NamedTuple
from xl_tools.template.flow import INDENT, TOO_LONG, Flow, joined, quoted
from xl_tools.template.paper import LINE, PAGE, Paper, heading_of, here
from xl_tools.template.papertable import put_table
from xl_tools.template.paperwords import Front
from xl_tools.template.plan import Formula, SheetPlan

HEADING, TITLE, GAP = 24.0, 36.0, 12.0
PREFACE_LINES: Final = 10
LINES: Final = int((PAGE - HEADING) / LINE)  # on a page with a heading
ENDING: Final = 3  # rows after the text: a blank one, signature, date
HINTS: Final = (
    "这一张由公式从前面各表生成，不用填写；文字和数在前面各表里改，这里跟着变。",
    "要交成文：直接打印，或者“文件”里导出、另存为 PDF。A4 纵向，表格已经分好页。",
)
# pixels of a column -> its width in characters, as Excel counts
PER_CHARACTER, EXTRA = 8, 5


def preview_sheet(placement: Placement) -> SheetPlan:
    """The report as it is printed."""
    paper, sections = Paper(placement), placement.edition.sections
    tables = [section for section in sections if section.table]
    first, last = sections.index(tables[0]), sections.index(tables[-1])
    front = Front(paper)
    moved = _first_pages(paper, front, sections[:first], tables[0])
    for section, following in zip(tables, [*tables[1:], None], strict=True):
        moved = _table_page(paper, section, moved, following)
    _last_pages(paper, front, sections[last + 1 :])
    _finish(paper)
    return paper.plan


def _heading(paper: Paper, section: Section, absent: str = "") -> None:
    """The heading of a section; absent where a condition holds."""
    words = heading_of(section)
    content = Formula(f'IF({absent},"",{quoted(words)})') if absent else words
    paper.add(HEADING, content, "paper_heading")


# ---- title, preface and first part --------------------------------------------------------


def _first_pages(paper: Paper, front: Front, sections: Sequence[Section], table: Section) -> str:
    """The pages before the tables; the condition that the first table's heading is on them."""
    for line in front.title():
        paper.add(TITLE, Formula(line), "paper_title")
    paper.add(GAP)
    texts = "&".join(paper.texts(table))
    line = here(paper.signs.line)
    bare = f'SUBSTITUTE(SUBSTITUTE({texts},"\u3000",""),{line},"")'
    moved = paper.kept(Formula(f'TRIM({bare})<>""'))
    parts = paper.texts(sections[0])
    for section in sections[1:]:
        parts += [quoted(section.title), *paper.texts(section)]
    parts += [f'IF({moved},{quoted(table.title)},"")', *paper.texts(table)]
    beside = paper.room(HEADING, PREFACE_LINES * LINE)
    flow = paper.flow()
    flow.put(paper.plan, joined(parts, paper.signs), beside + LINES)
    most, least = flow.most_lines(), flow.least_lines()
    split = paper.kept(Formula(f"OR({least}>{beside},{most}>{LINES})"))
    _preface(paper, front, split)
    _first_part(paper, sections[0], _Split(flow, split, beside), [*sections[1:], table])
    return moved


class _Split(NamedTuple):
    """A text, the condition that it begins beside another one, and how many rows are there."""

    flow: Flow
    split: str
    beside: int


def _preface(paper: Paper, front: Front, followed: str) -> None:
    """Where a heading follows, the rows that stay free stand above and not between them."""
    flow = paper.flow(waits=True)
    flow.put(
        paper.plan, joined(paper.cells("preface"), paper.signs), PREFACE_LINES, front.preface()
    )
    free = f"IF({followed},1-MAX(0,{PREFACE_LINES}-{flow.most_lines()}),1)"
    rows = paper.lines(flow, PREFACE_LINES, free)
    _say_too_long(paper, flow, rows)


def _first_part(paper: Paper, section: Section, part: _Split, running: Sequence[Section]) -> None:
    """On two pages where one does not hold it; else the first page is left to the preface."""
    flow, split, beside = part
    _heading(paper, section, f"NOT({split})")
    top = paper.row
    paper.lines(flow, beside, f"IF({split},1,{here(flow.length)}+1)")
    following = paper.start(paper.row).address
    paper.turn()
    _heading(paper, section, split)
    rows = paper.lines(flow, LINES, f"IF({split},{following},1)")
    _say_too_long(paper, flow, rows)
    _bold(paper, top, rows[-1], running)
    paper.turn()


def _say_too_long(paper: Paper, flow: Flow, rows: list[int], ending: str = "0") -> None:
    """The last row says where lines, and the rows of an ending, find no place any more."""
    left = f"{paper.start(rows[-1] + 1).address}<={here(flow.length)}+{ending}"
    paper.say_too_long(rows[-1], left)


def _bold(paper: Paper, top: int, bottom: int, sections: Sequence[Section]) -> None:
    """Headings that stand among the lines of a text."""
    for section in sections:
        words = paper.kept(heading_of(section))
        area = area_text(top, 1, bottom, paper.grid.width)
        paper.plan.highlight(area, f"LEFT($A{top},LEN({words}))={words}", "paper_bold")


# ---- tables -----------------------------------------------------------------------------


def _table_page(paper: Paper, section: Section, moved: str, following: Section | None) -> str:
    """A page with a table, and the text before the next one; the condition that there is any."""
    _heading(paper, section, moved)
    put_table(paper, paper.placement.tables[section.table])
    if following is None:
        return ""
    paper.add(GAP / 2)
    flow, count = paper.flow(), paper.room(HEADING)
    flow.put(paper.plan, joined(paper.texts(following), paper.signs), count)
    present = f"{here(flow.length)}>0"
    _heading(paper, following, f"NOT({present})")
    _say_too_long(paper, flow, paper.lines(flow, count, "1"))
    paper.turn()
    return present


# ---- the last parts, signature and date ---------------------------------------------------


def _last_pages(paper: Paper, front: Front, sections: Sequence[Section]) -> None:
    """The part after the tables begins below the last one; the parts after it on a new page."""
    part, *others = sections
    paper.add(GAP)
    _heading(paper, part)
    flow, count = paper.flow(), paper.room()
    flow.put(paper.plan, joined(paper.texts(part), paper.signs), count + LINES // 2)
    paper.lines(flow, count, "1")
    _ending(paper, front, others, flow)


def _ending(paper: Paper, front: Front, sections: Sequence[Section], before: Flow) -> None:
    """The last page: what the page before has no room for, the last parts, signature and date."""
    rest, line = here(paper.start(paper.row)), here(paper.signs.line)
    left = paper.kept(Formula(f"{rest}<={here(before.length)}"))
    paper.turn()
    parts = [f'IF({left},MID({here(before.text)},{rest},{here(before.length)}),"")']
    for section in sections:
        always = section is not sections[0]
        title = quoted(section.title)
        parts += [title if always else f'IF({left},{title},"")', *paper.texts(section)]
    flow = paper.flow()
    flow.put(paper.plan, joined(parts, paper.signs), LINES - ENDING)
    _heading(paper, sections[0], left)
    inside = f"IF({left},MID({here(before.text)},{rest}-1,1)<>{line},FALSE)"
    rows = paper.lines(flow, LINES, f"IF({inside},{len(INDENT)}+1,1)")
    _signed(paper, flow, rows, front.closing())
    _bold(paper, rows[0], rows[-1], sections)


def _signed(paper: Paper, flow: Flow, rows: list[int], closing: tuple[str, str]) -> None:
    """Signature and date on the second and third row after the text."""
    signature, date = closing
    for row in rows:
        past = f"{paper.start(row).address}-{here(flow.length)}"
        content, style = paper.plan.cells[row, 1]
        assert isinstance(content, Formula)
        closed = f"IF({past}=2,{signature},IF({past}=3,{date},{content.text}))"
        paper.plan.put(row, 1, Formula(closed), style)
    _say_too_long(paper, flow, rows, f'IF({signature}&{date}="",0,{ENDING})')


# ---- the sheet --------------------------------------------------------------------------


def _finish(paper: Paper) -> None:
    plan, width = paper.plan, paper.grid.width
    for column, pixels in enumerate(paper.grid.pixels, 1):
        plan.widths[column] = (pixels - EXTRA) / PER_CHARACTER
    plan.widths[width + 1] = 2
    plan.widths[width + 2] = 44
    plan.hidden_columns = (paper.helpers, paper.helpers + 2)
    plan.print_area = (1, 1, paper.row - 1, width)
    plan.header = ""  # as the document
    plan.footer = '&C&"宋体"&12— &P —'
    plan.first_page = 1
    _hints(plan, width)


def _hints(plan: SheetPlan, width: int) -> None:
    """Beside the paper, not printed."""
    plan.put(1, width + 2, HINTS[0], "help")
    plan.put(2, width + 2, HINTS[1], "help")
    cut = f'COUNTIF({area_text(1, 1, max(plan.heights), 1)},"{TOO_LONG[:5]}*")'
    words = "有文字印不下，请看“（文字太长”开头的那一行"
    plan.put(4, width + 2, Formula(f'IF({cut}=0,"",{quoted(words)})'), "expected")
