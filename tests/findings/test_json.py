"""Findings as JSON: the members of the contract, the published schema."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import xl_tools.report
from tests.reports import consistent, with_faults
from tests.rules.cases import reading_of, rule_cases
from xl_tools import rules
from xl_tools.edition import builtin_editions
from xl_tools.findings.json import findings_json
from xl_tools.jsontext import dumps
from xl_tools.report import Organ, Place, Reading, Report, Value
from xl_tools.rules import check

EDITIONS = builtin_editions()
UNASKED = {
    "没有上年的报告，没法和上年比较；有的话加上 --prior 和文件",
    "文字部分都没有写，没法核对文字",
}
EDITION = EDITIONS.get("2021")
SCHEMAS = Path(xl_tools.report.__file__).parent / "schemas"
VALIDATOR = Draft202012Validator(json.loads((SCHEMAS / "findings.schema.json").read_text("utf-8")))


def reading(**changed: Value) -> Reading:
    """Zeros, some cells changed (dots are written __)."""
    cells: dict[str, Value] = {figure.id: Decimal(0) for figure in EDITION.figures()}
    cells |= {name.replace("__", "."): value for name, value in changed.items()}
    report = Report("2021", 2024, Organ("甲县人民政府", level="county", kind="government"))
    return Reading(report._replace(cells=MappingProxyType(cells)), "年报.xlsx")


def document(of: Reading) -> dict[str, Any]:
    """What a program reads."""
    text = dumps(findings_json(of, check(of, EDITIONS), EDITIONS))
    loaded: dict[str, Any] = json.loads(text)
    return loaded


WRONG = reading(
    applications__received__total=Decimal(21),
    applications__received__natural_person=Decimal(12),
    applications__full_grant__natural_person=Decimal(12),
    applications__full_grant__total=Decimal(12),
    applications__total__natural_person=Decimal(12),
    applications__total__total=Decimal(12),
)


def test_the_document_has_the_members_of_the_contract() -> None:
    found = document(WRONG)
    assert found["schema"] == "xl-tools/findings/1"
    assert (found["file"], found["edition"], found["year"]) == ("年报.xlsx", "2021", 2024)
    assert found["counts"] == {"error": 2, "warning": 0, "info": 0}
    assert found["narrative"] == []
    assert found["verdict"] == "有错误"
    assert found["coverage"] == {"checked": 196, "cells": 200}
    assert {entry["why"] for entry in found["not_applicable"]} == UNASKED


def test_a_finding_has_the_members_of_the_contract() -> None:
    first = document(WRONG)["findings"][0]
    assert first.pop("message").startswith("〔T3-ROW〕表三·一、本年新收")
    columns = "total natural_person commercial research nonprofit legal_services other_org".split()
    assert first == {
        "rule": "T3-ROW",
        "severity": "error",
        "explainable": False,
        "cells": [f"applications.received.{column}" for column in columns],
        "where": "表三·一、本年新收政府信息公开申请数量·总计",
        "expected": 12,
        "actual": 21,
        "suspects": [
            {
                "cells": {"applications.received.total": 12},
                "explains": 2,
                "kind": "digits_swapped",
            }
        ],
    }


def test_a_workbook_gives_sheet_and_address_of_the_first_cell() -> None:
    places = {"applications.received.total": Place("三、依申请公开", "J4")}
    first = document(WRONG._replace(places=places))["findings"][0]
    assert (first["sheet"], first["address"]) == ("三、依申请公开", "J4")
    assert "where" not in first


def test_a_finding_without_numbers_has_null_and_one_without_cells_has_no_place() -> None:
    changed = xl_tools.report.Changed("disputes", "总计", "合计", Place("四、复议诉讼", "E2"))
    (finding,) = document(reading()._replace(changed=(changed,)))["findings"]
    assert (finding["expected"], finding["actual"], finding["cells"]) == (None, None, [])
    assert not {"sheet", "address", "where"} & finding.keys()


def test_a_decimal_is_a_number_to_the_last_digit() -> None:
    wrong = reading(disputes__reconsideration__total=Decimal("12.50"))
    text = dumps(findings_json(wrong, check(wrong, EDITIONS), EDITIONS))
    assert '"actual": 12.50' in text


def test_a_rule_that_could_not_run_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(case: object, rule: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(rules, "CHECKS", {"LABEL": crash})
    (finding,) = document(reading())["findings"]
    assert finding["could_not_run"] is True
    assert "RuntimeError: no" in finding["trouble"]


def test_what_could_not_be_asked_is_listed_with_the_reason() -> None:
    found = document(reading(disputes__reconsideration__total="三件"))
    (entry,) = [one for one in found["not_applicable"] if one["why"] not in UNASKED]
    assert entry["rule"] == "T4-SUM"
    assert "没法核对" in entry["why"]


# ---- the schema --------------------------------------------------------------------------


@pytest.mark.parametrize("case", list(rule_cases()), ids=str)
def test_the_findings_of_every_case_fit_the_schema(case: Any) -> None:
    found = document(reading_of(case, EDITIONS))
    assert [error.message for error in VALIDATOR.iter_errors(found)] == []


@pytest.mark.parametrize("seed", range(10))
def test_the_counts_are_those_of_the_findings(seed: int) -> None:
    found = document(Reading(with_faults(consistent(EDITION, seed), EDITION, seed)))
    severities = [finding["severity"] for finding in found["findings"]]
    assert found["counts"] == {
        name: severities.count(name) for name in ("error", "warning", "info")
    }


@pytest.mark.parametrize(
    "broken",
    [
        {"schema": "xl-tools/findings/2"},
        {"counts": {"error": -1, "warning": 0, "info": 0}},
        {"findings": [{"rule": "T3-ROW"}]},
        {"coverage": {"checked": 1}},
        {"narrative": [{"section": "overview", "state": "perhaps"}]},
    ],
    ids=["schema", "counts", "findings", "coverage", "narrative"],
)
def test_the_schema_rejects_what_is_not_of_the_contract(broken: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)
    assert list(VALIDATOR.iter_errors(document(WRONG) | broken))
