"""A written file that does not say what was composed is never delivered."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.document.reports import form, numbered, report
from xl_tools.document import NotAsComposed, compose
from xl_tools.document.docx import write_docx
from xl_tools.document.readback import figures_of, verify

FORM = form("2021")
DOCUMENT = compose(report("2021", numbered(FORM)), FORM)
MEMBER = "word/document.xml"


def changed(old: str, new: str) -> bytes:
    """The written document in which the first `old` reads `new`."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_docx(DOCUMENT))) as before,
        zipfile.ZipFile(out, "w") as to,
    ):
        for name in before.namelist():
            text = before.read(name).decode()
            if name == MEMBER:
                assert old in text
                text = text.replace(old, new, 1)
            to.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_figures_and_paragraphs_are_read_back(edition: str) -> None:
    of = form(edition)
    document = compose(report(edition, numbered(of)), of)
    figures, paragraphs = figures_of(write_docx(document), of)
    assert figures == {cell: str(value) for cell, value in numbered(of).items()}
    assert paragraphs == document.paragraphs()


def test_what_was_written_is_accepted() -> None:
    verify(write_docx(DOCUMENT), DOCUMENT)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("<w:t>185</w:t>", "<w:t>186</w:t>", "applications.pending_end.total"),
        ("<w:t>185</w:t>", "", "applications.pending_end.total"),
        ("<w:t>规章</w:t>", "<w:t>章规</w:t>", "表二"),
        ("年政府信息公开工作年度报告</w:t>", "年报</w:t>", "paragraph 2"),
        ("<w:vMerge/>", '<w:vMerge w:val="restart"/>', "表三"),
    ],
    ids=["figure", "no figure", "label", "paragraph", "merge"],
)
def test_a_difference_is_found_and_named(old: str, new: str, named: str) -> None:
    with pytest.raises(NotAsComposed, match=named):
        verify(changed(old, new), DOCUMENT)


def without_a_row(xml: str) -> str:
    start = xml.rindex("<w:tr>")
    return xml[:start] + xml[xml.index("</w:tr>", start) + len("</w:tr>") :]


def without_a_table(xml: str) -> str:
    start = xml.rindex("<w:tbl>")
    return xml[:start] + xml[xml.index("</w:tbl>", start) + len("</w:tbl>") :]


@pytest.mark.parametrize("cut", [without_a_row, without_a_table])
def test_a_table_or_a_row_that_is_missing_is_noticed(cut: Callable[[str], str]) -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(DOCUMENT))) as archive:
        xml = archive.read(MEMBER).decode()
    with pytest.raises(NotAsComposed, match="table"):
        verify(changed(xml, cut(xml)), DOCUMENT)
