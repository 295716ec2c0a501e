"""The case ledger by command and by button: counted, asked about, filled in, compared."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

import xl_tools
from tests.ledger.books import HEAD, text_file
from tests.lint.workbook import lint_workbook
from tests.live import LiveBook
from tests.running import Run
from xl_tools.actions.questions import answers_in
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.buttons import press_on
from xl_tools.edition import builtin_editions
from xl_tools.jsontext import loads
from xl_tools.ledger import count_ledger
from xl_tools.placement import placement_of
from xl_tools.report import report_from_json
from xl_tools.samples import sample_ledger_path, sample_path
from xl_tools.template.caseledger import COLUMNS, SHEET, build_ledger

EDITIONS = builtin_editions()
NEW = EDITIONS.get("2021")
SAMPLE = str(sample_ledger_path())
MORE = ("复议申请日期", "复议审结日期", "复议结果", "信息处理费", "申请人", "诉讼立案日期")
REST = ("",) * 6
ROWS = [
    ("1", "2024-01-05", "公民", "予以公开", "2024-01-20", *REST),
    ("2", "2024-01-08", "法人或其他组织", "信息不存在", "2024-03-20", *REST),
    ("3", "2024-01-09", "律所", "不予公开", "2024-02-01", "2024-03-01", "", "", "100", "张某", ""),
    ("4", "2024-12-27", "个人", "", "", *REST),
    ("5", "昨天", "个人", "", "", *REST),
]
FULL = "applications.full_grant.natural_person"


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    path = tmp_path / "台账.csv"
    path.write_bytes(text_file(ROWS, (*HEAD, *MORE)))
    return path.name


def choose(path: str, choices: dict[str, str]) -> None:
    """What a person does on the sheet 待分类."""
    book = openpyxl.load_workbook(path)
    sheet = book["待分类"]
    for row in sheet.iter_rows(min_row=2):
        if row[3].value in choices:
            row[4].value = choices[str(row[3].value)]
    book.save(path)


CHOICES = {"法人或其他组织": "科研机构", "不予公开": "（三）不予公开 6.属于四类过程性信息"}


# ---- ledger ------------------------------------------------------------------------------


def test_the_words_say_what_is_counted_what_to_choose_what_to_mend_and_what_is_late(
    run: Run, ledger: str
) -> None:
    code, out, err = run("ledger", ledger, "--year", "2024")
    assert (code, err) == (1, "")
    for words in (
        "台账 5 行里有 3 行没有计数：要选定的 2 行，要改正的 1 行",
        "一、本年新收政府信息公开申请数量：2（自然人 2）",
        "行政复议：1（尚未审结 1）",
        "第 3 行 编号 2：申请人类型“法人或其他组织”是哪一种？商业企业；科研机构",
        "第 6 行 编号 5：收到日期“昨天”读不懂",
        "编号 2：应在 2024-02-04 以前答复，2024-03-20 答复",
        "20 个工作日：2024-02-04 到期",
        "平均用",
        "待分类",
    ):
        assert words in out, words


def test_the_next_step_names_the_file_that_was_counted(run: Run, tmp_path: Path) -> None:
    for name, said in (("县台账.csv", "县台账.csv"), ("我的 台账.csv", '"我的 台账.csv"')):
        (tmp_path / name).write_bytes(text_file(ROWS[:1], (*HEAD, *MORE)))
        _, out, _ = run("ledger", name, "--year", "2024")
        assert f"xl-tools fill 年报.xlsx --ledger {said} -o 新年报.xlsx" in out


def test_the_json_is_a_report_with_the_cases_behind_it(run: Run, ledger: str) -> None:
    code, out, err = run("ledger", ledger, "--year", "2024", "--organ", "某县人民政府", "--json")
    data = json.loads(out)
    schema = Path(xl_tools.__file__).parent / "schemas" / "report.schema.json"
    jsonschema.validate(data, json.loads(schema.read_text(encoding="utf-8")))
    assert (code, err, data["year"]) == (1, "", 2024)
    assert data["cases"]["applications.received.natural_person"] == ["1", "4"]
    assert data["cases"]["applications.received.total"] == ["1", "4"]
    assert data["tables"]["applications"]["received"]["total"] == 2
    assert data["tables"]["disputes"]["reconsideration"]["pending"] == 1
    assert data["tables"]["disclosure"]["rules"]["issued"] is None
    assert data["overdue"] == [{"case": "2", "due": "2024-02-04", "answered": "2024-03-20"}]
    assert data["uncounted"] == [{"row": 6, "case": "5", "reason": "收到日期“昨天”读不懂"}]
    assert [(q["row"], q["case"], q["text"]) for q in data["ask"]] == [
        (3, "2", "法人或其他组织"),
        (4, "3", "不予公开"),
    ]
    assert data["ask"][0]["choices"][0] == "商业企业"
    counts = {c: len(n) for c, n in data["cases"].items()}
    assert all(report_from_json(loads(out.encode())).cells[c] == n for c, n in counts.items())


def test_a_sound_ledger_ends_with_0_and_open_cases_are_seen_from_the_day_asked_for(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "台账.csv").write_bytes(text_file([("4", "2024-12-05", "个人", "", "")]))
    call = ("ledger", "台账.csv", "--year", "2024", "--json")
    data = json.loads(run(*call)[1])
    assert data["overdue"] == []
    assert data["soon"] == [{"case": "4", "due": "2025-01-03", "working_days_left": 2}]
    code, out, _ = run(*call, "--as-of", "2025-01-06")
    late = [{"case": "4", "due": "2025-01-03", "answered": None}]
    assert (code, json.loads(out)["overdue"]) == (0, late)


def test_choices_made_in_the_workbook_count_the_next_time(run: Run, ledger: str) -> None:
    assert run("ledger", ledger, "--year", "2024", "-o", "结果.xlsx")[0] == 1
    assert lint_workbook(Path("结果.xlsx")) == []
    sheet = openpyxl.load_workbook("结果.xlsx")["待分类"]
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists == {"E2": "$F$2:$J$2", "E3": "$F$3:$M$3"}
    assert sheet.column_dimensions["F"].hidden
    assert not sheet.column_dimensions["E"].hidden
    assert [sheet.cell(4, column).value for column in (2, 3, 4)] == [
        "5", "请在台账里改正", "收到日期“昨天”读不懂",
    ]  # fmt: skip
    choose("结果.xlsx", CHOICES)
    code, out, _ = run("ledger", ledger, "--year", "2024", "--answers", "结果.xlsx", "--json")
    data = json.loads(out)
    assert (code, data["ask"], len(data["uncounted"])) == (1, [], 1)
    assert data["cases"]["applications.denied_process.legal_services"] == ["3"]
    assert data["cases"]["applications.received.research"] == ["2"]


def test_the_workbook_holds_the_figures_and_the_fees(run: Run, ledger: str) -> None:
    run("ledger", ledger, "--year", "2024", "-o", "结果.xlsx")
    report = xl_tools.read_report("结果.xlsx").report
    assert report.number(FULL) == report.number("applications.pending_end.total") == 1
    fees = openpyxl.load_workbook("结果.xlsx")["信息处理费"]
    assert [cell.value for cell in fees[2]][2:5] == [100, 0, 100]


def test_the_sample_ledger_gives_the_figures_of_the_sample_report(run: Run) -> None:
    code, out, _ = run("ledger", SAMPLE, "--year", "2024", "--edition", "2019", "--json")
    data = json.loads(out)
    sample = json.loads(sample_path("county-2024").read_text(encoding="utf-8"))
    assert code == 0
    for table in ("applications", "disputes"):
        assert data["tables"][table] == sample["tables"][table]


def test_the_library_counts_too(ledger: str) -> None:
    tally = xl_tools.count_ledger(SAMPLE, 2024)
    assert tally.is_whole
    assert tally.figure("applications.received.total") == 95
    findings = xl_tools.check(xl_tools.read_report(sample_path("county-2024")), tally=tally)
    assert not any(finding.rule == "LEDGER" for finding in findings.findings)


BAD = {
    "no year": (SAMPLE,),
    "no ledger": ("--year", "2024"),
    "missing file": ("没有.csv", "--year", "2024"),
    "a report": (str(sample_path("county-2024")), "--year", "2024"),
    "a year without a calendar": (SAMPLE, "--year", "2031"),
    "a year before the form": (SAMPLE, "--year", "2010"),
    "no day": (SAMPLE, "--year", "2024", "--as-of", "明天"),
    "unknown ending": (SAMPLE, "--year", "2024", "-o", "a.docx"),
    "blank without a name": ("--blank",),
    "answers that are none": (SAMPLE, "--year", "2024", "--answers", SAMPLE),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_call_is_refused_in_one_sentence(name: str, run: Run, tmp_path: Path) -> None:
    code, out, err = run("ledger", *BAD[name])
    assert (code, out, len(err.strip().splitlines())) == (2, "", 1), err
    assert err.strip().endswith("。")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("姓名,电话\n甲,1\n".encode(), "没有找到台账的表头"),
        ("编号,收到日期,申请人类型\n1,2024-01-05,公民\n".encode(), "缺少这些列：办理结果、答复"),
        (text_file([]) + b'"1,2024\n' + b"x" * 2_000_000, "少了一个引号"),
        (blank_workbook(NEW), "没有找到台账的表头"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_ledger_is_refused_by_name(
    data: bytes, words: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "错.dat").write_bytes(data)
    code, _, err = run("ledger", "错.dat", "--year", "2024")
    assert code == 2
    assert words in err
    assert "错.dat" in err


# ---- a blank ledger ----------------------------------------------------------------------


def test_a_blank_ledger_knows_every_column_and_every_choice(run: Run) -> None:
    assert run("ledger", "--blank", "-o", "台账.xlsx")[0] == 0
    assert lint_workbook(Path("台账.xlsx")) == []
    sheet = openpyxl.load_workbook("台账.xlsx")[SHEET]
    assert [cell.value for cell in sheet[1]] == [name for name, _, _ in COLUMNS]
    limited = {str(v.sqref).split(":")[0][:-1] for v in sheet.data_validations.dataValidation}
    assert len(limited) == len([kind for _, _, kind in COLUMNS if kind]) + 1
    code, out, _ = run("ledger", "台账.xlsx", "--year", "2024")
    assert (code, "0 行全部数清" in out) == (0, True)
    book = openpyxl.load_workbook("台账.xlsx")
    book[SHEET]["A2"] = "2024-001"
    book.save("台账.xlsx")
    assert run("ledger", "--blank", "-o", "台账.xlsx")[0] == 2


@pytest.mark.parametrize("edition", list(EDITIONS), ids=lambda edition: edition.id)
def test_every_choice_of_a_blank_ledger_is_understood(edition: Any, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(build_ledger(edition))
    book = openpyxl.load_workbook(path)
    kinds, results = (
        [c.value for c in column if c.value] for column in book["可选的说法"].iter_cols(max_col=2)
    )
    sheet, names = book[SHEET], [name for name, _, _ in COLUMNS]
    for row, (kind, result) in enumerate(zip(kinds * 9, results, strict=False), 2):
        own = {"编号": f"{row}", "收到日期": "2020-03-02", "申请人类型": kind,
               "办理结果": result, "答复日期": "2020-03-05"}  # fmt: skip
        for name, text in own.items():
            sheet.cell(row, names.index(name) + 1, text)
    book.save(path)
    tally = count_ledger(path.read_bytes(), "", edition, 2020)
    assert (tally.rows, tally.open_rows, tally.remarks) == (len(results), 0, ())


# ---- fill --------------------------------------------------------------------------------


def test_fees_give_section_six_a_draft_that_replaces_nothing(run: Run, ledger: str) -> None:
    draft = "本年共收取信息处理费100元。"
    run("ledger", ledger, "--year", "2024", "-o", "结果.xlsx")
    assert xl_tools.read_report("结果.xlsx").report.narrative["other"] == draft
    run("template", "--year", "2024", "-o", "空.xlsx")
    _, _, err = run("fill", "空.xlsx", "--ledger", ledger, "-o", "年报.xlsx")
    assert f"第六部分按台账写了一句草稿，请核对、补充：{draft}" in err
    assert xl_tools.read_report("年报.xlsx").report.narrative["other"] == draft
    written = "本年没有其他需要报告的事项。"
    book = openpyxl.load_workbook("年报.xlsx")
    cell = next(c for row in book["六、其他事项"] for c in row if c.value == draft)
    cell.value = written
    book.save("年报.xlsx")
    _, _, err = run("fill", "年报.xlsx", "--ledger", ledger, "-o", "又.xlsx")
    assert xl_tools.read_report("又.xlsx").report.narrative["other"] == written
    assert f"请核对第六部分写了没有（没有替您改）：{draft}" in err


def test_fill_takes_a_ledger_and_says_what_is_open(run: Run, ledger: str) -> None:
    run("template", "--year", "2024", "-o", "空.xlsx")
    code, out, err = run("fill", "空.xlsx", "--ledger", ledger, "-o", "年报.xlsx")
    assert code == 1
    assert "3 行没有计数" in err
    assert "台账有 3 行没有计数，填进去的数还不全" in out  # why it is 1
    report = xl_tools.read_report("年报.xlsx").report
    assert report.number(FULL) == 1
    assert "applications.received.total" in report.computed  # the formula stays
    book = openpyxl.load_workbook("年报.xlsx")
    assert {row[5].value for row in book["改动记录"].iter_rows(min_row=2)} == {"台账.csv"}
    assert book["待分类"].max_row == 4


def test_choices_in_the_workbook_count_when_it_is_filled_again(run: Run, ledger: str) -> None:
    run("template", "--year", "2024", "-o", "空.xlsx")
    run("fill", "空.xlsx", "--ledger", ledger, "-o", "一.xlsx")
    choose("一.xlsx", CHOICES)
    _, _, err = run("fill", "一.xlsx", "--ledger", ledger, "-o", "二.xlsx")
    assert "要选定的 0 行，要改正的 1 行" in err
    report = xl_tools.read_report("二.xlsx").report
    assert report.number("applications.denied_process.legal_services") == 1
    kept = answers_in(Path("二.xlsx").read_bytes())
    assert kept == {("2", "申请人类型"): "科研机构", ("3", "办理结果"): CHOICES["不予公开"]}
    assert run("validate", "二.xlsx", "--ledger", ledger)[0] == 1  # 表二 is still blank


def test_what_the_ledger_does_not_speak_of_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / "台账.csv").write_bytes(text_file([ROWS[0][:5]]))
    run("template", "--year", "2024", "-o", "空.xlsx")
    run("extract", str(sample_path("county-2024")), "-o", "县.xlsx")
    before = xl_tools.read_report("县.xlsx").report
    run("fill", "县.xlsx", "--ledger", "台账.csv", "-o", "新.xlsx")
    after = xl_tools.read_report("新.xlsx").report
    own = {c: v for c, v in after.cells.items() if not c.startswith("applications")}
    assert own == {c: v for c, v in before.cells.items() if not c.startswith("applications")}
    assert after.narrative == before.narrative
    assert after.number("applications.received.natural_person") == 1


def test_fill_takes_a_report_and_a_ledger_and_says_which_cell_is_from_which(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "台账.csv").write_bytes(text_file([ROWS[0][:5]]))
    run("template", "--year", "2024", "-o", "空.xlsx")
    arguments = ("--data", str(sample_path("county-2024")), "--bridge", "--ledger", "台账.csv")
    run("fill", "空.xlsx", *arguments, "-o", "新.xlsx")
    assert xl_tools.read_report("新.xlsx").report.number(FULL) == 1
    rows = openpyxl.load_workbook("新.xlsx")["改动记录"].iter_rows(min_row=2, values_only=True)
    sources = {(row[1], row[2]): row[5] for row in rows}
    spot = placement_of(NEW).spot(FULL)
    assert sources[spot.sheet, spot.address] == "台账.csv"
    assert sources["二、主动公开", "B7"] == "county-2024.json"


def test_a_dry_run_writes_nothing(run: Run, ledger: str, tmp_path: Path) -> None:
    run("template", "--year", "2024", "-o", "空.xlsx")
    before = {path.name for path in tmp_path.iterdir()}
    code, out, _ = run("fill", "空.xlsx", "--ledger", ledger, "--dry-run")
    assert (code, "三、依申请公开 D6：（空） → 1" in out) == (0, True)
    assert {path.name for path in tmp_path.iterdir()} == before


# ---- validate ----------------------------------------------------------------------------


def test_a_figure_that_differs_from_the_ledger_is_named_with_its_cases(run: Run) -> None:
    report = json.loads(sample_path("county-2024").read_text(encoding="utf-8"))
    report["tables"]["applications"]["received"]["natural_person"] = 59
    Path("错.json").write_text(json.dumps(report), encoding="utf-8")
    code, out, _ = run("validate", "错.json", "--ledger", SAMPLE, "--json")
    findings = {f["rule"]: f for f in json.loads(out)["findings"]}
    own = findings["LEDGER"]
    assert (code, own["severity"], own["expected"], own["actual"]) == (1, "warning", 95, 59)
    assert own["cells"] == ["applications.received.natural_person"]
    assert "2024-001、2024-002" in own["message"]
    assert own["suspects"][0]["cells"] == {"applications.received.natural_person": 95}
    assert findings["T3-BAL"]["suspects"] == own["suspects"]


def test_a_ledger_proves_what_nothing_else_proves(run: Run) -> None:
    alone = json.loads(run("validate", str(sample_path("county-2024")), "--json")[1])
    call = ("validate", str(sample_path("county-2024")), "--ledger", SAMPLE, "--json")
    proven = json.loads(run(*call)[1])["coverage"]
    assert proven["checked"] >= alone["coverage"]["checked"]


def test_rows_that_are_not_counted_are_said_where_a_report_is_checked(
    run: Run, ledger: str, tmp_path: Path
) -> None:
    report = str(sample_path("county-2024"))
    open_ = "【没法核对】台账有 3 行没有数清（第 3、4、6 行），相差不超过 3 的格没有和台账比较"
    assert open_ in run("validate", report, "--ledger", ledger)[1]
    assert "没有数清" not in run("validate", report, "--ledger", SAMPLE)[1]
    later = ("6", "2025-01-05", "公民", "", "", *REST)
    (tmp_path / "后.csv").write_bytes(text_file([ROWS[0], later], (*HEAD, *MORE)))
    words = "第 3 行收到日期在2024年以后，没有计入，请核对。"
    out = run("validate", report, "--ledger", "后.csv")[1]
    assert (f"注意：台账{words}" in out, "没有数清" in out) == (True, False)
    run("template", "--year", "2024", "-o", "空.xlsx")
    _, _, err = run("fill", "空.xlsx", "--ledger", "后.csv", "-o", "填.xlsx")
    assert f"台账 2 行，数清 1 行；{words}" in err


def test_one_ledger_is_compared_with_one_report(run: Run) -> None:
    files = [str(sample_path(name)) for name in ("county-2024", "township-2021")]
    code, _, err = run("validate", *files, "--ledger", SAMPLE)
    assert (code, "一份台账只能和一份报告比较" in err) == (2, True)


# ---- the button --------------------------------------------------------------------------


@pytest.fixture
def opened(tmp_path: Path, run: Run, ledger: str) -> LiveBook:
    run("template", "--year", "2024", "--organ", "某县人民政府", "-o", "空.xlsx")
    return LiveBook(Path("空.xlsx").read_bytes(), str(tmp_path / "年报.xlsm"))


def value(book: LiveBook, cell: str) -> Any:
    spot = placement_of(NEW).spot(cell)
    return book.sheets[spot.sheet].values.get((spot.row, spot.column))


def test_the_button_asks_fills_records_and_lists_what_is_open(opened: LiveBook) -> None:
    Path("空.xlsx").unlink()
    press_on(opened, "ledger")
    asked, said = opened.app.alerts
    assert "要按台账改表三、表四的" in asked
    assert "3 行没有计数" in said
    assert value(opened, FULL) == 1
    total = placement_of(NEW).spot("applications.received.total")
    assert (total.row, total.column) in opened.sheets[total.sheet].formulas
    assert "从台账填报：台账.csv" in opened.sheets["改动记录"].values.values()
    assert opened.sheets["待分类"].values[2, 4] == "法人或其他组织"
    opened.sheets["待分类"].write((2, 5), "科研机构")
    press_on(opened, "ledger")
    assert value(opened, "applications.received.research") == 1
    assert opened.sheets["待分类"].values[2, 5] == "科研机构"


def test_no_is_no(opened: LiveBook) -> None:
    opened.app.answer = "no"
    press_on(opened, "ledger")
    assert value(opened, FULL) is None
    assert "没有填" in str(opened.app.status_bar)
    assert "改动记录" not in [sheet.name for sheet in opened.sheets]


def test_pressed_again_it_has_nothing_to_change(opened: LiveBook) -> None:
    press_on(opened, "ledger")
    count = len(opened.app.alerts)
    press_on(opened, "ledger")
    assert len(opened.app.alerts) == count + 1  # nothing to ask
    assert "没有改动" in opened.app.alerts[-1]


def test_without_a_ledger_it_says_where_to_put_one(opened: LiveBook, ledger: str) -> None:
    Path(ledger).write_bytes(text_file([("1",)], ("编号",)))
    press_on(opened, "ledger")
    assert "没有找到能数的台账" in opened.app.alerts[-1]
    assert "文件名里写上“台账”" in opened.app.alerts[-1]
    assert value(opened, FULL) is None


def test_a_file_that_is_called_a_ledger_comes_before_a_newer_one(
    opened: LiveBook, tmp_path: Path
) -> None:
    other = text_file([(str(n), *ROWS[0][1:5]) for n in range(7)])
    (tmp_path / "导出.csv").write_bytes(other)
    press_on(opened, "ledger")
    assert value(opened, FULL) == Decimal(1)
