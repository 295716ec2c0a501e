"""Composed reports as the pages of sites have them: one writer, many odd habits."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from tests.document.reports import OVERVIEW, PROBLEMS
from tests.reports import consistent, with_faults
from xl_tools.document import compose
from xl_tools.document.blocks import Block, Document, Heading, TableBlock, Title
from xl_tools.edition import builtin_editions
from xl_tools.grid import Box
from xl_tools.report import Organ, Report, form_of

EDITIONS = builtin_editions()
FIGURE = r"<td[^>]*><p align=center>([0-9]+)</p></td>"
OTHER = "全年没有收取政府信息公开信息处理费。"
NAVIGATION = (
    "<div class=top><a href='/'>首页</a> &gt; <a>政务公开</a> &gt; 政府信息公开年报</div>"
    "<table class=menu><tr><td><a>机构职能</a></td><td><a>行政许可</a></td>"
    "<td><a>行政处罚</a></td></tr></table>"
)
FOOTER = "<div>上一篇：无</div><div>主办：某某县人民政府办公室　网站地图　京ICP备00000000号</div>"


class Habits(NamedTuple):
    """How a page is written; everything off is a plain page."""

    word: bool = False  # spans, o:p and styles of pasted Word text
    split: bool = False  # every digit in a span of its own
    padded: bool = False  # &nbsp; around figures and for indents
    wrapped: bool = False  # lines of the markup broken in the middle of words
    broken: bool = False  # 三 and its group printed again below a page break
    unmerged: bool = False  # merged cells lost: each text in its first cell only
    nested: bool = False  # the whole article in a layout table
    surrounded: bool = False  # navigation before and after it
    breaks: bool = False  # <br> between paragraphs
    upper: bool = False  # tags in capitals, attributes unquoted


PLAIN = Habits()
HABITS = {
    "plain": PLAIN,
    "word": Habits(word=True, split=True, wrapped=True),
    "padded": Habits(padded=True, surrounded=True),
    "broken": Habits(broken=True, word=True),
    "unmerged": Habits(unmerged=True),
    "nested": Habits(nested=True, surrounded=True),
    "breaks": Habits(breaks=True, surrounded=True),
    "upper": Habits(upper=True, surrounded=True, split=True),
    "all": Habits(word=True, split=True, padded=True, broken=True, nested=True, surrounded=True),
}


def report(edition: str, seed: int) -> Report:
    """A whole report; odd seeds have blank cells, texts and wrong figures."""
    base = consistent(EDITIONS.get(edition), seed)
    if seed % 2:
        base = with_faults(base, EDITIONS.get(edition), seed)
    # Digits that somebody typed as text look like any other figure once printed.
    cells = {c: v for c, v in base.cells.items() if v != "12"}
    organ = Organ(
        "某某县人民政府", address="某某县光明路1号", postcode="100000", phone="010-6655443"
    )
    narrative = {"overview": OVERVIEW, "problems": PROBLEMS, "other": OTHER}
    if seed % 3 == 0:
        narrative["applications"] = "本年度申请办理情况见下表，单位为件。"
    signed, dated = (organ.name, "2025-01-09") if seed % 4 == 0 else ("", "")
    return base._replace(
        cells=cells, organ=organ, narrative=narrative, signature=signed, date=dated
    )


def composed(of: Report) -> Document:
    """The report as it is printed."""
    return compose(of, form_of(of, EDITIONS))


def page(document: Document, habits: Habits = PLAIN) -> str:
    """The document as a page of a site."""
    article = "".join(_block(block, habits) for block in document.blocks)
    if habits.nested:
        article = f"<table><tr><td><img></td><td><div>{article}</div></td></tr></table>"
    article = f"<div class=TRS_Editor>{article}</div>"
    around = (NAVIGATION, FOOTER) if habits.surrounded else ("", "")
    whole = (
        "<!DOCTYPE html><html><head><title>某站</title><script>if (a<b) document.write('<table>')"
        "</script><style>p {margin: 0}</style></head><body><!-- <p>一、总体情况</p> -->"
        f"{around[0]}<div><div class=article>{article}</div>{around[1]}</div></body></html>"
    )
    return whole.upper() if habits.upper else whole


def _block(block: Block, habits: Habits) -> str:
    if isinstance(block, Title):
        return "".join(f"<h1 align=center>{_inline(line, habits)}</h1>" for line in block.lines)
    if isinstance(block, TableBlock):
        return "".join(_table(block, habits))
    text = block.text + block.body if isinstance(block, Heading) else block.text
    indent = "&nbsp;&nbsp;&nbsp;&nbsp;" if habits.padded else "　　"
    return f"{indent}{_inline(text, habits)}<br>" if habits.breaks else (
        f"<p class=MsoNormal style='text-indent:32pt'>{indent}{_inline(text, habits)}</p>"
    )  # fmt: skip


def _inline(text: str, habits: Habits) -> str:
    if habits.split:
        pieces = [f"<span>{html.escape(sign)}</span>" for sign in text]
        text = ("\n".join if habits.wrapped and not text.isascii() else "".join)(
            pieces if text.isascii() else [html.escape(text)]
        )
    else:
        text = html.escape(text)
    if habits.word:
        text = f'<span lang=EN-US style="mso-bidi-font-size:16.0pt">{text}<o:p></o:p></span>'
    return text


def _table(block: TableBlock, habits: Habits) -> Iterator[str]:
    yield "<table class=MsoTable border=1><tbody>"
    again = _again(block) if habits.broken else -1
    for row in range(block.grid.height):
        yield "<tr style='height:22pt'>"
        for box in sorted(block.grid.boxes, key=lambda box: box.column):
            if box.row == row:
                reach = again - row if box.row < again < box.row + box.rows else box.rows
                yield _cell(block, box, reach, habits)
            elif row == again and box.row < again < box.row + box.rows:
                yield _cell(block, box, box.row + box.rows - again, habits)
        yield "</tr>"
    yield "</tbody></table>"


def _again(block: TableBlock) -> int:
    """A row in the middle of the longest label at the left."""
    high = max(block.grid.boxes, key=lambda box: box.rows if box.kind == "label" else 0)
    return high.row + 10 if high.rows > 12 else -1


def _cell(block: TableBlock, box: Box, rows: int, habits: Habits) -> str:
    text = block.texts[box.figure.id] if box.figure else box.text
    inner = _inline(text, habits)
    if habits.padded and box.figure:
        inner = f"&nbsp;{inner}&nbsp;&nbsp;"
    spans = "" if habits.unmerged else f' rowspan="{rows}" colspan="{box.columns}"'
    return f"<td{spans}><p align=center>{inner}</p></td>"


# ---- damage in the manner of real pages ---------------------------------------------------


def damaged(markup: str, seed: int) -> str:
    """The page with a few things wrong that real pages have."""
    chance = random.Random(seed)
    for harm in chance.sample(HARMS, 2):
        markup = harm(markup, chance)
    return markup


def _misprinted(markup: str, chance: random.Random) -> str:
    wrong = {
        "其他法律行政法规禁止公开": "其他法律行政止公开",
        "三类内部事务信息": "三类内容事务信息",
        "行政规范性文件": "规范性文件",
        "要求提供公开出版物": "要求提供公开出版",
        "本年制发件数": "本年制发数",
        "尚未审结": "尚末审结",
    }
    for old in chance.sample(sorted(wrong), 3):
        markup = markup.replace(old, wrong[old])
    return markup


def _spaced(markup: str, chance: random.Random) -> str:
    for word in ("总计", "结果维持", "自然人"):
        markup = markup.replace(f">{word}<", f">{'&nbsp;'.join(word)}<")
    return markup


def _extra_row(markup: str, chance: random.Random) -> str:
    row = "<tr><td>其他主动公开文件</td><td>41</td><td>42</td><td>43</td></tr>"
    at = markup.find("<tr", markup.find("规范性文件</p>"))
    return markup[:at] + row + markup[at:]


def _cut(markup: str, chance: random.Random) -> str:
    """A table in two after some row."""
    ends = [at for at in _places(markup, "</tr>") if at > markup.find("MsoTable")]
    at = chance.choice(ends) + len("</tr>")
    return markup[:at] + "</tbody></table><p>&nbsp;</p><table><tbody>" + markup[at:]


def _missing_row(markup: str, chance: random.Random) -> str:
    at = markup.find("<tr", markup.find("保护第三方合法权益") - 120)
    return markup[:at] + markup[markup.find("</tr>", at) + len("</tr>") :]


def _blank_ends(markup: str, chance: random.Random) -> str:
    """An empty cell at the end of every row."""
    return markup.replace("</tr>", "<td></td></tr>")


def _some_unmerged(markup: str, chance: random.Random) -> str:
    """Spans lost here and there."""
    return re.sub(
        r' (rowspan|colspan)="[0-9]+"', lambda m: m[0] if chance.random() < 0.8 else "", markup
    )


def _glued(markup: str, chance: random.Random) -> str:
    """A row of figures in one cell, without anything between them."""
    rows = list(re.finditer(r"<tr[^>]*>(?:(?!</tr>).)*</tr>", markup, re.DOTALL))
    row = chance.choice([row for row in rows if len(re.findall(FIGURE, row[0])) >= 7])
    texts = re.findall(FIGURE, row[0])
    label = re.split(FIGURE, row[0])[0]
    return markup.replace(row[0], f"{label}<td>{''.join(texts)}</td></tr>", 1)


def _places(text: str, piece: str) -> list[int]:
    found, at = [], text.find(piece)
    while at >= 0:
        found.append(at)
        at = text.find(piece, at + 1)
    return found


HARMS = (_misprinted, _spaced, _extra_row, _cut, _missing_row, _blank_ends, _some_unmerged, _glued)
