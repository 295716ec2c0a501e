"""Every planted fault is found by its rule; the sound reports have none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.office.session import Office
from tests.review.planted import (
    EDITIONS,
    FAULTS,
    SAMPLES,
    as_published,
    in_bytes,
    of_kind,
    planted,
    written,
)
from tests.sources.pages import composed
from tests.sources.pages import report as random_report
from xl_tools.document import write_document
from xl_tools.review.catalog import RULES
from xl_tools.review.judging import judge


def rules_in(data: bytes, name: str = "年报") -> list[str]:
    return [finding.rule for finding in judge(data, name, EDITIONS).outcome.findings]


def test_there_are_at_least_60_faults_of_every_kind() -> None:
    assert len(FAULTS) >= 60
    assert {one["kind"] for one in FAULTS} == {"docx", "html", "pdf", "bytes"}
    assert len({one["name"] for one in FAULTS}) == len(FAULTS)


def test_every_rule_of_the_judge_has_a_fault() -> None:
    assert set(RULES) - {one["rule"] for one in FAULTS} == set()


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_a_sound_report_has_no_findings(ending: str) -> None:
    found = judge(written(ending), f"年报.{ending}", EDITIONS).outcome.findings
    assert [finding.message for finding in found] == []


@pytest.mark.parametrize("ending", ["docx", "html", pytest.param("pdf", marks=pytest.mark.office)])
@pytest.mark.parametrize("name", SAMPLES)
def test_of_a_published_sample_only_its_old_tables_are_found(name: str, ending: str) -> None:
    """Both were printed with tables of the edition before, which is true and not of the layout."""
    assert rules_in(as_published(name, ending), f"年报.{ending}") == ["EDITION"]


@pytest.mark.parametrize("ending", ["docx", "html"])
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_no_report_of_ours_offends_against_form_or_layout(edition: str, ending: str) -> None:
    """Whatever its figures: what the rules of the form say of those is not asked here."""
    for seed in (0, 2, 4, 8):
        of = random_report(edition, seed)
        organ = of.organ._replace(name="宝清县人民政府", address="宝清县光明路1号")
        of = of._replace(organ=organ, signature=organ.name, date=f"{of.year + 1}-01-09")
        data = write_document(composed(of), ending)
        assert set(rules_in(data)) & (set(RULES) | {"LABEL"}) == set(), seed


@pytest.mark.office
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_no_pdf_of_ours_offends_either(edition: str) -> None:
    of = random_report(edition, 2)
    of = of._replace(organ=of.organ._replace(name="宝清县人民政府", address="宝清县光明路1号"))
    assert set(rules_in(write_document(composed(of), "pdf"))) & set(RULES) == set()


@pytest.mark.parametrize("fault", of_kind("docx", "html"), ids=lambda one: one["name"])
def test_a_planted_fault_is_found(fault: dict[str, Any]) -> None:
    assert fault["rule"] in rules_in(planted(fault))


@pytest.mark.office
def test_a_sound_pdf_has_no_findings() -> None:
    found = judge(written("pdf"), "年报.pdf", EDITIONS).outcome.findings
    assert [finding.message for finding in found] == []


@pytest.mark.office
@pytest.mark.parametrize("fault", of_kind("pdf"), ids=lambda one: one["name"])
def test_a_fault_is_found_on_the_printed_pages(
    fault: dict[str, Any], office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "年报.docx"
    path.write_bytes(planted(fault))
    printed = office.pdf(path, path.with_suffix(".pdf")).read_bytes()
    assert fault["rule"] in rules_in(printed)


@pytest.mark.office
@pytest.mark.parametrize("fault", of_kind("bytes"), ids=lambda one: one["name"])
def test_a_fault_of_the_file_is_found(fault: dict[str, Any]) -> None:
    assert fault["rule"] in rules_in(in_bytes(fault, written("pdf")))
