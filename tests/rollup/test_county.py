"""A whole county: every seeded fault found, none invented, sums equal to an independent count."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from openpyxl.utils import get_column_letter

from tests.rollup.conftest import Year
from xl_tools.cli import main
from xl_tools.edition import builtin_editions
from xl_tools.jsontext import loads
from xl_tools.placement import placement_of
from xl_tools.samples import sample_path
from xl_tools.sources import read

PLACES = placement_of(builtin_editions().get("2021")).figures


class Rolled:
    """What one run of the command gave."""

    def __init__(self, code: int, out: str, book: Path) -> None:
        self.code, self.book = code, book
        self.found: dict[str, Any] = loads(out.encode())


def rolled_up(year: Year, book: Path) -> Rolled:
    out = io.StringIO()
    with redirect_stdout(out):
        given = ("--roster", str(year.roster), "--codefendants", str(year.shared))
        code = main(["rollup", str(year.folder), *given, "--json", "-o", str(book)])
    return Rolled(code, out.getvalue(), book)


@pytest.fixture(scope="module")
def rolled(year: Year, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rolled]:
    folder = tmp_path_factory.mktemp("sum")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("LOCALAPPDATA", str(folder / "cache"))
        yield rolled_up(year, folder / "汇总.xlsx")


def figures(report: dict[str, Any]) -> dict[str, Decimal]:
    return {
        f"{table}.{row}.{column}": Decimal(value)
        for table, rows in report["tables"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
        if value is not None
    }


def test_the_whole_county_is_found_as_it_was_made(rolled: Rolled, year: Year) -> None:
    county, units = year.county, rolled.found["units"]
    assert county.shared
    assert figures(rolled.found["report"]) == county.sums_without_shared != county.sums
    assert rolled.found["report"]["organ"]["name"] == "甲县人民政府"
    assert rolled.found["report"]["organ"]["scope"] == "aggregate"
    made = {one.path: one.status for one in county.files}
    found = {}
    for unit in units:
        name = Path(unit["file"]).relative_to(year.folder).as_posix()
        outer = name.split(".eml/")[0] + ".eml" if ".eml/" in name else name
        outer = outer.split(".zip/")[0] + ".zip" if ".zip/" in outer else outer
        found[outer] = unit["status"]
    assert found == made
    assert sorted(rolled.found["missing"]) == sorted(county.missing)
    assert {u["organ"] for u in units if u["late"]} == set(county.late)
    assert {u["organ"] for u in units if u["errors"] and u["status"] == "counted"} == set(
        county.wrong
    )
    invented = {"RU-FAR", "RU-SAME", "RU-TEXT", "S-XUNIT"}
    assert not invented & {finding["rule"] for finding in rolled.found["findings"]}
    assert rolled.code == 1


def test_the_json_keeps_its_schemas(rolled: Rolled) -> None:
    folder = Path(str(sample_path("x"))).parents[1] / "schemas"
    found = json.loads(json.dumps(rolled.found, default=float))
    for name, part in (("rollup", found), ("report", found["report"])):
        schema = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert list(Draft202012Validator(schema).iter_errors(part)) == []


def test_each_figure_has_its_proof(rolled: Rolled, year: Year) -> None:
    sums = figures(rolled.found["report"])
    for cell, parts in rolled.found["proof"].items():
        assert sum((Decimal(n) for _, n in parts), Decimal(0)) == sums[cell]
    organs = [organ for organ, _ in rolled.found["proof"]["applications.received.total"]]
    assert sorted(organs) == sorted(year.county.counted)


def test_the_workbook_reads_as_the_parents_report(rolled: Rolled) -> None:
    again = read(rolled.book).report
    assert {c: v for c, v in again.cells.items() if isinstance(v, Decimal)} == figures(
        rolled.found["report"]
    )
    assert again.organ.name == "甲县人民政府"


def test_formulas_of_the_official_sheets_lead_to_the_units(rolled: Rolled, year: Year) -> None:
    """openpyxl, the independent reader: what each formula adds up is what it shows."""
    formulas, values = (
        openpyxl.load_workbook(rolled.book),
        openpyxl.load_workbook(rolled.book, data_only=True),
    )
    units = values["各单位数据"]
    rows = {units.cell(row, 1).value: row for row in range(6, units.max_row + 1)}
    assert set(rows) == set(year.county.counted)
    ids = [units.cell(2, column).value for column in range(1, units.max_column + 1)]
    less = {
        cell: total - year.county.sums_without_shared[cell]
        for cell, total in year.county.sums.items()
    }
    for cell, (spot, _) in PLACES.items():
        text = formulas[spot.sheet][spot.address].value
        shown = values[spot.sheet][spot.address].value
        column = ids.index(cell) + 1
        parts = [units.cell(row, column).value for row in rows.values()]
        total = sum(Decimal(str(v)) for v in parts if isinstance(v, int | float))
        assert Decimal(str(shown)) == total - less[cell], cell
        assert ("共同被告" in str(text)) <= bool(less[cell])
        assert str(text).startswith("=")
        if "各单位数据" in str(text):
            letters = get_column_letter(column)
            assert f"{letters}6:{letters}{len(rows) + 5}" in text
        else:  # a total of the form, over figures that are sums themselves
            assert str(text).startswith("=SUM(")


def test_every_printed_page_names_the_units_and_the_columns(rolled: Rolled) -> None:
    book = openpyxl.load_workbook(rolled.book)
    units = book["各单位数据"]
    assert (units.print_title_cols, units.print_title_rows) == ("$A:$A", "$3:$5")
    assert units.row_dimensions[2].hidden  # the ids of cells are for programs
    for name in ("来源", "各单位问题", "未交单位"):
        assert book[name].print_title_rows == "$1:$1"
        footer = book[name].oddFooter
        assert footer is not None
        assert "&P" in str(footer.center.text)


def test_the_sheets_behind_name_every_file_finding_and_missing_unit(
    rolled: Rolled, year: Year
) -> None:
    book = openpyxl.load_workbook(rolled.book, data_only=True)
    files = {row[3].value for row in book["来源"].iter_rows(min_row=2)}
    assert files == {unit["file"] for unit in rolled.found["units"]}
    listed = sum(1 for _ in book["各单位问题"].iter_rows(min_row=2))
    assert listed == len(rolled.found["findings"])
    assert {row[0].value for row in book["未交单位"].iter_rows(min_row=2)} == set(
        year.county.missing
    )


def test_a_second_run_gives_the_same_and_reads_nothing_again(
    year: Year, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = rolled_up(year, tmp_path / "汇总.xlsx")
    before = first.book.read_bytes()

    def never(*_: object) -> bytes:
        raise AssertionError("read again")

    monkeypatch.setattr("xl_tools.rollup.readers.read_submission", never)
    monkeypatch.setattr("xl_tools.rollup.readers._read_many", never)
    again = rolled_up(year, tmp_path / "汇总.xlsx")
    assert (again.code, again.found) == (1, first.found)
    assert again.book.read_bytes() == before
