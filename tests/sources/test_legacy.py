"""Old files of Word, Excel and WPS: read through LibreOffice, refused with advice without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports import consistent
from tests.sources.pages import EDITIONS, composed, report
from tests.sources.same import differences
from xl_tools.actions.workbooks import filled_workbook
from xl_tools.document.docx import write_docx
from xl_tools.libreoffice import convert
from xl_tools.ooxml.sniff import OLE
from xl_tools.refusal import Refusal
from xl_tools.sources import read_bytes

OLD = OLE + bytes(4096) + "WordDocument\0".encode("utf-16-le") + bytes(100)
KINDS = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}


def test_without_libreoffice_the_refusal_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "find_office", lambda: None)
    with pytest.raises(Refusal, match=r"年报\.wps.*旧版") as caught:
        read_bytes(OLD, "年报.wps", EDITIONS)
    assert "另存为 .docx" in caught.value.advice
    assert "LibreOffice" in caught.value.advice


@pytest.mark.parametrize("data", [OLE + bytes(600), OLD + "EncryptedPackage\0".encode("utf-16-le")])
def test_what_is_no_report_or_locked_is_not_handed_to_libreoffice(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "_run", lambda *_: pytest.fail("started"))
    with pytest.raises(Refusal):
        read_bytes(data, "年报.doc", EDITIONS)


@pytest.mark.office
@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_an_old_document_gives_its_report(edition: str, ending: str, tmp_path: Path) -> None:
    of = report(edition, 0)._replace(cells=consistent(EDITIONS.get(edition), 5).cells)
    source = tmp_path / "a.docx"
    source.write_bytes(write_docx(composed(of)))
    data = convert.converted(source, KINDS[ending], ending).read_bytes()
    reading = read_bytes(data, f"年报.{ending}", EDITIONS)
    assert differences(of, reading) == {}
    assert reading.notes[0] == "旧版文件，由 LibreOffice 转成 .docx 以后读出"


@pytest.mark.office
def test_an_old_workbook_gives_its_report(tmp_path: Path) -> None:
    of = report("2021", 0)._replace(cells=consistent(EDITIONS.get("2021"), 5).cells)
    source = tmp_path / "a.xlsx"
    source.write_bytes(filled_workbook(of, EDITIONS))
    data = convert.converted(source, "xls:MS Excel 97", "xls").read_bytes()
    assert read_bytes(data, "年报.xls", EDITIONS).report.cells == of.cells
