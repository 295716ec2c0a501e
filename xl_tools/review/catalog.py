"""What a finished report is judged by: each rule's name, weight, ground and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Rule
from xl_tools.rules.finding import Finding, found

FORM: Final = "政府信息公开工作年度报告格式"
LAYOUT: Final = "GB/T 9704—2012《党政机关公文格式》"
READING: Final = "GB/T 37668—2019《互联网内容无障碍可访问性技术要求》"
MARKS: Final = "GB/T 15834—2011《标点符号用法》"

# id, weight, what holds where nothing is wrong, on what it rests, what to do.
_RULES: Final = (
    ("J-TITLE", "error", "标题写明机关、年度和“政府信息公开工作年度报告”", FORM, "把标题补全"),
    ("J-EMPTY", "error", "文字部分都写了内容", FORM, "写上内容；没有的写明没有"),
    ("J-TABLE", "error", "三张表都有", FORM, "补上这张表"),
    ("J-HOLDER", "warning", "没有留着“待补充”一类的话", FORM, "改成实际的内容，或删去"),
    ("J-MARK", "warning", "标点用得对", MARKS, "改成中文的标点，或补上、删去"),
    ("J-PAIR", "warning", "括号、引号、书名号成对", MARKS, "补上另一半"),
    ("J-DATE", "warning", "成文日期的月、日不编虚位", LAYOUT, "去掉月、日前面的 0"),
    ("J-GARBLED", "error", "没有乱码", FORM, "对照原稿改正这几个字"),
    ("L-PAPER", "error", "纸是竖的 A4", LAYOUT, "在页面设置里改成 A4、纵向"),
    ("L-MARGIN", "warning", "天头37毫米、订口28毫米，版心156×225毫米", LAYOUT, "改页边距"),
    ("L-LINE", "warning", "行距约 29 磅，各段一样", LAYOUT, "改成固定值 28 至 29 磅"),
    ("L-FONT", "warning", "标题小标宋，正文仿宋，一级标题黑体，二级楷体", LAYOUT, "改字体"),
    ("L-SIZE", "warning", "标题2号，正文3号，表里的字不小于小五号", LAYOUT, "改字号"),
    ("L-COLOUR", "warning", "文字是黑的，没有涂色", LAYOUT, "改成自动颜色，去掉突出显示"),
    ("L-INDENT", "warning", "段首空两字", LAYOUT, "设首行缩进 2 字符"),
    ("L-ALIGN", "warning", "标题居中", LAYOUT, "设成居中"),
    ("L-NUMBER", "warning", "每页有页码，是自动的，依次相连", LAYOUT, "插入页码"),
    ("L-OUTLINE", "warning", "各部分的标题用标题样式", READING, "套用“标题 1”样式"),
    ("L-KEEP", "warning", "标题与下文同页", LAYOUT, "在段落里选“与下段同页”"),
    ("L-HEADER", "warning", "跨页的表，表头每页重复", LAYOUT, "选中表头各行，设“标题行重复”"),
    ("L-SPLIT", "warning", "表的一行不断在两页", LAYOUT, "去掉“允许跨页断行”"),
    ("L-WIDTH", "warning", "表不宽于版心", LAYOUT, "把表格调窄"),
    ("L-BORDER", "warning", "表有框线", FORM, "给表格加上全部框线"),
    ("L-GRID", "error", "表的每一行一样宽", FORM, "对照官方格式重新合并这一行"),
    ("L-CHANGE", "error", "没有留着修订和批注", LAYOUT, "接受全部修订，删去批注"),
    ("L-HIDDEN", "error", "没有隐藏的文字", LAYOUT, "删去隐藏的文字"),
    ("L-GAP", "info", "不用空行来排版", LAYOUT, "删去空行，用段前段后的距离"),
    ("L-CAPTION", "info", "表有给读屏软件的名称", READING, "在表格属性的“可选文字”里写上"),
    ("L-NAME", "info", "文件属性里的标题是报告的标题", READING, "在文件的属性里改标题"),
    ("H-LANG", "warning", "网页写明是中文", READING, '在 html 标签里写 lang="zh-CN"'),
    ("H-NAME", "warning", "网页有标题", READING, "写上 title"),
    ("H-OUTLINE", "warning", "标题是标题标签，一级一级，不跳级", READING, "改用 h1、h2、h3"),
    ("H-HEADER", "warning", "表头格是 th，写明管行还是管列", READING, "改用带 scope 的 th"),
    ("H-CAPTION", "info", "表有名称", READING, "加上 caption"),
    ("H-IMAGE", "warning", "图片有说明", READING, "写上 alt"),
    ("H-CHARSET", "warning", "网页写明编码", READING, '写上 meta charset="utf-8"'),
    ("H-FOREIGN", "info", "网页不从别的网站取东西", READING, "删去，或放到自己的网站上"),
    ("H-MERGED", "error", "表里该合并的格子还合着", FORM, "换用“编辑器会拆开合并单元格时用”的正文"),
    ("H-SIZE", "warning", "网页上的字不小于 12 像素", READING, "把字号改大"),
    ("P-EMPTY", "warning", "没有空白的页", LAYOUT, "删去多余的分页符"),
    ("P-HEADING", "warning", "标题不落在页底", LAYOUT, "在段落里选“与下段同页”"),
    ("P-SPLIT", "warning", "跨页的表，表头每页重复", LAYOUT, "让表格从新的一页开始，或重复标题行"),
    ("P-ALONE", "warning", "落款和日期不单独占一页", LAYOUT, "让前面的正文有一段与落款同页"),
    ("P-TAG", "info", "PDF 带标签", READING, "导出时选“带标签的 PDF”"),
    ("P-EMBED", "warning", "PDF 带上了全部字体", READING, "导出时选“嵌入字体”"),
)  # fmt: skip
RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        name: Rule(name, title, severity, False, basis, advice, MappingProxyType({}))
        for name, severity, title, basis, advice in _RULES
    }
)


def judged(rule: str, words: str) -> Finding:
    """A finding of a rule: what is wrong, and what to do."""
    return found(RULES[rule], f"{words}，请{RULES[rule].advice}")
