"""judge says what is wrong with a finished report, in the form of all findings."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.review.planted import of_kind, planted, written
from tests.running import Run
from xl_tools.samples import sample_path


def test_a_sound_report_gives_0(run: Run) -> None:
    Path("年报.docx").write_bytes(written("docx"))
    code, out, _ = run("judge", "年报.docx")
    assert (code, "没有发现问题" in out) == (0, True)


def test_a_fault_gives_1_its_rule_its_ground_and_what_to_do(run: Run) -> None:
    fault = next(one for one in of_kind("docx") if one["rule"] == "L-MARGIN")
    Path("年报.docx").write_bytes(planted(fault))
    code, out, _ = run("judge", "年报.docx", "-o", "检查.html")
    assert code == 1
    assert "有要改的地方（错误 0 处，待核对 1 处" in out  # why it is 1
    assert "〔L-MARGIN〕" in out
    assert "依据：" in out
    assert "请" in out
    assert "L-MARGIN" in Path("检查.html").read_text(encoding="utf-8")


def test_the_data_keep_the_schema_of_findings(run: Run) -> None:
    fault = next(one for one in of_kind("html") if one["rule"] == "T3-BLANK")
    Path("页.html").write_bytes(planted(fault))
    code, out, _ = run("judge", "页.html", "--json", "-o", "检查.json")
    found = json.loads(out)
    schema = Path(str(sample_path("x"))).parents[1] / "schemas" / "findings.schema.json"
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(found)
    assert code == 1
    assert found == json.loads(Path("检查.json").read_text(encoding="utf-8"))
    assert [one["rule"] for one in found["findings"]] == ["T3-BLANK"]


def test_what_is_only_worth_a_look_gives_0(run: Run) -> None:
    fault = next(one for one in of_kind("docx") if one["rule"] == "L-CAPTION")
    Path("年报.docx").write_bytes(planted(fault))
    code, out, _ = run("judge", "年报.docx")
    assert (code, "供参考" in out) == (0, True)
