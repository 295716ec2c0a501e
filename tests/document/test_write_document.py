"""Formats are offered by their ending; what is written is read back first."""

from __future__ import annotations

import pytest

from tests.document.reports import form, report
from xl_tools import document as package
from xl_tools.document import FORMATS, Document, NotAsComposed, compose, write_document
from xl_tools.refusal import Refusal

DOCUMENT = compose(report(), form("2021"))


# A PDF needs LibreOffice: see test_pdf.py.
SAME_BYTES = [name for name in FORMATS if name != "pdf"]


@pytest.mark.parametrize("ending", [*SAME_BYTES, *(f".{name.upper()}" for name in SAME_BYTES)])
def test_every_format_is_written_by_its_ending(ending: str) -> None:
    data = write_document(DOCUMENT, ending)
    assert data == FORMATS[ending.removeprefix(".").lower()].write(DOCUMENT)


@pytest.mark.parametrize("ending", ["doc", ".wps", ""])
def test_another_ending_is_refused_with_those_there_are(ending: str) -> None:
    with pytest.raises(Refusal) as caught:
        write_document(DOCUMENT, ending)
    for name in FORMATS:
        assert f".{name}" in caught.value.problem


def test_a_file_that_says_something_else_is_not_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(document: Document) -> bytes:
        return FORMATS["docx"].write(document._replace(blocks=document.blocks[:-1],
                                                       places=document.places[:-1]))  # fmt: skip

    broken = FORMATS["docx"]._replace(write=forgetful)
    monkeypatch.setattr(package, "FORMATS", {"docx": broken})
    with pytest.raises(NotAsComposed, match="paragraph"):
        write_document(DOCUMENT, "docx")
