"""Report -> Document: title, preface, the six sections, signature and date, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from xl_tools.document.blocks import (
    Block,
    Date,
    Document,
    Heading,
    Origin,
    Paragraph,
    Signature,
    TableBlock,
    Title,
)
from xl_tools.document.headings import arranged, block_of
from xl_tools.document.measure import Fit, fit_of, width_of
from xl_tools.document.profile import STANDARD, Profile
from xl_tools.edition import Section
from xl_tools.jsontext import plain
from xl_tools.placement import BASICS, FIELDS
from xl_tools.report import CONTACTS, SUBJECT, Form, Report, Value

ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
# What stands at the start of a pasted paragraph in place of an indent.
BLANKS: Final = " \t\u3000\u00a0"
# GB/T 9704-2012, 7.3.5.2: two characters free at the right, the date two further in.
FREE, FURTHER = 2.0, 2.0
WIDEST: Final = 24.0
# Characters of 22 points in 156 mm.
TITLE_WIDTH: Final = 20
PLACE_NAME: Final = re.compile("[省市州盟县区旗乡镇](?=.)")

Placed = tuple[Block, Origin]


def compose(report: Report, form: Form, profile: Profile = STANDARD) -> Document:
    """The printed report: every text and figure it states, and nothing that it does not."""
    lines = tuple(part for line in _title_lines(report, form) for part in _broken(line))
    placed = [
        (Title(lines), Origin(BASICS, "title")),
        *_paragraphs(_preface(report, form), Origin(BASICS, "preface")),
        *(
            pair
            for section in form.edition.sections
            for pair in _section(report, form, section, profile)
        ),
    ]
    placed = _closed(placed, list(_closing(report, profile)))
    blocks, places = zip(*placed, strict=True)
    title, organ = "".join(lines), report.organ.name
    return Document(title, organ, SUBJECT, report.date, blocks, places, profile)


# ---- title and preface ----------------------------------------------------------------


def _title_lines(report: Report, form: Form) -> tuple[str, ...]:
    if not report.title.strip():
        return tuple(_filled(line, report) for line in form.edition.title_lines)
    given = tuple(_lines(report.title))
    year = re.search(rf"{report.year}[{BLANKS}]*年", given[0])
    if len(given) > 1 or year is None:
        return given
    organ, rest = given[0][: year.start()], given[0][year.start() :]
    return tuple(filter(None, (organ.strip(BLANKS), rest)))


def _broken(line: str) -> tuple[str, ...]:
    """A line too long for the page in two: after the place nearest its middle that may end one."""
    if width_of(line) <= TITLE_WIDTH:
        return (line,)
    middle = (len(line) + 1) // 2
    ends = [found.end() for found in PLACE_NAME.finditer(line)] or [middle]
    end = min(ends, key=lambda end: abs(end - middle))
    # A place name far from the middle would leave a line as long as before.
    end = end if max(end, len(line) - end) <= TITLE_WIDTH else middle
    return line[:end], line[end:]


def _filled(text: str, report: Report, contacts: str = "") -> str:
    """A sentence of the edition with its blanks filled in."""
    filling = {"organ": report.organ.name, "year": str(report.year), "contacts": contacts}
    return re.sub(r"\{(organ|year|contacts)\}", lambda match: filling[match[1]], text)


def _lines(text: str) -> Iterator[str]:
    """The paragraphs of a text without the blanks that stand for an indent."""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        stripped = line.strip(BLANKS)
        if stripped:
            yield stripped


def _preface(report: Report, form: Form) -> list[Block]:
    """The preface as written, else the edition's sentence with the contacts that are known."""
    written = report.narrative.get("preface", "")
    if written.strip():
        return [Paragraph(line) for line in _lines(written)]
    named = ((FIELDS[f"organ.{name}"], getattr(report.organ, name)) for name in CONTACTS)
    contacts = "，".join(f"{label}：{value}" for label, value in named if value)
    sentences = [form.edition.preface, *([form.edition.preface_contact] if contacts else [])]
    return [Paragraph(_filled(sentence, report, contacts)) for sentence in sentences]


def _paragraphs(blocks: Iterable[Block], origin: Origin) -> Iterator[Placed]:
    for number, block in enumerate(blocks, start=1):
        yield block, origin._replace(number=number)


# ---- sections -------------------------------------------------------------------------


def _section(report: Report, form: Form, section: Section, profile: Profile) -> Iterator[Placed]:
    origin = Origin(section.sheet, section.id)
    written = (block_of(line) for line in _lines(report.narrative.get(section.id, "")))
    texts: list[Block] = arranged(written, profile.second_level)
    fit = fit_of(form.tables[section.table]) if section.table else None
    opens = fit is not None and fit.most_of_it
    # Text before a table that fills a page stands on the page before.
    yield Heading(1, section.title, new_page=opens and not texts), origin
    yield from _paragraphs(texts if fit is None or opens else _kept(texts), origin)
    if fit is not None:
        yield _table(report, fit, new_page=opens and bool(texts)), origin


def _table(report: Report, fit: Fit, *, new_page: bool) -> TableBlock:
    cells = (figure.id for figure in fit.grid.table.figures)
    texts = {cell: _printed(report.cells.get(cell)) for cell in cells}
    return TableBlock(fit.grid, texts, fit.one_page, new_page)


def _printed(value: Value | None) -> str:
    """A figure as it is printed: exact, a text as it stands, a blank as nothing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    return value.replace("\r\n", "\n").replace("\r", "\n")


# ---- signature and date ---------------------------------------------------------------


def _closing(report: Report, profile: Profile) -> Iterator[Placed]:
    """Signature and date, the shorter one further in so that both end where the standard says."""
    name = "".join(_lines(report.signature)) if profile.signature else ""
    date = _date(report.date) if profile.date else ""
    indent = min(width_of(name), WIDEST) - FURTHER - width_of(date) if name and date else 0.0
    if name:
        yield Signature(name, FREE + max(0.0, -indent)), Origin(BASICS, "signature")
    if date:
        yield Date(date, FREE + max(0.0, indent), first=not name), Origin(BASICS, "date")


def _date(text: str) -> str:
    """2025-01-05 as 2025年1月5日; a date that is written differently stays as it is."""
    found = ISO_DATE.fullmatch(text.strip())
    if not found:
        return "".join(_lines(text))
    year, month, day = map(int, found.groups())
    return f"{year}年{month}月{day}日"


def _closed(placed: list[Placed], closing: list[Placed]) -> list[Placed]:
    """Everything; signature and date never stand alone on a page."""
    if not closing:
        return placed
    last, origin = placed[-1]
    return [*placed[:-1], *((block, origin) for block in _kept([last])), *closing]


def _kept(blocks: list[Block]) -> list[Block]:
    """The blocks, the last one held on the page of what follows."""
    if not blocks or not isinstance(blocks[-1], Paragraph | Heading):
        return blocks
    return [*blocks[:-1], blocks[-1]._replace(keep=True)]
