"""docx bytes -> printed report: documents of Word, of WPS and of ours."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Editions
from xl_tools.ooxml.package import Package
from xl_tools.ooxml.xml import parse
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.sources.flow import Flow
from xl_tools.sources.numbering import Numbering, read_numbering
from xl_tools.sources.printed import Printed, reading_of_printed

DOCUMENTS: Final = frozenset({"docx", "dotx", "docm", "dotm"})
STYLES: Final = "styles"
# What is not printed, or printed a second time: text moved away, the fallback of a drawing, the
# properties before a change, the formula of a field, the reading aid over a character.
SKIPPED: Final = frozenset(
    "moveFrom Fallback pPrChange rPrChange tblPrChange tcPrChange trPrChange sectPrChange"
    " tblPrExChange tblGridChange numberingChange fldData rt".split()
)
CHARACTERS: Final = MappingProxyType(
    {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
)
OFF: Final = frozenset({"0", "false", "off"})
# Built-in styles that say what a paragraph is, by their names in lower case.
ALIGNED: Final = MappingProxyType({"title": "center", "signature": "right", "date": "right"})


def read_worddoc(package: Package, file: str, editions: Editions) -> Reading:
    """The report in a Word document; Refusal where it is none."""
    try:
        return reading_of_printed(printed_document(package, file), editions)
    except Refusal as refusal:
        raise refusal.within(file) from None


def printed_document(package: Package, file: str = "") -> Printed:
    """The paragraphs and tables of a document, tracked changes accepted."""
    body = _Body(_alignments(package), read_numbering(package))
    parse(package.read(package.main), package.main, body.start, body.end, body.text)
    return body.flow.printed(file)


def _alignments(package: Package) -> dict[str, str]:
    """How the paragraphs of a style are aligned, by the style's id."""
    aligned: dict[str, str] = {}
    current = [""]

    def start(name: str, found: dict[str, str]) -> None:
        value = found.get("val", "")
        if name == "style":
            current[0] = found.get("styleId", "")
        elif name == "name" and value.lower() in ALIGNED:
            aligned[current[0]] = ALIGNED[value.lower()]
        elif name == "jc" and current[0]:
            aligned.setdefault(current[0], _alignment(value))

    parts = (one.member for one in package.relations(package.main).values() if one.kind == STYLES)
    for member in parts:
        if package.find(member):
            parse(package.read(member), member, start)
    return aligned


def _alignment(value: str) -> str:
    return "right" if value == "end" else value


class _Paragraph:
    """A paragraph while it is read: its text so far and what its properties say."""

    __slots__ = ("align", "goes_on", "level", "list", "style", "text")

    def __init__(self, text: list[str]) -> None:
        self.text = text
        self.align = self.style = self.list = ""
        self.level = 0
        self.goes_on = False  # the mark at its end was deleted


class _Body:
    """Handlers for the parts of a document; `flow` is what they give."""

    def __init__(self, aligned: Mapping[str, str], numbering: Numbering) -> None:
        self.flow = Flow("文档")
        self._aligned, self._numbering = aligned, numbering
        self._open: list[_Paragraph] = []
        self._carried: list[str] = []
        self._within: list[str] = []  # property elements around the present place
        self._skip = 0
        self._speaks = self._hidden = False
        self._rows: list[bool] = []  # was the row deleted, for each open table

    def text(self, text: str) -> None:
        """Character data; only what stands in a text element is said."""
        if self._speaks and not self._hidden and not self._skip and self._open:
            self._open[-1].text.append(text)

    def start(self, name: str, found: dict[str, str]) -> None:
        """The start of an element."""
        if self._skip or name in SKIPPED or (name == "del" and not self._within):
            self._skip += 1
        elif self._within or name in ("pPr", "rPr", "trPr", "tcPr", "tblPr", "sectPr", "sdtPr"):
            self._property(name, found)
            self._within.append(name)
        elif name == "t":
            self._speaks = True
        elif name in CHARACTERS:
            if self._open and not self._hidden:
                self._open[-1].text.append(CHARACTERS[name])
        else:
            self._structure(name)

    def end(self, name: str) -> None:
        """The end of an element."""
        if self._skip:
            self._skip -= 1
        elif self._within:
            self._within.pop()
        elif name == "t":
            self._speaks = False
        elif name == "r":
            self._hidden = False
        elif name == "p":
            self._end_paragraph()
        elif name == "tc":
            self.flow.end_cell()
        elif name == "tr":
            self.flow.end_row(kept=not (self._rows and self._rows[-1]))
        elif name == "tbl":
            self.flow.end_table()
            self._rows.pop()

    def _structure(self, name: str) -> None:
        if name == "p":
            self._open.append(_Paragraph(self._carried))
            self._carried = []
        elif name == "tbl":
            self._rows.append(False)
            self.flow.start_table()
        elif name == "tr":
            self._rows[-1:] = [False]
            self.flow.start_row()
        elif name == "tc":
            self.flow.start_cell()

    # ---- properties -------------------------------------------------------------------

    def _property(self, name: str, found: dict[str, str]) -> None:
        outer = self._within[0] if self._within else ""
        if outer == "pPr":
            self._paragraph_property(name, found)
        elif outer == "rPr" and name == "vanish":
            self._hidden = found.get("val", "") not in OFF
        elif outer == "tcPr":
            self._cell_property(name, found)
        elif outer == "trPr" and name == "del":
            self._rows[-1:] = [True]
        elif outer == "trPr" and name == "gridBefore":
            self.flow.start_cell(1, _whole(found))
            self.flow.end_cell()

    def _paragraph_property(self, name: str, found: dict[str, str]) -> None:
        if not self._open:
            return
        paragraph, value = self._open[-1], found.get("val", "")
        if name == "jc":
            paragraph.align = _alignment(value)
        elif name == "pStyle":
            paragraph.style = value
        elif name == "numId":
            paragraph.list = value
        elif name == "ilvl":
            paragraph.level = _whole(found)
        elif name in ("del", "moveFrom") and self._within[-1] == "rPr":
            paragraph.goes_on = True

    def _cell_property(self, name: str, found: dict[str, str]) -> None:
        if name == "gridSpan":
            self.flow.reach(columns=_whole(found))
        elif name == "vMerge" and found.get("val", "continue") != "restart":
            self.flow.reach(rows=0)

    # ---- paragraphs -------------------------------------------------------------------

    def _end_paragraph(self) -> None:
        if not self._open:
            return
        paragraph = self._open.pop()
        if paragraph.goes_on:
            self._carried = paragraph.text
            return
        text = "".join(paragraph.text)
        if text.strip():
            number = self._numbering.next(paragraph.list, paragraph.level, paragraph.style)
            self._say(number + text, paragraph)

    def _say(self, text: str, paragraph: _Paragraph) -> None:
        align = paragraph.align or self._aligned.get(paragraph.style, "")
        self.flow.start_block("p", align)
        for number, line in enumerate(text.split("\n")):
            if number:
                self.flow.line_break()
            self.flow.say(line)
        self.flow.end_block("p")


def _whole(found: Mapping[str, str]) -> int:
    value = found.get("val", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
