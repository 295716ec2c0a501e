"""Report -> claims: every number of the narrative with what it counts, read clause by clause."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from xl_tools.prose.changes import Said, subject_of, words_of
from xl_tools.prose.claims import CHANGE, COUNT, SHARE, ZERO, Claim, Doubt
from xl_tools.prose.context import Context, habits_of
from xl_tools.prose.joining import continued
from xl_tools.prose.lexicon import Meaning, lexicon_of
from xl_tools.prose.meant import MONEY, Interpreter, Meant
from xl_tools.prose.numbering import numbering
from xl_tools.prose.numerals import Amount
from xl_tools.prose.pieces import Piece, piece_of, pieces
from xl_tools.prose.respective import dealt
from xl_tools.prose.tokens import Paragraph, Token, cleaned, last_telling, tokens
from xl_tools.report import Form, Report

NONE_AT_ALL: Final = Amount(Decimal(0), Decimal(1), False)
PERCENT: Final = "%"
LONGEST_HEADING: Final = 30
NO_SHARE: Final = ("about", "change", "altogether")


class Reader:
    """Reads the narrative of one report in one form."""

    __slots__ = (
        "_claims",
        "_counters",
        "_form",
        "_interpreter",
        "_lexicon",
        "_report",
        "changes",
    )  # fmt: skip

    def __init__(self, report: Report, form: Form) -> None:
        self._report, self._form = report, form
        self._lexicon = lexicon_of(form, report.organ.name)
        self._counters = form.edition.prose.words.get("counter", ())
        self._interpreter = Interpreter(form)
        self._claims: list[Claim] = []
        self.changes: list[Said] = []

    def read(self) -> list[Claim]:
        """All claims of all sections, in the order of the form."""
        number, habits = 0, habits_of(self._report, self._form)
        for section in ("preface", *(s.id for s in self._form.edition.sections)):
            start, heading = 0, tuple[Token, ...]()
            for line in self._report.narrative.get(section, "").split("\n"):
                heading = self._heading(line) or heading
                self._paragraph(line, start, Context(habits, section, number), heading)
                number, start = number + 1, start + len(line) + 1
        return self._claims

    def _heading(self, line: str) -> tuple[Token, ...]:
        """The words of a heading that stands alone or before its text; none: it is no heading."""
        said = _heading(line)
        if not said:
            return ()
        text = cleaned(said, 0, self._report.year).text
        return tuple(tokens(text, self._lexicon, self._counters))

    def _paragraph(
        self, line: str, start: int, context: Context, heading: tuple[Token, ...]
    ) -> None:
        end = last_telling(line, self._counters) if self._counters else -1
        if end < 0:
            return
        stop = line.find("。", end)
        told = line if stop < 0 else line[: stop + 1]  # nothing is told behind it
        paragraph = cleaned(told, start, self._report.year)
        words = dealt(tokens(paragraph.text, self._lexicon, self._counters))
        context.begin(words, heading)
        for piece in continued(pieces(words)):
            context.enter(piece, paragraph.text)
            self._interpreter.follow(piece, context)
            if piece.has("change"):
                self._change(piece, context, paragraph)
            for kind, amount, meant in self._told(piece, context):
                self._claims.append(self._claim(kind, amount, meant, piece, context, paragraph))

    def _told(self, piece: Piece, context: Context) -> Iterator[tuple[str, Amount, Meant]]:
        if piece.unit == PERCENT:
            yield from _share(piece)
        elif piece.number is not None:
            yield from self._count(piece, context)
        elif piece.has("negation"):
            yield from self._none(piece, context)

    def _count(self, piece: Piece, context: Context) -> Iterator[tuple[str, Amount, Meant]]:
        """The number of a piece; with 各 one for each topic."""
        amount = piece.amount
        if amount is None:
            return
        if piece.beside("about"):
            amount = amount._replace(rough=True)
        named = context.topics_of(piece) or context.running
        spread: list[tuple[Meaning, ...]] = [named]
        each = bool(named) and piece.beside("each")
        kind = CHANGE if piece.has("change") and not piece.has("reach") else COUNT
        if each:
            spread = [(topic,) for topic in named]
        for topics in spread:
            for meant in self._interpreter.numbers(piece, topics, context, each):
                if meant.options or meant.about or piece.is_numeral:
                    yield kind, amount, meant

    def _none(self, piece: Piece, context: Context) -> Iterator[tuple[str, Amount, Meant]]:
        """没有收到, 未发生, 无: a nought for everything that is named behind it."""
        start = next(i for i, token in enumerate(piece.tokens) if token.has("negation"))
        rest = piece_of(piece.tokens[start + 1 :], piece.sentence, piece.before, piece.after)
        for topic in context.topics_of(rest) or context.running:
            for meant in self._interpreter.none(rest, topic, context):
                yield ZERO, NONE_AT_ALL, meant

    def _change(self, piece: Piece, context: Context, paragraph: Paragraph) -> None:
        """同比增长12.5%: kept beside the claims, to be held against last year's report."""
        words = words_of(piece, context)
        if words is None:
            return
        of, options = subject_of(piece, context, self._claims, self._interpreter)
        if of is not None or options:
            start = paragraph.places[piece.tokens[0].start]
            end = paragraph.places[piece.tokens[-1].end - 1] + 1
            self.changes.append(
                Said(context.section, start, end, *words, of, options, context.scope)
            )

    def _claim(
        self,
        kind: str,
        amount: Amount,
        meant: Meant,
        piece: Piece,
        context: Context,
        paragraph: Paragraph,
    ) -> Claim:
        first, last = piece.tokens[0].start, _end_of_quote(piece)
        part = context.part_of(piece, len(self._claims))
        of_same = part is not None and self._is_told_again(part, amount, meant)
        return Claim(
            kind,
            context.section,
            context.paragraph,
            piece.sentence,
            paragraph.places[first],
            paragraph.places[last - 1] + 1,
            paragraph.text[first:last],
            amount,
            piece.unit or (MONEY if not meant.table else ""),
            meant.table,
            meant.options,
            meant.about,
            max(meant.doubt, Doubt.WEAK) if of_same else meant.doubt,
            context.scope,
            context.years.now,
            part,
            context.inside,
            meant.capped,
            meant.ordered,
        )

    def _is_told_again(self, whole: int, amount: Amount, meant: Meant) -> bool:
        """收到申请112件，其中市级机关收到39件: of the same cells, or of no cells, only a part."""
        of = self._claims[whole]
        if of.doubt >= Doubt.FOREIGN:
            return meant.doubt >= Doubt.SOME
        return meant.options[:1] == of.options[:1] and amount.value < of.amount.value


def _heading(line: str) -> str:
    """（二）依申请公开情况 on a line of its own, or with its number before the text it heads."""
    head, stop, _ = line.partition("。")
    alone = not stop or numbering(line.lstrip(), "、是")
    plain = len(head.strip()) <= LONGEST_HEADING and not any(mark in head for mark in "，；：")
    return head if alone and plain else ""


def _share(piece: Piece) -> Iterator[tuple[str, Amount, Meant]]:
    """占36.3%: a share of something; not about half, of one number, nothing unknown about it."""
    plain = not any(token.kind == "other" for token in piece.tokens)
    if piece.amount and plain and piece.has("share") and not piece.has(*NO_SHARE):
        yield SHARE, piece.amount, Meant("", (), "", Doubt.SOME)


def _end_of_quote(piece: Piece) -> int:
    """At the number; behind the words that follow it where none lead to it."""
    place = piece.number
    if place is None or not any(token.kind == "word" for token in piece.tokens[:place]):
        return piece.tokens[-1].end
    return piece.tokens[place].end
