"""What happens to reports on their way to a page, as published pages show it.

Written from what real pages do, and printed by writers that share nothing with the product. A harm
changes what is printed; what a cell shows stays with its figure, so the right reading is known.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection
from typing import Final

from tests.sources.paper import Matrix, Sheet, Spot, Table

Harm = Callable[[Sheet, random.Random], None]


def _one(paper: Sheet, chance: random.Random, *names: str) -> Table:
    return chance.choice([t for t in paper.tables() if not names or t.name in names])


def _inside(table: Table, chance: random.Random) -> int:
    """Some row of figures."""
    return chance.choice(table.figure_rows() or [len(table.matrix) - 1])


def _spread(spots: list[Spot], spans: str) -> None:
    for spot in (spot for spot in spots if not spot.fixed):
        spot.spans = spans


# ---- merged cells ------------------------------------------------------------------------


def spans_lost(paper: Sheet, chance: random.Random) -> None:
    """A cleaner drops rowspan and colspan of a whole table."""
    table = _one(paper, chance)
    _spread(table.spots(), "lost")


def spans_blank(paper: Sheet, chance: random.Random) -> None:
    """Merges dissolved: the text stays in the first cell, the others are empty."""
    table = _one(paper, chance)
    _spread(table.spots(), "blank")


def spans_filled(paper: Sheet, chance: random.Random) -> None:
    """Merges dissolved with the text in every cell."""
    table = _one(paper, chance)
    _spread(table.spots(), "filled")


def some_spans(paper: Sheet, chance: random.Random) -> None:
    """Some merges are dissolved in one way or another."""
    for table in paper.tables():
        spans = chance.choice(("lost", "blank", "filled"))
        _spread([spot for spot in table.spots() if chance.random() < 0.25], spans)


def label_lost(paper: Sheet, chance: random.Random) -> None:
    """The tall labels at the left are gone."""
    table = _one(paper, chance, "applications")
    for row in table.matrix:
        if row[0].text.startswith("三、") or not row[0].text:
            row[0] = row[1]
        if len(row) > 4 and re.match("（[三四五六]）", row[1].text):
            row[1] = row[2]


def tall_label_again(paper: Sheet, chance: random.Random) -> None:
    """A page break of Word: the tall labels begin anew below it."""
    table = _one(paper, chance, "applications")
    cut = _inside(table, chance)
    above = set(table.matrix[cut - 1])
    again = {
        spot: Spot(spot.text) for spot in table.matrix[cut] if spot in above and not spot.figure
    }
    for row in table.matrix[cut:]:
        row[:] = [again.get(spot, spot) for spot in row]


# ---- columns -----------------------------------------------------------------------------


def column_blank(paper: Sheet, chance: random.Random) -> None:
    """Nobody filled a column."""
    table = _one(paper, chance)
    column = chance.choice(table.columns_of_figures() or [len(table.matrix[0]) - 1])
    for row in table.matrix:
        if row[column].figure:
            row[column].text = ""


def rest_blank(paper: Sheet, chance: random.Random) -> None:
    """Zeros are left out: only figures that are not 0 are printed."""
    table = _one(paper, chance)
    for spot in table.spots():
        if spot.figure and spot.text == "0":
            spot.text = ""


def spacer_column(paper: Sheet, chance: random.Random) -> None:
    """An empty column somewhere."""
    table = _one(paper, chance)
    at = chance.randrange(len(table.matrix[0]) + 1)
    _put_column(table.matrix, at, lambda number: Spot(""))


def _put_column(matrix: Matrix, at: int, new: Callable[[int], Spot]) -> None:
    """A further column; a merged cell around it grows."""
    for number, row in enumerate(matrix):
        around = 0 < at < len(row) and row[at - 1] is row[at]
        row.insert(at, row[at - 1] if around else new(number))


def row_numbers(paper: Sheet, chance: random.Random) -> None:
    """A column 序号 before all others."""
    table = _one(paper, chance)
    first = table.first_figures()
    _put_column(
        table.matrix, 0, lambda n: Spot("序号" if n == 0 else str(n - first + 1) * (n >= first))
    )


def remarks(paper: Sheet, chance: random.Random) -> None:
    """A column 备注 behind all others."""
    table = _one(paper, chance)
    end = len(table.matrix[0])
    _put_column(
        table.matrix,
        end,
        lambda n: Spot("备注" if n == 0 else chance.choice(("", "", "含2件转办"))),
    )


def column_gone(paper: Sheet, chance: random.Random) -> None:
    """A kind of applicant, or a result, is not printed at all."""
    table = _one(paper, chance, "applications", "disputes")
    gone = chance.choice(table.columns_of_figures() or [len(table.matrix[0]) - 1])
    for row in table.matrix:
        del row[gone]


def columns_swapped(paper: Sheet, chance: random.Random) -> None:
    """Two columns stand in another order, headers and all."""
    first = _one(paper, chance, "applications", "disputes")
    one, other = sorted(chance.sample(first.columns_of_figures(), 2))
    for table in _all_of(paper, first):
        for row in table.matrix:
            row[one], row[other] = row[other], row[one]
        table.matrix[:] = _whole(table.matrix)


def _all_of(paper: Sheet, table: Table) -> list[Table]:
    """Each part and each copy of a table: whoever writes one writes the others alike."""
    width = len(table.matrix[0])
    return [one for one in paper.tables(table.name) if len(one.matrix[0]) == width]


def _whole(matrix: Matrix) -> Matrix:
    """A merged cell that was torn apart is printed once in each piece."""
    made: dict[tuple[Spot, int], Spot] = {}
    new = [list(row) for row in matrix]
    for r, row in enumerate(matrix):
        piece = 0
        for c, spot in enumerate(row):
            first = row.index(spot)
            if c > first and row[c - 1] is not spot:
                piece += 1
                torn = made.setdefault((spot, piece), Spot(spot.text, spot.figure))
                new[r][c] = torn
            elif c > first and piece:
                new[r][c] = new[r][c - 1]
    return new


def total_first(paper: Sheet, chance: random.Random) -> None:
    """The total stands before its parts."""
    first = _one(paper, chance, "applications")
    if any(spot.fixed for spot in first.spots()):
        return
    figures = first.columns_of_figures()
    for table in _all_of(paper, first):
        for row in table.matrix:
            row.insert(figures[0], row.pop(figures[-1]))
        table.matrix[:] = _whole(table.matrix)


# ---- rows --------------------------------------------------------------------------------


def row_gone(paper: Sheet, chance: random.Random) -> None:
    """A row is missing."""
    table = _one(paper, chance, "applications", "disclosure")
    del table.matrix[_inside(table, chance)]


def rows_swapped(paper: Sheet, chance: random.Random) -> None:
    """Two rows stand in another order."""
    table = _one(paper, chance, "applications")
    at = _inside(table, chance)
    if at + 1 < len(table.matrix):
        table.matrix[at], table.matrix[at + 1] = table.matrix[at + 1], table.matrix[at]
        _separated(table)


def _separated(table: Table) -> None:
    """Merges that the new order tears apart are printed again."""
    for column in range(len(table.matrix[0])):
        seen: set[Spot] = set()
        for number, row in enumerate(table.matrix):
            spot = row[column]
            if spot in seen and table.matrix[number - 1][column] is not spot:
                new = Spot(spot.text, spot.figure)
                for below in table.matrix[number:]:
                    below[:] = [new if one is spot else one for one in below]
            seen.add(row[column])


def province_row(paper: Sheet, chance: random.Random) -> None:
    """A row that the province wants, with figures of its own."""
    table = _one(paper, chance, "applications", "disclosure")
    at = _inside(table, chance)
    label = chance.choice(
        ("其他主动公开文件", "行政确认", "其中：网上申请", "行政征收", "小计", "9.其他情形")
    )
    row = table.matrix[at]
    new = [
        spot if not spot.figure and at and spot in table.matrix[at - 1] else Spot("")
        for spot in row
    ]
    stub = [n for n, spot in enumerate(row) if not spot.figure and new[n] is not spot]
    name = Spot(label)
    for n in stub:
        new[n] = name
    for n, spot in enumerate(row):
        if spot.figure:
            same = n and row[n - 1] is spot
            new[n] = new[n - 1] if same else Spot(str(chance.randrange(900, 999)))
    table.matrix.insert(at, new)


def empty_row(paper: Sheet, chance: random.Random) -> None:
    """A row of empty cells."""
    table = _one(paper, chance)
    at = chance.randrange(len(table.matrix))
    table.matrix.insert(at, [Spot("") for _ in table.matrix[0]])
    _separated(table)


def note_row(paper: Sheet, chance: random.Random) -> None:
    """A note over the whole width, above or below."""
    table = _one(paper, chance)
    note = Spot(
        chance.choice(
            (
                "单位：件",
                "注：本表统计时间为2024年1月1日至12月31日，共12件。",
                "填表人：张三 13800000000",
            )
        )
    )
    at = chance.choice((0, len(table.matrix)))
    table.matrix.insert(at, [note] * len(table.matrix[0]))


def two_rows_in_one(paper: Sheet, chance: random.Random) -> None:
    """The clerk pressed Enter inside a row: two rows of text in one row of cells."""
    table = _one(paper, chance, "applications")
    rows = [
        n
        for n in table.figure_rows()
        if n + 1 in table.figure_rows() and _shape(table.matrix[n]) == _shape(table.matrix[n + 1])
    ]
    if not rows:
        return
    at = chance.choice(rows)
    above, below = table.matrix[at], table.matrix[at + 1]
    for one, other in zip(dict.fromkeys(above), dict.fromkeys(below), strict=False):
        if one is not other:
            parts = tuple(_copy(spot) for spot in (one, other) if spot.figure)
            one.text, one.spans, one.parts = f"{one.text}\n{other.text}", "kept", parts
    del table.matrix[at + 1]


def _shape(row: list[Spot]) -> list[bool]:
    """Where a row shows figures, cell by cell."""
    return [bool(spot.figure) for spot in dict.fromkeys(row)]


def header_again(paper: Sheet, chance: random.Random) -> None:
    """The header is printed again in the middle."""
    table = _one(paper, chance, "applications")
    at = _inside(table, chance)
    head = [[_copy(spot) for spot in row] for row in table.matrix[: table.first_figures()]]
    table.matrix[at:at] = _shared(table.matrix[: table.first_figures()], head)
    _separated(table)


def _copy(spot: Spot) -> Spot:
    return Spot(spot.text, spot.figure, spot.spans)


def _shared(old: Matrix, new: Matrix) -> Matrix:
    """Merges of the old rows in the new ones."""
    first: dict[Spot, Spot] = {}
    return [
        [first.setdefault(o, n) for o, n in zip(a, b, strict=True)]
        for a, b in zip(old, new, strict=True)
    ]


def header_gone(paper: Sheet, chance: random.Random) -> None:
    """A table without its header."""
    table = _one(paper, chance, "applications", "disputes")
    del table.matrix[: table.first_figures()]


def half_header(paper: Sheet, chance: random.Random) -> None:
    """The first or the last row of the header is gone."""
    table = _one(paper, chance)
    del table.matrix[chance.choice((0, max(0, table.first_figures() - 1)))]


def headings_gone(paper: Sheet, chance: random.Random) -> None:
    """The clauses between the blocks of table 2 are gone."""
    (table, *_) = paper.tables("disclosure")
    table.matrix[:] = [row for row in table.matrix if not row[0].text.startswith("第二十条")]


def block_moved(paper: Sheet, chance: random.Random) -> None:
    """The blocks of table 2 stand in another order."""
    (table, *_) = paper.tables("disclosure")
    starts = [n for n, row in enumerate(table.matrix) if row[0].text.startswith("第二十条")]
    if not starts:
        return
    blocks = [
        table.matrix[a:b] for a, b in zip(starts, [*starts[1:], len(table.matrix)], strict=True)
    ]
    chance.shuffle(blocks)
    table.matrix[:] = [row for block in blocks for row in block]


# ---- tables ------------------------------------------------------------------------------


def split(paper: Sheet, chance: random.Random) -> None:
    """A table in two, with or without its header above the second."""
    table = _one(paper, chance, "applications", "disclosure")
    at = _inside(table, chance)
    head = table.matrix[: table.first_figures()] if table.name == "applications" else []
    silent = set(table.matrix[at - 1]) if at and chance.random() < 0.5 else set()
    below = table.matrix[at:]
    rest = Table(table.name, _copied([*head, *below] if chance.random() < 0.5 else below, silent))
    del table.matrix[at:]
    between: list[str] = chance.choice(([], ["（续表）"], [" "]))
    where = paper.items.index(table) + 1
    paper.items[where:where] = [*between, rest]


def _copied(matrix: Matrix, silent: Collection[Spot] = ()) -> Matrix:
    """Rows as of another table; the silent cells of it are empty."""
    new: dict[Spot, Spot] = {}
    for spot in dict.fromkeys(spot for row in matrix for spot in row):
        new[spot] = Spot("" if spot in silent and not spot.figure else spot.text, spot.figure)
    return [[new[spot] for spot in row] for row in matrix]


def split_sideways(paper: Sheet, chance: random.Random) -> None:
    """Table 4 as one table for each of its groups."""
    (table, *_) = paper.tables("disputes")
    if len(table.matrix[0]) != 15:
        return
    where = paper.items.index(table)
    parts = [Table("disputes", [row[a : a + 5] for row in table.matrix]) for a in (0, 5, 10)]
    if chance.random() < 0.5:
        parts = [parts[0], Table("disputes", [row[5:] for row in table.matrix])]
    paper.items[where : where + 1] = [Table(p.name, _copied(p.matrix)) for p in parts]


def twice(paper: Sheet, chance: random.Random) -> None:
    """A table is printed twice, and once some figures are others."""
    table = _one(paper, chance)
    again = Table(table.name, _copied(table.matrix))
    where = paper.items.index(table)
    for spot in chance.sample([s for s in again.spots() if s.figure], chance.choice((0, 1, 3))):
        spot.text = str(chance.randrange(2000, 2999))
    paper.items.insert(where + chance.choice((0, 1)), again)


def year_before(paper: Sheet, chance: random.Random) -> None:
    """Rows 上年 below those of this year."""
    table = _one(paper, chance, "disputes")
    paper_row = table.matrix[-1]
    old: dict[Spot, Spot] = {}
    for spot in paper_row:
        old.setdefault(spot, Spot(str(chance.randrange(3000, 3999))))
    row = [old[spot] for spot in paper_row]
    table.matrix[-1:] = [paper_row, row]


def groups_moved(paper: Sheet, chance: random.Random) -> None:
    """The groups of table 4 stand in another order."""
    (table, *_) = paper.tables("disputes")
    order = chance.choice(((5, 10, 0), (0, 10, 5), (10, 5, 0)))
    table.matrix[:] = [[spot for at in order for spot in row[at : at + 5]] for row in table.matrix]
    table.matrix[:] = _whole(table.matrix)


def block_columns_swapped(paper: Sheet, chance: random.Random) -> None:
    """Two columns of a block of table 2 stand in another order."""
    (table, *others) = paper.tables("disclosure")
    if others:
        return
    head = chance.choice([row for row in table.matrix if row[0].text == "信息内容"])
    at = table.matrix.index(head)
    firsts = [head.index(spot) for spot in dict.fromkeys(head) if spot is not head[0]]
    if len(firsts) < 2:
        return
    one, other = chance.sample(firsts, 2)
    for row in table.matrix[at:]:
        if row[0].text.startswith("第二十条"):
            break
        a, b = row[one], row[other]
        row[:] = [b if spot is a else a if spot is b else spot for spot in row]


def groups_stacked(paper: Sheet, chance: random.Random) -> None:
    """Table 4 turned: a row for each group."""
    (table, *_) = paper.tables("disputes")
    if any(spot.parts for spot in table.matrix[-1]) or len(table.matrix[-1]) != 15:
        return
    words = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    rows: Matrix = [[Spot("类型"), *(Spot(word) for word in words)]]
    for at, name in ((0, "行政复议"), (5, "未经复议直接起诉"), (10, "复议后起诉")):
        rows.append([Spot(name), *table.matrix[-1][at : at + 5]])
    table.matrix[:] = rows


def quantity_label(paper: Sheet, chance: random.Random) -> None:
    """A word stands before the figures of table 4."""
    (table, *_) = paper.tables("disputes")
    word = chance.choice(("数量", "件数", "合计", "2024年"))
    rows = table.figure_rows()
    _put_column(table.matrix, 0, lambda n: Spot(word if n in rows else "项目" * (n == 0)))


def years_named(paper: Sheet, chance: random.Random) -> None:
    """The year before stands first; a word before each row says which it is."""
    (table, *_) = paper.tables("disputes")
    rows = table.figure_rows()
    if len(rows) != 1 or len(table.columns_of_figures()) != 15:
        return
    year = int(next(found[0] for found in re.finditer("20[0-9]{2}", str(paper.items[0]))))
    old = [Spot(str(chance.randrange(3000, 3999))) for _ in table.matrix[-1]]
    table.matrix.insert(rows[0], old)
    words = {rows[0]: f"{year - 1}年", rows[0] + 1: f"{year}年"}
    _put_column(table.matrix, 0, lambda n: Spot(words.get(n, "")))


# ---- wording -----------------------------------------------------------------------------


def misprints(paper: Sheet, chance: random.Random) -> None:
    """A character of some labels is missing, doubled, or another."""
    for table in paper.tables():
        labels = [spot for spot in table.spots() if spot.is_wording and len(spot.text) > 3]
        for spot in chance.sample(labels, min(4, len(labels))):
            at = chance.randrange(len(spot.text))
            new = chance.choice(("", spot.text[at] * 2, chance.choice("的末己件政")))
            spot.text = spot.text[:at] + new + spot.text[at + 1 :]


def renumbered(paper: Sheet, chance: random.Random) -> None:
    """Labels with other numbers, or with none."""
    style = chance.choice((r"", r"（\1）", r"\1、", r"\1．", r"\1 "))
    for spot in (s for t in paper.tables("applications") for s in t.spots() if s.is_wording):
        spot.text = re.sub(r"^([1-9])\.", style, spot.text)
        if style == "":
            spot.text = re.sub("^（[一二三四五六七]）", "", spot.text)


def other_signs(paper: Sheet, chance: random.Random) -> None:
    """Half-width brackets, blanks inside words, other quotation marks."""
    signs = {"（": "(", "）": ")", "，": ",", "“": '"', "”": '"', "、": "、 "}
    for spot in (s for t in paper.tables() for s in t.spots() if s.is_wording):
        if chance.random() < 0.5:
            spot.text = "".join(signs.get(sign, sign) for sign in spot.text)
        if len(spot.text) < 5 and chance.random() < 0.3:
            spot.text = " ".join(spot.text)


def broken_words(paper: Sheet, chance: random.Random) -> None:
    """Header words over several lines."""
    for spot in (s for t in paper.tables() for s in t.spots() if s.is_wording):
        if 3 < len(spot.text) < 9 and chance.random() < 0.6:
            spot.text = f"{spot.text[:2]}\n{spot.text[2:]}"


def label_with_group(paper: Sheet, chance: random.Random) -> None:
    """The group's name in front of the label, in one cell."""
    table = _one(paper, chance, "applications")
    for row in table.matrix:
        if (
            len(row) > 4
            and row[1].text.startswith("（")
            and row[2] is not row[1]
            and not row[2].figure
        ):
            row[2].text = f"{row[1].text}{row[2].text}"
            row[1] = row[2]


# ---- figures -----------------------------------------------------------------------------


def _figures(row: list[Spot]) -> list[Spot]:
    return [spot for spot in dict.fromkeys(row) if spot.figure]


def row_glued(paper: Sheet, chance: random.Random) -> None:
    """All figures of a row in one cell, nothing between them."""
    table = _one(paper, chance, "applications", "disputes")
    row = table.matrix[_inside(table, chance)]
    figures = [spot for spot in _figures(row) if spot.text]
    if len(figures) < 2:
        return
    one = _together(figures, chance.choice(("", "", " ")))
    table.matrix[table.matrix.index(row)] = [
        one if spot in figures[:1] else spot for spot in row if spot not in figures[1:]
    ]
    _filled_up(table)


def _together(figures: list[Spot], between: str = "") -> Spot:
    """A cell that shows several figures."""
    spot = Spot(between.join(figure.text for figure in figures))
    spot.parts = tuple(figures)
    return spot


def _filled_up(table: Table) -> None:
    """All rows of one width again: the last cell of a short one grows."""
    width = max(map(len, table.matrix))
    for row in (row for row in table.matrix if len(row) < width):
        row[-1].fixed, row[-1].spans = True, "kept"
        row.extend([row[-1]] * (width - len(row)))


def two_glued(paper: Sheet, chance: random.Random) -> None:
    """Two figures that stand side by side in one cell, the border between them lost."""
    table = _one(paper, chance, "applications", "disputes")
    row = table.matrix[_inside(table, chance)]
    figures = _figures(row)
    if len(figures) < 2:
        return
    at = chance.randrange(len(figures) - 1)
    pair = figures[at : at + 2]
    new = _together(pair)
    keeps_place = chance.random() < 0.5
    cells = [new if spot is pair[0] else spot for spot in row if spot is not pair[1]]
    if keeps_place:
        cells = [new if spot in pair else spot for spot in row]
    table.matrix[table.matrix.index(row)] = cells
    _filled_up(table)


def shifted(paper: Sheet, chance: random.Random) -> None:
    """A cell of a row was lost: all behind it move to the left."""
    table = _one(paper, chance, "applications", "disputes")
    row = table.matrix[_inside(table, chance)]
    gone = chance.choice(_figures(row))
    row[:] = [spot for spot in row if spot is not gone]
    if chance.random() < 0.5:
        row.append(Spot(""))
    _filled_up(table)


def other_digits(paper: Sheet, chance: random.Random) -> None:
    """Figures with units, in full width, with commas, or a dash for none."""
    for spot in (s for t in paper.tables() for s in t.spots() if s.figure and s.text):
        kind = chance.randrange(12)
        if kind == 0:
            spot.text = spot.text.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
        elif kind == 1:
            spot.text = f"{spot.text}件"
        elif kind == 2 and spot.text.isdigit():
            spot.text = f"{int(spot.text):,}"
        elif kind == 3 and spot.text == "0":
            spot.text = chance.choice(("-", "/", "—", "无"))
        elif kind == 4:
            spot.text = f" {spot.text}　"


def footnotes(paper: Sheet, chance: random.Random) -> None:
    """A star behind some figures."""
    for table in paper.tables():
        figures = [spot for spot in table.spots() if spot.figure and spot.text]
        for spot in chance.sample(figures, min(2, len(figures))):
            spot.text += chance.choice(("*", "①", "（注1）"))


HARMS: Final[tuple[Harm, ...]] = (
    spans_lost, spans_blank, spans_filled, some_spans, label_lost, tall_label_again,
    column_blank, rest_blank, spacer_column, row_numbers, remarks, column_gone, columns_swapped,
    total_first, row_gone, rows_swapped, province_row, empty_row, note_row, two_rows_in_one,
    header_again, header_gone, half_header, headings_gone, block_moved, split, split_sideways,
    twice, year_before,
    groups_moved, block_columns_swapped, groups_stacked, quantity_label, years_named,
    misprints, renumbered, other_signs,
    broken_words, label_with_group, row_glued, two_glued, shifted, other_digits, footnotes,
)  # fmt: skip


def harmed(paper: Sheet, seed: int, count: int) -> list[str]:
    """The names of the harms done to a sheet."""
    chance = random.Random(seed)
    chosen = chance.sample(HARMS, count)
    for harm in chosen:
        harm(paper, chance)
    return [harm.__name__ for harm in chosen]
