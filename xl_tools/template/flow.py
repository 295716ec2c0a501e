"""Paragraphs of the workbook -> lines of one length, by formulas.

No program makes a row taller when the result of a formula grows, so a long paragraph in one cell
would be cut, and rows kept tall for it would be holes. Lines of one height are printed alike by
Excel, WPS and LibreOffice: the paragraphs are joined into one text, and each row takes up where
the row above ends. A line never begins with a closing mark, never ends with an opening one, and
never cuts a number in two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from xl_tools.places import Spot, fixed
from xl_tools.records import NamedTuple
from xl_tools.template.plan import Formula, SheetPlan

INDENT: Final = "\u3000\u3000"
# Stands for what a text never holds: a sign of the private use area.
MARK: Final = "\ue000"
CLOSING: Final = "。，、；：？！）》”’〕】」』…—％％"
OPENING: Final = "《“‘〔【「『"
OPEN: Final = "（"
NUMERALS: Final = "一二三四五六七八九十"
# Half as wide as a Chinese character, and held together.
HALF: Final = "123456789abcdefghijklmnopqrstuvwxyz.-/%:@_,()"
UNIT: Final = "0"
GLUED: Final = "x"
LONGEST_RUN: Final = 32  # of signs held together; a web address goes on in the next line
# Characters in a line. A cell shrinks what is too wide for it: more characters are smaller type,
# for a text that would find no room. Short lines are filled up with blanks to be no larger.
LINE_LENGTHS: Final = (39, 42, 45, 49, 54)
# As many lines as a text may take, from its width and its paragraphs: characters free at the end
# of a line, lines more for a paragraph, and lines more in all. The first is sure, the second what
# texts were found to take at most; short texts are judged by the first, long ones by the second.
BOUNDS: Final = ((1.5, 1.0, 0.0), (1.0, 0.7, 2.5))
# Blanks at the start of a paragraph, any mixture of which is taken away.
LEADING: Final = ("　　　　", "　　", "　", "        ", "    ", "  ", " ", "\u00a0", "　")
TRAILING: Final = ("　　", "　", "    ", "  ", " ", "\u00a0")
TOO_LONG: Final = "（文字太长，这里印不下了：请精简文字，或用 xl-tools 生成 Word 文档）"


class Signs(NamedTuple):
    """The cells that hold the signs which a formula cannot spell everywhere."""

    line: Spot
    tab: Spot
    back: Spot

    def put(self, plan: SheetPlan) -> None:
        """Fill the cells."""
        for spot, code in zip(self, (10, 9, 13), strict=True):
            plan.put_at(spot, Formula(f"CHAR({code})"), "hidden")


def _here(spot: Spot) -> str:
    return fixed(spot, spot.sheet)


def replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Formulas of the text with one formula after the other put in the place of another."""
    for old, new in pairs:
        text = f"SUBSTITUTE({text},{old},{new})"
    return text


def quoted(words: str) -> str:
    """A text as formulas write it."""
    return '"' + words.replace('"', '""') + '"'


class Flow:
    """One running text: the cells that prepare it, and the formulas of its lines.

    `top` is the first of its cells, which stand one below the other. A text that `waits` may be
    given a start before its first sign, and so many rows stay free.
    """

    STEPS: Final = 10

    def __init__(self, top: Spot, signs: Signs, *, waits: bool = False) -> None:
        spots = [top._replace(row=top.row + step) for step in range(self.STEPS)]
        self.joined, self.tidy, self.text, self.masked, self.breaks = spots[:5]
        self.length, self.paragraphs, self.width, self.limit, self.filling = spots[5:]
        self.signs, self.waits = signs, waits

    def put(
        self,
        plan: SheetPlan,
        joined: str,
        rows: int,
        instead: str = "",
        longest: str = str(LINE_LENGTHS[-1]),
    ) -> None:
        """The steps from the joined cells to what the lines need.

        `rows` are there to be printed on; `instead` is the text where there is none. `longest` are
        the characters in a line of a text for which no type is small enough.
        """
        length = _here(self.length)
        line = _here(self.signs.line)
        steps = {
            self.joined: joined,
            self.tidy: self._tidied(),
            self.text: self._indented(instead),
            self.masked: replaced(_here(self.text), ((quoted(s), quoted(UNIT)) for s in HALF)),
            self.breaks: self._breaks(),
            self.length: f"LEN({_here(self.text)})",
            self.paragraphs: f'{length}-LEN(SUBSTITUTE({_here(self.text)},{line},""))',
            self.width: (
                f"{length}-{_here(self.paragraphs)}"
                f'-({length}-LEN(SUBSTITUTE({_here(self.masked)},"{UNIT}","")))/2'
            ),
            self.limit: longest,
        }
        for size in reversed(LINE_LENGTHS):
            fits = f"{self._bound(str(size))}<={rows}"
            steps[self.limit] = f"IF({fits},{size},{steps[self.limit]})"
        limit = _here(self.limit)
        steps[self.filling] = f'IF({limit}>{LINE_LENGTHS[0]},REPT("\u3000",{limit}),"")'
        for spot, text in steps.items():
            plan.put_at(spot, Formula(text), "hidden")

    def _tidied(self) -> str:
        """No blanks around a paragraph, one blank between two, and none for an empty one."""
        line, tab, back = map(_here, self.signs)
        text = replaced(_here(self.joined), ((f"{back}&{line}", line), (back, line)))
        starts = [f"{line}&{quoted(blanks)}" for blanks in LEADING] + [f"{line}&{tab}"]
        ends = [f"{quoted(blanks)}&{line}" for blanks in TRAILING] + [f"{tab}&{line}"]
        text = replaced(text, ((blanks, line) for blanks in (*starts, *ends)))
        return f"TRIM({replaced(text, ((quoted(' '), quoted(MARK)), (line, quoted(' '))))})"

    def _indented(self, instead: str) -> str:
        line, tidy = _here(self.signs.line), _here(self.tidy)
        between = f"{line}&{quoted(INDENT)}"
        text = replaced(tidy, ((quoted(" "), between), (quoted(MARK), quoted(" "))))
        return f'IF({tidy}="",{instead or quoted("")},{quoted(INDENT)}&{text}&{line})'

    def _breaks(self) -> str:
        """The text with an x where no line may begin."""
        glued = [
            (quoted(UNIT * 2), quoted(UNIT + GLUED)),
            (quoted(GLUED + UNIT), quoted(GLUED * 2)),
        ]
        opening = [(quoted(sign), quoted(OPEN)) for sign in OPENING]
        first = [(quoted(OPEN + sign), quoted(OPEN + GLUED)) for sign in (UNIT, *NUMERALS)]
        closing = [(quoted(sign), quoted(GLUED)) for sign in dict.fromkeys(CLOSING)]
        long = (quoted(GLUED * LONGEST_RUN), quoted(GLUED * (LONGEST_RUN - 1) + UNIT))
        return replaced(_here(self.masked), (*glued, *opening, *first, *closing, long))

    # ---- lines: each has the place where it starts, and the signs among which it ends -----

    def window(self, start: str) -> str:
        """The breaks of a line from its start, with the first sign that is too much."""
        limit = _here(self.limit)
        halves = f'LEN(SUBSTITUTE(MID({_here(self.masked)},{start},{limit}),"{UNIT}",""))'
        count = f"{limit}+1+INT(({limit}-{halves})/2)"
        return f'IF({self.over(start)},"",MID({_here(self.breaks)},{start},{count}))'

    def over(self, start: str) -> str:
        """The condition that no text stands at this place."""
        ended = f"{start}>{_here(self.length)}"
        return f"OR({start}<1,{ended})" if self.waits else ended

    def most_lines(self) -> str:
        """As many lines as the text can take, or more."""
        return f"INT({self._bound(_here(self.limit))})"

    def _bound(self, limit: str) -> str:
        width, paragraphs = _here(self.width), _here(self.paragraphs)
        bounds = (
            f"{width}/({limit}-{free:g})+{paragraphs}*{each:g}+{more:g}"
            for free, each, more in BOUNDS
        )
        return f"MIN({','.join(bounds)})"

    def least_lines(self) -> str:
        """As few lines as the text can take, or fewer."""
        return f"MAX({_here(self.width)}/{_here(self.limit)},{_here(self.paragraphs)})"

    def next_start(self, start: str, window: str) -> str:
        """Where the next line starts; past the end it counts the rows."""
        kept = f'RIGHT(SUBSTITUTE({window},"{GLUED}",""))'
        count = f'LEN({window})-LEN(SUBSTITUTE({window},{kept},""))'
        last = f"{start}-1+FIND({quoted(MARK)},SUBSTITUTE({window},{kept},{quoted(MARK)},{count}))"
        plain = f'{start}+LEN({window})-1-(MID({window},LEN({window})-1,1)="{OPEN}")'
        found = f"{start}+FIND({_here(self.signs.line)},{window})"
        broken = f'IF(RIGHT({window})="{GLUED}",{last},{plain})'
        return f"IF({self.over(start)},{start}+1,IFERROR({found},{broken}))"

    def line(self, start: str, following: str) -> str:
        """What a row shows."""
        cut = f"MID({_here(self.text)},{start},{following}-{start})"
        text = f"SUBSTITUTE({cut},{_here(self.signs.line)},{_here(self.filling)})"
        longest = f"MAX({_here(self.limit)},{following}-{start})"
        return f'IF({self.over(start)},"",LEFT({text},{longest}))'


def joined(parts: Sequence[str], signs: Signs) -> str:
    """Formulas of texts joined, each a paragraph or several."""
    line = _here(signs.line)
    return "".join(f"{line}&{part}&" for part in parts) + line
