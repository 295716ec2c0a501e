from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.ooxml.books import MAIN, sentence, sheet_xml, unzipped
from tests.ooxml.drawn import FORMULAS, TEXTS, Drawn, sheets
from xl_tools.ooxml.content import Cached, Content, Fault, Formula, Uncached
from xl_tools.ooxml.index import Index
from xl_tools.ooxml.layout import lay_out, rows, spots
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.patch import patch_sheet
from xl_tools.ooxml.sheet import BLANK, Cell, scan
from xl_tools.ooxml.workbook import read_book
from xl_tools.ooxml.xml import element

Changes = dict[tuple[int, int], Content]

STORED = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-99, 10**12),
    st.decimals(-(10**6), 10**6, places=6),
    st.floats(-1e300, 1e300).filter(lambda number: not 0 < abs(number) < 1e-300),
    TEXTS.map(lambda text: text + "_x000D_"),
    st.sampled_from([Fault("#N/A"), Fault("#REF!")]),
)
PLACES = st.tuples(st.integers(1, 7) | st.just(1_048_576), st.integers(1, 6) | st.just(16_384))
CHANGES = st.dictionaries(
    PLACES, STORED | st.builds(Formula, FORMULAS, STORED) | st.builds(Cached, STORED), max_size=6
)


def patched(rows_xml: str, changes: Changes, before: str = "") -> str:
    """The rows after the changes."""
    xml = patch_sheet(sheet_xml(rows_xml, before), changes, sheet="表一").decode()
    return xml.partition("<sheetData>")[2].partition("</sheetData>")[0]


# ---- round trips --------------------------------------------------------------------------


def expected(old: Cell, content: Content) -> tuple[Any, str | None]:
    """Value and formula of a cell after a change."""
    formula = old.formula if isinstance(content, Cached | Uncached) else None
    if isinstance(content, Formula):
        formula = content.text
    value = getattr(content, "value", content)
    value = None if isinstance(content, Uncached) else value
    return (value.code if isinstance(value, Fault) else value), formula


def read(xml: bytes, strings: tuple[str, ...]) -> dict[tuple[int, int], tuple[Any, str | None]]:
    """Exact value and formula of each cell that has one or the other."""
    return {
        at: (Decimal(cell.raw) if cell.raw else cell.value, cell.formula)
        for at, cell in scan(xml, strings).cells.items()
    }


def exact(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(repr(value))
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


@given(sheets(), CHANGES)
def test_what_is_written_is_read_back_and_the_rest_is_as_it_was(
    drawn: Drawn, wanted: Changes
) -> None:
    changes = {
        at: content
        for at, content in wanted.items()
        if not isinstance(content, Cached) or drawn.cells.get(at, BLANK).formula is not None
    }
    goal = read(drawn.xml, drawn.strings)
    for at, content in changes.items():
        value, formula = expected(drawn.cells.get(at, BLANK), content)
        goal[at] = exact(value), formula
    goal = {at: both for at, both in goal.items() if both != (None, None)}
    assert read(patch_sheet(drawn.xml, changes), drawn.strings) == goal


def spans(xml: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """Where each cell starts and ends."""
    layout = lay_out(xml)
    found = {}
    for row, tag in rows(layout):
        for column, cell in spots(layout, row, element(layout.xml, "row", tag)):
            stands = element(layout.xml, "c", cell)
            found[row, column] = stands.start, stands.end
    return found


def outside(xml: bytes, cells: Changes) -> bytes:
    """All bytes but those of these cells."""
    at, kept = 0, b""
    for start, end in sorted(span for place, span in spans(xml).items() if place in cells):
        kept, at = kept + xml[at:start], end
    return kept + xml[at:]


@given(sheets(), CHANGES)
def test_where_cells_are_only_changed_every_other_byte_stays(drawn: Drawn, wanted: Changes) -> None:
    there = spans(drawn.xml)
    changes: Changes = {
        at: c for at, c in wanted.items() if at in there and not isinstance(c, Cached)
    }
    assert outside(patch_sheet(drawn.xml, changes), changes) == outside(drawn.xml, changes)


@given(sheets(), CHANGES)
def test_where_cells_are_put_in_the_others_and_what_is_around_them_stay(
    drawn: Drawn, wanted: Changes
) -> None:
    changes = {at: c for at, c in wanted.items() if not isinstance(c, Cached)}
    after = patch_sheet(drawn.xml, changes)
    old, new = (
        {at: xml[start:end] for at, (start, end) in spans(xml).items()}
        for xml in (drawn.xml, after)
    )
    untouched = old.keys() - changes.keys()
    assert {at: new[at] for at in untouched} == {at: old[at] for at in untouched}
    put_in = {at for at, content in changes.items() if content is not None and at not in old}
    assert new.keys() - old.keys() == put_in
    head, tail = drawn.xml.index(b"sheetData"), drawn.xml.index(b"mergeCells")
    assert after[:head] == drawn.xml[:head]
    assert after.endswith(drawn.xml[tail:])


@given(sheets())
def test_without_changes_nothing_changes(drawn: Drawn) -> None:
    assert patch_sheet(drawn.xml, {}) == drawn.xml


@given(sheets(), st.lists(CHANGES, min_size=2, max_size=3))
def test_an_index_at_hand_gives_the_same_however_often_it_is_used(
    drawn: Drawn, several: list[Changes]
) -> None:
    index = Index(scan(drawn.xml, drawn.strings).layout)
    for wanted in several:
        changes = {at: c for at, c in wanted.items() if not isinstance(c, Cached)}
        assert patch_sheet(index, changes) == patch_sheet(drawn.xml, changes)


# ---- where things are put -----------------------------------------------------------------


def test_only_the_cell_concerned_is_written_anew() -> None:
    before = '<row r="1" ht="20"><c  r="A1" s=\'3\'><v>1</v></c><c r="B1" s="4"/></row>'
    after = '<row r="1" ht="20"><c  r="A1" s=\'3\'><v>1</v></c><c r="B1" s="4"><v>2</v></c></row>'
    assert patched(before, {(1, 2): 2}) == after


def test_missing_cells_and_rows_are_put_in_order() -> None:
    before = '<row r="2"><c r="B2"/><c r="E2"/></row><row r="5"/>'
    changes: Changes = {(2, 6): 6, (2, 1): 1, (2, 4): 4, (2, 3): 3, (1, 1): 0, (5, 2): 2, (9, 1): 9,
                        (3, 1): 3, (4, 1): None}  # fmt: skip
    assert patched(before, changes) == (
        '<row r="1"><c r="A1"><v>0</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"/><c r="C2"><v>3</v></c><c r="D2"><v>4</v></c>'
        '<c r="E2"/><c r="F2"><v>6</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>'
        '<row r="5"><c r="B5"><v>2</v></c></row><row r="9"><c r="A9"><v>9</v></c></row>'
    )


def test_an_empty_sheet_is_opened() -> None:
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData a="1" /></x:worksheet>'
    after = patch_sheet(xml.encode(), {(2, 2): True}).decode()
    assert after == xml.replace(
        '<x:sheetData a="1" />',
        '<x:sheetData a="1" ><x:row r="2"><x:c r="B2" t="b"><x:v>1</x:v></x:c></x:row>'
        "</x:sheetData>",
    )
    assert patch_sheet(xml.encode(), {(2, 2): None}).decode() == xml


def test_cells_without_a_place_keep_the_one_they_have() -> None:
    before = '<row r="1"><c/><c><v>1</v></c></row><row><c/></row>'
    after = '<row r="1"><c/><c><v>2</v></c><c r="C1"><v>3</v></c></row><row><c><v>4</v></c></row>'
    assert patched(before, {(1, 2): 2, (1, 3): 3, (2, 1): 4}) == after


def test_a_hint_that_became_wrong_goes_or_grows() -> None:
    before = '<row r="2" spans="2:3" ht="9"><c r="B2"/></row>'
    inside = patched(before, {(2, 3): 1})
    assert inside.startswith('<row r="2" spans="2:3" ht="9">')
    assert patched(before, {(2, 4): 1}).startswith('<row r="2" ht="9">')
    known = sheet_xml(before, '<dimension ref="B2:C2"/>')
    assert b'<dimension ref="B2:C2"/>' in patch_sheet(known, {(2, 2): 1, (9, 9): None})
    assert b'<dimension ref="A2:C9"/>' in patch_sheet(known, {(9, 1): 1})
    strange = sheet_xml(before, '<dimension ref="?"/>')
    assert b'<dimension ref="?"/>' in patch_sheet(strange, {(9, 1): 1})


# ---- formulas -----------------------------------------------------------------------------

SHARED = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A4" si="0">B1*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2" s="1"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" si="0"/><v>6</v></c></row>'
    '<row r="4"><c r="A4"><f t="shared" si="0"/><v>8</v></c></row>'
)


def test_a_result_is_changed_and_the_formula_stays_as_it_is_written() -> None:
    before = '<row r="1"><c r="A1" t="str"><f aca="false"><![CDATA[B1&""]]></f><v>a</v></c></row>'
    assert patched(before, {(1, 1): Cached(5)}) == (
        '<row r="1"><c r="A1"><f aca="false"><![CDATA[B1&""]]></f><v>5</v></c></row>'
    )
    assert patched(before, {(1, 1): Uncached()}) == (
        '<row r="1"><c r="A1"><f aca="false"><![CDATA[B1&""]]></f></c></row>'
    )


def test_results_of_shared_formulas_leave_them_shared() -> None:
    after = patched(SHARED, {(1, 1): Cached(3), (2, 1): Cached(5)})
    assert after == SHARED.replace("<v>2</v>", "<v>3</v>").replace("<v>4</v>", "<v>5</v>")


def test_when_a_shared_formula_goes_the_others_get_their_own() -> None:
    after = patched(SHARED, {(1, 1): 7, (2, 1): Cached(5), (3, 1): "x"})
    assert after == (
        '<row r="1"><c r="A1"><v>7</v></c></row>'
        '<row r="2"><c r="A2" s="1"><f>B2*2</f><v>5</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t xml:space="preserve">x</t></is></c></row>'
        '<row r="4"><c r="A4"><f>B4*2</f><v>8</v></c></row>'
    )


def test_when_one_that_shares_a_formula_goes_the_rest_stay() -> None:
    after = patched(SHARED, {(3, 1): 1})
    assert after == SHARED.replace(
        '<c r="A3"><f t="shared" si="0"/><v>6</v></c>', '<c r="A3"><v>1</v></c>'
    )


# ---- refusals -----------------------------------------------------------------------------


def test_what_cannot_be_written_names_sheet_and_cell() -> None:
    said = "文字里有不能写进工作簿的控制字符（U+0000），请删去这个字符。"
    found = sentence(lambda: patched("", {(7, 28): "\0"}))
    assert found == f"工作表“表一”单元格“AB7”：{said}"


def test_a_result_for_a_cell_that_is_not_there_is_refused() -> None:
    assert "里面没有公式，不能只更新结果" in sentence(lambda: patched("", {(1, 1): Cached(1)}))


def test_a_sheet_that_holds_a_cell_twice_is_refused() -> None:
    twice = '<row r="1"><c r="A1"/><c r="A1"/></row>'
    said = "工作表“表一”：有一个元素 c 写了两次（1），请用 Excel 或 WPS 打开后另存一份。"
    assert sentence(lambda: patched(twice, {(1, 1): 1})) == said


def test_a_chart_cannot_be_written() -> None:
    chart = f'<chartsheet xmlns="{MAIN}"/>'.encode()
    said = "工作表“图”：不是普通工作表，没有单元格可写，请检查工作表的名称。"
    assert sentence(lambda: patch_sheet(chart, {}, sheet="图")) == said


@pytest.mark.parametrize("at", [(0, 1), (1, 0), (1_048_577, 1), (1, 16_385)])
def test_a_place_beyond_the_sheet_is_a_bug_of_the_caller(at: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="beyond"):
        patch_sheet(sheet_xml(), {at: 1})


# ---- a whole workbook, by openpyxl --------------------------------------------------------


def made_by_xlsxwriter() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("表")
        for row in range(5):
            sheet.write(row, 0, row)
            sheet.write_blank(row, 1, None, book.add_format({"bold": True}))
            sheet.write_formula(row, 2, f"=A{row + 1}*2", None, row * 2)
        sheet.insert_textbox("F1", "文字")
    return file.getvalue()


def saved_by_openpyxl() -> bytes:
    file = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(made_by_xlsxwriter())).save(file)
    return file.getvalue()


@pytest.mark.parametrize("make", [made_by_xlsxwriter, saved_by_openpyxl])
def test_openpyxl_reads_what_was_written(make: Any) -> None:
    data = make()
    package = open_package(data, "a.xlsx")
    (ref,) = read_book(package).sheets
    text = "多\n行 <&>' "
    changes: Changes = {
        (1, 1): Decimal("12.340000"), (2, 2): text, (2, 1): True, (3, 1): Fault("#N/A"),
        (4, 1): None, (1, 3): Cached(24.68), (2, 3): 5, (9, 9): Formula("A1+1", 13.34),
    }  # fmt: skip
    after = package.replace({ref.member: patch_sheet(package.read(ref.member), changes)})
    values = openpyxl.load_workbook(io.BytesIO(after), data_only=True).worksheets[0]
    formulas = openpyxl.load_workbook(io.BytesIO(after)).worksheets[0]
    found = {at: (values.cell(*at).value, formulas.cell(*at).value) for at in changes}
    assert found == {
        (1, 1): (12.34, 12.34), (2, 2): (text, text), (2, 1): (True, True),
        (3, 1): ("#N/A", "#N/A"), (4, 1): (None, None), (1, 3): (24.68, "=A1*2"), (2, 3): (5, 5),
        (9, 9): (13.34, "=A1+1"),
    }  # fmt: skip
    assert formulas.cell(2, 2).font.bold
    others = {n: d for n, d in unzipped(after).items() if n != ref.member}
    assert others == {n: d for n, d in unzipped(data).items() if n != ref.member}
