"""JSON <-> Report: identity, the published schema, and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import xl_tools.report
from xl_tools.edition import builtin_editions
from xl_tools.jsontext import REPORT, dumps, loads
from xl_tools.refusal import Refusal
from xl_tools.report import (
    CHOICES,
    Report,
    clean_text,
    form_of,
    report_from_json,
    report_to_json,
)
from xl_tools.samples import sample_path

EDITIONS = builtin_editions()
SCHEMAS = Path(xl_tools.report.__file__).parent / "schemas"
VALIDATOR = Draft202012Validator(json.loads((SCHEMAS / "report.schema.json").read_text("utf-8")))
SAMPLES = ("county-2024", "township-2021")


def least(**changed: Any) -> dict[str, Any]:
    """A report with the required members alone, some of them changed."""
    data: dict[str, Any] = {
        "schema": REPORT,
        "edition": "2021",
        "year": 2024,
        "organ": {"name": "甲县人民政府"},
        "tables": {"disputes": {"reconsideration": {"affirmed": 0, "total": 0}}},
    }
    return data | changed


def refused(data: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        report_from_json(data, "报告.json")
    return caught.value


# ---- identity ----------------------------------------------------------------------------

WORDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=8)
NAMES = st.sampled_from([f.id for f in EDITIONS.get("2021").figures()])
VALUES = st.one_of(
    st.integers(-(10**12), 10**12).map(Decimal),
    st.decimals(0, 10**6, places=6),
    st.sampled_from(["/", "251000元", "三件", "12"]),
    st.none(),
)
# A longer whole number is refused when it is read.
LONGEST = st.integers(1 - 10**30, 10**30 - 1)
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
MEMBERS = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "date": st.just("2025-01-20"),
        "signature": WORDS,
        "narrative": st.dictionaries(st.sampled_from(["preface", "overview", "x"]), LINES),
        "computed": st.lists(NAMES, unique=True, max_size=4),
        "control": st.dictionaries(NAMES, st.integers(0, 999), max_size=3),
        "table_editions": st.just({"applications": "2019"}),
        "suppliers": st.just({"disputes": {"who": "法规股", "when": "2025-01-08"}}),
        "origins": st.dictionaries(NAMES, WORDS, max_size=2),
        "unplaced": st.lists(st.fixed_dictionaries({"text": WORDS, "where": WORDS}), max_size=2),
        "acknowledged": st.lists(st.dictionaries(WORDS, WORDS, max_size=2), max_size=2),
        "未知的成员": st.dictionaries(WORDS, LONGEST | st.booleans() | st.none()),
    },
)
ORGANS = st.fixed_dictionaries(
    {"name": WORDS},
    optional={
        **{field: st.sampled_from(sorted(choices)) for field, choices in CHOICES.items()},
        "email": WORDS,
        "统一社会信用代码": WORDS,
    },
)


def nested(cells: dict[str, Any]) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for cell, value in cells.items():
        table, row, column = cell.split(".")
        tables.setdefault(table, {}).setdefault(row, {})[column] = value
    return tables


REPORTS = st.builds(
    lambda cells, organ, members: least(organ=organ, tables=nested(cells), **members),
    st.dictionaries(NAMES, VALUES, max_size=12),
    ORGANS,
    MEMBERS,
)


@given(REPORTS)
def test_a_report_written_and_read_again_is_the_same_report(data: dict[str, Any]) -> None:
    report = report_from_json(data)
    assert report_from_json(loads(dumps(report_to_json(report)).encode())) == report


@pytest.mark.parametrize("sign", [1, -1])
def test_a_whole_number_may_have_thirty_digits(sign: int) -> None:
    longest = sign * (10**30 - 1)
    assert loads(dumps([longest]).encode()) == [longest]
    with pytest.raises(Refusal, match="太大"):
        loads(dumps([longest + sign]).encode())


@given(REPORTS)
def test_nothing_of_the_json_is_lost(data: dict[str, Any]) -> None:
    again = report_to_json(report_from_json(data))
    kept = {name: value for name, value in data.items() if name not in ("tables", "computed")}
    assert {name: again.get(name) for name in kept if kept[name]} == {
        name: value for name, value in kept.items() if value
    }
    assert sorted(again.get("computed", [])) == sorted(data.get("computed", []))
    assert stated(again) == stated(data)


def stated(data: dict[str, Any]) -> dict[str, Any]:
    """The cells that are not blank."""
    return {
        f"{table}.{row}.{column}": value
        for table, rows in data["tables"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
        if value is not None
    }


@given(REPORTS)
def test_what_is_written_fits_the_published_schema(data: dict[str, Any]) -> None:
    written = json.loads(dumps(report_to_json(report_from_json(data))))
    assert [error.message for error in VALIDATOR.iter_errors(written)] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_back_unchanged_and_fits_the_schema(name: str) -> None:
    raw = sample_path(name).read_bytes()
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(raw))] == []
    data = loads(raw)
    assert json.loads(dumps(report_to_json(report_from_json(data)))) == json.loads(raw)


def test_the_schema_is_a_schema_and_asks_for_what_is_required() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)
    for name in ("schema", "edition", "year", "organ", "tables"):
        data = {key: value for key, value in least().items() if key != name}
        assert list(VALIDATOR.iter_errors(data)), name
    assert not list(VALIDATOR.iter_errors(least(neu={"x": 1})))


def test_a_decimal_keeps_every_digit() -> None:
    text = dumps(least(tables={"disclosure": {"fees": {"amount": Decimal("96171.600001")}}}))
    assert report_from_json(loads(text.encode())).number("disclosure.fees.amount") == Decimal(
        "96171.600001"
    )


def test_with_a_form_every_blank_cell_is_written_as_null() -> None:
    report = report_from_json(least())
    tables = report_to_json(report, form_of(report, EDITIONS))["tables"]
    assert tables["disclosure"]["rules"] == {"issued": None, "repealed": None, "in_force": None}
    assert tables["disputes"]["reconsideration"]["affirmed"] == 0


# ---- what a value means ------------------------------------------------------------------


def test_null_and_empty_text_are_blank_and_other_text_stays() -> None:
    row = {"affirmed": None, "reversed": " ", "other": "/", "pending": 2}
    report = report_from_json(least(tables={"disputes": {"reconsideration": row}}))
    assert dict(report.cells) == {
        "disputes.reconsideration.other": "/",
        "disputes.reconsideration.pending": Decimal(2),
    }
    assert report.number("disputes.reconsideration.other") == 0


def test_paragraphs_have_one_kind_of_line_end_and_no_empty_lines_around() -> None:
    assert clean_text("\r\n 甲 \r乙\n\n丙\n \n") == " 甲\n乙\n\n丙"


def test_a_table_may_be_of_another_edition() -> None:
    report = report_from_json(least(table_editions={"applications": "2019"}))
    form = form_of(report, EDITIONS)
    assert form.editions["applications"].id == "2019"
    assert form.editions["disclosure"].id == "2021"
    assert "applications.other.total" in form.figures()
    assert "disclosure.rules.issued" in form.figures()


def test_a_report_of_an_unknown_edition_has_no_form() -> None:
    with pytest.raises(Refusal, match="没有“2016”这一版格式"):
        form_of(report_from_json(least(edition="2016")), EDITIONS)


def test_a_report_cannot_be_changed() -> None:
    report: Report = report_from_json(least())
    with pytest.raises(TypeError):
        report.cells["disputes.reconsideration.total"] = Decimal(1)  # type: ignore[index]
    with pytest.raises(AttributeError):
        report.year = 2025  # type: ignore[misc]


# ---- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "不是一份年度报告"),
        ({}, "schema 应是 xl-tools/report/1"),
        (least(schema="xl-tools/report/9"), "现在是 xl-tools/report/9"),
        ({k: v for k, v in least().items() if k != "year"}, "缺少 year"),
        ({k: v for k, v in least().items() if k != "tables"}, "缺少 tables"),
        (least(year="2024"), "year 应是四位数的年度"),
        (least(year=True), "year 应是四位数的年度"),
        (least(year=24), "year 应是四位数的年度"),
        (least(edition=2021), "edition 应是文字"),
        (least(organ="甲"), "organ 应是一个对象"),
        (least(organ={"name": " "}), "缺少机关名称"),
        (least(organ={"name": "甲", "level": "village"}), "organ.level 不能是 village"),
        (least(organ={"name": "甲", "kind": "shop"}), "organ.kind 不能是 shop"),
        (least(tables=[]), "tables 应是一个对象"),
        (least(tables={"disputes": 1}), "tables.disputes 应是一个对象"),
        (least(tables={"disputes": {"x": 1}}), "tables.disputes.x 应是一个对象"),
        (least(tables={"t": {"r": {"c": True}}}), "单元格“t.r.c”：True 不是数"),
        (least(tables={"t": {"r": {"c": [1]}}}), "单元格“t.r.c”"),
        (least(tables={"t": {"r": {"c": Decimal("1e99")}}}), "太长"),
        (least(computed="applications.total.total"), "computed 应是单元格名称的列表"),
        (least(control={"t.r.c": "许多"}), "核对数“许多”不是数"),
        (least(narrative={"overview": 1}), "narrative.overview 应是文字"),
        (least(suppliers={"disputes": "甲"}), "suppliers.disputes 应是一个对象"),
        (least(table_editions={"disputes": 2019}), "table_editions.disputes 应是文字"),
    ],
)
def test_json_that_is_no_report_is_refused_in_one_sentence(data: Any, said: str) -> None:
    sentence = refused(data).sentence
    assert said in sentence
    assert sentence.startswith("文件“报告.json”")
    assert sentence.endswith("。")
