from __future__ import annotations

from xl_tools.ooxml.strings import rich_text, shared_strings
from xl_tools.ooxml.xml import markup


def strings(inside: str, prefix: str = "") -> tuple[str, ...]:
    p = f"{prefix}:" if prefix else ""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    data = f'<{p}sst {name}="u" count="9">{inside}</{p}sst>'
    return shared_strings(markup(data.encode(), "xl/sharedStrings.xml"))


def test_runs_are_joined_and_phonetic_hints_left_out() -> None:
    found = strings(
        "<si><t>一</t></si><si/><si></si><si><t/></si>"
        "<si><r><rPr><b/><rFont val='t'/></rPr><t xml:space='preserve'>二 </t></r>"
        "<r><t>三</t></r><rPh sb='0' eb='1'><t>カ</t></rPh><phoneticPr fontId='1'/></si>"
        "<si><t >四</t ></si >"
    )
    assert found == ("一", "", "", "", "二 三", "四")


def test_escapes_and_references_are_resolved() -> None:
    assert strings("<si><t>a_x000D_\n&amp;&#25919;<![CDATA[<b>]]></t></si>") == ("a\r\n&政<b>",)


def test_a_prefix_makes_no_difference() -> None:
    assert strings("<x:si><x:t>一</x:t></x:si><x:si><x:r><x:t>二</x:t></x:r></x:si>", "x") == (
        "一",
        "二",
    )


def test_inline_text_is_the_text_of_its_runs() -> None:
    assert rich_text(b"<r><t>a</t></r><r><rPr/><t>b</t></r><rPh><t>c</t></rPh>", b"") == b"ab"
