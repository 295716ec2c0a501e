"""Tidy tables: pandas reads every figure, its type and where it is from, without a guess."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pyarrow.parquet
import pytest

from benchmarks.county import data, figures, report_of
from tests.rollup.conftest import Year
from tests.running import Run
from xl_tools.cli import main
from xl_tools.edition import builtin_editions
from xl_tools.report import Report

NAMES = ("各单位数据", "来源", "各单位问题", "未交单位", "共同被告")
CELLS = [figure.id for figure in builtin_editions().get("2021").figures()]


def read_csv(folder: Path, name: str) -> pd.DataFrame:
    """As README.md says it: the types are those of the dictionary."""
    known = pd.read_csv(folder / "数据字典.csv")
    known = known[known["table"] == name]
    types = dict(zip(known["column"], known["dtype"], strict=True))
    path = folder / f"{name}.csv"
    return pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])


@pytest.fixture(scope="module")
def folder(year: Year, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one run over the county's year writes, CSV and Parquet beside each other."""
    place = tmp_path_factory.mktemp("tidy")
    tables = str(place / "表")
    call = ["rollup", str(year.folder), "--roster", str(year.roster), "--csv", tables]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()):
        patch.setenv("XDG_CACHE_HOME", str(place / "cache"))
        patch.setenv("LOCALAPPDATA", str(place / "cache"))
        main([*call, "--parquet", tables, "-o", str(place / "汇总.xlsx")])
    return place / "表"


def test_every_unit_states_every_cell_once_and_the_sums_are_those_of_the_county(
    folder: Path, year: Year
) -> None:
    found = read_csv(folder, "各单位数据")
    assert set(found["unit"]) == set(year.county.counted)
    assert len(found) == len(year.county.counted) * len(CELLS)
    assert not found.duplicated(["unit", "cell"]).any()
    sums = found.groupby("cell")["value"].sum()
    assert {cell: round(float(sums[cell]), 6) for cell in year.county.sums} == {
        cell: float(total) for cell, total in year.county.sums.items()
    }
    exact = found.dropna(subset=["value"]).groupby("cell")["stated"]
    assert {cell: sum(map(Decimal, texts)) for cell, texts in exact} == year.county.sums


def test_each_figure_leads_to_the_very_file(folder: Path) -> None:
    found = read_csv(folder, "各单位数据").drop_duplicates("file")
    plain = [one for one in found.itertuples() if Path(one.file).is_file()]
    assert len(plain) > len(found) / 2
    for one in plain:
        if Path(one.file).suffix not in (".zip", ".eml"):
            assert sha256(Path(one.file).read_bytes()).hexdigest() == one.sha256


def test_the_official_name_stands_beside_the_cell(folder: Path) -> None:
    found = read_csv(folder, "各单位数据").set_index("cell")
    name = found.loc["applications.rejected_repeat.natural_person", "name"]
    assert set(name) == {"表三·2.重复申请·自然人"}
    assert (found["table"] + "." + found["row"] + "." + found["column"] == found.index).all()


@pytest.mark.parametrize("name", NAMES)
def test_parquet_says_what_csv_says(folder: Path, name: str) -> None:
    written = read_csv(folder, name)
    read = pd.read_parquet(folder / f"{name}.parquet")
    assert list(read.columns) == list(written.columns)
    for column in read.columns:
        same = read[column].astype(written[column].dtype)
        pd.testing.assert_series_equal(same, written[column], check_names=False)


def test_parquet_holds_exact_decimals_and_says_what_each_column_is(folder: Path) -> None:
    path = folder / "各单位数据.parquet"
    schema = pyarrow.parquet.read_schema(path)
    assert str(schema.field("value").type) == "decimal128(38, 6)"
    meanings = read_csv(folder, "数据字典").set_index(["table", "column"])["meaning"]
    for field in schema:
        told = field.metadata["说明".encode()].decode()
        assert told == meanings["各单位数据", field.name]


def test_the_dictionary_describes_every_column_of_every_file(folder: Path) -> None:
    known = pd.read_csv(folder / "数据字典.csv")
    for path in folder.glob("*.csv"):
        columns = list(pd.read_csv(path, nrows=0).columns)
        assert list(known.loc[known["table"] == path.stem, "column"]) == columns
    assert set(known["table"]) == {*NAMES, "数据字典"}


# ---- odd figures -------------------------------------------------------------------------

ODD = ("三件", "/", "NA", "null", '引"号,逗\n号', "=1+1")
EXACT = ("0.123456789", "9" * 30, "0." + "0" * 29 + "1", "-7", "1E+3")


def stating(values: Iterable[Decimal | str]) -> Report:
    report = report_of("甲县教育局", "department", figures(random.Random(1)))
    changed = dict(zip(CELLS[3:], values, strict=False))
    return report._replace(cells=MappingProxyType({**report.cells, **changed}))


def handed_in(values: Iterable[Decimal | str]) -> None:
    Path("收到").mkdir()
    Path("收到/甲.json").write_bytes(data(stating(values)))


def tables(run: Run, values: Iterable[Decimal | str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What CSV and Parquet say of those cells."""
    handed_in(values)
    run("rollup", "收到", "--csv", "表", "--parquet", "表", "-o", "汇总.xlsx")
    found = read_csv(Path("表"), "各单位数据"), pd.read_parquet("表/各单位数据.parquet")
    one, other = (table.set_index("cell").loc[CELLS[3:]] for table in found)
    return one, other


def test_a_text_in_place_of_a_number_is_kept_as_it_was_stated(run: Run) -> None:
    for found in tables(run, ODD):
        assert tuple(found["stated"][: len(ODD)]) == ODD
        assert found["value"][: len(ODD)].isna().all()


def test_a_number_however_odd_is_exact(run: Run) -> None:
    numbers = [Decimal(text) for text in EXACT]
    written, read = tables(run, numbers)
    assert [Decimal(text) for text in written["stated"][: len(numbers)]] == numbers
    assert list(read["value"][: len(numbers)]) == numbers


# ---- bad calls ---------------------------------------------------------------------------


def refused(run: Run, *arguments: str) -> str:
    call = ("rollup", "收到", "-o", "汇总.xlsx")
    code, out, err = run(*call, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not Path("汇总.xlsx").exists()
    return err


def test_results_do_not_go_where_reports_are_handed_in(run: Run) -> None:
    handed_in("/")
    for option in ("--csv", "--parquet", "--return"):
        assert "收到的文件" in refused(run, option, "收到")
        assert "收到的文件" in refused(run, option, ".")
    code, _, _ = run("rollup", "收到", "-o", "汇总.xlsx", "--csv", "收到/表")
    again, out, _ = run("rollup", "收到", "-o", "汇总.xlsx", "--csv", "收到/表")
    assert (code, again) == (0, 0)
    assert "计入 1 份，未计入 0 个文件" in out


def test_parquet_without_its_library_is_refused_before_any_work(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in("/")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "xl-tools[parquet]" in refused(run, "--parquet", "表")
    assert not Path("表").exists()


def test_somebody_elses_file_in_the_folder_stays(run: Run) -> None:
    handed_in("/")
    Path("表").mkdir()
    for name, option in (("来源.csv", "--csv"), ("来源.parquet", "--parquet")):
        Path("表", name).write_bytes(b"PAR1 unit,role")
        code, _, err = run("rollup", "收到", "-o", "汇总.xlsx", option, "表")
        assert (code, Path("表", name).read_bytes()) == (2, b"PAR1 unit,role")
        assert name in err
        assert run("rollup", "收到", "-o", "汇总.xlsx", option, "表", "--force")[0] == 0
        assert run("rollup", "收到", "-o", "汇总.xlsx", option, "表")[0] == 0
