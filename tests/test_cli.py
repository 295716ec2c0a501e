"""The command line: the main job, and one clear sentence for everything that cannot be done."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from tests.running import Run
from xl_tools.samples import sample_path
from xl_tools.verbs import COMMANDS

COUNTY, TOWNSHIP = str(sample_path("county-2024")), str(sample_path("township-2021"))


def test_demo_makes_one_workbook_and_one_document(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("demo", "-o", "样例")
    assert code == 0
    assert "通过" in out
    made = {path.name for path in (tmp_path / "样例").iterdir()}
    assert {name for name in made if name.endswith(".xlsx")} == {"年报.xlsx"}
    assert {name for name in made if name.endswith(".docx")} == {"年报.docx"}
    assert run("demo", "-o", "样例")[0] == 0  # its own files are replaced


def test_the_township_sample_gives_the_edition_and_no_other_error(run: Run) -> None:
    code, out, _ = run("validate", TOWNSHIP, "--json")
    found = json.loads(out)
    errors = [f["rule"] for f in found["findings"] if f["severity"] == "error"]
    assert (code, errors) == (1, ["EDITION"])


def test_an_untouched_template_is_not_filled_yet(run: Run) -> None:
    assert run("template", "--year", "2025", "--organ", "甲县人民政府", "-o", "空白.xlsx")[0] == 0
    code, out, _ = run("validate", "空白.xlsx", "--json")
    found = json.loads(out)
    assert (code, found["verdict"]) == (1, "尚未填写")
    assert [f["rule"] for f in found["findings"]] == ["T2-ALLBLANK", "T3-ALLBLANK", "T4-ALLBLANK"]


def test_a_wrong_total_is_named_with_what_it_should_be(run: Run) -> None:
    run("demo", "-o", "样例")
    book = openpyxl.load_workbook("样例/年报.xlsx")
    book["三、依申请公开"]["J4"] = 59
    book.save("错.xlsx")
    code, out, _ = run("validate", "错.xlsx", "--json")
    found = {f["rule"]: f for f in json.loads(out)["findings"]}
    assert code == 1
    assert set(found) == {"T3-ROW", "T3-BAL", "N-SET"}
    row = found["T3-ROW"]
    assert row["cells"][0] == "applications.received.total"
    assert (row["sheet"], row["address"]) == ("三、依申请公开", "J4")
    assert (row["expected"], row["actual"]) == (95, 59)
    assert found["T3-BAL"]["cells"] == [
        f"applications.{name}.total"
        for name in ("total", "pending_end", "received", "pending_start")
    ]
    assert run("validate", "错.xlsx", "-o", "标出.xlsx")[0] == 1
    marked = openpyxl.load_workbook("标出.xlsx")["三、依申请公开"]
    assert marked.cell(4, 10 + 80).value == 1
    assert marked["J4"].value == 59


def test_several_files_are_all_worked_on(run: Run) -> None:
    Path("坏.xlsx").write_bytes(b"PK\x03\x04junk")
    code, out, err = run("validate", COUNTY, "坏.xlsx", TOWNSHIP, "--json")
    found = json.loads(out)
    assert code == 2
    assert [("refused" in one) for one in found] == [False, True, False]
    assert "坏.xlsx" in err


def test_a_pattern_is_looked_up_where_no_shell_has_done_it(run: Run) -> None:
    Path("收到").mkdir()
    for name in ("乙.json", "甲.json", "~$甲.json", "别的.txt"):
        Path("收到", name).write_bytes(Path(COUNTY).read_bytes())
    _, out, _ = run("validate", "收到/*.json", str(Path("收到/甲.json")), "--json")
    assert [one["file"] for one in json.loads(out)] == [
        str(Path("收到", name)) for name in ("乙.json", "甲.json")
    ]
    assert len(json.loads(run("validate", str(Path.cwd() / "收到/?.json"), "--json")[1])) == 2
    code, _, err = run("validate", "收到/*.xlsx")
    assert (code, "没有这样的文件" in err) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("template", "--year", "2025", "-o", "{}.xlsx"),
        ("extract", COUNTY, "-o", "{}.json"),
        ("validate", "{}.xlsx"),
        ("validate", "{}*.xlsx"),
        ("rollup", "{}", "-o", "汇总.xlsx"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_name_that_no_file_can_have_is_said(run: Run, arguments: tuple[str, ...]) -> None:
    code, _, err = run(*(one.format("长" * 120) for one in arguments))
    assert code == 2
    assert "太长" in err or "没有这样的文件" in err


def test_a_year_that_nobody_reports_for_is_refused(run: Run) -> None:
    code, _, err = run("template", "--year", "9999", "-o", "年报.xlsx")
    assert (code, "应是四位数的年份，“9999”不是" in err) == (2, True)


def test_extract_gives_the_contract_form(run: Run) -> None:
    run("demo", "-o", "样例")
    assert run("extract", "样例/年报.xlsx", "-o", "数据.json")[0] == 0
    found = json.loads(Path("数据.json").read_text(encoding="utf-8"))
    schema = Path(str(sample_path("x"))).parents[1] / "schemas" / "report.schema.json"
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(found)
    assert found["tables"]["applications"]["received"]["total"] == 95
    assert found["tables"]["applications"]["other_misc"]["total"] == 0
    assert run("fill", "样例/年报.xlsx", "--data", "数据.json", "-o", "又.xlsx")[0] == 0
    assert run("extract", "又.xlsx", "-o", "又.json")[0] == 0
    assert Path("又.json").read_bytes() == Path("数据.json").read_bytes()


def test_findings_keep_their_schema(run: Run) -> None:
    _, out, _ = run("validate", TOWNSHIP, "--json")
    schema = Path(str(sample_path("x"))).parents[1] / "schemas" / "findings.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    assert list(validator.iter_errors(json.loads(out))) == []


def test_other_work_is_never_replaced_unless_forced(run: Run) -> None:
    run("demo", "-o", "样例")
    assert run("template", "--year", "2025", "-o", "样例/年报.xlsx")[0] == 2
    Path("手写.docx").write_bytes(b"something else")
    assert run("assemble", "样例/年报.xlsx", "-o", "手写.docx")[0] == 2
    assert Path("手写.docx").read_bytes() == b"something else"
    assert run("assemble", "样例/年报.xlsx", "-o", "手写.docx", "--force")[0] == 0


def test_a_bridge_lists_what_to_ask(run: Run) -> None:
    run("template", "--year", "2021", "-o", "空.xlsx")
    code, _, err = run("fill", "空.xlsx", "--data", TOWNSHIP, "-o", "新.xlsx")
    assert code == 2
    assert "--bridge" in err
    code, _, err = run("fill", "空.xlsx", "--data", TOWNSHIP, "--bridge", "-o", "新.xlsx")
    assert code == 0
    assert "现行有效件数" in err


@pytest.mark.parametrize("verb", list(COMMANDS))
def test_every_verb_has_help_in_chinese(verb: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xl_tools", verb, "--help"],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "gbk"},
    )
    text = done.stdout.decode("utf-8")  # UTF-8 also where the console is GBK
    assert COMMANDS[verb].summary in text
    assert "用法：" in text


def test_a_bad_call_shows_how_it_is_written(run: Run) -> None:
    assert "例如 xl-tools assemble 年报.xlsx -o 年报.docx" in run("assemble", "年报.xlsx")[2]
    assert "是不是 validate？" in run("validat", "年报.xlsx")[2]
    assert "是不是" not in run("完全不像", "年报.xlsx")[2]


def test_a_bug_goes_to_the_log_and_not_to_the_clerk(
    run: Run, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("xl_tools.actions.validate.check", lambda *_: 1 / 0)
    code, _, err = run("validate", COUNTY)
    assert code == 3
    assert "Traceback" not in err
    log = tmp_path / "state" / "xl-tools" / "xl-tools.log"
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


# ---- what cannot be done ------------------------------------------------------------------


def _book(**cells: Any) -> bytes:
    """A workbook that is none of ours, or a zip of other things."""
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(buffer)
    return buffer.getvalue()


def _zip(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _report(**changes: Any) -> bytes:
    report = json.loads(Path(COUNTY).read_text(encoding="utf-8"))
    for key, value in changes.items():
        report[key] = value
        if value is None:
            del report[key]
    return json.dumps(report, ensure_ascii=False).encode("utf-8")


def _cell(value: Any) -> bytes:
    report = json.loads(Path(COUNTY).read_text(encoding="utf-8"))
    report["tables"]["applications"]["received"]["total"] = value
    return json.dumps(report).encode("utf-8")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
FILES: dict[str, bytes] = {
    "empty.xlsx": b"",
    "old.xls": OLE,
    "locked.xlsx": OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512),
    "text.xlsx": "这不是工作簿".encode(),
    "html.xls": b"<html><table></table></html>",
    "pdf.xlsx": b"%PDF-1.7\n",
    "png.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "rar.xlsx": b"Rar!\x1a\x07\x00" + bytes(50),
    "7z.xlsx": b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "cut.xlsx": _book()[:300],
    "junk.xlsx": b"PK\x03\x04" + bytes(100),
    "zip.xlsx": _zip(a="1"),
    "ods.xlsx": _zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "other.xlsx": _book(A1="一", B2=3),
    "broken.json": b"{",
    "array.json": b"[1]",
    "gbk.json": '{"schema": "年报"}'.encode("gbk"),
    "schema.json": _report(schema="xl-tools/report/9"),
    "no-year.json": _report(year=None),
    "text-year.json": _report(year="2024"),
    "early-year.json": _report(year=24),
    "no-organ.json": _report(organ=None),
    "organ-text.json": _report(organ="甲"),
    "organ-unnamed.json": _report(organ={"name": ""}),
    "level.json": _report(organ={"name": "甲", "level": "village"}),
    "no-tables.json": _report(tables=None),
    "tables-list.json": _report(tables=[]),
    "edition.json": _report(edition="1999"),
    "narrative.json": _report(narrative={"overview": 3}),
    "computed.json": _report(computed="x"),
    "control.json": _report(control={"applications.total.total": "多"}),
    "true.json": _cell(True),
    "list.json": _cell([1]),
    "long.json": _cell(10**40),
    "nan.json": _cell(0).replace(b'"total": 0', b'"total": NaN', 1),
    "twice.json": b'{"schema": "xl-tools/report/1", "schema": "xl-tools/report/1"}',
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_in_one_sentence(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    code, out, err = run("validate", name)
    _refused(code, out, err)
    assert name in err
    assert (tmp_path / name).read_bytes() == FILES[name]
    assert {path.name for path in tmp_path.iterdir()} == {name}


def _refused(code: int, out: str, err: str) -> None:
    assert code == 2, out + err
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert err.strip().endswith("。")
    assert "Traceback" not in err


CALLS: dict[str, list[str]] = {
    "unknown command": ["check"],
    "no file": ["validate"],
    "missing file": ["validate", "没有.xlsx"],
    "a folder": ["validate", "."],
    "unknown option": ["validate", COUNTY, "--fast"],
    "no output": ["assemble", COUNTY],
    "unknown document": ["assemble", COUNTY, "-o", "年报.odt"],
    "no ending": ["assemble", COUNTY, "-o", "年报"],
    "missing folder": ["assemble", COUNTY, "-o", "没有/年报.docx"],
    "bad year": ["template", "--year", "二五", "-o", "a.xlsx"],
    "year before the form": ["template", "--year", "2010", "-o", "a.xlsx"],
    "unknown edition": ["template", "--edition", "2030", "-o", "a.xlsx"],
    "missing edition file": ["template", "--edition", "own.toml", "-o", "a.xlsx"],
    "an old kind of workbook": ["template", "-o", "a.xls"],
    "no data": ["fill", COUNTY, "-o", "a.xlsx"],
    "template is no workbook": ["fill", COUNTY, "--data", COUNTY, "-o", "a.xlsx"],
    "empty name": ["validate", ""],
    "unknown rule": ["explain", "T9-NONE"],
    "a list that is written nowhere": ["validate", COUNTY, "--list"],
    "a list that is no workbook": ["validate", COUNTY, "--list", "-o", "a.json"],
    "unknown extract": ["extract", COUNTY, "-o", "a.csv"],
    "nothing to compare with": ["compare", COUNTY],
    "compared with no report": ["compare", COUNTY, "没有.xlsx"],
    "a copy that is not there": ["compare", "没有.html", COUNTY],
    "unknown profile": ["assemble", COUNTY, "--profile", "行楷", "-o", "a.docx"],
    "missing profile": ["assemble", COUNTY, "--profile", "没有.toml", "-o", "a.docx"],
    "published nowhere": ["publish", COUNTY],
    "a workbook is no finished report": ["judge", COUNTY],
    "judged into a text": ["judge", COUNTY, "-o", "a.txt"],
    "one version": ["diff", COUNTY],
    "unknown diff": ["diff", COUNTY, TOWNSHIP, "-o", "a.docx"],
}


@pytest.mark.parametrize("name", CALLS)
def test_a_bad_call_is_refused_in_one_sentence(name: str, run: Run, tmp_path: Path) -> None:
    _refused(*run(*CALLS[name]))
    assert list(tmp_path.iterdir()) == []


def test_output_is_never_an_input(run: Run) -> None:
    run("demo", "-o", "样例")
    before = Path("样例/年报.xlsx").read_bytes()
    code, _, err = run(
        "fill", "样例/年报.xlsx", "--data", COUNTY, "--bridge", "-o", "样例/年报.xlsx"
    )
    assert code == 2
    assert "输入" in err
    assert Path("样例/年报.xlsx").read_bytes() == before
