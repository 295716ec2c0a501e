"""assemble writes the document in several forms at once, each only over its own."""

from __future__ import annotations

from pathlib import Path

from tests.running import Run
from xl_tools.samples import sample_path

COUNTY = str(sample_path("county-2024"))


def test_word_file_and_page_are_made_at_once(run: Run) -> None:
    code, out, _ = run("assemble", COUNTY, "-o", "年报.docx", "-o", "年报.html")
    assert code == 1  # the sample is of another edition than its year calls for
    assert "年报.docx" in out
    assert "年报.html" in out
    docx = run("extract", "年报.docx", "-o", "甲.json")
    html = run("extract", "年报.html", "-o", "乙.json")
    assert docx[0] == html[0]
    one, other = (Path(name).read_text(encoding="utf-8") for name in ("甲.json", "乙.json"))
    assert one.split('"origins"')[0] == other.split('"origins"')[0]


def test_a_page_of_ours_is_replaced_until_somebody_changes_a_word(run: Run) -> None:
    run("assemble", COUNTY, "-o", "年报.html")
    page = Path("年报.html")
    ours = page.read_text(encoding="utf-8")
    page.write_text(ours.replace("政府", "县政府", 1), encoding="utf-8")  # the title above the page
    assert run("assemble", COUNTY, "-o", "年报.html")[0] != 2
    assert page.read_text(encoding="utf-8") == ours
    page.write_text(ours.replace("</p>", "请批示</p>", 1), encoding="utf-8")
    assert run("assemble", COUNTY, "-o", "年报.html")[0] == 2
    assert "请批示" in page.read_text(encoding="utf-8")
    assert run("assemble", COUNTY, "-o", "年报.html", "--force")[0] != 2
