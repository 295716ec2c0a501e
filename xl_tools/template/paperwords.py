"""基本信息 -> title, preface, signature and date as they are printed, by formula."""

from __future__ import annotations

from typing import Final

from xl_tools.edition import Edition
from xl_tools.placement import FIELDS
from xl_tools.places import Spot, at
from xl_tools.report import CONTACTS
from xl_tools.template.flow import INDENT, LINE_LENGTHS, quoted, replaced
from xl_tools.template.paper import Paper, here
from xl_tools.template.plan import Formula

COMMA: Final = "，"
YEAR_OPEN, ORGAN_OPEN = "＿＿＿＿", "（机关名称）"
# Free at the right of the signature, and how much further in the date begins.
FREE, FURTHER = 2, 2


class Front:
    """The formulas of what 基本信息 says; what two of them need stands in hidden cells."""

    def __init__(self, paper: Paper) -> None:
        self._paper, self._edition = paper, paper.placement.edition
        self._fields = {name: at(spot) for name, spot in paper.placement.fields.items()}
        self._year = self._known("meta.year", YEAR_OPEN)
        self._organ = self._known("organ.name", ORGAN_OPEN)

    def _known(self, field: str, words: str) -> str:
        """A hidden cell with a field, or with what says that it is still to be filled in."""
        cell = self._fields[field]
        return self._paper.kept(Formula(f'IF({cell}="",{quoted(words)},{cell})'))

    def _bare(self, text: str) -> str:
        """On one line, without blanks at the ends."""
        line, tab, back = map(here, self._paper.signs)
        blank = quoted(" ")
        pairs = ((line, blank), (back, '""'), (tab, blank), (quoted("\u3000"), blank))
        return f"TRIM({replaced(text, pairs)})"

    # ---- title --------------------------------------------------------------------------

    def title(self) -> tuple[str, str]:
        """The two lines of the title: the organ, and the report of the year."""
        first, second = (self._filled(quoted(words)) for words in _title_lines(self._edition))
        given = self._paper.kept(Formula(self._bare(self._fields["report.title"])))
        year = f'FIND({self._year}&"年",{given})'
        return (
            f'IF({given}="",{first},IFERROR(LEFT({given},{year}-1),""))',
            f'IF({given}="",{second},IFERROR(MID({given},{year},LEN({given})),{given}))',
        )

    def _filled(self, text: str, contacts: str = "") -> str:
        """A sentence of the edition with its blanks filled in; the organ's name last."""
        pairs = [(quoted("{year}"), self._year), (quoted("{organ}"), self._organ)]
        if contacts:
            pairs.insert(1, (quoted("{contacts}"), contacts))
        return replaced(text, pairs)

    # ---- preface ------------------------------------------------------------------------

    def preface(self) -> str:
        """The paragraphs composed where none are written."""
        paper = self._paper
        contacts = paper.kept(Formula(self._contacts()))
        sentence = self._filled(paper.kept(self._edition.preface))
        contact = self._filled(paper.kept(self._edition.preface_contact), contacts)
        line, indent = here(paper.signs.line), quoted(INDENT)
        more = f'IF({contacts}="","",{indent}&{contact}&{line})'
        return paper.kept(Formula(f"{indent}&{sentence}&{line}&{more}"))

    def _contacts(self) -> str:
        named = ((FIELDS[f"organ.{c}"], self._fields[f"organ.{c}"]) for c in CONTACTS)
        parts = (f'IF({cell}="","",{quoted(f"{COMMA}{words}：")}&{cell})' for words, cell in named)
        return f"MID({'&'.join(parts)},{len(COMMA) + 1},1000)"

    # ---- signature and date -------------------------------------------------------------

    def closing(self) -> tuple[str, str]:
        """Signature and date with the blanks left of them that bring them to the right."""
        kept = self._paper.kept
        name = kept(Formula(self._bare(self._fields["report.signature"])))
        date = kept(Formula(_spelt(self._paper.placement.fields["report.date"])))
        digits = f'SUMPRODUCT(LEN({date})-LEN(SUBSTITUTE({date},{{{_DIGITS}}},"")))'
        width = f"LEN({date})-{digits}/2"
        room = LINE_LENGTHS[0] - FREE
        left = kept(Formula(f"MAX(0,{room}-MAX(LEN({name}),{width}+{FURTHER}))"))
        blank = quoted("\u3000")
        return (
            kept(Formula(f'IF({name}="","",REPT({blank},{left})&{name})')),
            kept(Formula(f'IF({date}="","",REPT({blank},{left}+{FURTHER})&{date})')),
        )


_DIGITS: Final = ",".join(f'"{digit}"' for digit in range(10))


def _title_lines(edition: Edition) -> tuple[str, str]:
    first, *rest = edition.title_lines
    return first, "".join(rest)


def _spelt(spot: Spot) -> str:
    """2025-01-05 as 2025年1月5日; a date that is written differently stays as it is."""
    date = at(spot)
    dash = f'FIND("-",{date},6)'
    parts = (
        f"VALUE(LEFT({date},4))",
        f"VALUE(MID({date},6,{dash}-6))",
        f"VALUE(MID({date},{dash}+1,2))",
    )
    spelt = "&".join(f'{part}&"{unit}"' for part, unit in zip(parts, "年月日", strict=True))
    serial = "&".join(
        f'{name}({date})&"{unit}"'
        for name, unit in (("YEAR", "年"), ("MONTH", "月"), ("DAY", "日"))
    )
    text = f'IF(MID({date},5,1)="-",IFERROR({spelt},{date}),TRIM({date}))'
    return f"IF(ISNUMBER({date}),{serial},{text})"
