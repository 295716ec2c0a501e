"""Reports that are checked together: what one has taken from another is told of both."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

import xl_tools
from tests.rules.faults import clean_reading
from tests.running import Run
from xl_tools.edition import builtin_editions
from xl_tools.jsontext import dumps
from xl_tools.report import Report, report_to_json
from xl_tools.rules.siblings import Siblings

EDITIONS = builtin_editions()


def town(name: str, text: str = "") -> Report:
    """The clean report as that of another town, its own name in its text."""
    report = clean_reading("2021", EDITIONS).report
    organ = report.organ._replace(name=f"青溪县{name}人民政府", phone="")
    own = {part: one.replace("石桥镇", name) for part, one in report.narrative.items()}
    preface = own["preface"].replace("0730-6210018", "0730-6210022")
    narrative = {**own, "preface": preface} | ({"overview": text} if text else {})
    title, signature = report.title.replace("石桥镇", name), organ.name
    return report._replace(
        organ=organ, narrative=MappingProxyType(narrative), title=title, signature=signature
    )


def test_two_towns_with_one_text_are_told_of_each_other(run: Run) -> None:
    for name in ("石桥镇", "河口镇"):
        Path(f"{name}.json").write_text(dumps(report_to_json(town(name))), encoding="utf-8")
    _, out, _ = run("validate", "石桥镇.json", "河口镇.json", "--json")
    found = [one["findings"] for one in json.loads(out)]
    assert [[f["certainty"] for f in some] for some in found] == [["likely"], ["likely"]]
    said = [[f["message"] for f in some] for some in found]
    assert [len(messages) for messages in said] == [1, 1]
    assert "〔S-XUNIT〕文字与“青溪县河口镇人民政府”有 100%相同" in said[0][0]
    assert "〔S-XUNIT〕文字与“青溪县石桥镇人民政府”有 100%相同" in said[1][0]


def test_how_sure_it_is_stands_beside_the_weight(run: Run) -> None:
    for name in ("石桥镇", "河口镇"):
        wrong = town(name)._replace(date="2025-03-20")
        Path(f"{name}.json").write_text(dumps(report_to_json(wrong)), encoding="utf-8")
    _, out, _ = run("validate", "石桥镇.json", "河口镇.json")
    assert out.count("【待核对，把握较大】〔S-XUNIT〕") == 2
    assert out.count("【待核对，把握很大】〔S-DATE〕") == 2


def test_a_report_checked_alone_is_compared_with_nobody() -> None:
    rules = {finding.rule for finding in xl_tools.check(town("石桥镇")).findings}
    assert "S-XUNIT" not in rules


def test_the_library_compares_with_the_reports_it_is_given() -> None:
    outcome = xl_tools.check(town("石桥镇"), beside=[town("河口镇")])
    assert [finding.rule for finding in outcome.findings] == ["S-XUNIT"]


def test_what_a_whole_county_writes_is_nobodys_copy() -> None:
    towns = [town(f"{letter}桥镇") for letter in "东南西北中前后左右上下"]
    assert Siblings(towns, EDITIONS).common() == ()
    assert len(Siblings(towns[:10], EDITIONS).common()) == 45
