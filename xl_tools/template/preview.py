"""Edition -> the sheet 成文预览: the whole report in print layout, every word by formula.

Pages and tables have their places; what varies is the text. So that a short one leaves no page
empty and a long one has room, the first part stands on a page of its own or begins on that of the
preface, and text before a table stands below the table before it; what finds no room there goes on
below its own table.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from xl_tools.edition import Section
from xl_tools.placement import Placement
from xl_tools.places import area_text
from xl_tools.records import NamedTuple
from xl_tools.template.flow import INDENT, LINE_LENGTHS, TOO_LONG, Flow, joined, quoted
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
    moved, rest = _first_pages(paper, front, sections[:first], tables[0]), None
    for section, following in pairwise(tables):
        moved, rest = _table_page(paper, section, moved, following, rest)
    _table(paper, tables[-1], moved)
    _last_pages(paper, front, sections[last + 1 :], rest)
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
    moved = _told(paper, table)
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


def _told(paper: Paper, section: Section) -> str:
    """The condition that there is any text in a section."""
    texts = "&".join(paper.texts(section))
    bare = f'SUBSTITUTE(SUBSTITUTE({texts},"\u3000",""),{here(paper.signs.line)},"")'
    return paper.kept(Formula(f'TRIM({bare})<>""'))


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


def _table(paper: Paper, section: Section, moved: str) -> None:
    _heading(paper, section, moved)
    put_table(paper, paper.placement.tables[section.table])


def _table_page(
    paper: Paper, section: Section, moved: str, following: Section, rest: _Rest | None
) -> tuple[str, _Rest]:
    """A page with a table, what is left of the text before it, and the text before the next one.

    Gives the condition that there is any of the latter, and what finds no room.
    """
    _table(paper, section, moved)
    paper.add(GAP / 2)
    told, flow, count = _told(paper, following), paper.flow(), paper.room(HEADING)
    left = rest.left if rest else "FALSE"
    parts = [rest.text] if rest else []
    parts.append(f'IF(AND({left},{told}),{quoted(following.title)},"")')
    longest = f"IF({left},{LINE_LENGTHS[-1]},{LINE_LENGTHS[0]})"  # as large below its table
    texts = joined([*parts, *paper.texts(following)], paper.signs)
    flow.put(paper.plan, texts, count, longest=longest)
    _heading(paper, following, f"OR(NOT({told}),{left})")
    rows = paper.lines(flow, count, rest.first if rest else "1")
    if rest:  # it must not go on behind the heading of the next part
        start = paper.start(rows[-1] + 1).address
        paper.say_too_long(rows[-1], f"AND({left},{start}<=LEN({rest.text}))")
    _bold(paper, rows[0], rows[-1], [following])
    after = _Rest.of(paper, flow)
    paper.turn()
    return told, after


class _Rest(NamedTuple):
    """What of a text found no room in its rows.

    The condition that there is any, the rest, and where it starts in a text that begins with it.
    """

    left: str
    text: str
    first: str

    @classmethod
    def of(cls, paper: Paper, flow: Flow) -> _Rest:
        """After the rows of a text."""
        start, line = here(paper.start(paper.row)), here(paper.signs.line)
        text, length = here(flow.text), here(flow.length)
        left = paper.kept(Formula(f"{start}<={length}"))
        inside = f"IF({left},MID({text},{start}-1,1)<>{line},FALSE)"
        rest = f'IF({left},MID({text},{start},{length}),"")'
        return cls(left, rest, f"IF({inside},{len(INDENT)}+1,1)")


# ---- the last parts, signature and date ---------------------------------------------------


def _last_pages(
    paper: Paper, front: Front, sections: Sequence[Section], rest: _Rest | None
) -> None:
    """The part after the tables begins below the last one; the parts after it on a new page."""
    part, *others = sections
    paper.add(GAP)
    _heading(paper, part, rest.left if rest else "")
    flow, count = paper.flow(), paper.room()
    parts = [rest.text, f'IF({rest.left},{quoted(part.title)},"")'] if rest else []
    texts = joined([*parts, *paper.texts(part)], paper.signs)
    flow.put(paper.plan, texts, count + LINES // 2)
    rows = paper.lines(flow, count, rest.first if rest else "1")
    _bold(paper, rows[0], rows[-1], [part])
    after = _Rest.of(paper, flow)
    paper.turn()
    _ending(paper, front, others, after)


def _ending(paper: Paper, front: Front, sections: Sequence[Section], rest: _Rest) -> None:
    """The last page: what the page before has no room for, the last parts, signature and date."""
    parts = [rest.text]
    for section in sections:
        title = quoted(section.title)
        always = section is not sections[0]
        parts += [title if always else f'IF({rest.left},{title},"")', *paper.texts(section)]
    flow = paper.flow()
    flow.put(paper.plan, joined(parts, paper.signs), LINES - ENDING)
    _heading(paper, sections[0], rest.left)
    rows = paper.lines(flow, LINES, rest.first)
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
