"""A report -> the files that a website needs: to paste, to download, and the figures as data."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from xl_tools.delivery.manifest import report_name, sha256
from xl_tools.document import Document, write_document
from xl_tools.document.charts import charts
from xl_tools.document.html import fragment
from xl_tools.document.pageback import verify_page, verify_unmerged
from xl_tools.document.pictures import picture_file, picture_page
from xl_tools.document.pictureword import picture_document
from xl_tools.edition import NUMBER_TYPES, Editions, Figure
from xl_tools.jsontext import dumps, plain
from xl_tools.report import Form, Reading, Report, form_of, report_to_json

PASTE: Final = "粘贴到网站编辑器.html"
PASTE_UNMERGED: Final = "粘贴到网站编辑器（编辑器会拆开合并单元格时用）.html"
JSON_FILE, CSV_FILE, DICTIONARY = "数据.json", "数据.csv", "数据字典.csv"
PICTURES: Final = "图解"
SUMS: Final = "SHA256SUMS"
SUM: Final = re.compile(r"([0-9a-f]{64})  (.+)")
# Programs that open a file as text take it for UTF-8 by this mark.
BOM: Final = "\ufeff".encode()
FIELDS: Final = ("编号", "表", "行", "列", "数值", "单位")
DESCRIBED: Final = ("编号", "表", "行", "列", "类型", "单位", "依据", "怎么填")


def website_files(
    reading: Reading, document: Document, editions: Editions
) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file but the PDF, each proven to say what the document does."""
    report, form = reading.report, form_of(reading.report, editions)
    name = report_name(report)
    yield f"{name}.html", write_document(document, "html")
    yield f"{name}.docx", write_document(document, "docx")
    merged, unmerged = fragment(document), fragment(document, merged=False)
    verify_page(merged, document)
    verify_unmerged(unmerged, document)
    yield PASTE, BOM + merged
    yield PASTE_UNMERGED, BOM + unmerged
    yield JSON_FILE, dumps(report_to_json(_public(report), form)).encode("utf-8")
    yield CSV_FILE, figures_csv(report, form)
    yield DICTIONARY, dictionary_csv(form)
    yield from _pictures(reading, editions)


def _pictures(reading: Reading, editions: Editions) -> Iterator[tuple[str, bytes]]:
    """The figures as pictures: a page of all, and each as a file of its own."""
    drawn = charts(reading.report, reading.prior, editions)
    if drawn:
        yield f"{PICTURES}.html", picture_page(reading.report, drawn)
        yield f"{PICTURES}.docx", picture_document(reading.report, drawn)
    for chart in drawn:
        yield f"{PICTURES}-{chart.name}.svg", picture_file(chart)


def _public(report: Report) -> Report:
    """The report without what is the office's own: who supplied what, control totals, reasons."""
    return report._replace(control={}, suppliers={}, computed=frozenset(), extra={})


def figures_csv(report: Report, form: Form) -> bytes:
    """Every figure in a line, in the order of the form; a blank one is empty."""
    rows = (
        (*_named(figure, form), _stated(report, figure.id), figure.unit)
        for figure in form.figures().values()
    )
    whose = (report.organ.name, report.year)
    return _table(("机关名称", "年度", *FIELDS), ((*whose, *row) for row in rows))


def dictionary_csv(form: Form) -> bytes:
    """What each figure means: the columns of the figures explained, then figure by figure."""
    rows = (
        (
            *_named(figure, form),
            NUMBER_TYPES.get(figure.type, figure.type) + ("，合计" if figure.is_total else ""),
            figure.unit,
            figure.row.article,
            figure.row.help,
        )
        for figure in form.figures().values()
    )
    return _table(DESCRIBED, rows)


def _named(figure: Figure, form: Form) -> tuple[str, str, str, str]:
    table = form.tables[figure.table]
    row = "／".join((*figure.row.group, figure.row.label))
    column = "／".join((*figure.column.group, figure.column.label))
    return figure.id, f"{table.number} {table.caption}", row, column


def _stated(report: Report, cell: str) -> str:
    value = report.cells.get(cell)
    return str(plain(value)) if isinstance(value, Decimal) else value or ""


def _table(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([heads, *rows])
    return BOM + out.getvalue().encode("utf-8")


# ---- what lies there already -------------------------------------------------------------


def sums(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The checksums of the files, as sha256sum writes and reads them."""
    return "".join(f"{sha256(data)}  {name}\n" for name, data in files).encode("utf-8")


def sums_in(text: bytes) -> Mapping[str, str]:
    """The checksum of each file that such a list names."""
    found = (SUM.fullmatch(line) for line in text.decode("utf-8", "replace").splitlines())
    return {match[2]: match[1] for match in found if match}
