"""export: the same report without macros, beside the workbook it came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.delivery.macrobooks import with_macros
from tests.lint.workbook import lint_workbook
from tests.ooxml.books import sentence
from xl_tools.actions.export import prepare_export
from xl_tools.actions.workbooks import filled_workbook
from xl_tools.bridge import bridge
from xl_tools.cli import main
from xl_tools.edition import builtin_editions
from xl_tools.jsontext import loads
from xl_tools.report import Organ, Report, report_from_json
from xl_tools.samples import sample_path
from xl_tools.sources import read_bytes

EDITIONS = builtin_editions()


@pytest.fixture(scope="module")
def plain() -> bytes:
    """The sample report in a workbook."""
    sample = report_from_json(loads(sample_path("county-2024").read_bytes()), "")
    return filled_workbook(bridge(sample, EDITIONS.get("2021"), EDITIONS).report, EDITIONS)


@pytest.fixture
def folder(plain: bytes, tmp_path: Path, monkeypatch: Any) -> Path:
    """A folder with the macro workbook."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("xl_tools.cli._reconfigure", lambda stream: None)
    Path("年报.xlsm").write_bytes(with_macros(plain))
    return tmp_path


def test_the_macro_workbook_and_its_twin_state_the_same(plain: bytes, tmp_path: Path) -> None:
    macro = with_macros(plain)
    assert openpyxl.load_workbook(_file(macro, tmp_path)).sheetnames[1] == "xlwings.conf"
    exported = prepare_export(macro, "年报.xlsm", EDITIONS)
    assert exported.reading.report == read_bytes(plain, "", EDITIONS).report
    assert exported.outcome.verdict == "通过"
    path = _file(exported.data, tmp_path)
    assert lint_workbook(path) == []
    book, twin = openpyxl.load_workbook(path), openpyxl.load_workbook(_file(plain, tmp_path))
    assert book.sheetnames == twin.sheetnames
    assert set(book.defined_names) == set(twin.defined_names)
    for sheet in twin:
        assert book[sheet.title].print_area == sheet.print_area
        assert book[sheet.title].print_title_rows == sheet.print_title_rows


def _file(data: bytes, folder: Path) -> Path:
    path = folder / f"{len(data)}.xlsx"
    path.write_bytes(data)
    return path


def test_the_command_writes_it_and_leaves_the_workbook_alone(
    folder: Path, plain: bytes, capsys: Any
) -> None:
    before = Path("年报.xlsm").read_bytes()
    assert main(["export", "年报.xlsm", "-o", "报送.xlsx"]) == 0
    assert "报送.xlsx" in capsys.readouterr().out
    assert Path("年报.xlsm").read_bytes() == before
    first = Path("报送.xlsx").read_bytes()
    assert main(["export", "年报.xlsm", "-o", "报送.xlsx"]) == 0  # its own file is replaced
    assert Path("报送.xlsx").read_bytes() == first
    assert sorted(path.name for path in folder.iterdir()) == ["年报.xlsm", "报送.xlsx"]


def test_errors_are_counted_and_in_nobodys_way(folder: Path, capsys: Any) -> None:
    assert main(["template", "--year", "2025", "--organ", "甲县人民政府", "-o", "空.xlsx"]) == 0
    capsys.readouterr()
    assert main(["export", "空.xlsx", "-o", "报送.xlsx"]) == 0
    assert "错误 3 处" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["年报.xlsm", "-o", "年报.xlsm"], ".xlsx 结尾"),
        (["年报.xlsm", "-o", "报送.xls"], ".xlsx 结尾"),
        (["年报.xlsm", "-o", "没有/报送.xlsx"], "文件夹"),
        (["没有.xlsm", "-o", "报送.xlsx"], "找不到"),
        ([str(sample_path("county-2024")), "-o", "报送.xlsx"], "不是工作簿"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    folder: Path, arguments: list[str], words: str, capsys: Any
) -> None:
    assert main(["export", *arguments]) == 2
    said = capsys.readouterr().err.strip()
    assert words in said
    assert len(said.splitlines()) == 1
    assert [path.name for path in folder.iterdir()] == ["年报.xlsm"]


def test_a_workbook_is_never_written_onto_itself_or_over_other_figures(
    folder: Path, plain: bytes
) -> None:
    Path("甲.xlsx").write_bytes(plain)
    assert main(["export", "甲.xlsx", "-o", "甲.xlsx"]) == 2
    assert Path("甲.xlsx").read_bytes() == plain
    other = Report("2021", 2024, Organ("乙县"), narrative={"overview": "别人的字"})
    Path("乙.xlsx").write_bytes(filled_workbook(other, EDITIONS))
    kept = Path("乙.xlsx").read_bytes()
    assert main(["export", "年报.xlsm", "-o", "乙.xlsx"]) == 2
    assert Path("乙.xlsx").read_bytes() == kept
    assert main(["export", "年报.xlsm", "-o", "乙.xlsx", "--force"]) == 0


def test_what_cannot_be_freed_of_macros_names_the_file(plain: bytes) -> None:
    said = sentence(lambda: prepare_export(b"not a workbook", "甲.xlsm", EDITIONS))
    assert "甲.xlsm" in said
