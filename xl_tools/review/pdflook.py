"""PDF -> findings about its pages: paper, margins, lines, numbers, what was torn apart."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from xl_tools.document.blocks import Heading
from xl_tools.document.headings import block_of
from xl_tools.edition import Editions
from xl_tools.grid import grid_of
from xl_tools.records import NamedTuple
from xl_tools.report import Form, Report, form_of
from xl_tools.review.catalog import judged
from xl_tools.review.wording import BLANK
from xl_tools.rules.finding import Finding, cut

MM: Final = 72 / 25.4
PAPER: Final = (210.0, 297.0)
# Where ink may begin: characters do not fill their boxes to the edge.
LEFT, TOP = (25.5, 30.5), (33.0, 43.0)
LINES: Final = (26.5, 30.5)
SIZE: Final = (15.4, 16.6)
LONG: Final = 18  # characters of a line of text; rows of tables are shorter
NUMBER: Final = re.compile(r"[\s—–－_·•-]*(?:第)?([0-9]{1,3})(?:页)?[\s—–－_·•-]*")
FOOT: Final = 0.88  # of the page: below it stand numbers
ALONE: Final = 3


class Line(NamedTuple):
    """A line of a page: its text, where it stands, how large it is."""

    text: str
    left: float
    top: float
    base: float
    size: float


class Page(NamedTuple):
    """A page: its size in millimetres and its lines from the top."""

    width: float
    height: float
    lines: tuple[Line, ...]
    number: str


def pdf_findings(data: bytes, report: Report, editions: Editions) -> Iterator[Finding]:
    """Everything about the printed pages that differs from the standard."""
    import pdfplumber  # a file that was read as a PDF was read by it

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        pages = [_page(page) for page in pdf.pages]
        tagged, embedded, title = _is_tagged(pdf), _are_embedded(pdf), _title(pdf)
    form = form_of(report, editions)
    yield from _paper(pages)
    yield from _text(pages)
    yield from _numbers(pages)
    yield from _torn(pages, form)
    if not tagged:
        yield judged("P-TAG", "PDF 没有标签")
    if not embedded:
        yield judged("P-EMBED", "PDF 没有带上全部字体")
    if BLANK.sub("", report.title) not in BLANK.sub("", title) or not title.strip():
        yield judged("L-NAME", f"文件属性里的标题是“{title}”" if title else "文件属性里没有标题")


# ---- pages -------------------------------------------------------------------------------


def _page(page: Any) -> Page:
    rows: dict[int, list[Any]] = {}
    for char in page.chars:
        if char["text"].strip():
            # By the baseline: characters of two fonts have boxes of two heights.
            rows.setdefault(round(page.height - char["matrix"][5]), []).append(char)
    lines = [_line(chars) for _, chars in sorted(rows.items())]
    number = ""
    if lines and lines[-1].top > page.height / MM * FOOT and NUMBER.fullmatch(lines[-1].text):
        found = NUMBER.fullmatch(lines.pop().text)
        number = found[1] if found else ""
    return Page(page.width / MM, page.height / MM, tuple(lines), number)


def _line(chars: list[Any]) -> Line:
    ordered = sorted(chars, key=lambda char: char["x0"])
    sizes = Counter(round(char["size"], 1) for char in ordered)
    return Line(
        "".join(char["text"] for char in ordered),
        ordered[0]["x0"] / MM,
        min(char["top"] for char in ordered) / MM,
        -ordered[0]["matrix"][5],
        sizes.most_common(1)[0][0],
    )


def _paper(pages: Sequence[Page]) -> Iterator[Finding]:
    wrong = [p for p in pages if abs(p.width - PAPER[0]) > 1 or abs(p.height - PAPER[1]) > 1]
    if wrong:
        size = f"{wrong[0].width:.0f}×{wrong[0].height:.0f} 毫米"
        yield judged("L-PAPER", f"有 {len(wrong)} 页的纸是 {size}")


def _text(pages: Sequence[Page]) -> Iterator[Finding]:
    long = [line for page in pages for line in page.lines if len(line.text) >= LONG]
    text = [line for line in long if line.size > 11.5] or long
    if not text:
        return
    left = min(line.left for line in text)
    tops = [page.lines[0].top for page in pages[1:] if page.lines]
    wrong = [f"订口约 {left:.0f} 毫米"] if not LEFT[0] <= left <= LEFT[1] else []
    if tops and not TOP[0] <= min(tops) <= TOP[1]:
        wrong.append(f"天头约 {min(tops):.0f} 毫米")
    if wrong:
        yield judged("L-MARGIN", f"页边距不对：{'、'.join(wrong)}")
    size = Counter(line.size for line in text).most_common(1)[0][0]
    if not SIZE[0] <= size <= SIZE[1]:
        yield judged("L-SIZE", f"正文的字是 {size:g} 磅")
    steps = Counter(round(step * 2) / 2 for page in pages for step in _steps(page, size))
    if steps and not LINES[0] <= steps.most_common(1)[0][0] <= LINES[1]:
        yield judged("L-LINE", f"行距约 {steps.most_common(1)[0][0]:g} 磅")


def _steps(page: Page, size: float) -> Iterator[float]:
    """The distances of neighbouring lines of the text."""
    for above, below in pairwise(page.lines):
        if min(len(above.text), len(below.text)) >= LONG and above.size == below.size == size:
            yield below.base - above.base


def _numbers(pages: Sequence[Page]) -> Iterator[Finding]:
    bare = [str(n) for n, page in enumerate(pages, start=1) if not page.number and page.lines]
    if bare:
        yield judged("L-NUMBER", f"第 {cut(bare, len(bare), '页')} 页没有页码")
        return
    numbers = [int(page.number) for page in pages if page.number]
    if any(after != before + 1 for before, after in pairwise(numbers)):
        yield judged("L-NUMBER", f"页码不是依次相连的：{'、'.join(map(str, numbers[:10]))}")


# ---- what was torn apart -----------------------------------------------------------------


def _torn(pages: Sequence[Page], form: Form) -> Iterator[Finding]:
    empty = [str(n) for n, page in enumerate(pages, start=1) if not page.lines]
    if empty:
        yield judged("P-EMPTY", f"第 {cut(empty, len(empty), '页')} 页是空白的")
    titles = {section.title for section in form.edition.sections}
    for number, page in enumerate(pages[:-1], start=1):
        line = page.lines[-1] if page.lines else None
        last = BLANK.sub("", line.text) if line and line.size >= SIZE[0] else ""
        if last in titles or _is_bare_heading(last):
            yield judged("P-HEADING", f"第 {number} 页的最后一行是标题“{last}”，下文在下一页")
    if len(pages) > 1 and _is_closing(pages[-1]):
        yield judged("P-ALONE", "最后一页只有落款和日期")
    yield from _split_tables(pages, form)


def _is_bare_heading(text: str) -> bool:
    block = block_of(text) if text else None
    return isinstance(block, Heading) and not block.body and text[-1] not in "。；，、：,;"


def _is_closing(page: Page) -> bool:
    """A few lines, the last one a date, none of them a sentence."""
    texts = [BLANK.sub("", line.text) for line in page.lines]
    dated = bool(texts) and re.fullmatch(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日", texts[-1])
    return bool(dated) and len(texts) <= ALONE and not any("。" in text for text in texts)


def _split_tables(pages: Sequence[Page], form: Form) -> Iterator[Finding]:
    """A table whose last row stands on a page without the heads of its columns."""
    texts = [BLANK.sub("", "".join(line.text for line in page.lines)) for page in pages]
    for table in form.tables.values():
        grid = grid_of(table)
        if not grid.header_rows or not table.rows or table.layout != "matrix":
            continue
        head = BLANK.sub("", table.columns_title or table.columns[0].label)
        first = next((n for n, text in enumerate(texts) if head in text), None)
        rows = [BLANK.sub("", row.label) for row in table.rows if not row.group]
        last = max((n for n, text in enumerate(texts) if rows[-1] in text), default=None)
        if first is not None and last is not None and last > first and head not in texts[last]:
            words = f"{table.number}从第 {first + 1} 页跨到第 {last + 1} 页，后面的页上没有表头"
            yield judged("P-SPLIT", words)


# ---- the file ----------------------------------------------------------------------------


def _is_tagged(pdf: Any) -> bool:
    from pdfminer.pdftypes import resolve1

    marked = resolve1(pdf.doc.catalog.get("MarkInfo")) or {}
    return resolve1(marked.get("Marked")) is True


def _are_embedded(pdf: Any) -> bool:
    from pdfminer.pdftypes import resolve1

    for page in pdf.pages:
        fonts = resolve1((resolve1(page.page_obj.resources) or {}).get("Font")) or {}
        for font in map(resolve1, fonts.values()):
            inner = resolve1(font.get("DescendantFonts")) or [font]
            described = (resolve1(resolve1(one).get("FontDescriptor")) for one in inner)
            if not all(
                one and any(str(k).startswith("FontFile") for k in one) for one in described
            ):
                return False
    return True


def _title(pdf: Any) -> str:
    from pdfminer.pdftypes import resolve1

    raw = next((one["Title"] for one in pdf.doc.info if "Title" in one), b"")
    raw = resolve1(raw)
    if not isinstance(raw, bytes):
        return ""
    # Some programs write the other byte order, which is not in the standard.
    marked = raw.startswith((b"\xfe\xff", b"\xff\xfe"))
    return raw.decode("utf-16" if marked else "latin-1", "replace")
