"""publish makes all that a website needs, the same each time, and overwrites nobody's work."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.running import Run
from xl_tools.libreoffice import convert
from xl_tools.samples import sample_path

COUNTY = str(sample_path("county-2024"))
NAME = "淮安市洪泽区人民政府2024年政府信息公开工作年度报告"


@pytest.fixture(autouse=True)
def _no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "find_office", lambda: None)


def names(folder: str) -> set[str]:
    return {path.name for path in Path(folder).iterdir()}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_is_there_and_without_libreoffice_all_but_the_pdf(run: Run) -> None:
    run("demo", "-o", ".")
    code, out, err = run("publish", "年报.xlsx", "-o", "网站/公布")
    assert code == 0
    assert {f"{NAME}.docx", f"{NAME}.html", "数据.json", "数据.csv"} <= names("网站/公布")
    assert f"{NAME}.pdf" not in names("网站/公布")
    assert {line.strip() for line in out.splitlines() if line.startswith("  ")} == names(
        "网站/公布"
    )
    assert "没有做 PDF" in err
    assert "compare" in out


def test_every_copy_agrees_with_the_workbook(run: Run) -> None:
    run("demo", "-o", ".")
    run("publish", "年报.xlsx", "-o", "公布")
    found = (p for p in Path("公布").iterdir() if p.suffix in (".html", ".docx"))
    copies = [str(p) for p in found if p.stem != "图解"]
    assert len(copies) == 4
    code, out, _ = run("compare", *copies, "年报.xlsx")
    assert (code, out.count("完全相同")) == (0, 4)


def test_the_data_hold_every_figure_and_the_dictionary_explains_each(run: Run) -> None:
    run("publish", COUNTY, "-o", "公布")
    report = json.loads(Path(COUNTY).read_text(encoding="utf-8"))
    found = rows(Path("公布/数据.csv"))
    stated = {
        f"{table}.{row}.{column}": value
        for table, own in report["tables"].items()
        for row, columns in own.items()
        for column, value in columns.items()
    }
    assert {one["编号"]: one["数值"] for one in found} == {
        cell: "" if value is None else str(value) for cell, value in stated.items()
    }
    explained = rows(Path("公布/数据字典.csv"))
    assert [one["编号"] for one in explained] == [one["编号"] for one in found]
    assert all(one["类型"] and one["行"] and one["列"] for one in explained)


def test_pictures_of_two_years_are_drawn_where_last_year_is_given(run: Run) -> None:
    report = json.loads(Path(COUNTY).read_text(encoding="utf-8"))
    Path("去年.json").write_text(json.dumps({**report, "year": 2023}), encoding="utf-8")
    run("publish", COUNTY, "-o", "甲")
    assert {name for name in names("甲") if name.startswith("图解")} == {
        "图解.html", "图解.docx", "图解-办理结果.svg", "图解-申请人.svg", "图解-复议诉讼.svg"
    }  # fmt: skip
    run("publish", COUNTY, "--prior", "去年.json", "-o", "乙")
    assert names("乙") - names("甲") == {"图解-两年比较.svg"}
    assert "2023年" in Path("乙/图解.html").read_text(encoding="utf-8")


def test_what_is_the_office_s_own_is_not_published(run: Run) -> None:
    report = json.loads(Path(COUNTY).read_text(encoding="utf-8"))
    report["suppliers"] = {"applications": {"who": "王科员", "when": "1月3日"}}
    report["control"] = {"applications.total.total": 805}
    report["acknowledged"] = [{"rule": "T3-BAL", "reason": "内部说明"}]
    Path("甲.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    run("publish", "甲.json", "-o", "公布")
    for path in Path("公布").iterdir():
        text = path.read_bytes().decode("utf-8", "replace")
        assert "王科员" not in text
        assert "内部说明" not in text
    assert "control" not in json.loads(Path("公布/数据.json").read_text(encoding="utf-8"))


def test_a_second_run_replaces_its_own_files_and_no_other(run: Run) -> None:
    run("publish", COUNTY, "-o", "公布")
    before = {p.name: p.read_bytes() for p in Path("公布").iterdir()}
    assert run("publish", COUNTY, "-o", "公布")[0] != 2
    assert {p.name: p.read_bytes() for p in Path("公布").iterdir()} == before
    report = json.loads(Path(COUNTY).read_text(encoding="utf-8"))
    report["narrative"]["other"] = "另有一事。"
    Path("乙.json").write_text(json.dumps(report), encoding="utf-8")
    Path("公布/数据.csv").write_text("手工改过", encoding="utf-8")
    code, _, err = run("publish", "乙.json", "-o", "公布")
    assert code == 2
    assert "数据.csv" in err
    unchanged = {p.name: p.read_bytes() for p in Path("公布").iterdir() if p.name != "数据.csv"}
    assert unchanged == {name: data for name, data in before.items() if name != "数据.csv"}
    assert run("publish", "乙.json", "-o", "公布", "--force")[0] != 2
