"""Relations between figures -> one finding for each that does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xl_tools.jsontext import plain
from xl_tools.relation import Relation, State, relations_of
from xl_tools.rules.cells import is_untouched
from xl_tools.rules.finding import MOST_CELLS, MOST_SENTENCES, Case, Finding, brief, cut, found

if TYPE_CHECKING:
    from xl_tools.rules.suspects import Suspicions

# What a relation gives in a table that nobody has begun to fill in.
UNANSWERED: Final = State(None, Decimal(0), Decimal(0))
States = tuple[tuple[Relation, State], ...]


def states(case: Case) -> Iterator[tuple[Relation, State]]:
    """Every relation of the form, each table's from its own edition, and what it gives."""
    for table, edition in case.form.editions.items():
        begun = not is_untouched(case, table)
        for text in edition.relations:
            if text.table == table:
                for relation in relations_of(text, case.form.tables[table]):
                    cells = case.reading.report.cells
                    known = relation.check(cells, edition.placeholders) if begun else UNANSWERED
                    yield relation, known


def suspicions_of(case: Case, relations: States) -> Suspicions:
    """Which cells may be wrong. Most reports have no fault, and a check starts without it."""
    from xl_tools.rules.suspects import Suspicions

    return Suspicions(case, relations)


def relation_findings(case: Case, relations: States) -> Iterator[Finding]:
    """One finding for each relation that does not hold."""
    broken = [(relation, state) for relation, state in relations if state.holds is False]
    if not broken:
        return
    suspicions = suspicions_of(case, relations)
    order = {cell: index for index, cell in enumerate(case.form.figures())}
    for relation, state in broken:
        rest = relation.cells[1:]
        if len(relation.left) == 1:  # else as stated: 三(七), then 四, 一, 二
            rest = tuple(sorted(rest, key=order.__getitem__))
        words = f"{_what(case, relation, state)}。{_advice(case, relation, suspicions)}"
        cells = tuple(dict.fromkeys((*suspicions.texts(relation), relation.cells[0], *rest)))
        finding = found(relation.rule, words, cells, state.expected, state.actual)
        yield finding._replace(suspects=suspicions.as_json(relation))


def _what(case: Case, relation: Relation, state: State) -> str:
    where = f"{case.form.tables[relation.table].number}·{relation.line}"
    ought = "应当等于" if relation.equal else "不应超过"
    return (
        f"{where}{case.address(relation.cells[0])}：{relation.left_words}是 {plain(state.actual)}，"
        f"{ought}{relation.right_words} {plain(state.expected)}，"
        f"相差 {plain(abs(state.actual - state.expected))}"
    )


def _advice(case: Case, relation: Relation, suspicions: Suspicions) -> str:
    texts = suspicions.texts(relation)
    if texts:
        return f"{_texts(case, texts)}不是数，没有加进总计，请先改成数字，再看这里"
    words = suspicions.words(relation)
    if suspicions.is_sure(relation):
        return f"{words}，请对照台账核对这里"
    ledger = f"请对照台账核对{_cells(case, relation)}"
    return "。".join(filter(None, (words, relation.rule.advice, ledger)))


def _texts(case: Case, cells: tuple[str, ...]) -> str:
    """Each cell and the words in it."""
    report = case.reading.report
    said = [f"{case.where(cell)}写的“{str(report.cells[cell]).strip()}”" for cell in cells]
    return cut(said, len(said), "格", most=MOST_SENTENCES)


def _cells(case: Case, relation: Relation) -> str:
    """The cells of a relation, by address where known, else by the lines they cross."""
    figures, places = case.form.figures(), case.reading.places
    by_row = len({figures[cell].row.id for cell in relation.cells}) == 1
    words = [
        places[cell].address
        if cell in places
        else brief((figures[cell].column if by_row else figures[cell].row).label)
        for cell in relation.cells
    ]
    return cut(words, len(words), "格", most=MOST_CELLS)
