"""rollup --return: what goes back to whom, and what is known when it comes again."""

from __future__ import annotations

import csv
import email
import email.policy
import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest

from benchmarks.county import book, data, figures, report_of, word
from tests.lint.workbook import lint_workbook
from tests.office import browser
from tests.running import Run
from xl_tools.report import Report
from xl_tools.sources import read

TOTAL = "disputes.reconsideration.total"
ROSTER = (
    "单位,角色,邮箱\n甲县教育局,部门,jy@example.gov.cn\n甲县公安局,部门,\n甲县民政局,部门,mz@example.gov.cn\n"
    "甲县财政局,部门,坏地址@\n甲县卫健委,部门,ws@example.gov.cn\n"
)
CALL = ("rollup", "收到", "--roster", "名单.csv", "-o", "汇总.xlsx", "--return", "退回")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))


def report(organ: str, seed: int, cells: Mapping[str, int] = MappingProxyType({})) -> Report:
    own = figures(random.Random(seed)) | {c: Decimal(v) for c, v in cells.items()}
    return report_of(organ, "department", own)


@pytest.fixture
def collected(run: Run) -> None:
    """A wrong workbook, a wrong Word file, one unreadable file, one in order, one missing."""
    Path("收到").mkdir()
    Path("名单.csv").write_text(ROSTER, encoding="utf-8")
    Path("收到/教育局.xlsx").write_bytes(book(report("甲县教育局", 1, {TOTAL: 99})))
    Path("收到/公安局.docx").write_bytes(word(report("甲县公安局", 2, {TOTAL: 77})))
    Path("收到/民政局.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    Path("收到/财政局.json").write_bytes(data(report("甲县财政局", 4)))


def mail(name: str) -> Any:
    return email.message_from_bytes(Path(f"退回/{name}").read_bytes(), policy=email.policy.default)


@pytest.mark.usefixtures("collected")
def test_everyone_gets_what_concerns_them_and_nobody_else(run: Run) -> None:
    code, out, _ = run(*CALL)
    assert code == 1
    names = {path.name for path in Path("退回").iterdir()}
    assert {name for name in names if "退回" in name} == {
        f"甲县{unit}-退回.{ending}" for unit in ("教育局", "公安局") for ending in ("xlsx", "eml")
    }
    assert {name for name in names if "退回" not in name} == {
        "甲县民政局-重报.eml", "甲县卫健委-催报.eml", "催报名单.csv", "进度.html",
    }  # fmt: skip
    assert "标出问题的工作簿和信 2 份，要重报的信 1 份，催报信 1 份" in out


@pytest.mark.usefixtures("collected")
def test_the_workbook_is_the_units_own_marked_with_an_opinion_for_each_finding(run: Run) -> None:
    run(*CALL)
    for organ, shown in (("甲县教育局", 99), ("甲县公安局", 77)):
        back = openpyxl.load_workbook(f"退回/{organ}-退回.xlsx")
        rows = list(back["退回意见"].iter_rows(min_row=2, values_only=True))
        assert [row[1:3] for row in rows] == [("错误", "四、复议诉讼 E4")]
        assert rows[0][4] == shown
        assert back["四、复议诉讼"]["E4"].value == shown
        assert back["四、复议诉讼"].cell(4, 5 + 80).value == 1  # the mark beside it
        assert back["退回意见"].column_dimensions["H"].hidden
    assert read(Path("退回/甲县教育局-退回.xlsx")).report.number(TOTAL) == 99


@pytest.mark.usefixtures("collected")
def test_letters_say_what_is_wrong_and_go_to_the_units_address(run: Run) -> None:
    run(*CALL)
    letter = mail("甲县教育局-退回.eml")
    assert letter["To"] == "jy@example.gov.cn"
    assert [one.get_filename() for one in letter.iter_attachments()] == ["甲县教育局-退回.xlsx"]
    words = letter.get_body().get_content()
    assert "1. 【错误】" in words
    assert "应为" in words or "应" in words
    assert mail("甲县公安局-退回.eml")["To"] is None
    assert "旧版" in mail("甲县民政局-重报.eml").get_body().get_content()
    assert "还没有收到你单位2024年" in mail("甲县卫健委-催报.eml").get_body().get_content()


@pytest.mark.usefixtures("collected")
def test_the_list_of_those_to_be_chased_says_why(run: Run) -> None:
    run(*CALL)
    text = Path("退回/催报名单.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["单位"] for row in rows] == ["甲县民政局", "甲县卫健委"]
    assert "民政局.doc" in rows[0]["说明"]
    assert rows[1]["说明"] == "没有收到"
    assert rows[1]["截止日期"] == "2025-01-31"


@pytest.mark.usefixtures("collected")
def test_what_comes_again_is_compared_with_what_was_sent_back(run: Run) -> None:
    """One of two points mended: the letter says so, and both opinions stay on the sheet."""
    twice = report("甲县教育局", 1, {TOTAL: 99, "disputes.litigation_direct.total": 88})
    Path("收到/教育局.xlsx").write_bytes(book(twice))
    run(*CALL)
    back = openpyxl.load_workbook("退回/甲县教育局-退回.xlsx")
    back["四、复议诉讼"]["E4"] = "=SUM(A4:D4)"
    back["退回意见"]["G2"] = "已改为自动求和"
    back.save("收到/教育局.xlsx")
    assert run(*CALL)[0] == 1
    words = mail("甲县教育局-退回.eml").get_body().get_content()
    assert "上次退回 2 处，已改 1 处" in words
    again = openpyxl.load_workbook("退回/甲县教育局-退回.xlsx")["退回意见"]
    rows = list(again.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 3
    assert rows[0][6] == "已改为自动求和"


@pytest.mark.usefixtures("collected")
def test_its_own_are_replaced_and_what_an_officer_wrote_is_not(run: Run) -> None:
    run(*CALL)
    assert run(*CALL)[0] == 1
    path = Path("退回/甲县教育局-退回.xlsx")
    edited = openpyxl.load_workbook(path)
    edited["退回意见"]["D3"] = "还请补充说明"
    edited.save(path)
    before = path.read_bytes()
    code, _, err = run(*CALL)
    assert code == 2
    assert path.name in err
    assert path.read_bytes() == before
    assert Path("退回/进度.html").exists()


@pytest.mark.usefixtures("collected")
def test_the_folder_of_what_goes_back_is_not_collected(run: Run) -> None:
    inside = (*CALL[:-1], "收到/退回")
    first, second = run(*inside, "--json")[1], run(*inside, "--json")[1]
    assert first == second


class Shown(HTMLParser):
    """Rows of tables, ids, and what would be loaded from elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        for name, value in attrs:
            self.ids += [value or ""] if name == "id" else []
            self.refers += [value or ""] if name == "aria-labelledby" else []
            self.loaded += [value or ""] if name in ("src", "href") else []

    def handle_data(self, text: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += text


@pytest.mark.usefixtures("collected")
def test_the_page_shows_who_is_in_and_what_is_wrong(run: Run) -> None:
    run(*CALL)
    text = Path("退回/进度.html").read_text(encoding="utf-8")
    page = Shown(text)
    assert "已收到并计入 3 个单位，应收 5 个" in text
    first = [row[0].strip() for row in page.rows]
    assert {"甲县民政局", "甲县卫健委", "甲县教育局", "甲县公安局", "甲县财政局"} <= set(first)
    assert ["× 错误", "T4-SUM"] in [[cell.strip() for cell in row[:2]] for row in page.rows]
    assert page.loaded == []
    assert len(set(page.ids)) == len(page.ids)
    assert set(page.refers) <= set(page.ids)


@pytest.mark.office
@pytest.mark.usefixtures("collected")
def test_nobody_is_kept_from_reading_the_page(run: Run, tmp_path: Path) -> None:
    run(*CALL)
    missing = browser.missing()
    if missing:
        pytest.fail(f"缺少 {'、'.join(missing)}：先运行 .ci/run，或自行安装。")
    page = Path("退回/进度.html").read_text(encoding="utf-8")
    assert browser.violations(page, tmp_path) == []


@pytest.mark.usefixtures("collected")
def test_workbooks_that_go_back_are_whole(run: Run) -> None:
    run(*CALL)
    for path in (*Path("退回").glob("*.xlsx"), Path("汇总.xlsx")):
        assert lint_workbook(path) == []


@pytest.mark.office
@pytest.mark.usefixtures("collected")
def test_the_sdk_finds_nothing_in_them(
    run: Run, ooxml_validator: Callable[[Path], list[str]]
) -> None:
    run(*CALL)
    for path in (*Path("退回").glob("*.xlsx"), Path("汇总.xlsx")):
        assert ooxml_validator(path.absolute()) == []


def test_names_of_units_are_shown_and_never_run(run: Run) -> None:
    Path("收到").mkdir()
    name = "<script>alert(1)</script>局"
    Path("收到/a.json").write_bytes(data(report(name, 1, {TOTAL: 9})))
    Path("名单.csv").write_text("单位\n甲局\n", encoding="utf-8")
    run("rollup", "收到", "-o", "汇总.xlsx", "--return", "退回")
    assert "<script" not in Path("退回/进度.html").read_text(encoding="utf-8")
    assert all("/" not in path.name and "<" not in path.name for path in Path("退回").iterdir())


@pytest.mark.usefixtures("collected")
def test_what_is_settled_is_taken_away_but_not_what_an_officer_touched(run: Run) -> None:
    run(*CALL)
    kept = Path("退回/甲县卫健委-催报.eml")
    kept.write_bytes(kept.read_bytes().replace(b"X-Unsent: 1", b"X-Unsent: 0"))
    for organ, seed in (("教育局", 1), ("公安局", 2), ("民政局", 3), ("卫健委", 5)):
        for old in Path("收到").glob(f"{organ}.*"):
            old.unlink()
        Path(f"收到/{organ}.xlsx").write_bytes(book(report(f"甲县{organ}", seed)))
    _, out, _ = run(*CALL)
    assert "现在用不上的 5 份" in out
    left = {path.name for path in Path("退回").iterdir()}
    assert left == {"甲县卫健委-催报.eml", "催报名单.csv", "进度.html"}


@pytest.mark.usefixtures("collected")
def test_a_unit_whose_good_report_came_is_not_asked_for_another(run: Run) -> None:
    """Last year's came first, this year's later: no letter, and the one made before goes."""
    old = report("甲县卫健委", 5)._replace(year=2023)
    Path("收到/卫健委.json").write_bytes(data(old))
    assert "要重报的信 2 份" in run(*CALL)[1]
    Path("收到/卫健委新.json").write_bytes(data(report("甲县卫健委", 6)))
    assert "要重报的信 1 份" in run(*CALL)[1]
    assert not Path("退回/甲县卫健委-重报.eml").exists()
