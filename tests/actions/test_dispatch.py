"""The command dispatch: a workbook and a draft for each unit, last year's figures in place."""

from __future__ import annotations

import email
import email.policy
import io
import random
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from benchmarks.county import data, figures, old_figures, report_of
from tests.running import Run
from xl_tools.report import Report
from xl_tools.sources import read

ROSTER = """2025年度报送名单
单位,角色,级别,邮箱,截止日期
甲县人民政府,政府,县级,a@example.gov.cn,
甲县人民政府办公室,政府办,县级,,
教育局,部门,,b@example.gov.cn,1月20日
甲县东镇人民政府,,,c@example.gov.cn,
甲县税务局,垂直管理,,d@example.gov.cn,
"""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))


def report(organ: str, seed: int, kind: str = "department") -> Report:
    return report_of(organ, kind, figures(random.Random(seed)))


@pytest.fixture
def place(run: Run) -> Path:
    """A roster, and last year's reports in several forms."""
    Path("名单.csv").write_text(ROSTER, encoding="utf-8")
    Path("去年").mkdir()
    Path("去年/教育.json").write_bytes(data(report("甲县教育局", 5)))
    old, _ = old_figures(figures(random.Random(6)))
    Path("去年/镇.json").write_bytes(data(report_of("甲县东镇人民政府", "government", old, "2019")))
    Path("去年/坏.xlsx").write_bytes(b"PK\x03\x04")
    return Path("下发")


def book_of(place: Path, organ: str) -> Path:
    return place / f"{organ}2025年政府信息公开工作年度报告.xlsx"


def test_each_summed_unit_gets_one_workbook_and_one_draft(run: Run, place: Path) -> None:
    code, out, _ = run("dispatch", "名单.csv", "--prior", "去年", "-o", "下发")
    assert code == 0
    names = {path.name.partition("2025年")[0] for path in place.iterdir()}
    assert names == {"甲县人民政府", "甲县教育局", "甲县东镇人民政府"}
    assert len(list(place.iterdir())) == 6
    assert "【不汇总，没有做】甲县税务局（垂直管理）" in out
    assert "【没有找到上年的报告，上年结转要自己填】甲县人民政府。" in out


def test_what_is_known_stands_in_the_workbook(run: Run, place: Path) -> None:
    run("dispatch", "名单.csv", "--prior", "去年", "-o", "下发")
    made = read(book_of(place, "甲县教育局"))
    own, last = made.report, report("甲县教育局", 5)
    assert (own.year, own.organ.name, own.organ.kind) == (2025, "甲县教育局", "department")
    assert own.date == "2026-01-20"
    for column in ("natural_person", "commercial", "other_org", "total"):
        carried = own.number(f"applications.pending_start.{column}")
        assert carried == last.number(f"applications.pending_end.{column}")
    assert made.prior is not None
    assert dict(made.prior.cells) == dict(last.cells)
    town = read(book_of(place, "甲县东镇人民政府"))
    assert (town.report.organ.level, town.report.date) == ("township", "2026-01-31")
    assert town.prior is not None
    assert (
        town.prior.number("disputes.reconsideration.total")
        == figures(random.Random(6))["disputes.reconsideration.total"]
    )


def test_nothing_but_what_is_known_is_filled_in(run: Run, place: Path) -> None:
    run("dispatch", "名单.csv", "--prior", "去年", "-o", "下发")
    cells = read(book_of(place, "甲县教育局")).report.cells
    assert {c.split(".")[1] for c, v in cells.items() if v and not c.endswith("total")} <= {
        "pending_start"
    }
    bare = read(book_of(place, "甲县人民政府")).report
    assert not any(v for v in bare.cells.values() if isinstance(v, Decimal))


def test_the_draft_carries_the_workbook_and_says_what_to_do(run: Run, place: Path) -> None:
    run("dispatch", "名单.csv", "--prior", "去年", "-o", "下发")
    path = book_of(place, "甲县教育局")
    mail = email.message_from_bytes(
        path.with_suffix(".eml").read_bytes(), policy=email.policy.default
    )
    assert mail["To"] == "b@example.gov.cn"
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == path.name
    assert attached.get_content() == path.read_bytes()
    body = mail.get_body()
    assert body is not None
    words = body.get_content()
    assert "2026年1月20日前报到" in words
    assert "上年结转" in words
    openpyxl.load_workbook(io.BytesIO(attached.get_content()))


def test_a_second_time_replaces_its_own_and_spares_what_a_unit_filled(
    run: Run, place: Path
) -> None:
    again = ("dispatch", "名单.csv", "--prior", "去年", "-o", "下发")
    assert [run(*again)[0], run(*again)[0]] == [0, 0]
    Path("填.json").write_bytes(data(report("甲县教育局", 9)._replace(year=2025)))
    path = book_of(place, "甲县教育局")
    assert run("fill", str(path), "--data", "填.json", "-o", "填好.xlsx")[0] < 2
    path.write_bytes(Path("填好.xlsx").read_bytes())
    code, _, err = run(*again)
    assert code == 2
    assert path.name in err
    assert path.read_bytes() == Path("填好.xlsx").read_bytes()
    assert run(*again, "--force")[0] == 0


def test_bad_calls_are_refused_in_one_sentence(run: Run) -> None:
    Path("名单.csv").write_text("单位,邮箱\n甲局,a@b\n乙局,有@空 格\n", encoding="utf-8")
    Path("别的.csv").write_text("单位,角色\n甲局,垂管\n", encoding="utf-8")
    for arguments, words in (
        (("名单.csv", "-o", "下发"), "甲局：“a@b”不是邮箱地址；乙局"),
        (("没有.csv", "-o", "下发"), "没有.csv"),
        (("别的.csv", "-o", "下发"), "没有要汇总的单位"),
        (("别的.csv",), "-o"),
        (("别的.csv", "--prior", "没有", "-o", "下发"), "不是文件夹"),
    ):
        code, out, err = run("dispatch", *arguments)
        assert (code, out, err.count("\n")) == (2, "", 1), err
        assert words in err
        assert not Path("下发").exists()


def test_units_whose_files_would_have_one_name_are_refused(run: Run) -> None:
    Path("名单.csv").write_text("单位\n甲/乙局\n丙局\n甲乙局\n", encoding="utf-8")
    code, _, err = run("dispatch", "名单.csv", "-o", "下发")
    assert code == 2
    assert "“甲/乙局”和“甲乙局”的文件会同名" in err
    assert not Path("下发").exists()


def test_a_unit_with_too_long_a_name_does_not_stop_the_others(run: Run) -> None:
    Path("名单.csv").write_text(f"单位\n甲{'长' * 80}局\n丙局\n", encoding="utf-8")
    code, _, err = run("dispatch", "名单.csv", "-o", "下发")
    assert (code, err.count("文件名或路径太长")) == (2, 1)
    assert {path.suffix for path in Path("下发").glob("丙局*")} == {".xlsx", ".eml"}


def test_what_an_officer_changed_stays_and_is_said(run: Run, place: Path) -> None:
    """An address and a sentence in the draft; the telephone in the workbook."""
    call = ("dispatch", "名单.csv", "--prior", "去年", "-o", "下发")
    assert run(*call)[0] == 0
    book = book_of(place, "甲县教育局")
    mail = book_of(place, "甲县人民政府").with_suffix(".eml")
    sheet = openpyxl.load_workbook(book)
    sheet["基本信息"]["B11"] = "0730-6210018"
    sheet.save(book)
    mail.write_bytes(mail.read_bytes().replace(b"Subject:", b"Cc: c@example.gov.cn\r\nSubject:", 1))
    changed = book.read_bytes(), mail.read_bytes()
    code, _, err = run(*call)
    assert (code, err.count("里面是别的内容")) == (2, 2)
    assert (book.read_bytes(), mail.read_bytes()) == changed
    assert run(*call, "--force")[0] == 0
    assert (book.read_bytes(), mail.read_bytes()) != changed
    assert run(*call)[0] == 0
