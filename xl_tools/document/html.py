"""Document -> HTML: a fragment to paste into the editor of a website, and a page of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import escape
from typing import Final

from xl_tools.document.blocks import (
    Block,
    Date,
    Document,
    Heading,
    Paragraph,
    Signature,
    TableBlock,
    Title,
)
from xl_tools.document.fonts import GENERIC, family_of, stand_ins
from xl_tools.document.htmltable import table_html
from xl_tools.document.measure import pulls_apart
from xl_tools.document.printable import refuse_unprintable
from xl_tools.document.profile import Profile

MARK: Final = "xl-tools/page/1"
# Figures and letters as on paper; the name is known on our page alone, elsewhere it is passed over.
WESTERN: Final = "公文西文"
# A name that a style takes without quotes.
PLAIN: Final = re.compile(r"[^\W\d][\w-]*(?: [^\W\d][\w-]*)*")
PRINTED: Final = """
@font-face { font-family: 公文西文; unicode-range: U+20-7E;
  src: local("Times New Roman"), local("Liberation Serif"); }
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #000; overflow-wrap: anywhere; }
main { max-width: 156mm; margin: 0 auto; padding: 12mm 5mm; }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@media print {
  main { max-width: none; padding: 0; }
  h2, h3, h4 { break-after: avoid; }
  div[role=region] { overflow: visible !important; }
  table { min-width: 0 !important; }
  thead { display: table-header-group; }
  .new-page { break-before: page; }
  .together { break-inside: avoid; }
  .keep { break-after: avoid; }
}
"""
OUTSIDE: Final = """
@page :right { @bottom-right { content: %(number)s; padding-right: 1em; } }
@page :left { @bottom-left { content: %(number)s; padding-left: 1em; } }
"""
CENTRED: Final = '\n@page { @bottom-center { content: "— " counter(page) " —"; } }\n'
NUMBERS: Final = {
    "dashes": OUTSIDE % {"number": '"— " counter(page) " —"'},
    "hyphens": OUTSIDE % {"number": '"- " counter(page) " -"'},
    "centre": CENTRED,
    "none": "",
}


def write_page(document: Document) -> bytes:
    """A page that needs nothing else, on the screen and on paper."""
    refuse_unprintable(document)
    title, organ = escape(document.title), escape(document.organ)
    numbers = NUMBERS[document.profile.page_numbers]
    body = f"<body>\n<main>\n{_article(document, merged=True)}</main>\n</body>\n</html>\n"
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="{MARK} {checksum(body)}">\n'
        f'<meta name="ArticleTitle" content="{title}">\n'
        f'<meta name="ContentSource" content="{organ}">\n<title>{title}</title>\n'
        f"<style>{PRINTED}{numbers}</style>\n</head>\n{body}"
    ).encode()


def is_untouched_page(html: bytes) -> bool:
    """Did we write the page, and has nobody changed a word of it since?"""
    head, mark, body = html.partition(b"<body>")
    return f"{MARK} {checksum((mark + body).decode(errors='replace'))}".encode() in head


def checksum(text: str) -> str:
    """What tells a text from every other."""
    return hashlib.sha256(text.encode()).hexdigest()


def fragment(document: Document, *, merged: bool = True) -> bytes:
    """What is pasted into an editor; without merged cells for one that takes them away."""
    refuse_unprintable(document)
    return _article(document, merged=merged).encode()


def _article(document: Document, *, merged: bool) -> str:
    return "".join(f"{line}\n" for line in _lines(document, merged))


def _lines(document: Document, merged: bool) -> Iterator[str]:
    profile, rank = document.profile, 1
    for block in document.blocks:
        if isinstance(block, Heading) and not block.body:
            # HTML does not skip a level; a heading that runs in is none of the outline.
            rank = min(block.level + 1, rank + 1)
        yield _block(block, profile, rank, merged)


def _block(block: Block, profile: Profile, rank: int, merged: bool) -> str:
    match block:
        case Title(lines):
            return _title(lines, profile)
        case Heading():
            return _heading(block, profile, rank)
        case Paragraph(text, keep):
            return _paragraph(escape(text), text, profile, "keep" if keep else "")
        case TableBlock():
            table = table_html(
                block, fonts(profile.fonts.text), shaded=profile.shaded, merged=merged
            )
            paging = "together " * block.together + "new-page" * block.new_page
            return table.replace("<div ", f"<div{_class(paging.strip())} ", 1)
        case Signature(text, indent):
            return _closing(text, indent, profile, first=True)
        case Date(text, indent, first):
            return _closing(text, indent, profile, first=first)


def fonts(name: str) -> str:
    """A font for a style: the figures' own first, then what may stand in, then the browser's."""
    generic = GENERIC.get(family_of(name), "serif")
    names = (one if PLAIN.fullmatch(one) else f"'{one}'" for one in stand_ins(name))
    return ",".join((WESTERN, *names, generic))


def _look(font: str, profile: Profile, more: str = "") -> str:
    spacing = f"line-height:{profile.line / 16:.2f}"
    return f"margin:0;font-family:{fonts(font)};font-size:16pt;{spacing};color:#000;{more}"


def _class(names: str) -> str:
    return f' class="{names}"' if names else ""


def _title(lines: tuple[str, ...], profile: Profile) -> str:
    look = (
        f"margin:0 0 1em;font-family:{fonts(profile.fonts.title)};font-size:22pt;line-height:1.55;"
        "font-weight:normal;text-align:center;color:#000"
    )
    return f'<h1 align="center" style="{look}">{"<br>".join(map(escape, lines))}</h1>'


def _heading(block: Heading, profile: Profile, rank: int) -> str:
    font = {1: profile.fonts.hei, 2: profile.fonts.kai, 3: profile.fonts.text}[block.level]
    weight = f"font-weight:{'bold' if block.level == 3 else 'normal'}"
    if block.body:
        span = f'<strong style="font-family:{fonts(font)};{weight}">{escape(block.text)}</strong>'
        kept = "keep" if block.keep else ""
        return _paragraph(span + escape(block.body), block.body, profile, kept)
    look = _look(font, profile, f"text-indent:2em;{weight}")
    opens = _class("new-page" if block.new_page else "")
    return f'<h{rank}{opens} style="{look}">{escape(block.text)}</h{rank}>'


def _paragraph(inner: str, text: str, profile: Profile, kept: str) -> str:
    side = "left" if pulls_apart(text) else "justify"
    look = _look(profile.fonts.text, profile, f"text-indent:2em;text-align:{side}")
    return f'<p{_class(kept)} align="{side}" style="{look}">{inner}</p>'


def _closing(text: str, indent: float, profile: Profile, *, first: bool) -> str:
    above = f"margin-top:{profile.line:g}pt;" if first else ""
    look = _look(profile.fonts.text, profile, f"{above}text-align:right;padding-right:{indent:g}em")
    return f'<p align="right" style="{look}">{escape(text)}</p>'
