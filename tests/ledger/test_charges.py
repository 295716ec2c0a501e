"""Fees: by the tiers, for each applicant and month, or for the pages of a case."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.ledger.books import counted

OWN = ("2024-03-01", "公民", "予以公开", "2024-03-20")


def test_an_applicants_cases_of_a_month_are_charged_by_the_tiers() -> None:
    rows = [(str(n), *OWN, "张某", "5500" if n == 0 else "") for n in range(45)]
    rows += [(f"a{n}", *OWN, "李某", "") for n in range(10)]
    (charge,) = counted(rows, "申请人", "信息处理费").charges
    assert (charge.charged, charge.due) == (Decimal(5500), Decimal(5500))
    assert len(charge.cases) == 45
    assert "2024年3月共 45 件" in charge.basis


def test_pages_are_charged_by_the_case() -> None:
    rows = [("1", *OWN, "张某", "4700元", "250"), ("2", *OWN, "张某", "", "20")]
    (charge,) = counted(rows, "申请人", "信息处理费", "提供页数").charges
    assert charge == (("1",), "按量计收，250 页", Decimal(4700), Decimal(4700))


def test_what_cannot_be_reckoned_is_said_and_still_summed() -> None:
    rows = [("1", *OWN, "¥1,200.50"), ("2", *OWN, "免收"), ("3", *OWN, "若干")]
    tally = counted(rows, "信息处理费")
    assert [(c.charged, c.due) for c in tally.charges] == [(Decimal("1200.50"), None)]
    assert any("“若干”读不懂" in words for words in tally.remarks)


def test_a_month_is_one_month_wherever_its_rows_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_tools.ledger.table.BATCH", 10)
    rows = [(str(n), *OWN, "张某", "100" if n == 3 else "") for n in range(31)]
    rows += [("n", "2023-03-01", *OWN[1:], "张某", "900"), ("", *OWN, "张某", "900")]
    (charge,) = counted(rows, "申请人", "信息处理费").charges
    assert (len(charge.cases), charge.charged) == (31, Decimal(100))
    assert charge.due == Decimal(2200)
