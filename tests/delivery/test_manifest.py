"""The manifest: what each file is, in the same bytes each time."""

from __future__ import annotations

import hashlib
import json

import pytest

from xl_tools import __version__
from xl_tools.delivery.manifest import manifest, report_name, sha256
from xl_tools.report import Organ, Report

REPORT = Report("2021", 2024, Organ("甲县人民政府"))
FILES = [("年报.xlsx", b"one"), ("年报.docx", b"")]


def test_the_manifest_has_the_members_of_the_contract() -> None:
    assert json.loads(manifest(REPORT, FILES)) == {
        "schema": "xl-tools/manifest/1",
        "organ": "甲县人民政府",
        "year": 2024,
        "edition": "2021",
        "tool": f"xl-tools {__version__}",
        "files": [
            {"name": "年报.xlsx", "sha256": hashlib.sha256(b"one").hexdigest(), "bytes": 3},
            {"name": "年报.docx", "sha256": hashlib.sha256(b"").hexdigest(), "bytes": 0},
        ],
    }


def test_the_members_stand_in_the_order_of_the_contract() -> None:
    found = json.loads(manifest(REPORT, FILES))
    assert list(found) == ["schema", "organ", "year", "edition", "tool", "files"]
    assert list(found["files"][0]) == ["name", "sha256", "bytes"]


def test_the_same_files_give_the_same_bytes_and_others_do_not() -> None:
    assert manifest(REPORT, FILES) == manifest(REPORT, iter(FILES))
    assert manifest(REPORT, FILES) != manifest(REPORT, FILES[::-1])
    assert "甲县" in manifest(REPORT, FILES).decode("utf-8")
    assert sha256(b"one") != sha256(b"two")


@pytest.mark.parametrize(
    ("organ", "name"),
    [
        ("甲县人民政府", "甲县人民政府2024年政府信息公开工作年度报告"),
        ("甲县 人民\n政府", "甲县人民政府2024年政府信息公开工作年度报告"),
        ("../甲/乙:丙*?", "甲乙丙2024年政府信息公开工作年度报告"),
        ("甲\u202e县", "甲县2024年政府信息公开工作年度报告"),
    ],
)
def test_a_report_is_called_after_organ_and_year(organ: str, name: str) -> None:
    assert report_name(REPORT._replace(organ=Organ(organ))) == name
