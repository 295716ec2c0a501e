"""Two readings -> every figure and every sentence in which they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from xl_tools.document.blocks import Document, Heading, TableBlock, Title
from xl_tools.document.compose import compose
from xl_tools.edition import Editions, Table
from xl_tools.jsontext import plain
from xl_tools.records import NamedTuple
from xl_tools.report import Reading, Report, Value, form_of
from xl_tools.review.wording import changes

TITLE, PREFACE, SIGNATURE, DATE = "标题", "前言", "落款", "成文日期"
MISSING: Final = "（没有）"
BLANK: Final = "（空）"


class Difference(NamedTuple):
    """One thing that differs: where, what it was and what it is.

    `cell` is the id of a figure; `part` a piece of the form in words. `found` says where the new
    one stands, as far as that is known.
    """

    part: str
    old: str
    new: str
    cell: str = ""
    found: str = ""


def differences(old: Reading, new: Reading, editions: Editions) -> tuple[Difference, ...]:
    """Everything in which the new one differs from the old: facts, figures, then the text."""
    return (
        *_facts(old.report, new.report, editions),
        *_figures(old, new, editions),
        *_texts(old, new, editions),
        *_besides(old.report, new.report),
    )


def _facts(old: Report, new: Report, editions: Editions) -> Iterator[Difference]:
    pairs = (
        ("年度", str(old.year), str(new.year)),
        ("机关名称", old.organ.name, new.organ.name),
        ("版式", editions.get(old.edition).name, editions.get(new.edition).name),
    )
    for part, one, other in pairs:
        if one != other:
            yield Difference(part, one, other or MISSING)


# ---- figures -----------------------------------------------------------------------------


def _figures(old: Reading, new: Reading, editions: Editions) -> Iterator[Difference]:
    forms = form_of(old.report, editions), form_of(new.report, editions)
    for name, table in forms[0].tables.items():
        yield from _table(old, new, table)
        known = {figure.id for figure in table.figures}
        more = forms[1].tables[name].figures if name in forms[1].tables else ()
        labels = {figure.id: figure.label for figure in more if figure.id not in known}
        for cell, label in labels.items():
            if cell in new.report.cells:
                yield _figure(old, new, cell, f"{table.number} {label}")


def _table(old: Reading, new: Reading, table: Table) -> Iterator[Difference]:
    cells = {figure.id: f"{table.number} {figure.label}" for figure in table.figures}
    stated = [cell for cell in cells if cell in old.report.cells]
    if len(stated) > 1 and not any(cell in new.report.cells for cell in cells):
        yield Difference(table.number, f"{len(stated)} 个数", MISSING)
        return
    for cell, words in cells.items():
        if old.report.cells.get(cell) != new.report.cells.get(cell):
            yield _figure(old, new, cell, words)


def _figure(old: Reading, new: Reading, cell: str, words: str) -> Difference:
    one, other = (_shown(reading.report.cells.get(cell)) for reading in (old, new))
    return Difference(words, one, other, cell, _place(new, cell))


def _shown(value: Value | None) -> str:
    if value is None:
        return BLANK
    return value if isinstance(value, str) else str(plain(value))


def _place(reading: Reading, cell: str) -> str:
    place = reading.places.get(cell)
    if place:
        return f"{place.sheet} {place.address}"
    origins: Mapping[str, str] = reading.report.extra.get("origins", {})
    return origins.get(cell, "")


# ---- text --------------------------------------------------------------------------------


def _texts(old: Reading, new: Reading, editions: Editions) -> Iterator[Difference]:
    before, after = texts_of(old, editions), texts_of(new, editions)
    for part in dict.fromkeys((*before, *after)):
        for change in changes(before.get(part, ""), after.get(part, "")):
            yield Difference(part, change.old, change.new)


def _besides(old: Report, new: Report) -> Iterator[Difference]:
    """Rows and figures of tables that have no place in the form."""
    known = {one.get("text") for one in old.extra.get("unplaced", ())}
    for one in new.extra.get("unplaced", ()):
        if "表格" in one.get("where", "") and one.get("text") not in known:
            yield Difference("表里多出来的", MISSING, one["text"], found=one["where"])


def texts_of(reading: Reading, editions: Editions) -> dict[str, str]:
    """What the report prints, part by part; what is composed counts for what is still to print."""
    report = reading.report
    form = form_of(report, editions)
    printed = compose(report, form)
    texts = _composed(printed, {s.id: s.title for s in form.edition.sections})
    if "origins" not in report.extra:
        return texts
    # A printed report says what it says: nothing is composed for it.
    given = {TITLE: report.title, PREFACE: report.narrative.get("preface", "")}
    return {**texts, **{part: text for part, text in given.items() if text or part in texts}}


def _composed(document: Document, titles: Mapping[str, str]) -> dict[str, str]:
    names = {"title": TITLE, "preface": PREFACE, "signature": SIGNATURE, "date": DATE, **titles}
    lines: dict[str, list[str]] = {}
    for block, origin in zip(document.blocks, document.places, strict=True):
        text = ""
        if isinstance(block, Title):
            text = "".join(block.lines)
        elif isinstance(block, Heading):
            text = "" if block.level == 1 else block.text + block.body
        elif not isinstance(block, TableBlock):
            text = block.text
        if text:
            lines.setdefault(names[origin.part], []).append(text)
    return {part: "\n".join(own) for part, own in lines.items()}
