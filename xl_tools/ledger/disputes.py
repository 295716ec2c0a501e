"""Days and outcomes of disputes -> the cells of table 4."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import compress
from types import MappingProxyType

from xl_tools.edition import Table
from xl_tools.ledger.dates import UNREADABLE, Remembered
from xl_tools.ledger.table import Batch
from xl_tools.ledger.vocabulary import Meaning, Vocabulary
from xl_tools.records import NamedTuple
from xl_tools.tally import Question

Answers = Mapping[tuple[str, str], str]
Ask = Callable[[int, str, Meaning], Question]


class Words(NamedTuple):
    """What a kind of dispute and its columns are called."""

    name: str
    filed: str
    decided: str
    result: str
    kind: str = ""


RECONSIDERATION = Words("复议", "复议申请日期", "复议审结日期", "复议结果")
LITIGATION = Words("诉讼", "诉讼立案日期", "诉讼审结日期", "诉讼结果", "诉讼类型")
FIELDS = MappingProxyType(
    {
        RECONSIDERATION: ("recon_filed", "recon_decided", "recon_result", ""),
        LITIGATION: ("suit_filed", "suit_decided", "suit_result", "suit_kind"),
    }
)


class Dispute(NamedTuple):
    """One dispute about one case: its days, what its outcome and its kind are called."""

    place: int
    words: Words
    filed: int
    decided: int
    result: str
    kind: str


class Disputes:
    """The disputes while the rows come in."""

    __slots__ = ("_answers", "_found", "_spoken", "_table", "_vocabulary", "_year")

    def __init__(self, table: Table, vocabulary: Vocabulary, year: range, answers: Answers) -> None:
        self._table, self._vocabulary, self._year = table, vocabulary, year
        self._answers = answers
        self._found: list[Dispute] = []
        self._spoken: set[Words] = set()

    def take(self, batch: Batch, base: int, gone: set[int], days: Remembered) -> None:
        """Note the disputes of some rows."""
        for words, fields in FIELDS.items():
            if batch.column(fields[0]) is not None:
                self._spoken.add(words)
            known = batch.filled(*filter(None, fields))
            named = {n for column in known.values() for n in compress(range(len(column)), column)}
            for n in sorted(named - gone):
                texts = (known[field][n].strip() if field in known else "" for field in fields)
                filed, decided, result, kind = texts
                if filed or decided or result or kind:
                    self._found.append(
                        Dispute(base + n, words, days[filed], days[decided], result, kind)
                    )

    def cells(self) -> list[str]:
        """The cells of which the ledger says anything: one without a column for it says nothing."""
        roles = {RECONSIDERATION: "reconsideration", LITIGATION: "litigation"}
        spoken = {roles[words] for words in self._spoken}
        return [figure.id for figure in self._table.figures if figure.row.roles & spoken]

    def settle(
        self,
        places: dict[str, list[int]],
        wrong: dict[int, list[str]],
        questions: list[tuple[int, Question]],
        question: Ask,
    ) -> None:
        """Put each dispute into its cells, or say why not."""
        for dispute in self._found:
            case = question(dispute.place, "", Meaning("ask")).case
            column, asks, reason = self._column(dispute, case)
            if column:
                row, row_asks = self._row(dispute, case)
                asks += row_asks
            if reason:
                wrong[dispute.place].append(reason)
            for what, meaning in asks:
                questions.append((dispute.place, question(dispute.place, what, meaning)))
            if column and not asks:
                for cell in self._cells(row, column):
                    places[cell].append(dispute.place)

    def _cells(self, row: str, column: str) -> Iterator[str]:
        for name in (column, *(total.id for total in self._table.columns_with("total"))):
            yield f"{self._table.id}.{row}.{name}"

    def _row(self, dispute: Dispute, case: str) -> tuple[str, list[tuple[str, Meaning]]]:
        if dispute.words is RECONSIDERATION:
            return self._table.rows_with("reconsideration")[0].id, []
        chosen = dispute.kind or self._answers.get((case, dispute.words.kind), "")
        meaning = self._vocabulary.suits.meaning(chosen or "（没有填）")
        if meaning.state == "ask" and (case, dispute.words.kind) in self._answers:
            meaning = self._vocabulary.suits.meaning(self._answers[case, dispute.words.kind])
        if meaning.state == "known":
            return meaning.id, []
        return "", [(dispute.words.kind, meaning)]

    def _column(self, dispute: Dispute, case: str) -> tuple[str, list[tuple[str, Meaning]], str]:
        """The column in which it counts; nothing for one of another year, or one not understood."""
        words, result = dispute.words, self._outcome(dispute, case)
        reason = self._reason(dispute, result)
        if reason or not self._concerns(dispute):
            return "", [], reason
        if dispute.decided in self._year:
            if result.state == "ask":
                return "", [(words.result, result)], ""
            return result.id, [], ""
        return self._pending, [], ""

    @property
    def _pending(self) -> str:
        return self._table.columns_with("pending")[0].id

    def _outcome(self, dispute: Dispute, case: str) -> Meaning:
        meaning = self._vocabulary.outcomes.meaning(dispute.result)
        chosen = self._answers.get((case, dispute.words.result), "")
        return self._vocabulary.outcomes.meaning(chosen) if chosen else meaning

    def _concerns(self, dispute: Dispute) -> bool:
        """Was it decided in the year, or filed by its end and not decided by then?"""
        if dispute.decided > 0:
            filed = dispute.filed if dispute.filed > 0 else dispute.decided
            return dispute.decided >= self._year.start and (
                dispute.decided < self._year.stop or filed < self._year.stop
            )
        return dispute.filed < self._year.stop

    def _reason(self, dispute: Dispute, result: Meaning) -> str:
        """Why it cannot be counted; empty where it can, or need not be."""
        words, filed, decided = dispute.words, dispute.filed, dispute.decided
        if UNREADABLE in (filed, decided):
            return f"{words.filed if filed == UNREADABLE else words.decided}读不懂"
        if not self._concerns(dispute):
            return ""
        if decided <= 0:
            return self._reason_open(dispute, result)
        if decided < filed:
            return f"{words.decided}早于{words.filed}"
        return self._reason_decided(dispute, result)

    def _reason_decided(self, dispute: Dispute, result: Meaning) -> str:
        words = dispute.words
        if dispute.decided not in self._year:
            return ""
        if result.state == "blank":
            return f"有{words.decided}，{words.result}没有填"
        still_open = result.id == self._pending
        return f"{words.result}是“{dispute.result}”，又有{words.decided}" if still_open else ""

    def _reason_open(self, dispute: Dispute, result: Meaning) -> str:
        words = dispute.words
        if result.state != "blank" and result.id != self._pending:
            return f"有{words.result}，{words.decided}没有填"
        return "" if dispute.filed > 0 else f"{words.filed}没有填"
