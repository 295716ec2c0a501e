"""Our documents as other hands leave them: the same report, other markup."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType

from xl_tools.document import Document
from xl_tools.document.docx import write_docx

MEMBER = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Rewrite = Callable[[str], str]


def written(
    document: Document, *rewrites: Rewrite, parts: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The document with its main part rewritten and further parts that it points at."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_docx(document))) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to,
    ):
        for name in before.namelist():
            text = before.read(name).decode()
            if name == MEMBER:
                for rewrite in rewrites:
                    text = rewrite(text)
            elif name == RELATIONS:
                text = text.replace("</Relationships>", f"{_pointing(parts)}</Relationships>")
            to.writestr(name, text)
        for name, text in parts.items():
            to.writestr(name, text)
    return out.getvalue()


def _pointing(parts: Mapping[str, str]) -> str:
    return "".join(
        f'<Relationship Id="added{number}" Target="{name.removeprefix("word/")}"'
        f' Type="{KINDS}/{name.removeprefix("word/").removesuffix(".xml")}"/>'
        for number, name in enumerate(parts)
    )


def split_runs(xml: str) -> str:
    """Every character in a run of its own, with proofing marks between them."""

    def each(match: re.Match[str]) -> str:
        signs = re.findall(r"&\w+;|.", match[1])
        run = (
            '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
            '<w:t xml:space="preserve">{}</w:t></w:r>'
        )
        return '<w:proofErr w:type="spellStart"/>'.join(run.format(sign) for sign in signs)

    return re.sub(
        r"<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t[^>]*>([^<]*)</w:t></w:r>", each, xml
    )


def tracked(xml: str) -> str:
    """Every figure a tracked change: the right one inserted, another one deleted."""
    run = r"<w:r><w:t>(\d+)</w:t></w:r>"
    change = 'w:id="1" w:author="某" w:date="2025-01-01T00:00:00Z"'
    return re.sub(
        run,
        lambda m: (
            f"<w:del {change}><w:r><w:delText>9{m[1]}</w:delText></w:r></w:del>"
            f"<w:ins {change}>{m[0]}</w:ins>"
            f"<w:moveFrom {change}><w:r><w:t>7</w:t></w:r></w:moveFrom>"
        ),
        xml,
    )


def deleted_row(xml: str) -> str:
    """A row that was deleted as a tracked change, above 规章."""
    at = xml.rindex("<w:tr>", 0, xml.index(">规章<"))
    row = xml[at : xml.index("</w:tr>", at) + len("</w:tr>")]
    gone = re.sub(r"<w:t>\d+</w:t>", "<w:t>8</w:t>", row).replace(
        "<w:trPr>", '<w:trPr><w:del w:id="2" w:author="某"/>'
    )
    return xml[:at] + gone + xml[at:]


def deleted_mark(xml: str) -> str:
    """A paragraph in two whose mark in the middle was deleted."""
    at = xml.index("现将全年工作情况报告如下")
    mark = (
        '</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r>'
        '<w:t xml:space="preserve">'
    )
    start = xml.rindex("<w:pPr>", 0, at)
    opened = xml[start:at].replace(
        "</w:pPr>", '<w:rPr><w:del w:id="3" w:author="某"/></w:rPr></w:pPr>'
    )
    return xml[:start] + opened + mark + xml[at:]


def text_box(xml: str) -> str:
    """The title in a text box, with the fallback that old programs read."""
    start = xml.index("<w:p>", xml.index("<w:body>"))
    end = xml.index("<w:p>", xml.rindex('w:val="Title"'))
    box = f"<w:txbxContent>{xml[start:end]}</w:txbxContent>"
    drawn = (
        "<w:p><w:r><mc:AlternateContent"
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="wps"><w:drawing><wps:txbx'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{box}</v:textbox></w:pict>'
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    return xml[:start] + drawn + xml[end:]


def nested(xml: str) -> str:
    """Everything in one cell of a layout table."""
    start, end = xml.index("<w:body>") + len("<w:body>"), xml.index("<w:sectPr>")
    return (
        f"{xml[:start]}<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/>{xml[start:end]}<w:p/></w:tc></w:tr>"
        f"</w:tbl>{xml[end:]}"
    )


def explicit_merges(xml: str) -> str:
    """WPS writes out what Word leaves unsaid, and keeps old text in the cells it merged away."""
    xml = xml.replace("<w:vMerge/>", '<w:vMerge w:val="continue"/>')
    old = r'(<w:vMerge w:val="continue"/>(?:(?!</w:tc>).)*<w:p>(?:(?!</w:p>).)*)</w:p>'
    return re.sub(old, r"\1<w:r><w:t>旧</w:t></w:r></w:p>", xml)


def split_table(xml: str) -> str:
    """Table 3 in two, as after Word's 拆分表格."""
    at = xml.rindex("<w:tr>", 0, xml.index("4.保护第三方合法权益"))
    return f"{xml[:at]}</w:tbl><w:p/><w:tbl><w:tblPr/>{xml[at:]}"


def hidden(xml: str) -> str:
    """A hidden run after every figure."""
    run = r"(<w:r><w:t>\d+</w:t></w:r>)"
    return re.sub(run, r"\1<w:r><w:rPr><w:vanish/></w:rPr><w:t>5</w:t></w:r>", xml)


def prefixless(xml: str) -> str:
    """Another prefix for the same namespace."""
    return xml.replace("<w:", "<ns0:").replace("</w:", "</ns0:").replace(" w:", " ns0:").replace(
        "xmlns:w=", "xmlns:ns0="
    )  # fmt: skip


REWRITES: dict[str, tuple[Rewrite, ...]] = {
    "ours": (),
    "split runs": (split_runs,),
    "tracked changes": (tracked,),
    "a deleted row": (deleted_row,),
    "a deleted paragraph mark": (deleted_mark,),
    "a text box": (text_box,),
    "a layout table": (nested,),
    "explicit merges": (explicit_merges,),
    "a split table": (split_table,),
    "hidden text": (hidden,),
    "another prefix": (prefixless,),
    "many at once": (tracked, text_box, deleted_row, split_table, explicit_merges, nested),
}
