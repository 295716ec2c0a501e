"""Last year's report by command and by button: taken in, compared, said in words."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest

from tests.live import LiveBook
from tests.reports import consistent
from tests.running import Run
from xl_tools import api
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.buttons import press_on
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.jsontext import dumps
from xl_tools.placement import placement_of
from xl_tools.priorsheet import PRIOR
from xl_tools.report import Report, report_to_json
from xl_tools.samples import sample_path
from xl_tools.sources import read_bytes

EDITIONS = builtin_editions()
NEW, OLD = EDITIONS.get("2021"), EDITIONS.get("2019")
START, END = "applications.pending_start.research", "applications.pending_end.research"


def this_year() -> Report:
    return consistent(NEW, 7)._replace(year=2024)


def last_year(off: int = 0) -> Report:
    """A report that this year's follows, but for one cell."""
    report, prior = this_year(), consistent(NEW, 9)
    cells = {c: report.number(c.replace("_end", "_start")) for c in prior.cells if "_end." in c}
    cells[END] += off
    others = {f"disputes.{row.id}.pending": Decimal(0) for row in NEW.tables["disputes"].rows}
    stock = {"disclosure.normative_documents.in_force": _in_force(report)}
    return prior._replace(
        year=2023, cells=MappingProxyType({**prior.cells, **cells, **others, **stock})
    )


def _in_force(report: Report) -> Decimal:
    names = ("in_force", "issued", "repealed")
    now, issued, gone = (report.number(f"disclosure.normative_documents.{n}") for n in names)
    return now - issued + gone


def write(path: str, report: Report) -> str:
    Path(path).write_text(dumps(report_to_json(report)), encoding="utf-8")
    return path


# ---- validate ----------------------------------------------------------------------------


def rules_of(out: str) -> list[str]:
    return [finding["rule"] for finding in json.loads(out)["findings"]]


def test_validate_compares_with_the_report_that_is_given(run: Run) -> None:
    now = write("今年.json", this_year())
    assert run("validate", now, "--json")[0] == 0
    code, out, _ = run("validate", now, "--prior", write("去年.json", last_year()), "--json")
    assert (code, rules_of(out)) == (0, [])
    code, out, _ = run("validate", now, "--prior", write("错.json", last_year(3)), "--json")
    assert (code, rules_of(out)) == (1, ["CY-CARRY"])
    finding = json.loads(out)["findings"][0]
    assert (finding["cells"], finding["explainable"]) == ([START], True)
    assert finding["expected"] - finding["actual"] == 3


def test_of_several_files_only_that_of_the_same_organ_is_compared(run: Run) -> None:
    other = this_year()._replace(organ=this_year().organ._replace(name="乙县人民政府"))
    files = (write("甲.json", this_year()), write("乙.json", other))
    _, out, _ = run("validate", *files, "--prior", write("去年.json", last_year(3)), "--json")
    found = [[finding["rule"] for finding in one["findings"]] for one in json.loads(out)]
    assert found == [["CY-CARRY"], []]


def test_the_report_of_another_organ_is_remarked_upon_wherever_it_is_given(run: Run) -> None:
    organ = this_year().organ
    now = write("今年.json", this_year())
    own = write("自己.json", last_year()._replace(organ=organ._replace(name=f" {organ.name}")))
    other = write("别人.json", last_year(3)._replace(organ=organ._replace(name="别县人民政府")))
    words = f"注意：上年报告的机关是“别县人民政府”，本年是“{organ.name}”，请核对"
    assert words in run("validate", now, "--prior", other)[1]
    assert "请核对是不是同一个机关" not in run("validate", now, "--prior", own)[1]
    run("template", "--year", "2024", "-o", "空.xlsx")
    run("fill", "空.xlsx", "--data", now, "-o", "年报.xlsx")
    assert words in run("fill", "年报.xlsx", "--prior", other, "-o", "全.xlsx")[2]
    call = ("explain", "年报.xlsx", "CY-CARRY", "--reason", "上年报错", "--prior", other)
    assert words in run(*call)[1]
    assert words in run("publish", "年报.xlsx", "--prior", other, "-o", "网站")[1]
    _, _, err = run("validate", now, own, "--prior", other)
    assert "上年报告的机关是“别县人民政府”，这几份里没有这个机关的，都没有比较。" in err


def test_a_prior_that_cannot_be_read_is_a_bad_call(run: Run) -> None:
    code, _, err = run("validate", write("今年.json", this_year()), "--prior", "没有.xlsx")
    assert code == 2
    assert "没有.xlsx" in err


def test_the_library_takes_a_prior_too() -> None:
    findings = api.check(this_year(), prior=last_year(3)).findings
    assert [finding.rule for finding in findings] == ["CY-CARRY"]
    data = api.fill(api.build_template(), this_year(), prior=last_year(3))
    prior = read_bytes(data, "年报.xlsx", EDITIONS).prior
    assert prior is not None
    assert prior.cells == last_year(3).cells


# ---- fill --------------------------------------------------------------------------------


def test_fill_puts_last_year_into_the_workbook_and_validate_reads_it_there(run: Run) -> None:
    run("template", "--year", "2024", "-o", "空.xlsx")
    arguments = ("--data", write("今年.json", this_year()), "-o", "年报.xlsx")
    prior = ("--prior", write("去年.json", last_year(3)))
    code, out, err = run("fill", "空.xlsx", *arguments, *prior)
    assert (code, err) == (1, "")
    assert "有错误" in out
    assert rules_of(run("validate", "年报.xlsx", "--json")[1]) == ["CY-CARRY"]
    assert openpyxl.load_workbook("年报.xlsx")[PRIOR]["B5"].value == 2023
    assert run("fill", "空.xlsx", *arguments, *prior)[0] == 1  # its own work is replaced
    assert run("fill", "空.xlsx", *arguments)[0] == 2  # what stands there holds last year too


def test_fill_takes_last_year_alone_and_leaves_the_rest(run: Run) -> None:
    run("demo", "-o", "样例")
    prior = write("去年.json", last_year()._replace(year=2023))
    code, _, err = run("fill", "样例/年报.xlsx", "--prior", prior, "-o", "年报.xlsx")
    assert code == 1
    assert "请核对是不是同一个机关" in err
    first, second = (
        read_bytes(Path(name).read_bytes(), name, EDITIONS)
        for name in ("样例/年报.xlsx", "年报.xlsx")
    )
    assert first.report == second.report
    assert second.prior is not None


def test_fill_needs_something_to_fill_in(run: Run) -> None:
    run("template", "--year", "2024", "-o", "空.xlsx")
    code, _, err = run("fill", "空.xlsx", "-o", "年报.xlsx")
    assert code == 2
    assert "--data" in err
    assert "--prior" in err


def test_fill_says_what_a_prior_of_the_edition_before_does_not_answer(run: Run) -> None:
    run("template", "--year", "2021", "-o", "空.xlsx")
    prior = write("去年.json", consistent(OLD, 3)._replace(year=2020))
    now = write("今年.json", this_year()._replace(year=2021))
    _, _, err = run("fill", "空.xlsx", "--data", now, "--prior", prior, "-o", "年报.xlsx")
    assert "不能和上年比较：2019年版的“对外公开总数量”不是“现行有效件数”" in err
    assert "没有收费金额（万元）" in err
    shown = openpyxl.load_workbook("年报.xlsx", data_only=True)[PRIOR]
    assert shown["A3"].value.startswith("√ 已读入。上年用的是2019年版格式，这些不能比：")


def test_fill_says_that_a_report_is_not_of_the_year_before(run: Run) -> None:
    run("template", "--year", "2024", "-o", "空.xlsx")
    prior = write("前年.json", last_year()._replace(year=2022))
    now = write("今年.json", this_year())
    _, _, err = run("fill", "空.xlsx", "--data", now, "--prior", prior, "-o", "年报.xlsx")
    assert "给的是2022年度的报告，不是2023年度的" in err


# ---- the bridge --------------------------------------------------------------------------


def bridged_sample(run: Run, source: str) -> list[str]:
    """The township's report of 2021 in the new form; what is to be asked anew."""
    run("template", "--year", "2021", "-o", "新.xlsx")
    _, _, err = run("fill", "新.xlsx", "--data", source, "--bridge", "-o", "转好.xlsx")
    return [line for line in err.splitlines() if line.startswith("请重新核实：")]


@pytest.mark.parametrize("form", ["json", "workbook"])
def test_the_township_goes_over_the_bridge_to_a_clean_report(run: Run, form: str) -> None:
    source = str(sample_path("township-2021"))
    if form == "workbook":
        run("template", "--edition", "2019", "--year", "2021", "-o", "旧.xlsx")
        run("fill", "旧.xlsx", "--data", source, "-o", "旧填好.xlsx")
        source = "旧填好.xlsx"
    asked = bridged_sample(run, source)
    assert len(asked) == 5
    reading = read_bytes(Path("转好.xlsx").read_bytes(), "转好.xlsx", EDITIONS)
    missing = [f.id for f in NEW.figures() if f.id not in reading.report.cells]
    assert missing == [
        "disclosure.rules.repealed",
        "disclosure.rules.in_force",
        "disclosure.normative_documents.repealed",
        "disclosure.normative_documents.in_force",
        "disclosure.fees.amount",
    ]
    book = openpyxl.load_workbook("转好.xlsx")
    for cell in missing:  # the clerk asks, and fills in what is asked
        spot = placement_of(NEW).spot(cell)
        book[spot.sheet][spot.address] = 0
    book.save("问过.xlsx")
    code, out, _ = run("validate", "问过.xlsx", "--json")
    found = json.loads(out)
    assert (code, found["edition"], found["findings"], found["verdict"]) == (0, "2021", [], "通过")


# ---- the button --------------------------------------------------------------------------


@pytest.fixture
def opened(tmp_path: Path) -> LiveBook:
    """This year's report, open in a program; nothing of last year in it."""
    data = fill_workbook(blank_workbook(NEW, ".xlsm"), this_year(), EDITIONS)
    return LiveBook(data, str(tmp_path / "年报.xlsm"))


def in_sheet(book: LiveBook, name: str) -> Any:
    prior = placement_of(NEW).prior
    spot = prior.figures.get(name) or prior.fields[name]
    return book.sheets[PRIOR].values.get((spot.row, spot.column))


def test_the_button_takes_the_newest_report_of_the_organ_and_the_year_before(
    opened: LiveBook, tmp_path: Path
) -> None:
    (tmp_path / "上年").mkdir()
    other = last_year()._replace(organ=last_year().organ._replace(name="乙县人民政府"))
    for age, (name, report) in enumerate(
        {
            "乙县.json": other,
            "前年.json": last_year()._replace(year=2022),
            "年报.备份-1.json": last_year(8),
            "上年/送审稿.json": last_year(3),
            "旧稿.json": last_year(5),
        }.items()
    ):
        path = write(str(tmp_path / name), report)
        os.utime(path, (10**9 - age, 10**9 - age))
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04junk")
    press_on(opened, "prior")
    assert in_sheet(opened, END) == last_year(3).number(END)
    assert in_sheet(opened, "prior.year") == 2023
    (said,) = opened.app.alerts
    assert "送审稿.json" in said
    assert "2023年度，某某县人民政府" in said
    assert opened.sheets["改动记录"].values[2, 6] == "导入上年：送审稿.json"
    press_on(opened, "validate")
    assert "有错误，错误 1 处" in str(opened.app.status_bar)


def test_the_button_says_where_to_put_the_file(opened: LiveBook, tmp_path: Path) -> None:
    other = last_year()._replace(organ=last_year().organ._replace(name="乙县人民政府"))
    write(str(tmp_path / "乙县.json"), other)
    press_on(opened, "prior")
    (said,) = opened.app.alerts
    assert "没有找到“某某县人民政府”2023年度的报告" in said
    assert "“乙县.json”是“乙县人民政府”的" in said
    assert "放在这个文件夹里再点一次" in said
    assert not opened.sheets[PRIOR].written


def test_the_button_reads_a_document_where_there_is_no_workbook(
    opened: LiveBook, tmp_path: Path
) -> None:
    document = api.write_document(api.compose(last_year(3)), "docx")
    (tmp_path / "去年公布的.docx").write_bytes(document)
    press_on(opened, "prior")
    assert "去年公布的.docx" in opened.app.alerts[0]
    assert in_sheet(opened, END) == last_year(3).number(END)
    write(str(tmp_path / "更早的.json"), last_year(4))
    os.utime(tmp_path / "更早的.json", (1, 1))
    press_on(opened, "prior")
    assert "更早的.json" in opened.app.alerts[-1]  # figures before a page for people


def test_the_button_asks_before_it_replaces_other_figures(opened: LiveBook, tmp_path: Path) -> None:
    write(str(tmp_path / "去年.json"), last_year(3))
    press_on(opened, "prior")
    write(str(tmp_path / "去年.json"), last_year(4))
    opened.app.answer = "no"
    press_on(opened, "prior")
    assert "要换成“去年.json”里的2023年度报告吗" in opened.app.alerts[-1]
    assert in_sheet(opened, END) == last_year(3).number(END)
    opened.app.answer = "yes"
    press_on(opened, "prior")
    assert in_sheet(opened, END) == last_year(4).number(END)
    assert opened.app.alerts[-1].startswith("已把“去年.json”")


def test_a_report_of_the_edition_before_is_bridged_by_the_button(
    opened: LiveBook, tmp_path: Path
) -> None:
    write(str(tmp_path / "去年.json"), consistent(OLD, 3)._replace(year=2023))
    press_on(opened, "prior")
    assert in_sheet(opened, "prior.edition") == "2019年版"
    assert "不能和上年比较" in opened.app.alerts[0]
