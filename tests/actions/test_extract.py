"""extract and the other commands on published reports: read, accounted for, carried on."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.reports import consistent
from tests.running import Run
from tests.sources.pages import EDITIONS, HABITS, composed, page, report
from tests.sources.pdfs import pdf
from tests.sources.same import differences
from tests.sources.texts import text
from xl_tools.document.docx import write_docx
from xl_tools.report import Report
from xl_tools.sources import read


def whole(edition: str = "2021") -> Report:
    return report(edition, 0)._replace(cells=consistent(EDITIONS.get(edition), 4).cells)


PAGE = page(composed(whole()), HABITS["word"])
ROW = "<tr><td>其他主动公开文件</td><td>41</td><td>42</td><td>43</td></tr>"
FILES = {
    "年报.html": PAGE.encode("gb18030"),
    "年报.docx": write_docx(composed(whole())),
    "年报.txt": text(composed(whole())).encode(),
    "年报.pdf": pdf(composed(whole())),
}


@pytest.mark.parametrize("name", FILES)
def test_a_published_report_goes_through_every_command(run: Run, name: str) -> None:
    of = whole()
    Path(name).write_bytes(FILES[name])
    code, out, _ = run("extract", name, "-o", "数据.json")
    assert "勾稽关系核对了" in out
    found = json.loads(Path("数据.json").read_text(encoding="utf-8"))
    assert found["tables"]["applications"]["received"]["total"] == of.number(
        "applications.received.total"
    )
    assert set(found["origins"]) == set(of.cells)
    assert run("extract", name, "-o", "填好.xlsx")[0] == code
    assert run("assemble", "填好.xlsx", "-o", "重印.docx")[0] == code
    assert differences(of, read(Path("重印.docx"))) == {}
    assert run("template", "--year", str(of.year), "-o", "空白.xlsx")[0] == 0
    assert run("fill", "空白.xlsx", "--data", name, "-o", "又.xlsx")[0] == code
    assert read(Path("又.xlsx")).report.cells == of.cells
    assert json.loads(run("validate", name, "--json")[1])["counts"]["error"] == code


def test_the_account_says_what_was_not_read_as_printed(run: Run) -> None:
    plain = page(composed(whole()))
    at = plain.index("<tr", plain.index("规范性文件</p>"))
    odd = (plain[:at] + ROW + plain[at:]).replace("三类内部事务信息", "三类内容事务信息")
    Path("年报.html").write_text(odd, encoding="utf-8")
    _, out, _ = run("extract", "年报.html", "-o", "数据.json")
    assert "“5.属于三类内容事务信息”当作“5.属于三类内部事务信息”" in out
    assert "有 1 处没有放进去" in out
    assert "网页第 1 个表格第 5 行：其他主动公开文件｜41｜42｜43" in out


def test_each_table_of_a_hybrid_is_told_with_its_edition(run: Run) -> None:
    old = whole("2019")
    cells = {c: v for c, v in whole().cells.items() if not c.startswith("applications")}
    cells |= {c: v for c, v in old.cells.items() if c.startswith("applications")}
    both = whole()._replace(cells=cells, table_editions={"applications": "2019"})
    Path("年报.html").write_text(page(composed(both)), encoding="utf-8")
    code, out, _ = run("extract", "年报.html", "-o", "数据.json")
    assert "表二用2021年版、表三用2019年版（试行）、表四用2021年版" in out
    assert code == 1  # the edition of table 3 is an error
    data = json.loads(Path("数据.json").read_text(encoding="utf-8"))
    assert data["table_editions"] == {"applications": "2019"}


def test_a_finding_says_where_the_figure_stands_in_the_document(run: Run) -> None:
    of = whole()
    wrong = of._replace(cells={**of.cells, "disputes.reconsideration.total": Decimal(999)})
    Path("年报.html").write_text(page(composed(wrong)), encoding="utf-8")
    _, out, _ = run("validate", "年报.html", "--json")
    (finding,) = [f for f in json.loads(out)["findings"] if f["rule"] == "T4-SUM"]
    assert "网页第 3 个表格第 4 行第 5 列" in finding["where"]
    run("validate", "年报.html", "-o", "标出.xlsx")
    book = openpyxl.load_workbook("标出.xlsx")
    assert book["四、复议诉讼"]["E4"].value == 999


def test_a_file_that_is_none_is_refused_with_code_2(run: Run) -> None:
    Path("购物单.txt").write_text("白菜 2 斤\n豆腐 3 块\n", encoding="utf-8")
    code, out, err = run("extract", "购物单.txt", "-o", "数据.json")
    assert (code, out) == (2, "")
    assert "购物单.txt" in err
    assert not Path("数据.json").exists()


def listed(name: str) -> list[list[str]]:
    """The rows of the list to confirm."""
    sheet = openpyxl.load_workbook(name)["核对清单"]
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_the_workbook_has_a_list_to_confirm_of_every_row_of_the_form(run: Run) -> None:
    plain = page(composed(whole()))
    at = plain.index("<tr", plain.index("规范性文件</p>"))
    odd = (plain[:at] + ROW + plain[at:]).replace("三类内部事务信息", "三类内容事务信息")
    Path("年报.html").write_text(odd, encoding="utf-8")
    run("extract", "年报.html", "-o", "填好.xlsx")
    rows = listed("填好.xlsx")
    of, form = whole(), EDITIONS.get("2021")
    lines = [row for row in rows if "网页第" in row[2] and row[0] != "没有放进去"]
    assert len(lines) == sum(len(table.all_rows()) for table in form.tables.values())
    received = next(row for row in lines if row[0].startswith("一、本年新收"))
    names = [f"applications.received.{c.id}" for c in form.tables["applications"].columns]
    assert received[1].split() == [str(of.cells[name]) for name in names]
    assert received[2] == "网页第 2 个表格第 4 行第 4—10 列"
    (mended,) = [row for row in lines if "原件写作" in row[3]]
    assert mended[0] == "5.属于三类内部事务信息"
    assert mended[3] == "原件写作“5.属于三类内容事务信息”"
    loose = [row for row in rows if row[0] == "没有放进去"]
    assert [row[1] for row in loose] == ["其他主动公开文件｜41｜42｜43"]
    assert read(Path("填好.xlsx")).report.cells == of.cells


def test_the_list_to_confirm_names_blank_cells_texts_and_rows_that_are_not_there(run: Run) -> None:
    of = whole()
    odd = {"applications.received.research": "/", "applications.pending_end.total": None}
    cells = {**of.cells, **odd}
    of = of._replace(cells={c: v for c, v in cells.items() if v is not None})
    markup = page(composed(of))
    at = markup.find("<tr", markup.find("保护第三方合法权益") - 120)
    markup = markup[:at] + markup[markup.find("</tr>", at) + len("</tr>") :]
    Path("年报.html").write_text(markup, encoding="utf-8")
    run("extract", "年报.html", "-o", "填好.xlsx")
    rows = {row[0]: row for row in listed("填好.xlsx")}
    assert rows["一、本年新收政府信息公开申请数量"][3] == "不是数，照原样：/"
    assert rows["四、结转下年度继续办理"][3] == "空着：总计"
    assert rows["4.保护第三方合法权益"][1] == "没有读到"
