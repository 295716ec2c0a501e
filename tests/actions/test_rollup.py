"""The command rollup: bad calls, what it says, what it replaces, what LibreOffice makes of it."""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest

from benchmarks.county import book, data, figures, report_of
from tests.office.live import Live
from tests.office.session import Office
from tests.running import Run
from xl_tools.edition import builtin_editions
from xl_tools.placement import placement_of
from xl_tools.report import Report
from xl_tools.rules.ofmany import RULES
from xl_tools.sources import read


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))


def report(organ: str, seed: int, kind: str = "department") -> Report:
    import random

    return report_of(organ, kind, figures(random.Random(seed)))


def handed_in(**reports: Report) -> None:
    Path("收到").mkdir(exist_ok=True)
    for name, one in reports.items():
        Path(f"收到/{name}.json").write_bytes(data(one))


OWN = report("甲县人民政府", 1, "government")
OWN = OWN._replace(organ=OWN.organ._replace(level="county"))
PLAIN = ("rollup", "收到", "-o", "汇总.xlsx")


def refused(run: Run, *arguments: str) -> str:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not Path("汇总.xlsx").exists()
    return err


def test_bad_calls_are_refused_in_one_sentence(run: Run) -> None:
    handed_in(甲=report("甲县教育局", 2))
    Path("空").mkdir()
    Path("名单.csv").write_text("单位,角色\n甲局,某某\n", encoding="utf-8")
    Path("去年.json").write_bytes(data(OWN._replace(year=2023)))
    assert "-o" in refused(run, "rollup", "收到")
    assert "没有一份报告" in refused(run, "rollup", "空", "-o", "汇总.xlsx")
    assert "第 2 行的角色" in refused(run, *PLAIN, "--roster", "名单.csv")
    assert "名单外.csv" in refused(run, *PLAIN, "--roster", "名单外.csv")
    assert "2023年度" in refused(run, *PLAIN, "--own", "去年.json", "--year", "2024")
    assert "没有.json" in refused(run, *PLAIN, "--own", "没有.json")
    assert ".xlsx 结尾" in refused(run, "rollup", "收到", "-o", "汇总.docx")
    assert "2018年度" in refused(run, *PLAIN, "--year", "2018")


def test_json_is_also_given_where_the_call_is_refused(run: Run) -> None:
    Path("空").mkdir()
    code, out, err = run("rollup", "空", "--json", "-o", "汇总.xlsx")
    assert code == 2
    assert json.loads(out)["refused"] == err.strip()


def test_a_path_that_is_not_there_is_a_status_and_not_the_end(run: Run) -> None:
    handed_in(甲=report("甲县教育局", 2))
    code, out, _ = run("rollup", "收到", "不在", "--json", "-o", "汇总.xlsx")
    assert code == 1
    assert [u["status"] for u in json.loads(out)["units"]] == ["counted", "unreadable"]


def test_own_report_gives_the_words_and_its_figures(run: Run) -> None:
    unit = report("甲县教育局", 2)
    handed_in(甲=unit)
    Path("本级.json").write_bytes(data(OWN))
    code, out, _ = run(*PLAIN, "--own", "本级.json", "--json")
    found = json.loads(out, parse_float=Decimal)
    assert code == 0
    assert [(u["own"], u["status"]) for u in found["units"]] == [
        (True, "counted"),
        (False, "counted"),
    ]
    assert found["report"]["narrative"] == dict(OWN.narrative)
    sums = read(Path("汇总.xlsx")).report
    for cell in unit.cells:
        assert sums.number(cell) == OWN.number(cell) + unit.number(cell)


def test_an_own_report_that_is_a_sum_already_is_named(run: Run) -> None:
    handed_in(甲=report("甲县教育局", 2))
    whole = OWN._replace(organ=OWN.organ._replace(scope="aggregate"))
    Path("本级.json").write_bytes(data(whole))
    _, out, _ = run(*PLAIN, "--own", "本级.json", "--json")
    assert "RU-SCOPE" in [f["rule"] for f in json.loads(out)["findings"]]


def test_a_text_in_place_of_a_number_is_named_and_not_summed(run: Run) -> None:
    cell = "applications.full_grant.research"
    one, other = report("甲县教育局", 2), report("甲县公安局", 3)
    odd = one._replace(cells=MappingProxyType({**one.cells, cell: "三件"}))
    handed_in(甲=odd, 乙=other)
    code, out, _ = run(*PLAIN, "--json")
    found = json.loads(out)
    assert code == 1
    assert [organ for organ, _ in found["proof"][cell]] == ["甲县公安局"]
    assert any("三件" in f["message"] for f in found["findings"] if f["rule"] == "RU-SUM")


def test_the_account_says_who_is_missing_and_what_to_do(run: Run) -> None:
    handed_in(甲=report("甲县教育局", 2))
    Path("收到/公安局.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    Path("名单.csv").write_text("单位\n甲县教育局\n甲县公安局\n甲县民政局\n", encoding="utf-8")
    code, out, _ = run(*PLAIN, "--roster", "名单.csv")
    assert code == 1
    assert "计入 1 份，未计入 1 个文件，未交 2 个单位" in out
    assert "甲县公安局（交了没有计入）、甲县民政局" in out
    assert "下一步：读不出的文件请单位另交一份" in out


def test_its_own_sum_is_replaced_and_somebody_elses_work_is_not(run: Run) -> None:
    handed_in(甲=report("甲县教育局", 2))
    assert run(*PLAIN)[0] == 0
    handed_in(乙=report("甲县公安局", 3))
    assert run(*PLAIN)[0] == 0  # another day, another sum
    edited = openpyxl.load_workbook("汇总.xlsx")
    edited.save("汇总.xlsx")
    handed_in(丙=report("甲县民政局", 4))
    before = Path("汇总.xlsx").read_bytes()
    assert run(*PLAIN)[0] == 2
    assert Path("汇总.xlsx").read_bytes() == before
    assert run(*PLAIN, "--force")[0] == 0
    Path("填好.xlsx").write_bytes(book(report("甲县教育局", 2)))
    assert run("rollup", "收到", "-o", "填好.xlsx")[0] == 2


def test_the_output_may_stand_in_the_folder_it_sums(run: Run) -> None:
    handed_in(甲=report("甲县教育局", 2))
    for _ in range(2):
        code, out, _ = run("rollup", "收到", "--json", "-o", "收到/汇总.xlsx")
        assert (code, len(json.loads(out)["units"])) == (0, 1)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_about_roll_ups_is_explained(run: Run, rule: str) -> None:
    code, out, _ = run("explain", rule.lower())
    assert code == 0
    assert RULES[rule].title in out


def test_the_sum_goes_on_to_a_document(run: Run) -> None:
    handed_in(甲=report("甲县教育局", 2))
    Path("本级.json").write_bytes(data(OWN))
    run(*PLAIN, "--own", "本级.json")
    assert run("validate", "汇总.xlsx")[0] == 0
    assert run("assemble", "汇总.xlsx", "-o", "汇总.docx")[0] == 0


def test_the_document_of_a_sum_is_not_made_silently_with_the_parents_own_numbers(run: Run) -> None:
    """Said with each document until the text is mended in the workbook."""
    handed_in(甲=report("甲县教育局", 2))
    number = OWN.number("disclosure.licensing.decisions")
    told = {"overview": f"2024年，共作出行政许可决定{number}件。"}
    Path("本级.json").write_bytes(data(OWN._replace(narrative=MappingProxyType(told))))
    run(*PLAIN, "--own", "本级.json")
    said = f"注意：正文里还写着本级机关自己的数：“共作出行政许可决定{number}件”"
    assert said in run("assemble", "汇总.xlsx", "-o", "汇总.docx")[1]
    assert said in run("validate", "汇总.xlsx")[1]
    book = openpyxl.load_workbook("汇总.xlsx")
    spot = next(c for row in book["一、总体情况"] for c in row if "行政许可" in str(c.value))
    spot.value = str(spot.value).replace(f"{number}件", "99999件")
    book.save("改.xlsx")
    assert "注意" not in run("assemble", "改.xlsx", "-o", "改.docx")[1]


@pytest.mark.office
def test_libreoffice_works_out_what_the_file_shows(run: Run, office: Office) -> None:
    """Every formula forced anew, the sums over the units' sheet among them."""
    handed_in(**{f"u{n}": report(f"甲县第{n}局", n) for n in range(12)})
    run(*PLAIN)
    before = read(Path("汇总.xlsx")).report
    values = office.values(Path("汇总.xlsx"))
    for cell, (spot, _) in placement_of(builtin_editions().get("2021")).figures.items():
        shown = values[spot.sheet][spot.row, spot.column]
        assert Decimal(repr(shown)) == before.number(cell), cell


IDS = [figure.id for figure in builtin_editions().get("2021").figures()]
CELL, BY = "applications.received.natural_person", 7


@pytest.mark.office
def test_figures_and_proof_survive_opening_recalculating_and_saving_in_libreoffice(
    run: Run, live_office: Live
) -> None:
    """A unit's figure is changed in the open book; what rests on it follows, all else stays."""
    reports = {f"u{n}": report(f"甲县第{n}局", n) for n in range(12)}
    handed_in(**reports)
    run(*PLAIN)
    before = read(Path("汇总.xlsx")).report
    organ = changed_and_saved(live_office)
    after = read(Path("另存.xlsx")).report
    for one in before.cells:
        more = BY if one in (CELL, "applications.received.total") else 0
        assert after.number(one) == before.number(one) + more, one
    formulas = openpyxl.load_workbook("另存.xlsx")
    spot, _ = placement_of(builtin_editions().get("2021")).figures[CELL]
    assert "各单位数据" in str(formulas[spot.sheet][spot.address].value)
    shown = {row[0]: row[2:] for row in formulas["各单位数据"].iter_rows(6, 17, values_only=True)}
    for unit in reports.values():
        pairs = zip(shown[unit.organ.name], map(unit.number, IDS), strict=True)
        assert sum(Decimal(str(a)) != b for a, b in pairs) == (unit.organ.name == organ)
    hashes = {row[11] for row in formulas["来源"].iter_rows(min_row=2, values_only=True)}
    assert hashes == {sha256(path.read_bytes()).hexdigest() for path in Path("收到").iterdir()}
    charts: Any = formulas["各单位图表"]
    assert len(charts._charts) == 3


def changed_and_saved(live_office: Live) -> str:
    """The unit whose figure was changed in the open workbook before it was saved."""
    book = live_office.open(Path("汇总.xlsx").absolute())
    units = book.sheets["各单位数据"]
    spot = units[8, IDS.index(CELL) + 2]
    spot.value = spot.value + BY
    book.app.calculate()
    book.save(Path("另存.xlsx").absolute())
    organ = str(units[8, 0].value)
    book.close()
    return organ


def test_a_roll_up_of_nothing_that_can_be_read_says_so(run: Run) -> None:
    Path("收到").mkdir()
    Path("收到/某乡.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 600)
    code, out, err = run("rollup", "收到", "--year", "2024", "-o", "汇总.xlsx")
    assert (code, err) == (1, "")
    assert "某乡.xlsx" in out
    assert Path("汇总.xlsx").exists()


def test_a_folder_that_is_not_there_is_a_slip_of_the_call(run: Run) -> None:
    assert run("rollup", "收道", "--year", "2024", "-o", "汇总.xlsx") == (
        2, "", "文件“收道”：找不到这个文件或文件夹，请检查名字。\n",
    )  # fmt: skip
