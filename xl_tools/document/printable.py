"""Document -> a Refusal where a character could stand in no file, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from xl_tools.document.blocks import Block, Document, Heading, Origin, TableBlock, Title
from xl_tools.ooxml.text import forbidden
from xl_tools.placement import BASICS
from xl_tools.refusal import Refusal

ADVICE = "请删去它再试（多半是从网页或别的文件复制来的，看不见）"
PARTS = {"title": "标题", "preface": "前言", "signature": "落款", "date": "成文日期"}


def refuse_unprintable(document: Document) -> None:
    """Refuse a control character or half a character, naming its paragraph or its cell."""
    if not forbidden("\n".join(_everything(document))):
        return  # the usual case, found at once
    for text in (document.organ, document.date):
        _refuse(text, "机关名称或成文日期", BASICS)
    for block, origin in zip(document.blocks, document.places, strict=True):
        for text, where, cell in _texts(block, origin):
            _refuse(text, where, origin.sheet, cell)


def _everything(document: Document) -> Iterator[str]:
    yield from (document.organ, document.date, *document.paragraphs())
    for table in document.tables():
        yield from table.texts.values()


def _refuse(text: str, where: str, sheet: str, cell: str = "") -> None:
    found = forbidden(text)
    if found:
        place = f"{where}第 {text.index(found) + 1} 个字"
        problem = f"{place}是不能印出来的字符（U+{ord(found):04X}）"
        raise Refusal(problem, ADVICE, sheet=sheet, cell=cell)


def _texts(block: Block, origin: Origin) -> Iterator[tuple[str, str, str]]:
    """(text, where it stands, the cell) of a block."""
    if isinstance(block, TableBlock):
        for figure in block.table.figures:
            yield block.texts[figure.id], "", f"{figure.label}（{figure.id}）"
        return
    number = f"第 {origin.number} 段" if origin.number else ""
    where = PARTS.get(origin.part, "") + number
    if isinstance(block, Title):
        yield "".join(block.lines), where, ""
    elif isinstance(block, Heading):
        yield block.text + block.body, where, ""
    else:
        yield block.text, where, ""
