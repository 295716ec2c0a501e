"""A piece and what was said before -> the cells its number may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from xl_tools.edition import Spoken
from xl_tools.prose.claims import Doubt, Options
from xl_tools.prose.context import Context
from xl_tools.prose.inherited import Subjects, widest
from xl_tools.prose.lexicon import Meaning
from xl_tools.prose.lines import Ids
from xl_tools.prose.pieces import Piece
from xl_tools.prose.subject import (
    cells_of,
    default_lines,
    lines_of,
    meanings_of,
    measure,
    part,
    total_columns,
    unknown,
)
from xl_tools.prose.tokens import Token
from xl_tools.records import NamedTuple
from xl_tools.report import Form

MONEY: Final = "元"
AMONG: Final = "中"
AMOUNTS: Final = ("amount", "money")


class Meant(NamedTuple):
    """What a number may mean: cells of a table, or a quantity that is `about` something else.

    Where it is `capped`, no cells count that give more than the first ones.
    """

    table: str
    options: Options
    about: str
    doubt: Doubt
    capped: bool = False
    ordered: bool = False


class Lines(NamedTuple):
    """Rows and columns meant, each with alternatives, and whether they are only a guess."""

    rows: Options
    columns: Options
    weak: bool
    capped: bool = False
    ordered: bool = False


NOTHING: Final = Meant("", (), "", Doubt.FOREIGN)


class Interpreter:
    """Knows the tables of one form and how its edition speaks of them."""

    __slots__ = ("_defaults", "_guesses", "_ids", "_money", "_rests", "_tables", "_totals")

    def __init__(self, form: Form) -> None:
        figures = form.figures()
        self._ids = frozenset(figures)
        self._money = frozenset(f.id for f in figures.values() if f.type in AMOUNTS)
        self._tables = form.edition.prose.tables
        self._defaults = {table: default_lines(form, table, s) for table, s in self._tables.items()}
        self._rests = {
            table: lines_of(form, table, s.rest, s.by) for table, s in self._tables.items()
        }
        self._guesses = {
            table: lines_of(form, table, s.guess, s.by) for table, s in self._tables.items()
        }
        self._totals = {table: total_columns(form, table) for table in self._tables}

    def numbers(
        self, piece: Piece, topics: Sequence[Meaning], context: Context, each: bool
    ) -> Iterator[Meant]:
        """What the number of a piece means; with `each` one for each measure named before it."""
        listed: list[Meaning] = []
        if each and topics[-1].table:
            table = topics[-1].table
            listed = list(_listed(piece.tokens[: piece.number], table, self._tables[table]))
        for said in listed if len(listed) > 1 else (None,):
            yield self._number(piece, topics, context, said)

    def follow(self, piece: Piece, context: Context) -> None:
        """收到的申请中，自然人52件: what is told without a number is divided behind it."""
        if piece.number is not None or piece.tokens[-1].text != AMONG:
            return
        topics = context.topics_of(piece) or context.running
        table = topics[-1].table if topics else ""
        if not table:
            return
        said = measure(piece.tokens, None, table, self._tables[table].by)
        if said and said.rows and not context.is_foreign(piece, table):
            context.head = said.rows

    def plain(self, piece: Piece, topics: Sequence[Meaning], context: Context) -> Meant | None:
        """What the words of a piece name, whatever its number is and says."""
        table = topics[-1].table
        if not table or context.is_foreign(piece, table):
            return None
        lines = self._lines(piece, topics, context, None)
        options = cells_of(self._ids, table, lines.rows, lines.columns)
        return Meant(table, options, "", self._doubt(piece, table, lines.weak, context))

    def _number(
        self, piece: Piece, topics: Sequence[Meaning], context: Context, said: Meaning | None
    ) -> Meant:
        if not topics or context.is_foreign(piece, topics[-1].table):
            return NOTHING
        table, about = topics[-1].table, topics[-1].name
        if not table:
            return Meant("", (), about, Doubt.SOME)
        spoken = self._tables[table]
        lines = self._lines(piece, topics, context, said)
        unit = piece.unit
        options = cells_of(self._ids, table, lines.rows, lines.columns)
        if any((cell in self._money) != (unit == MONEY) for cells in options for cell in cells):
            options = ()
        of_matter = not context.topics_of(piece) and context.says_matter(piece, table)
        counted = unit in spoken.counters or _is_plain_application(piece, topics[-1])
        unfit = lines.weak or of_matter or not counted
        doubt = self._doubt(piece, table, unfit, context)
        return Meant(table, options, about, doubt, lines.capped, lines.ordered)

    def _doubt(self, piece: Piece, table: str, unfit: bool, context: Context) -> Doubt:
        weak = unfit or unknown(piece.tokens, table, self._tables[table].origin)
        return max(context.doubt(piece, table), Doubt.WEAK if weak else Doubt.NONE)

    # ---- the lines of a number -----------------------------------------------------------

    def _lines(
        self, piece: Piece, topics: Sequence[Meaning], context: Context, said: Meaning | None
    ) -> Lines:
        spoken = self._tables[topics[-1].table]
        said = said or measure(piece.tokens, piece.number, topics[-1].table, spoken.by)
        named = context.topics_of(piece) or context.says_matter(piece, topics[-1].table)
        default = self._defaults[topics[-1].table] if named else ()
        if spoken.by == "row":
            return self._by_row(piece, topics[-1].table, said, default, context)
        if not named and context.listed and piece.has("altogether"):
            columns = said.columns if said else context.head or self._defaults[topics[-1].table]
            return Lines(_last_ones(context.listed), columns, True)  # 合计608件
        rows = (tuple(row for topic in topics for row in topic.rows[0]),)
        context.listed |= dict.fromkeys(rows[0])
        apart = len(topics) > 1 and not piece.has("altogether")
        weak = apart or topics[-1].weak
        default = () if piece.has("foreign") else default  # 备案规范性文件6件
        table = topics[-1].table
        if said is None or len(topics) > 1 or not cells_of(self._ids, table, rows, said.columns):
            return self._by_column(table, rows, said, default, weak, context)
        meant = Subjects(rows) if named else _inherited(piece, table, rows[0], context)
        context.head = said.columns
        context.named.settle(rows[0])
        weak = weak or said.weak or not meant.sure
        return Lines(meant.rows, said.columns, weak, ordered=meant.ordered)

    def _by_column(
        self,
        table: str,
        rows: Options,
        said: Meaning | None,
        default: Options,
        weak: bool,
        context: Context,
    ) -> Lines:
        """What is told of the rows; where they have no such column, what else may be told."""
        if said and cells_of(self._ids, table, rows, said.columns):
            context.head = said.columns
            return Lines(rows, said.columns, weak or said.weak)
        if cells_of(self._ids, table, rows, default):
            return Lines(rows, default, weak or said is not None)
        guesses = self._guesses[table] if default else ()
        return Lines(rows, (*context.head, *guesses), True)  # 制发规章3件，规范性文件17件

    def _by_row(
        self, piece: Piece, table: str, said: Meaning | None, default: Options, context: Context
    ) -> Lines:
        whose = part(piece.tokens, table)
        if said and whose and said.weak and whose.weak:  # 其他: a result, or an applicant?
            said, whose = (None, whose) if context.divided else (said, None)
        columns = whose.columns if whose else self._totals[table]
        weak = bool(whose and whose.weak) or bool(said and said.weak)
        rest = self._rests[table] if piece.has("rest") and not whose else ()
        if rest and (said is None or said.capped):
            return Lines(rest, columns, True)  # 其余7件将于下年答复
        together = self._together(piece, table)
        if together:
            return Lines((*together, *(said.rows if said else ())), columns, True)
        if said:
            context.head, context.divided = said.rows, whose is not None
            context.listed |= dict.fromkeys(said.rows[0])
            closed = len(said.rows) == 1 and _is_closed(piece, table)
            return Lines(said.rows, columns, weak, said.capped or closed)
        if whose:
            head, context.divided = context.head, True
            guessed = not (head or piece.has("bare"))
            return Lines(head or self._defaults[table], columns, weak or guessed)
        if not default and piece.has("altogether"):
            listed = _last_ones(context.listed) if context.listed else ()
            return Lines((*listed, *self._defaults[table]), columns, True)  # 三项合计88件
        context.head = default or context.head
        return Lines(default, columns, weak)

    def _together(self, piece: Piece, table: str) -> Options:
        """The rows of 予以公开和部分公开 before one number; none where they are not joined."""
        if piece.number is None or piece.beside("each"):
            return ()
        listed = list(_listed(piece.tokens[: piece.number], table, self._tables[table]))
        rows = tuple(row for meaning in listed for row in meaning.rows[0])
        if len(listed) < 2:
            return ()
        return (rows,) if len(set(rows)) == len(rows) else _head(listed)

    # ---- none at all ---------------------------------------------------------------------

    def none(self, piece: Piece, topic: Meaning, context: Context) -> Iterator[Meant]:
        """What there is none of; `piece` is what stands behind the negation."""
        table = topic.table
        if context.is_foreign(piece, table):
            return
        if not table:
            yield Meant("", (), topic.name, Doubt.SOME)
            return
        spoken = self._tables[table]
        said = list(_listed(piece.tokens, table, spoken))
        doubt = self._doubt(piece, table, any(m.weak for m in said), context)
        if not (said or context.topics_of(piece) or piece.has("bare")):
            return
        for meaning in said or (None,):
            rows, columns = self._none_lines(topic, meaning, spoken)
            meant = Subjects(rows)
            if meaning and spoken.by == "column" and not context.topics_of(piece):
                meant = widest(_inherited(piece, table, rows[0], context))
            options = cells_of(self._ids, table, meant.rows, columns)
            if options:
                unsure = doubt if meant.sure else max(doubt, Doubt.WEAK)
                told = options if meant.ordered else options[:1]
                yield Meant(table, told, topic.name, unsure, ordered=meant.ordered)

    def _none_lines(
        self, topic: Meaning, said: Meaning | None, spoken: Spoken
    ) -> tuple[Options, Options]:
        default = self._defaults[topic.table]
        if spoken.by == "column":
            return topic.rows, said.columns if said else default
        return said.rows if said else default, self._totals[topic.table]


def _is_plain_application(piece: Piece, topic: Meaning) -> bool:
    """收到政府信息公开申请58条: what came in, whatever it is counted by."""
    before = piece.tokens[: piece.number]
    taken = any(len(m.rows) > 1 for m in meanings_of(before, topic.table, topic=False))
    return taken and not topic.soft and any(topic in t.entry.meanings for t in before)


def _inherited(piece: Piece, table: str, own: Ids, context: Context) -> Subjects:
    """The rows that a result is told of, where its piece names none."""
    return context.named.subjects(table, own, context.refers_back(piece))


def _last_ones(rows: Iterable[str]) -> Options:
    """All the rows that were told, or the last of them, two at least."""
    told = tuple(rows)
    return tuple(told[start:] for start in range(max(len(told) - 1, 1)))


def _is_closed(piece: Piece, table: str) -> bool:
    """上年遗留的6件均已答复: does it also say that they are answered?"""
    return any(m.capped for m in meanings_of(piece.tokens, table, topic=False))


def _head(listed: Sequence[Meaning]) -> Options:
    """公开类（含予以公开、部分公开）102件: what is in brackets are the parts of the first word."""
    head, *parts = listed
    within = tuple(dict.fromkeys(row for part in parts for row in part.rows[0]))
    if any(set(rows) == set(within) for rows in head.rows):
        return (within,)
    return (head.rows[0], within) if set(head.rows[0]) > set(within) else ()


def _listed(words: Sequence[Token], table: str, spoken: Spoken) -> Iterator[Meaning]:
    """The first measure, and those that a 、 or 和 ties to it."""
    joined = True
    for token in words:
        meanings = meanings_of((token,), table, False)
        own = next((m for m in meanings if (m.rows if spoken.by == "row" else m.columns)), None)
        if own and joined:
            yield own
            joined = False
        elif token.has("join"):
            joined = True
