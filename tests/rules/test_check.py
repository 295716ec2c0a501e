"""The check as a whole: order, verdict, crashes, hybrids, where things stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports import consistent, with_faults
from xl_tools import rules
from xl_tools.edition import Editions, Rule, builtin_editions
from xl_tools.report import Form, Organ, Place, Reading, Report, Value, form_of
from xl_tools.rules import Case, Finding, Outcome, check
from xl_tools.rules.cells import types
from xl_tools.rules.finding import cut
from xl_tools.rules.registry import NotApplicable
from xl_tools.rules.registry import rule as on_rule

EDITIONS = builtin_editions()
NEWEST = EDITIONS.get("2021")
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
WEIGHT = {"error": 0, "warning": 1, "info": 2}


def zeros(**changed: Value | int) -> Reading:
    """A report of zeros; a changed cell is written with __ for the dots."""
    cells: dict[str, Value] = {figure.id: Decimal(0) for figure in NEWEST.figures()}
    for name, value in changed.items():
        cells[name.replace("__", ".")] = value if isinstance(value, str) else Decimal(value)
    organ = Organ("甲县人民政府", level="county", kind="government")
    return Reading(Report(NEWEST.id, NEWEST.first_year, organ, MappingProxyType(cells)))


def checked(reading: Reading, editions: Editions = EDITIONS) -> Outcome:
    return check(reading, editions)


def with_checks(monkeypatch: pytest.MonkeyPatch, **checks: object) -> None:
    monkeypatch.setattr(rules, "CHECKS", {**rules.CHECKS, **checks})


# ---- order and verdict -------------------------------------------------------------------


def test_errors_come_before_warnings_and_each_in_the_order_of_the_form() -> None:
    found = checked(
        zeros(
            disclosure__rules__issued="/",
            disclosure__fees__amount="3元",
            applications__received__total=2,
            disputes__litigation_direct__total=1,
            disputes__reconsideration__total=1,
        )
    ).findings
    assert [(f.rule, f.cells[0]) for f in found] == [
        ("T2-TYPE", "disclosure.fees.amount"),
        ("T3-ROW", "applications.received.total"),
        ("T3-BAL", "applications.total.total"),
        ("T4-SUM", "disputes.reconsideration.total"),
        ("T4-SUM", "disputes.litigation_direct.total"),
        ("T2-BLANK", "disclosure.rules.issued"),
    ]


@BOTH
@given(seed=st.integers(0, 10_000))
def test_every_finding_speaks_of_cells_of_the_form_and_is_in_order(name: str, seed: int) -> None:
    edition = EDITIONS.get(name)
    outcome = checked(Reading(with_faults(consistent(edition, seed), edition, seed)))
    weights = [WEIGHT[finding.severity] for finding in outcome.findings]
    assert weights == sorted(weights)
    ids = {figure.id for figure in edition.figures()}
    assert all(set(finding.cells) <= ids for finding in outcome.findings)
    assert 0 <= outcome.coverage[0] <= outcome.coverage[1] == len(ids)
    assert not any(finding.could_not_run for finding in outcome.findings)


@BOTH
@given(seed=st.integers(0, 10_000))
def test_a_report_in_which_all_relations_hold_has_no_error(name: str, seed: int) -> None:
    outcome = checked(Reading(consistent(EDITIONS.get(name), seed)))
    assert [f.message for f in outcome.findings if f.severity == "error"] == []


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (zeros(), "通过"),
        (zeros(applications__received__total=1), "有错误"),
        (zeros(disclosure__rules__issued="/"), "有待说明"),
        (Reading(Report("2021", 2024, Organ("甲"))), "尚未填写"),
    ],
    ids=["good", "wrong", "blank", "untouched"],
)
def test_the_verdict_is_one_of_four_words(reading: Reading, verdict: str) -> None:
    assert checked(reading).verdict == verdict


def test_a_remark_alone_does_not_stand_in_the_way() -> None:
    names = ("received", "full_grant", "total")
    cells = {f"applications__{n}__{c}": 20 for n in names for c in ("natural_person", "total")}
    outcome = checked(zeros(**cells))
    assert [finding.rule for finding in outcome.findings] == ["T3-SHAPE"]
    assert outcome.verdict == "通过"


def test_the_outcome_says_how_many_cells_are_proven_and_computed_totals_prove_less() -> None:
    totals = frozenset(figure.id for figure in NEWEST.figures() if figure.is_total)
    reading = zeros()
    computed = reading._replace(report=reading.report._replace(computed=totals))
    assert checked(reading).coverage == (196, 200)
    # the printed balance of table three, and T2-VALID
    assert checked(computed).coverage == (6 * 25 + 4 + 6, 200)


# ---- a rule that crashes, a rule that is not there ---------------------------------------


def broken_rule(case: Case, rule: Rule) -> Iterator[Finding]:
    yield Finding(rule.id, "info", True, "half way")
    raise ZeroDivisionError(f"no {case.reading.report.year}")


def test_a_rule_that_crashes_is_an_error_and_never_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    with_checks(monkeypatch, LABEL=broken_rule)
    outcome = checked(zeros())
    (finding,) = outcome.findings
    assert (finding.rule, finding.severity, finding.could_not_run) == ("LABEL", "error", True)
    assert not finding.explainable
    assert "未能运行" in finding.message
    assert "ZeroDivisionError: no 2021" in finding.message
    assert "broken_rule" in finding.trouble
    assert outcome.verdict == "有错误"


def test_the_other_rules_run_on_after_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    with_checks(monkeypatch, LABEL=broken_rule)
    found = checked(zeros(disclosure__rules__issued="三件")).findings
    assert [finding.rule for finding in found] == ["T2-TYPE", "LABEL"]


def test_a_rule_that_the_edition_does_not_have_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with_checks(monkeypatch, LABEL=broken_rule)
    left = {name: rule for name, rule in NEWEST.rules.items() if name != "LABEL"}
    editions = EDITIONS.adding(NEWEST._replace(rules=MappingProxyType(left)))
    assert checked(zeros(), editions).verdict == "通过"


def test_a_rule_id_has_one_function_only() -> None:
    with pytest.raises(ValueError, match="T3-TYPE"):
        on_rule("T3-TYPE")(types)


def test_a_rule_may_say_that_it_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def unasked(case: Case, rule: Rule) -> Iterator[Finding]:
        if rule.id == "LABEL":
            raise NotApplicable("没有台账")
        yield Finding(rule.id, "info", True, case.reading.file)

    with_checks(monkeypatch, LABEL=unasked)
    outcome = checked(zeros())
    assert ("LABEL", "没有台账") in outcome.not_applicable
    assert outcome.verdict == "通过"


# ---- blanks and texts: neither a pass nor a failure --------------------------------------


def test_a_relation_with_a_text_or_a_blank_total_is_not_applicable_and_said_to_be_so() -> None:
    reading = zeros(applications__received__natural_person="三件")
    states = {r.cells: s.holds for r, s in checked(reading).relations}
    unanswered = [cells for cells, holds in states.items() if holds is None]
    assert len(unanswered) == 2
    assert all("applications.received.natural_person" in cells for cells in unanswered)
    rules_said = {rule for rule, why in checked(reading).not_applicable if "上年" not in why}
    assert rules_said == {"T3-BAL", "T3-ROW", "S-TITLES"}


# ---- two editions in one report ----------------------------------------------------------


def test_each_table_is_held_to_the_relations_of_its_own_edition() -> None:
    report = zeros().report._replace(table_editions=MappingProxyType({"applications": "2019"}))
    form = form_of(report, EDITIONS)
    cells: Mapping[str, Value] = {cell: Decimal(0) for cell in form.figures()}
    cells = {**cells, "applications.other.research": Decimal(1)}
    outcome = checked(Reading(report._replace(cells=MappingProxyType(cells))))
    heads = {f.rule: f.cells[0] for f in outcome.findings}
    assert heads["T3-SUM7"] == "applications.total.research"
    assert "T2-VALID" in {relation.rule.id for relation, _ in outcome.relations}
    assert outcome.cells == len(form.figures()) == 186


# ---- where it stands ---------------------------------------------------------------------


def test_a_message_names_the_addresses_of_a_workbook() -> None:
    reading = zeros(applications__received__total=2)
    ids = [f.id for f in NEWEST.tables["applications"].figures]
    places = {
        cell: Place("三、依申请公开", f"{'DEFGHIJ'[index % 7]}{4 + index // 7}")
        for index, cell in enumerate(ids)
    }
    found = {f.rule: f.message for f in checked(reading._replace(places=places)).findings}
    assert "表三·一、本年新收政府信息公开申请数量（J4）：总计是 2" in found["T3-ROW"]
    assert "最可能是 J4 的 2 应为 0（有一位写错了），请对照台账核对这里。" in found["T3-ROW"]
    assert "表三·总计（J27）：第三项（七）加第四项是 0" in found["T3-BAL"]


def test_without_addresses_the_cells_are_named_in_words() -> None:
    found = {f.rule: f.message for f in checked(zeros(disputes__reconsideration__total=1)).findings}
    assert "核对总计、结果维持、结果纠正、其他结果、尚未审结。" in found["T4-SUM"]


def test_a_long_list_is_cut_and_says_how_long_it_is() -> None:
    assert cut(list("abcdefgh"), 8, "格") == "a、b、c、d、e、f、g、h"
    assert cut(list("abcdefghi"), 9, "格") == "a、b、c、d、e、f、g、h等 9 格"
    assert cut(["甲错了", "乙错了"], 5, "处", "；", most=2) == "甲错了；乙错了；一共 5 处"


def test_a_case_names_a_cell_by_its_table_row_and_column() -> None:
    reading = zeros()
    form: Form = form_of(reading.report, EDITIONS)
    case = Case(reading, form, EDITIONS)
    assert case.where("disputes.reconsideration.pending") == "表四·行政复议·尚未审结"
