"""What `fill` changed: listed in the workbook, or only said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lint.workbook import lint_workbook
from tests.macrobook import by_openpyxl
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.cli import main
from xl_tools.edition import builtin_editions
from xl_tools.placement import placement_of
from xl_tools.samples import sample_path

EDITION = builtin_editions().get("2021")
CELL = "disputes.reconsideration.affirmed"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    blank, output = tmp_path / "空白.xlsm", tmp_path / "年报.xlsm"
    blank.write_bytes(blank_workbook(EDITION, ".xlsm"))
    data = str(sample_path("county-2024"))
    assert main(["fill", str(blank), "--data", data, "--bridge", "-o", str(output)]) == 0
    return output


def _other(tmp_path: Path) -> Path:
    """The sample with one figure changed: 结果维持 1, now 7."""
    report = json.loads(sample_path("county-2024").read_text(encoding="utf-8"))
    report["tables"]["disputes"]["reconsideration"]["affirmed"] = 7
    path = tmp_path / "改过.json"
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    return path


def _listed(path: Path) -> list[tuple[object, ...]]:
    with by_openpyxl(path.read_bytes()) as book:
        return [tuple(row) for row in book["改动记录"].iter_rows(values_only=True)]


def test_every_cell_that_was_filled_is_listed_with_its_source(filled: Path) -> None:
    head, *rows = _listed(filled)
    assert head == ("时间", "工作表", "单元格", "原来", "现在", "来源")
    spot = placement_of(EDITION).spot(CELL)
    (row,) = [r for r in rows if r[1:3] == (spot.sheet, spot.address)]
    assert row[3:] == ("", "1", "county-2024.json")
    assert len(rows) > 150


def test_filling_again_adds_only_what_changed(filled: Path, tmp_path: Path) -> None:
    before, again = len(_listed(filled)), tmp_path / "再填.xlsm"
    data = str(_other(tmp_path))
    assert main(["fill", str(filled), "--data", data, "--bridge", "-o", str(again)]) == 1
    new = _listed(again)[before:]
    assert [row[2:] for row in new] == [
        ("A4", "1", "7", "改过.json"),
        ("E4", " =SUM(A4:D4)", "2", "改过.json"),
    ]


def test_the_rows_look_like_the_rest_of_the_workbook_and_show_all_their_words(
    filled: Path, tmp_path: Path
) -> None:
    again, data = tmp_path / "再填.xlsm", str(_other(tmp_path))
    main(["fill", str(filled), "--data", data, "--bridge", "-o", str(again)])
    with by_openpyxl(again.read_bytes()) as book:
        sheet = book["改动记录"]
        looks = [sheet.cell(row, 5).style for row in range(1, sheet.max_row + 1)]
        texts = {row: str(sheet.cell(row, 5).value) for row in range(2, sheet.max_row + 1)}
        heights = {row: sheet.row_dimensions[row].height for row in texts}
    assert looks == ["年报 固定文字", *["年报 普通格"] * (len(looks) - 1)]
    assert all((heights[row] or 0) > 40 for row, text in texts.items() if len(text) > 60)
    assert any(len(text) > 60 for text in texts.values())


def test_a_dry_run_says_what_would_change_and_writes_nothing(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(tmp_path.iterdir())
    data = str(_other(tmp_path))
    capsys.readouterr()
    assert main(["fill", str(filled), "--data", data, "--bridge", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "四、复议诉讼 A4：1 → 7" in said
    assert "会改 2 格" in said
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "改过.json"])


def test_without_an_output_it_is_refused(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fill", str(filled), "--data", str(_other(tmp_path)), "--bridge"]) == 2
    assert "--dry-run" in capsys.readouterr().err


def test_our_lint_has_nothing_to_say(filled: Path) -> None:
    assert lint_workbook(filled) == []


@pytest.mark.office
def test_microsofts_validator_has_nothing_to_say(
    filled: Path, ooxml_validator: Callable[[Path], list[str]]
) -> None:
    assert ooxml_validator(filled) == []
