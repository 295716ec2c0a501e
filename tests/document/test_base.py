"""The empty document: current, lean, and set up as official documents are."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from xl_tools.builtin import template_path
from xl_tools.document.base import build_base
from xl_tools.document.wordml import BASE


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_built_file_is_current() -> None:
    built, committed = members(build_base()), members(template_path(BASE).read_bytes())
    assert list(built) == list(committed)
    assert [name for name in built if built[name] != committed[name]] == []


def test_the_same_source_gives_the_same_bytes() -> None:
    assert build_base() == build_base()


def test_the_page_is_that_of_the_standard() -> None:
    section = docx.Document(io.BytesIO(build_base())).sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.bottom_margin,
             section.left_margin, section.right_margin, section.footer_distance]  # fmt: skip
    expected = [210, 297, 37, 35, 28, 26, 25.6]
    assert [round((size or 0) / Mm(1), 1) for size in sizes] == expected


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", None),
        ("Heading 2", "楷体_GB2312", None),
        ("Heading 3", "仿宋_GB2312", None),
        ("Footer", "宋体", 14),
    ],
)
def test_each_level_has_its_font(style: str, font: str, points: float | None) -> None:
    found = docx.Document(io.BytesIO(build_base())).styles[style]
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert (found.font.size and found.font.size.pt) == points


def test_a_font_that_windows_lacks_names_another() -> None:
    fonts = members(build_base())["word/fontTable.xml"].decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in fonts


def test_odd_and_even_pages_have_their_number_outside() -> None:
    document = docx.Document(io.BytesIO(build_base()))
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert paragraph.alignment.name == side


def test_there_is_nothing_in_it_that_is_not_used() -> None:
    document = docx.Document(io.BytesIO(build_base()))
    assert len(members(build_base())) == 11
    assert len(document.styles) <= 16
    assert document.paragraphs == []
