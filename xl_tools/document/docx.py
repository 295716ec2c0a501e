"""Document -> docx: its blocks as WordprocessingML inside our base document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from xl_tools.builtin import template_path
from xl_tools.document.blocks import (
    Block,
    Date,
    Document,
    Heading,
    Paragraph,
    Signature,
    TableBlock,
    Title,
)
from xl_tools.document.measure import pulls_apart
from xl_tools.document.printable import refuse_unprintable
from xl_tools.document.profile import STANDARD, Profile
from xl_tools.document.properties import app_properties, core_properties
from xl_tools.document.styles import TABLE_SIZES, line_of, table_text
from xl_tools.document.wordml import BASE, paragraph, run
from xl_tools.document.wordtable import table_xml
from xl_tools.files import read_whole
from xl_tools.ooxml.archive import Archive, contents, copied, open_archive, packed_anew, written

END_OF_BODY: Final = "<w:sectPr>"
TEXT, STYLES = "word/document.xml", "word/styles.xml"
TWIPS_PER_CHARACTER: Final = 320
GAP_BELOW: Final = '<w:spacing w:after="80"/>'


def write_docx(document: Document) -> bytes:
    """The document as a Word file; the same document gives the same bytes."""
    refuse_unprintable(document)
    return in_base(document, _parts(document))


def in_base(document: Document, parts: Mapping[str, str]) -> bytes:
    """The base with these parts in place of its own, and the properties of the document."""
    base = _base()
    changed = {
        "docProps/core.xml": core_properties(document),
        "docProps/app.xml": app_properties(document),
        **parts,
    }
    return written(
        packed_anew(entry.raw_name, changed[entry.name].encode())
        if entry.name in changed
        else copied(base, entry)
        for entry in base.entries
    )


@cache
def _base() -> Archive:
    return open_archive(read_whole(template_path(BASE)))


@cache
def _text(name: str) -> str:
    base = _base()
    entry = next(entry for entry in base.entries if entry.name == name)
    return contents(base, entry).decode()


def _parts(document: Document) -> dict[str, str]:
    """The text, and what the habits of an office or further tables change."""
    parts: dict[str, str] = {}
    if document.profile != STANDARD:
        from xl_tools.document.base import parts_of

        parts = parts_of(document.profile)
    parts[TEXT] = _with_body(parts.get(TEXT, ""), document)
    sizes = {block.table.font_size for block in document.tables()} - set(TABLE_SIZES)
    if sizes:
        parts[STYLES] = _with_styles(parts.get(STYLES) or _text(STYLES), sizes)
    return parts


def _with_body(empty: str, document: Document) -> str:
    blocks, profile = document.blocks, document.profile
    pairs = zip(blocks, (*blocks[1:], None), strict=True)
    return around((_xml(*pair, profile) for pair in pairs), empty)


def around(body: Iterable[str], empty: str = "") -> str:
    """The text of a document with this body, in the standard layout unless another is given."""
    before, mark, after = (empty or _text(TEXT)).partition(END_OF_BODY)
    return "".join((before, *body, mark, after))


def _with_styles(styles: str, sizes: Iterable[float]) -> str:
    """Styles for tables of a font size that the base does not know."""
    before, end, _ = styles.rpartition("</w:styles>")
    return "".join((before, *map(table_text, sorted(sizes)), end, "\n" * styles.endswith("\n")))


# ---- blocks -------------------------------------------------------------------------------


def _xml(block: Block, following: Block | None, profile: Profile) -> str:
    line = line_of(profile)
    before_table = isinstance(following, TableBlock)
    match block:
        case Paragraph(text, keep):
            return _body(run(text), text, keep=keep, before_table=before_table)
        case Heading():
            return _heading(block, before_table=before_table)
        case TableBlock():
            return table_xml(block, shaded=profile.shaded)
        case Title(lines):
            return _title(lines, line)
        case Signature(text, indent):
            return paragraph("Signature", run(text), _above(line) + _right(indent))
        case Date(text, indent, first):
            return paragraph("Date", run(text), (_above(line) if first else "") + _right(indent))


def _body(runs: str, text: str, *, keep: bool, before_table: bool) -> str:
    """Body text, justified where that looks well."""
    kept = "<w:keepNext/>" if keep else ""
    below = GAP_BELOW if before_table else ""
    ragged = '<w:jc w:val="left"/>' if pulls_apart(text) else ""
    return paragraph("BodyText", runs, kept + below + ragged)


def _heading(block: Heading, *, before_table: bool) -> str:
    if block.body:
        runs = run(block.text, f"Heading{block.level}Char") + run(block.body)
        return _body(runs, block.body, keep=block.keep, before_table=before_table)
    opens = "<w:pageBreakBefore/>" if block.new_page else ""
    below = GAP_BELOW if before_table else ""
    return paragraph(f"Heading{block.level}", run(block.text), opens + below)


def _above(line: int) -> str:
    """A blank line above."""
    return f'<w:spacing w:before="{line}"/>'


def _title(lines: tuple[str, ...], line: int) -> str:
    """The lines of the title, the last one with a blank line below it."""
    below = f'<w:spacing w:after="{line}"/>'
    return "".join(
        paragraph("Title", run(text), below if number == len(lines) else "")
        for number, text in enumerate(lines, start=1)
    )


def _right(indent: float) -> str:
    """An indent at the right in characters, and the same in twips for those who do not count so."""
    hundredths, width = round(indent * 100), round(indent * TWIPS_PER_CHARACTER)
    return f'<w:ind w:rightChars="{hundredths}" w:right="{width}"/>'
