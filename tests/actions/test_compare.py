"""compare and diff: what differs is said, written and counted in the exit code."""

from __future__ import annotations

import json
from pathlib import Path

from tests.running import Run
from xl_tools.samples import sample_path

COUNTY = str(sample_path("county-2024"))


def made(run: Run) -> None:
    run("demo", "-o", ".")
    assert run("assemble", "年报.xlsx", "-o", "年报.html")[0] == 0


def planted(**changes: str) -> None:
    text = Path("年报.html").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    Path("改.html").write_text(text, encoding="utf-8")


def test_copies_that_agree_give_0_and_one_that_does_not_gives_1(run: Run) -> None:
    made(run)
    code, out, _ = run("compare", "年报.html", "年报.docx", "年报.xlsx")
    assert code == 0
    assert out.count("完全相同") == 2
    planted(**{">95<": ">96<"})
    code, out, _ = run("compare", "年报.html", "改.html", "年报.xlsx")
    assert code == 1
    assert "应是“95”，公布的是“96”" in out
    assert out.count("完全相同") == 1


def test_a_copy_that_cannot_be_read_is_said_among_the_others(run: Run) -> None:
    made(run)
    Path("坏.pdf").write_bytes(b"%PDF-1.7\nnothing")
    code, out, err = run("compare", "坏.pdf", "年报.html", "年报.xlsx", "--json")
    found = json.loads(out)
    assert code == 2
    assert "坏.pdf" in err
    assert [("refused" in one) for one in found] == [True, False]
    assert found[1]["differences"] == []


def test_a_diff_is_written_as_page_text_and_data(run: Run) -> None:
    made(run)
    planted(**{">95<": ">96<", "没有收取": "未收取"})
    code, out, _ = run("diff", "年报.xlsx", "改.html", "-o", "不同.html")
    assert code == 1
    page = Path("不同.html").read_text(encoding="utf-8")
    assert "<del>" in page
    assert "<ins>" in page
    assert "http" not in page
    assert run("diff", "年报.xlsx", "改.html", "-o", "不同.txt")[0] == 1
    assert Path("不同.txt").read_text(encoding="utf-8") == out
    code, out, _ = run("diff", "年报.xlsx", "改.html", "--json", "-o", "不同.json")
    assert json.loads(out) == json.loads(Path("不同.json").read_text(encoding="utf-8"))
    kinds = [bool(one["cell"]) for one in json.loads(out)["differences"]]
    assert kinds.count(True) == 1
    assert run("diff", "年报.xlsx", "年报.docx")[0] == 0
    assert run("diff", "年报.xlsx", "改.html", "-o", "不同.html")[0] == 1  # its own is replaced


def test_what_is_shown_on_a_page_cannot_be_markup(run: Run) -> None:
    report = json.loads(Path(COUNTY).read_text(encoding="utf-8"))
    report["narrative"]["other"] = "<script>alert(1)</script>"
    Path("甲.json").write_text(json.dumps(report), encoding="utf-8")
    run("diff", COUNTY, "甲.json", "-o", "不同.html")
    assert "<script" not in Path("不同.html").read_text(encoding="utf-8")
