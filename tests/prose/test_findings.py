"""What a check says of the prose, to a person and to a program, and when it is not read."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.prose.cases import figures_of
from tests.rules.wholetext import completed, reachable
from xl_tools import rules
from xl_tools.edition import builtin_editions
from xl_tools.findings.json import findings_json
from xl_tools.findings.text import findings_text
from xl_tools.report import Organ, Report
from xl_tools.report import Reading as ReportReading
from xl_tools.rules import Outcome, check
from xl_tools.samples import sample_path
from xl_tools.sources import read

EDITIONS = builtin_editions()
ROOT = Path(__file__).parent.parent.parent
SAMPLES = sorted(sample_path("county-2024").parent.glob("*.json"))


def reading(text: str, scope: str = "organ") -> ReportReading:
    organ = reachable(Organ("某某县人民政府", "county", "government", scope))
    cells = figures_of("县", EDITIONS.get("2021"))
    narrative = completed({"overview": text}) if text else MappingProxyType({})
    return ReportReading(
        Report("2021", 2024, organ, MappingProxyType(cells), narrative), "年报.json"
    )


def checked(text: str, scope: str = "organ") -> Outcome:
    return check(reading(text, scope), EDITIONS)


def test_a_person_reads_both_figures_where_they_stand_and_what_to_do() -> None:
    shown = findings_text(
        reading("全年收到政府信息公开申请211件。"),
        checked("全年收到政府信息公开申请211件。"),
        EDITIONS,
    )
    assert (
        "【待核对，把握很大】〔N-SET〕“一、总体情况”写“全年收到政府信息公开申请211件”，"
        "表三是 112 件（表三·一、本年新收政府信息公开申请数量·总计），"
        "说的是同一件事，应当一样。请核对是正文还是表格写错；口径不同的，在正文里写明是哪里的数。"
    ) in shown


def test_a_sum_of_many_cells_is_named_shortly() -> None:
    (finding,) = checked("依申请公开不予公开81件。").findings
    assert "81件”，表三是 18 件（表三·1.属于国家秘密·总计＋" in finding.message
    assert "等 8 格之和）" in finding.message
    assert (finding.expected, finding.actual) == (Decimal(81), Decimal(18))


def test_a_program_reads_every_count() -> None:
    text = "全年收到政府信息公开申请112件，占六成；发布信息30条，予以公开14件，占34.1%。"
    document = findings_json(reading(text), checked(text), EDITIONS)
    assert document["narrative"] == [
        {"section": "overview", "quote": "全年收到政府信息公开申请112件", "value": Decimal(112),
         "cells": ("applications.received.total",), "state": "agrees"},
        {"section": "overview", "quote": "发布信息30条", "value": Decimal(30), "cells": (),
         "state": "unmapped"},
        {"section": "overview", "quote": "予以公开14件", "value": Decimal(14), "cells": (),
         "state": "unmapped"},
    ]  # fmt: skip


def test_a_warning_about_the_prose_may_be_explained_and_is_no_error() -> None:
    outcome = checked("全年收到政府信息公开申请211件，其中网络申请150件、信函申请90件。")
    assert {(f.rule, f.severity, f.explainable) for f in outcome.findings} == {
        ("N-SET", "warning", True)
    }
    assert outcome.verdict == "有待说明"


def said(rule: str, text: str, **cells: Decimal | None) -> str:
    """What a rule says of a text beside figures, some of them changed or left blank."""
    plain = reading(text)
    changed = {c: v for c, v in plain.report.cells.items() if cells.get(_last(c), v) is not None}
    changed |= {c: v for c in changed if (v := cells.get(_last(c))) is not None}
    report = plain.report._replace(cells=MappingProxyType(changed))
    found = check(plain._replace(report=report), EDITIONS).findings
    (finding,) = (finding for finding in found if finding.rule == rule)
    return finding.message


def _last(cell: str) -> str:
    return cell.removeprefix("applications.").replace(".", "_")


def test_parts_by_kinds_of_applicants_beside_a_total_of_the_table_are_surely_wrong() -> None:
    text = (
        "收到政府信息公开申请112件，其中自然人97件、商业企业11件、科研机构0件、"
        "社会公益组织1件、法律服务机构3件、其他1件。"
    )
    assert "相差 1，确定有一处写错" in said("N-PART", text, received_natural_person=Decimal(97))


def test_parts_that_only_seem_to_be_of_one_kind_are_probably_wrong() -> None:
    text = "收到政府信息公开申请112件，其中网络申请150件、信函申请90件。"
    assert "很可能有一处写错" in said("N-PART", text)


def test_a_number_told_twice_in_so_many_words_is_surely_the_same() -> None:
    text = "全年收到政府信息公开申请112件。\n全年收到政府信息公开申请113件。"
    assert "说的是同一件事，应当一样" in said("N-INNER", text, received_total=None)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_texts_of_the_samples_agree_with_their_figures(sample: Path) -> None:
    mentions = check(read(sample, EDITIONS), EDITIONS).mentions
    assert [m.quote for m in mentions if m.state == "contradicts"] == []
    assert any(m.state == "agrees" for m in mentions)


def test_a_reader_that_crashes_is_seen_for_every_rule_and_leaves_no_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("xl_tools.prose.read_prose", crash)
    outcome = checked("全年收到政府信息公开申请211件。")
    crashed = {finding.rule for finding in outcome.findings if finding.could_not_run}
    assert crashed == {rule for rule in EDITIONS.get("2021").rules if rule.startswith("N-")}
    assert outcome.mentions == ()


def test_without_a_text_the_reader_is_not_even_imported() -> None:
    code = (
        "import sys; from xl_tools.api import check; from xl_tools.report import Organ, Report;"
        "check(Report('2021', 2024, Organ('某局')));"
        "print(*(m for m in sys.modules if m.startswith('xl_tools.prose')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.split() == []


def test_all_rules_about_the_prose_have_a_function() -> None:
    wanted = {rule for edition in EDITIONS for rule in edition.rules if rule.startswith("N-")}
    assert wanted == {rule for rule in rules.CHECKS if rule.startswith("N-")}
