"""Report -> claims: every number of the narrative with what it counts, read clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xl_tools.edition import Spoken
from xl_tools.prose.claims import COUNT, SHARE, ZERO, Claim, Doubt, Options
from xl_tools.prose.context import Context
from xl_tools.prose.lexicon import Meaning, lexicon_of
from xl_tools.prose.numerals import Amount
from xl_tools.prose.pieces import Piece, piece_of, pieces
from xl_tools.prose.subject import (
    cells_of,
    default_lines,
    meanings_of,
    measure,
    part,
    total_columns,
    unknown,
)
from xl_tools.prose.tokens import Paragraph, Token, cleaned, last_telling, tokens
from xl_tools.report import Form, Report

NONE_AT_ALL = Amount(Decimal(0), Decimal(1), False)
MONEY = "元"


class Reader:
    """Reads the narrative of one report in one form."""

    __slots__ = ("_counters", "_defaults", "_form", "_ids", "_lexicon", "_report", "claims")

    def __init__(self, report: Report, form: Form) -> None:
        self._report, self._form = report, form
        prose = form.edition.prose
        self._lexicon = lexicon_of(form, report.organ.name)
        self._counters = prose.words.get("counter", ("件",))
        self._ids = frozenset(f.id for table in form.tables.values() for f in table.figures)
        self._defaults = {
            table: default_lines(form, table, spoken) for table, spoken in prose.tables.items()
        }
        self.claims: list[Claim] = []

    def read(self) -> list[Claim]:
        """All claims of all sections, in the order of the form."""
        number = 0
        for section in ("preface", *(s.id for s in self._form.edition.sections)):
            start = 0
            for line in self._report.narrative.get(section, "").split("\n"):
                self._paragraph(section, number, line, start)
                number, start = number + 1, start + len(line) + 1
        return self.claims

    def _paragraph(self, section: str, number: int, line: str, start: int) -> None:
        end = last_telling(line, self._counters)
        if end < 0:
            return
        stop = line.find("。", end)
        told = line if stop < 0 else line[: stop + 1]  # nothing is told behind it
        paragraph = cleaned(told, start, self._report.year)
        found = tokens(paragraph.text, self._lexicon, self._counters)
        context = Context(self._report, self._form.edition.prose, section, number)
        for piece in pieces(found):
            context.enter(piece, paragraph.text)
            self._piece(piece, context, paragraph)

    def _piece(self, piece: Piece, context: Context, paragraph: Paragraph) -> None:
        place = piece.number
        if place is not None:
            token = piece.tokens[place]
            if token.unit.endswith(("%", "点")):
                self._share(piece, token, context, paragraph)
            else:
                self._count(piece, place, context, paragraph)
        else:
            self._zero(piece, context, paragraph)

    # ---- counts --------------------------------------------------------------------------

    def _count(self, piece: Piece, place: int, context: Context, paragraph: Paragraph) -> None:
        token = piece.tokens[place]
        amount, unit = token.amount, token.unit
        assert amount is not None
        if piece.has("about"):
            amount = amount._replace(rough=True)
        groups = context.topics_of(piece) or (context.topic,)
        spread = piece.has("each")
        for topics in ((t,) for t in groups) if spread else (groups,):
            known = tuple(t for t in topics if t is not None)
            table, options, doubt = self._meant(piece, place, known, context, unit)
            if not options and not (known and not known[0].table) and _is_idle(token):
                continue
            about = known[-1].name if known else ""
            self._add(
                COUNT, piece, paragraph, context, amount, unit, table, options, about, doubt
            )

    def _meant(
        self,
        piece: Piece,
        place: int | None,
        topics: tuple[Meaning, ...],
        context: Context,
        unit: str,
    ) -> tuple[str, Options, Doubt]:
        """The table, the cells a piece may mean, and how sure that is."""
        if not topics or context.is_foreign(piece, topics[-1].table):
            return "", (), Doubt.FOREIGN
        if not topics[-1].table:
            return "", (), Doubt.SOME
        table = topics[-1].table
        spoken = self._form.edition.prose.tables[table]
        doubt = context.doubt(piece, table)
        rows, columns, weak = self._lines(piece, place, topics, context, spoken)
        options = cells_of(self._ids, table, rows, columns)
        if unit and unit not in spoken.counters:
            weak = True
        if (unit == MONEY) != all(self._is_money(c) for cells in options for c in cells):
            options = ()
        if weak or unknown(piece.tokens, table, spoken.origin):
            doubt = max(doubt, Doubt.WEAK)
        return table, options, doubt

    def _is_money(self, cell: str) -> bool:
        return self._form.figures()[cell].type in ("amount", "money")

    def _lines(
        self,
        piece: Piece,
        place: int | None,
        topics: tuple[Meaning, ...],
        context: Context,
        spoken: Spoken,
    ) -> tuple[Options, Options, bool]:
        """Rows and columns meant, and whether that is only a guess."""
        table = topics[-1].table
        said = measure(piece.tokens, place, table, spoken.by)
        default = self._defaults[table]
        explicit = bool(context.topics_of(piece))
        if spoken.by == "column":
            rows = (tuple(row for topic in topics for row in topic.rows[0]),)
            together = len(topics) < 2 or piece.has("altogether", "each")
            if said is None:
                return rows, default if explicit else (), not together
            return rows, said.columns, said.weak or not together
        whose = part(piece.tokens, table)
        totals = total_columns(self._form, table)
        if whose and said and whose.weak and said.weak and not context.divided:
            whose = None  # 其他 among results is no 其他 among applicants
        columns = whose.columns if whose else totals
        weak = bool(whose and whose.weak)
        if said is not None and not (said.weak and whose and context.divided):
            context.head, context.divided = said.rows, whose is not None
            return said.rows, columns, weak or said.weak
        if whose is not None:
            head, context.divided = context.head, True
            return head or default, columns, weak or not head
        return default if explicit else (), columns, weak

    # ---- none at all ---------------------------------------------------------------------

    def _zero(self, piece: Piece, context: Context, paragraph: Paragraph) -> None:
        if not piece.has("negation"):
            return
        start = next(i for i, t in enumerate(piece.tokens) if t.has("negation"))
        rest = piece_of(piece.tokens[start + 1 :], piece.sentence, piece.before, piece.after)
        topics = context.topics_of(rest) or ((context.topic,) if context.topic else ())
        for topic in topics:
            if not topic.table:
                self._add(
                    ZERO, piece, paragraph, context, NONE_AT_ALL, "元", "", (), topic.name,
                    Doubt.SOME,
                )  # fmt: skip
                continue
            for cells, doubt in self._none(rest, topic, context):
                self._add(
                    ZERO, piece, paragraph, context, NONE_AT_ALL, "", topic.table, (cells,),
                    topic.name, doubt,
                )  # fmt: skip

    def _none(
        self, piece: Piece, topic: Meaning, context: Context
    ) -> Iterator[tuple[tuple[str, ...], Doubt]]:
        table = topic.table
        if context.is_foreign(piece, table):
            return
        spoken = self._form.edition.prose.tables[table]
        said = [m for m in self._listed(piece.tokens, table, spoken)]
        doubt = context.doubt(piece, table)
        if unknown(piece.tokens, table, spoken.origin) or any(m.weak for m in said):
            doubt = max(doubt, Doubt.WEAK)
        if not said and not context.topics_of(piece):
            return
        default = self._defaults[table]
        for meaning in said or [None]:
            if spoken.by == "column":
                rows, columns = topic.rows, meaning.columns if meaning else default
            else:
                rows = meaning.rows if meaning else default
                columns = total_columns(self._form, table)
            options = cells_of(self._ids, table, rows, columns)
            if options:
                yield options[0], doubt

    def _listed(self, words: Sequence[Token], table: str, spoken: Spoken) -> Iterator[Meaning]:
        """The first measure, and those that a 、 or 和 ties to it."""
        joined = True
        for token in words:
            own = [
                m
                for m in meanings_of((token,), table, False)
                if (m.rows if spoken.by == "row" else m.columns)
            ]
            if own and joined:
                yield own[0]
                joined = False
            elif token.has("join"):
                joined = True

    # ---- percentages ---------------------------------------------------------------------

    def _share(self, piece: Piece, token: Token, context: Context, paragraph: Paragraph) -> None:
        if not piece.has("share") or token.unit != "%":
            return
        if any(t.has("about", "change") or t.kind == "other" for t in piece.tokens):
            return
        assert token.amount is not None
        self._add(
            SHARE, piece, paragraph, context, token.amount, "%", "", (), "", Doubt.SOME
        )

    def _add(
        self,
        kind: str,
        piece: Piece,
        paragraph: Paragraph,
        context: Context,
        amount: Amount,
        unit: str,
        table: str,
        options: Options,
        about: str,
        doubt: Doubt,
    ) -> None:
        last = _last(piece, kind)
        first = piece.tokens[0].start
        claim = Claim(
            kind=kind,
            section=context.section,
            paragraph=context.paragraph,
            sentence=piece.sentence,
            start=paragraph.places[first],
            end=paragraph.places[last - 1] + 1,
            words=paragraph.text[first:last],
            amount=amount,
            unit=unit,
            table=table,
            options=options,
            about=about,
            doubt=doubt,
            scope=context.scope,
            year=context.year_of(piece),
            part=context.part_of(piece, len(self.claims)),
        )
        self.claims.append(claim)


def _last(piece: Piece, kind: str) -> int:
    """Where the quote ends: at the number, or behind the words that follow a leading one."""
    place = piece.number
    if kind == ZERO or place is None:
        return piece.tokens[-1].end
    led = any(t.kind == "word" for t in piece.tokens[:place])
    return piece.tokens[place].end if led else piece.tokens[-1].end


def _is_idle(token: Token) -> bool:
    """一个, 三项: words rather than figures where nothing says what they count."""
    return not token.text[0].isdecimal()
