"""The official merges, to the letter (国办公开办函〔2021〕30号 and 〔2019〕60号)."""

from __future__ import annotations

import pytest

from xl_tools.edition import builtin_editions
from xl_tools.grid import grid_of
from xl_tools.places import area_text

OFFICIAL = {
    ("2021", "disclosure"): (
        "A1:D1 A5:D5 B6:D6 B7:D7 A8:D8 B9:D9 B10:D10 B11:D11 A12:D12 B13:D13 B14:D14"
    ),
    ("2021", "applications"): (
        "A1:C3 D1:J1 D2:D3 E2:I2 J2:J3 A4:C4 A5:C5 A6:A27 B6:C6 B7:C7 B8:B15 B16:B18 B19:B23"
        " B24:B26 B27:C27 A28:C28"
    ),
    ("2019", "applications"): (
        "A1:C3 D1:J1 D2:D3 E2:I2 J2:J3 A4:C4 A5:C5 A6:A25 B6:C6 B7:C7 B8:B15 B16:B18 B19:B23"
        " B24:C24 B25:C25 A26:C26"
    ),
    # Five columns: rows of four fields are A | B | C:D | E, rows of three A | B:C | D:E.
    ("2019", "disclosure"): (
        "A1:E1 C2:D2 C3:D3 C4:D4 A5:E5 C6:D6 C7:D7 C8:D8 A9:E9 C10:D10 C11:D11 C12:D12"
        " A13:E13 B14:C14 D14:E14 B15:C15 D15:E15 A16:E16 B17:C17 D17:E17 B18:C18 D18:E18"
    ),
    ("2021", "disputes"): "A1:E1 F1:O1 A2:A3 B2:B3 C2:C3 D2:D3 E2:E3 F2:J2 K2:O2",
    ("2019", "disputes"): "A1:E1 F1:O1 A2:A3 B2:B3 C2:C3 D2:D3 E2:E3 F2:J2 K2:O2",
}
CELLS = {"2019": (22, 161, 15), "2021": (10, 175, 15)}


@pytest.mark.parametrize(("edition", "table"), OFFICIAL)
def test_the_merges_are_those_of_the_form(edition: str, table: str) -> None:
    grid = grid_of(builtin_editions().get(edition).tables[table])
    merges = [
        area_text(b.row + 1, b.column + 1, b.row + b.rows, b.column + b.columns)
        for b in grid.boxes
        if b.merged
    ]
    assert merges == OFFICIAL[edition, table].split()


@pytest.mark.parametrize("edition", CELLS)
def test_every_table_has_as_many_figures_as_the_form(edition: str) -> None:
    tables = builtin_editions().get(edition).tables.values()
    assert tuple(len(table.figures) for table in tables) == CELLS[edition]


def test_the_first_figure_row_of_table_three_is_row_four_from_d_to_j() -> None:
    grid = grid_of(builtin_editions().get("2021").tables["applications"])
    first = [box for box, figure in grid.figures() if figure.row.id == "received"]
    assert {box.row + 1 for box in first} == {4}
    assert [box.column + 1 for box in first] == list(range(4, 11))


def words(edition: str, table: str) -> dict[str, str]:
    """First cell -> fixed wording."""
    boxes = grid_of(builtin_editions().get(edition).tables[table]).boxes
    return {
        area_text(b.row + 1, b.column + 1, b.row + 1, b.column + 1): b.text
        for b in boxes
        if b.figure is None
    }


@pytest.mark.parametrize(("edition", "table"), OFFICIAL)
def test_the_figures_stand_in_the_order_of_the_table(edition: str, table: str) -> None:
    own = builtin_editions().get(edition).tables[table]
    assert [figure for _, figure in grid_of(own).figures()] == list(own.figures)


# ---- the wording, to the letter ----------------------------------------------------------


def test_table_two_of_2021_reads_as_printed() -> None:
    assert words("2021", "disclosure") == {
        "A1": "第二十条第（一）项",
        "A2": "信息内容", "B2": "本年制发件数", "C2": "本年废止件数", "D2": "现行有效件数",
        "A3": "规章", "A4": "行政规范性文件",
        "A5": "第二十条第（五）项",
        "A6": "信息内容", "B6": "本年处理决定数量", "A7": "行政许可",
        "A8": "第二十条第（六）项",
        "A9": "信息内容", "B9": "本年处理决定数量", "A10": "行政处罚", "A11": "行政强制",
        "A12": "第二十条第（八）项",
        "A13": "信息内容", "B13": "本年收费金额（单位：万元）", "A14": "行政事业性收费",
    }  # fmt: skip


def test_table_two_of_2019_reads_as_printed() -> None:
    four = ("上一年项目数量", "本年增/减", "处理决定数量")
    assert words("2019", "disclosure") == {
        "A1": "第二十条第（一）项",
        "A2": "信息内容", "B2": "本年新制作数量", "C2": "本年新公开数量", "E2": "对外公开总数量",
        "A3": "规章", "A4": "规范性文件",
        "A5": "第二十条第（五）项",
        "A6": "信息内容", "B6": four[0], "C6": four[1], "E6": four[2],
        "A7": "行政许可", "A8": "其他对外管理服务事项",
        "A9": "第二十条第（六）项",
        "A10": "信息内容", "B10": four[0], "C10": four[1], "E10": four[2],
        "A11": "行政处罚", "A12": "行政强制",
        "A13": "第二十条第（八）项",
        "A14": "信息内容", "B14": four[0], "D14": four[1], "A15": "行政事业性收费",
        "A16": "第二十条第（九）项",
        "A17": "信息内容", "B17": "采购项目数量", "D17": "采购总金额", "A18": "政府集中采购",
    }  # fmt: skip


HEAD = {
    "A1": "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "D1": "申请人情况", "D2": "自然人", "E2": "法人或其他组织", "E3": "商业企业",
    "F3": "科研机构", "G3": "社会公益组织", "H3": "法律服务机构", "I3": "其他", "J2": "总计",
}  # fmt: skip
TO_23 = {
    "A4": "一、本年新收政府信息公开申请数量",
    "A5": "二、上年结转政府信息公开申请数量",
    "A6": "三、本年度办理结果",
    "B6": "（一）予以公开",
    "B7": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "B8": "（三）不予公开",
    "C8": "1.属于国家秘密", "C9": "2.其他法律行政法规禁止公开", "C10": "3.危及“三安全一稳定”",
    "C11": "4.保护第三方合法权益", "C12": "5.属于三类内部事务信息",
    "C13": "6.属于四类过程性信息", "C14": "7.属于行政执法案卷", "C15": "8.属于行政查询事项",
    "B16": "（四）无法提供",
    "C16": "1.本机关不掌握相关政府信息", "C17": "2.没有现成信息需要另行制作",
    "C18": "3.补正后申请内容仍不明确",
    "B19": "（五）不予处理",
    "C19": "1.信访举报投诉类申请", "C20": "2.重复申请", "C21": "3.要求提供公开出版物",
    "C22": "4.无正当理由大量反复申请", "C23": "5.要求行政机关确认或重新出具已获取信息",
    "B24": "（六）其他处理",
}  # fmt: skip


def test_table_three_of_2021_reads_as_printed() -> None:
    assert words("2021", "applications") == HEAD | TO_23 | {
        "C24": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "C25": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "C26": "3.其他",
        "B27": "（七）总计",
        "A28": "四、结转下年度继续办理",
    }


def test_table_three_of_2019_has_one_row_of_other_results() -> None:
    end = {"B25": "（七）总计", "A26": "四、结转下年度继续办理"}
    assert words("2019", "applications") == HEAD | TO_23 | end


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_table_four_reads_as_printed(edition: str) -> None:
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    expected = {"A1": "行政复议", "F1": "行政诉讼", "F2": "未经复议直接起诉", "K2": "复议后起诉"}
    expected |= {f"{column}2": text for column, text in zip("ABCDE", results, strict=True)}
    expected |= {f"{c}3": text for c, text in zip("FGHIJKLMNO", results * 2, strict=True)}
    assert words(edition, "disputes") == expected


# ---- a table that does not fit together --------------------------------------------------


def test_a_table_whose_widths_do_not_match_its_columns_is_an_error() -> None:
    table = builtin_editions().get("2021").tables["disputes"]
    with pytest.raises(ValueError, match="表四的格子没有铺满表格"):
        grid_of(table._replace(widths=table.widths[:-1]))
