"""An office's habits: read from its file, kept by every form of the document, else refused."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn

from tests.document.reports import form, numbered, report
from tests.lint.document import lint_document
from xl_tools.document import Document, compose, write_document
from xl_tools.document.blocks import Heading
from xl_tools.document.profile import PROFILES, STANDARD, Fonts, Profile, profile_from_toml
from xl_tools.refusal import Refusal

README = Path(__file__).parents[2] / "README.md"
OWN = profile_from_toml("""
base = "常用"
second_level = "单独成行"
page_numbers = "居中"
shaded = false
signature = false
date = false
[fonts]
text = "方正仿宋_GBK"
title = "华康标题宋"
""")


def composed(profile: Profile) -> Document:
    return compose(report("2021", numbered(form("2021"))), form("2021"), profile)


def opened(profile: Profile) -> Any:
    return docx.Document(io.BytesIO(write_document(composed(profile), "docx")))


def test_the_example_of_the_readme_states_the_defaults_and_every_key() -> None:
    text = README.read_text(encoding="utf-8")
    (example,) = re.findall(r"<!-- profile -->\n```toml\n(.*?)```", text, re.DOTALL)
    assert profile_from_toml(example) == STANDARD
    stated = set(re.findall(r"^(\w+) =", example, re.MULTILINE))
    keys = {*Profile._fields, *Fonts._fields} - {"name", "fonts"}
    assert stated == keys | {"base"}


def test_an_empty_file_is_the_standard() -> None:
    assert profile_from_toml("") == STANDARD
    assert profile_from_toml('base = "常用"') == PROFILES["常用"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('base = "自创"', "国标"),
        ("lines = 28", "lines"),
        ("line = 5", "行距"),
        ("line = true", "行距"),
        ("line = nan", "行距"),
        ('line = "28"', "行距"),
        ('second_level = "随便"', "接排"),
        ("second_level = []", "接排"),
        ('shaded = "yes"', "true"),
        ('fonts = "仿宋"', "fonts"),
        ('[fonts]\nbody = "仿宋"', "body"),
        ("[fonts]\ntext = 3", "text"),
        ('[fonts]\ntext = " "', "text"),
        ('[fonts]\ntext = "a\\u0000b"', "text"),
        ("[fonts]\ntext = '仿\"宋<&'", "text"),
        ("[fonts]\ntext = '仿;color:red'", "text"),
        ("line = ", "写得不对"),
    ],
)
def test_what_is_not_known_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(Refusal, match=named) as caught:
        profile_from_toml(text, "本单位.toml")
    assert "本单位.toml" in caught.value.sentence


@pytest.mark.parametrize("profile", [*PROFILES.values(), OWN], ids=[*PROFILES, "own"])
@pytest.mark.parametrize("ending", ["docx", "html"])
def test_every_form_is_written_and_read_back_in_every_profile(
    profile: Profile, ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"年报.{ending}"
    path.write_bytes(write_document(composed(profile), ending))
    if ending == "docx":
        assert lint_document(path) == []


def test_a_word_file_keeps_the_habits() -> None:
    own = opened(OWN)
    styles = own.styles
    assert styles["Normal"].paragraph_format.line_spacing.pt == 28
    assert styles["Title"].element.rPr.rFonts.get(qn("w:eastAsia")) == "华康标题宋"
    assert [p.alignment.name for p in own.sections[0].footer.paragraphs] == ["CENTER"]
    xml = own.element.xml
    assert "w:shd" not in xml
    assert "w:shd" in opened(STANDARD).element.xml
    assert "2025年1月20日" not in "".join(p.text for p in own.paragraphs)


def test_a_font_whose_name_is_no_word_is_quoted_in_styles() -> None:
    odd = STANDARD._replace(fonts=Fonts(text="3号 体.1"))
    assert "'3号 体.1'" in write_document(composed(odd), "html").decode()


def seconds(profile: Profile) -> list[Heading]:
    blocks = composed(profile).blocks
    return [b for b in blocks if isinstance(b, Heading) and b.level == 2]


def test_headings_of_the_second_level_stand_where_the_office_wants_them() -> None:
    assert {bool(one.body) for one in seconds(STANDARD)} == {True, False}
    own = seconds(OWN)
    assert [one.body for one in own] == [""] * 5
    assert not any(one.text.endswith("。") for one in own)
    run_in = seconds(STANDARD._replace(second_level="run in"))
    assert all(one.body and one.text.endswith("。") for one in run_in)
    together = {
        "".join(composed(p).paragraphs()).replace("。", "")
        for p in (STANDARD, STANDARD._replace(second_level="run in"))
    }
    assert len(together) == 1


def test_page_numbers_are_left_out_where_none_are_wanted() -> None:
    none = opened(STANDARD._replace(page_numbers="none"))
    assert [p.text for p in none.sections[0].footer.paragraphs] == [""]
    assert (
        "counter(page)"
        not in write_document(composed(STANDARD._replace(page_numbers="none")), "html").decode()
    )


@pytest.mark.office
@pytest.mark.parametrize("name", PROFILES)
def test_lines_are_as_far_apart_on_paper_as_the_profile_says(name: str) -> None:
    profile = PROFILES[name]
    base = report()._replace(narrative={"overview": "政府信息公开" * 400})
    data = write_document(compose(base, form("2021"), profile), "pdf")
    with pdfplumber.open(io.BytesIO(data)) as opened_pdf:
        page = opened_pdf.pages[2]
        body = [c for c in page.chars if c["bottom"] < (297 - 35) * 72 / 25.4 + 3]
    heights = sorted({round(c["matrix"][5], 1) for c in body}, reverse=True)
    assert len(heights) == 22
    steps = [upper - lower for upper, lower in pairwise(heights)]
    assert steps == pytest.approx([profile.line] * 21, abs=0.11)
    assert len([c for c in body if round(c["matrix"][5], 1) == heights[3]]) == 28


@pytest.mark.office
def test_the_open_xml_sdk_has_nothing_to_say_about_an_own_layout(
    tmp_path: Path, ooxml_validator: Any
) -> None:
    path = tmp_path / "年报.docx"
    path.write_bytes(write_document(composed(OWN), "docx"))
    assert ooxml_validator(path) == []
