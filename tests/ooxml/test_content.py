from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ooxml.books import sentence
from xl_tools.ooxml.content import Cached, Fault, Formula, Target, Uncached, cell_xml, target_of

HERE = Target(b' r="B5" s="3"', b"<f>A1</f>", "表一", (5, 2))
TYPED = target_of(b' t=\'s\' r="B5"\n cm="1" s="3" vm="2" x:t="1"', b"<f>A1</f>", "表一", (5, 2))
WHERE = "工作表“表一”单元格“B5”："


@pytest.mark.parametrize(
    ("content", "xml"),
    [
        (None, '<c r="B5" s="3"/>'),
        (True, '<c r="B5" s="3" t="b"><v>1</v></c>'),
        (0, '<c r="B5" s="3"><v>0</v></c>'),
        (-12, '<c r="B5" s="3"><v>-12</v></c>'),
        (0.1, '<c r="B5" s="3"><v>0.1</v></c>'),
        (Decimal("1.230"), '<c r="B5" s="3"><v>1.230</v></c>'),
        (Decimal("1E+3"), '<c r="B5" s="3"><v>1000</v></c>'),
        (Decimal("-0.000"), '<c r="B5" s="3"><v>0</v></c>'),
        (Decimal("0E+999"), '<c r="B5" s="3"><v>0</v></c>'),
        (Fault("#N/A"), '<c r="B5" s="3" t="e"><v>#N/A</v></c>'),
        ("", '<c r="B5" s="3" t="inlineStr"><is><t xml:space="preserve"></t></is></c>'),
        (
            " <&>_x000D_\r\n",
            '<c r="B5" s="3" t="inlineStr"><is><t xml:space="preserve">'
            " &lt;&amp;&gt;_x005F_x000D_&#13;\n</t></is></c>",
        ),
        (Cached(7), '<c r="B5" s="3"><f>A1</f><v>7</v></c>'),
        (Cached("甲"), '<c r="B5" s="3" t="str"><f>A1</f><v>甲</v></c>'),
        (Cached(""), '<c r="B5" s="3" t="str"><f>A1</f><v></v></c>'),
        (Cached(None), '<c r="B5" s="3"><f>A1</f></c>'),
        (Uncached(), '<c r="B5" s="3"><f>A1</f></c>'),
        (Formula("=A1&\"<\"", 2), '<c r="B5" s="3"><f>A1&amp;"&lt;"</f><v>2</v></c>'),
        (Formula("A1", False), '<c r="B5" s="3" t="b"><f>A1</f><v>0</v></c>'),
        (Formula("A1"), '<c r="B5" s="3"><f>A1</f></c>'),
        (Formula("A1", Fault("#REF!")), '<c r="B5" s="3" t="e"><f>A1</f><v>#REF!</v></c>'),
    ],
)  # fmt: skip
def test_a_content_has_its_xml(content: Any, xml: str) -> None:
    assert cell_xml(b"", HERE, content).decode() == xml


def test_the_prefix_stands_at_every_tag() -> None:
    found = cell_xml(b"x:", HERE, Formula("A1", 2))
    assert found == b'<x:c r="B5" s="3"><x:f>A1</x:f><x:v>2</x:v></x:c>'
    assert b"<x:is><x:t xml:space" in cell_xml(b"x:", HERE, "a")


def test_an_old_type_goes_and_metadata_goes_with_what_it_described() -> None:
    assert cell_xml(b"", TYPED, 1) == b'<c r="B5" s="3" x:t="1"><v>1</v></c>'
    kept = cell_xml(b"", TYPED, Cached(1))
    assert kept == b'<c r="B5"\n cm="1" s="3" x:t="1"><f>A1</f><v>1</v></c>'


@given(
    st.floats(-1e300, 1e300).filter(lambda number: not 0 < abs(number) < 1e-300)
    | st.integers(-(10**20), 10**20)
    | st.decimals(-(10**9), 10**9, places=12)
)
def test_a_number_is_written_to_the_last_digit(number: float | Decimal) -> None:
    written = cell_xml(b"", HERE, number).decode().partition("<v>")[2].partition("</v>")[0]
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    assert Decimal(written) == exact


CONTROL = "文字里有不能写进工作簿的控制字符（U+0001），请删去这个字符。"
REFUSED = [
    ("a\x01b", CONTROL),
    (Formula("a\x01"), CONTROL),
    (Cached("\x01"), CONTROL),
    (Fault("\x01"), CONTROL),
    ("\ud800", "文字里有不能写进工作簿的控制字符（U+D800），请删去这个字符。"),
    (
        "年" * 32_768,
        "文字有 32,768 个字符，超过一个单元格的上限 32,767 个，请删减，或分写在几个单元格里。",
    ),
    (
        "😀" * 16_384,
        "文字有 32,768 个字符，超过一个单元格的上限 32,767 个，请删减，或分写在几个单元格里。",
    ),
    (Formula("1+" * 4097), "公式超过 8,192 个字符，写不进去，请把公式改短。"),
    (float("nan"), "数不存在，或大小超出了工作簿能写的范围，请检查这个数。"),
    (float("-inf"), "数不存在，或大小超出了工作簿能写的范围，请检查这个数。"),
    (Decimal("1E+308"), "数不存在，或大小超出了工作簿能写的范围，请检查这个数。"),
    (Decimal("1E-999999"), "数不存在，或大小超出了工作簿能写的范围，请检查这个数。"),
    (Decimal("sNaN"), "数不存在，或大小超出了工作簿能写的范围，请检查这个数。"),
]


@pytest.mark.parametrize(("content", "said"), REFUSED)
def test_what_cannot_be_written_is_refused_with_its_cell(content: Any, said: str) -> None:
    assert sentence(lambda: cell_xml(b"", HERE, content)) == WHERE + said


def test_the_longest_text_is_written() -> None:
    assert ("年" * 32_767).encode() in cell_xml(b"", HERE, "年" * 32_767)


@pytest.mark.parametrize("content", [Cached(1), Uncached()])
def test_a_result_without_a_formula_is_refused(content: Any) -> None:
    bare = HERE._replace(formula=b"")
    said = "里面没有公式，不能只更新结果，请恢复原来的公式，或换用新的空白工作簿。"
    assert sentence(lambda: cell_xml(b"", bare, content)) == WHERE + said
